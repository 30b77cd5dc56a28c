WITH "t2" AS (
  SELECT
    "t1"."event_id",
    "t1"."at",
    "t1"."user",
    "t1"."agency",
    "t1"."number",
    REGEXP_REPLACE(REGEXP_REPLACE("t1"."number", '[0-9]', '9', 'g'), '[A-Z]', 'A', 'g') AS "shape"
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
    NOT (
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
    )
    AND "t1"."agency" <> ''
)
SELECT
  "t10"."user" AS "entity",
  NULLIF("t10"."agency", '') AS "agency",
  '' AS "period",
  "t10"."event_id",
  "t10"."at",
  CAST("t10"."count" AS DOUBLE) AS "measure",
  "t10"."said" AS "detail"
FROM (
  SELECT
    "t9"."event_id",
    "t9"."at",
    "t9"."user",
    "t9"."agency",
    "t9"."number",
    "t9"."shape",
    "t9"."of_agency",
    "t9"."of_shape",
    "t9"."used",
    "t9"."all",
    COUNT(*) OVER (
      PARTITION BY "t9"."agency", "t9"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "count",
    "t9"."shape" AS "said"
  FROM (
    SELECT
      "t4"."event_id",
      "t4"."at",
      "t4"."user",
      "t4"."agency",
      "t4"."number",
      "t4"."shape",
      "t8"."of_agency",
      "t8"."of_shape",
      "t8"."used",
      "t8"."all"
    FROM "t2" AS "t4"
    INNER JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t5"."of_agency",
          "t5"."of_shape",
          "t5"."used",
          SUM("t5"."used") OVER (
            PARTITION BY "t5"."of_agency"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "all"
        FROM (
          SELECT
            "t3"."agency" AS "of_agency",
            "t3"."shape" AS "of_shape",
            COUNT(*) AS "used"
          FROM "t2" AS "t3"
          GROUP BY
            1,
            2
        ) AS "t5"
      ) AS "t6"
      WHERE
        "t6"."all" >= 200 AND "t6"."used" < (
          "t6"."all" * 0.005
        )
    ) AS "t8"
      ON "t4"."agency" = "t8"."of_agency" AND "t4"."shape" = "t8"."of_shape"
  ) AS "t9"
) AS "t10"
WHERE
  "t10"."count" >= 3
