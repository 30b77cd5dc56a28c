SELECT
  "t0"."agency" AS "entity",
  NULLIF("t0"."agency", '') AS "agency",
  '' AS "period",
  "t0"."event_id",
  "t0"."at",
  (
    "t0"."at" - "t0"."window_from"
  ) / 86400000 AS "measure",
  CAST(CAST(FLOOR((
    "t0"."at" - "t0"."window_from"
  ) / 86400000) AS BIGINT) AS TEXT) AS "detail"
FROM "events" AS "t0"
WHERE
  "t0"."agency" IS NOT NULL
  AND "t0"."window_from" IS NOT NULL
  AND (
    (
      "t0"."at" - "t0"."window_from"
    ) / 86400000
  ) > 30
