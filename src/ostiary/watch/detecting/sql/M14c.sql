WITH "t2" AS (
  SELECT
    "t1"."event_id",
    "t1"."at",
    "t1"."day",
    "t1"."user",
    "t1"."agency",
    "t1"."rule",
    "t1"."networks",
    "t1"."window",
    LAG("t1"."event_id", 1) OVER (
      PARTITION BY "t1"."user", "t1"."agency", "t1"."rule"
      ORDER BY "t1"."at" ASC, "t1"."event_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "event_id_1",
    LAG("t1"."event_id", 2) OVER (
      PARTITION BY "t1"."user", "t1"."agency", "t1"."rule"
      ORDER BY "t1"."at" ASC, "t1"."event_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "event_id_2",
    LAG("t1"."at", 1) OVER (
      PARTITION BY "t1"."user", "t1"."agency", "t1"."rule"
      ORDER BY "t1"."at" ASC, "t1"."event_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "at_1",
    LAG("t1"."at", 2) OVER (
      PARTITION BY "t1"."user", "t1"."agency", "t1"."rule"
      ORDER BY "t1"."at" ASC, "t1"."event_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "at_2",
    LAG("t1"."networks", 1) OVER (
      PARTITION BY "t1"."user", "t1"."agency", "t1"."rule"
      ORDER BY "t1"."at" ASC, "t1"."event_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "networks_1",
    LAG("t1"."networks", 2) OVER (
      PARTITION BY "t1"."user", "t1"."agency", "t1"."rule"
      ORDER BY "t1"."at" ASC, "t1"."event_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "networks_2",
    LAG("t1"."window", 1) OVER (
      PARTITION BY "t1"."user", "t1"."agency", "t1"."rule"
      ORDER BY "t1"."at" ASC, "t1"."event_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "window_1",
    LAG("t1"."window", 2) OVER (
      PARTITION BY "t1"."user", "t1"."agency", "t1"."rule"
      ORDER BY "t1"."at" ASC, "t1"."event_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "window_2"
  FROM (
    SELECT
      "t0"."event_id",
      "t0"."at",
      "t0"."day",
      "t0"."user",
      COALESCE("t0"."agency", '') AS "agency",
      "t0"."rule",
      "t0"."networks",
      "t0"."window_until" - "t0"."window_from" AS "window"
    FROM "events" AS "t0"
    WHERE
      "t0"."action" <> 'alert'
      AND "t0"."continues" IS NULL
      AND "t0"."user" IS NOT NULL
      AND "t0"."decision" = 'deny'
      AND "t0"."rule" IS NOT NULL
  ) AS "t1"
)
SELECT
  "t8"."user" AS "entity",
  NULLIF("t8"."agency", '') AS "agency",
  "t8"."rule" AS "period",
  "t8"."event_id",
  "t8"."at",
  1.0 AS "measure",
  "t8"."rule" AS "detail"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t3"."user",
      "t3"."agency",
      "t3"."rule",
      "t3"."event_id_2" AS "event_id",
      "t3"."at_2" AS "at"
    FROM "t2" AS "t3"
    WHERE
      COALESCE(
        (
          (
            "t3"."networks" < "t3"."networks_1"
          )
          AND (
            "t3"."networks_1" < "t3"."networks_2"
          )
        )
        OR (
          (
            "t3"."window" < "t3"."window_1"
          ) AND (
            "t3"."window_1" < "t3"."window_2"
          )
        ),
        FALSE
      )
      AND (
        "t3"."at" - "t3"."at_2"
      ) <= 3600000
  ) AS "t4"
  UNION
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t3"."user",
        "t3"."agency",
        "t3"."rule",
        "t3"."event_id",
        "t3"."at"
      FROM "t2" AS "t3"
      WHERE
        COALESCE(
          (
            (
              "t3"."networks" < "t3"."networks_1"
            )
            AND (
              "t3"."networks_1" < "t3"."networks_2"
            )
          )
          OR (
            (
              "t3"."window" < "t3"."window_1"
            ) AND (
              "t3"."window_1" < "t3"."window_2"
            )
          ),
          FALSE
        )
        AND (
          "t3"."at" - "t3"."at_2"
        ) <= 3600000
    ) AS "t5"
    UNION
    SELECT
      *
    FROM (
      SELECT
        "t3"."user",
        "t3"."agency",
        "t3"."rule",
        "t3"."event_id_1" AS "event_id",
        "t3"."at_1" AS "at"
      FROM "t2" AS "t3"
      WHERE
        COALESCE(
          (
            (
              "t3"."networks" < "t3"."networks_1"
            )
            AND (
              "t3"."networks_1" < "t3"."networks_2"
            )
          )
          OR (
            (
              "t3"."window" < "t3"."window_1"
            ) AND (
              "t3"."window_1" < "t3"."window_2"
            )
          ),
          FALSE
        )
        AND (
          "t3"."at" - "t3"."at_2"
        ) <= 3600000
    ) AS "t6"
  ) AS "t7"
) AS "t8"
