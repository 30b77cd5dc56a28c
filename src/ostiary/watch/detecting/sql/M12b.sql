CREATE TEMP TABLE kept_steps AS
WITH "t4" AS (
  SELECT
    "t1"."event_id",
    "t1"."at",
    "t1"."user",
    "t1"."agency",
    "t1"."subject"
  FROM "subjects" AS "t1"
  WHERE
    "t1"."asked" AND "t1"."user" IS NOT NULL AND "t1"."agency" IS NOT NULL
)
SELECT
  "t13"."event_id",
  "t13"."at",
  "t13"."user",
  "t13"."agency",
  "t13"."subject",
  "t13"."before",
  "t13"."before_at",
  "t13"."account"
FROM (
  SELECT
    "t11"."event_id",
    "t11"."at",
    "t11"."user",
    "t11"."agency",
    "t11"."subject",
    "t11"."before",
    "t11"."before_at",
    "t11"."agency" || ' ' || "t11"."user" AS "account"
  FROM (
    SELECT
      "t10"."event_id",
      "t10"."at",
      "t10"."user",
      "t10"."agency",
      "t10"."subject",
      LAG("t10"."agency") OVER (
        PARTITION BY "t10"."subject"
        ORDER BY "t10"."at" ASC, "t10"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "before",
      LAG("t10"."at") OVER (
        PARTITION BY "t10"."subject"
        ORDER BY "t10"."at" ASC, "t10"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "before_at"
    FROM (
      SELECT
        "t6"."event_id",
        "t6"."at",
        "t6"."user",
        "t6"."agency",
        "t6"."subject"
      FROM "t4" AS "t6"
      SEMI JOIN (
        SELECT
          "t7"."of"
        FROM (
          SELECT
            "t5"."subject" AS "of",
            MIN("t5"."agency") AS "least",
            MAX("t5"."agency") AS "most"
          FROM "t4" AS "t5"
          GROUP BY
            1
        ) AS "t7"
        WHERE
          "t7"."least" <> "t7"."most"
      ) AS "t9"
        ON "t6"."subject" = "t9"."of"
    ) AS "t10"
  ) AS "t11"
  WHERE
    "t11"."before" IS NOT NULL
    AND "t11"."before" <> "t11"."agency"
    AND (
      "t11"."at" - "t11"."before_at"
    ) <= 86400000
) AS "t13"
ANTI JOIN (
  SELECT DISTINCT
    "t0"."owner" AS "granted_by",
    "t0"."agency" AS "granted_to"
  FROM "grants" AS "t0"
) AS "t3"
  ON "t13"."before" = "t3"."granted_by" AND "t13"."agency" = "t3"."granted_to";

SELECT
  "t1"."user" AS "entity",
  NULLIF("t1"."agency", '') AS "agency",
  "t1"."before" AS "period",
  "t1"."event_id",
  "t1"."at",
  "t13"."lift" AS "measure",
  "t1"."before" AS "detail"
FROM "kept_steps" AS "t1"
INNER JOIN (
  SELECT
    "t11"."who",
    "t11"."whom",
    (
      "t11"."times" / "t11"."follows"
    ) / (
      "t11"."leads" / "t11"."all_steps"
    ) AS "lift"
  FROM (
    SELECT
      "t10"."who",
      "t10"."whom",
      "t10"."times",
      "t5"."follower",
      "t5"."follows",
      "t6"."leader",
      "t6"."leads",
      "t7"."all_steps"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t0"."account" AS "who",
          "t0"."before" AS "whom",
          COUNT(DISTINCT "t0"."event_id") AS "times"
        FROM "kept_steps" AS "t0"
        GROUP BY
          1,
          2
      ) AS "t8"
      WHERE
        "t8"."times" >= 5
    ) AS "t10"
    INNER JOIN (
      SELECT
        "t0"."account" AS "follower",
        COUNT(*) AS "follows"
      FROM "kept_steps" AS "t0"
      GROUP BY
        1
    ) AS "t5"
      ON "t10"."who" = "t5"."follower"
    INNER JOIN (
      SELECT
        "t0"."before" AS "leader",
        COUNT(*) AS "leads"
      FROM "kept_steps" AS "t0"
      GROUP BY
        1
    ) AS "t6"
      ON "t10"."whom" = "t6"."leader"
    CROSS JOIN (
      SELECT
        COUNT(*) AS "all_steps"
      FROM "kept_steps" AS "t0"
    ) AS "t7"
  ) AS "t11"
  WHERE
    (
      (
        "t11"."times" / "t11"."follows"
      ) / (
        "t11"."leads" / "t11"."all_steps"
      )
    ) >= 5
) AS "t13"
  ON "t1"."account" = "t13"."who" AND "t1"."before" = "t13"."whom"
