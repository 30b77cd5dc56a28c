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

WITH "t17" AS (
  SELECT
    "t14"."who",
    "t14"."agency",
    "t14"."month",
    COUNT(*) AS "said",
    SUM("t14"."vague") AS "empty"
  FROM (
    SELECT
      "t13"."event_id",
      "t13"."at",
      "t13"."user",
      "t13"."agency",
      "t13"."day",
      "t13"."local_day",
      "t13"."vague",
      "t13"."month",
      "t13"."agency" AS "who"
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
            "t10"."user",
            "t10"."agency",
            "t10"."day",
            "t10"."local_day",
            "t10"."vague",
            "t10"."own_day",
            "t3"."one",
            "t3"."month"
          FROM (
            SELECT
              "t8"."event_id",
              "t8"."at",
              "t8"."user",
              "t8"."agency",
              "t8"."day",
              "t8"."local_day",
              "t8"."vague",
              CAST(COALESCE("t8"."local_day", "t8"."day") AS BIGINT) AS "own_day"
            FROM (
              SELECT
                "t7"."event_id",
                "t7"."at",
                "t7"."user",
                "t7"."agency",
                "t7"."day",
                "t7"."local_day",
                CASE
                  WHEN (
                    "t7"."reason_state" = 'blank'
                  ) OR (
                    "t6"."empty_reason" IS NOT NULL
                  )
                  THEN 1
                  ELSE 0
                END AS "vague"
              FROM (
                SELECT
                  *
                FROM "events" AS "t1"
                WHERE
                  "t1"."action" <> 'alert'
                  AND "t1"."continues" IS NULL
                  AND (
                    (
                      "t1"."reason_state" = 'given'
                    ) OR (
                      "t1"."reason_state" = 'blank'
                    )
                  )
              ) AS "t7"
              LEFT OUTER JOIN (
                SELECT
                  "t2"."reason" AS "empty_reason"
                FROM "reasons" AS "t2"
                WHERE
                  "t2"."vague" OR "t2"."placeholder"
              ) AS "t6"
                ON "t7"."reason" = "t6"."empty_reason"
            ) AS "t8"
          ) AS "t10"
          INNER JOIN "kept_month_of_day" AS "t3"
            ON "t10"."own_day" = "t3"."one"
        ) AS "t11"
      ) AS "t12"
    ) AS "t13"
    WHERE
      "t13"."agency" IS NOT NULL
  ) AS "t14"
  GROUP BY
    1,
    2,
    3
)
SELECT
  "t16"."who" AS "entity",
  NULLIF("t16"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t16"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t16"."month" % 12
  ) + 1 AS TEXT), 2) AS "period",
  "t16"."event_id",
  "t16"."at",
  "t31"."measure",
  CAST(CAST(FLOOR("t31"."share" * 100) AS BIGINT) AS TEXT) || ' %' AS "detail"
FROM (
  SELECT
    "t13"."event_id",
    "t13"."at",
    "t13"."user",
    "t13"."agency",
    "t13"."day",
    "t13"."local_day",
    "t13"."vague",
    "t13"."month",
    "t13"."agency" AS "who"
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
          "t10"."user",
          "t10"."agency",
          "t10"."day",
          "t10"."local_day",
          "t10"."vague",
          "t10"."own_day",
          "t3"."one",
          "t3"."month"
        FROM (
          SELECT
            "t8"."event_id",
            "t8"."at",
            "t8"."user",
            "t8"."agency",
            "t8"."day",
            "t8"."local_day",
            "t8"."vague",
            CAST(COALESCE("t8"."local_day", "t8"."day") AS BIGINT) AS "own_day"
          FROM (
            SELECT
              "t7"."event_id",
              "t7"."at",
              "t7"."user",
              "t7"."agency",
              "t7"."day",
              "t7"."local_day",
              CASE
                WHEN (
                  "t7"."reason_state" = 'blank'
                ) OR (
                  "t6"."empty_reason" IS NOT NULL
                )
                THEN 1
                ELSE 0
              END AS "vague"
            FROM (
              SELECT
                *
              FROM "events" AS "t1"
              WHERE
                "t1"."action" <> 'alert'
                AND "t1"."continues" IS NULL
                AND (
                  (
                    "t1"."reason_state" = 'given'
                  ) OR (
                    "t1"."reason_state" = 'blank'
                  )
                )
            ) AS "t7"
            LEFT OUTER JOIN (
              SELECT
                "t2"."reason" AS "empty_reason"
              FROM "reasons" AS "t2"
              WHERE
                "t2"."vague" OR "t2"."placeholder"
            ) AS "t6"
              ON "t7"."reason" = "t6"."empty_reason"
          ) AS "t8"
        ) AS "t10"
        INNER JOIN "kept_month_of_day" AS "t3"
          ON "t10"."own_day" = "t3"."one"
      ) AS "t11"
    ) AS "t12"
  ) AS "t13"
  WHERE
    "t13"."agency" IS NOT NULL AND "t13"."vague" = 1
) AS "t16"
INNER JOIN (
  SELECT
    "t29"."share",
    "t29"."measure",
    "t29"."who" AS "found_who",
    "t29"."agency" AS "found_agency",
    "t29"."month" AS "found_month"
  FROM (
    SELECT
      "t28"."who",
      "t28"."agency",
      "t28"."month",
      "t28"."said",
      "t28"."empty",
      "t28"."before_who",
      "t28"."before_agency",
      "t28"."before_month",
      "t28"."said_before",
      "t28"."empty_before",
      "t28"."empty" / "t28"."said" AS "share",
      GREATEST(
        "t28"."empty" / "t28"."said",
        (
          "t28"."empty" / "t28"."said"
        ) - COALESCE((
          "t28"."empty_before" + 0.5
        ) / (
          "t28"."said_before" + 1.0
        ), 1.0)
      ) AS "measure",
      (
        COALESCE("t28"."said_before", 0) >= 30
      )
      AND (
        (
          (
            "t28"."empty" / "t28"."said"
          ) - COALESCE((
            "t28"."empty_before" + 0.5
          ) / (
            "t28"."said_before" + 1.0
          ), 1.0)
        ) >= 0.25
      )
      AND (
        EXP(
          -(
            "t28"."said" * (
              (
                LEAST(GREATEST("t28"."empty" / "t28"."said", 1e-09), 0.999999999) * LN(
                  LEAST(GREATEST("t28"."empty" / "t28"."said", 1e-09), 0.999999999) / COALESCE((
                    "t28"."empty_before" + 0.5
                  ) / (
                    "t28"."said_before" + 1.0
                  ), 1.0)
                )
              ) + (
                (
                  1 - LEAST(GREATEST("t28"."empty" / "t28"."said", 1e-09), 0.999999999)
                ) * LN(
                  (
                    1 - LEAST(GREATEST("t28"."empty" / "t28"."said", 1e-09), 0.999999999)
                  ) / (
                    1 - COALESCE((
                      "t28"."empty_before" + 0.5
                    ) / (
                      "t28"."said_before" + 1.0
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
        "t24"."who",
        "t24"."agency",
        "t24"."month",
        "t24"."said",
        "t24"."empty",
        "t27"."before_who",
        "t27"."before_agency",
        "t27"."before_month",
        "t27"."said_before",
        "t27"."empty_before"
      FROM (
        SELECT
          *
        FROM "t17" AS "t18"
        WHERE
          "t18"."said" >= 30
      ) AS "t24"
      LEFT OUTER JOIN (
        SELECT
          "t25"."who" AS "before_who",
          "t25"."agency" AS "before_agency",
          "t25"."later" AS "before_month",
          SUM("t25"."said") AS "said_before",
          SUM("t25"."empty") AS "empty_before"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t18"."who",
              "t18"."agency",
              "t18"."month",
              "t18"."said",
              "t18"."empty",
              "t18"."month" + 3 AS "later"
            FROM "t17" AS "t18"
          ) AS "t19"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t18"."who",
                "t18"."agency",
                "t18"."month",
                "t18"."said",
                "t18"."empty",
                "t18"."month" + 1 AS "later"
              FROM "t17" AS "t18"
            ) AS "t20"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t18"."who",
                "t18"."agency",
                "t18"."month",
                "t18"."said",
                "t18"."empty",
                "t18"."month" + 2 AS "later"
              FROM "t17" AS "t18"
            ) AS "t21"
          ) AS "t23"
        ) AS "t25"
        GROUP BY
          1,
          2,
          3
      ) AS "t27"
        ON "t24"."who" = "t27"."before_who"
        AND "t24"."agency" = "t27"."before_agency"
        AND "t24"."month" = "t27"."before_month"
    ) AS "t28"
  ) AS "t29"
  WHERE
    (
      "t29"."share" >= 0.8
    ) OR "t29"."rose"
) AS "t31"
  ON "t16"."who" = "t31"."found_who"
  AND "t16"."agency" = "t31"."found_agency"
  AND "t16"."month" = "t31"."found_month"
