CREATE TEMP TABLE kept_accounts AS
SELECT
  "t1"."number",
  COUNT(*) AS "times"
FROM (
  SELECT
    XOR(
      CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
      CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
    ) AS "number"
  FROM "events" AS "t0"
  WHERE
    "t0"."action" <> 'alert' AND "t0"."continues" IS NULL AND "t0"."user" IS NOT NULL
) AS "t1"
GROUP BY
  1;

CREATE TEMP TABLE kept_may_count AS
SELECT
  *
FROM (
  SELECT
    "t9"."agency" AS "of_agency",
    "t9"."user" AS "of_user",
    COUNT(*) AS "steps"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t7"."event_id",
        "t7"."at",
        "t7"."user",
        "t7"."agency",
        "t7"."number",
        LAG("t7"."number") OVER (
          PARTITION BY "t7"."agency", "t7"."user"
          ORDER BY "t7"."at" ASC, "t7"."event_id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "before"
      FROM (
        SELECT
          "t6".*
          EXCLUDE ("number_of_all")
        FROM (
          SELECT
            "t5"."event_id",
            "t5"."at",
            "t5"."user",
            "t5"."agency",
            "t5"."number",
            "t5"."number_of_all"
          FROM (
            SELECT
              "t0"."event_id",
              "t0"."at",
              "t0"."user",
              COALESCE("t0"."agency", '') AS "agency",
              UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "number",
              XOR(
                CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
                CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
              ) AS "number_of_all"
            FROM "events" AS "t0"
            WHERE
              "t0"."case_no_state" = 'given'
              AND "t0"."case_no" IS NOT NULL
              AND "t0"."action" <> 'alert'
              AND "t0"."continues" IS NULL
              AND "t0"."user" IS NOT NULL
          ) AS "t5"
          SEMI JOIN (
            SELECT
              "t1"."number" AS "many"
            FROM "kept_accounts" AS "t1"
            WHERE
              "t1"."times" >= 12
          ) AS "t3"
            ON "t5"."number_of_all" = "t3"."many"
        ) AS "t6"
      ) AS "t7"
    ) AS "t8"
    WHERE
      CONTAINS('01234567890123456789', RIGHT("t8"."before", 1) || RIGHT("t8"."number", 1))
      OR CONTAINS('98765432109876543210', RIGHT("t8"."before", 1) || RIGHT("t8"."number", 1))
  ) AS "t9"
  GROUP BY
    1,
    2
) AS "t10"
WHERE
  "t10"."steps" >= 12;

SELECT
  "t15"."user" AS "entity",
  NULLIF("t15"."agency", '') AS "agency",
  '' AS "period",
  "t15"."event_id",
  "t15"."at",
  CAST("t15"."reached" AS DOUBLE) AS "measure",
  CAST("t15"."reached" AS TEXT) || ' in a row of ' || '20' AS "detail"
FROM (
  SELECT
    "t14"."event_id",
    "t14"."at",
    "t14"."user",
    "t14"."agency",
    "t14"."number",
    "t14"."before",
    "t14"."beside",
    "t14"."found",
    MAX("t14"."found") OVER (
      PARTITION BY "t14"."agency", "t14"."user"
      ORDER BY "t14"."at" ASC, "t14"."event_id" ASC
      ROWS BETWEEN CURRENT ROW AND 19 following
    ) AS "reached"
  FROM (
    SELECT
      "t13"."event_id",
      "t13"."at",
      "t13"."user",
      "t13"."agency",
      "t13"."number",
      "t13"."before",
      "t13"."beside",
      SUM("t13"."beside") OVER (
        PARTITION BY "t13"."agency", "t13"."user"
        ORDER BY "t13"."at" ASC, "t13"."event_id" ASC
        ROWS BETWEEN 19 preceding AND CURRENT ROW
      ) AS "found"
    FROM (
      SELECT
        "t12"."event_id",
        "t12"."at",
        "t12"."user",
        "t12"."agency",
        "t12"."number",
        "t12"."before",
        CASE
          WHEN COALESCE(
            (
              REGEXP_REPLACE("t12"."number", '[0-9]{1,9}$', '', 'g') = REGEXP_REPLACE("t12"."before", '[0-9]{1,9}$', '', 'g')
            )
            AND (
              (
                (
                  CAST(NULLIF(REGEXP_EXTRACT("t12"."number", '([0-9]{1,9})$', 1), '') AS BIGINT) - CAST(NULLIF(REGEXP_EXTRACT("t12"."before", '([0-9]{1,9})$', 1), '') AS BIGINT)
                ) = 1
              )
              OR (
                (
                  CAST(NULLIF(REGEXP_EXTRACT("t12"."number", '([0-9]{1,9})$', 1), '') AS BIGINT) - CAST(NULLIF(REGEXP_EXTRACT("t12"."before", '([0-9]{1,9})$', 1), '') AS BIGINT)
                ) = -1
              )
            ),
            FALSE
          )
          THEN 1
          ELSE 0
        END AS "beside"
      FROM (
        SELECT
          "t11"."event_id",
          "t11"."at",
          "t11"."user",
          "t11"."agency",
          "t11"."number",
          LAG("t11"."number") OVER (
            PARTITION BY "t11"."agency", "t11"."user"
            ORDER BY "t11"."at" ASC, "t11"."event_id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "before"
        FROM (
          SELECT
            "t10"."event_id",
            "t10"."at",
            "t10"."user",
            "t10"."agency",
            "t10"."number"
          FROM (
            SELECT
              "t8".*
              EXCLUDE ("number_of_all")
            FROM (
              SELECT
                "t7"."event_id",
                "t7"."at",
                "t7"."user",
                "t7"."agency",
                "t7"."number",
                "t7"."number_of_all"
              FROM (
                SELECT
                  "t1"."event_id",
                  "t1"."at",
                  "t1"."user",
                  COALESCE("t1"."agency", '') AS "agency",
                  UPPER(REGEXP_REPLACE("t1"."case_no", '^\s+|\s+$', '', 'g')) AS "number",
                  XOR(
                    CAST(CAST(HASH(COALESCE("t1"."agency", '')) AS BIT) AS BIGINT),
                    CAST(CAST(HASH("t1"."user") AS BIT) AS BIGINT)
                  ) AS "number_of_all"
                FROM "events" AS "t1"
                WHERE
                  "t1"."case_no_state" = 'given'
                  AND "t1"."case_no" IS NOT NULL
                  AND "t1"."action" <> 'alert'
                  AND "t1"."continues" IS NULL
                  AND "t1"."user" IS NOT NULL
              ) AS "t7"
              SEMI JOIN (
                SELECT
                  "t2"."number" AS "many"
                FROM "kept_accounts" AS "t2"
                WHERE
                  "t2"."times" >= 12
              ) AS "t5"
                ON "t7"."number_of_all" = "t5"."many"
            ) AS "t8"
          ) AS "t10"
          SEMI JOIN "kept_may_count" AS "t3"
            ON "t10"."agency" = "t3"."of_agency" AND "t10"."user" = "t3"."of_user"
        ) AS "t11"
      ) AS "t12"
    ) AS "t13"
  ) AS "t14"
) AS "t15"
WHERE
  "t15"."reached" >= 12
