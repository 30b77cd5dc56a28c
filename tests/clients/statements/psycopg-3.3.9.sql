-- What psycopg 3.3.9: TypeInfo.fetch asks of the catalogue.
-- Recorded with log_statement = all on PostgreSQL 15.18 and 18.4; OIDs of tables became a placeholder.

-- on 15 18
SELECT
    typname AS name, oid, typarray AS array_oid,
    oid::regtype::text AS regtype, typdelim AS delimiter
FROM pg_type t
WHERE t.oid = to_regtype($1)
ORDER BY t.oid
