WITH "t10" AS (
  SELECT
    "t9"."event_id",
    "t9"."at",
    "t9"."user",
    "t9"."agency",
    "t9"."own",
    "t9"."place",
    "t9"."changed",
    COALESCE(
      LEAD("t9"."changed") OVER (
        PARTITION BY "t9"."agency", "t9"."user"
        ORDER BY "t9"."at" ASC, "t9"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      FALSE
    ) AS "ends"
  FROM (
    SELECT
      "t8"."event_id",
      "t8"."at",
      "t8"."user",
      "t8"."agency",
      "t8"."own",
      "t8"."place",
      COALESCE(
        (
          "t8"."place" <> LAG("t8"."place") OVER (
            PARTITION BY "t8"."agency", "t8"."user"
            ORDER BY "t8"."at" ASC, "t8"."event_id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          )
        )
        AND (
          (
            "t8"."at" - LAG("t8"."at") OVER (
              PARTITION BY "t8"."agency", "t8"."user"
              ORDER BY "t8"."at" ASC, "t8"."event_id" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
          ) <= 300000
        ),
        FALSE
      ) AS "changed"
    FROM (
      SELECT
        "t7".*
        EXCLUDE ("number_of_all")
      FROM (
        SELECT
          "t3"."event_id",
          "t3"."at",
          "t3"."user",
          "t3"."agency",
          "t3"."own",
          "t3"."place",
          "t3"."number_of_all"
        FROM (
          SELECT
            "t0"."event_id",
            "t0"."at",
            "t0"."user",
            COALESCE("t0"."agency", '') AS "agency",
            CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) AS "own",
            "t0"."device" AS "place",
            XOR(
              CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
              CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
            ) AS "number_of_all"
          FROM "events" AS "t0"
          WHERE
            "t0"."action" <> 'alert'
            AND "t0"."continues" IS NULL
            AND "t0"."user" IS NOT NULL
            AND "t0"."device" IS NOT NULL
        ) AS "t3"
        SEMI JOIN (
          SELECT
            "t4"."several" AS "many"
          FROM (
            SELECT
              "t2"."several",
              MIN("t2"."value") AS "least",
              MAX("t2"."value") AS "most"
            FROM (
              SELECT
                XOR(
                  CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
                  CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
                ) AS "several",
                "t0"."device" AS "value"
              FROM "events" AS "t0"
              WHERE
                "t0"."action" <> 'alert'
                AND "t0"."continues" IS NULL
                AND "t0"."user" IS NOT NULL
                AND "t0"."device" IS NOT NULL
            ) AS "t2"
            GROUP BY
              1
          ) AS "t4"
          WHERE
            "t4"."least" <> "t4"."most"
        ) AS "t6"
          ON "t3"."number_of_all" = "t6"."many"
      ) AS "t7"
    ) AS "t8"
  ) AS "t9"
)
SELECT
  "t14"."user" AS "entity",
  NULLIF("t14"."agency", '') AS "agency",
  '' AS "period",
  "t14"."event_id",
  "t14"."at",
  CAST("t17"."days" AS DOUBLE) AS "measure",
  CAST("t17"."days" AS TEXT) || ' days' AS "detail"
FROM (
  SELECT
    *
  FROM "t10" AS "t11"
  WHERE
    "t11"."changed" OR "t11"."ends"
) AS "t14"
INNER JOIN (
  SELECT
    *
  FROM (
    SELECT
      "t13"."agency" AS "of_agency",
      "t13"."user" AS "of_user",
      COUNT(DISTINCT "t13"."own") AS "days"
    FROM (
      SELECT
        *
      FROM "t10" AS "t11"
      WHERE
        (
          "t11"."changed" OR "t11"."ends"
        ) AND "t11"."changed"
    ) AS "t13"
    GROUP BY
      1,
      2
  ) AS "t15"
  WHERE
    "t15"."days" >= 3
) AS "t17"
  ON "t14"."agency" = "t17"."of_agency" AND "t14"."user" = "t17"."of_user"
