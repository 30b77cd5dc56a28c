WITH "t3" AS (
  SELECT
    *
  FROM (
    SELECT
      "t1"."event_id",
      "t1"."at",
      "t1"."user",
      "t1"."agency",
      "t1"."own",
      "t1"."place",
      COALESCE(
        (
          "t1"."place" <> LAG("t1"."place") OVER (
            PARTITION BY "t1"."agency", "t1"."user"
            ORDER BY "t1"."at" ASC, "t1"."event_id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          )
        )
        AND (
          (
            "t1"."at" - LAG("t1"."at") OVER (
              PARTITION BY "t1"."agency", "t1"."user"
              ORDER BY "t1"."at" ASC, "t1"."event_id" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
          ) <= 300000
        ),
        FALSE
      ) AS "changed"
    FROM (
      SELECT
        "t0"."event_id",
        "t0"."at",
        "t0"."user",
        COALESCE("t0"."agency", '') AS "agency",
        CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) AS "own",
        "t0"."device" AS "place"
      FROM "events" AS "t0"
      WHERE
        "t0"."action" <> 'alert'
        AND "t0"."continues" IS NULL
        AND "t0"."user" IS NOT NULL
        AND "t0"."device" IS NOT NULL
    ) AS "t1"
  ) AS "t2"
  WHERE
    "t2"."changed"
)
SELECT
  "t5"."user" AS "entity",
  NULLIF("t5"."agency", '') AS "agency",
  '' AS "period",
  "t5"."event_id",
  "t5"."at",
  CAST("t8"."days" AS DOUBLE) AS "measure",
  CAST("t8"."days" AS TEXT) || ' days' AS "detail"
FROM "t3" AS "t5"
INNER JOIN (
  SELECT
    *
  FROM (
    SELECT
      "t4"."agency" AS "of_agency",
      "t4"."user" AS "of_user",
      COUNT(DISTINCT "t4"."own") AS "days",
      COUNT(DISTINCT "t4"."place") AS "places"
    FROM "t3" AS "t4"
    GROUP BY
      1,
      2
  ) AS "t6"
  WHERE
    "t6"."days" >= 3
) AS "t8"
  ON "t5"."agency" = "t8"."of_agency" AND "t5"."user" = "t8"."of_user"
