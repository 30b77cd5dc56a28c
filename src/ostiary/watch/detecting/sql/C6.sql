WITH "t5" AS (
  SELECT
    "t4"."source",
    "t4"."day",
    "t4"."entries",
    "t4"."first_at",
    "t4"."last_at",
    "t4"."agency",
    LAG("t4"."day") OVER (
      PARTITION BY "t4"."source"
      ORDER BY "t4"."day" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before",
    LAG("t4"."last_at") OVER (
      PARTITION BY "t4"."source"
      ORDER BY "t4"."day" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before_at",
    LEAST(
      SUM("t4"."entries") OVER (
        PARTITION BY "t4"."source"
        ORDER BY "t4"."day" ASC
        ROWS BETWEEN 14 preceding AND 1 preceding
      ) / (
        (
          MAX("t4"."day") OVER (
            PARTITION BY "t4"."source"
            ORDER BY "t4"."day" ASC
            ROWS BETWEEN 14 preceding AND 1 preceding
          ) - MIN("t4"."day") OVER (
            PARTITION BY "t4"."source"
            ORDER BY "t4"."day" ASC
            ROWS BETWEEN 14 preceding AND 1 preceding
          )
        ) + 1
      ),
      SUM("t4"."entries") OVER (
        PARTITION BY "t4"."source"
        ORDER BY "t4"."day" ASC
        ROWS BETWEEN CURRENT ROW AND 13 following
      ) / (
        (
          MAX("t4"."day") OVER (
            PARTITION BY "t4"."source"
            ORDER BY "t4"."day" ASC
            ROWS BETWEEN CURRENT ROW AND 13 following
          ) - MIN("t4"."day") OVER (
            PARTITION BY "t4"."source"
            ORDER BY "t4"."day" ASC
            ROWS BETWEEN CURRENT ROW AND 13 following
          )
        ) + 1
      )
    ) AS "rate"
  FROM (
    SELECT
      "t3"."source",
      CAST("t3"."day" AS BIGINT) AS "day",
      "t3"."entries",
      "t3"."first_at",
      "t3"."last_at",
      "t3"."agency"
    FROM (
      SELECT
        "t0"."source",
        "t0"."day",
        COUNT(*) AS "entries",
        MIN("t0"."at") AS "first_at",
        MAX("t0"."at") AS "last_at",
        MAX("t0"."agency") AS "agency"
      FROM "events" AS "t0"
      GROUP BY
        1,
        2
    ) AS "t3"
  ) AS "t4"
), "t14" AS (
  SELECT
    "t13"."source",
    "t13"."logs",
    "t13"."agency",
    "t13"."day",
    "t13"."before_at",
    "t13"."first_at",
    "t13"."missing",
    "t13"."rate",
    COALESCE(SUM("t13"."other_entries"), 0) AS "others"
  FROM (
    SELECT
      "t12"."source",
      "t12"."agency",
      "t12"."day",
      "t12"."before",
      "t12"."before_at",
      "t12"."first_at",
      "t12"."missing",
      "t12"."rate",
      "t10"."logs",
      "t9"."other",
      "t9"."other_day",
      "t9"."other_entries"
    FROM (
      SELECT
        "t6"."source",
        "t6"."agency",
        "t6"."day",
        "t6"."before",
        "t6"."before_at",
        "t6"."first_at",
        (
          "t6"."day" - "t6"."before"
        ) - 1 AS "missing",
        "t6"."rate"
      FROM "t5" AS "t6"
      WHERE
        (
          (
            "t6"."day" - "t6"."before"
          ) - 1
        ) > 0
        AND (
          (
            (
              "t6"."day" - "t6"."before"
            ) - 1
          ) * "t6"."rate"
        ) >= 20
    ) AS "t12"
    CROSS JOIN (
      SELECT
        COUNT(DISTINCT "t6"."source") AS "logs"
      FROM "t5" AS "t6"
    ) AS "t10"
    LEFT OUTER JOIN (
      SELECT
        "t6"."source" AS "other",
        "t6"."day" AS "other_day",
        "t6"."entries" AS "other_entries"
      FROM "t5" AS "t6"
    ) AS "t9"
      ON "t12"."source" <> "t9"."other"
      AND "t9"."other_day" > "t12"."before"
      AND "t9"."other_day" < "t12"."day"
  ) AS "t13"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8
)
SELECT
  "t21"."source" AS "entity",
  NULLIF("t21"."agency", '') AS "agency",
  CAST("t21"."day" AS TEXT) AS "period",
  "t21"."event_id",
  "t21"."at",
  CAST("t21"."missing" AS DOUBLE) AS "measure",
  "t21"."detail"
FROM (
  SELECT
    "t20"."source",
    "t20"."agency",
    "t20"."day",
    "t20"."missing",
    "t20"."detail",
    "t20"."at",
    MIN("t20"."event_id") AS "event_id"
  FROM (
    SELECT
      "t19"."source",
      "t19"."agency",
      "t19"."day",
      "t19"."missing",
      "t19"."detail",
      "t19"."at",
      "t2"."event_id",
      "t2"."of",
      "t2"."then"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t15"."source",
          "t15"."agency",
          "t15"."day",
          "t15"."missing",
          CASE
            WHEN "t15"."missing" = 1
            THEN '1 day'
            ELSE CAST(CAST(FLOOR("t15"."missing") AS BIGINT) AS TEXT) || ' days'
          END || ', where before and after it has ' || CAST(CAST(FLOOR("t15"."rate") AS BIGINT) AS TEXT) || ' entries a day or more' || CASE
            WHEN "t15"."logs" > 1
            THEN ' and the other logs have ' || CAST(CAST(FLOOR("t15"."others") AS BIGINT) AS TEXT)
            ELSE ''
          END AS "detail",
          "t15"."before_at" AS "at"
        FROM "t14" AS "t15"
      ) AS "t16"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t15"."source",
          "t15"."agency",
          "t15"."day",
          "t15"."missing",
          CASE
            WHEN "t15"."missing" = 1
            THEN '1 day'
            ELSE CAST(CAST(FLOOR("t15"."missing") AS BIGINT) AS TEXT) || ' days'
          END || ', where before and after it has ' || CAST(CAST(FLOOR("t15"."rate") AS BIGINT) AS TEXT) || ' entries a day or more' || CASE
            WHEN "t15"."logs" > 1
            THEN ' and the other logs have ' || CAST(CAST(FLOOR("t15"."others") AS BIGINT) AS TEXT)
            ELSE ''
          END AS "detail",
          "t15"."first_at" AS "at"
        FROM "t14" AS "t15"
      ) AS "t17"
    ) AS "t19"
    INNER JOIN (
      SELECT
        "t0"."event_id",
        "t0"."source" AS "of",
        "t0"."at" AS "then"
      FROM "events" AS "t0"
    ) AS "t2"
      ON "t19"."source" = "t2"."of" AND "t19"."at" = "t2"."then"
  ) AS "t20"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6
) AS "t21"
