WITH "t24" AS (
  SELECT
    "t23"."event_id",
    "t23"."at",
    "t23"."user",
    "t23"."agency",
    "t23"."networks",
    "t23"."strength",
    "t23"."pack",
    "t23"."pattern",
    CASE "t23"."strength"
      WHEN 'strong'
      THEN 3.0
      WHEN 'strong-fuzzy'
      THEN 2.0
      WHEN 'ambiguous'
      THEN 1.0
      ELSE 0.0
    END AS "rank",
    (
      (
        "t23"."case_no_state" = 'blank'
      )
      OR COALESCE(
        (
          LENGTH(
            REPLACE(
              REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g'),
              SUBSTRING(
                REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g'),
                CASE
                  WHEN (
                    0 + 1
                  ) >= 1
                  THEN 0 + 1
                  ELSE 0 + 1 + LENGTH(REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g'))
                END,
                1
              ),
              ''
            )
          ) = 0
        )
        OR (
          (
            CONTAINS(
              '01234567890123456789',
              REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g')
            )
            OR CONTAINS(
              '98765432109876543210',
              REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g')
            )
          )
          AND (
            LENGTH(REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g')) >= 4
          )
        )
        OR (
          (
            REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g') = 'NONE'
          )
          OR (
            REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g') = 'NA'
          )
          OR (
            REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g') = 'NULL'
          )
          OR (
            REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g') = 'NIL'
          )
          OR (
            REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g') = 'TEST'
          )
          OR (
            REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g') = 'UNK'
          )
          OR (
            REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g') = 'UNKNOWN'
          )
          OR (
            REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g') = 'PENDING'
          )
          OR (
            REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g') = 'TBD'
          )
          OR (
            REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g') = 'X'
          )
          OR (
            REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g') = 'XX'
          )
          OR (
            REGEXP_REPLACE(UPPER("t23"."case_no"), '[^0-9A-Z]', '', 'g') = 'XXX'
          )
        ),
        FALSE
      )
    )
    AND (
      "t9"."case_in" IS NULL
    ) AS "caseless"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t15".*
        EXCLUDE ("word")
      FROM (
        SELECT
          "t12".*
          EXCLUDE ("text")
        FROM (
          SELECT
            "t6"."event_id",
            "t6"."at",
            "t6"."user",
            "t6"."agency",
            "t6"."networks",
            "t6"."reason",
            "t6"."case_no",
            "t6"."case_no_state",
            "t6"."text",
            "t11"."strength",
            "t11"."pack",
            "t11"."pattern",
            "t11"."word"
          FROM (
            SELECT
              "t1"."event_id",
              "t1"."at",
              "t1"."user",
              "t1"."agency",
              "t1"."networks",
              "t1"."reason",
              "t1"."case_no",
              "t1"."case_no_state",
              "t1"."case_no" AS "text"
            FROM "events" AS "t1"
          ) AS "t6"
          INNER JOIN (
            SELECT
              "t0"."strength",
              "t0"."pack",
              "t0"."pattern",
              "t0"."reason" AS "word"
            FROM "reasons" AS "t0"
            WHERE
              (
                "t0"."strength" = 'strong'
              )
              OR (
                "t0"."strength" = 'strong-fuzzy'
              )
              OR (
                "t0"."strength" = 'ambiguous'
              )
          ) AS "t11"
            ON "t6"."text" = "t11"."word"
        ) AS "t12"
      ) AS "t15"
    ) AS "t18"
    UNION
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t16".*
          EXCLUDE ("word")
        FROM (
          SELECT
            "t13".*
            EXCLUDE ("text")
          FROM (
            SELECT
              "t7"."event_id",
              "t7"."at",
              "t7"."user",
              "t7"."agency",
              "t7"."networks",
              "t7"."reason",
              "t7"."case_no",
              "t7"."case_no_state",
              "t7"."text",
              "t11"."strength",
              "t11"."pack",
              "t11"."pattern",
              "t11"."word"
            FROM (
              SELECT
                "t1"."event_id",
                "t1"."at",
                "t1"."user",
                "t1"."agency",
                "t1"."networks",
                "t1"."reason",
                "t1"."case_no",
                "t1"."case_no_state",
                "t1"."reason" AS "text"
              FROM "events" AS "t1"
            ) AS "t7"
            INNER JOIN (
              SELECT
                "t0"."strength",
                "t0"."pack",
                "t0"."pattern",
                "t0"."reason" AS "word"
              FROM "reasons" AS "t0"
              WHERE
                (
                  "t0"."strength" = 'strong'
                )
                OR (
                  "t0"."strength" = 'strong-fuzzy'
                )
                OR (
                  "t0"."strength" = 'ambiguous'
                )
            ) AS "t11"
              ON "t7"."text" = "t11"."word"
          ) AS "t13"
        ) AS "t16"
      ) AS "t19"
      UNION
      SELECT
        *
      FROM (
        SELECT
          "t17".*
          EXCLUDE ("word")
        FROM (
          SELECT
            "t14".*
            EXCLUDE ("text")
          FROM (
            SELECT
              "t8"."event_id",
              "t8"."at",
              "t8"."user",
              "t8"."agency",
              "t8"."networks",
              "t8"."reason",
              "t8"."case_no",
              "t8"."case_no_state",
              "t8"."text",
              "t11"."strength",
              "t11"."pack",
              "t11"."pattern",
              "t11"."word"
            FROM (
              SELECT
                "t1"."event_id",
                "t1"."at",
                "t1"."user",
                "t1"."agency",
                "t1"."networks",
                "t1"."reason",
                "t1"."case_no",
                "t1"."case_no_state",
                "t1"."purpose" AS "text"
              FROM "events" AS "t1"
            ) AS "t8"
            INNER JOIN (
              SELECT
                "t0"."strength",
                "t0"."pack",
                "t0"."pattern",
                "t0"."reason" AS "word"
              FROM "reasons" AS "t0"
              WHERE
                (
                  "t0"."strength" = 'strong'
                )
                OR (
                  "t0"."strength" = 'strong-fuzzy'
                )
                OR (
                  "t0"."strength" = 'ambiguous'
                )
            ) AS "t11"
              ON "t8"."text" = "t11"."word"
          ) AS "t14"
        ) AS "t17"
      ) AS "t20"
    ) AS "t21"
  ) AS "t23"
  LEFT OUTER JOIN (
    SELECT
      "t0"."reason" AS "case_in"
    FROM "reasons" AS "t0"
    WHERE
      "t0"."case_like" IS NOT NULL
  ) AS "t9"
    ON "t23"."reason" = "t9"."case_in"
)
SELECT
  "t38"."who" AS "entity",
  NULLIF("t38"."agency", '') AS "agency",
  "t38"."pack" AS "period",
  "t38"."event_id",
  "t38"."at",
  "t38"."rank" AS "measure",
  "t38"."strength" || ', ' || "t38"."pattern" AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t25"."event_id",
      "t25"."at",
      "t25"."user",
      COALESCE("t25"."agency", '') AS "agency",
      "t25"."networks",
      "t25"."strength",
      "t25"."pack",
      "t25"."pattern",
      "t25"."rank",
      "t25"."caseless",
      "t25"."user" AS "who"
    FROM "t24" AS "t25"
    WHERE
      "t25"."user" IS NOT NULL AND "t25"."strength" <> 'ambiguous'
  ) AS "t26"
  UNION
  SELECT
    *
  FROM (
    SELECT
      "t36".*
      EXCLUDE ("often_pack")
    FROM (
      SELECT
        "t35".*
        EXCLUDE ("often_id")
      FROM (
        SELECT
          "t34".*
          EXCLUDE ("wide")
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t29"."event_id",
              "t29"."at",
              "t29"."user",
              "t29"."agency",
              "t29"."networks",
              "t29"."strength",
              "t29"."pack",
              "t29"."pattern",
              "t29"."rank",
              "t29"."caseless",
              "t29"."who",
              "t29"."wide",
              "t32"."often_id",
              "t32"."often_pack"
            FROM (
              SELECT
                "t25"."event_id",
                "t25"."at",
                "t25"."user",
                COALESCE("t25"."agency", '') AS "agency",
                "t25"."networks",
                "t25"."strength",
                "t25"."pack",
                "t25"."pattern",
                "t25"."rank",
                "t25"."caseless",
                "t25"."user" AS "who",
                COALESCE("t25"."networks" > 1000, FALSE) AS "wide"
              FROM "t24" AS "t25"
              WHERE
                "t25"."user" IS NOT NULL AND "t25"."strength" = 'ambiguous'
            ) AS "t29"
            LEFT OUTER JOIN (
              SELECT
                "t30"."event_id" AS "often_id",
                "t30"."pack" AS "often_pack"
              FROM (
                SELECT
                  "t27"."who",
                  "t27"."agency",
                  "t27"."pack",
                  "t27"."at",
                  "t27"."event_id",
                  LEAD("t27"."at", 1) OVER (
                    PARTITION BY "t27"."who", "t27"."agency", "t27"."pack"
                    ORDER BY "t27"."at" ASC, "t27"."event_id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "after_1",
                  LEAD("t27"."at", 2) OVER (
                    PARTITION BY "t27"."who", "t27"."agency", "t27"."pack"
                    ORDER BY "t27"."at" ASC, "t27"."event_id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "after_2",
                  LAG("t27"."at", 1) OVER (
                    PARTITION BY "t27"."who", "t27"."agency", "t27"."pack"
                    ORDER BY "t27"."at" ASC, "t27"."event_id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "before_1",
                  LAG("t27"."at", 2) OVER (
                    PARTITION BY "t27"."who", "t27"."agency", "t27"."pack"
                    ORDER BY "t27"."at" ASC, "t27"."event_id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "before_2"
                FROM (
                  SELECT DISTINCT
                    "t25"."user" AS "who",
                    COALESCE("t25"."agency", '') AS "agency",
                    "t25"."pack",
                    "t25"."at",
                    "t25"."event_id"
                  FROM "t24" AS "t25"
                  WHERE
                    "t25"."user" IS NOT NULL AND "t25"."strength" = 'ambiguous'
                ) AS "t27"
              ) AS "t30"
              WHERE
                COALESCE((
                  "t30"."at" - "t30"."before_2"
                ) <= 604800000, FALSE)
                OR COALESCE((
                  "t30"."after_1" - "t30"."before_1"
                ) <= 604800000, FALSE)
                OR COALESCE((
                  "t30"."after_2" - "t30"."at"
                ) <= 604800000, FALSE)
            ) AS "t32"
              ON "t29"."event_id" = "t32"."often_id" AND "t29"."pack" = "t32"."often_pack"
          ) AS "t33"
          WHERE
            "t33"."caseless" OR "t33"."wide" OR (
              "t33"."often_id" IS NOT NULL
            )
        ) AS "t34"
      ) AS "t35"
    ) AS "t36"
  ) AS "t37"
) AS "t38"
