SELECT
  "t2"."user" AS "entity",
  NULLIF("t2"."agency", '') AS "agency",
  '' AS "period",
  'accounts/' || "t2"."user" AS "event_id",
  "t2"."as_of" AS "at",
  CAST(CAST(FLOOR((
    "t2"."as_of" - COALESCE("t2"."last_use", "t2"."since")
  ) / (
    86400000
  )) AS BIGINT) AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t2"."as_of" - COALESCE("t2"."last_use", "t2"."since")
  ) / (
    86400000
  )) AS BIGINT) AS TEXT) AS "detail"
FROM (
  SELECT
    "t1"."agency",
    "t1"."user",
    "t1"."role",
    "t1"."enabled",
    "t1"."since",
    "t1"."until",
    "t1"."last_use",
    "t1"."as_of",
    "t1"."identity_provider",
    "t1"."trained_until",
    MAX("t1"."as_of") OVER (
      PARTITION BY "t1"."agency"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "latest"
  FROM (
    SELECT
      COALESCE("t0"."agency", '') AS "agency",
      "t0"."user",
      "t0"."role",
      "t0"."enabled",
      "t0"."since",
      "t0"."until",
      "t0"."last_use",
      "t0"."as_of",
      "t0"."identity_provider",
      "t0"."trained_until"
    FROM "accounts" AS "t0"
  ) AS "t1"
) AS "t2"
WHERE
  "t2"."as_of" = "t2"."latest"
  AND "t2"."enabled"
  AND CAST(FLOOR((
    "t2"."as_of" - COALESCE("t2"."last_use", "t2"."since")
  ) / (
    86400000
  )) AS BIGINT) > 90
