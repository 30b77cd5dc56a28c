CREATE TEMP TABLE kept_cells AS
SELECT
  "t4"."agency",
  "t4"."user",
  "t4"."block",
  "t4"."bin",
  COUNT(*) AS "here"
FROM (
  SELECT
    "t3".*
    EXCLUDE ("all")
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t1"."event_id",
        "t1"."at",
        "t1"."user",
        "t1"."agency",
        "t1"."block",
        "t1"."bin",
        COUNT(*) OVER (
          PARTITION BY "t1"."agency", "t1"."user"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "all"
      FROM (
        SELECT
          "t0"."event_id",
          "t0"."at",
          "t0"."user",
          COALESCE("t0"."agency", '') AS "agency",
          CAST(FLOOR((
            CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT)
          ) / (
            10
          )) AS BIGINT) AS "block",
          CAST(FLOOR((
            "t0"."local_minute"
          ) / (
            30
          )) AS BIGINT) AS "bin"
        FROM "events" AS "t0"
        WHERE
          "t0"."action" <> 'alert'
          AND "t0"."continues" IS NULL
          AND "t0"."user" IS NOT NULL
          AND "t0"."local_minute" IS NOT NULL
      ) AS "t1"
    ) AS "t2"
    WHERE
      "t2"."all" > 50
  ) AS "t3"
) AS "t4"
GROUP BY
  1,
  2,
  3,
  4;

WITH "t8" AS (
  SELECT
    *
  FROM (
    SELECT
      "t0"."since",
      "t0"."until",
      "t0"."user" AS "sent"
    FROM "shifts" AS "t0"
  ) AS "t5"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t1"."since",
      "t1"."until",
      "t1"."user" AS "sent"
    FROM "dispatches" AS "t1"
  ) AS "t6"
)
SELECT
  "t33"."user" AS "entity",
  NULLIF("t33"."agency", '') AS "agency",
  '' AS "period",
  "t33"."event_id",
  "t33"."at",
  CAST("t33"."found" AS DOUBLE) AS "measure",
  CASE
    WHEN "t14"."rostered" IS NULL
    THEN 'and whether its user was on duty could not be judged, since no shift and no call of theirs is known'
    ELSE 'on no shift and no call that is known'
  END AS "detail"
FROM (
  SELECT
    "t31"."event_id",
    "t31"."at",
    "t31"."user",
    "t31"."agency",
    "t31"."after_1",
    "t31"."before_1",
    COUNT(*) OVER (
      PARTITION BY "t31"."agency", "t31"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "found"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t29"."event_id",
        "t29"."at",
        "t29"."user",
        "t29"."agency",
        LEAD("t29"."at", 1) OVER (
          PARTITION BY "t29"."agency", "t29"."user"
          ORDER BY "t29"."at" ASC, "t29"."event_id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "after_1",
        LAG("t29"."at", 1) OVER (
          PARTITION BY "t29"."agency", "t29"."user"
          ORDER BY "t29"."at" ASC, "t29"."event_id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "before_1"
      FROM (
        SELECT
          "t19"."event_id",
          "t19"."at",
          "t19"."user",
          "t19"."agency"
        FROM (
          SELECT
            "t17".*
            EXCLUDE ("all")
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t12"."event_id",
                "t12"."at",
                "t12"."user",
                "t12"."agency",
                "t12"."block",
                "t12"."bin",
                COUNT(*) OVER (
                  PARTITION BY "t12"."agency", "t12"."user"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "all"
              FROM (
                SELECT
                  "t2"."event_id",
                  "t2"."at",
                  "t2"."user",
                  COALESCE("t2"."agency", '') AS "agency",
                  CAST(FLOOR((
                    CAST(COALESCE("t2"."local_day", "t2"."day") AS BIGINT)
                  ) / (
                    10
                  )) AS BIGINT) AS "block",
                  CAST(FLOOR((
                    "t2"."local_minute"
                  ) / (
                    30
                  )) AS BIGINT) AS "bin"
                FROM "events" AS "t2"
                WHERE
                  "t2"."action" <> 'alert'
                  AND "t2"."continues" IS NULL
                  AND "t2"."user" IS NOT NULL
                  AND "t2"."local_minute" IS NOT NULL
              ) AS "t12"
            ) AS "t16"
            WHERE
              "t16"."all" > 50
          ) AS "t17"
        ) AS "t19"
        INNER JOIN (
          SELECT
            "t23".*
            EXCLUDE ("near")
          FROM (
            SELECT
              "t22".*
              EXCLUDE ("history")
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t20"."agency" AS "of_agency",
                  "t20"."user" AS "of_user",
                  "t20"."block" AS "of_block",
                  "t20"."bin" AS "of_bin",
                  SUM("t20"."other") AS "history",
                  SUM("t20"."near") AS "near"
                FROM (
                  SELECT
                    "t15"."agency",
                    "t15"."user",
                    "t15"."block",
                    "t15"."bin",
                    "t15"."here",
                    "t15"."other_agency",
                    "t15"."other_user",
                    "t15"."other_block",
                    "t15"."other_bin",
                    "t15"."other",
                    CASE
                      WHEN (
                        ABS("t15"."bin" - "t15"."other_bin") <= 4
                      )
                      OR (
                        ABS("t15"."bin" - "t15"."other_bin") >= 44
                      )
                      THEN "t15"."other"
                      ELSE 0
                    END AS "near"
                  FROM (
                    SELECT
                      "t4"."agency",
                      "t4"."user",
                      "t4"."block",
                      "t4"."bin",
                      "t4"."here",
                      "t9"."other_agency",
                      "t9"."other_user",
                      "t9"."other_block",
                      "t9"."other_bin",
                      "t9"."other"
                    FROM "kept_cells" AS "t4"
                    INNER JOIN (
                      SELECT
                        "t3"."agency" AS "other_agency",
                        "t3"."user" AS "other_user",
                        "t3"."block" AS "other_block",
                        "t3"."bin" AS "other_bin",
                        "t3"."here" AS "other"
                      FROM "kept_cells" AS "t3"
                    ) AS "t9"
                      ON "t4"."agency" = "t9"."other_agency" AND "t4"."user" = "t9"."other_user"
                  ) AS "t15"
                  WHERE
                    ABS("t15"."block" - "t15"."other_block") > 1
                ) AS "t20"
                GROUP BY
                  1,
                  2,
                  3,
                  4
              ) AS "t21"
              WHERE
                "t21"."history" >= 50 AND "t21"."near" < (
                  "t21"."history" * 0.01
                )
            ) AS "t22"
          ) AS "t23"
        ) AS "t25"
          ON "t19"."agency" = "t25"."of_agency"
          AND "t19"."user" = "t25"."of_user"
          AND "t19"."block" = "t25"."of_block"
          AND "t19"."bin" = "t25"."of_bin"
        ANTI JOIN (
          SELECT DISTINCT
            "t26"."event_id" AS "planned_id"
          FROM (
            SELECT
              "t19"."event_id",
              "t19"."at",
              "t19"."user",
              "t19"."agency",
              "t11"."since",
              "t11"."until",
              "t11"."sent"
            FROM (
              SELECT
                "t17".*
                EXCLUDE ("all")
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t12"."event_id",
                    "t12"."at",
                    "t12"."user",
                    "t12"."agency",
                    "t12"."block",
                    "t12"."bin",
                    COUNT(*) OVER (
                      PARTITION BY "t12"."agency", "t12"."user"
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) AS "all"
                  FROM (
                    SELECT
                      "t2"."event_id",
                      "t2"."at",
                      "t2"."user",
                      COALESCE("t2"."agency", '') AS "agency",
                      CAST(FLOOR((
                        CAST(COALESCE("t2"."local_day", "t2"."day") AS BIGINT)
                      ) / (
                        10
                      )) AS BIGINT) AS "block",
                      CAST(FLOOR((
                        "t2"."local_minute"
                      ) / (
                        30
                      )) AS BIGINT) AS "bin"
                    FROM "events" AS "t2"
                    WHERE
                      "t2"."action" <> 'alert'
                      AND "t2"."continues" IS NULL
                      AND "t2"."user" IS NOT NULL
                      AND "t2"."local_minute" IS NOT NULL
                  ) AS "t12"
                ) AS "t16"
                WHERE
                  "t16"."all" > 50
              ) AS "t17"
            ) AS "t19"
            INNER JOIN (
              SELECT
                "t23".*
                EXCLUDE ("near")
              FROM (
                SELECT
                  "t22".*
                  EXCLUDE ("history")
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t20"."agency" AS "of_agency",
                      "t20"."user" AS "of_user",
                      "t20"."block" AS "of_block",
                      "t20"."bin" AS "of_bin",
                      SUM("t20"."other") AS "history",
                      SUM("t20"."near") AS "near"
                    FROM (
                      SELECT
                        "t15"."agency",
                        "t15"."user",
                        "t15"."block",
                        "t15"."bin",
                        "t15"."here",
                        "t15"."other_agency",
                        "t15"."other_user",
                        "t15"."other_block",
                        "t15"."other_bin",
                        "t15"."other",
                        CASE
                          WHEN (
                            ABS("t15"."bin" - "t15"."other_bin") <= 4
                          )
                          OR (
                            ABS("t15"."bin" - "t15"."other_bin") >= 44
                          )
                          THEN "t15"."other"
                          ELSE 0
                        END AS "near"
                      FROM (
                        SELECT
                          "t4"."agency",
                          "t4"."user",
                          "t4"."block",
                          "t4"."bin",
                          "t4"."here",
                          "t9"."other_agency",
                          "t9"."other_user",
                          "t9"."other_block",
                          "t9"."other_bin",
                          "t9"."other"
                        FROM "kept_cells" AS "t4"
                        INNER JOIN (
                          SELECT
                            "t3"."agency" AS "other_agency",
                            "t3"."user" AS "other_user",
                            "t3"."block" AS "other_block",
                            "t3"."bin" AS "other_bin",
                            "t3"."here" AS "other"
                          FROM "kept_cells" AS "t3"
                        ) AS "t9"
                          ON "t4"."agency" = "t9"."other_agency" AND "t4"."user" = "t9"."other_user"
                      ) AS "t15"
                      WHERE
                        ABS("t15"."block" - "t15"."other_block") > 1
                    ) AS "t20"
                    GROUP BY
                      1,
                      2,
                      3,
                      4
                  ) AS "t21"
                  WHERE
                    "t21"."history" >= 50 AND "t21"."near" < (
                      "t21"."history" * 0.01
                    )
                ) AS "t22"
              ) AS "t23"
            ) AS "t25"
              ON "t19"."agency" = "t25"."of_agency"
              AND "t19"."user" = "t25"."of_user"
              AND "t19"."block" = "t25"."of_block"
              AND "t19"."bin" = "t25"."of_bin"
            INNER JOIN "t8" AS "t11"
              ON "t19"."user" = "t11"."sent"
          ) AS "t26"
          WHERE
            "t26"."at" >= (
              "t26"."since" - 7200000
            )
            AND "t26"."at" <= (
              "t26"."until" + 7200000
            )
        ) AS "t28"
          ON "t19"."event_id" = "t28"."planned_id"
      ) AS "t29"
    ) AS "t30"
    WHERE
      COALESCE((
        "t30"."at" - "t30"."before_1"
      ) <= 2592000000, FALSE)
      OR COALESCE((
        "t30"."after_1" - "t30"."at"
      ) <= 2592000000, FALSE)
  ) AS "t31"
) AS "t33"
LEFT OUTER JOIN (
  SELECT DISTINCT
    "t10"."sent" AS "rostered"
  FROM "t8" AS "t10"
) AS "t14"
  ON "t33"."user" = "t14"."rostered"
