WITH "t19" AS (
  SELECT
    "t18"."event_id",
    "t18"."at",
    "t18"."user",
    "t18"."agency",
    "t18"."case_no",
    "t18"."subject",
    "t18"."account",
    LEAD("t18"."at") OVER (
      PARTITION BY "t18"."subject", "t18"."account"
      ORDER BY "t18"."at" ASC, "t18"."event_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "next_at"
  FROM (
    SELECT
      "t6"."event_id",
      "t6"."at",
      "t6"."user",
      "t6"."agency",
      "t6"."case_no",
      "t6"."subject",
      "t6"."account"
    FROM (
      SELECT
        "t0"."event_id",
        "t0"."at",
        "t0"."user",
        COALESCE("t0"."agency", '') AS "agency",
        "t0"."case_no",
        "t0"."subject",
        COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account"
      FROM "subjects" AS "t0"
      WHERE
        "t0"."asked" AND "t0"."user" IS NOT NULL
    ) AS "t6"
    SEMI JOIN (
      SELECT
        "t7"."of" AS "many"
      FROM (
        SELECT
          "t5"."of",
          COUNT(*) AS "users"
        FROM (
          SELECT DISTINCT
            COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
            "t0"."subject" AS "of"
          FROM "subjects" AS "t0"
          WHERE
            "t0"."asked" AND "t0"."user" IS NOT NULL
        ) AS "t5"
        GROUP BY
          1
      ) AS "t7"
      WHERE
        "t7"."users" >= 5
    ) AS "t9"
      ON "t6"."subject" = "t9"."many"
    ANTI JOIN (
      SELECT
        "t10"."event_id" AS "explained"
      FROM (
        SELECT
          "t6"."event_id",
          "t6"."at",
          "t6"."user",
          "t6"."agency",
          "t6"."case_no",
          "t6"."subject",
          "t6"."account",
          "t3"."on_case",
          "t3"."to_user",
          "t3"."from_then",
          "t3"."to_then"
        FROM (
          SELECT
            "t0"."event_id",
            "t0"."at",
            "t0"."user",
            COALESCE("t0"."agency", '') AS "agency",
            "t0"."case_no",
            "t0"."subject",
            COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account"
          FROM "subjects" AS "t0"
          WHERE
            "t0"."asked" AND "t0"."user" IS NOT NULL
        ) AS "t6"
        SEMI JOIN (
          SELECT
            "t7"."of" AS "many"
          FROM (
            SELECT
              "t5"."of",
              COUNT(*) AS "users"
            FROM (
              SELECT DISTINCT
                COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                "t0"."subject" AS "of"
              FROM "subjects" AS "t0"
              WHERE
                "t0"."asked" AND "t0"."user" IS NOT NULL
            ) AS "t5"
            GROUP BY
              1
          ) AS "t7"
          WHERE
            "t7"."users" >= 5
        ) AS "t9"
          ON "t6"."subject" = "t9"."many"
        INNER JOIN (
          SELECT
            "t1"."case_no" AS "on_case",
            "t1"."user" AS "to_user",
            "t1"."since" AS "from_then",
            "t1"."until" AS "to_then"
          FROM "assignments" AS "t1"
        ) AS "t3"
          ON "t6"."case_no" = "t3"."on_case" AND "t6"."user" = "t3"."to_user"
      ) AS "t10"
      WHERE
        (
          (
            "t10"."from_then" IS NULL
          ) OR (
            "t10"."at" >= "t10"."from_then"
          )
        )
        AND (
          (
            "t10"."to_then" IS NULL
          ) OR (
            "t10"."at" < "t10"."to_then"
          )
        )
    ) AS "t12"
      ON "t6"."event_id" = "t12"."explained"
    SEMI JOIN (
      SELECT
        "t15"."of" AS "many"
      FROM (
        SELECT
          "t14"."of",
          COUNT(*) AS "users"
        FROM (
          SELECT DISTINCT
            *
          FROM (
            SELECT
              "t6"."account",
              "t6"."subject" AS "of"
            FROM (
              SELECT
                "t0"."event_id",
                "t0"."at",
                "t0"."user",
                COALESCE("t0"."agency", '') AS "agency",
                "t0"."case_no",
                "t0"."subject",
                COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account"
              FROM "subjects" AS "t0"
              WHERE
                "t0"."asked" AND "t0"."user" IS NOT NULL
            ) AS "t6"
            SEMI JOIN (
              SELECT
                "t7"."of" AS "many"
              FROM (
                SELECT
                  "t5"."of",
                  COUNT(*) AS "users"
                FROM (
                  SELECT DISTINCT
                    COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                    "t0"."subject" AS "of"
                  FROM "subjects" AS "t0"
                  WHERE
                    "t0"."asked" AND "t0"."user" IS NOT NULL
                ) AS "t5"
                GROUP BY
                  1
              ) AS "t7"
              WHERE
                "t7"."users" >= 5
            ) AS "t9"
              ON "t6"."subject" = "t9"."many"
            ANTI JOIN (
              SELECT
                "t10"."event_id" AS "explained"
              FROM (
                SELECT
                  "t6"."event_id",
                  "t6"."at",
                  "t6"."user",
                  "t6"."agency",
                  "t6"."case_no",
                  "t6"."subject",
                  "t6"."account",
                  "t3"."on_case",
                  "t3"."to_user",
                  "t3"."from_then",
                  "t3"."to_then"
                FROM (
                  SELECT
                    "t0"."event_id",
                    "t0"."at",
                    "t0"."user",
                    COALESCE("t0"."agency", '') AS "agency",
                    "t0"."case_no",
                    "t0"."subject",
                    COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account"
                  FROM "subjects" AS "t0"
                  WHERE
                    "t0"."asked" AND "t0"."user" IS NOT NULL
                ) AS "t6"
                SEMI JOIN (
                  SELECT
                    "t7"."of" AS "many"
                  FROM (
                    SELECT
                      "t5"."of",
                      COUNT(*) AS "users"
                    FROM (
                      SELECT DISTINCT
                        COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                        "t0"."subject" AS "of"
                      FROM "subjects" AS "t0"
                      WHERE
                        "t0"."asked" AND "t0"."user" IS NOT NULL
                    ) AS "t5"
                    GROUP BY
                      1
                  ) AS "t7"
                  WHERE
                    "t7"."users" >= 5
                ) AS "t9"
                  ON "t6"."subject" = "t9"."many"
                INNER JOIN (
                  SELECT
                    "t1"."case_no" AS "on_case",
                    "t1"."user" AS "to_user",
                    "t1"."since" AS "from_then",
                    "t1"."until" AS "to_then"
                  FROM "assignments" AS "t1"
                ) AS "t3"
                  ON "t6"."case_no" = "t3"."on_case" AND "t6"."user" = "t3"."to_user"
              ) AS "t10"
              WHERE
                (
                  (
                    "t10"."from_then" IS NULL
                  ) OR (
                    "t10"."at" >= "t10"."from_then"
                  )
                )
                AND (
                  (
                    "t10"."to_then" IS NULL
                  ) OR (
                    "t10"."at" < "t10"."to_then"
                  )
                )
            ) AS "t12"
              ON "t6"."event_id" = "t12"."explained"
          ) AS "t13"
        ) AS "t14"
        GROUP BY
          1
      ) AS "t15"
      WHERE
        "t15"."users" >= 5
    ) AS "t17"
      ON "t6"."subject" = "t17"."many"
  ) AS "t18"
), "t25" AS (
  SELECT
    "t24"."subject" AS "peak_subject",
    "t24"."event_id" AS "peak_id",
    "t24"."present"
  FROM (
    SELECT
      "t23"."subject",
      "t23"."event_id",
      "t23"."when",
      "t23"."step",
      SUM("t23"."step") OVER (
        PARTITION BY "t23"."subject"
        ORDER BY "t23"."when" ASC, "t23"."step" ASC, "t23"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ) AS "present"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t20"."subject",
          "t20"."event_id",
          "t20"."at" AS "when",
          1 AS "step"
        FROM "t19" AS "t20"
      ) AS "t21"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t20"."subject",
          "t20"."event_id",
          LEAST("t20"."at" + 172800000, COALESCE("t20"."next_at", 4611686018427387904)) AS "when",
          -1 AS "step"
        FROM "t19" AS "t20"
      ) AS "t22"
    ) AS "t23"
  ) AS "t24"
  WHERE
    "t24"."step" = 1 AND "t24"."present" >= 5
)
SELECT
  "t35"."subject" AS "entity",
  NULLIF('', '') AS "agency",
  '' AS "period",
  "t35"."event_id",
  "t35"."at",
  CAST("t35"."most" AS DOUBLE) AS "measure",
  CAST("t35"."most" AS TEXT) AS "detail"
FROM (
  SELECT
    "t34"."event_id",
    "t34"."at",
    "t34"."user",
    "t34"."agency",
    "t34"."case_no",
    "t34"."subject",
    "t34"."account",
    "t34"."peak_subject",
    "t34"."peak_id",
    "t34"."present",
    "t34"."peak_at",
    "t34"."next_peak",
    "t29"."crowd",
    "t29"."most"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t31"."event_id",
        "t31"."at",
        "t31"."user",
        "t31"."agency",
        "t31"."case_no",
        "t31"."subject",
        "t31"."account",
        "t31"."peak_subject",
        "t31"."peak_id",
        "t31"."present",
        "t31"."peak_at",
        MIN("t31"."peak_at") OVER (
          PARTITION BY "t31"."subject"
          ORDER BY "t31"."at" ASC, "t31"."event_id" ASC
          ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS "next_peak"
      FROM (
        SELECT
          "t30"."event_id",
          "t30"."at",
          "t30"."user",
          "t30"."agency",
          "t30"."case_no",
          "t30"."subject",
          "t30"."account",
          "t30"."peak_subject",
          "t30"."peak_id",
          "t30"."present",
          CASE WHEN "t30"."peak_id" IS NOT NULL THEN "t30"."at" ELSE NULL END AS "peak_at"
        FROM (
          SELECT
            "t6"."event_id",
            "t6"."at",
            "t6"."user",
            "t6"."agency",
            "t6"."case_no",
            "t6"."subject",
            "t6"."account",
            "t27"."peak_subject",
            "t27"."peak_id",
            "t27"."present"
          FROM (
            SELECT
              "t0"."event_id",
              "t0"."at",
              "t0"."user",
              COALESCE("t0"."agency", '') AS "agency",
              "t0"."case_no",
              "t0"."subject",
              COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account"
            FROM "subjects" AS "t0"
            WHERE
              "t0"."asked" AND "t0"."user" IS NOT NULL
          ) AS "t6"
          SEMI JOIN (
            SELECT
              "t7"."of" AS "many"
            FROM (
              SELECT
                "t5"."of",
                COUNT(*) AS "users"
              FROM (
                SELECT DISTINCT
                  COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                  "t0"."subject" AS "of"
                FROM "subjects" AS "t0"
                WHERE
                  "t0"."asked" AND "t0"."user" IS NOT NULL
              ) AS "t5"
              GROUP BY
                1
            ) AS "t7"
            WHERE
              "t7"."users" >= 5
          ) AS "t9"
            ON "t6"."subject" = "t9"."many"
          ANTI JOIN (
            SELECT
              "t10"."event_id" AS "explained"
            FROM (
              SELECT
                "t6"."event_id",
                "t6"."at",
                "t6"."user",
                "t6"."agency",
                "t6"."case_no",
                "t6"."subject",
                "t6"."account",
                "t3"."on_case",
                "t3"."to_user",
                "t3"."from_then",
                "t3"."to_then"
              FROM (
                SELECT
                  "t0"."event_id",
                  "t0"."at",
                  "t0"."user",
                  COALESCE("t0"."agency", '') AS "agency",
                  "t0"."case_no",
                  "t0"."subject",
                  COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account"
                FROM "subjects" AS "t0"
                WHERE
                  "t0"."asked" AND "t0"."user" IS NOT NULL
              ) AS "t6"
              SEMI JOIN (
                SELECT
                  "t7"."of" AS "many"
                FROM (
                  SELECT
                    "t5"."of",
                    COUNT(*) AS "users"
                  FROM (
                    SELECT DISTINCT
                      COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                      "t0"."subject" AS "of"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked" AND "t0"."user" IS NOT NULL
                  ) AS "t5"
                  GROUP BY
                    1
                ) AS "t7"
                WHERE
                  "t7"."users" >= 5
              ) AS "t9"
                ON "t6"."subject" = "t9"."many"
              INNER JOIN (
                SELECT
                  "t1"."case_no" AS "on_case",
                  "t1"."user" AS "to_user",
                  "t1"."since" AS "from_then",
                  "t1"."until" AS "to_then"
                FROM "assignments" AS "t1"
              ) AS "t3"
                ON "t6"."case_no" = "t3"."on_case" AND "t6"."user" = "t3"."to_user"
            ) AS "t10"
            WHERE
              (
                (
                  "t10"."from_then" IS NULL
                ) OR (
                  "t10"."at" >= "t10"."from_then"
                )
              )
              AND (
                (
                  "t10"."to_then" IS NULL
                ) OR (
                  "t10"."at" < "t10"."to_then"
                )
              )
          ) AS "t12"
            ON "t6"."event_id" = "t12"."explained"
          SEMI JOIN (
            SELECT
              "t15"."of" AS "many"
            FROM (
              SELECT
                "t14"."of",
                COUNT(*) AS "users"
              FROM (
                SELECT DISTINCT
                  *
                FROM (
                  SELECT
                    "t6"."account",
                    "t6"."subject" AS "of"
                  FROM (
                    SELECT
                      "t0"."event_id",
                      "t0"."at",
                      "t0"."user",
                      COALESCE("t0"."agency", '') AS "agency",
                      "t0"."case_no",
                      "t0"."subject",
                      COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked" AND "t0"."user" IS NOT NULL
                  ) AS "t6"
                  SEMI JOIN (
                    SELECT
                      "t7"."of" AS "many"
                    FROM (
                      SELECT
                        "t5"."of",
                        COUNT(*) AS "users"
                      FROM (
                        SELECT DISTINCT
                          COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                          "t0"."subject" AS "of"
                        FROM "subjects" AS "t0"
                        WHERE
                          "t0"."asked" AND "t0"."user" IS NOT NULL
                      ) AS "t5"
                      GROUP BY
                        1
                    ) AS "t7"
                    WHERE
                      "t7"."users" >= 5
                  ) AS "t9"
                    ON "t6"."subject" = "t9"."many"
                  ANTI JOIN (
                    SELECT
                      "t10"."event_id" AS "explained"
                    FROM (
                      SELECT
                        "t6"."event_id",
                        "t6"."at",
                        "t6"."user",
                        "t6"."agency",
                        "t6"."case_no",
                        "t6"."subject",
                        "t6"."account",
                        "t3"."on_case",
                        "t3"."to_user",
                        "t3"."from_then",
                        "t3"."to_then"
                      FROM (
                        SELECT
                          "t0"."event_id",
                          "t0"."at",
                          "t0"."user",
                          COALESCE("t0"."agency", '') AS "agency",
                          "t0"."case_no",
                          "t0"."subject",
                          COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account"
                        FROM "subjects" AS "t0"
                        WHERE
                          "t0"."asked" AND "t0"."user" IS NOT NULL
                      ) AS "t6"
                      SEMI JOIN (
                        SELECT
                          "t7"."of" AS "many"
                        FROM (
                          SELECT
                            "t5"."of",
                            COUNT(*) AS "users"
                          FROM (
                            SELECT DISTINCT
                              COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                              "t0"."subject" AS "of"
                            FROM "subjects" AS "t0"
                            WHERE
                              "t0"."asked" AND "t0"."user" IS NOT NULL
                          ) AS "t5"
                          GROUP BY
                            1
                        ) AS "t7"
                        WHERE
                          "t7"."users" >= 5
                      ) AS "t9"
                        ON "t6"."subject" = "t9"."many"
                      INNER JOIN (
                        SELECT
                          "t1"."case_no" AS "on_case",
                          "t1"."user" AS "to_user",
                          "t1"."since" AS "from_then",
                          "t1"."until" AS "to_then"
                        FROM "assignments" AS "t1"
                      ) AS "t3"
                        ON "t6"."case_no" = "t3"."on_case" AND "t6"."user" = "t3"."to_user"
                    ) AS "t10"
                    WHERE
                      (
                        (
                          "t10"."from_then" IS NULL
                        ) OR (
                          "t10"."at" >= "t10"."from_then"
                        )
                      )
                      AND (
                        (
                          "t10"."to_then" IS NULL
                        ) OR (
                          "t10"."at" < "t10"."to_then"
                        )
                      )
                  ) AS "t12"
                    ON "t6"."event_id" = "t12"."explained"
                ) AS "t13"
              ) AS "t14"
              GROUP BY
                1
            ) AS "t15"
            WHERE
              "t15"."users" >= 5
          ) AS "t17"
            ON "t6"."subject" = "t17"."many"
          LEFT OUTER JOIN "t25" AS "t27"
            ON "t6"."subject" = "t27"."peak_subject" AND "t6"."event_id" = "t27"."peak_id"
        ) AS "t30"
      ) AS "t31"
    ) AS "t32"
    WHERE
      "t32"."next_peak" < (
        "t32"."at" + 172800000
      )
  ) AS "t34"
  INNER JOIN (
    SELECT
      "t26"."peak_subject" AS "crowd",
      MAX("t26"."present") AS "most"
    FROM "t25" AS "t26"
    GROUP BY
      1
  ) AS "t29"
    ON "t34"."subject" = "t29"."crowd"
) AS "t35"
