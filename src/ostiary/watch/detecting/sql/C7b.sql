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
  "t7"."agency",
  "t7"."month",
  "t7"."label",
  COUNT(*) AS "named"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t5"."event_id",
      "t5"."at",
      "t5"."agency",
      "t5"."purpose",
      "t5"."reason",
      "t5"."month",
      "t3"."said",
      "t3"."label"
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
    ) AS "t5"
    INNER JOIN (
      SELECT
        "t1"."reason" AS "said",
        "t1"."pack" AS "label"
      FROM "reasons" AS "t1"
      WHERE
        "t1"."pack" IS NOT NULL
    ) AS "t3"
      ON "t5"."reason" = "t3"."said"
  ) AS "t6"
  WHERE
    "t6"."label" IS NOT NULL
) AS "t7"
GROUP BY
  1,
  2,
  3;

SELECT
  "t24"."agency" AS "entity",
  NULLIF("t24"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t24"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t24"."month" % 12
  ) + 1 AS TEXT), 2) || ' ' || "t24"."label" AS "period",
  "t24"."event_id",
  "t24"."at",
  CAST("t22"."lost" AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t24"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t24"."month" % 12
  ) + 1 AS TEXT), 2) AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t19"."event_id",
      "t19"."at",
      "t19"."agency",
      "t19"."purpose",
      "t19"."reason",
      "t19"."month",
      "t11"."said",
      "t11"."label"
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
    ) AS "t19"
    INNER JOIN (
      SELECT
        "t1"."reason" AS "said",
        "t1"."pack" AS "label"
      FROM "reasons" AS "t1"
      WHERE
        "t1"."pack" IS NOT NULL
    ) AS "t11"
      ON "t19"."reason" = "t11"."said"
  ) AS "t20"
  WHERE
    "t20"."label" IS NOT NULL
) AS "t24"
INNER JOIN (
  SELECT
    "t18"."agency" AS "of",
    "t18"."label" AS "lost_label",
    "t18"."month" AS "lost_month",
    "t18"."named" AS "lost"
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
        ) AS "t12"
        WHERE
          "t12"."named" >= 20 AND "t12"."named" >= (
            "t12"."searches" * 0.05
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
    ) AS "t15"
    WHERE
      "t15"."then_searches" >= (
        "t15"."searches" * 0.5
      )
  ) AS "t18"
  ANTI JOIN (
    SELECT
      "t2"."agency" AS "again_agency",
      "t2"."month" AS "again_month",
      "t2"."label" AS "again_label"
    FROM "kept_named" AS "t2"
  ) AS "t9"
    ON "t18"."agency" = "t9"."again_agency"
    AND "t18"."label" = "t9"."again_label"
    AND (
      "t18"."month" + 1
    ) = "t9"."again_month"
) AS "t22"
  ON "t24"."agency" = "t22"."of"
  AND "t24"."label" = "t22"."lost_label"
  AND "t24"."month" = "t22"."lost_month"
