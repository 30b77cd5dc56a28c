SELECT
  "t8"."agency" AS "entity",
  NULLIF("t8"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t8"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t8"."month" % 12
  ) + 1 AS TEXT), 2) AS "period",
  "t8"."event_id",
  "t8"."at",
  CAST("t8"."searches" AS DOUBLE) AS "measure",
  "t8"."kind" AS "detail"
FROM (
  SELECT
    "t7"."event_id",
    "t7"."at",
    "t7"."agency",
    "t7"."kind",
    "t7"."month",
    COUNT(*) OVER (
      PARTITION BY "t7"."agency", "t7"."kind", "t7"."month"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "searches",
    ROW_NUMBER() OVER (
      PARTITION BY "t7"."agency", "t7"."kind", "t7"."month"
      ORDER BY "t7"."at" ASC, "t7"."event_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place"
  FROM (
    SELECT DISTINCT
      "t6"."event_id",
      "t6"."at",
      "t6"."agency",
      "t6"."kind",
      "t6"."month"
    FROM (
      SELECT
        "t5"."event_id",
        "t5"."at",
        "t5"."agency",
        "t5"."plain",
        "t5"."month",
        "t3"."signed_by",
        "t3"."kind",
        "t3"."begun",
        "t3"."ended"
      FROM (
        SELECT
          "t0"."event_id",
          "t0"."at",
          "t0"."agency",
          REGEXP_REPLACE(LOWER("t0"."agency"), '^\s+|\s+$', '', 'g') AS "plain",
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
      ) AS "t5"
      INNER JOIN (
        SELECT DISTINCT
          REGEXP_REPLACE(LOWER("t1"."agency"), '^\s+|\s+$', '', 'g') AS "signed_by",
          "t1"."kind",
          "t1"."since" AS "begun",
          "t1"."until" AS "ended"
        FROM "agreements" AS "t1"
        WHERE
          (
            "t1"."kind" IS NULL
          )
          OR NOT (
            (
              "t1"."kind" = 'agreement'
            ) OR (
              "t1"."kind" = 'declaration'
            )
          )
      ) AS "t3"
        ON "t5"."plain" = "t3"."signed_by"
    ) AS "t6"
    WHERE
      (
        (
          "t6"."begun" IS NULL
        ) OR (
          "t6"."at" >= "t6"."begun"
        )
      )
      AND (
        (
          "t6"."ended" IS NULL
        ) OR (
          "t6"."at" < "t6"."ended"
        )
      )
  ) AS "t7"
) AS "t8"
WHERE
  "t8"."place" = 0
