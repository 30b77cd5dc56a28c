SELECT
  "t16"."acting" AS "entity",
  NULLIF("t16"."agency", '') AS "agency",
  '' AS "period",
  "t16"."event_id",
  "t16"."at",
  CAST(CAST(FLOOR((
    "t16"."at" - "t16"."begun"
  ) / (
    86400000
  )) AS BIGINT) AS DOUBLE) AS "measure",
  CAST(CAST(FLOOR((
    "t16"."at" - "t16"."begun"
  ) / (
    86400000
  )) AS BIGINT) AS TEXT) || ' days after' || '' AS "detail"
FROM (
  SELECT
    "t15"."event_id",
    "t15"."at",
    "t15"."day",
    "t15"."user",
    "t15"."agency",
    "t15"."acting",
    "t3"."cut",
    "t3"."begun",
    "t3"."ended"
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
        "t7"."acting"
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
      ) AS "t7"
      SEMI JOIN (
        SELECT
          "t0"."agency" AS "cut",
          "t0"."since" AS "begun",
          "t0"."until" AS "ended"
        FROM "cutoffs" AS "t0"
      ) AS "t3"
        ON "t7"."acting" = "t3"."cut"
    ) AS "t10"
    UNION
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t8"."event_id",
          "t8"."at",
          "t8"."day",
          "t8"."user",
          "t8"."agency",
          "t8"."acting"
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
        ) AS "t8"
        SEMI JOIN (
          SELECT
            "t0"."agency" AS "cut",
            "t0"."since" AS "begun",
            "t0"."until" AS "ended"
          FROM "cutoffs" AS "t0"
        ) AS "t3"
          ON "t8"."acting" = "t3"."cut"
      ) AS "t11"
      UNION
      SELECT
        *
      FROM (
        SELECT
          "t9"."event_id",
          "t9"."at",
          "t9"."day",
          "t9"."user",
          "t9"."agency",
          "t9"."acting"
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
        ) AS "t9"
        SEMI JOIN (
          SELECT
            "t0"."agency" AS "cut",
            "t0"."since" AS "begun",
            "t0"."until" AS "ended"
          FROM "cutoffs" AS "t0"
        ) AS "t3"
          ON "t9"."acting" = "t3"."cut"
      ) AS "t12"
    ) AS "t13"
  ) AS "t15"
  INNER JOIN (
    SELECT
      "t0"."agency" AS "cut",
      "t0"."since" AS "begun",
      "t0"."until" AS "ended"
    FROM "cutoffs" AS "t0"
  ) AS "t3"
    ON "t15"."acting" = "t3"."cut"
) AS "t16"
WHERE
  "t16"."at" >= "t16"."begun"
  AND (
    (
      "t16"."ended" IS NULL
    ) OR (
      "t16"."at" < "t16"."ended"
    )
  )
