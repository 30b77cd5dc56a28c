WITH "t19" AS (
  SELECT
    "t4"."event_id",
    "t4"."at",
    "t4"."user",
    "t4"."agency",
    "t11"."alike",
    "t11"."normal",
    CAST(COALESCE("t4"."local_day", "t4"."day") AS BIGINT) AS "own",
    CAST(GREATEST(COALESCE("t4"."subjects", 1), 1) AS BIGINT) AS "most"
  FROM (
    SELECT
      "t0"."event_id",
      "t0"."source",
      "t0"."row",
      "t0"."at",
      "t0"."day",
      "t0"."local_day",
      "t0"."local_minute",
      "t0"."user",
      "t0"."user_state",
      COALESCE("t0"."agency", '') AS "agency",
      "t0"."agency_state",
      "t0"."owner",
      "t0"."employer",
      "t0"."beneficiary",
      "t0"."role",
      "t0"."device",
      "t0"."address",
      "t0"."session",
      "t0"."latitude",
      "t0"."longitude",
      "t0"."action",
      "t0"."reason",
      "t0"."reason_state",
      "t0"."purpose",
      "t0"."purpose_state",
      "t0"."case_no",
      "t0"."case_no_state",
      "t0"."networks",
      "t0"."devices",
      "t0"."window_from",
      "t0"."window_until",
      "t0"."decision",
      "t0"."rule",
      "t0"."rows",
      "t0"."exported",
      "t0"."subjects",
      "t0"."outcome",
      "t0"."access",
      "t0"."continues",
      "t0"."affiliations",
      "t0"."classes",
      "t0"."fields",
      "t0"."duties",
      "t0"."accounting",
      "t0"."basis",
      "t0"."policy"
    FROM "events" AS "t0"
    WHERE
      "t0"."action" <> 'alert'
      AND "t0"."continues" IS NULL
      AND "t0"."user" IS NOT NULL
      AND "t0"."reason" IS NOT NULL
  ) AS "t4"
  INNER JOIN (
    SELECT
      "t8"."alike",
      "t8"."normal",
      "t8"."word"
    FROM (
      SELECT
        "t1"."alike",
        "t1"."normal",
        "t1"."reason" AS "word"
      FROM "reasons" AS "t1"
      WHERE
        LENGTH("t1"."alike") >= 10
    ) AS "t8"
    ANTI JOIN (
      SELECT DISTINCT
        "t1"."alike" AS "common"
      FROM "reasons" AS "t1"
      WHERE
        "t1"."vague" OR "t1"."placeholder" OR (
          "t1"."case_like" IS NOT NULL
        )
    ) AS "t9"
      ON "t8"."alike" = "t9"."common"
  ) AS "t11"
    ON "t4"."reason" = "t11"."word"
  SEMI JOIN (
    SELECT
      "t16"."rare"
    FROM (
      SELECT
        "t15"."rare",
        "t15"."used_by",
        "t5"."agencies"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t12"."alike" AS "rare",
            COUNT(DISTINCT "t12"."agency") AS "used_by"
          FROM (
            SELECT
              "t4"."event_id",
              "t4"."at",
              "t4"."user",
              "t4"."agency",
              "t11"."alike",
              "t11"."normal",
              CAST(COALESCE("t4"."local_day", "t4"."day") AS BIGINT) AS "own",
              CAST(GREATEST(COALESCE("t4"."subjects", 1), 1) AS BIGINT) AS "most"
            FROM (
              SELECT
                "t0"."event_id",
                "t0"."source",
                "t0"."row",
                "t0"."at",
                "t0"."day",
                "t0"."local_day",
                "t0"."local_minute",
                "t0"."user",
                "t0"."user_state",
                COALESCE("t0"."agency", '') AS "agency",
                "t0"."agency_state",
                "t0"."owner",
                "t0"."employer",
                "t0"."beneficiary",
                "t0"."role",
                "t0"."device",
                "t0"."address",
                "t0"."session",
                "t0"."latitude",
                "t0"."longitude",
                "t0"."action",
                "t0"."reason",
                "t0"."reason_state",
                "t0"."purpose",
                "t0"."purpose_state",
                "t0"."case_no",
                "t0"."case_no_state",
                "t0"."networks",
                "t0"."devices",
                "t0"."window_from",
                "t0"."window_until",
                "t0"."decision",
                "t0"."rule",
                "t0"."rows",
                "t0"."exported",
                "t0"."subjects",
                "t0"."outcome",
                "t0"."access",
                "t0"."continues",
                "t0"."affiliations",
                "t0"."classes",
                "t0"."fields",
                "t0"."duties",
                "t0"."accounting",
                "t0"."basis",
                "t0"."policy"
              FROM "events" AS "t0"
              WHERE
                "t0"."action" <> 'alert'
                AND "t0"."continues" IS NULL
                AND "t0"."user" IS NOT NULL
                AND "t0"."reason" IS NOT NULL
            ) AS "t4"
            INNER JOIN (
              SELECT
                "t8"."alike",
                "t8"."normal",
                "t8"."word"
              FROM (
                SELECT
                  "t1"."alike",
                  "t1"."normal",
                  "t1"."reason" AS "word"
                FROM "reasons" AS "t1"
                WHERE
                  LENGTH("t1"."alike") >= 10
              ) AS "t8"
              ANTI JOIN (
                SELECT DISTINCT
                  "t1"."alike" AS "common"
                FROM "reasons" AS "t1"
                WHERE
                  "t1"."vague" OR "t1"."placeholder" OR (
                    "t1"."case_like" IS NOT NULL
                  )
              ) AS "t9"
                ON "t8"."alike" = "t9"."common"
            ) AS "t11"
              ON "t4"."reason" = "t11"."word"
          ) AS "t12"
          GROUP BY
            1
        ) AS "t13"
        WHERE
          "t13"."used_by" <= 2
      ) AS "t15"
      CROSS JOIN (
        SELECT
          COUNT(DISTINCT "t0"."agency") AS "agencies"
        FROM "events" AS "t0"
      ) AS "t5"
    ) AS "t16"
    WHERE
      "t16"."agencies" >= 20
  ) AS "t18"
    ON "t11"."alike" = "t18"."rare"
), "t27" AS (
  SELECT
    *
  FROM (
    SELECT
      "t23".*
      EXCLUDE ("block_1")
    FROM (
      SELECT
        "t21".*
        EXCLUDE ("block_0")
      FROM (
        SELECT
          "t20"."event_id",
          "t20"."at",
          "t20"."user",
          "t20"."agency",
          "t20"."alike",
          "t20"."normal",
          "t20"."own",
          "t20"."most",
          CAST(FLOOR((
            "t20"."own"
          ) / (
            7
          )) AS BIGINT) AS "block_0",
          CAST(FLOOR((
            "t20"."own" + 3
          ) / (
            7
          )) AS BIGINT) AS "block_1",
          0 AS "grid",
          CAST(FLOOR((
            "t20"."own"
          ) / (
            7
          )) AS BIGINT) AS "block"
        FROM "t19" AS "t20"
      ) AS "t21"
    ) AS "t23"
  ) AS "t25"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t24".*
      EXCLUDE ("block_1")
    FROM (
      SELECT
        "t22".*
        EXCLUDE ("block_0")
      FROM (
        SELECT
          "t20"."event_id",
          "t20"."at",
          "t20"."user",
          "t20"."agency",
          "t20"."alike",
          "t20"."normal",
          "t20"."own",
          "t20"."most",
          CAST(FLOOR((
            "t20"."own"
          ) / (
            7
          )) AS BIGINT) AS "block_0",
          CAST(FLOOR((
            "t20"."own" + 3
          ) / (
            7
          )) AS BIGINT) AS "block_1",
          1 AS "grid",
          CAST(FLOOR((
            "t20"."own" + 3
          ) / (
            7
          )) AS BIGINT) AS "block"
        FROM "t19" AS "t20"
      ) AS "t22"
    ) AS "t24"
  ) AS "t26"
), "t34" AS (
  SELECT
    "t29"."event_id",
    "t29"."at",
    "t29"."user",
    "t29"."agency",
    "t29"."alike",
    "t29"."normal",
    "t29"."own",
    "t29"."most",
    "t29"."grid",
    "t29"."block",
    "t33"."of_alike",
    "t33"."of_grid",
    "t33"."of_block",
    "t33"."users"
  FROM "t27" AS "t29"
  INNER JOIN (
    SELECT
      *
    FROM (
      SELECT
        "t30"."alike" AS "of_alike",
        "t30"."grid" AS "of_grid",
        "t30"."block" AS "of_block",
        SUM("t30"."users") AS "users"
      FROM (
        SELECT
          "t28"."alike",
          "t28"."grid",
          "t28"."block",
          "t28"."agency",
          COUNT(DISTINCT "t28"."user") AS "users"
        FROM "t27" AS "t28"
        GROUP BY
          1,
          2,
          3,
          4
      ) AS "t30"
      GROUP BY
        1,
        2,
        3
    ) AS "t31"
    WHERE
      "t31"."users" >= 3
  ) AS "t33"
    ON "t29"."alike" = "t33"."of_alike"
    AND "t29"."grid" = "t33"."of_grid"
    AND "t29"."block" = "t33"."of_block"
)
SELECT
  "t40"."alike" AS "entity",
  NULLIF('', '') AS "agency",
  '' AS "period",
  "t40"."event_id",
  "t40"."at",
  CAST("t40"."users" AS DOUBLE) AS "measure",
  CAST("t40"."users" AS TEXT) || CASE
    WHEN "t40"."spellings" > 1
    THEN '; ' || CAST("t40"."spellings" AS TEXT) || ' spellings'
    ELSE ''
  END AS "detail"
FROM (
  SELECT
    "t38"."alike",
    "t38"."event_id",
    "t38"."at",
    "t38"."users",
    "t39"."same",
    "t39"."spellings"
  FROM (
    SELECT
      "t35"."alike",
      "t35"."event_id",
      "t35"."at",
      MAX("t35"."users") AS "users"
    FROM "t34" AS "t35"
    GROUP BY
      1,
      2,
      3
  ) AS "t38"
  INNER JOIN (
    SELECT
      "t35"."alike" AS "same",
      COUNT(DISTINCT "t35"."normal") AS "spellings"
    FROM "t34" AS "t35"
    GROUP BY
      1
  ) AS "t39"
    ON "t38"."alike" = "t39"."same"
) AS "t40"
