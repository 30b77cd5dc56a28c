WITH "t7" AS (
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
    "t6"."typed_in",
    CASE
      WHEN (
        "t6"."case_no_state" = 'blank'
      ) AND (
        "t6"."typed_in" IS NULL
      )
      THEN 1
      ELSE 0
    END AS "without",
    (
      (
        (
          CAST(FLOOR(
            (
              CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
            ) / (
              146097
            )
          ) AS BIGINT) * 400
        ) + CAST(FLOOR(
          (
            (
              (
                (
                  (
                    CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                  ) % 146097
                ) - CAST(FLOOR(
                  (
                    (
                      CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                    ) % 146097
                  ) / (
                    1460
                  )
                ) AS BIGINT)
              ) + CAST(FLOOR(
                (
                  (
                    CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                  ) % 146097
                ) / (
                  36524
                )
              ) AS BIGINT)
            ) - CAST(FLOOR(
              (
                (
                  CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                ) % 146097
              ) / (
                146096
              )
            ) AS BIGINT)
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
                CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
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
                              CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              1460
                            )
                          ) AS BIGINT)
                        ) + CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) / (
                            36524
                          )
                        ) AS BIGINT)
                      ) - CAST(FLOOR(
                        (
                          (
                            CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                          ) % 146097
                        ) / (
                          146096
                        )
                      ) AS BIGINT)
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
                                CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) - CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                1460
                              )
                            ) AS BIGINT)
                          ) + CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              36524
                            )
                          ) AS BIGINT)
                        ) - CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) / (
                            146096
                          )
                        ) AS BIGINT)
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
                              CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              1460
                            )
                          ) AS BIGINT)
                        ) + CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) / (
                            36524
                          )
                        ) AS BIGINT)
                      ) - CAST(FLOOR(
                        (
                          (
                            CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) + 719468
                          ) % 146097
                        ) / (
                          146096
                        )
                      ) AS BIGINT)
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
    SELECT
      "t5"."event_id",
      "t5"."source",
      "t5"."row",
      "t5"."at",
      "t5"."day",
      "t5"."local_day",
      "t5"."local_minute",
      "t5"."user",
      "t5"."user_state",
      "t5"."agency",
      "t5"."agency_state",
      "t5"."owner",
      "t5"."employer",
      "t5"."beneficiary",
      "t5"."role",
      "t5"."device",
      "t5"."address",
      "t5"."session",
      "t5"."latitude",
      "t5"."longitude",
      "t5"."action",
      "t5"."reason",
      "t5"."reason_state",
      "t5"."purpose",
      "t5"."purpose_state",
      "t5"."case_no",
      "t5"."case_no_state",
      "t5"."networks",
      "t5"."devices",
      "t5"."window_from",
      "t5"."window_until",
      "t5"."decision",
      "t5"."rule",
      "t5"."rows",
      "t5"."exported",
      "t5"."subjects",
      "t5"."outcome",
      "t5"."access",
      "t5"."continues",
      "t5"."affiliations",
      "t5"."classes",
      "t5"."fields",
      "t5"."duties",
      "t5"."accounting",
      "t5"."basis",
      "t5"."policy",
      "t4"."typed_in"
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
        AND (
          (
            "t0"."case_no_state" = 'given'
          ) OR (
            "t0"."case_no_state" = 'blank'
          )
        )
    ) AS "t5"
    LEFT OUTER JOIN (
      SELECT
        "t1"."reason" AS "typed_in"
      FROM "reasons" AS "t1"
      WHERE
        "t1"."case_like" IS NOT NULL
    ) AS "t4"
      ON "t5"."reason" = "t4"."typed_in"
  ) AS "t6"
  WHERE
    "t6"."agency" <> ''
)
SELECT
  "t14"."user" AS "entity",
  NULLIF("t14"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t14"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t14"."month" % 12
  ) + 1 AS TEXT), 2) AS "period",
  "t14"."event_id",
  "t14"."at",
  CAST("t14"."count" AS DOUBLE) AS "measure",
  '' AS "detail"
FROM (
  SELECT
    "t13"."event_id",
    "t13"."source",
    "t13"."row",
    "t13"."at",
    "t13"."day",
    "t13"."local_day",
    "t13"."local_minute",
    "t13"."user",
    "t13"."user_state",
    "t13"."agency",
    "t13"."agency_state",
    "t13"."owner",
    "t13"."employer",
    "t13"."beneficiary",
    "t13"."role",
    "t13"."device",
    "t13"."address",
    "t13"."session",
    "t13"."latitude",
    "t13"."longitude",
    "t13"."action",
    "t13"."reason",
    "t13"."reason_state",
    "t13"."purpose",
    "t13"."purpose_state",
    "t13"."case_no",
    "t13"."case_no_state",
    "t13"."networks",
    "t13"."devices",
    "t13"."window_from",
    "t13"."window_until",
    "t13"."decision",
    "t13"."rule",
    "t13"."rows",
    "t13"."exported",
    "t13"."subjects",
    "t13"."outcome",
    "t13"."access",
    "t13"."continues",
    "t13"."affiliations",
    "t13"."classes",
    "t13"."fields",
    "t13"."duties",
    "t13"."accounting",
    "t13"."basis",
    "t13"."policy",
    "t13"."typed_in",
    "t13"."without",
    "t13"."month",
    SUM("t13"."without") OVER (
      PARTITION BY "t13"."agency", "t13"."user", "t13"."month"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "count",
    COUNT(*) OVER (
      PARTITION BY "t13"."agency", "t13"."user", "t13"."month"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "all"
  FROM (
    SELECT
      "t9"."event_id",
      "t9"."source",
      "t9"."row",
      "t9"."at",
      "t9"."day",
      "t9"."local_day",
      "t9"."local_minute",
      "t9"."user",
      "t9"."user_state",
      "t9"."agency",
      "t9"."agency_state",
      "t9"."owner",
      "t9"."employer",
      "t9"."beneficiary",
      "t9"."role",
      "t9"."device",
      "t9"."address",
      "t9"."session",
      "t9"."latitude",
      "t9"."longitude",
      "t9"."action",
      "t9"."reason",
      "t9"."reason_state",
      "t9"."purpose",
      "t9"."purpose_state",
      "t9"."case_no",
      "t9"."case_no_state",
      "t9"."networks",
      "t9"."devices",
      "t9"."window_from",
      "t9"."window_until",
      "t9"."decision",
      "t9"."rule",
      "t9"."rows",
      "t9"."exported",
      "t9"."subjects",
      "t9"."outcome",
      "t9"."access",
      "t9"."continues",
      "t9"."affiliations",
      "t9"."classes",
      "t9"."fields",
      "t9"."duties",
      "t9"."accounting",
      "t9"."basis",
      "t9"."policy",
      "t9"."typed_in",
      "t9"."without",
      "t9"."month"
    FROM "t7" AS "t9"
    SEMI JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t8"."agency" AS "habit_of",
          1 - AVG("t8"."without") AS "share"
        FROM "t7" AS "t8"
        GROUP BY
          1
      ) AS "t10"
      WHERE
        "t10"."share" >= 0.8
    ) AS "t12"
      ON "t9"."agency" = "t12"."habit_of"
  ) AS "t13"
) AS "t14"
WHERE
  "t14"."without" = 1
  AND "t14"."count" >= 5
  AND "t14"."count" >= (
    "t14"."all" * 0.5
  )
