WITH "t1" AS (
  SELECT
    "t0"."event_id",
    "t0"."at",
    "t0"."user",
    COALESCE("t0"."agency", '') AS "agency",
    CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) AS "own"
  FROM "events" AS "t0"
  WHERE
    "t0"."action" <> 'alert' AND "t0"."continues" IS NULL AND "t0"."user" IS NOT NULL
), "t5" AS (
  SELECT
    "t4"."agency",
    "t4"."user",
    "t4"."own",
    "t4"."asked",
    (
      ROW_NUMBER() OVER (
        PARTITION BY "t4"."agency", "t4"."user"
        ORDER BY "t4"."asked" DESC, "t4"."own" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1
    ) + 1 AS "place",
    COUNT(*) OVER (
      PARTITION BY "t4"."agency", "t4"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "others"
  FROM (
    SELECT
      "t2"."agency",
      "t2"."user",
      "t2"."own",
      COUNT(*) AS "asked"
    FROM "t1" AS "t2"
    GROUP BY
      1,
      2,
      3
  ) AS "t4"
)
SELECT
  "t3"."user" AS "entity",
  NULLIF("t3"."agency", '') AS "agency",
  '' AS "period",
  "t3"."event_id",
  "t3"."at",
  "t13"."asked" / "t13"."limit" AS "measure",
  CAST("t13"."asked" AS TEXT) || ' times in one day, ' || "t13"."than" AS "detail"
FROM "t1" AS "t3"
INNER JOIN (
  SELECT
    "t11"."asked",
    GREATEST(
      COALESCE(CASE WHEN "t11"."others" >= 20 THEN "t11"."own_asked" ELSE 8 END, 8) * 5,
      20
    ) AS "limit",
    CAST(COALESCE(CASE WHEN "t11"."others" >= 20 THEN "t11"."own_asked" ELSE 8 END, 8) AS TEXT) || ' is the 99th percentile of ' || CASE
      WHEN "t11"."others" >= 20
      THEN 'its other days'
      ELSE 'anybody''s days, for it has few other days'
    END AS "than",
    "t11"."user" AS "of_user",
    "t11"."agency" AS "of_agency",
    "t11"."own" AS "of_day"
  FROM (
    SELECT
      "t10"."agency",
      "t10"."user",
      "t10"."own",
      "t10"."asked",
      "t10"."place",
      "t10"."others",
      "t10"."at_place",
      "t8"."own_agency",
      "t8"."own_user",
      "t8"."own_place",
      "t8"."own_asked"
    FROM (
      SELECT
        "t6"."agency",
        "t6"."user",
        "t6"."own",
        "t6"."asked",
        "t6"."place",
        "t6"."others",
        CASE
          WHEN "t6"."place" <= CAST(FLOOR((
            "t6"."others" + 99
          ) / (
            100
          )) AS BIGINT)
          THEN CAST(FLOOR((
            "t6"."others" + 99
          ) / (
            100
          )) AS BIGINT) + 1
          ELSE CAST(FLOOR((
            "t6"."others" + 99
          ) / (
            100
          )) AS BIGINT)
        END AS "at_place"
      FROM "t5" AS "t6"
      WHERE
        "t6"."asked" > 20
    ) AS "t10"
    LEFT OUTER JOIN (
      SELECT
        "t6"."agency" AS "own_agency",
        "t6"."user" AS "own_user",
        "t6"."place" AS "own_place",
        "t6"."asked" AS "own_asked"
      FROM "t5" AS "t6"
    ) AS "t8"
      ON "t10"."agency" = "t8"."own_agency"
      AND "t10"."user" = "t8"."own_user"
      AND "t10"."at_place" = "t8"."own_place"
  ) AS "t11"
  WHERE
    "t11"."asked" > GREATEST(
      COALESCE(CASE WHEN "t11"."others" >= 20 THEN "t11"."own_asked" ELSE 8 END, 8) * 5,
      20
    )
) AS "t13"
  ON "t3"."user" = "t13"."of_user"
  AND "t3"."agency" = "t13"."of_agency"
  AND "t3"."own" = "t13"."of_day"
