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
      AND COALESCE("t16"."closed" >= (
        "t16"."at" - 7776000000
      ), FALSE)
      THEN 1
      ELSE 0
    END AS "is_open",
    CASE
      WHEN COALESCE("t16"."closed" >= (
        "t16"."at" - 7776000000
      ), FALSE)
      THEN 1
      ELSE 0
    END AS "is_timely"
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

WITH "t25" AS (
  SELECT
    "t24"."event_id",
    "t24"."at",
    "t24"."user",
    "t24"."agency",
    "t24"."number",
    MAX("t24"."is_known") AS "is_known",
    MAX("t24"."is_own") AS "is_own",
    MAX("t24"."is_open") AS "is_open",
    MAX("t24"."is_timely") AS "is_timely"
  FROM (
    SELECT
      "t23"."event_id",
      "t23"."at",
      "t23"."user",
      "t23"."agency",
      "t23"."employer",
      "t23"."beneficiary",
      "t23"."affiliations",
      "t23"."action",
      "t23"."continues",
      "t23"."number",
      "t23"."known",
      "t23"."owner",
      "t23"."closed",
      "t23"."is_known",
      "t23"."is_own",
      "t23"."is_open",
      "t23"."is_timely"
    FROM (
      SELECT
        "t21"."event_id",
        "t21"."at",
        "t21"."user",
        "t21"."agency",
        "t21"."employer",
        "t21"."beneficiary",
        "t21"."affiliations",
        "t21"."action",
        "t21"."continues",
        "t21"."number",
        "t21"."known",
        "t21"."owner",
        "t21"."closed",
        CASE WHEN "t21"."known" IS NOT NULL THEN 1 ELSE 0 END AS "is_known",
        CASE
          WHEN (
            "t21"."known" IS NOT NULL
          )
          AND COALESCE(
            (
              "t21"."owner" IS NULL
            )
            OR (
              "t21"."agency" = ''
            )
            OR CONTAINS(',' || "t21"."affiliations" || ',', ',' || "t21"."owner" || ',')
            OR (
              "t21"."owner" = "t21"."agency"
            )
            OR (
              "t21"."owner" = "t21"."employer"
            )
            OR (
              "t21"."owner" = "t21"."beneficiary"
            ),
            FALSE
          )
          THEN 1
          ELSE 0
        END AS "is_own",
        CASE
          WHEN COALESCE(
            (
              "t21"."owner" IS NULL
            )
            OR (
              "t21"."agency" = ''
            )
            OR CONTAINS(',' || "t21"."affiliations" || ',', ',' || "t21"."owner" || ',')
            OR (
              "t21"."owner" = "t21"."agency"
            )
            OR (
              "t21"."owner" = "t21"."employer"
            )
            OR (
              "t21"."owner" = "t21"."beneficiary"
            ),
            FALSE
          )
          AND COALESCE("t21"."closed" >= (
            "t21"."at" - 7776000000
          ), FALSE)
          THEN 1
          ELSE 0
        END AS "is_open",
        CASE
          WHEN COALESCE("t21"."closed" >= (
            "t21"."at" - 7776000000
          ), FALSE)
          THEN 1
          ELSE 0
        END AS "is_timely"
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
          "t16"."known",
          "t16"."owner",
          "t16"."closed"
        FROM (
          SELECT
            "t18"."event_id",
            "t18"."at",
            "t18"."user",
            COALESCE("t18"."agency", '') AS "agency",
            "t18"."employer",
            "t18"."beneficiary",
            "t18"."affiliations",
            "t18"."action",
            "t18"."continues",
            "t18"."number"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t4"."event_id",
                "t4"."at",
                "t4"."day",
                "t4"."local_day",
                "t4"."user",
                "t4"."agency",
                "t4"."employer",
                "t4"."beneficiary",
                "t4"."affiliations",
                "t4"."action",
                "t4"."continues",
                "t4"."subjects",
                UPPER(REGEXP_REPLACE("t4"."case_no", '^\s+|\s+$', '', 'g')) AS "number",
                TRUE AS "declared"
              FROM "events" AS "t4"
              WHERE
                "t4"."case_no_state" = 'given' AND "t4"."case_no" IS NOT NULL
            ) AS "t12"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t13"."event_id",
                "t13"."at",
                "t13"."day",
                "t13"."local_day",
                "t13"."user",
                "t13"."agency",
                "t13"."employer",
                "t13"."beneficiary",
                "t13"."affiliations",
                "t13"."action",
                "t13"."continues",
                "t13"."subjects",
                "t14"."number",
                FALSE AS "declared"
              FROM (
                SELECT
                  *
                FROM "events" AS "t4"
                WHERE
                  "t4"."case_no" IS NULL AND "t4"."reason" IS NOT NULL
              ) AS "t13"
              INNER JOIN (
                SELECT
                  "t5"."reason" AS "typed_in",
                  "t5"."case_like" AS "number"
                FROM "reasons" AS "t5"
                WHERE
                  "t5"."case_like" IS NOT NULL
              ) AS "t14"
                ON "t13"."reason" = "t14"."typed_in"
            ) AS "t17"
          ) AS "t18"
          WHERE
            "t18"."action" <> 'alert'
            AND "t18"."continues" IS NULL
            AND "t18"."user" IS NOT NULL
        ) AS "t20"
        ANTI JOIN "kept_fillers" AS "t7"
          ON "t20"."number" = "t7"."filler"
        LEFT OUTER JOIN (
          SELECT
            UPPER(REGEXP_REPLACE("t3"."case_no", '^\s+|\s+$', '', 'g')) AS "known",
            "t3"."agency" AS "owner",
            COALESCE("t3"."closed", 4611686018427387904) AS "closed"
          FROM "cases" AS "t3"
        ) AS "t16"
          ON "t20"."number" = "t16"."known"
      ) AS "t21"
    ) AS "t23"
    SEMI JOIN "kept_doubted" AS "t6"
      ON "t23"."event_id" = "t6"."doubted"
  ) AS "t24"
  GROUP BY
    1,
    2,
    3,
    4,
    5
)
SELECT
  "t41"."user" AS "entity",
  NULLIF("t41"."agency", '') AS "agency",
  '' AS "period",
  "t41"."event_id",
  "t41"."at",
  CAST("t41"."count" AS DOUBLE) AS "measure",
  "t41"."said" AS "detail"
FROM (
  SELECT
    "t40"."event_id",
    "t40"."at",
    "t40"."user",
    "t40"."agency",
    "t40"."number",
    "t40"."is_known",
    "t40"."is_own",
    "t40"."is_open",
    "t40"."is_timely",
    COUNT(*) OVER (
      PARTITION BY "t40"."agency", "t40"."user"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "count",
    CASE
      WHEN "t40"."is_known" = 0
      THEN 'not in the registry'
      WHEN "t40"."is_own" = 0
      THEN 'another agency''s'
      ELSE 'closed for long'
    END AS "said"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t38".*
        EXCLUDE ("assigned")
      FROM (
        SELECT
          "t37"."event_id",
          "t37"."at",
          "t37"."user",
          "t37"."agency",
          "t37"."number",
          "t37"."is_known",
          GREATEST("t37"."is_own", CASE WHEN "t37"."assigned" IS NOT NULL THEN 1 ELSE 0 END) AS "is_own",
          GREATEST(
            "t37"."is_open",
            CASE WHEN "t37"."assigned" IS NOT NULL THEN 1 ELSE 0 END * "t37"."is_timely"
          ) AS "is_open",
          "t37"."is_timely",
          "t37"."assigned"
        FROM (
          SELECT
            "t27"."event_id",
            "t27"."at",
            "t27"."user",
            "t27"."agency",
            "t27"."number",
            "t27"."is_known",
            "t27"."is_own",
            "t27"."is_open",
            "t27"."is_timely",
            "t36"."assigned"
          FROM "t25" AS "t27"
          LEFT OUTER JOIN (
            SELECT DISTINCT
              "t34"."event_id" AS "assigned"
            FROM (
              SELECT
                "t29"."event_id",
                "t29"."at",
                "t29"."user",
                "t29"."case_no",
                "t33"."on_case",
                "t33"."from_then",
                "t33"."to_then",
                "t33"."to_user"
              FROM (
                SELECT
                  "t26"."event_id",
                  "t26"."at",
                  "t26"."user",
                  "t26"."number" AS "case_no"
                FROM "t25" AS "t26"
              ) AS "t29"
              INNER JOIN (
                SELECT
                  "t15"."on_case",
                  "t15"."from_then",
                  "t15"."to_then",
                  "t15"."user" AS "to_user"
                FROM (
                  SELECT
                    "t2"."user",
                    UPPER(REGEXP_REPLACE("t2"."case_no", '^\s+|\s+$', '', 'g')) AS "on_case",
                    "t2"."since" AS "from_then",
                    "t2"."until" AS "to_then"
                  FROM "assignments" AS "t2"
                ) AS "t15"
                SEMI JOIN (
                  SELECT DISTINCT
                    UPPER(REGEXP_REPLACE("t26"."number", '^\s+|\s+$', '', 'g')) AS "wanted"
                  FROM "t25" AS "t26"
                ) AS "t31"
                  ON "t15"."on_case" = "t31"."wanted"
              ) AS "t33"
                ON UPPER(REGEXP_REPLACE("t29"."case_no", '^\s+|\s+$', '', 'g')) = "t33"."on_case"
                AND "t29"."user" = "t33"."to_user"
            ) AS "t34"
            WHERE
              (
                (
                  "t34"."from_then" IS NULL
                ) OR (
                  "t34"."at" >= "t34"."from_then"
                )
              )
              AND (
                (
                  "t34"."to_then" IS NULL
                ) OR (
                  "t34"."at" < "t34"."to_then"
                )
              )
          ) AS "t36"
            ON "t27"."event_id" = "t36"."assigned"
        ) AS "t37"
      ) AS "t38"
    ) AS "t39"
    WHERE
      (
        "t39"."is_known" = 0
      )
      OR (
        "t39"."is_own" = 0
      )
      OR (
        "t39"."is_open" = 0
      )
  ) AS "t40"
) AS "t41"
WHERE
  "t41"."count" >= 1
