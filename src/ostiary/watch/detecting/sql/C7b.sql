CREATE TEMP TABLE kept_months AS
SELECT
  "t1"."agency",
  "t1"."month",
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
) AS "t1"
GROUP BY
  1,
  2;

CREATE TEMP TABLE kept_named AS
SELECT
  "t9"."agency",
  "t9"."month",
  "t9"."label",
  COUNT(*) AS "named"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t7"."event_id",
      "t7"."at",
      "t7"."agency",
      "t7"."purpose",
      "t7"."reason",
      "t7"."month",
      "t5"."said",
      "t5"."label"
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
    ) AS "t7"
    INNER JOIN (
      SELECT
        "t3"."word" AS "said",
        LIST_EXTRACT(STR_SPLIT("t3"."voice", ' '), 1) AS "label"
      FROM (
        SELECT
          "t2"."reason" AS "word",
          UNNEST(STR_SPLIT("t2"."spoke", ',')) AS "voice"
        FROM (
          SELECT
            *
          FROM "reasons" AS "t1"
          WHERE
            "t1"."spoke" IS NOT NULL
        ) AS "t2"
      ) AS "t3"
    ) AS "t5"
      ON "t7"."reason" = "t5"."said"
  ) AS "t8"
  WHERE
    "t8"."label" IS NOT NULL
) AS "t9"
GROUP BY
  1,
  2,
  3;

SELECT
  "t26"."agency" AS "entity",
  NULLIF("t26"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t26"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t26"."month" % 12
  ) + 1 AS TEXT), 2) || ' ' || "t26"."label" AS "period",
  "t26"."event_id",
  "t26"."at",
  CAST("t24"."lost" AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t26"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t26"."month" % 12
  ) + 1 AS TEXT), 2) AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t21"."event_id",
      "t21"."at",
      "t21"."agency",
      "t21"."purpose",
      "t21"."reason",
      "t21"."month",
      "t16"."said",
      "t16"."label"
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
    ) AS "t21"
    INNER JOIN (
      SELECT
        "t12"."word" AS "said",
        LIST_EXTRACT(STR_SPLIT("t12"."voice", ' '), 1) AS "label"
      FROM (
        SELECT
          "t9"."reason" AS "word",
          UNNEST(STR_SPLIT("t9"."spoke", ',')) AS "voice"
        FROM (
          SELECT
            *
          FROM "reasons" AS "t2"
          WHERE
            "t2"."spoke" IS NOT NULL
        ) AS "t9"
      ) AS "t12"
    ) AS "t16"
      ON "t21"."reason" = "t16"."said"
  ) AS "t22"
  WHERE
    "t22"."label" IS NOT NULL
) AS "t26"
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
        "t14"."agency",
        "t14"."month",
        "t14"."label",
        "t14"."named",
        "t14"."searches",
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
            "t5"."searches"
          FROM "kept_named" AS "t4"
          INNER JOIN "kept_months" AS "t5"
            ON "t4"."agency" = "t5"."agency" AND "t4"."month" = "t5"."month"
        ) AS "t11"
        WHERE
          "t11"."named" >= 20 AND "t11"."named" >= (
            "t11"."searches" * 0.05
          )
      ) AS "t14"
      INNER JOIN (
        SELECT
          "t3"."agency" AS "then_agency",
          "t3"."month" AS "then_month",
          "t3"."searches" AS "then_searches"
        FROM "kept_months" AS "t3"
      ) AS "t10"
        ON "t14"."agency" = "t10"."then_agency"
        AND (
          "t14"."month" + 1
        ) = "t10"."then_month"
    ) AS "t17"
    WHERE
      "t17"."then_searches" >= (
        "t17"."searches" * 0.5
      )
  ) AS "t20"
  ANTI JOIN (
    SELECT
      "t1"."agency" AS "again_agency",
      "t1"."month" AS "again_month",
      "t1"."label" AS "again_label"
    FROM "kept_named" AS "t1"
  ) AS "t8"
    ON "t20"."agency" = "t8"."again_agency"
    AND "t20"."label" = "t8"."again_label"
    AND (
      "t20"."month" + 1
    ) = "t8"."again_month"
) AS "t24"
  ON "t26"."agency" = "t24"."of"
  AND "t26"."label" = "t24"."lost_label"
  AND "t26"."month" = "t24"."lost_month"
