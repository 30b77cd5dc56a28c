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

CREATE TEMP TABLE kept_accounts AS
SELECT
  "t1"."number",
  COUNT(*) AS "times"
FROM (
  SELECT
    XOR(
      CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
      CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
    ) AS "number"
  FROM "events" AS "t0"
  WHERE
    "t0"."action" <> 'alert' AND "t0"."continues" IS NULL AND "t0"."user" IS NOT NULL
) AS "t1"
GROUP BY
  1;

WITH "t24" AS (
  SELECT
    "t21"."who",
    "t21"."agency",
    "t21"."month",
    COUNT(*) AS "said",
    SUM("t21"."vague") AS "empty"
  FROM (
    SELECT
      "t20"."event_id",
      "t20"."at",
      "t20"."user",
      "t20"."agency",
      "t20"."day",
      "t20"."local_day",
      "t20"."vague",
      "t20"."month",
      "t20"."user" AS "who"
    FROM (
      SELECT
        "t19".*
        EXCLUDE ("number_of_all")
      FROM (
        SELECT
          "t18"."event_id",
          "t18"."at",
          "t18"."user",
          "t18"."agency",
          "t18"."day",
          "t18"."local_day",
          "t18"."vague",
          "t18"."month",
          "t18"."number_of_all"
        FROM (
          SELECT
            "t16"."event_id",
            "t16"."at",
            "t16"."user",
            COALESCE("t16"."agency", '') AS "agency",
            "t16"."day",
            "t16"."local_day",
            "t16"."vague",
            "t16"."month",
            XOR(
              CAST(CAST(HASH(COALESCE("t16"."agency", '')) AS BIT) AS BIGINT),
              CAST(CAST(HASH("t16"."user") AS BIT) AS BIGINT)
            ) AS "number_of_all"
          FROM (
            SELECT
              "t15".*
              EXCLUDE ("one")
            FROM (
              SELECT
                "t14".*
                EXCLUDE ("own_day")
              FROM (
                SELECT
                  "t13"."event_id",
                  "t13"."at",
                  "t13"."user",
                  "t13"."agency",
                  "t13"."day",
                  "t13"."local_day",
                  "t13"."vague",
                  "t13"."own_day",
                  "t4"."one",
                  "t4"."month"
                FROM (
                  SELECT
                    "t11"."event_id",
                    "t11"."at",
                    "t11"."user",
                    "t11"."agency",
                    "t11"."day",
                    "t11"."local_day",
                    "t11"."vague",
                    CAST(COALESCE("t11"."local_day", "t11"."day") AS BIGINT) AS "own_day"
                  FROM (
                    SELECT
                      "t10"."event_id",
                      "t10"."at",
                      "t10"."user",
                      "t10"."agency",
                      "t10"."day",
                      "t10"."local_day",
                      CASE
                        WHEN (
                          "t10"."reason_state" = 'blank'
                        ) OR (
                          "t9"."empty_reason" IS NOT NULL
                        )
                        THEN 1
                        ELSE 0
                      END AS "vague"
                    FROM (
                      SELECT
                        *
                      FROM "events" AS "t2"
                      WHERE
                        "t2"."action" <> 'alert'
                        AND "t2"."continues" IS NULL
                        AND (
                          (
                            "t2"."reason_state" = 'given'
                          ) OR (
                            "t2"."reason_state" = 'blank'
                          )
                        )
                    ) AS "t10"
                    LEFT OUTER JOIN (
                      SELECT
                        "t3"."reason" AS "empty_reason"
                      FROM "reasons" AS "t3"
                      WHERE
                        "t3"."vague" OR "t3"."placeholder"
                    ) AS "t9"
                      ON "t10"."reason" = "t9"."empty_reason"
                  ) AS "t11"
                ) AS "t13"
                INNER JOIN "kept_month_of_day" AS "t4"
                  ON "t13"."own_day" = "t4"."one"
              ) AS "t14"
            ) AS "t15"
          ) AS "t16"
          WHERE
            "t16"."user" IS NOT NULL
        ) AS "t18"
        SEMI JOIN (
          SELECT
            "t0"."number" AS "many"
          FROM "kept_accounts" AS "t0"
          WHERE
            "t0"."times" >= 30
        ) AS "t7"
          ON "t18"."number_of_all" = "t7"."many"
      ) AS "t19"
    ) AS "t20"
  ) AS "t21"
  GROUP BY
    1,
    2,
    3
)
SELECT
  "t23"."who" AS "entity",
  NULLIF("t23"."agency", '') AS "agency",
  CAST(CAST(FLOOR((
    "t23"."month"
  ) / (
    12
  )) AS BIGINT) AS TEXT) || '-' || RIGHT('0' || CAST((
    "t23"."month" % 12
  ) + 1 AS TEXT), 2) AS "period",
  "t23"."event_id",
  "t23"."at",
  "t38"."measure",
  CAST(CAST(FLOOR("t38"."share" * 100) AS BIGINT) AS TEXT) || ' %' AS "detail"
FROM (
  SELECT
    "t20"."event_id",
    "t20"."at",
    "t20"."user",
    "t20"."agency",
    "t20"."day",
    "t20"."local_day",
    "t20"."vague",
    "t20"."month",
    "t20"."user" AS "who"
  FROM (
    SELECT
      "t19".*
      EXCLUDE ("number_of_all")
    FROM (
      SELECT
        "t18"."event_id",
        "t18"."at",
        "t18"."user",
        "t18"."agency",
        "t18"."day",
        "t18"."local_day",
        "t18"."vague",
        "t18"."month",
        "t18"."number_of_all"
      FROM (
        SELECT
          "t16"."event_id",
          "t16"."at",
          "t16"."user",
          COALESCE("t16"."agency", '') AS "agency",
          "t16"."day",
          "t16"."local_day",
          "t16"."vague",
          "t16"."month",
          XOR(
            CAST(CAST(HASH(COALESCE("t16"."agency", '')) AS BIT) AS BIGINT),
            CAST(CAST(HASH("t16"."user") AS BIT) AS BIGINT)
          ) AS "number_of_all"
        FROM (
          SELECT
            "t15".*
            EXCLUDE ("one")
          FROM (
            SELECT
              "t14".*
              EXCLUDE ("own_day")
            FROM (
              SELECT
                "t13"."event_id",
                "t13"."at",
                "t13"."user",
                "t13"."agency",
                "t13"."day",
                "t13"."local_day",
                "t13"."vague",
                "t13"."own_day",
                "t4"."one",
                "t4"."month"
              FROM (
                SELECT
                  "t11"."event_id",
                  "t11"."at",
                  "t11"."user",
                  "t11"."agency",
                  "t11"."day",
                  "t11"."local_day",
                  "t11"."vague",
                  CAST(COALESCE("t11"."local_day", "t11"."day") AS BIGINT) AS "own_day"
                FROM (
                  SELECT
                    "t10"."event_id",
                    "t10"."at",
                    "t10"."user",
                    "t10"."agency",
                    "t10"."day",
                    "t10"."local_day",
                    CASE
                      WHEN (
                        "t10"."reason_state" = 'blank'
                      ) OR (
                        "t9"."empty_reason" IS NOT NULL
                      )
                      THEN 1
                      ELSE 0
                    END AS "vague"
                  FROM (
                    SELECT
                      *
                    FROM "events" AS "t2"
                    WHERE
                      "t2"."action" <> 'alert'
                      AND "t2"."continues" IS NULL
                      AND (
                        (
                          "t2"."reason_state" = 'given'
                        ) OR (
                          "t2"."reason_state" = 'blank'
                        )
                      )
                  ) AS "t10"
                  LEFT OUTER JOIN (
                    SELECT
                      "t3"."reason" AS "empty_reason"
                    FROM "reasons" AS "t3"
                    WHERE
                      "t3"."vague" OR "t3"."placeholder"
                  ) AS "t9"
                    ON "t10"."reason" = "t9"."empty_reason"
                ) AS "t11"
              ) AS "t13"
              INNER JOIN "kept_month_of_day" AS "t4"
                ON "t13"."own_day" = "t4"."one"
            ) AS "t14"
          ) AS "t15"
        ) AS "t16"
        WHERE
          "t16"."user" IS NOT NULL
      ) AS "t18"
      SEMI JOIN (
        SELECT
          "t0"."number" AS "many"
        FROM "kept_accounts" AS "t0"
        WHERE
          "t0"."times" >= 30
      ) AS "t7"
        ON "t18"."number_of_all" = "t7"."many"
    ) AS "t19"
  ) AS "t20"
  WHERE
    "t20"."vague" = 1
) AS "t23"
INNER JOIN (
  SELECT
    "t36"."share",
    "t36"."measure",
    "t36"."who" AS "found_who",
    "t36"."agency" AS "found_agency",
    "t36"."month" AS "found_month"
  FROM (
    SELECT
      "t35"."who",
      "t35"."agency",
      "t35"."month",
      "t35"."said",
      "t35"."empty",
      "t35"."before_who",
      "t35"."before_agency",
      "t35"."before_month",
      "t35"."said_before",
      "t35"."empty_before",
      "t35"."empty" / "t35"."said" AS "share",
      GREATEST(
        "t35"."empty" / "t35"."said",
        (
          "t35"."empty" / "t35"."said"
        ) - COALESCE((
          "t35"."empty_before" + 0.5
        ) / (
          "t35"."said_before" + 1.0
        ), 1.0)
      ) AS "measure",
      (
        COALESCE("t35"."said_before", 0) >= 30
      )
      AND (
        (
          (
            "t35"."empty" / "t35"."said"
          ) - COALESCE((
            "t35"."empty_before" + 0.5
          ) / (
            "t35"."said_before" + 1.0
          ), 1.0)
        ) >= 0.25
      )
      AND (
        EXP(
          -(
            "t35"."said" * (
              (
                LEAST(GREATEST("t35"."empty" / "t35"."said", 1e-09), 0.999999999) * LN(
                  LEAST(GREATEST("t35"."empty" / "t35"."said", 1e-09), 0.999999999) / COALESCE((
                    "t35"."empty_before" + 0.5
                  ) / (
                    "t35"."said_before" + 1.0
                  ), 1.0)
                )
              ) + (
                (
                  1 - LEAST(GREATEST("t35"."empty" / "t35"."said", 1e-09), 0.999999999)
                ) * LN(
                  (
                    1 - LEAST(GREATEST("t35"."empty" / "t35"."said", 1e-09), 0.999999999)
                  ) / (
                    1 - COALESCE((
                      "t35"."empty_before" + 0.5
                    ) / (
                      "t35"."said_before" + 1.0
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
        "t31"."who",
        "t31"."agency",
        "t31"."month",
        "t31"."said",
        "t31"."empty",
        "t34"."before_who",
        "t34"."before_agency",
        "t34"."before_month",
        "t34"."said_before",
        "t34"."empty_before"
      FROM (
        SELECT
          *
        FROM "t24" AS "t25"
        WHERE
          "t25"."said" >= 30
      ) AS "t31"
      LEFT OUTER JOIN (
        SELECT
          "t32"."who" AS "before_who",
          "t32"."agency" AS "before_agency",
          "t32"."later" AS "before_month",
          SUM("t32"."said") AS "said_before",
          SUM("t32"."empty") AS "empty_before"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t25"."who",
              "t25"."agency",
              "t25"."month",
              "t25"."said",
              "t25"."empty",
              "t25"."month" + 3 AS "later"
            FROM "t24" AS "t25"
          ) AS "t26"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t25"."who",
                "t25"."agency",
                "t25"."month",
                "t25"."said",
                "t25"."empty",
                "t25"."month" + 1 AS "later"
              FROM "t24" AS "t25"
            ) AS "t27"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t25"."who",
                "t25"."agency",
                "t25"."month",
                "t25"."said",
                "t25"."empty",
                "t25"."month" + 2 AS "later"
              FROM "t24" AS "t25"
            ) AS "t28"
          ) AS "t30"
        ) AS "t32"
        GROUP BY
          1,
          2,
          3
      ) AS "t34"
        ON "t31"."who" = "t34"."before_who"
        AND "t31"."agency" = "t34"."before_agency"
        AND "t31"."month" = "t34"."before_month"
    ) AS "t35"
  ) AS "t36"
  WHERE
    (
      "t36"."share" >= 0.8
    ) OR "t36"."rose"
) AS "t38"
  ON "t23"."who" = "t38"."found_who"
  AND "t23"."agency" = "t38"."found_agency"
  AND "t23"."month" = "t38"."found_month"
