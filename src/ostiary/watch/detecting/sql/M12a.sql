SELECT
  "t23"."user" AS "entity",
  NULLIF("t23"."agency", '') AS "agency",
  "t23"."to_agency" AS "period",
  "t23"."event_id",
  "t23"."at",
  CAST("t23"."times" AS DOUBLE) AS "measure",
  "t23"."to_agency" AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t13"."user",
      "t13"."agency",
      "t13"."to_agency",
      "t19"."times",
      "t13"."event_id",
      "t13"."at"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t10"."event_id",
          "t10"."at",
          "t10"."user",
          "t10"."agency",
          "t10"."owner",
          "t5"."about_id",
          "t5"."subject",
          "t9"."then_id",
          "t9"."then_at",
          "t9"."to_agency",
          "t9"."then_subject"
        FROM (
          SELECT
            "t0"."event_id",
            "t0"."at",
            "t0"."user",
            "t0"."agency",
            COALESCE("t0"."owner", "t0"."agency") AS "owner"
          FROM "events" AS "t0"
          WHERE
            (
              COALESCE("t0"."exported", FALSE) OR (
                "t0"."action" = 'export'
              )
            )
            AND "t0"."user" IS NOT NULL
            AND "t0"."agency" IS NOT NULL
        ) AS "t10"
        INNER JOIN (
          SELECT
            "t1"."event_id" AS "about_id",
            "t1"."subject"
          FROM "subjects" AS "t1"
        ) AS "t5"
          ON "t10"."event_id" = "t5"."about_id"
        INNER JOIN (
          SELECT
            "t1"."event_id" AS "then_id",
            "t1"."at" AS "then_at",
            "t1"."agency" AS "to_agency",
            "t1"."subject" AS "then_subject"
          FROM "subjects" AS "t1"
          WHERE
            "t1"."asked" AND "t1"."agency" IS NOT NULL
        ) AS "t9"
          ON "t5"."subject" = "t9"."then_subject"
      ) AS "t11"
      WHERE
        (
          "t11"."then_at" - "t11"."at"
        ) > 0
        AND (
          "t11"."then_at" - "t11"."at"
        ) <= 86400000
        AND "t11"."to_agency" <> "t11"."agency"
        AND "t11"."to_agency" <> "t11"."owner"
    ) AS "t13"
    ANTI JOIN (
      SELECT
        "t14"."then_id" AS "lawful",
        "t14"."event_id" AS "lawful_export"
      FROM (
        SELECT
          "t13"."event_id",
          "t13"."at",
          "t13"."user",
          "t13"."agency",
          "t13"."owner",
          "t13"."about_id",
          "t13"."subject",
          "t13"."then_id",
          "t13"."then_at",
          "t13"."to_agency",
          "t13"."then_subject",
          "t7"."granted_by",
          "t7"."granted_to",
          "t7"."begun",
          "t7"."ended"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t10"."event_id",
              "t10"."at",
              "t10"."user",
              "t10"."agency",
              "t10"."owner",
              "t5"."about_id",
              "t5"."subject",
              "t9"."then_id",
              "t9"."then_at",
              "t9"."to_agency",
              "t9"."then_subject"
            FROM (
              SELECT
                "t0"."event_id",
                "t0"."at",
                "t0"."user",
                "t0"."agency",
                COALESCE("t0"."owner", "t0"."agency") AS "owner"
              FROM "events" AS "t0"
              WHERE
                (
                  COALESCE("t0"."exported", FALSE) OR (
                    "t0"."action" = 'export'
                  )
                )
                AND "t0"."user" IS NOT NULL
                AND "t0"."agency" IS NOT NULL
            ) AS "t10"
            INNER JOIN (
              SELECT
                "t1"."event_id" AS "about_id",
                "t1"."subject"
              FROM "subjects" AS "t1"
            ) AS "t5"
              ON "t10"."event_id" = "t5"."about_id"
            INNER JOIN (
              SELECT
                "t1"."event_id" AS "then_id",
                "t1"."at" AS "then_at",
                "t1"."agency" AS "to_agency",
                "t1"."subject" AS "then_subject"
              FROM "subjects" AS "t1"
              WHERE
                "t1"."asked" AND "t1"."agency" IS NOT NULL
            ) AS "t9"
              ON "t5"."subject" = "t9"."then_subject"
          ) AS "t11"
          WHERE
            (
              "t11"."then_at" - "t11"."at"
            ) > 0
            AND (
              "t11"."then_at" - "t11"."at"
            ) <= 86400000
            AND "t11"."to_agency" <> "t11"."agency"
            AND "t11"."to_agency" <> "t11"."owner"
        ) AS "t13"
        INNER JOIN (
          SELECT
            "t2"."owner" AS "granted_by",
            "t2"."agency" AS "granted_to",
            "t2"."since" AS "begun",
            "t2"."until" AS "ended"
          FROM "grants" AS "t2"
        ) AS "t7"
          ON "t13"."owner" = "t7"."granted_by" AND "t13"."to_agency" = "t7"."granted_to"
      ) AS "t14"
      WHERE
        (
          (
            "t14"."begun" IS NULL
          ) OR (
            "t14"."then_at" >= "t14"."begun"
          )
        )
        AND (
          (
            "t14"."ended" IS NULL
          ) OR (
            "t14"."then_at" < "t14"."ended"
          )
        )
    ) AS "t16"
      ON "t13"."then_id" = "t16"."lawful" AND "t13"."event_id" = "t16"."lawful_export"
    INNER JOIN (
      SELECT
        "t17"."user" AS "by",
        "t17"."to_agency" AS "to",
        COUNT(DISTINCT "t17"."then_id") AS "times"
      FROM (
        SELECT
          "t13"."event_id",
          "t13"."at",
          "t13"."user",
          "t13"."agency",
          "t13"."owner",
          "t13"."about_id",
          "t13"."subject",
          "t13"."then_id",
          "t13"."then_at",
          "t13"."to_agency",
          "t13"."then_subject"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t10"."event_id",
              "t10"."at",
              "t10"."user",
              "t10"."agency",
              "t10"."owner",
              "t5"."about_id",
              "t5"."subject",
              "t9"."then_id",
              "t9"."then_at",
              "t9"."to_agency",
              "t9"."then_subject"
            FROM (
              SELECT
                "t0"."event_id",
                "t0"."at",
                "t0"."user",
                "t0"."agency",
                COALESCE("t0"."owner", "t0"."agency") AS "owner"
              FROM "events" AS "t0"
              WHERE
                (
                  COALESCE("t0"."exported", FALSE) OR (
                    "t0"."action" = 'export'
                  )
                )
                AND "t0"."user" IS NOT NULL
                AND "t0"."agency" IS NOT NULL
            ) AS "t10"
            INNER JOIN (
              SELECT
                "t1"."event_id" AS "about_id",
                "t1"."subject"
              FROM "subjects" AS "t1"
            ) AS "t5"
              ON "t10"."event_id" = "t5"."about_id"
            INNER JOIN (
              SELECT
                "t1"."event_id" AS "then_id",
                "t1"."at" AS "then_at",
                "t1"."agency" AS "to_agency",
                "t1"."subject" AS "then_subject"
              FROM "subjects" AS "t1"
              WHERE
                "t1"."asked" AND "t1"."agency" IS NOT NULL
            ) AS "t9"
              ON "t5"."subject" = "t9"."then_subject"
          ) AS "t11"
          WHERE
            (
              "t11"."then_at" - "t11"."at"
            ) > 0
            AND (
              "t11"."then_at" - "t11"."at"
            ) <= 86400000
            AND "t11"."to_agency" <> "t11"."agency"
            AND "t11"."to_agency" <> "t11"."owner"
        ) AS "t13"
        ANTI JOIN (
          SELECT
            "t14"."then_id" AS "lawful",
            "t14"."event_id" AS "lawful_export"
          FROM (
            SELECT
              "t13"."event_id",
              "t13"."at",
              "t13"."user",
              "t13"."agency",
              "t13"."owner",
              "t13"."about_id",
              "t13"."subject",
              "t13"."then_id",
              "t13"."then_at",
              "t13"."to_agency",
              "t13"."then_subject",
              "t7"."granted_by",
              "t7"."granted_to",
              "t7"."begun",
              "t7"."ended"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t10"."event_id",
                  "t10"."at",
                  "t10"."user",
                  "t10"."agency",
                  "t10"."owner",
                  "t5"."about_id",
                  "t5"."subject",
                  "t9"."then_id",
                  "t9"."then_at",
                  "t9"."to_agency",
                  "t9"."then_subject"
                FROM (
                  SELECT
                    "t0"."event_id",
                    "t0"."at",
                    "t0"."user",
                    "t0"."agency",
                    COALESCE("t0"."owner", "t0"."agency") AS "owner"
                  FROM "events" AS "t0"
                  WHERE
                    (
                      COALESCE("t0"."exported", FALSE) OR (
                        "t0"."action" = 'export'
                      )
                    )
                    AND "t0"."user" IS NOT NULL
                    AND "t0"."agency" IS NOT NULL
                ) AS "t10"
                INNER JOIN (
                  SELECT
                    "t1"."event_id" AS "about_id",
                    "t1"."subject"
                  FROM "subjects" AS "t1"
                ) AS "t5"
                  ON "t10"."event_id" = "t5"."about_id"
                INNER JOIN (
                  SELECT
                    "t1"."event_id" AS "then_id",
                    "t1"."at" AS "then_at",
                    "t1"."agency" AS "to_agency",
                    "t1"."subject" AS "then_subject"
                  FROM "subjects" AS "t1"
                  WHERE
                    "t1"."asked" AND "t1"."agency" IS NOT NULL
                ) AS "t9"
                  ON "t5"."subject" = "t9"."then_subject"
              ) AS "t11"
              WHERE
                (
                  "t11"."then_at" - "t11"."at"
                ) > 0
                AND (
                  "t11"."then_at" - "t11"."at"
                ) <= 86400000
                AND "t11"."to_agency" <> "t11"."agency"
                AND "t11"."to_agency" <> "t11"."owner"
            ) AS "t13"
            INNER JOIN (
              SELECT
                "t2"."owner" AS "granted_by",
                "t2"."agency" AS "granted_to",
                "t2"."since" AS "begun",
                "t2"."until" AS "ended"
              FROM "grants" AS "t2"
            ) AS "t7"
              ON "t13"."owner" = "t7"."granted_by" AND "t13"."to_agency" = "t7"."granted_to"
          ) AS "t14"
          WHERE
            (
              (
                "t14"."begun" IS NULL
              ) OR (
                "t14"."then_at" >= "t14"."begun"
              )
            )
            AND (
              (
                "t14"."ended" IS NULL
              ) OR (
                "t14"."then_at" < "t14"."ended"
              )
            )
        ) AS "t16"
          ON "t13"."then_id" = "t16"."lawful" AND "t13"."event_id" = "t16"."lawful_export"
      ) AS "t17"
      GROUP BY
        1,
        2
    ) AS "t19"
      ON "t13"."user" = "t19"."by" AND "t13"."to_agency" = "t19"."to"
  ) AS "t20"
  UNION
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t13"."user",
        "t13"."agency",
        "t13"."to_agency",
        "t19"."times",
        "t13"."then_id" AS "event_id",
        "t13"."then_at" AS "at"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t10"."event_id",
            "t10"."at",
            "t10"."user",
            "t10"."agency",
            "t10"."owner",
            "t5"."about_id",
            "t5"."subject",
            "t9"."then_id",
            "t9"."then_at",
            "t9"."to_agency",
            "t9"."then_subject"
          FROM (
            SELECT
              "t0"."event_id",
              "t0"."at",
              "t0"."user",
              "t0"."agency",
              COALESCE("t0"."owner", "t0"."agency") AS "owner"
            FROM "events" AS "t0"
            WHERE
              (
                COALESCE("t0"."exported", FALSE) OR (
                  "t0"."action" = 'export'
                )
              )
              AND "t0"."user" IS NOT NULL
              AND "t0"."agency" IS NOT NULL
          ) AS "t10"
          INNER JOIN (
            SELECT
              "t1"."event_id" AS "about_id",
              "t1"."subject"
            FROM "subjects" AS "t1"
          ) AS "t5"
            ON "t10"."event_id" = "t5"."about_id"
          INNER JOIN (
            SELECT
              "t1"."event_id" AS "then_id",
              "t1"."at" AS "then_at",
              "t1"."agency" AS "to_agency",
              "t1"."subject" AS "then_subject"
            FROM "subjects" AS "t1"
            WHERE
              "t1"."asked" AND "t1"."agency" IS NOT NULL
          ) AS "t9"
            ON "t5"."subject" = "t9"."then_subject"
        ) AS "t11"
        WHERE
          (
            "t11"."then_at" - "t11"."at"
          ) > 0
          AND (
            "t11"."then_at" - "t11"."at"
          ) <= 86400000
          AND "t11"."to_agency" <> "t11"."agency"
          AND "t11"."to_agency" <> "t11"."owner"
      ) AS "t13"
      ANTI JOIN (
        SELECT
          "t14"."then_id" AS "lawful",
          "t14"."event_id" AS "lawful_export"
        FROM (
          SELECT
            "t13"."event_id",
            "t13"."at",
            "t13"."user",
            "t13"."agency",
            "t13"."owner",
            "t13"."about_id",
            "t13"."subject",
            "t13"."then_id",
            "t13"."then_at",
            "t13"."to_agency",
            "t13"."then_subject",
            "t7"."granted_by",
            "t7"."granted_to",
            "t7"."begun",
            "t7"."ended"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t10"."event_id",
                "t10"."at",
                "t10"."user",
                "t10"."agency",
                "t10"."owner",
                "t5"."about_id",
                "t5"."subject",
                "t9"."then_id",
                "t9"."then_at",
                "t9"."to_agency",
                "t9"."then_subject"
              FROM (
                SELECT
                  "t0"."event_id",
                  "t0"."at",
                  "t0"."user",
                  "t0"."agency",
                  COALESCE("t0"."owner", "t0"."agency") AS "owner"
                FROM "events" AS "t0"
                WHERE
                  (
                    COALESCE("t0"."exported", FALSE) OR (
                      "t0"."action" = 'export'
                    )
                  )
                  AND "t0"."user" IS NOT NULL
                  AND "t0"."agency" IS NOT NULL
              ) AS "t10"
              INNER JOIN (
                SELECT
                  "t1"."event_id" AS "about_id",
                  "t1"."subject"
                FROM "subjects" AS "t1"
              ) AS "t5"
                ON "t10"."event_id" = "t5"."about_id"
              INNER JOIN (
                SELECT
                  "t1"."event_id" AS "then_id",
                  "t1"."at" AS "then_at",
                  "t1"."agency" AS "to_agency",
                  "t1"."subject" AS "then_subject"
                FROM "subjects" AS "t1"
                WHERE
                  "t1"."asked" AND "t1"."agency" IS NOT NULL
              ) AS "t9"
                ON "t5"."subject" = "t9"."then_subject"
            ) AS "t11"
            WHERE
              (
                "t11"."then_at" - "t11"."at"
              ) > 0
              AND (
                "t11"."then_at" - "t11"."at"
              ) <= 86400000
              AND "t11"."to_agency" <> "t11"."agency"
              AND "t11"."to_agency" <> "t11"."owner"
          ) AS "t13"
          INNER JOIN (
            SELECT
              "t2"."owner" AS "granted_by",
              "t2"."agency" AS "granted_to",
              "t2"."since" AS "begun",
              "t2"."until" AS "ended"
            FROM "grants" AS "t2"
          ) AS "t7"
            ON "t13"."owner" = "t7"."granted_by" AND "t13"."to_agency" = "t7"."granted_to"
        ) AS "t14"
        WHERE
          (
            (
              "t14"."begun" IS NULL
            ) OR (
              "t14"."then_at" >= "t14"."begun"
            )
          )
          AND (
            (
              "t14"."ended" IS NULL
            ) OR (
              "t14"."then_at" < "t14"."ended"
            )
          )
      ) AS "t16"
        ON "t13"."then_id" = "t16"."lawful" AND "t13"."event_id" = "t16"."lawful_export"
      INNER JOIN (
        SELECT
          "t17"."user" AS "by",
          "t17"."to_agency" AS "to",
          COUNT(DISTINCT "t17"."then_id") AS "times"
        FROM (
          SELECT
            "t13"."event_id",
            "t13"."at",
            "t13"."user",
            "t13"."agency",
            "t13"."owner",
            "t13"."about_id",
            "t13"."subject",
            "t13"."then_id",
            "t13"."then_at",
            "t13"."to_agency",
            "t13"."then_subject"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t10"."event_id",
                "t10"."at",
                "t10"."user",
                "t10"."agency",
                "t10"."owner",
                "t5"."about_id",
                "t5"."subject",
                "t9"."then_id",
                "t9"."then_at",
                "t9"."to_agency",
                "t9"."then_subject"
              FROM (
                SELECT
                  "t0"."event_id",
                  "t0"."at",
                  "t0"."user",
                  "t0"."agency",
                  COALESCE("t0"."owner", "t0"."agency") AS "owner"
                FROM "events" AS "t0"
                WHERE
                  (
                    COALESCE("t0"."exported", FALSE) OR (
                      "t0"."action" = 'export'
                    )
                  )
                  AND "t0"."user" IS NOT NULL
                  AND "t0"."agency" IS NOT NULL
              ) AS "t10"
              INNER JOIN (
                SELECT
                  "t1"."event_id" AS "about_id",
                  "t1"."subject"
                FROM "subjects" AS "t1"
              ) AS "t5"
                ON "t10"."event_id" = "t5"."about_id"
              INNER JOIN (
                SELECT
                  "t1"."event_id" AS "then_id",
                  "t1"."at" AS "then_at",
                  "t1"."agency" AS "to_agency",
                  "t1"."subject" AS "then_subject"
                FROM "subjects" AS "t1"
                WHERE
                  "t1"."asked" AND "t1"."agency" IS NOT NULL
              ) AS "t9"
                ON "t5"."subject" = "t9"."then_subject"
            ) AS "t11"
            WHERE
              (
                "t11"."then_at" - "t11"."at"
              ) > 0
              AND (
                "t11"."then_at" - "t11"."at"
              ) <= 86400000
              AND "t11"."to_agency" <> "t11"."agency"
              AND "t11"."to_agency" <> "t11"."owner"
          ) AS "t13"
          ANTI JOIN (
            SELECT
              "t14"."then_id" AS "lawful",
              "t14"."event_id" AS "lawful_export"
            FROM (
              SELECT
                "t13"."event_id",
                "t13"."at",
                "t13"."user",
                "t13"."agency",
                "t13"."owner",
                "t13"."about_id",
                "t13"."subject",
                "t13"."then_id",
                "t13"."then_at",
                "t13"."to_agency",
                "t13"."then_subject",
                "t7"."granted_by",
                "t7"."granted_to",
                "t7"."begun",
                "t7"."ended"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t10"."event_id",
                    "t10"."at",
                    "t10"."user",
                    "t10"."agency",
                    "t10"."owner",
                    "t5"."about_id",
                    "t5"."subject",
                    "t9"."then_id",
                    "t9"."then_at",
                    "t9"."to_agency",
                    "t9"."then_subject"
                  FROM (
                    SELECT
                      "t0"."event_id",
                      "t0"."at",
                      "t0"."user",
                      "t0"."agency",
                      COALESCE("t0"."owner", "t0"."agency") AS "owner"
                    FROM "events" AS "t0"
                    WHERE
                      (
                        COALESCE("t0"."exported", FALSE) OR (
                          "t0"."action" = 'export'
                        )
                      )
                      AND "t0"."user" IS NOT NULL
                      AND "t0"."agency" IS NOT NULL
                  ) AS "t10"
                  INNER JOIN (
                    SELECT
                      "t1"."event_id" AS "about_id",
                      "t1"."subject"
                    FROM "subjects" AS "t1"
                  ) AS "t5"
                    ON "t10"."event_id" = "t5"."about_id"
                  INNER JOIN (
                    SELECT
                      "t1"."event_id" AS "then_id",
                      "t1"."at" AS "then_at",
                      "t1"."agency" AS "to_agency",
                      "t1"."subject" AS "then_subject"
                    FROM "subjects" AS "t1"
                    WHERE
                      "t1"."asked" AND "t1"."agency" IS NOT NULL
                  ) AS "t9"
                    ON "t5"."subject" = "t9"."then_subject"
                ) AS "t11"
                WHERE
                  (
                    "t11"."then_at" - "t11"."at"
                  ) > 0
                  AND (
                    "t11"."then_at" - "t11"."at"
                  ) <= 86400000
                  AND "t11"."to_agency" <> "t11"."agency"
                  AND "t11"."to_agency" <> "t11"."owner"
              ) AS "t13"
              INNER JOIN (
                SELECT
                  "t2"."owner" AS "granted_by",
                  "t2"."agency" AS "granted_to",
                  "t2"."since" AS "begun",
                  "t2"."until" AS "ended"
                FROM "grants" AS "t2"
              ) AS "t7"
                ON "t13"."owner" = "t7"."granted_by" AND "t13"."to_agency" = "t7"."granted_to"
            ) AS "t14"
            WHERE
              (
                (
                  "t14"."begun" IS NULL
                ) OR (
                  "t14"."then_at" >= "t14"."begun"
                )
              )
              AND (
                (
                  "t14"."ended" IS NULL
                ) OR (
                  "t14"."then_at" < "t14"."ended"
                )
              )
          ) AS "t16"
            ON "t13"."then_id" = "t16"."lawful" AND "t13"."event_id" = "t16"."lawful_export"
        ) AS "t17"
        GROUP BY
          1,
          2
      ) AS "t19"
        ON "t13"."user" = "t19"."by" AND "t13"."to_agency" = "t19"."to"
    ) AS "t21"
  ) AS "t22"
) AS "t23"
