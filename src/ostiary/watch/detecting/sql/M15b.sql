WITH "t25" AS (
  SELECT
    "t23"."event_id",
    "t23"."source",
    "t23"."row",
    "t23"."at",
    "t23"."day",
    "t23"."local_day",
    "t23"."user",
    "t23"."agency",
    "t23"."owner",
    "t23"."case_no",
    "t23"."case_no_state",
    "t23"."reason",
    "t23"."purpose",
    "t23"."networks",
    "t23"."window_from",
    "t23"."decision",
    "t24"."on_case",
    "t24"."to_user",
    "t24"."times",
    "t24"."always",
    "t24"."from_then",
    "t24"."to_then"
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
      "t0"."user" IS NOT NULL
      AND "t0"."decision" <> 'deny'
      AND CAST(FLOOR(
        (
          (
            (
              (
                "t0"."row" + (
                  CAST("t0"."day" AS BIGINT) * 40503
                )
              ) % 4294967296
            ) * 2654435761
          ) % 4294967296
        ) / (
          429496
        )
      ) AS BIGINT) < 100
  ) AS "t23"
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
    ) AS "t20"
    WHERE
      (
        "t20"."times" = 1
      ) OR (
        "t20"."always" = 1
      )
  ) AS "t24"
    ON "t23"."case_no" = "t24"."on_case" AND "t23"."user" = "t24"."to_user"
), "t33" AS (
  SELECT
    "t29"."event_id",
    "t29"."source",
    "t29"."row",
    "t29"."at",
    "t29"."day",
    "t29"."local_day",
    "t29"."user",
    "t29"."agency",
    "t29"."owner",
    "t29"."case_no",
    "t29"."case_no_state",
    "t29"."reason",
    "t29"."purpose",
    "t29"."networks",
    "t29"."window_from",
    "t29"."decision",
    "t18"."may",
    "t18"."for_case",
    "t18"."for_subject",
    "t18"."from_then",
    "t18"."to_then"
  FROM (
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
      "t26"."decision"
    FROM "t25" AS "t26"
    WHERE
      (
        "t26"."times" IS NULL
      )
      OR NOT (
        (
          "t26"."always" = 1
        )
        OR (
          (
            (
              "t26"."from_then" IS NULL
            ) OR (
              "t26"."at" >= "t26"."from_then"
            )
          )
          AND (
            (
              "t26"."to_then" IS NULL
            ) OR (
              "t26"."at" < "t26"."to_then"
            )
          )
        )
      )
  ) AS "t29"
  INNER JOIN (
    SELECT
      "t5"."user" AS "may",
      "t5"."case_no" AS "for_case",
      "t5"."subject" AS "for_subject",
      "t5"."since" AS "from_then",
      "t5"."until" AS "to_then"
    FROM "approvals" AS "t5"
  ) AS "t18"
    ON "t29"."user" = "t18"."may"
)
SELECT
  "t23"."user" AS "entity",
  NULLIF("t23"."agency", '') AS "agency",
  "t23"."event_id" AS "period",
  "t23"."event_id",
  "t23"."at",
  0.0 AS "measure",
  'drawn at random' AS "detail"
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
    "t0"."user" IS NOT NULL
    AND "t0"."decision" <> 'deny'
    AND CAST(FLOOR(
      (
        (
          (
            (
              "t0"."row" + (
                CAST("t0"."day" AS BIGINT) * 40503
              )
            ) % 4294967296
          ) * 2654435761
        ) % 4294967296
      ) / (
        429496
      )
    ) AS BIGINT) < 100
) AS "t23"
ANTI JOIN (
  SELECT
    "t29"."event_id" AS "unexplained"
  FROM (
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
      "t26"."decision"
    FROM "t25" AS "t26"
    WHERE
      (
        "t26"."times" IS NULL
      )
      OR NOT (
        (
          "t26"."always" = 1
        )
        OR (
          (
            (
              "t26"."from_then" IS NULL
            ) OR (
              "t26"."at" >= "t26"."from_then"
            )
          )
          AND (
            (
              "t26"."to_then" IS NULL
            ) OR (
              "t26"."at" < "t26"."to_then"
            )
          )
        )
      )
  ) AS "t29"
  ANTI JOIN (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t32"."event_id" AS "explained"
        FROM (
          SELECT
            "t29"."event_id",
            "t29"."source",
            "t29"."row",
            "t29"."at",
            "t29"."day",
            "t29"."local_day",
            "t29"."user",
            "t29"."agency",
            "t29"."owner",
            "t29"."case_no",
            "t29"."case_no_state",
            "t29"."reason",
            "t29"."purpose",
            "t29"."networks",
            "t29"."window_from",
            "t29"."decision",
            "t14"."sent",
            "t14"."begun",
            "t14"."ended"
          FROM (
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
              "t26"."decision"
            FROM "t25" AS "t26"
            WHERE
              (
                "t26"."times" IS NULL
              )
              OR NOT (
                (
                  "t26"."always" = 1
                )
                OR (
                  (
                    (
                      "t26"."from_then" IS NULL
                    ) OR (
                      "t26"."at" >= "t26"."from_then"
                    )
                  )
                  AND (
                    (
                      "t26"."to_then" IS NULL
                    ) OR (
                      "t26"."at" < "t26"."to_then"
                    )
                  )
                )
              )
          ) AS "t29"
          INNER JOIN (
            SELECT
              "t2"."user" AS "sent",
              "t2"."since" AS "begun",
              "t2"."until" AS "ended"
            FROM "dispatches" AS "t2"
          ) AS "t14"
            ON "t29"."user" = "t14"."sent"
        ) AS "t32"
        WHERE
          "t32"."at" >= (
            "t32"."begun" - 21600000
          )
          AND "t32"."at" <= (
            "t32"."ended" + 21600000
          )
      ) AS "t40"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t31"."event_id" AS "explained"
        FROM (
          SELECT
            "t29"."event_id",
            "t29"."source",
            "t29"."row",
            "t29"."at",
            "t29"."day",
            "t29"."local_day",
            "t29"."user",
            "t29"."agency",
            "t29"."owner",
            "t29"."case_no",
            "t29"."case_no_state",
            "t29"."reason",
            "t29"."purpose",
            "t29"."networks",
            "t29"."window_from",
            "t29"."decision",
            "t15"."about_id",
            "t15"."subject",
            "t17"."seen",
            "t17"."seen_at"
          FROM (
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
              "t26"."decision"
            FROM "t25" AS "t26"
            WHERE
              (
                "t26"."times" IS NULL
              )
              OR NOT (
                (
                  "t26"."always" = 1
                )
                OR (
                  (
                    (
                      "t26"."from_then" IS NULL
                    ) OR (
                      "t26"."at" >= "t26"."from_then"
                    )
                  )
                  AND (
                    (
                      "t26"."to_then" IS NULL
                    ) OR (
                      "t26"."at" < "t26"."to_then"
                    )
                  )
                )
              )
          ) AS "t29"
          INNER JOIN (
            SELECT
              "t3"."event_id" AS "about_id",
              "t3"."subject"
            FROM "subjects" AS "t3"
          ) AS "t15"
            ON "t29"."event_id" = "t15"."about_id"
          INNER JOIN (
            SELECT
              "t4"."subject" AS "seen",
              "t4"."at" AS "seen_at"
            FROM "hits" AS "t4"
          ) AS "t17"
            ON "t15"."subject" = "t17"."seen"
        ) AS "t31"
        WHERE
          (
            "t31"."at" - "t31"."seen_at"
          ) >= 0
          AND (
            "t31"."at" - "t31"."seen_at"
          ) <= 86400000
      ) AS "t39"
    ) AS "t41"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t51"."event_id" AS "explained"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t36"."event_id"
            FROM "t33" AS "t36"
            WHERE
              (
                (
                  "t36"."from_then" IS NULL
                ) OR (
                  "t36"."at" >= "t36"."from_then"
                )
              )
              AND (
                (
                  "t36"."to_then" IS NULL
                ) OR (
                  "t36"."at" < "t36"."to_then"
                )
              )
              AND (
                (
                  "t36"."for_case" IS NULL
                ) OR (
                  "t36"."for_case" = "t36"."case_no"
                )
              )
              AND "t36"."for_subject" IS NULL
          ) AS "t42"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t46"."event_id"
            FROM (
              SELECT
                "t36"."event_id",
                "t36"."for_subject"
              FROM "t33" AS "t36"
              WHERE
                (
                  (
                    "t36"."from_then" IS NULL
                  ) OR (
                    "t36"."at" >= "t36"."from_then"
                  )
                )
                AND (
                  (
                    "t36"."to_then" IS NULL
                  ) OR (
                    "t36"."at" < "t36"."to_then"
                  )
                )
                AND (
                  (
                    "t36"."for_case" IS NULL
                  ) OR (
                    "t36"."for_case" = "t36"."case_no"
                  )
                )
                AND "t36"."for_subject" IS NOT NULL
            ) AS "t46"
            INNER JOIN (
              SELECT
                "t3"."event_id" AS "about_id",
                "t3"."subject" AS "about"
              FROM "subjects" AS "t3"
            ) AS "t16"
              ON "t46"."event_id" = "t16"."about_id" AND "t46"."for_subject" = "t16"."about"
          ) AS "t49"
        ) AS "t51"
      ) AS "t52"
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
              "t29"."event_id",
              "t29"."source",
              "t29"."row",
              "t29"."at",
              "t29"."day",
              "t29"."local_day",
              "t29"."user",
              "t29"."agency",
              "t29"."owner",
              "t29"."case_no",
              "t29"."case_no_state",
              "t29"."reason",
              "t29"."purpose",
              "t29"."networks",
              "t29"."window_from",
              "t29"."decision",
              "t37"."on_case",
              "t37"."to_user",
              "t37"."from_then",
              "t37"."to_then"
            FROM (
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
                "t26"."decision"
              FROM "t25" AS "t26"
              WHERE
                (
                  "t26"."times" IS NULL
                )
                OR NOT (
                  (
                    "t26"."always" = 1
                  )
                  OR (
                    (
                      (
                        "t26"."from_then" IS NULL
                      ) OR (
                        "t26"."at" >= "t26"."from_then"
                      )
                    )
                    AND (
                      (
                        "t26"."to_then" IS NULL
                      ) OR (
                        "t26"."at" < "t26"."to_then"
                      )
                    )
                  )
                )
            ) AS "t29"
            INNER JOIN (
              SELECT
                "t7"."case_no" AS "on_case",
                "t7"."user" AS "to_user",
                "t7"."since" AS "from_then",
                "t7"."until" AS "to_then"
              FROM "assignments" AS "t7"
              SEMI JOIN (
                SELECT DISTINCT
                  "t26"."case_no" AS "wanted"
                FROM "t25" AS "t26"
                WHERE
                  (
                    "t26"."times" IS NULL
                  )
                  OR NOT (
                    (
                      "t26"."always" = 1
                    )
                    OR (
                      (
                        (
                          "t26"."from_then" IS NULL
                        ) OR (
                          "t26"."at" >= "t26"."from_then"
                        )
                      )
                      AND (
                        (
                          "t26"."to_then" IS NULL
                        ) OR (
                          "t26"."at" < "t26"."to_then"
                        )
                      )
                    )
                  )
              ) AS "t30"
                ON "t7"."case_no" = "t30"."wanted"
            ) AS "t37"
              ON "t29"."case_no" = "t37"."on_case" AND "t29"."user" = "t37"."to_user"
          ) AS "t44"
          WHERE
            (
              (
                "t44"."from_then" IS NULL
              ) OR (
                "t44"."at" >= "t44"."from_then"
              )
            )
            AND (
              (
                "t44"."to_then" IS NULL
              ) OR (
                "t44"."at" < "t44"."to_then"
              )
            )
        ) AS "t47"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t45"."event_id" AS "explained"
          FROM (
            SELECT
              "t29"."event_id",
              "t29"."source",
              "t29"."row",
              "t29"."at",
              "t29"."day",
              "t29"."local_day",
              "t29"."user",
              "t29"."agency",
              "t29"."owner",
              "t29"."case_no",
              "t29"."case_no_state",
              "t29"."reason",
              "t29"."purpose",
              "t29"."networks",
              "t29"."window_from",
              "t29"."decision",
              "t38"."of",
              "t38"."on_case",
              "t38"."from_then",
              "t38"."to_then"
            FROM (
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
                "t26"."decision"
              FROM "t25" AS "t26"
              WHERE
                (
                  "t26"."times" IS NULL
                )
                OR NOT (
                  (
                    "t26"."always" = 1
                  )
                  OR (
                    (
                      (
                        "t26"."from_then" IS NULL
                      ) OR (
                        "t26"."at" >= "t26"."from_then"
                      )
                    )
                    AND (
                      (
                        "t26"."to_then" IS NULL
                      ) OR (
                        "t26"."at" < "t26"."to_then"
                      )
                    )
                  )
                )
            ) AS "t29"
            INNER JOIN (
              SELECT
                "t19"."of",
                "t7"."case_no" AS "on_case",
                "t7"."since" AS "from_then",
                "t7"."until" AS "to_then"
              FROM "assignments" AS "t7"
              SEMI JOIN (
                SELECT DISTINCT
                  "t26"."case_no" AS "wanted"
                FROM "t25" AS "t26"
                WHERE
                  (
                    "t26"."times" IS NULL
                  )
                  OR NOT (
                    (
                      "t26"."always" = 1
                    )
                    OR (
                      (
                        (
                          "t26"."from_then" IS NULL
                        ) OR (
                          "t26"."at" >= "t26"."from_then"
                        )
                      )
                      AND (
                        (
                          "t26"."to_then" IS NULL
                        ) OR (
                          "t26"."at" < "t26"."to_then"
                        )
                      )
                    )
                  )
              ) AS "t30"
                ON "t7"."case_no" = "t30"."wanted"
              INNER JOIN (
                SELECT DISTINCT
                  "t6"."user" AS "member",
                  "t6"."agency" AS "of"
                FROM "accounts" AS "t6"
              ) AS "t19"
                ON "t7"."user" = "t19"."member"
            ) AS "t38"
              ON "t29"."case_no" = "t38"."on_case" AND "t29"."agency" = "t38"."of"
          ) AS "t45"
          WHERE
            (
              (
                "t45"."from_then" IS NULL
              ) OR (
                "t45"."at" >= "t45"."from_then"
              )
            )
            AND (
              (
                "t45"."to_then" IS NULL
              ) OR (
                "t45"."at" < "t45"."to_then"
              )
            )
        ) AS "t48"
      ) AS "t50"
    ) AS "t53"
  ) AS "t55"
    ON "t29"."event_id" = "t55"."explained"
) AS "t57"
  ON "t23"."event_id" = "t57"."unexplained"
