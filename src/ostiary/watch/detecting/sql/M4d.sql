SELECT
  "t20"."user" AS "entity",
  NULLIF("t20"."agency", '') AS "agency",
  '' AS "period",
  "t20"."event_id",
  "t20"."at",
  CAST("t20"."count" AS DOUBLE) AS "measure",
  "t20"."said" AS "detail"
FROM (
  SELECT
    "t19"."event_id",
    "t19"."at",
    "t19"."user",
    "t19"."agency",
    "t19"."is_known",
    "t19"."is_own",
    "t19"."is_open",
    COUNT(*) OVER (
      PARTITION BY "t19"."agency", "t19"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "count",
    CASE
      WHEN "t19"."is_known" = 0
      THEN 'not in the registry'
      WHEN "t19"."is_own" = 0
      THEN 'another agency''s'
      ELSE 'closed for long'
    END AS "said"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t17"."event_id",
        "t17"."at",
        "t17"."user",
        "t17"."agency",
        MAX("t17"."is_known") AS "is_known",
        MAX("t17"."is_own") AS "is_own",
        MAX("t17"."is_open") AS "is_open"
      FROM (
        SELECT
          "t16"."event_id",
          "t16"."at",
          "t16"."user",
          "t16"."agency",
          "t16"."employer",
          "t16"."beneficiary",
          "t16"."affiliations",
          "t16"."number",
          "t16"."known",
          "t16"."owner",
          "t16"."closed",
          CASE WHEN "t16"."known" IS NOT NULL THEN 1 ELSE 0 END AS "is_known",
          CASE
            WHEN (
              "t16"."known" IS NOT NULL
            )
            AND COALESCE(
              (
                "t16"."owner" IS NULL
              )
              OR (
                "t16"."agency" = ''
              )
              OR CONTAINS(',' || "t16"."affiliations" || ',', ',' || "t16"."owner" || ',')
              OR (
                "t16"."owner" = "t16"."agency"
              )
              OR (
                "t16"."owner" = "t16"."employer"
              )
              OR (
                "t16"."owner" = "t16"."beneficiary"
              ),
              FALSE
            )
            THEN 1
            ELSE 0
          END AS "is_own",
          CASE
            WHEN COALESCE(
              (
                "t16"."owner" IS NULL
              )
              OR (
                "t16"."agency" = ''
              )
              OR CONTAINS(',' || "t16"."affiliations" || ',', ',' || "t16"."owner" || ',')
              OR (
                "t16"."owner" = "t16"."agency"
              )
              OR (
                "t16"."owner" = "t16"."employer"
              )
              OR (
                "t16"."owner" = "t16"."beneficiary"
              ),
              FALSE
            )
            AND (
              "t16"."closed" >= (
                "t16"."at" - 7776000000
              )
            )
            THEN 1
            ELSE 0
          END AS "is_open"
        FROM (
          SELECT
            "t15"."event_id",
            "t15"."at",
            "t15"."user",
            "t15"."agency",
            "t15"."employer",
            "t15"."beneficiary",
            "t15"."affiliations",
            "t15"."number",
            "t9"."known",
            "t9"."owner",
            "t9"."closed"
          FROM (
            SELECT
              "t13"."event_id",
              "t13"."at",
              "t13"."user",
              COALESCE("t13"."agency", '') AS "agency",
              "t13"."employer",
              "t13"."beneficiary",
              "t13"."affiliations",
              "t13"."number"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t1"."event_id",
                  "t1"."at",
                  "t1"."user",
                  "t1"."agency",
                  "t1"."employer",
                  "t1"."beneficiary",
                  "t1"."affiliations",
                  UPPER(REGEXP_REPLACE("t1"."case_no", '^\s+|\s+$', '', 'g')) AS "number"
                FROM "events" AS "t1"
                WHERE
                  "t1"."case_no_state" = 'given' AND "t1"."case_no" IS NOT NULL
              ) AS "t6"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t11"."event_id",
                  "t11"."at",
                  "t11"."user",
                  "t11"."agency",
                  "t11"."employer",
                  "t11"."beneficiary",
                  "t11"."affiliations",
                  "t11"."number"
                FROM (
                  SELECT
                    "t10".*
                    EXCLUDE ("typed_in")
                  FROM (
                    SELECT
                      "t7"."event_id",
                      "t7"."source",
                      "t7"."row",
                      "t7"."at",
                      "t7"."day",
                      "t7"."local_day",
                      "t7"."local_minute",
                      "t7"."user",
                      "t7"."user_state",
                      "t7"."agency",
                      "t7"."agency_state",
                      "t7"."owner",
                      "t7"."employer",
                      "t7"."beneficiary",
                      "t7"."role",
                      "t7"."device",
                      "t7"."address",
                      "t7"."session",
                      "t7"."latitude",
                      "t7"."longitude",
                      "t7"."action",
                      "t7"."reason",
                      "t7"."reason_state",
                      "t7"."purpose",
                      "t7"."purpose_state",
                      "t7"."case_no",
                      "t7"."case_no_state",
                      "t7"."networks",
                      "t7"."devices",
                      "t7"."window_from",
                      "t7"."window_until",
                      "t7"."decision",
                      "t7"."rule",
                      "t7"."rows",
                      "t7"."exported",
                      "t7"."subjects",
                      "t7"."outcome",
                      "t7"."access",
                      "t7"."continues",
                      "t7"."affiliations",
                      "t7"."classes",
                      "t7"."fields",
                      "t7"."duties",
                      "t7"."accounting",
                      "t7"."basis",
                      "t7"."policy",
                      "t8"."typed_in",
                      "t8"."number"
                    FROM (
                      SELECT
                        *
                      FROM "events" AS "t1"
                      WHERE
                        "t1"."case_no" IS NULL AND "t1"."reason" IS NOT NULL
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
                  ) AS "t10"
                ) AS "t11"
              ) AS "t12"
            ) AS "t13"
            WHERE
              "t13"."user" IS NOT NULL
              AND NOT (
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
              UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "known",
              "t0"."agency" AS "owner",
              COALESCE("t0"."closed", 4611686018427387904) AS "closed"
            FROM "cases" AS "t0"
          ) AS "t9"
            ON "t15"."number" = "t9"."known"
        ) AS "t16"
      ) AS "t17"
      GROUP BY
        1,
        2,
        3,
        4
    ) AS "t18"
    WHERE
      (
        "t18"."is_known" = 0
      )
      OR (
        "t18"."is_own" = 0
      )
      OR (
        "t18"."is_open" = 0
      )
  ) AS "t19"
) AS "t20"
WHERE
  "t20"."count" >= 1
