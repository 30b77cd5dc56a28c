SELECT
  "t16"."user" AS "entity",
  NULLIF("t16"."agency", '') AS "agency",
  '' AS "period",
  "t16"."event_id",
  "t16"."at",
  CAST(CAST(FLOOR((
    "t16"."at" - "t16"."ended"
  ) / (
    86400000
  )) AS BIGINT) AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t16"."at" - "t16"."ended"
  ) / (
    86400000
  )) AS BIGINT) AS TEXT) || ' days after' || CASE
    WHEN CASE
      WHEN (
        "t16"."of" <> ''
      )
      AND (
        "t16"."agency_state" = 'absent'
      )
      AND (
        "t16"."rosters" = 1
      )
      THEN 1
      ELSE 0
    END = 1
    THEN '; found in the roster by the user alone, for the log does not name its agency'
    ELSE ''
  END AS "detail"
FROM (
  SELECT
    "t15"."event_id",
    "t15"."at",
    "t15"."day",
    "t15"."user",
    "t15"."agency",
    "t15"."agency_state",
    "t15"."ended_user",
    "t15"."ended_agency",
    "t15"."ended",
    "t15"."of",
    "t6"."rosters"
  FROM (
    SELECT
      "t13"."event_id",
      "t13"."at",
      "t13"."day",
      "t13"."user",
      "t13"."agency",
      "t13"."agency_state",
      "t13"."ended_user",
      "t13"."ended_agency",
      "t13"."ended",
      "t13"."ended_agency" AS "of"
    FROM (
      SELECT
        "t8"."event_id",
        "t8"."at",
        "t8"."day",
        "t8"."user",
        "t8"."agency",
        "t8"."agency_state",
        "t12"."ended_user",
        "t12"."ended_agency",
        "t12"."ended"
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
      ) AS "t8"
      INNER JOIN (
        SELECT
          "t10"."user" AS "ended_user",
          COALESCE("t10"."agency", '') AS "ended_agency",
          MAX("t10"."trained_until") AS "ended"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t2"."agency",
              "t2"."user",
              "t2"."role",
              "t2"."enabled",
              "t2"."since",
              "t2"."until",
              "t2"."last_use",
              "t2"."as_of",
              "t2"."identity_provider",
              "t2"."trained_until",
              "t7"."last_user",
              "t7"."last_agency",
              "t7"."last"
            FROM "accounts" AS "t2"
            INNER JOIN (
              SELECT
                "t0"."user" AS "last_user",
                COALESCE("t0"."agency", '') AS "last_agency",
                MAX("t0"."as_of") AS "last"
              FROM "accounts" AS "t0"
              GROUP BY
                1,
                2
            ) AS "t7"
              ON "t2"."user" = "t7"."last_user"
              AND "t7"."last_agency" = "t7"."last_agency"
              AND "t2"."as_of" = "t7"."last"
          ) AS "t9"
          WHERE
            "t9"."trained_until" IS NOT NULL
        ) AS "t10"
        GROUP BY
          1,
          2
      ) AS "t12"
        ON "t8"."user" = "t12"."ended_user"
    ) AS "t13"
  ) AS "t15"
  CROSS JOIN (
    SELECT
      COUNT(DISTINCT "t0"."agency") AS "rosters"
    FROM "accounts" AS "t0"
  ) AS "t6"
) AS "t16"
WHERE
  (
    (
      (
        "t16"."of" <> ''
      )
      AND (
        "t16"."agency_state" = 'absent'
      )
      AND (
        "t16"."rosters" = 1
      )
    )
    OR (
      "t16"."of" = ''
    )
    OR (
      "t16"."of" = COALESCE("t16"."agency", '')
    )
  )
  AND "t16"."at" > (
    "t16"."ended" + 86400000
  )
