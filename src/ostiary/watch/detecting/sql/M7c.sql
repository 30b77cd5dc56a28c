CREATE TEMP TABLE kept_accounts AS
SELECT
  "t1"."number",
  COUNT(*) AS "times"
FROM (
  SELECT
    XOR(
      CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
      CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
    ) AS "number"
  FROM "events" AS "t0"
  WHERE
    "t0"."action" <> 'alert' AND "t0"."continues" IS NULL AND "t0"."user" IS NOT NULL
) AS "t1"
GROUP BY
  1;

SELECT
  "t8"."user" AS "entity",
  NULLIF("t8"."agency", '') AS "agency",
  '' AS "period",
  "t8"."event_id",
  "t8"."at",
  CAST("t15"."awake" AS DOUBLE) AS "measure",
  CAST("t15"."awake" AS TEXT) || ' hours' AS "detail"
FROM (
  SELECT
    "t6".*
    EXCLUDE ("number_of_all")
  FROM (
    SELECT
      "t5"."event_id",
      "t5"."at",
      "t5"."user",
      "t5"."agency",
      "t5"."hour",
      "t5"."number_of_all"
    FROM (
      SELECT
        "t0"."event_id",
        "t0"."at",
        "t0"."user",
        COALESCE("t0"."agency", '') AS "agency",
        CAST(FLOOR((
          "t0"."at"
        ) / (
          3600000
        )) AS BIGINT) AS "hour",
        XOR(
          CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
          CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
        ) AS "number_of_all"
      FROM "events" AS "t0"
      WHERE
        "t0"."action" <> 'alert' AND "t0"."continues" IS NULL AND "t0"."user" IS NOT NULL
    ) AS "t5"
    SEMI JOIN (
      SELECT
        "t1"."number" AS "many"
      FROM "kept_accounts" AS "t1"
      WHERE
        "t1"."times" >= 18
    ) AS "t3"
      ON "t5"."number_of_all" = "t3"."many"
  ) AS "t6"
) AS "t8"
INNER JOIN (
  SELECT
    "t13"."awake",
    "t13"."agency" AS "of_agency",
    "t13"."user" AS "of_user",
    "t13"."hour" AS "of_hour"
  FROM (
    SELECT
      "t12"."agency",
      "t12"."user",
      "t12"."hour",
      "t12"."ends",
      "t12"."within",
      COUNT(*) OVER (
        PARTITION BY "t12"."agency", "t12"."user"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "awake"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t10"."agency",
          "t10"."user",
          "t10"."hour",
          "t10"."ends",
          MAX("t10"."ends") OVER (
            PARTITION BY "t10"."agency", "t10"."user"
            ORDER BY "t10"."hour" ASC
            ROWS BETWEEN CURRENT ROW AND 18 following
          ) AS "within"
        FROM (
          SELECT
            "t9"."agency",
            "t9"."user",
            "t9"."hour",
            CASE
              WHEN COALESCE(
                (
                  "t9"."hour" - LAG("t9"."hour", 18) OVER (
                    PARTITION BY "t9"."agency", "t9"."user"
                    ORDER BY "t9"."hour" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  )
                ) < 24,
                FALSE
              )
              THEN 1
              ELSE 0
            END AS "ends"
          FROM (
            SELECT DISTINCT
              "t7"."agency",
              "t7"."user",
              "t7"."hour"
            FROM (
              SELECT
                "t6".*
                EXCLUDE ("number_of_all")
              FROM (
                SELECT
                  "t5"."event_id",
                  "t5"."at",
                  "t5"."user",
                  "t5"."agency",
                  "t5"."hour",
                  "t5"."number_of_all"
                FROM (
                  SELECT
                    "t0"."event_id",
                    "t0"."at",
                    "t0"."user",
                    COALESCE("t0"."agency", '') AS "agency",
                    CAST(FLOOR((
                      "t0"."at"
                    ) / (
                      3600000
                    )) AS BIGINT) AS "hour",
                    XOR(
                      CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
                      CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
                    ) AS "number_of_all"
                  FROM "events" AS "t0"
                  WHERE
                    "t0"."action" <> 'alert' AND "t0"."continues" IS NULL AND "t0"."user" IS NOT NULL
                ) AS "t5"
                SEMI JOIN (
                  SELECT
                    "t1"."number" AS "many"
                  FROM "kept_accounts" AS "t1"
                  WHERE
                    "t1"."times" >= 18
                ) AS "t3"
                  ON "t5"."number_of_all" = "t3"."many"
              ) AS "t6"
            ) AS "t7"
          ) AS "t9"
        ) AS "t10"
      ) AS "t11"
      WHERE
        "t11"."within" = 1
    ) AS "t12"
  ) AS "t13"
) AS "t15"
  ON "t8"."agency" = "t15"."of_agency"
  AND "t8"."user" = "t15"."of_user"
  AND "t8"."hour" = "t15"."of_hour"
