"""Ways in which a wall comes to differ from what was applied, for the comparison and for the glance."""

from __future__ import annotations

from sql.bypass_world import PROFILE
from store.wall_world import MASK, READER, SCHEMA

# Of the first profile's wall alone.
DRIFT = {
    "a grant to the reader": f'GRANT USAGE ON SCHEMA city TO "{READER}"; GRANT SELECT ON city.person TO "{READER}"',
    "a grant of one column": f'GRANT USAGE ON SCHEMA city TO "{READER}"; GRANT SELECT (ssn) ON city.person TO "{READER}"',
    "a grant to write": f'GRANT USAGE ON SCHEMA city TO "{READER}"; GRANT TRUNCATE ON city.person TO "{READER}"',
    "a view replaced": f'CREATE OR REPLACE VIEW "{SCHEMA}".district AS SELECT district + 1 AS district, district_name '
    "FROM city.district",
    "a view of another's rights": f'ALTER VIEW "{SCHEMA}".person OWNER TO postgres',
    "a view granted on": f'GRANT SELECT ON "{SCHEMA}".person TO clerks',
    "a column of a view granted on": f'GRANT SELECT (surname) ON "{SCHEMA}".person TO clerks',
    "a view more": f'CREATE VIEW "{SCHEMA}".raw AS SELECT * FROM city.person',
    "the schema granted on": f'GRANT CREATE ON SCHEMA "{SCHEMA}" TO "{READER}"',
    "a filter dropped": f'DROP POLICY "ostiary_{PROFILE.id}_rows" ON city.person',
    "a filter changed": f'ALTER POLICY "ostiary_{PROFILE.id}_rows" ON city.person USING (true)',
    "a member of another role": f'GRANT clerks TO "{READER}"',
    "another as a member": f'GRANT "{MASK}" TO clerks',
    "the mask role above the reader": f'GRANT "{MASK}" TO "{READER}"',
    "a function in the schema": f"CREATE FUNCTION \"{SCHEMA}\".f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a setting": f'ALTER ROLE "{READER}" SET default_transaction_read_only = off',
    "a setting for one database": f'ALTER ROLE "{READER}" IN DATABASE postgres SET row_security = off',
    "an attribute": f'ALTER ROLE "{READER}" BYPASSRLS',
    "a login for the mask role": f'ALTER ROLE "{MASK}" LOGIN',
    "a raw column for the mask role": f'GRANT SELECT (risk) ON city.person TO "{MASK}"',
    "a grant to the reader in a catalogue": f'GRANT SELECT ON pg_catalog.pg_authid TO "{READER}"',
    "a column of a catalogue": f'GRANT SELECT (rolpassword) ON pg_catalog.pg_authid TO "{READER}"',
    "a function of the server": f'GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO "{READER}"',
    "a language": f'GRANT USAGE ON LANGUAGE sql TO "{READER}"',
    "another database": f'GRANT CONNECT ON DATABASE template1 TO "{READER}"',
    "temporary tables": f'GRANT TEMPORARY ON DATABASE postgres TO "{READER}"',
    "things in the database": f'GRANT CREATE ON DATABASE postgres TO "{READER}"',
    "things in a schema": f'GRANT CREATE ON SCHEMA public TO "{READER}"',
    "a parameter": f'GRANT SET ON PARAMETER log_statement TO "{READER}"',
    "a large object": f'SELECT lo_create(4711); GRANT SELECT ON LARGE OBJECT 4711 TO "{READER}"',
    "a grant for what will be made": f'ALTER DEFAULT PRIVILEGES IN SCHEMA city GRANT SELECT ON TABLES TO "{READER}"',
    "a predefined role": f'GRANT pg_read_all_data TO "{READER}"',
    "more connections": f'ALTER ROLE "{READER}" CONNECTION LIMIT 3',
    "a policy for the mask role": f'CREATE POLICY more ON city.person TO "{MASK}" USING (true)',
    "a table of the mask role's": f'ALTER TABLE city.extra OWNER TO "{MASK}"',
    "the base policy dropped": f'DROP POLICY "ostiary_{PROFILE.id}_base" ON city.district',
    "the comment": f"COMMENT ON SCHEMA \"{SCHEMA}\" IS 'fine'",
}

# Of every wall: what is done, and what undoes it.
DRIFT_OF_ALL = {
    "a grant to PUBLIC": (
        "GRANT USAGE ON SCHEMA city TO PUBLIC; GRANT SELECT ON city.district TO PUBLIC",
        "REVOKE USAGE ON SCHEMA city FROM PUBLIC; REVOKE SELECT ON city.district FROM PUBLIC",
    ),
    "a table for everybody": (
        "CREATE TABLE public.leaked AS SELECT 1 AS a; GRANT SELECT ON public.leaked TO PUBLIC",
        "DROP TABLE public.leaked",
    ),
    "a function with its owner's rights": (
        "CREATE FUNCTION public.leak() RETURNS int8 LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM city.person'",
        "DROP FUNCTION public.leak()",
    ),
    "a function that gets its owner's rights": (
        (
            "CREATE FUNCTION public.mine() RETURNS int8 LANGUAGE sql AS 'SELECT 1'; "
            "ALTER FUNCTION public.mine() SECURITY DEFINER SET search_path = city"
        ),
        "DROP FUNCTION public.mine()",
    ),
    "a catalogue for everybody": (
        "GRANT SELECT ON pg_catalog.pg_statistic TO PUBLIC",
        "REVOKE SELECT ON pg_catalog.pg_statistic FROM PUBLIC",
    ),
    "a column of a catalogue for everybody": (
        "GRANT SELECT (rolpassword) ON pg_catalog.pg_authid TO PUBLIC",
        "REVOKE SELECT (rolpassword) ON pg_catalog.pg_authid FROM PUBLIC",
    ),
    "a function of the server for everybody": (
        "GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO PUBLIC",
        "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) FROM PUBLIC",
    ),
    "a sequence for everybody": (
        "CREATE SEQUENCE public.numbers; GRANT SELECT ON public.numbers TO PUBLIC",
        "DROP SEQUENCE public.numbers",
    ),
    "a built-in that may look first": (
        "ALTER FUNCTION pg_catalog.int4div(int4, int4) LEAKPROOF",
        "ALTER FUNCTION pg_catalog.int4div(int4, int4) NOT LEAKPROOF",
    ),
    "a new permissive policy": (
        "CREATE POLICY wide ON city.person TO PUBLIC USING (true)",
        "DROP POLICY wide ON city.person",
    ),
    "the open policy dropped": (
        "DROP POLICY ostiary_open ON city.person",
        "CREATE POLICY ostiary_open ON city.person AS PERMISSIVE FOR ALL TO PUBLIC USING (true) WITH CHECK (true)",
    ),
    "row security off": (
        "ALTER TABLE city.person DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE city.person ENABLE ROW LEVEL SECURITY",
    ),
}
