WITH "t3" AS (
  SELECT
    "t2"."event_id",
    "t2"."at",
    "t2"."user",
    "t2"."agency",
    "t2"."own",
    "t2"."place",
    "t2"."changed",
    COALESCE(
      LEAD("t2"."changed") OVER (
        PARTITION BY "t2"."agency", "t2"."user"
        ORDER BY "t2"."at" ASC, "t2"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      FALSE
    ) AS "ends"
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
)
SELECT
  "t7"."user" AS "entity",
  NULLIF("t7"."agency", '') AS "agency",
  '' AS "period",
  "t7"."event_id",
  "t7"."at",
  CAST("t10"."days" AS DOUBLE) AS "measure",
  CAST("t10"."days" AS TEXT) || ' days' AS "detail"
FROM (
  SELECT
    *
  FROM "t3" AS "t4"
  WHERE
    "t4"."changed" OR "t4"."ends"
) AS "t7"
INNER JOIN (
  SELECT
    *
  FROM (
    SELECT
      "t6"."agency" AS "of_agency",
      "t6"."user" AS "of_user",
      COUNT(DISTINCT "t6"."own") AS "days"
    FROM (
      SELECT
        *
      FROM "t3" AS "t4"
      WHERE
        (
          "t4"."changed" OR "t4"."ends"
        ) AND "t4"."changed"
    ) AS "t6"
    GROUP BY
      1,
      2
  ) AS "t8"
  WHERE
    "t8"."days" >= 3
) AS "t10"
  ON "t7"."agency" = "t10"."of_agency" AND "t7"."user" = "t10"."of_user"
