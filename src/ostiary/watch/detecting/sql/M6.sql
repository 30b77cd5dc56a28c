WITH "t5" AS (
  SELECT
    "t0"."event_id",
    "t0"."at",
    "t0"."user",
    COALESCE("t0"."agency", '') AS "agency",
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
), "t11" AS (
  SELECT
    "t10"."agency",
    "t10"."user",
    "t10"."bin",
    "t10"."here",
    SUM("t10"."here") OVER (
      PARTITION BY "t10"."agency", "t10"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "history"
  FROM (
    SELECT
      "t7"."agency",
      "t7"."user",
      "t7"."bin",
      COUNT(*) AS "here"
    FROM "t5" AS "t7"
    GROUP BY
      1,
      2,
      3
  ) AS "t10"
)
SELECT
  "t42"."user" AS "entity",
  NULLIF("t42"."agency", '') AS "agency",
  '' AS "period",
  "t42"."event_id",
  "t42"."at",
  CAST("t42"."found" AS DOUBLE) AS "measure",
  '' AS "detail"
FROM (
  SELECT
    "t41"."event_id",
    "t41"."at",
    "t41"."user",
    "t41"."agency",
    "t41"."near",
    COUNT(*) OVER (
      PARTITION BY "t41"."agency", "t41"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "found"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t9"."event_id",
        "t9"."at",
        "t9"."user",
        "t9"."agency",
        "t36"."near"
      FROM "t5" AS "t9"
      INNER JOIN (
        SELECT
          "t34"."near",
          "t34"."agency" AS "of_agency",
          "t34"."user" AS "of_user",
          "t34"."bin" AS "of_bin"
        FROM (
          SELECT
            "t14"."agency",
            "t14"."user",
            "t14"."bin",
            "t14"."here",
            "t14"."history",
            "t33"."near_agency",
            "t33"."near_user",
            "t33"."near_bin",
            "t33"."near"
          FROM (
            SELECT
              *
            FROM "t11" AS "t12"
            WHERE
              "t12"."history" >= 50
          ) AS "t14"
          INNER JOIN (
            SELECT
              "t31"."agency" AS "near_agency",
              "t31"."user" AS "near_user",
              "t31"."bin" AS "near_bin",
              SUM("t31"."here") AS "near"
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
                      "t12"."agency",
                      "t12"."user",
                      (
                        "t12"."bin" + -2 + 48
                      ) % 48 AS "bin",
                      "t12"."here",
                      "t12"."history"
                    FROM "t11" AS "t12"
                    WHERE
                      "t12"."history" >= 50
                  ) AS "t15"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t12"."agency",
                      "t12"."user",
                      (
                        "t12"."bin" + -1 + 48
                      ) % 48 AS "bin",
                      "t12"."here",
                      "t12"."history"
                    FROM "t11" AS "t12"
                    WHERE
                      "t12"."history" >= 50
                  ) AS "t16"
                ) AS "t24"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t12"."agency",
                      "t12"."user",
                      (
                        "t12"."bin" + 0 + 48
                      ) % 48 AS "bin",
                      "t12"."here",
                      "t12"."history"
                    FROM "t11" AS "t12"
                    WHERE
                      "t12"."history" >= 50
                  ) AS "t17"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t12"."agency",
                      "t12"."user",
                      (
                        "t12"."bin" + 1 + 48
                      ) % 48 AS "bin",
                      "t12"."here",
                      "t12"."history"
                    FROM "t11" AS "t12"
                    WHERE
                      "t12"."history" >= 50
                  ) AS "t18"
                ) AS "t25"
              ) AS "t28"
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
                      "t12"."agency",
                      "t12"."user",
                      (
                        "t12"."bin" + 2 + 48
                      ) % 48 AS "bin",
                      "t12"."here",
                      "t12"."history"
                    FROM "t11" AS "t12"
                    WHERE
                      "t12"."history" >= 50
                  ) AS "t19"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t12"."agency",
                      "t12"."user",
                      (
                        "t12"."bin" + 3 + 48
                      ) % 48 AS "bin",
                      "t12"."here",
                      "t12"."history"
                    FROM "t11" AS "t12"
                    WHERE
                      "t12"."history" >= 50
                  ) AS "t20"
                ) AS "t26"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t12"."agency",
                      "t12"."user",
                      (
                        "t12"."bin" + 4 + 48
                      ) % 48 AS "bin",
                      "t12"."here",
                      "t12"."history"
                    FROM "t11" AS "t12"
                    WHERE
                      "t12"."history" >= 50
                  ) AS "t21"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t12"."agency",
                        "t12"."user",
                        (
                          "t12"."bin" + -4 + 48
                        ) % 48 AS "bin",
                        "t12"."here",
                        "t12"."history"
                      FROM "t11" AS "t12"
                      WHERE
                        "t12"."history" >= 50
                    ) AS "t22"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t12"."agency",
                        "t12"."user",
                        (
                          "t12"."bin" + -3 + 48
                        ) % 48 AS "bin",
                        "t12"."here",
                        "t12"."history"
                      FROM "t11" AS "t12"
                      WHERE
                        "t12"."history" >= 50
                    ) AS "t23"
                  ) AS "t27"
                ) AS "t29"
              ) AS "t30"
            ) AS "t31"
            GROUP BY
              1,
              2,
              3
          ) AS "t33"
            ON "t14"."agency" = "t33"."near_agency"
            AND "t14"."user" = "t33"."near_user"
            AND "t14"."bin" = "t33"."near_bin"
        ) AS "t34"
        WHERE
          (
            "t34"."near" - 2
          ) < (
            (
              "t34"."history" - 2
            ) * 0.01
          )
      ) AS "t36"
        ON "t9"."agency" = "t36"."of_agency"
        AND "t9"."user" = "t36"."of_user"
        AND "t9"."bin" = "t36"."of_bin"
      ANTI JOIN (
        SELECT DISTINCT
          "t37"."event_id" AS "planned_id"
        FROM (
          SELECT
            "t9"."event_id",
            "t9"."at",
            "t9"."user",
            "t9"."agency",
            "t36"."near",
            "t8"."since",
            "t8"."until",
            "t8"."sent"
          FROM "t5" AS "t9"
          INNER JOIN (
            SELECT
              "t34"."near",
              "t34"."agency" AS "of_agency",
              "t34"."user" AS "of_user",
              "t34"."bin" AS "of_bin"
            FROM (
              SELECT
                "t14"."agency",
                "t14"."user",
                "t14"."bin",
                "t14"."here",
                "t14"."history",
                "t33"."near_agency",
                "t33"."near_user",
                "t33"."near_bin",
                "t33"."near"
              FROM (
                SELECT
                  *
                FROM "t11" AS "t12"
                WHERE
                  "t12"."history" >= 50
              ) AS "t14"
              INNER JOIN (
                SELECT
                  "t31"."agency" AS "near_agency",
                  "t31"."user" AS "near_user",
                  "t31"."bin" AS "near_bin",
                  SUM("t31"."here") AS "near"
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
                          "t12"."agency",
                          "t12"."user",
                          (
                            "t12"."bin" + -2 + 48
                          ) % 48 AS "bin",
                          "t12"."here",
                          "t12"."history"
                        FROM "t11" AS "t12"
                        WHERE
                          "t12"."history" >= 50
                      ) AS "t15"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t12"."agency",
                          "t12"."user",
                          (
                            "t12"."bin" + -1 + 48
                          ) % 48 AS "bin",
                          "t12"."here",
                          "t12"."history"
                        FROM "t11" AS "t12"
                        WHERE
                          "t12"."history" >= 50
                      ) AS "t16"
                    ) AS "t24"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t12"."agency",
                          "t12"."user",
                          (
                            "t12"."bin" + 0 + 48
                          ) % 48 AS "bin",
                          "t12"."here",
                          "t12"."history"
                        FROM "t11" AS "t12"
                        WHERE
                          "t12"."history" >= 50
                      ) AS "t17"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t12"."agency",
                          "t12"."user",
                          (
                            "t12"."bin" + 1 + 48
                          ) % 48 AS "bin",
                          "t12"."here",
                          "t12"."history"
                        FROM "t11" AS "t12"
                        WHERE
                          "t12"."history" >= 50
                      ) AS "t18"
                    ) AS "t25"
                  ) AS "t28"
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
                          "t12"."agency",
                          "t12"."user",
                          (
                            "t12"."bin" + 2 + 48
                          ) % 48 AS "bin",
                          "t12"."here",
                          "t12"."history"
                        FROM "t11" AS "t12"
                        WHERE
                          "t12"."history" >= 50
                      ) AS "t19"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t12"."agency",
                          "t12"."user",
                          (
                            "t12"."bin" + 3 + 48
                          ) % 48 AS "bin",
                          "t12"."here",
                          "t12"."history"
                        FROM "t11" AS "t12"
                        WHERE
                          "t12"."history" >= 50
                      ) AS "t20"
                    ) AS "t26"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t12"."agency",
                          "t12"."user",
                          (
                            "t12"."bin" + 4 + 48
                          ) % 48 AS "bin",
                          "t12"."here",
                          "t12"."history"
                        FROM "t11" AS "t12"
                        WHERE
                          "t12"."history" >= 50
                      ) AS "t21"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t12"."agency",
                            "t12"."user",
                            (
                              "t12"."bin" + -4 + 48
                            ) % 48 AS "bin",
                            "t12"."here",
                            "t12"."history"
                          FROM "t11" AS "t12"
                          WHERE
                            "t12"."history" >= 50
                        ) AS "t22"
                        UNION ALL
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t12"."agency",
                            "t12"."user",
                            (
                              "t12"."bin" + -3 + 48
                            ) % 48 AS "bin",
                            "t12"."here",
                            "t12"."history"
                          FROM "t11" AS "t12"
                          WHERE
                            "t12"."history" >= 50
                        ) AS "t23"
                      ) AS "t27"
                    ) AS "t29"
                  ) AS "t30"
                ) AS "t31"
                GROUP BY
                  1,
                  2,
                  3
              ) AS "t33"
                ON "t14"."agency" = "t33"."near_agency"
                AND "t14"."user" = "t33"."near_user"
                AND "t14"."bin" = "t33"."near_bin"
            ) AS "t34"
            WHERE
              (
                "t34"."near" - 2
              ) < (
                (
                  "t34"."history" - 2
                ) * 0.01
              )
          ) AS "t36"
            ON "t9"."agency" = "t36"."of_agency"
            AND "t9"."user" = "t36"."of_user"
            AND "t9"."bin" = "t36"."of_bin"
          INNER JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t1"."since",
                "t1"."until",
                "t1"."user" AS "sent"
              FROM "shifts" AS "t1"
            ) AS "t3"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t2"."since",
                "t2"."until",
                "t2"."user" AS "sent"
              FROM "dispatches" AS "t2"
            ) AS "t4"
          ) AS "t8"
            ON "t9"."user" = "t8"."sent"
        ) AS "t37"
        WHERE
          "t37"."at" >= (
            "t37"."since" - 7200000
          )
          AND "t37"."at" <= (
            "t37"."until" + 7200000
          )
      ) AS "t39"
        ON "t9"."event_id" = "t39"."planned_id"
    ) AS "t40"
    QUALIFY
      COALESCE(
        (
          "t40"."at" - LAG("t40"."at", 1) OVER (
            PARTITION BY "t40"."agency", "t40"."user"
            ORDER BY "t40"."at" ASC, "t40"."event_id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          )
        ) <= 2592000000,
        FALSE
      )
      OR COALESCE(
        (
          LEAD("t40"."at", 1) OVER (
            PARTITION BY "t40"."agency", "t40"."user"
            ORDER BY "t40"."at" ASC, "t40"."event_id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - "t40"."at"
        ) <= 2592000000,
        FALSE
      )
  ) AS "t41"
) AS "t42"
