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

CREATE TEMP TABLE kept_things_of_cases AS
SELECT
  "t19"."agency" AS "of_agency",
  "t19"."number" AS "of_number",
  COUNT(*) AS "things",
  SUM("t19"."named") AS "about",
  SUM("t19"."rows") AS "rows"
FROM (
  SELECT
    "t18"."agency",
    "t18"."number",
    "t18"."thing",
    MAX(CASE WHEN "t18"."named" THEN 1 ELSE 0 END) AS "named",
    COUNT(*) AS "rows"
  FROM (
    SELECT
      "t17".*
      EXCLUDE ("subject")
    FROM (
      SELECT
        "t16".*
        EXCLUDE ("about_event")
      FROM (
        SELECT
          "t15"."event_id",
          "t15"."number",
          "t15"."agency",
          "t15"."about_event",
          "t15"."subject",
          COALESCE("t15"."subject", "t15"."event_id") AS "thing",
          "t15"."subject" IS NOT NULL AS "named"
        FROM (
          SELECT
            "t14"."event_id",
            "t14"."number",
            COALESCE("t14"."agency", '') AS "agency",
            "t7"."about_event",
            "t7"."subject"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t1"."event_id",
                "t1"."at",
                "t1"."day",
                "t1"."local_day",
                "t1"."user",
                "t1"."agency",
                "t1"."employer",
                "t1"."beneficiary",
                "t1"."affiliations",
                "t1"."action",
                "t1"."continues",
                "t1"."subjects",
                UPPER(REGEXP_REPLACE("t1"."case_no", '^\s+|\s+$', '', 'g')) AS "number",
                TRUE AS "declared"
              FROM "events" AS "t1"
              WHERE
                "t1"."case_no_state" = 'given' AND "t1"."case_no" IS NOT NULL
            ) AS "t9"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t10"."event_id",
                "t10"."at",
                "t10"."day",
                "t10"."local_day",
                "t10"."user",
                "t10"."agency",
                "t10"."employer",
                "t10"."beneficiary",
                "t10"."affiliations",
                "t10"."action",
                "t10"."continues",
                "t10"."subjects",
                "t11"."number",
                FALSE AS "declared"
              FROM (
                SELECT
                  *
                FROM "events" AS "t1"
                WHERE
                  "t1"."case_no" IS NULL AND "t1"."reason" IS NOT NULL
              ) AS "t10"
              INNER JOIN (
                SELECT
                  "t3"."reason" AS "typed_in",
                  "t3"."case_like" AS "number"
                FROM "reasons" AS "t3"
                WHERE
                  "t3"."case_like" IS NOT NULL
              ) AS "t11"
                ON "t10"."reason" = "t11"."typed_in"
            ) AS "t12"
          ) AS "t14"
          ANTI JOIN "kept_fillers" AS "t4"
            ON "t14"."number" = "t4"."filler"
          LEFT OUTER JOIN (
            SELECT
              "t2"."event_id" AS "about_event",
              "t2"."subject"
            FROM "subjects" AS "t2"
            WHERE
              "t2"."asked"
          ) AS "t7"
            ON "t14"."event_id" = "t7"."about_event"
        ) AS "t15"
      ) AS "t16"
    ) AS "t17"
  ) AS "t18"
  GROUP BY
    1,
    2,
    3
) AS "t19"
GROUP BY
  1,
  2;

SELECT
  "t15"."number" AS "entity",
  NULLIF("t15"."agency", '') AS "agency",
  '' AS "period",
  "t15"."event_id",
  "t15"."at",
  "t18"."things" / "t18"."limit" AS "measure",
  CASE
    WHEN "t18"."things" = "t18"."about"
    THEN CAST("t18"."about" AS TEXT) || ' subjects'
    WHEN "t18"."about" = 0
    THEN CAST("t18"."things" - "t18"."about" AS TEXT) || ' searches of which the log does not say whom they were about'
    ELSE CAST("t18"."about" AS TEXT) || ' subjects and ' || CAST("t18"."things" - "t18"."about" AS TEXT) || ' searches of which the log does not say whom they were about'
  END AS "detail"
FROM (
  SELECT
    "t13"."event_id",
    "t13"."at",
    "t13"."number",
    COALESCE("t13"."agency", '') AS "agency"
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
    ) AS "t6"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t7"."event_id",
        "t7"."at",
        "t7"."day",
        "t7"."local_day",
        "t7"."user",
        "t7"."agency",
        "t7"."employer",
        "t7"."beneficiary",
        "t7"."affiliations",
        "t7"."action",
        "t7"."continues",
        "t7"."subjects",
        "t8"."number",
        FALSE AS "declared"
      FROM (
        SELECT
          *
        FROM "events" AS "t0"
        WHERE
          "t0"."case_no" IS NULL AND "t0"."reason" IS NOT NULL
      ) AS "t7"
      INNER JOIN (
        SELECT
          "t2"."reason" AS "typed_in",
          "t2"."case_like" AS "number"
        FROM "reasons" AS "t2"
        WHERE
          "t2"."case_like" IS NOT NULL
      ) AS "t8"
        ON "t7"."reason" = "t8"."typed_in"
    ) AS "t12"
  ) AS "t13"
) AS "t15"
INNER JOIN (
  SELECT
    "t16"."of_agency",
    "t16"."of_number",
    "t16"."things",
    "t16"."about",
    "t16"."limit"
  FROM (
    SELECT
      "t11"."of_agency",
      "t11"."of_number",
      "t11"."things",
      "t11"."about",
      "t11"."rows",
      "t11"."count",
      "t11"."total",
      "t11"."squares",
      (
        "t11"."total" / "t11"."count"
      ) + (
        SQRT(
          GREATEST(
            (
              "t11"."squares" / "t11"."count"
            ) - (
              (
                "t11"."total" / "t11"."count"
              ) * (
                "t11"."total" / "t11"."count"
              )
            ),
            0.0
          )
        ) * 3
      ) AS "limit"
    FROM (
      SELECT
        "t3"."of_agency",
        "t3"."of_number",
        "t3"."things",
        "t3"."about",
        "t3"."rows",
        "t10"."count",
        "t10"."total",
        "t10"."squares"
      FROM "kept_things_of_cases" AS "t3"
      CROSS JOIN (
        SELECT
          COUNT(*) AS "count",
          CAST(SUM("t1"."things") AS DOUBLE) AS "total",
          CAST(SUM("t1"."things" * "t1"."things") AS DOUBLE) AS "squares"
        FROM "kept_things_of_cases" AS "t1"
      ) AS "t10"
    ) AS "t11"
  ) AS "t16"
  WHERE
    "t16"."count" >= 20 AND "t16"."things" > "t16"."limit" AND "t16"."things" >= 20
) AS "t18"
  ON "t15"."agency" = "t18"."of_agency" AND "t15"."number" = "t18"."of_number"
