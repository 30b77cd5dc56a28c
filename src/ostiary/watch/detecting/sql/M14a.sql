WITH "t17" AS (
  SELECT
    "t16"."event_id",
    "t16"."at",
    "t16"."user",
    "t16"."at_agency",
    "t16"."subject",
    "t16"."decision",
    "t16"."reason",
    "t16"."purpose",
    "t16"."case_no",
    "t16"."networks",
    "t16"."window",
    "t16"."agency",
    "t16"."then_id",
    "t16"."then_at",
    "t16"."then_reason",
    "t16"."then_purpose",
    "t16"."then_case_no",
    "t16"."then_networks",
    "t16"."then_window",
    CASE
      WHEN TRUE
      AND "t16"."reason" IS NOT DISTINCT FROM "t16"."then_reason"
      AND "t16"."purpose" IS NOT DISTINCT FROM "t16"."then_purpose"
      AND "t16"."case_no" IS NOT DISTINCT FROM "t16"."then_case_no"
      AND "t16"."networks" IS NOT DISTINCT FROM "t16"."then_networks"
      AND "t16"."window" IS NOT DISTINCT FROM "t16"."then_window"
      THEN 0
      ELSE 1
    END AS "changed"
  FROM (
    SELECT
      "t14"."event_id",
      "t14"."at",
      "t14"."user",
      "t14"."at_agency",
      "t14"."subject",
      "t14"."decision",
      "t14"."reason",
      "t14"."purpose",
      "t14"."case_no",
      "t14"."networks",
      "t14"."window",
      "t15"."agency",
      "t15"."then_id",
      "t15"."then_at",
      "t15"."then_reason",
      "t15"."then_purpose",
      "t15"."then_case_no",
      "t15"."then_networks",
      "t15"."then_window"
    FROM (
      SELECT
        "t11"."event_id",
        "t11"."at",
        "t11"."user",
        "t11"."agency" AS "at_agency",
        "t11"."subject",
        "t11"."decision",
        "t11"."reason",
        "t11"."purpose",
        "t11"."case_no",
        "t11"."networks",
        "t11"."window"
      FROM (
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
        ) AS "t10"
      ) AS "t11"
      WHERE
        "t11"."decision" = 'deny'
    ) AS "t14"
    INNER JOIN (
      SELECT
        "t11"."user",
        "t11"."agency",
        "t11"."subject",
        "t11"."event_id" AS "then_id",
        "t11"."at" AS "then_at",
        "t11"."reason" AS "then_reason",
        "t11"."purpose" AS "then_purpose",
        "t11"."case_no" AS "then_case_no",
        "t11"."networks" AS "then_networks",
        "t11"."window" AS "then_window"
      FROM (
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
        ) AS "t10"
      ) AS "t11"
      WHERE
        "t11"."decision" IN ('allow', 'warn')
    ) AS "t15"
      ON "t14"."user" = "t15"."user"
      AND "t14"."at_agency" = "t15"."agency"
      AND "t14"."subject" = "t15"."subject"
  ) AS "t16"
  WHERE
    (
      "t16"."then_at" - "t16"."at"
    ) > 0
    AND (
      "t16"."then_at" - "t16"."at"
    ) <= 900000
)
SELECT
  "t26"."user" AS "entity",
  NULLIF("t26"."agency", '') AS "agency",
  "t26"."subject" AS "period",
  "t26"."event_id",
  "t26"."at",
  CAST("t26"."refusals" AS DOUBLE) AS "measure",
  CAST("t26"."refusals" AS TEXT) AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t19"."user",
      "t19"."agency",
      "t19"."subject",
      "t19"."event_id",
      "t19"."at",
      "t22"."refusals"
    FROM "t17" AS "t19"
    INNER JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t18"."then_id" AS "ladder",
          "t18"."subject" AS "about",
          COUNT(DISTINCT "t18"."event_id") AS "refusals",
          MAX("t18"."changed") AS "changed"
        FROM "t17" AS "t18"
        GROUP BY
          1,
          2
      ) AS "t20"
      WHERE
        "t20"."refusals" >= 2 AND "t20"."changed" = 1
    ) AS "t22"
      ON "t19"."then_id" = "t22"."ladder" AND "t19"."subject" = "t22"."about"
  ) AS "t23"
  UNION
  SELECT
    *
  FROM (
    SELECT
      "t24"."user",
      "t24"."agency",
      "t24"."subject",
      "t24"."event_id",
      "t24"."at",
      "t24"."refusals"
    FROM (
      SELECT
        "t19"."user",
        "t19"."agency",
        "t19"."subject",
        "t22"."refusals",
        "t19"."then_id" AS "event_id",
        "t19"."then_at" AS "at"
      FROM "t17" AS "t19"
      INNER JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t18"."then_id" AS "ladder",
            "t18"."subject" AS "about",
            COUNT(DISTINCT "t18"."event_id") AS "refusals",
            MAX("t18"."changed") AS "changed"
          FROM "t17" AS "t18"
          GROUP BY
            1,
            2
        ) AS "t20"
        WHERE
          "t20"."refusals" >= 2 AND "t20"."changed" = 1
      ) AS "t22"
        ON "t19"."then_id" = "t22"."ladder" AND "t19"."subject" = "t22"."about"
    ) AS "t24"
  ) AS "t25"
) AS "t26"
