WITH "t1" AS (
  SELECT
    "t0"."event_id",
    "t0"."at",
    "t0"."user",
    COALESCE("t0"."agency", '') AS "agency",
    "t0"."device",
    CAST(FLOOR((
      "t0"."local_minute"
    ) / (
      240
    )) AS BIGINT) AS "block"
  FROM "events" AS "t0"
  WHERE
    "t0"."action" <> 'alert'
    AND "t0"."continues" IS NULL
    AND "t0"."user" IS NOT NULL
    AND "t0"."device" IS NOT NULL
    AND "t0"."local_minute" IS NOT NULL
)
SELECT
  "t3"."user" AS "entity",
  NULLIF("t3"."agency", '') AS "agency",
  '' AS "period",
  "t3"."event_id",
  "t3"."at",
  "t10"."tied" AS "measure",
  '' AS "detail"
FROM "t1" AS "t3"
INNER JOIN (
  SELECT
    "t8"."tied",
    "t8"."agency" AS "of_agency",
    "t8"."user" AS "of_user"
  FROM (
    SELECT
      "t7"."agency",
      "t7"."user",
      "t7"."told",
      "t7"."unknown",
      "t7"."events",
      "t7"."devices",
      "t7"."blocks",
      "t7"."told" / "t7"."unknown" AS "tied",
      CAST((
        "t7"."devices" - 1
      ) * (
        "t7"."blocks" - 1
      ) AS DOUBLE) * (
        POWER(
          (
            (
              1 - (
                2 / (
                  CAST((
                    "t7"."devices" - 1
                  ) * (
                    "t7"."blocks" - 1
                  ) AS DOUBLE) * 9
                )
              )
            ) + (
              SQRT(
                2 / (
                  CAST((
                    "t7"."devices" - 1
                  ) * (
                    "t7"."blocks" - 1
                  ) AS DOUBLE) * 9
                )
              ) * 2.3263478740408408
            )
          ),
          3
        )
      ) AS "chance"
    FROM (
      SELECT
        "t6"."agency",
        "t6"."user",
        SUM("t6"."told_by") AS "told",
        SUM("t6"."unknown") AS "unknown",
        SUM("t6"."seen") AS "events",
        COUNT(DISTINCT "t6"."device") AS "devices",
        COUNT(DISTINCT "t6"."block") AS "blocks"
      FROM (
        SELECT
          "t5"."agency",
          "t5"."user",
          "t5"."device",
          "t5"."block",
          "t5"."seen",
          "t5"."of_device",
          "t5"."of_block",
          "t5"."all",
          (
            "t5"."seen" / "t5"."all"
          ) * LN((
            "t5"."seen" * "t5"."all"
          ) / (
            "t5"."of_device" * "t5"."of_block"
          )) AS "told_by",
          -(
            "t5"."seen" / "t5"."all"
          ) * LN("t5"."of_device" / "t5"."all") AS "unknown"
        FROM (
          SELECT
            "t4"."agency",
            "t4"."user",
            "t4"."device",
            "t4"."block",
            "t4"."seen",
            SUM("t4"."seen") OVER (
              PARTITION BY "t4"."agency", "t4"."user", "t4"."device"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "of_device",
            SUM("t4"."seen") OVER (
              PARTITION BY "t4"."agency", "t4"."user", "t4"."block"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "of_block",
            SUM("t4"."seen") OVER (
              PARTITION BY "t4"."agency", "t4"."user"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "all"
          FROM (
            SELECT
              "t2"."agency",
              "t2"."user",
              "t2"."device",
              "t2"."block",
              CAST(COUNT(*) AS DOUBLE) AS "seen"
            FROM "t1" AS "t2"
            GROUP BY
              1,
              2,
              3,
              4
          ) AS "t4"
        ) AS "t5"
      ) AS "t6"
      GROUP BY
        1,
        2
    ) AS "t7"
    WHERE
      "t7"."devices" > 1 AND "t7"."blocks" > 1 AND "t7"."events" >= 100
  ) AS "t8"
  WHERE
    "t8"."tied" >= 0.5 AND (
      "t8"."events" * 2 * "t8"."told"
    ) > "t8"."chance"
) AS "t10"
  ON "t3"."agency" = "t10"."of_agency" AND "t3"."user" = "t10"."of_user"
SEMI JOIN (
  SELECT
    *
  FROM (
    SELECT
      "t12"."on_agency",
      "t12"."on_user",
      "t12"."on_device",
      "t12"."used",
      ROW_NUMBER() OVER (
        PARTITION BY "t12"."on_agency", "t12"."on_user"
        ORDER BY "t12"."used" DESC, "t12"."on_device" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
    FROM (
      SELECT
        "t11"."agency" AS "on_agency",
        "t11"."user" AS "on_user",
        "t11"."device" AS "on_device",
        COUNT(*) AS "used"
      FROM (
        SELECT
          "t3"."event_id",
          "t3"."at",
          "t3"."user",
          "t3"."agency",
          "t3"."device",
          "t3"."block",
          "t10"."tied",
          "t10"."of_agency",
          "t10"."of_user"
        FROM "t1" AS "t3"
        INNER JOIN (
          SELECT
            "t8"."tied",
            "t8"."agency" AS "of_agency",
            "t8"."user" AS "of_user"
          FROM (
            SELECT
              "t7"."agency",
              "t7"."user",
              "t7"."told",
              "t7"."unknown",
              "t7"."events",
              "t7"."devices",
              "t7"."blocks",
              "t7"."told" / "t7"."unknown" AS "tied",
              CAST((
                "t7"."devices" - 1
              ) * (
                "t7"."blocks" - 1
              ) AS DOUBLE) * (
                POWER(
                  (
                    (
                      1 - (
                        2 / (
                          CAST((
                            "t7"."devices" - 1
                          ) * (
                            "t7"."blocks" - 1
                          ) AS DOUBLE) * 9
                        )
                      )
                    ) + (
                      SQRT(
                        2 / (
                          CAST((
                            "t7"."devices" - 1
                          ) * (
                            "t7"."blocks" - 1
                          ) AS DOUBLE) * 9
                        )
                      ) * 2.3263478740408408
                    )
                  ),
                  3
                )
              ) AS "chance"
            FROM (
              SELECT
                "t6"."agency",
                "t6"."user",
                SUM("t6"."told_by") AS "told",
                SUM("t6"."unknown") AS "unknown",
                SUM("t6"."seen") AS "events",
                COUNT(DISTINCT "t6"."device") AS "devices",
                COUNT(DISTINCT "t6"."block") AS "blocks"
              FROM (
                SELECT
                  "t5"."agency",
                  "t5"."user",
                  "t5"."device",
                  "t5"."block",
                  "t5"."seen",
                  "t5"."of_device",
                  "t5"."of_block",
                  "t5"."all",
                  (
                    "t5"."seen" / "t5"."all"
                  ) * LN((
                    "t5"."seen" * "t5"."all"
                  ) / (
                    "t5"."of_device" * "t5"."of_block"
                  )) AS "told_by",
                  -(
                    "t5"."seen" / "t5"."all"
                  ) * LN("t5"."of_device" / "t5"."all") AS "unknown"
                FROM (
                  SELECT
                    "t4"."agency",
                    "t4"."user",
                    "t4"."device",
                    "t4"."block",
                    "t4"."seen",
                    SUM("t4"."seen") OVER (
                      PARTITION BY "t4"."agency", "t4"."user", "t4"."device"
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) AS "of_device",
                    SUM("t4"."seen") OVER (
                      PARTITION BY "t4"."agency", "t4"."user", "t4"."block"
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) AS "of_block",
                    SUM("t4"."seen") OVER (
                      PARTITION BY "t4"."agency", "t4"."user"
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) AS "all"
                  FROM (
                    SELECT
                      "t2"."agency",
                      "t2"."user",
                      "t2"."device",
                      "t2"."block",
                      CAST(COUNT(*) AS DOUBLE) AS "seen"
                    FROM "t1" AS "t2"
                    GROUP BY
                      1,
                      2,
                      3,
                      4
                  ) AS "t4"
                ) AS "t5"
              ) AS "t6"
              GROUP BY
                1,
                2
            ) AS "t7"
            WHERE
              "t7"."devices" > 1 AND "t7"."blocks" > 1 AND "t7"."events" >= 100
          ) AS "t8"
          WHERE
            "t8"."tied" >= 0.5 AND (
              "t8"."events" * 2 * "t8"."told"
            ) > "t8"."chance"
        ) AS "t10"
          ON "t3"."agency" = "t10"."of_agency" AND "t3"."user" = "t10"."of_user"
      ) AS "t11"
      GROUP BY
        1,
        2,
        3
    ) AS "t12"
  ) AS "t13"
  WHERE
    "t13"."place" > 0
) AS "t15"
  ON "t3"."agency" = "t15"."on_agency"
  AND "t3"."user" = "t15"."on_user"
  AND "t3"."device" = "t15"."on_device"
