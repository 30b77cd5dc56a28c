WITH "t4" AS (
  SELECT
    "t0"."event_id",
    "t0"."at",
    "t0"."agency",
    "t0"."purpose",
    "t0"."reason",
    (
      (
        (
          CAST(FLOOR(
            (
              CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
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
                    CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
                  ) % 146097
                ) - CAST(FLOOR(
                  (
                    (
                      CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
                    ) % 146097
                  ) / (
                    1460
                  )
                ) AS BIGINT)
              ) + CAST(FLOOR(
                (
                  (
                    CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
                  ) % 146097
                ) / (
                  36524
                )
              ) AS BIGINT)
            ) - CAST(FLOOR(
              (
                (
                  CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
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
                CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
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
                              CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              1460
                            )
                          ) AS BIGINT)
                        ) + CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) / (
                            36524
                          )
                        ) AS BIGINT)
                      ) - CAST(FLOOR(
                        (
                          (
                            CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
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
                                CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) - CAST(FLOOR(
                              (
                                (
                                  CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
                                ) % 146097
                              ) / (
                                1460
                              )
                            ) AS BIGINT)
                          ) + CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              36524
                            )
                          ) AS BIGINT)
                        ) - CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
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
                              CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) - CAST(FLOOR(
                            (
                              (
                                CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
                              ) % 146097
                            ) / (
                              1460
                            )
                          ) AS BIGINT)
                        ) + CAST(FLOOR(
                          (
                            (
                              CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
                            ) % 146097
                          ) / (
                            36524
                          )
                        ) AS BIGINT)
                      ) - CAST(FLOOR(
                        (
                          (
                            CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) + 719468
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
  FROM "events" AS "t0"
  WHERE
    "t0"."agency" IS NOT NULL
), "t7" AS (
  SELECT
    "t5"."agency",
    "t5"."month",
    COUNT(*) AS "searches"
  FROM "t4" AS "t5"
  GROUP BY
    1,
    2
), "t13" AS (
  SELECT
    *
  FROM (
    SELECT
      "t6"."event_id",
      "t6"."at",
      "t6"."agency",
      "t6"."purpose",
      "t6"."reason",
      "t6"."month",
      "t3"."said",
      "t3"."label"
    FROM "t4" AS "t6"
    INNER JOIN (
      SELECT
        "t1"."reason" AS "said",
        "t1"."pack" AS "label"
      FROM "reasons" AS "t1"
      WHERE
        "t1"."pack" IS NOT NULL
    ) AS "t3"
      ON "t6"."reason" = "t3"."said"
  ) AS "t10"
  WHERE
    "t10"."label" IS NOT NULL
), "t16" AS (
  SELECT
    "t14"."agency",
    "t14"."month",
    "t14"."label",
    COUNT(*) AS "named"
  FROM "t13" AS "t14"
  GROUP BY
    1,
    2,
    3
)
SELECT
  "t15"."agency" AS "entity",
  NULLIF("t15"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t15"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t15"."month" % 12
  ) + 1 AS TEXT), 2) || ' ' || "t15"."label" AS "period",
  "t15"."event_id",
  "t15"."at",
  CAST("t28"."lost" AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t15"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t15"."month" % 12
  ) + 1 AS TEXT), 2) AS "detail"
FROM "t13" AS "t15"
INNER JOIN (
  SELECT
    "t26"."agency" AS "of",
    "t26"."label" AS "lost_label",
    "t26"."month" AS "lost_month",
    "t26"."named" AS "lost"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t23"."agency",
        "t23"."month",
        "t23"."label",
        "t23"."named",
        "t23"."searches",
        "t12"."then_agency",
        "t12"."then_month",
        "t12"."then_searches"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t18"."agency",
            "t18"."month",
            "t18"."label",
            "t18"."named",
            "t9"."searches"
          FROM "t16" AS "t18"
          INNER JOIN "t7" AS "t9"
            ON "t18"."agency" = "t9"."agency" AND "t18"."month" = "t9"."month"
        ) AS "t21"
        WHERE
          "t21"."named" >= 20 AND "t21"."named" >= (
            "t21"."searches" * 0.05
          )
      ) AS "t23"
      INNER JOIN (
        SELECT
          "t8"."agency" AS "then_agency",
          "t8"."month" AS "then_month",
          "t8"."searches" AS "then_searches"
        FROM "t7" AS "t8"
      ) AS "t12"
        ON "t23"."agency" = "t12"."then_agency"
        AND (
          "t23"."month" + 1
        ) = "t12"."then_month"
    ) AS "t24"
    WHERE
      "t24"."then_searches" >= (
        "t24"."searches" * 0.5
      )
  ) AS "t26"
  ANTI JOIN (
    SELECT
      "t17"."agency" AS "again_agency",
      "t17"."month" AS "again_month",
      "t17"."label" AS "again_label"
    FROM "t16" AS "t17"
  ) AS "t20"
    ON "t26"."agency" = "t20"."again_agency"
    AND "t26"."label" = "t20"."again_label"
    AND (
      "t26"."month" + 1
    ) = "t20"."again_month"
) AS "t28"
  ON "t15"."agency" = "t28"."of"
  AND "t15"."label" = "t28"."lost_label"
  AND "t15"."month" = "t28"."lost_month"
