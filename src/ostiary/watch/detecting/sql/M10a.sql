SELECT
  "t6"."user" AS "entity",
  NULLIF("t6"."agency", '') AS "agency",
  "t6"."kind" AS "period",
  "t6"."event_id",
  "t6"."at",
  CAST(CASE
    WHEN "t6"."kind" = 'self'
    THEN 5
    WHEN "t6"."kind" = 'household'
    THEN 4
    WHEN "t6"."kind" = 'kin'
    THEN 3
    WHEN "t6"."kind" = 'colleague'
    THEN 2
    WHEN "t6"."kind" = 'vip'
    THEN 1
    ELSE 1
  END AS DOUBLE) AS "measure",
  "t6"."kind" AS "detail"
FROM (
  SELECT
    "t5"."event_id",
    "t5"."source",
    "t5"."at",
    "t5"."day",
    "t5"."local_day",
    "t5"."local_minute",
    "t5"."user",
    "t5"."agency",
    "t5"."case_no",
    "t5"."decision",
    "t5"."exported",
    "t5"."subject",
    "t5"."asked",
    "t4"."of_user",
    "t4"."of_subject",
    "t4"."kind"
  FROM (
    SELECT
      *
    FROM "subjects" AS "t0"
    WHERE
      "t0"."user" IS NOT NULL
  ) AS "t5"
  INNER JOIN (
    SELECT DISTINCT
      "t1"."user" AS "of_user",
      "t1"."subject" AS "of_subject",
      "t1"."kind"
    FROM "relations" AS "t1"
  ) AS "t4"
    ON "t5"."subject" = "t4"."of_subject"
) AS "t6"
WHERE
  (
    "t6"."of_user" IS NULL
  ) OR (
    "t6"."of_user" = "t6"."user"
  )
