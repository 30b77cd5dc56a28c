CREATE TEMP TABLE kept_pairs AS
SELECT
  *
FROM (
  SELECT
    "t7"."event_id",
    "t7"."at",
    "t7"."user",
    "t7"."agency",
    "t7"."owner",
    "t3"."about_id",
    "t3"."subject",
    "t6"."then_id",
    "t6"."then_at",
    "t6"."to_agency",
    "t6"."then_subject"
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
      AND "t0"."decision" <> 'deny'
      AND "t0"."user" IS NOT NULL
      AND "t0"."agency" IS NOT NULL
  ) AS "t7"
  INNER JOIN (
    SELECT
      "t1"."event_id" AS "about_id",
      "t1"."subject"
    FROM "subjects" AS "t1"
  ) AS "t3"
    ON "t7"."event_id" = "t3"."about_id"
  INNER JOIN (
    SELECT
      "t1"."event_id" AS "then_id",
      "t1"."at" AS "then_at",
      "t1"."agency" AS "to_agency",
      "t1"."subject" AS "then_subject"
    FROM "subjects" AS "t1"
    WHERE
      "t1"."asked" AND "t1"."agency" IS NOT NULL
  ) AS "t6"
    ON "t3"."subject" = "t6"."then_subject"
) AS "t8"
WHERE
  (
    "t8"."then_at" - "t8"."at"
  ) > 0
  AND (
    "t8"."then_at" - "t8"."at"
  ) <= 86400000
  AND "t8"."to_agency" <> "t8"."agency"
  AND "t8"."to_agency" <> "t8"."owner";

SELECT
  "t14"."user" AS "entity",
  NULLIF("t14"."agency", '') AS "agency",
  "t14"."to_agency" AS "period",
  "t14"."event_id",
  "t14"."at",
  CAST("t14"."times" AS DOUBLE) AS "measure",
  "t14"."to_agency" AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t2"."user",
      "t2"."agency",
      "t2"."to_agency",
      "t10"."times",
      "t2"."event_id",
      "t2"."at"
    FROM "kept_pairs" AS "t2"
    ANTI JOIN (
      SELECT
        "t5"."then_id" AS "lawful",
        "t5"."event_id" AS "lawful_export"
      FROM (
        SELECT
          "t2"."event_id",
          "t2"."at",
          "t2"."user",
          "t2"."agency",
          "t2"."owner",
          "t2"."about_id",
          "t2"."subject",
          "t2"."then_id",
          "t2"."then_at",
          "t2"."to_agency",
          "t2"."then_subject",
          "t4"."granted_by",
          "t4"."granted_to",
          "t4"."begun",
          "t4"."ended"
        FROM "kept_pairs" AS "t2"
        INNER JOIN (
          SELECT
            "t1"."owner" AS "granted_by",
            "t1"."agency" AS "granted_to",
            "t1"."since" AS "begun",
            "t1"."until" AS "ended"
          FROM "grants" AS "t1"
        ) AS "t4"
          ON "t2"."owner" = "t4"."granted_by" AND "t2"."to_agency" = "t4"."granted_to"
      ) AS "t5"
      WHERE
        (
          (
            "t5"."begun" IS NULL
          ) OR (
            "t5"."then_at" >= "t5"."begun"
          )
        )
        AND (
          (
            "t5"."ended" IS NULL
          ) OR (
            "t5"."then_at" < "t5"."ended"
          )
        )
    ) AS "t7"
      ON "t2"."then_id" = "t7"."lawful" AND "t2"."event_id" = "t7"."lawful_export"
    INNER JOIN (
      SELECT
        "t8"."user" AS "by",
        "t8"."to_agency" AS "to",
        COUNT(DISTINCT "t8"."then_id") AS "times"
      FROM (
        SELECT
          "t2"."event_id",
          "t2"."at",
          "t2"."user",
          "t2"."agency",
          "t2"."owner",
          "t2"."about_id",
          "t2"."subject",
          "t2"."then_id",
          "t2"."then_at",
          "t2"."to_agency",
          "t2"."then_subject"
        FROM "kept_pairs" AS "t2"
        ANTI JOIN (
          SELECT
            "t5"."then_id" AS "lawful",
            "t5"."event_id" AS "lawful_export"
          FROM (
            SELECT
              "t2"."event_id",
              "t2"."at",
              "t2"."user",
              "t2"."agency",
              "t2"."owner",
              "t2"."about_id",
              "t2"."subject",
              "t2"."then_id",
              "t2"."then_at",
              "t2"."to_agency",
              "t2"."then_subject",
              "t4"."granted_by",
              "t4"."granted_to",
              "t4"."begun",
              "t4"."ended"
            FROM "kept_pairs" AS "t2"
            INNER JOIN (
              SELECT
                "t1"."owner" AS "granted_by",
                "t1"."agency" AS "granted_to",
                "t1"."since" AS "begun",
                "t1"."until" AS "ended"
              FROM "grants" AS "t1"
            ) AS "t4"
              ON "t2"."owner" = "t4"."granted_by" AND "t2"."to_agency" = "t4"."granted_to"
          ) AS "t5"
          WHERE
            (
              (
                "t5"."begun" IS NULL
              ) OR (
                "t5"."then_at" >= "t5"."begun"
              )
            )
            AND (
              (
                "t5"."ended" IS NULL
              ) OR (
                "t5"."then_at" < "t5"."ended"
              )
            )
        ) AS "t7"
          ON "t2"."then_id" = "t7"."lawful" AND "t2"."event_id" = "t7"."lawful_export"
      ) AS "t8"
      GROUP BY
        1,
        2
    ) AS "t10"
      ON "t2"."user" = "t10"."by" AND "t2"."to_agency" = "t10"."to"
  ) AS "t11"
  UNION
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t2"."user",
        "t2"."agency",
        "t2"."to_agency",
        "t10"."times",
        "t2"."then_id" AS "event_id",
        "t2"."then_at" AS "at"
      FROM "kept_pairs" AS "t2"
      ANTI JOIN (
        SELECT
          "t5"."then_id" AS "lawful",
          "t5"."event_id" AS "lawful_export"
        FROM (
          SELECT
            "t2"."event_id",
            "t2"."at",
            "t2"."user",
            "t2"."agency",
            "t2"."owner",
            "t2"."about_id",
            "t2"."subject",
            "t2"."then_id",
            "t2"."then_at",
            "t2"."to_agency",
            "t2"."then_subject",
            "t4"."granted_by",
            "t4"."granted_to",
            "t4"."begun",
            "t4"."ended"
          FROM "kept_pairs" AS "t2"
          INNER JOIN (
            SELECT
              "t1"."owner" AS "granted_by",
              "t1"."agency" AS "granted_to",
              "t1"."since" AS "begun",
              "t1"."until" AS "ended"
            FROM "grants" AS "t1"
          ) AS "t4"
            ON "t2"."owner" = "t4"."granted_by" AND "t2"."to_agency" = "t4"."granted_to"
        ) AS "t5"
        WHERE
          (
            (
              "t5"."begun" IS NULL
            ) OR (
              "t5"."then_at" >= "t5"."begun"
            )
          )
          AND (
            (
              "t5"."ended" IS NULL
            ) OR (
              "t5"."then_at" < "t5"."ended"
            )
          )
      ) AS "t7"
        ON "t2"."then_id" = "t7"."lawful" AND "t2"."event_id" = "t7"."lawful_export"
      INNER JOIN (
        SELECT
          "t8"."user" AS "by",
          "t8"."to_agency" AS "to",
          COUNT(DISTINCT "t8"."then_id") AS "times"
        FROM (
          SELECT
            "t2"."event_id",
            "t2"."at",
            "t2"."user",
            "t2"."agency",
            "t2"."owner",
            "t2"."about_id",
            "t2"."subject",
            "t2"."then_id",
            "t2"."then_at",
            "t2"."to_agency",
            "t2"."then_subject"
          FROM "kept_pairs" AS "t2"
          ANTI JOIN (
            SELECT
              "t5"."then_id" AS "lawful",
              "t5"."event_id" AS "lawful_export"
            FROM (
              SELECT
                "t2"."event_id",
                "t2"."at",
                "t2"."user",
                "t2"."agency",
                "t2"."owner",
                "t2"."about_id",
                "t2"."subject",
                "t2"."then_id",
                "t2"."then_at",
                "t2"."to_agency",
                "t2"."then_subject",
                "t4"."granted_by",
                "t4"."granted_to",
                "t4"."begun",
                "t4"."ended"
              FROM "kept_pairs" AS "t2"
              INNER JOIN (
                SELECT
                  "t1"."owner" AS "granted_by",
                  "t1"."agency" AS "granted_to",
                  "t1"."since" AS "begun",
                  "t1"."until" AS "ended"
                FROM "grants" AS "t1"
              ) AS "t4"
                ON "t2"."owner" = "t4"."granted_by" AND "t2"."to_agency" = "t4"."granted_to"
            ) AS "t5"
            WHERE
              (
                (
                  "t5"."begun" IS NULL
                ) OR (
                  "t5"."then_at" >= "t5"."begun"
                )
              )
              AND (
                (
                  "t5"."ended" IS NULL
                ) OR (
                  "t5"."then_at" < "t5"."ended"
                )
              )
          ) AS "t7"
            ON "t2"."then_id" = "t7"."lawful" AND "t2"."event_id" = "t7"."lawful_export"
        ) AS "t8"
        GROUP BY
          1,
          2
      ) AS "t10"
        ON "t2"."user" = "t10"."by" AND "t2"."to_agency" = "t10"."to"
    ) AS "t12"
  ) AS "t13"
) AS "t14"
