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
  "t17"."number" AS "entity",
  NULLIF("t17"."agency", '') AS "agency",
  '' AS "period",
  "t17"."event_id",
  "t17"."at",
  CAST("t23"."things" AS DOUBLE) AS "measure",
  CASE
    WHEN "t23"."things" = "t23"."about"
    THEN CAST("t23"."about" AS TEXT) || ' subjects'
    WHEN "t23"."about" = 0
    THEN CAST("t23"."things" - "t23"."about" AS TEXT) || ' searches of which the log does not say whom they were about'
    ELSE CAST("t23"."about" AS TEXT) || ' subjects and ' || CAST("t23"."things" - "t23"."about" AS TEXT) || ' searches of which the log does not say whom they were about'
  END || ', within ' || CASE
    WHEN "t23"."span" = 0
    THEN '1 day'
    ELSE CAST("t23"."span" + 1 AS TEXT) || ' days'
  END AS "detail"
FROM (
  SELECT
    "t15"."event_id",
    "t15"."at",
    COALESCE("t15"."agency", '') AS "agency",
    "t15"."day",
    "t15"."local_day",
    "t15"."number",
    CAST(COALESCE("t15"."local_day", "t15"."day") AS BIGINT) AS "own"
  FROM (
    SELECT
      "t14"."event_id",
      "t14"."at",
      "t14"."agency",
      "t14"."day",
      "t14"."local_day",
      "t14"."number"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t2"."event_id",
          "t2"."at",
          "t2"."day",
          "t2"."local_day",
          "t2"."user",
          "t2"."agency",
          "t2"."employer",
          "t2"."beneficiary",
          "t2"."affiliations",
          "t2"."action",
          "t2"."continues",
          "t2"."subjects",
          UPPER(REGEXP_REPLACE("t2"."case_no", '^\s+|\s+$', '', 'g')) AS "number",
          TRUE AS "declared"
        FROM "events" AS "t2"
        WHERE
          "t2"."case_no_state" = 'given' AND "t2"."case_no" IS NOT NULL
      ) AS "t8"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t9"."event_id",
          "t9"."at",
          "t9"."day",
          "t9"."local_day",
          "t9"."user",
          "t9"."agency",
          "t9"."employer",
          "t9"."beneficiary",
          "t9"."affiliations",
          "t9"."action",
          "t9"."continues",
          "t9"."subjects",
          "t10"."number",
          FALSE AS "declared"
        FROM (
          SELECT
            *
          FROM "events" AS "t2"
          WHERE
            "t2"."case_no" IS NULL AND "t2"."reason" IS NOT NULL
        ) AS "t9"
        INNER JOIN (
          SELECT
            "t3"."reason" AS "typed_in",
            "t3"."case_like" AS "number"
          FROM "reasons" AS "t3"
          WHERE
            "t3"."case_like" IS NOT NULL
        ) AS "t10"
          ON "t9"."reason" = "t10"."typed_in"
      ) AS "t12"
    ) AS "t14"
    ANTI JOIN "kept_fillers" AS "t4"
      ON "t14"."number" = "t4"."filler"
  ) AS "t15"
) AS "t17"
SEMI JOIN (
  SELECT
    *
  FROM "kept_things_of_cases" AS "t0"
  WHERE
    (
      "t0"."things" > 25
    ) OR (
      "t0"."rows" >= 10
    )
) AS "t11"
  ON "t17"."agency" = "t11"."of_agency" AND "t17"."number" = "t11"."of_number"
INNER JOIN (
  SELECT
    "t21"."of_agency",
    "t21"."of_number",
    "t21"."span",
    "t21"."things",
    "t21"."about"
  FROM (
    SELECT
      "t20"."in_agency",
      "t20"."in_number",
      "t20"."span",
      "t20"."days",
      "t11"."of_agency",
      "t11"."of_number",
      "t11"."things",
      "t11"."about",
      "t11"."rows"
    FROM (
      SELECT
        "t18"."agency" AS "in_agency",
        "t18"."number" AS "in_number",
        MAX("t18"."own") - MIN("t18"."own") AS "span",
        COUNT(DISTINCT "t18"."own") AS "days"
      FROM (
        SELECT
          "t17"."event_id",
          "t17"."at",
          "t17"."agency",
          "t17"."day",
          "t17"."local_day",
          "t17"."number",
          "t17"."own"
        FROM (
          SELECT
            "t15"."event_id",
            "t15"."at",
            COALESCE("t15"."agency", '') AS "agency",
            "t15"."day",
            "t15"."local_day",
            "t15"."number",
            CAST(COALESCE("t15"."local_day", "t15"."day") AS BIGINT) AS "own"
          FROM (
            SELECT
              "t14"."event_id",
              "t14"."at",
              "t14"."agency",
              "t14"."day",
              "t14"."local_day",
              "t14"."number"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t2"."event_id",
                  "t2"."at",
                  "t2"."day",
                  "t2"."local_day",
                  "t2"."user",
                  "t2"."agency",
                  "t2"."employer",
                  "t2"."beneficiary",
                  "t2"."affiliations",
                  "t2"."action",
                  "t2"."continues",
                  "t2"."subjects",
                  UPPER(REGEXP_REPLACE("t2"."case_no", '^\s+|\s+$', '', 'g')) AS "number",
                  TRUE AS "declared"
                FROM "events" AS "t2"
                WHERE
                  "t2"."case_no_state" = 'given' AND "t2"."case_no" IS NOT NULL
              ) AS "t8"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t9"."event_id",
                  "t9"."at",
                  "t9"."day",
                  "t9"."local_day",
                  "t9"."user",
                  "t9"."agency",
                  "t9"."employer",
                  "t9"."beneficiary",
                  "t9"."affiliations",
                  "t9"."action",
                  "t9"."continues",
                  "t9"."subjects",
                  "t10"."number",
                  FALSE AS "declared"
                FROM (
                  SELECT
                    *
                  FROM "events" AS "t2"
                  WHERE
                    "t2"."case_no" IS NULL AND "t2"."reason" IS NOT NULL
                ) AS "t9"
                INNER JOIN (
                  SELECT
                    "t3"."reason" AS "typed_in",
                    "t3"."case_like" AS "number"
                  FROM "reasons" AS "t3"
                  WHERE
                    "t3"."case_like" IS NOT NULL
                ) AS "t10"
                  ON "t9"."reason" = "t10"."typed_in"
              ) AS "t12"
            ) AS "t14"
            ANTI JOIN "kept_fillers" AS "t4"
              ON "t14"."number" = "t4"."filler"
          ) AS "t15"
        ) AS "t17"
        SEMI JOIN (
          SELECT
            *
          FROM "kept_things_of_cases" AS "t0"
          WHERE
            (
              "t0"."things" > 25
            ) OR (
              "t0"."rows" >= 10
            )
        ) AS "t11"
          ON "t17"."agency" = "t11"."of_agency" AND "t17"."number" = "t11"."of_number"
      ) AS "t18"
      GROUP BY
        1,
        2
    ) AS "t20"
    INNER JOIN (
      SELECT
        *
      FROM "kept_things_of_cases" AS "t0"
      WHERE
        (
          "t0"."things" > 25
        ) OR (
          "t0"."rows" >= 10
        )
    ) AS "t11"
      ON "t20"."in_agency" = "t11"."of_agency" AND "t20"."in_number" = "t11"."of_number"
  ) AS "t21"
  WHERE
    (
      "t21"."things" > 25
    )
    OR (
      (
        "t21"."span" > 30
      ) AND (
        "t21"."days" >= 10
      )
    )
) AS "t23"
  ON "t17"."agency" = "t23"."of_agency" AND "t17"."number" = "t23"."of_number"
