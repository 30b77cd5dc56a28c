WITH "t2" AS (
  SELECT
    "t0"."event_id",
    "t0"."at",
    "t0"."day",
    "t0"."user",
    COALESCE("t0"."agency", '') AS "agency"
  FROM "events" AS "t0"
  WHERE
    "t0"."decision" <> 'deny' AND "t0"."user" IS NOT NULL
)
SELECT
  "t22"."user" AS "entity",
  NULLIF("t22"."agency", '') AS "agency",
  CAST("t22"."woke" AS TEXT) AS "period",
  "t22"."event_id",
  "t22"."at",
  CAST(CAST(FLOOR((
    "t22"."slept"
  ) / (
    86400000
  )) AS BIGINT) AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t22"."slept"
  ) / (
    86400000
  )) AS BIGINT) AS TEXT) || ' days asleep' AS "detail"
FROM (
  SELECT
    "t21"."event_id",
    "t21"."at",
    "t21"."day",
    "t21"."user",
    "t21"."agency",
    "t21"."who",
    "t21"."their",
    "t21"."woke",
    "t21"."slept",
    COUNT("t21"."event_id") OVER (
      PARTITION BY "t21"."user", "t21"."agency", "t21"."woke"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "searches"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t5"."event_id",
        "t5"."at",
        "t5"."day",
        "t5"."user",
        "t5"."agency",
        "t19"."who",
        "t19"."their",
        "t19"."woke",
        "t19"."slept"
      FROM "t2" AS "t5"
      INNER JOIN (
        SELECT
          "t17"."who",
          "t17"."their",
          "t17"."woke",
          MAX("t17"."slept") AS "slept"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t15"."user" AS "who",
              "t15"."agency" AS "their",
              "t15"."first" AS "woke",
              "t15"."slept"
            FROM (
              SELECT
                "t14"."user",
                "t14"."agency",
                "t14"."day",
                "t14"."first",
                "t14"."last",
                "t14"."first" - LAG("t14"."last") OVER (
                  PARTITION BY "t14"."user", "t14"."agency"
                  ORDER BY "t14"."day" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "slept"
              FROM (
                SELECT
                  "t12"."user",
                  "t12"."agency",
                  "t12"."day",
                  MIN("t12"."at") AS "first",
                  MAX("t12"."at") AS "last"
                FROM (
                  SELECT
                    "t5"."event_id",
                    "t5"."at",
                    "t5"."day",
                    "t5"."user",
                    "t5"."agency"
                  FROM "t2" AS "t5"
                  SEMI JOIN (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t3"."user" AS "lived",
                        "t3"."agency" AS "lived_at",
                        MIN("t3"."at") AS "since",
                        MAX("t3"."at") AS "until"
                      FROM "t2" AS "t3"
                      GROUP BY
                        1,
                        2
                    ) AS "t7"
                    WHERE
                      (
                        "t7"."until" - "t7"."since"
                      ) > 7776000000
                  ) AS "t10"
                    ON "t5"."user" = "t10"."lived" AND "t5"."agency" = "t10"."lived_at"
                ) AS "t12"
                GROUP BY
                  1,
                  2,
                  3
              ) AS "t14"
            ) AS "t15"
            WHERE
              "t15"."slept" > 7776000000
          ) AS "t16"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t11"."user" AS "who",
              "t11"."agency" AS "their",
              MIN("t11"."at") AS "woke",
              MAX("t11"."slept") AS "slept"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t5"."event_id",
                  "t5"."at",
                  "t5"."day",
                  "t5"."user",
                  "t5"."agency",
                  "t6"."as_of",
                  "t6"."slept",
                  "t6"."used_by",
                  "t6"."used_at"
                FROM "t2" AS "t5"
                INNER JOIN (
                  SELECT
                    "t1"."as_of",
                    "t1"."as_of" - "t1"."last_use" AS "slept",
                    "t1"."user" AS "used_by",
                    "t1"."agency" AS "used_at"
                  FROM "accounts" AS "t1"
                  WHERE
                    (
                      "t1"."as_of" - "t1"."last_use"
                    ) > 7776000000
                ) AS "t6"
                  ON "t5"."user" = "t6"."used_by"
              ) AS "t8"
              WHERE
                (
                  (
                    "t8"."used_at" IS NULL
                  ) OR (
                    "t8"."used_at" = "t8"."agency"
                  )
                )
                AND "t8"."at" > "t8"."as_of"
            ) AS "t11"
            GROUP BY
              1,
              2
          ) AS "t13"
        ) AS "t17"
        GROUP BY
          1,
          2,
          3
      ) AS "t19"
        ON "t5"."user" = "t19"."who" AND "t5"."agency" = "t19"."their"
    ) AS "t20"
    WHERE
      "t20"."at" >= "t20"."woke" AND "t20"."at" < (
        "t20"."woke" + 604800000
      )
  ) AS "t21"
) AS "t22"
WHERE
  "t22"."searches" >= 5
