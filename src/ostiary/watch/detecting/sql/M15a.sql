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

SELECT
  "t46"."user" AS "entity",
  NULLIF("t46"."agency", '') AS "agency",
  CAST(CAST(FLOOR(
    (
      (
        (
          (
            CAST(FLOOR(
              (
                CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
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
                      CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                    ) % 146097
                  ) - CAST(FLOOR(
                    (
                      (
                        CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                      ) % 146097
                    ) / (
                      1460
                    )
                  ) AS BIGINT)
                ) + CAST(FLOOR(
                  (
                    (
                      CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                    ) % 146097
                  ) / (
                    36524
                  )
                ) AS BIGINT)
              ) - CAST(FLOOR(
                (
                  (
                    CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
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
                  CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
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
                                CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) - CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                1460
                              )
                            ) AS BIGINT)
                          ) + CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              36524
                            )
                          ) AS BIGINT)
                        ) - CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
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
                                  CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) - CAST(FLOOR(
                                (
                                  (
                                    CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) / (
                                  1460
                                )
                              ) AS BIGINT)
                            ) + CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                36524
                              )
                            ) AS BIGINT)
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
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
                                CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) - CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                1460
                              )
                            ) AS BIGINT)
                          ) + CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              36524
                            )
                          ) AS BIGINT)
                        ) - CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
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
      ) AS BIGINT) + 2
    ) / (
      12
    )
  ) AS BIGINT) AS TEXT) || '-' || RIGHT(
    '0' || CAST((
      (
        (
          (
            (
              CAST(FLOOR(
                (
                  CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
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
                        CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                      ) % 146097
                    ) - CAST(FLOOR(
                      (
                        (
                          CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                        ) % 146097
                      ) / (
                        1460
                      )
                    ) AS BIGINT)
                  ) + CAST(FLOOR(
                    (
                      (
                        CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                      ) % 146097
                    ) / (
                      36524
                    )
                  ) AS BIGINT)
                ) - CAST(FLOOR(
                  (
                    (
                      CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
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
                    CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
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
                                  CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) - CAST(FLOOR(
                                (
                                  (
                                    CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) / (
                                  1460
                                )
                              ) AS BIGINT)
                            ) + CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                36524
                              )
                            ) AS BIGINT)
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
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
                                    CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) - CAST(FLOOR(
                                  (
                                    (
                                      CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                                    ) % 146097
                                  ) / (
                                    1460
                                  )
                                ) AS BIGINT)
                              ) + CAST(FLOOR(
                                (
                                  (
                                    CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) / (
                                  36524
                                )
                              ) AS BIGINT)
                            ) - CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
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
                                  CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) - CAST(FLOOR(
                                (
                                  (
                                    CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) / (
                                  1460
                                )
                              ) AS BIGINT)
                            ) + CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                36524
                              )
                            ) AS BIGINT)
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t46"."local_day", "t46"."day") AS BIGINT) + 719468
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
        ) AS BIGINT) + 2
      ) % 12
    ) + 1 AS TEXT),
    2
  ) AS "period",
  "t46"."event_id",
  "t46"."at",
  "t46"."score" AS "measure",
  CASE
    WHEN "t46"."case_no" IS NULL
    THEN 'no case was declared'
    ELSE 'the declared case is not theirs'
  END || '; tried without success: ' || "t36"."tried" AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t43"."event_id",
      "t43"."source",
      "t43"."row",
      "t43"."at",
      "t43"."day",
      "t43"."local_day",
      "t43"."user",
      "t43"."agency",
      "t43"."owner",
      "t43"."case_no",
      "t43"."case_no_state",
      "t43"."reason",
      "t43"."purpose",
      "t43"."networks",
      "t43"."window_from",
      "t43"."decision",
      "t43"."of_agency",
      "t43"."of_owner",
      "t43"."share",
      "t43"."said",
      "t43"."pack",
      COALESCE(-(
        LN("t43"."share")
      ), 0.0) + (
        (
          0 + CASE WHEN COALESCE("t43"."networks", 0) > 1000 THEN 1 ELSE 0 END + CASE
            WHEN COALESCE("t43"."at" - "t43"."window_from", 0) > 2592000000
            THEN 1
            ELSE 0
          END + CASE
            WHEN (
              "t43"."pack" IS NOT NULL
            )
            AND NOT (
              CONTAINS(COALESCE("t43"."purpose", ''), COALESCE("t43"."pack", ''))
            )
            THEN 1
            ELSE 0
          END
        ) * 1.5
      ) AS "score"
    FROM (
      SELECT
        "t9"."event_id",
        "t9"."source",
        "t9"."row",
        "t9"."at",
        "t9"."day",
        "t9"."local_day",
        "t9"."user",
        "t9"."agency",
        "t9"."owner",
        "t9"."case_no",
        "t9"."case_no_state",
        "t9"."reason",
        "t9"."purpose",
        "t9"."networks",
        "t9"."window_from",
        "t9"."decision",
        "t35"."of_agency",
        "t35"."of_owner",
        "t35"."share",
        "t27"."said",
        "t27"."pack"
      FROM "kept_unexplained" AS "t9"
      ANTI JOIN (
        SELECT
          "t40"."event_id" AS "explained"
        FROM (
          SELECT
            "t9"."event_id",
            "t9"."at",
            "t9"."user",
            "t26"."subject",
            "t39"."had_user",
            "t39"."had_subject",
            "t39"."had_at"
          FROM "kept_unexplained" AS "t9"
          INNER JOIN (
            SELECT
              "t8"."event_id" AS "about_id",
              "t8"."subject"
            FROM "subjects" AS "t8"
          ) AS "t26"
            ON "t9"."event_id" = "t26"."about_id"
          INNER JOIN (
            SELECT
              "t37"."user" AS "had_user",
              "t37"."subject" AS "had_subject",
              MIN("t37"."at") AS "had_at"
            FROM (
              SELECT
                "t10"."event_id",
                "t10"."source",
                "t10"."at",
                "t10"."day",
                "t10"."local_day",
                "t10"."local_minute",
                "t10"."user",
                "t10"."agency",
                "t10"."case_no",
                "t10"."decision",
                "t10"."exported",
                "t10"."subject",
                "t10"."asked"
              FROM "subjects" AS "t10"
              SEMI JOIN (
                SELECT DISTINCT
                  "t29"."user" AS "of_user",
                  "t29"."subject" AS "of_subject"
                FROM (
                  SELECT
                    "t9"."event_id",
                    "t9"."at",
                    "t9"."user",
                    "t26"."subject"
                  FROM "kept_unexplained" AS "t9"
                  INNER JOIN (
                    SELECT
                      "t8"."event_id" AS "about_id",
                      "t8"."subject"
                    FROM "subjects" AS "t8"
                  ) AS "t26"
                    ON "t9"."event_id" = "t26"."about_id"
                ) AS "t29"
              ) AS "t32"
                ON "t10"."user" = "t32"."of_user" AND "t10"."subject" = "t32"."of_subject"
              ANTI JOIN (
                SELECT
                  "t0"."event_id" AS "still"
                FROM "kept_unexplained" AS "t0"
              ) AS "t18"
                ON "t10"."event_id" = "t18"."still"
            ) AS "t37"
            GROUP BY
              1,
              2
          ) AS "t39"
            ON "t9"."user" = "t39"."had_user" AND "t26"."subject" = "t39"."had_subject"
        ) AS "t40"
        WHERE
          "t40"."had_at" < "t40"."at"
      ) AS "t42"
        ON "t9"."event_id" = "t42"."explained"
      LEFT OUTER JOIN (
        SELECT
          "t31"."of_agency",
          "t31"."of_owner",
          "t31"."share"
        FROM (
          SELECT
            "t28"."of_agency",
            "t28"."of_owner",
            "t28"."times",
            "t28"."times" / SUM("t28"."times") OVER (
              PARTITION BY "t28"."of_agency"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "share"
          FROM (
            SELECT
              "t25"."agency" AS "of_agency",
              "t25"."owner" AS "of_owner",
              COUNT(*) AS "times"
            FROM (
              SELECT
                *
              FROM "events" AS "t7"
              WHERE
                "t7"."owner" IS NOT NULL AND "t7"."agency" IS NOT NULL
            ) AS "t25"
            GROUP BY
              1,
              2
          ) AS "t28"
        ) AS "t31"
      ) AS "t35"
        ON "t9"."agency" = "t35"."of_agency" AND "t9"."owner" = "t35"."of_owner"
      LEFT OUTER JOIN (
        SELECT
          "t6"."reason" AS "said",
          "t6"."pack"
        FROM "reasons" AS "t6"
        WHERE
          "t6"."pack" IS NOT NULL
      ) AS "t27"
        ON "t9"."reason" = "t27"."said"
    ) AS "t43"
  ) AS "t44"
  WHERE
    "t44"."score" >= 3.0
) AS "t46"
CROSS JOIN (
  SELECT
    '' || CASE WHEN "t19"."has_assignments" > 0 THEN 'case assignment, ' ELSE '' END || CASE WHEN "t20"."has_accounts" > 0 THEN 'colleague''s case, ' ELSE '' END || CASE WHEN "t21"."has_dispatches" > 0 THEN 'dispatch, ' ELSE '' END || CASE WHEN "t22"."has_hits" > 0 THEN 'hit, ' ELSE '' END || CASE WHEN "t23"."has_approvals" > 0 THEN 'approval, ' ELSE '' END || 'prior contact' AS "tried"
  FROM (
    SELECT
      COUNT(*) AS "has_assignments"
    FROM "assignments" AS "t1"
  ) AS "t19"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_accounts"
    FROM "accounts" AS "t2"
  ) AS "t20"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_dispatches"
    FROM "dispatches" AS "t3"
  ) AS "t21"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_hits"
    FROM "hits" AS "t4"
  ) AS "t22"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_approvals"
    FROM "approvals" AS "t5"
  ) AS "t23"
) AS "t36"
