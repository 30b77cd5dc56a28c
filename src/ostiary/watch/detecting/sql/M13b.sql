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

CREATE TEMP TABLE kept_best AS
WITH "t6" AS (
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
)
SELECT
  *
FROM (
  SELECT
    "t22"."who",
    "t22"."cut",
    "t22"."shared",
    "t22"."since",
    "t22"."hits",
    "t22"."seen",
    "t22"."own",
    "t22"."searches",
    "t22"."of_cut",
    "t22"."all_hits",
    "t22"."all_searches",
    "t22"."containment",
    "t22"."lift",
    ROW_NUMBER() OVER (
      PARTITION BY "t22"."who"
      ORDER BY "t22"."lift" DESC, "t22"."shared" DESC, "t22"."cut" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t20"."who",
        "t20"."cut",
        "t20"."shared",
        "t20"."since",
        "t20"."hits",
        "t20"."seen",
        "t20"."own",
        "t20"."searches",
        "t20"."of_cut",
        "t20"."all_hits",
        "t20"."all_searches",
        "t20"."shared" / "t20"."own" AS "containment",
        (
          "t20"."shared" / "t20"."own"
        ) / (
          (
            (
              "t20"."all_hits" - "t20"."hits"
            ) + 1
          ) / (
            (
              "t20"."all_searches" - "t20"."searches"
            ) + 1
          )
        ) AS "lift"
      FROM (
        SELECT
          "t3"."who",
          "t3"."cut",
          "t3"."shared",
          "t3"."since",
          "t3"."hits",
          "t16"."seen",
          "t16"."own",
          "t16"."searches",
          "t19"."of_cut",
          "t19"."all_hits",
          "t19"."all_searches"
        FROM "kept_newcomers" AS "t3"
        INNER JOIN (
          SELECT
            "t13"."who" AS "seen",
            COUNT(DISTINCT "t13"."subject") AS "own",
            COUNT(DISTINCT "t13"."event_id") AS "searches"
          FROM (
            SELECT
              "t10"."event_id",
              "t10"."at",
              "t10"."day",
              "t10"."agency",
              "t10"."subject",
              "t10"."who"
            FROM "t6" AS "t10"
            SEMI JOIN (
              SELECT DISTINCT
                "t0"."who" AS "some"
              FROM "kept_newcomers" AS "t0"
            ) AS "t5"
              ON "t10"."who" = "t5"."some"
          ) AS "t13"
          GROUP BY
            1
        ) AS "t16"
          ON "t3"."who" = "t16"."seen"
        INNER JOIN (
          SELECT
            "t17"."of_cut",
            "t17"."all_hits",
            SUM("t17"."searches") AS "all_searches"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t9"."of_cut",
                "t9"."all_hits",
                "t9"."since",
                "t12"."day",
                "t12"."searches"
              FROM (
                SELECT
                  "t2"."cut" AS "of_cut",
                  COUNT(DISTINCT "t2"."event_id") AS "all_hits",
                  MAX("t2"."since") AS "since"
                FROM "kept_shared" AS "t2"
                GROUP BY
                  1
              ) AS "t9"
              CROSS JOIN (
                SELECT
                  "t8"."day",
                  COUNT(*) AS "searches"
                FROM "t6" AS "t8"
                GROUP BY
                  1
              ) AS "t12"
            ) AS "t14"
            WHERE
              "t14"."day" >= CAST(FLOOR((
                "t14"."since"
              ) / (
                86400000
              )) AS BIGINT)
          ) AS "t17"
          GROUP BY
            1,
            2
        ) AS "t19"
          ON "t3"."cut" = "t19"."of_cut"
      ) AS "t20"
    ) AS "t21"
    WHERE
      "t21"."containment" >= 0.1 AND "t21"."lift" >= 20
  ) AS "t22"
) AS "t23"
WHERE
  "t23"."place" = 0;

WITH "t27" AS (
  SELECT
    "t20"."at",
    "t20"."user",
    "t20"."agency",
    "t20"."mark",
    "t26"."cut",
    "t26"."cut_at",
    "t26"."old_mark"
  FROM (
    SELECT
      "t2"."at",
      "t2"."user",
      "t2"."agency",
      "t2"."device" AS "mark"
    FROM "events" AS "t2"
    WHERE
      "t2"."agency" IS NOT NULL AND "t2"."device" IS NOT NULL
  ) AS "t20"
  INNER JOIN (
    SELECT DISTINCT
      "t24"."cut",
      "t24"."cut_at",
      "t24"."mark" AS "old_mark"
    FROM (
      SELECT
        "t20"."at",
        "t20"."user",
        "t20"."agency",
        "t20"."mark",
        "t13"."cut",
        "t13"."cut_at"
      FROM (
        SELECT
          "t2"."at",
          "t2"."user",
          "t2"."agency",
          "t2"."device" AS "mark"
        FROM "events" AS "t2"
        WHERE
          "t2"."agency" IS NOT NULL AND "t2"."device" IS NOT NULL
      ) AS "t20"
      INNER JOIN (
        SELECT DISTINCT
          "t1"."cut",
          "t1"."since" AS "cut_at"
        FROM "kept_best" AS "t1"
      ) AS "t13"
        ON "t20"."agency" = "t13"."cut"
    ) AS "t24"
    WHERE
      "t24"."at" < "t24"."cut_at"
  ) AS "t26"
    ON "t20"."mark" = "t26"."old_mark"
), "t38" AS (
  SELECT
    "t12"."who",
    "t12"."cut",
    "t12"."since",
    "t12"."alike" + CASE WHEN "t37"."count" IS NOT NULL THEN 1 ELSE 0 END AS "alike",
    "t12"."told" || COALESCE('; ' || CAST("t37"."count" AS TEXT) || ' of its devices', '') AS "told"
  FROM (
    SELECT
      "t1"."who",
      "t1"."cut",
      "t1"."since",
      0 AS "alike",
      '' AS "told"
    FROM "kept_best" AS "t1"
  ) AS "t12"
  LEFT OUTER JOIN (
    SELECT
      "t35"."heir" AS "of_who",
      "t35"."parent" AS "of_cut",
      COUNT(DISTINCT "t35"."mark") AS "count"
    FROM (
      SELECT
        "t31"."at",
        "t31"."user",
        "t31"."agency",
        "t31"."mark",
        "t31"."cut",
        "t31"."cut_at",
        "t31"."old_mark",
        "t11"."heir",
        "t11"."parent"
      FROM (
        SELECT
          *
        FROM "t27" AS "t28"
        WHERE
          "t28"."agency" <> "t28"."cut"
          AND "t28"."at" >= "t28"."cut_at"
          AND "t28"."user" IS NOT NULL
      ) AS "t31"
      SEMI JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t29"."cut" AS "few_cut",
            "t29"."mark" AS "few_mark",
            COUNT(DISTINCT "t29"."agency") AS "agencies"
          FROM (
            SELECT
              *
            FROM "t27" AS "t28"
            WHERE
              "t28"."agency" <> "t28"."cut"
          ) AS "t29"
          GROUP BY
            1,
            2
        ) AS "t32"
        WHERE
          "t32"."agencies" <= 2
      ) AS "t34"
        ON "t31"."cut" = "t34"."few_cut" AND "t31"."mark" = "t34"."few_mark"
      INNER JOIN (
        SELECT
          "t1"."who" AS "heir",
          "t1"."cut" AS "parent"
        FROM "kept_best" AS "t1"
      ) AS "t11"
        ON "t31"."user" = "t11"."heir" AND "t31"."cut" = "t11"."parent"
    ) AS "t35"
    GROUP BY
      1,
      2
  ) AS "t37"
    ON "t12"."who" = "t37"."of_who" AND "t12"."cut" = "t37"."of_cut"
), "t47" AS (
  SELECT
    "t22"."at",
    "t22"."user",
    "t22"."agency",
    "t22"."address" AS "mark",
    "t46"."cut",
    "t46"."cut_at",
    "t46"."old_mark"
  FROM (
    SELECT
      *
    FROM "events" AS "t2"
    WHERE
      "t2"."agency" IS NOT NULL AND "t2"."address" IS NOT NULL
  ) AS "t22"
  ANTI JOIN "egress" AS "t7"
    ON "t22"."address" = "t7"."address"
  INNER JOIN (
    SELECT DISTINCT
      "t44"."cut",
      "t44"."cut_at",
      "t44"."mark" AS "old_mark"
    FROM (
      SELECT
        "t22"."at",
        "t22"."user",
        "t22"."agency",
        "t22"."address" AS "mark",
        "t43"."cut",
        "t43"."cut_at"
      FROM (
        SELECT
          *
        FROM "events" AS "t2"
        WHERE
          "t2"."agency" IS NOT NULL AND "t2"."address" IS NOT NULL
      ) AS "t22"
      ANTI JOIN "egress" AS "t7"
        ON "t22"."address" = "t7"."address"
      INNER JOIN (
        SELECT DISTINCT
          "t39"."cut",
          "t39"."since" AS "cut_at"
        FROM "t38" AS "t39"
      ) AS "t43"
        ON "t22"."agency" = "t43"."cut"
    ) AS "t44"
    WHERE
      "t44"."at" < "t44"."cut_at"
  ) AS "t46"
    ON "t22"."address" = "t46"."old_mark"
), "t58" AS (
  SELECT
    "t12"."who",
    "t12"."cut",
    "t12"."since",
    "t12"."alike" + CASE WHEN "t37"."count" IS NOT NULL THEN 1 ELSE 0 END + CASE WHEN "t57"."count" IS NOT NULL THEN 1 ELSE 0 END AS "alike",
    "t12"."told" || COALESCE('; ' || CAST("t37"."count" AS TEXT) || ' of its devices', '') || COALESCE('; ' || CAST("t57"."count" AS TEXT) || ' of its addresses', '') AS "told"
  FROM (
    SELECT
      "t1"."who",
      "t1"."cut",
      "t1"."since",
      0 AS "alike",
      '' AS "told"
    FROM "kept_best" AS "t1"
  ) AS "t12"
  LEFT OUTER JOIN (
    SELECT
      "t35"."heir" AS "of_who",
      "t35"."parent" AS "of_cut",
      COUNT(DISTINCT "t35"."mark") AS "count"
    FROM (
      SELECT
        "t31"."at",
        "t31"."user",
        "t31"."agency",
        "t31"."mark",
        "t31"."cut",
        "t31"."cut_at",
        "t31"."old_mark",
        "t11"."heir",
        "t11"."parent"
      FROM (
        SELECT
          *
        FROM "t27" AS "t28"
        WHERE
          "t28"."agency" <> "t28"."cut"
          AND "t28"."at" >= "t28"."cut_at"
          AND "t28"."user" IS NOT NULL
      ) AS "t31"
      SEMI JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t29"."cut" AS "few_cut",
            "t29"."mark" AS "few_mark",
            COUNT(DISTINCT "t29"."agency") AS "agencies"
          FROM (
            SELECT
              *
            FROM "t27" AS "t28"
            WHERE
              "t28"."agency" <> "t28"."cut"
          ) AS "t29"
          GROUP BY
            1,
            2
        ) AS "t32"
        WHERE
          "t32"."agencies" <= 2
      ) AS "t34"
        ON "t31"."cut" = "t34"."few_cut" AND "t31"."mark" = "t34"."few_mark"
      INNER JOIN (
        SELECT
          "t1"."who" AS "heir",
          "t1"."cut" AS "parent"
        FROM "kept_best" AS "t1"
      ) AS "t11"
        ON "t31"."user" = "t11"."heir" AND "t31"."cut" = "t11"."parent"
    ) AS "t35"
    GROUP BY
      1,
      2
  ) AS "t37"
    ON "t12"."who" = "t37"."of_who" AND "t12"."cut" = "t37"."of_cut"
  LEFT OUTER JOIN (
    SELECT
      "t55"."heir" AS "of_who",
      "t55"."parent" AS "of_cut",
      COUNT(DISTINCT "t55"."mark") AS "count"
    FROM (
      SELECT
        "t51"."at",
        "t51"."user",
        "t51"."agency",
        "t51"."mark",
        "t51"."cut",
        "t51"."cut_at",
        "t51"."old_mark",
        "t42"."heir",
        "t42"."parent"
      FROM (
        SELECT
          *
        FROM "t47" AS "t48"
        WHERE
          "t48"."agency" <> "t48"."cut"
          AND "t48"."at" >= "t48"."cut_at"
          AND "t48"."user" IS NOT NULL
      ) AS "t51"
      SEMI JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t49"."cut" AS "few_cut",
            "t49"."mark" AS "few_mark",
            COUNT(DISTINCT "t49"."agency") AS "agencies"
          FROM (
            SELECT
              *
            FROM "t47" AS "t48"
            WHERE
              "t48"."agency" <> "t48"."cut"
          ) AS "t49"
          GROUP BY
            1,
            2
        ) AS "t52"
        WHERE
          "t52"."agencies" <= 2
      ) AS "t54"
        ON "t51"."cut" = "t54"."few_cut" AND "t51"."mark" = "t54"."few_mark"
      INNER JOIN (
        SELECT
          "t39"."who" AS "heir",
          "t39"."cut" AS "parent"
        FROM "t38" AS "t39"
      ) AS "t42"
        ON "t51"."user" = "t42"."heir" AND "t51"."cut" = "t42"."parent"
    ) AS "t55"
    GROUP BY
      1,
      2
  ) AS "t57"
    ON "t12"."who" = "t57"."of_who" AND "t12"."cut" = "t57"."of_cut"
), "t67" AS (
  SELECT
    "t19"."at",
    "t19"."user",
    "t19"."agency",
    "t23"."mark",
    "t66"."cut",
    "t66"."cut_at",
    "t66"."old_mark"
  FROM (
    SELECT
      *
    FROM "events" AS "t2"
    WHERE
      "t2"."agency" IS NOT NULL
  ) AS "t19"
  INNER JOIN (
    SELECT
      "t4"."reason" AS "text",
      "t4"."alike" AS "mark"
    FROM "reasons" AS "t4"
    WHERE
      NOT (
        "t4"."vague"
      )
      AND NOT (
        "t4"."placeholder"
      )
      AND CONTAINS("t4"."normal", ' ')
  ) AS "t23"
    ON "t19"."reason" = "t23"."text"
  INNER JOIN (
    SELECT DISTINCT
      "t64"."cut",
      "t64"."cut_at",
      "t64"."mark" AS "old_mark"
    FROM (
      SELECT
        "t19"."at",
        "t19"."user",
        "t19"."agency",
        "t23"."mark",
        "t63"."cut",
        "t63"."cut_at"
      FROM (
        SELECT
          *
        FROM "events" AS "t2"
        WHERE
          "t2"."agency" IS NOT NULL
      ) AS "t19"
      INNER JOIN (
        SELECT
          "t4"."reason" AS "text",
          "t4"."alike" AS "mark"
        FROM "reasons" AS "t4"
        WHERE
          NOT (
            "t4"."vague"
          )
          AND NOT (
            "t4"."placeholder"
          )
          AND CONTAINS("t4"."normal", ' ')
      ) AS "t23"
        ON "t19"."reason" = "t23"."text"
      INNER JOIN (
        SELECT DISTINCT
          "t59"."cut",
          "t59"."since" AS "cut_at"
        FROM "t58" AS "t59"
      ) AS "t63"
        ON "t19"."agency" = "t63"."cut"
    ) AS "t64"
    WHERE
      "t64"."at" < "t64"."cut_at"
  ) AS "t66"
    ON "t23"."mark" = "t66"."old_mark"
), "t78" AS (
  SELECT
    "t12"."who",
    "t12"."cut",
    "t12"."since",
    "t12"."alike" + CASE WHEN "t37"."count" IS NOT NULL THEN 1 ELSE 0 END + CASE WHEN "t57"."count" IS NOT NULL THEN 1 ELSE 0 END + CASE WHEN "t77"."count" IS NOT NULL THEN 1 ELSE 0 END AS "alike",
    "t12"."told" || COALESCE('; ' || CAST("t37"."count" AS TEXT) || ' of its devices', '') || COALESCE('; ' || CAST("t57"."count" AS TEXT) || ' of its addresses', '') || COALESCE('; ' || CAST("t77"."count" AS TEXT) || ' of its own texts as reasons', '') AS "told"
  FROM (
    SELECT
      "t1"."who",
      "t1"."cut",
      "t1"."since",
      0 AS "alike",
      '' AS "told"
    FROM "kept_best" AS "t1"
  ) AS "t12"
  LEFT OUTER JOIN (
    SELECT
      "t35"."heir" AS "of_who",
      "t35"."parent" AS "of_cut",
      COUNT(DISTINCT "t35"."mark") AS "count"
    FROM (
      SELECT
        "t31"."at",
        "t31"."user",
        "t31"."agency",
        "t31"."mark",
        "t31"."cut",
        "t31"."cut_at",
        "t31"."old_mark",
        "t11"."heir",
        "t11"."parent"
      FROM (
        SELECT
          *
        FROM "t27" AS "t28"
        WHERE
          "t28"."agency" <> "t28"."cut"
          AND "t28"."at" >= "t28"."cut_at"
          AND "t28"."user" IS NOT NULL
      ) AS "t31"
      SEMI JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t29"."cut" AS "few_cut",
            "t29"."mark" AS "few_mark",
            COUNT(DISTINCT "t29"."agency") AS "agencies"
          FROM (
            SELECT
              *
            FROM "t27" AS "t28"
            WHERE
              "t28"."agency" <> "t28"."cut"
          ) AS "t29"
          GROUP BY
            1,
            2
        ) AS "t32"
        WHERE
          "t32"."agencies" <= 2
      ) AS "t34"
        ON "t31"."cut" = "t34"."few_cut" AND "t31"."mark" = "t34"."few_mark"
      INNER JOIN (
        SELECT
          "t1"."who" AS "heir",
          "t1"."cut" AS "parent"
        FROM "kept_best" AS "t1"
      ) AS "t11"
        ON "t31"."user" = "t11"."heir" AND "t31"."cut" = "t11"."parent"
    ) AS "t35"
    GROUP BY
      1,
      2
  ) AS "t37"
    ON "t12"."who" = "t37"."of_who" AND "t12"."cut" = "t37"."of_cut"
  LEFT OUTER JOIN (
    SELECT
      "t55"."heir" AS "of_who",
      "t55"."parent" AS "of_cut",
      COUNT(DISTINCT "t55"."mark") AS "count"
    FROM (
      SELECT
        "t51"."at",
        "t51"."user",
        "t51"."agency",
        "t51"."mark",
        "t51"."cut",
        "t51"."cut_at",
        "t51"."old_mark",
        "t42"."heir",
        "t42"."parent"
      FROM (
        SELECT
          *
        FROM "t47" AS "t48"
        WHERE
          "t48"."agency" <> "t48"."cut"
          AND "t48"."at" >= "t48"."cut_at"
          AND "t48"."user" IS NOT NULL
      ) AS "t51"
      SEMI JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t49"."cut" AS "few_cut",
            "t49"."mark" AS "few_mark",
            COUNT(DISTINCT "t49"."agency") AS "agencies"
          FROM (
            SELECT
              *
            FROM "t47" AS "t48"
            WHERE
              "t48"."agency" <> "t48"."cut"
          ) AS "t49"
          GROUP BY
            1,
            2
        ) AS "t52"
        WHERE
          "t52"."agencies" <= 2
      ) AS "t54"
        ON "t51"."cut" = "t54"."few_cut" AND "t51"."mark" = "t54"."few_mark"
      INNER JOIN (
        SELECT
          "t39"."who" AS "heir",
          "t39"."cut" AS "parent"
        FROM "t38" AS "t39"
      ) AS "t42"
        ON "t51"."user" = "t42"."heir" AND "t51"."cut" = "t42"."parent"
    ) AS "t55"
    GROUP BY
      1,
      2
  ) AS "t57"
    ON "t12"."who" = "t57"."of_who" AND "t12"."cut" = "t57"."of_cut"
  LEFT OUTER JOIN (
    SELECT
      "t75"."heir" AS "of_who",
      "t75"."parent" AS "of_cut",
      COUNT(DISTINCT "t75"."mark") AS "count"
    FROM (
      SELECT
        "t71"."at",
        "t71"."user",
        "t71"."agency",
        "t71"."mark",
        "t71"."cut",
        "t71"."cut_at",
        "t71"."old_mark",
        "t62"."heir",
        "t62"."parent"
      FROM (
        SELECT
          *
        FROM "t67" AS "t68"
        WHERE
          "t68"."agency" <> "t68"."cut"
          AND "t68"."at" >= "t68"."cut_at"
          AND "t68"."user" IS NOT NULL
      ) AS "t71"
      SEMI JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t69"."cut" AS "few_cut",
            "t69"."mark" AS "few_mark",
            COUNT(DISTINCT "t69"."agency") AS "agencies"
          FROM (
            SELECT
              *
            FROM "t67" AS "t68"
            WHERE
              "t68"."agency" <> "t68"."cut"
          ) AS "t69"
          GROUP BY
            1,
            2
        ) AS "t72"
        WHERE
          "t72"."agencies" <= 2
      ) AS "t74"
        ON "t71"."cut" = "t74"."few_cut" AND "t71"."mark" = "t74"."few_mark"
      INNER JOIN (
        SELECT
          "t59"."who" AS "heir",
          "t59"."cut" AS "parent"
        FROM "t58" AS "t59"
      ) AS "t62"
        ON "t71"."user" = "t62"."heir" AND "t71"."cut" = "t62"."parent"
    ) AS "t75"
    GROUP BY
      1,
      2
  ) AS "t77"
    ON "t12"."who" = "t77"."of_who" AND "t12"."cut" = "t77"."of_cut"
)
SELECT
  "t5"."who" AS "entity",
  NULLIF("t5"."agency", '') AS "agency",
  "t5"."cut" AS "period",
  "t5"."event_id",
  "t5"."at",
  "t102"."score" AS "measure",
  "t102"."detail"
FROM "kept_shared" AS "t5"
INNER JOIN (
  SELECT
    "t6"."who" AS "heir",
    "t6"."cut" AS "parent",
    "t6"."containment" + "t100"."alike" AS "score",
    CAST("t6"."shared" AS TEXT) || ' of ' || CAST("t6"."own" AS TEXT) || "t100"."told" AS "detail"
  FROM "kept_best" AS "t6"
  INNER JOIN (
    SELECT
      "t12"."who" AS "like",
      "t12"."cut" AS "like_cut",
      "t12"."alike" + CASE WHEN "t37"."count" IS NOT NULL THEN 1 ELSE 0 END + CASE WHEN "t57"."count" IS NOT NULL THEN 1 ELSE 0 END + CASE WHEN "t77"."count" IS NOT NULL THEN 1 ELSE 0 END AS "alike",
      "t12"."told" || COALESCE('; ' || CAST("t37"."count" AS TEXT) || ' of its devices', '') || COALESCE('; ' || CAST("t57"."count" AS TEXT) || ' of its addresses', '') || COALESCE('; ' || CAST("t77"."count" AS TEXT) || ' of its own texts as reasons', '') || COALESCE(
        '; hours that are the same to ' || CAST(CAST(FLOOR("t98"."overlap" * 100) AS BIGINT) AS TEXT) || ' %',
        ''
      ) AS "told"
    FROM (
      SELECT
        "t1"."who",
        "t1"."cut",
        "t1"."since",
        0 AS "alike",
        '' AS "told"
      FROM "kept_best" AS "t1"
    ) AS "t12"
    LEFT OUTER JOIN (
      SELECT
        "t35"."heir" AS "of_who",
        "t35"."parent" AS "of_cut",
        COUNT(DISTINCT "t35"."mark") AS "count"
      FROM (
        SELECT
          "t31"."at",
          "t31"."user",
          "t31"."agency",
          "t31"."mark",
          "t31"."cut",
          "t31"."cut_at",
          "t31"."old_mark",
          "t11"."heir",
          "t11"."parent"
        FROM (
          SELECT
            *
          FROM "t27" AS "t28"
          WHERE
            "t28"."agency" <> "t28"."cut"
            AND "t28"."at" >= "t28"."cut_at"
            AND "t28"."user" IS NOT NULL
        ) AS "t31"
        SEMI JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t29"."cut" AS "few_cut",
              "t29"."mark" AS "few_mark",
              COUNT(DISTINCT "t29"."agency") AS "agencies"
            FROM (
              SELECT
                *
              FROM "t27" AS "t28"
              WHERE
                "t28"."agency" <> "t28"."cut"
            ) AS "t29"
            GROUP BY
              1,
              2
          ) AS "t32"
          WHERE
            "t32"."agencies" <= 2
        ) AS "t34"
          ON "t31"."cut" = "t34"."few_cut" AND "t31"."mark" = "t34"."few_mark"
        INNER JOIN (
          SELECT
            "t1"."who" AS "heir",
            "t1"."cut" AS "parent"
          FROM "kept_best" AS "t1"
        ) AS "t11"
          ON "t31"."user" = "t11"."heir" AND "t31"."cut" = "t11"."parent"
      ) AS "t35"
      GROUP BY
        1,
        2
    ) AS "t37"
      ON "t12"."who" = "t37"."of_who" AND "t12"."cut" = "t37"."of_cut"
    LEFT OUTER JOIN (
      SELECT
        "t55"."heir" AS "of_who",
        "t55"."parent" AS "of_cut",
        COUNT(DISTINCT "t55"."mark") AS "count"
      FROM (
        SELECT
          "t51"."at",
          "t51"."user",
          "t51"."agency",
          "t51"."mark",
          "t51"."cut",
          "t51"."cut_at",
          "t51"."old_mark",
          "t42"."heir",
          "t42"."parent"
        FROM (
          SELECT
            *
          FROM "t47" AS "t48"
          WHERE
            "t48"."agency" <> "t48"."cut"
            AND "t48"."at" >= "t48"."cut_at"
            AND "t48"."user" IS NOT NULL
        ) AS "t51"
        SEMI JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t49"."cut" AS "few_cut",
              "t49"."mark" AS "few_mark",
              COUNT(DISTINCT "t49"."agency") AS "agencies"
            FROM (
              SELECT
                *
              FROM "t47" AS "t48"
              WHERE
                "t48"."agency" <> "t48"."cut"
            ) AS "t49"
            GROUP BY
              1,
              2
          ) AS "t52"
          WHERE
            "t52"."agencies" <= 2
        ) AS "t54"
          ON "t51"."cut" = "t54"."few_cut" AND "t51"."mark" = "t54"."few_mark"
        INNER JOIN (
          SELECT
            "t39"."who" AS "heir",
            "t39"."cut" AS "parent"
          FROM "t38" AS "t39"
        ) AS "t42"
          ON "t51"."user" = "t42"."heir" AND "t51"."cut" = "t42"."parent"
      ) AS "t55"
      GROUP BY
        1,
        2
    ) AS "t57"
      ON "t12"."who" = "t57"."of_who" AND "t12"."cut" = "t57"."of_cut"
    LEFT OUTER JOIN (
      SELECT
        "t75"."heir" AS "of_who",
        "t75"."parent" AS "of_cut",
        COUNT(DISTINCT "t75"."mark") AS "count"
      FROM (
        SELECT
          "t71"."at",
          "t71"."user",
          "t71"."agency",
          "t71"."mark",
          "t71"."cut",
          "t71"."cut_at",
          "t71"."old_mark",
          "t62"."heir",
          "t62"."parent"
        FROM (
          SELECT
            *
          FROM "t67" AS "t68"
          WHERE
            "t68"."agency" <> "t68"."cut"
            AND "t68"."at" >= "t68"."cut_at"
            AND "t68"."user" IS NOT NULL
        ) AS "t71"
        SEMI JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t69"."cut" AS "few_cut",
              "t69"."mark" AS "few_mark",
              COUNT(DISTINCT "t69"."agency") AS "agencies"
            FROM (
              SELECT
                *
              FROM "t67" AS "t68"
              WHERE
                "t68"."agency" <> "t68"."cut"
            ) AS "t69"
            GROUP BY
              1,
              2
          ) AS "t72"
          WHERE
            "t72"."agencies" <= 2
        ) AS "t74"
          ON "t71"."cut" = "t74"."few_cut" AND "t71"."mark" = "t74"."few_mark"
        INNER JOIN (
          SELECT
            "t59"."who" AS "heir",
            "t59"."cut" AS "parent"
          FROM "t58" AS "t59"
        ) AS "t62"
          ON "t71"."user" = "t62"."heir" AND "t71"."cut" = "t62"."parent"
      ) AS "t75"
      GROUP BY
        1,
        2
    ) AS "t77"
      ON "t12"."who" = "t77"."of_who" AND "t12"."cut" = "t77"."of_cut"
    LEFT OUTER JOIN (
      SELECT
        "t96"."who" AS "hours_of",
        "t96"."cut" AS "hours_cut",
        SUM(LEAST("t96"."own", "t96"."share")) AS "overlap"
      FROM (
        SELECT
          "t93"."who",
          "t93"."cut",
          "t93"."hour",
          "t93"."own",
          "t95"."share"
        FROM (
          SELECT
            "t90"."who",
            "t90"."cut",
            "t90"."hour",
            "t90"."share" AS "own"
          FROM (
            SELECT
              "t89".*
              EXCLUDE ("count")
            FROM (
              SELECT
                "t86"."who",
                "t86"."cut",
                "t86"."hour",
                "t86"."count",
                "t86"."count" / SUM("t86"."count") OVER (
                  PARTITION BY "t86"."who", "t86"."cut"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "share"
              FROM (
                SELECT
                  "t85"."who",
                  "t85"."cut",
                  "t85"."hour",
                  COUNT(*) AS "count"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t21"."at",
                      "t21"."user",
                      "t21"."agency",
                      "t21"."hour",
                      "t80"."who",
                      "t80"."cut",
                      "t80"."since",
                      "t80"."alike",
                      "t80"."told"
                    FROM (
                      SELECT
                        "t2"."at",
                        "t2"."user",
                        "t2"."agency",
                        CAST(FLOOR((
                          "t2"."local_minute"
                        ) / (
                          60
                        )) AS BIGINT) AS "hour"
                      FROM "events" AS "t2"
                      WHERE
                        "t2"."local_minute" IS NOT NULL
                    ) AS "t21"
                    INNER JOIN "t78" AS "t80"
                      ON "t21"."user" = "t80"."who"
                  ) AS "t83"
                  WHERE
                    "t83"."agency" <> "t83"."cut"
                ) AS "t85"
                GROUP BY
                  1,
                  2,
                  3
              ) AS "t86"
            ) AS "t89"
          ) AS "t90"
        ) AS "t93"
        INNER JOIN (
          SELECT
            "t91"."cut",
            "t91"."hour",
            "t91"."share"
          FROM (
            SELECT
              "t88"."cut",
              "t88"."hour",
              "t88"."count",
              "t88"."count" / SUM("t88"."count") OVER (PARTITION BY "t88"."cut" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "share"
            FROM (
              SELECT
                "t87"."cut",
                "t87"."hour",
                COUNT(*) AS "count"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t21"."at",
                    "t21"."user",
                    "t21"."agency",
                    "t21"."hour",
                    "t82"."cut",
                    "t82"."cut_at"
                  FROM (
                    SELECT
                      "t2"."at",
                      "t2"."user",
                      "t2"."agency",
                      CAST(FLOOR((
                        "t2"."local_minute"
                      ) / (
                        60
                      )) AS BIGINT) AS "hour"
                    FROM "events" AS "t2"
                    WHERE
                      "t2"."local_minute" IS NOT NULL
                  ) AS "t21"
                  INNER JOIN (
                    SELECT DISTINCT
                      "t79"."cut",
                      "t79"."since" AS "cut_at"
                    FROM "t78" AS "t79"
                  ) AS "t82"
                    ON "t21"."agency" = "t82"."cut"
                ) AS "t84"
                WHERE
                  "t84"."at" < "t84"."cut_at"
              ) AS "t87"
              GROUP BY
                1,
                2
            ) AS "t88"
          ) AS "t91"
        ) AS "t95"
          ON "t93"."cut" = "t95"."cut" AND "t93"."hour" = "t95"."hour"
      ) AS "t96"
      GROUP BY
        1,
        2
    ) AS "t98"
      ON "t12"."who" = "t98"."hours_of" AND "t12"."cut" = "t98"."hours_cut"
  ) AS "t100"
    ON "t6"."who" = "t100"."like" AND "t6"."cut" = "t100"."like_cut"
) AS "t102"
  ON "t5"."who" = "t102"."heir" AND "t5"."cut" = "t102"."parent"
