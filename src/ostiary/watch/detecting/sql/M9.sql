CREATE TEMP TABLE kept_frequent AS
SELECT
  "t10".*
  EXCLUDE ("times")
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t8"."event_id",
      "t8"."source",
      "t8"."at",
      "t8"."day",
      "t8"."local_day",
      "t8"."local_minute",
      "t8"."user",
      "t8"."agency",
      "t8"."case_no",
      "t8"."decision",
      "t8"."exported",
      "t8"."subject",
      "t8"."asked",
      "t8"."pair",
      COUNT("t8"."event_id") OVER (PARTITION BY "t8"."pair" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "times"
    FROM (
      SELECT
        "t7"."event_id",
        "t7"."source",
        "t7"."at",
        "t7"."day",
        "t7"."local_day",
        "t7"."local_minute",
        "t7"."user",
        "t7"."agency",
        "t7"."case_no",
        "t7"."decision",
        "t7"."exported",
        "t7"."subject",
        "t7"."asked",
        "t7"."agency" || ' ' || "t7"."user" || ' ' || "t7"."subject" AS "pair"
      FROM (
        SELECT
          "t3"."event_id",
          "t3"."source",
          "t3"."at",
          "t3"."day",
          "t3"."local_day",
          "t3"."local_minute",
          "t3"."user",
          "t3"."agency",
          "t3"."case_no",
          "t3"."decision",
          "t3"."exported",
          "t3"."subject",
          "t3"."asked"
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
        ) AS "t3"
        SEMI JOIN (
          SELECT
            "t4"."number" AS "many"
          FROM (
            SELECT
              "t1"."number",
              COUNT(*) AS "times"
            FROM (
              SELECT
                CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number"
              FROM "subjects" AS "t0"
              WHERE
                "t0"."asked" AND "t0"."user" IS NOT NULL
            ) AS "t1"
            GROUP BY
              1
          ) AS "t4"
          WHERE
            "t4"."times" >= 8
        ) AS "t6"
          ON "t6"."many" = "t6"."many"
      ) AS "t7"
    ) AS "t8"
  ) AS "t9"
  WHERE
    "t9"."times" >= 8
) AS "t10";

CREATE TEMP TABLE kept_without_case AS
SELECT
  "t3"."event_id",
  "t3"."source",
  "t3"."at",
  "t3"."day",
  "t3"."local_day",
  "t3"."local_minute",
  "t3"."user",
  "t3"."agency",
  "t3"."case_no",
  "t3"."decision",
  "t3"."exported",
  "t3"."subject",
  "t3"."asked",
  "t3"."pair"
FROM "kept_frequent" AS "t3"
ANTI JOIN (
  SELECT
    "t11"."event_id" AS "explained"
  FROM (
    SELECT
      "t3"."event_id",
      "t3"."source",
      "t3"."at",
      "t3"."day",
      "t3"."local_day",
      "t3"."local_minute",
      "t3"."user",
      "t3"."agency",
      "t3"."case_no",
      "t3"."decision",
      "t3"."exported",
      "t3"."subject",
      "t3"."asked",
      "t3"."pair",
      "t10"."on_case",
      "t10"."to_user",
      "t10"."from_then",
      "t10"."to_then"
    FROM "kept_frequent" AS "t3"
    INNER JOIN (
      SELECT
        "t4"."case_no" AS "on_case",
        "t4"."user" AS "to_user",
        "t4"."since" AS "from_then",
        "t4"."until" AS "to_then"
      FROM "assignments" AS "t4"
      SEMI JOIN (
        SELECT DISTINCT
          "t0"."case_no" AS "wanted"
        FROM "kept_frequent" AS "t0"
      ) AS "t7"
        ON "t4"."case_no" = "t7"."wanted"
    ) AS "t10"
      ON "t3"."case_no" = "t10"."on_case" AND "t3"."user" = "t10"."to_user"
  ) AS "t11"
  WHERE
    (
      (
        "t11"."from_then" IS NULL
      ) OR (
        "t11"."at" >= "t11"."from_then"
      )
    )
    AND (
      (
        "t11"."to_then" IS NULL
      ) OR (
        "t11"."at" < "t11"."to_then"
      )
    )
) AS "t13"
  ON "t3"."event_id" = "t13"."explained"
ANTI JOIN (
  SELECT
    "t19"."event_id" AS "explained"
  FROM (
    SELECT
      "t3"."event_id",
      "t3"."source",
      "t3"."at",
      "t3"."day",
      "t3"."local_day",
      "t3"."local_minute",
      "t3"."user",
      "t3"."agency",
      "t3"."case_no",
      "t3"."decision",
      "t3"."exported",
      "t3"."subject",
      "t3"."asked",
      "t3"."pair",
      "t18"."of",
      "t18"."on_case",
      "t18"."from_then",
      "t18"."to_then"
    FROM "kept_frequent" AS "t3"
    ANTI JOIN (
      SELECT
        "t11"."event_id" AS "explained"
      FROM (
        SELECT
          "t3"."event_id",
          "t3"."source",
          "t3"."at",
          "t3"."day",
          "t3"."local_day",
          "t3"."local_minute",
          "t3"."user",
          "t3"."agency",
          "t3"."case_no",
          "t3"."decision",
          "t3"."exported",
          "t3"."subject",
          "t3"."asked",
          "t3"."pair",
          "t10"."on_case",
          "t10"."to_user",
          "t10"."from_then",
          "t10"."to_then"
        FROM "kept_frequent" AS "t3"
        INNER JOIN (
          SELECT
            "t4"."case_no" AS "on_case",
            "t4"."user" AS "to_user",
            "t4"."since" AS "from_then",
            "t4"."until" AS "to_then"
          FROM "assignments" AS "t4"
          SEMI JOIN (
            SELECT DISTINCT
              "t0"."case_no" AS "wanted"
            FROM "kept_frequent" AS "t0"
          ) AS "t7"
            ON "t4"."case_no" = "t7"."wanted"
        ) AS "t10"
          ON "t3"."case_no" = "t10"."on_case" AND "t3"."user" = "t10"."to_user"
      ) AS "t11"
      WHERE
        (
          (
            "t11"."from_then" IS NULL
          ) OR (
            "t11"."at" >= "t11"."from_then"
          )
        )
        AND (
          (
            "t11"."to_then" IS NULL
          ) OR (
            "t11"."at" < "t11"."to_then"
          )
        )
    ) AS "t13"
      ON "t3"."event_id" = "t13"."explained"
    INNER JOIN (
      SELECT
        "t8"."of",
        "t4"."case_no" AS "on_case",
        "t4"."since" AS "from_then",
        "t4"."until" AS "to_then"
      FROM "assignments" AS "t4"
      SEMI JOIN (
        SELECT DISTINCT
          *
        FROM (
          SELECT
            "t3"."case_no" AS "wanted"
          FROM "kept_frequent" AS "t3"
          ANTI JOIN (
            SELECT
              "t11"."event_id" AS "explained"
            FROM (
              SELECT
                "t3"."event_id",
                "t3"."source",
                "t3"."at",
                "t3"."day",
                "t3"."local_day",
                "t3"."local_minute",
                "t3"."user",
                "t3"."agency",
                "t3"."case_no",
                "t3"."decision",
                "t3"."exported",
                "t3"."subject",
                "t3"."asked",
                "t3"."pair",
                "t10"."on_case",
                "t10"."to_user",
                "t10"."from_then",
                "t10"."to_then"
              FROM "kept_frequent" AS "t3"
              INNER JOIN (
                SELECT
                  "t4"."case_no" AS "on_case",
                  "t4"."user" AS "to_user",
                  "t4"."since" AS "from_then",
                  "t4"."until" AS "to_then"
                FROM "assignments" AS "t4"
                SEMI JOIN (
                  SELECT DISTINCT
                    "t0"."case_no" AS "wanted"
                  FROM "kept_frequent" AS "t0"
                ) AS "t7"
                  ON "t4"."case_no" = "t7"."wanted"
              ) AS "t10"
                ON "t3"."case_no" = "t10"."on_case" AND "t3"."user" = "t10"."to_user"
            ) AS "t11"
            WHERE
              (
                (
                  "t11"."from_then" IS NULL
                ) OR (
                  "t11"."at" >= "t11"."from_then"
                )
              )
              AND (
                (
                  "t11"."to_then" IS NULL
                ) OR (
                  "t11"."at" < "t11"."to_then"
                )
              )
          ) AS "t13"
            ON "t3"."event_id" = "t13"."explained"
        ) AS "t14"
      ) AS "t16"
        ON "t4"."case_no" = "t16"."wanted"
      INNER JOIN (
        SELECT DISTINCT
          "t2"."user" AS "member",
          "t2"."agency" AS "of"
        FROM "accounts" AS "t2"
      ) AS "t8"
        ON "t4"."user" = "t8"."member"
    ) AS "t18"
      ON "t3"."case_no" = "t18"."on_case" AND "t3"."agency" = "t18"."of"
  ) AS "t19"
  WHERE
    (
      (
        "t19"."from_then" IS NULL
      ) OR (
        "t19"."at" >= "t19"."from_then"
      )
    )
    AND (
      (
        "t19"."to_then" IS NULL
      ) OR (
        "t19"."at" < "t19"."to_then"
      )
    )
) AS "t21"
  ON "t3"."event_id" = "t21"."explained";

CREATE TEMP TABLE kept_fixed AS
SELECT
  *
FROM (
  SELECT
    "t0"."pair" AS "fixed",
    MAX("t0"."subject") AS "subject",
    COUNT(DISTINCT "t0"."event_id") AS "searches",
    COUNT(DISTINCT CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT)) AS "days"
  FROM "kept_without_case" AS "t0"
  GROUP BY
    1
) AS "t1"
WHERE
  "t1"."searches" >= 8 AND "t1"."days" >= 5;

SELECT
  "t5"."user" AS "entity",
  NULLIF("t5"."agency", '') AS "agency",
  "t5"."subject" AS "period",
  "t5"."event_id",
  "t5"."at",
  "t29"."score" AS "measure",
  "t29"."detail"
FROM "kept_without_case" AS "t5"
INNER JOIN (
  SELECT
    "t6"."fixed" AS "scored",
    (
      "t6"."searches" / 8
    ) + (
      (
        "t27"."off" + "t27"."late"
      ) / "t6"."searches"
    ) + CASE WHEN (
      "t6"."searches" / "t23"."total"
    ) >= 0.8 THEN 1.0 ELSE 0.0 END AS "score",
    CAST("t6"."searches" AS TEXT) || ' searches on ' || CAST("t6"."days" AS TEXT) || ' days, of ' || CAST("t23"."total" AS TEXT) || ' by anybody' AS "detail"
  FROM "kept_fixed" AS "t6"
  INNER JOIN (
    SELECT
      "t18"."subject" AS "of",
      COUNT(DISTINCT "t18"."event_id") AS "total"
    FROM (
      SELECT
        "t13"."event_id",
        "t13"."source",
        "t13"."at",
        "t13"."day",
        "t13"."local_day",
        "t13"."local_minute",
        "t13"."user",
        "t13"."agency",
        "t13"."case_no",
        "t13"."decision",
        "t13"."exported",
        "t13"."subject",
        "t13"."asked"
      FROM (
        SELECT
          *
        FROM "subjects" AS "t2"
        WHERE
          "t2"."asked"
      ) AS "t13"
      SEMI JOIN (
        SELECT DISTINCT
          "t1"."subject" AS "one"
        FROM "kept_fixed" AS "t1"
      ) AS "t12"
        ON "t13"."subject" = "t12"."one"
    ) AS "t18"
    GROUP BY
      1
  ) AS "t23"
    ON "t6"."subject" = "t23"."of"
  INNER JOIN (
    SELECT
      "t25"."pair" AS "worse",
      SUM(
        CASE
          WHEN (
            "t25"."on_id" IS NULL
          ) AND (
            "t25"."rostered" IS NOT NULL
          )
          THEN 1
          ELSE 0
        END
      ) AS "off",
      SUM(
        CASE
          WHEN (
            "t25"."closed" IS NOT NULL
          ) AND (
            "t25"."at" > "t25"."closed"
          )
          THEN 1
          ELSE 0
        END
      ) AS "late"
    FROM (
      SELECT
        "t5"."event_id",
        "t5"."source",
        "t5"."at",
        "t5"."day",
        "t5"."local_day",
        "t5"."local_minute",
        "t5"."user",
        "t5"."agency",
        "t5"."case_no",
        "t5"."decision",
        "t5"."exported",
        "t5"."subject",
        "t5"."asked",
        "t5"."pair",
        "t24"."on_id",
        "t14"."rostered",
        "t20"."ended_case",
        "t20"."closed"
      FROM "kept_without_case" AS "t5"
      SEMI JOIN "kept_fixed" AS "t7"
        ON "t5"."pair" = "t7"."fixed"
      LEFT OUTER JOIN (
        SELECT DISTINCT
          "t19"."event_id" AS "on_id"
        FROM (
          SELECT
            "t5"."event_id",
            "t5"."source",
            "t5"."at",
            "t5"."day",
            "t5"."local_day",
            "t5"."local_minute",
            "t5"."user",
            "t5"."agency",
            "t5"."case_no",
            "t5"."decision",
            "t5"."exported",
            "t5"."subject",
            "t5"."asked",
            "t5"."pair",
            "t15"."worker",
            "t15"."begun",
            "t15"."ended"
          FROM "kept_without_case" AS "t5"
          SEMI JOIN "kept_fixed" AS "t7"
            ON "t5"."pair" = "t7"."fixed"
          INNER JOIN (
            SELECT
              "t3"."user" AS "worker",
              "t3"."since" AS "begun",
              "t3"."until" AS "ended"
            FROM "shifts" AS "t3"
          ) AS "t15"
            ON "t5"."user" = "t15"."worker"
        ) AS "t19"
        WHERE
          "t19"."at" >= "t19"."begun" AND "t19"."at" < "t19"."ended"
      ) AS "t24"
        ON "t5"."event_id" = "t24"."on_id"
      LEFT OUTER JOIN (
        SELECT DISTINCT
          "t3"."user" AS "rostered"
        FROM "shifts" AS "t3"
      ) AS "t14"
        ON "t5"."user" = "t14"."rostered"
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
        ON "t5"."case_no" = "t20"."ended_case"
    ) AS "t25"
    GROUP BY
      1
  ) AS "t27"
    ON "t6"."fixed" = "t27"."worse"
) AS "t29"
  ON "t5"."pair" = "t29"."scored"
