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

WITH "t10" AS (
  SELECT
    "t9"."agency",
    "t9"."user",
    "t9"."own",
    "t9"."asked",
    (
      ROW_NUMBER() OVER (
        PARTITION BY "t9"."agency", "t9"."user"
        ORDER BY "t9"."asked" DESC, "t9"."own" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1
    ) + 1 AS "place",
    COUNT(*) OVER (
      PARTITION BY "t9"."agency", "t9"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "others"
  FROM (
    SELECT
      "t7"."agency",
      "t7"."user",
      "t7"."own",
      COUNT(*) AS "asked"
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
          "t5"."own",
          "t5"."number_of_all"
        FROM (
          SELECT
            "t0"."event_id",
            "t0"."at",
            "t0"."user",
            COALESCE("t0"."agency", '') AS "agency",
            CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) AS "own",
            XOR(
              CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
              CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
            ) AS "number_of_all"
          FROM "events" AS "t0"
          WHERE
            "t0"."action" <> 'alert' AND "t0"."continues" IS NULL AND "t0"."user" IS NOT NULL
        ) AS "t5"
        SEMI JOIN (
          SELECT
            "t1"."number" AS "many"
          FROM "kept_accounts" AS "t1"
          WHERE
            "t1"."times" >= 20
        ) AS "t3"
          ON "t5"."number_of_all" = "t3"."many"
      ) AS "t6"
    ) AS "t7"
    GROUP BY
      1,
      2,
      3
  ) AS "t9"
)
SELECT
  "t8"."user" AS "entity",
  NULLIF("t8"."agency", '') AS "agency",
  '' AS "period",
  "t8"."event_id",
  "t8"."at",
  "t18"."asked" / "t18"."limit" AS "measure",
  CAST("t18"."asked" AS TEXT) || ' times in one day, ' || "t18"."than" AS "detail"
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
      "t5"."own",
      "t5"."number_of_all"
    FROM (
      SELECT
        "t0"."event_id",
        "t0"."at",
        "t0"."user",
        COALESCE("t0"."agency", '') AS "agency",
        CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) AS "own",
        XOR(
          CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
          CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
        ) AS "number_of_all"
      FROM "events" AS "t0"
      WHERE
        "t0"."action" <> 'alert' AND "t0"."continues" IS NULL AND "t0"."user" IS NOT NULL
    ) AS "t5"
    SEMI JOIN (
      SELECT
        "t1"."number" AS "many"
      FROM "kept_accounts" AS "t1"
      WHERE
        "t1"."times" >= 20
    ) AS "t3"
      ON "t5"."number_of_all" = "t3"."many"
  ) AS "t6"
) AS "t8"
INNER JOIN (
  SELECT
    "t16"."asked",
    GREATEST(
      COALESCE(CASE WHEN "t16"."others" >= 20 THEN "t16"."own_asked" ELSE 8 END, 8) * 5,
      20
    ) AS "limit",
    CAST(COALESCE(CASE WHEN "t16"."others" >= 20 THEN "t16"."own_asked" ELSE 8 END, 8) AS TEXT) || ' is the 99th percentile of ' || CASE
      WHEN "t16"."others" >= 20
      THEN 'its other days'
      ELSE 'anybody''s days, for it has few other days'
    END AS "than",
    "t16"."user" AS "of_user",
    "t16"."agency" AS "of_agency",
    "t16"."own" AS "of_day"
  FROM (
    SELECT
      "t15"."agency",
      "t15"."user",
      "t15"."own",
      "t15"."asked",
      "t15"."place",
      "t15"."others",
      "t15"."at_place",
      "t13"."own_agency",
      "t13"."own_user",
      "t13"."own_place",
      "t13"."own_asked"
    FROM (
      SELECT
        "t11"."agency",
        "t11"."user",
        "t11"."own",
        "t11"."asked",
        "t11"."place",
        "t11"."others",
        CASE
          WHEN "t11"."place" <= CAST(FLOOR((
            "t11"."others" + 99
          ) / (
            100
          )) AS BIGINT)
          THEN CAST(FLOOR((
            "t11"."others" + 99
          ) / (
            100
          )) AS BIGINT) + 1
          ELSE CAST(FLOOR((
            "t11"."others" + 99
          ) / (
            100
          )) AS BIGINT)
        END AS "at_place"
      FROM "t10" AS "t11"
      WHERE
        "t11"."asked" > 20
    ) AS "t15"
    LEFT OUTER JOIN (
      SELECT
        "t11"."agency" AS "own_agency",
        "t11"."user" AS "own_user",
        "t11"."place" AS "own_place",
        "t11"."asked" AS "own_asked"
      FROM "t10" AS "t11"
    ) AS "t13"
      ON "t15"."agency" = "t13"."own_agency"
      AND "t15"."user" = "t13"."own_user"
      AND "t15"."at_place" = "t13"."own_place"
  ) AS "t16"
  WHERE
    "t16"."asked" > GREATEST(
      COALESCE(CASE WHEN "t16"."others" >= 20 THEN "t16"."own_asked" ELSE 8 END, 8) * 5,
      20
    )
) AS "t18"
  ON "t8"."user" = "t18"."of_user"
  AND "t8"."agency" = "t18"."of_agency"
  AND "t8"."own" = "t18"."of_day"
