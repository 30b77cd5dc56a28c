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

SELECT
  "t4"."number" AS "entity",
  NULLIF("t4"."agency", '') AS "agency",
  '' AS "period",
  "t4"."event_id",
  "t4"."at",
  "t10"."things" / "t10"."limit" AS "measure",
  CASE
    WHEN "t10"."things" = "t10"."about"
    THEN CAST("t10"."about" AS TEXT) || ' subjects'
    WHEN "t10"."about" = 0
    THEN CAST("t10"."things" - "t10"."about" AS TEXT) || ' searches of which the log does not say whom they were about'
    ELSE CAST("t10"."about" AS TEXT) || ' subjects and ' || CAST("t10"."things" - "t10"."about" AS TEXT) || ' searches of which the log does not say whom they were about'
  END AS "detail"
FROM (
  SELECT
    "t0"."event_id",
    "t0"."at",
    "t0"."number",
    COALESCE("t0"."agency", '') AS "agency"
  FROM "kept_numbers" AS "t0"
) AS "t4"
INNER JOIN (
  SELECT
    "t8"."of_agency",
    "t8"."of_number",
    "t8"."things",
    "t8"."about",
    "t8"."limit"
  FROM (
    SELECT
      "t7"."of_agency",
      "t7"."of_number",
      "t7"."things",
      "t7"."about",
      "t7"."count",
      "t7"."total",
      "t7"."squares",
      (
        "t7"."total" / "t7"."count"
      ) + (
        SQRT(
          GREATEST(
            (
              "t7"."squares" / "t7"."count"
            ) - (
              (
                "t7"."total" / "t7"."count"
              ) * (
                "t7"."total" / "t7"."count"
              )
            ),
            0.0
          )
        ) * 3
      ) AS "limit"
    FROM (
      SELECT
        "t2"."of_agency",
        "t2"."of_number",
        "t2"."things",
        "t2"."about",
        "t6"."count",
        "t6"."total",
        "t6"."squares"
      FROM "kept_things_of_cases" AS "t2"
      CROSS JOIN (
        SELECT
          COUNT(*) AS "count",
          CAST(SUM("t1"."things") AS DOUBLE) AS "total",
          CAST(SUM("t1"."things" * "t1"."things") AS DOUBLE) AS "squares"
        FROM "kept_things_of_cases" AS "t1"
      ) AS "t6"
    ) AS "t7"
  ) AS "t8"
  WHERE
    "t8"."count" >= 20 AND "t8"."things" > "t8"."limit" AND "t8"."things" >= 20
) AS "t10"
  ON "t4"."agency" = "t10"."of_agency" AND "t4"."number" = "t10"."of_number"
