CREATE TEMP TABLE kept_frequent AS
SELECT
  "t11".*
  EXCLUDE ("times")
FROM (
  SELECT
    *
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
      "t9"."asked",
      "t9"."pair",
      COUNT("t9"."event_id") OVER (PARTITION BY "t9"."pair" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "times"
    FROM (
      SELECT
        "t8"."event_id",
        "t8"."source",
        "t8"."at",
        "t8"."day",
        "t8"."local_day",
        "t8"."local_minute",
        "t8"."user",
        "t8"."agency",
        "t8"."case_no",
        "t8"."decision",
        "t8"."exported",
        "t8"."subject",
        "t8"."asked",
        "t8"."agency" || ' ' || "t8"."user" || ' ' || "t8"."subject" AS "pair"
      FROM (
        SELECT
          "t7".*
          EXCLUDE ("number_of_all")
        FROM (
          SELECT
            "t3"."event_id",
            "t3"."source",
            "t3"."at",
            "t3"."day",
            "t3"."local_day",
            "t3"."local_minute",
            "t3"."user",
            "t3"."agency",
            "t3"."case_no",
            "t3"."decision",
            "t3"."exported",
            "t3"."subject",
            "t3"."asked",
            "t3"."number_of_all"
          FROM (
            SELECT
              "t0"."event_id",
              "t0"."source",
              "t0"."at",
              "t0"."day",
              "t0"."local_day",
              "t0"."local_minute",
              "t0"."user",
              COALESCE("t0"."agency", '') AS "agency",
              "t0"."case_no",
              "t0"."decision",
              "t0"."exported",
              "t0"."subject",
              "t0"."asked",
              XOR(
                XOR(
                  CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
                  CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
                ),
                CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT)
              ) AS "number_of_all"
            FROM "subjects" AS "t0"
            WHERE
              "t0"."asked" AND "t0"."user" IS NOT NULL
          ) AS "t3"
          SEMI JOIN (
            SELECT
              "t4"."many"
            FROM (
              SELECT
                "t2"."many",
                SUM("t2"."weight") AS "times"
              FROM (
                SELECT
                  XOR(
                    XOR(
                      CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
                      CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
                    ),
                    CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT)
                  ) AS "many",
                  1 AS "weight"
                FROM "subjects" AS "t0"
                WHERE
                  "t0"."asked" AND "t0"."user" IS NOT NULL
              ) AS "t2"
              GROUP BY
                1
            ) AS "t4"
            WHERE
              "t4"."times" >= 8
          ) AS "t6"
            ON "t3"."number_of_all" = "t6"."many"
        ) AS "t7"
      ) AS "t8"
    ) AS "t9"
  ) AS "t10"
  WHERE
    "t10"."times" >= 8
) AS "t11";

CREATE TEMP TABLE kept_searches AS
SELECT
  "t15".*
  EXCLUDE ("typed")
FROM (
  SELECT
    "t14".*
    EXCLUDE ("reason")
  FROM (
    SELECT
      "t13".*
      EXCLUDE ("words_case")
    FROM (
      SELECT
        "t12".*
        EXCLUDE ("typed_in")
      FROM (
        SELECT
          "t11"."event_id",
          "t11"."source",
          "t11"."at",
          "t11"."day",
          "t11"."local_day",
          "t11"."local_minute",
          "t11"."user",
          "t11"."agency",
          COALESCE(
            "t11"."case_no",
            CASE
              WHEN "t11"."case_no" IS NULL
              THEN "t11"."words_case"
              ELSE CAST(NULL AS TEXT)
            END
          ) AS "case_no",
          "t11"."decision",
          "t11"."exported",
          "t11"."subject",
          "t11"."asked",
          "t11"."pair",
          "t11"."reason",
          "t11"."typed_in",
          "t11"."words_case",
          CASE
            WHEN "t11"."case_no" IS NULL
            THEN "t11"."words_case"
            ELSE CAST(NULL AS TEXT)
          END AS "typed"
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
            "t10"."asked",
            "t10"."pair",
            "t10"."reason",
            "t6"."typed_in",
            "t6"."words_case"
          FROM (
            SELECT
              "t8".*
              EXCLUDE ("said_in")
            FROM (
              SELECT
                "t3"."event_id",
                "t3"."source",
                "t3"."at",
                "t3"."day",
                "t3"."local_day",
                "t3"."local_minute",
                "t3"."user",
                "t3"."agency",
                "t3"."case_no",
                "t3"."decision",
                "t3"."exported",
                "t3"."subject",
                "t3"."asked",
                "t3"."pair",
                "t7"."reason",
                "t7"."said_in"
              FROM "kept_frequent" AS "t3"
              LEFT OUTER JOIN (
                SELECT
                  "t2"."reason",
                  "t2"."event_id" AS "said_in"
                FROM "events" AS "t2"
                WHERE
                  "t2"."reason" IS NOT NULL
              ) AS "t7"
                ON "t3"."event_id" = "t7"."said_in"
            ) AS "t8"
          ) AS "t10"
          LEFT OUTER JOIN (
            SELECT
              "t0"."reason" AS "typed_in",
              "t0"."case_like" AS "words_case"
            FROM "reasons" AS "t0"
            WHERE
              "t0"."case_like" IS NOT NULL
          ) AS "t6"
            ON "t10"."reason" = "t6"."typed_in"
        ) AS "t11"
      ) AS "t12"
    ) AS "t13"
  ) AS "t14"
) AS "t15";

CREATE TEMP TABLE kept_without_case AS
SELECT
  "t3"."event_id",
  "t3"."source",
  "t3"."at",
  "t3"."day",
  "t3"."local_day",
  "t3"."local_minute",
  "t3"."user",
  "t3"."agency",
  "t3"."case_no",
  "t3"."decision",
  "t3"."exported",
  "t3"."subject",
  "t3"."asked",
  "t3"."pair"
FROM "kept_searches" AS "t3"
ANTI JOIN (
  SELECT
    *
  FROM (
    SELECT
      "t14"."event_id" AS "of_case"
    FROM (
      SELECT
        "t3"."event_id",
        "t3"."source",
        "t3"."at",
        "t3"."day",
        "t3"."local_day",
        "t3"."local_minute",
        "t3"."user",
        "t3"."agency",
        "t3"."case_no",
        "t3"."decision",
        "t3"."exported",
        "t3"."subject",
        "t3"."asked",
        "t3"."pair",
        "t12"."on_case",
        "t12"."from_then",
        "t12"."to_then",
        "t12"."to_user"
      FROM "kept_searches" AS "t3"
      INNER JOIN (
        SELECT
          "t9"."on_case",
          "t9"."from_then",
          "t9"."to_then",
          "t9"."user" AS "to_user"
        FROM (
          SELECT
            "t1"."user",
            UPPER(REGEXP_REPLACE("t1"."case_no", '^\s+|\s+$', '', 'g')) AS "on_case",
            "t1"."since" AS "from_then",
            "t1"."until" AS "to_then"
          FROM "assignments" AS "t1"
        ) AS "t9"
        SEMI JOIN (
          SELECT DISTINCT
            UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "wanted"
          FROM "kept_searches" AS "t0"
        ) AS "t8"
          ON "t9"."on_case" = "t8"."wanted"
      ) AS "t12"
        ON UPPER(REGEXP_REPLACE("t3"."case_no", '^\s+|\s+$', '', 'g')) = "t12"."on_case"
        AND "t3"."user" = "t12"."to_user"
    ) AS "t14"
    WHERE
      (
        (
          "t14"."from_then" IS NULL
        ) OR (
          "t14"."at" >= "t14"."from_then"
        )
      )
      AND (
        (
          "t14"."to_then" IS NULL
        ) OR (
          "t14"."at" < "t14"."to_then"
        )
      )
  ) AS "t16"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t15"."event_id" AS "of_case"
    FROM (
      SELECT
        "t3"."event_id",
        "t3"."source",
        "t3"."at",
        "t3"."day",
        "t3"."local_day",
        "t3"."local_minute",
        "t3"."user",
        "t3"."agency",
        "t3"."case_no",
        "t3"."decision",
        "t3"."exported",
        "t3"."subject",
        "t3"."asked",
        "t3"."pair",
        "t13"."of",
        "t13"."on_case",
        "t13"."from_then",
        "t13"."to_then"
      FROM "kept_searches" AS "t3"
      INNER JOIN (
        SELECT
          "t5"."of",
          "t9"."on_case",
          "t9"."from_then",
          "t9"."to_then"
        FROM (
          SELECT
            "t1"."user",
            UPPER(REGEXP_REPLACE("t1"."case_no", '^\s+|\s+$', '', 'g')) AS "on_case",
            "t1"."since" AS "from_then",
            "t1"."until" AS "to_then"
          FROM "assignments" AS "t1"
        ) AS "t9"
        SEMI JOIN (
          SELECT DISTINCT
            UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "wanted"
          FROM "kept_searches" AS "t0"
        ) AS "t8"
          ON "t9"."on_case" = "t8"."wanted"
        INNER JOIN (
          SELECT DISTINCT
            "t2"."user" AS "member",
            "t2"."agency" AS "of"
          FROM "accounts" AS "t2"
        ) AS "t5"
          ON "t9"."user" = "t5"."member"
      ) AS "t13"
        ON UPPER(REGEXP_REPLACE("t3"."case_no", '^\s+|\s+$', '', 'g')) = "t13"."on_case"
        AND "t3"."agency" = "t13"."of"
    ) AS "t15"
    WHERE
      (
        (
          "t15"."from_then" IS NULL
        ) OR (
          "t15"."at" >= "t15"."from_then"
        )
      )
      AND (
        (
          "t15"."to_then" IS NULL
        ) OR (
          "t15"."at" < "t15"."to_then"
        )
      )
  ) AS "t17"
) AS "t19"
  ON "t3"."event_id" = "t19"."of_case";

CREATE TEMP TABLE kept_fixed AS
SELECT
  *
FROM (
  SELECT
    "t0"."pair" AS "fixed",
    MAX("t0"."subject") AS "subject",
    COUNT(DISTINCT "t0"."event_id") AS "searches",
    COUNT(DISTINCT CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT)) AS "days"
  FROM "kept_without_case" AS "t0"
  GROUP BY
    1
) AS "t1"
WHERE
  "t1"."searches" >= 8 AND "t1"."days" >= 5;

SELECT
  "t6"."user" AS "entity",
  NULLIF("t6"."agency", '') AS "agency",
  "t6"."subject" AS "period",
  "t6"."event_id",
  "t6"."at",
  "t36"."score" AS "measure",
  "t36"."detail"
FROM "kept_without_case" AS "t6"
INNER JOIN (
  SELECT
    "t34"."score",
    "t34"."fixed" AS "scored",
    "t34"."detail" || "t21"."unassigned" AS "detail"
  FROM (
    SELECT
      "t32"."fixed",
      "t32"."subject",
      "t32"."searches",
      "t32"."days",
      "t32"."of",
      "t32"."total",
      "t32"."worse",
      "t32"."off",
      "t32"."late",
      (
        "t32"."searches" / 8
      ) + (
        (
          "t32"."off" + "t32"."late"
        ) / "t32"."searches"
      ) + CASE WHEN (
        "t32"."searches" / "t32"."total"
      ) >= 0.8 THEN 1.0 ELSE 0.0 END AS "score",
      CAST("t32"."searches" AS TEXT) || ' searches on ' || CAST("t32"."days" AS TEXT) || ' days, of ' || CAST("t32"."total" AS TEXT) || ' by anybody' AS "detail"
    FROM (
      SELECT
        "t7"."fixed",
        "t7"."subject",
        "t7"."searches",
        "t7"."days",
        "t27"."of",
        "t27"."total",
        "t31"."worse",
        "t31"."off",
        "t31"."late"
      FROM "kept_fixed" AS "t7"
      INNER JOIN (
        SELECT
          "t22"."subject" AS "of",
          COUNT(DISTINCT "t22"."event_id") AS "total"
        FROM (
          SELECT
            "t15"."event_id",
            "t15"."source",
            "t15"."at",
            "t15"."day",
            "t15"."local_day",
            "t15"."local_minute",
            "t15"."user",
            "t15"."agency",
            "t15"."case_no",
            "t15"."decision",
            "t15"."exported",
            "t15"."subject",
            "t15"."asked"
          FROM (
            SELECT
              *
            FROM "subjects" AS "t3"
            WHERE
              "t3"."asked"
          ) AS "t15"
          SEMI JOIN (
            SELECT DISTINCT
              "t1"."subject" AS "one"
            FROM "kept_fixed" AS "t1"
          ) AS "t14"
            ON "t15"."subject" = "t14"."one"
        ) AS "t22"
        GROUP BY
          1
      ) AS "t27"
        ON "t7"."subject" = "t27"."of"
      INNER JOIN (
        SELECT
          "t29"."pair" AS "worse",
          SUM(
            CASE
              WHEN (
                "t29"."on_id" IS NULL
              ) AND (
                "t29"."rostered" IS NOT NULL
              )
              THEN 1
              ELSE 0
            END
          ) AS "off",
          SUM(
            CASE
              WHEN (
                "t29"."closed" IS NOT NULL
              ) AND (
                "t29"."at" > "t29"."closed"
              )
              THEN 1
              ELSE 0
            END
          ) AS "late"
        FROM (
          SELECT
            "t6"."event_id",
            "t6"."source",
            "t6"."at",
            "t6"."day",
            "t6"."local_day",
            "t6"."local_minute",
            "t6"."user",
            "t6"."agency",
            "t6"."case_no",
            "t6"."decision",
            "t6"."exported",
            "t6"."subject",
            "t6"."asked",
            "t6"."pair",
            "t28"."on_id",
            "t16"."rostered",
            "t24"."ended_case",
            "t24"."closed"
          FROM "kept_without_case" AS "t6"
          SEMI JOIN "kept_fixed" AS "t8"
            ON "t6"."pair" = "t8"."fixed"
          LEFT OUTER JOIN (
            SELECT DISTINCT
              "t23"."event_id" AS "on_id"
            FROM (
              SELECT
                "t6"."event_id",
                "t6"."source",
                "t6"."at",
                "t6"."day",
                "t6"."local_day",
                "t6"."local_minute",
                "t6"."user",
                "t6"."agency",
                "t6"."case_no",
                "t6"."decision",
                "t6"."exported",
                "t6"."subject",
                "t6"."asked",
                "t6"."pair",
                "t17"."worker",
                "t17"."begun",
                "t17"."ended"
              FROM "kept_without_case" AS "t6"
              SEMI JOIN "kept_fixed" AS "t8"
                ON "t6"."pair" = "t8"."fixed"
              INNER JOIN (
                SELECT
                  "t4"."user" AS "worker",
                  "t4"."since" AS "begun",
                  "t4"."until" AS "ended"
                FROM "shifts" AS "t4"
              ) AS "t17"
                ON "t6"."user" = "t17"."worker"
            ) AS "t23"
            WHERE
              "t23"."at" >= "t23"."begun" AND "t23"."at" < "t23"."ended"
          ) AS "t28"
            ON "t6"."event_id" = "t28"."on_id"
          LEFT OUTER JOIN (
            SELECT DISTINCT
              "t4"."user" AS "rostered"
            FROM "shifts" AS "t4"
          ) AS "t16"
            ON "t6"."user" = "t16"."rostered"
          LEFT OUTER JOIN (
            SELECT
              "t18"."case_no" AS "ended_case",
              MAX("t18"."closed") AS "closed"
            FROM (
              SELECT
                *
              FROM "cases" AS "t5"
              WHERE
                "t5"."closed" IS NOT NULL
            ) AS "t18"
            GROUP BY
              1
          ) AS "t24"
            ON "t6"."case_no" = "t24"."ended_case"
        ) AS "t29"
        GROUP BY
          1
      ) AS "t31"
        ON "t7"."fixed" = "t31"."worse"
    ) AS "t32"
  ) AS "t34"
  CROSS JOIN (
    SELECT
      CASE
        WHEN "t10"."assignments" > 0
        THEN ', without a case that is theirs'
        ELSE ', whether with or without a case nobody knows, for no assignments were imported'
      END AS "unassigned"
    FROM (
      SELECT
        COUNT(*) AS "assignments"
      FROM "assignments" AS "t2"
    ) AS "t10"
  ) AS "t21"
) AS "t36"
  ON "t6"."pair" = "t36"."scored"
