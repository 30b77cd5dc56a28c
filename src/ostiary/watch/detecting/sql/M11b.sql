SELECT
  "t6"."agency" AS "entity",
  NULLIF("t6"."agency", '') AS "agency",
  '' AS "period",
  "t6"."event_id",
  "t6"."at",
  CAST(CAST(FLOOR((
    "t6"."at" - "t6"."begun"
  ) / (
    86400000
  )) AS BIGINT) AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t6"."at" - "t6"."begun"
  ) / (
    86400000
  )) AS BIGINT) AS TEXT) || ' days after' AS "detail"
FROM (
  SELECT
    "t5"."event_id",
    "t5"."at",
    "t5"."day",
    "t5"."user",
    "t5"."agency",
    "t4"."cut",
    "t4"."begun",
    "t4"."ended"
  FROM (
    SELECT
      "t0"."event_id",
      "t0"."at",
      "t0"."day",
      "t0"."user",
      "t0"."agency"
    FROM "events" AS "t0"
    WHERE
      "t0"."decision" <> 'deny' AND "t0"."user" IS NOT NULL
  ) AS "t5"
  INNER JOIN (
    SELECT
      "t1"."agency" AS "cut",
      "t1"."since" AS "begun",
      "t1"."until" AS "ended"
    FROM "cutoffs" AS "t1"
  ) AS "t4"
    ON "t5"."agency" = "t4"."cut"
) AS "t6"
WHERE
  "t6"."at" >= "t6"."begun"
  AND (
    (
      "t6"."ended" IS NULL
    ) OR (
      "t6"."at" < "t6"."ended"
    )
  )
