CREATE TEMP TABLE kept_between AS
SELECT
  "t7".*
  EXCLUDE ("number_of_all")
FROM (
  SELECT
    "t3"."event_id",
    "t3"."at",
    "t3"."user",
    "t3"."agency",
    "t3"."subject",
    "t3"."number_of_all"
  FROM (
    SELECT
      "t0"."event_id",
      "t0"."at",
      "t0"."user",
      "t0"."agency",
      "t0"."subject",
      CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "number_of_all"
    FROM "subjects" AS "t0"
    WHERE
      "t0"."asked" AND "t0"."user" IS NOT NULL AND "t0"."agency" IS NOT NULL
  ) AS "t3"
  SEMI JOIN (
    SELECT
      "t4"."several" AS "many"
    FROM (
      SELECT
        "t2"."several",
        MIN("t2"."value") AS "least",
        MAX("t2"."value") AS "most"
      FROM (
        SELECT
          CAST(CAST(HASH("t0"."subject") AS BIT) AS BIGINT) AS "several",
          "t0"."agency" AS "value"
        FROM "subjects" AS "t0"
        WHERE
          "t0"."asked" AND "t0"."user" IS NOT NULL AND "t0"."agency" IS NOT NULL
      ) AS "t2"
      GROUP BY
        1
    ) AS "t4"
    WHERE
      "t4"."least" <> "t4"."most"
  ) AS "t6"
    ON "t3"."number_of_all" = "t6"."many"
) AS "t7";

CREATE TEMP TABLE kept_steps AS
SELECT
  "t6"."event_id",
  "t6"."at",
  "t6"."user",
  "t6"."agency",
  "t6"."subject",
  "t6"."before",
  "t6"."before_at",
  "t6"."account"
FROM (
  SELECT
    "t4"."event_id",
    "t4"."at",
    "t4"."user",
    "t4"."agency",
    "t4"."subject",
    "t4"."before",
    "t4"."before_at",
    "t4"."agency" || ' ' || "t4"."user" AS "account"
  FROM (
    SELECT
      "t0"."event_id",
      "t0"."at",
      "t0"."user",
      "t0"."agency",
      "t0"."subject",
      LAG("t0"."agency") OVER (
        PARTITION BY "t0"."subject"
        ORDER BY "t0"."at" ASC, "t0"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "before",
      LAG("t0"."at") OVER (
        PARTITION BY "t0"."subject"
        ORDER BY "t0"."at" ASC, "t0"."event_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "before_at"
    FROM "kept_between" AS "t0"
  ) AS "t4"
  WHERE
    "t4"."before" IS NOT NULL
    AND "t4"."before" <> "t4"."agency"
    AND (
      "t4"."at" - "t4"."before_at"
    ) <= 86400000
) AS "t6"
ANTI JOIN (
  SELECT DISTINCT
    "t1"."owner" AS "granted_by",
    "t1"."agency" AS "granted_to"
  FROM "grants" AS "t1"
) AS "t3"
  ON "t6"."before" = "t3"."granted_by" AND "t6"."agency" = "t3"."granted_to";

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
