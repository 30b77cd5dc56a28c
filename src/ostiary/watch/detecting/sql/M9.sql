CREATE TEMP TABLE kept_frequent AS
SELECT
  "t10".*
  EXCLUDE ("times")
FROM (
  SELECT
    *
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
      "t8"."pair",
      COUNT("t8"."event_id") OVER (PARTITION BY "t8"."pair" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "times"
    FROM (
      SELECT
        "t7"."event_id",
        "t7"."source",
        "t7"."at",
        "t7"."day",
        "t7"."local_day",
        "t7"."local_minute",
        "t7"."user",
        "t7"."agency",
        "t7"."case_no",
        "t7"."decision",
        "t7"."exported",
        "t7"."subject",
        "t7"."asked",
        "t7"."agency" || ' ' || "t7"."user" || ' ' || "t7"."subject" AS "pair"
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
          "t3"."asked"
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
            "t0"."asked"
          FROM "subjects" AS "t0"
          WHERE
            "t0"."asked" AND "t0"."user" IS NOT NULL
        ) AS "t3"
        SEMI JOIN (
          SELECT
            "t4"."number" AS "many"
          FROM (
            SELECT
              "t1"."number",
              COUNT(*) AS "times"
            FROM (
              SELECT
                CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
              FROM "subjects" AS "t0"
              WHERE
                "t0"."asked" AND "t0"."user" IS NOT NULL
            ) AS "t1"
            GROUP BY
              1
          ) AS "t4"
          WHERE
            "t4"."times" >= 8
        ) AS "t6"
          ON "t6"."many" = "t6"."many"
      ) AS "t7"
    ) AS "t8"
  ) AS "t9"
  WHERE
    "t9"."times" >= 8
) AS "t10";

CREATE TEMP TABLE kept_without_case AS
SELECT
  "t23"."event_id",
  "t23"."source",
  "t23"."at",
  "t23"."day",
  "t23"."local_day",
  "t23"."local_minute",
  "t23"."user",
  "t23"."agency",
  "t23"."case_no",
  "t23"."decision",
  "t23"."exported",
  "t23"."subject",
  "t23"."asked",
  "t23"."pair"
FROM (
  SELECT
    "t21".*
    EXCLUDE ("typed")
  FROM (
    SELECT
      "t20".*
      EXCLUDE ("reason")
    FROM (
      SELECT
        "t19".*
        EXCLUDE ("words_case")
      FROM (
        SELECT
          "t18".*
          EXCLUDE ("typed_in")
        FROM (
          SELECT
            "t17"."event_id",
            "t17"."source",
            "t17"."at",
            "t17"."day",
            "t17"."local_day",
            "t17"."local_minute",
            "t17"."user",
            "t17"."agency",
            COALESCE(
              "t17"."case_no",
              CASE
                WHEN "t17"."case_no" IS NULL
                THEN "t17"."words_case"
                ELSE CAST(NULL AS TEXT)
              END
            ) AS "case_no",
            "t17"."decision",
            "t17"."exported",
            "t17"."subject",
            "t17"."asked",
            "t17"."pair",
            "t17"."reason",
            "t17"."typed_in",
            "t17"."words_case",
            CASE
              WHEN "t17"."case_no" IS NULL
              THEN "t17"."words_case"
              ELSE CAST(NULL AS TEXT)
            END AS "typed"
          FROM (
            SELECT
              "t16"."event_id",
              "t16"."source",
              "t16"."at",
              "t16"."day",
              "t16"."local_day",
              "t16"."local_minute",
              "t16"."user",
              "t16"."agency",
              "t16"."case_no",
              "t16"."decision",
              "t16"."exported",
              "t16"."subject",
              "t16"."asked",
              "t16"."pair",
              "t16"."reason",
              "t11"."typed_in",
              "t11"."words_case"
            FROM (
              SELECT
                "t14".*
                EXCLUDE ("said_in")
              FROM (
                SELECT
                  "t5"."event_id",
                  "t5"."source",
                  "t5"."at",
                  "t5"."day",
                  "t5"."local_day",
                  "t5"."local_minute",
                  "t5"."user",
                  "t5"."agency",
                  "t5"."case_no",
                  "t5"."decision",
                  "t5"."exported",
                  "t5"."subject",
                  "t5"."asked",
                  "t5"."pair",
                  "t12"."reason",
                  "t12"."said_in"
                FROM "kept_frequent" AS "t5"
                LEFT OUTER JOIN (
                  SELECT
                    "t4"."reason",
                    "t4"."event_id" AS "said_in"
                  FROM "events" AS "t4"
                  WHERE
                    "t4"."reason" IS NOT NULL
                ) AS "t12"
                  ON "t5"."event_id" = "t12"."said_in"
              ) AS "t14"
            ) AS "t16"
            LEFT OUTER JOIN (
              SELECT
                "t1"."reason" AS "typed_in",
                "t1"."case_like" AS "words_case"
              FROM "reasons" AS "t1"
              WHERE
                "t1"."case_like" IS NOT NULL
            ) AS "t11"
              ON "t16"."reason" = "t11"."typed_in"
          ) AS "t17"
        ) AS "t18"
      ) AS "t19"
    ) AS "t20"
  ) AS "t21"
) AS "t23"
ANTI JOIN (
  SELECT
    "t28"."event_id" AS "explained"
  FROM (
    SELECT
      "t23"."event_id",
      "t23"."source",
      "t23"."at",
      "t23"."day",
      "t23"."local_day",
      "t23"."local_minute",
      "t23"."user",
      "t23"."agency",
      "t23"."case_no",
      "t23"."decision",
      "t23"."exported",
      "t23"."subject",
      "t23"."asked",
      "t23"."pair",
      "t27"."on_case",
      "t27"."from_then",
      "t27"."to_then",
      "t27"."to_user"
    FROM (
      SELECT
        "t21".*
        EXCLUDE ("typed")
      FROM (
        SELECT
          "t20".*
          EXCLUDE ("reason")
        FROM (
          SELECT
            "t19".*
            EXCLUDE ("words_case")
          FROM (
            SELECT
              "t18".*
              EXCLUDE ("typed_in")
            FROM (
              SELECT
                "t17"."event_id",
                "t17"."source",
                "t17"."at",
                "t17"."day",
                "t17"."local_day",
                "t17"."local_minute",
                "t17"."user",
                "t17"."agency",
                COALESCE(
                  "t17"."case_no",
                  CASE
                    WHEN "t17"."case_no" IS NULL
                    THEN "t17"."words_case"
                    ELSE CAST(NULL AS TEXT)
                  END
                ) AS "case_no",
                "t17"."decision",
                "t17"."exported",
                "t17"."subject",
                "t17"."asked",
                "t17"."pair",
                "t17"."reason",
                "t17"."typed_in",
                "t17"."words_case",
                CASE
                  WHEN "t17"."case_no" IS NULL
                  THEN "t17"."words_case"
                  ELSE CAST(NULL AS TEXT)
                END AS "typed"
              FROM (
                SELECT
                  "t16"."event_id",
                  "t16"."source",
                  "t16"."at",
                  "t16"."day",
                  "t16"."local_day",
                  "t16"."local_minute",
                  "t16"."user",
                  "t16"."agency",
                  "t16"."case_no",
                  "t16"."decision",
                  "t16"."exported",
                  "t16"."subject",
                  "t16"."asked",
                  "t16"."pair",
                  "t16"."reason",
                  "t11"."typed_in",
                  "t11"."words_case"
                FROM (
                  SELECT
                    "t14".*
                    EXCLUDE ("said_in")
                  FROM (
                    SELECT
                      "t5"."event_id",
                      "t5"."source",
                      "t5"."at",
                      "t5"."day",
                      "t5"."local_day",
                      "t5"."local_minute",
                      "t5"."user",
                      "t5"."agency",
                      "t5"."case_no",
                      "t5"."decision",
                      "t5"."exported",
                      "t5"."subject",
                      "t5"."asked",
                      "t5"."pair",
                      "t12"."reason",
                      "t12"."said_in"
                    FROM "kept_frequent" AS "t5"
                    LEFT OUTER JOIN (
                      SELECT
                        "t4"."reason",
                        "t4"."event_id" AS "said_in"
                      FROM "events" AS "t4"
                      WHERE
                        "t4"."reason" IS NOT NULL
                    ) AS "t12"
                      ON "t5"."event_id" = "t12"."said_in"
                  ) AS "t14"
                ) AS "t16"
                LEFT OUTER JOIN (
                  SELECT
                    "t1"."reason" AS "typed_in",
                    "t1"."case_like" AS "words_case"
                  FROM "reasons" AS "t1"
                  WHERE
                    "t1"."case_like" IS NOT NULL
                ) AS "t11"
                  ON "t16"."reason" = "t11"."typed_in"
              ) AS "t17"
            ) AS "t18"
          ) AS "t19"
        ) AS "t20"
      ) AS "t21"
    ) AS "t23"
    INNER JOIN (
      SELECT
        "t13"."on_case",
        "t13"."from_then",
        "t13"."to_then",
        "t13"."user" AS "to_user"
      FROM (
        SELECT
          "t0"."user",
          UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "on_case",
          "t0"."since" AS "from_then",
          "t0"."until" AS "to_then"
        FROM "assignments" AS "t0"
      ) AS "t13"
      SEMI JOIN (
        SELECT DISTINCT
          UPPER(REGEXP_REPLACE("t22"."case_no", '^\s+|\s+$', '', 'g')) AS "wanted"
        FROM (
          SELECT
            "t21".*
            EXCLUDE ("typed")
          FROM (
            SELECT
              "t20".*
              EXCLUDE ("reason")
            FROM (
              SELECT
                "t19".*
                EXCLUDE ("words_case")
              FROM (
                SELECT
                  "t18".*
                  EXCLUDE ("typed_in")
                FROM (
                  SELECT
                    "t17"."event_id",
                    "t17"."source",
                    "t17"."at",
                    "t17"."day",
                    "t17"."local_day",
                    "t17"."local_minute",
                    "t17"."user",
                    "t17"."agency",
                    COALESCE(
                      "t17"."case_no",
                      CASE
                        WHEN "t17"."case_no" IS NULL
                        THEN "t17"."words_case"
                        ELSE CAST(NULL AS TEXT)
                      END
                    ) AS "case_no",
                    "t17"."decision",
                    "t17"."exported",
                    "t17"."subject",
                    "t17"."asked",
                    "t17"."pair",
                    "t17"."reason",
                    "t17"."typed_in",
                    "t17"."words_case",
                    CASE
                      WHEN "t17"."case_no" IS NULL
                      THEN "t17"."words_case"
                      ELSE CAST(NULL AS TEXT)
                    END AS "typed"
                  FROM (
                    SELECT
                      "t16"."event_id",
                      "t16"."source",
                      "t16"."at",
                      "t16"."day",
                      "t16"."local_day",
                      "t16"."local_minute",
                      "t16"."user",
                      "t16"."agency",
                      "t16"."case_no",
                      "t16"."decision",
                      "t16"."exported",
                      "t16"."subject",
                      "t16"."asked",
                      "t16"."pair",
                      "t16"."reason",
                      "t11"."typed_in",
                      "t11"."words_case"
                    FROM (
                      SELECT
                        "t14".*
                        EXCLUDE ("said_in")
                      FROM (
                        SELECT
                          "t5"."event_id",
                          "t5"."source",
                          "t5"."at",
                          "t5"."day",
                          "t5"."local_day",
                          "t5"."local_minute",
                          "t5"."user",
                          "t5"."agency",
                          "t5"."case_no",
                          "t5"."decision",
                          "t5"."exported",
                          "t5"."subject",
                          "t5"."asked",
                          "t5"."pair",
                          "t12"."reason",
                          "t12"."said_in"
                        FROM "kept_frequent" AS "t5"
                        LEFT OUTER JOIN (
                          SELECT
                            "t4"."reason",
                            "t4"."event_id" AS "said_in"
                          FROM "events" AS "t4"
                          WHERE
                            "t4"."reason" IS NOT NULL
                        ) AS "t12"
                          ON "t5"."event_id" = "t12"."said_in"
                      ) AS "t14"
                    ) AS "t16"
                    LEFT OUTER JOIN (
                      SELECT
                        "t1"."reason" AS "typed_in",
                        "t1"."case_like" AS "words_case"
                      FROM "reasons" AS "t1"
                      WHERE
                        "t1"."case_like" IS NOT NULL
                    ) AS "t11"
                      ON "t16"."reason" = "t11"."typed_in"
                  ) AS "t17"
                ) AS "t18"
              ) AS "t19"
            ) AS "t20"
          ) AS "t21"
        ) AS "t22"
      ) AS "t25"
        ON "t13"."on_case" = "t25"."wanted"
    ) AS "t27"
      ON UPPER(REGEXP_REPLACE("t23"."case_no", '^\s+|\s+$', '', 'g')) = "t27"."on_case"
      AND "t23"."user" = "t27"."to_user"
  ) AS "t28"
  WHERE
    (
      (
        "t28"."from_then" IS NULL
      ) OR (
        "t28"."at" >= "t28"."from_then"
      )
    )
    AND (
      (
        "t28"."to_then" IS NULL
      ) OR (
        "t28"."at" < "t28"."to_then"
      )
    )
) AS "t30"
  ON "t23"."event_id" = "t30"."explained"
ANTI JOIN (
  SELECT
    "t36"."event_id" AS "explained"
  FROM (
    SELECT
      "t23"."event_id",
      "t23"."source",
      "t23"."at",
      "t23"."day",
      "t23"."local_day",
      "t23"."local_minute",
      "t23"."user",
      "t23"."agency",
      "t23"."case_no",
      "t23"."decision",
      "t23"."exported",
      "t23"."subject",
      "t23"."asked",
      "t23"."pair",
      "t35"."of",
      "t35"."on_case",
      "t35"."from_then",
      "t35"."to_then"
    FROM (
      SELECT
        "t21".*
        EXCLUDE ("typed")
      FROM (
        SELECT
          "t20".*
          EXCLUDE ("reason")
        FROM (
          SELECT
            "t19".*
            EXCLUDE ("words_case")
          FROM (
            SELECT
              "t18".*
              EXCLUDE ("typed_in")
            FROM (
              SELECT
                "t17"."event_id",
                "t17"."source",
                "t17"."at",
                "t17"."day",
                "t17"."local_day",
                "t17"."local_minute",
                "t17"."user",
                "t17"."agency",
                COALESCE(
                  "t17"."case_no",
                  CASE
                    WHEN "t17"."case_no" IS NULL
                    THEN "t17"."words_case"
                    ELSE CAST(NULL AS TEXT)
                  END
                ) AS "case_no",
                "t17"."decision",
                "t17"."exported",
                "t17"."subject",
                "t17"."asked",
                "t17"."pair",
                "t17"."reason",
                "t17"."typed_in",
                "t17"."words_case",
                CASE
                  WHEN "t17"."case_no" IS NULL
                  THEN "t17"."words_case"
                  ELSE CAST(NULL AS TEXT)
                END AS "typed"
              FROM (
                SELECT
                  "t16"."event_id",
                  "t16"."source",
                  "t16"."at",
                  "t16"."day",
                  "t16"."local_day",
                  "t16"."local_minute",
                  "t16"."user",
                  "t16"."agency",
                  "t16"."case_no",
                  "t16"."decision",
                  "t16"."exported",
                  "t16"."subject",
                  "t16"."asked",
                  "t16"."pair",
                  "t16"."reason",
                  "t11"."typed_in",
                  "t11"."words_case"
                FROM (
                  SELECT
                    "t14".*
                    EXCLUDE ("said_in")
                  FROM (
                    SELECT
                      "t5"."event_id",
                      "t5"."source",
                      "t5"."at",
                      "t5"."day",
                      "t5"."local_day",
                      "t5"."local_minute",
                      "t5"."user",
                      "t5"."agency",
                      "t5"."case_no",
                      "t5"."decision",
                      "t5"."exported",
                      "t5"."subject",
                      "t5"."asked",
                      "t5"."pair",
                      "t12"."reason",
                      "t12"."said_in"
                    FROM "kept_frequent" AS "t5"
                    LEFT OUTER JOIN (
                      SELECT
                        "t4"."reason",
                        "t4"."event_id" AS "said_in"
                      FROM "events" AS "t4"
                      WHERE
                        "t4"."reason" IS NOT NULL
                    ) AS "t12"
                      ON "t5"."event_id" = "t12"."said_in"
                  ) AS "t14"
                ) AS "t16"
                LEFT OUTER JOIN (
                  SELECT
                    "t1"."reason" AS "typed_in",
                    "t1"."case_like" AS "words_case"
                  FROM "reasons" AS "t1"
                  WHERE
                    "t1"."case_like" IS NOT NULL
                ) AS "t11"
                  ON "t16"."reason" = "t11"."typed_in"
              ) AS "t17"
            ) AS "t18"
          ) AS "t19"
        ) AS "t20"
      ) AS "t21"
    ) AS "t23"
    ANTI JOIN (
      SELECT
        "t28"."event_id" AS "explained"
      FROM (
        SELECT
          "t23"."event_id",
          "t23"."source",
          "t23"."at",
          "t23"."day",
          "t23"."local_day",
          "t23"."local_minute",
          "t23"."user",
          "t23"."agency",
          "t23"."case_no",
          "t23"."decision",
          "t23"."exported",
          "t23"."subject",
          "t23"."asked",
          "t23"."pair",
          "t27"."on_case",
          "t27"."from_then",
          "t27"."to_then",
          "t27"."to_user"
        FROM (
          SELECT
            "t21".*
            EXCLUDE ("typed")
          FROM (
            SELECT
              "t20".*
              EXCLUDE ("reason")
            FROM (
              SELECT
                "t19".*
                EXCLUDE ("words_case")
              FROM (
                SELECT
                  "t18".*
                  EXCLUDE ("typed_in")
                FROM (
                  SELECT
                    "t17"."event_id",
                    "t17"."source",
                    "t17"."at",
                    "t17"."day",
                    "t17"."local_day",
                    "t17"."local_minute",
                    "t17"."user",
                    "t17"."agency",
                    COALESCE(
                      "t17"."case_no",
                      CASE
                        WHEN "t17"."case_no" IS NULL
                        THEN "t17"."words_case"
                        ELSE CAST(NULL AS TEXT)
                      END
                    ) AS "case_no",
                    "t17"."decision",
                    "t17"."exported",
                    "t17"."subject",
                    "t17"."asked",
                    "t17"."pair",
                    "t17"."reason",
                    "t17"."typed_in",
                    "t17"."words_case",
                    CASE
                      WHEN "t17"."case_no" IS NULL
                      THEN "t17"."words_case"
                      ELSE CAST(NULL AS TEXT)
                    END AS "typed"
                  FROM (
                    SELECT
                      "t16"."event_id",
                      "t16"."source",
                      "t16"."at",
                      "t16"."day",
                      "t16"."local_day",
                      "t16"."local_minute",
                      "t16"."user",
                      "t16"."agency",
                      "t16"."case_no",
                      "t16"."decision",
                      "t16"."exported",
                      "t16"."subject",
                      "t16"."asked",
                      "t16"."pair",
                      "t16"."reason",
                      "t11"."typed_in",
                      "t11"."words_case"
                    FROM (
                      SELECT
                        "t14".*
                        EXCLUDE ("said_in")
                      FROM (
                        SELECT
                          "t5"."event_id",
                          "t5"."source",
                          "t5"."at",
                          "t5"."day",
                          "t5"."local_day",
                          "t5"."local_minute",
                          "t5"."user",
                          "t5"."agency",
                          "t5"."case_no",
                          "t5"."decision",
                          "t5"."exported",
                          "t5"."subject",
                          "t5"."asked",
                          "t5"."pair",
                          "t12"."reason",
                          "t12"."said_in"
                        FROM "kept_frequent" AS "t5"
                        LEFT OUTER JOIN (
                          SELECT
                            "t4"."reason",
                            "t4"."event_id" AS "said_in"
                          FROM "events" AS "t4"
                          WHERE
                            "t4"."reason" IS NOT NULL
                        ) AS "t12"
                          ON "t5"."event_id" = "t12"."said_in"
                      ) AS "t14"
                    ) AS "t16"
                    LEFT OUTER JOIN (
                      SELECT
                        "t1"."reason" AS "typed_in",
                        "t1"."case_like" AS "words_case"
                      FROM "reasons" AS "t1"
                      WHERE
                        "t1"."case_like" IS NOT NULL
                    ) AS "t11"
                      ON "t16"."reason" = "t11"."typed_in"
                  ) AS "t17"
                ) AS "t18"
              ) AS "t19"
            ) AS "t20"
          ) AS "t21"
        ) AS "t23"
        INNER JOIN (
          SELECT
            "t13"."on_case",
            "t13"."from_then",
            "t13"."to_then",
            "t13"."user" AS "to_user"
          FROM (
            SELECT
              "t0"."user",
              UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "on_case",
              "t0"."since" AS "from_then",
              "t0"."until" AS "to_then"
            FROM "assignments" AS "t0"
          ) AS "t13"
          SEMI JOIN (
            SELECT DISTINCT
              UPPER(REGEXP_REPLACE("t22"."case_no", '^\s+|\s+$', '', 'g')) AS "wanted"
            FROM (
              SELECT
                "t21".*
                EXCLUDE ("typed")
              FROM (
                SELECT
                  "t20".*
                  EXCLUDE ("reason")
                FROM (
                  SELECT
                    "t19".*
                    EXCLUDE ("words_case")
                  FROM (
                    SELECT
                      "t18".*
                      EXCLUDE ("typed_in")
                    FROM (
                      SELECT
                        "t17"."event_id",
                        "t17"."source",
                        "t17"."at",
                        "t17"."day",
                        "t17"."local_day",
                        "t17"."local_minute",
                        "t17"."user",
                        "t17"."agency",
                        COALESCE(
                          "t17"."case_no",
                          CASE
                            WHEN "t17"."case_no" IS NULL
                            THEN "t17"."words_case"
                            ELSE CAST(NULL AS TEXT)
                          END
                        ) AS "case_no",
                        "t17"."decision",
                        "t17"."exported",
                        "t17"."subject",
                        "t17"."asked",
                        "t17"."pair",
                        "t17"."reason",
                        "t17"."typed_in",
                        "t17"."words_case",
                        CASE
                          WHEN "t17"."case_no" IS NULL
                          THEN "t17"."words_case"
                          ELSE CAST(NULL AS TEXT)
                        END AS "typed"
                      FROM (
                        SELECT
                          "t16"."event_id",
                          "t16"."source",
                          "t16"."at",
                          "t16"."day",
                          "t16"."local_day",
                          "t16"."local_minute",
                          "t16"."user",
                          "t16"."agency",
                          "t16"."case_no",
                          "t16"."decision",
                          "t16"."exported",
                          "t16"."subject",
                          "t16"."asked",
                          "t16"."pair",
                          "t16"."reason",
                          "t11"."typed_in",
                          "t11"."words_case"
                        FROM (
                          SELECT
                            "t14".*
                            EXCLUDE ("said_in")
                          FROM (
                            SELECT
                              "t5"."event_id",
                              "t5"."source",
                              "t5"."at",
                              "t5"."day",
                              "t5"."local_day",
                              "t5"."local_minute",
                              "t5"."user",
                              "t5"."agency",
                              "t5"."case_no",
                              "t5"."decision",
                              "t5"."exported",
                              "t5"."subject",
                              "t5"."asked",
                              "t5"."pair",
                              "t12"."reason",
                              "t12"."said_in"
                            FROM "kept_frequent" AS "t5"
                            LEFT OUTER JOIN (
                              SELECT
                                "t4"."reason",
                                "t4"."event_id" AS "said_in"
                              FROM "events" AS "t4"
                              WHERE
                                "t4"."reason" IS NOT NULL
                            ) AS "t12"
                              ON "t5"."event_id" = "t12"."said_in"
                          ) AS "t14"
                        ) AS "t16"
                        LEFT OUTER JOIN (
                          SELECT
                            "t1"."reason" AS "typed_in",
                            "t1"."case_like" AS "words_case"
                          FROM "reasons" AS "t1"
                          WHERE
                            "t1"."case_like" IS NOT NULL
                        ) AS "t11"
                          ON "t16"."reason" = "t11"."typed_in"
                      ) AS "t17"
                    ) AS "t18"
                  ) AS "t19"
                ) AS "t20"
              ) AS "t21"
            ) AS "t22"
          ) AS "t25"
            ON "t13"."on_case" = "t25"."wanted"
        ) AS "t27"
          ON UPPER(REGEXP_REPLACE("t23"."case_no", '^\s+|\s+$', '', 'g')) = "t27"."on_case"
          AND "t23"."user" = "t27"."to_user"
      ) AS "t28"
      WHERE
        (
          (
            "t28"."from_then" IS NULL
          ) OR (
            "t28"."at" >= "t28"."from_then"
          )
        )
        AND (
          (
            "t28"."to_then" IS NULL
          ) OR (
            "t28"."at" < "t28"."to_then"
          )
        )
    ) AS "t30"
      ON "t23"."event_id" = "t30"."explained"
    INNER JOIN (
      SELECT
        "t8"."of",
        "t13"."on_case",
        "t13"."from_then",
        "t13"."to_then"
      FROM (
        SELECT
          "t0"."user",
          UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "on_case",
          "t0"."since" AS "from_then",
          "t0"."until" AS "to_then"
        FROM "assignments" AS "t0"
      ) AS "t13"
      SEMI JOIN (
        SELECT DISTINCT
          *
        FROM (
          SELECT
            UPPER(REGEXP_REPLACE("t23"."case_no", '^\s+|\s+$', '', 'g')) AS "wanted"
          FROM (
            SELECT
              "t21".*
              EXCLUDE ("typed")
            FROM (
              SELECT
                "t20".*
                EXCLUDE ("reason")
              FROM (
                SELECT
                  "t19".*
                  EXCLUDE ("words_case")
                FROM (
                  SELECT
                    "t18".*
                    EXCLUDE ("typed_in")
                  FROM (
                    SELECT
                      "t17"."event_id",
                      "t17"."source",
                      "t17"."at",
                      "t17"."day",
                      "t17"."local_day",
                      "t17"."local_minute",
                      "t17"."user",
                      "t17"."agency",
                      COALESCE(
                        "t17"."case_no",
                        CASE
                          WHEN "t17"."case_no" IS NULL
                          THEN "t17"."words_case"
                          ELSE CAST(NULL AS TEXT)
                        END
                      ) AS "case_no",
                      "t17"."decision",
                      "t17"."exported",
                      "t17"."subject",
                      "t17"."asked",
                      "t17"."pair",
                      "t17"."reason",
                      "t17"."typed_in",
                      "t17"."words_case",
                      CASE
                        WHEN "t17"."case_no" IS NULL
                        THEN "t17"."words_case"
                        ELSE CAST(NULL AS TEXT)
                      END AS "typed"
                    FROM (
                      SELECT
                        "t16"."event_id",
                        "t16"."source",
                        "t16"."at",
                        "t16"."day",
                        "t16"."local_day",
                        "t16"."local_minute",
                        "t16"."user",
                        "t16"."agency",
                        "t16"."case_no",
                        "t16"."decision",
                        "t16"."exported",
                        "t16"."subject",
                        "t16"."asked",
                        "t16"."pair",
                        "t16"."reason",
                        "t11"."typed_in",
                        "t11"."words_case"
                      FROM (
                        SELECT
                          "t14".*
                          EXCLUDE ("said_in")
                        FROM (
                          SELECT
                            "t5"."event_id",
                            "t5"."source",
                            "t5"."at",
                            "t5"."day",
                            "t5"."local_day",
                            "t5"."local_minute",
                            "t5"."user",
                            "t5"."agency",
                            "t5"."case_no",
                            "t5"."decision",
                            "t5"."exported",
                            "t5"."subject",
                            "t5"."asked",
                            "t5"."pair",
                            "t12"."reason",
                            "t12"."said_in"
                          FROM "kept_frequent" AS "t5"
                          LEFT OUTER JOIN (
                            SELECT
                              "t4"."reason",
                              "t4"."event_id" AS "said_in"
                            FROM "events" AS "t4"
                            WHERE
                              "t4"."reason" IS NOT NULL
                          ) AS "t12"
                            ON "t5"."event_id" = "t12"."said_in"
                        ) AS "t14"
                      ) AS "t16"
                      LEFT OUTER JOIN (
                        SELECT
                          "t1"."reason" AS "typed_in",
                          "t1"."case_like" AS "words_case"
                        FROM "reasons" AS "t1"
                        WHERE
                          "t1"."case_like" IS NOT NULL
                      ) AS "t11"
                        ON "t16"."reason" = "t11"."typed_in"
                    ) AS "t17"
                  ) AS "t18"
                ) AS "t19"
              ) AS "t20"
            ) AS "t21"
          ) AS "t23"
          ANTI JOIN (
            SELECT
              "t28"."event_id" AS "explained"
            FROM (
              SELECT
                "t23"."event_id",
                "t23"."source",
                "t23"."at",
                "t23"."day",
                "t23"."local_day",
                "t23"."local_minute",
                "t23"."user",
                "t23"."agency",
                "t23"."case_no",
                "t23"."decision",
                "t23"."exported",
                "t23"."subject",
                "t23"."asked",
                "t23"."pair",
                "t27"."on_case",
                "t27"."from_then",
                "t27"."to_then",
                "t27"."to_user"
              FROM (
                SELECT
                  "t21".*
                  EXCLUDE ("typed")
                FROM (
                  SELECT
                    "t20".*
                    EXCLUDE ("reason")
                  FROM (
                    SELECT
                      "t19".*
                      EXCLUDE ("words_case")
                    FROM (
                      SELECT
                        "t18".*
                        EXCLUDE ("typed_in")
                      FROM (
                        SELECT
                          "t17"."event_id",
                          "t17"."source",
                          "t17"."at",
                          "t17"."day",
                          "t17"."local_day",
                          "t17"."local_minute",
                          "t17"."user",
                          "t17"."agency",
                          COALESCE(
                            "t17"."case_no",
                            CASE
                              WHEN "t17"."case_no" IS NULL
                              THEN "t17"."words_case"
                              ELSE CAST(NULL AS TEXT)
                            END
                          ) AS "case_no",
                          "t17"."decision",
                          "t17"."exported",
                          "t17"."subject",
                          "t17"."asked",
                          "t17"."pair",
                          "t17"."reason",
                          "t17"."typed_in",
                          "t17"."words_case",
                          CASE
                            WHEN "t17"."case_no" IS NULL
                            THEN "t17"."words_case"
                            ELSE CAST(NULL AS TEXT)
                          END AS "typed"
                        FROM (
                          SELECT
                            "t16"."event_id",
                            "t16"."source",
                            "t16"."at",
                            "t16"."day",
                            "t16"."local_day",
                            "t16"."local_minute",
                            "t16"."user",
                            "t16"."agency",
                            "t16"."case_no",
                            "t16"."decision",
                            "t16"."exported",
                            "t16"."subject",
                            "t16"."asked",
                            "t16"."pair",
                            "t16"."reason",
                            "t11"."typed_in",
                            "t11"."words_case"
                          FROM (
                            SELECT
                              "t14".*
                              EXCLUDE ("said_in")
                            FROM (
                              SELECT
                                "t5"."event_id",
                                "t5"."source",
                                "t5"."at",
                                "t5"."day",
                                "t5"."local_day",
                                "t5"."local_minute",
                                "t5"."user",
                                "t5"."agency",
                                "t5"."case_no",
                                "t5"."decision",
                                "t5"."exported",
                                "t5"."subject",
                                "t5"."asked",
                                "t5"."pair",
                                "t12"."reason",
                                "t12"."said_in"
                              FROM "kept_frequent" AS "t5"
                              LEFT OUTER JOIN (
                                SELECT
                                  "t4"."reason",
                                  "t4"."event_id" AS "said_in"
                                FROM "events" AS "t4"
                                WHERE
                                  "t4"."reason" IS NOT NULL
                              ) AS "t12"
                                ON "t5"."event_id" = "t12"."said_in"
                            ) AS "t14"
                          ) AS "t16"
                          LEFT OUTER JOIN (
                            SELECT
                              "t1"."reason" AS "typed_in",
                              "t1"."case_like" AS "words_case"
                            FROM "reasons" AS "t1"
                            WHERE
                              "t1"."case_like" IS NOT NULL
                          ) AS "t11"
                            ON "t16"."reason" = "t11"."typed_in"
                        ) AS "t17"
                      ) AS "t18"
                    ) AS "t19"
                  ) AS "t20"
                ) AS "t21"
              ) AS "t23"
              INNER JOIN (
                SELECT
                  "t13"."on_case",
                  "t13"."from_then",
                  "t13"."to_then",
                  "t13"."user" AS "to_user"
                FROM (
                  SELECT
                    "t0"."user",
                    UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "on_case",
                    "t0"."since" AS "from_then",
                    "t0"."until" AS "to_then"
                  FROM "assignments" AS "t0"
                ) AS "t13"
                SEMI JOIN (
                  SELECT DISTINCT
                    UPPER(REGEXP_REPLACE("t22"."case_no", '^\s+|\s+$', '', 'g')) AS "wanted"
                  FROM (
                    SELECT
                      "t21".*
                      EXCLUDE ("typed")
                    FROM (
                      SELECT
                        "t20".*
                        EXCLUDE ("reason")
                      FROM (
                        SELECT
                          "t19".*
                          EXCLUDE ("words_case")
                        FROM (
                          SELECT
                            "t18".*
                            EXCLUDE ("typed_in")
                          FROM (
                            SELECT
                              "t17"."event_id",
                              "t17"."source",
                              "t17"."at",
                              "t17"."day",
                              "t17"."local_day",
                              "t17"."local_minute",
                              "t17"."user",
                              "t17"."agency",
                              COALESCE(
                                "t17"."case_no",
                                CASE
                                  WHEN "t17"."case_no" IS NULL
                                  THEN "t17"."words_case"
                                  ELSE CAST(NULL AS TEXT)
                                END
                              ) AS "case_no",
                              "t17"."decision",
                              "t17"."exported",
                              "t17"."subject",
                              "t17"."asked",
                              "t17"."pair",
                              "t17"."reason",
                              "t17"."typed_in",
                              "t17"."words_case",
                              CASE
                                WHEN "t17"."case_no" IS NULL
                                THEN "t17"."words_case"
                                ELSE CAST(NULL AS TEXT)
                              END AS "typed"
                            FROM (
                              SELECT
                                "t16"."event_id",
                                "t16"."source",
                                "t16"."at",
                                "t16"."day",
                                "t16"."local_day",
                                "t16"."local_minute",
                                "t16"."user",
                                "t16"."agency",
                                "t16"."case_no",
                                "t16"."decision",
                                "t16"."exported",
                                "t16"."subject",
                                "t16"."asked",
                                "t16"."pair",
                                "t16"."reason",
                                "t11"."typed_in",
                                "t11"."words_case"
                              FROM (
                                SELECT
                                  "t14".*
                                  EXCLUDE ("said_in")
                                FROM (
                                  SELECT
                                    "t5"."event_id",
                                    "t5"."source",
                                    "t5"."at",
                                    "t5"."day",
                                    "t5"."local_day",
                                    "t5"."local_minute",
                                    "t5"."user",
                                    "t5"."agency",
                                    "t5"."case_no",
                                    "t5"."decision",
                                    "t5"."exported",
                                    "t5"."subject",
                                    "t5"."asked",
                                    "t5"."pair",
                                    "t12"."reason",
                                    "t12"."said_in"
                                  FROM "kept_frequent" AS "t5"
                                  LEFT OUTER JOIN (
                                    SELECT
                                      "t4"."reason",
                                      "t4"."event_id" AS "said_in"
                                    FROM "events" AS "t4"
                                    WHERE
                                      "t4"."reason" IS NOT NULL
                                  ) AS "t12"
                                    ON "t5"."event_id" = "t12"."said_in"
                                ) AS "t14"
                              ) AS "t16"
                              LEFT OUTER JOIN (
                                SELECT
                                  "t1"."reason" AS "typed_in",
                                  "t1"."case_like" AS "words_case"
                                FROM "reasons" AS "t1"
                                WHERE
                                  "t1"."case_like" IS NOT NULL
                              ) AS "t11"
                                ON "t16"."reason" = "t11"."typed_in"
                            ) AS "t17"
                          ) AS "t18"
                        ) AS "t19"
                      ) AS "t20"
                    ) AS "t21"
                  ) AS "t22"
                ) AS "t25"
                  ON "t13"."on_case" = "t25"."wanted"
              ) AS "t27"
                ON UPPER(REGEXP_REPLACE("t23"."case_no", '^\s+|\s+$', '', 'g')) = "t27"."on_case"
                AND "t23"."user" = "t27"."to_user"
            ) AS "t28"
            WHERE
              (
                (
                  "t28"."from_then" IS NULL
                ) OR (
                  "t28"."at" >= "t28"."from_then"
                )
              )
              AND (
                (
                  "t28"."to_then" IS NULL
                ) OR (
                  "t28"."at" < "t28"."to_then"
                )
              )
          ) AS "t30"
            ON "t23"."event_id" = "t30"."explained"
        ) AS "t31"
      ) AS "t33"
        ON "t13"."on_case" = "t33"."wanted"
      INNER JOIN (
        SELECT DISTINCT
          "t2"."user" AS "member",
          "t2"."agency" AS "of"
        FROM "accounts" AS "t2"
      ) AS "t8"
        ON "t13"."user" = "t8"."member"
    ) AS "t35"
      ON UPPER(REGEXP_REPLACE("t23"."case_no", '^\s+|\s+$', '', 'g')) = "t35"."on_case"
      AND "t23"."agency" = "t35"."of"
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
) AS "t38"
  ON "t23"."event_id" = "t38"."explained";

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
