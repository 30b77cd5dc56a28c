CREATE TEMP TABLE kept_accounts AS
SELECT
  "t1"."number",
  COUNT(*) AS "times"
FROM (
  SELECT
    XOR(
      CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
      CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
    ) AS "number"
  FROM "events" AS "t0"
  WHERE
    "t0"."action" <> 'alert' AND "t0"."continues" IS NULL AND "t0"."user" IS NOT NULL
) AS "t1"
GROUP BY
  1;

CREATE TEMP TABLE kept_devices AS
SELECT
  "t14".*
  EXCLUDE ("number_of_all")
FROM (
  SELECT
    "t10"."event_id",
    "t10"."at",
    "t10"."user",
    "t10"."agency",
    "t10"."device",
    "t10"."block",
    "t10"."number_of_all"
  FROM (
    SELECT
      "t7"."event_id",
      "t7"."at",
      "t7"."user",
      "t7"."agency",
      "t7"."device",
      "t7"."block",
      XOR(
        CAST(CAST(HASH("t7"."agency") AS BIT) AS BIGINT),
        CAST(CAST(HASH("t7"."user") AS BIT) AS BIGINT)
      ) AS "number_of_all"
    FROM (
      SELECT
        "t6".*
        EXCLUDE ("number_of_all")
      FROM (
        SELECT
          "t5"."event_id",
          "t5"."at",
          "t5"."user",
          "t5"."agency",
          "t5"."device",
          "t5"."block",
          "t5"."number_of_all"
        FROM (
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
            )) AS BIGINT) AS "block",
            XOR(
              CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
              CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
            ) AS "number_of_all"
          FROM "events" AS "t0"
          WHERE
            "t0"."action" <> 'alert'
            AND "t0"."continues" IS NULL
            AND "t0"."user" IS NOT NULL
            AND "t0"."device" IS NOT NULL
            AND "t0"."local_minute" IS NOT NULL
        ) AS "t5"
        SEMI JOIN (
          SELECT
            "t1"."number" AS "many"
          FROM "kept_accounts" AS "t1"
          WHERE
            "t1"."times" >= 100
        ) AS "t3"
          ON "t5"."number_of_all" = "t3"."many"
      ) AS "t6"
    ) AS "t7"
  ) AS "t10"
  SEMI JOIN (
    SELECT
      "t11"."several" AS "many"
    FROM (
      SELECT
        "t9"."several",
        MIN("t9"."value") AS "least",
        MAX("t9"."value") AS "most"
      FROM (
        SELECT
          XOR(
            CAST(CAST(HASH("t7"."agency") AS BIT) AS BIGINT),
            CAST(CAST(HASH("t7"."user") AS BIT) AS BIGINT)
          ) AS "several",
          "t7"."device" AS "value"
        FROM (
          SELECT
            "t6".*
            EXCLUDE ("number_of_all")
          FROM (
            SELECT
              "t5"."event_id",
              "t5"."at",
              "t5"."user",
              "t5"."agency",
              "t5"."device",
              "t5"."block",
              "t5"."number_of_all"
            FROM (
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
                )) AS BIGINT) AS "block",
                XOR(
                  CAST(CAST(HASH(COALESCE("t0"."agency", '')) AS BIT) AS BIGINT),
                  CAST(CAST(HASH("t0"."user") AS BIT) AS BIGINT)
                ) AS "number_of_all"
              FROM "events" AS "t0"
              WHERE
                "t0"."action" <> 'alert'
                AND "t0"."continues" IS NULL
                AND "t0"."user" IS NOT NULL
                AND "t0"."device" IS NOT NULL
                AND "t0"."local_minute" IS NOT NULL
            ) AS "t5"
            SEMI JOIN (
              SELECT
                "t1"."number" AS "many"
              FROM "kept_accounts" AS "t1"
              WHERE
                "t1"."times" >= 100
            ) AS "t3"
              ON "t5"."number_of_all" = "t3"."many"
          ) AS "t6"
        ) AS "t7"
      ) AS "t9"
      GROUP BY
        1
    ) AS "t11"
    WHERE
      "t11"."least" <> "t11"."most"
  ) AS "t13"
    ON "t10"."number_of_all" = "t13"."many"
) AS "t14";

SELECT
  "t1"."user" AS "entity",
  NULLIF("t1"."agency", '') AS "agency",
  '' AS "period",
  "t1"."event_id",
  "t1"."at",
  "t8"."tied" AS "measure",
  '' AS "detail"
FROM "kept_devices" AS "t1"
INNER JOIN (
  SELECT
    "t6"."tied",
    "t6"."agency" AS "of_agency",
    "t6"."user" AS "of_user"
  FROM (
    SELECT
      "t5"."agency",
      "t5"."user",
      "t5"."told",
      "t5"."unknown",
      "t5"."events",
      "t5"."devices",
      "t5"."blocks",
      "t5"."told" / "t5"."unknown" AS "tied",
      CAST((
        "t5"."devices" - 1
      ) * (
        "t5"."blocks" - 1
      ) AS DOUBLE) * (
        POWER(
          (
            (
              1 - (
                2 / (
                  CAST((
                    "t5"."devices" - 1
                  ) * (
                    "t5"."blocks" - 1
                  ) AS DOUBLE) * 9
                )
              )
            ) + (
              SQRT(
                2 / (
                  CAST((
                    "t5"."devices" - 1
                  ) * (
                    "t5"."blocks" - 1
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
        "t4"."agency",
        "t4"."user",
        SUM("t4"."told_by") AS "told",
        SUM("t4"."unknown") AS "unknown",
        SUM("t4"."seen") AS "events",
        COUNT(DISTINCT "t4"."device") AS "devices",
        COUNT(DISTINCT "t4"."block") AS "blocks"
      FROM (
        SELECT
          "t3"."agency",
          "t3"."user",
          "t3"."device",
          "t3"."block",
          "t3"."seen",
          "t3"."of_device",
          "t3"."of_block",
          "t3"."all",
          (
            "t3"."seen" / "t3"."all"
          ) * LN((
            "t3"."seen" * "t3"."all"
          ) / (
            "t3"."of_device" * "t3"."of_block"
          )) AS "told_by",
          -(
            "t3"."seen" / "t3"."all"
          ) * LN("t3"."of_device" / "t3"."all") AS "unknown"
        FROM (
          SELECT
            "t2"."agency",
            "t2"."user",
            "t2"."device",
            "t2"."block",
            "t2"."seen",
            SUM("t2"."seen") OVER (
              PARTITION BY "t2"."agency", "t2"."user", "t2"."device"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "of_device",
            SUM("t2"."seen") OVER (
              PARTITION BY "t2"."agency", "t2"."user", "t2"."block"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "of_block",
            SUM("t2"."seen") OVER (
              PARTITION BY "t2"."agency", "t2"."user"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "all"
          FROM (
            SELECT
              "t0"."agency",
              "t0"."user",
              "t0"."device",
              "t0"."block",
              CAST(COUNT(*) AS DOUBLE) AS "seen"
            FROM "kept_devices" AS "t0"
            GROUP BY
              1,
              2,
              3,
              4
          ) AS "t2"
        ) AS "t3"
      ) AS "t4"
      GROUP BY
        1,
        2
    ) AS "t5"
    WHERE
      "t5"."devices" > 1 AND "t5"."blocks" > 1 AND "t5"."events" >= 100
  ) AS "t6"
  WHERE
    "t6"."tied" >= 0.5 AND (
      "t6"."events" * 2 * "t6"."told"
    ) > "t6"."chance"
) AS "t8"
  ON "t1"."agency" = "t8"."of_agency" AND "t1"."user" = "t8"."of_user"
SEMI JOIN (
  SELECT
    *
  FROM (
    SELECT
      "t10"."on_agency",
      "t10"."on_user",
      "t10"."on_device",
      "t10"."used",
      ROW_NUMBER() OVER (
        PARTITION BY "t10"."on_agency", "t10"."on_user"
        ORDER BY "t10"."used" DESC, "t10"."on_device" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
    FROM (
      SELECT
        "t9"."agency" AS "on_agency",
        "t9"."user" AS "on_user",
        "t9"."device" AS "on_device",
        COUNT(*) AS "used"
      FROM (
        SELECT
          "t1"."event_id",
          "t1"."at",
          "t1"."user",
          "t1"."agency",
          "t1"."device",
          "t1"."block",
          "t8"."tied",
          "t8"."of_agency",
          "t8"."of_user"
        FROM "kept_devices" AS "t1"
        INNER JOIN (
          SELECT
            "t6"."tied",
            "t6"."agency" AS "of_agency",
            "t6"."user" AS "of_user"
          FROM (
            SELECT
              "t5"."agency",
              "t5"."user",
              "t5"."told",
              "t5"."unknown",
              "t5"."events",
              "t5"."devices",
              "t5"."blocks",
              "t5"."told" / "t5"."unknown" AS "tied",
              CAST((
                "t5"."devices" - 1
              ) * (
                "t5"."blocks" - 1
              ) AS DOUBLE) * (
                POWER(
                  (
                    (
                      1 - (
                        2 / (
                          CAST((
                            "t5"."devices" - 1
                          ) * (
                            "t5"."blocks" - 1
                          ) AS DOUBLE) * 9
                        )
                      )
                    ) + (
                      SQRT(
                        2 / (
                          CAST((
                            "t5"."devices" - 1
                          ) * (
                            "t5"."blocks" - 1
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
                "t4"."agency",
                "t4"."user",
                SUM("t4"."told_by") AS "told",
                SUM("t4"."unknown") AS "unknown",
                SUM("t4"."seen") AS "events",
                COUNT(DISTINCT "t4"."device") AS "devices",
                COUNT(DISTINCT "t4"."block") AS "blocks"
              FROM (
                SELECT
                  "t3"."agency",
                  "t3"."user",
                  "t3"."device",
                  "t3"."block",
                  "t3"."seen",
                  "t3"."of_device",
                  "t3"."of_block",
                  "t3"."all",
                  (
                    "t3"."seen" / "t3"."all"
                  ) * LN((
                    "t3"."seen" * "t3"."all"
                  ) / (
                    "t3"."of_device" * "t3"."of_block"
                  )) AS "told_by",
                  -(
                    "t3"."seen" / "t3"."all"
                  ) * LN("t3"."of_device" / "t3"."all") AS "unknown"
                FROM (
                  SELECT
                    "t2"."agency",
                    "t2"."user",
                    "t2"."device",
                    "t2"."block",
                    "t2"."seen",
                    SUM("t2"."seen") OVER (
                      PARTITION BY "t2"."agency", "t2"."user", "t2"."device"
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) AS "of_device",
                    SUM("t2"."seen") OVER (
                      PARTITION BY "t2"."agency", "t2"."user", "t2"."block"
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) AS "of_block",
                    SUM("t2"."seen") OVER (
                      PARTITION BY "t2"."agency", "t2"."user"
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) AS "all"
                  FROM (
                    SELECT
                      "t0"."agency",
                      "t0"."user",
                      "t0"."device",
                      "t0"."block",
                      CAST(COUNT(*) AS DOUBLE) AS "seen"
                    FROM "kept_devices" AS "t0"
                    GROUP BY
                      1,
                      2,
                      3,
                      4
                  ) AS "t2"
                ) AS "t3"
              ) AS "t4"
              GROUP BY
                1,
                2
            ) AS "t5"
            WHERE
              "t5"."devices" > 1 AND "t5"."blocks" > 1 AND "t5"."events" >= 100
          ) AS "t6"
          WHERE
            "t6"."tied" >= 0.5 AND (
              "t6"."events" * 2 * "t6"."told"
            ) > "t6"."chance"
        ) AS "t8"
          ON "t1"."agency" = "t8"."of_agency" AND "t1"."user" = "t8"."of_user"
      ) AS "t9"
      GROUP BY
        1,
        2,
        3
    ) AS "t10"
  ) AS "t11"
  WHERE
    "t11"."place" > 0
) AS "t13"
  ON "t1"."agency" = "t13"."on_agency"
  AND "t1"."user" = "t13"."on_user"
  AND "t1"."device" = "t13"."on_device"
