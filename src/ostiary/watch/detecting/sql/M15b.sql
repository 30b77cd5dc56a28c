WITH "t34" AS (
  SELECT
    "t31"."event_id",
    "t31"."source",
    "t31"."row",
    "t31"."at",
    "t31"."day",
    "t31"."local_day",
    "t31"."user",
    "t31"."agency",
    "t31"."owner",
    "t31"."case_no",
    "t31"."case_no_state",
    "t31"."reason",
    "t31"."purpose",
    "t31"."networks",
    "t31"."window_from",
    "t31"."decision",
    "t20"."may",
    "t20"."for_case",
    "t20"."for_subject",
    "t20"."from_then",
    "t20"."to_then"
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
      "t29"."decision"
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
        "t28"."on_case",
        "t28"."to_user",
        "t28"."times",
        "t28"."always",
        "t28"."from_then",
        "t28"."to_then"
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
      ) AS "t27"
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
        ) AS "t22"
        WHERE
          (
            "t22"."times" = 1
          ) OR (
            "t22"."always" = 1
          )
      ) AS "t28"
        ON "t27"."case_no" = "t28"."on_case" AND "t27"."user" = "t28"."to_user"
    ) AS "t29"
    WHERE
      (
        "t29"."times" IS NULL
      )
      OR NOT (
        (
          "t29"."always" = 1
        )
        OR (
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
        )
      )
  ) AS "t31"
  INNER JOIN (
    SELECT
      "t5"."user" AS "may",
      "t5"."case_no" AS "for_case",
      "t5"."subject" AS "for_subject",
      "t5"."since" AS "from_then",
      "t5"."until" AS "to_then"
    FROM "approvals" AS "t5"
  ) AS "t20"
    ON "t31"."user" = "t20"."may"
)
SELECT
  "t27"."user" AS "entity",
  NULLIF("t27"."agency", '') AS "agency",
  "t27"."event_id" AS "period",
  "t27"."event_id",
  "t27"."at",
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
) AS "t27"
ANTI JOIN (
  SELECT
    "t31"."event_id" AS "unexplained"
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
      "t29"."decision"
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
        "t28"."on_case",
        "t28"."to_user",
        "t28"."times",
        "t28"."always",
        "t28"."from_then",
        "t28"."to_then"
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
      ) AS "t27"
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
        ) AS "t22"
        WHERE
          (
            "t22"."times" = 1
          ) OR (
            "t22"."always" = 1
          )
      ) AS "t28"
        ON "t27"."case_no" = "t28"."on_case" AND "t27"."user" = "t28"."to_user"
    ) AS "t29"
    WHERE
      (
        "t29"."times" IS NULL
      )
      OR NOT (
        (
          "t29"."always" = 1
        )
        OR (
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
        )
      )
  ) AS "t31"
  ANTI JOIN (
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
            "t31"."event_id",
            "t31"."source",
            "t31"."row",
            "t31"."at",
            "t31"."day",
            "t31"."local_day",
            "t31"."user",
            "t31"."agency",
            "t31"."owner",
            "t31"."case_no",
            "t31"."case_no_state",
            "t31"."reason",
            "t31"."purpose",
            "t31"."networks",
            "t31"."window_from",
            "t31"."decision",
            "t16"."sent",
            "t16"."begun",
            "t16"."ended"
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
              "t29"."decision"
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
                "t28"."on_case",
                "t28"."to_user",
                "t28"."times",
                "t28"."always",
                "t28"."from_then",
                "t28"."to_then"
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
              ) AS "t27"
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
                ) AS "t22"
                WHERE
                  (
                    "t22"."times" = 1
                  ) OR (
                    "t22"."always" = 1
                  )
              ) AS "t28"
                ON "t27"."case_no" = "t28"."on_case" AND "t27"."user" = "t28"."to_user"
            ) AS "t29"
            WHERE
              (
                "t29"."times" IS NULL
              )
              OR NOT (
                (
                  "t29"."always" = 1
                )
                OR (
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
                )
              )
          ) AS "t31"
          INNER JOIN (
            SELECT
              "t2"."user" AS "sent",
              "t2"."since" AS "begun",
              "t2"."until" AS "ended"
            FROM "dispatches" AS "t2"
          ) AS "t16"
            ON "t31"."user" = "t16"."sent"
        ) AS "t33"
        WHERE
          "t33"."at" >= (
            "t33"."begun" - 21600000
          )
          AND "t33"."at" <= (
            "t33"."ended" + 21600000
          )
      ) AS "t39"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t32"."event_id" AS "explained"
        FROM (
          SELECT
            "t31"."event_id",
            "t31"."source",
            "t31"."row",
            "t31"."at",
            "t31"."day",
            "t31"."local_day",
            "t31"."user",
            "t31"."agency",
            "t31"."owner",
            "t31"."case_no",
            "t31"."case_no_state",
            "t31"."reason",
            "t31"."purpose",
            "t31"."networks",
            "t31"."window_from",
            "t31"."decision",
            "t17"."about_id",
            "t17"."subject",
            "t19"."seen",
            "t19"."seen_at"
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
              "t29"."decision"
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
                "t28"."on_case",
                "t28"."to_user",
                "t28"."times",
                "t28"."always",
                "t28"."from_then",
                "t28"."to_then"
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
              ) AS "t27"
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
                ) AS "t22"
                WHERE
                  (
                    "t22"."times" = 1
                  ) OR (
                    "t22"."always" = 1
                  )
              ) AS "t28"
                ON "t27"."case_no" = "t28"."on_case" AND "t27"."user" = "t28"."to_user"
            ) AS "t29"
            WHERE
              (
                "t29"."times" IS NULL
              )
              OR NOT (
                (
                  "t29"."always" = 1
                )
                OR (
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
                )
              )
          ) AS "t31"
          INNER JOIN (
            SELECT
              "t3"."event_id" AS "about_id",
              "t3"."subject"
            FROM "subjects" AS "t3"
          ) AS "t17"
            ON "t31"."event_id" = "t17"."about_id"
          INNER JOIN (
            SELECT
              "t4"."subject" AS "seen",
              "t4"."at" AS "seen_at"
            FROM "hits" AS "t4"
          ) AS "t19"
            ON "t17"."subject" = "t19"."seen"
        ) AS "t32"
        WHERE
          (
            "t32"."at" - "t32"."seen_at"
          ) >= 0
          AND (
            "t32"."at" - "t32"."seen_at"
          ) <= 86400000
      ) AS "t38"
    ) AS "t42"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t48"."event_id" AS "explained"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t37"."event_id"
            FROM "t34" AS "t37"
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
              AND (
                (
                  "t37"."for_case" IS NULL
                ) OR (
                  "t37"."for_case" = "t37"."case_no"
                )
              )
              AND "t37"."for_subject" IS NULL
          ) AS "t43"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t46"."event_id"
            FROM (
              SELECT
                "t37"."event_id",
                "t37"."for_subject"
              FROM "t34" AS "t37"
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
                AND (
                  (
                    "t37"."for_case" IS NULL
                  ) OR (
                    "t37"."for_case" = "t37"."case_no"
                  )
                )
                AND "t37"."for_subject" IS NOT NULL
            ) AS "t46"
            INNER JOIN (
              SELECT
                "t3"."event_id" AS "about_id",
                "t3"."subject" AS "about"
              FROM "subjects" AS "t3"
            ) AS "t18"
              ON "t46"."event_id" = "t18"."about_id" AND "t46"."for_subject" = "t18"."about"
          ) AS "t47"
        ) AS "t48"
      ) AS "t49"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t35"."event_id" AS "explained"
          FROM (
            SELECT
              "t31"."event_id",
              "t31"."source",
              "t31"."row",
              "t31"."at",
              "t31"."day",
              "t31"."local_day",
              "t31"."user",
              "t31"."agency",
              "t31"."owner",
              "t31"."case_no",
              "t31"."case_no_state",
              "t31"."reason",
              "t31"."purpose",
              "t31"."networks",
              "t31"."window_from",
              "t31"."decision",
              "t15"."on_case",
              "t15"."to_user",
              "t15"."from_then",
              "t15"."to_then"
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
                "t29"."decision"
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
                  "t28"."on_case",
                  "t28"."to_user",
                  "t28"."times",
                  "t28"."always",
                  "t28"."from_then",
                  "t28"."to_then"
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
                ) AS "t27"
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
                  ) AS "t22"
                  WHERE
                    (
                      "t22"."times" = 1
                    ) OR (
                      "t22"."always" = 1
                    )
                ) AS "t28"
                  ON "t27"."case_no" = "t28"."on_case" AND "t27"."user" = "t28"."to_user"
              ) AS "t29"
              WHERE
                (
                  "t29"."times" IS NULL
                )
                OR NOT (
                  (
                    "t29"."always" = 1
                  )
                  OR (
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
                  )
                )
            ) AS "t31"
            INNER JOIN (
              SELECT
                "t1"."case_no" AS "on_case",
                "t1"."user" AS "to_user",
                "t1"."since" AS "from_then",
                "t1"."until" AS "to_then"
              FROM "assignments" AS "t1"
            ) AS "t15"
              ON "t31"."case_no" = "t15"."on_case" AND "t31"."user" = "t15"."to_user"
          ) AS "t35"
          WHERE
            (
              (
                "t35"."from_then" IS NULL
              ) OR (
                "t35"."at" >= "t35"."from_then"
              )
            )
            AND (
              (
                "t35"."to_then" IS NULL
              ) OR (
                "t35"."at" < "t35"."to_then"
              )
            )
        ) AS "t40"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t36"."event_id" AS "explained"
          FROM (
            SELECT
              "t31"."event_id",
              "t31"."source",
              "t31"."row",
              "t31"."at",
              "t31"."day",
              "t31"."local_day",
              "t31"."user",
              "t31"."agency",
              "t31"."owner",
              "t31"."case_no",
              "t31"."case_no_state",
              "t31"."reason",
              "t31"."purpose",
              "t31"."networks",
              "t31"."window_from",
              "t31"."decision",
              "t24"."of",
              "t24"."on_case",
              "t24"."from_then",
              "t24"."to_then"
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
                "t29"."decision"
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
                  "t28"."on_case",
                  "t28"."to_user",
                  "t28"."times",
                  "t28"."always",
                  "t28"."from_then",
                  "t28"."to_then"
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
                ) AS "t27"
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
                  ) AS "t22"
                  WHERE
                    (
                      "t22"."times" = 1
                    ) OR (
                      "t22"."always" = 1
                    )
                ) AS "t28"
                  ON "t27"."case_no" = "t28"."on_case" AND "t27"."user" = "t28"."to_user"
              ) AS "t29"
              WHERE
                (
                  "t29"."times" IS NULL
                )
                OR NOT (
                  (
                    "t29"."always" = 1
                  )
                  OR (
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
                  )
                )
            ) AS "t31"
            INNER JOIN (
              SELECT
                "t21"."of",
                "t7"."case_no" AS "on_case",
                "t7"."since" AS "from_then",
                "t7"."until" AS "to_then"
              FROM "assignments" AS "t7"
              INNER JOIN (
                SELECT DISTINCT
                  "t6"."user" AS "member",
                  "t6"."agency" AS "of"
                FROM "accounts" AS "t6"
              ) AS "t21"
                ON "t7"."user" = "t21"."member"
            ) AS "t24"
              ON "t31"."case_no" = "t24"."on_case" AND "t31"."agency" = "t24"."of"
          ) AS "t36"
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
        ) AS "t41"
      ) AS "t45"
    ) AS "t50"
  ) AS "t52"
    ON "t31"."event_id" = "t52"."explained"
) AS "t54"
  ON "t27"."event_id" = "t54"."unexplained"
