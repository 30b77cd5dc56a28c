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

CREATE TEMP TABLE kept_shaped AS
SELECT
  "t7"."agency",
  "t7"."number",
  "t7"."used",
  REGEXP_REPLACE(REGEXP_REPLACE("t7"."number", '[0-9]', '9', 'g'), '[A-Z]', 'A', 'g') AS "shape"
FROM (
  SELECT
    "t6"."agency",
    "t6"."number",
    COUNT(*) AS "used"
  FROM (
    SELECT
      *
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
      ANTI JOIN "kept_fillers" AS "t2"
        ON "t4"."number" = "t2"."filler"
    ) AS "t5"
    WHERE
      "t5"."agency" <> ''
  ) AS "t6"
  GROUP BY
    1,
    2
) AS "t7";

SELECT
  "t17"."user" AS "entity",
  NULLIF("t17"."agency", '') AS "agency",
  '' AS "period",
  "t17"."event_id",
  "t17"."at",
  CAST("t17"."count" AS DOUBLE) AS "measure",
  "t17"."said" AS "detail"
FROM (
  SELECT
    "t16"."event_id",
    "t16"."at",
    "t16"."user",
    "t16"."agency",
    "t16"."number",
    "t16"."shape",
    "t16"."of_agency",
    "t16"."of_number",
    COUNT(*) OVER (
      PARTITION BY "t16"."agency", "t16"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "count",
    "t16"."shape" AS "said"
  FROM (
    SELECT
      "t13"."event_id",
      "t13"."at",
      "t13"."user",
      "t13"."agency",
      "t13"."number",
      "t15"."shape",
      "t15"."of_agency",
      "t15"."of_number"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t7"."event_id",
          "t7"."at",
          "t7"."user",
          "t7"."agency",
          "t7"."number"
        FROM (
          SELECT
            "t1"."event_id",
            "t1"."at",
            "t1"."user",
            COALESCE("t1"."agency", '') AS "agency",
            UPPER(REGEXP_REPLACE("t1"."case_no", '^\s+|\s+$', '', 'g')) AS "number"
          FROM "events" AS "t1"
          WHERE
            "t1"."case_no_state" = 'given'
            AND "t1"."case_no" IS NOT NULL
            AND "t1"."action" <> 'alert'
            AND "t1"."continues" IS NULL
            AND "t1"."user" IS NOT NULL
        ) AS "t7"
        ANTI JOIN "kept_fillers" AS "t4"
          ON "t7"."number" = "t4"."filler"
      ) AS "t9"
      WHERE
        "t9"."agency" <> ''
    ) AS "t13"
    INNER JOIN (
      SELECT
        "t3"."shape",
        "t3"."agency" AS "of_agency",
        "t3"."number" AS "of_number"
      FROM "kept_shaped" AS "t3"
      SEMI JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t5"."agency",
            "t5"."shape",
            "t5"."used",
            SUM("t5"."used") OVER (
              PARTITION BY "t5"."agency"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "all"
          FROM (
            SELECT
              "t0"."agency",
              "t0"."shape",
              SUM("t0"."used") AS "used"
            FROM "kept_shaped" AS "t0"
            GROUP BY
              1,
              2
          ) AS "t5"
        ) AS "t8"
        WHERE
          "t8"."all" >= 200 AND "t8"."used" < (
            "t8"."all" * 0.005
          )
      ) AS "t11"
        ON "t3"."agency" = "t11"."agency" AND "t3"."shape" = "t11"."shape"
    ) AS "t15"
      ON "t13"."agency" = "t15"."of_agency" AND "t13"."number" = "t15"."of_number"
  ) AS "t16"
) AS "t17"
WHERE
  "t17"."count" >= 3
