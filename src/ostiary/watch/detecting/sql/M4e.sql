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

CREATE TEMP TABLE kept_things_of_cases AS
SELECT
  "t11"."agency" AS "of_agency",
  "t11"."number" AS "of_number",
  COUNT(*) AS "things",
  SUM("t11"."named") AS "about"
FROM (
  SELECT
    "t10"."agency",
    "t10"."number",
    "t10"."thing",
    MAX(CASE WHEN "t10"."named" THEN 1 ELSE 0 END) AS "named"
  FROM (
    SELECT
      "t9".*
      EXCLUDE ("subject")
    FROM (
      SELECT
        "t8".*
        EXCLUDE ("about_event")
      FROM (
        SELECT
          "t7"."event_id",
          "t7"."number",
          "t7"."agency",
          "t7"."about_event",
          "t7"."subject",
          COALESCE("t7"."subject", "t7"."event_id") AS "thing",
          "t7"."subject" IS NOT NULL AS "named"
        FROM (
          SELECT
            "t3"."event_id",
            "t3"."number",
            COALESCE("t3"."agency", '') AS "agency",
            "t6"."about_event",
            "t6"."subject"
          FROM "kept_numbers" AS "t3"
          ANTI JOIN "kept_fillers" AS "t4"
            ON "t3"."number" = "t4"."filler"
          LEFT OUTER JOIN (
            SELECT
              "t2"."event_id" AS "about_event",
              "t2"."subject"
            FROM "subjects" AS "t2"
            WHERE
              "t2"."asked"
          ) AS "t6"
            ON "t3"."event_id" = "t6"."about_event"
        ) AS "t7"
      ) AS "t8"
    ) AS "t9"
  ) AS "t10"
  GROUP BY
    1,
    2,
    3
) AS "t11"
GROUP BY
  1,
  2;

WITH "t7" AS (
  SELECT
    "t6"."event_id",
    "t6"."at",
    COALESCE("t6"."agency", '') AS "agency",
    "t6"."day",
    "t6"."local_day",
    "t6"."number",
    CAST(COALESCE("t6"."local_day", "t6"."day") AS BIGINT) AS "own"
  FROM (
    SELECT
      "t3"."event_id",
      "t3"."at",
      "t3"."agency",
      "t3"."day",
      "t3"."local_day",
      "t3"."number"
    FROM "kept_numbers" AS "t3"
    ANTI JOIN "kept_fillers" AS "t4"
      ON "t3"."number" = "t4"."filler"
  ) AS "t6"
)
SELECT
  "t9"."number" AS "entity",
  NULLIF("t9"."agency", '') AS "agency",
  '' AS "period",
  "t9"."event_id",
  "t9"."at",
  CAST("t14"."things" AS DOUBLE) AS "measure",
  CASE
    WHEN "t14"."things" = "t14"."about"
    THEN CAST("t14"."about" AS TEXT) || ' subjects'
    WHEN "t14"."about" = 0
    THEN CAST("t14"."things" - "t14"."about" AS TEXT) || ' searches of which the log does not say whom they were about'
    ELSE CAST("t14"."about" AS TEXT) || ' subjects and ' || CAST("t14"."things" - "t14"."about" AS TEXT) || ' searches of which the log does not say whom they were about'
  END || ', within ' || CASE
    WHEN "t14"."span" = 0
    THEN '1 day'
    ELSE CAST("t14"."span" + 1 AS TEXT) || ' days'
  END AS "detail"
FROM "t7" AS "t9"
INNER JOIN (
  SELECT
    "t12"."of_agency",
    "t12"."of_number",
    "t12"."span",
    "t12"."things",
    "t12"."about"
  FROM (
    SELECT
      "t11"."in_agency",
      "t11"."in_number",
      "t11"."span",
      "t11"."days",
      "t5"."of_agency",
      "t5"."of_number",
      "t5"."things",
      "t5"."about"
    FROM (
      SELECT
        "t8"."agency" AS "in_agency",
        "t8"."number" AS "in_number",
        MAX("t8"."own") - MIN("t8"."own") AS "span",
        COUNT(DISTINCT "t8"."own") AS "days"
      FROM "t7" AS "t8"
      GROUP BY
        1,
        2
    ) AS "t11"
    INNER JOIN "kept_things_of_cases" AS "t5"
      ON "t11"."in_agency" = "t5"."of_agency" AND "t11"."in_number" = "t5"."of_number"
  ) AS "t12"
  WHERE
    (
      "t12"."things" > 25
    )
    OR (
      (
        "t12"."span" > 30
      ) AND (
        "t12"."days" >= 10
      )
    )
) AS "t14"
  ON "t9"."agency" = "t14"."of_agency" AND "t9"."number" = "t14"."of_number"
