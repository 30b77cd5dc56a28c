CREATE TEMP TABLE kept_left AS
SELECT
  "t15".*
  EXCLUDE ("words_case")
FROM (
  SELECT
    "t14".*
    EXCLUDE ("typed_in")
  FROM (
    SELECT
      "t13"."event_id",
      "t13"."source",
      "t13"."row",
      "t13"."at",
      "t13"."day",
      "t13"."local_day",
      "t13"."user",
      "t13"."agency",
      "t13"."owner",
      COALESCE(
        "t13"."case_no",
        CASE
          WHEN "t13"."case_no" IS NULL
          THEN "t13"."words_case"
          ELSE CAST(NULL AS TEXT)
        END
      ) AS "case_no",
      "t13"."case_no_state",
      "t13"."reason",
      "t13"."purpose",
      "t13"."networks",
      "t13"."window_from",
      "t13"."decision",
      "t13"."action",
      "t13"."continues",
      "t13"."typed_in",
      "t13"."words_case",
      CASE
        WHEN "t13"."case_no" IS NULL
        THEN "t13"."words_case"
        ELSE CAST(NULL AS TEXT)
      END AS "typed"
    FROM (
      SELECT
        "t12"."event_id",
        "t12"."source",
        "t12"."row",
        "t12"."at",
        "t12"."day",
        "t12"."local_day",
        "t12"."user",
        "t12"."agency",
        "t12"."owner",
        "t12"."case_no",
        "t12"."case_no_state",
        "t12"."reason",
        "t12"."purpose",
        "t12"."networks",
        "t12"."window_from",
        "t12"."decision",
        "t12"."action",
        "t12"."continues",
        "t5"."typed_in",
        "t5"."words_case"
      FROM (
        SELECT
          "t10"."event_id",
          "t10"."source",
          "t10"."row",
          "t10"."at",
          "t10"."day",
          "t10"."local_day",
          "t10"."user",
          "t10"."agency",
          "t10"."owner",
          "t10"."case_no",
          "t10"."case_no_state",
          "t10"."reason",
          "t10"."purpose",
          "t10"."networks",
          "t10"."window_from",
          "t10"."decision",
          "t10"."action",
          "t10"."continues"
        FROM (
          SELECT
            "t6"."event_id",
            "t6"."source",
            "t6"."row",
            "t6"."at",
            "t6"."day",
            "t6"."local_day",
            "t6"."user",
            "t6"."agency",
            "t6"."owner",
            "t6"."case_no",
            "t6"."case_no_state",
            "t6"."reason",
            "t6"."purpose",
            "t6"."networks",
            "t6"."window_from",
            "t6"."decision",
            "t6"."action",
            "t6"."continues",
            "t9"."on_case",
            "t9"."to_user",
            "t9"."times",
            "t9"."always",
            "t9"."from_then",
            "t9"."to_then"
          FROM (
            SELECT
              "t1"."event_id",
              "t1"."source",
              "t1"."row",
              "t1"."at",
              "t1"."day",
              "t1"."local_day",
              "t1"."user",
              COALESCE("t1"."agency", '') AS "agency",
              "t1"."owner",
              "t1"."case_no",
              "t1"."case_no_state",
              "t1"."reason",
              "t1"."purpose",
              "t1"."networks",
              "t1"."window_from",
              "t1"."decision",
              "t1"."action",
              "t1"."continues"
            FROM "events" AS "t1"
            WHERE
              "t1"."action" <> 'alert'
              AND "t1"."continues" IS NULL
              AND "t1"."user" IS NOT NULL
              AND "t1"."decision" <> 'deny'
          ) AS "t6"
          LEFT OUTER JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t2"."case_no" AS "on_case",
                "t2"."user" AS "to_user",
                COUNT(*) AS "times",
                MAX(
                  CASE
                    WHEN (
                      "t2"."since" IS NULL
                    ) AND (
                      "t2"."until" IS NULL
                    )
                    THEN 1
                    ELSE 0
                  END
                ) AS "always",
                MIN("t2"."since") AS "from_then",
                MAX("t2"."until") AS "to_then"
              FROM "assignments" AS "t2"
              GROUP BY
                1,
                2
            ) AS "t7"
            WHERE
              (
                "t7"."times" = 1
              ) OR (
                "t7"."always" = 1
              )
          ) AS "t9"
            ON "t6"."case_no" = "t9"."on_case" AND "t6"."user" = "t9"."to_user"
        ) AS "t10"
        WHERE
          (
            "t10"."times" IS NULL
          )
          OR NOT (
            (
              "t10"."always" = 1
            )
            OR (
              (
                (
                  "t10"."from_then" IS NULL
                ) OR (
                  "t10"."at" >= "t10"."from_then"
                )
              )
              AND (
                (
                  "t10"."to_then" IS NULL
                ) OR (
                  "t10"."at" < "t10"."to_then"
                )
              )
            )
          )
      ) AS "t12"
      LEFT OUTER JOIN (
        SELECT
          "t0"."reason" AS "typed_in",
          "t0"."case_like" AS "words_case"
        FROM "reasons" AS "t0"
        WHERE
          "t0"."case_like" IS NOT NULL
      ) AS "t5"
        ON "t12"."reason" = "t5"."typed_in"
    ) AS "t13"
  ) AS "t14"
) AS "t15";

CREATE TEMP TABLE kept_unexplained AS
WITH "t26" AS (
  SELECT
    "t7"."event_id",
    "t7"."source",
    "t7"."row",
    "t7"."at",
    "t7"."day",
    "t7"."local_day",
    "t7"."user",
    "t7"."agency",
    "t7"."owner",
    "t7"."case_no",
    "t7"."case_no_state",
    "t7"."reason",
    "t7"."purpose",
    "t7"."networks",
    "t7"."window_from",
    "t7"."decision",
    "t7"."action",
    "t7"."continues",
    "t7"."typed",
    "t18"."may",
    "t18"."for_case",
    "t18"."for_subject",
    "t18"."from_then",
    "t18"."to_then"
  FROM "kept_left" AS "t7"
  INNER JOIN (
    SELECT
      "t4"."user" AS "may",
      "t4"."case_no" AS "for_case",
      "t4"."subject" AS "for_subject",
      "t4"."since" AS "from_then",
      "t4"."until" AS "to_then"
    FROM "approvals" AS "t4"
  ) AS "t18"
    ON "t7"."user" = "t18"."may"
)
SELECT
  "t7"."event_id",
  "t7"."source",
  "t7"."row",
  "t7"."at",
  "t7"."day",
  "t7"."local_day",
  "t7"."user",
  "t7"."agency",
  "t7"."owner",
  "t7"."case_no",
  "t7"."case_no_state",
  "t7"."reason",
  "t7"."purpose",
  "t7"."networks",
  "t7"."window_from",
  "t7"."decision",
  "t7"."action",
  "t7"."continues",
  "t7"."typed"
FROM "kept_left" AS "t7"
ANTI JOIN (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t24"."event_id" AS "explained"
      FROM (
        SELECT
          "t7"."event_id",
          "t7"."source",
          "t7"."row",
          "t7"."at",
          "t7"."day",
          "t7"."local_day",
          "t7"."user",
          "t7"."agency",
          "t7"."owner",
          "t7"."case_no",
          "t7"."case_no_state",
          "t7"."reason",
          "t7"."purpose",
          "t7"."networks",
          "t7"."window_from",
          "t7"."decision",
          "t7"."action",
          "t7"."continues",
          "t7"."typed",
          "t14"."sent",
          "t14"."begun",
          "t14"."ended"
        FROM "kept_left" AS "t7"
        INNER JOIN (
          SELECT
            "t1"."user" AS "sent",
            "t1"."since" AS "begun",
            "t1"."until" AS "ended"
          FROM "dispatches" AS "t1"
        ) AS "t14"
          ON "t7"."user" = "t14"."sent"
      ) AS "t24"
      WHERE
        "t24"."at" >= (
          "t24"."begun" - 21600000
        )
        AND "t24"."at" <= (
          "t24"."ended" + 21600000
        )
    ) AS "t32"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t25"."event_id" AS "explained"
      FROM (
        SELECT
          "t7"."event_id",
          "t7"."source",
          "t7"."row",
          "t7"."at",
          "t7"."day",
          "t7"."local_day",
          "t7"."user",
          "t7"."agency",
          "t7"."owner",
          "t7"."case_no",
          "t7"."case_no_state",
          "t7"."reason",
          "t7"."purpose",
          "t7"."networks",
          "t7"."window_from",
          "t7"."decision",
          "t7"."action",
          "t7"."continues",
          "t7"."typed",
          "t15"."about_id",
          "t15"."subject",
          "t17"."seen",
          "t17"."seen_at"
        FROM "kept_left" AS "t7"
        INNER JOIN (
          SELECT
            "t2"."event_id" AS "about_id",
            "t2"."subject"
          FROM "subjects" AS "t2"
        ) AS "t15"
          ON "t7"."event_id" = "t15"."about_id"
        INNER JOIN (
          SELECT
            "t3"."subject" AS "seen",
            "t3"."at" AS "seen_at"
          FROM "hits" AS "t3"
        ) AS "t17"
          ON "t15"."subject" = "t17"."seen"
      ) AS "t25"
      WHERE
        (
          "t25"."at" - "t25"."seen_at"
        ) >= 0
        AND (
          "t25"."at" - "t25"."seen_at"
        ) <= 86400000
    ) AS "t33"
  ) AS "t34"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t44"."event_id" AS "explained"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t27"."event_id"
          FROM "t26" AS "t27"
          WHERE
            (
              (
                "t27"."from_then" IS NULL
              ) OR (
                "t27"."at" >= "t27"."from_then"
              )
            )
            AND (
              (
                "t27"."to_then" IS NULL
              ) OR (
                "t27"."at" < "t27"."to_then"
              )
            )
            AND (
              (
                "t27"."for_case" IS NULL
              )
              OR (
                UPPER(REGEXP_REPLACE("t27"."for_case", '^\s+|\s+$', '', 'g')) = UPPER(REGEXP_REPLACE("t27"."case_no", '^\s+|\s+$', '', 'g'))
              )
            )
            AND "t27"."for_subject" IS NULL
        ) AS "t35"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t39"."event_id"
          FROM (
            SELECT
              "t27"."event_id",
              "t27"."for_subject"
            FROM "t26" AS "t27"
            WHERE
              (
                (
                  "t27"."from_then" IS NULL
                ) OR (
                  "t27"."at" >= "t27"."from_then"
                )
              )
              AND (
                (
                  "t27"."to_then" IS NULL
                ) OR (
                  "t27"."at" < "t27"."to_then"
                )
              )
              AND (
                (
                  "t27"."for_case" IS NULL
                )
                OR (
                  UPPER(REGEXP_REPLACE("t27"."for_case", '^\s+|\s+$', '', 'g')) = UPPER(REGEXP_REPLACE("t27"."case_no", '^\s+|\s+$', '', 'g'))
                )
              )
              AND "t27"."for_subject" IS NOT NULL
          ) AS "t39"
          INNER JOIN (
            SELECT
              "t2"."event_id" AS "about_id",
              "t2"."subject" AS "about"
            FROM "subjects" AS "t2"
          ) AS "t16"
            ON "t39"."event_id" = "t16"."about_id" AND "t39"."for_subject" = "t16"."about"
        ) AS "t42"
      ) AS "t44"
    ) AS "t45"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t37"."event_id" AS "explained"
        FROM (
          SELECT
            "t7"."event_id",
            "t7"."source",
            "t7"."row",
            "t7"."at",
            "t7"."day",
            "t7"."local_day",
            "t7"."user",
            "t7"."agency",
            "t7"."owner",
            "t7"."case_no",
            "t7"."case_no_state",
            "t7"."reason",
            "t7"."purpose",
            "t7"."networks",
            "t7"."window_from",
            "t7"."decision",
            "t7"."action",
            "t7"."continues",
            "t7"."typed",
            "t30"."on_case",
            "t30"."from_then",
            "t30"."to_then",
            "t30"."to_user"
          FROM "kept_left" AS "t7"
          INNER JOIN (
            SELECT
              "t23"."on_case",
              "t23"."from_then",
              "t23"."to_then",
              "t23"."user" AS "to_user"
            FROM (
              SELECT
                "t5"."user",
                UPPER(REGEXP_REPLACE("t5"."case_no", '^\s+|\s+$', '', 'g')) AS "on_case",
                "t5"."since" AS "from_then",
                "t5"."until" AS "to_then"
              FROM "assignments" AS "t5"
            ) AS "t23"
            SEMI JOIN (
              SELECT DISTINCT
                UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "wanted"
              FROM "kept_left" AS "t0"
            ) AS "t22"
              ON "t23"."on_case" = "t22"."wanted"
          ) AS "t30"
            ON UPPER(REGEXP_REPLACE("t7"."case_no", '^\s+|\s+$', '', 'g')) = "t30"."on_case"
            AND "t7"."user" = "t30"."to_user"
        ) AS "t37"
        WHERE
          (
            (
              "t37"."from_then" IS NULL
            ) OR (
              "t37"."at" >= "t37"."from_then"
            )
          )
          AND (
            (
              "t37"."to_then" IS NULL
            ) OR (
              "t37"."at" < "t37"."to_then"
            )
          )
      ) AS "t40"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t38"."event_id" AS "explained"
        FROM (
          SELECT
            "t7"."event_id",
            "t7"."source",
            "t7"."row",
            "t7"."at",
            "t7"."day",
            "t7"."local_day",
            "t7"."user",
            "t7"."agency",
            "t7"."owner",
            "t7"."case_no",
            "t7"."case_no_state",
            "t7"."reason",
            "t7"."purpose",
            "t7"."networks",
            "t7"."window_from",
            "t7"."decision",
            "t7"."action",
            "t7"."continues",
            "t7"."typed",
            "t31"."of",
            "t31"."on_case",
            "t31"."from_then",
            "t31"."to_then"
          FROM "kept_left" AS "t7"
          INNER JOIN (
            SELECT
              "t19"."of",
              "t23"."on_case",
              "t23"."from_then",
              "t23"."to_then"
            FROM (
              SELECT
                "t5"."user",
                UPPER(REGEXP_REPLACE("t5"."case_no", '^\s+|\s+$', '', 'g')) AS "on_case",
                "t5"."since" AS "from_then",
                "t5"."until" AS "to_then"
              FROM "assignments" AS "t5"
            ) AS "t23"
            SEMI JOIN (
              SELECT DISTINCT
                UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "wanted"
              FROM "kept_left" AS "t0"
            ) AS "t22"
              ON "t23"."on_case" = "t22"."wanted"
            INNER JOIN (
              SELECT DISTINCT
                "t6"."user" AS "member",
                "t6"."agency" AS "of"
              FROM "accounts" AS "t6"
            ) AS "t19"
              ON "t23"."user" = "t19"."member"
          ) AS "t31"
            ON UPPER(REGEXP_REPLACE("t7"."case_no", '^\s+|\s+$', '', 'g')) = "t31"."on_case"
            AND "t7"."agency" = "t31"."of"
        ) AS "t38"
        WHERE
          (
            (
              "t38"."from_then" IS NULL
            ) OR (
              "t38"."at" >= "t38"."from_then"
            )
          )
          AND (
            (
              "t38"."to_then" IS NULL
            ) OR (
              "t38"."at" < "t38"."to_then"
            )
          )
      ) AS "t41"
    ) AS "t43"
  ) AS "t46"
) AS "t48"
  ON "t7"."event_id" = "t48"."explained";

CREATE TEMP TABLE kept_scored AS
SELECT
  "t26"."event_id",
  "t26"."source",
  "t26"."row",
  "t26"."at",
  "t26"."day",
  "t26"."local_day",
  "t26"."user",
  "t26"."agency",
  "t26"."owner",
  "t26"."case_no",
  "t26"."case_no_state",
  "t26"."reason",
  "t26"."purpose",
  "t26"."networks",
  "t26"."window_from",
  "t26"."decision",
  "t26"."action",
  "t26"."continues",
  "t26"."typed",
  "t26"."of_agency",
  "t26"."of_owner",
  "t26"."share",
  "t26"."said",
  "t26"."pack",
  COALESCE(-(
    LN("t26"."share")
  ), 0.0) + (
    (
      0 + CASE WHEN COALESCE("t26"."networks", 0) > 1000 THEN 1 ELSE 0 END + CASE
        WHEN COALESCE("t26"."at" - "t26"."window_from", 0) > 2592000000
        THEN 1
        ELSE 0
      END + CASE
        WHEN (
          "t26"."pack" IS NOT NULL
        )
        AND NOT (
          CONTAINS(COALESCE("t26"."purpose", ''), COALESCE("t26"."pack", ''))
        )
        THEN 1
        ELSE 0
      END
    ) * 1.5
  ) AS "score",
  (
    (
      (
        CAST(FLOOR(
          (
            CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
          ) / (
            146097
          )
        ) AS BIGINT) * 400
      ) + CAST(FLOOR(
        (
          (
            (
              (
                (
                  CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                ) % 146097
              ) - CAST(FLOOR(
                (
                  (
                    CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                  ) % 146097
                ) / (
                  1460
                )
              ) AS BIGINT)
            ) + CAST(FLOOR(
              (
                (
                  CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                ) % 146097
              ) / (
                36524
              )
            ) AS BIGINT)
          ) - CAST(FLOOR(
            (
              (
                CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
              ) % 146097
            ) / (
              146096
            )
          ) AS BIGINT)
        ) / (
          365
        )
      ) AS BIGINT)
    ) * 12
  ) + CAST(FLOOR(
    (
      (
        (
          (
            (
              CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
            ) % 146097
          ) - (
            (
              (
                CAST(FLOOR(
                  (
                    (
                      (
                        (
                          (
                            CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                          ) % 146097
                        ) - CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) / (
                            1460
                          )
                        ) AS BIGINT)
                      ) + CAST(FLOOR(
                        (
                          (
                            CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                          ) % 146097
                        ) / (
                          36524
                        )
                      ) AS BIGINT)
                    ) - CAST(FLOOR(
                      (
                        (
                          CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                        ) % 146097
                      ) / (
                        146096
                      )
                    ) AS BIGINT)
                  ) / (
                    365
                  )
                ) AS BIGINT) * 365
              ) + CAST(FLOOR(
                (
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            (
                              CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              1460
                            )
                          ) AS BIGINT)
                        ) + CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) / (
                            36524
                          )
                        ) AS BIGINT)
                      ) - CAST(FLOOR(
                        (
                          (
                            CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                          ) % 146097
                        ) / (
                          146096
                        )
                      ) AS BIGINT)
                    ) / (
                      365
                    )
                  ) AS BIGINT)
                ) / (
                  4
                )
              ) AS BIGINT)
            ) - CAST(FLOOR(
              (
                CAST(FLOOR(
                  (
                    (
                      (
                        (
                          (
                            CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                          ) % 146097
                        ) - CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) / (
                            1460
                          )
                        ) AS BIGINT)
                      ) + CAST(FLOOR(
                        (
                          (
                            CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                          ) % 146097
                        ) / (
                          36524
                        )
                      ) AS BIGINT)
                    ) - CAST(FLOOR(
                      (
                        (
                          CAST(COALESCE("t26"."local_day", "t26"."day") AS BIGINT) + 719468
                        ) % 146097
                      ) / (
                        146096
                      )
                    ) AS BIGINT)
                  ) / (
                    365
                  )
                ) AS BIGINT)
              ) / (
                100
              )
            ) AS BIGINT)
          )
        ) * 5
      ) + 2
    ) / (
      153
    )
  ) AS BIGINT) + 2 AS "in_month"
FROM (
  SELECT
    "t4"."event_id",
    "t4"."source",
    "t4"."row",
    "t4"."at",
    "t4"."day",
    "t4"."local_day",
    "t4"."user",
    "t4"."agency",
    "t4"."owner",
    "t4"."case_no",
    "t4"."case_no_state",
    "t4"."reason",
    "t4"."purpose",
    "t4"."networks",
    "t4"."window_from",
    "t4"."decision",
    "t4"."action",
    "t4"."continues",
    "t4"."typed",
    "t19"."of_agency",
    "t19"."of_owner",
    "t19"."share",
    "t12"."said",
    "t12"."pack"
  FROM "kept_unexplained" AS "t4"
  ANTI JOIN (
    SELECT
      "t23"."event_id" AS "explained"
    FROM (
      SELECT
        "t4"."event_id",
        "t4"."at",
        "t4"."user",
        "t11"."subject",
        "t22"."had_user",
        "t22"."had_subject",
        "t22"."had_at"
      FROM "kept_unexplained" AS "t4"
      INNER JOIN (
        SELECT
          "t3"."event_id" AS "about_id",
          "t3"."subject"
        FROM "subjects" AS "t3"
      ) AS "t11"
        ON "t4"."event_id" = "t11"."about_id"
      INNER JOIN (
        SELECT
          "t20"."user" AS "had_user",
          "t20"."subject" AS "had_subject",
          MIN("t20"."at") AS "had_at"
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
            "t5"."asked"
          FROM "subjects" AS "t5"
          SEMI JOIN (
            SELECT DISTINCT
              "t14"."user" AS "of_user",
              "t14"."subject" AS "of_subject"
            FROM (
              SELECT
                "t4"."event_id",
                "t4"."at",
                "t4"."user",
                "t11"."subject"
              FROM "kept_unexplained" AS "t4"
              INNER JOIN (
                SELECT
                  "t3"."event_id" AS "about_id",
                  "t3"."subject"
                FROM "subjects" AS "t3"
              ) AS "t11"
                ON "t4"."event_id" = "t11"."about_id"
            ) AS "t14"
          ) AS "t17"
            ON "t5"."user" = "t17"."of_user" AND "t5"."subject" = "t17"."of_subject"
          ANTI JOIN (
            SELECT
              "t0"."event_id" AS "still"
            FROM "kept_unexplained" AS "t0"
          ) AS "t8"
            ON "t5"."event_id" = "t8"."still"
        ) AS "t20"
        GROUP BY
          1,
          2
      ) AS "t22"
        ON "t4"."user" = "t22"."had_user" AND "t11"."subject" = "t22"."had_subject"
    ) AS "t23"
    WHERE
      "t23"."had_at" < "t23"."at"
  ) AS "t25"
    ON "t4"."event_id" = "t25"."explained"
  LEFT OUTER JOIN (
    SELECT
      "t16"."of_agency",
      "t16"."of_owner",
      "t16"."share"
    FROM (
      SELECT
        "t13"."of_agency",
        "t13"."of_owner",
        "t13"."times",
        "t13"."times" / SUM("t13"."times") OVER (
          PARTITION BY "t13"."of_agency"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "share"
      FROM (
        SELECT
          "t10"."agency" AS "of_agency",
          "t10"."owner" AS "of_owner",
          COUNT(*) AS "times"
        FROM (
          SELECT
            *
          FROM "events" AS "t2"
          WHERE
            "t2"."owner" IS NOT NULL AND "t2"."agency" IS NOT NULL
        ) AS "t10"
        GROUP BY
          1,
          2
      ) AS "t13"
    ) AS "t16"
  ) AS "t19"
    ON "t4"."agency" = "t19"."of_agency" AND "t4"."owner" = "t19"."of_owner"
  LEFT OUTER JOIN (
    SELECT
      "t1"."reason" AS "said",
      "t1"."pack"
    FROM "reasons" AS "t1"
    WHERE
      "t1"."pack" IS NOT NULL
  ) AS "t12"
    ON "t4"."reason" = "t12"."said"
) AS "t26";

SELECT
  "t36"."user" AS "entity",
  NULLIF("t36"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t36"."in_month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t36"."in_month" % 12
  ) + 1 AS TEXT), 2) AS "period",
  "t36"."event_id",
  "t36"."at",
  "t36"."score" AS "measure",
  CASE
    WHEN (
      "t36"."typed" IS NOT NULL
    )
    AND (
      (
        "t23"."registered" IS NULL
      ) AND (
        "t16"."registry" > 0
      )
    )
    THEN 'the number of a case in its reason is not in the registry of cases'
    WHEN "t36"."typed" IS NOT NULL
    THEN 'the case whose number is in its reason is not theirs'
    WHEN "t36"."case_no" IS NOT NULL
    THEN 'the declared case is not theirs'
    WHEN "t36"."case_no_state" = 'blank'
    THEN 'no case was declared'
    ELSE 'whether a case was declared the log does not show'
  END || '; tried without success: ' || "t27"."tried" AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t8"."event_id",
      "t8"."source",
      "t8"."row",
      "t8"."at",
      "t8"."day",
      "t8"."local_day",
      "t8"."user",
      "t8"."agency",
      "t8"."owner",
      "t8"."case_no",
      "t8"."case_no_state",
      "t8"."reason",
      "t8"."purpose",
      "t8"."networks",
      "t8"."window_from",
      "t8"."decision",
      "t8"."action",
      "t8"."continues",
      "t8"."typed",
      "t8"."of_agency",
      "t8"."of_owner",
      "t8"."share",
      "t8"."said",
      "t8"."pack",
      "t8"."score",
      "t8"."in_month",
      "t33"."of_user",
      "t33"."of_agency" AS "of_agency_right",
      "t33"."of_month"
    FROM "kept_scored" AS "t8"
    LEFT OUTER JOIN (
      SELECT
        "t31"."of_user",
        "t31"."of_agency",
        "t31"."of_month"
      FROM (
        SELECT
          "t25"."of_user",
          "t25"."of_agency",
          "t25"."of_month",
          "t25"."left",
          "t30"."asked"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t1"."user" AS "of_user",
              "t1"."agency" AS "of_agency",
              "t1"."in_month" AS "of_month",
              COUNT(*) AS "left"
            FROM "kept_scored" AS "t1"
            GROUP BY
              1,
              2,
              3
          ) AS "t10"
          WHERE
            "t10"."left" >= 10
        ) AS "t25"
        INNER JOIN (
          SELECT
            "t28"."user" AS "of_user",
            "t28"."agency" AS "of_agency",
            "t28"."in_month" AS "of_month",
            COUNT(*) AS "asked"
          FROM (
            SELECT
              "t7"."event_id",
              "t7"."source",
              "t7"."row",
              "t7"."at",
              "t7"."day",
              "t7"."local_day",
              "t7"."user",
              COALESCE("t7"."agency", '') AS "agency",
              "t7"."owner",
              "t7"."case_no",
              "t7"."case_no_state",
              "t7"."reason",
              "t7"."purpose",
              "t7"."networks",
              "t7"."window_from",
              "t7"."decision",
              "t7"."action",
              "t7"."continues",
              (
                (
                  (
                    CAST(FLOOR(
                      (
                        CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                      ) / (
                        146097
                      )
                    ) AS BIGINT) * 400
                  ) + CAST(FLOOR(
                    (
                      (
                        (
                          (
                            (
                              CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              1460
                            )
                          ) AS BIGINT)
                        ) + CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) / (
                            36524
                          )
                        ) AS BIGINT)
                      ) - CAST(FLOOR(
                        (
                          (
                            CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                          ) % 146097
                        ) / (
                          146096
                        )
                      ) AS BIGINT)
                    ) / (
                      365
                    )
                  ) AS BIGINT)
                ) * 12
              ) + CAST(FLOOR(
                (
                  (
                    (
                      (
                        (
                          CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                        ) % 146097
                      ) - (
                        (
                          (
                            CAST(FLOOR(
                              (
                                (
                                  (
                                    (
                                      (
                                        CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                                      ) % 146097
                                    ) - CAST(FLOOR(
                                      (
                                        (
                                          CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                                        ) % 146097
                                      ) / (
                                        1460
                                      )
                                    ) AS BIGINT)
                                  ) + CAST(FLOOR(
                                    (
                                      (
                                        CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                                      ) % 146097
                                    ) / (
                                      36524
                                    )
                                  ) AS BIGINT)
                                ) - CAST(FLOOR(
                                  (
                                    (
                                      CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                                    ) % 146097
                                  ) / (
                                    146096
                                  )
                                ) AS BIGINT)
                              ) / (
                                365
                              )
                            ) AS BIGINT) * 365
                          ) + CAST(FLOOR(
                            (
                              CAST(FLOOR(
                                (
                                  (
                                    (
                                      (
                                        (
                                          CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                                        ) % 146097
                                      ) - CAST(FLOOR(
                                        (
                                          (
                                            CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                                          ) % 146097
                                        ) / (
                                          1460
                                        )
                                      ) AS BIGINT)
                                    ) + CAST(FLOOR(
                                      (
                                        (
                                          CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                                        ) % 146097
                                      ) / (
                                        36524
                                      )
                                    ) AS BIGINT)
                                  ) - CAST(FLOOR(
                                    (
                                      (
                                        CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                                      ) % 146097
                                    ) / (
                                      146096
                                    )
                                  ) AS BIGINT)
                                ) / (
                                  365
                                )
                              ) AS BIGINT)
                            ) / (
                              4
                            )
                          ) AS BIGINT)
                        ) - CAST(FLOOR(
                          (
                            CAST(FLOOR(
                              (
                                (
                                  (
                                    (
                                      (
                                        CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                                      ) % 146097
                                    ) - CAST(FLOOR(
                                      (
                                        (
                                          CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                                        ) % 146097
                                      ) / (
                                        1460
                                      )
                                    ) AS BIGINT)
                                  ) + CAST(FLOOR(
                                    (
                                      (
                                        CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                                      ) % 146097
                                    ) / (
                                      36524
                                    )
                                  ) AS BIGINT)
                                ) - CAST(FLOOR(
                                  (
                                    (
                                      CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) + 719468
                                    ) % 146097
                                  ) / (
                                    146096
                                  )
                                ) AS BIGINT)
                              ) / (
                                365
                              )
                            ) AS BIGINT)
                          ) / (
                            100
                          )
                        ) AS BIGINT)
                      )
                    ) * 5
                  ) + 2
                ) / (
                  153
                )
              ) AS BIGINT) + 2 AS "in_month"
            FROM "events" AS "t7"
            WHERE
              "t7"."action" <> 'alert'
              AND "t7"."continues" IS NULL
              AND "t7"."user" IS NOT NULL
              AND "t7"."decision" <> 'deny'
          ) AS "t28"
          GROUP BY
            1,
            2,
            3
        ) AS "t30"
          ON "t25"."of_user" = "t30"."of_user"
          AND "t25"."of_agency" = "t30"."of_agency"
          AND "t25"."of_month" = "t30"."of_month"
      ) AS "t31"
      WHERE
        "t31"."left" >= (
          "t31"."asked" * 0.5
        )
    ) AS "t33"
      ON "t8"."user" = "t33"."of_user"
      AND "t8"."agency" = "t33"."of_agency"
      AND "t8"."in_month" = "t33"."of_month"
  ) AS "t34"
  WHERE
    (
      "t34"."score" >= 3.0
    ) OR (
      "t34"."of_user" IS NOT NULL
    )
) AS "t36"
CROSS JOIN (
  SELECT
    '' || CASE WHEN "t17"."has_assignments" > 0 THEN 'case assignment, ' ELSE '' END || CASE WHEN "t18"."has_accounts" > 0 THEN 'colleague''s case, ' ELSE '' END || CASE WHEN "t19"."has_dispatches" > 0 THEN 'dispatch, ' ELSE '' END || CASE WHEN "t20"."has_hits" > 0 THEN 'hit, ' ELSE '' END || CASE WHEN "t21"."has_approvals" > 0 THEN 'approval, ' ELSE '' END || 'prior contact' AS "tried"
  FROM (
    SELECT
      COUNT(*) AS "has_assignments"
    FROM "assignments" AS "t2"
  ) AS "t17"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_accounts"
    FROM "accounts" AS "t3"
  ) AS "t18"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_dispatches"
    FROM "dispatches" AS "t4"
  ) AS "t19"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_hits"
    FROM "hits" AS "t5"
  ) AS "t20"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_approvals"
    FROM "approvals" AS "t6"
  ) AS "t21"
) AS "t27"
LEFT OUTER JOIN (
  SELECT DISTINCT
    UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "registered"
  FROM "cases" AS "t0"
) AS "t23"
  ON UPPER(REGEXP_REPLACE("t36"."case_no", '^\s+|\s+$', '', 'g')) = "t23"."registered"
CROSS JOIN (
  SELECT
    COUNT(*) AS "registry"
  FROM "cases" AS "t0"
) AS "t16"
