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
  "t0"."decision"
FROM "events" AS "t0"
WHERE
  "t0"."user" IS NOT NULL
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
  "t6"."decision"
FROM (
  SELECT
    "t2"."event_id",
    "t2"."source",
    "t2"."row",
    "t2"."at",
    "t2"."day",
    "t2"."local_day",
    "t2"."user",
    "t2"."agency",
    "t2"."owner",
    "t2"."case_no",
    "t2"."case_no_state",
    "t2"."reason",
    "t2"."purpose",
    "t2"."networks",
    "t2"."window_from",
    "t2"."decision",
    "t5"."on_case",
    "t5"."to_user",
    "t5"."times",
    "t5"."always",
    "t5"."from_then",
    "t5"."to_then"
  FROM "kept_drawn" AS "t2"
  LEFT OUTER JOIN (
    SELECT
      *
    FROM (
      SELECT
        "t1"."case_no" AS "on_case",
        "t1"."user" AS "to_user",
        COUNT(*) AS "times",
        MAX(
          CASE
            WHEN (
              "t1"."since" IS NULL
            ) AND (
              "t1"."until" IS NULL
            )
            THEN 1
            ELSE 0
          END
        ) AS "always",
        MIN("t1"."since") AS "from_then",
        MAX("t1"."until") AS "to_then"
      FROM "assignments" AS "t1"
      GROUP BY
        1,
        2
    ) AS "t3"
    WHERE
      (
        "t3"."times" = 1
      ) OR (
        "t3"."always" = 1
      )
  ) AS "t5"
    ON "t2"."case_no" = "t5"."on_case" AND "t2"."user" = "t5"."to_user"
) AS "t6"
WHERE
  (
    "t6"."times" IS NULL
  )
  OR NOT (
    (
      "t6"."always" = 1
    )
    OR (
      (
        (
          "t6"."from_then" IS NULL
        ) OR (
          "t6"."at" >= "t6"."from_then"
        )
      )
      AND (
        (
          "t6"."to_then" IS NULL
        ) OR (
          "t6"."at" < "t6"."to_then"
        )
      )
    )
  );

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
    "t21"."may",
    "t21"."for_case",
    "t21"."for_subject",
    "t21"."from_then",
    "t21"."to_then"
  FROM "kept_left" AS "t7"
  INNER JOIN (
    SELECT
      "t5"."user" AS "may",
      "t5"."case_no" AS "for_case",
      "t5"."subject" AS "for_subject",
      "t5"."since" AS "from_then",
      "t5"."until" AS "to_then"
    FROM "approvals" AS "t5"
  ) AS "t21"
    ON "t7"."user" = "t21"."may"
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
  "t7"."decision"
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
          "t17"."sent",
          "t17"."begun",
          "t17"."ended"
        FROM "kept_left" AS "t7"
        INNER JOIN (
          SELECT
            "t1"."user" AS "sent",
            "t1"."since" AS "begun",
            "t1"."until" AS "ended"
          FROM "dispatches" AS "t1"
        ) AS "t17"
          ON "t7"."user" = "t17"."sent"
      ) AS "t24"
      WHERE
        "t24"."at" >= (
          "t24"."begun" - 21600000
        )
        AND "t24"."at" <= (
          "t24"."ended" + 21600000
        )
    ) AS "t31"
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
          "t18"."about_id",
          "t18"."subject",
          "t20"."seen",
          "t20"."seen_at"
        FROM "kept_left" AS "t7"
        INNER JOIN (
          SELECT
            "t2"."event_id" AS "about_id",
            "t2"."subject"
          FROM "subjects" AS "t2"
        ) AS "t18"
          ON "t7"."event_id" = "t18"."about_id"
        INNER JOIN (
          SELECT
            "t3"."subject" AS "seen",
            "t3"."at" AS "seen_at"
          FROM "hits" AS "t3"
        ) AS "t20"
          ON "t18"."subject" = "t20"."seen"
      ) AS "t25"
      WHERE
        (
          "t25"."at" - "t25"."seen_at"
        ) >= 0
        AND (
          "t25"."at" - "t25"."seen_at"
        ) <= 86400000
    ) AS "t32"
  ) AS "t34"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t43"."event_id" AS "explained"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t29"."event_id"
          FROM "t26" AS "t29"
          WHERE
            (
              (
                "t29"."from_then" IS NULL
              ) OR (
                "t29"."at" >= "t29"."from_then"
              )
            )
            AND (
              (
                "t29"."to_then" IS NULL
              ) OR (
                "t29"."at" < "t29"."to_then"
              )
            )
            AND (
              (
                "t29"."for_case" IS NULL
              ) OR (
                "t29"."for_case" = "t29"."case_no"
              )
            )
            AND "t29"."for_subject" IS NULL
        ) AS "t35"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t38"."event_id"
          FROM (
            SELECT
              "t29"."event_id",
              "t29"."for_subject"
            FROM "t26" AS "t29"
            WHERE
              (
                (
                  "t29"."from_then" IS NULL
                ) OR (
                  "t29"."at" >= "t29"."from_then"
                )
              )
              AND (
                (
                  "t29"."to_then" IS NULL
                ) OR (
                  "t29"."at" < "t29"."to_then"
                )
              )
              AND (
                (
                  "t29"."for_case" IS NULL
                ) OR (
                  "t29"."for_case" = "t29"."case_no"
                )
              )
              AND "t29"."for_subject" IS NOT NULL
          ) AS "t38"
          INNER JOIN (
            SELECT
              "t2"."event_id" AS "about_id",
              "t2"."subject" AS "about"
            FROM "subjects" AS "t2"
          ) AS "t19"
            ON "t38"."event_id" = "t19"."about_id" AND "t38"."for_subject" = "t19"."about"
        ) AS "t41"
      ) AS "t43"
    ) AS "t44"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t33"."event_id" AS "explained"
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
            "t28"."on_case",
            "t28"."to_user",
            "t28"."from_then",
            "t28"."to_then"
          FROM "kept_left" AS "t7"
          INNER JOIN (
            SELECT
              "t8"."case_no" AS "on_case",
              "t8"."user" AS "to_user",
              "t8"."since" AS "from_then",
              "t8"."until" AS "to_then"
            FROM "assignments" AS "t8"
            SEMI JOIN (
              SELECT DISTINCT
                "t0"."case_no" AS "wanted"
              FROM "kept_left" AS "t0"
            ) AS "t16"
              ON "t8"."case_no" = "t16"."wanted"
          ) AS "t28"
            ON "t7"."case_no" = "t28"."on_case" AND "t7"."user" = "t28"."to_user"
        ) AS "t33"
        WHERE
          (
            (
              "t33"."from_then" IS NULL
            ) OR (
              "t33"."at" >= "t33"."from_then"
            )
          )
          AND (
            (
              "t33"."to_then" IS NULL
            ) OR (
              "t33"."at" < "t33"."to_then"
            )
          )
      ) AS "t39"
      UNION ALL
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
            "t30"."of",
            "t30"."on_case",
            "t30"."from_then",
            "t30"."to_then"
          FROM "kept_left" AS "t7"
          INNER JOIN (
            SELECT
              "t22"."of",
              "t8"."case_no" AS "on_case",
              "t8"."since" AS "from_then",
              "t8"."until" AS "to_then"
            FROM "assignments" AS "t8"
            SEMI JOIN (
              SELECT DISTINCT
                "t0"."case_no" AS "wanted"
              FROM "kept_left" AS "t0"
            ) AS "t16"
              ON "t8"."case_no" = "t16"."wanted"
            INNER JOIN (
              SELECT DISTINCT
                "t6"."user" AS "member",
                "t6"."agency" AS "of"
              FROM "accounts" AS "t6"
            ) AS "t22"
              ON "t8"."user" = "t22"."member"
          ) AS "t30"
            ON "t7"."case_no" = "t30"."on_case" AND "t7"."agency" = "t30"."of"
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
    ) AS "t42"
  ) AS "t45"
) AS "t47"
  ON "t7"."event_id" = "t47"."explained";

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
