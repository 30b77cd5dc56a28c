CREATE TEMP TABLE kept_numbers AS
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
) AS "t7";

CREATE TEMP TABLE kept_fillers AS
SELECT
  "t2"."filler"
FROM (
  SELECT DISTINCT
    "t1"."filler",
    REGEXP_REPLACE("t1"."filler", '[^0-9A-Z]', '', 'g') AS "signs"
  FROM (
    SELECT DISTINCT
      "t0"."number" AS "filler"
    FROM "kept_numbers" AS "t0"
  ) AS "t1"
) AS "t2"
WHERE
  (
    LENGTH(
      REPLACE(
        "t2"."signs",
        SUBSTRING(
          "t2"."signs",
          CASE WHEN (
            0 + 1
          ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t2"."signs") END,
          1
        ),
        ''
      )
    ) = 0
  )
  OR (
    (
      CONTAINS('01234567890123456789', "t2"."signs")
      OR CONTAINS('98765432109876543210', "t2"."signs")
    )
    AND (
      LENGTH("t2"."signs") >= 4
    )
  )
  OR (
    (
      "t2"."signs" = 'NONE'
    )
    OR (
      "t2"."signs" = 'NA'
    )
    OR (
      "t2"."signs" = 'NULL'
    )
    OR (
      "t2"."signs" = 'NIL'
    )
    OR (
      "t2"."signs" = 'TEST'
    )
    OR (
      "t2"."signs" = 'UNK'
    )
    OR (
      "t2"."signs" = 'UNKNOWN'
    )
    OR (
      "t2"."signs" = 'PENDING'
    )
    OR (
      "t2"."signs" = 'TBD'
    )
    OR (
      "t2"."signs" = 'X'
    )
    OR (
      "t2"."signs" = 'XX'
    )
    OR (
      "t2"."signs" = 'XXX'
    )
  );

CREATE TEMP TABLE kept_shaped AS
SELECT
  "t5"."event_id",
  "t5"."at",
  "t5"."user",
  "t5"."agency",
  "t5"."number",
  REGEXP_REPLACE(REGEXP_REPLACE("t5"."number", '[0-9]', '9', 'g'), '[A-Z]', 'A', 'g') AS "shape"
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
      "t0"."number"
    FROM "kept_numbers" AS "t0"
    WHERE
      "t0"."declared"
      AND "t0"."action" <> 'alert'
      AND "t0"."continues" IS NULL
      AND "t0"."user" IS NOT NULL
  ) AS "t4"
  ANTI JOIN "kept_fillers" AS "t2"
    ON "t4"."number" = "t2"."filler"
) AS "t5"
WHERE
  "t5"."agency" <> '';

SELECT
  "t7"."user" AS "entity",
  NULLIF("t7"."agency", '') AS "agency",
  '' AS "period",
  "t7"."event_id",
  "t7"."at",
  CAST("t7"."count" AS DOUBLE) AS "measure",
  "t7"."said" AS "detail"
FROM (
  SELECT
    "t6"."event_id",
    "t6"."at",
    "t6"."user",
    "t6"."agency",
    "t6"."number",
    "t6"."shape",
    "t6"."of_agency",
    "t6"."of_shape",
    "t6"."used",
    "t6"."all",
    COUNT(*) OVER (
      PARTITION BY "t6"."agency", "t6"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "count",
    "t6"."shape" AS "said"
  FROM (
    SELECT
      "t1"."event_id",
      "t1"."at",
      "t1"."user",
      "t1"."agency",
      "t1"."number",
      "t1"."shape",
      "t5"."of_agency",
      "t5"."of_shape",
      "t5"."used",
      "t5"."all"
    FROM "kept_shaped" AS "t1"
    INNER JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t2"."of_agency",
          "t2"."of_shape",
          "t2"."used",
          SUM("t2"."used") OVER (
            PARTITION BY "t2"."of_agency"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "all"
        FROM (
          SELECT
            "t0"."agency" AS "of_agency",
            "t0"."shape" AS "of_shape",
            COUNT(*) AS "used"
          FROM "kept_shaped" AS "t0"
          GROUP BY
            1,
            2
        ) AS "t2"
      ) AS "t3"
      WHERE
        "t3"."all" >= 200 AND "t3"."used" < (
          "t3"."all" * 0.005
        )
    ) AS "t5"
      ON "t1"."agency" = "t5"."of_agency" AND "t1"."shape" = "t5"."of_shape"
  ) AS "t6"
) AS "t7"
WHERE
  "t7"."count" >= 3
