CREATE TEMP TABLE kept_copied AS
WITH "t6" AS (
  SELECT
    "t5"."event_id",
    "t5"."at",
    "t5"."user",
    "t5"."agency",
    "t4"."alike",
    "t4"."normal",
    CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) AS "own",
    CAST(GREATEST(COALESCE("t5"."subjects", 1), 1) AS BIGINT) AS "most"
  FROM (
    SELECT
      "t0"."event_id",
      "t0"."source",
      "t0"."row",
      "t0"."at",
      "t0"."day",
      "t0"."local_day",
      "t0"."local_minute",
      "t0"."user",
      "t0"."user_state",
      COALESCE("t0"."agency", '') AS "agency",
      "t0"."agency_state",
      "t0"."owner",
      "t0"."employer",
      "t0"."beneficiary",
      "t0"."role",
      "t0"."device",
      "t0"."address",
      "t0"."session",
      "t0"."latitude",
      "t0"."longitude",
      "t0"."action",
      "t0"."reason",
      "t0"."reason_state",
      "t0"."purpose",
      "t0"."purpose_state",
      "t0"."case_no",
      "t0"."case_no_state",
      "t0"."networks",
      "t0"."devices",
      "t0"."window_from",
      "t0"."window_until",
      "t0"."decision",
      "t0"."rule",
      "t0"."rows",
      "t0"."exported",
      "t0"."subjects",
      "t0"."outcome",
      "t0"."access",
      "t0"."continues",
      "t0"."affiliations",
      "t0"."classes",
      "t0"."fields",
      "t0"."duties",
      "t0"."accounting",
      "t0"."basis",
      "t0"."policy"
    FROM "events" AS "t0"
    WHERE
      "t0"."action" <> 'alert'
      AND "t0"."continues" IS NULL
      AND "t0"."user" IS NOT NULL
      AND "t0"."reason" IS NOT NULL
  ) AS "t5"
  INNER JOIN (
    SELECT
      "t1"."alike",
      "t1"."normal",
      "t1"."reason" AS "word"
    FROM "reasons" AS "t1"
  ) AS "t4"
    ON "t5"."reason" = "t4"."word"
)
SELECT DISTINCT
  "t15"."agency" AS "by_agency",
  "t15"."user" AS "by_user"
FROM (
  SELECT
    "t14".*
    EXCLUDE ("number_of_all")
  FROM (
    SELECT
      "t10"."event_id",
      "t10"."at",
      "t10"."user",
      "t10"."agency",
      "t10"."alike",
      "t10"."normal",
      "t10"."own",
      "t10"."most",
      "t10"."number_of_all"
    FROM (
      SELECT
        "t7"."event_id",
        "t7"."at",
        "t7"."user",
        "t7"."agency",
        "t7"."alike",
        "t7"."normal",
        "t7"."own",
        "t7"."most",
        XOR(
          XOR(
            CAST(CAST(HASH("t7"."agency") AS BIT) AS BIGINT),
            CAST(CAST(HASH("t7"."user") AS BIT) AS BIGINT)
          ),
          CAST(CAST(HASH("t7"."alike") AS BIT) AS BIGINT)
        ) AS "number_of_all"
      FROM "t6" AS "t7"
    ) AS "t10"
    SEMI JOIN (
      SELECT
        "t11"."many"
      FROM (
        SELECT
          "t9"."many",
          SUM("t9"."weight") AS "times"
        FROM (
          SELECT
            XOR(
              XOR(
                CAST(CAST(HASH("t7"."agency") AS BIT) AS BIGINT),
                CAST(CAST(HASH("t7"."user") AS BIT) AS BIGINT)
              ),
              CAST(CAST(HASH("t7"."alike") AS BIT) AS BIGINT)
            ) AS "many",
            "t7"."most" AS "weight"
          FROM "t6" AS "t7"
        ) AS "t9"
        GROUP BY
          1
      ) AS "t11"
      WHERE
        "t11"."times" >= 20
    ) AS "t13"
      ON "t10"."number_of_all" = "t13"."many"
  ) AS "t14"
) AS "t15";

CREATE TEMP TABLE kept_many AS
WITH "t9" AS (
  SELECT
    "t8"."agency",
    "t8"."user",
    "t8"."alike",
    CAST(FLOOR((
      "t8"."own"
    ) / (
      30
    )) AS BIGINT) AS "block_0",
    CAST(FLOOR((
      "t8"."own" + 15
    ) / (
      30
    )) AS BIGINT) AS "block_1",
    COUNT(*) AS "same",
    SUM("t8"."most") AS "most"
  FROM (
    SELECT
      "t7"."event_id",
      "t7"."at",
      "t7"."user",
      "t7"."agency",
      "t6"."alike",
      "t6"."normal",
      CAST(COALESCE("t7"."local_day", "t7"."day") AS BIGINT) AS "own",
      CAST(GREATEST(COALESCE("t7"."subjects", 1), 1) AS BIGINT) AS "most"
    FROM (
      SELECT
        "t0"."event_id",
        "t0"."source",
        "t0"."row",
        "t0"."at",
        "t0"."day",
        "t0"."local_day",
        "t0"."local_minute",
        "t0"."user",
        "t0"."user_state",
        COALESCE("t0"."agency", '') AS "agency",
        "t0"."agency_state",
        "t0"."owner",
        "t0"."employer",
        "t0"."beneficiary",
        "t0"."role",
        "t0"."device",
        "t0"."address",
        "t0"."session",
        "t0"."latitude",
        "t0"."longitude",
        "t0"."action",
        "t0"."reason",
        "t0"."reason_state",
        "t0"."purpose",
        "t0"."purpose_state",
        "t0"."case_no",
        "t0"."case_no_state",
        "t0"."networks",
        "t0"."devices",
        "t0"."window_from",
        "t0"."window_until",
        "t0"."decision",
        "t0"."rule",
        "t0"."rows",
        "t0"."exported",
        "t0"."subjects",
        "t0"."outcome",
        "t0"."access",
        "t0"."continues",
        "t0"."affiliations",
        "t0"."classes",
        "t0"."fields",
        "t0"."duties",
        "t0"."accounting",
        "t0"."basis",
        "t0"."policy"
      FROM "events" AS "t0"
      WHERE
        "t0"."action" <> 'alert'
        AND "t0"."continues" IS NULL
        AND "t0"."user" IS NOT NULL
        AND "t0"."reason" IS NOT NULL
    ) AS "t7"
    INNER JOIN (
      SELECT
        "t2"."alike",
        "t2"."normal",
        "t2"."reason" AS "word"
      FROM "reasons" AS "t2"
    ) AS "t6"
      ON "t7"."reason" = "t6"."word"
    SEMI JOIN "kept_copied" AS "t3"
      ON "t7"."agency" = "t3"."by_agency" AND "t7"."user" = "t3"."by_user"
  ) AS "t8"
  GROUP BY
    1,
    2,
    3,
    4,
    5
)
SELECT
  "t19"."same" / "t19"."all" AS "share",
  "t19"."agency" AS "found_agency",
  "t19"."user" AS "found_user",
  "t19"."grid" AS "found_grid",
  "t19"."block" AS "found_block",
  "t19"."alike" AS "found_alike"
FROM (
  SELECT
    "t18"."agency",
    "t18"."user",
    "t18"."grid",
    "t18"."block",
    "t18"."alike",
    "t18"."same",
    "t18"."most",
    SUM("t18"."same") OVER (
      PARTITION BY "t18"."agency", "t18"."user", "t18"."grid", "t18"."block"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "all"
  FROM (
    SELECT
      "t17"."agency",
      "t17"."user",
      "t17"."grid",
      "t17"."block",
      "t17"."alike",
      SUM("t17"."same") AS "same",
      SUM("t17"."most") AS "most"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t13".*
          EXCLUDE ("block_1")
        FROM (
          SELECT
            "t11".*
            EXCLUDE ("block_0")
          FROM (
            SELECT
              "t10"."agency",
              "t10"."user",
              "t10"."alike",
              "t10"."block_0",
              "t10"."block_1",
              "t10"."same",
              "t10"."most",
              0 AS "grid",
              "t10"."block_0" AS "block"
            FROM "t9" AS "t10"
          ) AS "t11"
        ) AS "t13"
      ) AS "t15"
      UNION ALL
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
              "t10"."agency",
              "t10"."user",
              "t10"."alike",
              "t10"."block_0",
              "t10"."block_1",
              "t10"."same",
              "t10"."most",
              1 AS "grid",
              "t10"."block_1" AS "block"
            FROM "t9" AS "t10"
          ) AS "t12"
        ) AS "t14"
      ) AS "t16"
    ) AS "t17"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t18"
) AS "t19"
WHERE
  "t19"."most" >= 20 AND (
    "t19"."same" / "t19"."all"
  ) >= 0.9;

WITH "t15" AS (
  SELECT
    "t14"."event_id",
    "t14"."at",
    "t14"."user",
    "t14"."agency",
    "t13"."alike",
    "t13"."normal",
    CAST(COALESCE("t14"."local_day", "t14"."day") AS BIGINT) AS "own",
    CAST(GREATEST(COALESCE("t14"."subjects", 1), 1) AS BIGINT) AS "most"
  FROM (
    SELECT
      "t2"."event_id",
      "t2"."source",
      "t2"."row",
      "t2"."at",
      "t2"."day",
      "t2"."local_day",
      "t2"."local_minute",
      "t2"."user",
      "t2"."user_state",
      COALESCE("t2"."agency", '') AS "agency",
      "t2"."agency_state",
      "t2"."owner",
      "t2"."employer",
      "t2"."beneficiary",
      "t2"."role",
      "t2"."device",
      "t2"."address",
      "t2"."session",
      "t2"."latitude",
      "t2"."longitude",
      "t2"."action",
      "t2"."reason",
      "t2"."reason_state",
      "t2"."purpose",
      "t2"."purpose_state",
      "t2"."case_no",
      "t2"."case_no_state",
      "t2"."networks",
      "t2"."devices",
      "t2"."window_from",
      "t2"."window_until",
      "t2"."decision",
      "t2"."rule",
      "t2"."rows",
      "t2"."exported",
      "t2"."subjects",
      "t2"."outcome",
      "t2"."access",
      "t2"."continues",
      "t2"."affiliations",
      "t2"."classes",
      "t2"."fields",
      "t2"."duties",
      "t2"."accounting",
      "t2"."basis",
      "t2"."policy"
    FROM "events" AS "t2"
    WHERE
      "t2"."action" <> 'alert'
      AND "t2"."continues" IS NULL
      AND "t2"."user" IS NOT NULL
      AND "t2"."reason" IS NOT NULL
  ) AS "t14"
  INNER JOIN (
    SELECT
      "t4"."alike",
      "t4"."normal",
      "t4"."reason" AS "word"
    FROM "reasons" AS "t4"
  ) AS "t13"
    ON "t14"."reason" = "t13"."word"
  SEMI JOIN "kept_copied" AS "t6"
    ON "t14"."agency" = "t6"."by_agency" AND "t14"."user" = "t6"."by_user"
  SEMI JOIN (
    SELECT DISTINCT
      "t0"."found_user" AS "by",
      "t0"."found_agency" AS "of",
      "t0"."found_alike" AS "text"
    FROM "kept_many" AS "t0"
  ) AS "t10"
    ON "t14"."user" = "t10"."by"
    AND "t14"."agency" = "t10"."of"
    AND "t13"."alike" = "t10"."text"
)
SELECT
  "t37"."user" AS "entity",
  NULLIF("t37"."agency", '') AS "agency",
  '' AS "period",
  "t37"."event_id",
  "t37"."at",
  CAST("t37"."things" AS DOUBLE) AS "measure",
  CASE
    WHEN "t37"."things" = "t37"."subjects"
    THEN CAST("t37"."subjects" AS TEXT) || ' subjects'
    WHEN "t37"."subjects" = 0
    THEN CAST("t37"."things" - "t37"."subjects" AS TEXT) || ' searches of which the log does not say whom they were about'
    ELSE CAST("t37"."subjects" AS TEXT) || ' subjects and ' || CAST("t37"."things" - "t37"."subjects" AS TEXT) || ' searches of which the log does not say whom they were about'
  END || ', ' || CAST(CAST(FLOOR("t37"."share" * 100) AS BIGINT) AS TEXT) || ' %' || CASE
    WHEN "t37"."spellings" > 1
    THEN '; ' || CAST("t37"."spellings" AS TEXT) || ' spellings'
    ELSE ''
  END AS "detail"
FROM (
  SELECT
    "t36"."agency",
    "t36"."user",
    "t36"."event_id",
    "t36"."at",
    MAX("t36"."things") AS "things",
    MAX("t36"."subjects") AS "subjects",
    MAX("t36"."share") AS "share",
    MAX("t36"."spellings") AS "spellings"
  FROM (
    SELECT
      "t33"."event_id",
      "t33"."at",
      "t33"."agency",
      "t33"."user",
      "t33"."grid",
      "t33"."block",
      "t33"."alike",
      "t33"."normal",
      "t33"."share",
      "t35"."things",
      "t35"."subjects",
      "t35"."spellings",
      "t35"."of_agency",
      "t35"."of_user",
      "t35"."of_grid",
      "t35"."of_block",
      "t35"."of_alike"
    FROM (
      SELECT DISTINCT
        *
      FROM (
        SELECT
          "t29".*
          EXCLUDE ("named")
        FROM (
          SELECT
            "t28".*
            EXCLUDE ("thing")
          FROM (
            SELECT
              "t27".*
              EXCLUDE ("subject")
            FROM (
              SELECT
                "t26".*
                EXCLUDE ("about_event")
              FROM (
                SELECT
                  "t25"."event_id",
                  "t25"."at",
                  "t25"."agency",
                  "t25"."user",
                  "t25"."grid",
                  "t25"."block",
                  "t25"."alike",
                  "t25"."normal",
                  "t25"."share",
                  "t25"."about_event",
                  "t25"."subject",
                  COALESCE("t25"."subject", "t25"."event_id") AS "thing",
                  "t25"."subject" IS NOT NULL AS "named"
                FROM (
                  SELECT
                    "t24"."event_id",
                    "t24"."at",
                    "t24"."agency",
                    "t24"."user",
                    "t24"."grid",
                    "t24"."block",
                    "t24"."alike",
                    "t24"."normal",
                    "t5"."share",
                    "t11"."about_event",
                    "t11"."subject"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t19".*
                        EXCLUDE ("block_1")
                      FROM (
                        SELECT
                          "t17".*
                          EXCLUDE ("block_0")
                        FROM (
                          SELECT
                            "t16"."event_id",
                            "t16"."at",
                            "t16"."user",
                            "t16"."agency",
                            "t16"."alike",
                            "t16"."normal",
                            "t16"."own",
                            "t16"."most",
                            CAST(FLOOR((
                              "t16"."own"
                            ) / (
                              30
                            )) AS BIGINT) AS "block_0",
                            CAST(FLOOR((
                              "t16"."own" + 15
                            ) / (
                              30
                            )) AS BIGINT) AS "block_1",
                            0 AS "grid",
                            CAST(FLOOR((
                              "t16"."own"
                            ) / (
                              30
                            )) AS BIGINT) AS "block"
                          FROM "t15" AS "t16"
                        ) AS "t17"
                      ) AS "t19"
                    ) AS "t21"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t20".*
                        EXCLUDE ("block_1")
                      FROM (
                        SELECT
                          "t18".*
                          EXCLUDE ("block_0")
                        FROM (
                          SELECT
                            "t16"."event_id",
                            "t16"."at",
                            "t16"."user",
                            "t16"."agency",
                            "t16"."alike",
                            "t16"."normal",
                            "t16"."own",
                            "t16"."most",
                            CAST(FLOOR((
                              "t16"."own"
                            ) / (
                              30
                            )) AS BIGINT) AS "block_0",
                            CAST(FLOOR((
                              "t16"."own" + 15
                            ) / (
                              30
                            )) AS BIGINT) AS "block_1",
                            1 AS "grid",
                            CAST(FLOOR((
                              "t16"."own" + 15
                            ) / (
                              30
                            )) AS BIGINT) AS "block"
                          FROM "t15" AS "t16"
                        ) AS "t18"
                      ) AS "t20"
                    ) AS "t22"
                  ) AS "t24"
                  INNER JOIN "kept_many" AS "t5"
                    ON "t24"."agency" = "t5"."found_agency"
                    AND "t24"."user" = "t5"."found_user"
                    AND "t24"."grid" = "t5"."found_grid"
                    AND "t24"."block" = "t5"."found_block"
                    AND "t24"."alike" = "t5"."found_alike"
                  LEFT OUTER JOIN (
                    SELECT
                      "t1"."event_id" AS "about_event",
                      "t1"."subject"
                    FROM "subjects" AS "t1"
                    WHERE
                      "t1"."asked"
                  ) AS "t11"
                    ON "t24"."event_id" = "t11"."about_event"
                ) AS "t25"
              ) AS "t26"
            ) AS "t27"
          ) AS "t28"
        ) AS "t29"
      ) AS "t30"
    ) AS "t33"
    INNER JOIN (
      SELECT
        "t31"."things",
        "t31"."subjects",
        "t31"."spellings",
        "t31"."agency" AS "of_agency",
        "t31"."user" AS "of_user",
        "t31"."grid" AS "of_grid",
        "t31"."block" AS "of_block",
        "t31"."alike" AS "of_alike"
      FROM (
        SELECT
          "t28"."agency",
          "t28"."user",
          "t28"."grid",
          "t28"."block",
          "t28"."alike",
          COUNT(DISTINCT "t28"."thing") AS "things",
          COUNT(DISTINCT "t28"."thing") FILTER(WHERE
            "t28"."named") AS "subjects",
          COUNT(DISTINCT "t28"."normal") AS "spellings"
        FROM (
          SELECT
            "t27".*
            EXCLUDE ("subject")
          FROM (
            SELECT
              "t26".*
              EXCLUDE ("about_event")
            FROM (
              SELECT
                "t25"."event_id",
                "t25"."at",
                "t25"."agency",
                "t25"."user",
                "t25"."grid",
                "t25"."block",
                "t25"."alike",
                "t25"."normal",
                "t25"."share",
                "t25"."about_event",
                "t25"."subject",
                COALESCE("t25"."subject", "t25"."event_id") AS "thing",
                "t25"."subject" IS NOT NULL AS "named"
              FROM (
                SELECT
                  "t24"."event_id",
                  "t24"."at",
                  "t24"."agency",
                  "t24"."user",
                  "t24"."grid",
                  "t24"."block",
                  "t24"."alike",
                  "t24"."normal",
                  "t5"."share",
                  "t11"."about_event",
                  "t11"."subject"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t19".*
                      EXCLUDE ("block_1")
                    FROM (
                      SELECT
                        "t17".*
                        EXCLUDE ("block_0")
                      FROM (
                        SELECT
                          "t16"."event_id",
                          "t16"."at",
                          "t16"."user",
                          "t16"."agency",
                          "t16"."alike",
                          "t16"."normal",
                          "t16"."own",
                          "t16"."most",
                          CAST(FLOOR((
                            "t16"."own"
                          ) / (
                            30
                          )) AS BIGINT) AS "block_0",
                          CAST(FLOOR((
                            "t16"."own" + 15
                          ) / (
                            30
                          )) AS BIGINT) AS "block_1",
                          0 AS "grid",
                          CAST(FLOOR((
                            "t16"."own"
                          ) / (
                            30
                          )) AS BIGINT) AS "block"
                        FROM "t15" AS "t16"
                      ) AS "t17"
                    ) AS "t19"
                  ) AS "t21"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t20".*
                      EXCLUDE ("block_1")
                    FROM (
                      SELECT
                        "t18".*
                        EXCLUDE ("block_0")
                      FROM (
                        SELECT
                          "t16"."event_id",
                          "t16"."at",
                          "t16"."user",
                          "t16"."agency",
                          "t16"."alike",
                          "t16"."normal",
                          "t16"."own",
                          "t16"."most",
                          CAST(FLOOR((
                            "t16"."own"
                          ) / (
                            30
                          )) AS BIGINT) AS "block_0",
                          CAST(FLOOR((
                            "t16"."own" + 15
                          ) / (
                            30
                          )) AS BIGINT) AS "block_1",
                          1 AS "grid",
                          CAST(FLOOR((
                            "t16"."own" + 15
                          ) / (
                            30
                          )) AS BIGINT) AS "block"
                        FROM "t15" AS "t16"
                      ) AS "t18"
                    ) AS "t20"
                  ) AS "t22"
                ) AS "t24"
                INNER JOIN "kept_many" AS "t5"
                  ON "t24"."agency" = "t5"."found_agency"
                  AND "t24"."user" = "t5"."found_user"
                  AND "t24"."grid" = "t5"."found_grid"
                  AND "t24"."block" = "t5"."found_block"
                  AND "t24"."alike" = "t5"."found_alike"
                LEFT OUTER JOIN (
                  SELECT
                    "t1"."event_id" AS "about_event",
                    "t1"."subject"
                  FROM "subjects" AS "t1"
                  WHERE
                    "t1"."asked"
                ) AS "t11"
                  ON "t24"."event_id" = "t11"."about_event"
              ) AS "t25"
            ) AS "t26"
          ) AS "t27"
        ) AS "t28"
        GROUP BY
          1,
          2,
          3,
          4,
          5
      ) AS "t31"
      WHERE
        "t31"."things" >= 20
    ) AS "t35"
      ON "t33"."agency" = "t35"."of_agency"
      AND "t33"."user" = "t35"."of_user"
      AND "t33"."grid" = "t35"."of_grid"
      AND "t33"."block" = "t35"."of_block"
      AND "t33"."alike" = "t35"."of_alike"
  ) AS "t36"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t37"
