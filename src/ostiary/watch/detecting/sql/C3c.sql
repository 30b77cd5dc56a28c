WITH "t3" AS (
  SELECT
    *
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
    AND "t2"."identity_provider" IS NOT NULL
)
SELECT
  "t10"."user" AS "entity",
  NULLIF("t10"."agency", '') AS "agency",
  '' AS "period",
  'accounts/' || "t10"."user" AS "event_id",
  "t10"."as_of" AS "at",
  1 - "t10"."share" AS "measure",
  "t10"."identity_provider" AS "detail"
FROM (
  SELECT
    "t5"."agency",
    "t5"."user",
    "t5"."role",
    "t5"."enabled",
    "t5"."since",
    "t5"."until",
    "t5"."last_use",
    "t5"."as_of",
    "t5"."identity_provider",
    "t5"."trained_until",
    "t5"."latest",
    "t9"."of",
    "t9"."at",
    "t9"."provider",
    "t9"."accounts",
    "t9"."share"
  FROM "t3" AS "t5"
  INNER JOIN (
    SELECT
      *
    FROM (
      SELECT
        "t6"."of",
        "t6"."at",
        "t6"."provider",
        "t6"."accounts",
        "t6"."accounts" / SUM("t6"."accounts") OVER (
          PARTITION BY "t6"."of", "t6"."at"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "share"
      FROM (
        SELECT
          "t4"."agency" AS "of",
          "t4"."as_of" AS "at",
          "t4"."identity_provider" AS "provider",
          COUNT(*) AS "accounts"
        FROM "t3" AS "t4"
        GROUP BY
          1,
          2,
          3
      ) AS "t6"
    ) AS "t7"
    WHERE
      "t7"."share" < 0.1
  ) AS "t9"
    ON "t5"."agency" = "t9"."of"
    AND "t5"."as_of" = "t9"."at"
    AND "t5"."identity_provider" = "t9"."provider"
) AS "t10"
