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

CREATE TEMP TABLE kept_doubted AS
SELECT DISTINCT
  "t9"."event_id" AS "doubted"
FROM (
  SELECT
    "t8"."event_id",
    "t8"."at",
    "t8"."user",
    "t8"."agency",
    "t8"."employer",
    "t8"."beneficiary",
    "t8"."affiliations",
    "t8"."action",
    "t8"."continues",
    "t8"."number",
    "t8"."known",
    "t8"."owner",
    "t8"."closed",
    CASE WHEN "t8"."known" IS NOT NULL THEN 1 ELSE 0 END AS "is_known",
    CASE
      WHEN (
        "t8"."known" IS NOT NULL
      )
      AND COALESCE(
        (
          "t8"."owner" IS NULL
        )
        OR (
          "t8"."agency" = ''
        )
        OR CONTAINS(',' || "t8"."affiliations" || ',', ',' || "t8"."owner" || ',')
        OR (
          "t8"."owner" = "t8"."agency"
        )
        OR (
          "t8"."owner" = "t8"."employer"
        )
        OR (
          "t8"."owner" = "t8"."beneficiary"
        ),
        FALSE
      )
      THEN 1
      ELSE 0
    END AS "is_own",
    CASE
      WHEN COALESCE(
        (
          "t8"."owner" IS NULL
        )
        OR (
          "t8"."agency" = ''
        )
        OR CONTAINS(',' || "t8"."affiliations" || ',', ',' || "t8"."owner" || ',')
        OR (
          "t8"."owner" = "t8"."agency"
        )
        OR (
          "t8"."owner" = "t8"."employer"
        )
        OR (
          "t8"."owner" = "t8"."beneficiary"
        ),
        FALSE
      )
      AND (
        "t8"."closed" >= (
          "t8"."at" - 7776000000
        )
      )
      THEN 1
      ELSE 0
    END AS "is_open"
  FROM (
    SELECT
      "t5"."event_id",
      "t5"."at",
      "t5"."user",
      "t5"."agency",
      "t5"."employer",
      "t5"."beneficiary",
      "t5"."affiliations",
      "t5"."action",
      "t5"."continues",
      "t5"."number",
      "t7"."known",
      "t7"."owner",
      "t7"."closed"
    FROM (
      SELECT
        "t0"."event_id",
        "t0"."at",
        "t0"."user",
        COALESCE("t0"."agency", '') AS "agency",
        "t0"."employer",
        "t0"."beneficiary",
        "t0"."affiliations",
        "t0"."action",
        "t0"."continues",
        "t0"."number"
      FROM "kept_numbers" AS "t0"
      WHERE
        "t0"."action" <> 'alert' AND "t0"."continues" IS NULL AND "t0"."user" IS NOT NULL
    ) AS "t5"
    ANTI JOIN "kept_fillers" AS "t3"
      ON "t5"."number" = "t3"."filler"
    LEFT OUTER JOIN (
      SELECT
        UPPER(REGEXP_REPLACE("t2"."case_no", '^\s+|\s+$', '', 'g')) AS "known",
        "t2"."agency" AS "owner",
        COALESCE("t2"."closed", 4611686018427387904) AS "closed"
      FROM "cases" AS "t2"
    ) AS "t7"
      ON "t5"."number" = "t7"."known"
  ) AS "t8"
) AS "t9"
WHERE
  "t9"."is_open" = 0;

SELECT
  "t16"."user" AS "entity",
  NULLIF("t16"."agency", '') AS "agency",
  '' AS "period",
  "t16"."event_id",
  "t16"."at",
  CAST("t16"."count" AS DOUBLE) AS "measure",
  "t16"."said" AS "detail"
FROM (
  SELECT
    "t15"."event_id",
    "t15"."at",
    "t15"."user",
    "t15"."agency",
    "t15"."is_known",
    "t15"."is_own",
    "t15"."is_open",
    COUNT(*) OVER (
      PARTITION BY "t15"."agency", "t15"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "count",
    CASE
      WHEN "t15"."is_known" = 0
      THEN 'not in the registry'
      WHEN "t15"."is_own" = 0
      THEN 'another agency''s'
      ELSE 'closed for long'
    END AS "said"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t13"."event_id",
        "t13"."at",
        "t13"."user",
        "t13"."agency",
        MAX("t13"."is_known") AS "is_known",
        MAX("t13"."is_own") AS "is_own",
        MAX("t13"."is_open") AS "is_open"
      FROM (
        SELECT
          "t12"."event_id",
          "t12"."at",
          "t12"."user",
          "t12"."agency",
          "t12"."employer",
          "t12"."beneficiary",
          "t12"."affiliations",
          "t12"."action",
          "t12"."continues",
          "t12"."number",
          "t12"."known",
          "t12"."owner",
          "t12"."closed",
          "t12"."is_known",
          "t12"."is_own",
          "t12"."is_open"
        FROM (
          SELECT
            "t10"."event_id",
            "t10"."at",
            "t10"."user",
            "t10"."agency",
            "t10"."employer",
            "t10"."beneficiary",
            "t10"."affiliations",
            "t10"."action",
            "t10"."continues",
            "t10"."number",
            "t10"."known",
            "t10"."owner",
            "t10"."closed",
            CASE WHEN "t10"."known" IS NOT NULL THEN 1 ELSE 0 END AS "is_known",
            CASE
              WHEN (
                "t10"."known" IS NOT NULL
              )
              AND COALESCE(
                (
                  "t10"."owner" IS NULL
                )
                OR (
                  "t10"."agency" = ''
                )
                OR CONTAINS(',' || "t10"."affiliations" || ',', ',' || "t10"."owner" || ',')
                OR (
                  "t10"."owner" = "t10"."agency"
                )
                OR (
                  "t10"."owner" = "t10"."employer"
                )
                OR (
                  "t10"."owner" = "t10"."beneficiary"
                ),
                FALSE
              )
              THEN 1
              ELSE 0
            END AS "is_own",
            CASE
              WHEN COALESCE(
                (
                  "t10"."owner" IS NULL
                )
                OR (
                  "t10"."agency" = ''
                )
                OR CONTAINS(',' || "t10"."affiliations" || ',', ',' || "t10"."owner" || ',')
                OR (
                  "t10"."owner" = "t10"."agency"
                )
                OR (
                  "t10"."owner" = "t10"."employer"
                )
                OR (
                  "t10"."owner" = "t10"."beneficiary"
                ),
                FALSE
              )
              AND (
                "t10"."closed" >= (
                  "t10"."at" - 7776000000
                )
              )
              THEN 1
              ELSE 0
            END AS "is_open"
          FROM (
            SELECT
              "t7"."event_id",
              "t7"."at",
              "t7"."user",
              "t7"."agency",
              "t7"."employer",
              "t7"."beneficiary",
              "t7"."affiliations",
              "t7"."action",
              "t7"."continues",
              "t7"."number",
              "t9"."known",
              "t9"."owner",
              "t9"."closed"
            FROM (
              SELECT
                "t1"."event_id",
                "t1"."at",
                "t1"."user",
                COALESCE("t1"."agency", '') AS "agency",
                "t1"."employer",
                "t1"."beneficiary",
                "t1"."affiliations",
                "t1"."action",
                "t1"."continues",
                "t1"."number"
              FROM "kept_numbers" AS "t1"
              WHERE
                "t1"."action" <> 'alert' AND "t1"."continues" IS NULL AND "t1"."user" IS NOT NULL
            ) AS "t7"
            ANTI JOIN "kept_fillers" AS "t5"
              ON "t7"."number" = "t5"."filler"
            LEFT OUTER JOIN (
              SELECT
                UPPER(REGEXP_REPLACE("t3"."case_no", '^\s+|\s+$', '', 'g')) AS "known",
                "t3"."agency" AS "owner",
                COALESCE("t3"."closed", 4611686018427387904) AS "closed"
              FROM "cases" AS "t3"
            ) AS "t9"
              ON "t7"."number" = "t9"."known"
          ) AS "t10"
        ) AS "t12"
        SEMI JOIN "kept_doubted" AS "t4"
          ON "t12"."event_id" = "t4"."doubted"
      ) AS "t13"
      GROUP BY
        1,
        2,
        3,
        4
    ) AS "t14"
    WHERE
      (
        "t14"."is_known" = 0
      )
      OR (
        "t14"."is_own" = 0
      )
      OR (
        "t14"."is_open" = 0
      )
  ) AS "t15"
) AS "t16"
WHERE
  "t16"."count" >= 1
