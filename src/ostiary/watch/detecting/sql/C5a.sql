WITH "t6" AS (
  SELECT
    "t4"."event_id",
    "t4"."source",
    "t4"."user_state",
    "t4"."agency_state",
    "t4"."reason_state",
    "t4"."purpose_state",
    "t4"."case_no_state",
    "t4"."user",
    "t4"."agency",
    "t4"."reason",
    "t4"."purpose",
    "t4"."case_no",
    "t4"."at",
    "t4"."action",
    "t4"."decision",
    "t4"."window_from",
    "t4"."window_until",
    "t4"."networks",
    "t4"."devices",
    "t5"."copy_event_id",
    "t5"."copy_source",
    "t5"."copy_user_state",
    "t5"."copy_agency_state",
    "t5"."copy_reason_state",
    "t5"."copy_purpose_state",
    "t5"."copy_case_no_state",
    "t5"."copy_user",
    "t5"."copy_agency",
    "t5"."copy_reason",
    "t5"."copy_purpose",
    "t5"."copy_case_no",
    "t5"."copy_at",
    "t5"."copy_action",
    "t5"."copy_decision",
    "t5"."copy_window_from",
    "t5"."copy_window_until",
    "t5"."copy_networks",
    "t5"."copy_devices"
  FROM (
    SELECT
      "t0"."event_id",
      "t0"."source",
      "t0"."user_state",
      "t0"."agency_state",
      "t0"."reason_state",
      "t0"."purpose_state",
      "t0"."case_no_state",
      "t0"."user",
      "t0"."agency",
      "t0"."reason",
      "t0"."purpose",
      "t0"."case_no",
      "t0"."at",
      "t0"."action",
      "t0"."decision",
      "t0"."window_from",
      "t0"."window_until",
      "t0"."networks",
      "t0"."devices"
    FROM "events" AS "t0"
  ) AS "t4"
  INNER JOIN (
    SELECT
      "t1"."event_id" AS "copy_event_id",
      "t1"."source" AS "copy_source",
      "t1"."user_state" AS "copy_user_state",
      "t1"."agency_state" AS "copy_agency_state",
      "t1"."reason_state" AS "copy_reason_state",
      "t1"."purpose_state" AS "copy_purpose_state",
      "t1"."case_no_state" AS "copy_case_no_state",
      "t1"."user" AS "copy_user",
      "t1"."agency" AS "copy_agency",
      "t1"."reason" AS "copy_reason",
      "t1"."purpose" AS "copy_purpose",
      "t1"."case_no" AS "copy_case_no",
      "t1"."at" AS "copy_at",
      "t1"."action" AS "copy_action",
      "t1"."decision" AS "copy_decision",
      "t1"."window_from" AS "copy_window_from",
      "t1"."window_until" AS "copy_window_until",
      "t1"."networks" AS "copy_networks",
      "t1"."devices" AS "copy_devices"
    FROM "copies" AS "t1"
  ) AS "t5"
    ON "t4"."event_id" = "t5"."copy_event_id"
), "t30" AS (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t7"."event_id",
          "t7"."source",
          "t7"."copy_source",
          "t7"."at",
          "t7"."agency",
          'window_from' AS "field"
        FROM "t6" AS "t7"
        WHERE
          COALESCE("t7"."window_from" <> "t7"."copy_window_from", FALSE)
      ) AS "t8"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t7"."event_id",
          "t7"."source",
          "t7"."copy_source",
          "t7"."at",
          "t7"."agency",
          'window_until' AS "field"
        FROM "t6" AS "t7"
        WHERE
          COALESCE("t7"."window_until" <> "t7"."copy_window_until", FALSE)
      ) AS "t9"
    ) AS "t13"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t7"."event_id",
          "t7"."source",
          "t7"."copy_source",
          "t7"."at",
          "t7"."agency",
          'networks' AS "field"
        FROM "t6" AS "t7"
        WHERE
          COALESCE(ABS("t7"."networks" - "t7"."copy_networks") > 1, FALSE)
      ) AS "t15"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t7"."event_id",
          "t7"."source",
          "t7"."copy_source",
          "t7"."at",
          "t7"."agency",
          'devices' AS "field"
        FROM "t6" AS "t7"
        WHERE
          COALESCE(ABS("t7"."devices" - "t7"."copy_devices") > 1, FALSE)
      ) AS "t16"
    ) AS "t22"
  ) AS "t26"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t7"."event_id",
            "t7"."source",
            "t7"."copy_source",
            "t7"."at",
            "t7"."agency",
            'user' AS "field"
          FROM "t6" AS "t7"
          WHERE
            COALESCE(
              "t7"."user_state" IN ('given', 'blank')
              AND "t7"."copy_user_state" IN ('given', 'blank')
              AND NOT (
                "t7"."user" IS NOT DISTINCT FROM "t7"."copy_user"
              ),
              FALSE
            )
        ) AS "t17"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t7"."event_id",
            "t7"."source",
            "t7"."copy_source",
            "t7"."at",
            "t7"."agency",
            'agency' AS "field"
          FROM "t6" AS "t7"
          WHERE
            COALESCE(
              "t7"."agency_state" IN ('given', 'blank')
              AND "t7"."copy_agency_state" IN ('given', 'blank')
              AND NOT (
                "t7"."agency" IS NOT DISTINCT FROM "t7"."copy_agency"
              ),
              FALSE
            )
        ) AS "t18"
      ) AS "t23"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t7"."event_id",
            "t7"."source",
            "t7"."copy_source",
            "t7"."at",
            "t7"."agency",
            'reason' AS "field"
          FROM "t6" AS "t7"
          WHERE
            COALESCE(
              "t7"."reason_state" IN ('given', 'blank')
              AND "t7"."copy_reason_state" IN ('given', 'blank')
              AND NOT (
                "t7"."reason" IS NOT DISTINCT FROM "t7"."copy_reason"
              ),
              FALSE
            )
        ) AS "t19"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t7"."event_id",
            "t7"."source",
            "t7"."copy_source",
            "t7"."at",
            "t7"."agency",
            'purpose' AS "field"
          FROM "t6" AS "t7"
          WHERE
            COALESCE(
              "t7"."purpose_state" IN ('given', 'blank')
              AND "t7"."copy_purpose_state" IN ('given', 'blank')
              AND NOT (
                "t7"."purpose" IS NOT DISTINCT FROM "t7"."copy_purpose"
              ),
              FALSE
            )
        ) AS "t20"
      ) AS "t24"
    ) AS "t27"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t7"."event_id",
            "t7"."source",
            "t7"."copy_source",
            "t7"."at",
            "t7"."agency",
            'case_no' AS "field"
          FROM "t6" AS "t7"
          WHERE
            COALESCE(
              "t7"."case_no_state" IN ('given', 'blank')
              AND "t7"."copy_case_no_state" IN ('given', 'blank')
              AND NOT (
                "t7"."case_no" IS NOT DISTINCT FROM "t7"."copy_case_no"
              ),
              FALSE
            )
        ) AS "t21"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t7"."event_id",
            "t7"."source",
            "t7"."copy_source",
            "t7"."at",
            "t7"."agency",
            'at' AS "field"
          FROM "t6" AS "t7"
          WHERE
            COALESCE("t7"."at" <> "t7"."copy_at", FALSE)
        ) AS "t10"
      ) AS "t25"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t7"."event_id",
            "t7"."source",
            "t7"."copy_source",
            "t7"."at",
            "t7"."agency",
            'action' AS "field"
          FROM "t6" AS "t7"
          WHERE
            COALESCE("t7"."action" <> "t7"."copy_action", FALSE)
        ) AS "t11"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t7"."event_id",
            "t7"."source",
            "t7"."copy_source",
            "t7"."at",
            "t7"."agency",
            'decision' AS "field"
          FROM "t6" AS "t7"
          WHERE
            COALESCE("t7"."decision" <> "t7"."copy_decision", FALSE)
        ) AS "t12"
      ) AS "t14"
    ) AS "t28"
  ) AS "t29"
)
SELECT
  "t32"."copy_source" AS "entity",
  NULLIF("t32"."agency", '') AS "agency",
  "t32"."field" AS "period",
  "t32"."event_id",
  "t32"."at",
  CAST("t34"."times" AS DOUBLE) AS "measure",
  "t32"."source" AS "detail"
FROM "t30" AS "t32"
INNER JOIN (
  SELECT
    "t31"."copy_source" AS "of",
    "t31"."field" AS "in_field",
    COUNT(DISTINCT "t31"."event_id") AS "times"
  FROM "t30" AS "t31"
  GROUP BY
    1,
    2
) AS "t34"
  ON "t32"."copy_source" = "t34"."of" AND "t32"."field" = "t34"."in_field"
