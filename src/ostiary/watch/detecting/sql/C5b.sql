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
), "t8" AS (
  SELECT
    "t7"."event_id",
    "t7"."source",
    "t7"."user_state",
    "t7"."agency_state",
    "t7"."reason_state",
    "t7"."purpose_state",
    "t7"."case_no_state",
    "t7"."user",
    "t7"."agency",
    "t7"."reason",
    "t7"."purpose",
    "t7"."case_no",
    "t7"."at",
    "t7"."action",
    "t7"."decision",
    "t7"."window_from",
    "t7"."window_until",
    "t7"."networks",
    "t7"."devices",
    "t7"."copy_event_id",
    "t7"."copy_source",
    "t7"."copy_user_state",
    "t7"."copy_agency_state",
    "t7"."copy_reason_state",
    "t7"."copy_purpose_state",
    "t7"."copy_case_no_state",
    "t7"."copy_user",
    "t7"."copy_agency",
    "t7"."copy_reason",
    "t7"."copy_purpose",
    "t7"."copy_case_no",
    "t7"."copy_at",
    "t7"."copy_action",
    "t7"."copy_decision",
    "t7"."copy_window_from",
    "t7"."copy_window_until",
    "t7"."copy_networks",
    "t7"."copy_devices",
    "t7"."agency" AS "shown_agency"
  FROM "t6" AS "t7"
  WHERE
    "t7"."user" IS NOT NULL AND "t7"."copy_user" IS NOT NULL
), "t9" AS (
  SELECT
    "t7"."event_id",
    "t7"."source",
    "t7"."user_state",
    "t7"."agency_state",
    "t7"."reason_state",
    "t7"."purpose_state",
    "t7"."case_no_state",
    "t7"."user",
    "t7"."agency",
    "t7"."reason",
    "t7"."purpose",
    "t7"."case_no",
    "t7"."at",
    "t7"."action",
    "t7"."decision",
    "t7"."window_from",
    "t7"."window_until",
    "t7"."networks",
    "t7"."devices",
    "t7"."copy_event_id",
    "t7"."copy_source",
    "t7"."copy_user_state",
    "t7"."copy_agency_state",
    "t7"."copy_reason_state",
    "t7"."copy_purpose_state",
    "t7"."copy_case_no_state",
    "t7"."copy_user",
    "t7"."copy_agency",
    "t7"."copy_reason",
    "t7"."copy_purpose",
    "t7"."copy_case_no",
    "t7"."copy_at",
    "t7"."copy_action",
    "t7"."copy_decision",
    "t7"."copy_window_from",
    "t7"."copy_window_until",
    "t7"."copy_networks",
    "t7"."copy_devices",
    "t7"."agency" AS "shown_agency"
  FROM "t6" AS "t7"
  WHERE
    "t7"."copy_user" IS NOT NULL AND "t7"."user" IS NOT NULL
), "t10" AS (
  SELECT
    "t7"."event_id",
    "t7"."source",
    "t7"."user_state",
    "t7"."agency_state",
    "t7"."reason_state",
    "t7"."purpose_state",
    "t7"."case_no_state",
    "t7"."user",
    "t7"."agency",
    "t7"."reason",
    "t7"."purpose",
    "t7"."case_no",
    "t7"."at",
    "t7"."action",
    "t7"."decision",
    "t7"."window_from",
    "t7"."window_until",
    "t7"."networks",
    "t7"."devices",
    "t7"."copy_event_id",
    "t7"."copy_source",
    "t7"."copy_user_state",
    "t7"."copy_agency_state",
    "t7"."copy_reason_state",
    "t7"."copy_purpose_state",
    "t7"."copy_case_no_state",
    "t7"."copy_user",
    "t7"."copy_agency",
    "t7"."copy_reason",
    "t7"."copy_purpose",
    "t7"."copy_case_no",
    "t7"."copy_at",
    "t7"."copy_action",
    "t7"."copy_decision",
    "t7"."copy_window_from",
    "t7"."copy_window_until",
    "t7"."copy_networks",
    "t7"."copy_devices",
    "t7"."agency" AS "shown_agency"
  FROM "t6" AS "t7"
  WHERE
    "t7"."agency" IS NOT NULL AND "t7"."copy_agency" IS NOT NULL
), "t11" AS (
  SELECT
    "t7"."event_id",
    "t7"."source",
    "t7"."user_state",
    "t7"."agency_state",
    "t7"."reason_state",
    "t7"."purpose_state",
    "t7"."case_no_state",
    "t7"."user",
    "t7"."agency",
    "t7"."reason",
    "t7"."purpose",
    "t7"."case_no",
    "t7"."at",
    "t7"."action",
    "t7"."decision",
    "t7"."window_from",
    "t7"."window_until",
    "t7"."networks",
    "t7"."devices",
    "t7"."copy_event_id",
    "t7"."copy_source",
    "t7"."copy_user_state",
    "t7"."copy_agency_state",
    "t7"."copy_reason_state",
    "t7"."copy_purpose_state",
    "t7"."copy_case_no_state",
    "t7"."copy_user",
    "t7"."copy_agency",
    "t7"."copy_reason",
    "t7"."copy_purpose",
    "t7"."copy_case_no",
    "t7"."copy_at",
    "t7"."copy_action",
    "t7"."copy_decision",
    "t7"."copy_window_from",
    "t7"."copy_window_until",
    "t7"."copy_networks",
    "t7"."copy_devices",
    "t7"."agency" AS "shown_agency"
  FROM "t6" AS "t7"
  WHERE
    "t7"."copy_agency" IS NOT NULL AND "t7"."agency" IS NOT NULL
), "t12" AS (
  SELECT
    "t7"."event_id",
    "t7"."source",
    "t7"."user_state",
    "t7"."agency_state",
    "t7"."reason_state",
    "t7"."purpose_state",
    "t7"."case_no_state",
    "t7"."user",
    "t7"."agency",
    "t7"."reason",
    "t7"."purpose",
    "t7"."case_no",
    "t7"."at",
    "t7"."action",
    "t7"."decision",
    "t7"."window_from",
    "t7"."window_until",
    "t7"."networks",
    "t7"."devices",
    "t7"."copy_event_id",
    "t7"."copy_source",
    "t7"."copy_user_state",
    "t7"."copy_agency_state",
    "t7"."copy_reason_state",
    "t7"."copy_purpose_state",
    "t7"."copy_case_no_state",
    "t7"."copy_user",
    "t7"."copy_agency",
    "t7"."copy_reason",
    "t7"."copy_purpose",
    "t7"."copy_case_no",
    "t7"."copy_at",
    "t7"."copy_action",
    "t7"."copy_decision",
    "t7"."copy_window_from",
    "t7"."copy_window_until",
    "t7"."copy_networks",
    "t7"."copy_devices",
    "t7"."agency" AS "shown_agency"
  FROM "t6" AS "t7"
  WHERE
    "t7"."reason" IS NOT NULL AND "t7"."copy_reason" IS NOT NULL
), "t13" AS (
  SELECT
    "t7"."event_id",
    "t7"."source",
    "t7"."user_state",
    "t7"."agency_state",
    "t7"."reason_state",
    "t7"."purpose_state",
    "t7"."case_no_state",
    "t7"."user",
    "t7"."agency",
    "t7"."reason",
    "t7"."purpose",
    "t7"."case_no",
    "t7"."at",
    "t7"."action",
    "t7"."decision",
    "t7"."window_from",
    "t7"."window_until",
    "t7"."networks",
    "t7"."devices",
    "t7"."copy_event_id",
    "t7"."copy_source",
    "t7"."copy_user_state",
    "t7"."copy_agency_state",
    "t7"."copy_reason_state",
    "t7"."copy_purpose_state",
    "t7"."copy_case_no_state",
    "t7"."copy_user",
    "t7"."copy_agency",
    "t7"."copy_reason",
    "t7"."copy_purpose",
    "t7"."copy_case_no",
    "t7"."copy_at",
    "t7"."copy_action",
    "t7"."copy_decision",
    "t7"."copy_window_from",
    "t7"."copy_window_until",
    "t7"."copy_networks",
    "t7"."copy_devices",
    "t7"."agency" AS "shown_agency"
  FROM "t6" AS "t7"
  WHERE
    "t7"."copy_reason" IS NOT NULL AND "t7"."reason" IS NOT NULL
), "t14" AS (
  SELECT
    "t7"."event_id",
    "t7"."source",
    "t7"."user_state",
    "t7"."agency_state",
    "t7"."reason_state",
    "t7"."purpose_state",
    "t7"."case_no_state",
    "t7"."user",
    "t7"."agency",
    "t7"."reason",
    "t7"."purpose",
    "t7"."case_no",
    "t7"."at",
    "t7"."action",
    "t7"."decision",
    "t7"."window_from",
    "t7"."window_until",
    "t7"."networks",
    "t7"."devices",
    "t7"."copy_event_id",
    "t7"."copy_source",
    "t7"."copy_user_state",
    "t7"."copy_agency_state",
    "t7"."copy_reason_state",
    "t7"."copy_purpose_state",
    "t7"."copy_case_no_state",
    "t7"."copy_user",
    "t7"."copy_agency",
    "t7"."copy_reason",
    "t7"."copy_purpose",
    "t7"."copy_case_no",
    "t7"."copy_at",
    "t7"."copy_action",
    "t7"."copy_decision",
    "t7"."copy_window_from",
    "t7"."copy_window_until",
    "t7"."copy_networks",
    "t7"."copy_devices",
    "t7"."agency" AS "shown_agency"
  FROM "t6" AS "t7"
  WHERE
    "t7"."purpose" IS NOT NULL AND "t7"."copy_purpose" IS NOT NULL
), "t15" AS (
  SELECT
    "t7"."event_id",
    "t7"."source",
    "t7"."user_state",
    "t7"."agency_state",
    "t7"."reason_state",
    "t7"."purpose_state",
    "t7"."case_no_state",
    "t7"."user",
    "t7"."agency",
    "t7"."reason",
    "t7"."purpose",
    "t7"."case_no",
    "t7"."at",
    "t7"."action",
    "t7"."decision",
    "t7"."window_from",
    "t7"."window_until",
    "t7"."networks",
    "t7"."devices",
    "t7"."copy_event_id",
    "t7"."copy_source",
    "t7"."copy_user_state",
    "t7"."copy_agency_state",
    "t7"."copy_reason_state",
    "t7"."copy_purpose_state",
    "t7"."copy_case_no_state",
    "t7"."copy_user",
    "t7"."copy_agency",
    "t7"."copy_reason",
    "t7"."copy_purpose",
    "t7"."copy_case_no",
    "t7"."copy_at",
    "t7"."copy_action",
    "t7"."copy_decision",
    "t7"."copy_window_from",
    "t7"."copy_window_until",
    "t7"."copy_networks",
    "t7"."copy_devices",
    "t7"."agency" AS "shown_agency"
  FROM "t6" AS "t7"
  WHERE
    "t7"."copy_purpose" IS NOT NULL AND "t7"."purpose" IS NOT NULL
), "t16" AS (
  SELECT
    "t7"."event_id",
    "t7"."source",
    "t7"."user_state",
    "t7"."agency_state",
    "t7"."reason_state",
    "t7"."purpose_state",
    "t7"."case_no_state",
    "t7"."user",
    "t7"."agency",
    "t7"."reason",
    "t7"."purpose",
    "t7"."case_no",
    "t7"."at",
    "t7"."action",
    "t7"."decision",
    "t7"."window_from",
    "t7"."window_until",
    "t7"."networks",
    "t7"."devices",
    "t7"."copy_event_id",
    "t7"."copy_source",
    "t7"."copy_user_state",
    "t7"."copy_agency_state",
    "t7"."copy_reason_state",
    "t7"."copy_purpose_state",
    "t7"."copy_case_no_state",
    "t7"."copy_user",
    "t7"."copy_agency",
    "t7"."copy_reason",
    "t7"."copy_purpose",
    "t7"."copy_case_no",
    "t7"."copy_at",
    "t7"."copy_action",
    "t7"."copy_decision",
    "t7"."copy_window_from",
    "t7"."copy_window_until",
    "t7"."copy_networks",
    "t7"."copy_devices",
    "t7"."agency" AS "shown_agency"
  FROM "t6" AS "t7"
  WHERE
    "t7"."case_no" IS NOT NULL AND "t7"."copy_case_no" IS NOT NULL
), "t17" AS (
  SELECT
    "t7"."event_id",
    "t7"."source",
    "t7"."user_state",
    "t7"."agency_state",
    "t7"."reason_state",
    "t7"."purpose_state",
    "t7"."case_no_state",
    "t7"."user",
    "t7"."agency",
    "t7"."reason",
    "t7"."purpose",
    "t7"."case_no",
    "t7"."at",
    "t7"."action",
    "t7"."decision",
    "t7"."window_from",
    "t7"."window_until",
    "t7"."networks",
    "t7"."devices",
    "t7"."copy_event_id",
    "t7"."copy_source",
    "t7"."copy_user_state",
    "t7"."copy_agency_state",
    "t7"."copy_reason_state",
    "t7"."copy_purpose_state",
    "t7"."copy_case_no_state",
    "t7"."copy_user",
    "t7"."copy_agency",
    "t7"."copy_reason",
    "t7"."copy_purpose",
    "t7"."copy_case_no",
    "t7"."copy_at",
    "t7"."copy_action",
    "t7"."copy_decision",
    "t7"."copy_window_from",
    "t7"."copy_window_until",
    "t7"."copy_networks",
    "t7"."copy_devices",
    "t7"."agency" AS "shown_agency"
  FROM "t6" AS "t7"
  WHERE
    "t7"."copy_case_no" IS NOT NULL AND "t7"."case_no" IS NOT NULL
)
SELECT
  "t86"."blank" AS "entity",
  NULLIF("t86"."agency", '') AS "agency",
  "t86"."field" AS "period",
  "t86"."event_id",
  "t86"."at",
  CAST("t86"."texts" AS DOUBLE) AS "measure",
  "t86"."detail"
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
          "t32"."event_id",
          "t32"."at",
          "t62"."texts",
          "t32"."shown_agency" AS "agency",
          "t32"."source" AS "blank",
          'reason' AS "field",
          'one text where ' || "t62"."other" || ' has ' || CAST("t62"."texts" AS TEXT) AS "detail"
        FROM "t12" AS "t32"
        INNER JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t22"."source" AS "single",
              "t22"."copy_source" AS "other",
              COUNT(DISTINCT "t22"."reason") AS "ones",
              COUNT(DISTINCT "t22"."copy_reason") AS "texts",
              COUNT(DISTINCT "t22"."event_id") AS "searches"
            FROM "t12" AS "t22"
            GROUP BY
              1,
              2
          ) AS "t42"
          WHERE
            "t42"."ones" = 1 AND "t42"."texts" >= 10 AND "t42"."searches" >= 20
        ) AS "t62"
          ON "t32"."source" = "t62"."single" AND "t32"."copy_source" = "t62"."other"
      ) AS "t72"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t33"."event_id",
          "t33"."at",
          "t63"."texts",
          "t33"."shown_agency" AS "agency",
          "t33"."copy_source" AS "blank",
          'reason' AS "field",
          'one text where ' || "t63"."other" || ' has ' || CAST("t63"."texts" AS TEXT) AS "detail"
        FROM "t13" AS "t33"
        INNER JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t23"."copy_source" AS "single",
              "t23"."source" AS "other",
              COUNT(DISTINCT "t23"."copy_reason") AS "ones",
              COUNT(DISTINCT "t23"."reason") AS "texts",
              COUNT(DISTINCT "t23"."event_id") AS "searches"
            FROM "t13" AS "t23"
            GROUP BY
              1,
              2
          ) AS "t43"
          WHERE
            "t43"."ones" = 1 AND "t43"."texts" >= 10 AND "t43"."searches" >= 20
        ) AS "t63"
          ON "t33"."copy_source" = "t63"."single" AND "t33"."source" = "t63"."other"
      ) AS "t73"
    ) AS "t80"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t34"."event_id",
          "t34"."at",
          "t64"."texts",
          "t34"."shown_agency" AS "agency",
          "t34"."source" AS "blank",
          'purpose' AS "field",
          'one text where ' || "t64"."other" || ' has ' || CAST("t64"."texts" AS TEXT) AS "detail"
        FROM "t14" AS "t34"
        INNER JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t24"."source" AS "single",
              "t24"."copy_source" AS "other",
              COUNT(DISTINCT "t24"."purpose") AS "ones",
              COUNT(DISTINCT "t24"."copy_purpose") AS "texts",
              COUNT(DISTINCT "t24"."event_id") AS "searches"
            FROM "t14" AS "t24"
            GROUP BY
              1,
              2
          ) AS "t44"
          WHERE
            "t44"."ones" = 1 AND "t44"."texts" >= 10 AND "t44"."searches" >= 20
        ) AS "t64"
          ON "t34"."source" = "t64"."single" AND "t34"."copy_source" = "t64"."other"
      ) AS "t74"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t35"."event_id",
          "t35"."at",
          "t65"."texts",
          "t35"."shown_agency" AS "agency",
          "t35"."copy_source" AS "blank",
          'purpose' AS "field",
          'one text where ' || "t65"."other" || ' has ' || CAST("t65"."texts" AS TEXT) AS "detail"
        FROM "t15" AS "t35"
        INNER JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t25"."copy_source" AS "single",
              "t25"."source" AS "other",
              COUNT(DISTINCT "t25"."copy_purpose") AS "ones",
              COUNT(DISTINCT "t25"."purpose") AS "texts",
              COUNT(DISTINCT "t25"."event_id") AS "searches"
            FROM "t15" AS "t25"
            GROUP BY
              1,
              2
          ) AS "t45"
          WHERE
            "t45"."ones" = 1 AND "t45"."texts" >= 10 AND "t45"."searches" >= 20
        ) AS "t65"
          ON "t35"."copy_source" = "t65"."single" AND "t35"."source" = "t65"."other"
      ) AS "t75"
    ) AS "t81"
  ) AS "t84"
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
          "t36"."event_id",
          "t36"."at",
          "t66"."texts",
          "t36"."shown_agency" AS "agency",
          "t36"."source" AS "blank",
          'case_no' AS "field",
          'one text where ' || "t66"."other" || ' has ' || CAST("t66"."texts" AS TEXT) AS "detail"
        FROM "t16" AS "t36"
        INNER JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t26"."source" AS "single",
              "t26"."copy_source" AS "other",
              COUNT(DISTINCT "t26"."case_no") AS "ones",
              COUNT(DISTINCT "t26"."copy_case_no") AS "texts",
              COUNT(DISTINCT "t26"."event_id") AS "searches"
            FROM "t16" AS "t26"
            GROUP BY
              1,
              2
          ) AS "t46"
          WHERE
            "t46"."ones" = 1 AND "t46"."texts" >= 10 AND "t46"."searches" >= 20
        ) AS "t66"
          ON "t36"."source" = "t66"."single" AND "t36"."copy_source" = "t66"."other"
      ) AS "t76"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t37"."event_id",
          "t37"."at",
          "t67"."texts",
          "t37"."shown_agency" AS "agency",
          "t37"."copy_source" AS "blank",
          'case_no' AS "field",
          'one text where ' || "t67"."other" || ' has ' || CAST("t67"."texts" AS TEXT) AS "detail"
        FROM "t17" AS "t37"
        INNER JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t27"."copy_source" AS "single",
              "t27"."source" AS "other",
              COUNT(DISTINCT "t27"."copy_case_no") AS "ones",
              COUNT(DISTINCT "t27"."case_no") AS "texts",
              COUNT(DISTINCT "t27"."event_id") AS "searches"
            FROM "t17" AS "t27"
            GROUP BY
              1,
              2
          ) AS "t47"
          WHERE
            "t47"."ones" = 1 AND "t47"."texts" >= 10 AND "t47"."searches" >= 20
        ) AS "t67"
          ON "t37"."copy_source" = "t67"."single" AND "t37"."source" = "t67"."other"
      ) AS "t77"
    ) AS "t82"
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
            "t28"."event_id",
            "t28"."at",
            "t58"."texts",
            "t28"."shown_agency" AS "agency",
            "t28"."source" AS "blank",
            'user' AS "field",
            'one text where ' || "t58"."other" || ' has ' || CAST("t58"."texts" AS TEXT) AS "detail"
          FROM "t8" AS "t28"
          INNER JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t18"."source" AS "single",
                "t18"."copy_source" AS "other",
                COUNT(DISTINCT "t18"."user") AS "ones",
                COUNT(DISTINCT "t18"."copy_user") AS "texts",
                COUNT(DISTINCT "t18"."event_id") AS "searches"
              FROM "t8" AS "t18"
              GROUP BY
                1,
                2
            ) AS "t38"
            WHERE
              "t38"."ones" = 1 AND "t38"."texts" >= 10 AND "t38"."searches" >= 20
          ) AS "t58"
            ON "t28"."source" = "t58"."single" AND "t28"."copy_source" = "t58"."other"
        ) AS "t68"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t29"."event_id",
            "t29"."at",
            "t59"."texts",
            "t29"."shown_agency" AS "agency",
            "t29"."copy_source" AS "blank",
            'user' AS "field",
            'one text where ' || "t59"."other" || ' has ' || CAST("t59"."texts" AS TEXT) AS "detail"
          FROM "t9" AS "t29"
          INNER JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t19"."copy_source" AS "single",
                "t19"."source" AS "other",
                COUNT(DISTINCT "t19"."copy_user") AS "ones",
                COUNT(DISTINCT "t19"."user") AS "texts",
                COUNT(DISTINCT "t19"."event_id") AS "searches"
              FROM "t9" AS "t19"
              GROUP BY
                1,
                2
            ) AS "t39"
            WHERE
              "t39"."ones" = 1 AND "t39"."texts" >= 10 AND "t39"."searches" >= 20
          ) AS "t59"
            ON "t29"."copy_source" = "t59"."single" AND "t29"."source" = "t59"."other"
        ) AS "t69"
      ) AS "t78"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t30"."event_id",
            "t30"."at",
            "t60"."texts",
            "t30"."shown_agency" AS "agency",
            "t30"."source" AS "blank",
            'agency' AS "field",
            'one text where ' || "t60"."other" || ' has ' || CAST("t60"."texts" AS TEXT) AS "detail"
          FROM "t10" AS "t30"
          INNER JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t20"."source" AS "single",
                "t20"."copy_source" AS "other",
                COUNT(DISTINCT "t20"."agency") AS "ones",
                COUNT(DISTINCT "t20"."copy_agency") AS "texts",
                COUNT(DISTINCT "t20"."event_id") AS "searches"
              FROM "t10" AS "t20"
              GROUP BY
                1,
                2
            ) AS "t40"
            WHERE
              "t40"."ones" = 1 AND "t40"."texts" >= 10 AND "t40"."searches" >= 20
          ) AS "t60"
            ON "t30"."source" = "t60"."single" AND "t30"."copy_source" = "t60"."other"
        ) AS "t70"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t31"."event_id",
            "t31"."at",
            "t61"."texts",
            "t31"."shown_agency" AS "agency",
            "t31"."copy_source" AS "blank",
            'agency' AS "field",
            'one text where ' || "t61"."other" || ' has ' || CAST("t61"."texts" AS TEXT) AS "detail"
          FROM "t11" AS "t31"
          INNER JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t21"."copy_source" AS "single",
                "t21"."source" AS "other",
                COUNT(DISTINCT "t21"."copy_agency") AS "ones",
                COUNT(DISTINCT "t21"."agency") AS "texts",
                COUNT(DISTINCT "t21"."event_id") AS "searches"
              FROM "t11" AS "t21"
              GROUP BY
                1,
                2
            ) AS "t41"
            WHERE
              "t41"."ones" = 1 AND "t41"."texts" >= 10 AND "t41"."searches" >= 20
          ) AS "t61"
            ON "t31"."copy_source" = "t61"."single" AND "t31"."source" = "t61"."other"
        ) AS "t71"
      ) AS "t79"
    ) AS "t83"
  ) AS "t85"
) AS "t86"
