WITH "t37" AS (
  SELECT
    "t36"."pair" AS "fixed",
    MAX("t36"."subject") AS "subject",
    COUNT(DISTINCT "t36"."event_id") AS "searches",
    COUNT(DISTINCT CAST(COALESCE("t36"."local_day", "t36"."day") AS BIGINT)) AS "days"
  FROM (
    SELECT
      "t29"."event_id",
      "t29"."source",
      "t29"."at",
      "t29"."day",
      "t29"."local_day",
      "t29"."local_minute",
      "t29"."user",
      "t29"."agency",
      "t29"."case_no",
      "t29"."decision",
      "t29"."exported",
      "t29"."subject",
      "t29"."asked",
      "t29"."pair"
    FROM (
      SELECT
        "t27"."event_id",
        "t27"."source",
        "t27"."at",
        "t27"."day",
        "t27"."local_day",
        "t27"."local_minute",
        "t27"."user",
        "t27"."agency",
        "t27"."case_no",
        "t27"."decision",
        "t27"."exported",
        "t27"."subject",
        "t27"."asked",
        "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
      FROM (
        SELECT
          "t18"."event_id",
          "t18"."source",
          "t18"."at",
          "t18"."day",
          "t18"."local_day",
          "t18"."local_minute",
          "t18"."user",
          "t18"."agency",
          "t18"."case_no",
          "t18"."decision",
          "t18"."exported",
          "t18"."subject",
          "t18"."asked"
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
        ) AS "t18"
        SEMI JOIN (
          SELECT
            "t24"."number" AS "many"
          FROM (
            SELECT
              "t22"."number",
              COUNT(*) AS "times"
            FROM (
              SELECT
                CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
              FROM "subjects" AS "t0"
              WHERE
                "t0"."asked" AND "t0"."user" IS NOT NULL
            ) AS "t22"
            GROUP BY
              1
          ) AS "t24"
          WHERE
            "t24"."times" >= 8
        ) AS "t26"
          ON "t26"."many" = "t26"."many"
      ) AS "t27"
    ) AS "t29"
    ANTI JOIN (
      SELECT
        "t30"."event_id" AS "explained"
      FROM (
        SELECT
          "t29"."event_id",
          "t29"."source",
          "t29"."at",
          "t29"."day",
          "t29"."local_day",
          "t29"."local_minute",
          "t29"."user",
          "t29"."agency",
          "t29"."case_no",
          "t29"."decision",
          "t29"."exported",
          "t29"."subject",
          "t29"."asked",
          "t29"."pair",
          "t13"."on_case",
          "t13"."to_user",
          "t13"."from_then",
          "t13"."to_then"
        FROM (
          SELECT
            "t27"."event_id",
            "t27"."source",
            "t27"."at",
            "t27"."day",
            "t27"."local_day",
            "t27"."local_minute",
            "t27"."user",
            "t27"."agency",
            "t27"."case_no",
            "t27"."decision",
            "t27"."exported",
            "t27"."subject",
            "t27"."asked",
            "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
          FROM (
            SELECT
              "t18"."event_id",
              "t18"."source",
              "t18"."at",
              "t18"."day",
              "t18"."local_day",
              "t18"."local_minute",
              "t18"."user",
              "t18"."agency",
              "t18"."case_no",
              "t18"."decision",
              "t18"."exported",
              "t18"."subject",
              "t18"."asked"
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
            ) AS "t18"
            SEMI JOIN (
              SELECT
                "t24"."number" AS "many"
              FROM (
                SELECT
                  "t22"."number",
                  COUNT(*) AS "times"
                FROM (
                  SELECT
                    CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
                  FROM "subjects" AS "t0"
                  WHERE
                    "t0"."asked" AND "t0"."user" IS NOT NULL
                ) AS "t22"
                GROUP BY
                  1
              ) AS "t24"
              WHERE
                "t24"."times" >= 8
            ) AS "t26"
              ON "t26"."many" = "t26"."many"
          ) AS "t27"
        ) AS "t29"
        INNER JOIN (
          SELECT
            "t1"."case_no" AS "on_case",
            "t1"."user" AS "to_user",
            "t1"."since" AS "from_then",
            "t1"."until" AS "to_then"
          FROM "assignments" AS "t1"
        ) AS "t13"
          ON "t29"."case_no" = "t13"."on_case" AND "t29"."user" = "t13"."to_user"
      ) AS "t30"
      WHERE
        (
          (
            "t30"."from_then" IS NULL
          ) OR (
            "t30"."at" >= "t30"."from_then"
          )
        )
        AND (
          (
            "t30"."to_then" IS NULL
          ) OR (
            "t30"."at" < "t30"."to_then"
          )
        )
    ) AS "t32"
      ON "t29"."event_id" = "t32"."explained"
    ANTI JOIN (
      SELECT
        "t33"."event_id" AS "explained"
      FROM (
        SELECT
          "t29"."event_id",
          "t29"."source",
          "t29"."at",
          "t29"."day",
          "t29"."local_day",
          "t29"."local_minute",
          "t29"."user",
          "t29"."agency",
          "t29"."case_no",
          "t29"."decision",
          "t29"."exported",
          "t29"."subject",
          "t29"."asked",
          "t29"."pair",
          "t23"."of",
          "t23"."on_case",
          "t23"."from_then",
          "t23"."to_then"
        FROM (
          SELECT
            "t27"."event_id",
            "t27"."source",
            "t27"."at",
            "t27"."day",
            "t27"."local_day",
            "t27"."local_minute",
            "t27"."user",
            "t27"."agency",
            "t27"."case_no",
            "t27"."decision",
            "t27"."exported",
            "t27"."subject",
            "t27"."asked",
            "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
          FROM (
            SELECT
              "t18"."event_id",
              "t18"."source",
              "t18"."at",
              "t18"."day",
              "t18"."local_day",
              "t18"."local_minute",
              "t18"."user",
              "t18"."agency",
              "t18"."case_no",
              "t18"."decision",
              "t18"."exported",
              "t18"."subject",
              "t18"."asked"
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
            ) AS "t18"
            SEMI JOIN (
              SELECT
                "t24"."number" AS "many"
              FROM (
                SELECT
                  "t22"."number",
                  COUNT(*) AS "times"
                FROM (
                  SELECT
                    CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
                  FROM "subjects" AS "t0"
                  WHERE
                    "t0"."asked" AND "t0"."user" IS NOT NULL
                ) AS "t22"
                GROUP BY
                  1
              ) AS "t24"
              WHERE
                "t24"."times" >= 8
            ) AS "t26"
              ON "t26"."many" = "t26"."many"
          ) AS "t27"
        ) AS "t29"
        ANTI JOIN (
          SELECT
            "t30"."event_id" AS "explained"
          FROM (
            SELECT
              "t29"."event_id",
              "t29"."source",
              "t29"."at",
              "t29"."day",
              "t29"."local_day",
              "t29"."local_minute",
              "t29"."user",
              "t29"."agency",
              "t29"."case_no",
              "t29"."decision",
              "t29"."exported",
              "t29"."subject",
              "t29"."asked",
              "t29"."pair",
              "t13"."on_case",
              "t13"."to_user",
              "t13"."from_then",
              "t13"."to_then"
            FROM (
              SELECT
                "t27"."event_id",
                "t27"."source",
                "t27"."at",
                "t27"."day",
                "t27"."local_day",
                "t27"."local_minute",
                "t27"."user",
                "t27"."agency",
                "t27"."case_no",
                "t27"."decision",
                "t27"."exported",
                "t27"."subject",
                "t27"."asked",
                "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
              FROM (
                SELECT
                  "t18"."event_id",
                  "t18"."source",
                  "t18"."at",
                  "t18"."day",
                  "t18"."local_day",
                  "t18"."local_minute",
                  "t18"."user",
                  "t18"."agency",
                  "t18"."case_no",
                  "t18"."decision",
                  "t18"."exported",
                  "t18"."subject",
                  "t18"."asked"
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
                ) AS "t18"
                SEMI JOIN (
                  SELECT
                    "t24"."number" AS "many"
                  FROM (
                    SELECT
                      "t22"."number",
                      COUNT(*) AS "times"
                    FROM (
                      SELECT
                        CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
                      FROM "subjects" AS "t0"
                      WHERE
                        "t0"."asked" AND "t0"."user" IS NOT NULL
                    ) AS "t22"
                    GROUP BY
                      1
                  ) AS "t24"
                  WHERE
                    "t24"."times" >= 8
                ) AS "t26"
                  ON "t26"."many" = "t26"."many"
              ) AS "t27"
            ) AS "t29"
            INNER JOIN (
              SELECT
                "t1"."case_no" AS "on_case",
                "t1"."user" AS "to_user",
                "t1"."since" AS "from_then",
                "t1"."until" AS "to_then"
              FROM "assignments" AS "t1"
            ) AS "t13"
              ON "t29"."case_no" = "t13"."on_case" AND "t29"."user" = "t13"."to_user"
          ) AS "t30"
          WHERE
            (
              (
                "t30"."from_then" IS NULL
              ) OR (
                "t30"."at" >= "t30"."from_then"
              )
            )
            AND (
              (
                "t30"."to_then" IS NULL
              ) OR (
                "t30"."at" < "t30"."to_then"
              )
            )
        ) AS "t32"
          ON "t29"."event_id" = "t32"."explained"
        INNER JOIN (
          SELECT
            "t14"."of",
            "t5"."case_no" AS "on_case",
            "t5"."since" AS "from_then",
            "t5"."until" AS "to_then"
          FROM "assignments" AS "t5"
          INNER JOIN (
            SELECT DISTINCT
              "t2"."user" AS "member",
              "t2"."agency" AS "of"
            FROM "accounts" AS "t2"
          ) AS "t14"
            ON "t5"."user" = "t14"."member"
        ) AS "t23"
          ON "t29"."case_no" = "t23"."on_case" AND "t29"."agency" = "t23"."of"
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
      ON "t29"."event_id" = "t35"."explained"
  ) AS "t36"
  GROUP BY
    1
), "t39" AS (
  SELECT
    *
  FROM "t37" AS "t38"
  WHERE
    "t38"."searches" >= 8 AND "t38"."days" >= 5
)
SELECT
  "t29"."user" AS "entity",
  NULLIF("t29"."agency", '') AS "agency",
  "t29"."subject" AS "period",
  "t29"."event_id",
  "t29"."at",
  "t55"."score" AS "measure",
  "t55"."detail"
FROM (
  SELECT
    "t27"."event_id",
    "t27"."source",
    "t27"."at",
    "t27"."day",
    "t27"."local_day",
    "t27"."local_minute",
    "t27"."user",
    "t27"."agency",
    "t27"."case_no",
    "t27"."decision",
    "t27"."exported",
    "t27"."subject",
    "t27"."asked",
    "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
  FROM (
    SELECT
      "t18"."event_id",
      "t18"."source",
      "t18"."at",
      "t18"."day",
      "t18"."local_day",
      "t18"."local_minute",
      "t18"."user",
      "t18"."agency",
      "t18"."case_no",
      "t18"."decision",
      "t18"."exported",
      "t18"."subject",
      "t18"."asked"
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
    ) AS "t18"
    SEMI JOIN (
      SELECT
        "t24"."number" AS "many"
      FROM (
        SELECT
          "t22"."number",
          COUNT(*) AS "times"
        FROM (
          SELECT
            CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
          FROM "subjects" AS "t0"
          WHERE
            "t0"."asked" AND "t0"."user" IS NOT NULL
        ) AS "t22"
        GROUP BY
          1
      ) AS "t24"
      WHERE
        "t24"."times" >= 8
    ) AS "t26"
      ON "t26"."many" = "t26"."many"
  ) AS "t27"
) AS "t29"
ANTI JOIN (
  SELECT
    "t30"."event_id" AS "explained"
  FROM (
    SELECT
      "t29"."event_id",
      "t29"."source",
      "t29"."at",
      "t29"."day",
      "t29"."local_day",
      "t29"."local_minute",
      "t29"."user",
      "t29"."agency",
      "t29"."case_no",
      "t29"."decision",
      "t29"."exported",
      "t29"."subject",
      "t29"."asked",
      "t29"."pair",
      "t13"."on_case",
      "t13"."to_user",
      "t13"."from_then",
      "t13"."to_then"
    FROM (
      SELECT
        "t27"."event_id",
        "t27"."source",
        "t27"."at",
        "t27"."day",
        "t27"."local_day",
        "t27"."local_minute",
        "t27"."user",
        "t27"."agency",
        "t27"."case_no",
        "t27"."decision",
        "t27"."exported",
        "t27"."subject",
        "t27"."asked",
        "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
      FROM (
        SELECT
          "t18"."event_id",
          "t18"."source",
          "t18"."at",
          "t18"."day",
          "t18"."local_day",
          "t18"."local_minute",
          "t18"."user",
          "t18"."agency",
          "t18"."case_no",
          "t18"."decision",
          "t18"."exported",
          "t18"."subject",
          "t18"."asked"
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
        ) AS "t18"
        SEMI JOIN (
          SELECT
            "t24"."number" AS "many"
          FROM (
            SELECT
              "t22"."number",
              COUNT(*) AS "times"
            FROM (
              SELECT
                CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
              FROM "subjects" AS "t0"
              WHERE
                "t0"."asked" AND "t0"."user" IS NOT NULL
            ) AS "t22"
            GROUP BY
              1
          ) AS "t24"
          WHERE
            "t24"."times" >= 8
        ) AS "t26"
          ON "t26"."many" = "t26"."many"
      ) AS "t27"
    ) AS "t29"
    INNER JOIN (
      SELECT
        "t1"."case_no" AS "on_case",
        "t1"."user" AS "to_user",
        "t1"."since" AS "from_then",
        "t1"."until" AS "to_then"
      FROM "assignments" AS "t1"
    ) AS "t13"
      ON "t29"."case_no" = "t13"."on_case" AND "t29"."user" = "t13"."to_user"
  ) AS "t30"
  WHERE
    (
      (
        "t30"."from_then" IS NULL
      ) OR (
        "t30"."at" >= "t30"."from_then"
      )
    )
    AND (
      (
        "t30"."to_then" IS NULL
      ) OR (
        "t30"."at" < "t30"."to_then"
      )
    )
) AS "t32"
  ON "t29"."event_id" = "t32"."explained"
ANTI JOIN (
  SELECT
    "t33"."event_id" AS "explained"
  FROM (
    SELECT
      "t29"."event_id",
      "t29"."source",
      "t29"."at",
      "t29"."day",
      "t29"."local_day",
      "t29"."local_minute",
      "t29"."user",
      "t29"."agency",
      "t29"."case_no",
      "t29"."decision",
      "t29"."exported",
      "t29"."subject",
      "t29"."asked",
      "t29"."pair",
      "t23"."of",
      "t23"."on_case",
      "t23"."from_then",
      "t23"."to_then"
    FROM (
      SELECT
        "t27"."event_id",
        "t27"."source",
        "t27"."at",
        "t27"."day",
        "t27"."local_day",
        "t27"."local_minute",
        "t27"."user",
        "t27"."agency",
        "t27"."case_no",
        "t27"."decision",
        "t27"."exported",
        "t27"."subject",
        "t27"."asked",
        "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
      FROM (
        SELECT
          "t18"."event_id",
          "t18"."source",
          "t18"."at",
          "t18"."day",
          "t18"."local_day",
          "t18"."local_minute",
          "t18"."user",
          "t18"."agency",
          "t18"."case_no",
          "t18"."decision",
          "t18"."exported",
          "t18"."subject",
          "t18"."asked"
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
        ) AS "t18"
        SEMI JOIN (
          SELECT
            "t24"."number" AS "many"
          FROM (
            SELECT
              "t22"."number",
              COUNT(*) AS "times"
            FROM (
              SELECT
                CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
              FROM "subjects" AS "t0"
              WHERE
                "t0"."asked" AND "t0"."user" IS NOT NULL
            ) AS "t22"
            GROUP BY
              1
          ) AS "t24"
          WHERE
            "t24"."times" >= 8
        ) AS "t26"
          ON "t26"."many" = "t26"."many"
      ) AS "t27"
    ) AS "t29"
    ANTI JOIN (
      SELECT
        "t30"."event_id" AS "explained"
      FROM (
        SELECT
          "t29"."event_id",
          "t29"."source",
          "t29"."at",
          "t29"."day",
          "t29"."local_day",
          "t29"."local_minute",
          "t29"."user",
          "t29"."agency",
          "t29"."case_no",
          "t29"."decision",
          "t29"."exported",
          "t29"."subject",
          "t29"."asked",
          "t29"."pair",
          "t13"."on_case",
          "t13"."to_user",
          "t13"."from_then",
          "t13"."to_then"
        FROM (
          SELECT
            "t27"."event_id",
            "t27"."source",
            "t27"."at",
            "t27"."day",
            "t27"."local_day",
            "t27"."local_minute",
            "t27"."user",
            "t27"."agency",
            "t27"."case_no",
            "t27"."decision",
            "t27"."exported",
            "t27"."subject",
            "t27"."asked",
            "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
          FROM (
            SELECT
              "t18"."event_id",
              "t18"."source",
              "t18"."at",
              "t18"."day",
              "t18"."local_day",
              "t18"."local_minute",
              "t18"."user",
              "t18"."agency",
              "t18"."case_no",
              "t18"."decision",
              "t18"."exported",
              "t18"."subject",
              "t18"."asked"
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
            ) AS "t18"
            SEMI JOIN (
              SELECT
                "t24"."number" AS "many"
              FROM (
                SELECT
                  "t22"."number",
                  COUNT(*) AS "times"
                FROM (
                  SELECT
                    CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
                  FROM "subjects" AS "t0"
                  WHERE
                    "t0"."asked" AND "t0"."user" IS NOT NULL
                ) AS "t22"
                GROUP BY
                  1
              ) AS "t24"
              WHERE
                "t24"."times" >= 8
            ) AS "t26"
              ON "t26"."many" = "t26"."many"
          ) AS "t27"
        ) AS "t29"
        INNER JOIN (
          SELECT
            "t1"."case_no" AS "on_case",
            "t1"."user" AS "to_user",
            "t1"."since" AS "from_then",
            "t1"."until" AS "to_then"
          FROM "assignments" AS "t1"
        ) AS "t13"
          ON "t29"."case_no" = "t13"."on_case" AND "t29"."user" = "t13"."to_user"
      ) AS "t30"
      WHERE
        (
          (
            "t30"."from_then" IS NULL
          ) OR (
            "t30"."at" >= "t30"."from_then"
          )
        )
        AND (
          (
            "t30"."to_then" IS NULL
          ) OR (
            "t30"."at" < "t30"."to_then"
          )
        )
    ) AS "t32"
      ON "t29"."event_id" = "t32"."explained"
    INNER JOIN (
      SELECT
        "t14"."of",
        "t5"."case_no" AS "on_case",
        "t5"."since" AS "from_then",
        "t5"."until" AS "to_then"
      FROM "assignments" AS "t5"
      INNER JOIN (
        SELECT DISTINCT
          "t2"."user" AS "member",
          "t2"."agency" AS "of"
        FROM "accounts" AS "t2"
      ) AS "t14"
        ON "t5"."user" = "t14"."member"
    ) AS "t23"
      ON "t29"."case_no" = "t23"."on_case" AND "t29"."agency" = "t23"."of"
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
  ON "t29"."event_id" = "t35"."explained"
INNER JOIN (
  SELECT
    "t43"."fixed" AS "scored",
    (
      "t43"."searches" / 8
    ) + (
      (
        "t53"."off" + "t53"."late"
      ) / "t43"."searches"
    ) + CASE WHEN (
      "t43"."searches" / "t49"."total"
    ) >= 0.8 THEN 1.0 ELSE 0.0 END AS "score",
    CAST("t43"."searches" AS TEXT) || ' searches on ' || CAST("t43"."days" AS TEXT) || ' days, of ' || CAST("t49"."total" AS TEXT) || ' by anybody' AS "detail"
  FROM "t39" AS "t43"
  INNER JOIN (
    SELECT
      "t45"."subject" AS "of",
      COUNT(DISTINCT "t45"."event_id") AS "total"
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
          "t38"."subject" AS "one"
        FROM "t37" AS "t38"
        WHERE
          "t38"."searches" >= 8 AND "t38"."days" >= 5
      ) AS "t42"
        ON "t12"."subject" = "t42"."one"
    ) AS "t45"
    GROUP BY
      1
  ) AS "t49"
    ON "t43"."subject" = "t49"."of"
  INNER JOIN (
    SELECT
      "t51"."pair" AS "worse",
      SUM(
        CASE
          WHEN (
            "t51"."on_id" IS NULL
          ) AND (
            "t51"."rostered" IS NOT NULL
          )
          THEN 1
          ELSE 0
        END
      ) AS "off",
      SUM(
        CASE
          WHEN (
            "t51"."closed" IS NOT NULL
          ) AND (
            "t51"."at" > "t51"."closed"
          )
          THEN 1
          ELSE 0
        END
      ) AS "late"
    FROM (
      SELECT
        "t29"."event_id",
        "t29"."source",
        "t29"."at",
        "t29"."day",
        "t29"."local_day",
        "t29"."local_minute",
        "t29"."user",
        "t29"."agency",
        "t29"."case_no",
        "t29"."decision",
        "t29"."exported",
        "t29"."subject",
        "t29"."asked",
        "t29"."pair",
        "t50"."on_id",
        "t15"."rostered",
        "t21"."ended_case",
        "t21"."closed"
      FROM (
        SELECT
          "t27"."event_id",
          "t27"."source",
          "t27"."at",
          "t27"."day",
          "t27"."local_day",
          "t27"."local_minute",
          "t27"."user",
          "t27"."agency",
          "t27"."case_no",
          "t27"."decision",
          "t27"."exported",
          "t27"."subject",
          "t27"."asked",
          "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
        FROM (
          SELECT
            "t18"."event_id",
            "t18"."source",
            "t18"."at",
            "t18"."day",
            "t18"."local_day",
            "t18"."local_minute",
            "t18"."user",
            "t18"."agency",
            "t18"."case_no",
            "t18"."decision",
            "t18"."exported",
            "t18"."subject",
            "t18"."asked"
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
          ) AS "t18"
          SEMI JOIN (
            SELECT
              "t24"."number" AS "many"
            FROM (
              SELECT
                "t22"."number",
                COUNT(*) AS "times"
              FROM (
                SELECT
                  CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
                FROM "subjects" AS "t0"
                WHERE
                  "t0"."asked" AND "t0"."user" IS NOT NULL
              ) AS "t22"
              GROUP BY
                1
            ) AS "t24"
            WHERE
              "t24"."times" >= 8
          ) AS "t26"
            ON "t26"."many" = "t26"."many"
        ) AS "t27"
      ) AS "t29"
      ANTI JOIN (
        SELECT
          "t30"."event_id" AS "explained"
        FROM (
          SELECT
            "t29"."event_id",
            "t29"."source",
            "t29"."at",
            "t29"."day",
            "t29"."local_day",
            "t29"."local_minute",
            "t29"."user",
            "t29"."agency",
            "t29"."case_no",
            "t29"."decision",
            "t29"."exported",
            "t29"."subject",
            "t29"."asked",
            "t29"."pair",
            "t13"."on_case",
            "t13"."to_user",
            "t13"."from_then",
            "t13"."to_then"
          FROM (
            SELECT
              "t27"."event_id",
              "t27"."source",
              "t27"."at",
              "t27"."day",
              "t27"."local_day",
              "t27"."local_minute",
              "t27"."user",
              "t27"."agency",
              "t27"."case_no",
              "t27"."decision",
              "t27"."exported",
              "t27"."subject",
              "t27"."asked",
              "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
            FROM (
              SELECT
                "t18"."event_id",
                "t18"."source",
                "t18"."at",
                "t18"."day",
                "t18"."local_day",
                "t18"."local_minute",
                "t18"."user",
                "t18"."agency",
                "t18"."case_no",
                "t18"."decision",
                "t18"."exported",
                "t18"."subject",
                "t18"."asked"
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
              ) AS "t18"
              SEMI JOIN (
                SELECT
                  "t24"."number" AS "many"
                FROM (
                  SELECT
                    "t22"."number",
                    COUNT(*) AS "times"
                  FROM (
                    SELECT
                      CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked" AND "t0"."user" IS NOT NULL
                  ) AS "t22"
                  GROUP BY
                    1
                ) AS "t24"
                WHERE
                  "t24"."times" >= 8
              ) AS "t26"
                ON "t26"."many" = "t26"."many"
            ) AS "t27"
          ) AS "t29"
          INNER JOIN (
            SELECT
              "t1"."case_no" AS "on_case",
              "t1"."user" AS "to_user",
              "t1"."since" AS "from_then",
              "t1"."until" AS "to_then"
            FROM "assignments" AS "t1"
          ) AS "t13"
            ON "t29"."case_no" = "t13"."on_case" AND "t29"."user" = "t13"."to_user"
        ) AS "t30"
        WHERE
          (
            (
              "t30"."from_then" IS NULL
            ) OR (
              "t30"."at" >= "t30"."from_then"
            )
          )
          AND (
            (
              "t30"."to_then" IS NULL
            ) OR (
              "t30"."at" < "t30"."to_then"
            )
          )
      ) AS "t32"
        ON "t29"."event_id" = "t32"."explained"
      ANTI JOIN (
        SELECT
          "t33"."event_id" AS "explained"
        FROM (
          SELECT
            "t29"."event_id",
            "t29"."source",
            "t29"."at",
            "t29"."day",
            "t29"."local_day",
            "t29"."local_minute",
            "t29"."user",
            "t29"."agency",
            "t29"."case_no",
            "t29"."decision",
            "t29"."exported",
            "t29"."subject",
            "t29"."asked",
            "t29"."pair",
            "t23"."of",
            "t23"."on_case",
            "t23"."from_then",
            "t23"."to_then"
          FROM (
            SELECT
              "t27"."event_id",
              "t27"."source",
              "t27"."at",
              "t27"."day",
              "t27"."local_day",
              "t27"."local_minute",
              "t27"."user",
              "t27"."agency",
              "t27"."case_no",
              "t27"."decision",
              "t27"."exported",
              "t27"."subject",
              "t27"."asked",
              "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
            FROM (
              SELECT
                "t18"."event_id",
                "t18"."source",
                "t18"."at",
                "t18"."day",
                "t18"."local_day",
                "t18"."local_minute",
                "t18"."user",
                "t18"."agency",
                "t18"."case_no",
                "t18"."decision",
                "t18"."exported",
                "t18"."subject",
                "t18"."asked"
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
              ) AS "t18"
              SEMI JOIN (
                SELECT
                  "t24"."number" AS "many"
                FROM (
                  SELECT
                    "t22"."number",
                    COUNT(*) AS "times"
                  FROM (
                    SELECT
                      CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked" AND "t0"."user" IS NOT NULL
                  ) AS "t22"
                  GROUP BY
                    1
                ) AS "t24"
                WHERE
                  "t24"."times" >= 8
              ) AS "t26"
                ON "t26"."many" = "t26"."many"
            ) AS "t27"
          ) AS "t29"
          ANTI JOIN (
            SELECT
              "t30"."event_id" AS "explained"
            FROM (
              SELECT
                "t29"."event_id",
                "t29"."source",
                "t29"."at",
                "t29"."day",
                "t29"."local_day",
                "t29"."local_minute",
                "t29"."user",
                "t29"."agency",
                "t29"."case_no",
                "t29"."decision",
                "t29"."exported",
                "t29"."subject",
                "t29"."asked",
                "t29"."pair",
                "t13"."on_case",
                "t13"."to_user",
                "t13"."from_then",
                "t13"."to_then"
              FROM (
                SELECT
                  "t27"."event_id",
                  "t27"."source",
                  "t27"."at",
                  "t27"."day",
                  "t27"."local_day",
                  "t27"."local_minute",
                  "t27"."user",
                  "t27"."agency",
                  "t27"."case_no",
                  "t27"."decision",
                  "t27"."exported",
                  "t27"."subject",
                  "t27"."asked",
                  "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
                FROM (
                  SELECT
                    "t18"."event_id",
                    "t18"."source",
                    "t18"."at",
                    "t18"."day",
                    "t18"."local_day",
                    "t18"."local_minute",
                    "t18"."user",
                    "t18"."agency",
                    "t18"."case_no",
                    "t18"."decision",
                    "t18"."exported",
                    "t18"."subject",
                    "t18"."asked"
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
                  ) AS "t18"
                  SEMI JOIN (
                    SELECT
                      "t24"."number" AS "many"
                    FROM (
                      SELECT
                        "t22"."number",
                        COUNT(*) AS "times"
                      FROM (
                        SELECT
                          CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
                        FROM "subjects" AS "t0"
                        WHERE
                          "t0"."asked" AND "t0"."user" IS NOT NULL
                      ) AS "t22"
                      GROUP BY
                        1
                    ) AS "t24"
                    WHERE
                      "t24"."times" >= 8
                  ) AS "t26"
                    ON "t26"."many" = "t26"."many"
                ) AS "t27"
              ) AS "t29"
              INNER JOIN (
                SELECT
                  "t1"."case_no" AS "on_case",
                  "t1"."user" AS "to_user",
                  "t1"."since" AS "from_then",
                  "t1"."until" AS "to_then"
                FROM "assignments" AS "t1"
              ) AS "t13"
                ON "t29"."case_no" = "t13"."on_case" AND "t29"."user" = "t13"."to_user"
            ) AS "t30"
            WHERE
              (
                (
                  "t30"."from_then" IS NULL
                ) OR (
                  "t30"."at" >= "t30"."from_then"
                )
              )
              AND (
                (
                  "t30"."to_then" IS NULL
                ) OR (
                  "t30"."at" < "t30"."to_then"
                )
              )
          ) AS "t32"
            ON "t29"."event_id" = "t32"."explained"
          INNER JOIN (
            SELECT
              "t14"."of",
              "t5"."case_no" AS "on_case",
              "t5"."since" AS "from_then",
              "t5"."until" AS "to_then"
            FROM "assignments" AS "t5"
            INNER JOIN (
              SELECT DISTINCT
                "t2"."user" AS "member",
                "t2"."agency" AS "of"
              FROM "accounts" AS "t2"
            ) AS "t14"
              ON "t5"."user" = "t14"."member"
          ) AS "t23"
            ON "t29"."case_no" = "t23"."on_case" AND "t29"."agency" = "t23"."of"
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
        ON "t29"."event_id" = "t35"."explained"
      SEMI JOIN "t39" AS "t44"
        ON "t29"."pair" = "t44"."fixed"
      LEFT OUTER JOIN (
        SELECT DISTINCT
          "t46"."event_id" AS "on_id"
        FROM (
          SELECT
            "t29"."event_id",
            "t29"."source",
            "t29"."at",
            "t29"."day",
            "t29"."local_day",
            "t29"."local_minute",
            "t29"."user",
            "t29"."agency",
            "t29"."case_no",
            "t29"."decision",
            "t29"."exported",
            "t29"."subject",
            "t29"."asked",
            "t29"."pair",
            "t16"."worker",
            "t16"."begun",
            "t16"."ended"
          FROM (
            SELECT
              "t27"."event_id",
              "t27"."source",
              "t27"."at",
              "t27"."day",
              "t27"."local_day",
              "t27"."local_minute",
              "t27"."user",
              "t27"."agency",
              "t27"."case_no",
              "t27"."decision",
              "t27"."exported",
              "t27"."subject",
              "t27"."asked",
              "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
            FROM (
              SELECT
                "t18"."event_id",
                "t18"."source",
                "t18"."at",
                "t18"."day",
                "t18"."local_day",
                "t18"."local_minute",
                "t18"."user",
                "t18"."agency",
                "t18"."case_no",
                "t18"."decision",
                "t18"."exported",
                "t18"."subject",
                "t18"."asked"
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
              ) AS "t18"
              SEMI JOIN (
                SELECT
                  "t24"."number" AS "many"
                FROM (
                  SELECT
                    "t22"."number",
                    COUNT(*) AS "times"
                  FROM (
                    SELECT
                      CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
                    FROM "subjects" AS "t0"
                    WHERE
                      "t0"."asked" AND "t0"."user" IS NOT NULL
                  ) AS "t22"
                  GROUP BY
                    1
                ) AS "t24"
                WHERE
                  "t24"."times" >= 8
              ) AS "t26"
                ON "t26"."many" = "t26"."many"
            ) AS "t27"
          ) AS "t29"
          ANTI JOIN (
            SELECT
              "t30"."event_id" AS "explained"
            FROM (
              SELECT
                "t29"."event_id",
                "t29"."source",
                "t29"."at",
                "t29"."day",
                "t29"."local_day",
                "t29"."local_minute",
                "t29"."user",
                "t29"."agency",
                "t29"."case_no",
                "t29"."decision",
                "t29"."exported",
                "t29"."subject",
                "t29"."asked",
                "t29"."pair",
                "t13"."on_case",
                "t13"."to_user",
                "t13"."from_then",
                "t13"."to_then"
              FROM (
                SELECT
                  "t27"."event_id",
                  "t27"."source",
                  "t27"."at",
                  "t27"."day",
                  "t27"."local_day",
                  "t27"."local_minute",
                  "t27"."user",
                  "t27"."agency",
                  "t27"."case_no",
                  "t27"."decision",
                  "t27"."exported",
                  "t27"."subject",
                  "t27"."asked",
                  "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
                FROM (
                  SELECT
                    "t18"."event_id",
                    "t18"."source",
                    "t18"."at",
                    "t18"."day",
                    "t18"."local_day",
                    "t18"."local_minute",
                    "t18"."user",
                    "t18"."agency",
                    "t18"."case_no",
                    "t18"."decision",
                    "t18"."exported",
                    "t18"."subject",
                    "t18"."asked"
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
                  ) AS "t18"
                  SEMI JOIN (
                    SELECT
                      "t24"."number" AS "many"
                    FROM (
                      SELECT
                        "t22"."number",
                        COUNT(*) AS "times"
                      FROM (
                        SELECT
                          CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
                        FROM "subjects" AS "t0"
                        WHERE
                          "t0"."asked" AND "t0"."user" IS NOT NULL
                      ) AS "t22"
                      GROUP BY
                        1
                    ) AS "t24"
                    WHERE
                      "t24"."times" >= 8
                  ) AS "t26"
                    ON "t26"."many" = "t26"."many"
                ) AS "t27"
              ) AS "t29"
              INNER JOIN (
                SELECT
                  "t1"."case_no" AS "on_case",
                  "t1"."user" AS "to_user",
                  "t1"."since" AS "from_then",
                  "t1"."until" AS "to_then"
                FROM "assignments" AS "t1"
              ) AS "t13"
                ON "t29"."case_no" = "t13"."on_case" AND "t29"."user" = "t13"."to_user"
            ) AS "t30"
            WHERE
              (
                (
                  "t30"."from_then" IS NULL
                ) OR (
                  "t30"."at" >= "t30"."from_then"
                )
              )
              AND (
                (
                  "t30"."to_then" IS NULL
                ) OR (
                  "t30"."at" < "t30"."to_then"
                )
              )
          ) AS "t32"
            ON "t29"."event_id" = "t32"."explained"
          ANTI JOIN (
            SELECT
              "t33"."event_id" AS "explained"
            FROM (
              SELECT
                "t29"."event_id",
                "t29"."source",
                "t29"."at",
                "t29"."day",
                "t29"."local_day",
                "t29"."local_minute",
                "t29"."user",
                "t29"."agency",
                "t29"."case_no",
                "t29"."decision",
                "t29"."exported",
                "t29"."subject",
                "t29"."asked",
                "t29"."pair",
                "t23"."of",
                "t23"."on_case",
                "t23"."from_then",
                "t23"."to_then"
              FROM (
                SELECT
                  "t27"."event_id",
                  "t27"."source",
                  "t27"."at",
                  "t27"."day",
                  "t27"."local_day",
                  "t27"."local_minute",
                  "t27"."user",
                  "t27"."agency",
                  "t27"."case_no",
                  "t27"."decision",
                  "t27"."exported",
                  "t27"."subject",
                  "t27"."asked",
                  "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
                FROM (
                  SELECT
                    "t18"."event_id",
                    "t18"."source",
                    "t18"."at",
                    "t18"."day",
                    "t18"."local_day",
                    "t18"."local_minute",
                    "t18"."user",
                    "t18"."agency",
                    "t18"."case_no",
                    "t18"."decision",
                    "t18"."exported",
                    "t18"."subject",
                    "t18"."asked"
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
                  ) AS "t18"
                  SEMI JOIN (
                    SELECT
                      "t24"."number" AS "many"
                    FROM (
                      SELECT
                        "t22"."number",
                        COUNT(*) AS "times"
                      FROM (
                        SELECT
                          CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
                        FROM "subjects" AS "t0"
                        WHERE
                          "t0"."asked" AND "t0"."user" IS NOT NULL
                      ) AS "t22"
                      GROUP BY
                        1
                    ) AS "t24"
                    WHERE
                      "t24"."times" >= 8
                  ) AS "t26"
                    ON "t26"."many" = "t26"."many"
                ) AS "t27"
              ) AS "t29"
              ANTI JOIN (
                SELECT
                  "t30"."event_id" AS "explained"
                FROM (
                  SELECT
                    "t29"."event_id",
                    "t29"."source",
                    "t29"."at",
                    "t29"."day",
                    "t29"."local_day",
                    "t29"."local_minute",
                    "t29"."user",
                    "t29"."agency",
                    "t29"."case_no",
                    "t29"."decision",
                    "t29"."exported",
                    "t29"."subject",
                    "t29"."asked",
                    "t29"."pair",
                    "t13"."on_case",
                    "t13"."to_user",
                    "t13"."from_then",
                    "t13"."to_then"
                  FROM (
                    SELECT
                      "t27"."event_id",
                      "t27"."source",
                      "t27"."at",
                      "t27"."day",
                      "t27"."local_day",
                      "t27"."local_minute",
                      "t27"."user",
                      "t27"."agency",
                      "t27"."case_no",
                      "t27"."decision",
                      "t27"."exported",
                      "t27"."subject",
                      "t27"."asked",
                      "t27"."agency" || ' ' || "t27"."user" || ' ' || "t27"."subject" AS "pair"
                    FROM (
                      SELECT
                        "t18"."event_id",
                        "t18"."source",
                        "t18"."at",
                        "t18"."day",
                        "t18"."local_day",
                        "t18"."local_minute",
                        "t18"."user",
                        "t18"."agency",
                        "t18"."case_no",
                        "t18"."decision",
                        "t18"."exported",
                        "t18"."subject",
                        "t18"."asked"
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
                      ) AS "t18"
                      SEMI JOIN (
                        SELECT
                          "t24"."number" AS "many"
                        FROM (
                          SELECT
                            "t22"."number",
                            COUNT(*) AS "times"
                          FROM (
                            SELECT
                              CAST(CAST(HASH(COALESCE("t0"."agency", '') || ' ' || "t0"."user" || ' ' || "t0"."subject") AS BIT) AS BIGINT) AS "number"
                            FROM "subjects" AS "t0"
                            WHERE
                              "t0"."asked" AND "t0"."user" IS NOT NULL
                          ) AS "t22"
                          GROUP BY
                            1
                        ) AS "t24"
                        WHERE
                          "t24"."times" >= 8
                      ) AS "t26"
                        ON "t26"."many" = "t26"."many"
                    ) AS "t27"
                  ) AS "t29"
                  INNER JOIN (
                    SELECT
                      "t1"."case_no" AS "on_case",
                      "t1"."user" AS "to_user",
                      "t1"."since" AS "from_then",
                      "t1"."until" AS "to_then"
                    FROM "assignments" AS "t1"
                  ) AS "t13"
                    ON "t29"."case_no" = "t13"."on_case" AND "t29"."user" = "t13"."to_user"
                ) AS "t30"
                WHERE
                  (
                    (
                      "t30"."from_then" IS NULL
                    ) OR (
                      "t30"."at" >= "t30"."from_then"
                    )
                  )
                  AND (
                    (
                      "t30"."to_then" IS NULL
                    ) OR (
                      "t30"."at" < "t30"."to_then"
                    )
                  )
              ) AS "t32"
                ON "t29"."event_id" = "t32"."explained"
              INNER JOIN (
                SELECT
                  "t14"."of",
                  "t5"."case_no" AS "on_case",
                  "t5"."since" AS "from_then",
                  "t5"."until" AS "to_then"
                FROM "assignments" AS "t5"
                INNER JOIN (
                  SELECT DISTINCT
                    "t2"."user" AS "member",
                    "t2"."agency" AS "of"
                  FROM "accounts" AS "t2"
                ) AS "t14"
                  ON "t5"."user" = "t14"."member"
              ) AS "t23"
                ON "t29"."case_no" = "t23"."on_case" AND "t29"."agency" = "t23"."of"
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
            ON "t29"."event_id" = "t35"."explained"
          SEMI JOIN "t39" AS "t44"
            ON "t29"."pair" = "t44"."fixed"
          INNER JOIN (
            SELECT
              "t3"."user" AS "worker",
              "t3"."since" AS "begun",
              "t3"."until" AS "ended"
            FROM "shifts" AS "t3"
          ) AS "t16"
            ON "t29"."user" = "t16"."worker"
        ) AS "t46"
        WHERE
          "t46"."at" >= "t46"."begun" AND "t46"."at" < "t46"."ended"
      ) AS "t50"
        ON "t29"."event_id" = "t50"."on_id"
      LEFT OUTER JOIN (
        SELECT DISTINCT
          "t3"."user" AS "rostered"
        FROM "shifts" AS "t3"
      ) AS "t15"
        ON "t29"."user" = "t15"."rostered"
      LEFT OUTER JOIN (
        SELECT
          "t17"."case_no" AS "ended_case",
          MAX("t17"."closed") AS "closed"
        FROM (
          SELECT
            *
          FROM "cases" AS "t4"
          WHERE
            "t4"."closed" IS NOT NULL
        ) AS "t17"
        GROUP BY
          1
      ) AS "t21"
        ON "t29"."case_no" = "t21"."ended_case"
    ) AS "t51"
    GROUP BY
      1
  ) AS "t53"
    ON "t43"."fixed" = "t53"."worse"
) AS "t55"
  ON "t29"."pair" = "t55"."scored"
