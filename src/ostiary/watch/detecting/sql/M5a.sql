WITH "t1" AS (
  SELECT
    "t0"."event_id",
    "t0"."at",
    "t0"."user",
    COALESCE("t0"."agency", '') AS "agency",
    CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) AS "own"
  FROM "events" AS "t0"
  WHERE
    "t0"."action" <> 'alert' AND "t0"."continues" IS NULL AND "t0"."user" IS NOT NULL
)
SELECT
  "t11"."user" AS "entity",
  NULLIF("t11"."agency", '') AS "agency",
  '' AS "period",
  "t11"."event_id",
  "t11"."at",
  CAST("t11"."found" AS DOUBLE) AS "measure",
  CAST("t11"."found" AS TEXT) || ' in one day' AS "detail"
FROM (
  SELECT
    "t10"."event_id",
    "t10"."at",
    "t10"."user",
    "t10"."agency",
    "t10"."own",
    "t10"."ends",
    "t10"."within",
    COUNT(*) OVER (
      PARTITION BY "t10"."agency", "t10"."user", "t10"."own"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "found"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t8"."event_id",
        "t8"."at",
        "t8"."user",
        "t8"."agency",
        "t8"."own",
        "t8"."ends",
        MAX("t8"."ends") OVER (
          PARTITION BY "t8"."agency", "t8"."user"
          ORDER BY "t8"."at" ASC, "t8"."event_id" ASC
          ROWS BETWEEN CURRENT ROW AND 40 following
        ) AS "within"
      FROM (
        SELECT
          "t7"."event_id",
          "t7"."at",
          "t7"."user",
          "t7"."agency",
          "t7"."own",
          CASE
            WHEN COALESCE(
              (
                "t7"."at" - LAG("t7"."at", 40) OVER (
                  PARTITION BY "t7"."agency", "t7"."user"
                  ORDER BY "t7"."at" ASC, "t7"."event_id" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                )
              ) < 600000,
              FALSE
            )
            THEN 1
            ELSE 0
          END AS "ends"
        FROM (
          SELECT
            "t3"."event_id",
            "t3"."at",
            "t3"."user",
            "t3"."agency",
            "t3"."own"
          FROM "t1" AS "t3"
          SEMI JOIN (
            SELECT DISTINCT
              "t4"."of_agency",
              "t4"."of_user"
            FROM (
              SELECT
                "t2"."agency" AS "of_agency",
                "t2"."user" AS "of_user",
                CAST(FLOOR((
                  "t2"."at"
                ) / (
                  600000
                )) AS BIGINT) AS "stretch",
                COUNT(*) AS "found"
              FROM "t1" AS "t2"
              GROUP BY
                1,
                2,
                3
            ) AS "t4"
            WHERE
              (
                "t4"."found" * 2
              ) > 40
          ) AS "t6"
            ON "t3"."agency" = "t6"."of_agency" AND "t3"."user" = "t6"."of_user"
        ) AS "t7"
      ) AS "t8"
    ) AS "t9"
    WHERE
      "t9"."within" = 1
  ) AS "t10"
) AS "t11"
