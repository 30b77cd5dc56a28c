WITH "t8" AS (
  SELECT
    "t7"."event_id",
    "t7"."at",
    "t7"."user",
    "t7"."agency",
    "t7"."own",
    "t7"."place",
    "t7"."changed",
    COALESCE(
      LEAD("t7"."changed") OVER (
        PARTITION BY "t7"."agency", "t7"."user"
        ORDER BY "t7"."at" ASC, "t7"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      FALSE
    ) AS "ends"
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
)
SELECT
  "t12"."user" AS "entity",
  NULLIF("t12"."agency", '') AS "agency",
  '' AS "period",
  "t12"."event_id",
  "t12"."at",
  CAST("t15"."days" AS DOUBLE) AS "measure",
  CAST("t15"."days" AS TEXT) || ' days' AS "detail"
FROM (
  SELECT
    *
  FROM "t8" AS "t9"
  WHERE
    "t9"."changed" OR "t9"."ends"
) AS "t12"
INNER JOIN (
  SELECT
    *
  FROM (
    SELECT
      "t11"."agency" AS "of_agency",
      "t11"."user" AS "of_user",
      COUNT(DISTINCT "t11"."own") AS "days"
    FROM (
      SELECT
        *
      FROM "t8" AS "t9"
      WHERE
        (
          "t9"."changed" OR "t9"."ends"
        ) AND "t9"."changed"
    ) AS "t11"
    GROUP BY
      1,
      2
  ) AS "t13"
  WHERE
    "t13"."days" >= 3
) AS "t15"
  ON "t12"."agency" = "t15"."of_agency" AND "t12"."user" = "t15"."of_user"
