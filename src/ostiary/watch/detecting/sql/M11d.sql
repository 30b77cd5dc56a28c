SELECT
  "t11"."user" AS "entity",
  NULLIF("t11"."agency", '') AS "agency",
  '' AS "period",
  "t11"."event_id",
  "t11"."at",
  CAST(CAST(FLOOR((
    "t11"."at" - "t11"."ended"
  ) / (
    86400000
  )) AS BIGINT) AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t11"."at" - "t11"."ended"
  ) / (
    86400000
  )) AS BIGINT) AS TEXT) || ' days after' AS "detail"
FROM (
  SELECT
    "t5"."event_id",
    "t5"."at",
    "t5"."day",
    "t5"."user",
    "t5"."agency",
    "t10"."ended_user",
    "t10"."ended_agency",
    "t10"."ended"
  FROM (
    SELECT
      "t0"."event_id",
      "t0"."at",
      "t0"."day",
      "t0"."user",
      "t0"."agency"
    FROM "events" AS "t0"
    WHERE
      "t0"."decision" <> 'deny' AND "t0"."user" IS NOT NULL
  ) AS "t5"
  INNER JOIN (
    SELECT
      "t8"."user" AS "ended_user",
      COALESCE("t8"."agency", '') AS "ended_agency",
      MAX("t8"."trained_until") AS "ended"
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
          "t6"."last_user",
          "t6"."last_agency",
          "t6"."last"
        FROM "accounts" AS "t2"
        INNER JOIN (
          SELECT
            "t1"."user" AS "last_user",
            COALESCE("t1"."agency", '') AS "last_agency",
            MAX("t1"."as_of") AS "last"
          FROM "accounts" AS "t1"
          GROUP BY
            1,
            2
        ) AS "t6"
          ON "t2"."user" = "t6"."last_user"
          AND "t6"."last_agency" = "t6"."last_agency"
          AND "t2"."as_of" = "t6"."last"
      ) AS "t7"
      WHERE
        "t7"."trained_until" IS NOT NULL
    ) AS "t8"
    GROUP BY
      1,
      2
  ) AS "t10"
    ON "t5"."user" = "t10"."ended_user"
) AS "t11"
WHERE
  (
    (
      "t11"."ended_agency" = ''
    ) OR (
      "t11"."ended_agency" = "t11"."agency"
    )
  )
  AND "t11"."at" > (
    "t11"."ended" + 86400000
  )
