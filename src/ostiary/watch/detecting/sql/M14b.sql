WITH "t1" AS (
  SELECT
    "t0"."event_id",
    "t0"."at",
    "t0"."day",
    "t0"."user",
    COALESCE("t0"."agency", '') AS "agency",
    "t0"."rule",
    "t0"."networks",
    "t0"."window_until" - "t0"."window_from" AS "window",
    CAST(FLOOR((
      CAST("t0"."day" AS BIGINT) + 3
    ) / (
      7
    )) AS BIGINT) AS "week"
  FROM "events" AS "t0"
  WHERE
    "t0"."action" <> 'alert'
    AND "t0"."continues" IS NULL
    AND "t0"."user" IS NOT NULL
    AND "t0"."decision" = 'deny'
    AND "t0"."rule" IS NOT NULL
)
SELECT
  "t3"."user" AS "entity",
  NULLIF("t3"."agency", '') AS "agency",
  CAST("t3"."week" AS TEXT) AS "period",
  "t3"."event_id",
  "t3"."at",
  CAST("t6"."rules" AS DOUBLE) AS "measure",
  CAST("t6"."rules" AS TEXT) AS "detail"
FROM "t1" AS "t3"
INNER JOIN (
  SELECT
    *
  FROM (
    SELECT
      "t2"."user" AS "of",
      "t2"."agency" AS "at_agency",
      "t2"."week" AS "in_week",
      COUNT(DISTINCT "t2"."rule") AS "rules"
    FROM "t1" AS "t2"
    GROUP BY
      1,
      2,
      3
  ) AS "t4"
  WHERE
    "t4"."rules" >= 5
) AS "t6"
  ON "t3"."user" = "t6"."of"
  AND "t3"."agency" = "t6"."at_agency"
  AND "t3"."week" = "t6"."in_week"
