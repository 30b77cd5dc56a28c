CREATE TEMP TABLE kept_placed AS
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
SEMI JOIN (
  SELECT
    *
  FROM (
    SELECT
      "t6"."agency" AS "of_agency",
      "t6"."user" AS "of_user",
      MAX("t6"."latitude") - MIN("t6"."latitude") AS "up",
      MAX("t6"."longitude") - MIN("t6"."longitude") AS "across"
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
    GROUP BY
      1,
      2
  ) AS "t7"
  WHERE
    (
      RADIANS("t7"."up" + "t7"."across") * 6371.0088
    ) > 200
) AS "t9"
  ON "t5"."agency" = "t9"."of_agency" AND "t5"."user" = "t9"."of_user";

WITH "t2" AS (
  SELECT
    "t1"."event_id",
    "t1"."at",
    "t1"."user",
    "t1"."agency",
    "t1"."address",
    "t1"."latitude",
    "t1"."longitude",
    "t1"."before_id",
    "t1"."before_at",
    "t1"."from_latitude",
    "t1"."from_longitude",
    ASIN(
      LEAST(
        SQRT(
          (
            SIN((
              RADIANS("t1"."latitude") - RADIANS("t1"."from_latitude")
            ) / 2) * SIN((
              RADIANS("t1"."latitude") - RADIANS("t1"."from_latitude")
            ) / 2)
          ) + (
            COS(RADIANS("t1"."latitude")) * COS(RADIANS("t1"."from_latitude")) * SIN((
              RADIANS("t1"."longitude") - RADIANS("t1"."from_longitude")
            ) / 2) * SIN((
              RADIANS("t1"."longitude") - RADIANS("t1"."from_longitude")
            ) / 2)
          )
        ),
        1.0
      )
    ) * 12742.0176 AS "km",
    "t1"."at" - "t1"."before_at" AS "took"
  FROM (
    SELECT
      "t0"."event_id",
      "t0"."at",
      "t0"."user",
      "t0"."agency",
      "t0"."address",
      "t0"."latitude",
      "t0"."longitude",
      LAG("t0"."event_id") OVER (
        PARTITION BY "t0"."agency", "t0"."user"
        ORDER BY "t0"."at" ASC, "t0"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "before_id",
      LAG("t0"."at") OVER (
        PARTITION BY "t0"."agency", "t0"."user"
        ORDER BY "t0"."at" ASC, "t0"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "before_at",
      LAG("t0"."latitude") OVER (
        PARTITION BY "t0"."agency", "t0"."user"
        ORDER BY "t0"."at" ASC, "t0"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "from_latitude",
      LAG("t0"."longitude") OVER (
        PARTITION BY "t0"."agency", "t0"."user"
        ORDER BY "t0"."at" ASC, "t0"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "from_longitude"
    FROM "kept_placed" AS "t0"
  ) AS "t1"
  WHERE
    "t1"."before_id" IS NOT NULL
)
SELECT
  *
FROM (
  SELECT
    "t3"."user" AS "entity",
    NULLIF("t3"."agency", '') AS "agency",
    '' AS "period",
    "t3"."event_id",
    "t3"."at",
    "t3"."km" AS "measure",
    CAST(CAST(ROUND("t3"."km", 0) AS BIGINT) AS TEXT) AS "detail"
  FROM "t2" AS "t3"
  WHERE
    "t3"."km" > 200 AND "t3"."km" > (
      (
        "t3"."took" * 900
      ) / 3600000.0
    )
) AS "t4"
UNION
SELECT
  *
FROM (
  SELECT
    "t3"."user" AS "entity",
    NULLIF("t3"."agency", '') AS "agency",
    '' AS "period",
    "t3"."before_id" AS "event_id",
    "t3"."before_at" AS "at",
    "t3"."km" AS "measure",
    CAST(CAST(ROUND("t3"."km", 0) AS BIGINT) AS TEXT) AS "detail"
  FROM "t2" AS "t3"
  WHERE
    "t3"."km" > 200 AND "t3"."km" > (
      (
        "t3"."took" * 900
      ) / 3600000.0
    )
) AS "t5"
