WITH "t2" AS (
  SELECT
    "t0"."event_id",
    "t0"."at",
    "t0"."day",
    "t0"."user",
    COALESCE("t0"."agency", '') AS "agency",
    "t0"."agency_state"
  FROM "events" AS "t0"
  WHERE
    "t0"."action" <> 'alert'
    AND "t0"."continues" IS NULL
    AND "t0"."decision" <> 'deny'
    AND "t0"."user" IS NOT NULL
)
SELECT
  "t27"."user" AS "entity",
  NULLIF("t27"."agency", '') AS "agency",
  CAST("t27"."woke" AS TEXT) AS "period",
  "t27"."event_id",
  "t27"."at",
  CAST(CAST(FLOOR((
    "t27"."slept"
  ) / (
    86400000
  )) AS BIGINT) AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t27"."slept"
  ) / (
    86400000
  )) AS BIGINT) AS TEXT) || ' days asleep' || CASE
    WHEN "t27"."alone" = 1
    THEN '; found in the roster by the user alone, for the log does not name its agency'
    ELSE ''
  END AS "detail"
FROM (
  SELECT
    "t26"."event_id",
    "t26"."at",
    "t26"."day",
    "t26"."user",
    "t26"."agency",
    "t26"."agency_state",
    "t26"."who",
    "t26"."their",
    "t26"."woke",
    "t26"."slept",
    "t26"."alone",
    COUNT("t26"."event_id") OVER (
      PARTITION BY "t26"."user", "t26"."agency", "t26"."woke"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "searches"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t7"."event_id",
        "t7"."at",
        "t7"."day",
        "t7"."user",
        "t7"."agency",
        "t7"."agency_state",
        "t24"."who",
        "t24"."their",
        "t24"."woke",
        "t24"."slept",
        "t24"."alone"
      FROM "t2" AS "t7"
      INNER JOIN (
        SELECT
          "t22"."who",
          "t22"."their",
          "t22"."woke",
          MAX("t22"."slept") AS "slept",
          MAX("t22"."alone") AS "alone"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t19"."user" AS "who",
              "t19"."agency" AS "their",
              "t19"."first" AS "woke",
              "t19"."slept",
              0 AS "alone"
            FROM (
              SELECT
                "t17"."user",
                "t17"."agency",
                "t17"."day",
                "t17"."first",
                "t17"."last",
                "t17"."first" - LAG("t17"."last") OVER (
                  PARTITION BY "t17"."user", "t17"."agency"
                  ORDER BY "t17"."day" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "slept"
              FROM (
                SELECT
                  "t16"."user",
                  "t16"."agency",
                  "t16"."day",
                  MIN("t16"."at") AS "first",
                  MAX("t16"."at") AS "last"
                FROM (
                  SELECT
                    "t7"."event_id",
                    "t7"."at",
                    "t7"."day",
                    "t7"."user",
                    "t7"."agency",
                    "t7"."agency_state"
                  FROM "t2" AS "t7"
                  SEMI JOIN (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t4"."user" AS "lived",
                        "t4"."agency" AS "lived_at",
                        MIN("t4"."at") AS "since",
                        MAX("t4"."at") AS "until"
                      FROM "t2" AS "t4"
                      GROUP BY
                        1,
                        2
                    ) AS "t9"
                    WHERE
                      (
                        "t9"."until" - "t9"."since"
                      ) > 7776000000
                  ) AS "t13"
                    ON "t7"."user" = "t13"."lived" AND "t7"."agency" = "t13"."lived_at"
                ) AS "t16"
                GROUP BY
                  1,
                  2,
                  3
              ) AS "t17"
            ) AS "t19"
            WHERE
              "t19"."slept" > 7776000000
          ) AS "t21"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t18"."user" AS "who",
              "t18"."agency" AS "their",
              MIN("t18"."at") AS "woke",
              MAX("t18"."slept") AS "slept",
              MAX("t18"."alone") AS "alone"
            FROM (
              SELECT
                "t15"."event_id",
                "t15"."at",
                "t15"."day",
                "t15"."user",
                "t15"."agency",
                "t15"."agency_state",
                "t15"."as_of",
                "t15"."slept",
                "t15"."used_by",
                "t15"."used_at",
                "t15"."of",
                "t15"."rosters",
                CASE
                  WHEN (
                    "t15"."of" <> ''
                  )
                  AND (
                    "t15"."agency_state" = 'absent'
                  )
                  AND (
                    "t15"."rosters" = 1
                  )
                  THEN 1
                  ELSE 0
                END AS "alone"
              FROM (
                SELECT
                  "t14"."event_id",
                  "t14"."at",
                  "t14"."day",
                  "t14"."user",
                  "t14"."agency",
                  "t14"."agency_state",
                  "t14"."as_of",
                  "t14"."slept",
                  "t14"."used_by",
                  "t14"."used_at",
                  "t14"."of",
                  "t5"."rosters"
                FROM (
                  SELECT
                    "t10"."event_id",
                    "t10"."at",
                    "t10"."day",
                    "t10"."user",
                    "t10"."agency",
                    "t10"."agency_state",
                    "t10"."as_of",
                    "t10"."slept",
                    "t10"."used_by",
                    "t10"."used_at",
                    "t10"."used_at" AS "of"
                  FROM (
                    SELECT
                      "t7"."event_id",
                      "t7"."at",
                      "t7"."day",
                      "t7"."user",
                      "t7"."agency",
                      "t7"."agency_state",
                      "t8"."as_of",
                      "t8"."slept",
                      "t8"."used_by",
                      "t8"."used_at"
                    FROM "t2" AS "t7"
                    INNER JOIN (
                      SELECT
                        "t1"."as_of",
                        "t1"."as_of" - "t1"."last_use" AS "slept",
                        "t1"."user" AS "used_by",
                        COALESCE("t1"."agency", '') AS "used_at"
                      FROM "accounts" AS "t1"
                      WHERE
                        (
                          "t1"."as_of" - "t1"."last_use"
                        ) > 7776000000
                    ) AS "t8"
                      ON "t7"."user" = "t8"."used_by"
                  ) AS "t10"
                ) AS "t14"
                CROSS JOIN (
                  SELECT
                    COUNT(DISTINCT "t1"."agency") AS "rosters"
                  FROM "accounts" AS "t1"
                ) AS "t5"
              ) AS "t15"
              WHERE
                (
                  (
                    (
                      "t15"."of" <> ''
                    )
                    AND (
                      "t15"."agency_state" = 'absent'
                    )
                    AND (
                      "t15"."rosters" = 1
                    )
                  )
                  OR (
                    "t15"."of" = ''
                  )
                  OR (
                    "t15"."of" = COALESCE("t15"."agency", '')
                  )
                )
                AND "t15"."at" > "t15"."as_of"
            ) AS "t18"
            GROUP BY
              1,
              2
          ) AS "t20"
        ) AS "t22"
        GROUP BY
          1,
          2,
          3
      ) AS "t24"
        ON "t7"."user" = "t24"."who" AND "t7"."agency" = "t24"."their"
    ) AS "t25"
    WHERE
      "t25"."at" >= "t25"."woke" AND "t25"."at" < (
        "t25"."woke" + 604800000
      )
  ) AS "t26"
) AS "t27"
WHERE
  "t27"."searches" >= 5
