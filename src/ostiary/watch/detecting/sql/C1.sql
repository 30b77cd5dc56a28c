CREATE TEMP TABLE kept_not_always AS
SELECT
  "t12"."event_id",
  "t12"."at",
  "t12"."agency",
  "t12"."owner",
  "t12"."listed",
  "t12"."known_from"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t9"."event_id",
      "t9"."at",
      "t9"."agency",
      "t9"."owner",
      "t7"."listed",
      "t7"."known_from"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t1"."event_id",
          "t1"."at",
          "t1"."agency",
          "t1"."owner"
        FROM "events" AS "t1"
        WHERE
          "t1"."decision" <> 'deny' AND "t1"."owner" <> "t1"."agency"
      ) AS "t3"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t1"."event_id",
          "t1"."at",
          "t1"."beneficiary" AS "agency",
          "t1"."owner"
        FROM "events" AS "t1"
        WHERE
          "t1"."decision" <> 'deny'
          AND "t1"."owner" <> "t1"."beneficiary"
          AND NOT (
            "t1"."beneficiary" IS NOT DISTINCT FROM "t1"."agency"
          )
      ) AS "t6"
    ) AS "t9"
    INNER JOIN (
      SELECT
        "t0"."owner" AS "listed",
        MIN(COALESCE("t0"."since", -4611686018427387904)) AS "known_from"
      FROM "grants" AS "t0"
      GROUP BY
        1
    ) AS "t7"
      ON "t9"."owner" = "t7"."listed"
  ) AS "t10"
  WHERE
    "t10"."at" >= "t10"."known_from"
) AS "t12"
ANTI JOIN (
  SELECT DISTINCT
    "t0"."owner" AS "always_by",
    "t0"."agency" AS "always_to"
  FROM "grants" AS "t0"
  WHERE
    "t0"."since" IS NULL AND "t0"."until" IS NULL
) AS "t5"
  ON "t12"."owner" = "t5"."always_by" AND "t12"."agency" = "t5"."always_to";

SELECT
  "t2"."agency" AS "entity",
  NULLIF("t2"."agency", '') AS "agency",
  "t2"."owner" AS "period",
  "t2"."event_id",
  "t2"."at",
  CAST("t10"."times" AS DOUBLE) AS "measure",
  "t2"."owner" AS "detail"
FROM "kept_not_always" AS "t2"
ANTI JOIN (
  SELECT
    "t5"."to",
    "t5"."event_id" AS "lawful"
  FROM (
    SELECT
      "t2"."event_id",
      "t2"."at",
      "t2"."agency",
      "t2"."owner",
      "t2"."listed",
      "t2"."known_from",
      "t4"."by",
      "t4"."to",
      "t4"."begun",
      "t4"."ended"
    FROM "kept_not_always" AS "t2"
    INNER JOIN (
      SELECT
        "t1"."owner" AS "by",
        "t1"."agency" AS "to",
        "t1"."since" AS "begun",
        "t1"."until" AS "ended"
      FROM "grants" AS "t1"
    ) AS "t4"
      ON "t2"."owner" = "t4"."by" AND "t2"."agency" = "t4"."to"
  ) AS "t5"
  WHERE
    (
      (
        "t5"."begun" IS NULL
      ) OR (
        "t5"."at" >= (
          "t5"."begun" - 0
        )
      )
    )
    AND (
      (
        "t5"."ended" IS NULL
      ) OR (
        "t5"."at" < (
          "t5"."ended" + 0
        )
      )
    )
) AS "t7"
  ON "t2"."event_id" = "t7"."lawful" AND "t2"."agency" = "t7"."to"
INNER JOIN (
  SELECT
    "t8"."agency" AS "by_agency",
    "t8"."owner" AS "of_owner",
    COUNT(*) AS "times"
  FROM (
    SELECT
      "t2"."event_id",
      "t2"."at",
      "t2"."agency",
      "t2"."owner",
      "t2"."listed",
      "t2"."known_from"
    FROM "kept_not_always" AS "t2"
    ANTI JOIN (
      SELECT
        "t5"."to",
        "t5"."event_id" AS "lawful"
      FROM (
        SELECT
          "t2"."event_id",
          "t2"."at",
          "t2"."agency",
          "t2"."owner",
          "t2"."listed",
          "t2"."known_from",
          "t4"."by",
          "t4"."to",
          "t4"."begun",
          "t4"."ended"
        FROM "kept_not_always" AS "t2"
        INNER JOIN (
          SELECT
            "t1"."owner" AS "by",
            "t1"."agency" AS "to",
            "t1"."since" AS "begun",
            "t1"."until" AS "ended"
          FROM "grants" AS "t1"
        ) AS "t4"
          ON "t2"."owner" = "t4"."by" AND "t2"."agency" = "t4"."to"
      ) AS "t5"
      WHERE
        (
          (
            "t5"."begun" IS NULL
          ) OR (
            "t5"."at" >= (
              "t5"."begun" - 0
            )
          )
        )
        AND (
          (
            "t5"."ended" IS NULL
          ) OR (
            "t5"."at" < (
              "t5"."ended" + 0
            )
          )
        )
    ) AS "t7"
      ON "t2"."event_id" = "t7"."lawful" AND "t2"."agency" = "t7"."to"
  ) AS "t8"
  GROUP BY
    1,
    2
) AS "t10"
  ON "t2"."agency" = "t10"."by_agency" AND "t2"."owner" = "t10"."of_owner"
