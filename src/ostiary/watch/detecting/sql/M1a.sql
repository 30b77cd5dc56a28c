WITH "t27" AS (
  SELECT
    "t26"."event_id",
    "t26"."at",
    "t26"."user",
    "t26"."agency",
    "t26"."networks",
    "t26"."strength",
    "t26"."pack",
    "t26"."pattern",
    CASE "t26"."strength"
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
        "t26"."case_no_state" = 'blank'
      )
      OR COALESCE(
        (
          LENGTH(
            REPLACE(
              REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g'),
              SUBSTRING(
                REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g'),
                CASE
                  WHEN (
                    0 + 1
                  ) >= 1
                  THEN 0 + 1
                  ELSE 0 + 1 + LENGTH(REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g'))
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
              REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g')
            )
            OR CONTAINS(
              '98765432109876543210',
              REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g')
            )
          )
          AND (
            LENGTH(REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g')) >= 4
          )
        )
        OR (
          (
            REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g') = 'NONE'
          )
          OR (
            REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g') = 'NA'
          )
          OR (
            REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g') = 'NULL'
          )
          OR (
            REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g') = 'NIL'
          )
          OR (
            REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g') = 'TEST'
          )
          OR (
            REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g') = 'UNK'
          )
          OR (
            REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g') = 'UNKNOWN'
          )
          OR (
            REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g') = 'PENDING'
          )
          OR (
            REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g') = 'TBD'
          )
          OR (
            REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g') = 'X'
          )
          OR (
            REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g') = 'XX'
          )
          OR (
            REGEXP_REPLACE(UPPER("t26"."case_no"), '[^0-9A-Z]', '', 'g') = 'XXX'
          )
        ),
        FALSE
      )
    )
    AND (
      "t10"."case_in" IS NULL
    ) AS "caseless"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t18".*
        EXCLUDE ("word")
      FROM (
        SELECT
          "t15".*
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
            "t14"."word",
            "t14"."pack",
            "t14"."strength",
            "t14"."pattern"
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
          ) AS "t7"
          INNER JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t11"."word",
                LIST_EXTRACT(STR_SPLIT("t11"."voice", ' '), 1) AS "pack",
                LIST_EXTRACT(STR_SPLIT("t11"."voice", ' '), 2) AS "strength",
                LIST_EXTRACT(STR_SPLIT("t11"."voice", ' '), 3) AS "pattern"
              FROM (
                SELECT
                  "t6"."reason" AS "word",
                  UNNEST(STR_SPLIT("t6"."spoke", ',')) AS "voice"
                FROM (
                  SELECT
                    *
                  FROM "reasons" AS "t0"
                  WHERE
                    "t0"."spoke" IS NOT NULL
                ) AS "t6"
              ) AS "t11"
            ) AS "t12"
            WHERE
              (
                "t12"."strength" = 'strong'
              )
              OR (
                "t12"."strength" = 'strong-fuzzy'
              )
              OR (
                "t12"."strength" = 'ambiguous'
              )
          ) AS "t14"
            ON "t7"."text" = "t14"."word"
        ) AS "t15"
      ) AS "t18"
    ) AS "t21"
    UNION
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t19".*
          EXCLUDE ("word")
        FROM (
          SELECT
            "t16".*
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
              "t14"."word",
              "t14"."pack",
              "t14"."strength",
              "t14"."pattern"
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
            ) AS "t8"
            INNER JOIN (
              SELECT
                *
              FROM (
                SELECT
                  "t11"."word",
                  LIST_EXTRACT(STR_SPLIT("t11"."voice", ' '), 1) AS "pack",
                  LIST_EXTRACT(STR_SPLIT("t11"."voice", ' '), 2) AS "strength",
                  LIST_EXTRACT(STR_SPLIT("t11"."voice", ' '), 3) AS "pattern"
                FROM (
                  SELECT
                    "t6"."reason" AS "word",
                    UNNEST(STR_SPLIT("t6"."spoke", ',')) AS "voice"
                  FROM (
                    SELECT
                      *
                    FROM "reasons" AS "t0"
                    WHERE
                      "t0"."spoke" IS NOT NULL
                  ) AS "t6"
                ) AS "t11"
              ) AS "t12"
              WHERE
                (
                  "t12"."strength" = 'strong'
                )
                OR (
                  "t12"."strength" = 'strong-fuzzy'
                )
                OR (
                  "t12"."strength" = 'ambiguous'
                )
            ) AS "t14"
              ON "t8"."text" = "t14"."word"
          ) AS "t16"
        ) AS "t19"
      ) AS "t22"
      UNION
      SELECT
        *
      FROM (
        SELECT
          "t20".*
          EXCLUDE ("word")
        FROM (
          SELECT
            "t17".*
            EXCLUDE ("text")
          FROM (
            SELECT
              "t9"."event_id",
              "t9"."at",
              "t9"."user",
              "t9"."agency",
              "t9"."networks",
              "t9"."reason",
              "t9"."case_no",
              "t9"."case_no_state",
              "t9"."text",
              "t14"."word",
              "t14"."pack",
              "t14"."strength",
              "t14"."pattern"
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
            ) AS "t9"
            INNER JOIN (
              SELECT
                *
              FROM (
                SELECT
                  "t11"."word",
                  LIST_EXTRACT(STR_SPLIT("t11"."voice", ' '), 1) AS "pack",
                  LIST_EXTRACT(STR_SPLIT("t11"."voice", ' '), 2) AS "strength",
                  LIST_EXTRACT(STR_SPLIT("t11"."voice", ' '), 3) AS "pattern"
                FROM (
                  SELECT
                    "t6"."reason" AS "word",
                    UNNEST(STR_SPLIT("t6"."spoke", ',')) AS "voice"
                  FROM (
                    SELECT
                      *
                    FROM "reasons" AS "t0"
                    WHERE
                      "t0"."spoke" IS NOT NULL
                  ) AS "t6"
                ) AS "t11"
              ) AS "t12"
              WHERE
                (
                  "t12"."strength" = 'strong'
                )
                OR (
                  "t12"."strength" = 'strong-fuzzy'
                )
                OR (
                  "t12"."strength" = 'ambiguous'
                )
            ) AS "t14"
              ON "t9"."text" = "t14"."word"
          ) AS "t17"
        ) AS "t20"
      ) AS "t23"
    ) AS "t24"
  ) AS "t26"
  LEFT OUTER JOIN (
    SELECT
      "t0"."reason" AS "case_in"
    FROM "reasons" AS "t0"
    WHERE
      "t0"."case_like" IS NOT NULL
  ) AS "t10"
    ON "t26"."reason" = "t10"."case_in"
)
SELECT
  "t41"."who" AS "entity",
  NULLIF("t41"."agency", '') AS "agency",
  "t41"."pack" AS "period",
  "t41"."event_id",
  "t41"."at",
  "t41"."rank" AS "measure",
  "t41"."strength" || ', ' || "t41"."pattern" AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t28"."event_id",
      "t28"."at",
      "t28"."user",
      COALESCE("t28"."agency", '') AS "agency",
      "t28"."networks",
      "t28"."strength",
      "t28"."pack",
      "t28"."pattern",
      "t28"."rank",
      "t28"."caseless",
      "t28"."user" AS "who"
    FROM "t27" AS "t28"
    WHERE
      "t28"."user" IS NOT NULL AND "t28"."strength" <> 'ambiguous'
  ) AS "t29"
  UNION
  SELECT
    *
  FROM (
    SELECT
      "t39".*
      EXCLUDE ("often_pack")
    FROM (
      SELECT
        "t38".*
        EXCLUDE ("often_id")
      FROM (
        SELECT
          "t37".*
          EXCLUDE ("wide")
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t32"."event_id",
              "t32"."at",
              "t32"."user",
              "t32"."agency",
              "t32"."networks",
              "t32"."strength",
              "t32"."pack",
              "t32"."pattern",
              "t32"."rank",
              "t32"."caseless",
              "t32"."who",
              "t32"."wide",
              "t35"."often_id",
              "t35"."often_pack"
            FROM (
              SELECT
                "t28"."event_id",
                "t28"."at",
                "t28"."user",
                COALESCE("t28"."agency", '') AS "agency",
                "t28"."networks",
                "t28"."strength",
                "t28"."pack",
                "t28"."pattern",
                "t28"."rank",
                "t28"."caseless",
                "t28"."user" AS "who",
                COALESCE("t28"."networks" > 1000, FALSE) AS "wide"
              FROM "t27" AS "t28"
              WHERE
                "t28"."user" IS NOT NULL AND "t28"."strength" = 'ambiguous'
            ) AS "t32"
            LEFT OUTER JOIN (
              SELECT
                "t33"."event_id" AS "often_id",
                "t33"."pack" AS "often_pack"
              FROM (
                SELECT
                  "t30"."who",
                  "t30"."agency",
                  "t30"."pack",
                  "t30"."at",
                  "t30"."event_id",
                  LEAD("t30"."at", 1) OVER (
                    PARTITION BY "t30"."who", "t30"."agency", "t30"."pack"
                    ORDER BY "t30"."at" ASC, "t30"."event_id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "after_1",
                  LEAD("t30"."at", 2) OVER (
                    PARTITION BY "t30"."who", "t30"."agency", "t30"."pack"
                    ORDER BY "t30"."at" ASC, "t30"."event_id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "after_2",
                  LAG("t30"."at", 1) OVER (
                    PARTITION BY "t30"."who", "t30"."agency", "t30"."pack"
                    ORDER BY "t30"."at" ASC, "t30"."event_id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "before_1",
                  LAG("t30"."at", 2) OVER (
                    PARTITION BY "t30"."who", "t30"."agency", "t30"."pack"
                    ORDER BY "t30"."at" ASC, "t30"."event_id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "before_2"
                FROM (
                  SELECT DISTINCT
                    "t28"."user" AS "who",
                    COALESCE("t28"."agency", '') AS "agency",
                    "t28"."pack",
                    "t28"."at",
                    "t28"."event_id"
                  FROM "t27" AS "t28"
                  WHERE
                    "t28"."user" IS NOT NULL AND "t28"."strength" = 'ambiguous'
                ) AS "t30"
              ) AS "t33"
              WHERE
                COALESCE((
                  "t33"."at" - "t33"."before_2"
                ) <= 604800000, FALSE)
                OR COALESCE((
                  "t33"."after_1" - "t33"."before_1"
                ) <= 604800000, FALSE)
                OR COALESCE((
                  "t33"."after_2" - "t33"."at"
                ) <= 604800000, FALSE)
            ) AS "t35"
              ON "t32"."event_id" = "t35"."often_id" AND "t32"."pack" = "t35"."often_pack"
          ) AS "t36"
          WHERE
            "t36"."caseless" OR "t36"."wide" OR (
              "t36"."often_id" IS NOT NULL
            )
        ) AS "t37"
      ) AS "t38"
    ) AS "t39"
  ) AS "t40"
) AS "t41"
