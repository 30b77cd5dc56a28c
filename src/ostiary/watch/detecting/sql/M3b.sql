WITH "t9" AS (
  SELECT
    *
  FROM (
    SELECT
      "t6"."event_id",
      "t6"."at",
      "t6"."user",
      "t6"."agency",
      "t5"."normal",
      "t5"."vague",
      "t5"."placeholder",
      "t5"."case_like",
      CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) AS "own",
      CAST(GREATEST(COALESCE("t6"."subjects", 1), 1) AS BIGINT) AS "most"
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
    ) AS "t6"
    INNER JOIN (
      SELECT
        "t1"."normal",
        "t1"."vague",
        "t1"."placeholder",
        "t1"."case_like",
        "t1"."reason" AS "word"
      FROM "reasons" AS "t1"
    ) AS "t5"
      ON "t6"."reason" = "t5"."word"
  ) AS "t8"
  WHERE
    NOT (
      "t8"."vague"
    )
    AND NOT (
      "t8"."placeholder"
    )
    AND "t8"."case_like" IS NULL
    AND LENGTH("t8"."normal") >= 10
), "t18" AS (
  SELECT
    "t11"."event_id",
    "t11"."at",
    "t11"."user",
    "t11"."agency",
    "t11"."normal",
    "t11"."vague",
    "t11"."placeholder",
    "t11"."case_like",
    "t11"."own",
    "t11"."most"
  FROM "t9" AS "t11"
  SEMI JOIN (
    SELECT
      "t15"."rare"
    FROM (
      SELECT
        "t14"."rare",
        "t14"."used_by",
        "t7"."agencies"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t10"."normal" AS "rare",
            COUNT(DISTINCT "t10"."agency") AS "used_by"
          FROM "t9" AS "t10"
          GROUP BY
            1
        ) AS "t12"
        WHERE
          "t12"."used_by" <= 2
      ) AS "t14"
      CROSS JOIN (
        SELECT
          COUNT(DISTINCT "t0"."agency") AS "agencies"
        FROM "events" AS "t0"
      ) AS "t7"
    ) AS "t15"
    WHERE
      "t15"."agencies" >= 20
  ) AS "t17"
    ON "t11"."normal" = "t17"."rare"
), "t26" AS (
  SELECT
    *
  FROM (
    SELECT
      "t22".*
      EXCLUDE ("block_1")
    FROM (
      SELECT
        "t20".*
        EXCLUDE ("block_0")
      FROM (
        SELECT
          "t19"."event_id",
          "t19"."at",
          "t19"."user",
          "t19"."agency",
          "t19"."normal",
          "t19"."vague",
          "t19"."placeholder",
          "t19"."case_like",
          "t19"."own",
          "t19"."most",
          CAST(FLOOR((
            "t19"."own"
          ) / (
            7
          )) AS BIGINT) AS "block_0",
          CAST(FLOOR((
            "t19"."own" + 3
          ) / (
            7
          )) AS BIGINT) AS "block_1",
          0 AS "grid",
          CAST(FLOOR((
            "t19"."own"
          ) / (
            7
          )) AS BIGINT) AS "block"
        FROM "t18" AS "t19"
      ) AS "t20"
    ) AS "t22"
  ) AS "t24"
  UNION ALL
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
          "t19"."event_id",
          "t19"."at",
          "t19"."user",
          "t19"."agency",
          "t19"."normal",
          "t19"."vague",
          "t19"."placeholder",
          "t19"."case_like",
          "t19"."own",
          "t19"."most",
          CAST(FLOOR((
            "t19"."own"
          ) / (
            7
          )) AS BIGINT) AS "block_0",
          CAST(FLOOR((
            "t19"."own" + 3
          ) / (
            7
          )) AS BIGINT) AS "block_1",
          1 AS "grid",
          CAST(FLOOR((
            "t19"."own" + 3
          ) / (
            7
          )) AS BIGINT) AS "block"
        FROM "t18" AS "t19"
      ) AS "t21"
    ) AS "t23"
  ) AS "t25"
)
SELECT
  "t34"."normal" AS "entity",
  NULLIF('', '') AS "agency",
  '' AS "period",
  "t34"."event_id",
  "t34"."at",
  CAST("t34"."users" AS DOUBLE) AS "measure",
  CAST("t34"."users" AS TEXT) AS "detail"
FROM (
  SELECT
    "t33"."normal",
    "t33"."event_id",
    "t33"."at",
    MAX("t33"."users") AS "users"
  FROM (
    SELECT
      "t28"."event_id",
      "t28"."at",
      "t28"."user",
      "t28"."agency",
      "t28"."normal",
      "t28"."vague",
      "t28"."placeholder",
      "t28"."case_like",
      "t28"."own",
      "t28"."most",
      "t28"."grid",
      "t28"."block",
      "t32"."of_normal",
      "t32"."of_grid",
      "t32"."of_block",
      "t32"."users"
    FROM "t26" AS "t28"
    INNER JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t29"."normal" AS "of_normal",
          "t29"."grid" AS "of_grid",
          "t29"."block" AS "of_block",
          SUM("t29"."users") AS "users"
        FROM (
          SELECT
            "t27"."normal",
            "t27"."grid",
            "t27"."block",
            "t27"."agency",
            COUNT(DISTINCT "t27"."user") AS "users"
          FROM "t26" AS "t27"
          GROUP BY
            1,
            2,
            3,
            4
        ) AS "t29"
        GROUP BY
          1,
          2,
          3
      ) AS "t30"
      WHERE
        "t30"."users" >= 3
    ) AS "t32"
      ON "t28"."normal" = "t32"."of_normal"
      AND "t28"."grid" = "t32"."of_grid"
      AND "t28"."block" = "t32"."of_block"
  ) AS "t33"
  GROUP BY
    1,
    2,
    3
) AS "t34"
