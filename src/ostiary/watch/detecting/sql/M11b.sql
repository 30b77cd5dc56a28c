SELECT
  "t11"."acting" AS "entity",
  NULLIF("t11"."agency", '') AS "agency",
  '' AS "period",
  "t11"."event_id",
  "t11"."at",
  CAST(CAST(FLOOR((
    "t11"."at" - "t11"."begun"
  ) / (
    86400000
  )) AS BIGINT) AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t11"."at" - "t11"."begun"
  ) / (
    86400000
  )) AS BIGINT) AS TEXT) || ' days after' || '' AS "detail"
FROM (
  SELECT
    "t10"."event_id",
    "t10"."at",
    "t10"."day",
    "t10"."user",
    "t10"."agency",
    "t10"."acting",
    "t3"."cut",
    "t3"."begun",
    "t3"."ended"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t1"."event_id",
          "t1"."at",
          "t1"."day",
          "t1"."user",
          "t1"."agency",
          "t1"."beneficiary" AS "acting"
        FROM "events" AS "t1"
        WHERE
          "t1"."decision" <> 'deny'
      ) AS "t4"
      UNION
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t1"."event_id",
            "t1"."at",
            "t1"."day",
            "t1"."user",
            "t1"."agency",
            "t1"."agency" AS "acting"
          FROM "events" AS "t1"
          WHERE
            "t1"."decision" <> 'deny'
        ) AS "t5"
        UNION
        SELECT
          *
        FROM (
          SELECT
            "t1"."event_id",
            "t1"."at",
            "t1"."day",
            "t1"."user",
            "t1"."agency",
            "t1"."employer" AS "acting"
          FROM "events" AS "t1"
          WHERE
            "t1"."decision" <> 'deny'
        ) AS "t6"
      ) AS "t7"
    ) AS "t8"
    WHERE
      "t8"."acting" IS NOT NULL
  ) AS "t10"
  INNER JOIN (
    SELECT
      "t0"."agency" AS "cut",
      "t0"."since" AS "begun",
      "t0"."until" AS "ended"
    FROM "cutoffs" AS "t0"
  ) AS "t3"
    ON "t10"."acting" = "t3"."cut"
) AS "t11"
WHERE
  "t11"."at" >= "t11"."begun"
  AND (
    (
      "t11"."ended" IS NULL
    ) OR (
      "t11"."at" < "t11"."ended"
    )
  )
