WITH "t8" AS (
  SELECT
    "t7"."event_id",
    "t7"."at",
    "t7"."user",
    "t7"."agency",
    "t7"."address",
    "t7"."latitude",
    "t7"."longitude",
    "t7"."before_id",
    "t7"."before_at",
    "t7"."from_latitude",
    "t7"."from_longitude",
    ASIN(
      LEAST(
        SQRT(
          (
            SIN((
              RADIANS("t7"."latitude") - RADIANS("t7"."from_latitude")
            ) / 2) * SIN((
              RADIANS("t7"."latitude") - RADIANS("t7"."from_latitude")
            ) / 2)
          ) + (
            COS(RADIANS("t7"."latitude")) * COS(RADIANS("t7"."from_latitude")) * SIN((
              RADIANS("t7"."longitude") - RADIANS("t7"."from_longitude")
            ) / 2) * SIN((
              RADIANS("t7"."longitude") - RADIANS("t7"."from_longitude")
            ) / 2)
          )
        ),
        1.0
      )
    ) * 12742.0176 AS "km",
    "t7"."at" - "t7"."before_at" AS "took"
  FROM (
    SELECT
      "t6"."event_id",
      "t6"."at",
      "t6"."user",
      "t6"."agency",
      "t6"."address",
      "t6"."latitude",
      "t6"."longitude",
      LAG("t6"."event_id") OVER (
        PARTITION BY "t6"."agency", "t6"."user"
        ORDER BY "t6"."at" ASC, "t6"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "before_id",
      LAG("t6"."at") OVER (
        PARTITION BY "t6"."agency", "t6"."user"
        ORDER BY "t6"."at" ASC, "t6"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "before_at",
      LAG("t6"."latitude") OVER (
        PARTITION BY "t6"."agency", "t6"."user"
        ORDER BY "t6"."at" ASC, "t6"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "from_latitude",
      LAG("t6"."longitude") OVER (
        PARTITION BY "t6"."agency", "t6"."user"
        ORDER BY "t6"."at" ASC, "t6"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "from_longitude"
    FROM (
      SELECT
        "t5"."event_id",
        "t5"."at",
        "t5"."user",
        "t5"."agency",
        "t5"."address",
        "t5"."latitude",
        "t5"."longitude"
      FROM (
        SELECT
          "t0"."event_id",
          "t0"."at",
          "t0"."user",
          COALESCE("t0"."agency", '') AS "agency",
          "t0"."address",
          "t0"."latitude",
          "t0"."longitude"
        FROM "events" AS "t0"
        WHERE
          "t0"."action" <> 'alert'
          AND "t0"."continues" IS NULL
          AND "t0"."user" IS NOT NULL
          AND "t0"."latitude" IS NOT NULL
          AND "t0"."longitude" IS NOT NULL
      ) AS "t5"
      ANTI JOIN (
        SELECT DISTINCT
          "t1"."address" AS "shared"
        FROM "egress" AS "t1"
      ) AS "t4"
        ON "t5"."address" = "t4"."shared"
    ) AS "t6"
  ) AS "t7"
  WHERE
    "t7"."before_id" IS NOT NULL
)
SELECT
  *
FROM (
  SELECT
    "t9"."user" AS "entity",
    NULLIF("t9"."agency", '') AS "agency",
    '' AS "period",
    "t9"."event_id",
    "t9"."at",
    "t9"."km" AS "measure",
    CAST(CAST(ROUND("t9"."km", 0) AS BIGINT) AS TEXT) AS "detail"
  FROM "t8" AS "t9"
  WHERE
    "t9"."km" > 200 AND "t9"."km" > (
      (
        "t9"."took" * 900
      ) / 3600000.0
    )
) AS "t10"
UNION
SELECT
  *
FROM (
  SELECT
    "t9"."user" AS "entity",
    NULLIF("t9"."agency", '') AS "agency",
    '' AS "period",
    "t9"."before_id" AS "event_id",
    "t9"."before_at" AS "at",
    "t9"."km" AS "measure",
    CAST(CAST(ROUND("t9"."km", 0) AS BIGINT) AS TEXT) AS "detail"
  FROM "t8" AS "t9"
  WHERE
    "t9"."km" > 200 AND "t9"."km" > (
      (
        "t9"."took" * 900
      ) / 3600000.0
    )
) AS "t11"
