WITH "t14" AS (
  SELECT
    "t13"."event_id",
    "t13"."at",
    COALESCE("t13"."agency", '') AS "agency",
    "t13"."day",
    "t13"."local_day",
    "t13"."subjects",
    "t13"."number",
    CAST(COALESCE("t13"."local_day", "t13"."day") AS BIGINT) AS "own",
    CAST(GREATEST(COALESCE("t13"."subjects", 1), 1) AS BIGINT) AS "most"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t1"."event_id",
        "t1"."at",
        "t1"."agency",
        "t1"."day",
        "t1"."local_day",
        "t1"."subjects",
        UPPER(REGEXP_REPLACE("t1"."case_no", '^\s+|\s+$', '', 'g')) AS "number"
      FROM "events" AS "t1"
      WHERE
        "t1"."case_no_state" = 'given' AND "t1"."case_no" IS NOT NULL
    ) AS "t7"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t11"."event_id",
        "t11"."at",
        "t11"."agency",
        "t11"."day",
        "t11"."local_day",
        "t11"."subjects",
        "t11"."number"
      FROM (
        SELECT
          "t10".*
          EXCLUDE ("typed_in")
        FROM (
          SELECT
            "t8"."event_id",
            "t8"."source",
            "t8"."row",
            "t8"."at",
            "t8"."day",
            "t8"."local_day",
            "t8"."local_minute",
            "t8"."user",
            "t8"."user_state",
            "t8"."agency",
            "t8"."agency_state",
            "t8"."owner",
            "t8"."employer",
            "t8"."beneficiary",
            "t8"."role",
            "t8"."device",
            "t8"."address",
            "t8"."session",
            "t8"."latitude",
            "t8"."longitude",
            "t8"."action",
            "t8"."reason",
            "t8"."reason_state",
            "t8"."purpose",
            "t8"."purpose_state",
            "t8"."case_no",
            "t8"."case_no_state",
            "t8"."networks",
            "t8"."devices",
            "t8"."window_from",
            "t8"."window_until",
            "t8"."decision",
            "t8"."rule",
            "t8"."rows",
            "t8"."exported",
            "t8"."subjects",
            "t8"."outcome",
            "t8"."access",
            "t8"."continues",
            "t8"."affiliations",
            "t8"."classes",
            "t8"."fields",
            "t8"."duties",
            "t8"."accounting",
            "t8"."basis",
            "t8"."policy",
            "t9"."typed_in",
            "t9"."number"
          FROM (
            SELECT
              *
            FROM "events" AS "t1"
            WHERE
              "t1"."case_no" IS NULL AND "t1"."reason" IS NOT NULL
          ) AS "t8"
          INNER JOIN (
            SELECT
              "t2"."reason" AS "typed_in",
              "t2"."case_like" AS "number"
            FROM "reasons" AS "t2"
            WHERE
              "t2"."case_like" IS NOT NULL
          ) AS "t9"
            ON "t8"."reason" = "t9"."typed_in"
        ) AS "t10"
      ) AS "t11"
    ) AS "t12"
  ) AS "t13"
  WHERE
    NOT (
      (
        LENGTH(
          REPLACE(
            REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g'),
            SUBSTRING(
              REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g'),
              CASE
                WHEN (
                  0 + 1
                ) >= 1
                THEN 0 + 1
                ELSE 0 + 1 + LENGTH(REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g'))
              END,
              1
            ),
            ''
          )
        ) = 0
      )
      OR (
        (
          CONTAINS('01234567890123456789', REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g'))
          OR CONTAINS('98765432109876543210', REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g'))
        )
        AND (
          LENGTH(REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g')) >= 4
        )
      )
      OR (
        (
          REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g') = 'NONE'
        )
        OR (
          REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g') = 'NA'
        )
        OR (
          REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g') = 'NULL'
        )
        OR (
          REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g') = 'NIL'
        )
        OR (
          REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g') = 'TEST'
        )
        OR (
          REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g') = 'UNK'
        )
        OR (
          REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g') = 'UNKNOWN'
        )
        OR (
          REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g') = 'PENDING'
        )
        OR (
          REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g') = 'TBD'
        )
        OR (
          REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g') = 'X'
        )
        OR (
          REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g') = 'XX'
        )
        OR (
          REGEXP_REPLACE("t13"."number", '[^0-9A-Z]', '', 'g') = 'XXX'
        )
      )
    )
)
SELECT
  "t30"."number" AS "entity",
  NULLIF("t30"."agency", '') AS "agency",
  '' AS "period",
  "t30"."event_id",
  "t30"."at",
  CAST("t30"."things" AS DOUBLE) AS "measure",
  CASE
    WHEN "t30"."things" = "t30"."about"
    THEN CAST("t30"."about" AS TEXT) || ' subjects'
    WHEN "t30"."about" = 0
    THEN CAST("t30"."things" - "t30"."about" AS TEXT) || ' searches of which the log does not say whom they were about'
    ELSE CAST("t30"."about" AS TEXT) || ' subjects and ' || CAST("t30"."things" - "t30"."about" AS TEXT) || ' searches of which the log does not say whom they were about'
  END || ', within ' || CASE
    WHEN "t30"."span" = 0
    THEN '1 day'
    ELSE CAST("t30"."span" + 1 AS TEXT) || ' days'
  END AS "detail"
FROM (
  SELECT
    "t29"."event_id",
    "t29"."at",
    "t29"."agency",
    "t29"."number",
    "t29"."span",
    "t29"."long",
    "t28"."about_agency",
    "t28"."about_number",
    "t28"."things",
    "t28"."about"
  FROM (
    SELECT DISTINCT
      *
    FROM (
      SELECT
        "t24".*
        EXCLUDE ("named")
      FROM (
        SELECT
          "t23".*
          EXCLUDE ("thing")
        FROM (
          SELECT
            "t22".*
            EXCLUDE ("subject")
          FROM (
            SELECT
              "t21".*
              EXCLUDE ("about_event")
            FROM (
              SELECT
                "t20"."event_id",
                "t20"."at",
                "t20"."agency",
                "t20"."number",
                "t20"."span",
                "t20"."long",
                "t20"."about_event",
                "t20"."subject",
                COALESCE("t20"."subject", "t20"."event_id") AS "thing",
                "t20"."subject" IS NOT NULL AS "named"
              FROM (
                SELECT
                  "t16"."event_id",
                  "t16"."at",
                  "t16"."agency",
                  "t16"."number",
                  "t19"."span",
                  "t19"."long",
                  "t4"."about_event",
                  "t4"."subject"
                FROM "t14" AS "t16"
                INNER JOIN (
                  SELECT
                    "t17"."of_agency",
                    "t17"."of_number",
                    "t17"."span",
                    (
                      "t17"."span" > 30
                    ) AND (
                      "t17"."days" >= 10
                    ) AS "long"
                  FROM (
                    SELECT
                      "t15"."agency" AS "of_agency",
                      "t15"."number" AS "of_number",
                      SUM("t15"."most") AS "most",
                      MAX("t15"."own") - MIN("t15"."own") AS "span",
                      COUNT(DISTINCT "t15"."own") AS "days"
                    FROM "t14" AS "t15"
                    GROUP BY
                      1,
                      2
                  ) AS "t17"
                  WHERE
                    (
                      "t17"."most" > 25
                    )
                    OR (
                      (
                        "t17"."span" > 30
                      ) AND (
                        "t17"."days" >= 10
                      )
                    )
                ) AS "t19"
                  ON "t16"."agency" = "t19"."of_agency" AND "t16"."number" = "t19"."of_number"
                LEFT OUTER JOIN (
                  SELECT
                    "t0"."event_id" AS "about_event",
                    "t0"."subject"
                  FROM "subjects" AS "t0"
                  WHERE
                    "t0"."asked"
                ) AS "t4"
                  ON "t16"."event_id" = "t4"."about_event"
              ) AS "t20"
            ) AS "t21"
          ) AS "t22"
        ) AS "t23"
      ) AS "t24"
    ) AS "t25"
  ) AS "t29"
  INNER JOIN (
    SELECT
      "t23"."agency" AS "about_agency",
      "t23"."number" AS "about_number",
      COUNT(DISTINCT "t23"."thing") AS "things",
      COUNT(DISTINCT "t23"."thing") FILTER(WHERE
        "t23"."named") AS "about"
    FROM (
      SELECT
        "t22".*
        EXCLUDE ("subject")
      FROM (
        SELECT
          "t21".*
          EXCLUDE ("about_event")
        FROM (
          SELECT
            "t20"."event_id",
            "t20"."at",
            "t20"."agency",
            "t20"."number",
            "t20"."span",
            "t20"."long",
            "t20"."about_event",
            "t20"."subject",
            COALESCE("t20"."subject", "t20"."event_id") AS "thing",
            "t20"."subject" IS NOT NULL AS "named"
          FROM (
            SELECT
              "t16"."event_id",
              "t16"."at",
              "t16"."agency",
              "t16"."number",
              "t19"."span",
              "t19"."long",
              "t4"."about_event",
              "t4"."subject"
            FROM "t14" AS "t16"
            INNER JOIN (
              SELECT
                "t17"."of_agency",
                "t17"."of_number",
                "t17"."span",
                (
                  "t17"."span" > 30
                ) AND (
                  "t17"."days" >= 10
                ) AS "long"
              FROM (
                SELECT
                  "t15"."agency" AS "of_agency",
                  "t15"."number" AS "of_number",
                  SUM("t15"."most") AS "most",
                  MAX("t15"."own") - MIN("t15"."own") AS "span",
                  COUNT(DISTINCT "t15"."own") AS "days"
                FROM "t14" AS "t15"
                GROUP BY
                  1,
                  2
              ) AS "t17"
              WHERE
                (
                  "t17"."most" > 25
                )
                OR (
                  (
                    "t17"."span" > 30
                  ) AND (
                    "t17"."days" >= 10
                  )
                )
            ) AS "t19"
              ON "t16"."agency" = "t19"."of_agency" AND "t16"."number" = "t19"."of_number"
            LEFT OUTER JOIN (
              SELECT
                "t0"."event_id" AS "about_event",
                "t0"."subject"
              FROM "subjects" AS "t0"
              WHERE
                "t0"."asked"
            ) AS "t4"
              ON "t16"."event_id" = "t4"."about_event"
          ) AS "t20"
        ) AS "t21"
      ) AS "t22"
    ) AS "t23"
    GROUP BY
      1,
      2
  ) AS "t28"
    ON "t29"."agency" = "t28"."about_agency" AND "t29"."number" = "t28"."about_number"
) AS "t30"
WHERE
  (
    "t30"."things" > 25
  ) OR "t30"."long"
