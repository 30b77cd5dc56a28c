WITH "t19" AS (
  SELECT
    "t7"."event_id" AS "about_id",
    "t7"."subject"
  FROM "subjects" AS "t7"
), "t48" AS (
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
    "t36"."case_no",
    "t36"."case_no_state",
    "t36"."reason",
    "t36"."purpose",
    "t36"."networks",
    "t36"."window_from",
    "t36"."decision",
    "t43"."on_case",
    "t43"."to_user",
    "t43"."times",
    "t43"."always",
    "t43"."from_then",
    "t43"."to_then"
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
      "t6"."decision"
    FROM "events" AS "t6"
    WHERE
      "t6"."user" IS NOT NULL AND "t6"."decision" <> 'deny'
  ) AS "t36"
  LEFT OUTER JOIN (
    SELECT
      *
    FROM (
      SELECT
        "t0"."case_no" AS "on_case",
        "t0"."user" AS "to_user",
        COUNT(*) AS "times",
        MAX(
          CASE
            WHEN (
              "t0"."since" IS NULL
            ) AND (
              "t0"."until" IS NULL
            )
            THEN 1
            ELSE 0
          END
        ) AS "always",
        MIN("t0"."since") AS "from_then",
        MAX("t0"."until") AS "to_then"
      FROM "assignments" AS "t0"
      GROUP BY
        1,
        2
    ) AS "t40"
    WHERE
      (
        "t40"."times" = 1
      ) OR (
        "t40"."always" = 1
      )
  ) AS "t43"
    ON "t36"."case_no" = "t43"."on_case" AND "t36"."user" = "t43"."to_user"
), "t56" AS (
  SELECT
    "t52"."event_id",
    "t52"."source",
    "t52"."row",
    "t52"."at",
    "t52"."day",
    "t52"."local_day",
    "t52"."user",
    "t52"."agency",
    "t52"."owner",
    "t52"."case_no",
    "t52"."case_no_state",
    "t52"."reason",
    "t52"."purpose",
    "t52"."networks",
    "t52"."window_from",
    "t52"."decision",
    "t29"."may",
    "t29"."for_case",
    "t29"."for_subject",
    "t29"."from_then",
    "t29"."to_then"
  FROM (
    SELECT
      "t49"."event_id",
      "t49"."source",
      "t49"."row",
      "t49"."at",
      "t49"."day",
      "t49"."local_day",
      "t49"."user",
      "t49"."agency",
      "t49"."owner",
      "t49"."case_no",
      "t49"."case_no_state",
      "t49"."reason",
      "t49"."purpose",
      "t49"."networks",
      "t49"."window_from",
      "t49"."decision"
    FROM "t48" AS "t49"
    WHERE
      (
        "t49"."times" IS NULL
      )
      OR NOT (
        (
          "t49"."always" = 1
        )
        OR (
          (
            (
              "t49"."from_then" IS NULL
            ) OR (
              "t49"."at" >= "t49"."from_then"
            )
          )
          AND (
            (
              "t49"."to_then" IS NULL
            ) OR (
              "t49"."at" < "t49"."to_then"
            )
          )
        )
      )
  ) AS "t52"
  INNER JOIN (
    SELECT
      "t4"."user" AS "may",
      "t4"."case_no" AS "for_case",
      "t4"."subject" AS "for_subject",
      "t4"."since" AS "from_then",
      "t4"."until" AS "to_then"
    FROM "approvals" AS "t4"
  ) AS "t29"
    ON "t52"."user" = "t29"."may"
)
SELECT
  "t93"."user" AS "entity",
  NULLIF("t93"."agency", '') AS "agency",
  CAST(CAST(FLOOR(
    (
      (
        (
          (
            CAST(FLOOR(
              (
                CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
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
                      CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                    ) % 146097
                  ) - CAST(FLOOR(
                    (
                      (
                        CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                      ) % 146097
                    ) / (
                      1460
                    )
                  ) AS BIGINT)
                ) + CAST(FLOOR(
                  (
                    (
                      CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                    ) % 146097
                  ) / (
                    36524
                  )
                ) AS BIGINT)
              ) - CAST(FLOOR(
                (
                  (
                    CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
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
                  CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
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
                                CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) - CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                1460
                              )
                            ) AS BIGINT)
                          ) + CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              36524
                            )
                          ) AS BIGINT)
                        ) - CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
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
                                  CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) - CAST(FLOOR(
                                (
                                  (
                                    CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) / (
                                  1460
                                )
                              ) AS BIGINT)
                            ) + CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                36524
                              )
                            ) AS BIGINT)
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
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
                                CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) - CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                1460
                              )
                            ) AS BIGINT)
                          ) + CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              36524
                            )
                          ) AS BIGINT)
                        ) - CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
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
                  CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
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
                        CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                      ) % 146097
                    ) - CAST(FLOOR(
                      (
                        (
                          CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                        ) % 146097
                      ) / (
                        1460
                      )
                    ) AS BIGINT)
                  ) + CAST(FLOOR(
                    (
                      (
                        CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                      ) % 146097
                    ) / (
                      36524
                    )
                  ) AS BIGINT)
                ) - CAST(FLOOR(
                  (
                    (
                      CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
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
                    CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
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
                                  CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) - CAST(FLOOR(
                                (
                                  (
                                    CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) / (
                                  1460
                                )
                              ) AS BIGINT)
                            ) + CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                36524
                              )
                            ) AS BIGINT)
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
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
                                    CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) - CAST(FLOOR(
                                  (
                                    (
                                      CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                                    ) % 146097
                                  ) / (
                                    1460
                                  )
                                ) AS BIGINT)
                              ) + CAST(FLOOR(
                                (
                                  (
                                    CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) / (
                                  36524
                                )
                              ) AS BIGINT)
                            ) - CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
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
                                  CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) - CAST(FLOOR(
                                (
                                  (
                                    CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) / (
                                  1460
                                )
                              ) AS BIGINT)
                            ) + CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                36524
                              )
                            ) AS BIGINT)
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t93"."local_day", "t93"."day") AS BIGINT) + 719468
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
  "t93"."event_id",
  "t93"."at",
  "t93"."score" AS "measure",
  CASE
    WHEN "t93"."case_no" IS NULL
    THEN 'no case was declared'
    ELSE 'the declared case is not theirs'
  END || '; tried without success: ' || "t47"."tried" AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t90"."event_id",
      "t90"."source",
      "t90"."row",
      "t90"."at",
      "t90"."day",
      "t90"."local_day",
      "t90"."user",
      "t90"."agency",
      "t90"."owner",
      "t90"."case_no",
      "t90"."case_no_state",
      "t90"."reason",
      "t90"."purpose",
      "t90"."networks",
      "t90"."window_from",
      "t90"."decision",
      "t90"."of_agency",
      "t90"."of_owner",
      "t90"."share",
      "t90"."said",
      "t90"."pack",
      COALESCE(-(
        LN("t90"."share")
      ), 0.0) + (
        (
          0 + CASE WHEN COALESCE("t90"."networks", 0) > 1000 THEN 1 ELSE 0 END + CASE
            WHEN COALESCE("t90"."at" - "t90"."window_from", 0) > 2592000000
            THEN 1
            ELSE 0
          END + CASE
            WHEN (
              "t90"."pack" IS NOT NULL
            )
            AND NOT (
              CONTAINS(COALESCE("t90"."purpose", ''), COALESCE("t90"."pack", ''))
            )
            THEN 1
            ELSE 0
          END
        ) * 1.5
      ) AS "score"
    FROM (
      SELECT
        "t52"."event_id",
        "t52"."source",
        "t52"."row",
        "t52"."at",
        "t52"."day",
        "t52"."local_day",
        "t52"."user",
        "t52"."agency",
        "t52"."owner",
        "t52"."case_no",
        "t52"."case_no_state",
        "t52"."reason",
        "t52"."purpose",
        "t52"."networks",
        "t52"."window_from",
        "t52"."decision",
        "t46"."of_agency",
        "t46"."of_owner",
        "t46"."share",
        "t35"."said",
        "t35"."pack"
      FROM (
        SELECT
          "t49"."event_id",
          "t49"."source",
          "t49"."row",
          "t49"."at",
          "t49"."day",
          "t49"."local_day",
          "t49"."user",
          "t49"."agency",
          "t49"."owner",
          "t49"."case_no",
          "t49"."case_no_state",
          "t49"."reason",
          "t49"."purpose",
          "t49"."networks",
          "t49"."window_from",
          "t49"."decision"
        FROM "t48" AS "t49"
        WHERE
          (
            "t49"."times" IS NULL
          )
          OR NOT (
            (
              "t49"."always" = 1
            )
            OR (
              (
                (
                  "t49"."from_then" IS NULL
                ) OR (
                  "t49"."at" >= "t49"."from_then"
                )
              )
              AND (
                (
                  "t49"."to_then" IS NULL
                ) OR (
                  "t49"."at" < "t49"."to_then"
                )
              )
            )
          )
      ) AS "t52"
      ANTI JOIN (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t55"."event_id" AS "explained"
            FROM (
              SELECT
                "t52"."event_id",
                "t52"."source",
                "t52"."row",
                "t52"."at",
                "t52"."day",
                "t52"."local_day",
                "t52"."user",
                "t52"."agency",
                "t52"."owner",
                "t52"."case_no",
                "t52"."case_no_state",
                "t52"."reason",
                "t52"."purpose",
                "t52"."networks",
                "t52"."window_from",
                "t52"."decision",
                "t25"."sent",
                "t25"."begun",
                "t25"."ended"
              FROM (
                SELECT
                  "t49"."event_id",
                  "t49"."source",
                  "t49"."row",
                  "t49"."at",
                  "t49"."day",
                  "t49"."local_day",
                  "t49"."user",
                  "t49"."agency",
                  "t49"."owner",
                  "t49"."case_no",
                  "t49"."case_no_state",
                  "t49"."reason",
                  "t49"."purpose",
                  "t49"."networks",
                  "t49"."window_from",
                  "t49"."decision"
                FROM "t48" AS "t49"
                WHERE
                  (
                    "t49"."times" IS NULL
                  )
                  OR NOT (
                    (
                      "t49"."always" = 1
                    )
                    OR (
                      (
                        (
                          "t49"."from_then" IS NULL
                        ) OR (
                          "t49"."at" >= "t49"."from_then"
                        )
                      )
                      AND (
                        (
                          "t49"."to_then" IS NULL
                        ) OR (
                          "t49"."at" < "t49"."to_then"
                        )
                      )
                    )
                  )
              ) AS "t52"
              INNER JOIN (
                SELECT
                  "t2"."user" AS "sent",
                  "t2"."since" AS "begun",
                  "t2"."until" AS "ended"
                FROM "dispatches" AS "t2"
              ) AS "t25"
                ON "t52"."user" = "t25"."sent"
            ) AS "t55"
            WHERE
              "t55"."at" >= (
                "t55"."begun" - 21600000
              )
              AND "t55"."at" <= (
                "t55"."ended" + 21600000
              )
          ) AS "t63"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t54"."event_id" AS "explained"
            FROM (
              SELECT
                "t52"."event_id",
                "t52"."source",
                "t52"."row",
                "t52"."at",
                "t52"."day",
                "t52"."local_day",
                "t52"."user",
                "t52"."agency",
                "t52"."owner",
                "t52"."case_no",
                "t52"."case_no_state",
                "t52"."reason",
                "t52"."purpose",
                "t52"."networks",
                "t52"."window_from",
                "t52"."decision",
                "t38"."about_id",
                "t38"."subject",
                "t27"."seen",
                "t27"."seen_at"
              FROM (
                SELECT
                  "t49"."event_id",
                  "t49"."source",
                  "t49"."row",
                  "t49"."at",
                  "t49"."day",
                  "t49"."local_day",
                  "t49"."user",
                  "t49"."agency",
                  "t49"."owner",
                  "t49"."case_no",
                  "t49"."case_no_state",
                  "t49"."reason",
                  "t49"."purpose",
                  "t49"."networks",
                  "t49"."window_from",
                  "t49"."decision"
                FROM "t48" AS "t49"
                WHERE
                  (
                    "t49"."times" IS NULL
                  )
                  OR NOT (
                    (
                      "t49"."always" = 1
                    )
                    OR (
                      (
                        (
                          "t49"."from_then" IS NULL
                        ) OR (
                          "t49"."at" >= "t49"."from_then"
                        )
                      )
                      AND (
                        (
                          "t49"."to_then" IS NULL
                        ) OR (
                          "t49"."at" < "t49"."to_then"
                        )
                      )
                    )
                  )
              ) AS "t52"
              INNER JOIN "t19" AS "t38"
                ON "t52"."event_id" = "t38"."about_id"
              INNER JOIN (
                SELECT
                  "t3"."subject" AS "seen",
                  "t3"."at" AS "seen_at"
                FROM "hits" AS "t3"
              ) AS "t27"
                ON "t38"."subject" = "t27"."seen"
            ) AS "t54"
            WHERE
              (
                "t54"."at" - "t54"."seen_at"
              ) >= 0
              AND (
                "t54"."at" - "t54"."seen_at"
              ) <= 86400000
          ) AS "t62"
        ) AS "t64"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t74"."event_id" AS "explained"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t59"."event_id"
                FROM "t56" AS "t59"
                WHERE
                  (
                    (
                      "t59"."from_then" IS NULL
                    ) OR (
                      "t59"."at" >= "t59"."from_then"
                    )
                  )
                  AND (
                    (
                      "t59"."to_then" IS NULL
                    ) OR (
                      "t59"."at" < "t59"."to_then"
                    )
                  )
                  AND (
                    (
                      "t59"."for_case" IS NULL
                    ) OR (
                      "t59"."for_case" = "t59"."case_no"
                    )
                  )
                  AND "t59"."for_subject" IS NULL
              ) AS "t65"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t69"."event_id"
                FROM (
                  SELECT
                    "t59"."event_id",
                    "t59"."for_subject"
                  FROM "t56" AS "t59"
                  WHERE
                    (
                      (
                        "t59"."from_then" IS NULL
                      ) OR (
                        "t59"."at" >= "t59"."from_then"
                      )
                    )
                    AND (
                      (
                        "t59"."to_then" IS NULL
                      ) OR (
                        "t59"."at" < "t59"."to_then"
                      )
                    )
                    AND (
                      (
                        "t59"."for_case" IS NULL
                      ) OR (
                        "t59"."for_case" = "t59"."case_no"
                      )
                    )
                    AND "t59"."for_subject" IS NOT NULL
                ) AS "t69"
                INNER JOIN (
                  SELECT
                    "t7"."event_id" AS "about_id",
                    "t7"."subject" AS "about"
                  FROM "subjects" AS "t7"
                ) AS "t34"
                  ON "t69"."event_id" = "t34"."about_id" AND "t69"."for_subject" = "t34"."about"
              ) AS "t72"
            ) AS "t74"
          ) AS "t75"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t67"."event_id" AS "explained"
              FROM (
                SELECT
                  "t52"."event_id",
                  "t52"."source",
                  "t52"."row",
                  "t52"."at",
                  "t52"."day",
                  "t52"."local_day",
                  "t52"."user",
                  "t52"."agency",
                  "t52"."owner",
                  "t52"."case_no",
                  "t52"."case_no_state",
                  "t52"."reason",
                  "t52"."purpose",
                  "t52"."networks",
                  "t52"."window_from",
                  "t52"."decision",
                  "t60"."on_case",
                  "t60"."to_user",
                  "t60"."from_then",
                  "t60"."to_then"
                FROM (
                  SELECT
                    "t49"."event_id",
                    "t49"."source",
                    "t49"."row",
                    "t49"."at",
                    "t49"."day",
                    "t49"."local_day",
                    "t49"."user",
                    "t49"."agency",
                    "t49"."owner",
                    "t49"."case_no",
                    "t49"."case_no_state",
                    "t49"."reason",
                    "t49"."purpose",
                    "t49"."networks",
                    "t49"."window_from",
                    "t49"."decision"
                  FROM "t48" AS "t49"
                  WHERE
                    (
                      "t49"."times" IS NULL
                    )
                    OR NOT (
                      (
                        "t49"."always" = 1
                      )
                      OR (
                        (
                          (
                            "t49"."from_then" IS NULL
                          ) OR (
                            "t49"."at" >= "t49"."from_then"
                          )
                        )
                        AND (
                          (
                            "t49"."to_then" IS NULL
                          ) OR (
                            "t49"."at" < "t49"."to_then"
                          )
                        )
                      )
                    )
                ) AS "t52"
                INNER JOIN (
                  SELECT
                    "t8"."case_no" AS "on_case",
                    "t8"."user" AS "to_user",
                    "t8"."since" AS "from_then",
                    "t8"."until" AS "to_then"
                  FROM "assignments" AS "t8"
                  SEMI JOIN (
                    SELECT DISTINCT
                      "t49"."case_no" AS "wanted"
                    FROM "t48" AS "t49"
                    WHERE
                      (
                        "t49"."times" IS NULL
                      )
                      OR NOT (
                        (
                          "t49"."always" = 1
                        )
                        OR (
                          (
                            (
                              "t49"."from_then" IS NULL
                            ) OR (
                              "t49"."at" >= "t49"."from_then"
                            )
                          )
                          AND (
                            (
                              "t49"."to_then" IS NULL
                            ) OR (
                              "t49"."at" < "t49"."to_then"
                            )
                          )
                        )
                      )
                  ) AS "t53"
                    ON "t8"."case_no" = "t53"."wanted"
                ) AS "t60"
                  ON "t52"."case_no" = "t60"."on_case" AND "t52"."user" = "t60"."to_user"
              ) AS "t67"
              WHERE
                (
                  (
                    "t67"."from_then" IS NULL
                  ) OR (
                    "t67"."at" >= "t67"."from_then"
                  )
                )
                AND (
                  (
                    "t67"."to_then" IS NULL
                  ) OR (
                    "t67"."at" < "t67"."to_then"
                  )
                )
            ) AS "t70"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t68"."event_id" AS "explained"
              FROM (
                SELECT
                  "t52"."event_id",
                  "t52"."source",
                  "t52"."row",
                  "t52"."at",
                  "t52"."day",
                  "t52"."local_day",
                  "t52"."user",
                  "t52"."agency",
                  "t52"."owner",
                  "t52"."case_no",
                  "t52"."case_no_state",
                  "t52"."reason",
                  "t52"."purpose",
                  "t52"."networks",
                  "t52"."window_from",
                  "t52"."decision",
                  "t61"."of",
                  "t61"."on_case",
                  "t61"."from_then",
                  "t61"."to_then"
                FROM (
                  SELECT
                    "t49"."event_id",
                    "t49"."source",
                    "t49"."row",
                    "t49"."at",
                    "t49"."day",
                    "t49"."local_day",
                    "t49"."user",
                    "t49"."agency",
                    "t49"."owner",
                    "t49"."case_no",
                    "t49"."case_no_state",
                    "t49"."reason",
                    "t49"."purpose",
                    "t49"."networks",
                    "t49"."window_from",
                    "t49"."decision"
                  FROM "t48" AS "t49"
                  WHERE
                    (
                      "t49"."times" IS NULL
                    )
                    OR NOT (
                      (
                        "t49"."always" = 1
                      )
                      OR (
                        (
                          (
                            "t49"."from_then" IS NULL
                          ) OR (
                            "t49"."at" >= "t49"."from_then"
                          )
                        )
                        AND (
                          (
                            "t49"."to_then" IS NULL
                          ) OR (
                            "t49"."at" < "t49"."to_then"
                          )
                        )
                      )
                    )
                ) AS "t52"
                INNER JOIN (
                  SELECT
                    "t23"."of",
                    "t8"."case_no" AS "on_case",
                    "t8"."since" AS "from_then",
                    "t8"."until" AS "to_then"
                  FROM "assignments" AS "t8"
                  SEMI JOIN (
                    SELECT DISTINCT
                      "t49"."case_no" AS "wanted"
                    FROM "t48" AS "t49"
                    WHERE
                      (
                        "t49"."times" IS NULL
                      )
                      OR NOT (
                        (
                          "t49"."always" = 1
                        )
                        OR (
                          (
                            (
                              "t49"."from_then" IS NULL
                            ) OR (
                              "t49"."at" >= "t49"."from_then"
                            )
                          )
                          AND (
                            (
                              "t49"."to_then" IS NULL
                            ) OR (
                              "t49"."at" < "t49"."to_then"
                            )
                          )
                        )
                      )
                  ) AS "t53"
                    ON "t8"."case_no" = "t53"."wanted"
                  INNER JOIN (
                    SELECT DISTINCT
                      "t1"."user" AS "member",
                      "t1"."agency" AS "of"
                    FROM "accounts" AS "t1"
                  ) AS "t23"
                    ON "t8"."user" = "t23"."member"
                ) AS "t61"
                  ON "t52"."case_no" = "t61"."on_case" AND "t52"."agency" = "t61"."of"
              ) AS "t68"
              WHERE
                (
                  (
                    "t68"."from_then" IS NULL
                  ) OR (
                    "t68"."at" >= "t68"."from_then"
                  )
                )
                AND (
                  (
                    "t68"."to_then" IS NULL
                  ) OR (
                    "t68"."at" < "t68"."to_then"
                  )
                )
            ) AS "t71"
          ) AS "t73"
        ) AS "t76"
      ) AS "t78"
        ON "t52"."event_id" = "t78"."explained"
      ANTI JOIN (
        SELECT
          "t87"."event_id" AS "explained"
        FROM (
          SELECT
            "t52"."event_id",
            "t52"."at",
            "t52"."user",
            "t37"."subject",
            "t86"."had_user",
            "t86"."had_subject",
            "t86"."had_at"
          FROM (
            SELECT
              "t49"."event_id",
              "t49"."source",
              "t49"."row",
              "t49"."at",
              "t49"."day",
              "t49"."local_day",
              "t49"."user",
              "t49"."agency",
              "t49"."owner",
              "t49"."case_no",
              "t49"."case_no_state",
              "t49"."reason",
              "t49"."purpose",
              "t49"."networks",
              "t49"."window_from",
              "t49"."decision"
            FROM "t48" AS "t49"
            WHERE
              (
                "t49"."times" IS NULL
              )
              OR NOT (
                (
                  "t49"."always" = 1
                )
                OR (
                  (
                    (
                      "t49"."from_then" IS NULL
                    ) OR (
                      "t49"."at" >= "t49"."from_then"
                    )
                  )
                  AND (
                    (
                      "t49"."to_then" IS NULL
                    ) OR (
                      "t49"."at" < "t49"."to_then"
                    )
                  )
                )
              )
          ) AS "t52"
          ANTI JOIN (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t55"."event_id" AS "explained"
                FROM (
                  SELECT
                    "t52"."event_id",
                    "t52"."source",
                    "t52"."row",
                    "t52"."at",
                    "t52"."day",
                    "t52"."local_day",
                    "t52"."user",
                    "t52"."agency",
                    "t52"."owner",
                    "t52"."case_no",
                    "t52"."case_no_state",
                    "t52"."reason",
                    "t52"."purpose",
                    "t52"."networks",
                    "t52"."window_from",
                    "t52"."decision",
                    "t25"."sent",
                    "t25"."begun",
                    "t25"."ended"
                  FROM (
                    SELECT
                      "t49"."event_id",
                      "t49"."source",
                      "t49"."row",
                      "t49"."at",
                      "t49"."day",
                      "t49"."local_day",
                      "t49"."user",
                      "t49"."agency",
                      "t49"."owner",
                      "t49"."case_no",
                      "t49"."case_no_state",
                      "t49"."reason",
                      "t49"."purpose",
                      "t49"."networks",
                      "t49"."window_from",
                      "t49"."decision"
                    FROM "t48" AS "t49"
                    WHERE
                      (
                        "t49"."times" IS NULL
                      )
                      OR NOT (
                        (
                          "t49"."always" = 1
                        )
                        OR (
                          (
                            (
                              "t49"."from_then" IS NULL
                            ) OR (
                              "t49"."at" >= "t49"."from_then"
                            )
                          )
                          AND (
                            (
                              "t49"."to_then" IS NULL
                            ) OR (
                              "t49"."at" < "t49"."to_then"
                            )
                          )
                        )
                      )
                  ) AS "t52"
                  INNER JOIN (
                    SELECT
                      "t2"."user" AS "sent",
                      "t2"."since" AS "begun",
                      "t2"."until" AS "ended"
                    FROM "dispatches" AS "t2"
                  ) AS "t25"
                    ON "t52"."user" = "t25"."sent"
                ) AS "t55"
                WHERE
                  "t55"."at" >= (
                    "t55"."begun" - 21600000
                  )
                  AND "t55"."at" <= (
                    "t55"."ended" + 21600000
                  )
              ) AS "t63"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t54"."event_id" AS "explained"
                FROM (
                  SELECT
                    "t52"."event_id",
                    "t52"."source",
                    "t52"."row",
                    "t52"."at",
                    "t52"."day",
                    "t52"."local_day",
                    "t52"."user",
                    "t52"."agency",
                    "t52"."owner",
                    "t52"."case_no",
                    "t52"."case_no_state",
                    "t52"."reason",
                    "t52"."purpose",
                    "t52"."networks",
                    "t52"."window_from",
                    "t52"."decision",
                    "t38"."about_id",
                    "t38"."subject",
                    "t27"."seen",
                    "t27"."seen_at"
                  FROM (
                    SELECT
                      "t49"."event_id",
                      "t49"."source",
                      "t49"."row",
                      "t49"."at",
                      "t49"."day",
                      "t49"."local_day",
                      "t49"."user",
                      "t49"."agency",
                      "t49"."owner",
                      "t49"."case_no",
                      "t49"."case_no_state",
                      "t49"."reason",
                      "t49"."purpose",
                      "t49"."networks",
                      "t49"."window_from",
                      "t49"."decision"
                    FROM "t48" AS "t49"
                    WHERE
                      (
                        "t49"."times" IS NULL
                      )
                      OR NOT (
                        (
                          "t49"."always" = 1
                        )
                        OR (
                          (
                            (
                              "t49"."from_then" IS NULL
                            ) OR (
                              "t49"."at" >= "t49"."from_then"
                            )
                          )
                          AND (
                            (
                              "t49"."to_then" IS NULL
                            ) OR (
                              "t49"."at" < "t49"."to_then"
                            )
                          )
                        )
                      )
                  ) AS "t52"
                  INNER JOIN "t19" AS "t38"
                    ON "t52"."event_id" = "t38"."about_id"
                  INNER JOIN (
                    SELECT
                      "t3"."subject" AS "seen",
                      "t3"."at" AS "seen_at"
                    FROM "hits" AS "t3"
                  ) AS "t27"
                    ON "t38"."subject" = "t27"."seen"
                ) AS "t54"
                WHERE
                  (
                    "t54"."at" - "t54"."seen_at"
                  ) >= 0
                  AND (
                    "t54"."at" - "t54"."seen_at"
                  ) <= 86400000
              ) AS "t62"
            ) AS "t64"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t74"."event_id" AS "explained"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t59"."event_id"
                    FROM "t56" AS "t59"
                    WHERE
                      (
                        (
                          "t59"."from_then" IS NULL
                        ) OR (
                          "t59"."at" >= "t59"."from_then"
                        )
                      )
                      AND (
                        (
                          "t59"."to_then" IS NULL
                        ) OR (
                          "t59"."at" < "t59"."to_then"
                        )
                      )
                      AND (
                        (
                          "t59"."for_case" IS NULL
                        ) OR (
                          "t59"."for_case" = "t59"."case_no"
                        )
                      )
                      AND "t59"."for_subject" IS NULL
                  ) AS "t65"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t69"."event_id"
                    FROM (
                      SELECT
                        "t59"."event_id",
                        "t59"."for_subject"
                      FROM "t56" AS "t59"
                      WHERE
                        (
                          (
                            "t59"."from_then" IS NULL
                          ) OR (
                            "t59"."at" >= "t59"."from_then"
                          )
                        )
                        AND (
                          (
                            "t59"."to_then" IS NULL
                          ) OR (
                            "t59"."at" < "t59"."to_then"
                          )
                        )
                        AND (
                          (
                            "t59"."for_case" IS NULL
                          ) OR (
                            "t59"."for_case" = "t59"."case_no"
                          )
                        )
                        AND "t59"."for_subject" IS NOT NULL
                    ) AS "t69"
                    INNER JOIN (
                      SELECT
                        "t7"."event_id" AS "about_id",
                        "t7"."subject" AS "about"
                      FROM "subjects" AS "t7"
                    ) AS "t34"
                      ON "t69"."event_id" = "t34"."about_id" AND "t69"."for_subject" = "t34"."about"
                  ) AS "t72"
                ) AS "t74"
              ) AS "t75"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t67"."event_id" AS "explained"
                  FROM (
                    SELECT
                      "t52"."event_id",
                      "t52"."source",
                      "t52"."row",
                      "t52"."at",
                      "t52"."day",
                      "t52"."local_day",
                      "t52"."user",
                      "t52"."agency",
                      "t52"."owner",
                      "t52"."case_no",
                      "t52"."case_no_state",
                      "t52"."reason",
                      "t52"."purpose",
                      "t52"."networks",
                      "t52"."window_from",
                      "t52"."decision",
                      "t60"."on_case",
                      "t60"."to_user",
                      "t60"."from_then",
                      "t60"."to_then"
                    FROM (
                      SELECT
                        "t49"."event_id",
                        "t49"."source",
                        "t49"."row",
                        "t49"."at",
                        "t49"."day",
                        "t49"."local_day",
                        "t49"."user",
                        "t49"."agency",
                        "t49"."owner",
                        "t49"."case_no",
                        "t49"."case_no_state",
                        "t49"."reason",
                        "t49"."purpose",
                        "t49"."networks",
                        "t49"."window_from",
                        "t49"."decision"
                      FROM "t48" AS "t49"
                      WHERE
                        (
                          "t49"."times" IS NULL
                        )
                        OR NOT (
                          (
                            "t49"."always" = 1
                          )
                          OR (
                            (
                              (
                                "t49"."from_then" IS NULL
                              ) OR (
                                "t49"."at" >= "t49"."from_then"
                              )
                            )
                            AND (
                              (
                                "t49"."to_then" IS NULL
                              ) OR (
                                "t49"."at" < "t49"."to_then"
                              )
                            )
                          )
                        )
                    ) AS "t52"
                    INNER JOIN (
                      SELECT
                        "t8"."case_no" AS "on_case",
                        "t8"."user" AS "to_user",
                        "t8"."since" AS "from_then",
                        "t8"."until" AS "to_then"
                      FROM "assignments" AS "t8"
                      SEMI JOIN (
                        SELECT DISTINCT
                          "t49"."case_no" AS "wanted"
                        FROM "t48" AS "t49"
                        WHERE
                          (
                            "t49"."times" IS NULL
                          )
                          OR NOT (
                            (
                              "t49"."always" = 1
                            )
                            OR (
                              (
                                (
                                  "t49"."from_then" IS NULL
                                ) OR (
                                  "t49"."at" >= "t49"."from_then"
                                )
                              )
                              AND (
                                (
                                  "t49"."to_then" IS NULL
                                ) OR (
                                  "t49"."at" < "t49"."to_then"
                                )
                              )
                            )
                          )
                      ) AS "t53"
                        ON "t8"."case_no" = "t53"."wanted"
                    ) AS "t60"
                      ON "t52"."case_no" = "t60"."on_case" AND "t52"."user" = "t60"."to_user"
                  ) AS "t67"
                  WHERE
                    (
                      (
                        "t67"."from_then" IS NULL
                      ) OR (
                        "t67"."at" >= "t67"."from_then"
                      )
                    )
                    AND (
                      (
                        "t67"."to_then" IS NULL
                      ) OR (
                        "t67"."at" < "t67"."to_then"
                      )
                    )
                ) AS "t70"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t68"."event_id" AS "explained"
                  FROM (
                    SELECT
                      "t52"."event_id",
                      "t52"."source",
                      "t52"."row",
                      "t52"."at",
                      "t52"."day",
                      "t52"."local_day",
                      "t52"."user",
                      "t52"."agency",
                      "t52"."owner",
                      "t52"."case_no",
                      "t52"."case_no_state",
                      "t52"."reason",
                      "t52"."purpose",
                      "t52"."networks",
                      "t52"."window_from",
                      "t52"."decision",
                      "t61"."of",
                      "t61"."on_case",
                      "t61"."from_then",
                      "t61"."to_then"
                    FROM (
                      SELECT
                        "t49"."event_id",
                        "t49"."source",
                        "t49"."row",
                        "t49"."at",
                        "t49"."day",
                        "t49"."local_day",
                        "t49"."user",
                        "t49"."agency",
                        "t49"."owner",
                        "t49"."case_no",
                        "t49"."case_no_state",
                        "t49"."reason",
                        "t49"."purpose",
                        "t49"."networks",
                        "t49"."window_from",
                        "t49"."decision"
                      FROM "t48" AS "t49"
                      WHERE
                        (
                          "t49"."times" IS NULL
                        )
                        OR NOT (
                          (
                            "t49"."always" = 1
                          )
                          OR (
                            (
                              (
                                "t49"."from_then" IS NULL
                              ) OR (
                                "t49"."at" >= "t49"."from_then"
                              )
                            )
                            AND (
                              (
                                "t49"."to_then" IS NULL
                              ) OR (
                                "t49"."at" < "t49"."to_then"
                              )
                            )
                          )
                        )
                    ) AS "t52"
                    INNER JOIN (
                      SELECT
                        "t23"."of",
                        "t8"."case_no" AS "on_case",
                        "t8"."since" AS "from_then",
                        "t8"."until" AS "to_then"
                      FROM "assignments" AS "t8"
                      SEMI JOIN (
                        SELECT DISTINCT
                          "t49"."case_no" AS "wanted"
                        FROM "t48" AS "t49"
                        WHERE
                          (
                            "t49"."times" IS NULL
                          )
                          OR NOT (
                            (
                              "t49"."always" = 1
                            )
                            OR (
                              (
                                (
                                  "t49"."from_then" IS NULL
                                ) OR (
                                  "t49"."at" >= "t49"."from_then"
                                )
                              )
                              AND (
                                (
                                  "t49"."to_then" IS NULL
                                ) OR (
                                  "t49"."at" < "t49"."to_then"
                                )
                              )
                            )
                          )
                      ) AS "t53"
                        ON "t8"."case_no" = "t53"."wanted"
                      INNER JOIN (
                        SELECT DISTINCT
                          "t1"."user" AS "member",
                          "t1"."agency" AS "of"
                        FROM "accounts" AS "t1"
                      ) AS "t23"
                        ON "t8"."user" = "t23"."member"
                    ) AS "t61"
                      ON "t52"."case_no" = "t61"."on_case" AND "t52"."agency" = "t61"."of"
                  ) AS "t68"
                  WHERE
                    (
                      (
                        "t68"."from_then" IS NULL
                      ) OR (
                        "t68"."at" >= "t68"."from_then"
                      )
                    )
                    AND (
                      (
                        "t68"."to_then" IS NULL
                      ) OR (
                        "t68"."at" < "t68"."to_then"
                      )
                    )
                ) AS "t71"
              ) AS "t73"
            ) AS "t76"
          ) AS "t78"
            ON "t52"."event_id" = "t78"."explained"
          INNER JOIN "t19" AS "t37"
            ON "t52"."event_id" = "t37"."about_id"
          INNER JOIN (
            SELECT
              "t84"."user" AS "had_user",
              "t84"."subject" AS "had_subject",
              MIN("t84"."at") AS "had_at"
            FROM (
              SELECT
                "t9"."event_id",
                "t9"."source",
                "t9"."at",
                "t9"."day",
                "t9"."local_day",
                "t9"."local_minute",
                "t9"."user",
                "t9"."agency",
                "t9"."case_no",
                "t9"."decision",
                "t9"."exported",
                "t9"."subject",
                "t9"."asked"
              FROM "subjects" AS "t9"
              SEMI JOIN (
                SELECT DISTINCT
                  "t80"."user" AS "of_user",
                  "t80"."subject" AS "of_subject"
                FROM (
                  SELECT
                    "t52"."event_id",
                    "t52"."at",
                    "t52"."user",
                    "t37"."subject"
                  FROM (
                    SELECT
                      "t49"."event_id",
                      "t49"."source",
                      "t49"."row",
                      "t49"."at",
                      "t49"."day",
                      "t49"."local_day",
                      "t49"."user",
                      "t49"."agency",
                      "t49"."owner",
                      "t49"."case_no",
                      "t49"."case_no_state",
                      "t49"."reason",
                      "t49"."purpose",
                      "t49"."networks",
                      "t49"."window_from",
                      "t49"."decision"
                    FROM "t48" AS "t49"
                    WHERE
                      (
                        "t49"."times" IS NULL
                      )
                      OR NOT (
                        (
                          "t49"."always" = 1
                        )
                        OR (
                          (
                            (
                              "t49"."from_then" IS NULL
                            ) OR (
                              "t49"."at" >= "t49"."from_then"
                            )
                          )
                          AND (
                            (
                              "t49"."to_then" IS NULL
                            ) OR (
                              "t49"."at" < "t49"."to_then"
                            )
                          )
                        )
                      )
                  ) AS "t52"
                  ANTI JOIN (
                    SELECT
                      *
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t55"."event_id" AS "explained"
                        FROM (
                          SELECT
                            "t52"."event_id",
                            "t52"."source",
                            "t52"."row",
                            "t52"."at",
                            "t52"."day",
                            "t52"."local_day",
                            "t52"."user",
                            "t52"."agency",
                            "t52"."owner",
                            "t52"."case_no",
                            "t52"."case_no_state",
                            "t52"."reason",
                            "t52"."purpose",
                            "t52"."networks",
                            "t52"."window_from",
                            "t52"."decision",
                            "t25"."sent",
                            "t25"."begun",
                            "t25"."ended"
                          FROM (
                            SELECT
                              "t49"."event_id",
                              "t49"."source",
                              "t49"."row",
                              "t49"."at",
                              "t49"."day",
                              "t49"."local_day",
                              "t49"."user",
                              "t49"."agency",
                              "t49"."owner",
                              "t49"."case_no",
                              "t49"."case_no_state",
                              "t49"."reason",
                              "t49"."purpose",
                              "t49"."networks",
                              "t49"."window_from",
                              "t49"."decision"
                            FROM "t48" AS "t49"
                            WHERE
                              (
                                "t49"."times" IS NULL
                              )
                              OR NOT (
                                (
                                  "t49"."always" = 1
                                )
                                OR (
                                  (
                                    (
                                      "t49"."from_then" IS NULL
                                    ) OR (
                                      "t49"."at" >= "t49"."from_then"
                                    )
                                  )
                                  AND (
                                    (
                                      "t49"."to_then" IS NULL
                                    ) OR (
                                      "t49"."at" < "t49"."to_then"
                                    )
                                  )
                                )
                              )
                          ) AS "t52"
                          INNER JOIN (
                            SELECT
                              "t2"."user" AS "sent",
                              "t2"."since" AS "begun",
                              "t2"."until" AS "ended"
                            FROM "dispatches" AS "t2"
                          ) AS "t25"
                            ON "t52"."user" = "t25"."sent"
                        ) AS "t55"
                        WHERE
                          "t55"."at" >= (
                            "t55"."begun" - 21600000
                          )
                          AND "t55"."at" <= (
                            "t55"."ended" + 21600000
                          )
                      ) AS "t63"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t54"."event_id" AS "explained"
                        FROM (
                          SELECT
                            "t52"."event_id",
                            "t52"."source",
                            "t52"."row",
                            "t52"."at",
                            "t52"."day",
                            "t52"."local_day",
                            "t52"."user",
                            "t52"."agency",
                            "t52"."owner",
                            "t52"."case_no",
                            "t52"."case_no_state",
                            "t52"."reason",
                            "t52"."purpose",
                            "t52"."networks",
                            "t52"."window_from",
                            "t52"."decision",
                            "t38"."about_id",
                            "t38"."subject",
                            "t27"."seen",
                            "t27"."seen_at"
                          FROM (
                            SELECT
                              "t49"."event_id",
                              "t49"."source",
                              "t49"."row",
                              "t49"."at",
                              "t49"."day",
                              "t49"."local_day",
                              "t49"."user",
                              "t49"."agency",
                              "t49"."owner",
                              "t49"."case_no",
                              "t49"."case_no_state",
                              "t49"."reason",
                              "t49"."purpose",
                              "t49"."networks",
                              "t49"."window_from",
                              "t49"."decision"
                            FROM "t48" AS "t49"
                            WHERE
                              (
                                "t49"."times" IS NULL
                              )
                              OR NOT (
                                (
                                  "t49"."always" = 1
                                )
                                OR (
                                  (
                                    (
                                      "t49"."from_then" IS NULL
                                    ) OR (
                                      "t49"."at" >= "t49"."from_then"
                                    )
                                  )
                                  AND (
                                    (
                                      "t49"."to_then" IS NULL
                                    ) OR (
                                      "t49"."at" < "t49"."to_then"
                                    )
                                  )
                                )
                              )
                          ) AS "t52"
                          INNER JOIN "t19" AS "t38"
                            ON "t52"."event_id" = "t38"."about_id"
                          INNER JOIN (
                            SELECT
                              "t3"."subject" AS "seen",
                              "t3"."at" AS "seen_at"
                            FROM "hits" AS "t3"
                          ) AS "t27"
                            ON "t38"."subject" = "t27"."seen"
                        ) AS "t54"
                        WHERE
                          (
                            "t54"."at" - "t54"."seen_at"
                          ) >= 0
                          AND (
                            "t54"."at" - "t54"."seen_at"
                          ) <= 86400000
                      ) AS "t62"
                    ) AS "t64"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t74"."event_id" AS "explained"
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t59"."event_id"
                            FROM "t56" AS "t59"
                            WHERE
                              (
                                (
                                  "t59"."from_then" IS NULL
                                ) OR (
                                  "t59"."at" >= "t59"."from_then"
                                )
                              )
                              AND (
                                (
                                  "t59"."to_then" IS NULL
                                ) OR (
                                  "t59"."at" < "t59"."to_then"
                                )
                              )
                              AND (
                                (
                                  "t59"."for_case" IS NULL
                                ) OR (
                                  "t59"."for_case" = "t59"."case_no"
                                )
                              )
                              AND "t59"."for_subject" IS NULL
                          ) AS "t65"
                          UNION ALL
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t69"."event_id"
                            FROM (
                              SELECT
                                "t59"."event_id",
                                "t59"."for_subject"
                              FROM "t56" AS "t59"
                              WHERE
                                (
                                  (
                                    "t59"."from_then" IS NULL
                                  ) OR (
                                    "t59"."at" >= "t59"."from_then"
                                  )
                                )
                                AND (
                                  (
                                    "t59"."to_then" IS NULL
                                  ) OR (
                                    "t59"."at" < "t59"."to_then"
                                  )
                                )
                                AND (
                                  (
                                    "t59"."for_case" IS NULL
                                  ) OR (
                                    "t59"."for_case" = "t59"."case_no"
                                  )
                                )
                                AND "t59"."for_subject" IS NOT NULL
                            ) AS "t69"
                            INNER JOIN (
                              SELECT
                                "t7"."event_id" AS "about_id",
                                "t7"."subject" AS "about"
                              FROM "subjects" AS "t7"
                            ) AS "t34"
                              ON "t69"."event_id" = "t34"."about_id" AND "t69"."for_subject" = "t34"."about"
                          ) AS "t72"
                        ) AS "t74"
                      ) AS "t75"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t67"."event_id" AS "explained"
                          FROM (
                            SELECT
                              "t52"."event_id",
                              "t52"."source",
                              "t52"."row",
                              "t52"."at",
                              "t52"."day",
                              "t52"."local_day",
                              "t52"."user",
                              "t52"."agency",
                              "t52"."owner",
                              "t52"."case_no",
                              "t52"."case_no_state",
                              "t52"."reason",
                              "t52"."purpose",
                              "t52"."networks",
                              "t52"."window_from",
                              "t52"."decision",
                              "t60"."on_case",
                              "t60"."to_user",
                              "t60"."from_then",
                              "t60"."to_then"
                            FROM (
                              SELECT
                                "t49"."event_id",
                                "t49"."source",
                                "t49"."row",
                                "t49"."at",
                                "t49"."day",
                                "t49"."local_day",
                                "t49"."user",
                                "t49"."agency",
                                "t49"."owner",
                                "t49"."case_no",
                                "t49"."case_no_state",
                                "t49"."reason",
                                "t49"."purpose",
                                "t49"."networks",
                                "t49"."window_from",
                                "t49"."decision"
                              FROM "t48" AS "t49"
                              WHERE
                                (
                                  "t49"."times" IS NULL
                                )
                                OR NOT (
                                  (
                                    "t49"."always" = 1
                                  )
                                  OR (
                                    (
                                      (
                                        "t49"."from_then" IS NULL
                                      ) OR (
                                        "t49"."at" >= "t49"."from_then"
                                      )
                                    )
                                    AND (
                                      (
                                        "t49"."to_then" IS NULL
                                      ) OR (
                                        "t49"."at" < "t49"."to_then"
                                      )
                                    )
                                  )
                                )
                            ) AS "t52"
                            INNER JOIN (
                              SELECT
                                "t8"."case_no" AS "on_case",
                                "t8"."user" AS "to_user",
                                "t8"."since" AS "from_then",
                                "t8"."until" AS "to_then"
                              FROM "assignments" AS "t8"
                              SEMI JOIN (
                                SELECT DISTINCT
                                  "t49"."case_no" AS "wanted"
                                FROM "t48" AS "t49"
                                WHERE
                                  (
                                    "t49"."times" IS NULL
                                  )
                                  OR NOT (
                                    (
                                      "t49"."always" = 1
                                    )
                                    OR (
                                      (
                                        (
                                          "t49"."from_then" IS NULL
                                        ) OR (
                                          "t49"."at" >= "t49"."from_then"
                                        )
                                      )
                                      AND (
                                        (
                                          "t49"."to_then" IS NULL
                                        ) OR (
                                          "t49"."at" < "t49"."to_then"
                                        )
                                      )
                                    )
                                  )
                              ) AS "t53"
                                ON "t8"."case_no" = "t53"."wanted"
                            ) AS "t60"
                              ON "t52"."case_no" = "t60"."on_case" AND "t52"."user" = "t60"."to_user"
                          ) AS "t67"
                          WHERE
                            (
                              (
                                "t67"."from_then" IS NULL
                              ) OR (
                                "t67"."at" >= "t67"."from_then"
                              )
                            )
                            AND (
                              (
                                "t67"."to_then" IS NULL
                              ) OR (
                                "t67"."at" < "t67"."to_then"
                              )
                            )
                        ) AS "t70"
                        UNION ALL
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t68"."event_id" AS "explained"
                          FROM (
                            SELECT
                              "t52"."event_id",
                              "t52"."source",
                              "t52"."row",
                              "t52"."at",
                              "t52"."day",
                              "t52"."local_day",
                              "t52"."user",
                              "t52"."agency",
                              "t52"."owner",
                              "t52"."case_no",
                              "t52"."case_no_state",
                              "t52"."reason",
                              "t52"."purpose",
                              "t52"."networks",
                              "t52"."window_from",
                              "t52"."decision",
                              "t61"."of",
                              "t61"."on_case",
                              "t61"."from_then",
                              "t61"."to_then"
                            FROM (
                              SELECT
                                "t49"."event_id",
                                "t49"."source",
                                "t49"."row",
                                "t49"."at",
                                "t49"."day",
                                "t49"."local_day",
                                "t49"."user",
                                "t49"."agency",
                                "t49"."owner",
                                "t49"."case_no",
                                "t49"."case_no_state",
                                "t49"."reason",
                                "t49"."purpose",
                                "t49"."networks",
                                "t49"."window_from",
                                "t49"."decision"
                              FROM "t48" AS "t49"
                              WHERE
                                (
                                  "t49"."times" IS NULL
                                )
                                OR NOT (
                                  (
                                    "t49"."always" = 1
                                  )
                                  OR (
                                    (
                                      (
                                        "t49"."from_then" IS NULL
                                      ) OR (
                                        "t49"."at" >= "t49"."from_then"
                                      )
                                    )
                                    AND (
                                      (
                                        "t49"."to_then" IS NULL
                                      ) OR (
                                        "t49"."at" < "t49"."to_then"
                                      )
                                    )
                                  )
                                )
                            ) AS "t52"
                            INNER JOIN (
                              SELECT
                                "t23"."of",
                                "t8"."case_no" AS "on_case",
                                "t8"."since" AS "from_then",
                                "t8"."until" AS "to_then"
                              FROM "assignments" AS "t8"
                              SEMI JOIN (
                                SELECT DISTINCT
                                  "t49"."case_no" AS "wanted"
                                FROM "t48" AS "t49"
                                WHERE
                                  (
                                    "t49"."times" IS NULL
                                  )
                                  OR NOT (
                                    (
                                      "t49"."always" = 1
                                    )
                                    OR (
                                      (
                                        (
                                          "t49"."from_then" IS NULL
                                        ) OR (
                                          "t49"."at" >= "t49"."from_then"
                                        )
                                      )
                                      AND (
                                        (
                                          "t49"."to_then" IS NULL
                                        ) OR (
                                          "t49"."at" < "t49"."to_then"
                                        )
                                      )
                                    )
                                  )
                              ) AS "t53"
                                ON "t8"."case_no" = "t53"."wanted"
                              INNER JOIN (
                                SELECT DISTINCT
                                  "t1"."user" AS "member",
                                  "t1"."agency" AS "of"
                                FROM "accounts" AS "t1"
                              ) AS "t23"
                                ON "t8"."user" = "t23"."member"
                            ) AS "t61"
                              ON "t52"."case_no" = "t61"."on_case" AND "t52"."agency" = "t61"."of"
                          ) AS "t68"
                          WHERE
                            (
                              (
                                "t68"."from_then" IS NULL
                              ) OR (
                                "t68"."at" >= "t68"."from_then"
                              )
                            )
                            AND (
                              (
                                "t68"."to_then" IS NULL
                              ) OR (
                                "t68"."at" < "t68"."to_then"
                              )
                            )
                        ) AS "t71"
                      ) AS "t73"
                    ) AS "t76"
                  ) AS "t78"
                    ON "t52"."event_id" = "t78"."explained"
                  INNER JOIN "t19" AS "t37"
                    ON "t52"."event_id" = "t37"."about_id"
                ) AS "t80"
              ) AS "t83"
                ON "t9"."user" = "t83"."of_user" AND "t9"."subject" = "t83"."of_subject"
              ANTI JOIN (
                SELECT
                  "t52"."event_id" AS "still"
                FROM (
                  SELECT
                    "t49"."event_id",
                    "t49"."source",
                    "t49"."row",
                    "t49"."at",
                    "t49"."day",
                    "t49"."local_day",
                    "t49"."user",
                    "t49"."agency",
                    "t49"."owner",
                    "t49"."case_no",
                    "t49"."case_no_state",
                    "t49"."reason",
                    "t49"."purpose",
                    "t49"."networks",
                    "t49"."window_from",
                    "t49"."decision"
                  FROM "t48" AS "t49"
                  WHERE
                    (
                      "t49"."times" IS NULL
                    )
                    OR NOT (
                      (
                        "t49"."always" = 1
                      )
                      OR (
                        (
                          (
                            "t49"."from_then" IS NULL
                          ) OR (
                            "t49"."at" >= "t49"."from_then"
                          )
                        )
                        AND (
                          (
                            "t49"."to_then" IS NULL
                          ) OR (
                            "t49"."at" < "t49"."to_then"
                          )
                        )
                      )
                    )
                ) AS "t52"
                ANTI JOIN (
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t55"."event_id" AS "explained"
                      FROM (
                        SELECT
                          "t52"."event_id",
                          "t52"."source",
                          "t52"."row",
                          "t52"."at",
                          "t52"."day",
                          "t52"."local_day",
                          "t52"."user",
                          "t52"."agency",
                          "t52"."owner",
                          "t52"."case_no",
                          "t52"."case_no_state",
                          "t52"."reason",
                          "t52"."purpose",
                          "t52"."networks",
                          "t52"."window_from",
                          "t52"."decision",
                          "t25"."sent",
                          "t25"."begun",
                          "t25"."ended"
                        FROM (
                          SELECT
                            "t49"."event_id",
                            "t49"."source",
                            "t49"."row",
                            "t49"."at",
                            "t49"."day",
                            "t49"."local_day",
                            "t49"."user",
                            "t49"."agency",
                            "t49"."owner",
                            "t49"."case_no",
                            "t49"."case_no_state",
                            "t49"."reason",
                            "t49"."purpose",
                            "t49"."networks",
                            "t49"."window_from",
                            "t49"."decision"
                          FROM "t48" AS "t49"
                          WHERE
                            (
                              "t49"."times" IS NULL
                            )
                            OR NOT (
                              (
                                "t49"."always" = 1
                              )
                              OR (
                                (
                                  (
                                    "t49"."from_then" IS NULL
                                  ) OR (
                                    "t49"."at" >= "t49"."from_then"
                                  )
                                )
                                AND (
                                  (
                                    "t49"."to_then" IS NULL
                                  ) OR (
                                    "t49"."at" < "t49"."to_then"
                                  )
                                )
                              )
                            )
                        ) AS "t52"
                        INNER JOIN (
                          SELECT
                            "t2"."user" AS "sent",
                            "t2"."since" AS "begun",
                            "t2"."until" AS "ended"
                          FROM "dispatches" AS "t2"
                        ) AS "t25"
                          ON "t52"."user" = "t25"."sent"
                      ) AS "t55"
                      WHERE
                        "t55"."at" >= (
                          "t55"."begun" - 21600000
                        )
                        AND "t55"."at" <= (
                          "t55"."ended" + 21600000
                        )
                    ) AS "t63"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t54"."event_id" AS "explained"
                      FROM (
                        SELECT
                          "t52"."event_id",
                          "t52"."source",
                          "t52"."row",
                          "t52"."at",
                          "t52"."day",
                          "t52"."local_day",
                          "t52"."user",
                          "t52"."agency",
                          "t52"."owner",
                          "t52"."case_no",
                          "t52"."case_no_state",
                          "t52"."reason",
                          "t52"."purpose",
                          "t52"."networks",
                          "t52"."window_from",
                          "t52"."decision",
                          "t38"."about_id",
                          "t38"."subject",
                          "t27"."seen",
                          "t27"."seen_at"
                        FROM (
                          SELECT
                            "t49"."event_id",
                            "t49"."source",
                            "t49"."row",
                            "t49"."at",
                            "t49"."day",
                            "t49"."local_day",
                            "t49"."user",
                            "t49"."agency",
                            "t49"."owner",
                            "t49"."case_no",
                            "t49"."case_no_state",
                            "t49"."reason",
                            "t49"."purpose",
                            "t49"."networks",
                            "t49"."window_from",
                            "t49"."decision"
                          FROM "t48" AS "t49"
                          WHERE
                            (
                              "t49"."times" IS NULL
                            )
                            OR NOT (
                              (
                                "t49"."always" = 1
                              )
                              OR (
                                (
                                  (
                                    "t49"."from_then" IS NULL
                                  ) OR (
                                    "t49"."at" >= "t49"."from_then"
                                  )
                                )
                                AND (
                                  (
                                    "t49"."to_then" IS NULL
                                  ) OR (
                                    "t49"."at" < "t49"."to_then"
                                  )
                                )
                              )
                            )
                        ) AS "t52"
                        INNER JOIN "t19" AS "t38"
                          ON "t52"."event_id" = "t38"."about_id"
                        INNER JOIN (
                          SELECT
                            "t3"."subject" AS "seen",
                            "t3"."at" AS "seen_at"
                          FROM "hits" AS "t3"
                        ) AS "t27"
                          ON "t38"."subject" = "t27"."seen"
                      ) AS "t54"
                      WHERE
                        (
                          "t54"."at" - "t54"."seen_at"
                        ) >= 0
                        AND (
                          "t54"."at" - "t54"."seen_at"
                        ) <= 86400000
                    ) AS "t62"
                  ) AS "t64"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t74"."event_id" AS "explained"
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t59"."event_id"
                          FROM "t56" AS "t59"
                          WHERE
                            (
                              (
                                "t59"."from_then" IS NULL
                              ) OR (
                                "t59"."at" >= "t59"."from_then"
                              )
                            )
                            AND (
                              (
                                "t59"."to_then" IS NULL
                              ) OR (
                                "t59"."at" < "t59"."to_then"
                              )
                            )
                            AND (
                              (
                                "t59"."for_case" IS NULL
                              ) OR (
                                "t59"."for_case" = "t59"."case_no"
                              )
                            )
                            AND "t59"."for_subject" IS NULL
                        ) AS "t65"
                        UNION ALL
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t69"."event_id"
                          FROM (
                            SELECT
                              "t59"."event_id",
                              "t59"."for_subject"
                            FROM "t56" AS "t59"
                            WHERE
                              (
                                (
                                  "t59"."from_then" IS NULL
                                ) OR (
                                  "t59"."at" >= "t59"."from_then"
                                )
                              )
                              AND (
                                (
                                  "t59"."to_then" IS NULL
                                ) OR (
                                  "t59"."at" < "t59"."to_then"
                                )
                              )
                              AND (
                                (
                                  "t59"."for_case" IS NULL
                                ) OR (
                                  "t59"."for_case" = "t59"."case_no"
                                )
                              )
                              AND "t59"."for_subject" IS NOT NULL
                          ) AS "t69"
                          INNER JOIN (
                            SELECT
                              "t7"."event_id" AS "about_id",
                              "t7"."subject" AS "about"
                            FROM "subjects" AS "t7"
                          ) AS "t34"
                            ON "t69"."event_id" = "t34"."about_id" AND "t69"."for_subject" = "t34"."about"
                        ) AS "t72"
                      ) AS "t74"
                    ) AS "t75"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t67"."event_id" AS "explained"
                        FROM (
                          SELECT
                            "t52"."event_id",
                            "t52"."source",
                            "t52"."row",
                            "t52"."at",
                            "t52"."day",
                            "t52"."local_day",
                            "t52"."user",
                            "t52"."agency",
                            "t52"."owner",
                            "t52"."case_no",
                            "t52"."case_no_state",
                            "t52"."reason",
                            "t52"."purpose",
                            "t52"."networks",
                            "t52"."window_from",
                            "t52"."decision",
                            "t60"."on_case",
                            "t60"."to_user",
                            "t60"."from_then",
                            "t60"."to_then"
                          FROM (
                            SELECT
                              "t49"."event_id",
                              "t49"."source",
                              "t49"."row",
                              "t49"."at",
                              "t49"."day",
                              "t49"."local_day",
                              "t49"."user",
                              "t49"."agency",
                              "t49"."owner",
                              "t49"."case_no",
                              "t49"."case_no_state",
                              "t49"."reason",
                              "t49"."purpose",
                              "t49"."networks",
                              "t49"."window_from",
                              "t49"."decision"
                            FROM "t48" AS "t49"
                            WHERE
                              (
                                "t49"."times" IS NULL
                              )
                              OR NOT (
                                (
                                  "t49"."always" = 1
                                )
                                OR (
                                  (
                                    (
                                      "t49"."from_then" IS NULL
                                    ) OR (
                                      "t49"."at" >= "t49"."from_then"
                                    )
                                  )
                                  AND (
                                    (
                                      "t49"."to_then" IS NULL
                                    ) OR (
                                      "t49"."at" < "t49"."to_then"
                                    )
                                  )
                                )
                              )
                          ) AS "t52"
                          INNER JOIN (
                            SELECT
                              "t8"."case_no" AS "on_case",
                              "t8"."user" AS "to_user",
                              "t8"."since" AS "from_then",
                              "t8"."until" AS "to_then"
                            FROM "assignments" AS "t8"
                            SEMI JOIN (
                              SELECT DISTINCT
                                "t49"."case_no" AS "wanted"
                              FROM "t48" AS "t49"
                              WHERE
                                (
                                  "t49"."times" IS NULL
                                )
                                OR NOT (
                                  (
                                    "t49"."always" = 1
                                  )
                                  OR (
                                    (
                                      (
                                        "t49"."from_then" IS NULL
                                      ) OR (
                                        "t49"."at" >= "t49"."from_then"
                                      )
                                    )
                                    AND (
                                      (
                                        "t49"."to_then" IS NULL
                                      ) OR (
                                        "t49"."at" < "t49"."to_then"
                                      )
                                    )
                                  )
                                )
                            ) AS "t53"
                              ON "t8"."case_no" = "t53"."wanted"
                          ) AS "t60"
                            ON "t52"."case_no" = "t60"."on_case" AND "t52"."user" = "t60"."to_user"
                        ) AS "t67"
                        WHERE
                          (
                            (
                              "t67"."from_then" IS NULL
                            ) OR (
                              "t67"."at" >= "t67"."from_then"
                            )
                          )
                          AND (
                            (
                              "t67"."to_then" IS NULL
                            ) OR (
                              "t67"."at" < "t67"."to_then"
                            )
                          )
                      ) AS "t70"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t68"."event_id" AS "explained"
                        FROM (
                          SELECT
                            "t52"."event_id",
                            "t52"."source",
                            "t52"."row",
                            "t52"."at",
                            "t52"."day",
                            "t52"."local_day",
                            "t52"."user",
                            "t52"."agency",
                            "t52"."owner",
                            "t52"."case_no",
                            "t52"."case_no_state",
                            "t52"."reason",
                            "t52"."purpose",
                            "t52"."networks",
                            "t52"."window_from",
                            "t52"."decision",
                            "t61"."of",
                            "t61"."on_case",
                            "t61"."from_then",
                            "t61"."to_then"
                          FROM (
                            SELECT
                              "t49"."event_id",
                              "t49"."source",
                              "t49"."row",
                              "t49"."at",
                              "t49"."day",
                              "t49"."local_day",
                              "t49"."user",
                              "t49"."agency",
                              "t49"."owner",
                              "t49"."case_no",
                              "t49"."case_no_state",
                              "t49"."reason",
                              "t49"."purpose",
                              "t49"."networks",
                              "t49"."window_from",
                              "t49"."decision"
                            FROM "t48" AS "t49"
                            WHERE
                              (
                                "t49"."times" IS NULL
                              )
                              OR NOT (
                                (
                                  "t49"."always" = 1
                                )
                                OR (
                                  (
                                    (
                                      "t49"."from_then" IS NULL
                                    ) OR (
                                      "t49"."at" >= "t49"."from_then"
                                    )
                                  )
                                  AND (
                                    (
                                      "t49"."to_then" IS NULL
                                    ) OR (
                                      "t49"."at" < "t49"."to_then"
                                    )
                                  )
                                )
                              )
                          ) AS "t52"
                          INNER JOIN (
                            SELECT
                              "t23"."of",
                              "t8"."case_no" AS "on_case",
                              "t8"."since" AS "from_then",
                              "t8"."until" AS "to_then"
                            FROM "assignments" AS "t8"
                            SEMI JOIN (
                              SELECT DISTINCT
                                "t49"."case_no" AS "wanted"
                              FROM "t48" AS "t49"
                              WHERE
                                (
                                  "t49"."times" IS NULL
                                )
                                OR NOT (
                                  (
                                    "t49"."always" = 1
                                  )
                                  OR (
                                    (
                                      (
                                        "t49"."from_then" IS NULL
                                      ) OR (
                                        "t49"."at" >= "t49"."from_then"
                                      )
                                    )
                                    AND (
                                      (
                                        "t49"."to_then" IS NULL
                                      ) OR (
                                        "t49"."at" < "t49"."to_then"
                                      )
                                    )
                                  )
                                )
                            ) AS "t53"
                              ON "t8"."case_no" = "t53"."wanted"
                            INNER JOIN (
                              SELECT DISTINCT
                                "t1"."user" AS "member",
                                "t1"."agency" AS "of"
                              FROM "accounts" AS "t1"
                            ) AS "t23"
                              ON "t8"."user" = "t23"."member"
                          ) AS "t61"
                            ON "t52"."case_no" = "t61"."on_case" AND "t52"."agency" = "t61"."of"
                        ) AS "t68"
                        WHERE
                          (
                            (
                              "t68"."from_then" IS NULL
                            ) OR (
                              "t68"."at" >= "t68"."from_then"
                            )
                          )
                          AND (
                            (
                              "t68"."to_then" IS NULL
                            ) OR (
                              "t68"."at" < "t68"."to_then"
                            )
                          )
                      ) AS "t71"
                    ) AS "t73"
                  ) AS "t76"
                ) AS "t78"
                  ON "t52"."event_id" = "t78"."explained"
              ) AS "t81"
                ON "t9"."event_id" = "t81"."still"
            ) AS "t84"
            GROUP BY
              1,
              2
          ) AS "t86"
            ON "t52"."user" = "t86"."had_user" AND "t37"."subject" = "t86"."had_subject"
        ) AS "t87"
        WHERE
          "t87"."had_at" < "t87"."at"
      ) AS "t89"
        ON "t52"."event_id" = "t89"."explained"
      LEFT OUTER JOIN (
        SELECT
          "t42"."of_agency",
          "t42"."of_owner",
          "t42"."share"
        FROM (
          SELECT
            "t39"."of_agency",
            "t39"."of_owner",
            "t39"."times",
            "t39"."times" / SUM("t39"."times") OVER (
              PARTITION BY "t39"."of_agency"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "share"
          FROM (
            SELECT
              "t32"."agency" AS "of_agency",
              "t32"."owner" AS "of_owner",
              COUNT(*) AS "times"
            FROM (
              SELECT
                *
              FROM "events" AS "t6"
              WHERE
                "t6"."owner" IS NOT NULL AND "t6"."agency" IS NOT NULL
            ) AS "t32"
            GROUP BY
              1,
              2
          ) AS "t39"
        ) AS "t42"
      ) AS "t46"
        ON "t52"."agency" = "t46"."of_agency" AND "t52"."owner" = "t46"."of_owner"
      LEFT OUTER JOIN (
        SELECT
          "t5"."reason" AS "said",
          "t5"."pack"
        FROM "reasons" AS "t5"
        WHERE
          "t5"."pack" IS NOT NULL
      ) AS "t35"
        ON "t52"."reason" = "t35"."said"
    ) AS "t90"
  ) AS "t91"
  WHERE
    "t91"."score" >= 3.0
) AS "t93"
CROSS JOIN (
  SELECT
    '' || CASE WHEN "t21"."has_assignments" > 0 THEN 'case assignment, ' ELSE '' END || CASE WHEN "t22"."has_accounts" > 0 THEN 'colleague''s case, ' ELSE '' END || CASE WHEN "t24"."has_dispatches" > 0 THEN 'dispatch, ' ELSE '' END || CASE WHEN "t26"."has_hits" > 0 THEN 'hit, ' ELSE '' END || CASE WHEN "t28"."has_approvals" > 0 THEN 'approval, ' ELSE '' END || 'prior contact' AS "tried"
  FROM (
    SELECT
      COUNT(*) AS "has_assignments"
    FROM "assignments" AS "t0"
  ) AS "t21"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_accounts"
    FROM "accounts" AS "t1"
  ) AS "t22"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_dispatches"
    FROM "dispatches" AS "t2"
  ) AS "t24"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_hits"
    FROM "hits" AS "t3"
  ) AS "t26"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_approvals"
    FROM "approvals" AS "t4"
  ) AS "t28"
) AS "t47"
