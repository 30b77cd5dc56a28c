WITH "t10" AS (
  SELECT
    "t9"."agency",
    "t9"."user",
    "t9"."alike",
    CAST(FLOOR((
      "t9"."own"
    ) / (
      30
    )) AS BIGINT) AS "block_0",
    CAST(FLOOR((
      "t9"."own" + 15
    ) / (
      30
    )) AS BIGINT) AS "block_1",
    COUNT(*) AS "same",
    SUM("t9"."most") AS "most"
  FROM (
    SELECT
      "t8"."event_id",
      "t8"."at",
      "t8"."user",
      "t8"."agency",
      "t7"."alike",
      "t7"."normal",
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
        "t2"."alike",
        "t2"."normal",
        "t2"."reason" AS "word"
      FROM "reasons" AS "t2"
    ) AS "t7"
      ON "t8"."reason" = "t7"."word"
  ) AS "t9"
  GROUP BY
    1,
    2,
    3,
    4,
    5
), "t20" AS (
  SELECT
    "t19"."agency",
    "t19"."user",
    "t19"."grid",
    "t19"."block",
    "t19"."alike",
    "t19"."same",
    "t19"."most",
    SUM("t19"."same") OVER (
      PARTITION BY "t19"."agency", "t19"."user", "t19"."grid", "t19"."block"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "all"
  FROM (
    SELECT
      "t18"."agency",
      "t18"."user",
      "t18"."grid",
      "t18"."block",
      "t18"."alike",
      SUM("t18"."same") AS "same",
      SUM("t18"."most") AS "most"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t14".*
          EXCLUDE ("block_1")
        FROM (
          SELECT
            "t12".*
            EXCLUDE ("block_0")
          FROM (
            SELECT
              "t11"."agency",
              "t11"."user",
              "t11"."alike",
              "t11"."block_0",
              "t11"."block_1",
              "t11"."same",
              "t11"."most",
              0 AS "grid",
              "t11"."block_0" AS "block"
            FROM "t10" AS "t11"
          ) AS "t12"
        ) AS "t14"
      ) AS "t16"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t15".*
          EXCLUDE ("block_1")
        FROM (
          SELECT
            "t13".*
            EXCLUDE ("block_0")
          FROM (
            SELECT
              "t11"."agency",
              "t11"."user",
              "t11"."alike",
              "t11"."block_0",
              "t11"."block_1",
              "t11"."same",
              "t11"."most",
              1 AS "grid",
              "t11"."block_1" AS "block"
            FROM "t10" AS "t11"
          ) AS "t13"
        ) AS "t15"
      ) AS "t17"
    ) AS "t18"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t19"
), "t26" AS (
  SELECT
    "t8"."event_id",
    "t8"."at",
    "t8"."user",
    "t8"."agency",
    "t7"."alike",
    "t7"."normal",
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
      "t2"."alike",
      "t2"."normal",
      "t2"."reason" AS "word"
    FROM "reasons" AS "t2"
  ) AS "t7"
    ON "t8"."reason" = "t7"."word"
  SEMI JOIN (
    SELECT DISTINCT
      "t21"."user" AS "by",
      "t21"."agency" AS "of",
      "t21"."alike" AS "text"
    FROM "t20" AS "t21"
    WHERE
      "t21"."most" >= 20 AND (
        "t21"."same" / "t21"."all"
      ) >= 0.9
  ) AS "t25"
    ON "t8"."user" = "t25"."by"
    AND "t8"."agency" = "t25"."of"
    AND "t7"."alike" = "t25"."text"
)
SELECT
  "t48"."user" AS "entity",
  NULLIF("t48"."agency", '') AS "agency",
  '' AS "period",
  "t48"."event_id",
  "t48"."at",
  CAST("t48"."things" AS DOUBLE) AS "measure",
  CASE
    WHEN "t48"."things" = "t48"."subjects"
    THEN CAST("t48"."subjects" AS TEXT) || ' subjects'
    WHEN "t48"."subjects" = 0
    THEN CAST("t48"."things" - "t48"."subjects" AS TEXT) || ' searches of which the log does not say whom they were about'
    ELSE CAST("t48"."subjects" AS TEXT) || ' subjects and ' || CAST("t48"."things" - "t48"."subjects" AS TEXT) || ' searches of which the log does not say whom they were about'
  END || ', ' || CAST(CAST(FLOOR("t48"."share" * 100) AS BIGINT) AS TEXT) || ' %' || CASE
    WHEN "t48"."spellings" > 1
    THEN '; ' || CAST("t48"."spellings" AS TEXT) || ' spellings'
    ELSE ''
  END AS "detail"
FROM (
  SELECT
    "t47"."agency",
    "t47"."user",
    "t47"."event_id",
    "t47"."at",
    MAX("t47"."things") AS "things",
    MAX("t47"."subjects") AS "subjects",
    MAX("t47"."share") AS "share",
    MAX("t47"."spellings") AS "spellings"
  FROM (
    SELECT
      "t44"."event_id",
      "t44"."at",
      "t44"."agency",
      "t44"."user",
      "t44"."grid",
      "t44"."block",
      "t44"."alike",
      "t44"."normal",
      "t44"."share",
      "t46"."things",
      "t46"."subjects",
      "t46"."spellings",
      "t46"."of_agency",
      "t46"."of_user",
      "t46"."of_grid",
      "t46"."of_block",
      "t46"."of_alike"
    FROM (
      SELECT DISTINCT
        *
      FROM (
        SELECT
          "t40".*
          EXCLUDE ("named")
        FROM (
          SELECT
            "t39".*
            EXCLUDE ("thing")
          FROM (
            SELECT
              "t38".*
              EXCLUDE ("subject")
            FROM (
              SELECT
                "t37".*
                EXCLUDE ("about_event")
              FROM (
                SELECT
                  "t36"."event_id",
                  "t36"."at",
                  "t36"."agency",
                  "t36"."user",
                  "t36"."grid",
                  "t36"."block",
                  "t36"."alike",
                  "t36"."normal",
                  "t36"."share",
                  "t36"."about_event",
                  "t36"."subject",
                  COALESCE("t36"."subject", "t36"."event_id") AS "thing",
                  "t36"."subject" IS NOT NULL AS "named"
                FROM (
                  SELECT
                    "t35"."event_id",
                    "t35"."at",
                    "t35"."agency",
                    "t35"."user",
                    "t35"."grid",
                    "t35"."block",
                    "t35"."alike",
                    "t35"."normal",
                    "t24"."share",
                    "t5"."about_event",
                    "t5"."subject"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t30".*
                        EXCLUDE ("block_1")
                      FROM (
                        SELECT
                          "t28".*
                          EXCLUDE ("block_0")
                        FROM (
                          SELECT
                            "t27"."event_id",
                            "t27"."at",
                            "t27"."user",
                            "t27"."agency",
                            "t27"."alike",
                            "t27"."normal",
                            "t27"."own",
                            "t27"."most",
                            CAST(FLOOR((
                              "t27"."own"
                            ) / (
                              30
                            )) AS BIGINT) AS "block_0",
                            CAST(FLOOR((
                              "t27"."own" + 15
                            ) / (
                              30
                            )) AS BIGINT) AS "block_1",
                            0 AS "grid",
                            CAST(FLOOR((
                              "t27"."own"
                            ) / (
                              30
                            )) AS BIGINT) AS "block"
                          FROM "t26" AS "t27"
                        ) AS "t28"
                      ) AS "t30"
                    ) AS "t32"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t31".*
                        EXCLUDE ("block_1")
                      FROM (
                        SELECT
                          "t29".*
                          EXCLUDE ("block_0")
                        FROM (
                          SELECT
                            "t27"."event_id",
                            "t27"."at",
                            "t27"."user",
                            "t27"."agency",
                            "t27"."alike",
                            "t27"."normal",
                            "t27"."own",
                            "t27"."most",
                            CAST(FLOOR((
                              "t27"."own"
                            ) / (
                              30
                            )) AS BIGINT) AS "block_0",
                            CAST(FLOOR((
                              "t27"."own" + 15
                            ) / (
                              30
                            )) AS BIGINT) AS "block_1",
                            1 AS "grid",
                            CAST(FLOOR((
                              "t27"."own" + 15
                            ) / (
                              30
                            )) AS BIGINT) AS "block"
                          FROM "t26" AS "t27"
                        ) AS "t29"
                      ) AS "t31"
                    ) AS "t33"
                  ) AS "t35"
                  INNER JOIN (
                    SELECT
                      "t21"."same" / "t21"."all" AS "share",
                      "t21"."agency" AS "found_agency",
                      "t21"."user" AS "found_user",
                      "t21"."grid" AS "found_grid",
                      "t21"."block" AS "found_block",
                      "t21"."alike" AS "found_alike"
                    FROM "t20" AS "t21"
                    WHERE
                      "t21"."most" >= 20 AND (
                        "t21"."same" / "t21"."all"
                      ) >= 0.9
                  ) AS "t24"
                    ON "t35"."agency" = "t24"."found_agency"
                    AND "t35"."user" = "t24"."found_user"
                    AND "t35"."grid" = "t24"."found_grid"
                    AND "t35"."block" = "t24"."found_block"
                    AND "t35"."alike" = "t24"."found_alike"
                  LEFT OUTER JOIN (
                    SELECT
                      "t0"."event_id" AS "about_event",
                      "t0"."subject"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked"
                  ) AS "t5"
                    ON "t35"."event_id" = "t5"."about_event"
                ) AS "t36"
              ) AS "t37"
            ) AS "t38"
          ) AS "t39"
        ) AS "t40"
      ) AS "t41"
    ) AS "t44"
    INNER JOIN (
      SELECT
        "t42"."things",
        "t42"."subjects",
        "t42"."spellings",
        "t42"."agency" AS "of_agency",
        "t42"."user" AS "of_user",
        "t42"."grid" AS "of_grid",
        "t42"."block" AS "of_block",
        "t42"."alike" AS "of_alike"
      FROM (
        SELECT
          "t39"."agency",
          "t39"."user",
          "t39"."grid",
          "t39"."block",
          "t39"."alike",
          COUNT(DISTINCT "t39"."thing") AS "things",
          COUNT(DISTINCT "t39"."thing") FILTER(WHERE
            "t39"."named") AS "subjects",
          COUNT(DISTINCT "t39"."normal") AS "spellings"
        FROM (
          SELECT
            "t38".*
            EXCLUDE ("subject")
          FROM (
            SELECT
              "t37".*
              EXCLUDE ("about_event")
            FROM (
              SELECT
                "t36"."event_id",
                "t36"."at",
                "t36"."agency",
                "t36"."user",
                "t36"."grid",
                "t36"."block",
                "t36"."alike",
                "t36"."normal",
                "t36"."share",
                "t36"."about_event",
                "t36"."subject",
                COALESCE("t36"."subject", "t36"."event_id") AS "thing",
                "t36"."subject" IS NOT NULL AS "named"
              FROM (
                SELECT
                  "t35"."event_id",
                  "t35"."at",
                  "t35"."agency",
                  "t35"."user",
                  "t35"."grid",
                  "t35"."block",
                  "t35"."alike",
                  "t35"."normal",
                  "t24"."share",
                  "t5"."about_event",
                  "t5"."subject"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t30".*
                      EXCLUDE ("block_1")
                    FROM (
                      SELECT
                        "t28".*
                        EXCLUDE ("block_0")
                      FROM (
                        SELECT
                          "t27"."event_id",
                          "t27"."at",
                          "t27"."user",
                          "t27"."agency",
                          "t27"."alike",
                          "t27"."normal",
                          "t27"."own",
                          "t27"."most",
                          CAST(FLOOR((
                            "t27"."own"
                          ) / (
                            30
                          )) AS BIGINT) AS "block_0",
                          CAST(FLOOR((
                            "t27"."own" + 15
                          ) / (
                            30
                          )) AS BIGINT) AS "block_1",
                          0 AS "grid",
                          CAST(FLOOR((
                            "t27"."own"
                          ) / (
                            30
                          )) AS BIGINT) AS "block"
                        FROM "t26" AS "t27"
                      ) AS "t28"
                    ) AS "t30"
                  ) AS "t32"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t31".*
                      EXCLUDE ("block_1")
                    FROM (
                      SELECT
                        "t29".*
                        EXCLUDE ("block_0")
                      FROM (
                        SELECT
                          "t27"."event_id",
                          "t27"."at",
                          "t27"."user",
                          "t27"."agency",
                          "t27"."alike",
                          "t27"."normal",
                          "t27"."own",
                          "t27"."most",
                          CAST(FLOOR((
                            "t27"."own"
                          ) / (
                            30
                          )) AS BIGINT) AS "block_0",
                          CAST(FLOOR((
                            "t27"."own" + 15
                          ) / (
                            30
                          )) AS BIGINT) AS "block_1",
                          1 AS "grid",
                          CAST(FLOOR((
                            "t27"."own" + 15
                          ) / (
                            30
                          )) AS BIGINT) AS "block"
                        FROM "t26" AS "t27"
                      ) AS "t29"
                    ) AS "t31"
                  ) AS "t33"
                ) AS "t35"
                INNER JOIN (
                  SELECT
                    "t21"."same" / "t21"."all" AS "share",
                    "t21"."agency" AS "found_agency",
                    "t21"."user" AS "found_user",
                    "t21"."grid" AS "found_grid",
                    "t21"."block" AS "found_block",
                    "t21"."alike" AS "found_alike"
                  FROM "t20" AS "t21"
                  WHERE
                    "t21"."most" >= 20 AND (
                      "t21"."same" / "t21"."all"
                    ) >= 0.9
                ) AS "t24"
                  ON "t35"."agency" = "t24"."found_agency"
                  AND "t35"."user" = "t24"."found_user"
                  AND "t35"."grid" = "t24"."found_grid"
                  AND "t35"."block" = "t24"."found_block"
                  AND "t35"."alike" = "t24"."found_alike"
                LEFT OUTER JOIN (
                  SELECT
                    "t0"."event_id" AS "about_event",
                    "t0"."subject"
                  FROM "subjects" AS "t0"
                  WHERE
                    "t0"."asked"
                ) AS "t5"
                  ON "t35"."event_id" = "t5"."about_event"
              ) AS "t36"
            ) AS "t37"
          ) AS "t38"
        ) AS "t39"
        GROUP BY
          1,
          2,
          3,
          4,
          5
      ) AS "t42"
      WHERE
        "t42"."things" >= 20
    ) AS "t46"
      ON "t44"."agency" = "t46"."of_agency"
      AND "t44"."user" = "t46"."of_user"
      AND "t44"."grid" = "t46"."of_grid"
      AND "t44"."block" = "t46"."of_block"
      AND "t44"."alike" = "t46"."of_alike"
  ) AS "t47"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t48"
