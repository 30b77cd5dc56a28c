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

CREATE TEMP TABLE kept_months AS
SELECT
  "t8"."agency",
  "t8"."month",
  COUNT(*) AS "searches"
FROM (
  SELECT
    "t7"."event_id",
    "t7"."at",
    "t7"."agency",
    "t7"."purpose",
    "t7"."reason",
    "t7"."month"
  FROM (
    SELECT
      "t6".*
      EXCLUDE ("one")
    FROM (
      SELECT
        "t5".*
        EXCLUDE ("own_day")
      FROM (
        SELECT
          "t4"."event_id",
          "t4"."source",
          "t4"."row",
          "t4"."at",
          "t4"."day",
          "t4"."local_day",
          "t4"."local_minute",
          "t4"."user",
          "t4"."user_state",
          "t4"."agency",
          "t4"."agency_state",
          "t4"."owner",
          "t4"."employer",
          "t4"."beneficiary",
          "t4"."role",
          "t4"."device",
          "t4"."address",
          "t4"."session",
          "t4"."latitude",
          "t4"."longitude",
          "t4"."action",
          "t4"."reason",
          "t4"."reason_state",
          "t4"."purpose",
          "t4"."purpose_state",
          "t4"."case_no",
          "t4"."case_no_state",
          "t4"."networks",
          "t4"."devices",
          "t4"."window_from",
          "t4"."window_until",
          "t4"."decision",
          "t4"."rule",
          "t4"."rows",
          "t4"."exported",
          "t4"."subjects",
          "t4"."outcome",
          "t4"."access",
          "t4"."continues",
          "t4"."affiliations",
          "t4"."classes",
          "t4"."fields",
          "t4"."duties",
          "t4"."accounting",
          "t4"."basis",
          "t4"."policy",
          "t4"."own_day",
          "t2"."one",
          "t2"."month"
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
            "t0"."agency",
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
            "t0"."policy",
            CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) AS "own_day"
          FROM "events" AS "t0"
          WHERE
            "t0"."agency" IS NOT NULL
        ) AS "t4"
        INNER JOIN "kept_month_of_day" AS "t2"
          ON "t4"."own_day" = "t2"."one"
      ) AS "t5"
    ) AS "t6"
  ) AS "t7"
) AS "t8"
GROUP BY
  1,
  2;

CREATE TEMP TABLE kept_named AS
SELECT
  "t8"."agency",
  "t8"."month",
  "t8"."label",
  COUNT(*) AS "named"
FROM (
  SELECT
    "t7"."event_id",
    "t7"."at",
    "t7"."agency",
    "t7"."purpose",
    "t7"."reason",
    "t7"."month",
    "t7"."purpose" AS "label"
  FROM (
    SELECT
      "t6".*
      EXCLUDE ("one")
    FROM (
      SELECT
        "t5".*
        EXCLUDE ("own_day")
      FROM (
        SELECT
          "t4"."event_id",
          "t4"."source",
          "t4"."row",
          "t4"."at",
          "t4"."day",
          "t4"."local_day",
          "t4"."local_minute",
          "t4"."user",
          "t4"."user_state",
          "t4"."agency",
          "t4"."agency_state",
          "t4"."owner",
          "t4"."employer",
          "t4"."beneficiary",
          "t4"."role",
          "t4"."device",
          "t4"."address",
          "t4"."session",
          "t4"."latitude",
          "t4"."longitude",
          "t4"."action",
          "t4"."reason",
          "t4"."reason_state",
          "t4"."purpose",
          "t4"."purpose_state",
          "t4"."case_no",
          "t4"."case_no_state",
          "t4"."networks",
          "t4"."devices",
          "t4"."window_from",
          "t4"."window_until",
          "t4"."decision",
          "t4"."rule",
          "t4"."rows",
          "t4"."exported",
          "t4"."subjects",
          "t4"."outcome",
          "t4"."access",
          "t4"."continues",
          "t4"."affiliations",
          "t4"."classes",
          "t4"."fields",
          "t4"."duties",
          "t4"."accounting",
          "t4"."basis",
          "t4"."policy",
          "t4"."own_day",
          "t2"."one",
          "t2"."month"
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
            "t0"."agency",
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
            "t0"."policy",
            CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) AS "own_day"
          FROM "events" AS "t0"
          WHERE
            "t0"."agency" IS NOT NULL
        ) AS "t4"
        INNER JOIN "kept_month_of_day" AS "t2"
          ON "t4"."own_day" = "t2"."one"
      ) AS "t5"
    ) AS "t6"
  ) AS "t7"
  WHERE
    "t7"."purpose" IS NOT NULL
) AS "t8"
GROUP BY
  1,
  2,
  3;

SELECT
  "t20"."agency" AS "entity",
  NULLIF("t20"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t20"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t20"."month" % 12
  ) + 1 AS TEXT), 2) || ' ' || "t20"."label" AS "period",
  "t20"."event_id",
  "t20"."at",
  CAST("t25"."lost" AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t20"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t20"."month" % 12
  ) + 1 AS TEXT), 2) AS "detail"
FROM (
  SELECT
    "t18"."event_id",
    "t18"."at",
    "t18"."agency",
    "t18"."purpose",
    "t18"."reason",
    "t18"."month",
    "t18"."purpose" AS "label"
  FROM (
    SELECT
      "t16".*
      EXCLUDE ("one")
    FROM (
      SELECT
        "t14".*
        EXCLUDE ("own_day")
      FROM (
        SELECT
          "t12"."event_id",
          "t12"."source",
          "t12"."row",
          "t12"."at",
          "t12"."day",
          "t12"."local_day",
          "t12"."local_minute",
          "t12"."user",
          "t12"."user_state",
          "t12"."agency",
          "t12"."agency_state",
          "t12"."owner",
          "t12"."employer",
          "t12"."beneficiary",
          "t12"."role",
          "t12"."device",
          "t12"."address",
          "t12"."session",
          "t12"."latitude",
          "t12"."longitude",
          "t12"."action",
          "t12"."reason",
          "t12"."reason_state",
          "t12"."purpose",
          "t12"."purpose_state",
          "t12"."case_no",
          "t12"."case_no_state",
          "t12"."networks",
          "t12"."devices",
          "t12"."window_from",
          "t12"."window_until",
          "t12"."decision",
          "t12"."rule",
          "t12"."rows",
          "t12"."exported",
          "t12"."subjects",
          "t12"."outcome",
          "t12"."access",
          "t12"."continues",
          "t12"."affiliations",
          "t12"."classes",
          "t12"."fields",
          "t12"."duties",
          "t12"."accounting",
          "t12"."basis",
          "t12"."policy",
          "t12"."own_day",
          "t5"."one",
          "t5"."month"
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
            "t1"."agency",
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
            "t1"."policy",
            CAST(COALESCE("t1"."local_day", "t1"."day") AS BIGINT) AS "own_day"
          FROM "events" AS "t1"
          WHERE
            "t1"."agency" IS NOT NULL
        ) AS "t12"
        INNER JOIN "kept_month_of_day" AS "t5"
          ON "t12"."own_day" = "t5"."one"
      ) AS "t14"
    ) AS "t16"
  ) AS "t18"
  WHERE
    "t18"."purpose" IS NOT NULL
) AS "t20"
INNER JOIN (
  SELECT
    "t23"."agency" AS "of",
    "t23"."label" AS "lost_label",
    "t23"."month" AS "lost_month",
    "t23"."named" AS "lost"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t17"."agency",
        "t17"."month",
        "t17"."label",
        "t17"."named",
        "t17"."searches",
        "t10"."then_agency",
        "t10"."then_month",
        "t10"."then_searches"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t4"."agency",
            "t4"."month",
            "t4"."label",
            "t4"."named",
            "t6"."searches"
          FROM "kept_named" AS "t4"
          INNER JOIN "kept_months" AS "t6"
            ON "t4"."agency" = "t6"."agency" AND "t4"."month" = "t6"."month"
        ) AS "t13"
        WHERE
          "t13"."named" >= 20 AND "t13"."named" >= (
            "t13"."searches" * 0.05
          )
      ) AS "t17"
      INNER JOIN (
        SELECT
          "t3"."agency" AS "then_agency",
          "t3"."month" AS "then_month",
          "t3"."searches" AS "then_searches"
        FROM "kept_months" AS "t3"
      ) AS "t10"
        ON "t17"."agency" = "t10"."then_agency"
        AND (
          "t17"."month" + 1
        ) = "t10"."then_month"
    ) AS "t21"
    WHERE
      "t21"."then_searches" >= (
        "t21"."searches" * 0.5
      )
  ) AS "t23"
  ANTI JOIN (
    SELECT
      "t0"."agency" AS "again_agency",
      "t0"."month" AS "again_month",
      "t0"."label" AS "again_label"
    FROM "kept_named" AS "t0"
  ) AS "t9"
    ON "t23"."agency" = "t9"."again_agency"
    AND "t23"."label" = "t9"."again_label"
    AND (
      "t23"."month" + 1
    ) = "t9"."again_month"
) AS "t25"
  ON "t20"."agency" = "t25"."of"
  AND "t20"."label" = "t25"."lost_label"
  AND "t20"."month" = "t25"."lost_month"
