CREATE TEMP TABLE kept_ends AS
WITH "t3" AS (
  SELECT
    "t2"."source",
    "t2"."day",
    "t2"."entries",
    "t2"."first_at",
    "t2"."last_at",
    "t2"."agency",
    LAG("t2"."day") OVER (
      PARTITION BY "t2"."source"
      ORDER BY "t2"."day" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before",
    LAG("t2"."last_at") OVER (
      PARTITION BY "t2"."source"
      ORDER BY "t2"."day" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before_at",
    LEAST(
      SUM("t2"."entries") OVER (
        PARTITION BY "t2"."source"
        ORDER BY "t2"."day" ASC
        ROWS BETWEEN 14 preceding AND 1 preceding
      ) / (
        (
          MAX("t2"."day") OVER (
            PARTITION BY "t2"."source"
            ORDER BY "t2"."day" ASC
            ROWS BETWEEN 14 preceding AND 1 preceding
          ) - MIN("t2"."day") OVER (
            PARTITION BY "t2"."source"
            ORDER BY "t2"."day" ASC
            ROWS BETWEEN 14 preceding AND 1 preceding
          )
        ) + 1
      ),
      SUM("t2"."entries") OVER (
        PARTITION BY "t2"."source"
        ORDER BY "t2"."day" ASC
        ROWS BETWEEN CURRENT ROW AND 13 following
      ) / (
        (
          MAX("t2"."day") OVER (
            PARTITION BY "t2"."source"
            ORDER BY "t2"."day" ASC
            ROWS BETWEEN CURRENT ROW AND 13 following
          ) - MIN("t2"."day") OVER (
            PARTITION BY "t2"."source"
            ORDER BY "t2"."day" ASC
            ROWS BETWEEN CURRENT ROW AND 13 following
          )
        ) + 1
      )
    ) AS "rate"
  FROM (
    SELECT
      "t1"."source",
      CAST("t1"."day" AS BIGINT) AS "day",
      "t1"."entries",
      "t1"."first_at",
      "t1"."last_at",
      "t1"."agency"
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
    ) AS "t1"
  ) AS "t2"
), "t12" AS (
  SELECT
    "t11"."source",
    "t11"."logs",
    "t11"."agency",
    "t11"."day",
    "t11"."before_at",
    "t11"."first_at",
    "t11"."missing",
    "t11"."rate",
    COALESCE(SUM("t11"."other_entries"), 0) AS "others"
  FROM (
    SELECT
      "t10"."source",
      "t10"."agency",
      "t10"."day",
      "t10"."before",
      "t10"."before_at",
      "t10"."first_at",
      "t10"."missing",
      "t10"."rate",
      "t8"."logs",
      "t7"."other",
      "t7"."other_day",
      "t7"."other_entries"
    FROM (
      SELECT
        "t4"."source",
        "t4"."agency",
        "t4"."day",
        "t4"."before",
        "t4"."before_at",
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
    ) AS "t10"
    CROSS JOIN (
      SELECT
        COUNT(DISTINCT "t4"."source") AS "logs"
      FROM "t3" AS "t4"
    ) AS "t8"
    LEFT OUTER JOIN (
      SELECT
        "t4"."source" AS "other",
        "t4"."day" AS "other_day",
        "t4"."entries" AS "other_entries"
      FROM "t3" AS "t4"
    ) AS "t7"
      ON "t10"."source" <> "t7"."other"
      AND "t7"."other_day" > "t10"."before"
      AND "t7"."other_day" < "t10"."day"
  ) AS "t11"
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
  *
FROM (
  SELECT
    "t13"."source",
    "t13"."agency",
    "t13"."day",
    "t13"."missing",
    CASE
      WHEN "t13"."missing" = 1
      THEN '1 day'
      ELSE CAST(CAST(FLOOR("t13"."missing") AS BIGINT) AS TEXT) || ' days'
    END || ', where before and after it has ' || CAST(CAST(FLOOR("t13"."rate") AS BIGINT) AS TEXT) || ' entries a day or more' || CASE
      WHEN "t13"."logs" > 1
      THEN ' and the other logs have ' || CAST(CAST(FLOOR("t13"."others") AS BIGINT) AS TEXT)
      ELSE ''
    END AS "detail",
    "t13"."before_at" AS "at"
  FROM "t12" AS "t13"
) AS "t14"
UNION ALL
SELECT
  *
FROM (
  SELECT
    "t13"."source",
    "t13"."agency",
    "t13"."day",
    "t13"."missing",
    CASE
      WHEN "t13"."missing" = 1
      THEN '1 day'
      ELSE CAST(CAST(FLOOR("t13"."missing") AS BIGINT) AS TEXT) || ' days'
    END || ', where before and after it has ' || CAST(CAST(FLOOR("t13"."rate") AS BIGINT) AS TEXT) || ' entries a day or more' || CASE
      WHEN "t13"."logs" > 1
      THEN ' and the other logs have ' || CAST(CAST(FLOOR("t13"."others") AS BIGINT) AS TEXT)
      ELSE ''
    END AS "detail",
    "t13"."first_at" AS "at"
  FROM "t12" AS "t13"
) AS "t15";

SELECT
  "t6"."source" AS "entity",
  NULLIF("t6"."agency", '') AS "agency",
  CAST("t6"."day" AS TEXT) AS "period",
  "t6"."event_id",
  "t6"."at",
  CAST("t6"."missing" AS DOUBLE) AS "measure",
  "t6"."detail"
FROM (
  SELECT
    "t5"."source",
    "t5"."agency",
    "t5"."day",
    "t5"."missing",
    "t5"."detail",
    "t5"."at",
    MIN("t5"."event_id") AS "event_id"
  FROM (
    SELECT
      "t2"."source",
      "t2"."agency",
      "t2"."day",
      "t2"."missing",
      "t2"."detail",
      "t2"."at",
      "t4"."event_id",
      "t4"."of",
      "t4"."then"
    FROM "kept_ends" AS "t2"
    INNER JOIN (
      SELECT
        "t1"."event_id",
        "t1"."source" AS "of",
        "t1"."at" AS "then"
      FROM "events" AS "t1"
    ) AS "t4"
      ON "t2"."source" = "t4"."of" AND "t2"."at" = "t4"."then"
  ) AS "t5"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6
) AS "t6"
