WITH "t6" AS (
  SELECT
    "t5"."event_id",
    "t5"."at",
    "t5"."user",
    "t5"."agency",
    (
      (
        (
          CAST(FLOOR(
            (
              CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
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
                    CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
                  ) % 146097
                ) - CAST(FLOOR(
                  (
                    (
                      CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
                    ) % 146097
                  ) / (
                    1460
                  )
                ) AS BIGINT)
              ) + CAST(FLOOR(
                (
                  (
                    CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
                  ) % 146097
                ) / (
                  36524
                )
              ) AS BIGINT)
            ) - CAST(FLOOR(
              (
                (
                  CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
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
                CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
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
                              CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              1460
                            )
                          ) AS BIGINT)
                        ) + CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) / (
                            36524
                          )
                        ) AS BIGINT)
                      ) - CAST(FLOOR(
                        (
                          (
                            CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
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
                                CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) - CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                1460
                              )
                            ) AS BIGINT)
                          ) + CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              36524
                            )
                          ) AS BIGINT)
                        ) - CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
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
                              CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              1460
                            )
                          ) AS BIGINT)
                        ) + CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) / (
                            36524
                          )
                        ) AS BIGINT)
                      ) - CAST(FLOOR(
                        (
                          (
                            CAST(COALESCE("t5"."local_day", "t5"."day") AS BIGINT) + 719468
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
    ) AS BIGINT) + 2 AS "month",
    CASE
      WHEN (
        "t5"."reason_state" = 'blank'
      ) OR (
        "t4"."empty_reason" IS NOT NULL
      )
      THEN 1
      ELSE 0
    END AS "vague"
  FROM (
    SELECT
      *
    FROM "events" AS "t0"
    WHERE
      "t0"."action" <> 'alert'
      AND "t0"."continues" IS NULL
      AND (
        (
          "t0"."reason_state" = 'given'
        ) OR (
          "t0"."reason_state" = 'blank'
        )
      )
  ) AS "t5"
  LEFT OUTER JOIN (
    SELECT
      "t1"."reason" AS "empty_reason"
    FROM "reasons" AS "t1"
    WHERE
      "t1"."vague" OR "t1"."placeholder"
  ) AS "t4"
    ON "t5"."reason" = "t4"."empty_reason"
), "t11" AS (
  SELECT
    "t8"."who",
    "t8"."agency",
    "t8"."month",
    COUNT(*) AS "said",
    SUM("t8"."vague") AS "empty"
  FROM (
    SELECT
      "t7"."event_id",
      "t7"."at",
      "t7"."user",
      "t7"."agency",
      "t7"."month",
      "t7"."vague",
      "t7"."agency" AS "who"
    FROM "t6" AS "t7"
    WHERE
      "t7"."agency" IS NOT NULL
  ) AS "t8"
  GROUP BY
    1,
    2,
    3
)
SELECT
  "t10"."who" AS "entity",
  NULLIF("t10"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t10"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t10"."month" % 12
  ) + 1 AS TEXT), 2) AS "period",
  "t10"."event_id",
  "t10"."at",
  "t25"."measure",
  CAST(CAST(FLOOR("t25"."share" * 100) AS BIGINT) AS TEXT) || ' %' AS "detail"
FROM (
  SELECT
    "t7"."event_id",
    "t7"."at",
    "t7"."user",
    "t7"."agency",
    "t7"."month",
    "t7"."vague",
    "t7"."agency" AS "who"
  FROM "t6" AS "t7"
  WHERE
    "t7"."agency" IS NOT NULL AND "t7"."vague" = 1
) AS "t10"
INNER JOIN (
  SELECT
    "t23"."share",
    "t23"."measure",
    "t23"."who" AS "found_who",
    "t23"."agency" AS "found_agency",
    "t23"."month" AS "found_month"
  FROM (
    SELECT
      "t22"."who",
      "t22"."agency",
      "t22"."month",
      "t22"."said",
      "t22"."empty",
      "t22"."before_who",
      "t22"."before_agency",
      "t22"."before_month",
      "t22"."said_before",
      "t22"."empty_before",
      "t22"."empty" / "t22"."said" AS "share",
      GREATEST(
        "t22"."empty" / "t22"."said",
        (
          "t22"."empty" / "t22"."said"
        ) - COALESCE((
          "t22"."empty_before" + 0.5
        ) / (
          "t22"."said_before" + 1.0
        ), 1.0)
      ) AS "measure",
      (
        COALESCE("t22"."said_before", 0) >= 30
      )
      AND (
        (
          (
            "t22"."empty" / "t22"."said"
          ) - COALESCE((
            "t22"."empty_before" + 0.5
          ) / (
            "t22"."said_before" + 1.0
          ), 1.0)
        ) >= 0.25
      )
      AND (
        EXP(
          -(
            "t22"."said" * (
              (
                LEAST(GREATEST("t22"."empty" / "t22"."said", 1e-09), 0.999999999) * LN(
                  LEAST(GREATEST("t22"."empty" / "t22"."said", 1e-09), 0.999999999) / COALESCE((
                    "t22"."empty_before" + 0.5
                  ) / (
                    "t22"."said_before" + 1.0
                  ), 1.0)
                )
              ) + (
                (
                  1 - LEAST(GREATEST("t22"."empty" / "t22"."said", 1e-09), 0.999999999)
                ) * LN(
                  (
                    1 - LEAST(GREATEST("t22"."empty" / "t22"."said", 1e-09), 0.999999999)
                  ) / (
                    1 - COALESCE((
                      "t22"."empty_before" + 0.5
                    ) / (
                      "t22"."said_before" + 1.0
                    ), 1.0)
                  )
                )
              )
            )
          )
        ) < 0.0001
      ) AS "rose"
    FROM (
      SELECT
        "t18"."who",
        "t18"."agency",
        "t18"."month",
        "t18"."said",
        "t18"."empty",
        "t21"."before_who",
        "t21"."before_agency",
        "t21"."before_month",
        "t21"."said_before",
        "t21"."empty_before"
      FROM (
        SELECT
          *
        FROM "t11" AS "t12"
        WHERE
          "t12"."said" >= 30
      ) AS "t18"
      LEFT OUTER JOIN (
        SELECT
          "t19"."who" AS "before_who",
          "t19"."agency" AS "before_agency",
          "t19"."later" AS "before_month",
          SUM("t19"."said") AS "said_before",
          SUM("t19"."empty") AS "empty_before"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t12"."who",
              "t12"."agency",
              "t12"."month",
              "t12"."said",
              "t12"."empty",
              "t12"."month" + 3 AS "later"
            FROM "t11" AS "t12"
          ) AS "t13"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t12"."who",
                "t12"."agency",
                "t12"."month",
                "t12"."said",
                "t12"."empty",
                "t12"."month" + 1 AS "later"
              FROM "t11" AS "t12"
            ) AS "t14"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t12"."who",
                "t12"."agency",
                "t12"."month",
                "t12"."said",
                "t12"."empty",
                "t12"."month" + 2 AS "later"
              FROM "t11" AS "t12"
            ) AS "t15"
          ) AS "t17"
        ) AS "t19"
        GROUP BY
          1,
          2,
          3
      ) AS "t21"
        ON "t18"."who" = "t21"."before_who"
        AND "t18"."agency" = "t21"."before_agency"
        AND "t18"."month" = "t21"."before_month"
    ) AS "t22"
  ) AS "t23"
  WHERE
    (
      "t23"."share" >= 0.8
    ) OR "t23"."rose"
) AS "t25"
  ON "t10"."who" = "t25"."found_who"
  AND "t10"."agency" = "t25"."found_agency"
  AND "t10"."month" = "t25"."found_month"
