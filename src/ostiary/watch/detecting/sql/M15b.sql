CREATE TEMP TABLE kept_drawn AS
SELECT
  "t0"."event_id",
  "t0"."source",
  "t0"."row",
  "t0"."at",
  "t0"."day",
  "t0"."local_day",
  "t0"."user",
  COALESCE("t0"."agency", '') AS "agency",
  "t0"."owner",
  "t0"."case_no",
  "t0"."case_no_state",
  "t0"."reason",
  "t0"."purpose",
  "t0"."networks",
  "t0"."window_from",
  "t0"."decision",
  "t0"."action",
  "t0"."continues"
FROM "events" AS "t0"
WHERE
  "t0"."action" <> 'alert'
  AND "t0"."continues" IS NULL
  AND "t0"."user" IS NOT NULL
  AND "t0"."decision" <> 'deny'
  AND CAST(FLOOR(
    (
      (
        (
          (
            (
              (
                "t0"."row" + (
                  CAST("t0"."day" AS BIGINT) * 2654435761
                )
              ) % 2147483647
            ) * 1103515245
          ) + 12345
        ) % 2147483647
      ) * 10000
    ) / (
      2147483647
    )
  ) AS BIGINT) < 100;

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
          "t6"."typed_in",
          "t6"."words_case"
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
              "t5"."event_id",
              "t5"."at",
              "t5"."user",
              "t5"."agency",
              "t5"."case_no",
              "t5"."reason",
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
                "t1"."agency",
                "t1"."case_no",
                "t1"."reason"
              FROM "kept_drawn" AS "t1"
            ) AS "t5"
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
              ON "t5"."case_no" = "t9"."on_case" AND "t5"."user" = "t9"."to_user"
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
        ) AS "t6"
          ON "t12"."reason" = "t6"."typed_in"
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

SELECT
  "t2"."user" AS "entity",
  NULLIF("t2"."agency", '') AS "agency",
  "t2"."event_id" AS "period",
  "t2"."event_id",
  "t2"."at",
  0.0 AS "measure",
  'drawn at random' AS "detail"
FROM "kept_drawn" AS "t2"
ANTI JOIN (
  SELECT
    "t1"."event_id" AS "unexplained"
  FROM "kept_unexplained" AS "t1"
) AS "t4"
  ON "t2"."event_id" = "t4"."unexplained"
