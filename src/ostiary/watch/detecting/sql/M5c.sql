WITH "t22" AS (
  SELECT
    "t19"."agency" AS "of_agency",
    "t19"."number" AS "of_number",
    COUNT(DISTINCT "t19"."thing") AS "things",
    COUNT(DISTINCT "t19"."thing") FILTER(WHERE
      "t19"."named") AS "about"
  FROM (
    SELECT
      "t18".*
      EXCLUDE ("subject")
    FROM (
      SELECT
        "t17".*
        EXCLUDE ("about_event")
      FROM (
        SELECT
          "t16"."event_id",
          "t16"."at",
          "t16"."agency",
          "t16"."number",
          "t16"."about_event",
          "t16"."subject",
          COALESCE("t16"."subject", "t16"."event_id") AS "thing",
          "t16"."subject" IS NOT NULL AS "named"
        FROM (
          SELECT
            "t15"."event_id",
            "t15"."at",
            "t15"."agency",
            "t15"."number",
            "t4"."about_event",
            "t4"."subject"
          FROM (
            SELECT
              "t13"."event_id",
              "t13"."at",
              COALESCE("t13"."agency", '') AS "agency",
              "t13"."number"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t1"."event_id",
                  "t1"."at",
                  "t1"."agency",
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
          ) AS "t15"
          LEFT OUTER JOIN (
            SELECT
              "t0"."event_id" AS "about_event",
              "t0"."subject"
            FROM "subjects" AS "t0"
            WHERE
              "t0"."asked"
          ) AS "t4"
            ON "t15"."event_id" = "t4"."about_event"
        ) AS "t16"
      ) AS "t17"
    ) AS "t18"
  ) AS "t19"
  GROUP BY
    1,
    2
)
SELECT
  "t25"."number" AS "entity",
  NULLIF("t25"."agency", '') AS "agency",
  '' AS "period",
  "t25"."event_id",
  "t25"."at",
  "t32"."things" / "t32"."limit" AS "measure",
  CASE
    WHEN "t32"."things" = "t32"."about"
    THEN CAST("t32"."about" AS TEXT) || ' subjects'
    WHEN "t32"."about" = 0
    THEN CAST("t32"."things" - "t32"."about" AS TEXT) || ' searches of which the log does not say whom they were about'
    ELSE CAST("t32"."about" AS TEXT) || ' subjects and ' || CAST("t32"."things" - "t32"."about" AS TEXT) || ' searches of which the log does not say whom they were about'
  END AS "detail"
FROM (
  SELECT DISTINCT
    *
  FROM (
    SELECT
      "t20".*
      EXCLUDE ("named")
    FROM (
      SELECT
        "t19".*
        EXCLUDE ("thing")
      FROM (
        SELECT
          "t18".*
          EXCLUDE ("subject")
        FROM (
          SELECT
            "t17".*
            EXCLUDE ("about_event")
          FROM (
            SELECT
              "t16"."event_id",
              "t16"."at",
              "t16"."agency",
              "t16"."number",
              "t16"."about_event",
              "t16"."subject",
              COALESCE("t16"."subject", "t16"."event_id") AS "thing",
              "t16"."subject" IS NOT NULL AS "named"
            FROM (
              SELECT
                "t15"."event_id",
                "t15"."at",
                "t15"."agency",
                "t15"."number",
                "t4"."about_event",
                "t4"."subject"
              FROM (
                SELECT
                  "t13"."event_id",
                  "t13"."at",
                  COALESCE("t13"."agency", '') AS "agency",
                  "t13"."number"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t1"."event_id",
                      "t1"."at",
                      "t1"."agency",
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
              ) AS "t15"
              LEFT OUTER JOIN (
                SELECT
                  "t0"."event_id" AS "about_event",
                  "t0"."subject"
                FROM "subjects" AS "t0"
                WHERE
                  "t0"."asked"
              ) AS "t4"
                ON "t15"."event_id" = "t4"."about_event"
            ) AS "t16"
          ) AS "t17"
        ) AS "t18"
      ) AS "t19"
    ) AS "t20"
  ) AS "t21"
) AS "t25"
INNER JOIN (
  SELECT
    "t30"."of_agency",
    "t30"."of_number",
    "t30"."things",
    "t30"."about",
    "t30"."limit"
  FROM (
    SELECT
      "t29"."of_agency",
      "t29"."of_number",
      "t29"."things",
      "t29"."about",
      "t29"."count",
      "t29"."total",
      "t29"."squares",
      (
        "t29"."total" / "t29"."count"
      ) + (
        SQRT(
          GREATEST(
            (
              "t29"."squares" / "t29"."count"
            ) - (
              (
                "t29"."total" / "t29"."count"
              ) * (
                "t29"."total" / "t29"."count"
              )
            ),
            0.0
          )
        ) * 3
      ) AS "limit"
    FROM (
      SELECT
        "t26"."of_agency",
        "t26"."of_number",
        "t26"."things",
        "t26"."about",
        "t28"."count",
        "t28"."total",
        "t28"."squares"
      FROM "t22" AS "t26"
      CROSS JOIN (
        SELECT
          COUNT(*) AS "count",
          CAST(SUM("t24"."things") AS DOUBLE) AS "total",
          CAST(SUM("t24"."things" * "t24"."things") AS DOUBLE) AS "squares"
        FROM "t22" AS "t24"
      ) AS "t28"
    ) AS "t29"
  ) AS "t30"
  WHERE
    "t30"."count" >= 20 AND "t30"."things" > "t30"."limit" AND "t30"."things" >= 20
) AS "t32"
  ON "t25"."agency" = "t32"."of_agency" AND "t25"."number" = "t32"."of_number"
