WITH "t45" AS (
  SELECT
    "t44"."pair" AS "fixed",
    MAX("t44"."subject") AS "subject",
    COUNT(DISTINCT "t44"."event_id") AS "searches",
    COUNT(DISTINCT CAST(COALESCE("t44"."local_day", "t44"."day") AS BIGINT)) AS "days"
  FROM (
    SELECT
      "t28"."event_id",
      "t28"."source",
      "t28"."at",
      "t28"."day",
      "t28"."local_day",
      "t28"."local_minute",
      "t28"."user",
      "t28"."agency",
      "t28"."case_no",
      "t28"."decision",
      "t28"."exported",
      "t28"."subject",
      "t28"."asked",
      "t28"."pair"
    FROM (
      SELECT
        "t26".*
        EXCLUDE ("times")
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t24"."event_id",
            "t24"."source",
            "t24"."at",
            "t24"."day",
            "t24"."local_day",
            "t24"."local_minute",
            "t24"."user",
            "t24"."agency",
            "t24"."case_no",
            "t24"."decision",
            "t24"."exported",
            "t24"."subject",
            "t24"."asked",
            "t24"."pair",
            COUNT("t24"."event_id") OVER (
              PARTITION BY "t24"."pair"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "times"
          FROM (
            SELECT
              "t23"."event_id",
              "t23"."source",
              "t23"."at",
              "t23"."day",
              "t23"."local_day",
              "t23"."local_minute",
              "t23"."user",
              "t23"."agency",
              "t23"."case_no",
              "t23"."decision",
              "t23"."exported",
              "t23"."subject",
              "t23"."asked",
              "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
            FROM (
              SELECT
                "t17"."event_id",
                "t17"."source",
                "t17"."at",
                "t17"."day",
                "t17"."local_day",
                "t17"."local_minute",
                "t17"."user",
                "t17"."agency",
                "t17"."case_no",
                "t17"."decision",
                "t17"."exported",
                "t17"."subject",
                "t17"."asked"
              FROM (
                SELECT
                  "t0"."event_id",
                  "t0"."source",
                  "t0"."at",
                  "t0"."day",
                  "t0"."local_day",
                  "t0"."local_minute",
                  "t0"."user",
                  COALESCE("t0"."agency", '') AS "agency",
                  "t0"."case_no",
                  "t0"."decision",
                  "t0"."exported",
                  "t0"."subject",
                  "t0"."asked"
                FROM "subjects" AS "t0"
                WHERE
                  "t0"."asked" AND "t0"."user" IS NOT NULL
              ) AS "t17"
              SEMI JOIN (
                SELECT
                  "t18"."number" AS "many"
                FROM (
                  SELECT
                    "t10"."number",
                    COUNT(*) AS "times"
                  FROM (
                    SELECT
                      CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked" AND "t0"."user" IS NOT NULL
                  ) AS "t10"
                  GROUP BY
                    1
                ) AS "t18"
                WHERE
                  "t18"."times" >= 8
              ) AS "t22"
                ON "t22"."many" = "t22"."many"
            ) AS "t23"
          ) AS "t24"
        ) AS "t25"
        WHERE
          "t25"."times" >= 8
      ) AS "t26"
    ) AS "t28"
    ANTI JOIN (
      SELECT
        "t33"."event_id" AS "explained"
      FROM (
        SELECT
          "t28"."event_id",
          "t28"."source",
          "t28"."at",
          "t28"."day",
          "t28"."local_day",
          "t28"."local_minute",
          "t28"."user",
          "t28"."agency",
          "t28"."case_no",
          "t28"."decision",
          "t28"."exported",
          "t28"."subject",
          "t28"."asked",
          "t28"."pair",
          "t32"."on_case",
          "t32"."to_user",
          "t32"."from_then",
          "t32"."to_then"
        FROM (
          SELECT
            "t26".*
            EXCLUDE ("times")
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t24"."event_id",
                "t24"."source",
                "t24"."at",
                "t24"."day",
                "t24"."local_day",
                "t24"."local_minute",
                "t24"."user",
                "t24"."agency",
                "t24"."case_no",
                "t24"."decision",
                "t24"."exported",
                "t24"."subject",
                "t24"."asked",
                "t24"."pair",
                COUNT("t24"."event_id") OVER (
                  PARTITION BY "t24"."pair"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "times"
              FROM (
                SELECT
                  "t23"."event_id",
                  "t23"."source",
                  "t23"."at",
                  "t23"."day",
                  "t23"."local_day",
                  "t23"."local_minute",
                  "t23"."user",
                  "t23"."agency",
                  "t23"."case_no",
                  "t23"."decision",
                  "t23"."exported",
                  "t23"."subject",
                  "t23"."asked",
                  "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                FROM (
                  SELECT
                    "t17"."event_id",
                    "t17"."source",
                    "t17"."at",
                    "t17"."day",
                    "t17"."local_day",
                    "t17"."local_minute",
                    "t17"."user",
                    "t17"."agency",
                    "t17"."case_no",
                    "t17"."decision",
                    "t17"."exported",
                    "t17"."subject",
                    "t17"."asked"
                  FROM (
                    SELECT
                      "t0"."event_id",
                      "t0"."source",
                      "t0"."at",
                      "t0"."day",
                      "t0"."local_day",
                      "t0"."local_minute",
                      "t0"."user",
                      COALESCE("t0"."agency", '') AS "agency",
                      "t0"."case_no",
                      "t0"."decision",
                      "t0"."exported",
                      "t0"."subject",
                      "t0"."asked"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked" AND "t0"."user" IS NOT NULL
                  ) AS "t17"
                  SEMI JOIN (
                    SELECT
                      "t18"."number" AS "many"
                    FROM (
                      SELECT
                        "t10"."number",
                        COUNT(*) AS "times"
                      FROM (
                        SELECT
                          CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                        FROM "subjects" AS "t0"
                        WHERE
                          "t0"."asked" AND "t0"."user" IS NOT NULL
                      ) AS "t10"
                      GROUP BY
                        1
                    ) AS "t18"
                    WHERE
                      "t18"."times" >= 8
                  ) AS "t22"
                    ON "t22"."many" = "t22"."many"
                ) AS "t23"
              ) AS "t24"
            ) AS "t25"
            WHERE
              "t25"."times" >= 8
          ) AS "t26"
        ) AS "t28"
        INNER JOIN (
          SELECT
            "t5"."case_no" AS "on_case",
            "t5"."user" AS "to_user",
            "t5"."since" AS "from_then",
            "t5"."until" AS "to_then"
          FROM "assignments" AS "t5"
          SEMI JOIN (
            SELECT DISTINCT
              "t27"."case_no" AS "wanted"
            FROM (
              SELECT
                "t26".*
                EXCLUDE ("times")
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t24"."event_id",
                    "t24"."source",
                    "t24"."at",
                    "t24"."day",
                    "t24"."local_day",
                    "t24"."local_minute",
                    "t24"."user",
                    "t24"."agency",
                    "t24"."case_no",
                    "t24"."decision",
                    "t24"."exported",
                    "t24"."subject",
                    "t24"."asked",
                    "t24"."pair",
                    COUNT("t24"."event_id") OVER (
                      PARTITION BY "t24"."pair"
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) AS "times"
                  FROM (
                    SELECT
                      "t23"."event_id",
                      "t23"."source",
                      "t23"."at",
                      "t23"."day",
                      "t23"."local_day",
                      "t23"."local_minute",
                      "t23"."user",
                      "t23"."agency",
                      "t23"."case_no",
                      "t23"."decision",
                      "t23"."exported",
                      "t23"."subject",
                      "t23"."asked",
                      "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                    FROM (
                      SELECT
                        "t17"."event_id",
                        "t17"."source",
                        "t17"."at",
                        "t17"."day",
                        "t17"."local_day",
                        "t17"."local_minute",
                        "t17"."user",
                        "t17"."agency",
                        "t17"."case_no",
                        "t17"."decision",
                        "t17"."exported",
                        "t17"."subject",
                        "t17"."asked"
                      FROM (
                        SELECT
                          "t0"."event_id",
                          "t0"."source",
                          "t0"."at",
                          "t0"."day",
                          "t0"."local_day",
                          "t0"."local_minute",
                          "t0"."user",
                          COALESCE("t0"."agency", '') AS "agency",
                          "t0"."case_no",
                          "t0"."decision",
                          "t0"."exported",
                          "t0"."subject",
                          "t0"."asked"
                        FROM "subjects" AS "t0"
                        WHERE
                          "t0"."asked" AND "t0"."user" IS NOT NULL
                      ) AS "t17"
                      SEMI JOIN (
                        SELECT
                          "t18"."number" AS "many"
                        FROM (
                          SELECT
                            "t10"."number",
                            COUNT(*) AS "times"
                          FROM (
                            SELECT
                              CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                            FROM "subjects" AS "t0"
                            WHERE
                              "t0"."asked" AND "t0"."user" IS NOT NULL
                          ) AS "t10"
                          GROUP BY
                            1
                        ) AS "t18"
                        WHERE
                          "t18"."times" >= 8
                      ) AS "t22"
                        ON "t22"."many" = "t22"."many"
                    ) AS "t23"
                  ) AS "t24"
                ) AS "t25"
                WHERE
                  "t25"."times" >= 8
              ) AS "t26"
            ) AS "t27"
          ) AS "t30"
            ON "t5"."case_no" = "t30"."wanted"
        ) AS "t32"
          ON "t28"."case_no" = "t32"."on_case" AND "t28"."user" = "t32"."to_user"
      ) AS "t33"
      WHERE
        (
          (
            "t33"."from_then" IS NULL
          ) OR (
            "t33"."at" >= "t33"."from_then"
          )
        )
        AND (
          (
            "t33"."to_then" IS NULL
          ) OR (
            "t33"."at" < "t33"."to_then"
          )
        )
    ) AS "t35"
      ON "t28"."event_id" = "t35"."explained"
    ANTI JOIN (
      SELECT
        "t41"."event_id" AS "explained"
      FROM (
        SELECT
          "t28"."event_id",
          "t28"."source",
          "t28"."at",
          "t28"."day",
          "t28"."local_day",
          "t28"."local_minute",
          "t28"."user",
          "t28"."agency",
          "t28"."case_no",
          "t28"."decision",
          "t28"."exported",
          "t28"."subject",
          "t28"."asked",
          "t28"."pair",
          "t40"."of",
          "t40"."on_case",
          "t40"."from_then",
          "t40"."to_then"
        FROM (
          SELECT
            "t26".*
            EXCLUDE ("times")
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t24"."event_id",
                "t24"."source",
                "t24"."at",
                "t24"."day",
                "t24"."local_day",
                "t24"."local_minute",
                "t24"."user",
                "t24"."agency",
                "t24"."case_no",
                "t24"."decision",
                "t24"."exported",
                "t24"."subject",
                "t24"."asked",
                "t24"."pair",
                COUNT("t24"."event_id") OVER (
                  PARTITION BY "t24"."pair"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "times"
              FROM (
                SELECT
                  "t23"."event_id",
                  "t23"."source",
                  "t23"."at",
                  "t23"."day",
                  "t23"."local_day",
                  "t23"."local_minute",
                  "t23"."user",
                  "t23"."agency",
                  "t23"."case_no",
                  "t23"."decision",
                  "t23"."exported",
                  "t23"."subject",
                  "t23"."asked",
                  "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                FROM (
                  SELECT
                    "t17"."event_id",
                    "t17"."source",
                    "t17"."at",
                    "t17"."day",
                    "t17"."local_day",
                    "t17"."local_minute",
                    "t17"."user",
                    "t17"."agency",
                    "t17"."case_no",
                    "t17"."decision",
                    "t17"."exported",
                    "t17"."subject",
                    "t17"."asked"
                  FROM (
                    SELECT
                      "t0"."event_id",
                      "t0"."source",
                      "t0"."at",
                      "t0"."day",
                      "t0"."local_day",
                      "t0"."local_minute",
                      "t0"."user",
                      COALESCE("t0"."agency", '') AS "agency",
                      "t0"."case_no",
                      "t0"."decision",
                      "t0"."exported",
                      "t0"."subject",
                      "t0"."asked"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked" AND "t0"."user" IS NOT NULL
                  ) AS "t17"
                  SEMI JOIN (
                    SELECT
                      "t18"."number" AS "many"
                    FROM (
                      SELECT
                        "t10"."number",
                        COUNT(*) AS "times"
                      FROM (
                        SELECT
                          CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                        FROM "subjects" AS "t0"
                        WHERE
                          "t0"."asked" AND "t0"."user" IS NOT NULL
                      ) AS "t10"
                      GROUP BY
                        1
                    ) AS "t18"
                    WHERE
                      "t18"."times" >= 8
                  ) AS "t22"
                    ON "t22"."many" = "t22"."many"
                ) AS "t23"
              ) AS "t24"
            ) AS "t25"
            WHERE
              "t25"."times" >= 8
          ) AS "t26"
        ) AS "t28"
        ANTI JOIN (
          SELECT
            "t33"."event_id" AS "explained"
          FROM (
            SELECT
              "t28"."event_id",
              "t28"."source",
              "t28"."at",
              "t28"."day",
              "t28"."local_day",
              "t28"."local_minute",
              "t28"."user",
              "t28"."agency",
              "t28"."case_no",
              "t28"."decision",
              "t28"."exported",
              "t28"."subject",
              "t28"."asked",
              "t28"."pair",
              "t32"."on_case",
              "t32"."to_user",
              "t32"."from_then",
              "t32"."to_then"
            FROM (
              SELECT
                "t26".*
                EXCLUDE ("times")
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t24"."event_id",
                    "t24"."source",
                    "t24"."at",
                    "t24"."day",
                    "t24"."local_day",
                    "t24"."local_minute",
                    "t24"."user",
                    "t24"."agency",
                    "t24"."case_no",
                    "t24"."decision",
                    "t24"."exported",
                    "t24"."subject",
                    "t24"."asked",
                    "t24"."pair",
                    COUNT("t24"."event_id") OVER (
                      PARTITION BY "t24"."pair"
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) AS "times"
                  FROM (
                    SELECT
                      "t23"."event_id",
                      "t23"."source",
                      "t23"."at",
                      "t23"."day",
                      "t23"."local_day",
                      "t23"."local_minute",
                      "t23"."user",
                      "t23"."agency",
                      "t23"."case_no",
                      "t23"."decision",
                      "t23"."exported",
                      "t23"."subject",
                      "t23"."asked",
                      "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                    FROM (
                      SELECT
                        "t17"."event_id",
                        "t17"."source",
                        "t17"."at",
                        "t17"."day",
                        "t17"."local_day",
                        "t17"."local_minute",
                        "t17"."user",
                        "t17"."agency",
                        "t17"."case_no",
                        "t17"."decision",
                        "t17"."exported",
                        "t17"."subject",
                        "t17"."asked"
                      FROM (
                        SELECT
                          "t0"."event_id",
                          "t0"."source",
                          "t0"."at",
                          "t0"."day",
                          "t0"."local_day",
                          "t0"."local_minute",
                          "t0"."user",
                          COALESCE("t0"."agency", '') AS "agency",
                          "t0"."case_no",
                          "t0"."decision",
                          "t0"."exported",
                          "t0"."subject",
                          "t0"."asked"
                        FROM "subjects" AS "t0"
                        WHERE
                          "t0"."asked" AND "t0"."user" IS NOT NULL
                      ) AS "t17"
                      SEMI JOIN (
                        SELECT
                          "t18"."number" AS "many"
                        FROM (
                          SELECT
                            "t10"."number",
                            COUNT(*) AS "times"
                          FROM (
                            SELECT
                              CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                            FROM "subjects" AS "t0"
                            WHERE
                              "t0"."asked" AND "t0"."user" IS NOT NULL
                          ) AS "t10"
                          GROUP BY
                            1
                        ) AS "t18"
                        WHERE
                          "t18"."times" >= 8
                      ) AS "t22"
                        ON "t22"."many" = "t22"."many"
                    ) AS "t23"
                  ) AS "t24"
                ) AS "t25"
                WHERE
                  "t25"."times" >= 8
              ) AS "t26"
            ) AS "t28"
            INNER JOIN (
              SELECT
                "t5"."case_no" AS "on_case",
                "t5"."user" AS "to_user",
                "t5"."since" AS "from_then",
                "t5"."until" AS "to_then"
              FROM "assignments" AS "t5"
              SEMI JOIN (
                SELECT DISTINCT
                  "t27"."case_no" AS "wanted"
                FROM (
                  SELECT
                    "t26".*
                    EXCLUDE ("times")
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t24"."event_id",
                        "t24"."source",
                        "t24"."at",
                        "t24"."day",
                        "t24"."local_day",
                        "t24"."local_minute",
                        "t24"."user",
                        "t24"."agency",
                        "t24"."case_no",
                        "t24"."decision",
                        "t24"."exported",
                        "t24"."subject",
                        "t24"."asked",
                        "t24"."pair",
                        COUNT("t24"."event_id") OVER (
                          PARTITION BY "t24"."pair"
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ) AS "times"
                      FROM (
                        SELECT
                          "t23"."event_id",
                          "t23"."source",
                          "t23"."at",
                          "t23"."day",
                          "t23"."local_day",
                          "t23"."local_minute",
                          "t23"."user",
                          "t23"."agency",
                          "t23"."case_no",
                          "t23"."decision",
                          "t23"."exported",
                          "t23"."subject",
                          "t23"."asked",
                          "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                        FROM (
                          SELECT
                            "t17"."event_id",
                            "t17"."source",
                            "t17"."at",
                            "t17"."day",
                            "t17"."local_day",
                            "t17"."local_minute",
                            "t17"."user",
                            "t17"."agency",
                            "t17"."case_no",
                            "t17"."decision",
                            "t17"."exported",
                            "t17"."subject",
                            "t17"."asked"
                          FROM (
                            SELECT
                              "t0"."event_id",
                              "t0"."source",
                              "t0"."at",
                              "t0"."day",
                              "t0"."local_day",
                              "t0"."local_minute",
                              "t0"."user",
                              COALESCE("t0"."agency", '') AS "agency",
                              "t0"."case_no",
                              "t0"."decision",
                              "t0"."exported",
                              "t0"."subject",
                              "t0"."asked"
                            FROM "subjects" AS "t0"
                            WHERE
                              "t0"."asked" AND "t0"."user" IS NOT NULL
                          ) AS "t17"
                          SEMI JOIN (
                            SELECT
                              "t18"."number" AS "many"
                            FROM (
                              SELECT
                                "t10"."number",
                                COUNT(*) AS "times"
                              FROM (
                                SELECT
                                  CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                                FROM "subjects" AS "t0"
                                WHERE
                                  "t0"."asked" AND "t0"."user" IS NOT NULL
                              ) AS "t10"
                              GROUP BY
                                1
                            ) AS "t18"
                            WHERE
                              "t18"."times" >= 8
                          ) AS "t22"
                            ON "t22"."many" = "t22"."many"
                        ) AS "t23"
                      ) AS "t24"
                    ) AS "t25"
                    WHERE
                      "t25"."times" >= 8
                  ) AS "t26"
                ) AS "t27"
              ) AS "t30"
                ON "t5"."case_no" = "t30"."wanted"
            ) AS "t32"
              ON "t28"."case_no" = "t32"."on_case" AND "t28"."user" = "t32"."to_user"
          ) AS "t33"
          WHERE
            (
              (
                "t33"."from_then" IS NULL
              ) OR (
                "t33"."at" >= "t33"."from_then"
              )
            )
            AND (
              (
                "t33"."to_then" IS NULL
              ) OR (
                "t33"."at" < "t33"."to_then"
              )
            )
        ) AS "t35"
          ON "t28"."event_id" = "t35"."explained"
        INNER JOIN (
          SELECT
            "t13"."of",
            "t5"."case_no" AS "on_case",
            "t5"."since" AS "from_then",
            "t5"."until" AS "to_then"
          FROM "assignments" AS "t5"
          SEMI JOIN (
            SELECT DISTINCT
              *
            FROM (
              SELECT
                "t28"."case_no" AS "wanted"
              FROM (
                SELECT
                  "t26".*
                  EXCLUDE ("times")
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t24"."event_id",
                      "t24"."source",
                      "t24"."at",
                      "t24"."day",
                      "t24"."local_day",
                      "t24"."local_minute",
                      "t24"."user",
                      "t24"."agency",
                      "t24"."case_no",
                      "t24"."decision",
                      "t24"."exported",
                      "t24"."subject",
                      "t24"."asked",
                      "t24"."pair",
                      COUNT("t24"."event_id") OVER (
                        PARTITION BY "t24"."pair"
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "times"
                    FROM (
                      SELECT
                        "t23"."event_id",
                        "t23"."source",
                        "t23"."at",
                        "t23"."day",
                        "t23"."local_day",
                        "t23"."local_minute",
                        "t23"."user",
                        "t23"."agency",
                        "t23"."case_no",
                        "t23"."decision",
                        "t23"."exported",
                        "t23"."subject",
                        "t23"."asked",
                        "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                      FROM (
                        SELECT
                          "t17"."event_id",
                          "t17"."source",
                          "t17"."at",
                          "t17"."day",
                          "t17"."local_day",
                          "t17"."local_minute",
                          "t17"."user",
                          "t17"."agency",
                          "t17"."case_no",
                          "t17"."decision",
                          "t17"."exported",
                          "t17"."subject",
                          "t17"."asked"
                        FROM (
                          SELECT
                            "t0"."event_id",
                            "t0"."source",
                            "t0"."at",
                            "t0"."day",
                            "t0"."local_day",
                            "t0"."local_minute",
                            "t0"."user",
                            COALESCE("t0"."agency", '') AS "agency",
                            "t0"."case_no",
                            "t0"."decision",
                            "t0"."exported",
                            "t0"."subject",
                            "t0"."asked"
                          FROM "subjects" AS "t0"
                          WHERE
                            "t0"."asked" AND "t0"."user" IS NOT NULL
                        ) AS "t17"
                        SEMI JOIN (
                          SELECT
                            "t18"."number" AS "many"
                          FROM (
                            SELECT
                              "t10"."number",
                              COUNT(*) AS "times"
                            FROM (
                              SELECT
                                CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                              FROM "subjects" AS "t0"
                              WHERE
                                "t0"."asked" AND "t0"."user" IS NOT NULL
                            ) AS "t10"
                            GROUP BY
                              1
                          ) AS "t18"
                          WHERE
                            "t18"."times" >= 8
                        ) AS "t22"
                          ON "t22"."many" = "t22"."many"
                      ) AS "t23"
                    ) AS "t24"
                  ) AS "t25"
                  WHERE
                    "t25"."times" >= 8
                ) AS "t26"
              ) AS "t28"
              ANTI JOIN (
                SELECT
                  "t33"."event_id" AS "explained"
                FROM (
                  SELECT
                    "t28"."event_id",
                    "t28"."source",
                    "t28"."at",
                    "t28"."day",
                    "t28"."local_day",
                    "t28"."local_minute",
                    "t28"."user",
                    "t28"."agency",
                    "t28"."case_no",
                    "t28"."decision",
                    "t28"."exported",
                    "t28"."subject",
                    "t28"."asked",
                    "t28"."pair",
                    "t32"."on_case",
                    "t32"."to_user",
                    "t32"."from_then",
                    "t32"."to_then"
                  FROM (
                    SELECT
                      "t26".*
                      EXCLUDE ("times")
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t24"."event_id",
                          "t24"."source",
                          "t24"."at",
                          "t24"."day",
                          "t24"."local_day",
                          "t24"."local_minute",
                          "t24"."user",
                          "t24"."agency",
                          "t24"."case_no",
                          "t24"."decision",
                          "t24"."exported",
                          "t24"."subject",
                          "t24"."asked",
                          "t24"."pair",
                          COUNT("t24"."event_id") OVER (
                            PARTITION BY "t24"."pair"
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) AS "times"
                        FROM (
                          SELECT
                            "t23"."event_id",
                            "t23"."source",
                            "t23"."at",
                            "t23"."day",
                            "t23"."local_day",
                            "t23"."local_minute",
                            "t23"."user",
                            "t23"."agency",
                            "t23"."case_no",
                            "t23"."decision",
                            "t23"."exported",
                            "t23"."subject",
                            "t23"."asked",
                            "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                          FROM (
                            SELECT
                              "t17"."event_id",
                              "t17"."source",
                              "t17"."at",
                              "t17"."day",
                              "t17"."local_day",
                              "t17"."local_minute",
                              "t17"."user",
                              "t17"."agency",
                              "t17"."case_no",
                              "t17"."decision",
                              "t17"."exported",
                              "t17"."subject",
                              "t17"."asked"
                            FROM (
                              SELECT
                                "t0"."event_id",
                                "t0"."source",
                                "t0"."at",
                                "t0"."day",
                                "t0"."local_day",
                                "t0"."local_minute",
                                "t0"."user",
                                COALESCE("t0"."agency", '') AS "agency",
                                "t0"."case_no",
                                "t0"."decision",
                                "t0"."exported",
                                "t0"."subject",
                                "t0"."asked"
                              FROM "subjects" AS "t0"
                              WHERE
                                "t0"."asked" AND "t0"."user" IS NOT NULL
                            ) AS "t17"
                            SEMI JOIN (
                              SELECT
                                "t18"."number" AS "many"
                              FROM (
                                SELECT
                                  "t10"."number",
                                  COUNT(*) AS "times"
                                FROM (
                                  SELECT
                                    CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                                  FROM "subjects" AS "t0"
                                  WHERE
                                    "t0"."asked" AND "t0"."user" IS NOT NULL
                                ) AS "t10"
                                GROUP BY
                                  1
                              ) AS "t18"
                              WHERE
                                "t18"."times" >= 8
                            ) AS "t22"
                              ON "t22"."many" = "t22"."many"
                          ) AS "t23"
                        ) AS "t24"
                      ) AS "t25"
                      WHERE
                        "t25"."times" >= 8
                    ) AS "t26"
                  ) AS "t28"
                  INNER JOIN (
                    SELECT
                      "t5"."case_no" AS "on_case",
                      "t5"."user" AS "to_user",
                      "t5"."since" AS "from_then",
                      "t5"."until" AS "to_then"
                    FROM "assignments" AS "t5"
                    SEMI JOIN (
                      SELECT DISTINCT
                        "t27"."case_no" AS "wanted"
                      FROM (
                        SELECT
                          "t26".*
                          EXCLUDE ("times")
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t24"."event_id",
                              "t24"."source",
                              "t24"."at",
                              "t24"."day",
                              "t24"."local_day",
                              "t24"."local_minute",
                              "t24"."user",
                              "t24"."agency",
                              "t24"."case_no",
                              "t24"."decision",
                              "t24"."exported",
                              "t24"."subject",
                              "t24"."asked",
                              "t24"."pair",
                              COUNT("t24"."event_id") OVER (
                                PARTITION BY "t24"."pair"
                                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                              ) AS "times"
                            FROM (
                              SELECT
                                "t23"."event_id",
                                "t23"."source",
                                "t23"."at",
                                "t23"."day",
                                "t23"."local_day",
                                "t23"."local_minute",
                                "t23"."user",
                                "t23"."agency",
                                "t23"."case_no",
                                "t23"."decision",
                                "t23"."exported",
                                "t23"."subject",
                                "t23"."asked",
                                "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                              FROM (
                                SELECT
                                  "t17"."event_id",
                                  "t17"."source",
                                  "t17"."at",
                                  "t17"."day",
                                  "t17"."local_day",
                                  "t17"."local_minute",
                                  "t17"."user",
                                  "t17"."agency",
                                  "t17"."case_no",
                                  "t17"."decision",
                                  "t17"."exported",
                                  "t17"."subject",
                                  "t17"."asked"
                                FROM (
                                  SELECT
                                    "t0"."event_id",
                                    "t0"."source",
                                    "t0"."at",
                                    "t0"."day",
                                    "t0"."local_day",
                                    "t0"."local_minute",
                                    "t0"."user",
                                    COALESCE("t0"."agency", '') AS "agency",
                                    "t0"."case_no",
                                    "t0"."decision",
                                    "t0"."exported",
                                    "t0"."subject",
                                    "t0"."asked"
                                  FROM "subjects" AS "t0"
                                  WHERE
                                    "t0"."asked" AND "t0"."user" IS NOT NULL
                                ) AS "t17"
                                SEMI JOIN (
                                  SELECT
                                    "t18"."number" AS "many"
                                  FROM (
                                    SELECT
                                      "t10"."number",
                                      COUNT(*) AS "times"
                                    FROM (
                                      SELECT
                                        CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                                      FROM "subjects" AS "t0"
                                      WHERE
                                        "t0"."asked" AND "t0"."user" IS NOT NULL
                                    ) AS "t10"
                                    GROUP BY
                                      1
                                  ) AS "t18"
                                  WHERE
                                    "t18"."times" >= 8
                                ) AS "t22"
                                  ON "t22"."many" = "t22"."many"
                              ) AS "t23"
                            ) AS "t24"
                          ) AS "t25"
                          WHERE
                            "t25"."times" >= 8
                        ) AS "t26"
                      ) AS "t27"
                    ) AS "t30"
                      ON "t5"."case_no" = "t30"."wanted"
                  ) AS "t32"
                    ON "t28"."case_no" = "t32"."on_case" AND "t28"."user" = "t32"."to_user"
                ) AS "t33"
                WHERE
                  (
                    (
                      "t33"."from_then" IS NULL
                    ) OR (
                      "t33"."at" >= "t33"."from_then"
                    )
                  )
                  AND (
                    (
                      "t33"."to_then" IS NULL
                    ) OR (
                      "t33"."at" < "t33"."to_then"
                    )
                  )
              ) AS "t35"
                ON "t28"."event_id" = "t35"."explained"
            ) AS "t36"
          ) AS "t38"
            ON "t5"."case_no" = "t38"."wanted"
          INNER JOIN (
            SELECT DISTINCT
              "t2"."user" AS "member",
              "t2"."agency" AS "of"
            FROM "accounts" AS "t2"
          ) AS "t13"
            ON "t5"."user" = "t13"."member"
        ) AS "t40"
          ON "t28"."case_no" = "t40"."on_case" AND "t28"."agency" = "t40"."of"
      ) AS "t41"
      WHERE
        (
          (
            "t41"."from_then" IS NULL
          ) OR (
            "t41"."at" >= "t41"."from_then"
          )
        )
        AND (
          (
            "t41"."to_then" IS NULL
          ) OR (
            "t41"."at" < "t41"."to_then"
          )
        )
    ) AS "t43"
      ON "t28"."event_id" = "t43"."explained"
  ) AS "t44"
  GROUP BY
    1
), "t47" AS (
  SELECT
    *
  FROM "t45" AS "t46"
  WHERE
    "t46"."searches" >= 8 AND "t46"."days" >= 5
)
SELECT
  "t28"."user" AS "entity",
  NULLIF("t28"."agency", '') AS "agency",
  "t28"."subject" AS "period",
  "t28"."event_id",
  "t28"."at",
  "t63"."score" AS "measure",
  "t63"."detail"
FROM (
  SELECT
    "t26".*
    EXCLUDE ("times")
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t24"."event_id",
        "t24"."source",
        "t24"."at",
        "t24"."day",
        "t24"."local_day",
        "t24"."local_minute",
        "t24"."user",
        "t24"."agency",
        "t24"."case_no",
        "t24"."decision",
        "t24"."exported",
        "t24"."subject",
        "t24"."asked",
        "t24"."pair",
        COUNT("t24"."event_id") OVER (
          PARTITION BY "t24"."pair"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "times"
      FROM (
        SELECT
          "t23"."event_id",
          "t23"."source",
          "t23"."at",
          "t23"."day",
          "t23"."local_day",
          "t23"."local_minute",
          "t23"."user",
          "t23"."agency",
          "t23"."case_no",
          "t23"."decision",
          "t23"."exported",
          "t23"."subject",
          "t23"."asked",
          "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
        FROM (
          SELECT
            "t17"."event_id",
            "t17"."source",
            "t17"."at",
            "t17"."day",
            "t17"."local_day",
            "t17"."local_minute",
            "t17"."user",
            "t17"."agency",
            "t17"."case_no",
            "t17"."decision",
            "t17"."exported",
            "t17"."subject",
            "t17"."asked"
          FROM (
            SELECT
              "t0"."event_id",
              "t0"."source",
              "t0"."at",
              "t0"."day",
              "t0"."local_day",
              "t0"."local_minute",
              "t0"."user",
              COALESCE("t0"."agency", '') AS "agency",
              "t0"."case_no",
              "t0"."decision",
              "t0"."exported",
              "t0"."subject",
              "t0"."asked"
            FROM "subjects" AS "t0"
            WHERE
              "t0"."asked" AND "t0"."user" IS NOT NULL
          ) AS "t17"
          SEMI JOIN (
            SELECT
              "t18"."number" AS "many"
            FROM (
              SELECT
                "t10"."number",
                COUNT(*) AS "times"
              FROM (
                SELECT
                  CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                FROM "subjects" AS "t0"
                WHERE
                  "t0"."asked" AND "t0"."user" IS NOT NULL
              ) AS "t10"
              GROUP BY
                1
            ) AS "t18"
            WHERE
              "t18"."times" >= 8
          ) AS "t22"
            ON "t22"."many" = "t22"."many"
        ) AS "t23"
      ) AS "t24"
    ) AS "t25"
    WHERE
      "t25"."times" >= 8
  ) AS "t26"
) AS "t28"
ANTI JOIN (
  SELECT
    "t33"."event_id" AS "explained"
  FROM (
    SELECT
      "t28"."event_id",
      "t28"."source",
      "t28"."at",
      "t28"."day",
      "t28"."local_day",
      "t28"."local_minute",
      "t28"."user",
      "t28"."agency",
      "t28"."case_no",
      "t28"."decision",
      "t28"."exported",
      "t28"."subject",
      "t28"."asked",
      "t28"."pair",
      "t32"."on_case",
      "t32"."to_user",
      "t32"."from_then",
      "t32"."to_then"
    FROM (
      SELECT
        "t26".*
        EXCLUDE ("times")
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t24"."event_id",
            "t24"."source",
            "t24"."at",
            "t24"."day",
            "t24"."local_day",
            "t24"."local_minute",
            "t24"."user",
            "t24"."agency",
            "t24"."case_no",
            "t24"."decision",
            "t24"."exported",
            "t24"."subject",
            "t24"."asked",
            "t24"."pair",
            COUNT("t24"."event_id") OVER (
              PARTITION BY "t24"."pair"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "times"
          FROM (
            SELECT
              "t23"."event_id",
              "t23"."source",
              "t23"."at",
              "t23"."day",
              "t23"."local_day",
              "t23"."local_minute",
              "t23"."user",
              "t23"."agency",
              "t23"."case_no",
              "t23"."decision",
              "t23"."exported",
              "t23"."subject",
              "t23"."asked",
              "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
            FROM (
              SELECT
                "t17"."event_id",
                "t17"."source",
                "t17"."at",
                "t17"."day",
                "t17"."local_day",
                "t17"."local_minute",
                "t17"."user",
                "t17"."agency",
                "t17"."case_no",
                "t17"."decision",
                "t17"."exported",
                "t17"."subject",
                "t17"."asked"
              FROM (
                SELECT
                  "t0"."event_id",
                  "t0"."source",
                  "t0"."at",
                  "t0"."day",
                  "t0"."local_day",
                  "t0"."local_minute",
                  "t0"."user",
                  COALESCE("t0"."agency", '') AS "agency",
                  "t0"."case_no",
                  "t0"."decision",
                  "t0"."exported",
                  "t0"."subject",
                  "t0"."asked"
                FROM "subjects" AS "t0"
                WHERE
                  "t0"."asked" AND "t0"."user" IS NOT NULL
              ) AS "t17"
              SEMI JOIN (
                SELECT
                  "t18"."number" AS "many"
                FROM (
                  SELECT
                    "t10"."number",
                    COUNT(*) AS "times"
                  FROM (
                    SELECT
                      CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked" AND "t0"."user" IS NOT NULL
                  ) AS "t10"
                  GROUP BY
                    1
                ) AS "t18"
                WHERE
                  "t18"."times" >= 8
              ) AS "t22"
                ON "t22"."many" = "t22"."many"
            ) AS "t23"
          ) AS "t24"
        ) AS "t25"
        WHERE
          "t25"."times" >= 8
      ) AS "t26"
    ) AS "t28"
    INNER JOIN (
      SELECT
        "t5"."case_no" AS "on_case",
        "t5"."user" AS "to_user",
        "t5"."since" AS "from_then",
        "t5"."until" AS "to_then"
      FROM "assignments" AS "t5"
      SEMI JOIN (
        SELECT DISTINCT
          "t27"."case_no" AS "wanted"
        FROM (
          SELECT
            "t26".*
            EXCLUDE ("times")
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t24"."event_id",
                "t24"."source",
                "t24"."at",
                "t24"."day",
                "t24"."local_day",
                "t24"."local_minute",
                "t24"."user",
                "t24"."agency",
                "t24"."case_no",
                "t24"."decision",
                "t24"."exported",
                "t24"."subject",
                "t24"."asked",
                "t24"."pair",
                COUNT("t24"."event_id") OVER (
                  PARTITION BY "t24"."pair"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "times"
              FROM (
                SELECT
                  "t23"."event_id",
                  "t23"."source",
                  "t23"."at",
                  "t23"."day",
                  "t23"."local_day",
                  "t23"."local_minute",
                  "t23"."user",
                  "t23"."agency",
                  "t23"."case_no",
                  "t23"."decision",
                  "t23"."exported",
                  "t23"."subject",
                  "t23"."asked",
                  "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                FROM (
                  SELECT
                    "t17"."event_id",
                    "t17"."source",
                    "t17"."at",
                    "t17"."day",
                    "t17"."local_day",
                    "t17"."local_minute",
                    "t17"."user",
                    "t17"."agency",
                    "t17"."case_no",
                    "t17"."decision",
                    "t17"."exported",
                    "t17"."subject",
                    "t17"."asked"
                  FROM (
                    SELECT
                      "t0"."event_id",
                      "t0"."source",
                      "t0"."at",
                      "t0"."day",
                      "t0"."local_day",
                      "t0"."local_minute",
                      "t0"."user",
                      COALESCE("t0"."agency", '') AS "agency",
                      "t0"."case_no",
                      "t0"."decision",
                      "t0"."exported",
                      "t0"."subject",
                      "t0"."asked"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked" AND "t0"."user" IS NOT NULL
                  ) AS "t17"
                  SEMI JOIN (
                    SELECT
                      "t18"."number" AS "many"
                    FROM (
                      SELECT
                        "t10"."number",
                        COUNT(*) AS "times"
                      FROM (
                        SELECT
                          CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                        FROM "subjects" AS "t0"
                        WHERE
                          "t0"."asked" AND "t0"."user" IS NOT NULL
                      ) AS "t10"
                      GROUP BY
                        1
                    ) AS "t18"
                    WHERE
                      "t18"."times" >= 8
                  ) AS "t22"
                    ON "t22"."many" = "t22"."many"
                ) AS "t23"
              ) AS "t24"
            ) AS "t25"
            WHERE
              "t25"."times" >= 8
          ) AS "t26"
        ) AS "t27"
      ) AS "t30"
        ON "t5"."case_no" = "t30"."wanted"
    ) AS "t32"
      ON "t28"."case_no" = "t32"."on_case" AND "t28"."user" = "t32"."to_user"
  ) AS "t33"
  WHERE
    (
      (
        "t33"."from_then" IS NULL
      ) OR (
        "t33"."at" >= "t33"."from_then"
      )
    )
    AND (
      (
        "t33"."to_then" IS NULL
      ) OR (
        "t33"."at" < "t33"."to_then"
      )
    )
) AS "t35"
  ON "t28"."event_id" = "t35"."explained"
ANTI JOIN (
  SELECT
    "t41"."event_id" AS "explained"
  FROM (
    SELECT
      "t28"."event_id",
      "t28"."source",
      "t28"."at",
      "t28"."day",
      "t28"."local_day",
      "t28"."local_minute",
      "t28"."user",
      "t28"."agency",
      "t28"."case_no",
      "t28"."decision",
      "t28"."exported",
      "t28"."subject",
      "t28"."asked",
      "t28"."pair",
      "t40"."of",
      "t40"."on_case",
      "t40"."from_then",
      "t40"."to_then"
    FROM (
      SELECT
        "t26".*
        EXCLUDE ("times")
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t24"."event_id",
            "t24"."source",
            "t24"."at",
            "t24"."day",
            "t24"."local_day",
            "t24"."local_minute",
            "t24"."user",
            "t24"."agency",
            "t24"."case_no",
            "t24"."decision",
            "t24"."exported",
            "t24"."subject",
            "t24"."asked",
            "t24"."pair",
            COUNT("t24"."event_id") OVER (
              PARTITION BY "t24"."pair"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "times"
          FROM (
            SELECT
              "t23"."event_id",
              "t23"."source",
              "t23"."at",
              "t23"."day",
              "t23"."local_day",
              "t23"."local_minute",
              "t23"."user",
              "t23"."agency",
              "t23"."case_no",
              "t23"."decision",
              "t23"."exported",
              "t23"."subject",
              "t23"."asked",
              "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
            FROM (
              SELECT
                "t17"."event_id",
                "t17"."source",
                "t17"."at",
                "t17"."day",
                "t17"."local_day",
                "t17"."local_minute",
                "t17"."user",
                "t17"."agency",
                "t17"."case_no",
                "t17"."decision",
                "t17"."exported",
                "t17"."subject",
                "t17"."asked"
              FROM (
                SELECT
                  "t0"."event_id",
                  "t0"."source",
                  "t0"."at",
                  "t0"."day",
                  "t0"."local_day",
                  "t0"."local_minute",
                  "t0"."user",
                  COALESCE("t0"."agency", '') AS "agency",
                  "t0"."case_no",
                  "t0"."decision",
                  "t0"."exported",
                  "t0"."subject",
                  "t0"."asked"
                FROM "subjects" AS "t0"
                WHERE
                  "t0"."asked" AND "t0"."user" IS NOT NULL
              ) AS "t17"
              SEMI JOIN (
                SELECT
                  "t18"."number" AS "many"
                FROM (
                  SELECT
                    "t10"."number",
                    COUNT(*) AS "times"
                  FROM (
                    SELECT
                      CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked" AND "t0"."user" IS NOT NULL
                  ) AS "t10"
                  GROUP BY
                    1
                ) AS "t18"
                WHERE
                  "t18"."times" >= 8
              ) AS "t22"
                ON "t22"."many" = "t22"."many"
            ) AS "t23"
          ) AS "t24"
        ) AS "t25"
        WHERE
          "t25"."times" >= 8
      ) AS "t26"
    ) AS "t28"
    ANTI JOIN (
      SELECT
        "t33"."event_id" AS "explained"
      FROM (
        SELECT
          "t28"."event_id",
          "t28"."source",
          "t28"."at",
          "t28"."day",
          "t28"."local_day",
          "t28"."local_minute",
          "t28"."user",
          "t28"."agency",
          "t28"."case_no",
          "t28"."decision",
          "t28"."exported",
          "t28"."subject",
          "t28"."asked",
          "t28"."pair",
          "t32"."on_case",
          "t32"."to_user",
          "t32"."from_then",
          "t32"."to_then"
        FROM (
          SELECT
            "t26".*
            EXCLUDE ("times")
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t24"."event_id",
                "t24"."source",
                "t24"."at",
                "t24"."day",
                "t24"."local_day",
                "t24"."local_minute",
                "t24"."user",
                "t24"."agency",
                "t24"."case_no",
                "t24"."decision",
                "t24"."exported",
                "t24"."subject",
                "t24"."asked",
                "t24"."pair",
                COUNT("t24"."event_id") OVER (
                  PARTITION BY "t24"."pair"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "times"
              FROM (
                SELECT
                  "t23"."event_id",
                  "t23"."source",
                  "t23"."at",
                  "t23"."day",
                  "t23"."local_day",
                  "t23"."local_minute",
                  "t23"."user",
                  "t23"."agency",
                  "t23"."case_no",
                  "t23"."decision",
                  "t23"."exported",
                  "t23"."subject",
                  "t23"."asked",
                  "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                FROM (
                  SELECT
                    "t17"."event_id",
                    "t17"."source",
                    "t17"."at",
                    "t17"."day",
                    "t17"."local_day",
                    "t17"."local_minute",
                    "t17"."user",
                    "t17"."agency",
                    "t17"."case_no",
                    "t17"."decision",
                    "t17"."exported",
                    "t17"."subject",
                    "t17"."asked"
                  FROM (
                    SELECT
                      "t0"."event_id",
                      "t0"."source",
                      "t0"."at",
                      "t0"."day",
                      "t0"."local_day",
                      "t0"."local_minute",
                      "t0"."user",
                      COALESCE("t0"."agency", '') AS "agency",
                      "t0"."case_no",
                      "t0"."decision",
                      "t0"."exported",
                      "t0"."subject",
                      "t0"."asked"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked" AND "t0"."user" IS NOT NULL
                  ) AS "t17"
                  SEMI JOIN (
                    SELECT
                      "t18"."number" AS "many"
                    FROM (
                      SELECT
                        "t10"."number",
                        COUNT(*) AS "times"
                      FROM (
                        SELECT
                          CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                        FROM "subjects" AS "t0"
                        WHERE
                          "t0"."asked" AND "t0"."user" IS NOT NULL
                      ) AS "t10"
                      GROUP BY
                        1
                    ) AS "t18"
                    WHERE
                      "t18"."times" >= 8
                  ) AS "t22"
                    ON "t22"."many" = "t22"."many"
                ) AS "t23"
              ) AS "t24"
            ) AS "t25"
            WHERE
              "t25"."times" >= 8
          ) AS "t26"
        ) AS "t28"
        INNER JOIN (
          SELECT
            "t5"."case_no" AS "on_case",
            "t5"."user" AS "to_user",
            "t5"."since" AS "from_then",
            "t5"."until" AS "to_then"
          FROM "assignments" AS "t5"
          SEMI JOIN (
            SELECT DISTINCT
              "t27"."case_no" AS "wanted"
            FROM (
              SELECT
                "t26".*
                EXCLUDE ("times")
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t24"."event_id",
                    "t24"."source",
                    "t24"."at",
                    "t24"."day",
                    "t24"."local_day",
                    "t24"."local_minute",
                    "t24"."user",
                    "t24"."agency",
                    "t24"."case_no",
                    "t24"."decision",
                    "t24"."exported",
                    "t24"."subject",
                    "t24"."asked",
                    "t24"."pair",
                    COUNT("t24"."event_id") OVER (
                      PARTITION BY "t24"."pair"
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) AS "times"
                  FROM (
                    SELECT
                      "t23"."event_id",
                      "t23"."source",
                      "t23"."at",
                      "t23"."day",
                      "t23"."local_day",
                      "t23"."local_minute",
                      "t23"."user",
                      "t23"."agency",
                      "t23"."case_no",
                      "t23"."decision",
                      "t23"."exported",
                      "t23"."subject",
                      "t23"."asked",
                      "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                    FROM (
                      SELECT
                        "t17"."event_id",
                        "t17"."source",
                        "t17"."at",
                        "t17"."day",
                        "t17"."local_day",
                        "t17"."local_minute",
                        "t17"."user",
                        "t17"."agency",
                        "t17"."case_no",
                        "t17"."decision",
                        "t17"."exported",
                        "t17"."subject",
                        "t17"."asked"
                      FROM (
                        SELECT
                          "t0"."event_id",
                          "t0"."source",
                          "t0"."at",
                          "t0"."day",
                          "t0"."local_day",
                          "t0"."local_minute",
                          "t0"."user",
                          COALESCE("t0"."agency", '') AS "agency",
                          "t0"."case_no",
                          "t0"."decision",
                          "t0"."exported",
                          "t0"."subject",
                          "t0"."asked"
                        FROM "subjects" AS "t0"
                        WHERE
                          "t0"."asked" AND "t0"."user" IS NOT NULL
                      ) AS "t17"
                      SEMI JOIN (
                        SELECT
                          "t18"."number" AS "many"
                        FROM (
                          SELECT
                            "t10"."number",
                            COUNT(*) AS "times"
                          FROM (
                            SELECT
                              CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                            FROM "subjects" AS "t0"
                            WHERE
                              "t0"."asked" AND "t0"."user" IS NOT NULL
                          ) AS "t10"
                          GROUP BY
                            1
                        ) AS "t18"
                        WHERE
                          "t18"."times" >= 8
                      ) AS "t22"
                        ON "t22"."many" = "t22"."many"
                    ) AS "t23"
                  ) AS "t24"
                ) AS "t25"
                WHERE
                  "t25"."times" >= 8
              ) AS "t26"
            ) AS "t27"
          ) AS "t30"
            ON "t5"."case_no" = "t30"."wanted"
        ) AS "t32"
          ON "t28"."case_no" = "t32"."on_case" AND "t28"."user" = "t32"."to_user"
      ) AS "t33"
      WHERE
        (
          (
            "t33"."from_then" IS NULL
          ) OR (
            "t33"."at" >= "t33"."from_then"
          )
        )
        AND (
          (
            "t33"."to_then" IS NULL
          ) OR (
            "t33"."at" < "t33"."to_then"
          )
        )
    ) AS "t35"
      ON "t28"."event_id" = "t35"."explained"
    INNER JOIN (
      SELECT
        "t13"."of",
        "t5"."case_no" AS "on_case",
        "t5"."since" AS "from_then",
        "t5"."until" AS "to_then"
      FROM "assignments" AS "t5"
      SEMI JOIN (
        SELECT DISTINCT
          *
        FROM (
          SELECT
            "t28"."case_no" AS "wanted"
          FROM (
            SELECT
              "t26".*
              EXCLUDE ("times")
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t24"."event_id",
                  "t24"."source",
                  "t24"."at",
                  "t24"."day",
                  "t24"."local_day",
                  "t24"."local_minute",
                  "t24"."user",
                  "t24"."agency",
                  "t24"."case_no",
                  "t24"."decision",
                  "t24"."exported",
                  "t24"."subject",
                  "t24"."asked",
                  "t24"."pair",
                  COUNT("t24"."event_id") OVER (
                    PARTITION BY "t24"."pair"
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "times"
                FROM (
                  SELECT
                    "t23"."event_id",
                    "t23"."source",
                    "t23"."at",
                    "t23"."day",
                    "t23"."local_day",
                    "t23"."local_minute",
                    "t23"."user",
                    "t23"."agency",
                    "t23"."case_no",
                    "t23"."decision",
                    "t23"."exported",
                    "t23"."subject",
                    "t23"."asked",
                    "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                  FROM (
                    SELECT
                      "t17"."event_id",
                      "t17"."source",
                      "t17"."at",
                      "t17"."day",
                      "t17"."local_day",
                      "t17"."local_minute",
                      "t17"."user",
                      "t17"."agency",
                      "t17"."case_no",
                      "t17"."decision",
                      "t17"."exported",
                      "t17"."subject",
                      "t17"."asked"
                    FROM (
                      SELECT
                        "t0"."event_id",
                        "t0"."source",
                        "t0"."at",
                        "t0"."day",
                        "t0"."local_day",
                        "t0"."local_minute",
                        "t0"."user",
                        COALESCE("t0"."agency", '') AS "agency",
                        "t0"."case_no",
                        "t0"."decision",
                        "t0"."exported",
                        "t0"."subject",
                        "t0"."asked"
                      FROM "subjects" AS "t0"
                      WHERE
                        "t0"."asked" AND "t0"."user" IS NOT NULL
                    ) AS "t17"
                    SEMI JOIN (
                      SELECT
                        "t18"."number" AS "many"
                      FROM (
                        SELECT
                          "t10"."number",
                          COUNT(*) AS "times"
                        FROM (
                          SELECT
                            CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                          FROM "subjects" AS "t0"
                          WHERE
                            "t0"."asked" AND "t0"."user" IS NOT NULL
                        ) AS "t10"
                        GROUP BY
                          1
                      ) AS "t18"
                      WHERE
                        "t18"."times" >= 8
                    ) AS "t22"
                      ON "t22"."many" = "t22"."many"
                  ) AS "t23"
                ) AS "t24"
              ) AS "t25"
              WHERE
                "t25"."times" >= 8
            ) AS "t26"
          ) AS "t28"
          ANTI JOIN (
            SELECT
              "t33"."event_id" AS "explained"
            FROM (
              SELECT
                "t28"."event_id",
                "t28"."source",
                "t28"."at",
                "t28"."day",
                "t28"."local_day",
                "t28"."local_minute",
                "t28"."user",
                "t28"."agency",
                "t28"."case_no",
                "t28"."decision",
                "t28"."exported",
                "t28"."subject",
                "t28"."asked",
                "t28"."pair",
                "t32"."on_case",
                "t32"."to_user",
                "t32"."from_then",
                "t32"."to_then"
              FROM (
                SELECT
                  "t26".*
                  EXCLUDE ("times")
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t24"."event_id",
                      "t24"."source",
                      "t24"."at",
                      "t24"."day",
                      "t24"."local_day",
                      "t24"."local_minute",
                      "t24"."user",
                      "t24"."agency",
                      "t24"."case_no",
                      "t24"."decision",
                      "t24"."exported",
                      "t24"."subject",
                      "t24"."asked",
                      "t24"."pair",
                      COUNT("t24"."event_id") OVER (
                        PARTITION BY "t24"."pair"
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "times"
                    FROM (
                      SELECT
                        "t23"."event_id",
                        "t23"."source",
                        "t23"."at",
                        "t23"."day",
                        "t23"."local_day",
                        "t23"."local_minute",
                        "t23"."user",
                        "t23"."agency",
                        "t23"."case_no",
                        "t23"."decision",
                        "t23"."exported",
                        "t23"."subject",
                        "t23"."asked",
                        "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                      FROM (
                        SELECT
                          "t17"."event_id",
                          "t17"."source",
                          "t17"."at",
                          "t17"."day",
                          "t17"."local_day",
                          "t17"."local_minute",
                          "t17"."user",
                          "t17"."agency",
                          "t17"."case_no",
                          "t17"."decision",
                          "t17"."exported",
                          "t17"."subject",
                          "t17"."asked"
                        FROM (
                          SELECT
                            "t0"."event_id",
                            "t0"."source",
                            "t0"."at",
                            "t0"."day",
                            "t0"."local_day",
                            "t0"."local_minute",
                            "t0"."user",
                            COALESCE("t0"."agency", '') AS "agency",
                            "t0"."case_no",
                            "t0"."decision",
                            "t0"."exported",
                            "t0"."subject",
                            "t0"."asked"
                          FROM "subjects" AS "t0"
                          WHERE
                            "t0"."asked" AND "t0"."user" IS NOT NULL
                        ) AS "t17"
                        SEMI JOIN (
                          SELECT
                            "t18"."number" AS "many"
                          FROM (
                            SELECT
                              "t10"."number",
                              COUNT(*) AS "times"
                            FROM (
                              SELECT
                                CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                              FROM "subjects" AS "t0"
                              WHERE
                                "t0"."asked" AND "t0"."user" IS NOT NULL
                            ) AS "t10"
                            GROUP BY
                              1
                          ) AS "t18"
                          WHERE
                            "t18"."times" >= 8
                        ) AS "t22"
                          ON "t22"."many" = "t22"."many"
                      ) AS "t23"
                    ) AS "t24"
                  ) AS "t25"
                  WHERE
                    "t25"."times" >= 8
                ) AS "t26"
              ) AS "t28"
              INNER JOIN (
                SELECT
                  "t5"."case_no" AS "on_case",
                  "t5"."user" AS "to_user",
                  "t5"."since" AS "from_then",
                  "t5"."until" AS "to_then"
                FROM "assignments" AS "t5"
                SEMI JOIN (
                  SELECT DISTINCT
                    "t27"."case_no" AS "wanted"
                  FROM (
                    SELECT
                      "t26".*
                      EXCLUDE ("times")
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t24"."event_id",
                          "t24"."source",
                          "t24"."at",
                          "t24"."day",
                          "t24"."local_day",
                          "t24"."local_minute",
                          "t24"."user",
                          "t24"."agency",
                          "t24"."case_no",
                          "t24"."decision",
                          "t24"."exported",
                          "t24"."subject",
                          "t24"."asked",
                          "t24"."pair",
                          COUNT("t24"."event_id") OVER (
                            PARTITION BY "t24"."pair"
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) AS "times"
                        FROM (
                          SELECT
                            "t23"."event_id",
                            "t23"."source",
                            "t23"."at",
                            "t23"."day",
                            "t23"."local_day",
                            "t23"."local_minute",
                            "t23"."user",
                            "t23"."agency",
                            "t23"."case_no",
                            "t23"."decision",
                            "t23"."exported",
                            "t23"."subject",
                            "t23"."asked",
                            "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                          FROM (
                            SELECT
                              "t17"."event_id",
                              "t17"."source",
                              "t17"."at",
                              "t17"."day",
                              "t17"."local_day",
                              "t17"."local_minute",
                              "t17"."user",
                              "t17"."agency",
                              "t17"."case_no",
                              "t17"."decision",
                              "t17"."exported",
                              "t17"."subject",
                              "t17"."asked"
                            FROM (
                              SELECT
                                "t0"."event_id",
                                "t0"."source",
                                "t0"."at",
                                "t0"."day",
                                "t0"."local_day",
                                "t0"."local_minute",
                                "t0"."user",
                                COALESCE("t0"."agency", '') AS "agency",
                                "t0"."case_no",
                                "t0"."decision",
                                "t0"."exported",
                                "t0"."subject",
                                "t0"."asked"
                              FROM "subjects" AS "t0"
                              WHERE
                                "t0"."asked" AND "t0"."user" IS NOT NULL
                            ) AS "t17"
                            SEMI JOIN (
                              SELECT
                                "t18"."number" AS "many"
                              FROM (
                                SELECT
                                  "t10"."number",
                                  COUNT(*) AS "times"
                                FROM (
                                  SELECT
                                    CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                                  FROM "subjects" AS "t0"
                                  WHERE
                                    "t0"."asked" AND "t0"."user" IS NOT NULL
                                ) AS "t10"
                                GROUP BY
                                  1
                              ) AS "t18"
                              WHERE
                                "t18"."times" >= 8
                            ) AS "t22"
                              ON "t22"."many" = "t22"."many"
                          ) AS "t23"
                        ) AS "t24"
                      ) AS "t25"
                      WHERE
                        "t25"."times" >= 8
                    ) AS "t26"
                  ) AS "t27"
                ) AS "t30"
                  ON "t5"."case_no" = "t30"."wanted"
              ) AS "t32"
                ON "t28"."case_no" = "t32"."on_case" AND "t28"."user" = "t32"."to_user"
            ) AS "t33"
            WHERE
              (
                (
                  "t33"."from_then" IS NULL
                ) OR (
                  "t33"."at" >= "t33"."from_then"
                )
              )
              AND (
                (
                  "t33"."to_then" IS NULL
                ) OR (
                  "t33"."at" < "t33"."to_then"
                )
              )
          ) AS "t35"
            ON "t28"."event_id" = "t35"."explained"
        ) AS "t36"
      ) AS "t38"
        ON "t5"."case_no" = "t38"."wanted"
      INNER JOIN (
        SELECT DISTINCT
          "t2"."user" AS "member",
          "t2"."agency" AS "of"
        FROM "accounts" AS "t2"
      ) AS "t13"
        ON "t5"."user" = "t13"."member"
    ) AS "t40"
      ON "t28"."case_no" = "t40"."on_case" AND "t28"."agency" = "t40"."of"
  ) AS "t41"
  WHERE
    (
      (
        "t41"."from_then" IS NULL
      ) OR (
        "t41"."at" >= "t41"."from_then"
      )
    )
    AND (
      (
        "t41"."to_then" IS NULL
      ) OR (
        "t41"."at" < "t41"."to_then"
      )
    )
) AS "t43"
  ON "t28"."event_id" = "t43"."explained"
INNER JOIN (
  SELECT
    "t51"."fixed" AS "scored",
    (
      "t51"."searches" / 8
    ) + (
      (
        "t61"."off" + "t61"."late"
      ) / "t51"."searches"
    ) + CASE WHEN (
      "t51"."searches" / "t57"."total"
    ) >= 0.8 THEN 1.0 ELSE 0.0 END AS "score",
    CAST("t51"."searches" AS TEXT) || ' searches on ' || CAST("t51"."days" AS TEXT) || ' days, of ' || CAST("t57"."total" AS TEXT) || ' by anybody' AS "detail"
  FROM "t47" AS "t51"
  INNER JOIN (
    SELECT
      "t53"."subject" AS "of",
      COUNT(DISTINCT "t53"."event_id") AS "total"
    FROM (
      SELECT
        "t12"."event_id",
        "t12"."source",
        "t12"."at",
        "t12"."day",
        "t12"."local_day",
        "t12"."local_minute",
        "t12"."user",
        "t12"."agency",
        "t12"."case_no",
        "t12"."decision",
        "t12"."exported",
        "t12"."subject",
        "t12"."asked"
      FROM (
        SELECT
          *
        FROM "subjects" AS "t0"
        WHERE
          "t0"."asked"
      ) AS "t12"
      SEMI JOIN (
        SELECT DISTINCT
          "t46"."subject" AS "one"
        FROM "t45" AS "t46"
        WHERE
          "t46"."searches" >= 8 AND "t46"."days" >= 5
      ) AS "t50"
        ON "t12"."subject" = "t50"."one"
    ) AS "t53"
    GROUP BY
      1
  ) AS "t57"
    ON "t51"."subject" = "t57"."of"
  INNER JOIN (
    SELECT
      "t59"."pair" AS "worse",
      SUM(
        CASE
          WHEN (
            "t59"."on_id" IS NULL
          ) AND (
            "t59"."rostered" IS NOT NULL
          )
          THEN 1
          ELSE 0
        END
      ) AS "off",
      SUM(
        CASE
          WHEN (
            "t59"."closed" IS NOT NULL
          ) AND (
            "t59"."at" > "t59"."closed"
          )
          THEN 1
          ELSE 0
        END
      ) AS "late"
    FROM (
      SELECT
        "t28"."event_id",
        "t28"."source",
        "t28"."at",
        "t28"."day",
        "t28"."local_day",
        "t28"."local_minute",
        "t28"."user",
        "t28"."agency",
        "t28"."case_no",
        "t28"."decision",
        "t28"."exported",
        "t28"."subject",
        "t28"."asked",
        "t28"."pair",
        "t58"."on_id",
        "t14"."rostered",
        "t20"."ended_case",
        "t20"."closed"
      FROM (
        SELECT
          "t26".*
          EXCLUDE ("times")
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t24"."event_id",
              "t24"."source",
              "t24"."at",
              "t24"."day",
              "t24"."local_day",
              "t24"."local_minute",
              "t24"."user",
              "t24"."agency",
              "t24"."case_no",
              "t24"."decision",
              "t24"."exported",
              "t24"."subject",
              "t24"."asked",
              "t24"."pair",
              COUNT("t24"."event_id") OVER (
                PARTITION BY "t24"."pair"
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "times"
            FROM (
              SELECT
                "t23"."event_id",
                "t23"."source",
                "t23"."at",
                "t23"."day",
                "t23"."local_day",
                "t23"."local_minute",
                "t23"."user",
                "t23"."agency",
                "t23"."case_no",
                "t23"."decision",
                "t23"."exported",
                "t23"."subject",
                "t23"."asked",
                "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
              FROM (
                SELECT
                  "t17"."event_id",
                  "t17"."source",
                  "t17"."at",
                  "t17"."day",
                  "t17"."local_day",
                  "t17"."local_minute",
                  "t17"."user",
                  "t17"."agency",
                  "t17"."case_no",
                  "t17"."decision",
                  "t17"."exported",
                  "t17"."subject",
                  "t17"."asked"
                FROM (
                  SELECT
                    "t0"."event_id",
                    "t0"."source",
                    "t0"."at",
                    "t0"."day",
                    "t0"."local_day",
                    "t0"."local_minute",
                    "t0"."user",
                    COALESCE("t0"."agency", '') AS "agency",
                    "t0"."case_no",
                    "t0"."decision",
                    "t0"."exported",
                    "t0"."subject",
                    "t0"."asked"
                  FROM "subjects" AS "t0"
                  WHERE
                    "t0"."asked" AND "t0"."user" IS NOT NULL
                ) AS "t17"
                SEMI JOIN (
                  SELECT
                    "t18"."number" AS "many"
                  FROM (
                    SELECT
                      "t10"."number",
                      COUNT(*) AS "times"
                    FROM (
                      SELECT
                        CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                      FROM "subjects" AS "t0"
                      WHERE
                        "t0"."asked" AND "t0"."user" IS NOT NULL
                    ) AS "t10"
                    GROUP BY
                      1
                  ) AS "t18"
                  WHERE
                    "t18"."times" >= 8
                ) AS "t22"
                  ON "t22"."many" = "t22"."many"
              ) AS "t23"
            ) AS "t24"
          ) AS "t25"
          WHERE
            "t25"."times" >= 8
        ) AS "t26"
      ) AS "t28"
      ANTI JOIN (
        SELECT
          "t33"."event_id" AS "explained"
        FROM (
          SELECT
            "t28"."event_id",
            "t28"."source",
            "t28"."at",
            "t28"."day",
            "t28"."local_day",
            "t28"."local_minute",
            "t28"."user",
            "t28"."agency",
            "t28"."case_no",
            "t28"."decision",
            "t28"."exported",
            "t28"."subject",
            "t28"."asked",
            "t28"."pair",
            "t32"."on_case",
            "t32"."to_user",
            "t32"."from_then",
            "t32"."to_then"
          FROM (
            SELECT
              "t26".*
              EXCLUDE ("times")
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t24"."event_id",
                  "t24"."source",
                  "t24"."at",
                  "t24"."day",
                  "t24"."local_day",
                  "t24"."local_minute",
                  "t24"."user",
                  "t24"."agency",
                  "t24"."case_no",
                  "t24"."decision",
                  "t24"."exported",
                  "t24"."subject",
                  "t24"."asked",
                  "t24"."pair",
                  COUNT("t24"."event_id") OVER (
                    PARTITION BY "t24"."pair"
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "times"
                FROM (
                  SELECT
                    "t23"."event_id",
                    "t23"."source",
                    "t23"."at",
                    "t23"."day",
                    "t23"."local_day",
                    "t23"."local_minute",
                    "t23"."user",
                    "t23"."agency",
                    "t23"."case_no",
                    "t23"."decision",
                    "t23"."exported",
                    "t23"."subject",
                    "t23"."asked",
                    "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                  FROM (
                    SELECT
                      "t17"."event_id",
                      "t17"."source",
                      "t17"."at",
                      "t17"."day",
                      "t17"."local_day",
                      "t17"."local_minute",
                      "t17"."user",
                      "t17"."agency",
                      "t17"."case_no",
                      "t17"."decision",
                      "t17"."exported",
                      "t17"."subject",
                      "t17"."asked"
                    FROM (
                      SELECT
                        "t0"."event_id",
                        "t0"."source",
                        "t0"."at",
                        "t0"."day",
                        "t0"."local_day",
                        "t0"."local_minute",
                        "t0"."user",
                        COALESCE("t0"."agency", '') AS "agency",
                        "t0"."case_no",
                        "t0"."decision",
                        "t0"."exported",
                        "t0"."subject",
                        "t0"."asked"
                      FROM "subjects" AS "t0"
                      WHERE
                        "t0"."asked" AND "t0"."user" IS NOT NULL
                    ) AS "t17"
                    SEMI JOIN (
                      SELECT
                        "t18"."number" AS "many"
                      FROM (
                        SELECT
                          "t10"."number",
                          COUNT(*) AS "times"
                        FROM (
                          SELECT
                            CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                          FROM "subjects" AS "t0"
                          WHERE
                            "t0"."asked" AND "t0"."user" IS NOT NULL
                        ) AS "t10"
                        GROUP BY
                          1
                      ) AS "t18"
                      WHERE
                        "t18"."times" >= 8
                    ) AS "t22"
                      ON "t22"."many" = "t22"."many"
                  ) AS "t23"
                ) AS "t24"
              ) AS "t25"
              WHERE
                "t25"."times" >= 8
            ) AS "t26"
          ) AS "t28"
          INNER JOIN (
            SELECT
              "t5"."case_no" AS "on_case",
              "t5"."user" AS "to_user",
              "t5"."since" AS "from_then",
              "t5"."until" AS "to_then"
            FROM "assignments" AS "t5"
            SEMI JOIN (
              SELECT DISTINCT
                "t27"."case_no" AS "wanted"
              FROM (
                SELECT
                  "t26".*
                  EXCLUDE ("times")
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t24"."event_id",
                      "t24"."source",
                      "t24"."at",
                      "t24"."day",
                      "t24"."local_day",
                      "t24"."local_minute",
                      "t24"."user",
                      "t24"."agency",
                      "t24"."case_no",
                      "t24"."decision",
                      "t24"."exported",
                      "t24"."subject",
                      "t24"."asked",
                      "t24"."pair",
                      COUNT("t24"."event_id") OVER (
                        PARTITION BY "t24"."pair"
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "times"
                    FROM (
                      SELECT
                        "t23"."event_id",
                        "t23"."source",
                        "t23"."at",
                        "t23"."day",
                        "t23"."local_day",
                        "t23"."local_minute",
                        "t23"."user",
                        "t23"."agency",
                        "t23"."case_no",
                        "t23"."decision",
                        "t23"."exported",
                        "t23"."subject",
                        "t23"."asked",
                        "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                      FROM (
                        SELECT
                          "t17"."event_id",
                          "t17"."source",
                          "t17"."at",
                          "t17"."day",
                          "t17"."local_day",
                          "t17"."local_minute",
                          "t17"."user",
                          "t17"."agency",
                          "t17"."case_no",
                          "t17"."decision",
                          "t17"."exported",
                          "t17"."subject",
                          "t17"."asked"
                        FROM (
                          SELECT
                            "t0"."event_id",
                            "t0"."source",
                            "t0"."at",
                            "t0"."day",
                            "t0"."local_day",
                            "t0"."local_minute",
                            "t0"."user",
                            COALESCE("t0"."agency", '') AS "agency",
                            "t0"."case_no",
                            "t0"."decision",
                            "t0"."exported",
                            "t0"."subject",
                            "t0"."asked"
                          FROM "subjects" AS "t0"
                          WHERE
                            "t0"."asked" AND "t0"."user" IS NOT NULL
                        ) AS "t17"
                        SEMI JOIN (
                          SELECT
                            "t18"."number" AS "many"
                          FROM (
                            SELECT
                              "t10"."number",
                              COUNT(*) AS "times"
                            FROM (
                              SELECT
                                CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                              FROM "subjects" AS "t0"
                              WHERE
                                "t0"."asked" AND "t0"."user" IS NOT NULL
                            ) AS "t10"
                            GROUP BY
                              1
                          ) AS "t18"
                          WHERE
                            "t18"."times" >= 8
                        ) AS "t22"
                          ON "t22"."many" = "t22"."many"
                      ) AS "t23"
                    ) AS "t24"
                  ) AS "t25"
                  WHERE
                    "t25"."times" >= 8
                ) AS "t26"
              ) AS "t27"
            ) AS "t30"
              ON "t5"."case_no" = "t30"."wanted"
          ) AS "t32"
            ON "t28"."case_no" = "t32"."on_case" AND "t28"."user" = "t32"."to_user"
        ) AS "t33"
        WHERE
          (
            (
              "t33"."from_then" IS NULL
            ) OR (
              "t33"."at" >= "t33"."from_then"
            )
          )
          AND (
            (
              "t33"."to_then" IS NULL
            ) OR (
              "t33"."at" < "t33"."to_then"
            )
          )
      ) AS "t35"
        ON "t28"."event_id" = "t35"."explained"
      ANTI JOIN (
        SELECT
          "t41"."event_id" AS "explained"
        FROM (
          SELECT
            "t28"."event_id",
            "t28"."source",
            "t28"."at",
            "t28"."day",
            "t28"."local_day",
            "t28"."local_minute",
            "t28"."user",
            "t28"."agency",
            "t28"."case_no",
            "t28"."decision",
            "t28"."exported",
            "t28"."subject",
            "t28"."asked",
            "t28"."pair",
            "t40"."of",
            "t40"."on_case",
            "t40"."from_then",
            "t40"."to_then"
          FROM (
            SELECT
              "t26".*
              EXCLUDE ("times")
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t24"."event_id",
                  "t24"."source",
                  "t24"."at",
                  "t24"."day",
                  "t24"."local_day",
                  "t24"."local_minute",
                  "t24"."user",
                  "t24"."agency",
                  "t24"."case_no",
                  "t24"."decision",
                  "t24"."exported",
                  "t24"."subject",
                  "t24"."asked",
                  "t24"."pair",
                  COUNT("t24"."event_id") OVER (
                    PARTITION BY "t24"."pair"
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "times"
                FROM (
                  SELECT
                    "t23"."event_id",
                    "t23"."source",
                    "t23"."at",
                    "t23"."day",
                    "t23"."local_day",
                    "t23"."local_minute",
                    "t23"."user",
                    "t23"."agency",
                    "t23"."case_no",
                    "t23"."decision",
                    "t23"."exported",
                    "t23"."subject",
                    "t23"."asked",
                    "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                  FROM (
                    SELECT
                      "t17"."event_id",
                      "t17"."source",
                      "t17"."at",
                      "t17"."day",
                      "t17"."local_day",
                      "t17"."local_minute",
                      "t17"."user",
                      "t17"."agency",
                      "t17"."case_no",
                      "t17"."decision",
                      "t17"."exported",
                      "t17"."subject",
                      "t17"."asked"
                    FROM (
                      SELECT
                        "t0"."event_id",
                        "t0"."source",
                        "t0"."at",
                        "t0"."day",
                        "t0"."local_day",
                        "t0"."local_minute",
                        "t0"."user",
                        COALESCE("t0"."agency", '') AS "agency",
                        "t0"."case_no",
                        "t0"."decision",
                        "t0"."exported",
                        "t0"."subject",
                        "t0"."asked"
                      FROM "subjects" AS "t0"
                      WHERE
                        "t0"."asked" AND "t0"."user" IS NOT NULL
                    ) AS "t17"
                    SEMI JOIN (
                      SELECT
                        "t18"."number" AS "many"
                      FROM (
                        SELECT
                          "t10"."number",
                          COUNT(*) AS "times"
                        FROM (
                          SELECT
                            CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                          FROM "subjects" AS "t0"
                          WHERE
                            "t0"."asked" AND "t0"."user" IS NOT NULL
                        ) AS "t10"
                        GROUP BY
                          1
                      ) AS "t18"
                      WHERE
                        "t18"."times" >= 8
                    ) AS "t22"
                      ON "t22"."many" = "t22"."many"
                  ) AS "t23"
                ) AS "t24"
              ) AS "t25"
              WHERE
                "t25"."times" >= 8
            ) AS "t26"
          ) AS "t28"
          ANTI JOIN (
            SELECT
              "t33"."event_id" AS "explained"
            FROM (
              SELECT
                "t28"."event_id",
                "t28"."source",
                "t28"."at",
                "t28"."day",
                "t28"."local_day",
                "t28"."local_minute",
                "t28"."user",
                "t28"."agency",
                "t28"."case_no",
                "t28"."decision",
                "t28"."exported",
                "t28"."subject",
                "t28"."asked",
                "t28"."pair",
                "t32"."on_case",
                "t32"."to_user",
                "t32"."from_then",
                "t32"."to_then"
              FROM (
                SELECT
                  "t26".*
                  EXCLUDE ("times")
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t24"."event_id",
                      "t24"."source",
                      "t24"."at",
                      "t24"."day",
                      "t24"."local_day",
                      "t24"."local_minute",
                      "t24"."user",
                      "t24"."agency",
                      "t24"."case_no",
                      "t24"."decision",
                      "t24"."exported",
                      "t24"."subject",
                      "t24"."asked",
                      "t24"."pair",
                      COUNT("t24"."event_id") OVER (
                        PARTITION BY "t24"."pair"
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "times"
                    FROM (
                      SELECT
                        "t23"."event_id",
                        "t23"."source",
                        "t23"."at",
                        "t23"."day",
                        "t23"."local_day",
                        "t23"."local_minute",
                        "t23"."user",
                        "t23"."agency",
                        "t23"."case_no",
                        "t23"."decision",
                        "t23"."exported",
                        "t23"."subject",
                        "t23"."asked",
                        "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                      FROM (
                        SELECT
                          "t17"."event_id",
                          "t17"."source",
                          "t17"."at",
                          "t17"."day",
                          "t17"."local_day",
                          "t17"."local_minute",
                          "t17"."user",
                          "t17"."agency",
                          "t17"."case_no",
                          "t17"."decision",
                          "t17"."exported",
                          "t17"."subject",
                          "t17"."asked"
                        FROM (
                          SELECT
                            "t0"."event_id",
                            "t0"."source",
                            "t0"."at",
                            "t0"."day",
                            "t0"."local_day",
                            "t0"."local_minute",
                            "t0"."user",
                            COALESCE("t0"."agency", '') AS "agency",
                            "t0"."case_no",
                            "t0"."decision",
                            "t0"."exported",
                            "t0"."subject",
                            "t0"."asked"
                          FROM "subjects" AS "t0"
                          WHERE
                            "t0"."asked" AND "t0"."user" IS NOT NULL
                        ) AS "t17"
                        SEMI JOIN (
                          SELECT
                            "t18"."number" AS "many"
                          FROM (
                            SELECT
                              "t10"."number",
                              COUNT(*) AS "times"
                            FROM (
                              SELECT
                                CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                              FROM "subjects" AS "t0"
                              WHERE
                                "t0"."asked" AND "t0"."user" IS NOT NULL
                            ) AS "t10"
                            GROUP BY
                              1
                          ) AS "t18"
                          WHERE
                            "t18"."times" >= 8
                        ) AS "t22"
                          ON "t22"."many" = "t22"."many"
                      ) AS "t23"
                    ) AS "t24"
                  ) AS "t25"
                  WHERE
                    "t25"."times" >= 8
                ) AS "t26"
              ) AS "t28"
              INNER JOIN (
                SELECT
                  "t5"."case_no" AS "on_case",
                  "t5"."user" AS "to_user",
                  "t5"."since" AS "from_then",
                  "t5"."until" AS "to_then"
                FROM "assignments" AS "t5"
                SEMI JOIN (
                  SELECT DISTINCT
                    "t27"."case_no" AS "wanted"
                  FROM (
                    SELECT
                      "t26".*
                      EXCLUDE ("times")
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t24"."event_id",
                          "t24"."source",
                          "t24"."at",
                          "t24"."day",
                          "t24"."local_day",
                          "t24"."local_minute",
                          "t24"."user",
                          "t24"."agency",
                          "t24"."case_no",
                          "t24"."decision",
                          "t24"."exported",
                          "t24"."subject",
                          "t24"."asked",
                          "t24"."pair",
                          COUNT("t24"."event_id") OVER (
                            PARTITION BY "t24"."pair"
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) AS "times"
                        FROM (
                          SELECT
                            "t23"."event_id",
                            "t23"."source",
                            "t23"."at",
                            "t23"."day",
                            "t23"."local_day",
                            "t23"."local_minute",
                            "t23"."user",
                            "t23"."agency",
                            "t23"."case_no",
                            "t23"."decision",
                            "t23"."exported",
                            "t23"."subject",
                            "t23"."asked",
                            "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                          FROM (
                            SELECT
                              "t17"."event_id",
                              "t17"."source",
                              "t17"."at",
                              "t17"."day",
                              "t17"."local_day",
                              "t17"."local_minute",
                              "t17"."user",
                              "t17"."agency",
                              "t17"."case_no",
                              "t17"."decision",
                              "t17"."exported",
                              "t17"."subject",
                              "t17"."asked"
                            FROM (
                              SELECT
                                "t0"."event_id",
                                "t0"."source",
                                "t0"."at",
                                "t0"."day",
                                "t0"."local_day",
                                "t0"."local_minute",
                                "t0"."user",
                                COALESCE("t0"."agency", '') AS "agency",
                                "t0"."case_no",
                                "t0"."decision",
                                "t0"."exported",
                                "t0"."subject",
                                "t0"."asked"
                              FROM "subjects" AS "t0"
                              WHERE
                                "t0"."asked" AND "t0"."user" IS NOT NULL
                            ) AS "t17"
                            SEMI JOIN (
                              SELECT
                                "t18"."number" AS "many"
                              FROM (
                                SELECT
                                  "t10"."number",
                                  COUNT(*) AS "times"
                                FROM (
                                  SELECT
                                    CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                                  FROM "subjects" AS "t0"
                                  WHERE
                                    "t0"."asked" AND "t0"."user" IS NOT NULL
                                ) AS "t10"
                                GROUP BY
                                  1
                              ) AS "t18"
                              WHERE
                                "t18"."times" >= 8
                            ) AS "t22"
                              ON "t22"."many" = "t22"."many"
                          ) AS "t23"
                        ) AS "t24"
                      ) AS "t25"
                      WHERE
                        "t25"."times" >= 8
                    ) AS "t26"
                  ) AS "t27"
                ) AS "t30"
                  ON "t5"."case_no" = "t30"."wanted"
              ) AS "t32"
                ON "t28"."case_no" = "t32"."on_case" AND "t28"."user" = "t32"."to_user"
            ) AS "t33"
            WHERE
              (
                (
                  "t33"."from_then" IS NULL
                ) OR (
                  "t33"."at" >= "t33"."from_then"
                )
              )
              AND (
                (
                  "t33"."to_then" IS NULL
                ) OR (
                  "t33"."at" < "t33"."to_then"
                )
              )
          ) AS "t35"
            ON "t28"."event_id" = "t35"."explained"
          INNER JOIN (
            SELECT
              "t13"."of",
              "t5"."case_no" AS "on_case",
              "t5"."since" AS "from_then",
              "t5"."until" AS "to_then"
            FROM "assignments" AS "t5"
            SEMI JOIN (
              SELECT DISTINCT
                *
              FROM (
                SELECT
                  "t28"."case_no" AS "wanted"
                FROM (
                  SELECT
                    "t26".*
                    EXCLUDE ("times")
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t24"."event_id",
                        "t24"."source",
                        "t24"."at",
                        "t24"."day",
                        "t24"."local_day",
                        "t24"."local_minute",
                        "t24"."user",
                        "t24"."agency",
                        "t24"."case_no",
                        "t24"."decision",
                        "t24"."exported",
                        "t24"."subject",
                        "t24"."asked",
                        "t24"."pair",
                        COUNT("t24"."event_id") OVER (
                          PARTITION BY "t24"."pair"
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ) AS "times"
                      FROM (
                        SELECT
                          "t23"."event_id",
                          "t23"."source",
                          "t23"."at",
                          "t23"."day",
                          "t23"."local_day",
                          "t23"."local_minute",
                          "t23"."user",
                          "t23"."agency",
                          "t23"."case_no",
                          "t23"."decision",
                          "t23"."exported",
                          "t23"."subject",
                          "t23"."asked",
                          "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                        FROM (
                          SELECT
                            "t17"."event_id",
                            "t17"."source",
                            "t17"."at",
                            "t17"."day",
                            "t17"."local_day",
                            "t17"."local_minute",
                            "t17"."user",
                            "t17"."agency",
                            "t17"."case_no",
                            "t17"."decision",
                            "t17"."exported",
                            "t17"."subject",
                            "t17"."asked"
                          FROM (
                            SELECT
                              "t0"."event_id",
                              "t0"."source",
                              "t0"."at",
                              "t0"."day",
                              "t0"."local_day",
                              "t0"."local_minute",
                              "t0"."user",
                              COALESCE("t0"."agency", '') AS "agency",
                              "t0"."case_no",
                              "t0"."decision",
                              "t0"."exported",
                              "t0"."subject",
                              "t0"."asked"
                            FROM "subjects" AS "t0"
                            WHERE
                              "t0"."asked" AND "t0"."user" IS NOT NULL
                          ) AS "t17"
                          SEMI JOIN (
                            SELECT
                              "t18"."number" AS "many"
                            FROM (
                              SELECT
                                "t10"."number",
                                COUNT(*) AS "times"
                              FROM (
                                SELECT
                                  CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                                FROM "subjects" AS "t0"
                                WHERE
                                  "t0"."asked" AND "t0"."user" IS NOT NULL
                              ) AS "t10"
                              GROUP BY
                                1
                            ) AS "t18"
                            WHERE
                              "t18"."times" >= 8
                          ) AS "t22"
                            ON "t22"."many" = "t22"."many"
                        ) AS "t23"
                      ) AS "t24"
                    ) AS "t25"
                    WHERE
                      "t25"."times" >= 8
                  ) AS "t26"
                ) AS "t28"
                ANTI JOIN (
                  SELECT
                    "t33"."event_id" AS "explained"
                  FROM (
                    SELECT
                      "t28"."event_id",
                      "t28"."source",
                      "t28"."at",
                      "t28"."day",
                      "t28"."local_day",
                      "t28"."local_minute",
                      "t28"."user",
                      "t28"."agency",
                      "t28"."case_no",
                      "t28"."decision",
                      "t28"."exported",
                      "t28"."subject",
                      "t28"."asked",
                      "t28"."pair",
                      "t32"."on_case",
                      "t32"."to_user",
                      "t32"."from_then",
                      "t32"."to_then"
                    FROM (
                      SELECT
                        "t26".*
                        EXCLUDE ("times")
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t24"."event_id",
                            "t24"."source",
                            "t24"."at",
                            "t24"."day",
                            "t24"."local_day",
                            "t24"."local_minute",
                            "t24"."user",
                            "t24"."agency",
                            "t24"."case_no",
                            "t24"."decision",
                            "t24"."exported",
                            "t24"."subject",
                            "t24"."asked",
                            "t24"."pair",
                            COUNT("t24"."event_id") OVER (
                              PARTITION BY "t24"."pair"
                              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                            ) AS "times"
                          FROM (
                            SELECT
                              "t23"."event_id",
                              "t23"."source",
                              "t23"."at",
                              "t23"."day",
                              "t23"."local_day",
                              "t23"."local_minute",
                              "t23"."user",
                              "t23"."agency",
                              "t23"."case_no",
                              "t23"."decision",
                              "t23"."exported",
                              "t23"."subject",
                              "t23"."asked",
                              "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                            FROM (
                              SELECT
                                "t17"."event_id",
                                "t17"."source",
                                "t17"."at",
                                "t17"."day",
                                "t17"."local_day",
                                "t17"."local_minute",
                                "t17"."user",
                                "t17"."agency",
                                "t17"."case_no",
                                "t17"."decision",
                                "t17"."exported",
                                "t17"."subject",
                                "t17"."asked"
                              FROM (
                                SELECT
                                  "t0"."event_id",
                                  "t0"."source",
                                  "t0"."at",
                                  "t0"."day",
                                  "t0"."local_day",
                                  "t0"."local_minute",
                                  "t0"."user",
                                  COALESCE("t0"."agency", '') AS "agency",
                                  "t0"."case_no",
                                  "t0"."decision",
                                  "t0"."exported",
                                  "t0"."subject",
                                  "t0"."asked"
                                FROM "subjects" AS "t0"
                                WHERE
                                  "t0"."asked" AND "t0"."user" IS NOT NULL
                              ) AS "t17"
                              SEMI JOIN (
                                SELECT
                                  "t18"."number" AS "many"
                                FROM (
                                  SELECT
                                    "t10"."number",
                                    COUNT(*) AS "times"
                                  FROM (
                                    SELECT
                                      CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                                    FROM "subjects" AS "t0"
                                    WHERE
                                      "t0"."asked" AND "t0"."user" IS NOT NULL
                                  ) AS "t10"
                                  GROUP BY
                                    1
                                ) AS "t18"
                                WHERE
                                  "t18"."times" >= 8
                              ) AS "t22"
                                ON "t22"."many" = "t22"."many"
                            ) AS "t23"
                          ) AS "t24"
                        ) AS "t25"
                        WHERE
                          "t25"."times" >= 8
                      ) AS "t26"
                    ) AS "t28"
                    INNER JOIN (
                      SELECT
                        "t5"."case_no" AS "on_case",
                        "t5"."user" AS "to_user",
                        "t5"."since" AS "from_then",
                        "t5"."until" AS "to_then"
                      FROM "assignments" AS "t5"
                      SEMI JOIN (
                        SELECT DISTINCT
                          "t27"."case_no" AS "wanted"
                        FROM (
                          SELECT
                            "t26".*
                            EXCLUDE ("times")
                          FROM (
                            SELECT
                              *
                            FROM (
                              SELECT
                                "t24"."event_id",
                                "t24"."source",
                                "t24"."at",
                                "t24"."day",
                                "t24"."local_day",
                                "t24"."local_minute",
                                "t24"."user",
                                "t24"."agency",
                                "t24"."case_no",
                                "t24"."decision",
                                "t24"."exported",
                                "t24"."subject",
                                "t24"."asked",
                                "t24"."pair",
                                COUNT("t24"."event_id") OVER (
                                  PARTITION BY "t24"."pair"
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                ) AS "times"
                              FROM (
                                SELECT
                                  "t23"."event_id",
                                  "t23"."source",
                                  "t23"."at",
                                  "t23"."day",
                                  "t23"."local_day",
                                  "t23"."local_minute",
                                  "t23"."user",
                                  "t23"."agency",
                                  "t23"."case_no",
                                  "t23"."decision",
                                  "t23"."exported",
                                  "t23"."subject",
                                  "t23"."asked",
                                  "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                                FROM (
                                  SELECT
                                    "t17"."event_id",
                                    "t17"."source",
                                    "t17"."at",
                                    "t17"."day",
                                    "t17"."local_day",
                                    "t17"."local_minute",
                                    "t17"."user",
                                    "t17"."agency",
                                    "t17"."case_no",
                                    "t17"."decision",
                                    "t17"."exported",
                                    "t17"."subject",
                                    "t17"."asked"
                                  FROM (
                                    SELECT
                                      "t0"."event_id",
                                      "t0"."source",
                                      "t0"."at",
                                      "t0"."day",
                                      "t0"."local_day",
                                      "t0"."local_minute",
                                      "t0"."user",
                                      COALESCE("t0"."agency", '') AS "agency",
                                      "t0"."case_no",
                                      "t0"."decision",
                                      "t0"."exported",
                                      "t0"."subject",
                                      "t0"."asked"
                                    FROM "subjects" AS "t0"
                                    WHERE
                                      "t0"."asked" AND "t0"."user" IS NOT NULL
                                  ) AS "t17"
                                  SEMI JOIN (
                                    SELECT
                                      "t18"."number" AS "many"
                                    FROM (
                                      SELECT
                                        "t10"."number",
                                        COUNT(*) AS "times"
                                      FROM (
                                        SELECT
                                          CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                                        FROM "subjects" AS "t0"
                                        WHERE
                                          "t0"."asked" AND "t0"."user" IS NOT NULL
                                      ) AS "t10"
                                      GROUP BY
                                        1
                                    ) AS "t18"
                                    WHERE
                                      "t18"."times" >= 8
                                  ) AS "t22"
                                    ON "t22"."many" = "t22"."many"
                                ) AS "t23"
                              ) AS "t24"
                            ) AS "t25"
                            WHERE
                              "t25"."times" >= 8
                          ) AS "t26"
                        ) AS "t27"
                      ) AS "t30"
                        ON "t5"."case_no" = "t30"."wanted"
                    ) AS "t32"
                      ON "t28"."case_no" = "t32"."on_case" AND "t28"."user" = "t32"."to_user"
                  ) AS "t33"
                  WHERE
                    (
                      (
                        "t33"."from_then" IS NULL
                      ) OR (
                        "t33"."at" >= "t33"."from_then"
                      )
                    )
                    AND (
                      (
                        "t33"."to_then" IS NULL
                      ) OR (
                        "t33"."at" < "t33"."to_then"
                      )
                    )
                ) AS "t35"
                  ON "t28"."event_id" = "t35"."explained"
              ) AS "t36"
            ) AS "t38"
              ON "t5"."case_no" = "t38"."wanted"
            INNER JOIN (
              SELECT DISTINCT
                "t2"."user" AS "member",
                "t2"."agency" AS "of"
              FROM "accounts" AS "t2"
            ) AS "t13"
              ON "t5"."user" = "t13"."member"
          ) AS "t40"
            ON "t28"."case_no" = "t40"."on_case" AND "t28"."agency" = "t40"."of"
        ) AS "t41"
        WHERE
          (
            (
              "t41"."from_then" IS NULL
            ) OR (
              "t41"."at" >= "t41"."from_then"
            )
          )
          AND (
            (
              "t41"."to_then" IS NULL
            ) OR (
              "t41"."at" < "t41"."to_then"
            )
          )
      ) AS "t43"
        ON "t28"."event_id" = "t43"."explained"
      SEMI JOIN "t47" AS "t52"
        ON "t28"."pair" = "t52"."fixed"
      LEFT OUTER JOIN (
        SELECT DISTINCT
          "t54"."event_id" AS "on_id"
        FROM (
          SELECT
            "t28"."event_id",
            "t28"."source",
            "t28"."at",
            "t28"."day",
            "t28"."local_day",
            "t28"."local_minute",
            "t28"."user",
            "t28"."agency",
            "t28"."case_no",
            "t28"."decision",
            "t28"."exported",
            "t28"."subject",
            "t28"."asked",
            "t28"."pair",
            "t15"."worker",
            "t15"."begun",
            "t15"."ended"
          FROM (
            SELECT
              "t26".*
              EXCLUDE ("times")
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t24"."event_id",
                  "t24"."source",
                  "t24"."at",
                  "t24"."day",
                  "t24"."local_day",
                  "t24"."local_minute",
                  "t24"."user",
                  "t24"."agency",
                  "t24"."case_no",
                  "t24"."decision",
                  "t24"."exported",
                  "t24"."subject",
                  "t24"."asked",
                  "t24"."pair",
                  COUNT("t24"."event_id") OVER (
                    PARTITION BY "t24"."pair"
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "times"
                FROM (
                  SELECT
                    "t23"."event_id",
                    "t23"."source",
                    "t23"."at",
                    "t23"."day",
                    "t23"."local_day",
                    "t23"."local_minute",
                    "t23"."user",
                    "t23"."agency",
                    "t23"."case_no",
                    "t23"."decision",
                    "t23"."exported",
                    "t23"."subject",
                    "t23"."asked",
                    "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                  FROM (
                    SELECT
                      "t17"."event_id",
                      "t17"."source",
                      "t17"."at",
                      "t17"."day",
                      "t17"."local_day",
                      "t17"."local_minute",
                      "t17"."user",
                      "t17"."agency",
                      "t17"."case_no",
                      "t17"."decision",
                      "t17"."exported",
                      "t17"."subject",
                      "t17"."asked"
                    FROM (
                      SELECT
                        "t0"."event_id",
                        "t0"."source",
                        "t0"."at",
                        "t0"."day",
                        "t0"."local_day",
                        "t0"."local_minute",
                        "t0"."user",
                        COALESCE("t0"."agency", '') AS "agency",
                        "t0"."case_no",
                        "t0"."decision",
                        "t0"."exported",
                        "t0"."subject",
                        "t0"."asked"
                      FROM "subjects" AS "t0"
                      WHERE
                        "t0"."asked" AND "t0"."user" IS NOT NULL
                    ) AS "t17"
                    SEMI JOIN (
                      SELECT
                        "t18"."number" AS "many"
                      FROM (
                        SELECT
                          "t10"."number",
                          COUNT(*) AS "times"
                        FROM (
                          SELECT
                            CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                          FROM "subjects" AS "t0"
                          WHERE
                            "t0"."asked" AND "t0"."user" IS NOT NULL
                        ) AS "t10"
                        GROUP BY
                          1
                      ) AS "t18"
                      WHERE
                        "t18"."times" >= 8
                    ) AS "t22"
                      ON "t22"."many" = "t22"."many"
                  ) AS "t23"
                ) AS "t24"
              ) AS "t25"
              WHERE
                "t25"."times" >= 8
            ) AS "t26"
          ) AS "t28"
          ANTI JOIN (
            SELECT
              "t33"."event_id" AS "explained"
            FROM (
              SELECT
                "t28"."event_id",
                "t28"."source",
                "t28"."at",
                "t28"."day",
                "t28"."local_day",
                "t28"."local_minute",
                "t28"."user",
                "t28"."agency",
                "t28"."case_no",
                "t28"."decision",
                "t28"."exported",
                "t28"."subject",
                "t28"."asked",
                "t28"."pair",
                "t32"."on_case",
                "t32"."to_user",
                "t32"."from_then",
                "t32"."to_then"
              FROM (
                SELECT
                  "t26".*
                  EXCLUDE ("times")
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t24"."event_id",
                      "t24"."source",
                      "t24"."at",
                      "t24"."day",
                      "t24"."local_day",
                      "t24"."local_minute",
                      "t24"."user",
                      "t24"."agency",
                      "t24"."case_no",
                      "t24"."decision",
                      "t24"."exported",
                      "t24"."subject",
                      "t24"."asked",
                      "t24"."pair",
                      COUNT("t24"."event_id") OVER (
                        PARTITION BY "t24"."pair"
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "times"
                    FROM (
                      SELECT
                        "t23"."event_id",
                        "t23"."source",
                        "t23"."at",
                        "t23"."day",
                        "t23"."local_day",
                        "t23"."local_minute",
                        "t23"."user",
                        "t23"."agency",
                        "t23"."case_no",
                        "t23"."decision",
                        "t23"."exported",
                        "t23"."subject",
                        "t23"."asked",
                        "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                      FROM (
                        SELECT
                          "t17"."event_id",
                          "t17"."source",
                          "t17"."at",
                          "t17"."day",
                          "t17"."local_day",
                          "t17"."local_minute",
                          "t17"."user",
                          "t17"."agency",
                          "t17"."case_no",
                          "t17"."decision",
                          "t17"."exported",
                          "t17"."subject",
                          "t17"."asked"
                        FROM (
                          SELECT
                            "t0"."event_id",
                            "t0"."source",
                            "t0"."at",
                            "t0"."day",
                            "t0"."local_day",
                            "t0"."local_minute",
                            "t0"."user",
                            COALESCE("t0"."agency", '') AS "agency",
                            "t0"."case_no",
                            "t0"."decision",
                            "t0"."exported",
                            "t0"."subject",
                            "t0"."asked"
                          FROM "subjects" AS "t0"
                          WHERE
                            "t0"."asked" AND "t0"."user" IS NOT NULL
                        ) AS "t17"
                        SEMI JOIN (
                          SELECT
                            "t18"."number" AS "many"
                          FROM (
                            SELECT
                              "t10"."number",
                              COUNT(*) AS "times"
                            FROM (
                              SELECT
                                CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                              FROM "subjects" AS "t0"
                              WHERE
                                "t0"."asked" AND "t0"."user" IS NOT NULL
                            ) AS "t10"
                            GROUP BY
                              1
                          ) AS "t18"
                          WHERE
                            "t18"."times" >= 8
                        ) AS "t22"
                          ON "t22"."many" = "t22"."many"
                      ) AS "t23"
                    ) AS "t24"
                  ) AS "t25"
                  WHERE
                    "t25"."times" >= 8
                ) AS "t26"
              ) AS "t28"
              INNER JOIN (
                SELECT
                  "t5"."case_no" AS "on_case",
                  "t5"."user" AS "to_user",
                  "t5"."since" AS "from_then",
                  "t5"."until" AS "to_then"
                FROM "assignments" AS "t5"
                SEMI JOIN (
                  SELECT DISTINCT
                    "t27"."case_no" AS "wanted"
                  FROM (
                    SELECT
                      "t26".*
                      EXCLUDE ("times")
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t24"."event_id",
                          "t24"."source",
                          "t24"."at",
                          "t24"."day",
                          "t24"."local_day",
                          "t24"."local_minute",
                          "t24"."user",
                          "t24"."agency",
                          "t24"."case_no",
                          "t24"."decision",
                          "t24"."exported",
                          "t24"."subject",
                          "t24"."asked",
                          "t24"."pair",
                          COUNT("t24"."event_id") OVER (
                            PARTITION BY "t24"."pair"
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) AS "times"
                        FROM (
                          SELECT
                            "t23"."event_id",
                            "t23"."source",
                            "t23"."at",
                            "t23"."day",
                            "t23"."local_day",
                            "t23"."local_minute",
                            "t23"."user",
                            "t23"."agency",
                            "t23"."case_no",
                            "t23"."decision",
                            "t23"."exported",
                            "t23"."subject",
                            "t23"."asked",
                            "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                          FROM (
                            SELECT
                              "t17"."event_id",
                              "t17"."source",
                              "t17"."at",
                              "t17"."day",
                              "t17"."local_day",
                              "t17"."local_minute",
                              "t17"."user",
                              "t17"."agency",
                              "t17"."case_no",
                              "t17"."decision",
                              "t17"."exported",
                              "t17"."subject",
                              "t17"."asked"
                            FROM (
                              SELECT
                                "t0"."event_id",
                                "t0"."source",
                                "t0"."at",
                                "t0"."day",
                                "t0"."local_day",
                                "t0"."local_minute",
                                "t0"."user",
                                COALESCE("t0"."agency", '') AS "agency",
                                "t0"."case_no",
                                "t0"."decision",
                                "t0"."exported",
                                "t0"."subject",
                                "t0"."asked"
                              FROM "subjects" AS "t0"
                              WHERE
                                "t0"."asked" AND "t0"."user" IS NOT NULL
                            ) AS "t17"
                            SEMI JOIN (
                              SELECT
                                "t18"."number" AS "many"
                              FROM (
                                SELECT
                                  "t10"."number",
                                  COUNT(*) AS "times"
                                FROM (
                                  SELECT
                                    CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                                  FROM "subjects" AS "t0"
                                  WHERE
                                    "t0"."asked" AND "t0"."user" IS NOT NULL
                                ) AS "t10"
                                GROUP BY
                                  1
                              ) AS "t18"
                              WHERE
                                "t18"."times" >= 8
                            ) AS "t22"
                              ON "t22"."many" = "t22"."many"
                          ) AS "t23"
                        ) AS "t24"
                      ) AS "t25"
                      WHERE
                        "t25"."times" >= 8
                    ) AS "t26"
                  ) AS "t27"
                ) AS "t30"
                  ON "t5"."case_no" = "t30"."wanted"
              ) AS "t32"
                ON "t28"."case_no" = "t32"."on_case" AND "t28"."user" = "t32"."to_user"
            ) AS "t33"
            WHERE
              (
                (
                  "t33"."from_then" IS NULL
                ) OR (
                  "t33"."at" >= "t33"."from_then"
                )
              )
              AND (
                (
                  "t33"."to_then" IS NULL
                ) OR (
                  "t33"."at" < "t33"."to_then"
                )
              )
          ) AS "t35"
            ON "t28"."event_id" = "t35"."explained"
          ANTI JOIN (
            SELECT
              "t41"."event_id" AS "explained"
            FROM (
              SELECT
                "t28"."event_id",
                "t28"."source",
                "t28"."at",
                "t28"."day",
                "t28"."local_day",
                "t28"."local_minute",
                "t28"."user",
                "t28"."agency",
                "t28"."case_no",
                "t28"."decision",
                "t28"."exported",
                "t28"."subject",
                "t28"."asked",
                "t28"."pair",
                "t40"."of",
                "t40"."on_case",
                "t40"."from_then",
                "t40"."to_then"
              FROM (
                SELECT
                  "t26".*
                  EXCLUDE ("times")
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t24"."event_id",
                      "t24"."source",
                      "t24"."at",
                      "t24"."day",
                      "t24"."local_day",
                      "t24"."local_minute",
                      "t24"."user",
                      "t24"."agency",
                      "t24"."case_no",
                      "t24"."decision",
                      "t24"."exported",
                      "t24"."subject",
                      "t24"."asked",
                      "t24"."pair",
                      COUNT("t24"."event_id") OVER (
                        PARTITION BY "t24"."pair"
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "times"
                    FROM (
                      SELECT
                        "t23"."event_id",
                        "t23"."source",
                        "t23"."at",
                        "t23"."day",
                        "t23"."local_day",
                        "t23"."local_minute",
                        "t23"."user",
                        "t23"."agency",
                        "t23"."case_no",
                        "t23"."decision",
                        "t23"."exported",
                        "t23"."subject",
                        "t23"."asked",
                        "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                      FROM (
                        SELECT
                          "t17"."event_id",
                          "t17"."source",
                          "t17"."at",
                          "t17"."day",
                          "t17"."local_day",
                          "t17"."local_minute",
                          "t17"."user",
                          "t17"."agency",
                          "t17"."case_no",
                          "t17"."decision",
                          "t17"."exported",
                          "t17"."subject",
                          "t17"."asked"
                        FROM (
                          SELECT
                            "t0"."event_id",
                            "t0"."source",
                            "t0"."at",
                            "t0"."day",
                            "t0"."local_day",
                            "t0"."local_minute",
                            "t0"."user",
                            COALESCE("t0"."agency", '') AS "agency",
                            "t0"."case_no",
                            "t0"."decision",
                            "t0"."exported",
                            "t0"."subject",
                            "t0"."asked"
                          FROM "subjects" AS "t0"
                          WHERE
                            "t0"."asked" AND "t0"."user" IS NOT NULL
                        ) AS "t17"
                        SEMI JOIN (
                          SELECT
                            "t18"."number" AS "many"
                          FROM (
                            SELECT
                              "t10"."number",
                              COUNT(*) AS "times"
                            FROM (
                              SELECT
                                CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                              FROM "subjects" AS "t0"
                              WHERE
                                "t0"."asked" AND "t0"."user" IS NOT NULL
                            ) AS "t10"
                            GROUP BY
                              1
                          ) AS "t18"
                          WHERE
                            "t18"."times" >= 8
                        ) AS "t22"
                          ON "t22"."many" = "t22"."many"
                      ) AS "t23"
                    ) AS "t24"
                  ) AS "t25"
                  WHERE
                    "t25"."times" >= 8
                ) AS "t26"
              ) AS "t28"
              ANTI JOIN (
                SELECT
                  "t33"."event_id" AS "explained"
                FROM (
                  SELECT
                    "t28"."event_id",
                    "t28"."source",
                    "t28"."at",
                    "t28"."day",
                    "t28"."local_day",
                    "t28"."local_minute",
                    "t28"."user",
                    "t28"."agency",
                    "t28"."case_no",
                    "t28"."decision",
                    "t28"."exported",
                    "t28"."subject",
                    "t28"."asked",
                    "t28"."pair",
                    "t32"."on_case",
                    "t32"."to_user",
                    "t32"."from_then",
                    "t32"."to_then"
                  FROM (
                    SELECT
                      "t26".*
                      EXCLUDE ("times")
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t24"."event_id",
                          "t24"."source",
                          "t24"."at",
                          "t24"."day",
                          "t24"."local_day",
                          "t24"."local_minute",
                          "t24"."user",
                          "t24"."agency",
                          "t24"."case_no",
                          "t24"."decision",
                          "t24"."exported",
                          "t24"."subject",
                          "t24"."asked",
                          "t24"."pair",
                          COUNT("t24"."event_id") OVER (
                            PARTITION BY "t24"."pair"
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) AS "times"
                        FROM (
                          SELECT
                            "t23"."event_id",
                            "t23"."source",
                            "t23"."at",
                            "t23"."day",
                            "t23"."local_day",
                            "t23"."local_minute",
                            "t23"."user",
                            "t23"."agency",
                            "t23"."case_no",
                            "t23"."decision",
                            "t23"."exported",
                            "t23"."subject",
                            "t23"."asked",
                            "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                          FROM (
                            SELECT
                              "t17"."event_id",
                              "t17"."source",
                              "t17"."at",
                              "t17"."day",
                              "t17"."local_day",
                              "t17"."local_minute",
                              "t17"."user",
                              "t17"."agency",
                              "t17"."case_no",
                              "t17"."decision",
                              "t17"."exported",
                              "t17"."subject",
                              "t17"."asked"
                            FROM (
                              SELECT
                                "t0"."event_id",
                                "t0"."source",
                                "t0"."at",
                                "t0"."day",
                                "t0"."local_day",
                                "t0"."local_minute",
                                "t0"."user",
                                COALESCE("t0"."agency", '') AS "agency",
                                "t0"."case_no",
                                "t0"."decision",
                                "t0"."exported",
                                "t0"."subject",
                                "t0"."asked"
                              FROM "subjects" AS "t0"
                              WHERE
                                "t0"."asked" AND "t0"."user" IS NOT NULL
                            ) AS "t17"
                            SEMI JOIN (
                              SELECT
                                "t18"."number" AS "many"
                              FROM (
                                SELECT
                                  "t10"."number",
                                  COUNT(*) AS "times"
                                FROM (
                                  SELECT
                                    CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                                  FROM "subjects" AS "t0"
                                  WHERE
                                    "t0"."asked" AND "t0"."user" IS NOT NULL
                                ) AS "t10"
                                GROUP BY
                                  1
                              ) AS "t18"
                              WHERE
                                "t18"."times" >= 8
                            ) AS "t22"
                              ON "t22"."many" = "t22"."many"
                          ) AS "t23"
                        ) AS "t24"
                      ) AS "t25"
                      WHERE
                        "t25"."times" >= 8
                    ) AS "t26"
                  ) AS "t28"
                  INNER JOIN (
                    SELECT
                      "t5"."case_no" AS "on_case",
                      "t5"."user" AS "to_user",
                      "t5"."since" AS "from_then",
                      "t5"."until" AS "to_then"
                    FROM "assignments" AS "t5"
                    SEMI JOIN (
                      SELECT DISTINCT
                        "t27"."case_no" AS "wanted"
                      FROM (
                        SELECT
                          "t26".*
                          EXCLUDE ("times")
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t24"."event_id",
                              "t24"."source",
                              "t24"."at",
                              "t24"."day",
                              "t24"."local_day",
                              "t24"."local_minute",
                              "t24"."user",
                              "t24"."agency",
                              "t24"."case_no",
                              "t24"."decision",
                              "t24"."exported",
                              "t24"."subject",
                              "t24"."asked",
                              "t24"."pair",
                              COUNT("t24"."event_id") OVER (
                                PARTITION BY "t24"."pair"
                                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                              ) AS "times"
                            FROM (
                              SELECT
                                "t23"."event_id",
                                "t23"."source",
                                "t23"."at",
                                "t23"."day",
                                "t23"."local_day",
                                "t23"."local_minute",
                                "t23"."user",
                                "t23"."agency",
                                "t23"."case_no",
                                "t23"."decision",
                                "t23"."exported",
                                "t23"."subject",
                                "t23"."asked",
                                "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                              FROM (
                                SELECT
                                  "t17"."event_id",
                                  "t17"."source",
                                  "t17"."at",
                                  "t17"."day",
                                  "t17"."local_day",
                                  "t17"."local_minute",
                                  "t17"."user",
                                  "t17"."agency",
                                  "t17"."case_no",
                                  "t17"."decision",
                                  "t17"."exported",
                                  "t17"."subject",
                                  "t17"."asked"
                                FROM (
                                  SELECT
                                    "t0"."event_id",
                                    "t0"."source",
                                    "t0"."at",
                                    "t0"."day",
                                    "t0"."local_day",
                                    "t0"."local_minute",
                                    "t0"."user",
                                    COALESCE("t0"."agency", '') AS "agency",
                                    "t0"."case_no",
                                    "t0"."decision",
                                    "t0"."exported",
                                    "t0"."subject",
                                    "t0"."asked"
                                  FROM "subjects" AS "t0"
                                  WHERE
                                    "t0"."asked" AND "t0"."user" IS NOT NULL
                                ) AS "t17"
                                SEMI JOIN (
                                  SELECT
                                    "t18"."number" AS "many"
                                  FROM (
                                    SELECT
                                      "t10"."number",
                                      COUNT(*) AS "times"
                                    FROM (
                                      SELECT
                                        CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                                      FROM "subjects" AS "t0"
                                      WHERE
                                        "t0"."asked" AND "t0"."user" IS NOT NULL
                                    ) AS "t10"
                                    GROUP BY
                                      1
                                  ) AS "t18"
                                  WHERE
                                    "t18"."times" >= 8
                                ) AS "t22"
                                  ON "t22"."many" = "t22"."many"
                              ) AS "t23"
                            ) AS "t24"
                          ) AS "t25"
                          WHERE
                            "t25"."times" >= 8
                        ) AS "t26"
                      ) AS "t27"
                    ) AS "t30"
                      ON "t5"."case_no" = "t30"."wanted"
                  ) AS "t32"
                    ON "t28"."case_no" = "t32"."on_case" AND "t28"."user" = "t32"."to_user"
                ) AS "t33"
                WHERE
                  (
                    (
                      "t33"."from_then" IS NULL
                    ) OR (
                      "t33"."at" >= "t33"."from_then"
                    )
                  )
                  AND (
                    (
                      "t33"."to_then" IS NULL
                    ) OR (
                      "t33"."at" < "t33"."to_then"
                    )
                  )
              ) AS "t35"
                ON "t28"."event_id" = "t35"."explained"
              INNER JOIN (
                SELECT
                  "t13"."of",
                  "t5"."case_no" AS "on_case",
                  "t5"."since" AS "from_then",
                  "t5"."until" AS "to_then"
                FROM "assignments" AS "t5"
                SEMI JOIN (
                  SELECT DISTINCT
                    *
                  FROM (
                    SELECT
                      "t28"."case_no" AS "wanted"
                    FROM (
                      SELECT
                        "t26".*
                        EXCLUDE ("times")
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t24"."event_id",
                            "t24"."source",
                            "t24"."at",
                            "t24"."day",
                            "t24"."local_day",
                            "t24"."local_minute",
                            "t24"."user",
                            "t24"."agency",
                            "t24"."case_no",
                            "t24"."decision",
                            "t24"."exported",
                            "t24"."subject",
                            "t24"."asked",
                            "t24"."pair",
                            COUNT("t24"."event_id") OVER (
                              PARTITION BY "t24"."pair"
                              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                            ) AS "times"
                          FROM (
                            SELECT
                              "t23"."event_id",
                              "t23"."source",
                              "t23"."at",
                              "t23"."day",
                              "t23"."local_day",
                              "t23"."local_minute",
                              "t23"."user",
                              "t23"."agency",
                              "t23"."case_no",
                              "t23"."decision",
                              "t23"."exported",
                              "t23"."subject",
                              "t23"."asked",
                              "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                            FROM (
                              SELECT
                                "t17"."event_id",
                                "t17"."source",
                                "t17"."at",
                                "t17"."day",
                                "t17"."local_day",
                                "t17"."local_minute",
                                "t17"."user",
                                "t17"."agency",
                                "t17"."case_no",
                                "t17"."decision",
                                "t17"."exported",
                                "t17"."subject",
                                "t17"."asked"
                              FROM (
                                SELECT
                                  "t0"."event_id",
                                  "t0"."source",
                                  "t0"."at",
                                  "t0"."day",
                                  "t0"."local_day",
                                  "t0"."local_minute",
                                  "t0"."user",
                                  COALESCE("t0"."agency", '') AS "agency",
                                  "t0"."case_no",
                                  "t0"."decision",
                                  "t0"."exported",
                                  "t0"."subject",
                                  "t0"."asked"
                                FROM "subjects" AS "t0"
                                WHERE
                                  "t0"."asked" AND "t0"."user" IS NOT NULL
                              ) AS "t17"
                              SEMI JOIN (
                                SELECT
                                  "t18"."number" AS "many"
                                FROM (
                                  SELECT
                                    "t10"."number",
                                    COUNT(*) AS "times"
                                  FROM (
                                    SELECT
                                      CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                                    FROM "subjects" AS "t0"
                                    WHERE
                                      "t0"."asked" AND "t0"."user" IS NOT NULL
                                  ) AS "t10"
                                  GROUP BY
                                    1
                                ) AS "t18"
                                WHERE
                                  "t18"."times" >= 8
                              ) AS "t22"
                                ON "t22"."many" = "t22"."many"
                            ) AS "t23"
                          ) AS "t24"
                        ) AS "t25"
                        WHERE
                          "t25"."times" >= 8
                      ) AS "t26"
                    ) AS "t28"
                    ANTI JOIN (
                      SELECT
                        "t33"."event_id" AS "explained"
                      FROM (
                        SELECT
                          "t28"."event_id",
                          "t28"."source",
                          "t28"."at",
                          "t28"."day",
                          "t28"."local_day",
                          "t28"."local_minute",
                          "t28"."user",
                          "t28"."agency",
                          "t28"."case_no",
                          "t28"."decision",
                          "t28"."exported",
                          "t28"."subject",
                          "t28"."asked",
                          "t28"."pair",
                          "t32"."on_case",
                          "t32"."to_user",
                          "t32"."from_then",
                          "t32"."to_then"
                        FROM (
                          SELECT
                            "t26".*
                            EXCLUDE ("times")
                          FROM (
                            SELECT
                              *
                            FROM (
                              SELECT
                                "t24"."event_id",
                                "t24"."source",
                                "t24"."at",
                                "t24"."day",
                                "t24"."local_day",
                                "t24"."local_minute",
                                "t24"."user",
                                "t24"."agency",
                                "t24"."case_no",
                                "t24"."decision",
                                "t24"."exported",
                                "t24"."subject",
                                "t24"."asked",
                                "t24"."pair",
                                COUNT("t24"."event_id") OVER (
                                  PARTITION BY "t24"."pair"
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                ) AS "times"
                              FROM (
                                SELECT
                                  "t23"."event_id",
                                  "t23"."source",
                                  "t23"."at",
                                  "t23"."day",
                                  "t23"."local_day",
                                  "t23"."local_minute",
                                  "t23"."user",
                                  "t23"."agency",
                                  "t23"."case_no",
                                  "t23"."decision",
                                  "t23"."exported",
                                  "t23"."subject",
                                  "t23"."asked",
                                  "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                                FROM (
                                  SELECT
                                    "t17"."event_id",
                                    "t17"."source",
                                    "t17"."at",
                                    "t17"."day",
                                    "t17"."local_day",
                                    "t17"."local_minute",
                                    "t17"."user",
                                    "t17"."agency",
                                    "t17"."case_no",
                                    "t17"."decision",
                                    "t17"."exported",
                                    "t17"."subject",
                                    "t17"."asked"
                                  FROM (
                                    SELECT
                                      "t0"."event_id",
                                      "t0"."source",
                                      "t0"."at",
                                      "t0"."day",
                                      "t0"."local_day",
                                      "t0"."local_minute",
                                      "t0"."user",
                                      COALESCE("t0"."agency", '') AS "agency",
                                      "t0"."case_no",
                                      "t0"."decision",
                                      "t0"."exported",
                                      "t0"."subject",
                                      "t0"."asked"
                                    FROM "subjects" AS "t0"
                                    WHERE
                                      "t0"."asked" AND "t0"."user" IS NOT NULL
                                  ) AS "t17"
                                  SEMI JOIN (
                                    SELECT
                                      "t18"."number" AS "many"
                                    FROM (
                                      SELECT
                                        "t10"."number",
                                        COUNT(*) AS "times"
                                      FROM (
                                        SELECT
                                          CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                                        FROM "subjects" AS "t0"
                                        WHERE
                                          "t0"."asked" AND "t0"."user" IS NOT NULL
                                      ) AS "t10"
                                      GROUP BY
                                        1
                                    ) AS "t18"
                                    WHERE
                                      "t18"."times" >= 8
                                  ) AS "t22"
                                    ON "t22"."many" = "t22"."many"
                                ) AS "t23"
                              ) AS "t24"
                            ) AS "t25"
                            WHERE
                              "t25"."times" >= 8
                          ) AS "t26"
                        ) AS "t28"
                        INNER JOIN (
                          SELECT
                            "t5"."case_no" AS "on_case",
                            "t5"."user" AS "to_user",
                            "t5"."since" AS "from_then",
                            "t5"."until" AS "to_then"
                          FROM "assignments" AS "t5"
                          SEMI JOIN (
                            SELECT DISTINCT
                              "t27"."case_no" AS "wanted"
                            FROM (
                              SELECT
                                "t26".*
                                EXCLUDE ("times")
                              FROM (
                                SELECT
                                  *
                                FROM (
                                  SELECT
                                    "t24"."event_id",
                                    "t24"."source",
                                    "t24"."at",
                                    "t24"."day",
                                    "t24"."local_day",
                                    "t24"."local_minute",
                                    "t24"."user",
                                    "t24"."agency",
                                    "t24"."case_no",
                                    "t24"."decision",
                                    "t24"."exported",
                                    "t24"."subject",
                                    "t24"."asked",
                                    "t24"."pair",
                                    COUNT("t24"."event_id") OVER (
                                      PARTITION BY "t24"."pair"
                                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                    ) AS "times"
                                  FROM (
                                    SELECT
                                      "t23"."event_id",
                                      "t23"."source",
                                      "t23"."at",
                                      "t23"."day",
                                      "t23"."local_day",
                                      "t23"."local_minute",
                                      "t23"."user",
                                      "t23"."agency",
                                      "t23"."case_no",
                                      "t23"."decision",
                                      "t23"."exported",
                                      "t23"."subject",
                                      "t23"."asked",
                                      "t23"."agency" || ' ' || "t23"."user" || ' ' || "t23"."subject" AS "pair"
                                    FROM (
                                      SELECT
                                        "t17"."event_id",
                                        "t17"."source",
                                        "t17"."at",
                                        "t17"."day",
                                        "t17"."local_day",
                                        "t17"."local_minute",
                                        "t17"."user",
                                        "t17"."agency",
                                        "t17"."case_no",
                                        "t17"."decision",
                                        "t17"."exported",
                                        "t17"."subject",
                                        "t17"."asked"
                                      FROM (
                                        SELECT
                                          "t0"."event_id",
                                          "t0"."source",
                                          "t0"."at",
                                          "t0"."day",
                                          "t0"."local_day",
                                          "t0"."local_minute",
                                          "t0"."user",
                                          COALESCE("t0"."agency", '') AS "agency",
                                          "t0"."case_no",
                                          "t0"."decision",
                                          "t0"."exported",
                                          "t0"."subject",
                                          "t0"."asked"
                                        FROM "subjects" AS "t0"
                                        WHERE
                                          "t0"."asked" AND "t0"."user" IS NOT NULL
                                      ) AS "t17"
                                      SEMI JOIN (
                                        SELECT
                                          "t18"."number" AS "many"
                                        FROM (
                                          SELECT
                                            "t10"."number",
                                            COUNT(*) AS "times"
                                          FROM (
                                            SELECT
                                              CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
                                            FROM "subjects" AS "t0"
                                            WHERE
                                              "t0"."asked" AND "t0"."user" IS NOT NULL
                                          ) AS "t10"
                                          GROUP BY
                                            1
                                        ) AS "t18"
                                        WHERE
                                          "t18"."times" >= 8
                                      ) AS "t22"
                                        ON "t22"."many" = "t22"."many"
                                    ) AS "t23"
                                  ) AS "t24"
                                ) AS "t25"
                                WHERE
                                  "t25"."times" >= 8
                              ) AS "t26"
                            ) AS "t27"
                          ) AS "t30"
                            ON "t5"."case_no" = "t30"."wanted"
                        ) AS "t32"
                          ON "t28"."case_no" = "t32"."on_case" AND "t28"."user" = "t32"."to_user"
                      ) AS "t33"
                      WHERE
                        (
                          (
                            "t33"."from_then" IS NULL
                          ) OR (
                            "t33"."at" >= "t33"."from_then"
                          )
                        )
                        AND (
                          (
                            "t33"."to_then" IS NULL
                          ) OR (
                            "t33"."at" < "t33"."to_then"
                          )
                        )
                    ) AS "t35"
                      ON "t28"."event_id" = "t35"."explained"
                  ) AS "t36"
                ) AS "t38"
                  ON "t5"."case_no" = "t38"."wanted"
                INNER JOIN (
                  SELECT DISTINCT
                    "t2"."user" AS "member",
                    "t2"."agency" AS "of"
                  FROM "accounts" AS "t2"
                ) AS "t13"
                  ON "t5"."user" = "t13"."member"
              ) AS "t40"
                ON "t28"."case_no" = "t40"."on_case" AND "t28"."agency" = "t40"."of"
            ) AS "t41"
            WHERE
              (
                (
                  "t41"."from_then" IS NULL
                ) OR (
                  "t41"."at" >= "t41"."from_then"
                )
              )
              AND (
                (
                  "t41"."to_then" IS NULL
                ) OR (
                  "t41"."at" < "t41"."to_then"
                )
              )
          ) AS "t43"
            ON "t28"."event_id" = "t43"."explained"
          SEMI JOIN "t47" AS "t52"
            ON "t28"."pair" = "t52"."fixed"
          INNER JOIN (
            SELECT
              "t3"."user" AS "worker",
              "t3"."since" AS "begun",
              "t3"."until" AS "ended"
            FROM "shifts" AS "t3"
          ) AS "t15"
            ON "t28"."user" = "t15"."worker"
        ) AS "t54"
        WHERE
          "t54"."at" >= "t54"."begun" AND "t54"."at" < "t54"."ended"
      ) AS "t58"
        ON "t28"."event_id" = "t58"."on_id"
      LEFT OUTER JOIN (
        SELECT DISTINCT
          "t3"."user" AS "rostered"
        FROM "shifts" AS "t3"
      ) AS "t14"
        ON "t28"."user" = "t14"."rostered"
      LEFT OUTER JOIN (
        SELECT
          "t16"."case_no" AS "ended_case",
          MAX("t16"."closed") AS "closed"
        FROM (
          SELECT
            *
          FROM "cases" AS "t4"
          WHERE
            "t4"."closed" IS NOT NULL
        ) AS "t16"
        GROUP BY
          1
      ) AS "t20"
        ON "t28"."case_no" = "t20"."ended_case"
    ) AS "t59"
    GROUP BY
      1
  ) AS "t61"
    ON "t51"."fixed" = "t61"."worse"
) AS "t63"
  ON "t28"."pair" = "t63"."scored"
