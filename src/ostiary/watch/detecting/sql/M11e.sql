SELECT
  CASE
    WHEN CONTAINS(LOWER(COALESCE("t0"."agency", '')), '[inactive]')
    THEN "t0"."agency"
    ELSE "t0"."user"
  END AS "entity",
  NULLIF("t0"."agency", '') AS "agency",
  '' AS "period",
  "t0"."event_id",
  "t0"."at",
  1.0 AS "measure",
  'called inactive' AS "detail"
FROM "events" AS "t0"
WHERE
  "t0"."action" <> 'alert'
  AND "t0"."continues" IS NULL
  AND "t0"."decision" <> 'deny'
  AND (
    CONTAINS(LOWER(COALESCE("t0"."user", '')), '[inactive]')
    OR CONTAINS(LOWER(COALESCE("t0"."agency", '')), '[inactive]')
  )
