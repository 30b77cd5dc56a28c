CREATE TEMP TABLE kept_month_of_day AS
SELECT
  "t1"."one",
  (
    (
      (
        CAST(FLOOR((
          "t1"."one" + 719468
        ) / (
          146097
        )) AS BIGINT) * 400
      ) + CAST(FLOOR(
        (
          (
            (
              (
                (
                  "t1"."one" + 719468
                ) % 146097
              ) - CAST(FLOOR((
                (
                  "t1"."one" + 719468
                ) % 146097
              ) / (
                1460
              )) AS BIGINT)
            ) + CAST(FLOOR((
              (
                "t1"."one" + 719468
              ) % 146097
            ) / (
              36524
            )) AS BIGINT)
          ) - CAST(FLOOR((
            (
              "t1"."one" + 719468
            ) % 146097
          ) / (
            146096
          )) AS BIGINT)
        ) / (
          365
        )
      ) AS BIGINT)
    ) * 12
  ) + CAST(FLOOR(
    (
      (
        (
          (
            (
              "t1"."one" + 719468
            ) % 146097
          ) - (
            (
              (
                CAST(FLOOR(
                  (
                    (
                      (
                        (
                          (
                            "t1"."one" + 719468
                          ) % 146097
                        ) - CAST(FLOOR((
                          (
                            "t1"."one" + 719468
                          ) % 146097
                        ) / (
                          1460
                        )) AS BIGINT)
                      ) + CAST(FLOOR((
                        (
                          "t1"."one" + 719468
                        ) % 146097
                      ) / (
                        36524
                      )) AS BIGINT)
                    ) - CAST(FLOOR((
                      (
                        "t1"."one" + 719468
                      ) % 146097
                    ) / (
                      146096
                    )) AS BIGINT)
                  ) / (
                    365
                  )
                ) AS BIGINT) * 365
              ) + CAST(FLOOR(
                (
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            (
                              "t1"."one" + 719468
                            ) % 146097
                          ) - CAST(FLOOR((
                            (
                              "t1"."one" + 719468
                            ) % 146097
                          ) / (
                            1460
                          )) AS BIGINT)
                        ) + CAST(FLOOR((
                          (
                            "t1"."one" + 719468
                          ) % 146097
                        ) / (
                          36524
                        )) AS BIGINT)
                      ) - CAST(FLOOR((
                        (
                          "t1"."one" + 719468
                        ) % 146097
                      ) / (
                        146096
                      )) AS BIGINT)
                    ) / (
                      365
                    )
                  ) AS BIGINT)
                ) / (
                  4
                )
              ) AS BIGINT)
            ) - CAST(FLOOR(
              (
                CAST(FLOOR(
                  (
                    (
                      (
                        (
                          (
                            "t1"."one" + 719468
                          ) % 146097
                        ) - CAST(FLOOR((
                          (
                            "t1"."one" + 719468
                          ) % 146097
                        ) / (
                          1460
                        )) AS BIGINT)
                      ) + CAST(FLOOR((
                        (
                          "t1"."one" + 719468
                        ) % 146097
                      ) / (
                        36524
                      )) AS BIGINT)
                    ) - CAST(FLOOR((
                      (
                        "t1"."one" + 719468
                      ) % 146097
                    ) / (
                      146096
                    )) AS BIGINT)
                  ) / (
                    365
                  )
                ) AS BIGINT)
              ) / (
                100
              )
            ) AS BIGINT)
          )
        ) * 5
      ) + 2
    ) / (
      153
    )
  ) AS BIGINT) + 2 AS "month"
FROM (
  SELECT DISTINCT
    CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) AS "one"
  FROM "events" AS "t0"
) AS "t1";

WITH "t9" AS (
  SELECT
    "t8"."event_id",
    "t8"."source",
    "t8"."row",
    "t8"."at",
    "t8"."day",
    "t8"."local_day",
    "t8"."local_minute",
    "t8"."user",
    "t8"."user_state",
    "t8"."agency",
    "t8"."agency_state",
    "t8"."owner",
    "t8"."employer",
    "t8"."beneficiary",
    "t8"."role",
    "t8"."device",
    "t8"."address",
    "t8"."session",
    "t8"."latitude",
    "t8"."longitude",
    "t8"."action",
    "t8"."reason",
    "t8"."reason_state",
    "t8"."purpose",
    "t8"."purpose_state",
    "t8"."case_no",
    "t8"."case_no_state",
    "t8"."networks",
    "t8"."devices",
    "t8"."window_from",
    "t8"."window_until",
    "t8"."decision",
    "t8"."rule",
    "t8"."rows",
    "t8"."exported",
    "t8"."subjects",
    "t8"."outcome",
    "t8"."access",
    "t8"."continues",
    "t8"."affiliations",
    "t8"."classes",
    "t8"."fields",
    "t8"."duties",
    "t8"."accounting",
    "t8"."basis",
    "t8"."policy",
    "t8"."typed_in",
    CASE
      WHEN (
        "t8"."case_no_state" = 'blank'
      ) AND (
        "t8"."typed_in" IS NULL
      )
      THEN 1
      ELSE 0
    END AS "without"
  FROM (
    SELECT
      "t7"."event_id",
      "t7"."source",
      "t7"."row",
      "t7"."at",
      "t7"."day",
      "t7"."local_day",
      "t7"."local_minute",
      "t7"."user",
      "t7"."user_state",
      "t7"."agency",
      "t7"."agency_state",
      "t7"."owner",
      "t7"."employer",
      "t7"."beneficiary",
      "t7"."role",
      "t7"."device",
      "t7"."address",
      "t7"."session",
      "t7"."latitude",
      "t7"."longitude",
      "t7"."action",
      "t7"."reason",
      "t7"."reason_state",
      "t7"."purpose",
      "t7"."purpose_state",
      "t7"."case_no",
      "t7"."case_no_state",
      "t7"."networks",
      "t7"."devices",
      "t7"."window_from",
      "t7"."window_until",
      "t7"."decision",
      "t7"."rule",
      "t7"."rows",
      "t7"."exported",
      "t7"."subjects",
      "t7"."outcome",
      "t7"."access",
      "t7"."continues",
      "t7"."affiliations",
      "t7"."classes",
      "t7"."fields",
      "t7"."duties",
      "t7"."accounting",
      "t7"."basis",
      "t7"."policy",
      "t6"."typed_in"
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
        AND (
          (
            "t1"."case_no_state" = 'given'
          ) OR (
            "t1"."case_no_state" = 'blank'
          )
        )
    ) AS "t7"
    LEFT OUTER JOIN (
      SELECT
        "t2"."reason" AS "typed_in"
      FROM "reasons" AS "t2"
      WHERE
        "t2"."case_like" IS NOT NULL
    ) AS "t6"
      ON "t7"."reason" = "t6"."typed_in"
  ) AS "t8"
  WHERE
    "t8"."agency" <> ''
)
SELECT
  "t21"."user" AS "entity",
  NULLIF("t21"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t21"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t21"."month" % 12
  ) + 1 AS TEXT), 2) AS "period",
  "t21"."event_id",
  "t21"."at",
  CAST("t21"."count" AS DOUBLE) AS "measure",
  '' AS "detail"
FROM (
  SELECT
    "t20"."event_id",
    "t20"."source",
    "t20"."row",
    "t20"."at",
    "t20"."day",
    "t20"."local_day",
    "t20"."local_minute",
    "t20"."user",
    "t20"."user_state",
    "t20"."agency",
    "t20"."agency_state",
    "t20"."owner",
    "t20"."employer",
    "t20"."beneficiary",
    "t20"."role",
    "t20"."device",
    "t20"."address",
    "t20"."session",
    "t20"."latitude",
    "t20"."longitude",
    "t20"."action",
    "t20"."reason",
    "t20"."reason_state",
    "t20"."purpose",
    "t20"."purpose_state",
    "t20"."case_no",
    "t20"."case_no_state",
    "t20"."networks",
    "t20"."devices",
    "t20"."window_from",
    "t20"."window_until",
    "t20"."decision",
    "t20"."rule",
    "t20"."rows",
    "t20"."exported",
    "t20"."subjects",
    "t20"."outcome",
    "t20"."access",
    "t20"."continues",
    "t20"."affiliations",
    "t20"."classes",
    "t20"."fields",
    "t20"."duties",
    "t20"."accounting",
    "t20"."basis",
    "t20"."policy",
    "t20"."typed_in",
    "t20"."without",
    "t20"."month",
    SUM("t20"."without") OVER (
      PARTITION BY "t20"."agency", "t20"."user", "t20"."month"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "count",
    COUNT(*) OVER (
      PARTITION BY "t20"."agency", "t20"."user", "t20"."month"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "all"
  FROM (
    SELECT
      "t19".*
      EXCLUDE ("one")
    FROM (
      SELECT
        "t18".*
        EXCLUDE ("own_day")
      FROM (
        SELECT
          "t17"."event_id",
          "t17"."source",
          "t17"."row",
          "t17"."at",
          "t17"."day",
          "t17"."local_day",
          "t17"."local_minute",
          "t17"."user",
          "t17"."user_state",
          "t17"."agency",
          "t17"."agency_state",
          "t17"."owner",
          "t17"."employer",
          "t17"."beneficiary",
          "t17"."role",
          "t17"."device",
          "t17"."address",
          "t17"."session",
          "t17"."latitude",
          "t17"."longitude",
          "t17"."action",
          "t17"."reason",
          "t17"."reason_state",
          "t17"."purpose",
          "t17"."purpose_state",
          "t17"."case_no",
          "t17"."case_no_state",
          "t17"."networks",
          "t17"."devices",
          "t17"."window_from",
          "t17"."window_until",
          "t17"."decision",
          "t17"."rule",
          "t17"."rows",
          "t17"."exported",
          "t17"."subjects",
          "t17"."outcome",
          "t17"."access",
          "t17"."continues",
          "t17"."affiliations",
          "t17"."classes",
          "t17"."fields",
          "t17"."duties",
          "t17"."accounting",
          "t17"."basis",
          "t17"."policy",
          "t17"."typed_in",
          "t17"."without",
          "t17"."own_day",
          "t3"."one",
          "t3"."month"
        FROM (
          SELECT
            "t15"."event_id",
            "t15"."source",
            "t15"."row",
            "t15"."at",
            "t15"."day",
            "t15"."local_day",
            "t15"."local_minute",
            "t15"."user",
            "t15"."user_state",
            "t15"."agency",
            "t15"."agency_state",
            "t15"."owner",
            "t15"."employer",
            "t15"."beneficiary",
            "t15"."role",
            "t15"."device",
            "t15"."address",
            "t15"."session",
            "t15"."latitude",
            "t15"."longitude",
            "t15"."action",
            "t15"."reason",
            "t15"."reason_state",
            "t15"."purpose",
            "t15"."purpose_state",
            "t15"."case_no",
            "t15"."case_no_state",
            "t15"."networks",
            "t15"."devices",
            "t15"."window_from",
            "t15"."window_until",
            "t15"."decision",
            "t15"."rule",
            "t15"."rows",
            "t15"."exported",
            "t15"."subjects",
            "t15"."outcome",
            "t15"."access",
            "t15"."continues",
            "t15"."affiliations",
            "t15"."classes",
            "t15"."fields",
            "t15"."duties",
            "t15"."accounting",
            "t15"."basis",
            "t15"."policy",
            "t15"."typed_in",
            "t15"."without",
            CAST(COALESCE("t15"."local_day", "t15"."day") AS BIGINT) AS "own_day"
          FROM (
            SELECT
              "t11"."event_id",
              "t11"."source",
              "t11"."row",
              "t11"."at",
              "t11"."day",
              "t11"."local_day",
              "t11"."local_minute",
              "t11"."user",
              "t11"."user_state",
              "t11"."agency",
              "t11"."agency_state",
              "t11"."owner",
              "t11"."employer",
              "t11"."beneficiary",
              "t11"."role",
              "t11"."device",
              "t11"."address",
              "t11"."session",
              "t11"."latitude",
              "t11"."longitude",
              "t11"."action",
              "t11"."reason",
              "t11"."reason_state",
              "t11"."purpose",
              "t11"."purpose_state",
              "t11"."case_no",
              "t11"."case_no_state",
              "t11"."networks",
              "t11"."devices",
              "t11"."window_from",
              "t11"."window_until",
              "t11"."decision",
              "t11"."rule",
              "t11"."rows",
              "t11"."exported",
              "t11"."subjects",
              "t11"."outcome",
              "t11"."access",
              "t11"."continues",
              "t11"."affiliations",
              "t11"."classes",
              "t11"."fields",
              "t11"."duties",
              "t11"."accounting",
              "t11"."basis",
              "t11"."policy",
              "t11"."typed_in",
              "t11"."without"
            FROM "t9" AS "t11"
            SEMI JOIN (
              SELECT
                *
              FROM (
                SELECT
                  "t10"."agency" AS "habit_of",
                  1 - AVG("t10"."without") AS "share"
                FROM "t9" AS "t10"
                GROUP BY
                  1
              ) AS "t12"
              WHERE
                "t12"."share" >= 0.8
            ) AS "t14"
              ON "t11"."agency" = "t14"."habit_of"
          ) AS "t15"
        ) AS "t17"
        INNER JOIN "kept_month_of_day" AS "t3"
          ON "t17"."own_day" = "t3"."one"
      ) AS "t18"
    ) AS "t19"
  ) AS "t20"
) AS "t21"
WHERE
  "t21"."without" = 1
  AND "t21"."count" >= 5
  AND "t21"."count" >= (
    "t21"."all" * 0.5
  )
