SELECT
  "t3"."user" AS "entity",
  NULLIF("t3"."agency", '') AS "agency",
  '' AS "period",
  "t3"."event_id",
  "t3"."at",
  CAST("t3"."count" AS DOUBLE) AS "measure",
  "t3"."said" AS "detail"
FROM (
  SELECT
    "t2"."event_id",
    "t2"."at",
    "t2"."user",
    "t2"."agency",
    "t2"."number",
    COUNT(*) OVER (
      PARTITION BY "t2"."agency", "t2"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "count",
    '' AS "said"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t0"."event_id",
        "t0"."at",
        "t0"."user",
        COALESCE("t0"."agency", '') AS "agency",
        UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "number"
      FROM "events" AS "t0"
      WHERE
        "t0"."case_no_state" = 'given'
        AND "t0"."case_no" IS NOT NULL
        AND "t0"."action" <> 'alert'
        AND "t0"."continues" IS NULL
        AND "t0"."user" IS NOT NULL
    ) AS "t1"
    WHERE
      (
        LENGTH(
          REPLACE(
            REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g'),
            SUBSTRING(
              REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g'),
              CASE
                WHEN (
                  0 + 1
                ) >= 1
                THEN 0 + 1
                ELSE 0 + 1 + LENGTH(REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g'))
              END,
              1
            ),
            ''
          )
        ) = 0
      )
      OR (
        (
          CONTAINS('01234567890123456789', REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g'))
          OR CONTAINS('98765432109876543210', REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g'))
        )
        AND (
          LENGTH(REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g')) >= 4
        )
      )
      OR (
        (
          REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g') = 'NONE'
        )
        OR (
          REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g') = 'NA'
        )
        OR (
          REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g') = 'NULL'
        )
        OR (
          REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g') = 'NIL'
        )
        OR (
          REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g') = 'TEST'
        )
        OR (
          REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g') = 'UNK'
        )
        OR (
          REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g') = 'UNKNOWN'
        )
        OR (
          REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g') = 'PENDING'
        )
        OR (
          REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g') = 'TBD'
        )
        OR (
          REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g') = 'X'
        )
        OR (
          REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g') = 'XX'
        )
        OR (
          REGEXP_REPLACE("t1"."number", '[^0-9A-Z]', '', 'g') = 'XXX'
        )
      )
  ) AS "t2"
) AS "t3"
WHERE
  "t3"."count" >= 1
