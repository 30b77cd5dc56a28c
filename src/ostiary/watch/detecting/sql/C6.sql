WITH "t3" AS (
  SELECT
    "t2"."source",
    "t2"."day",
    "t2"."entries",
    "t2"."first",
    "t2"."last",
    "t2"."first_at",
    "t2"."last_at",
    "t2"."agency",
    LAG("t2"."day") OVER (
      PARTITION BY "t2"."source"
      ORDER BY "t2"."day" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before",
    LAG("t2"."last") OVER (
      PARTITION BY "t2"."source"
      ORDER BY "t2"."day" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before_id",
    LAG("t2"."last_at") OVER (
      PARTITION BY "t2"."source"
      ORDER BY "t2"."day" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before_at",
    SUM("t2"."entries") OVER (
      PARTITION BY "t2"."source"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) / (
      (
        MAX("t2"."day") OVER (
          PARTITION BY "t2"."source"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - MIN("t2"."day") OVER (
          PARTITION BY "t2"."source"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
      ) + 1
    ) AS "rate"
  FROM (
    SELECT
      "t1"."source",
      CAST("t1"."day" AS BIGINT) AS "day",
      "t1"."entries",
      "t1"."first",
      "t1"."last",
      "t1"."first_at",
      "t1"."last_at",
      "t1"."agency"
    FROM (
      SELECT
        "t0"."source",
        "t0"."day",
        COUNT(*) AS "entries",
        FIRST("t0"."event_id" ORDER BY "t0"."at") AS "first",
        FIRST("t0"."event_id" ORDER BY "t0"."at" DESC) AS "last",
        MIN("t0"."at") AS "first_at",
        MAX("t0"."at") AS "last_at",
        MAX("t0"."agency") AS "agency"
      FROM "events" AS "t0"
      GROUP BY
        1,
        2
    ) AS "t1"
  ) AS "t2"
), "t10" AS (
  SELECT
    "t9"."source",
    "t9"."agency",
    "t9"."day",
    "t9"."before_id",
    "t9"."before_at",
    "t9"."first",
    "t9"."first_at",
    "t9"."missing",
    "t9"."rate",
    COALESCE(SUM("t9"."other_entries"), 0) AS "others"
  FROM (
    SELECT
      "t8"."source",
      "t8"."agency",
      "t8"."day",
      "t8"."before",
      "t8"."before_id",
      "t8"."before_at",
      "t8"."first",
      "t8"."first_at",
      "t8"."missing",
      "t8"."rate",
      "t6"."other",
      "t6"."other_day",
      "t6"."other_entries"
    FROM (
      SELECT
        "t4"."source",
        "t4"."agency",
        "t4"."day",
        "t4"."before",
        "t4"."before_id",
        "t4"."before_at",
        "t4"."first",
        "t4"."first_at",
        (
          "t4"."day" - "t4"."before"
        ) - 1 AS "missing",
        "t4"."rate"
      FROM "t3" AS "t4"
      WHERE
        (
          (
            "t4"."day" - "t4"."before"
          ) - 1
        ) > 0
        AND (
          (
            (
              "t4"."day" - "t4"."before"
            ) - 1
          ) * "t4"."rate"
        ) >= 20
    ) AS "t8"
    LEFT OUTER JOIN (
      SELECT
        "t4"."source" AS "other",
        "t4"."day" AS "other_day",
        "t4"."entries" AS "other_entries"
      FROM "t3" AS "t4"
    ) AS "t6"
      ON "t8"."source" <> "t6"."other"
      AND "t6"."other_day" > "t8"."before"
      AND "t6"."other_day" < "t8"."day"
  ) AS "t9"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9
)
SELECT
  "t14"."source" AS "entity",
  NULLIF("t14"."agency", '') AS "agency",
  CAST("t14"."day" AS TEXT) AS "period",
  "t14"."event_id",
  "t14"."at",
  CAST("t14"."missing" AS DOUBLE) AS "measure",
  "t14"."detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t11"."source",
      "t11"."agency",
      "t11"."day",
      "t11"."missing",
      CAST("t11"."missing" AS TEXT) || ' days, where it usually has ' || CAST(CAST(FLOOR("t11"."rate") AS BIGINT) AS TEXT) || ' entries a day and the other logs have ' || CAST("t11"."others" AS TEXT) AS "detail",
      "t11"."before_id" AS "event_id",
      "t11"."before_at" AS "at"
    FROM "t10" AS "t11"
  ) AS "t12"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t11"."source",
      "t11"."agency",
      "t11"."day",
      "t11"."missing",
      CAST("t11"."missing" AS TEXT) || ' days, where it usually has ' || CAST(CAST(FLOOR("t11"."rate") AS BIGINT) AS TEXT) || ' entries a day and the other logs have ' || CAST("t11"."others" AS TEXT) AS "detail",
      "t11"."first" AS "event_id",
      "t11"."first_at" AS "at"
    FROM "t10" AS "t11"
  ) AS "t13"
) AS "t14"
