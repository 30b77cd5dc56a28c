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

CREATE TEMP TABLE kept_cells AS
SELECT
  "t10".*
  EXCLUDE ("all")
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t8"."agency",
      "t8"."user",
      "t8"."block",
      "t8"."bin",
      "t8"."here",
      SUM("t8"."here") OVER (
        PARTITION BY "t8"."agency", "t8"."user"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "all"
    FROM (
      SELECT
        "t7"."agency",
        "t7"."user",
        "t7"."block",
        "t7"."bin",
        COUNT(*) AS "here"
      FROM (
        SELECT
          "t6".*
          EXCLUDE ("number_of_all")
        FROM (
          SELECT
            "t5"."event_id",
            "t5"."at",
            "t5"."user",
            "t5"."agency",
            "t5"."block",
            "t5"."bin",
            "t5"."number_of_all"
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
              )) AS BIGINT) AS "bin",
              XOR(
                CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
                CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
              ) AS "number_of_all"
            FROM "events" AS "t0"
            WHERE
              "t0"."action" <> 'alert'
              AND "t0"."continues" IS NULL
              AND "t0"."user" IS NOT NULL
              AND "t0"."local_minute" IS NOT NULL
          ) AS "t5"
          SEMI JOIN (
            SELECT
              "t1"."number" AS "many"
            FROM "kept_accounts" AS "t1"
            WHERE
              "t1"."times" >= 50
          ) AS "t3"
            ON "t5"."number_of_all" = "t3"."many"
        ) AS "t6"
      ) AS "t7"
      GROUP BY
        1,
        2,
        3,
        4
    ) AS "t8"
  ) AS "t9"
  WHERE
    "t9"."all" > 50
) AS "t10";

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

CREATE TEMP TABLE kept_rare AS
SELECT
  "t9".*
  EXCLUDE ("near")
FROM (
  SELECT
    "t8".*
    EXCLUDE ("history")
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t6"."agency" AS "of_agency",
        "t6"."user" AS "of_user",
        "t6"."block" AS "of_block",
        "t6"."bin" AS "of_bin",
        SUM("t6"."other") AS "history",
        SUM("t6"."near") AS "near"
      FROM (
        SELECT
          "t5"."agency",
          "t5"."user",
          "t5"."block",
          "t5"."bin",
          "t5"."other_agency",
          "t5"."other_user",
          "t5"."other_block",
          "t5"."other_bin",
          "t5"."other",
          CASE
            WHEN (
              ABS("t5"."bin" - "t5"."other_bin") <= 4
            )
            OR (
              ABS("t5"."bin" - "t5"."other_bin") >= 44
            )
            THEN "t5"."other"
            ELSE 0
          END AS "near"
        FROM (
          SELECT
            "t2"."agency",
            "t2"."user",
            "t2"."block",
            "t2"."bin",
            "t4"."other_agency",
            "t4"."other_user",
            "t4"."other_block",
            "t4"."other_bin",
            "t4"."other"
          FROM "kept_doubtful" AS "t2"
          INNER JOIN (
            SELECT
              "t1"."agency" AS "other_agency",
              "t1"."user" AS "other_user",
              "t1"."block" AS "other_block",
              "t1"."bin" AS "other_bin",
              "t1"."here" AS "other"
            FROM "kept_cells" AS "t1"
          ) AS "t4"
            ON "t2"."agency" = "t4"."other_agency" AND "t2"."user" = "t4"."other_user"
        ) AS "t5"
        WHERE
          ABS("t5"."block" - "t5"."other_block") > 1
      ) AS "t6"
      GROUP BY
        1,
        2,
        3,
        4
    ) AS "t7"
    WHERE
      "t7"."history" >= 50 AND "t7"."near" < (
        "t7"."history" * 0.01
      )
  ) AS "t8"
) AS "t9";

CREATE TEMP TABLE kept_rare_events AS
SELECT
  "t10"."event_id",
  "t10"."at",
  "t10"."user",
  "t10"."agency",
  "t10"."block",
  "t10"."bin",
  "t3"."of_agency",
  "t3"."of_user",
  "t3"."of_block",
  "t3"."of_bin"
FROM (
  SELECT
    "t8".*
    EXCLUDE ("number_of_all")
  FROM (
    SELECT
      "t7"."event_id",
      "t7"."at",
      "t7"."user",
      "t7"."agency",
      "t7"."block",
      "t7"."bin",
      "t7"."number_of_all"
    FROM (
      SELECT
        "t1"."event_id",
        "t1"."at",
        "t1"."user",
        COALESCE("t1"."agency", '') AS "agency",
        CAST(FLOOR((
          CAST(COALESCE("t1"."local_day", "t1"."day") AS BIGINT)
        ) / (
          10
        )) AS BIGINT) AS "block",
        CAST(FLOOR((
          "t1"."local_minute"
        ) / (
          30
        )) AS BIGINT) AS "bin",
        XOR(
          CAST(CAST(HASH(COALESCE("t1"."agency", '')) AS BIT) AS BIGINT),
          CAST(CAST(HASH("t1"."user") AS BIT) AS BIGINT)
        ) AS "number_of_all"
      FROM "events" AS "t1"
      WHERE
        "t1"."action" <> 'alert'
        AND "t1"."continues" IS NULL
        AND "t1"."user" IS NOT NULL
        AND "t1"."local_minute" IS NOT NULL
    ) AS "t7"
    SEMI JOIN (
      SELECT
        "t2"."number" AS "many"
      FROM "kept_accounts" AS "t2"
      WHERE
        "t2"."times" >= 50
    ) AS "t5"
      ON "t7"."number_of_all" = "t5"."many"
  ) AS "t8"
) AS "t10"
INNER JOIN "kept_rare" AS "t3"
  ON "t10"."agency" = "t3"."of_agency"
  AND "t10"."user" = "t3"."of_user"
  AND "t10"."block" = "t3"."of_block"
  AND "t10"."bin" = "t3"."of_bin";

WITH "t6" AS (
  SELECT
    *
  FROM (
    SELECT
      "t0"."since",
      "t0"."until",
      "t0"."user" AS "sent"
    FROM "shifts" AS "t0"
  ) AS "t3"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t1"."since",
      "t1"."until",
      "t1"."user" AS "sent"
    FROM "dispatches" AS "t1"
  ) AS "t4"
)
SELECT
  "t19"."user" AS "entity",
  NULLIF("t19"."agency", '') AS "agency",
  '' AS "period",
  "t19"."event_id",
  "t19"."at",
  CAST("t19"."found" AS DOUBLE) AS "measure",
  CASE
    WHEN "t11"."rostered" IS NULL
    THEN 'and whether its user was on duty could not be judged, since no shift and no call of theirs is known'
    ELSE 'on no shift and no call that is known'
  END AS "detail"
FROM (
  SELECT
    "t17"."event_id",
    "t17"."at",
    "t17"."user",
    "t17"."agency",
    "t17"."after_1",
    "t17"."before_1",
    COUNT(*) OVER (
      PARTITION BY "t17"."agency", "t17"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "found"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t15"."event_id",
        "t15"."at",
        "t15"."user",
        "t15"."agency",
        LEAD("t15"."at", 1) OVER (
          PARTITION BY "t15"."agency", "t15"."user"
          ORDER BY "t15"."at" ASC, "t15"."event_id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "after_1",
        LAG("t15"."at", 1) OVER (
          PARTITION BY "t15"."agency", "t15"."user"
          ORDER BY "t15"."at" ASC, "t15"."event_id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "before_1"
      FROM (
        SELECT
          "t7"."event_id",
          "t7"."at",
          "t7"."user",
          "t7"."agency"
        FROM (
          SELECT
            "t2"."event_id",
            "t2"."at",
            "t2"."user",
            "t2"."agency"
          FROM "kept_rare_events" AS "t2"
        ) AS "t7"
        ANTI JOIN (
          SELECT DISTINCT
            "t12"."event_id" AS "planned_id"
          FROM (
            SELECT
              "t7"."event_id",
              "t7"."at",
              "t7"."user",
              "t7"."agency",
              "t9"."since",
              "t9"."until",
              "t9"."sent"
            FROM (
              SELECT
                "t2"."event_id",
                "t2"."at",
                "t2"."user",
                "t2"."agency"
              FROM "kept_rare_events" AS "t2"
            ) AS "t7"
            INNER JOIN "t6" AS "t9"
              ON "t7"."user" = "t9"."sent"
          ) AS "t12"
          WHERE
            "t12"."at" >= (
              "t12"."since" - 7200000
            )
            AND "t12"."at" <= (
              "t12"."until" + 7200000
            )
        ) AS "t14"
          ON "t7"."event_id" = "t14"."planned_id"
      ) AS "t15"
    ) AS "t16"
    WHERE
      COALESCE((
        "t16"."at" - "t16"."before_1"
      ) <= 2592000000, FALSE)
      OR COALESCE((
        "t16"."after_1" - "t16"."at"
      ) <= 2592000000, FALSE)
  ) AS "t17"
) AS "t19"
LEFT OUTER JOIN (
  SELECT DISTINCT
    "t8"."sent" AS "rostered"
  FROM "t6" AS "t8"
) AS "t11"
  ON "t19"."user" = "t11"."rostered"
