CREATE TEMP TABLE kept_crowded AS
SELECT
  "t9"."event_id",
  "t9"."at",
  "t9"."user",
  "t9"."agency",
  "t9"."case_no",
  "t9"."subject",
  "t9"."account"
FROM (
  SELECT
    "t7".*
    EXCLUDE ("number_of_all")
  FROM (
    SELECT
      "t4"."event_id",
      "t4"."at",
      "t4"."user",
      "t4"."agency",
      "t4"."case_no",
      "t4"."subject",
      "t4"."account",
      "t4"."number_of_all"
    FROM (
      SELECT
        "t0"."event_id",
        "t0"."at",
        "t0"."user",
        COALESCE("t0"."agency", '') AS "agency",
        "t0"."case_no",
        "t0"."subject",
        COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
        CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number_of_all"
      FROM "subjects" AS "t0"
      WHERE
        "t0"."asked" AND "t0"."user" IS NOT NULL
    ) AS "t4"
    SEMI JOIN (
      SELECT
        "t3"."many"
      FROM (
        SELECT
          "t1"."many",
          SUM("t1"."weight") AS "times"
        FROM (
          SELECT
            CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "many",
            1 AS "weight"
          FROM "subjects" AS "t0"
          WHERE
            "t0"."asked" AND "t0"."user" IS NOT NULL
        ) AS "t1"
        GROUP BY
          1
      ) AS "t3"
      WHERE
        "t3"."times" >= 5
    ) AS "t6"
      ON "t4"."number_of_all" = "t6"."many"
  ) AS "t7"
) AS "t9"
SEMI JOIN (
  SELECT
    "t11"."of" AS "many"
  FROM (
    SELECT
      "t10"."of",
      COUNT(*) AS "users"
    FROM (
      SELECT DISTINCT
        "t8"."account",
        "t8"."subject" AS "of"
      FROM (
        SELECT
          "t7".*
          EXCLUDE ("number_of_all")
        FROM (
          SELECT
            "t4"."event_id",
            "t4"."at",
            "t4"."user",
            "t4"."agency",
            "t4"."case_no",
            "t4"."subject",
            "t4"."account",
            "t4"."number_of_all"
          FROM (
            SELECT
              "t0"."event_id",
              "t0"."at",
              "t0"."user",
              COALESCE("t0"."agency", '') AS "agency",
              "t0"."case_no",
              "t0"."subject",
              COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
              CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number_of_all"
            FROM "subjects" AS "t0"
            WHERE
              "t0"."asked" AND "t0"."user" IS NOT NULL
          ) AS "t4"
          SEMI JOIN (
            SELECT
              "t3"."many"
            FROM (
              SELECT
                "t1"."many",
                SUM("t1"."weight") AS "times"
              FROM (
                SELECT
                  CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "many",
                  1 AS "weight"
                FROM "subjects" AS "t0"
                WHERE
                  "t0"."asked" AND "t0"."user" IS NOT NULL
              ) AS "t1"
              GROUP BY
                1
            ) AS "t3"
            WHERE
              "t3"."times" >= 5
          ) AS "t6"
            ON "t4"."number_of_all" = "t6"."many"
        ) AS "t7"
      ) AS "t8"
    ) AS "t10"
    GROUP BY
      1
  ) AS "t11"
  WHERE
    "t11"."users" >= 5
) AS "t13"
  ON "t9"."subject" = "t13"."many";

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
    "t9"."event_id" AS "explained"
  FROM (
    SELECT
      "t2"."event_id",
      "t2"."at",
      "t2"."user",
      "t2"."agency",
      "t2"."case_no",
      "t2"."subject",
      "t2"."account",
      "t8"."on_case",
      "t8"."from_then",
      "t8"."to_then",
      "t8"."to_user"
    FROM "kept_crowded" AS "t2"
    INNER JOIN (
      SELECT
        "t6"."on_case",
        "t6"."from_then",
        "t6"."to_then",
        "t6"."user" AS "to_user"
      FROM (
        SELECT
          "t1"."user",
          UPPER(REGEXP_REPLACE("t1"."case_no", '^\s+|\s+$', '', 'g')) AS "on_case",
          "t1"."since" AS "from_then",
          "t1"."until" AS "to_then"
        FROM "assignments" AS "t1"
      ) AS "t6"
      SEMI JOIN (
        SELECT DISTINCT
          UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "wanted"
        FROM "kept_crowded" AS "t0"
      ) AS "t5"
        ON "t6"."on_case" = "t5"."wanted"
    ) AS "t8"
      ON UPPER(REGEXP_REPLACE("t2"."case_no", '^\s+|\s+$', '', 'g')) = "t8"."on_case"
      AND "t2"."user" = "t8"."to_user"
  ) AS "t9"
  WHERE
    (
      (
        "t9"."from_then" IS NULL
      ) OR (
        "t9"."at" >= "t9"."from_then"
      )
    )
    AND (
      (
        "t9"."to_then" IS NULL
      ) OR (
        "t9"."at" < "t9"."to_then"
      )
    )
) AS "t11"
  ON "t2"."event_id" = "t11"."explained"
SEMI JOIN (
  SELECT
    "t14"."of" AS "many"
  FROM (
    SELECT
      "t13"."of",
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
            "t9"."event_id" AS "explained"
          FROM (
            SELECT
              "t2"."event_id",
              "t2"."at",
              "t2"."user",
              "t2"."agency",
              "t2"."case_no",
              "t2"."subject",
              "t2"."account",
              "t8"."on_case",
              "t8"."from_then",
              "t8"."to_then",
              "t8"."to_user"
            FROM "kept_crowded" AS "t2"
            INNER JOIN (
              SELECT
                "t6"."on_case",
                "t6"."from_then",
                "t6"."to_then",
                "t6"."user" AS "to_user"
              FROM (
                SELECT
                  "t1"."user",
                  UPPER(REGEXP_REPLACE("t1"."case_no", '^\s+|\s+$', '', 'g')) AS "on_case",
                  "t1"."since" AS "from_then",
                  "t1"."until" AS "to_then"
                FROM "assignments" AS "t1"
              ) AS "t6"
              SEMI JOIN (
                SELECT DISTINCT
                  UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "wanted"
                FROM "kept_crowded" AS "t0"
              ) AS "t5"
                ON "t6"."on_case" = "t5"."wanted"
            ) AS "t8"
              ON UPPER(REGEXP_REPLACE("t2"."case_no", '^\s+|\s+$', '', 'g')) = "t8"."on_case"
              AND "t2"."user" = "t8"."to_user"
          ) AS "t9"
          WHERE
            (
              (
                "t9"."from_then" IS NULL
              ) OR (
                "t9"."at" >= "t9"."from_then"
              )
            )
            AND (
              (
                "t9"."to_then" IS NULL
              ) OR (
                "t9"."at" < "t9"."to_then"
              )
            )
        ) AS "t11"
          ON "t2"."event_id" = "t11"."explained"
      ) AS "t12"
    ) AS "t13"
    GROUP BY
      1
  ) AS "t14"
  WHERE
    "t14"."users" >= 5
) AS "t16"
  ON "t2"."subject" = "t16"."many";

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
  "t17"."subject" AS "entity",
  NULLIF("t17"."agency", '') AS "agency",
  '' AS "period",
  "t17"."event_id",
  "t17"."at",
  CAST("t17"."most" AS DOUBLE) AS "measure",
  CAST("t17"."most" AS TEXT) || ' users' || "t10"."unassigned" AS "detail"
FROM (
  SELECT
    "t15"."event_id",
    "t15"."at",
    "t15"."user",
    '' AS "agency",
    "t15"."case_no",
    "t15"."subject",
    "t15"."account",
    "t15"."peak_subject",
    "t15"."peak_id",
    "t15"."present",
    "t15"."peak_at",
    "t15"."next_peak",
    "t15"."crowd",
    "t15"."most"
  FROM (
    SELECT
      "t14"."event_id",
      "t14"."at",
      "t14"."user",
      "t14"."agency",
      "t14"."case_no",
      "t14"."subject",
      "t14"."account",
      "t14"."peak_subject",
      "t14"."peak_id",
      "t14"."present",
      "t14"."peak_at",
      "t14"."next_peak",
      "t7"."crowd",
      "t7"."most"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t11"."event_id",
          "t11"."at",
          "t11"."user",
          "t11"."agency",
          "t11"."case_no",
          "t11"."subject",
          "t11"."account",
          "t11"."peak_subject",
          "t11"."peak_id",
          "t11"."present",
          "t11"."peak_at",
          MIN("t11"."peak_at") OVER (
            PARTITION BY "t11"."subject"
            ORDER BY "t11"."at" ASC, "t11"."event_id" ASC
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
          ) AS "next_peak"
        FROM (
          SELECT
            "t8"."event_id",
            "t8"."at",
            "t8"."user",
            "t8"."agency",
            "t8"."case_no",
            "t8"."subject",
            "t8"."account",
            "t8"."peak_subject",
            "t8"."peak_id",
            "t8"."present",
            CASE WHEN "t8"."peak_id" IS NOT NULL THEN "t8"."at" ELSE NULL END AS "peak_at"
          FROM (
            SELECT
              "t4"."event_id",
              "t4"."at",
              "t4"."user",
              "t4"."agency",
              "t4"."case_no",
              "t4"."subject",
              "t4"."account",
              "t3"."peak_subject",
              "t3"."peak_id",
              "t3"."present"
            FROM "kept_unassigned" AS "t4"
            LEFT OUTER JOIN "kept_peaks" AS "t3"
              ON "t4"."subject" = "t3"."peak_subject" AND "t4"."event_id" = "t3"."peak_id"
          ) AS "t8"
        ) AS "t11"
      ) AS "t12"
      WHERE
        "t12"."next_peak" < (
          "t12"."at" + 172800000
        )
    ) AS "t14"
    INNER JOIN (
      SELECT
        "t1"."peak_subject" AS "crowd",
        MAX("t1"."present") AS "most"
      FROM "kept_peaks" AS "t1"
      GROUP BY
        1
    ) AS "t7"
      ON "t14"."subject" = "t7"."crowd"
  ) AS "t15"
) AS "t17"
CROSS JOIN (
  SELECT
    CASE
      WHEN "t5"."assignments" > 0
      THEN ', without a case that is theirs'
      ELSE ', whether with or without a case nobody knows, for no assignments were imported'
    END AS "unassigned"
  FROM (
    SELECT
      COUNT(*) AS "assignments"
    FROM "assignments" AS "t0"
  ) AS "t5"
) AS "t10"
