SELECT
  "t5"."user" AS "entity",
  NULLIF("t5"."agency", '') AS "agency",
  '' AS "period",
  "t5"."event_id",
  "t5"."at",
  CAST("t5"."reached" AS DOUBLE) AS "measure",
  CAST("t5"."reached" AS TEXT) || ' in a row of ' || '20' AS "detail"
FROM (
  SELECT
    "t4"."event_id",
    "t4"."at",
    "t4"."user",
    "t4"."agency",
    "t4"."number",
    "t4"."tail",
    "t4"."stem",
    "t4"."beside",
    "t4"."found",
    MAX("t4"."found") OVER (
      PARTITION BY "t4"."agency", "t4"."user"
      ORDER BY "t4"."at" ASC, "t4"."event_id" ASC
      ROWS BETWEEN CURRENT ROW AND 19 following
    ) AS "reached"
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
      SUM("t3"."beside") OVER (
        PARTITION BY "t3"."agency", "t3"."user"
        ORDER BY "t3"."at" ASC, "t3"."event_id" ASC
        ROWS BETWEEN 19 preceding AND CURRENT ROW
      ) AS "found"
    FROM (
      SELECT
        "t2"."event_id",
        "t2"."at",
        "t2"."user",
        "t2"."agency",
        "t2"."number",
        "t2"."tail",
        "t2"."stem",
        CASE
          WHEN COALESCE(
            (
              "t2"."stem" = LAG("t2"."stem") OVER (
                PARTITION BY "t2"."agency", "t2"."user"
                ORDER BY "t2"."at" ASC, "t2"."event_id" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              )
            )
            AND (
              (
                (
                  "t2"."tail" - LAG("t2"."tail") OVER (
                    PARTITION BY "t2"."agency", "t2"."user"
                    ORDER BY "t2"."at" ASC, "t2"."event_id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  )
                ) = 1
              )
              OR (
                (
                  "t2"."tail" - LAG("t2"."tail") OVER (
                    PARTITION BY "t2"."agency", "t2"."user"
                    ORDER BY "t2"."at" ASC, "t2"."event_id" ASC
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
          "t1"."event_id",
          "t1"."at",
          "t1"."user",
          "t1"."agency",
          "t1"."number",
          CAST(NULLIF(REGEXP_EXTRACT("t1"."number", '([0-9]{1,9})$', 1), '') AS BIGINT) AS "tail",
          REGEXP_REPLACE("t1"."number", '[0-9]{1,9}$', '', 'g') AS "stem"
        FROM (
          SELECT
            "t0"."event_id",
            "t0"."at",
            "t0"."user",
            COALESCE("t0"."agency", '') AS "agency",
            UPPER(REGEXP_REPLACE("t0"."case_no", '^\s+|\s+$', '', 'g')) AS "number"
          FROM "events" AS "t0"
          WHERE
            "t0"."case_no_state" = 'given'
            AND "t0"."case_no" IS NOT NULL
            AND "t0"."action" <> 'alert'
            AND "t0"."continues" IS NULL
            AND "t0"."user" IS NOT NULL
        ) AS "t1"
      ) AS "t2"
    ) AS "t3"
  ) AS "t4"
) AS "t5"
WHERE
  "t5"."reached" >= 12
