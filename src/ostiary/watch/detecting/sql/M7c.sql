SELECT
  "t3"."user" AS "entity",
  NULLIF("t3"."agency", '') AS "agency",
  '' AS "period",
  "t3"."event_id",
  "t3"."at",
  CAST("t9"."awake" AS DOUBLE) AS "measure",
  CAST("t9"."awake" AS TEXT) || ' hours' AS "detail"
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
    )) AS BIGINT) AS "hour"
  FROM "events" AS "t0"
  WHERE
    "t0"."action" <> 'alert' AND "t0"."continues" IS NULL AND "t0"."user" IS NOT NULL
) AS "t3"
INNER JOIN (
  SELECT
    "t7"."awake",
    "t7"."agency" AS "of_agency",
    "t7"."user" AS "of_user",
    "t7"."hour" AS "of_hour"
  FROM (
    SELECT
      "t6"."agency",
      "t6"."user",
      "t6"."hour",
      "t6"."ends",
      "t6"."within",
      COUNT(*) OVER (
        PARTITION BY "t6"."agency", "t6"."user"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "awake"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t4"."agency",
          "t4"."user",
          "t4"."hour",
          "t4"."ends",
          MAX("t4"."ends") OVER (
            PARTITION BY "t4"."agency", "t4"."user"
            ORDER BY "t4"."hour" ASC
            ROWS BETWEEN CURRENT ROW AND 18 following
          ) AS "within"
        FROM (
          SELECT
            "t2"."agency",
            "t2"."user",
            "t2"."hour",
            CASE
              WHEN COALESCE(
                (
                  "t2"."hour" - LAG("t2"."hour", 18) OVER (
                    PARTITION BY "t2"."agency", "t2"."user"
                    ORDER BY "t2"."hour" ASC
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
              COALESCE("t0"."agency", '') AS "agency",
              "t0"."user",
              CAST(FLOOR((
                "t0"."at"
              ) / (
                3600000
              )) AS BIGINT) AS "hour"
            FROM "events" AS "t0"
            WHERE
              "t0"."action" <> 'alert' AND "t0"."continues" IS NULL AND "t0"."user" IS NOT NULL
          ) AS "t2"
        ) AS "t4"
      ) AS "t5"
      WHERE
        "t5"."within" = 1
    ) AS "t6"
  ) AS "t7"
) AS "t9"
  ON "t3"."agency" = "t9"."of_agency"
  AND "t3"."user" = "t9"."of_user"
  AND "t3"."hour" = "t9"."of_hour"
