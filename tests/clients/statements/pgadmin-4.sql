-- What pgAdmin 4 (version 8) asks on connecting and when its tree is opened, in our words: the relations, columns,
-- functions and constructs are those of its published templates (databases, schemas, tables, columns), the text is not.

-- on 15 16 17 18
SELECT set_config('bytea_output', 'hex', false) FROM pg_show_all_settings() WHERE name = 'bytea_output'

-- on 15 16 17 18
SELECT version()

-- on 15 16 17 18
SELECT d.oid AS did, d.datname, d.datallowconn, pg_encoding_to_char(d.encoding) AS serverencoding,
       has_database_privilege(d.oid, 'CREATE') AS cancreate, d.datistemplate
FROM pg_catalog.pg_database d WHERE d.datname = current_database()

-- on 15 16 17 18
SELECT gss_authenticated, encrypted FROM pg_catalog.pg_stat_gssapi WHERE pid = pg_backend_pid()

-- on 15 16 17 18
SELECT r.oid AS id, r.rolname AS name, r.rolsuper AS is_superuser,
       CASE WHEN r.rolsuper THEN true ELSE r.rolcreaterole END AS can_create_role,
       CASE WHEN r.rolsuper THEN true ELSE r.rolcreatedb END AS can_create_db,
       CASE WHEN 'pg_signal_backend' = ANY (ARRAY(
           WITH RECURSIVE above AS (
               SELECT pg_roles.oid, pg_roles.rolname FROM pg_roles WHERE pg_roles.oid = r.oid
               UNION ALL
               SELECT m.roleid, g.rolname
               FROM above b JOIN pg_auth_members m ON m.member = b.oid JOIN pg_roles g ON g.oid = m.roleid
           ) SELECT rolname FROM above)) THEN true ELSE false END AS can_signal_backend
FROM pg_catalog.pg_roles AS r WHERE rolname = current_user

-- on 15 16 17 18
SELECT CASE WHEN (SELECT count(extname) FROM pg_catalog.pg_extension WHERE extname = 'bdr') > 0 THEN 'pgd'
            WHEN (SELECT count(*) FROM pg_replication_slots) > 0 THEN 'log' END AS type

-- on 15 16 17 18
SELECT pg_is_in_recovery() AS inrecovery,
       CASE WHEN pg_is_in_recovery() THEN pg_is_wal_replay_paused() ELSE false END AS isreplaypaused

-- on 15 16 17 18
SELECT db.oid AS did, db.datname AS name, ta.spcname AS spcname, db.datallowconn, db.datistemplate AS is_template,
       pg_catalog.has_database_privilege(db.oid, 'CREATE') AS cancreate, datdba AS owner, descr.description
FROM pg_catalog.pg_database db
LEFT OUTER JOIN pg_catalog.pg_tablespace ta ON db.dattablespace = ta.oid
LEFT OUTER JOIN pg_catalog.pg_shdescription descr ON (db.oid = descr.objoid AND descr.classoid = 'pg_database'::regclass)
WHERE db.oid > 16383::OID OR db.datname IN ('postgres', 'edb') ORDER BY datname

-- on 15 16 17 18
SELECT n.oid, n.nspname AS name, pg_catalog.has_schema_privilege(n.oid, 'CREATE') AS can_create,
       pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS has_usage, d.description
FROM pg_catalog.pg_namespace n
LEFT OUTER JOIN pg_catalog.pg_description d ON (d.objoid = n.oid AND d.classoid = 'pg_namespace'::regclass)
WHERE nspname NOT LIKE E'pg\\_%'
  AND NOT ((n.nspname = 'pg_catalog' AND EXISTS (
                SELECT 1 FROM pg_catalog.pg_class WHERE relname = 'pg_class' AND relnamespace = n.oid LIMIT 1))
        OR (n.nspname = 'information_schema' AND EXISTS (
                SELECT 1 FROM pg_catalog.pg_class WHERE relname = 'tables' AND relnamespace = n.oid LIMIT 1)))
ORDER BY nspname

-- on 15 16 17 18
SELECT c.oid, c.relname AS name,
       (SELECT count(*) FROM pg_trigger WHERE tgrelid = c.oid AND tgisinternal = FALSE) AS triggercount,
       (SELECT count(*) FROM pg_trigger WHERE tgrelid = c.oid AND tgenabled = 'O') AS has_enable_triggers,
       (CASE WHEN c.relkind = 'p' THEN true ELSE false END) AS is_partitioned,
       (SELECT count(1) FROM pg_inherits WHERE inhrelid = c.oid LIMIT 1) AS is_inherits
FROM pg_class c
WHERE c.relkind IN ('r', 's', 't', 'p') AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'city')::oid
  AND NOT c.relispartition ORDER BY c.relname

-- on 15 16 17 18
SELECT DISTINCT a.attname AS name, a.attnum AS oid, t.oid AS typoid, t.typname AS datatype, a.attnotnull AS not_null,
       CASE WHEN d.oid IS NULL THEN false ELSE true END AS has_default_val, des.description, a.attidentity
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT OUTER JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT OUTER JOIN pg_catalog.pg_description des ON
    (des.objoid = a.attrelid AND des.objsubid = a.attnum AND des.classoid = 'pg_class'::regclass)
WHERE a.attrelid = '{table}'::oid AND a.attnum > 0 AND a.attisdropped IS FALSE ORDER BY a.attnum

-- on 15 16 17 18
SELECT c.oid, c.relname AS name, c.reltablespace AS spcoid, c.relacl AS relacl_str,
       (CASE WHEN length(s.spcname::text) > 0 OR c.relkind = 'p' THEN s.spcname ELSE
           (SELECT sp.spcname FROM pg_catalog.pg_database dtb
            JOIN pg_catalog.pg_tablespace sp ON dtb.dattablespace = sp.oid WHERE dtb.oid = 16383::oid) END) AS spcname,
       s.spcname, pg_catalog.pg_get_userbyid(c.relowner) AS relowner, c.relkind,
       (CASE c.relpersistence WHEN 'u' THEN true ELSE false END) AS relpersistence,
       substring(array_to_string(c.reloptions, ',') FROM 'fillfactor=([0-9]*)') AS fillfactor,
       (SELECT array_agg(provider || '=' || label) FROM pg_catalog.pg_seclabels sl WHERE sl.objoid = c.oid) AS seclabels,
       (CASE WHEN c.oid <= 16383::oid THEN true ELSE false END) AS is_sys_table
FROM pg_catalog.pg_class c LEFT OUTER JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
WHERE c.relkind IN ('r', 'p') AND c.oid = '{table}'::oid

-- on 15 16 17 18
SELECT 'relacl' AS deftype, COALESCE(gt.rolname, 'PUBLIC') AS grantee, g.rolname AS grantor,
       pg_catalog.array_agg(privilege_type) AS privileges, pg_catalog.array_agg(is_grantable) AS grantable
FROM (SELECT d.grantee, d.grantor, d.is_grantable,
             CASE d.privilege_type WHEN 'SELECT' THEN 'r' ELSE 'UNKNOWN' END AS privilege_type
      FROM (SELECT relacl FROM pg_catalog.pg_class c WHERE c.oid = '{table}'::oid) acl,
           (SELECT (d).grantee AS grantee, (d).grantor AS grantor, (d).is_grantable AS is_grantable,
                   (d).privilege_type AS privilege_type
            FROM (SELECT aclexplode(c2.relacl) AS d FROM pg_catalog.pg_class c2 WHERE c2.oid = '{table}'::oid) a) d) d
LEFT JOIN pg_catalog.pg_roles g ON (d.grantor = g.oid) LEFT JOIN pg_catalog.pg_roles gt ON (d.grantee = gt.oid)
GROUP BY g.rolname, gt.rolname
