WITH "t3" AS (
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
), "t20" AS (
  SELECT
    "t17"."who",
    "t17"."cut",
    COUNT(DISTINCT "t17"."subject") AS "shared",
    MAX("t17"."since") AS "since",
    COUNT(DISTINCT "t17"."event_id") AS "hits"
  FROM (
    SELECT
      "t16".*
      EXCLUDE ("old_subject")
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t9"."event_id",
          "t9"."at",
          "t9"."day",
          "t9"."agency",
          "t9"."subject",
          "t9"."who",
          "t14"."cut",
          "t14"."since",
          "t14"."old_subject"
        FROM "t3" AS "t9"
        INNER JOIN (
          SELECT DISTINCT
            "t12"."cut",
            "t12"."since",
            "t12"."subject" AS "old_subject"
          FROM (
            SELECT
              "t9"."event_id",
              "t9"."at",
              "t9"."day",
              "t9"."agency",
              "t9"."subject",
              "t9"."who",
              "t7"."cut",
              "t7"."since"
            FROM "t3" AS "t9"
            INNER JOIN (
              SELECT
                "t1"."agency" AS "cut",
                MIN("t1"."since") AS "since"
              FROM "cutoffs" AS "t1"
              GROUP BY
                1
            ) AS "t7"
              ON "t9"."agency" = "t7"."cut"
          ) AS "t12"
          WHERE
            "t12"."at" < "t12"."since"
        ) AS "t14"
          ON "t9"."subject" = "t14"."old_subject"
      ) AS "t15"
      WHERE
        "t15"."at" >= "t15"."since" AND "t15"."agency" <> "t15"."cut"
    ) AS "t16"
  ) AS "t17"
  GROUP BY
    1,
    2
), "t34" AS (
  SELECT
    "t26"."who",
    "t26"."cut",
    "t26"."shared",
    "t26"."since",
    "t26"."hits",
    "t33"."seen",
    "t33"."first"
  FROM (
    SELECT
      *
    FROM "t20" AS "t22"
    WHERE
      "t22"."shared" >= 3
  ) AS "t26"
  INNER JOIN (
    SELECT
      "t29"."who" AS "seen",
      MIN("t29"."at") AS "first"
    FROM (
      SELECT
        "t9"."event_id",
        "t9"."at",
        "t9"."day",
        "t9"."agency",
        "t9"."subject",
        "t9"."who"
      FROM "t3" AS "t9"
      SEMI JOIN (
        SELECT DISTINCT
          "t22"."who" AS "some"
        FROM "t20" AS "t22"
        WHERE
          "t22"."shared" >= 3
      ) AS "t27"
        ON "t9"."who" = "t27"."some"
    ) AS "t29"
    GROUP BY
      1
  ) AS "t33"
    ON "t26"."who" = "t33"."seen"
), "t46" AS (
  SELECT
    "t45"."who",
    "t45"."cut",
    "t45"."shared",
    "t45"."since",
    "t45"."hits",
    "t45"."seen",
    "t45"."own",
    "t45"."searches",
    "t45"."of_cut",
    "t45"."all_hits",
    "t45"."all_searches",
    "t45"."containment",
    "t45"."lift",
    ROW_NUMBER() OVER (
      PARTITION BY "t45"."who"
      ORDER BY "t45"."lift" DESC, "t45"."shared" DESC, "t45"."cut" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t43"."who",
        "t43"."cut",
        "t43"."shared",
        "t43"."since",
        "t43"."hits",
        "t43"."seen",
        "t43"."own",
        "t43"."searches",
        "t43"."of_cut",
        "t43"."all_hits",
        "t43"."all_searches",
        "t43"."shared" / "t43"."own" AS "containment",
        (
          "t43"."shared" / "t43"."own"
        ) / (
          (
            (
              "t43"."all_hits" - "t43"."hits"
            ) + 1
          ) / (
            (
              "t43"."all_searches" - "t43"."searches"
            ) + 1
          )
        ) AS "lift"
      FROM (
        SELECT
          "t38"."who",
          "t38"."cut",
          "t38"."shared",
          "t38"."since",
          "t38"."hits",
          "t42"."seen",
          "t42"."own",
          "t42"."searches",
          "t31"."of_cut",
          "t31"."all_hits",
          "t31"."all_searches"
        FROM (
          SELECT
            "t35"."who",
            "t35"."cut",
            "t35"."shared",
            "t35"."since",
            "t35"."hits"
          FROM "t34" AS "t35"
          WHERE
            "t35"."first" >= "t35"."since"
            AND "t35"."first" <= (
              "t35"."since" + 7776000000
            )
        ) AS "t38"
        INNER JOIN (
          SELECT
            "t40"."who" AS "seen",
            COUNT(DISTINCT "t40"."subject") AS "own",
            COUNT(DISTINCT "t40"."event_id") AS "searches"
          FROM (
            SELECT
              "t9"."event_id",
              "t9"."at",
              "t9"."day",
              "t9"."agency",
              "t9"."subject",
              "t9"."who"
            FROM "t3" AS "t9"
            SEMI JOIN (
              SELECT DISTINCT
                "t35"."who" AS "some"
              FROM "t34" AS "t35"
              WHERE
                "t35"."first" >= "t35"."since"
                AND "t35"."first" <= (
                  "t35"."since" + 7776000000
                )
            ) AS "t39"
              ON "t9"."who" = "t39"."some"
          ) AS "t40"
          GROUP BY
            1
        ) AS "t42"
          ON "t38"."who" = "t42"."seen"
        INNER JOIN (
          SELECT
            "t28"."of_cut",
            "t28"."all_hits",
            SUM("t28"."searches") AS "all_searches"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t21"."of_cut",
                "t21"."all_hits",
                "t21"."since",
                "t11"."day",
                "t11"."searches"
              FROM (
                SELECT
                  "t17"."cut" AS "of_cut",
                  COUNT(DISTINCT "t17"."event_id") AS "all_hits",
                  MAX("t17"."since") AS "since"
                FROM (
                  SELECT
                    "t16".*
                    EXCLUDE ("old_subject")
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t9"."event_id",
                        "t9"."at",
                        "t9"."day",
                        "t9"."agency",
                        "t9"."subject",
                        "t9"."who",
                        "t14"."cut",
                        "t14"."since",
                        "t14"."old_subject"
                      FROM "t3" AS "t9"
                      INNER JOIN (
                        SELECT DISTINCT
                          "t12"."cut",
                          "t12"."since",
                          "t12"."subject" AS "old_subject"
                        FROM (
                          SELECT
                            "t9"."event_id",
                            "t9"."at",
                            "t9"."day",
                            "t9"."agency",
                            "t9"."subject",
                            "t9"."who",
                            "t7"."cut",
                            "t7"."since"
                          FROM "t3" AS "t9"
                          INNER JOIN (
                            SELECT
                              "t1"."agency" AS "cut",
                              MIN("t1"."since") AS "since"
                            FROM "cutoffs" AS "t1"
                            GROUP BY
                              1
                          ) AS "t7"
                            ON "t9"."agency" = "t7"."cut"
                        ) AS "t12"
                        WHERE
                          "t12"."at" < "t12"."since"
                      ) AS "t14"
                        ON "t9"."subject" = "t14"."old_subject"
                    ) AS "t15"
                    WHERE
                      "t15"."at" >= "t15"."since" AND "t15"."agency" <> "t15"."cut"
                  ) AS "t16"
                ) AS "t17"
                GROUP BY
                  1
              ) AS "t21"
              CROSS JOIN (
                SELECT
                  "t6"."day",
                  COUNT(*) AS "searches"
                FROM "t3" AS "t6"
                GROUP BY
                  1
              ) AS "t11"
            ) AS "t23"
            WHERE
              "t23"."day" >= CAST(FLOOR((
                "t23"."since"
              ) / (
                86400000
              )) AS BIGINT)
          ) AS "t28"
          GROUP BY
            1,
            2
        ) AS "t31"
          ON "t38"."cut" = "t31"."of_cut"
      ) AS "t43"
    ) AS "t44"
    WHERE
      "t44"."containment" >= 0.1 AND "t44"."lift" >= 20
  ) AS "t45"
)
SELECT
  "t18"."who" AS "entity",
  NULLIF("t18"."agency", '') AS "agency",
  "t18"."cut" AS "period",
  "t18"."event_id",
  "t18"."at",
  "t64"."score" AS "measure",
  "t64"."detail"
FROM (
  SELECT
    "t16".*
    EXCLUDE ("old_subject")
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t9"."event_id",
        "t9"."at",
        "t9"."day",
        "t9"."agency",
        "t9"."subject",
        "t9"."who",
        "t14"."cut",
        "t14"."since",
        "t14"."old_subject"
      FROM "t3" AS "t9"
      INNER JOIN (
        SELECT DISTINCT
          "t12"."cut",
          "t12"."since",
          "t12"."subject" AS "old_subject"
        FROM (
          SELECT
            "t9"."event_id",
            "t9"."at",
            "t9"."day",
            "t9"."agency",
            "t9"."subject",
            "t9"."who",
            "t7"."cut",
            "t7"."since"
          FROM "t3" AS "t9"
          INNER JOIN (
            SELECT
              "t1"."agency" AS "cut",
              MIN("t1"."since") AS "since"
            FROM "cutoffs" AS "t1"
            GROUP BY
              1
          ) AS "t7"
            ON "t9"."agency" = "t7"."cut"
        ) AS "t12"
        WHERE
          "t12"."at" < "t12"."since"
      ) AS "t14"
        ON "t9"."subject" = "t14"."old_subject"
    ) AS "t15"
    WHERE
      "t15"."at" >= "t15"."since" AND "t15"."agency" <> "t15"."cut"
  ) AS "t16"
) AS "t18"
INNER JOIN (
  SELECT
    "t51"."who" AS "heir",
    "t51"."cut" AS "parent",
    "t51"."containment" + CASE WHEN "t62"."same_who" IS NOT NULL THEN 1.0 ELSE 0.0 END AS "score",
    CAST("t51"."shared" AS TEXT) || ' of ' || CAST("t51"."own" AS TEXT) || CASE WHEN "t62"."same_who" IS NOT NULL THEN ', and one of its devices' ELSE '' END AS "detail"
  FROM (
    SELECT
      *
    FROM "t46" AS "t47"
    WHERE
      "t47"."place" = 0
  ) AS "t51"
  LEFT OUTER JOIN (
    SELECT DISTINCT
      "t60"."who" AS "same_who",
      "t60"."cut" AS "same_cut"
    FROM (
      SELECT
        "t52"."who",
        "t52"."cut",
        "t59"."used_by",
        "t59"."used_in",
        "t59"."used_of"
      FROM (
        SELECT
          "t47"."who",
          "t47"."cut"
        FROM "t46" AS "t47"
        WHERE
          "t47"."place" = 0
      ) AS "t52"
      INNER JOIN (
        SELECT DISTINCT
          "t57"."user" AS "used_by",
          "t57"."agency" AS "used_in",
          "t57"."parent_cut" AS "used_of"
        FROM (
          SELECT
            "t8"."event_id",
            "t8"."source",
            "t8"."row",
            "t8"."at",
            "t8"."day",
            "t8"."local_day",
            "t8"."local_minute",
            "t8"."user",
            "t8"."user_state",
            "t8"."agency",
            "t8"."agency_state",
            "t8"."owner",
            "t8"."employer",
            "t8"."beneficiary",
            "t8"."role",
            "t8"."device",
            "t8"."address",
            "t8"."session",
            "t8"."latitude",
            "t8"."longitude",
            "t8"."action",
            "t8"."reason",
            "t8"."reason_state",
            "t8"."purpose",
            "t8"."purpose_state",
            "t8"."case_no",
            "t8"."case_no_state",
            "t8"."networks",
            "t8"."devices",
            "t8"."window_from",
            "t8"."window_until",
            "t8"."decision",
            "t8"."rule",
            "t8"."rows",
            "t8"."exported",
            "t8"."subjects",
            "t8"."outcome",
            "t8"."access",
            "t8"."continues",
            "t8"."affiliations",
            "t8"."classes",
            "t8"."fields",
            "t8"."duties",
            "t8"."accounting",
            "t8"."basis",
            "t8"."policy",
            "t56"."parent_cut",
            "t56"."old_device"
          FROM (
            SELECT
              *
            FROM "events" AS "t2"
            WHERE
              "t2"."device" IS NOT NULL
          ) AS "t8"
          INNER JOIN (
            SELECT DISTINCT
              "t54"."parent_cut",
              "t54"."device" AS "old_device"
            FROM (
              SELECT
                "t8"."event_id",
                "t8"."source",
                "t8"."row",
                "t8"."at",
                "t8"."day",
                "t8"."local_day",
                "t8"."local_minute",
                "t8"."user",
                "t8"."user_state",
                "t8"."agency",
                "t8"."agency_state",
                "t8"."owner",
                "t8"."employer",
                "t8"."beneficiary",
                "t8"."role",
                "t8"."device",
                "t8"."address",
                "t8"."session",
                "t8"."latitude",
                "t8"."longitude",
                "t8"."action",
                "t8"."reason",
                "t8"."reason_state",
                "t8"."purpose",
                "t8"."purpose_state",
                "t8"."case_no",
                "t8"."case_no_state",
                "t8"."networks",
                "t8"."devices",
                "t8"."window_from",
                "t8"."window_until",
                "t8"."decision",
                "t8"."rule",
                "t8"."rows",
                "t8"."exported",
                "t8"."subjects",
                "t8"."outcome",
                "t8"."access",
                "t8"."continues",
                "t8"."affiliations",
                "t8"."classes",
                "t8"."fields",
                "t8"."duties",
                "t8"."accounting",
                "t8"."basis",
                "t8"."policy",
                "t53"."parent_cut",
                "t53"."parent_since"
              FROM (
                SELECT
                  *
                FROM "events" AS "t2"
                WHERE
                  "t2"."device" IS NOT NULL
              ) AS "t8"
              INNER JOIN (
                SELECT DISTINCT
                  "t47"."cut" AS "parent_cut",
                  "t47"."since" AS "parent_since"
                FROM "t46" AS "t47"
                WHERE
                  "t47"."place" = 0
              ) AS "t53"
                ON "t8"."agency" = "t53"."parent_cut"
            ) AS "t54"
            WHERE
              "t54"."at" < "t54"."parent_since"
          ) AS "t56"
            ON "t8"."device" = "t56"."old_device"
        ) AS "t57"
        WHERE
          "t57"."agency" <> "t57"."parent_cut"
      ) AS "t59"
        ON "t52"."cut" = "t59"."used_of"
    ) AS "t60"
    WHERE
      (
        "t60"."who" = "t60"."used_by"
      ) OR (
        "t60"."who" = "t60"."used_in"
      )
  ) AS "t62"
    ON "t51"."who" = "t62"."same_who" AND "t51"."cut" = "t62"."same_cut"
) AS "t64"
  ON "t18"."who" = "t64"."heir" AND "t18"."cut" = "t64"."parent"
