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

SELECT
  "t15"."agency" AS "entity",
  NULLIF("t15"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t15"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t15"."month" % 12
  ) + 1 AS TEXT), 2) AS "period",
  "t15"."event_id",
  "t15"."at",
  CAST("t15"."searches" AS DOUBLE) AS "measure",
  "t15"."kind" AS "detail"
FROM (
  SELECT
    "t14"."event_id",
    "t14"."at",
    "t14"."agency",
    "t14"."kind",
    "t14"."month",
    COUNT(*) OVER (
      PARTITION BY "t14"."agency", "t14"."kind", "t14"."month"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "searches",
    ROW_NUMBER() OVER (
      PARTITION BY "t14"."agency", "t14"."kind", "t14"."month"
      ORDER BY "t14"."at" ASC, "t14"."event_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place"
  FROM (
    SELECT DISTINCT
      "t13"."event_id",
      "t13"."at",
      "t13"."agency",
      "t13"."kind",
      "t13"."month"
    FROM (
      SELECT
        "t12".*
        EXCLUDE ("one")
      FROM (
        SELECT
          "t11".*
          EXCLUDE ("own_day")
        FROM (
          SELECT
            "t10"."event_id",
            "t10"."at",
            "t10"."agency",
            "t10"."day",
            "t10"."local_day",
            "t10"."plain",
            "t10"."signed_by",
            "t10"."kind",
            "t10"."begun",
            "t10"."ended",
            "t10"."own_day",
            "t3"."one",
            "t3"."month"
          FROM (
            SELECT
              "t8"."event_id",
              "t8"."at",
              "t8"."agency",
              "t8"."day",
              "t8"."local_day",
              "t8"."plain",
              "t8"."signed_by",
              "t8"."kind",
              "t8"."begun",
              "t8"."ended",
              CAST(COALESCE("t8"."local_day", "t8"."day") AS BIGINT) AS "own_day"
            FROM (
              SELECT
                "t5"."event_id",
                "t5"."at",
                "t5"."agency",
                "t5"."day",
                "t5"."local_day",
                "t5"."plain",
                "t7"."signed_by",
                "t7"."kind",
                "t7"."begun",
                "t7"."ended"
              FROM (
                SELECT
                  "t1"."event_id",
                  "t1"."at",
                  "t1"."agency",
                  "t1"."day",
                  "t1"."local_day",
                  REGEXP_REPLACE(LOWER("t1"."agency"), '^\s+|\s+$', '', 'g') AS "plain"
                FROM "events" AS "t1"
                WHERE
                  "t1"."agency" IS NOT NULL
              ) AS "t5"
              INNER JOIN (
                SELECT DISTINCT
                  REGEXP_REPLACE(LOWER("t2"."agency"), '^\s+|\s+$', '', 'g') AS "signed_by",
                  "t2"."kind",
                  "t2"."since" AS "begun",
                  "t2"."until" AS "ended"
                FROM "agreements" AS "t2"
                WHERE
                  (
                    "t2"."kind" IS NULL
                  )
                  OR NOT (
                    (
                      "t2"."kind" = 'agreement'
                    ) OR (
                      "t2"."kind" = 'declaration'
                    )
                  )
              ) AS "t7"
                ON "t5"."plain" = "t7"."signed_by"
            ) AS "t8"
          ) AS "t10"
          INNER JOIN "kept_month_of_day" AS "t3"
            ON "t10"."own_day" = "t3"."one"
        ) AS "t11"
      ) AS "t12"
    ) AS "t13"
    WHERE
      (
        (
          "t13"."begun" IS NULL
        ) OR (
          "t13"."at" >= "t13"."begun"
        )
      )
      AND (
        (
          "t13"."ended" IS NULL
        ) OR (
          "t13"."at" < "t13"."ended"
        )
      )
  ) AS "t14"
) AS "t15"
WHERE
  "t15"."place" = 0
