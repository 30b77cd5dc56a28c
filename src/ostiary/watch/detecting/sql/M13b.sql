CREATE TEMP TABLE kept_old AS
SELECT DISTINCT
  "t6"."cut",
  "t6"."since",
  "t6"."subject" AS "old_subject"
FROM (
  SELECT
    "t4"."event_id",
    "t4"."at",
    "t4"."day",
    "t4"."agency",
    "t4"."subject",
    "t4"."who",
    "t5"."cut",
    "t5"."since"
  FROM (
    SELECT
      "t0"."event_id",
      "t0"."at",
      "t0"."day",
      "t0"."agency",
      "t0"."subject",
      "t0"."user" AS "who"
    FROM "subjects" AS "t0"
    WHERE
      "t0"."asked" AND "t0"."user" IS NOT NULL AND "t0"."agency" IS NOT NULL
  ) AS "t4"
  INNER JOIN (
    SELECT
      "t1"."agency" AS "cut",
      MIN("t1"."since") AS "since"
    FROM "cutoffs" AS "t1"
    GROUP BY
      1
  ) AS "t5"
    ON "t4"."agency" = "t5"."cut"
) AS "t6"
WHERE
  "t6"."at" < "t6"."since";

CREATE TEMP TABLE kept_shared AS
SELECT
  "t6".*
  EXCLUDE ("old_subject")
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t4"."event_id",
      "t4"."at",
      "t4"."day",
      "t4"."agency",
      "t4"."subject",
      "t4"."who",
      "t2"."cut",
      "t2"."since",
      "t2"."old_subject"
    FROM (
      SELECT
        "t0"."event_id",
        "t0"."at",
        "t0"."day",
        "t0"."agency",
        "t0"."subject",
        "t0"."user" AS "who"
      FROM "subjects" AS "t0"
      WHERE
        "t0"."asked" AND "t0"."user" IS NOT NULL AND "t0"."agency" IS NOT NULL
    ) AS "t4"
    INNER JOIN "kept_old" AS "t2"
      ON "t4"."subject" = "t2"."old_subject"
  ) AS "t5"
  WHERE
    "t5"."at" >= "t5"."since" AND "t5"."agency" <> "t5"."cut"
) AS "t6";

CREATE TEMP TABLE kept_newcomers AS
WITH "t2" AS (
  SELECT
    "t0"."who",
    "t0"."cut",
    COUNT(DISTINCT "t0"."subject") AS "shared",
    MAX("t0"."since") AS "since",
    COUNT(DISTINCT "t0"."event_id") AS "hits"
  FROM "kept_shared" AS "t0"
  GROUP BY
    1,
    2
)
SELECT
  "t13"."who",
  "t13"."cut",
  "t13"."shared",
  "t13"."since",
  "t13"."hits"
FROM (
  SELECT
    "t8"."who",
    "t8"."cut",
    "t8"."shared",
    "t8"."since",
    "t8"."hits",
    "t12"."seen",
    "t12"."first"
  FROM (
    SELECT
      *
    FROM "t2" AS "t4"
    WHERE
      "t4"."shared" >= 3
  ) AS "t8"
  INNER JOIN (
    SELECT
      "t10"."who" AS "seen",
      MIN("t10"."at") AS "first"
    FROM (
      SELECT
        "t5"."event_id",
        "t5"."at",
        "t5"."day",
        "t5"."agency",
        "t5"."subject",
        "t5"."who"
      FROM (
        SELECT
          "t1"."event_id",
          "t1"."at",
          "t1"."day",
          "t1"."agency",
          "t1"."subject",
          "t1"."user" AS "who"
        FROM "subjects" AS "t1"
        WHERE
          "t1"."asked" AND "t1"."user" IS NOT NULL AND "t1"."agency" IS NOT NULL
      ) AS "t5"
      SEMI JOIN (
        SELECT DISTINCT
          "t4"."who" AS "some"
        FROM "t2" AS "t4"
        WHERE
          "t4"."shared" >= 3
      ) AS "t9"
        ON "t5"."who" = "t9"."some"
    ) AS "t10"
    GROUP BY
      1
  ) AS "t12"
    ON "t8"."who" = "t12"."seen"
) AS "t13"
WHERE
  "t13"."first" >= "t13"."since"
  AND "t13"."first" <= (
    "t13"."since" + 7776000000
  );

WITH "t10" AS (
  SELECT
    "t3"."event_id",
    "t3"."at",
    "t3"."day",
    "t3"."agency",
    "t3"."subject",
    "t3"."user" AS "who"
  FROM "subjects" AS "t3"
  WHERE
    "t3"."asked" AND "t3"."user" IS NOT NULL AND "t3"."agency" IS NOT NULL
), "t27" AS (
  SELECT
    "t26"."who",
    "t26"."cut",
    "t26"."shared",
    "t26"."since",
    "t26"."hits",
    "t26"."seen",
    "t26"."own",
    "t26"."searches",
    "t26"."of_cut",
    "t26"."all_hits",
    "t26"."all_searches",
    "t26"."containment",
    "t26"."lift",
    ROW_NUMBER() OVER (
      PARTITION BY "t26"."who"
      ORDER BY "t26"."lift" DESC, "t26"."shared" DESC, "t26"."cut" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t24"."who",
        "t24"."cut",
        "t24"."shared",
        "t24"."since",
        "t24"."hits",
        "t24"."seen",
        "t24"."own",
        "t24"."searches",
        "t24"."of_cut",
        "t24"."all_hits",
        "t24"."all_searches",
        "t24"."shared" / "t24"."own" AS "containment",
        (
          "t24"."shared" / "t24"."own"
        ) / (
          (
            (
              "t24"."all_hits" - "t24"."hits"
            ) + 1
          ) / (
            (
              "t24"."all_searches" - "t24"."searches"
            ) + 1
          )
        ) AS "lift"
      FROM (
        SELECT
          "t5"."who",
          "t5"."cut",
          "t5"."shared",
          "t5"."since",
          "t5"."hits",
          "t20"."seen",
          "t20"."own",
          "t20"."searches",
          "t23"."of_cut",
          "t23"."all_hits",
          "t23"."all_searches"
        FROM "kept_newcomers" AS "t5"
        INNER JOIN (
          SELECT
            "t17"."who" AS "seen",
            COUNT(DISTINCT "t17"."subject") AS "own",
            COUNT(DISTINCT "t17"."event_id") AS "searches"
          FROM (
            SELECT
              "t14"."event_id",
              "t14"."at",
              "t14"."day",
              "t14"."agency",
              "t14"."subject",
              "t14"."who"
            FROM "t10" AS "t14"
            SEMI JOIN (
              SELECT DISTINCT
                "t1"."who" AS "some"
              FROM "kept_newcomers" AS "t1"
            ) AS "t8"
              ON "t14"."who" = "t8"."some"
          ) AS "t17"
          GROUP BY
            1
        ) AS "t20"
          ON "t5"."who" = "t20"."seen"
        INNER JOIN (
          SELECT
            "t21"."of_cut",
            "t21"."all_hits",
            SUM("t21"."searches") AS "all_searches"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t11"."of_cut",
                "t11"."all_hits",
                "t11"."since",
                "t16"."day",
                "t16"."searches"
              FROM (
                SELECT
                  "t0"."cut" AS "of_cut",
                  COUNT(DISTINCT "t0"."event_id") AS "all_hits",
                  MAX("t0"."since") AS "since"
                FROM "kept_shared" AS "t0"
                GROUP BY
                  1
              ) AS "t11"
              CROSS JOIN (
                SELECT
                  "t13"."day",
                  COUNT(*) AS "searches"
                FROM "t10" AS "t13"
                GROUP BY
                  1
              ) AS "t16"
            ) AS "t18"
            WHERE
              "t18"."day" >= CAST(FLOOR((
                "t18"."since"
              ) / (
                86400000
              )) AS BIGINT)
          ) AS "t21"
          GROUP BY
            1,
            2
        ) AS "t23"
          ON "t5"."cut" = "t23"."of_cut"
      ) AS "t24"
    ) AS "t25"
    WHERE
      "t25"."containment" >= 0.1 AND "t25"."lift" >= 20
  ) AS "t26"
)
SELECT
  "t4"."who" AS "entity",
  NULLIF("t4"."agency", '') AS "agency",
  "t4"."cut" AS "period",
  "t4"."event_id",
  "t4"."at",
  "t45"."score" AS "measure",
  "t45"."detail"
FROM "kept_shared" AS "t4"
INNER JOIN (
  SELECT
    "t32"."who" AS "heir",
    "t32"."cut" AS "parent",
    "t32"."containment" + CASE WHEN "t43"."same_who" IS NOT NULL THEN 1.0 ELSE 0.0 END AS "score",
    CAST("t32"."shared" AS TEXT) || ' of ' || CAST("t32"."own" AS TEXT) || CASE WHEN "t43"."same_who" IS NOT NULL THEN ', and one of its devices' ELSE '' END AS "detail"
  FROM (
    SELECT
      *
    FROM "t27" AS "t28"
    WHERE
      "t28"."place" = 0
  ) AS "t32"
  LEFT OUTER JOIN (
    SELECT DISTINCT
      "t41"."who" AS "same_who",
      "t41"."cut" AS "same_cut"
    FROM (
      SELECT
        "t33"."who",
        "t33"."cut",
        "t40"."used_by",
        "t40"."used_in",
        "t40"."used_of"
      FROM (
        SELECT
          "t28"."who",
          "t28"."cut"
        FROM "t27" AS "t28"
        WHERE
          "t28"."place" = 0
      ) AS "t33"
      INNER JOIN (
        SELECT DISTINCT
          "t38"."user" AS "used_by",
          "t38"."agency" AS "used_in",
          "t38"."parent_cut" AS "used_of"
        FROM (
          SELECT
            "t12"."event_id",
            "t12"."source",
            "t12"."row",
            "t12"."at",
            "t12"."day",
            "t12"."local_day",
            "t12"."local_minute",
            "t12"."user",
            "t12"."user_state",
            "t12"."agency",
            "t12"."agency_state",
            "t12"."owner",
            "t12"."employer",
            "t12"."beneficiary",
            "t12"."role",
            "t12"."device",
            "t12"."address",
            "t12"."session",
            "t12"."latitude",
            "t12"."longitude",
            "t12"."action",
            "t12"."reason",
            "t12"."reason_state",
            "t12"."purpose",
            "t12"."purpose_state",
            "t12"."case_no",
            "t12"."case_no_state",
            "t12"."networks",
            "t12"."devices",
            "t12"."window_from",
            "t12"."window_until",
            "t12"."decision",
            "t12"."rule",
            "t12"."rows",
            "t12"."exported",
            "t12"."subjects",
            "t12"."outcome",
            "t12"."access",
            "t12"."continues",
            "t12"."affiliations",
            "t12"."classes",
            "t12"."fields",
            "t12"."duties",
            "t12"."accounting",
            "t12"."basis",
            "t12"."policy",
            "t37"."parent_cut",
            "t37"."old_device"
          FROM (
            SELECT
              *
            FROM "events" AS "t2"
            WHERE
              "t2"."device" IS NOT NULL
          ) AS "t12"
          INNER JOIN (
            SELECT DISTINCT
              "t35"."parent_cut",
              "t35"."device" AS "old_device"
            FROM (
              SELECT
                "t12"."event_id",
                "t12"."source",
                "t12"."row",
                "t12"."at",
                "t12"."day",
                "t12"."local_day",
                "t12"."local_minute",
                "t12"."user",
                "t12"."user_state",
                "t12"."agency",
                "t12"."agency_state",
                "t12"."owner",
                "t12"."employer",
                "t12"."beneficiary",
                "t12"."role",
                "t12"."device",
                "t12"."address",
                "t12"."session",
                "t12"."latitude",
                "t12"."longitude",
                "t12"."action",
                "t12"."reason",
                "t12"."reason_state",
                "t12"."purpose",
                "t12"."purpose_state",
                "t12"."case_no",
                "t12"."case_no_state",
                "t12"."networks",
                "t12"."devices",
                "t12"."window_from",
                "t12"."window_until",
                "t12"."decision",
                "t12"."rule",
                "t12"."rows",
                "t12"."exported",
                "t12"."subjects",
                "t12"."outcome",
                "t12"."access",
                "t12"."continues",
                "t12"."affiliations",
                "t12"."classes",
                "t12"."fields",
                "t12"."duties",
                "t12"."accounting",
                "t12"."basis",
                "t12"."policy",
                "t34"."parent_cut",
                "t34"."parent_since"
              FROM (
                SELECT
                  *
                FROM "events" AS "t2"
                WHERE
                  "t2"."device" IS NOT NULL
              ) AS "t12"
              INNER JOIN (
                SELECT DISTINCT
                  "t28"."cut" AS "parent_cut",
                  "t28"."since" AS "parent_since"
                FROM "t27" AS "t28"
                WHERE
                  "t28"."place" = 0
              ) AS "t34"
                ON "t12"."agency" = "t34"."parent_cut"
            ) AS "t35"
            WHERE
              "t35"."at" < "t35"."parent_since"
          ) AS "t37"
            ON "t12"."device" = "t37"."old_device"
        ) AS "t38"
        WHERE
          "t38"."agency" <> "t38"."parent_cut"
      ) AS "t40"
        ON "t33"."cut" = "t40"."used_of"
    ) AS "t41"
    WHERE
      (
        "t41"."who" = "t41"."used_by"
      ) OR (
        "t41"."who" = "t41"."used_in"
      )
  ) AS "t43"
    ON "t32"."who" = "t43"."same_who" AND "t32"."cut" = "t43"."same_cut"
) AS "t45"
  ON "t4"."who" = "t45"."heir" AND "t4"."cut" = "t45"."parent"
