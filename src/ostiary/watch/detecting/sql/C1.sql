SELECT
  "t12"."agency" AS "entity",
  NULLIF("t12"."agency", '') AS "agency",
  "t12"."owner" AS "period",
  "t12"."event_id",
  "t12"."at",
  CAST("t18"."times" AS DOUBLE) AS "measure",
  "t12"."owner" AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t8"."event_id",
      "t8"."at",
      "t8"."agency",
      "t8"."owner",
      "t9"."listed",
      "t9"."known_from"
    FROM (
      SELECT
        "t1"."event_id",
        "t1"."at",
        "t1"."agency",
        "t1"."owner"
      FROM "events" AS "t1"
      WHERE
        "t1"."decision" <> 'deny'
        AND "t1"."agency" IS NOT NULL
        AND "t1"."owner" <> "t1"."agency"
    ) AS "t8"
    INNER JOIN (
      SELECT
        "t0"."owner" AS "listed",
        MIN(COALESCE("t0"."since", -4611686018427387904)) AS "known_from"
      FROM "grants" AS "t0"
      GROUP BY
        1
    ) AS "t9"
      ON "t8"."owner" = "t9"."listed"
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
) AS "t7"
  ON "t12"."owner" = "t7"."always_by" AND "t12"."agency" = "t7"."always_to"
ANTI JOIN (
  SELECT
    "t13"."event_id" AS "lawful"
  FROM (
    SELECT
      "t12"."event_id",
      "t12"."at",
      "t12"."agency",
      "t12"."owner",
      "t12"."listed",
      "t12"."known_from",
      "t4"."by",
      "t4"."to",
      "t4"."begun",
      "t4"."ended"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t8"."event_id",
          "t8"."at",
          "t8"."agency",
          "t8"."owner",
          "t9"."listed",
          "t9"."known_from"
        FROM (
          SELECT
            "t1"."event_id",
            "t1"."at",
            "t1"."agency",
            "t1"."owner"
          FROM "events" AS "t1"
          WHERE
            "t1"."decision" <> 'deny'
            AND "t1"."agency" IS NOT NULL
            AND "t1"."owner" <> "t1"."agency"
        ) AS "t8"
        INNER JOIN (
          SELECT
            "t0"."owner" AS "listed",
            MIN(COALESCE("t0"."since", -4611686018427387904)) AS "known_from"
          FROM "grants" AS "t0"
          GROUP BY
            1
        ) AS "t9"
          ON "t8"."owner" = "t9"."listed"
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
    ) AS "t7"
      ON "t12"."owner" = "t7"."always_by" AND "t12"."agency" = "t7"."always_to"
    INNER JOIN (
      SELECT
        "t0"."owner" AS "by",
        "t0"."agency" AS "to",
        "t0"."since" AS "begun",
        "t0"."until" AS "ended"
      FROM "grants" AS "t0"
    ) AS "t4"
      ON "t12"."owner" = "t4"."by" AND "t12"."agency" = "t4"."to"
  ) AS "t13"
  WHERE
    (
      (
        "t13"."begun" IS NULL
      ) OR (
        "t13"."at" >= (
          "t13"."begun" - 0
        )
      )
    )
    AND (
      (
        "t13"."ended" IS NULL
      ) OR (
        "t13"."at" < (
          "t13"."ended" + 0
        )
      )
    )
) AS "t15"
  ON "t12"."event_id" = "t15"."lawful"
INNER JOIN (
  SELECT
    "t16"."agency" AS "by_agency",
    "t16"."owner" AS "of_owner",
    COUNT(*) AS "times"
  FROM (
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
          "t8"."event_id",
          "t8"."at",
          "t8"."agency",
          "t8"."owner",
          "t9"."listed",
          "t9"."known_from"
        FROM (
          SELECT
            "t1"."event_id",
            "t1"."at",
            "t1"."agency",
            "t1"."owner"
          FROM "events" AS "t1"
          WHERE
            "t1"."decision" <> 'deny'
            AND "t1"."agency" IS NOT NULL
            AND "t1"."owner" <> "t1"."agency"
        ) AS "t8"
        INNER JOIN (
          SELECT
            "t0"."owner" AS "listed",
            MIN(COALESCE("t0"."since", -4611686018427387904)) AS "known_from"
          FROM "grants" AS "t0"
          GROUP BY
            1
        ) AS "t9"
          ON "t8"."owner" = "t9"."listed"
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
    ) AS "t7"
      ON "t12"."owner" = "t7"."always_by" AND "t12"."agency" = "t7"."always_to"
    ANTI JOIN (
      SELECT
        "t13"."event_id" AS "lawful"
      FROM (
        SELECT
          "t12"."event_id",
          "t12"."at",
          "t12"."agency",
          "t12"."owner",
          "t12"."listed",
          "t12"."known_from",
          "t4"."by",
          "t4"."to",
          "t4"."begun",
          "t4"."ended"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t8"."event_id",
              "t8"."at",
              "t8"."agency",
              "t8"."owner",
              "t9"."listed",
              "t9"."known_from"
            FROM (
              SELECT
                "t1"."event_id",
                "t1"."at",
                "t1"."agency",
                "t1"."owner"
              FROM "events" AS "t1"
              WHERE
                "t1"."decision" <> 'deny'
                AND "t1"."agency" IS NOT NULL
                AND "t1"."owner" <> "t1"."agency"
            ) AS "t8"
            INNER JOIN (
              SELECT
                "t0"."owner" AS "listed",
                MIN(COALESCE("t0"."since", -4611686018427387904)) AS "known_from"
              FROM "grants" AS "t0"
              GROUP BY
                1
            ) AS "t9"
              ON "t8"."owner" = "t9"."listed"
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
        ) AS "t7"
          ON "t12"."owner" = "t7"."always_by" AND "t12"."agency" = "t7"."always_to"
        INNER JOIN (
          SELECT
            "t0"."owner" AS "by",
            "t0"."agency" AS "to",
            "t0"."since" AS "begun",
            "t0"."until" AS "ended"
          FROM "grants" AS "t0"
        ) AS "t4"
          ON "t12"."owner" = "t4"."by" AND "t12"."agency" = "t4"."to"
      ) AS "t13"
      WHERE
        (
          (
            "t13"."begun" IS NULL
          ) OR (
            "t13"."at" >= (
              "t13"."begun" - 0
            )
          )
        )
        AND (
          (
            "t13"."ended" IS NULL
          ) OR (
            "t13"."at" < (
              "t13"."ended" + 0
            )
          )
        )
    ) AS "t15"
      ON "t12"."event_id" = "t15"."lawful"
  ) AS "t16"
  GROUP BY
    1,
    2
) AS "t18"
  ON "t12"."agency" = "t18"."by_agency" AND "t12"."owner" = "t18"."of_owner"
