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

CREATE TEMP TABLE kept_doubtful AS
WITH "t3" AS (
  SELECT
    "t0"."agency",
    "t0"."user",
    "t0"."block",
    SUM("t0"."here") AS "here"
  FROM "kept_cells" AS "t0"
  GROUP BY
    1,
    2,
    3
), "t4" AS (
  SELECT
    "t0"."agency",
    "t0"."user",
    "t0"."bin",
    SUM("t0"."here") AS "here"
  FROM "kept_cells" AS "t0"
  GROUP BY
    1,
    2,
    3
)
SELECT
  "t34"."agency",
  "t34"."user",
  "t34"."block",
  "t34"."bin"
FROM (
  SELECT
    "t1"."agency",
    "t1"."user",
    "t1"."block",
    "t1"."bin",
    "t1"."here",
    "t33"."near_agency",
    "t33"."near_user",
    "t33"."near_bin",
    "t33"."near",
    "t31"."left_agency",
    "t31"."left_user",
    "t31"."left_block",
    "t31"."left",
    "t5"."all_agency",
    "t5"."all_user",
    "t5"."all"
  FROM "kept_cells" AS "t1"
  INNER JOIN (
    SELECT
      "t29"."agency" AS "near_agency",
      "t29"."user" AS "near_user",
      (
        "t29"."bin" + 48
      ) % 48 AS "near_bin",
      SUM("t29"."here") AS "near"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t7"."agency",
              "t7"."user",
              "t7"."bin" + -2 AS "bin",
              "t7"."here"
            FROM "t4" AS "t7"
          ) AS "t11"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t7"."agency",
              "t7"."user",
              "t7"."bin" + -1 AS "bin",
              "t7"."here"
            FROM "t4" AS "t7"
          ) AS "t12"
        ) AS "t21"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t7"."agency",
              "t7"."user",
              "t7"."bin" + 0 AS "bin",
              "t7"."here"
            FROM "t4" AS "t7"
          ) AS "t13"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t7"."agency",
              "t7"."user",
              "t7"."bin" + 1 AS "bin",
              "t7"."here"
            FROM "t4" AS "t7"
          ) AS "t14"
        ) AS "t22"
      ) AS "t26"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t7"."agency",
              "t7"."user",
              "t7"."bin" + 2 AS "bin",
              "t7"."here"
            FROM "t4" AS "t7"
          ) AS "t15"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t7"."agency",
              "t7"."user",
              "t7"."bin" + 3 AS "bin",
              "t7"."here"
            FROM "t4" AS "t7"
          ) AS "t16"
        ) AS "t23"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t7"."agency",
              "t7"."user",
              "t7"."bin" + 4 AS "bin",
              "t7"."here"
            FROM "t4" AS "t7"
          ) AS "t17"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t7"."agency",
                "t7"."user",
                "t7"."bin" + -4 AS "bin",
                "t7"."here"
              FROM "t4" AS "t7"
            ) AS "t18"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t7"."agency",
                "t7"."user",
                "t7"."bin" + -3 AS "bin",
                "t7"."here"
              FROM "t4" AS "t7"
            ) AS "t19"
          ) AS "t24"
        ) AS "t27"
      ) AS "t28"
    ) AS "t29"
    GROUP BY
      1,
      2,
      3
  ) AS "t33"
    ON "t1"."agency" = "t33"."near_agency"
    AND "t1"."user" = "t33"."near_user"
    AND "t1"."bin" = "t33"."near_bin"
  INNER JOIN (
    SELECT
      "t25"."agency" AS "left_agency",
      "t25"."user" AS "left_user",
      "t25"."block" AS "left_block",
      SUM("t25"."here") AS "left"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t6"."agency",
          "t6"."user",
          "t6"."block" + 1 AS "block",
          "t6"."here"
        FROM "t3" AS "t6"
      ) AS "t8"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t6"."agency",
            "t6"."user",
            "t6"."block" + -1 AS "block",
            "t6"."here"
          FROM "t3" AS "t6"
        ) AS "t9"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t6"."agency",
            "t6"."user",
            "t6"."block" + 0 AS "block",
            "t6"."here"
          FROM "t3" AS "t6"
        ) AS "t10"
      ) AS "t20"
    ) AS "t25"
    GROUP BY
      1,
      2,
      3
  ) AS "t31"
    ON "t1"."agency" = "t31"."left_agency"
    AND "t1"."user" = "t31"."left_user"
    AND "t1"."block" = "t31"."left_block"
  INNER JOIN (
    SELECT
      "t0"."agency" AS "all_agency",
      "t0"."user" AS "all_user",
      SUM("t0"."here") AS "all"
    FROM "kept_cells" AS "t0"
    GROUP BY
      1,
      2
  ) AS "t5"
    ON "t1"."agency" = "t5"."all_agency" AND "t1"."user" = "t5"."all_user"
) AS "t34"
WHERE
  (
    "t34"."all" - "t34"."left"
  ) >= 50
  AND (
    "t34"."near" - "t34"."left"
  ) < (
    (
      "t34"."all" - "t34"."left"
    ) * 0.01
  );

WITH "t9" AS (
  SELECT
    *
  FROM (
    SELECT
      "t0"."since",
      "t0"."until",
      "t0"."user" AS "sent"
    FROM "shifts" AS "t0"
  ) AS "t6"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t1"."since",
      "t1"."until",
      "t1"."user" AS "sent"
    FROM "dispatches" AS "t1"
  ) AS "t7"
)
SELECT
  "t34"."user" AS "entity",
  NULLIF("t34"."agency", '') AS "agency",
  '' AS "period",
  "t34"."event_id",
  "t34"."at",
  CAST("t34"."found" AS DOUBLE) AS "measure",
  CASE
    WHEN "t15"."rostered" IS NULL
    THEN 'and whether its user was on duty could not be judged, since no shift and no call of theirs is known'
    ELSE 'on no shift and no call that is known'
  END AS "detail"
FROM (
  SELECT
    "t32"."event_id",
    "t32"."at",
    "t32"."user",
    "t32"."agency",
    "t32"."after_1",
    "t32"."before_1",
    COUNT(*) OVER (
      PARTITION BY "t32"."agency", "t32"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "found"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t30"."event_id",
        "t30"."at",
        "t30"."user",
        "t30"."agency",
        LEAD("t30"."at", 1) OVER (
          PARTITION BY "t30"."agency", "t30"."user"
          ORDER BY "t30"."at" ASC, "t30"."event_id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "after_1",
        LAG("t30"."at", 1) OVER (
          PARTITION BY "t30"."agency", "t30"."user"
          ORDER BY "t30"."at" ASC, "t30"."event_id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "before_1"
      FROM (
        SELECT
          "t20"."event_id",
          "t20"."at",
          "t20"."user",
          "t20"."agency"
        FROM (
          SELECT
            "t18".*
            EXCLUDE ("all")
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t13"."event_id",
                "t13"."at",
                "t13"."user",
                "t13"."agency",
                "t13"."block",
                "t13"."bin",
                COUNT(*) OVER (
                  PARTITION BY "t13"."agency", "t13"."user"
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
              ) AS "t13"
            ) AS "t17"
            WHERE
              "t17"."all" > 50
          ) AS "t18"
        ) AS "t20"
        INNER JOIN (
          SELECT
            "t24".*
            EXCLUDE ("near")
          FROM (
            SELECT
              "t23".*
              EXCLUDE ("history")
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t21"."agency" AS "of_agency",
                  "t21"."user" AS "of_user",
                  "t21"."block" AS "of_block",
                  "t21"."bin" AS "of_bin",
                  SUM("t21"."other") AS "history",
                  SUM("t21"."near") AS "near"
                FROM (
                  SELECT
                    "t16"."agency",
                    "t16"."user",
                    "t16"."block",
                    "t16"."bin",
                    "t16"."other_agency",
                    "t16"."other_user",
                    "t16"."other_block",
                    "t16"."other_bin",
                    "t16"."other",
                    CASE
                      WHEN (
                        ABS("t16"."bin" - "t16"."other_bin") <= 4
                      )
                      OR (
                        ABS("t16"."bin" - "t16"."other_bin") >= 44
                      )
                      THEN "t16"."other"
                      ELSE 0
                    END AS "near"
                  FROM (
                    SELECT
                      "t5"."agency",
                      "t5"."user",
                      "t5"."block",
                      "t5"."bin",
                      "t10"."other_agency",
                      "t10"."other_user",
                      "t10"."other_block",
                      "t10"."other_bin",
                      "t10"."other"
                    FROM "kept_doubtful" AS "t5"
                    INNER JOIN (
                      SELECT
                        "t4"."agency" AS "other_agency",
                        "t4"."user" AS "other_user",
                        "t4"."block" AS "other_block",
                        "t4"."bin" AS "other_bin",
                        "t4"."here" AS "other"
                      FROM "kept_cells" AS "t4"
                    ) AS "t10"
                      ON "t5"."agency" = "t10"."other_agency" AND "t5"."user" = "t10"."other_user"
                  ) AS "t16"
                  WHERE
                    ABS("t16"."block" - "t16"."other_block") > 1
                ) AS "t21"
                GROUP BY
                  1,
                  2,
                  3,
                  4
              ) AS "t22"
              WHERE
                "t22"."history" >= 50 AND "t22"."near" < (
                  "t22"."history" * 0.01
                )
            ) AS "t23"
          ) AS "t24"
        ) AS "t26"
          ON "t20"."agency" = "t26"."of_agency"
          AND "t20"."user" = "t26"."of_user"
          AND "t20"."block" = "t26"."of_block"
          AND "t20"."bin" = "t26"."of_bin"
        ANTI JOIN (
          SELECT DISTINCT
            "t27"."event_id" AS "planned_id"
          FROM (
            SELECT
              "t20"."event_id",
              "t20"."at",
              "t20"."user",
              "t20"."agency",
              "t12"."since",
              "t12"."until",
              "t12"."sent"
            FROM (
              SELECT
                "t18".*
                EXCLUDE ("all")
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t13"."event_id",
                    "t13"."at",
                    "t13"."user",
                    "t13"."agency",
                    "t13"."block",
                    "t13"."bin",
                    COUNT(*) OVER (
                      PARTITION BY "t13"."agency", "t13"."user"
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
                  ) AS "t13"
                ) AS "t17"
                WHERE
                  "t17"."all" > 50
              ) AS "t18"
            ) AS "t20"
            INNER JOIN (
              SELECT
                "t24".*
                EXCLUDE ("near")
              FROM (
                SELECT
                  "t23".*
                  EXCLUDE ("history")
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t21"."agency" AS "of_agency",
                      "t21"."user" AS "of_user",
                      "t21"."block" AS "of_block",
                      "t21"."bin" AS "of_bin",
                      SUM("t21"."other") AS "history",
                      SUM("t21"."near") AS "near"
                    FROM (
                      SELECT
                        "t16"."agency",
                        "t16"."user",
                        "t16"."block",
                        "t16"."bin",
                        "t16"."other_agency",
                        "t16"."other_user",
                        "t16"."other_block",
                        "t16"."other_bin",
                        "t16"."other",
                        CASE
                          WHEN (
                            ABS("t16"."bin" - "t16"."other_bin") <= 4
                          )
                          OR (
                            ABS("t16"."bin" - "t16"."other_bin") >= 44
                          )
                          THEN "t16"."other"
                          ELSE 0
                        END AS "near"
                      FROM (
                        SELECT
                          "t5"."agency",
                          "t5"."user",
                          "t5"."block",
                          "t5"."bin",
                          "t10"."other_agency",
                          "t10"."other_user",
                          "t10"."other_block",
                          "t10"."other_bin",
                          "t10"."other"
                        FROM "kept_doubtful" AS "t5"
                        INNER JOIN (
                          SELECT
                            "t4"."agency" AS "other_agency",
                            "t4"."user" AS "other_user",
                            "t4"."block" AS "other_block",
                            "t4"."bin" AS "other_bin",
                            "t4"."here" AS "other"
                          FROM "kept_cells" AS "t4"
                        ) AS "t10"
                          ON "t5"."agency" = "t10"."other_agency" AND "t5"."user" = "t10"."other_user"
                      ) AS "t16"
                      WHERE
                        ABS("t16"."block" - "t16"."other_block") > 1
                    ) AS "t21"
                    GROUP BY
                      1,
                      2,
                      3,
                      4
                  ) AS "t22"
                  WHERE
                    "t22"."history" >= 50 AND "t22"."near" < (
                      "t22"."history" * 0.01
                    )
                ) AS "t23"
              ) AS "t24"
            ) AS "t26"
              ON "t20"."agency" = "t26"."of_agency"
              AND "t20"."user" = "t26"."of_user"
              AND "t20"."block" = "t26"."of_block"
              AND "t20"."bin" = "t26"."of_bin"
            INNER JOIN "t9" AS "t12"
              ON "t20"."user" = "t12"."sent"
          ) AS "t27"
          WHERE
            "t27"."at" >= (
              "t27"."since" - 7200000
            )
            AND "t27"."at" <= (
              "t27"."until" + 7200000
            )
        ) AS "t29"
          ON "t20"."event_id" = "t29"."planned_id"
      ) AS "t30"
    ) AS "t31"
    WHERE
      COALESCE((
        "t31"."at" - "t31"."before_1"
      ) <= 2592000000, FALSE)
      OR COALESCE((
        "t31"."after_1" - "t31"."at"
      ) <= 2592000000, FALSE)
  ) AS "t32"
) AS "t34"
LEFT OUTER JOIN (
  SELECT DISTINCT
    "t11"."sent" AS "rostered"
  FROM "t9" AS "t11"
) AS "t15"
  ON "t34"."user" = "t15"."rostered"
