SELECT
  "t14"."user" AS "entity",
  NULLIF("t14"."agency", '') AS "agency",
  '' AS "period",
  "t14"."event_id",
  "t14"."at",
  CAST(CAST(FLOOR((
    "t14"."at" - "t14"."ended"
  ) / (
    86400000
  )) AS BIGINT) AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t14"."at" - "t14"."ended"
  ) / (
    86400000
  )) AS BIGINT) AS TEXT) || ' days after' || CASE
    WHEN CASE
      WHEN (
        "t14"."of" <> ''
      )
      AND (
        "t14"."agency_state" = 'absent'
      )
      AND (
        "t14"."rosters" = 1
      )
      THEN 1
      ELSE 0
    END = 1
    THEN '; found in the roster by the user alone, for the log does not name its agency'
    ELSE ''
  END AS "detail"
FROM (
  SELECT
    "t13"."event_id",
    "t13"."at",
    "t13"."day",
    "t13"."user",
    "t13"."agency",
    "t13"."agency_state",
    "t13"."ended_agency",
    "t13"."ended_user",
    "t13"."ended",
    "t13"."of",
    "t5"."rosters"
  FROM (
    SELECT
      "t11"."event_id",
      "t11"."at",
      "t11"."day",
      "t11"."user",
      "t11"."agency",
      "t11"."agency_state",
      "t11"."ended_agency",
      "t11"."ended_user",
      "t11"."ended",
      "t11"."ended_agency" AS "of"
    FROM (
      SELECT
        "t6"."event_id",
        "t6"."at",
        "t6"."day",
        "t6"."user",
        "t6"."agency",
        "t6"."agency_state",
        "t10"."ended_agency",
        "t10"."ended_user",
        "t10"."ended"
      FROM (
        SELECT
          "t1"."event_id",
          "t1"."at",
          "t1"."day",
          "t1"."user",
          "t1"."agency",
          "t1"."agency_state"
        FROM "events" AS "t1"
        WHERE
          "t1"."action" <> 'alert'
          AND "t1"."continues" IS NULL
          AND "t1"."decision" <> 'deny'
          AND "t1"."user" IS NOT NULL
      ) AS "t6"
      INNER JOIN (
        SELECT
          "t8"."ended_agency",
          "t8"."user" AS "ended_user",
          MAX("t8"."until") AS "ended"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t3"."agency",
              "t3"."user",
              "t3"."role",
              "t3"."enabled",
              "t3"."since",
              "t3"."until",
              "t3"."last_use",
              "t3"."as_of",
              "t3"."identity_provider",
              "t3"."trained_until",
              "t3"."ended_agency",
              MAX("t3"."as_of") OVER (
                PARTITION BY "t3"."user", "t3"."ended_agency"
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "latest"
            FROM (
              SELECT
                "t0"."agency",
                "t0"."user",
                "t0"."role",
                "t0"."enabled",
                "t0"."since",
                "t0"."until",
                "t0"."last_use",
                "t0"."as_of",
                "t0"."identity_provider",
                "t0"."trained_until",
                COALESCE("t0"."agency", '') AS "ended_agency"
              FROM "accounts" AS "t0"
            ) AS "t3"
          ) AS "t7"
          WHERE
            "t7"."as_of" = "t7"."latest" AND "t7"."until" IS NOT NULL
        ) AS "t8"
        GROUP BY
          1,
          2
      ) AS "t10"
        ON "t6"."user" = "t10"."ended_user"
    ) AS "t11"
  ) AS "t13"
  CROSS JOIN (
    SELECT
      COUNT(DISTINCT "t0"."agency") AS "rosters"
    FROM "accounts" AS "t0"
  ) AS "t5"
) AS "t14"
WHERE
  (
    (
      (
        "t14"."of" <> ''
      )
      AND (
        "t14"."agency_state" = 'absent'
      )
      AND (
        "t14"."rosters" = 1
      )
    )
    OR (
      "t14"."of" = ''
    )
    OR (
      "t14"."of" = COALESCE("t14"."agency", '')
    )
  )
  AND "t14"."at" > (
    "t14"."ended" + 86400000
  )
