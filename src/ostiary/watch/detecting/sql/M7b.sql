WITH "t8" AS (
  SELECT
    *
  FROM (
    SELECT
      "t6"."event_id",
      "t6"."at",
      "t6"."user",
      "t6"."agency",
      "t6"."own",
      "t6"."place",
      COALESCE(
        (
          "t6"."place" <> LAG("t6"."place") OVER (
            PARTITION BY "t6"."agency", "t6"."user"
            ORDER BY "t6"."at" ASC, "t6"."event_id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          )
        )
        AND (
          (
            "t6"."at" - LAG("t6"."at") OVER (
              PARTITION BY "t6"."agency", "t6"."user"
              ORDER BY "t6"."at" ASC, "t6"."event_id" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
          ) <= 300000
        ),
        FALSE
      ) AS "changed"
    FROM (
      SELECT
        "t5"."event_id",
        "t5"."at",
        "t5"."user",
        "t5"."agency",
        "t5"."own",
        "t5"."place"
      FROM (
        SELECT
          "t0"."event_id",
          "t0"."at",
          "t0"."user",
          COALESCE("t0"."agency", '') AS "agency",
          CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) AS "own",
          "t0"."address" AS "place"
        FROM "events" AS "t0"
        WHERE
          "t0"."action" <> 'alert'
          AND "t0"."continues" IS NULL
          AND "t0"."user" IS NOT NULL
          AND "t0"."address" IS NOT NULL
      ) AS "t5"
      ANTI JOIN (
        SELECT DISTINCT
          "t1"."address" AS "shared"
        FROM "egress" AS "t1"
      ) AS "t3"
        ON "t5"."place" = "t3"."shared"
    ) AS "t6"
  ) AS "t7"
  WHERE
    "t7"."changed"
)
SELECT
  "t10"."user" AS "entity",
  NULLIF("t10"."agency", '') AS "agency",
  '' AS "period",
  "t10"."event_id",
  "t10"."at",
  CAST("t13"."days" AS DOUBLE) AS "measure",
  CAST("t13"."days" AS TEXT) || ' days' AS "detail"
FROM "t8" AS "t10"
INNER JOIN (
  SELECT
    *
  FROM (
    SELECT
      "t9"."agency" AS "of_agency",
      "t9"."user" AS "of_user",
      COUNT(DISTINCT "t9"."own") AS "days",
      COUNT(DISTINCT "t9"."place") AS "places"
    FROM "t8" AS "t9"
    GROUP BY
      1,
      2
  ) AS "t11"
  WHERE
    "t11"."days" >= 3
) AS "t13"
  ON "t10"."agency" = "t13"."of_agency" AND "t10"."user" = "t13"."of_user"
