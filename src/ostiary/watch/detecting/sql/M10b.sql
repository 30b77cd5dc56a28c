CREATE TEMP TABLE kept_crowded AS
SELECT
  "t3"."event_id",
  "t3"."at",
  "t3"."user",
  "t3"."agency",
  "t3"."case_no",
  "t3"."subject",
  "t3"."account"
FROM (
  SELECT
    "t0"."event_id",
    "t0"."at",
    "t0"."user",
    COALESCE("t0"."agency", '') AS "agency",
    "t0"."case_no",
    "t0"."subject",
    COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account"
  FROM "subjects" AS "t0"
  WHERE
    "t0"."asked" AND "t0"."user" IS NOT NULL
) AS "t3"
SEMI JOIN (
  SELECT
    "t4"."of" AS "many"
  FROM (
    SELECT
      "t2"."of",
      COUNT(*) AS "users"
    FROM (
      SELECT DISTINCT
        COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
        "t0"."subject" AS "of"
      FROM "subjects" AS "t0"
      WHERE
        "t0"."asked" AND "t0"."user" IS NOT NULL
    ) AS "t2"
    GROUP BY
      1
  ) AS "t4"
  WHERE
    "t4"."users" >= 5
) AS "t6"
  ON "t3"."subject" = "t6"."many";

CREATE TEMP TABLE kept_unassigned AS
SELECT
  "t2"."event_id",
  "t2"."at",
  "t2"."user",
  "t2"."agency",
  "t2"."case_no",
  "t2"."subject",
  "t2"."account"
FROM "kept_crowded" AS "t2"
ANTI JOIN (
  SELECT
    "t8"."event_id" AS "explained"
  FROM (
    SELECT
      "t2"."event_id",
      "t2"."at",
      "t2"."user",
      "t2"."agency",
      "t2"."case_no",
      "t2"."subject",
      "t2"."account",
      "t7"."on_case",
      "t7"."to_user",
      "t7"."from_then",
      "t7"."to_then"
    FROM "kept_crowded" AS "t2"
    INNER JOIN (
      SELECT
        "t3"."case_no" AS "on_case",
        "t3"."user" AS "to_user",
        "t3"."since" AS "from_then",
        "t3"."until" AS "to_then"
      FROM "assignments" AS "t3"
      SEMI JOIN (
        SELECT DISTINCT
          "t0"."case_no" AS "wanted"
        FROM "kept_crowded" AS "t0"
      ) AS "t5"
        ON "t3"."case_no" = "t5"."wanted"
    ) AS "t7"
      ON "t2"."case_no" = "t7"."on_case" AND "t2"."user" = "t7"."to_user"
  ) AS "t8"
  WHERE
    (
      (
        "t8"."from_then" IS NULL
      ) OR (
        "t8"."at" >= "t8"."from_then"
      )
    )
    AND (
      (
        "t8"."to_then" IS NULL
      ) OR (
        "t8"."at" < "t8"."to_then"
      )
    )
) AS "t10"
  ON "t2"."event_id" = "t10"."explained"
SEMI JOIN (
  SELECT
    "t13"."of" AS "many"
  FROM (
    SELECT
      "t12"."of",
      COUNT(*) AS "users"
    FROM (
      SELECT DISTINCT
        *
      FROM (
        SELECT
          "t2"."account",
          "t2"."subject" AS "of"
        FROM "kept_crowded" AS "t2"
        ANTI JOIN (
          SELECT
            "t8"."event_id" AS "explained"
          FROM (
            SELECT
              "t2"."event_id",
              "t2"."at",
              "t2"."user",
              "t2"."agency",
              "t2"."case_no",
              "t2"."subject",
              "t2"."account",
              "t7"."on_case",
              "t7"."to_user",
              "t7"."from_then",
              "t7"."to_then"
            FROM "kept_crowded" AS "t2"
            INNER JOIN (
              SELECT
                "t3"."case_no" AS "on_case",
                "t3"."user" AS "to_user",
                "t3"."since" AS "from_then",
                "t3"."until" AS "to_then"
              FROM "assignments" AS "t3"
              SEMI JOIN (
                SELECT DISTINCT
                  "t0"."case_no" AS "wanted"
                FROM "kept_crowded" AS "t0"
              ) AS "t5"
                ON "t3"."case_no" = "t5"."wanted"
            ) AS "t7"
              ON "t2"."case_no" = "t7"."on_case" AND "t2"."user" = "t7"."to_user"
          ) AS "t8"
          WHERE
            (
              (
                "t8"."from_then" IS NULL
              ) OR (
                "t8"."at" >= "t8"."from_then"
              )
            )
            AND (
              (
                "t8"."to_then" IS NULL
              ) OR (
                "t8"."at" < "t8"."to_then"
              )
            )
        ) AS "t10"
          ON "t2"."event_id" = "t10"."explained"
      ) AS "t11"
    ) AS "t12"
    GROUP BY
      1
  ) AS "t13"
  WHERE
    "t13"."users" >= 5
) AS "t15"
  ON "t2"."subject" = "t15"."many";

CREATE TEMP TABLE kept_peaks AS
WITH "t1" AS (
  SELECT
    "t0"."event_id",
    "t0"."at",
    "t0"."user",
    "t0"."agency",
    "t0"."case_no",
    "t0"."subject",
    "t0"."account",
    LEAD("t0"."at") OVER (
      PARTITION BY "t0"."subject", "t0"."account"
      ORDER BY "t0"."at" ASC, "t0"."event_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "next_at"
  FROM "kept_unassigned" AS "t0"
)
SELECT
  "t6"."subject" AS "peak_subject",
  "t6"."event_id" AS "peak_id",
  "t6"."present"
FROM (
  SELECT
    "t5"."subject",
    "t5"."event_id",
    "t5"."when",
    "t5"."step",
    SUM("t5"."step") OVER (
      PARTITION BY "t5"."subject"
      ORDER BY "t5"."when" ASC, "t5"."step" ASC, "t5"."event_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "present"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t2"."subject",
        "t2"."event_id",
        "t2"."at" AS "when",
        1 AS "step"
      FROM "t1" AS "t2"
    ) AS "t3"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t2"."subject",
        "t2"."event_id",
        LEAST("t2"."at" + 172800000, COALESCE("t2"."next_at", 4611686018427387904)) AS "when",
        -1 AS "step"
      FROM "t1" AS "t2"
    ) AS "t4"
  ) AS "t5"
) AS "t6"
WHERE
  "t6"."step" = 1 AND "t6"."present" >= 5;

SELECT
  "t11"."subject" AS "entity",
  NULLIF('', '') AS "agency",
  '' AS "period",
  "t11"."event_id",
  "t11"."at",
  CAST("t11"."most" AS DOUBLE) AS "measure",
  CAST("t11"."most" AS TEXT) AS "detail"
FROM (
  SELECT
    "t10"."event_id",
    "t10"."at",
    "t10"."user",
    "t10"."agency",
    "t10"."case_no",
    "t10"."subject",
    "t10"."account",
    "t10"."peak_subject",
    "t10"."peak_id",
    "t10"."present",
    "t10"."peak_at",
    "t10"."next_peak",
    "t5"."crowd",
    "t5"."most"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t7"."event_id",
        "t7"."at",
        "t7"."user",
        "t7"."agency",
        "t7"."case_no",
        "t7"."subject",
        "t7"."account",
        "t7"."peak_subject",
        "t7"."peak_id",
        "t7"."present",
        "t7"."peak_at",
        MIN("t7"."peak_at") OVER (
          PARTITION BY "t7"."subject"
          ORDER BY "t7"."at" ASC, "t7"."event_id" ASC
          ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS "next_peak"
      FROM (
        SELECT
          "t6"."event_id",
          "t6"."at",
          "t6"."user",
          "t6"."agency",
          "t6"."case_no",
          "t6"."subject",
          "t6"."account",
          "t6"."peak_subject",
          "t6"."peak_id",
          "t6"."present",
          CASE WHEN "t6"."peak_id" IS NOT NULL THEN "t6"."at" ELSE NULL END AS "peak_at"
        FROM (
          SELECT
            "t3"."event_id",
            "t3"."at",
            "t3"."user",
            "t3"."agency",
            "t3"."case_no",
            "t3"."subject",
            "t3"."account",
            "t2"."peak_subject",
            "t2"."peak_id",
            "t2"."present"
          FROM "kept_unassigned" AS "t3"
          LEFT OUTER JOIN "kept_peaks" AS "t2"
            ON "t3"."subject" = "t2"."peak_subject" AND "t3"."event_id" = "t2"."peak_id"
        ) AS "t6"
      ) AS "t7"
    ) AS "t8"
    WHERE
      "t8"."next_peak" < (
        "t8"."at" + 172800000
      )
  ) AS "t10"
  INNER JOIN (
    SELECT
      "t0"."peak_subject" AS "crowd",
      MAX("t0"."present") AS "most"
    FROM "kept_peaks" AS "t0"
    GROUP BY
      1
  ) AS "t5"
    ON "t10"."subject" = "t5"."crowd"
) AS "t11"
