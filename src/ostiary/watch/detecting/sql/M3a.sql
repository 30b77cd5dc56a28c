WITH "t10" AS (
  SELECT
    "t9"."agency",
    "t9"."user",
    "t9"."normal",
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
  ) AS "t9"
  GROUP BY
    1,
    2,
    3,
    4,
    5
), "t18" AS (
  SELECT
    "t17"."agency",
    "t17"."user",
    "t17"."grid",
    "t17"."block",
    "t17"."normal",
    "t17"."same",
    "t17"."most",
    SUM("t17"."same") OVER (
      PARTITION BY "t17"."agency", "t17"."user", "t17"."grid", "t17"."block"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "all"
  FROM (
    SELECT
      "t16"."agency",
      "t16"."user",
      "t16"."grid",
      "t16"."block",
      "t16"."normal",
      SUM("t16"."same") AS "same",
      SUM("t16"."most") AS "most"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t12".*
          EXCLUDE ("block_0", "block_1")
        FROM (
          SELECT
            "t11"."agency",
            "t11"."user",
            "t11"."normal",
            "t11"."block_0",
            "t11"."block_1",
            "t11"."same",
            "t11"."most",
            0 AS "grid",
            "t11"."block_0" AS "block"
          FROM "t10" AS "t11"
        ) AS "t12"
      ) AS "t14"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t13".*
          EXCLUDE ("block_0", "block_1")
        FROM (
          SELECT
            "t11"."agency",
            "t11"."user",
            "t11"."normal",
            "t11"."block_0",
            "t11"."block_1",
            "t11"."same",
            "t11"."most",
            1 AS "grid",
            "t11"."block_1" AS "block"
          FROM "t10" AS "t11"
        ) AS "t13"
      ) AS "t15"
    ) AS "t16"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t17"
), "t24" AS (
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
  SEMI JOIN (
    SELECT DISTINCT
      "t19"."user" AS "by",
      "t19"."agency" AS "of",
      "t19"."normal" AS "text"
    FROM "t18" AS "t19"
    WHERE
      "t19"."most" >= 20 AND (
        "t19"."same" / "t19"."all"
      ) >= 0.9
  ) AS "t23"
    ON "t8"."user" = "t23"."by"
    AND "t8"."agency" = "t23"."of"
    AND "t7"."normal" = "t23"."text"
)
SELECT
  "t44"."user" AS "entity",
  NULLIF("t44"."agency", '') AS "agency",
  '' AS "period",
  "t44"."event_id",
  "t44"."at",
  CAST("t44"."things" AS DOUBLE) AS "measure",
  CASE
    WHEN "t44"."things" = "t44"."subjects"
    THEN CAST("t44"."subjects" AS TEXT) || ' subjects'
    WHEN "t44"."subjects" = 0
    THEN CAST("t44"."things" - "t44"."subjects" AS TEXT) || ' searches of which the log does not say whom they were about'
    ELSE CAST("t44"."subjects" AS TEXT) || ' subjects and ' || CAST("t44"."things" - "t44"."subjects" AS TEXT) || ' searches of which the log does not say whom they were about'
  END || ', ' || CAST(CAST(FLOOR("t44"."share" * 100) AS BIGINT) AS TEXT) || ' %' AS "detail"
FROM (
  SELECT
    "t43"."agency",
    "t43"."user",
    "t43"."event_id",
    "t43"."at",
    MAX("t43"."things") AS "things",
    MAX("t43"."subjects") AS "subjects",
    MAX("t43"."share") AS "share"
  FROM (
    SELECT
      "t40"."event_id",
      "t40"."at",
      "t40"."agency",
      "t40"."user",
      "t40"."grid",
      "t40"."block",
      "t40"."normal",
      "t40"."share",
      "t42"."things",
      "t42"."subjects",
      "t42"."of_agency",
      "t42"."of_user",
      "t42"."of_grid",
      "t42"."of_block",
      "t42"."of_normal"
    FROM (
      SELECT DISTINCT
        *
      FROM (
        SELECT
          "t36".*
          EXCLUDE ("named")
        FROM (
          SELECT
            "t35".*
            EXCLUDE ("thing")
          FROM (
            SELECT
              "t34".*
              EXCLUDE ("subject")
            FROM (
              SELECT
                "t33".*
                EXCLUDE ("about_event")
              FROM (
                SELECT
                  "t32"."event_id",
                  "t32"."at",
                  "t32"."agency",
                  "t32"."user",
                  "t32"."grid",
                  "t32"."block",
                  "t32"."normal",
                  "t32"."share",
                  "t32"."about_event",
                  "t32"."subject",
                  COALESCE("t32"."subject", "t32"."event_id") AS "thing",
                  "t32"."subject" IS NOT NULL AS "named"
                FROM (
                  SELECT
                    "t31"."event_id",
                    "t31"."at",
                    "t31"."agency",
                    "t31"."user",
                    "t31"."grid",
                    "t31"."block",
                    "t31"."normal",
                    "t22"."share",
                    "t5"."about_event",
                    "t5"."subject"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t26".*
                        EXCLUDE ("block_0", "block_1")
                      FROM (
                        SELECT
                          "t25"."event_id",
                          "t25"."at",
                          "t25"."user",
                          "t25"."agency",
                          "t25"."normal",
                          "t25"."vague",
                          "t25"."placeholder",
                          "t25"."case_like",
                          "t25"."own",
                          "t25"."most",
                          CAST(FLOOR((
                            "t25"."own"
                          ) / (
                            30
                          )) AS BIGINT) AS "block_0",
                          CAST(FLOOR((
                            "t25"."own" + 15
                          ) / (
                            30
                          )) AS BIGINT) AS "block_1",
                          0 AS "grid",
                          CAST(FLOOR((
                            "t25"."own"
                          ) / (
                            30
                          )) AS BIGINT) AS "block"
                        FROM "t24" AS "t25"
                      ) AS "t26"
                    ) AS "t28"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t27".*
                        EXCLUDE ("block_0", "block_1")
                      FROM (
                        SELECT
                          "t25"."event_id",
                          "t25"."at",
                          "t25"."user",
                          "t25"."agency",
                          "t25"."normal",
                          "t25"."vague",
                          "t25"."placeholder",
                          "t25"."case_like",
                          "t25"."own",
                          "t25"."most",
                          CAST(FLOOR((
                            "t25"."own"
                          ) / (
                            30
                          )) AS BIGINT) AS "block_0",
                          CAST(FLOOR((
                            "t25"."own" + 15
                          ) / (
                            30
                          )) AS BIGINT) AS "block_1",
                          1 AS "grid",
                          CAST(FLOOR((
                            "t25"."own" + 15
                          ) / (
                            30
                          )) AS BIGINT) AS "block"
                        FROM "t24" AS "t25"
                      ) AS "t27"
                    ) AS "t29"
                  ) AS "t31"
                  INNER JOIN (
                    SELECT
                      "t19"."same" / "t19"."all" AS "share",
                      "t19"."agency" AS "found_agency",
                      "t19"."user" AS "found_user",
                      "t19"."grid" AS "found_grid",
                      "t19"."block" AS "found_block",
                      "t19"."normal" AS "found_normal"
                    FROM "t18" AS "t19"
                    WHERE
                      "t19"."most" >= 20 AND (
                        "t19"."same" / "t19"."all"
                      ) >= 0.9
                  ) AS "t22"
                    ON "t31"."agency" = "t22"."found_agency"
                    AND "t31"."user" = "t22"."found_user"
                    AND "t31"."grid" = "t22"."found_grid"
                    AND "t31"."block" = "t22"."found_block"
                    AND "t31"."normal" = "t22"."found_normal"
                  LEFT OUTER JOIN (
                    SELECT
                      "t0"."event_id" AS "about_event",
                      "t0"."subject"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked"
                  ) AS "t5"
                    ON "t31"."event_id" = "t5"."about_event"
                ) AS "t32"
              ) AS "t33"
            ) AS "t34"
          ) AS "t35"
        ) AS "t36"
      ) AS "t37"
    ) AS "t40"
    INNER JOIN (
      SELECT
        "t38"."things",
        "t38"."subjects",
        "t38"."agency" AS "of_agency",
        "t38"."user" AS "of_user",
        "t38"."grid" AS "of_grid",
        "t38"."block" AS "of_block",
        "t38"."normal" AS "of_normal"
      FROM (
        SELECT
          "t35"."agency",
          "t35"."user",
          "t35"."grid",
          "t35"."block",
          "t35"."normal",
          COUNT(DISTINCT "t35"."thing") AS "things",
          COUNT(DISTINCT "t35"."thing") FILTER(WHERE
            "t35"."named") AS "subjects"
        FROM (
          SELECT
            "t34".*
            EXCLUDE ("subject")
          FROM (
            SELECT
              "t33".*
              EXCLUDE ("about_event")
            FROM (
              SELECT
                "t32"."event_id",
                "t32"."at",
                "t32"."agency",
                "t32"."user",
                "t32"."grid",
                "t32"."block",
                "t32"."normal",
                "t32"."share",
                "t32"."about_event",
                "t32"."subject",
                COALESCE("t32"."subject", "t32"."event_id") AS "thing",
                "t32"."subject" IS NOT NULL AS "named"
              FROM (
                SELECT
                  "t31"."event_id",
                  "t31"."at",
                  "t31"."agency",
                  "t31"."user",
                  "t31"."grid",
                  "t31"."block",
                  "t31"."normal",
                  "t22"."share",
                  "t5"."about_event",
                  "t5"."subject"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t26".*
                      EXCLUDE ("block_0", "block_1")
                    FROM (
                      SELECT
                        "t25"."event_id",
                        "t25"."at",
                        "t25"."user",
                        "t25"."agency",
                        "t25"."normal",
                        "t25"."vague",
                        "t25"."placeholder",
                        "t25"."case_like",
                        "t25"."own",
                        "t25"."most",
                        CAST(FLOOR((
                          "t25"."own"
                        ) / (
                          30
                        )) AS BIGINT) AS "block_0",
                        CAST(FLOOR((
                          "t25"."own" + 15
                        ) / (
                          30
                        )) AS BIGINT) AS "block_1",
                        0 AS "grid",
                        CAST(FLOOR((
                          "t25"."own"
                        ) / (
                          30
                        )) AS BIGINT) AS "block"
                      FROM "t24" AS "t25"
                    ) AS "t26"
                  ) AS "t28"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t27".*
                      EXCLUDE ("block_0", "block_1")
                    FROM (
                      SELECT
                        "t25"."event_id",
                        "t25"."at",
                        "t25"."user",
                        "t25"."agency",
                        "t25"."normal",
                        "t25"."vague",
                        "t25"."placeholder",
                        "t25"."case_like",
                        "t25"."own",
                        "t25"."most",
                        CAST(FLOOR((
                          "t25"."own"
                        ) / (
                          30
                        )) AS BIGINT) AS "block_0",
                        CAST(FLOOR((
                          "t25"."own" + 15
                        ) / (
                          30
                        )) AS BIGINT) AS "block_1",
                        1 AS "grid",
                        CAST(FLOOR((
                          "t25"."own" + 15
                        ) / (
                          30
                        )) AS BIGINT) AS "block"
                      FROM "t24" AS "t25"
                    ) AS "t27"
                  ) AS "t29"
                ) AS "t31"
                INNER JOIN (
                  SELECT
                    "t19"."same" / "t19"."all" AS "share",
                    "t19"."agency" AS "found_agency",
                    "t19"."user" AS "found_user",
                    "t19"."grid" AS "found_grid",
                    "t19"."block" AS "found_block",
                    "t19"."normal" AS "found_normal"
                  FROM "t18" AS "t19"
                  WHERE
                    "t19"."most" >= 20 AND (
                      "t19"."same" / "t19"."all"
                    ) >= 0.9
                ) AS "t22"
                  ON "t31"."agency" = "t22"."found_agency"
                  AND "t31"."user" = "t22"."found_user"
                  AND "t31"."grid" = "t22"."found_grid"
                  AND "t31"."block" = "t22"."found_block"
                  AND "t31"."normal" = "t22"."found_normal"
                LEFT OUTER JOIN (
                  SELECT
                    "t0"."event_id" AS "about_event",
                    "t0"."subject"
                  FROM "subjects" AS "t0"
                  WHERE
                    "t0"."asked"
                ) AS "t5"
                  ON "t31"."event_id" = "t5"."about_event"
              ) AS "t32"
            ) AS "t33"
          ) AS "t34"
        ) AS "t35"
        GROUP BY
          1,
          2,
          3,
          4,
          5
      ) AS "t38"
      WHERE
        "t38"."things" >= 20
    ) AS "t42"
      ON "t40"."agency" = "t42"."of_agency"
      AND "t40"."user" = "t42"."of_user"
      AND "t40"."grid" = "t42"."of_grid"
      AND "t40"."block" = "t42"."of_block"
      AND "t40"."normal" = "t42"."of_normal"
  ) AS "t43"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t44"
