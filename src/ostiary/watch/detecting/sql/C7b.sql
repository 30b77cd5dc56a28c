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
  "t16"."agency",
  "t16"."month",
  "t16"."label",
  COUNT(*) AS "named"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t14"."event_id",
      "t14"."at",
      "t14"."agency",
      "t14"."purpose",
      "t14"."reason",
      "t14"."month",
      "t12"."said",
      "t12"."label"
    FROM (
      SELECT
        "t11"."event_id",
        "t11"."at",
        "t11"."agency",
        "t11"."purpose",
        "t11"."reason",
        "t11"."month"
      FROM (
        SELECT
          "t9".*
          EXCLUDE ("one")
        FROM (
          SELECT
            "t8".*
            EXCLUDE ("own_day")
          FROM (
            SELECT
              "t6"."event_id",
              "t6"."source",
              "t6"."row",
              "t6"."at",
              "t6"."day",
              "t6"."local_day",
              "t6"."local_minute",
              "t6"."user",
              "t6"."user_state",
              "t6"."agency",
              "t6"."agency_state",
              "t6"."owner",
              "t6"."employer",
              "t6"."beneficiary",
              "t6"."role",
              "t6"."device",
              "t6"."address",
              "t6"."session",
              "t6"."latitude",
              "t6"."longitude",
              "t6"."action",
              "t6"."reason",
              "t6"."reason_state",
              "t6"."purpose",
              "t6"."purpose_state",
              "t6"."case_no",
              "t6"."case_no_state",
              "t6"."networks",
              "t6"."devices",
              "t6"."window_from",
              "t6"."window_until",
              "t6"."decision",
              "t6"."rule",
              "t6"."rows",
              "t6"."exported",
              "t6"."subjects",
              "t6"."outcome",
              "t6"."access",
              "t6"."continues",
              "t6"."affiliations",
              "t6"."classes",
              "t6"."fields",
              "t6"."duties",
              "t6"."accounting",
              "t6"."basis",
              "t6"."policy",
              "t6"."own_day",
              "t3"."one",
              "t3"."month"
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
            ) AS "t6"
            INNER JOIN "kept_month_of_day" AS "t3"
              ON "t6"."own_day" = "t3"."one"
          ) AS "t8"
        ) AS "t9"
      ) AS "t11"
    ) AS "t14"
    INNER JOIN (
      SELECT
        "t7"."word" AS "said",
        LIST_EXTRACT(STR_SPLIT("t7"."voice", ' '), 1) AS "label"
      FROM (
        SELECT
          "t4"."reason" AS "word",
          UNNEST(STR_SPLIT("t4"."spoke", ',')) AS "voice"
        FROM (
          SELECT
            *
          FROM "reasons" AS "t0"
          WHERE
            "t0"."spoke" IS NOT NULL
        ) AS "t4"
      ) AS "t7"
    ) AS "t12"
      ON "t14"."reason" = "t12"."said"
  ) AS "t15"
  WHERE
    "t15"."label" IS NOT NULL
) AS "t16"
GROUP BY
  1,
  2,
  3;

SELECT
  "t31"."agency" AS "entity",
  NULLIF("t31"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t31"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t31"."month" % 12
  ) + 1 AS TEXT), 2) || ' ' || "t31"."label" AS "period",
  "t31"."event_id",
  "t31"."at",
  CAST("t33"."lost" AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t31"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t31"."month" % 12
  ) + 1 AS TEXT), 2) AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t25"."event_id",
      "t25"."at",
      "t25"."agency",
      "t25"."purpose",
      "t25"."reason",
      "t25"."month",
      "t23"."said",
      "t23"."label"
    FROM (
      SELECT
        "t22"."event_id",
        "t22"."at",
        "t22"."agency",
        "t22"."purpose",
        "t22"."reason",
        "t22"."month"
      FROM (
        SELECT
          "t20".*
          EXCLUDE ("one")
        FROM (
          SELECT
            "t18".*
            EXCLUDE ("own_day")
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
              "t15"."own_day",
              "t7"."one",
              "t7"."month"
            FROM (
              SELECT
                "t3"."event_id",
                "t3"."source",
                "t3"."row",
                "t3"."at",
                "t3"."day",
                "t3"."local_day",
                "t3"."local_minute",
                "t3"."user",
                "t3"."user_state",
                "t3"."agency",
                "t3"."agency_state",
                "t3"."owner",
                "t3"."employer",
                "t3"."beneficiary",
                "t3"."role",
                "t3"."device",
                "t3"."address",
                "t3"."session",
                "t3"."latitude",
                "t3"."longitude",
                "t3"."action",
                "t3"."reason",
                "t3"."reason_state",
                "t3"."purpose",
                "t3"."purpose_state",
                "t3"."case_no",
                "t3"."case_no_state",
                "t3"."networks",
                "t3"."devices",
                "t3"."window_from",
                "t3"."window_until",
                "t3"."decision",
                "t3"."rule",
                "t3"."rows",
                "t3"."exported",
                "t3"."subjects",
                "t3"."outcome",
                "t3"."access",
                "t3"."continues",
                "t3"."affiliations",
                "t3"."classes",
                "t3"."fields",
                "t3"."duties",
                "t3"."accounting",
                "t3"."basis",
                "t3"."policy",
                CAST(COALESCE("t3"."local_day", "t3"."day") AS BIGINT) AS "own_day"
              FROM "events" AS "t3"
              WHERE
                "t3"."agency" IS NOT NULL
            ) AS "t15"
            INNER JOIN "kept_month_of_day" AS "t7"
              ON "t15"."own_day" = "t7"."one"
          ) AS "t18"
        ) AS "t20"
      ) AS "t22"
    ) AS "t25"
    INNER JOIN (
      SELECT
        "t16"."word" AS "said",
        LIST_EXTRACT(STR_SPLIT("t16"."voice", ' '), 1) AS "label"
      FROM (
        SELECT
          "t11"."reason" AS "word",
          UNNEST(STR_SPLIT("t11"."spoke", ',')) AS "voice"
        FROM (
          SELECT
            *
          FROM "reasons" AS "t1"
          WHERE
            "t1"."spoke" IS NOT NULL
        ) AS "t11"
      ) AS "t16"
    ) AS "t23"
      ON "t25"."reason" = "t23"."said"
  ) AS "t27"
  WHERE
    "t27"."label" IS NOT NULL
) AS "t31"
INNER JOIN (
  SELECT
    "t29"."agency" AS "of",
    "t29"."label" AS "lost_label",
    "t29"."month" AS "lost_month",
    "t29"."named" AS "lost"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t19"."agency",
        "t19"."month",
        "t19"."label",
        "t19"."named",
        "t19"."searches",
        "t12"."then_agency",
        "t12"."then_month",
        "t12"."then_searches"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t5"."agency",
            "t5"."month",
            "t5"."label",
            "t5"."named",
            "t6"."searches"
          FROM "kept_named" AS "t5"
          INNER JOIN "kept_months" AS "t6"
            ON "t5"."agency" = "t6"."agency" AND "t5"."month" = "t6"."month"
        ) AS "t14"
        WHERE
          "t14"."named" >= 20 AND "t14"."named" >= (
            "t14"."searches" * 0.05
          )
      ) AS "t19"
      INNER JOIN (
        SELECT
          "t2"."agency" AS "then_agency",
          "t2"."month" AS "then_month",
          "t2"."searches" AS "then_searches"
        FROM "kept_months" AS "t2"
      ) AS "t12"
        ON "t19"."agency" = "t12"."then_agency"
        AND (
          "t19"."month" + 1
        ) = "t12"."then_month"
    ) AS "t26"
    WHERE
      "t26"."then_searches" >= (
        "t26"."searches" * 0.5
      )
  ) AS "t29"
  ANTI JOIN (
    SELECT
      "t0"."agency" AS "again_agency",
      "t0"."month" AS "again_month",
      "t0"."label" AS "again_label"
    FROM "kept_named" AS "t0"
  ) AS "t10"
    ON "t29"."agency" = "t10"."again_agency"
    AND "t29"."label" = "t10"."again_label"
    AND (
      "t29"."month" + 1
    ) = "t10"."again_month"
) AS "t33"
  ON "t31"."agency" = "t33"."of"
  AND "t31"."label" = "t33"."lost_label"
  AND "t31"."month" = "t33"."lost_month"
