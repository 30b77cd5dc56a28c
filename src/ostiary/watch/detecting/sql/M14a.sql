CREATE TEMP TABLE kept_steps AS
SELECT
  "t10".*
  EXCLUDE ("of")
FROM (
  SELECT
    "t5"."event_id",
    "t5"."at",
    "t5"."user",
    "t5"."agency",
    "t5"."subject",
    "t5"."decision",
    "t6"."reason",
    "t6"."purpose",
    "t6"."case_no",
    "t6"."networks",
    "t6"."of",
    "t6"."window"
  FROM (
    SELECT
      "t0"."event_id",
      "t0"."source",
      "t0"."at",
      "t0"."day",
      "t0"."local_day",
      "t0"."local_minute",
      "t0"."user",
      COALESCE("t0"."agency", '') AS "agency",
      "t0"."case_no",
      "t0"."decision",
      "t0"."exported",
      "t0"."subject",
      "t0"."asked"
    FROM "subjects" AS "t0"
    WHERE
      "t0"."asked" AND "t0"."user" IS NOT NULL
  ) AS "t5"
  SEMI JOIN (
    SELECT
      *
    FROM (
      SELECT
        "t3"."user" AS "tried_by",
        "t3"."agency" AS "tried_at",
        "t3"."subject" AS "tried_for",
        COUNT(DISTINCT "t3"."event_id") AS "times"
      FROM (
        SELECT
          "t0"."event_id",
          "t0"."source",
          "t0"."at",
          "t0"."day",
          "t0"."local_day",
          "t0"."local_minute",
          "t0"."user",
          COALESCE("t0"."agency", '') AS "agency",
          "t0"."case_no",
          "t0"."decision",
          "t0"."exported",
          "t0"."subject",
          "t0"."asked"
        FROM "subjects" AS "t0"
        WHERE
          "t0"."asked" AND "t0"."user" IS NOT NULL AND "t0"."decision" = 'deny'
      ) AS "t3"
      GROUP BY
        1,
        2,
        3
    ) AS "t7"
    WHERE
      "t7"."times" >= 2
  ) AS "t9"
    ON "t5"."user" = "t9"."tried_by"
    AND "t5"."agency" = "t9"."tried_at"
    AND "t5"."subject" = "t9"."tried_for"
  INNER JOIN (
    SELECT
      "t1"."reason",
      "t1"."purpose",
      "t1"."case_no",
      "t1"."networks",
      "t1"."event_id" AS "of",
      "t1"."window_until" - "t1"."window_from" AS "window"
    FROM "events" AS "t1"
  ) AS "t6"
    ON "t5"."event_id" = "t6"."of"
) AS "t10";

WITH "t6" AS (
  SELECT
    "t5"."event_id",
    "t5"."at",
    "t5"."user",
    "t5"."at_agency",
    "t5"."subject",
    "t5"."decision",
    "t5"."reason",
    "t5"."purpose",
    "t5"."case_no",
    "t5"."networks",
    "t5"."window",
    "t5"."agency",
    "t5"."then_id",
    "t5"."then_at",
    "t5"."then_reason",
    "t5"."then_purpose",
    "t5"."then_case_no",
    "t5"."then_networks",
    "t5"."then_window",
    CASE
      WHEN TRUE
      AND "t5"."reason" IS NOT DISTINCT FROM "t5"."then_reason"
      AND "t5"."purpose" IS NOT DISTINCT FROM "t5"."then_purpose"
      AND "t5"."case_no" IS NOT DISTINCT FROM "t5"."then_case_no"
      AND "t5"."networks" IS NOT DISTINCT FROM "t5"."then_networks"
      AND "t5"."window" IS NOT DISTINCT FROM "t5"."then_window"
      THEN 0
      ELSE 1
    END AS "changed"
  FROM (
    SELECT
      "t3"."event_id",
      "t3"."at",
      "t3"."user",
      "t3"."at_agency",
      "t3"."subject",
      "t3"."decision",
      "t3"."reason",
      "t3"."purpose",
      "t3"."case_no",
      "t3"."networks",
      "t3"."window",
      "t4"."agency",
      "t4"."then_id",
      "t4"."then_at",
      "t4"."then_reason",
      "t4"."then_purpose",
      "t4"."then_case_no",
      "t4"."then_networks",
      "t4"."then_window"
    FROM (
      SELECT
        "t0"."event_id",
        "t0"."at",
        "t0"."user",
        "t0"."agency" AS "at_agency",
        "t0"."subject",
        "t0"."decision",
        "t0"."reason",
        "t0"."purpose",
        "t0"."case_no",
        "t0"."networks",
        "t0"."window"
      FROM "kept_steps" AS "t0"
      WHERE
        "t0"."decision" = 'deny'
    ) AS "t3"
    INNER JOIN (
      SELECT
        "t0"."user",
        "t0"."agency",
        "t0"."subject",
        "t0"."event_id" AS "then_id",
        "t0"."at" AS "then_at",
        "t0"."reason" AS "then_reason",
        "t0"."purpose" AS "then_purpose",
        "t0"."case_no" AS "then_case_no",
        "t0"."networks" AS "then_networks",
        "t0"."window" AS "then_window"
      FROM "kept_steps" AS "t0"
      WHERE
        "t0"."decision" IN ('allow', 'warn')
    ) AS "t4"
      ON "t3"."user" = "t4"."user"
      AND "t3"."at_agency" = "t4"."agency"
      AND "t3"."subject" = "t4"."subject"
  ) AS "t5"
  WHERE
    (
      "t5"."then_at" - "t5"."at"
    ) > 0
    AND (
      "t5"."then_at" - "t5"."at"
    ) <= 900000
)
SELECT
  "t15"."user" AS "entity",
  NULLIF("t15"."agency", '') AS "agency",
  "t15"."subject" AS "period",
  "t15"."event_id",
  "t15"."at",
  CAST("t15"."refusals" AS DOUBLE) AS "measure",
  CAST("t15"."refusals" AS TEXT) AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t8"."user",
      "t8"."agency",
      "t8"."subject",
      "t8"."event_id",
      "t8"."at",
      "t11"."refusals"
    FROM "t6" AS "t8"
    INNER JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t7"."then_id" AS "ladder",
          "t7"."subject" AS "about",
          COUNT(DISTINCT "t7"."event_id") AS "refusals",
          MAX("t7"."changed") AS "changed"
        FROM "t6" AS "t7"
        GROUP BY
          1,
          2
      ) AS "t9"
      WHERE
        "t9"."refusals" >= 2 AND "t9"."changed" = 1
    ) AS "t11"
      ON "t8"."then_id" = "t11"."ladder" AND "t8"."subject" = "t11"."about"
  ) AS "t12"
  UNION
  SELECT
    *
  FROM (
    SELECT
      "t13"."user",
      "t13"."agency",
      "t13"."subject",
      "t13"."event_id",
      "t13"."at",
      "t13"."refusals"
    FROM (
      SELECT
        "t8"."user",
        "t8"."agency",
        "t8"."subject",
        "t11"."refusals",
        "t8"."then_id" AS "event_id",
        "t8"."then_at" AS "at"
      FROM "t6" AS "t8"
      INNER JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t7"."then_id" AS "ladder",
            "t7"."subject" AS "about",
            COUNT(DISTINCT "t7"."event_id") AS "refusals",
            MAX("t7"."changed") AS "changed"
          FROM "t6" AS "t7"
          GROUP BY
            1,
            2
        ) AS "t9"
        WHERE
          "t9"."refusals" >= 2 AND "t9"."changed" = 1
      ) AS "t11"
        ON "t8"."then_id" = "t11"."ladder" AND "t8"."subject" = "t11"."about"
    ) AS "t13"
  ) AS "t14"
) AS "t15"
