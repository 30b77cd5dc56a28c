WITH "t16" AS (
  SELECT
    "t15"."event_id",
    "t15"."at",
    "t15"."user",
    "t15"."agency",
    "t15"."own",
    "t15"."place",
    "t15"."changed",
    COALESCE(
      LEAD("t15"."changed") OVER (
        PARTITION BY "t15"."agency", "t15"."user"
        ORDER BY "t15"."at" ASC, "t15"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      FALSE
    ) AS "ends"
  FROM (
    SELECT
      "t14"."event_id",
      "t14"."at",
      "t14"."user",
      "t14"."agency",
      "t14"."own",
      "t14"."place",
      COALESCE(
        (
          "t14"."place" <> LAG("t14"."place") OVER (
            PARTITION BY "t14"."agency", "t14"."user"
            ORDER BY "t14"."at" ASC, "t14"."event_id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          )
        )
        AND (
          (
            "t14"."at" - LAG("t14"."at") OVER (
              PARTITION BY "t14"."agency", "t14"."user"
              ORDER BY "t14"."at" ASC, "t14"."event_id" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
          ) <= 300000
        ),
        FALSE
      ) AS "changed"
    FROM (
      SELECT
        "t13".*
        EXCLUDE ("number_of_all")
      FROM (
        SELECT
          "t10"."event_id",
          "t10"."at",
          "t10"."user",
          "t10"."agency",
          "t10"."own",
          "t10"."place",
          "t10"."number_of_all"
        FROM (
          SELECT
            "t6"."event_id",
            "t6"."at",
            "t6"."user",
            "t6"."agency",
            "t6"."own",
            "t6"."place",
            XOR(
              CAST(CAST(HASH("t6"."agency") AS BIT) AS BIGINT),
              CAST(CAST(HASH("t6"."user") AS BIT) AS BIGINT)
            ) AS "number_of_all"
          FROM (
            SELECT
              "t5"."event_id",
              "t5"."at",
              "t5"."user",
              "t5"."agency",
              "t5"."own",
              "t5"."place"
            FROM (
              SELECT
                "t0"."event_id",
                "t0"."at",
                "t0"."user",
                COALESCE("t0"."agency", '') AS "agency",
                CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) AS "own",
                "t0"."address" AS "place"
              FROM "events" AS "t0"
              WHERE
                "t0"."action" <> 'alert'
                AND "t0"."continues" IS NULL
                AND "t0"."user" IS NOT NULL
                AND "t0"."address" IS NOT NULL
            ) AS "t5"
            ANTI JOIN (
              SELECT DISTINCT
                "t1"."address" AS "shared"
              FROM "egress" AS "t1"
            ) AS "t3"
              ON "t5"."place" = "t3"."shared"
          ) AS "t6"
        ) AS "t10"
        SEMI JOIN (
          SELECT
            "t8"."several" AS "many"
          FROM (
            SELECT
              "t7"."several",
              MIN("t7"."value") AS "least",
              MAX("t7"."value") AS "most"
            FROM (
              SELECT
                XOR(
                  CAST(CAST(HASH("t5"."agency") AS BIT) AS BIGINT),
                  CAST(CAST(HASH("t5"."user") AS BIT) AS BIGINT)
                ) AS "several",
                "t5"."place" AS "value"
              FROM (
                SELECT
                  "t0"."event_id",
                  "t0"."at",
                  "t0"."user",
                  COALESCE("t0"."agency", '') AS "agency",
                  CAST(COALESCE("t0"."local_day", "t0"."day") AS BIGINT) AS "own",
                  "t0"."address" AS "place"
                FROM "events" AS "t0"
                WHERE
                  "t0"."action" <> 'alert'
                  AND "t0"."continues" IS NULL
                  AND "t0"."user" IS NOT NULL
                  AND "t0"."address" IS NOT NULL
              ) AS "t5"
              ANTI JOIN (
                SELECT DISTINCT
                  "t1"."address" AS "shared"
                FROM "egress" AS "t1"
              ) AS "t3"
                ON "t5"."place" = "t3"."shared"
            ) AS "t7"
            GROUP BY
              1
          ) AS "t8"
          WHERE
            "t8"."least" <> "t8"."most"
        ) AS "t12"
          ON "t10"."number_of_all" = "t12"."many"
      ) AS "t13"
    ) AS "t14"
  ) AS "t15"
)
SELECT
  "t20"."user" AS "entity",
  NULLIF("t20"."agency", '') AS "agency",
  '' AS "period",
  "t20"."event_id",
  "t20"."at",
  CAST("t23"."days" AS DOUBLE) AS "measure",
  CAST("t23"."days" AS TEXT) || ' days' AS "detail"
FROM (
  SELECT
    *
  FROM "t16" AS "t17"
  WHERE
    "t17"."changed" OR "t17"."ends"
) AS "t20"
INNER JOIN (
  SELECT
    *
  FROM (
    SELECT
      "t19"."agency" AS "of_agency",
      "t19"."user" AS "of_user",
      COUNT(DISTINCT "t19"."own") AS "days"
    FROM (
      SELECT
        *
      FROM "t16" AS "t17"
      WHERE
        (
          "t17"."changed" OR "t17"."ends"
        ) AND "t17"."changed"
    ) AS "t19"
    GROUP BY
      1,
      2
  ) AS "t21"
  WHERE
    "t21"."days" >= 3
) AS "t23"
  ON "t20"."agency" = "t23"."of_agency" AND "t20"."user" = "t23"."of_user"
