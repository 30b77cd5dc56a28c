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
), "t24" AS (
  SELECT
    *
  FROM (
    SELECT
      "t20".*
      EXCLUDE ("block_0", "block_1")
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
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t21".*
      EXCLUDE ("block_0", "block_1")
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
)
SELECT
  "t32"."normal" AS "entity",
  NULLIF('', '') AS "agency",
  '' AS "period",
  "t32"."event_id",
  "t32"."at",
  CAST("t32"."users" AS DOUBLE) AS "measure",
  CAST("t32"."users" AS TEXT) AS "detail"
FROM (
  SELECT
    "t31"."normal",
    "t31"."event_id",
    "t31"."at",
    MAX("t31"."users") AS "users"
  FROM (
    SELECT
      "t26"."event_id",
      "t26"."at",
      "t26"."user",
      "t26"."agency",
      "t26"."normal",
      "t26"."vague",
      "t26"."placeholder",
      "t26"."case_like",
      "t26"."own",
      "t26"."most",
      "t26"."grid",
      "t26"."block",
      "t30"."of_normal",
      "t30"."of_grid",
      "t30"."of_block",
      "t30"."users"
    FROM "t24" AS "t26"
    INNER JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t27"."normal" AS "of_normal",
          "t27"."grid" AS "of_grid",
          "t27"."block" AS "of_block",
          SUM("t27"."users") AS "users"
        FROM (
          SELECT
            "t25"."normal",
            "t25"."grid",
            "t25"."block",
            "t25"."agency",
            COUNT(DISTINCT "t25"."user") AS "users"
          FROM "t24" AS "t25"
          GROUP BY
            1,
            2,
            3,
            4
        ) AS "t27"
        GROUP BY
          1,
          2,
          3
      ) AS "t28"
      WHERE
        "t28"."users" >= 3
    ) AS "t30"
      ON "t26"."normal" = "t30"."of_normal"
      AND "t26"."grid" = "t30"."of_grid"
      AND "t26"."block" = "t30"."of_block"
  ) AS "t31"
  GROUP BY
    1,
    2,
    3
) AS "t32"
