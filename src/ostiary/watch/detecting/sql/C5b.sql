CREATE TEMP TABLE kept_pairs AS
SELECT
  "t6"."event_id",
  "t6"."source",
  "t6"."user_state",
  "t6"."agency_state",
  "t6"."reason_state",
  "t6"."purpose_state",
  "t6"."case_no_state",
  "t6"."user",
  "t6"."agency",
  "t6"."reason",
  "t6"."purpose",
  "t6"."case_no",
  "t6"."at",
  "t6"."action",
  "t6"."decision",
  "t6"."window_from",
  "t6"."window_until",
  "t6"."networks",
  "t6"."devices",
  "t6"."copy_event_id",
  "t6"."copy_source",
  "t6"."copy_user_state",
  "t6"."copy_agency_state",
  "t6"."copy_reason_state",
  "t6"."copy_purpose_state",
  "t6"."copy_case_no_state",
  "t6"."copy_user",
  "t6"."copy_agency",
  "t6"."copy_reason",
  "t6"."copy_purpose",
  "t6"."copy_case_no",
  "t6"."copy_at",
  "t6"."copy_action",
  "t6"."copy_decision",
  "t6"."copy_window_from",
  "t6"."copy_window_until",
  "t6"."copy_networks",
  "t6"."copy_devices",
  "t6"."agency" AS "shown_agency"
FROM (
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
) AS "t6";

WITH "t1" AS (
  SELECT
    *
  FROM "kept_pairs" AS "t0"
  WHERE
    "t0"."user" IS NOT NULL AND "t0"."copy_user" IS NOT NULL
), "t2" AS (
  SELECT
    *
  FROM "kept_pairs" AS "t0"
  WHERE
    "t0"."copy_user" IS NOT NULL AND "t0"."user" IS NOT NULL
), "t3" AS (
  SELECT
    *
  FROM "kept_pairs" AS "t0"
  WHERE
    "t0"."agency" IS NOT NULL AND "t0"."copy_agency" IS NOT NULL
), "t4" AS (
  SELECT
    *
  FROM "kept_pairs" AS "t0"
  WHERE
    "t0"."copy_agency" IS NOT NULL AND "t0"."agency" IS NOT NULL
), "t5" AS (
  SELECT
    *
  FROM "kept_pairs" AS "t0"
  WHERE
    "t0"."reason" IS NOT NULL AND "t0"."copy_reason" IS NOT NULL
), "t6" AS (
  SELECT
    *
  FROM "kept_pairs" AS "t0"
  WHERE
    "t0"."copy_reason" IS NOT NULL AND "t0"."reason" IS NOT NULL
), "t7" AS (
  SELECT
    *
  FROM "kept_pairs" AS "t0"
  WHERE
    "t0"."purpose" IS NOT NULL AND "t0"."copy_purpose" IS NOT NULL
), "t8" AS (
  SELECT
    *
  FROM "kept_pairs" AS "t0"
  WHERE
    "t0"."copy_purpose" IS NOT NULL AND "t0"."purpose" IS NOT NULL
), "t9" AS (
  SELECT
    *
  FROM "kept_pairs" AS "t0"
  WHERE
    "t0"."case_no" IS NOT NULL AND "t0"."copy_case_no" IS NOT NULL
), "t10" AS (
  SELECT
    *
  FROM "kept_pairs" AS "t0"
  WHERE
    "t0"."copy_case_no" IS NOT NULL AND "t0"."case_no" IS NOT NULL
)
SELECT
  "t79"."blank" AS "entity",
  NULLIF("t79"."agency", '') AS "agency",
  "t79"."field" AS "period",
  "t79"."event_id",
  "t79"."at",
  CAST("t79"."texts" AS DOUBLE) AS "measure",
  "t79"."detail"
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
          "t25"."event_id",
          "t25"."at",
          "t55"."texts",
          "t25"."shown_agency" AS "agency",
          "t25"."source" AS "blank",
          'reason' AS "field",
          'one text where ' || "t55"."other" || ' has ' || CAST("t55"."texts" AS TEXT) AS "detail"
        FROM "t5" AS "t25"
        INNER JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t15"."source" AS "single",
              "t15"."copy_source" AS "other",
              COUNT(DISTINCT "t15"."reason") AS "ones",
              COUNT(DISTINCT "t15"."copy_reason") AS "texts",
              COUNT(DISTINCT "t15"."event_id") AS "searches"
            FROM "t5" AS "t15"
            GROUP BY
              1,
              2
          ) AS "t35"
          WHERE
            "t35"."ones" = 1 AND "t35"."texts" >= 10 AND "t35"."searches" >= 20
        ) AS "t55"
          ON "t25"."source" = "t55"."single" AND "t25"."copy_source" = "t55"."other"
      ) AS "t65"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t26"."event_id",
          "t26"."at",
          "t56"."texts",
          "t26"."shown_agency" AS "agency",
          "t26"."copy_source" AS "blank",
          'reason' AS "field",
          'one text where ' || "t56"."other" || ' has ' || CAST("t56"."texts" AS TEXT) AS "detail"
        FROM "t6" AS "t26"
        INNER JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t16"."copy_source" AS "single",
              "t16"."source" AS "other",
              COUNT(DISTINCT "t16"."copy_reason") AS "ones",
              COUNT(DISTINCT "t16"."reason") AS "texts",
              COUNT(DISTINCT "t16"."event_id") AS "searches"
            FROM "t6" AS "t16"
            GROUP BY
              1,
              2
          ) AS "t36"
          WHERE
            "t36"."ones" = 1 AND "t36"."texts" >= 10 AND "t36"."searches" >= 20
        ) AS "t56"
          ON "t26"."copy_source" = "t56"."single" AND "t26"."source" = "t56"."other"
      ) AS "t66"
    ) AS "t73"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t27"."event_id",
          "t27"."at",
          "t57"."texts",
          "t27"."shown_agency" AS "agency",
          "t27"."source" AS "blank",
          'purpose' AS "field",
          'one text where ' || "t57"."other" || ' has ' || CAST("t57"."texts" AS TEXT) AS "detail"
        FROM "t7" AS "t27"
        INNER JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t17"."source" AS "single",
              "t17"."copy_source" AS "other",
              COUNT(DISTINCT "t17"."purpose") AS "ones",
              COUNT(DISTINCT "t17"."copy_purpose") AS "texts",
              COUNT(DISTINCT "t17"."event_id") AS "searches"
            FROM "t7" AS "t17"
            GROUP BY
              1,
              2
          ) AS "t37"
          WHERE
            "t37"."ones" = 1 AND "t37"."texts" >= 10 AND "t37"."searches" >= 20
        ) AS "t57"
          ON "t27"."source" = "t57"."single" AND "t27"."copy_source" = "t57"."other"
      ) AS "t67"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t28"."event_id",
          "t28"."at",
          "t58"."texts",
          "t28"."shown_agency" AS "agency",
          "t28"."copy_source" AS "blank",
          'purpose' AS "field",
          'one text where ' || "t58"."other" || ' has ' || CAST("t58"."texts" AS TEXT) AS "detail"
        FROM "t8" AS "t28"
        INNER JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t18"."copy_source" AS "single",
              "t18"."source" AS "other",
              COUNT(DISTINCT "t18"."copy_purpose") AS "ones",
              COUNT(DISTINCT "t18"."purpose") AS "texts",
              COUNT(DISTINCT "t18"."event_id") AS "searches"
            FROM "t8" AS "t18"
            GROUP BY
              1,
              2
          ) AS "t38"
          WHERE
            "t38"."ones" = 1 AND "t38"."texts" >= 10 AND "t38"."searches" >= 20
        ) AS "t58"
          ON "t28"."copy_source" = "t58"."single" AND "t28"."source" = "t58"."other"
      ) AS "t68"
    ) AS "t74"
  ) AS "t77"
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
          "t29"."event_id",
          "t29"."at",
          "t59"."texts",
          "t29"."shown_agency" AS "agency",
          "t29"."source" AS "blank",
          'case_no' AS "field",
          'one text where ' || "t59"."other" || ' has ' || CAST("t59"."texts" AS TEXT) AS "detail"
        FROM "t9" AS "t29"
        INNER JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t19"."source" AS "single",
              "t19"."copy_source" AS "other",
              COUNT(DISTINCT "t19"."case_no") AS "ones",
              COUNT(DISTINCT "t19"."copy_case_no") AS "texts",
              COUNT(DISTINCT "t19"."event_id") AS "searches"
            FROM "t9" AS "t19"
            GROUP BY
              1,
              2
          ) AS "t39"
          WHERE
            "t39"."ones" = 1 AND "t39"."texts" >= 10 AND "t39"."searches" >= 20
        ) AS "t59"
          ON "t29"."source" = "t59"."single" AND "t29"."copy_source" = "t59"."other"
      ) AS "t69"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t30"."event_id",
          "t30"."at",
          "t60"."texts",
          "t30"."shown_agency" AS "agency",
          "t30"."copy_source" AS "blank",
          'case_no' AS "field",
          'one text where ' || "t60"."other" || ' has ' || CAST("t60"."texts" AS TEXT) AS "detail"
        FROM "t10" AS "t30"
        INNER JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t20"."copy_source" AS "single",
              "t20"."source" AS "other",
              COUNT(DISTINCT "t20"."copy_case_no") AS "ones",
              COUNT(DISTINCT "t20"."case_no") AS "texts",
              COUNT(DISTINCT "t20"."event_id") AS "searches"
            FROM "t10" AS "t20"
            GROUP BY
              1,
              2
          ) AS "t40"
          WHERE
            "t40"."ones" = 1 AND "t40"."texts" >= 10 AND "t40"."searches" >= 20
        ) AS "t60"
          ON "t30"."copy_source" = "t60"."single" AND "t30"."source" = "t60"."other"
      ) AS "t70"
    ) AS "t75"
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
            "t21"."event_id",
            "t21"."at",
            "t51"."texts",
            "t21"."shown_agency" AS "agency",
            "t21"."source" AS "blank",
            'user' AS "field",
            'one text where ' || "t51"."other" || ' has ' || CAST("t51"."texts" AS TEXT) AS "detail"
          FROM "t1" AS "t21"
          INNER JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t11"."source" AS "single",
                "t11"."copy_source" AS "other",
                COUNT(DISTINCT "t11"."user") AS "ones",
                COUNT(DISTINCT "t11"."copy_user") AS "texts",
                COUNT(DISTINCT "t11"."event_id") AS "searches"
              FROM "t1" AS "t11"
              GROUP BY
                1,
                2
            ) AS "t31"
            WHERE
              "t31"."ones" = 1 AND "t31"."texts" >= 10 AND "t31"."searches" >= 20
          ) AS "t51"
            ON "t21"."source" = "t51"."single" AND "t21"."copy_source" = "t51"."other"
        ) AS "t61"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t22"."event_id",
            "t22"."at",
            "t52"."texts",
            "t22"."shown_agency" AS "agency",
            "t22"."copy_source" AS "blank",
            'user' AS "field",
            'one text where ' || "t52"."other" || ' has ' || CAST("t52"."texts" AS TEXT) AS "detail"
          FROM "t2" AS "t22"
          INNER JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t12"."copy_source" AS "single",
                "t12"."source" AS "other",
                COUNT(DISTINCT "t12"."copy_user") AS "ones",
                COUNT(DISTINCT "t12"."user") AS "texts",
                COUNT(DISTINCT "t12"."event_id") AS "searches"
              FROM "t2" AS "t12"
              GROUP BY
                1,
                2
            ) AS "t32"
            WHERE
              "t32"."ones" = 1 AND "t32"."texts" >= 10 AND "t32"."searches" >= 20
          ) AS "t52"
            ON "t22"."copy_source" = "t52"."single" AND "t22"."source" = "t52"."other"
        ) AS "t62"
      ) AS "t71"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t23"."event_id",
            "t23"."at",
            "t53"."texts",
            "t23"."shown_agency" AS "agency",
            "t23"."source" AS "blank",
            'agency' AS "field",
            'one text where ' || "t53"."other" || ' has ' || CAST("t53"."texts" AS TEXT) AS "detail"
          FROM "t3" AS "t23"
          INNER JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t13"."source" AS "single",
                "t13"."copy_source" AS "other",
                COUNT(DISTINCT "t13"."agency") AS "ones",
                COUNT(DISTINCT "t13"."copy_agency") AS "texts",
                COUNT(DISTINCT "t13"."event_id") AS "searches"
              FROM "t3" AS "t13"
              GROUP BY
                1,
                2
            ) AS "t33"
            WHERE
              "t33"."ones" = 1 AND "t33"."texts" >= 10 AND "t33"."searches" >= 20
          ) AS "t53"
            ON "t23"."source" = "t53"."single" AND "t23"."copy_source" = "t53"."other"
        ) AS "t63"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t24"."event_id",
            "t24"."at",
            "t54"."texts",
            "t24"."shown_agency" AS "agency",
            "t24"."copy_source" AS "blank",
            'agency' AS "field",
            'one text where ' || "t54"."other" || ' has ' || CAST("t54"."texts" AS TEXT) AS "detail"
          FROM "t4" AS "t24"
          INNER JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t14"."copy_source" AS "single",
                "t14"."source" AS "other",
                COUNT(DISTINCT "t14"."copy_agency") AS "ones",
                COUNT(DISTINCT "t14"."agency") AS "texts",
                COUNT(DISTINCT "t14"."event_id") AS "searches"
              FROM "t4" AS "t14"
              GROUP BY
                1,
                2
            ) AS "t34"
            WHERE
              "t34"."ones" = 1 AND "t34"."texts" >= 10 AND "t34"."searches" >= 20
          ) AS "t54"
            ON "t24"."copy_source" = "t54"."single" AND "t24"."source" = "t54"."other"
        ) AS "t64"
      ) AS "t72"
    ) AS "t76"
  ) AS "t78"
) AS "t79"
