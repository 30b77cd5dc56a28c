WITH "t20" AS (
  SELECT
    "t7"."event_id" AS "about_id",
    "t7"."subject"
  FROM "subjects" AS "t7"
), "t57" AS (
  SELECT
    "t54"."event_id",
    "t54"."source",
    "t54"."row",
    "t54"."at",
    "t54"."day",
    "t54"."local_day",
    "t54"."user",
    "t54"."agency",
    "t54"."owner",
    "t54"."case_no",
    "t54"."case_no_state",
    "t54"."reason",
    "t54"."purpose",
    "t54"."networks",
    "t54"."window_from",
    "t54"."decision",
    "t31"."may",
    "t31"."for_case",
    "t31"."for_subject",
    "t31"."from_then",
    "t31"."to_then"
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
      "t52"."decision"
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
        "t38"."case_no",
        "t38"."case_no_state",
        "t38"."reason",
        "t38"."purpose",
        "t38"."networks",
        "t38"."window_from",
        "t38"."decision",
        "t47"."on_case",
        "t47"."to_user",
        "t47"."times",
        "t47"."always",
        "t47"."from_then",
        "t47"."to_then"
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
      ) AS "t38"
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
        ) AS "t42"
        WHERE
          (
            "t42"."times" = 1
          ) OR (
            "t42"."always" = 1
          )
      ) AS "t47"
        ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
    ) AS "t52"
    WHERE
      (
        "t52"."times" IS NULL
      )
      OR NOT (
        (
          "t52"."always" = 1
        )
        OR (
          (
            (
              "t52"."from_then" IS NULL
            ) OR (
              "t52"."at" >= "t52"."from_then"
            )
          )
          AND (
            (
              "t52"."to_then" IS NULL
            ) OR (
              "t52"."at" < "t52"."to_then"
            )
          )
        )
      )
  ) AS "t54"
  INNER JOIN (
    SELECT
      "t4"."user" AS "may",
      "t4"."case_no" AS "for_case",
      "t4"."subject" AS "for_subject",
      "t4"."since" AS "from_then",
      "t4"."until" AS "to_then"
    FROM "approvals" AS "t4"
  ) AS "t31"
    ON "t54"."user" = "t31"."may"
)
SELECT
  "t90"."user" AS "entity",
  NULLIF("t90"."agency", '') AS "agency",
  CAST(CAST(FLOOR(
    (
      (
        (
          (
            CAST(FLOOR(
              (
                CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
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
                      CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                    ) % 146097
                  ) - CAST(FLOOR(
                    (
                      (
                        CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                      ) % 146097
                    ) / (
                      1460
                    )
                  ) AS BIGINT)
                ) + CAST(FLOOR(
                  (
                    (
                      CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                    ) % 146097
                  ) / (
                    36524
                  )
                ) AS BIGINT)
              ) - CAST(FLOOR(
                (
                  (
                    CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
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
                  CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
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
                                CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) - CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                1460
                              )
                            ) AS BIGINT)
                          ) + CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              36524
                            )
                          ) AS BIGINT)
                        ) - CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
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
                                  CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) - CAST(FLOOR(
                                (
                                  (
                                    CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) / (
                                  1460
                                )
                              ) AS BIGINT)
                            ) + CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                36524
                              )
                            ) AS BIGINT)
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
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
                                CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) - CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                1460
                              )
                            ) AS BIGINT)
                          ) + CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              36524
                            )
                          ) AS BIGINT)
                        ) - CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
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
                  CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
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
                        CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                      ) % 146097
                    ) - CAST(FLOOR(
                      (
                        (
                          CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                        ) % 146097
                      ) / (
                        1460
                      )
                    ) AS BIGINT)
                  ) + CAST(FLOOR(
                    (
                      (
                        CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                      ) % 146097
                    ) / (
                      36524
                    )
                  ) AS BIGINT)
                ) - CAST(FLOOR(
                  (
                    (
                      CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
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
                    CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
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
                                  CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) - CAST(FLOOR(
                                (
                                  (
                                    CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) / (
                                  1460
                                )
                              ) AS BIGINT)
                            ) + CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                36524
                              )
                            ) AS BIGINT)
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
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
                                    CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) - CAST(FLOOR(
                                  (
                                    (
                                      CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                                    ) % 146097
                                  ) / (
                                    1460
                                  )
                                ) AS BIGINT)
                              ) + CAST(FLOOR(
                                (
                                  (
                                    CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) / (
                                  36524
                                )
                              ) AS BIGINT)
                            ) - CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
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
                                  CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) - CAST(FLOOR(
                                (
                                  (
                                    CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                                  ) % 146097
                                ) / (
                                  1460
                                )
                              ) AS BIGINT)
                            ) + CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                36524
                              )
                            ) AS BIGINT)
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t90"."local_day", "t90"."day") AS BIGINT) + 719468
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
  "t90"."event_id",
  "t90"."at",
  "t90"."score" AS "measure",
  CASE
    WHEN "t90"."case_no" IS NULL
    THEN 'no case was declared'
    ELSE 'the declared case is not theirs'
  END || '; tried without success: ' || "t51"."tried" AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t87"."event_id",
      "t87"."source",
      "t87"."row",
      "t87"."at",
      "t87"."day",
      "t87"."local_day",
      "t87"."user",
      "t87"."agency",
      "t87"."owner",
      "t87"."case_no",
      "t87"."case_no_state",
      "t87"."reason",
      "t87"."purpose",
      "t87"."networks",
      "t87"."window_from",
      "t87"."decision",
      "t87"."of_agency",
      "t87"."of_owner",
      "t87"."share",
      "t87"."said",
      "t87"."pack",
      COALESCE(-(
        LN("t87"."share")
      ), 0.0) + (
        (
          0 + CASE WHEN COALESCE("t87"."networks", 0) > 1000 THEN 1 ELSE 0 END + CASE
            WHEN COALESCE("t87"."at" - "t87"."window_from", 0) > 2592000000
            THEN 1
            ELSE 0
          END + CASE
            WHEN (
              "t87"."pack" IS NOT NULL
            )
            AND NOT (
              CONTAINS(COALESCE("t87"."purpose", ''), COALESCE("t87"."pack", ''))
            )
            THEN 1
            ELSE 0
          END
        ) * 1.5
      ) AS "score"
    FROM (
      SELECT
        "t54"."event_id",
        "t54"."source",
        "t54"."row",
        "t54"."at",
        "t54"."day",
        "t54"."local_day",
        "t54"."user",
        "t54"."agency",
        "t54"."owner",
        "t54"."case_no",
        "t54"."case_no_state",
        "t54"."reason",
        "t54"."purpose",
        "t54"."networks",
        "t54"."window_from",
        "t54"."decision",
        "t50"."of_agency",
        "t50"."of_owner",
        "t50"."share",
        "t37"."said",
        "t37"."pack"
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
          "t52"."decision"
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
            "t38"."case_no",
            "t38"."case_no_state",
            "t38"."reason",
            "t38"."purpose",
            "t38"."networks",
            "t38"."window_from",
            "t38"."decision",
            "t47"."on_case",
            "t47"."to_user",
            "t47"."times",
            "t47"."always",
            "t47"."from_then",
            "t47"."to_then"
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
          ) AS "t38"
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
            ) AS "t42"
            WHERE
              (
                "t42"."times" = 1
              ) OR (
                "t42"."always" = 1
              )
          ) AS "t47"
            ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
        ) AS "t52"
        WHERE
          (
            "t52"."times" IS NULL
          )
          OR NOT (
            (
              "t52"."always" = 1
            )
            OR (
              (
                (
                  "t52"."from_then" IS NULL
                ) OR (
                  "t52"."at" >= "t52"."from_then"
                )
              )
              AND (
                (
                  "t52"."to_then" IS NULL
                ) OR (
                  "t52"."at" < "t52"."to_then"
                )
              )
            )
          )
      ) AS "t54"
      ANTI JOIN (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t56"."event_id" AS "explained"
            FROM (
              SELECT
                "t54"."event_id",
                "t54"."source",
                "t54"."row",
                "t54"."at",
                "t54"."day",
                "t54"."local_day",
                "t54"."user",
                "t54"."agency",
                "t54"."owner",
                "t54"."case_no",
                "t54"."case_no_state",
                "t54"."reason",
                "t54"."purpose",
                "t54"."networks",
                "t54"."window_from",
                "t54"."decision",
                "t27"."sent",
                "t27"."begun",
                "t27"."ended"
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
                  "t52"."decision"
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
                    "t38"."case_no",
                    "t38"."case_no_state",
                    "t38"."reason",
                    "t38"."purpose",
                    "t38"."networks",
                    "t38"."window_from",
                    "t38"."decision",
                    "t47"."on_case",
                    "t47"."to_user",
                    "t47"."times",
                    "t47"."always",
                    "t47"."from_then",
                    "t47"."to_then"
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
                  ) AS "t38"
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
                    ) AS "t42"
                    WHERE
                      (
                        "t42"."times" = 1
                      ) OR (
                        "t42"."always" = 1
                      )
                  ) AS "t47"
                    ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                ) AS "t52"
                WHERE
                  (
                    "t52"."times" IS NULL
                  )
                  OR NOT (
                    (
                      "t52"."always" = 1
                    )
                    OR (
                      (
                        (
                          "t52"."from_then" IS NULL
                        ) OR (
                          "t52"."at" >= "t52"."from_then"
                        )
                      )
                      AND (
                        (
                          "t52"."to_then" IS NULL
                        ) OR (
                          "t52"."at" < "t52"."to_then"
                        )
                      )
                    )
                  )
              ) AS "t54"
              INNER JOIN (
                SELECT
                  "t2"."user" AS "sent",
                  "t2"."since" AS "begun",
                  "t2"."until" AS "ended"
                FROM "dispatches" AS "t2"
              ) AS "t27"
                ON "t54"."user" = "t27"."sent"
            ) AS "t56"
            WHERE
              "t56"."at" >= (
                "t56"."begun" - 21600000
              )
              AND "t56"."at" <= (
                "t56"."ended" + 21600000
              )
          ) AS "t62"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t55"."event_id" AS "explained"
            FROM (
              SELECT
                "t54"."event_id",
                "t54"."source",
                "t54"."row",
                "t54"."at",
                "t54"."day",
                "t54"."local_day",
                "t54"."user",
                "t54"."agency",
                "t54"."owner",
                "t54"."case_no",
                "t54"."case_no_state",
                "t54"."reason",
                "t54"."purpose",
                "t54"."networks",
                "t54"."window_from",
                "t54"."decision",
                "t40"."about_id",
                "t40"."subject",
                "t29"."seen",
                "t29"."seen_at"
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
                  "t52"."decision"
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
                    "t38"."case_no",
                    "t38"."case_no_state",
                    "t38"."reason",
                    "t38"."purpose",
                    "t38"."networks",
                    "t38"."window_from",
                    "t38"."decision",
                    "t47"."on_case",
                    "t47"."to_user",
                    "t47"."times",
                    "t47"."always",
                    "t47"."from_then",
                    "t47"."to_then"
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
                  ) AS "t38"
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
                    ) AS "t42"
                    WHERE
                      (
                        "t42"."times" = 1
                      ) OR (
                        "t42"."always" = 1
                      )
                  ) AS "t47"
                    ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                ) AS "t52"
                WHERE
                  (
                    "t52"."times" IS NULL
                  )
                  OR NOT (
                    (
                      "t52"."always" = 1
                    )
                    OR (
                      (
                        (
                          "t52"."from_then" IS NULL
                        ) OR (
                          "t52"."at" >= "t52"."from_then"
                        )
                      )
                      AND (
                        (
                          "t52"."to_then" IS NULL
                        ) OR (
                          "t52"."at" < "t52"."to_then"
                        )
                      )
                    )
                  )
              ) AS "t54"
              INNER JOIN "t20" AS "t40"
                ON "t54"."event_id" = "t40"."about_id"
              INNER JOIN (
                SELECT
                  "t3"."subject" AS "seen",
                  "t3"."at" AS "seen_at"
                FROM "hits" AS "t3"
              ) AS "t29"
                ON "t40"."subject" = "t29"."seen"
            ) AS "t55"
            WHERE
              (
                "t55"."at" - "t55"."seen_at"
              ) >= 0
              AND (
                "t55"."at" - "t55"."seen_at"
              ) <= 86400000
          ) AS "t61"
        ) AS "t65"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t71"."event_id" AS "explained"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t60"."event_id"
                FROM "t57" AS "t60"
                WHERE
                  (
                    (
                      "t60"."from_then" IS NULL
                    ) OR (
                      "t60"."at" >= "t60"."from_then"
                    )
                  )
                  AND (
                    (
                      "t60"."to_then" IS NULL
                    ) OR (
                      "t60"."at" < "t60"."to_then"
                    )
                  )
                  AND (
                    (
                      "t60"."for_case" IS NULL
                    ) OR (
                      "t60"."for_case" = "t60"."case_no"
                    )
                  )
                  AND "t60"."for_subject" IS NULL
              ) AS "t66"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t69"."event_id"
                FROM (
                  SELECT
                    "t60"."event_id",
                    "t60"."for_subject"
                  FROM "t57" AS "t60"
                  WHERE
                    (
                      (
                        "t60"."from_then" IS NULL
                      ) OR (
                        "t60"."at" >= "t60"."from_then"
                      )
                    )
                    AND (
                      (
                        "t60"."to_then" IS NULL
                      ) OR (
                        "t60"."at" < "t60"."to_then"
                      )
                    )
                    AND (
                      (
                        "t60"."for_case" IS NULL
                      ) OR (
                        "t60"."for_case" = "t60"."case_no"
                      )
                    )
                    AND "t60"."for_subject" IS NOT NULL
                ) AS "t69"
                INNER JOIN (
                  SELECT
                    "t7"."event_id" AS "about_id",
                    "t7"."subject" AS "about"
                  FROM "subjects" AS "t7"
                ) AS "t36"
                  ON "t69"."event_id" = "t36"."about_id" AND "t69"."for_subject" = "t36"."about"
              ) AS "t70"
            ) AS "t71"
          ) AS "t72"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t58"."event_id" AS "explained"
              FROM (
                SELECT
                  "t54"."event_id",
                  "t54"."source",
                  "t54"."row",
                  "t54"."at",
                  "t54"."day",
                  "t54"."local_day",
                  "t54"."user",
                  "t54"."agency",
                  "t54"."owner",
                  "t54"."case_no",
                  "t54"."case_no_state",
                  "t54"."reason",
                  "t54"."purpose",
                  "t54"."networks",
                  "t54"."window_from",
                  "t54"."decision",
                  "t23"."on_case",
                  "t23"."to_user",
                  "t23"."from_then",
                  "t23"."to_then"
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
                    "t52"."decision"
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
                      "t38"."case_no",
                      "t38"."case_no_state",
                      "t38"."reason",
                      "t38"."purpose",
                      "t38"."networks",
                      "t38"."window_from",
                      "t38"."decision",
                      "t47"."on_case",
                      "t47"."to_user",
                      "t47"."times",
                      "t47"."always",
                      "t47"."from_then",
                      "t47"."to_then"
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
                    ) AS "t38"
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
                      ) AS "t42"
                      WHERE
                        (
                          "t42"."times" = 1
                        ) OR (
                          "t42"."always" = 1
                        )
                    ) AS "t47"
                      ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                  ) AS "t52"
                  WHERE
                    (
                      "t52"."times" IS NULL
                    )
                    OR NOT (
                      (
                        "t52"."always" = 1
                      )
                      OR (
                        (
                          (
                            "t52"."from_then" IS NULL
                          ) OR (
                            "t52"."at" >= "t52"."from_then"
                          )
                        )
                        AND (
                          (
                            "t52"."to_then" IS NULL
                          ) OR (
                            "t52"."at" < "t52"."to_then"
                          )
                        )
                      )
                    )
                ) AS "t54"
                INNER JOIN (
                  SELECT
                    "t0"."case_no" AS "on_case",
                    "t0"."user" AS "to_user",
                    "t0"."since" AS "from_then",
                    "t0"."until" AS "to_then"
                  FROM "assignments" AS "t0"
                ) AS "t23"
                  ON "t54"."case_no" = "t23"."on_case" AND "t54"."user" = "t23"."to_user"
              ) AS "t58"
              WHERE
                (
                  (
                    "t58"."from_then" IS NULL
                  ) OR (
                    "t58"."at" >= "t58"."from_then"
                  )
                )
                AND (
                  (
                    "t58"."to_then" IS NULL
                  ) OR (
                    "t58"."at" < "t58"."to_then"
                  )
                )
            ) AS "t63"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t59"."event_id" AS "explained"
              FROM (
                SELECT
                  "t54"."event_id",
                  "t54"."source",
                  "t54"."row",
                  "t54"."at",
                  "t54"."day",
                  "t54"."local_day",
                  "t54"."user",
                  "t54"."agency",
                  "t54"."owner",
                  "t54"."case_no",
                  "t54"."case_no_state",
                  "t54"."reason",
                  "t54"."purpose",
                  "t54"."networks",
                  "t54"."window_from",
                  "t54"."decision",
                  "t44"."of",
                  "t44"."on_case",
                  "t44"."from_then",
                  "t44"."to_then"
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
                    "t52"."decision"
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
                      "t38"."case_no",
                      "t38"."case_no_state",
                      "t38"."reason",
                      "t38"."purpose",
                      "t38"."networks",
                      "t38"."window_from",
                      "t38"."decision",
                      "t47"."on_case",
                      "t47"."to_user",
                      "t47"."times",
                      "t47"."always",
                      "t47"."from_then",
                      "t47"."to_then"
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
                    ) AS "t38"
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
                      ) AS "t42"
                      WHERE
                        (
                          "t42"."times" = 1
                        ) OR (
                          "t42"."always" = 1
                        )
                    ) AS "t47"
                      ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                  ) AS "t52"
                  WHERE
                    (
                      "t52"."times" IS NULL
                    )
                    OR NOT (
                      (
                        "t52"."always" = 1
                      )
                      OR (
                        (
                          (
                            "t52"."from_then" IS NULL
                          ) OR (
                            "t52"."at" >= "t52"."from_then"
                          )
                        )
                        AND (
                          (
                            "t52"."to_then" IS NULL
                          ) OR (
                            "t52"."at" < "t52"."to_then"
                          )
                        )
                      )
                    )
                ) AS "t54"
                INNER JOIN (
                  SELECT
                    "t25"."of",
                    "t8"."case_no" AS "on_case",
                    "t8"."since" AS "from_then",
                    "t8"."until" AS "to_then"
                  FROM "assignments" AS "t8"
                  INNER JOIN (
                    SELECT DISTINCT
                      "t1"."user" AS "member",
                      "t1"."agency" AS "of"
                    FROM "accounts" AS "t1"
                  ) AS "t25"
                    ON "t8"."user" = "t25"."member"
                ) AS "t44"
                  ON "t54"."case_no" = "t44"."on_case" AND "t54"."agency" = "t44"."of"
              ) AS "t59"
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
            ) AS "t64"
          ) AS "t68"
        ) AS "t73"
      ) AS "t75"
        ON "t54"."event_id" = "t75"."explained"
      ANTI JOIN (
        SELECT
          "t84"."event_id" AS "explained"
        FROM (
          SELECT
            "t54"."event_id",
            "t54"."at",
            "t54"."user",
            "t39"."subject",
            "t83"."had_user",
            "t83"."had_subject",
            "t83"."had_at"
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
              "t52"."decision"
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
                "t38"."case_no",
                "t38"."case_no_state",
                "t38"."reason",
                "t38"."purpose",
                "t38"."networks",
                "t38"."window_from",
                "t38"."decision",
                "t47"."on_case",
                "t47"."to_user",
                "t47"."times",
                "t47"."always",
                "t47"."from_then",
                "t47"."to_then"
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
              ) AS "t38"
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
                ) AS "t42"
                WHERE
                  (
                    "t42"."times" = 1
                  ) OR (
                    "t42"."always" = 1
                  )
              ) AS "t47"
                ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
            ) AS "t52"
            WHERE
              (
                "t52"."times" IS NULL
              )
              OR NOT (
                (
                  "t52"."always" = 1
                )
                OR (
                  (
                    (
                      "t52"."from_then" IS NULL
                    ) OR (
                      "t52"."at" >= "t52"."from_then"
                    )
                  )
                  AND (
                    (
                      "t52"."to_then" IS NULL
                    ) OR (
                      "t52"."at" < "t52"."to_then"
                    )
                  )
                )
              )
          ) AS "t54"
          ANTI JOIN (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t56"."event_id" AS "explained"
                FROM (
                  SELECT
                    "t54"."event_id",
                    "t54"."source",
                    "t54"."row",
                    "t54"."at",
                    "t54"."day",
                    "t54"."local_day",
                    "t54"."user",
                    "t54"."agency",
                    "t54"."owner",
                    "t54"."case_no",
                    "t54"."case_no_state",
                    "t54"."reason",
                    "t54"."purpose",
                    "t54"."networks",
                    "t54"."window_from",
                    "t54"."decision",
                    "t27"."sent",
                    "t27"."begun",
                    "t27"."ended"
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
                      "t52"."decision"
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
                        "t38"."case_no",
                        "t38"."case_no_state",
                        "t38"."reason",
                        "t38"."purpose",
                        "t38"."networks",
                        "t38"."window_from",
                        "t38"."decision",
                        "t47"."on_case",
                        "t47"."to_user",
                        "t47"."times",
                        "t47"."always",
                        "t47"."from_then",
                        "t47"."to_then"
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
                      ) AS "t38"
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
                        ) AS "t42"
                        WHERE
                          (
                            "t42"."times" = 1
                          ) OR (
                            "t42"."always" = 1
                          )
                      ) AS "t47"
                        ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                    ) AS "t52"
                    WHERE
                      (
                        "t52"."times" IS NULL
                      )
                      OR NOT (
                        (
                          "t52"."always" = 1
                        )
                        OR (
                          (
                            (
                              "t52"."from_then" IS NULL
                            ) OR (
                              "t52"."at" >= "t52"."from_then"
                            )
                          )
                          AND (
                            (
                              "t52"."to_then" IS NULL
                            ) OR (
                              "t52"."at" < "t52"."to_then"
                            )
                          )
                        )
                      )
                  ) AS "t54"
                  INNER JOIN (
                    SELECT
                      "t2"."user" AS "sent",
                      "t2"."since" AS "begun",
                      "t2"."until" AS "ended"
                    FROM "dispatches" AS "t2"
                  ) AS "t27"
                    ON "t54"."user" = "t27"."sent"
                ) AS "t56"
                WHERE
                  "t56"."at" >= (
                    "t56"."begun" - 21600000
                  )
                  AND "t56"."at" <= (
                    "t56"."ended" + 21600000
                  )
              ) AS "t62"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t55"."event_id" AS "explained"
                FROM (
                  SELECT
                    "t54"."event_id",
                    "t54"."source",
                    "t54"."row",
                    "t54"."at",
                    "t54"."day",
                    "t54"."local_day",
                    "t54"."user",
                    "t54"."agency",
                    "t54"."owner",
                    "t54"."case_no",
                    "t54"."case_no_state",
                    "t54"."reason",
                    "t54"."purpose",
                    "t54"."networks",
                    "t54"."window_from",
                    "t54"."decision",
                    "t40"."about_id",
                    "t40"."subject",
                    "t29"."seen",
                    "t29"."seen_at"
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
                      "t52"."decision"
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
                        "t38"."case_no",
                        "t38"."case_no_state",
                        "t38"."reason",
                        "t38"."purpose",
                        "t38"."networks",
                        "t38"."window_from",
                        "t38"."decision",
                        "t47"."on_case",
                        "t47"."to_user",
                        "t47"."times",
                        "t47"."always",
                        "t47"."from_then",
                        "t47"."to_then"
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
                      ) AS "t38"
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
                        ) AS "t42"
                        WHERE
                          (
                            "t42"."times" = 1
                          ) OR (
                            "t42"."always" = 1
                          )
                      ) AS "t47"
                        ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                    ) AS "t52"
                    WHERE
                      (
                        "t52"."times" IS NULL
                      )
                      OR NOT (
                        (
                          "t52"."always" = 1
                        )
                        OR (
                          (
                            (
                              "t52"."from_then" IS NULL
                            ) OR (
                              "t52"."at" >= "t52"."from_then"
                            )
                          )
                          AND (
                            (
                              "t52"."to_then" IS NULL
                            ) OR (
                              "t52"."at" < "t52"."to_then"
                            )
                          )
                        )
                      )
                  ) AS "t54"
                  INNER JOIN "t20" AS "t40"
                    ON "t54"."event_id" = "t40"."about_id"
                  INNER JOIN (
                    SELECT
                      "t3"."subject" AS "seen",
                      "t3"."at" AS "seen_at"
                    FROM "hits" AS "t3"
                  ) AS "t29"
                    ON "t40"."subject" = "t29"."seen"
                ) AS "t55"
                WHERE
                  (
                    "t55"."at" - "t55"."seen_at"
                  ) >= 0
                  AND (
                    "t55"."at" - "t55"."seen_at"
                  ) <= 86400000
              ) AS "t61"
            ) AS "t65"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t71"."event_id" AS "explained"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t60"."event_id"
                    FROM "t57" AS "t60"
                    WHERE
                      (
                        (
                          "t60"."from_then" IS NULL
                        ) OR (
                          "t60"."at" >= "t60"."from_then"
                        )
                      )
                      AND (
                        (
                          "t60"."to_then" IS NULL
                        ) OR (
                          "t60"."at" < "t60"."to_then"
                        )
                      )
                      AND (
                        (
                          "t60"."for_case" IS NULL
                        ) OR (
                          "t60"."for_case" = "t60"."case_no"
                        )
                      )
                      AND "t60"."for_subject" IS NULL
                  ) AS "t66"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t69"."event_id"
                    FROM (
                      SELECT
                        "t60"."event_id",
                        "t60"."for_subject"
                      FROM "t57" AS "t60"
                      WHERE
                        (
                          (
                            "t60"."from_then" IS NULL
                          ) OR (
                            "t60"."at" >= "t60"."from_then"
                          )
                        )
                        AND (
                          (
                            "t60"."to_then" IS NULL
                          ) OR (
                            "t60"."at" < "t60"."to_then"
                          )
                        )
                        AND (
                          (
                            "t60"."for_case" IS NULL
                          ) OR (
                            "t60"."for_case" = "t60"."case_no"
                          )
                        )
                        AND "t60"."for_subject" IS NOT NULL
                    ) AS "t69"
                    INNER JOIN (
                      SELECT
                        "t7"."event_id" AS "about_id",
                        "t7"."subject" AS "about"
                      FROM "subjects" AS "t7"
                    ) AS "t36"
                      ON "t69"."event_id" = "t36"."about_id" AND "t69"."for_subject" = "t36"."about"
                  ) AS "t70"
                ) AS "t71"
              ) AS "t72"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t58"."event_id" AS "explained"
                  FROM (
                    SELECT
                      "t54"."event_id",
                      "t54"."source",
                      "t54"."row",
                      "t54"."at",
                      "t54"."day",
                      "t54"."local_day",
                      "t54"."user",
                      "t54"."agency",
                      "t54"."owner",
                      "t54"."case_no",
                      "t54"."case_no_state",
                      "t54"."reason",
                      "t54"."purpose",
                      "t54"."networks",
                      "t54"."window_from",
                      "t54"."decision",
                      "t23"."on_case",
                      "t23"."to_user",
                      "t23"."from_then",
                      "t23"."to_then"
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
                        "t52"."decision"
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
                          "t38"."case_no",
                          "t38"."case_no_state",
                          "t38"."reason",
                          "t38"."purpose",
                          "t38"."networks",
                          "t38"."window_from",
                          "t38"."decision",
                          "t47"."on_case",
                          "t47"."to_user",
                          "t47"."times",
                          "t47"."always",
                          "t47"."from_then",
                          "t47"."to_then"
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
                        ) AS "t38"
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
                          ) AS "t42"
                          WHERE
                            (
                              "t42"."times" = 1
                            ) OR (
                              "t42"."always" = 1
                            )
                        ) AS "t47"
                          ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                      ) AS "t52"
                      WHERE
                        (
                          "t52"."times" IS NULL
                        )
                        OR NOT (
                          (
                            "t52"."always" = 1
                          )
                          OR (
                            (
                              (
                                "t52"."from_then" IS NULL
                              ) OR (
                                "t52"."at" >= "t52"."from_then"
                              )
                            )
                            AND (
                              (
                                "t52"."to_then" IS NULL
                              ) OR (
                                "t52"."at" < "t52"."to_then"
                              )
                            )
                          )
                        )
                    ) AS "t54"
                    INNER JOIN (
                      SELECT
                        "t0"."case_no" AS "on_case",
                        "t0"."user" AS "to_user",
                        "t0"."since" AS "from_then",
                        "t0"."until" AS "to_then"
                      FROM "assignments" AS "t0"
                    ) AS "t23"
                      ON "t54"."case_no" = "t23"."on_case" AND "t54"."user" = "t23"."to_user"
                  ) AS "t58"
                  WHERE
                    (
                      (
                        "t58"."from_then" IS NULL
                      ) OR (
                        "t58"."at" >= "t58"."from_then"
                      )
                    )
                    AND (
                      (
                        "t58"."to_then" IS NULL
                      ) OR (
                        "t58"."at" < "t58"."to_then"
                      )
                    )
                ) AS "t63"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t59"."event_id" AS "explained"
                  FROM (
                    SELECT
                      "t54"."event_id",
                      "t54"."source",
                      "t54"."row",
                      "t54"."at",
                      "t54"."day",
                      "t54"."local_day",
                      "t54"."user",
                      "t54"."agency",
                      "t54"."owner",
                      "t54"."case_no",
                      "t54"."case_no_state",
                      "t54"."reason",
                      "t54"."purpose",
                      "t54"."networks",
                      "t54"."window_from",
                      "t54"."decision",
                      "t44"."of",
                      "t44"."on_case",
                      "t44"."from_then",
                      "t44"."to_then"
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
                        "t52"."decision"
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
                          "t38"."case_no",
                          "t38"."case_no_state",
                          "t38"."reason",
                          "t38"."purpose",
                          "t38"."networks",
                          "t38"."window_from",
                          "t38"."decision",
                          "t47"."on_case",
                          "t47"."to_user",
                          "t47"."times",
                          "t47"."always",
                          "t47"."from_then",
                          "t47"."to_then"
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
                        ) AS "t38"
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
                          ) AS "t42"
                          WHERE
                            (
                              "t42"."times" = 1
                            ) OR (
                              "t42"."always" = 1
                            )
                        ) AS "t47"
                          ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                      ) AS "t52"
                      WHERE
                        (
                          "t52"."times" IS NULL
                        )
                        OR NOT (
                          (
                            "t52"."always" = 1
                          )
                          OR (
                            (
                              (
                                "t52"."from_then" IS NULL
                              ) OR (
                                "t52"."at" >= "t52"."from_then"
                              )
                            )
                            AND (
                              (
                                "t52"."to_then" IS NULL
                              ) OR (
                                "t52"."at" < "t52"."to_then"
                              )
                            )
                          )
                        )
                    ) AS "t54"
                    INNER JOIN (
                      SELECT
                        "t25"."of",
                        "t8"."case_no" AS "on_case",
                        "t8"."since" AS "from_then",
                        "t8"."until" AS "to_then"
                      FROM "assignments" AS "t8"
                      INNER JOIN (
                        SELECT DISTINCT
                          "t1"."user" AS "member",
                          "t1"."agency" AS "of"
                        FROM "accounts" AS "t1"
                      ) AS "t25"
                        ON "t8"."user" = "t25"."member"
                    ) AS "t44"
                      ON "t54"."case_no" = "t44"."on_case" AND "t54"."agency" = "t44"."of"
                  ) AS "t59"
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
                ) AS "t64"
              ) AS "t68"
            ) AS "t73"
          ) AS "t75"
            ON "t54"."event_id" = "t75"."explained"
          INNER JOIN "t20" AS "t39"
            ON "t54"."event_id" = "t39"."about_id"
          INNER JOIN (
            SELECT
              "t81"."user" AS "had_user",
              "t81"."subject" AS "had_subject",
              MIN("t81"."at") AS "had_at"
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
                  "t77"."user" AS "of_user",
                  "t77"."subject" AS "of_subject"
                FROM (
                  SELECT
                    "t54"."event_id",
                    "t54"."at",
                    "t54"."user",
                    "t39"."subject"
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
                      "t52"."decision"
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
                        "t38"."case_no",
                        "t38"."case_no_state",
                        "t38"."reason",
                        "t38"."purpose",
                        "t38"."networks",
                        "t38"."window_from",
                        "t38"."decision",
                        "t47"."on_case",
                        "t47"."to_user",
                        "t47"."times",
                        "t47"."always",
                        "t47"."from_then",
                        "t47"."to_then"
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
                      ) AS "t38"
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
                        ) AS "t42"
                        WHERE
                          (
                            "t42"."times" = 1
                          ) OR (
                            "t42"."always" = 1
                          )
                      ) AS "t47"
                        ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                    ) AS "t52"
                    WHERE
                      (
                        "t52"."times" IS NULL
                      )
                      OR NOT (
                        (
                          "t52"."always" = 1
                        )
                        OR (
                          (
                            (
                              "t52"."from_then" IS NULL
                            ) OR (
                              "t52"."at" >= "t52"."from_then"
                            )
                          )
                          AND (
                            (
                              "t52"."to_then" IS NULL
                            ) OR (
                              "t52"."at" < "t52"."to_then"
                            )
                          )
                        )
                      )
                  ) AS "t54"
                  ANTI JOIN (
                    SELECT
                      *
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t56"."event_id" AS "explained"
                        FROM (
                          SELECT
                            "t54"."event_id",
                            "t54"."source",
                            "t54"."row",
                            "t54"."at",
                            "t54"."day",
                            "t54"."local_day",
                            "t54"."user",
                            "t54"."agency",
                            "t54"."owner",
                            "t54"."case_no",
                            "t54"."case_no_state",
                            "t54"."reason",
                            "t54"."purpose",
                            "t54"."networks",
                            "t54"."window_from",
                            "t54"."decision",
                            "t27"."sent",
                            "t27"."begun",
                            "t27"."ended"
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
                              "t52"."decision"
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
                                "t38"."case_no",
                                "t38"."case_no_state",
                                "t38"."reason",
                                "t38"."purpose",
                                "t38"."networks",
                                "t38"."window_from",
                                "t38"."decision",
                                "t47"."on_case",
                                "t47"."to_user",
                                "t47"."times",
                                "t47"."always",
                                "t47"."from_then",
                                "t47"."to_then"
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
                              ) AS "t38"
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
                                ) AS "t42"
                                WHERE
                                  (
                                    "t42"."times" = 1
                                  ) OR (
                                    "t42"."always" = 1
                                  )
                              ) AS "t47"
                                ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                            ) AS "t52"
                            WHERE
                              (
                                "t52"."times" IS NULL
                              )
                              OR NOT (
                                (
                                  "t52"."always" = 1
                                )
                                OR (
                                  (
                                    (
                                      "t52"."from_then" IS NULL
                                    ) OR (
                                      "t52"."at" >= "t52"."from_then"
                                    )
                                  )
                                  AND (
                                    (
                                      "t52"."to_then" IS NULL
                                    ) OR (
                                      "t52"."at" < "t52"."to_then"
                                    )
                                  )
                                )
                              )
                          ) AS "t54"
                          INNER JOIN (
                            SELECT
                              "t2"."user" AS "sent",
                              "t2"."since" AS "begun",
                              "t2"."until" AS "ended"
                            FROM "dispatches" AS "t2"
                          ) AS "t27"
                            ON "t54"."user" = "t27"."sent"
                        ) AS "t56"
                        WHERE
                          "t56"."at" >= (
                            "t56"."begun" - 21600000
                          )
                          AND "t56"."at" <= (
                            "t56"."ended" + 21600000
                          )
                      ) AS "t62"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t55"."event_id" AS "explained"
                        FROM (
                          SELECT
                            "t54"."event_id",
                            "t54"."source",
                            "t54"."row",
                            "t54"."at",
                            "t54"."day",
                            "t54"."local_day",
                            "t54"."user",
                            "t54"."agency",
                            "t54"."owner",
                            "t54"."case_no",
                            "t54"."case_no_state",
                            "t54"."reason",
                            "t54"."purpose",
                            "t54"."networks",
                            "t54"."window_from",
                            "t54"."decision",
                            "t40"."about_id",
                            "t40"."subject",
                            "t29"."seen",
                            "t29"."seen_at"
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
                              "t52"."decision"
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
                                "t38"."case_no",
                                "t38"."case_no_state",
                                "t38"."reason",
                                "t38"."purpose",
                                "t38"."networks",
                                "t38"."window_from",
                                "t38"."decision",
                                "t47"."on_case",
                                "t47"."to_user",
                                "t47"."times",
                                "t47"."always",
                                "t47"."from_then",
                                "t47"."to_then"
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
                              ) AS "t38"
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
                                ) AS "t42"
                                WHERE
                                  (
                                    "t42"."times" = 1
                                  ) OR (
                                    "t42"."always" = 1
                                  )
                              ) AS "t47"
                                ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                            ) AS "t52"
                            WHERE
                              (
                                "t52"."times" IS NULL
                              )
                              OR NOT (
                                (
                                  "t52"."always" = 1
                                )
                                OR (
                                  (
                                    (
                                      "t52"."from_then" IS NULL
                                    ) OR (
                                      "t52"."at" >= "t52"."from_then"
                                    )
                                  )
                                  AND (
                                    (
                                      "t52"."to_then" IS NULL
                                    ) OR (
                                      "t52"."at" < "t52"."to_then"
                                    )
                                  )
                                )
                              )
                          ) AS "t54"
                          INNER JOIN "t20" AS "t40"
                            ON "t54"."event_id" = "t40"."about_id"
                          INNER JOIN (
                            SELECT
                              "t3"."subject" AS "seen",
                              "t3"."at" AS "seen_at"
                            FROM "hits" AS "t3"
                          ) AS "t29"
                            ON "t40"."subject" = "t29"."seen"
                        ) AS "t55"
                        WHERE
                          (
                            "t55"."at" - "t55"."seen_at"
                          ) >= 0
                          AND (
                            "t55"."at" - "t55"."seen_at"
                          ) <= 86400000
                      ) AS "t61"
                    ) AS "t65"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t71"."event_id" AS "explained"
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t60"."event_id"
                            FROM "t57" AS "t60"
                            WHERE
                              (
                                (
                                  "t60"."from_then" IS NULL
                                ) OR (
                                  "t60"."at" >= "t60"."from_then"
                                )
                              )
                              AND (
                                (
                                  "t60"."to_then" IS NULL
                                ) OR (
                                  "t60"."at" < "t60"."to_then"
                                )
                              )
                              AND (
                                (
                                  "t60"."for_case" IS NULL
                                ) OR (
                                  "t60"."for_case" = "t60"."case_no"
                                )
                              )
                              AND "t60"."for_subject" IS NULL
                          ) AS "t66"
                          UNION ALL
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t69"."event_id"
                            FROM (
                              SELECT
                                "t60"."event_id",
                                "t60"."for_subject"
                              FROM "t57" AS "t60"
                              WHERE
                                (
                                  (
                                    "t60"."from_then" IS NULL
                                  ) OR (
                                    "t60"."at" >= "t60"."from_then"
                                  )
                                )
                                AND (
                                  (
                                    "t60"."to_then" IS NULL
                                  ) OR (
                                    "t60"."at" < "t60"."to_then"
                                  )
                                )
                                AND (
                                  (
                                    "t60"."for_case" IS NULL
                                  ) OR (
                                    "t60"."for_case" = "t60"."case_no"
                                  )
                                )
                                AND "t60"."for_subject" IS NOT NULL
                            ) AS "t69"
                            INNER JOIN (
                              SELECT
                                "t7"."event_id" AS "about_id",
                                "t7"."subject" AS "about"
                              FROM "subjects" AS "t7"
                            ) AS "t36"
                              ON "t69"."event_id" = "t36"."about_id" AND "t69"."for_subject" = "t36"."about"
                          ) AS "t70"
                        ) AS "t71"
                      ) AS "t72"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t58"."event_id" AS "explained"
                          FROM (
                            SELECT
                              "t54"."event_id",
                              "t54"."source",
                              "t54"."row",
                              "t54"."at",
                              "t54"."day",
                              "t54"."local_day",
                              "t54"."user",
                              "t54"."agency",
                              "t54"."owner",
                              "t54"."case_no",
                              "t54"."case_no_state",
                              "t54"."reason",
                              "t54"."purpose",
                              "t54"."networks",
                              "t54"."window_from",
                              "t54"."decision",
                              "t23"."on_case",
                              "t23"."to_user",
                              "t23"."from_then",
                              "t23"."to_then"
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
                                "t52"."decision"
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
                                  "t38"."case_no",
                                  "t38"."case_no_state",
                                  "t38"."reason",
                                  "t38"."purpose",
                                  "t38"."networks",
                                  "t38"."window_from",
                                  "t38"."decision",
                                  "t47"."on_case",
                                  "t47"."to_user",
                                  "t47"."times",
                                  "t47"."always",
                                  "t47"."from_then",
                                  "t47"."to_then"
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
                                ) AS "t38"
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
                                  ) AS "t42"
                                  WHERE
                                    (
                                      "t42"."times" = 1
                                    ) OR (
                                      "t42"."always" = 1
                                    )
                                ) AS "t47"
                                  ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                              ) AS "t52"
                              WHERE
                                (
                                  "t52"."times" IS NULL
                                )
                                OR NOT (
                                  (
                                    "t52"."always" = 1
                                  )
                                  OR (
                                    (
                                      (
                                        "t52"."from_then" IS NULL
                                      ) OR (
                                        "t52"."at" >= "t52"."from_then"
                                      )
                                    )
                                    AND (
                                      (
                                        "t52"."to_then" IS NULL
                                      ) OR (
                                        "t52"."at" < "t52"."to_then"
                                      )
                                    )
                                  )
                                )
                            ) AS "t54"
                            INNER JOIN (
                              SELECT
                                "t0"."case_no" AS "on_case",
                                "t0"."user" AS "to_user",
                                "t0"."since" AS "from_then",
                                "t0"."until" AS "to_then"
                              FROM "assignments" AS "t0"
                            ) AS "t23"
                              ON "t54"."case_no" = "t23"."on_case" AND "t54"."user" = "t23"."to_user"
                          ) AS "t58"
                          WHERE
                            (
                              (
                                "t58"."from_then" IS NULL
                              ) OR (
                                "t58"."at" >= "t58"."from_then"
                              )
                            )
                            AND (
                              (
                                "t58"."to_then" IS NULL
                              ) OR (
                                "t58"."at" < "t58"."to_then"
                              )
                            )
                        ) AS "t63"
                        UNION ALL
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t59"."event_id" AS "explained"
                          FROM (
                            SELECT
                              "t54"."event_id",
                              "t54"."source",
                              "t54"."row",
                              "t54"."at",
                              "t54"."day",
                              "t54"."local_day",
                              "t54"."user",
                              "t54"."agency",
                              "t54"."owner",
                              "t54"."case_no",
                              "t54"."case_no_state",
                              "t54"."reason",
                              "t54"."purpose",
                              "t54"."networks",
                              "t54"."window_from",
                              "t54"."decision",
                              "t44"."of",
                              "t44"."on_case",
                              "t44"."from_then",
                              "t44"."to_then"
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
                                "t52"."decision"
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
                                  "t38"."case_no",
                                  "t38"."case_no_state",
                                  "t38"."reason",
                                  "t38"."purpose",
                                  "t38"."networks",
                                  "t38"."window_from",
                                  "t38"."decision",
                                  "t47"."on_case",
                                  "t47"."to_user",
                                  "t47"."times",
                                  "t47"."always",
                                  "t47"."from_then",
                                  "t47"."to_then"
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
                                ) AS "t38"
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
                                  ) AS "t42"
                                  WHERE
                                    (
                                      "t42"."times" = 1
                                    ) OR (
                                      "t42"."always" = 1
                                    )
                                ) AS "t47"
                                  ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                              ) AS "t52"
                              WHERE
                                (
                                  "t52"."times" IS NULL
                                )
                                OR NOT (
                                  (
                                    "t52"."always" = 1
                                  )
                                  OR (
                                    (
                                      (
                                        "t52"."from_then" IS NULL
                                      ) OR (
                                        "t52"."at" >= "t52"."from_then"
                                      )
                                    )
                                    AND (
                                      (
                                        "t52"."to_then" IS NULL
                                      ) OR (
                                        "t52"."at" < "t52"."to_then"
                                      )
                                    )
                                  )
                                )
                            ) AS "t54"
                            INNER JOIN (
                              SELECT
                                "t25"."of",
                                "t8"."case_no" AS "on_case",
                                "t8"."since" AS "from_then",
                                "t8"."until" AS "to_then"
                              FROM "assignments" AS "t8"
                              INNER JOIN (
                                SELECT DISTINCT
                                  "t1"."user" AS "member",
                                  "t1"."agency" AS "of"
                                FROM "accounts" AS "t1"
                              ) AS "t25"
                                ON "t8"."user" = "t25"."member"
                            ) AS "t44"
                              ON "t54"."case_no" = "t44"."on_case" AND "t54"."agency" = "t44"."of"
                          ) AS "t59"
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
                        ) AS "t64"
                      ) AS "t68"
                    ) AS "t73"
                  ) AS "t75"
                    ON "t54"."event_id" = "t75"."explained"
                  INNER JOIN "t20" AS "t39"
                    ON "t54"."event_id" = "t39"."about_id"
                ) AS "t77"
              ) AS "t80"
                ON "t9"."user" = "t80"."of_user" AND "t9"."subject" = "t80"."of_subject"
              ANTI JOIN (
                SELECT
                  "t54"."event_id" AS "still"
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
                    "t52"."decision"
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
                      "t38"."case_no",
                      "t38"."case_no_state",
                      "t38"."reason",
                      "t38"."purpose",
                      "t38"."networks",
                      "t38"."window_from",
                      "t38"."decision",
                      "t47"."on_case",
                      "t47"."to_user",
                      "t47"."times",
                      "t47"."always",
                      "t47"."from_then",
                      "t47"."to_then"
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
                    ) AS "t38"
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
                      ) AS "t42"
                      WHERE
                        (
                          "t42"."times" = 1
                        ) OR (
                          "t42"."always" = 1
                        )
                    ) AS "t47"
                      ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                  ) AS "t52"
                  WHERE
                    (
                      "t52"."times" IS NULL
                    )
                    OR NOT (
                      (
                        "t52"."always" = 1
                      )
                      OR (
                        (
                          (
                            "t52"."from_then" IS NULL
                          ) OR (
                            "t52"."at" >= "t52"."from_then"
                          )
                        )
                        AND (
                          (
                            "t52"."to_then" IS NULL
                          ) OR (
                            "t52"."at" < "t52"."to_then"
                          )
                        )
                      )
                    )
                ) AS "t54"
                ANTI JOIN (
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t56"."event_id" AS "explained"
                      FROM (
                        SELECT
                          "t54"."event_id",
                          "t54"."source",
                          "t54"."row",
                          "t54"."at",
                          "t54"."day",
                          "t54"."local_day",
                          "t54"."user",
                          "t54"."agency",
                          "t54"."owner",
                          "t54"."case_no",
                          "t54"."case_no_state",
                          "t54"."reason",
                          "t54"."purpose",
                          "t54"."networks",
                          "t54"."window_from",
                          "t54"."decision",
                          "t27"."sent",
                          "t27"."begun",
                          "t27"."ended"
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
                            "t52"."decision"
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
                              "t38"."case_no",
                              "t38"."case_no_state",
                              "t38"."reason",
                              "t38"."purpose",
                              "t38"."networks",
                              "t38"."window_from",
                              "t38"."decision",
                              "t47"."on_case",
                              "t47"."to_user",
                              "t47"."times",
                              "t47"."always",
                              "t47"."from_then",
                              "t47"."to_then"
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
                            ) AS "t38"
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
                              ) AS "t42"
                              WHERE
                                (
                                  "t42"."times" = 1
                                ) OR (
                                  "t42"."always" = 1
                                )
                            ) AS "t47"
                              ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                          ) AS "t52"
                          WHERE
                            (
                              "t52"."times" IS NULL
                            )
                            OR NOT (
                              (
                                "t52"."always" = 1
                              )
                              OR (
                                (
                                  (
                                    "t52"."from_then" IS NULL
                                  ) OR (
                                    "t52"."at" >= "t52"."from_then"
                                  )
                                )
                                AND (
                                  (
                                    "t52"."to_then" IS NULL
                                  ) OR (
                                    "t52"."at" < "t52"."to_then"
                                  )
                                )
                              )
                            )
                        ) AS "t54"
                        INNER JOIN (
                          SELECT
                            "t2"."user" AS "sent",
                            "t2"."since" AS "begun",
                            "t2"."until" AS "ended"
                          FROM "dispatches" AS "t2"
                        ) AS "t27"
                          ON "t54"."user" = "t27"."sent"
                      ) AS "t56"
                      WHERE
                        "t56"."at" >= (
                          "t56"."begun" - 21600000
                        )
                        AND "t56"."at" <= (
                          "t56"."ended" + 21600000
                        )
                    ) AS "t62"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t55"."event_id" AS "explained"
                      FROM (
                        SELECT
                          "t54"."event_id",
                          "t54"."source",
                          "t54"."row",
                          "t54"."at",
                          "t54"."day",
                          "t54"."local_day",
                          "t54"."user",
                          "t54"."agency",
                          "t54"."owner",
                          "t54"."case_no",
                          "t54"."case_no_state",
                          "t54"."reason",
                          "t54"."purpose",
                          "t54"."networks",
                          "t54"."window_from",
                          "t54"."decision",
                          "t40"."about_id",
                          "t40"."subject",
                          "t29"."seen",
                          "t29"."seen_at"
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
                            "t52"."decision"
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
                              "t38"."case_no",
                              "t38"."case_no_state",
                              "t38"."reason",
                              "t38"."purpose",
                              "t38"."networks",
                              "t38"."window_from",
                              "t38"."decision",
                              "t47"."on_case",
                              "t47"."to_user",
                              "t47"."times",
                              "t47"."always",
                              "t47"."from_then",
                              "t47"."to_then"
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
                            ) AS "t38"
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
                              ) AS "t42"
                              WHERE
                                (
                                  "t42"."times" = 1
                                ) OR (
                                  "t42"."always" = 1
                                )
                            ) AS "t47"
                              ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                          ) AS "t52"
                          WHERE
                            (
                              "t52"."times" IS NULL
                            )
                            OR NOT (
                              (
                                "t52"."always" = 1
                              )
                              OR (
                                (
                                  (
                                    "t52"."from_then" IS NULL
                                  ) OR (
                                    "t52"."at" >= "t52"."from_then"
                                  )
                                )
                                AND (
                                  (
                                    "t52"."to_then" IS NULL
                                  ) OR (
                                    "t52"."at" < "t52"."to_then"
                                  )
                                )
                              )
                            )
                        ) AS "t54"
                        INNER JOIN "t20" AS "t40"
                          ON "t54"."event_id" = "t40"."about_id"
                        INNER JOIN (
                          SELECT
                            "t3"."subject" AS "seen",
                            "t3"."at" AS "seen_at"
                          FROM "hits" AS "t3"
                        ) AS "t29"
                          ON "t40"."subject" = "t29"."seen"
                      ) AS "t55"
                      WHERE
                        (
                          "t55"."at" - "t55"."seen_at"
                        ) >= 0
                        AND (
                          "t55"."at" - "t55"."seen_at"
                        ) <= 86400000
                    ) AS "t61"
                  ) AS "t65"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t71"."event_id" AS "explained"
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t60"."event_id"
                          FROM "t57" AS "t60"
                          WHERE
                            (
                              (
                                "t60"."from_then" IS NULL
                              ) OR (
                                "t60"."at" >= "t60"."from_then"
                              )
                            )
                            AND (
                              (
                                "t60"."to_then" IS NULL
                              ) OR (
                                "t60"."at" < "t60"."to_then"
                              )
                            )
                            AND (
                              (
                                "t60"."for_case" IS NULL
                              ) OR (
                                "t60"."for_case" = "t60"."case_no"
                              )
                            )
                            AND "t60"."for_subject" IS NULL
                        ) AS "t66"
                        UNION ALL
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t69"."event_id"
                          FROM (
                            SELECT
                              "t60"."event_id",
                              "t60"."for_subject"
                            FROM "t57" AS "t60"
                            WHERE
                              (
                                (
                                  "t60"."from_then" IS NULL
                                ) OR (
                                  "t60"."at" >= "t60"."from_then"
                                )
                              )
                              AND (
                                (
                                  "t60"."to_then" IS NULL
                                ) OR (
                                  "t60"."at" < "t60"."to_then"
                                )
                              )
                              AND (
                                (
                                  "t60"."for_case" IS NULL
                                ) OR (
                                  "t60"."for_case" = "t60"."case_no"
                                )
                              )
                              AND "t60"."for_subject" IS NOT NULL
                          ) AS "t69"
                          INNER JOIN (
                            SELECT
                              "t7"."event_id" AS "about_id",
                              "t7"."subject" AS "about"
                            FROM "subjects" AS "t7"
                          ) AS "t36"
                            ON "t69"."event_id" = "t36"."about_id" AND "t69"."for_subject" = "t36"."about"
                        ) AS "t70"
                      ) AS "t71"
                    ) AS "t72"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t58"."event_id" AS "explained"
                        FROM (
                          SELECT
                            "t54"."event_id",
                            "t54"."source",
                            "t54"."row",
                            "t54"."at",
                            "t54"."day",
                            "t54"."local_day",
                            "t54"."user",
                            "t54"."agency",
                            "t54"."owner",
                            "t54"."case_no",
                            "t54"."case_no_state",
                            "t54"."reason",
                            "t54"."purpose",
                            "t54"."networks",
                            "t54"."window_from",
                            "t54"."decision",
                            "t23"."on_case",
                            "t23"."to_user",
                            "t23"."from_then",
                            "t23"."to_then"
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
                              "t52"."decision"
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
                                "t38"."case_no",
                                "t38"."case_no_state",
                                "t38"."reason",
                                "t38"."purpose",
                                "t38"."networks",
                                "t38"."window_from",
                                "t38"."decision",
                                "t47"."on_case",
                                "t47"."to_user",
                                "t47"."times",
                                "t47"."always",
                                "t47"."from_then",
                                "t47"."to_then"
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
                              ) AS "t38"
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
                                ) AS "t42"
                                WHERE
                                  (
                                    "t42"."times" = 1
                                  ) OR (
                                    "t42"."always" = 1
                                  )
                              ) AS "t47"
                                ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                            ) AS "t52"
                            WHERE
                              (
                                "t52"."times" IS NULL
                              )
                              OR NOT (
                                (
                                  "t52"."always" = 1
                                )
                                OR (
                                  (
                                    (
                                      "t52"."from_then" IS NULL
                                    ) OR (
                                      "t52"."at" >= "t52"."from_then"
                                    )
                                  )
                                  AND (
                                    (
                                      "t52"."to_then" IS NULL
                                    ) OR (
                                      "t52"."at" < "t52"."to_then"
                                    )
                                  )
                                )
                              )
                          ) AS "t54"
                          INNER JOIN (
                            SELECT
                              "t0"."case_no" AS "on_case",
                              "t0"."user" AS "to_user",
                              "t0"."since" AS "from_then",
                              "t0"."until" AS "to_then"
                            FROM "assignments" AS "t0"
                          ) AS "t23"
                            ON "t54"."case_no" = "t23"."on_case" AND "t54"."user" = "t23"."to_user"
                        ) AS "t58"
                        WHERE
                          (
                            (
                              "t58"."from_then" IS NULL
                            ) OR (
                              "t58"."at" >= "t58"."from_then"
                            )
                          )
                          AND (
                            (
                              "t58"."to_then" IS NULL
                            ) OR (
                              "t58"."at" < "t58"."to_then"
                            )
                          )
                      ) AS "t63"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t59"."event_id" AS "explained"
                        FROM (
                          SELECT
                            "t54"."event_id",
                            "t54"."source",
                            "t54"."row",
                            "t54"."at",
                            "t54"."day",
                            "t54"."local_day",
                            "t54"."user",
                            "t54"."agency",
                            "t54"."owner",
                            "t54"."case_no",
                            "t54"."case_no_state",
                            "t54"."reason",
                            "t54"."purpose",
                            "t54"."networks",
                            "t54"."window_from",
                            "t54"."decision",
                            "t44"."of",
                            "t44"."on_case",
                            "t44"."from_then",
                            "t44"."to_then"
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
                              "t52"."decision"
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
                                "t38"."case_no",
                                "t38"."case_no_state",
                                "t38"."reason",
                                "t38"."purpose",
                                "t38"."networks",
                                "t38"."window_from",
                                "t38"."decision",
                                "t47"."on_case",
                                "t47"."to_user",
                                "t47"."times",
                                "t47"."always",
                                "t47"."from_then",
                                "t47"."to_then"
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
                              ) AS "t38"
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
                                ) AS "t42"
                                WHERE
                                  (
                                    "t42"."times" = 1
                                  ) OR (
                                    "t42"."always" = 1
                                  )
                              ) AS "t47"
                                ON "t38"."case_no" = "t47"."on_case" AND "t38"."user" = "t47"."to_user"
                            ) AS "t52"
                            WHERE
                              (
                                "t52"."times" IS NULL
                              )
                              OR NOT (
                                (
                                  "t52"."always" = 1
                                )
                                OR (
                                  (
                                    (
                                      "t52"."from_then" IS NULL
                                    ) OR (
                                      "t52"."at" >= "t52"."from_then"
                                    )
                                  )
                                  AND (
                                    (
                                      "t52"."to_then" IS NULL
                                    ) OR (
                                      "t52"."at" < "t52"."to_then"
                                    )
                                  )
                                )
                              )
                          ) AS "t54"
                          INNER JOIN (
                            SELECT
                              "t25"."of",
                              "t8"."case_no" AS "on_case",
                              "t8"."since" AS "from_then",
                              "t8"."until" AS "to_then"
                            FROM "assignments" AS "t8"
                            INNER JOIN (
                              SELECT DISTINCT
                                "t1"."user" AS "member",
                                "t1"."agency" AS "of"
                              FROM "accounts" AS "t1"
                            ) AS "t25"
                              ON "t8"."user" = "t25"."member"
                          ) AS "t44"
                            ON "t54"."case_no" = "t44"."on_case" AND "t54"."agency" = "t44"."of"
                        ) AS "t59"
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
                      ) AS "t64"
                    ) AS "t68"
                  ) AS "t73"
                ) AS "t75"
                  ON "t54"."event_id" = "t75"."explained"
              ) AS "t78"
                ON "t9"."event_id" = "t78"."still"
            ) AS "t81"
            GROUP BY
              1,
              2
          ) AS "t83"
            ON "t54"."user" = "t83"."had_user" AND "t39"."subject" = "t83"."had_subject"
        ) AS "t84"
        WHERE
          "t84"."had_at" < "t84"."at"
      ) AS "t86"
        ON "t54"."event_id" = "t86"."explained"
      LEFT OUTER JOIN (
        SELECT
          "t46"."of_agency",
          "t46"."of_owner",
          "t46"."share"
        FROM (
          SELECT
            "t41"."of_agency",
            "t41"."of_owner",
            "t41"."times",
            "t41"."times" / SUM("t41"."times") OVER (
              PARTITION BY "t41"."of_agency"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "share"
          FROM (
            SELECT
              "t34"."agency" AS "of_agency",
              "t34"."owner" AS "of_owner",
              COUNT(*) AS "times"
            FROM (
              SELECT
                *
              FROM "events" AS "t6"
              WHERE
                "t6"."owner" IS NOT NULL AND "t6"."agency" IS NOT NULL
            ) AS "t34"
            GROUP BY
              1,
              2
          ) AS "t41"
        ) AS "t46"
      ) AS "t50"
        ON "t54"."agency" = "t50"."of_agency" AND "t54"."owner" = "t50"."of_owner"
      LEFT OUTER JOIN (
        SELECT
          "t5"."reason" AS "said",
          "t5"."pack"
        FROM "reasons" AS "t5"
        WHERE
          "t5"."pack" IS NOT NULL
      ) AS "t37"
        ON "t54"."reason" = "t37"."said"
    ) AS "t87"
  ) AS "t88"
  WHERE
    "t88"."score" >= 3.0
) AS "t90"
CROSS JOIN (
  SELECT
    '' || CASE WHEN "t22"."has_assignments" > 0 THEN 'case assignment, ' ELSE '' END || CASE WHEN "t24"."has_accounts" > 0 THEN 'colleague''s case, ' ELSE '' END || CASE WHEN "t26"."has_dispatches" > 0 THEN 'dispatch, ' ELSE '' END || CASE WHEN "t28"."has_hits" > 0 THEN 'hit, ' ELSE '' END || CASE WHEN "t30"."has_approvals" > 0 THEN 'approval, ' ELSE '' END || 'prior contact' AS "tried"
  FROM (
    SELECT
      COUNT(*) AS "has_assignments"
    FROM "assignments" AS "t0"
  ) AS "t22"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_accounts"
    FROM "accounts" AS "t1"
  ) AS "t24"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_dispatches"
    FROM "dispatches" AS "t2"
  ) AS "t26"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_hits"
    FROM "hits" AS "t3"
  ) AS "t28"
  CROSS JOIN (
    SELECT
      COUNT(*) AS "has_approvals"
    FROM "approvals" AS "t4"
  ) AS "t30"
) AS "t51"
