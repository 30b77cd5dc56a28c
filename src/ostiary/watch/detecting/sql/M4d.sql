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

CREATE TEMP TABLE kept_doubted AS
SELECT DISTINCT
  "t17"."event_id" AS "doubted"
FROM (
  SELECT
    "t16"."event_id",
    "t16"."at",
    "t16"."user",
    "t16"."agency",
    "t16"."employer",
    "t16"."beneficiary",
    "t16"."affiliations",
    "t16"."action",
    "t16"."continues",
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
      "t15"."action",
      "t15"."continues",
      "t15"."number",
      "t11"."known",
      "t11"."owner",
      "t11"."closed"
    FROM (
      SELECT
        "t13"."event_id",
        "t13"."at",
        "t13"."user",
        COALESCE("t13"."agency", '') AS "agency",
        "t13"."employer",
        "t13"."beneficiary",
        "t13"."affiliations",
        "t13"."action",
        "t13"."continues",
        "t13"."number"
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
      ) AS "t13"
      WHERE
        "t13"."action" <> 'alert'
        AND "t13"."continues" IS NULL
        AND "t13"."user" IS NOT NULL
    ) AS "t15"
    ANTI JOIN "kept_fillers" AS "t4"
      ON "t15"."number" = "t4"."filler"
    LEFT OUTER JOIN (
      SELECT
        UPPER(REGEXP_REPLACE("t1"."case_no", '^\s+|\s+$', '', 'g')) AS "known",
        "t1"."agency" AS "owner",
        COALESCE("t1"."closed", 4611686018427387904) AS "closed"
      FROM "cases" AS "t1"
    ) AS "t11"
      ON "t15"."number" = "t11"."known"
  ) AS "t16"
) AS "t17"
WHERE
  "t17"."is_open" = 0;

SELECT
  "t24"."user" AS "entity",
  NULLIF("t24"."agency", '') AS "agency",
  '' AS "period",
  "t24"."event_id",
  "t24"."at",
  CAST("t24"."count" AS DOUBLE) AS "measure",
  "t24"."said" AS "detail"
FROM (
  SELECT
    "t23"."event_id",
    "t23"."at",
    "t23"."user",
    "t23"."agency",
    "t23"."is_known",
    "t23"."is_own",
    "t23"."is_open",
    COUNT(*) OVER (
      PARTITION BY "t23"."agency", "t23"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "count",
    CASE
      WHEN "t23"."is_known" = 0
      THEN 'not in the registry'
      WHEN "t23"."is_own" = 0
      THEN 'another agency''s'
      ELSE 'closed for long'
    END AS "said"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t21"."event_id",
        "t21"."at",
        "t21"."user",
        "t21"."agency",
        MAX("t21"."is_known") AS "is_known",
        MAX("t21"."is_own") AS "is_own",
        MAX("t21"."is_open") AS "is_open"
      FROM (
        SELECT
          "t20"."event_id",
          "t20"."at",
          "t20"."user",
          "t20"."agency",
          "t20"."employer",
          "t20"."beneficiary",
          "t20"."affiliations",
          "t20"."action",
          "t20"."continues",
          "t20"."number",
          "t20"."known",
          "t20"."owner",
          "t20"."closed",
          "t20"."is_known",
          "t20"."is_own",
          "t20"."is_open"
        FROM (
          SELECT
            "t18"."event_id",
            "t18"."at",
            "t18"."user",
            "t18"."agency",
            "t18"."employer",
            "t18"."beneficiary",
            "t18"."affiliations",
            "t18"."action",
            "t18"."continues",
            "t18"."number",
            "t18"."known",
            "t18"."owner",
            "t18"."closed",
            CASE WHEN "t18"."known" IS NOT NULL THEN 1 ELSE 0 END AS "is_known",
            CASE
              WHEN (
                "t18"."known" IS NOT NULL
              )
              AND COALESCE(
                (
                  "t18"."owner" IS NULL
                )
                OR (
                  "t18"."agency" = ''
                )
                OR CONTAINS(',' || "t18"."affiliations" || ',', ',' || "t18"."owner" || ',')
                OR (
                  "t18"."owner" = "t18"."agency"
                )
                OR (
                  "t18"."owner" = "t18"."employer"
                )
                OR (
                  "t18"."owner" = "t18"."beneficiary"
                ),
                FALSE
              )
              THEN 1
              ELSE 0
            END AS "is_own",
            CASE
              WHEN COALESCE(
                (
                  "t18"."owner" IS NULL
                )
                OR (
                  "t18"."agency" = ''
                )
                OR CONTAINS(',' || "t18"."affiliations" || ',', ',' || "t18"."owner" || ',')
                OR (
                  "t18"."owner" = "t18"."agency"
                )
                OR (
                  "t18"."owner" = "t18"."employer"
                )
                OR (
                  "t18"."owner" = "t18"."beneficiary"
                ),
                FALSE
              )
              AND (
                "t18"."closed" >= (
                  "t18"."at" - 7776000000
                )
              )
              THEN 1
              ELSE 0
            END AS "is_open"
          FROM (
            SELECT
              "t17"."event_id",
              "t17"."at",
              "t17"."user",
              "t17"."agency",
              "t17"."employer",
              "t17"."beneficiary",
              "t17"."affiliations",
              "t17"."action",
              "t17"."continues",
              "t17"."number",
              "t13"."known",
              "t13"."owner",
              "t13"."closed"
            FROM (
              SELECT
                "t15"."event_id",
                "t15"."at",
                "t15"."user",
                COALESCE("t15"."agency", '') AS "agency",
                "t15"."employer",
                "t15"."beneficiary",
                "t15"."affiliations",
                "t15"."action",
                "t15"."continues",
                "t15"."number"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t3"."event_id",
                    "t3"."at",
                    "t3"."day",
                    "t3"."local_day",
                    "t3"."user",
                    "t3"."agency",
                    "t3"."employer",
                    "t3"."beneficiary",
                    "t3"."affiliations",
                    "t3"."action",
                    "t3"."continues",
                    "t3"."subjects",
                    UPPER(REGEXP_REPLACE("t3"."case_no", '^\s+|\s+$', '', 'g')) AS "number",
                    TRUE AS "declared"
                  FROM "events" AS "t3"
                  WHERE
                    "t3"."case_no_state" = 'given' AND "t3"."case_no" IS NOT NULL
                ) AS "t10"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t11"."event_id",
                    "t11"."at",
                    "t11"."day",
                    "t11"."local_day",
                    "t11"."user",
                    "t11"."agency",
                    "t11"."employer",
                    "t11"."beneficiary",
                    "t11"."affiliations",
                    "t11"."action",
                    "t11"."continues",
                    "t11"."subjects",
                    "t12"."number",
                    FALSE AS "declared"
                  FROM (
                    SELECT
                      *
                    FROM "events" AS "t3"
                    WHERE
                      "t3"."case_no" IS NULL AND "t3"."reason" IS NOT NULL
                  ) AS "t11"
                  INNER JOIN (
                    SELECT
                      "t4"."reason" AS "typed_in",
                      "t4"."case_like" AS "number"
                    FROM "reasons" AS "t4"
                    WHERE
                      "t4"."case_like" IS NOT NULL
                  ) AS "t12"
                    ON "t11"."reason" = "t12"."typed_in"
                ) AS "t14"
              ) AS "t15"
              WHERE
                "t15"."action" <> 'alert'
                AND "t15"."continues" IS NULL
                AND "t15"."user" IS NOT NULL
            ) AS "t17"
            ANTI JOIN "kept_fillers" AS "t6"
              ON "t17"."number" = "t6"."filler"
            LEFT OUTER JOIN (
              SELECT
                UPPER(REGEXP_REPLACE("t2"."case_no", '^\s+|\s+$', '', 'g')) AS "known",
                "t2"."agency" AS "owner",
                COALESCE("t2"."closed", 4611686018427387904) AS "closed"
              FROM "cases" AS "t2"
            ) AS "t13"
              ON "t17"."number" = "t13"."known"
          ) AS "t18"
        ) AS "t20"
        SEMI JOIN "kept_doubted" AS "t5"
          ON "t20"."event_id" = "t5"."doubted"
      ) AS "t21"
      GROUP BY
        1,
        2,
        3,
        4
    ) AS "t22"
    WHERE
      (
        "t22"."is_known" = 0
      )
      OR (
        "t22"."is_own" = 0
      )
      OR (
        "t22"."is_open" = 0
      )
  ) AS "t23"
) AS "t24"
WHERE
  "t24"."count" >= 1
