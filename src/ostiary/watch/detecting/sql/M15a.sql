CREATE TEMP TABLE kept_left AS
SELECT
  "t16"."event_id",
  "t16"."at",
  "t16"."user",
  "t16"."agency",
  "t16"."case_no",
  "t16"."typed"
FROM (
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
        "t13"."at",
        "t13"."user",
        "t13"."agency",
        COALESCE(
          "t13"."case_no",
          CASE
            WHEN "t13"."case_no" IS NULL
            THEN "t13"."words_case"
            ELSE CAST(NULL AS TEXT)
          END
        ) AS "case_no",
        "t13"."reason",
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
          "t12"."at",
          "t12"."user",
          "t12"."agency",
          "t12"."case_no",
          "t12"."reason",
          "t5"."typed_in",
          "t5"."words_case"
        FROM (
          SELECT
            "t10"."event_id",
            "t10"."at",
            "t10"."user",
            "t10"."agency",
            "t10"."case_no",
            "t10"."reason"
          FROM (
            SELECT
              "t6"."event_id",
              "t6"."at",
              "t6"."user",
              "t6"."agency",
              "t6"."case_no",
              "t6"."reason",
              "t9"."on_case",
              "t9"."to_user",
              "t9"."times",
              "t9"."always",
              "t9"."from_then",
              "t9"."to_then"
            FROM (
              SELECT
                "t1"."event_id",
                "t1"."at",
                "t1"."user",
                COALESCE("t1"."agency", '') AS "agency",
                "t1"."case_no",
                "t1"."reason"
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
  ) AS "t15"
) AS "t16";

CREATE TEMP TABLE kept_unexplained AS
WITH "t26" AS (
  SELECT
    "t7"."event_id",
    "t7"."at",
    "t7"."user",
    "t7"."agency",
    "t7"."case_no",
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
  "t7"."at",
  "t7"."user",
  "t7"."agency",
  "t7"."case_no",
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
          "t7"."at",
          "t7"."user",
          "t7"."agency",
          "t7"."case_no",
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
          "t7"."at",
          "t7"."user",
          "t7"."agency",
          "t7"."case_no",
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
            "t7"."at",
            "t7"."user",
            "t7"."agency",
            "t7"."case_no",
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
            "t7"."at",
            "t7"."user",
            "t7"."agency",
            "t7"."case_no",
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

CREATE TEMP TABLE kept_month_of_day AS
SELECT
  "t1"."one",
  (
    (
      (
        CAST(FLOOR((
          "t1"."one" + 719468
        ) / (
          146097
        )) AS BIGINT) * 400
      ) + CAST(FLOOR(
        (
          (
            (
              (
                (
                  "t1"."one" + 719468
                ) % 146097
              ) - CAST(FLOOR((
                (
                  "t1"."one" + 719468
                ) % 146097
              ) / (
                1460
              )) AS BIGINT)
            ) + CAST(FLOOR((
              (
                "t1"."one" + 719468
              ) % 146097
            ) / (
              36524
            )) AS BIGINT)
          ) - CAST(FLOOR((
            (
              "t1"."one" + 719468
            ) % 146097
          ) / (
            146096
          )) AS BIGINT)
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
              "t1"."one" + 719468
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
                            "t1"."one" + 719468
                          ) % 146097
                        ) - CAST(FLOOR((
                          (
                            "t1"."one" + 719468
                          ) % 146097
                        ) / (
                          1460
                        )) AS BIGINT)
                      ) + CAST(FLOOR((
                        (
                          "t1"."one" + 719468
                        ) % 146097
                      ) / (
                        36524
                      )) AS BIGINT)
                    ) - CAST(FLOOR((
                      (
                        "t1"."one" + 719468
                      ) % 146097
                    ) / (
                      146096
                    )) AS BIGINT)
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
                              "t1"."one" + 719468
                            ) % 146097
                          ) - CAST(FLOOR((
                            (
                              "t1"."one" + 719468
                            ) % 146097
                          ) / (
                            1460
                          )) AS BIGINT)
                        ) + CAST(FLOOR((
                          (
                            "t1"."one" + 719468
                          ) % 146097
                        ) / (
                          36524
                        )) AS BIGINT)
                      ) - CAST(FLOOR((
                        (
                          "t1"."one" + 719468
                        ) % 146097
                      ) / (
                        146096
                      )) AS BIGINT)
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
                            "t1"."one" + 719468
                          ) % 146097
                        ) - CAST(FLOOR((
                          (
                            "t1"."one" + 719468
                          ) % 146097
                        ) / (
                          1460
                        )) AS BIGINT)
                      ) + CAST(FLOOR((
                        (
                          "t1"."one" + 719468
                        ) % 146097
                      ) / (
                        36524
                      )) AS BIGINT)
                    ) - CAST(FLOOR((
                      (
                        "t1"."one" + 719468
                      ) % 146097
                    ) / (
                      146096
                    )) AS BIGINT)
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
  ) AS BIGINT) + 2 AS "month"
FROM (
  SELECT DISTINCT
    CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) AS "one"
  FROM "events" AS "t0"
) AS "t1";

CREATE TEMP TABLE kept_scored AS
SELECT
  "t41"."event_id",
  "t41"."at",
  "t41"."user",
  "t41"."agency",
  "t41"."case_no",
  "t41"."case_no_state",
  "t41"."typed",
  "t41"."month" AS "in_month",
  "t41"."score"
FROM (
  SELECT
    "t40".*
    EXCLUDE ("one")
  FROM (
    SELECT
      "t39".*
      EXCLUDE ("own_day")
    FROM (
      SELECT
        "t38"."event_id",
        "t38"."source",
        "t38"."row",
        "t38"."at",
        "t38"."day",
        "t38"."local_day",
        "t38"."user",
        "t38"."agency",
        "t38"."owner",
        "t38"."case_no_state",
        "t38"."reason",
        "t38"."purpose",
        "t38"."networks",
        "t38"."window_from",
        "t38"."decision",
        "t38"."action",
        "t38"."continues",
        "t38"."typed",
        "t38"."left",
        "t38"."case_no",
        "t38"."of_agency",
        "t38"."of_owner",
        "t38"."share",
        "t38"."said",
        "t38"."pack",
        "t38"."score",
        "t38"."own_day",
        "t5"."one",
        "t5"."month"
      FROM (
        SELECT
          "t36"."event_id",
          "t36"."source",
          "t36"."row",
          "t36"."at",
          "t36"."day",
          "t36"."local_day",
          "t36"."user",
          "t36"."agency",
          "t36"."owner",
          "t36"."case_no_state",
          "t36"."reason",
          "t36"."purpose",
          "t36"."networks",
          "t36"."window_from",
          "t36"."decision",
          "t36"."action",
          "t36"."continues",
          "t36"."typed",
          "t36"."left",
          "t36"."case_no",
          "t36"."of_agency",
          "t36"."of_owner",
          "t36"."share",
          "t36"."said",
          "t36"."pack",
          COALESCE(-(
            LN("t36"."share")
          ), 0.0) + (
            (
              0 + CASE WHEN COALESCE("t36"."networks", 0) > 1000 THEN 1 ELSE 0 END + CASE
                WHEN COALESCE("t36"."at" - "t36"."window_from", 0) > 2592000000
                THEN 1
                ELSE 0
              END + CASE
                WHEN (
                  "t36"."pack" IS NOT NULL
                )
                AND NOT (
                  CONTAINS(COALESCE("t36"."purpose", ''), COALESCE("t36"."pack", ''))
                )
                THEN 1
                ELSE 0
              END
            ) * 1.5
          ) AS "score",
          CAST(COALESCE("t36"."local_day", "t36"."day") AS BIGINT) AS "own_day"
        FROM (
          SELECT
            "t35"."event_id",
            "t35"."source",
            "t35"."row",
            "t35"."at",
            "t35"."day",
            "t35"."local_day",
            "t35"."user",
            "t35"."agency",
            "t35"."owner",
            "t35"."case_no_state",
            "t35"."reason",
            "t35"."purpose",
            "t35"."networks",
            "t35"."window_from",
            "t35"."decision",
            "t35"."action",
            "t35"."continues",
            "t35"."typed",
            "t35"."left",
            "t35"."case_no",
            "t24"."of_agency",
            "t24"."of_owner",
            "t24"."share",
            "t15"."said",
            "t15"."pack"
          FROM (
            SELECT
              "t33"."event_id",
              "t33"."source",
              "t33"."row",
              "t33"."at",
              "t33"."day",
              "t33"."local_day",
              "t33"."user",
              "t33"."agency",
              "t33"."owner",
              "t33"."case_no_state",
              "t33"."reason",
              "t33"."purpose",
              "t33"."networks",
              "t33"."window_from",
              "t33"."decision",
              "t33"."action",
              "t33"."continues",
              "t33"."typed",
              "t33"."left",
              "t33"."left_case" AS "case_no"
            FROM (
              SELECT
                "t17"."event_id",
                "t17"."source",
                "t17"."row",
                "t17"."at",
                "t17"."day",
                "t17"."local_day",
                "t17"."user",
                "t17"."agency",
                "t17"."owner",
                "t17"."case_no_state",
                "t17"."reason",
                "t17"."purpose",
                "t17"."networks",
                "t17"."window_from",
                "t17"."decision",
                "t17"."action",
                "t17"."continues",
                "t32"."typed",
                "t32"."left",
                "t32"."left_case"
              FROM (
                SELECT
                  "t11".*
                  EXCLUDE ("case_no")
                FROM (
                  SELECT
                    "t2"."event_id",
                    "t2"."source",
                    "t2"."row",
                    "t2"."at",
                    "t2"."day",
                    "t2"."local_day",
                    "t2"."user",
                    COALESCE("t2"."agency", '') AS "agency",
                    "t2"."owner",
                    "t2"."case_no",
                    "t2"."case_no_state",
                    "t2"."reason",
                    "t2"."purpose",
                    "t2"."networks",
                    "t2"."window_from",
                    "t2"."decision",
                    "t2"."action",
                    "t2"."continues"
                  FROM "events" AS "t2"
                  WHERE
                    "t2"."action" <> 'alert'
                    AND "t2"."continues" IS NULL
                    AND "t2"."user" IS NOT NULL
                    AND "t2"."decision" <> 'deny'
                ) AS "t11"
              ) AS "t17"
              INNER JOIN (
                SELECT
                  "t6"."typed",
                  "t6"."event_id" AS "left",
                  "t6"."case_no" AS "left_case"
                FROM "kept_unexplained" AS "t6"
                ANTI JOIN (
                  SELECT
                    "t28"."event_id" AS "explained"
                  FROM (
                    SELECT
                      "t6"."event_id",
                      "t6"."at",
                      "t6"."user",
                      "t14"."subject",
                      "t27"."had_user",
                      "t27"."had_subject",
                      "t27"."had_at"
                    FROM "kept_unexplained" AS "t6"
                    INNER JOIN (
                      SELECT
                        "t4"."event_id" AS "about_id",
                        "t4"."subject"
                      FROM "subjects" AS "t4"
                    ) AS "t14"
                      ON "t6"."event_id" = "t14"."about_id"
                    INNER JOIN (
                      SELECT
                        "t25"."user" AS "had_user",
                        "t25"."subject" AS "had_subject",
                        MIN("t25"."at") AS "had_at"
                      FROM (
                        SELECT
                          "t7"."event_id",
                          "t7"."source",
                          "t7"."at",
                          "t7"."day",
                          "t7"."local_day",
                          "t7"."local_minute",
                          "t7"."user",
                          "t7"."agency",
                          "t7"."case_no",
                          "t7"."decision",
                          "t7"."exported",
                          "t7"."subject",
                          "t7"."asked"
                        FROM "subjects" AS "t7"
                        SEMI JOIN (
                          SELECT DISTINCT
                            "t19"."user" AS "of_user",
                            "t19"."subject" AS "of_subject"
                          FROM (
                            SELECT
                              "t6"."event_id",
                              "t6"."at",
                              "t6"."user",
                              "t14"."subject"
                            FROM "kept_unexplained" AS "t6"
                            INNER JOIN (
                              SELECT
                                "t4"."event_id" AS "about_id",
                                "t4"."subject"
                              FROM "subjects" AS "t4"
                            ) AS "t14"
                              ON "t6"."event_id" = "t14"."about_id"
                          ) AS "t19"
                        ) AS "t22"
                          ON "t7"."user" = "t22"."of_user" AND "t7"."subject" = "t22"."of_subject"
                        ANTI JOIN (
                          SELECT
                            "t3"."event_id" AS "still"
                          FROM "kept_unexplained" AS "t3"
                        ) AS "t13"
                          ON "t7"."event_id" = "t13"."still"
                      ) AS "t25"
                      GROUP BY
                        1,
                        2
                    ) AS "t27"
                      ON "t6"."user" = "t27"."had_user" AND "t14"."subject" = "t27"."had_subject"
                  ) AS "t28"
                  WHERE
                    "t28"."had_at" < "t28"."at"
                ) AS "t30"
                  ON "t6"."event_id" = "t30"."explained"
              ) AS "t32"
                ON "t17"."event_id" = "t32"."left"
            ) AS "t33"
          ) AS "t35"
          LEFT OUTER JOIN (
            SELECT
              "t21"."of_agency",
              "t21"."of_owner",
              "t21"."share"
            FROM (
              SELECT
                "t18"."of_agency",
                "t18"."of_owner",
                "t18"."times",
                "t18"."times" / SUM("t18"."times") OVER (
                  PARTITION BY "t18"."of_agency"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "share"
              FROM (
                SELECT
                  "t12"."agency" AS "of_agency",
                  "t12"."owner" AS "of_owner",
                  COUNT(*) AS "times"
                FROM (
                  SELECT
                    *
                  FROM "events" AS "t2"
                  WHERE
                    "t2"."owner" IS NOT NULL AND "t2"."agency" IS NOT NULL
                ) AS "t12"
                GROUP BY
                  1,
                  2
              ) AS "t18"
            ) AS "t21"
          ) AS "t24"
            ON "t35"."agency" = "t24"."of_agency" AND "t35"."owner" = "t24"."of_owner"
          LEFT OUTER JOIN (
            SELECT
              "t1"."reason" AS "said",
              "t1"."pack"
            FROM "reasons" AS "t1"
            WHERE
              "t1"."pack" IS NOT NULL
          ) AS "t15"
            ON "t35"."reason" = "t15"."said"
        ) AS "t36"
      ) AS "t38"
      INNER JOIN "kept_month_of_day" AS "t5"
        ON "t38"."own_day" = "t5"."one"
    ) AS "t39"
  ) AS "t40"
) AS "t41";

WITH "t12" AS (
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
)
SELECT
  "t49"."user" AS "entity",
  NULLIF("t49"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t49"."in_month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t49"."in_month" % 12
  ) + 1 AS TEXT), 2) AS "period",
  "t49"."event_id",
  "t49"."at",
  "t49"."score" AS "measure",
  CASE
    WHEN (
      "t49"."typed" IS NOT NULL
    )
    AND (
      (
        "t28"."registered" IS NULL
      ) AND (
        "t18"."registry" > 0
      )
    )
    THEN 'the number of a case in its reason is not in the registry of cases'
    WHEN "t49"."typed" IS NOT NULL
    THEN 'the case whose number is in its reason is not theirs'
    WHEN "t49"."case_no" IS NOT NULL
    THEN 'the declared case is not theirs'
    WHEN "t49"."case_no_state" = 'blank'
    THEN 'no case was declared'
    ELSE 'whether a case was declared the log does not show'
  END || '; tried without success: ' || "t35"."tried" AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t9"."event_id",
      "t9"."at",
      "t9"."user",
      "t9"."agency",
      "t9"."case_no",
      "t9"."case_no_state",
      "t9"."typed",
      "t9"."in_month",
      "t9"."score",
      "t46"."of_user",
      "t46"."of_agency",
      "t46"."of_month"
    FROM "kept_scored" AS "t9"
    LEFT OUTER JOIN (
      SELECT
        "t44"."of_user",
        "t44"."of_agency",
        "t44"."of_month"
      FROM (
        SELECT
          "t31"."of_user",
          "t31"."of_agency",
          "t31"."of_month",
          "t31"."left",
          "t43"."asked"
        FROM (
          SELECT
            *
          FROM "t12" AS "t19"
          WHERE
            "t19"."left" >= 10
        ) AS "t31"
        INNER JOIN (
          SELECT
            "t41"."user" AS "of_user",
            "t41"."agency" AS "of_agency",
            "t41"."in_month" AS "of_month",
            COUNT(*) AS "asked"
          FROM (
            SELECT
              "t40"."event_id",
              "t40"."source",
              "t40"."row",
              "t40"."at",
              "t40"."day",
              "t40"."local_day",
              "t40"."user",
              "t40"."agency",
              "t40"."owner",
              "t40"."case_no",
              "t40"."case_no_state",
              "t40"."reason",
              "t40"."purpose",
              "t40"."networks",
              "t40"."window_from",
              "t40"."decision",
              "t40"."action",
              "t40"."continues",
              "t40"."month" AS "in_month"
            FROM (
              SELECT
                "t39".*
                EXCLUDE ("one")
              FROM (
                SELECT
                  "t38".*
                  EXCLUDE ("own_day")
                FROM (
                  SELECT
                    "t37"."event_id",
                    "t37"."source",
                    "t37"."row",
                    "t37"."at",
                    "t37"."day",
                    "t37"."local_day",
                    "t37"."user",
                    "t37"."agency",
                    "t37"."owner",
                    "t37"."case_no",
                    "t37"."case_no_state",
                    "t37"."reason",
                    "t37"."purpose",
                    "t37"."networks",
                    "t37"."window_from",
                    "t37"."decision",
                    "t37"."action",
                    "t37"."continues",
                    "t37"."own_day",
                    "t10"."one",
                    "t10"."month"
                  FROM (
                    SELECT
                      "t33"."event_id",
                      "t33"."source",
                      "t33"."row",
                      "t33"."at",
                      "t33"."day",
                      "t33"."local_day",
                      "t33"."user",
                      "t33"."agency",
                      "t33"."owner",
                      "t33"."case_no",
                      "t33"."case_no_state",
                      "t33"."reason",
                      "t33"."purpose",
                      "t33"."networks",
                      "t33"."window_from",
                      "t33"."decision",
                      "t33"."action",
                      "t33"."continues",
                      CAST(COALESCE("t33"."local_day", "t33"."day") AS BIGINT) AS "own_day"
                    FROM (
                      SELECT
                        "t27"."event_id",
                        "t27"."source",
                        "t27"."row",
                        "t27"."at",
                        "t27"."day",
                        "t27"."local_day",
                        "t27"."user",
                        "t27"."agency",
                        "t27"."owner",
                        "t27"."case_no",
                        "t27"."case_no_state",
                        "t27"."reason",
                        "t27"."purpose",
                        "t27"."networks",
                        "t27"."window_from",
                        "t27"."decision",
                        "t27"."action",
                        "t27"."continues"
                      FROM (
                        SELECT
                          "t8"."event_id",
                          "t8"."source",
                          "t8"."row",
                          "t8"."at",
                          "t8"."day",
                          "t8"."local_day",
                          "t8"."user",
                          COALESCE("t8"."agency", '') AS "agency",
                          "t8"."owner",
                          "t8"."case_no",
                          "t8"."case_no_state",
                          "t8"."reason",
                          "t8"."purpose",
                          "t8"."networks",
                          "t8"."window_from",
                          "t8"."decision",
                          "t8"."action",
                          "t8"."continues"
                        FROM "events" AS "t8"
                        WHERE
                          "t8"."action" <> 'alert'
                          AND "t8"."continues" IS NULL
                          AND "t8"."user" IS NOT NULL
                          AND "t8"."decision" <> 'deny'
                      ) AS "t27"
                      SEMI JOIN (
                        SELECT DISTINCT
                          "t19"."of_user",
                          "t19"."of_agency"
                        FROM "t12" AS "t19"
                        WHERE
                          "t19"."left" >= 10
                      ) AS "t32"
                        ON "t27"."user" = "t32"."of_user" AND "t27"."agency" = "t32"."of_agency"
                    ) AS "t33"
                  ) AS "t37"
                  INNER JOIN "kept_month_of_day" AS "t10"
                    ON "t37"."own_day" = "t10"."one"
                ) AS "t38"
              ) AS "t39"
            ) AS "t40"
          ) AS "t41"
          GROUP BY
            1,
            2,
            3
        ) AS "t43"
          ON "t31"."of_user" = "t43"."of_user"
          AND "t31"."of_agency" = "t43"."of_agency"
          AND "t31"."of_month" = "t43"."of_month"
      ) AS "t44"
      WHERE
        "t44"."left" >= (
          "t44"."asked" * 0.5
        )
    ) AS "t46"
      ON "t9"."user" = "t46"."of_user"
      AND "t9"."agency" = "t46"."of_agency"
      AND "t9"."in_month" = "t46"."of_month"
  ) AS "t47"
  WHERE
    (
      "t47"."score" >= 3.0
    ) OR (
      "t47"."of_user" IS NOT NULL
    )
) AS "t49"
CROSS JOIN (
  SELECT
    '' || CASE WHEN "t20"."has_assignments" > 0 THEN 'case assignment, ' ELSE '' END || CASE WHEN "t21"."has_accounts" > 0 THEN 'colleague''s case, ' ELSE '' END || CASE WHEN "t22"."has_dispatches" > 0 THEN 'dispatch, ' ELSE '' END || CASE WHEN "t23"."has_hits" > 0 THEN 'hit, ' ELSE '' END || CASE WHEN "t24"."has_approvals" > 0 THEN 'approval, ' ELSE '' END || 'prior contact' AS "tried"
  FROM (
    SELECT
      COUNT(*) AS "has_assignments"
    FROM "assignments" AS "t2"
  ) AS "t20"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_accounts"
    FROM "accounts" AS "t3"
  ) AS "t21"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_dispatches"
    FROM "dispatches" AS "t4"
  ) AS "t22"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_hits"
    FROM "hits" AS "t5"
  ) AS "t23"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_approvals"
    FROM "approvals" AS "t6"
  ) AS "t24"
) AS "t35"
LEFT OUTER JOIN (
  SELECT DISTINCT
    UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "registered"
  FROM "cases" AS "t0"
) AS "t28"
  ON UPPER(REGEXP_REPLACE("t49"."case_no", '^\s+|\s+$', '', 'g')) = "t28"."registered"
CROSS JOIN (
  SELECT
    COUNT(*) AS "registry"
  FROM "cases" AS "t0"
) AS "t18"
