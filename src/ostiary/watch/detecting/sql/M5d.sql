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

SELECT
  "t4"."user" AS "entity",
  NULLIF("t4"."agency", '') AS "agency",
  '' AS "period",
  "t4"."event_id",
  "t4"."at",
  CAST("t4"."reached" AS DOUBLE) AS "measure",
  CAST("t4"."reached" AS TEXT) || ' in a row of ' || '20' AS "detail"
FROM (
  SELECT
    "t3"."event_id",
    "t3"."at",
    "t3"."user",
    "t3"."agency",
    "t3"."number",
    "t3"."tail",
    "t3"."stem",
    "t3"."beside",
    "t3"."found",
    MAX("t3"."found") OVER (
      PARTITION BY "t3"."agency", "t3"."user"
      ORDER BY "t3"."at" ASC, "t3"."event_id" ASC
      ROWS BETWEEN CURRENT ROW AND 19 following
    ) AS "reached"
  FROM (
    SELECT
      "t2"."event_id",
      "t2"."at",
      "t2"."user",
      "t2"."agency",
      "t2"."number",
      "t2"."tail",
      "t2"."stem",
      "t2"."beside",
      SUM("t2"."beside") OVER (
        PARTITION BY "t2"."agency", "t2"."user"
        ORDER BY "t2"."at" ASC, "t2"."event_id" ASC
        ROWS BETWEEN 19 preceding AND CURRENT ROW
      ) AS "found"
    FROM (
      SELECT
        "t1"."event_id",
        "t1"."at",
        "t1"."user",
        "t1"."agency",
        "t1"."number",
        "t1"."tail",
        "t1"."stem",
        CASE
          WHEN COALESCE(
            (
              "t1"."stem" = LAG("t1"."stem") OVER (
                PARTITION BY "t1"."agency", "t1"."user"
                ORDER BY "t1"."at" ASC, "t1"."event_id" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              )
            )
            AND (
              (
                (
                  "t1"."tail" - LAG("t1"."tail") OVER (
                    PARTITION BY "t1"."agency", "t1"."user"
                    ORDER BY "t1"."at" ASC, "t1"."event_id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  )
                ) = 1
              )
              OR (
                (
                  "t1"."tail" - LAG("t1"."tail") OVER (
                    PARTITION BY "t1"."agency", "t1"."user"
                    ORDER BY "t1"."at" ASC, "t1"."event_id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  )
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
          "t0"."event_id",
          "t0"."at",
          "t0"."user",
          COALESCE("t0"."agency", '') AS "agency",
          "t0"."number",
          CAST(NULLIF(REGEXP_EXTRACT("t0"."number", '([0-9]{1,9})$', 1), '') AS BIGINT) AS "tail",
          REGEXP_REPLACE("t0"."number", '[0-9]{1,9}$', '', 'g') AS "stem"
        FROM "kept_numbers" AS "t0"
        WHERE
          "t0"."declared"
          AND "t0"."action" <> 'alert'
          AND "t0"."continues" IS NULL
          AND "t0"."user" IS NOT NULL
      ) AS "t1"
    ) AS "t2"
  ) AS "t3"
) AS "t4"
WHERE
  "t4"."reached" >= 12
