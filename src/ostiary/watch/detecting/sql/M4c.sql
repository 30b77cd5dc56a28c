CREATE TEMP TABLE kept_fillers AS
SELECT
  "t10"."filler"
FROM (
  SELECT DISTINCT
    "t9"."filler",
    REGEXP_REPLACE("t9"."filler", '[^0-9A-Z]', '', 'g') AS "signs"
  FROM (
    SELECT DISTINCT
      "t8"."number" AS "filler"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t0"."event_id",
          "t0"."at",
          "t0"."day",
          "t0"."local_day",
          "t0"."user",
          "t0"."agency",
          "t0"."employer",
          "t0"."beneficiary",
          "t0"."affiliations",
          "t0"."action",
          "t0"."continues",
          "t0"."subjects",
          UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "number",
          TRUE AS "declared"
        FROM "events" AS "t0"
        WHERE
          "t0"."case_no_state" = 'given' AND "t0"."case_no" IS NOT NULL
      ) AS "t4"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t5"."event_id",
          "t5"."at",
          "t5"."day",
          "t5"."local_day",
          "t5"."user",
          "t5"."agency",
          "t5"."employer",
          "t5"."beneficiary",
          "t5"."affiliations",
          "t5"."action",
          "t5"."continues",
          "t5"."subjects",
          "t6"."number",
          FALSE AS "declared"
        FROM (
          SELECT
            *
          FROM "events" AS "t0"
          WHERE
            "t0"."case_no" IS NULL AND "t0"."reason" IS NOT NULL
        ) AS "t5"
        INNER JOIN (
          SELECT
            "t1"."reason" AS "typed_in",
            "t1"."case_like" AS "number"
          FROM "reasons" AS "t1"
          WHERE
            "t1"."case_like" IS NOT NULL
        ) AS "t6"
          ON "t5"."reason" = "t6"."typed_in"
      ) AS "t7"
    ) AS "t8"
  ) AS "t9"
) AS "t10"
WHERE
  (
    LENGTH(
      REPLACE(
        "t10"."signs",
        SUBSTRING(
          "t10"."signs",
          CASE WHEN (
            0 + 1
          ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t10"."signs") END,
          1
        ),
        ''
      )
    ) = 0
  )
  OR (
    (
      CONTAINS('01234567890123456789', "t10"."signs")
      OR CONTAINS('98765432109876543210', "t10"."signs")
    )
    AND (
      LENGTH("t10"."signs") >= 4
    )
  )
  OR (
    (
      "t10"."signs" = 'NONE'
    )
    OR (
      "t10"."signs" = 'NA'
    )
    OR (
      "t10"."signs" = 'NULL'
    )
    OR (
      "t10"."signs" = 'NIL'
    )
    OR (
      "t10"."signs" = 'TEST'
    )
    OR (
      "t10"."signs" = 'UNK'
    )
    OR (
      "t10"."signs" = 'UNKNOWN'
    )
    OR (
      "t10"."signs" = 'PENDING'
    )
    OR (
      "t10"."signs" = 'TBD'
    )
    OR (
      "t10"."signs" = 'X'
    )
    OR (
      "t10"."signs" = 'XX'
    )
    OR (
      "t10"."signs" = 'XXX'
    )
  );

SELECT
  "t6"."user" AS "entity",
  NULLIF("t6"."agency", '') AS "agency",
  '' AS "period",
  "t6"."event_id",
  "t6"."at",
  CAST("t6"."count" AS DOUBLE) AS "measure",
  "t6"."said" AS "detail"
FROM (
  SELECT
    "t5"."event_id",
    "t5"."at",
    "t5"."user",
    "t5"."agency",
    "t5"."number",
    COUNT(*) OVER (
      PARTITION BY "t5"."agency", "t5"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "count",
    '' AS "said"
  FROM (
    SELECT
      "t4"."event_id",
      "t4"."at",
      "t4"."user",
      "t4"."agency",
      "t4"."number"
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
    ) AS "t4"
    SEMI JOIN "kept_fillers" AS "t2"
      ON "t4"."number" = "t2"."filler"
  ) AS "t5"
) AS "t6"
WHERE
  "t6"."count" >= 1
