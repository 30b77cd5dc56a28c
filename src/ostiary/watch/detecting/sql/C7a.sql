WITH "t1" AS (
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
    ) AS BIGINT) + 2 AS "month",
    "t0"."purpose" AS "label"
  FROM "events" AS "t0"
  WHERE
    "t0"."agency" IS NOT NULL AND "t0"."purpose" IS NOT NULL
), "t5" AS (
  SELECT
    "t2"."agency",
    "t2"."month",
    COUNT(*) AS "searches"
  FROM (
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
  ) AS "t2"
  GROUP BY
    1,
    2
), "t6" AS (
  SELECT
    "t3"."agency",
    "t3"."month",
    "t3"."label",
    COUNT(*) AS "named"
  FROM "t1" AS "t3"
  GROUP BY
    1,
    2,
    3
)
SELECT
  "t4"."agency" AS "entity",
  NULLIF("t4"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t4"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t4"."month" % 12
  ) + 1 AS TEXT), 2) || ' ' || "t4"."label" AS "period",
  "t4"."event_id",
  "t4"."at",
  CAST("t22"."lost" AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t4"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t4"."month" % 12
  ) + 1 AS TEXT), 2) AS "detail"
FROM "t1" AS "t4"
INNER JOIN (
  SELECT
    "t20"."agency" AS "of",
    "t20"."label" AS "lost_label",
    "t20"."month" AS "lost_month",
    "t20"."named" AS "lost"
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
        "t13"."then_agency",
        "t13"."then_month",
        "t13"."then_searches"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t10"."agency",
            "t10"."month",
            "t10"."label",
            "t10"."named",
            "t9"."searches"
          FROM "t6" AS "t10"
          INNER JOIN "t5" AS "t9"
            ON "t10"."agency" = "t9"."agency" AND "t10"."month" = "t9"."month"
        ) AS "t15"
        WHERE
          "t15"."named" >= 20 AND "t15"."named" >= (
            "t15"."searches" * 0.05
          )
      ) AS "t17"
      INNER JOIN (
        SELECT
          "t7"."agency" AS "then_agency",
          "t7"."month" AS "then_month",
          "t7"."searches" AS "then_searches"
        FROM "t5" AS "t7"
      ) AS "t13"
        ON "t17"."agency" = "t13"."then_agency"
        AND (
          "t17"."month" + 1
        ) = "t13"."then_month"
    ) AS "t18"
    WHERE
      "t18"."then_searches" >= (
        "t18"."searches" * 0.5
      )
  ) AS "t20"
  ANTI JOIN (
    SELECT
      "t8"."agency" AS "again_agency",
      "t8"."month" AS "again_month",
      "t8"."label" AS "again_label"
    FROM "t6" AS "t8"
  ) AS "t14"
    ON "t20"."agency" = "t14"."again_agency"
    AND "t20"."label" = "t14"."again_label"
    AND (
      "t20"."month" + 1
    ) = "t14"."again_month"
) AS "t22"
  ON "t4"."agency" = "t22"."of"
  AND "t4"."label" = "t22"."lost_label"
  AND "t4"."month" = "t22"."lost_month"
