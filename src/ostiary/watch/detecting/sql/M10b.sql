WITH "t23" AS (
  SELECT
    "t22"."event_id",
    "t22"."at",
    "t22"."user",
    "t22"."agency",
    "t22"."case_no",
    "t22"."subject",
    "t22"."account",
    LEAD("t22"."at") OVER (
      PARTITION BY "t22"."subject", "t22"."account"
      ORDER BY "t22"."at" ASC, "t22"."event_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "next_at"
  FROM (
    SELECT
      "t5"."event_id",
      "t5"."at",
      "t5"."user",
      "t5"."agency",
      "t5"."case_no",
      "t5"."subject",
      "t5"."account"
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
    ) AS "t5"
    SEMI JOIN (
      SELECT
        "t6"."of" AS "many"
      FROM (
        SELECT
          "t4"."of",
          COUNT(*) AS "users"
        FROM (
          SELECT DISTINCT
            COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
            "t0"."subject" AS "of"
          FROM "subjects" AS "t0"
          WHERE
            "t0"."asked" AND "t0"."user" IS NOT NULL
        ) AS "t4"
        GROUP BY
          1
      ) AS "t6"
      WHERE
        "t6"."users" >= 5
    ) AS "t8"
      ON "t5"."subject" = "t8"."many"
    ANTI JOIN (
      SELECT
        "t14"."event_id" AS "explained"
      FROM (
        SELECT
          "t5"."event_id",
          "t5"."at",
          "t5"."user",
          "t5"."agency",
          "t5"."case_no",
          "t5"."subject",
          "t5"."account",
          "t13"."on_case",
          "t13"."to_user",
          "t13"."from_then",
          "t13"."to_then"
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
        ) AS "t5"
        SEMI JOIN (
          SELECT
            "t6"."of" AS "many"
          FROM (
            SELECT
              "t4"."of",
              COUNT(*) AS "users"
            FROM (
              SELECT DISTINCT
                COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                "t0"."subject" AS "of"
              FROM "subjects" AS "t0"
              WHERE
                "t0"."asked" AND "t0"."user" IS NOT NULL
            ) AS "t4"
            GROUP BY
              1
          ) AS "t6"
          WHERE
            "t6"."users" >= 5
        ) AS "t8"
          ON "t5"."subject" = "t8"."many"
        INNER JOIN (
          SELECT
            "t2"."case_no" AS "on_case",
            "t2"."user" AS "to_user",
            "t2"."since" AS "from_then",
            "t2"."until" AS "to_then"
          FROM "assignments" AS "t2"
          SEMI JOIN (
            SELECT DISTINCT
              *
            FROM (
              SELECT
                "t5"."case_no" AS "wanted"
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
              ) AS "t5"
              SEMI JOIN (
                SELECT
                  "t6"."of" AS "many"
                FROM (
                  SELECT
                    "t4"."of",
                    COUNT(*) AS "users"
                  FROM (
                    SELECT DISTINCT
                      COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                      "t0"."subject" AS "of"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked" AND "t0"."user" IS NOT NULL
                  ) AS "t4"
                  GROUP BY
                    1
                ) AS "t6"
                WHERE
                  "t6"."users" >= 5
              ) AS "t8"
                ON "t5"."subject" = "t8"."many"
            ) AS "t9"
          ) AS "t11"
            ON "t2"."case_no" = "t11"."wanted"
        ) AS "t13"
          ON "t5"."case_no" = "t13"."on_case" AND "t5"."user" = "t13"."to_user"
      ) AS "t14"
      WHERE
        (
          (
            "t14"."from_then" IS NULL
          ) OR (
            "t14"."at" >= "t14"."from_then"
          )
        )
        AND (
          (
            "t14"."to_then" IS NULL
          ) OR (
            "t14"."at" < "t14"."to_then"
          )
        )
    ) AS "t16"
      ON "t5"."event_id" = "t16"."explained"
    SEMI JOIN (
      SELECT
        "t19"."of" AS "many"
      FROM (
        SELECT
          "t18"."of",
          COUNT(*) AS "users"
        FROM (
          SELECT DISTINCT
            *
          FROM (
            SELECT
              "t5"."account",
              "t5"."subject" AS "of"
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
            ) AS "t5"
            SEMI JOIN (
              SELECT
                "t6"."of" AS "many"
              FROM (
                SELECT
                  "t4"."of",
                  COUNT(*) AS "users"
                FROM (
                  SELECT DISTINCT
                    COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                    "t0"."subject" AS "of"
                  FROM "subjects" AS "t0"
                  WHERE
                    "t0"."asked" AND "t0"."user" IS NOT NULL
                ) AS "t4"
                GROUP BY
                  1
              ) AS "t6"
              WHERE
                "t6"."users" >= 5
            ) AS "t8"
              ON "t5"."subject" = "t8"."many"
            ANTI JOIN (
              SELECT
                "t14"."event_id" AS "explained"
              FROM (
                SELECT
                  "t5"."event_id",
                  "t5"."at",
                  "t5"."user",
                  "t5"."agency",
                  "t5"."case_no",
                  "t5"."subject",
                  "t5"."account",
                  "t13"."on_case",
                  "t13"."to_user",
                  "t13"."from_then",
                  "t13"."to_then"
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
                ) AS "t5"
                SEMI JOIN (
                  SELECT
                    "t6"."of" AS "many"
                  FROM (
                    SELECT
                      "t4"."of",
                      COUNT(*) AS "users"
                    FROM (
                      SELECT DISTINCT
                        COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                        "t0"."subject" AS "of"
                      FROM "subjects" AS "t0"
                      WHERE
                        "t0"."asked" AND "t0"."user" IS NOT NULL
                    ) AS "t4"
                    GROUP BY
                      1
                  ) AS "t6"
                  WHERE
                    "t6"."users" >= 5
                ) AS "t8"
                  ON "t5"."subject" = "t8"."many"
                INNER JOIN (
                  SELECT
                    "t2"."case_no" AS "on_case",
                    "t2"."user" AS "to_user",
                    "t2"."since" AS "from_then",
                    "t2"."until" AS "to_then"
                  FROM "assignments" AS "t2"
                  SEMI JOIN (
                    SELECT DISTINCT
                      *
                    FROM (
                      SELECT
                        "t5"."case_no" AS "wanted"
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
                      ) AS "t5"
                      SEMI JOIN (
                        SELECT
                          "t6"."of" AS "many"
                        FROM (
                          SELECT
                            "t4"."of",
                            COUNT(*) AS "users"
                          FROM (
                            SELECT DISTINCT
                              COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                              "t0"."subject" AS "of"
                            FROM "subjects" AS "t0"
                            WHERE
                              "t0"."asked" AND "t0"."user" IS NOT NULL
                          ) AS "t4"
                          GROUP BY
                            1
                        ) AS "t6"
                        WHERE
                          "t6"."users" >= 5
                      ) AS "t8"
                        ON "t5"."subject" = "t8"."many"
                    ) AS "t9"
                  ) AS "t11"
                    ON "t2"."case_no" = "t11"."wanted"
                ) AS "t13"
                  ON "t5"."case_no" = "t13"."on_case" AND "t5"."user" = "t13"."to_user"
              ) AS "t14"
              WHERE
                (
                  (
                    "t14"."from_then" IS NULL
                  ) OR (
                    "t14"."at" >= "t14"."from_then"
                  )
                )
                AND (
                  (
                    "t14"."to_then" IS NULL
                  ) OR (
                    "t14"."at" < "t14"."to_then"
                  )
                )
            ) AS "t16"
              ON "t5"."event_id" = "t16"."explained"
          ) AS "t17"
        ) AS "t18"
        GROUP BY
          1
      ) AS "t19"
      WHERE
        "t19"."users" >= 5
    ) AS "t21"
      ON "t5"."subject" = "t21"."many"
  ) AS "t22"
), "t29" AS (
  SELECT
    "t28"."subject" AS "peak_subject",
    "t28"."event_id" AS "peak_id",
    "t28"."present"
  FROM (
    SELECT
      "t27"."subject",
      "t27"."event_id",
      "t27"."when",
      "t27"."step",
      SUM("t27"."step") OVER (
        PARTITION BY "t27"."subject"
        ORDER BY "t27"."when" ASC, "t27"."step" ASC, "t27"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ) AS "present"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t24"."subject",
          "t24"."event_id",
          "t24"."at" AS "when",
          1 AS "step"
        FROM "t23" AS "t24"
      ) AS "t25"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t24"."subject",
          "t24"."event_id",
          LEAST("t24"."at" + 172800000, COALESCE("t24"."next_at", 4611686018427387904)) AS "when",
          -1 AS "step"
        FROM "t23" AS "t24"
      ) AS "t26"
    ) AS "t27"
  ) AS "t28"
  WHERE
    "t28"."step" = 1 AND "t28"."present" >= 5
)
SELECT
  "t39"."subject" AS "entity",
  NULLIF('', '') AS "agency",
  '' AS "period",
  "t39"."event_id",
  "t39"."at",
  CAST("t39"."most" AS DOUBLE) AS "measure",
  CAST("t39"."most" AS TEXT) AS "detail"
FROM (
  SELECT
    "t38"."event_id",
    "t38"."at",
    "t38"."user",
    "t38"."agency",
    "t38"."case_no",
    "t38"."subject",
    "t38"."account",
    "t38"."peak_subject",
    "t38"."peak_id",
    "t38"."present",
    "t38"."peak_at",
    "t38"."next_peak",
    "t33"."crowd",
    "t33"."most"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t35"."event_id",
        "t35"."at",
        "t35"."user",
        "t35"."agency",
        "t35"."case_no",
        "t35"."subject",
        "t35"."account",
        "t35"."peak_subject",
        "t35"."peak_id",
        "t35"."present",
        "t35"."peak_at",
        MIN("t35"."peak_at") OVER (
          PARTITION BY "t35"."subject"
          ORDER BY "t35"."at" ASC, "t35"."event_id" ASC
          ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS "next_peak"
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
          CASE WHEN "t34"."peak_id" IS NOT NULL THEN "t34"."at" ELSE NULL END AS "peak_at"
        FROM (
          SELECT
            "t5"."event_id",
            "t5"."at",
            "t5"."user",
            "t5"."agency",
            "t5"."case_no",
            "t5"."subject",
            "t5"."account",
            "t31"."peak_subject",
            "t31"."peak_id",
            "t31"."present"
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
          ) AS "t5"
          SEMI JOIN (
            SELECT
              "t6"."of" AS "many"
            FROM (
              SELECT
                "t4"."of",
                COUNT(*) AS "users"
              FROM (
                SELECT DISTINCT
                  COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                  "t0"."subject" AS "of"
                FROM "subjects" AS "t0"
                WHERE
                  "t0"."asked" AND "t0"."user" IS NOT NULL
              ) AS "t4"
              GROUP BY
                1
            ) AS "t6"
            WHERE
              "t6"."users" >= 5
          ) AS "t8"
            ON "t5"."subject" = "t8"."many"
          ANTI JOIN (
            SELECT
              "t14"."event_id" AS "explained"
            FROM (
              SELECT
                "t5"."event_id",
                "t5"."at",
                "t5"."user",
                "t5"."agency",
                "t5"."case_no",
                "t5"."subject",
                "t5"."account",
                "t13"."on_case",
                "t13"."to_user",
                "t13"."from_then",
                "t13"."to_then"
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
              ) AS "t5"
              SEMI JOIN (
                SELECT
                  "t6"."of" AS "many"
                FROM (
                  SELECT
                    "t4"."of",
                    COUNT(*) AS "users"
                  FROM (
                    SELECT DISTINCT
                      COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                      "t0"."subject" AS "of"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked" AND "t0"."user" IS NOT NULL
                  ) AS "t4"
                  GROUP BY
                    1
                ) AS "t6"
                WHERE
                  "t6"."users" >= 5
              ) AS "t8"
                ON "t5"."subject" = "t8"."many"
              INNER JOIN (
                SELECT
                  "t2"."case_no" AS "on_case",
                  "t2"."user" AS "to_user",
                  "t2"."since" AS "from_then",
                  "t2"."until" AS "to_then"
                FROM "assignments" AS "t2"
                SEMI JOIN (
                  SELECT DISTINCT
                    *
                  FROM (
                    SELECT
                      "t5"."case_no" AS "wanted"
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
                    ) AS "t5"
                    SEMI JOIN (
                      SELECT
                        "t6"."of" AS "many"
                      FROM (
                        SELECT
                          "t4"."of",
                          COUNT(*) AS "users"
                        FROM (
                          SELECT DISTINCT
                            COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                            "t0"."subject" AS "of"
                          FROM "subjects" AS "t0"
                          WHERE
                            "t0"."asked" AND "t0"."user" IS NOT NULL
                        ) AS "t4"
                        GROUP BY
                          1
                      ) AS "t6"
                      WHERE
                        "t6"."users" >= 5
                    ) AS "t8"
                      ON "t5"."subject" = "t8"."many"
                  ) AS "t9"
                ) AS "t11"
                  ON "t2"."case_no" = "t11"."wanted"
              ) AS "t13"
                ON "t5"."case_no" = "t13"."on_case" AND "t5"."user" = "t13"."to_user"
            ) AS "t14"
            WHERE
              (
                (
                  "t14"."from_then" IS NULL
                ) OR (
                  "t14"."at" >= "t14"."from_then"
                )
              )
              AND (
                (
                  "t14"."to_then" IS NULL
                ) OR (
                  "t14"."at" < "t14"."to_then"
                )
              )
          ) AS "t16"
            ON "t5"."event_id" = "t16"."explained"
          SEMI JOIN (
            SELECT
              "t19"."of" AS "many"
            FROM (
              SELECT
                "t18"."of",
                COUNT(*) AS "users"
              FROM (
                SELECT DISTINCT
                  *
                FROM (
                  SELECT
                    "t5"."account",
                    "t5"."subject" AS "of"
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
                  ) AS "t5"
                  SEMI JOIN (
                    SELECT
                      "t6"."of" AS "many"
                    FROM (
                      SELECT
                        "t4"."of",
                        COUNT(*) AS "users"
                      FROM (
                        SELECT DISTINCT
                          COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                          "t0"."subject" AS "of"
                        FROM "subjects" AS "t0"
                        WHERE
                          "t0"."asked" AND "t0"."user" IS NOT NULL
                      ) AS "t4"
                      GROUP BY
                        1
                    ) AS "t6"
                    WHERE
                      "t6"."users" >= 5
                  ) AS "t8"
                    ON "t5"."subject" = "t8"."many"
                  ANTI JOIN (
                    SELECT
                      "t14"."event_id" AS "explained"
                    FROM (
                      SELECT
                        "t5"."event_id",
                        "t5"."at",
                        "t5"."user",
                        "t5"."agency",
                        "t5"."case_no",
                        "t5"."subject",
                        "t5"."account",
                        "t13"."on_case",
                        "t13"."to_user",
                        "t13"."from_then",
                        "t13"."to_then"
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
                      ) AS "t5"
                      SEMI JOIN (
                        SELECT
                          "t6"."of" AS "many"
                        FROM (
                          SELECT
                            "t4"."of",
                            COUNT(*) AS "users"
                          FROM (
                            SELECT DISTINCT
                              COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                              "t0"."subject" AS "of"
                            FROM "subjects" AS "t0"
                            WHERE
                              "t0"."asked" AND "t0"."user" IS NOT NULL
                          ) AS "t4"
                          GROUP BY
                            1
                        ) AS "t6"
                        WHERE
                          "t6"."users" >= 5
                      ) AS "t8"
                        ON "t5"."subject" = "t8"."many"
                      INNER JOIN (
                        SELECT
                          "t2"."case_no" AS "on_case",
                          "t2"."user" AS "to_user",
                          "t2"."since" AS "from_then",
                          "t2"."until" AS "to_then"
                        FROM "assignments" AS "t2"
                        SEMI JOIN (
                          SELECT DISTINCT
                            *
                          FROM (
                            SELECT
                              "t5"."case_no" AS "wanted"
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
                            ) AS "t5"
                            SEMI JOIN (
                              SELECT
                                "t6"."of" AS "many"
                              FROM (
                                SELECT
                                  "t4"."of",
                                  COUNT(*) AS "users"
                                FROM (
                                  SELECT DISTINCT
                                    COALESCE("t0"."agency", '') || ' ' || "t0"."user" AS "account",
                                    "t0"."subject" AS "of"
                                  FROM "subjects" AS "t0"
                                  WHERE
                                    "t0"."asked" AND "t0"."user" IS NOT NULL
                                ) AS "t4"
                                GROUP BY
                                  1
                              ) AS "t6"
                              WHERE
                                "t6"."users" >= 5
                            ) AS "t8"
                              ON "t5"."subject" = "t8"."many"
                          ) AS "t9"
                        ) AS "t11"
                          ON "t2"."case_no" = "t11"."wanted"
                      ) AS "t13"
                        ON "t5"."case_no" = "t13"."on_case" AND "t5"."user" = "t13"."to_user"
                    ) AS "t14"
                    WHERE
                      (
                        (
                          "t14"."from_then" IS NULL
                        ) OR (
                          "t14"."at" >= "t14"."from_then"
                        )
                      )
                      AND (
                        (
                          "t14"."to_then" IS NULL
                        ) OR (
                          "t14"."at" < "t14"."to_then"
                        )
                      )
                  ) AS "t16"
                    ON "t5"."event_id" = "t16"."explained"
                ) AS "t17"
              ) AS "t18"
              GROUP BY
                1
            ) AS "t19"
            WHERE
              "t19"."users" >= 5
          ) AS "t21"
            ON "t5"."subject" = "t21"."many"
          LEFT OUTER JOIN "t29" AS "t31"
            ON "t5"."subject" = "t31"."peak_subject" AND "t5"."event_id" = "t31"."peak_id"
        ) AS "t34"
      ) AS "t35"
    ) AS "t36"
    WHERE
      "t36"."next_peak" < (
        "t36"."at" + 172800000
      )
  ) AS "t38"
  INNER JOIN (
    SELECT
      "t30"."peak_subject" AS "crowd",
      MAX("t30"."present") AS "most"
    FROM "t29" AS "t30"
    GROUP BY
      1
  ) AS "t33"
    ON "t38"."subject" = "t33"."crowd"
) AS "t39"
