WITH "t9" AS (
  SELECT
    "t8"."event_id",
    "t8"."at",
    "t8"."user",
    "t8"."agency",
    "t7"."normal",
    "t7"."vague",
    "t7"."placeholder",
    "t7"."case_like",
    CAST(COALESCE("t8"."local_day", "t8"."day") AS BIGINT) AS "own",
    CAST(GREATEST(COALESCE("t8"."subjects", 1), 1) AS BIGINT) AS "most"
  FROM (
    SELECT
      "t1"."event_id",
      "t1"."source",
      "t1"."row",
      "t1"."at",
      "t1"."day",
      "t1"."local_day",
      "t1"."local_minute",
      "t1"."user",
      "t1"."user_state",
      COALESCE("t1"."agency", '') AS "agency",
      "t1"."agency_state",
      "t1"."owner",
      "t1"."employer",
      "t1"."beneficiary",
      "t1"."role",
      "t1"."device",
      "t1"."address",
      "t1"."session",
      "t1"."latitude",
      "t1"."longitude",
      "t1"."action",
      "t1"."reason",
      "t1"."reason_state",
      "t1"."purpose",
      "t1"."purpose_state",
      "t1"."case_no",
      "t1"."case_no_state",
      "t1"."networks",
      "t1"."devices",
      "t1"."window_from",
      "t1"."window_until",
      "t1"."decision",
      "t1"."rule",
      "t1"."rows",
      "t1"."exported",
      "t1"."subjects",
      "t1"."outcome",
      "t1"."access",
      "t1"."continues",
      "t1"."affiliations",
      "t1"."classes",
      "t1"."fields",
      "t1"."duties",
      "t1"."accounting",
      "t1"."basis",
      "t1"."policy"
    FROM "events" AS "t1"
    WHERE
      "t1"."action" <> 'alert'
      AND "t1"."continues" IS NULL
      AND "t1"."user" IS NOT NULL
      AND "t1"."reason" IS NOT NULL
  ) AS "t8"
  INNER JOIN (
    SELECT
      "t2"."normal",
      "t2"."vague",
      "t2"."placeholder",
      "t2"."case_like",
      "t2"."reason" AS "word"
    FROM "reasons" AS "t2"
  ) AS "t7"
    ON "t8"."reason" = "t7"."word"
), "t13" AS (
  SELECT
    *
  FROM (
    SELECT
      "t10"."event_id",
      "t10"."at",
      "t10"."user",
      "t10"."agency",
      "t10"."normal",
      "t10"."vague",
      "t10"."placeholder",
      "t10"."case_like",
      "t10"."own",
      "t10"."most",
      0 AS "grid",
      CAST(FLOOR((
        "t10"."own"
      ) / (
        30
      )) AS BIGINT) AS "block"
    FROM "t9" AS "t10"
  ) AS "t11"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t10"."event_id",
      "t10"."at",
      "t10"."user",
      "t10"."agency",
      "t10"."normal",
      "t10"."vague",
      "t10"."placeholder",
      "t10"."case_like",
      "t10"."own",
      "t10"."most",
      1 AS "grid",
      CAST(FLOOR((
        "t10"."own" + 15
      ) / (
        30
      )) AS BIGINT) AS "block"
    FROM "t9" AS "t10"
  ) AS "t12"
)
SELECT
  "t32"."user" AS "entity",
  NULLIF("t32"."agency", '') AS "agency",
  '' AS "period",
  "t32"."event_id",
  "t32"."at",
  CAST("t32"."things" AS DOUBLE) AS "measure",
  CASE
    WHEN "t32"."things" = "t32"."subjects"
    THEN CAST("t32"."subjects" AS TEXT) || ' subjects'
    WHEN "t32"."subjects" = 0
    THEN CAST("t32"."things" - "t32"."subjects" AS TEXT) || ' searches of which the log does not say whom they were about'
    ELSE CAST("t32"."subjects" AS TEXT) || ' subjects and ' || CAST("t32"."things" - "t32"."subjects" AS TEXT) || ' searches of which the log does not say whom they were about'
  END || ', ' || CAST(CAST(FLOOR("t32"."share" * 100) AS BIGINT) AS TEXT) || ' %' AS "detail"
FROM (
  SELECT
    "t31"."agency",
    "t31"."user",
    "t31"."event_id",
    "t31"."at",
    MAX("t31"."things") AS "things",
    MAX("t31"."subjects") AS "subjects",
    MAX("t31"."share") AS "share"
  FROM (
    SELECT
      "t28"."event_id",
      "t28"."at",
      "t28"."agency",
      "t28"."user",
      "t28"."grid",
      "t28"."block",
      "t28"."normal",
      "t28"."share",
      "t30"."things",
      "t30"."subjects",
      "t30"."of_agency",
      "t30"."of_user",
      "t30"."of_grid",
      "t30"."of_block",
      "t30"."of_normal"
    FROM (
      SELECT DISTINCT
        *
      FROM (
        SELECT
          "t24".*
          EXCLUDE ("named")
        FROM (
          SELECT
            "t23".*
            EXCLUDE ("thing")
          FROM (
            SELECT
              "t22".*
              EXCLUDE ("subject")
            FROM (
              SELECT
                "t21".*
                EXCLUDE ("about_event")
              FROM (
                SELECT
                  "t20"."event_id",
                  "t20"."at",
                  "t20"."agency",
                  "t20"."user",
                  "t20"."grid",
                  "t20"."block",
                  "t20"."normal",
                  "t20"."share",
                  "t20"."about_event",
                  "t20"."subject",
                  COALESCE("t20"."subject", "t20"."event_id") AS "thing",
                  "t20"."subject" IS NOT NULL AS "named"
                FROM (
                  SELECT
                    "t15"."event_id",
                    "t15"."at",
                    "t15"."agency",
                    "t15"."user",
                    "t15"."grid",
                    "t15"."block",
                    "t15"."normal",
                    "t19"."share",
                    "t5"."about_event",
                    "t5"."subject"
                  FROM "t13" AS "t15"
                  INNER JOIN (
                    SELECT
                      "t17"."same" / "t17"."all" AS "share",
                      "t17"."agency" AS "found_agency",
                      "t17"."user" AS "found_user",
                      "t17"."grid" AS "found_grid",
                      "t17"."block" AS "found_block",
                      "t17"."normal" AS "found_normal"
                    FROM (
                      SELECT
                        "t16"."agency",
                        "t16"."user",
                        "t16"."grid",
                        "t16"."block",
                        "t16"."normal",
                        "t16"."same",
                        "t16"."most",
                        SUM("t16"."same") OVER (
                          PARTITION BY "t16"."agency", "t16"."user", "t16"."grid", "t16"."block"
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ) AS "all"
                      FROM (
                        SELECT
                          "t14"."agency",
                          "t14"."user",
                          "t14"."grid",
                          "t14"."block",
                          "t14"."normal",
                          COUNT(*) AS "same",
                          SUM("t14"."most") AS "most"
                        FROM "t13" AS "t14"
                        GROUP BY
                          1,
                          2,
                          3,
                          4,
                          5
                      ) AS "t16"
                    ) AS "t17"
                    WHERE
                      "t17"."most" >= 20 AND (
                        "t17"."same" / "t17"."all"
                      ) >= 0.9
                  ) AS "t19"
                    ON "t15"."agency" = "t19"."found_agency"
                    AND "t15"."user" = "t19"."found_user"
                    AND "t15"."grid" = "t19"."found_grid"
                    AND "t15"."block" = "t19"."found_block"
                    AND "t15"."normal" = "t19"."found_normal"
                  LEFT OUTER JOIN (
                    SELECT
                      "t0"."event_id" AS "about_event",
                      "t0"."subject"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked"
                  ) AS "t5"
                    ON "t15"."event_id" = "t5"."about_event"
                ) AS "t20"
              ) AS "t21"
            ) AS "t22"
          ) AS "t23"
        ) AS "t24"
      ) AS "t25"
    ) AS "t28"
    INNER JOIN (
      SELECT
        "t26"."things",
        "t26"."subjects",
        "t26"."agency" AS "of_agency",
        "t26"."user" AS "of_user",
        "t26"."grid" AS "of_grid",
        "t26"."block" AS "of_block",
        "t26"."normal" AS "of_normal"
      FROM (
        SELECT
          "t23"."agency",
          "t23"."user",
          "t23"."grid",
          "t23"."block",
          "t23"."normal",
          COUNT(DISTINCT "t23"."thing") AS "things",
          COUNT(DISTINCT "t23"."thing") FILTER(WHERE
            "t23"."named") AS "subjects"
        FROM (
          SELECT
            "t22".*
            EXCLUDE ("subject")
          FROM (
            SELECT
              "t21".*
              EXCLUDE ("about_event")
            FROM (
              SELECT
                "t20"."event_id",
                "t20"."at",
                "t20"."agency",
                "t20"."user",
                "t20"."grid",
                "t20"."block",
                "t20"."normal",
                "t20"."share",
                "t20"."about_event",
                "t20"."subject",
                COALESCE("t20"."subject", "t20"."event_id") AS "thing",
                "t20"."subject" IS NOT NULL AS "named"
              FROM (
                SELECT
                  "t15"."event_id",
                  "t15"."at",
                  "t15"."agency",
                  "t15"."user",
                  "t15"."grid",
                  "t15"."block",
                  "t15"."normal",
                  "t19"."share",
                  "t5"."about_event",
                  "t5"."subject"
                FROM "t13" AS "t15"
                INNER JOIN (
                  SELECT
                    "t17"."same" / "t17"."all" AS "share",
                    "t17"."agency" AS "found_agency",
                    "t17"."user" AS "found_user",
                    "t17"."grid" AS "found_grid",
                    "t17"."block" AS "found_block",
                    "t17"."normal" AS "found_normal"
                  FROM (
                    SELECT
                      "t16"."agency",
                      "t16"."user",
                      "t16"."grid",
                      "t16"."block",
                      "t16"."normal",
                      "t16"."same",
                      "t16"."most",
                      SUM("t16"."same") OVER (
                        PARTITION BY "t16"."agency", "t16"."user", "t16"."grid", "t16"."block"
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "all"
                    FROM (
                      SELECT
                        "t14"."agency",
                        "t14"."user",
                        "t14"."grid",
                        "t14"."block",
                        "t14"."normal",
                        COUNT(*) AS "same",
                        SUM("t14"."most") AS "most"
                      FROM "t13" AS "t14"
                      GROUP BY
                        1,
                        2,
                        3,
                        4,
                        5
                    ) AS "t16"
                  ) AS "t17"
                  WHERE
                    "t17"."most" >= 20 AND (
                      "t17"."same" / "t17"."all"
                    ) >= 0.9
                ) AS "t19"
                  ON "t15"."agency" = "t19"."found_agency"
                  AND "t15"."user" = "t19"."found_user"
                  AND "t15"."grid" = "t19"."found_grid"
                  AND "t15"."block" = "t19"."found_block"
                  AND "t15"."normal" = "t19"."found_normal"
                LEFT OUTER JOIN (
                  SELECT
                    "t0"."event_id" AS "about_event",
                    "t0"."subject"
                  FROM "subjects" AS "t0"
                  WHERE
                    "t0"."asked"
                ) AS "t5"
                  ON "t15"."event_id" = "t5"."about_event"
              ) AS "t20"
            ) AS "t21"
          ) AS "t22"
        ) AS "t23"
        GROUP BY
          1,
          2,
          3,
          4,
          5
      ) AS "t26"
      WHERE
        "t26"."things" >= 20
    ) AS "t30"
      ON "t28"."agency" = "t30"."of_agency"
      AND "t28"."user" = "t30"."of_user"
      AND "t28"."grid" = "t30"."of_grid"
      AND "t28"."block" = "t30"."of_block"
      AND "t28"."normal" = "t30"."of_normal"
  ) AS "t31"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t32"
