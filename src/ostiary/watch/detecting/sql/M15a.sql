CREATE TEMP TABLE kept_left AS
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
FROM (
  SELECT
    "t3"."event_id",
    "t3"."source",
    "t3"."row",
    "t3"."at",
    "t3"."day",
    "t3"."local_day",
    "t3"."user",
    "t3"."agency",
    "t3"."owner",
    "t3"."case_no",
    "t3"."case_no_state",
    "t3"."reason",
    "t3"."purpose",
    "t3"."networks",
    "t3"."window_from",
    "t3"."decision",
    "t6"."on_case",
    "t6"."to_user",
    "t6"."times",
    "t6"."always",
    "t6"."from_then",
    "t6"."to_then"
  FROM (
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
      "t0"."user" IS NOT NULL AND "t0"."decision" <> 'deny'
  ) AS "t3"
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
    ) AS "t4"
    WHERE
      (
        "t4"."times" = 1
      ) OR (
        "t4"."always" = 1
      )
  ) AS "t6"
    ON "t3"."case_no" = "t6"."on_case" AND "t3"."user" = "t6"."to_user"
) AS "t7"
WHERE
  (
    "t7"."times" IS NULL
  )
  OR NOT (
    (
      "t7"."always" = 1
    )
    OR (
      (
        (
          "t7"."from_then" IS NULL
        ) OR (
          "t7"."at" >= "t7"."from_then"
        )
      )
      AND (
        (
          "t7"."to_then" IS NULL
        ) OR (
          "t7"."at" < "t7"."to_then"
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
  "t31"."user" AS "entity",
  NULLIF("t31"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t31"."in_month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t31"."in_month" % 12
  ) + 1 AS TEXT), 2) AS "period",
  "t31"."event_id",
  "t31"."at",
  "t31"."score" AS "measure",
  CASE
    WHEN "t31"."case_no" IS NOT NULL
    THEN 'the declared case is not theirs'
    WHEN "t31"."case_no_state" = 'blank'
    THEN 'no case was declared'
    ELSE 'whether a case was declared the log does not show'
  END || '; tried without success: ' || "t22"."tried" AS "detail"
FROM (
  SELECT
    *
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
      "t7"."of_agency",
      "t7"."of_owner",
      "t7"."share",
      "t7"."said",
      "t7"."pack",
      "t7"."score",
      "t7"."in_month",
      "t28"."of_user",
      "t28"."of_agency" AS "of_agency_right",
      "t28"."of_month"
    FROM "kept_scored" AS "t7"
    LEFT OUTER JOIN (
      SELECT
        "t26"."of_user",
        "t26"."of_agency",
        "t26"."of_month"
      FROM (
        SELECT
          "t20"."of_user",
          "t20"."of_agency",
          "t20"."of_month",
          "t20"."left",
          "t25"."asked"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t0"."user" AS "of_user",
              "t0"."agency" AS "of_agency",
              "t0"."in_month" AS "of_month",
              COUNT(*) AS "left"
            FROM "kept_scored" AS "t0"
            GROUP BY
              1,
              2,
              3
          ) AS "t8"
          WHERE
            "t8"."left" >= 10
        ) AS "t20"
        INNER JOIN (
          SELECT
            "t23"."user" AS "of_user",
            "t23"."agency" AS "of_agency",
            "t23"."in_month" AS "of_month",
            COUNT(*) AS "asked"
          FROM (
            SELECT
              "t6"."event_id",
              "t6"."source",
              "t6"."row",
              "t6"."at",
              "t6"."day",
              "t6"."local_day",
              "t6"."user",
              COALESCE("t6"."agency", '') AS "agency",
              "t6"."owner",
              "t6"."case_no",
              "t6"."case_no_state",
              "t6"."reason",
              "t6"."purpose",
              "t6"."networks",
              "t6"."window_from",
              "t6"."decision",
              (
                (
                  (
                    CAST(FLOOR(
                      (
                        CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
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
                              CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              1460
                            )
                          ) AS BIGINT)
                        ) + CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) / (
                            36524
                          )
                        ) AS BIGINT)
                      ) - CAST(FLOOR(
                        (
                          (
                            CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
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
                          CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
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
                                        CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                                      ) % 146097
                                    ) - CAST(FLOOR(
                                      (
                                        (
                                          CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                                        ) % 146097
                                      ) / (
                                        1460
                                      )
                                    ) AS BIGINT)
                                  ) + CAST(FLOOR(
                                    (
                                      (
                                        CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                                      ) % 146097
                                    ) / (
                                      36524
                                    )
                                  ) AS BIGINT)
                                ) - CAST(FLOOR(
                                  (
                                    (
                                      CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
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
                                          CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                                        ) % 146097
                                      ) - CAST(FLOOR(
                                        (
                                          (
                                            CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                                          ) % 146097
                                        ) / (
                                          1460
                                        )
                                      ) AS BIGINT)
                                    ) + CAST(FLOOR(
                                      (
                                        (
                                          CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                                        ) % 146097
                                      ) / (
                                        36524
                                      )
                                    ) AS BIGINT)
                                  ) - CAST(FLOOR(
                                    (
                                      (
                                        CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
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
                                        CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                                      ) % 146097
                                    ) - CAST(FLOOR(
                                      (
                                        (
                                          CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                                        ) % 146097
                                      ) / (
                                        1460
                                      )
                                    ) AS BIGINT)
                                  ) + CAST(FLOOR(
                                    (
                                      (
                                        CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                                      ) % 146097
                                    ) / (
                                      36524
                                    )
                                  ) AS BIGINT)
                                ) - CAST(FLOOR(
                                  (
                                    (
                                      CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
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
            FROM "events" AS "t6"
            WHERE
              "t6"."user" IS NOT NULL AND "t6"."decision" <> 'deny'
          ) AS "t23"
          GROUP BY
            1,
            2,
            3
        ) AS "t25"
          ON "t20"."of_user" = "t25"."of_user"
          AND "t20"."of_agency" = "t25"."of_agency"
          AND "t20"."of_month" = "t25"."of_month"
      ) AS "t26"
      WHERE
        "t26"."left" >= (
          "t26"."asked" * 0.5
        )
    ) AS "t28"
      ON "t7"."user" = "t28"."of_user"
      AND "t7"."agency" = "t28"."of_agency"
      AND "t7"."in_month" = "t28"."of_month"
  ) AS "t29"
  WHERE
    (
      "t29"."score" >= 3.0
    ) OR (
      "t29"."of_user" IS NOT NULL
    )
) AS "t31"
CROSS JOIN (
  SELECT
    '' || CASE WHEN "t14"."has_assignments" > 0 THEN 'case assignment, ' ELSE '' END || CASE WHEN "t15"."has_accounts" > 0 THEN 'colleague''s case, ' ELSE '' END || CASE WHEN "t16"."has_dispatches" > 0 THEN 'dispatch, ' ELSE '' END || CASE WHEN "t17"."has_hits" > 0 THEN 'hit, ' ELSE '' END || CASE WHEN "t18"."has_approvals" > 0 THEN 'approval, ' ELSE '' END || 'prior contact' AS "tried"
  FROM (
    SELECT
      COUNT(*) AS "has_assignments"
    FROM "assignments" AS "t1"
  ) AS "t14"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_accounts"
    FROM "accounts" AS "t2"
  ) AS "t15"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_dispatches"
    FROM "dispatches" AS "t3"
  ) AS "t16"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_hits"
    FROM "hits" AS "t4"
  ) AS "t17"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_approvals"
    FROM "approvals" AS "t5"
  ) AS "t18"
) AS "t22"
