-- Attacks that come with Ostiary: what `ostiary attack` tries when no file is named.
-- The schema and the policy are those of the policy pack beside this file. What the wire alone can show (cursors over a
-- cut-off, pools, cancels) is in tests/server/test_wire_attacks.py.
-- `scrub` also stands where the door may refuse or answer as it likes, as long as an answer is right and recorded.

-- [sub_01] sub-queries tied to nobody | deny | one value of everybody, beside each district
SELECT district, (SELECT max(surname) FROM person) FROM district;

-- [sub_02] sub-queries tied to nobody | deny | whether a plate exists, told by rows about nobody
SELECT district FROM district WHERE EXISTS (SELECT FROM vehicle WHERE plate = 'AB107');

-- [sub_03] sub-queries tied to nobody | deny | the same by its absence
SELECT district_name FROM district WHERE NOT EXISTS (SELECT FROM incident WHERE kind = 'informant');

-- [sub_04] sub-queries tied to nobody | deny | a join condition that looks elsewhere
SELECT p.person_id FROM person p JOIN district d ON d.district = (SELECT min(i.district) FROM incident i);

-- [sub_05] sub-queries tied to nobody | deny | a bound of HAVING that somebody else sets
SELECT city, count(*) FROM person GROUP BY city HAVING count(*) > (SELECT count(*) FROM incident WHERE kind = 'THEFT');

-- [sub_06] sub-queries tied to nobody | deny | the order of public rows tells one bit of one person
SELECT district FROM district ORDER BY district * (SELECT CASE WHEN surname = 'Miller' THEN 1 ELSE -1 END FROM person WHERE person_id = 42);

-- [sub_07] sub-queries tied to nobody | deny | as many rows are skipped as somebody has vehicles
SELECT district FROM district ORDER BY district OFFSET (SELECT count(*) FROM vehicle WHERE owner_id = 7);

-- [sub_08] sub-queries tied to nobody | deny | a filter of an aggregate over public rows
SELECT count(*) FILTER (WHERE d.district < (SELECT max(person_id) FROM person)) FROM district d;

-- [sub_09] sub-queries tied to nobody | deny | a branch of CASE that is taken or not
SELECT CASE d.district WHEN (SELECT min(person_id) FROM person) THEN 'first' END FROM district d;

-- [sub_10] sub-queries tied to nobody | deny | the partition of a window
SELECT d.district, rank() OVER (PARTITION BY EXISTS (SELECT FROM person WHERE city = 'City9') ORDER BY d.district) FROM district d;

-- [sub_11] sub-queries tied to nobody | deny | an argument of COALESCE
SELECT COALESCE((SELECT surname FROM person WHERE person_id = 44), 'nobody') FROM district;

-- [sub_12] sub-queries tied to nobody | deny | a group that is somebody else's
SELECT count(*) FROM district GROUP BY (SELECT count(*) FROM vehicle);

-- [sub_13] sub-queries tied to nobody | deny | compared with all of a column
SELECT district FROM district WHERE district < ALL (SELECT person_id FROM person WHERE surname = 'Smith');

-- [sub_14] sub-queries tied to nobody | deny | an array of everybody
SELECT ARRAY(SELECT given_name FROM person ORDER BY person_id);

-- [sub_15] sub-queries tied to nobody | deny | a row compared with a row
SELECT district FROM district WHERE (42, 'Miller') = (SELECT person_id, surname FROM person WHERE person_id = 42);

-- [sub_16] sub-queries tied to nobody | deny | a sub-query in VALUES
VALUES ((SELECT max(plate) FROM vehicle)), ('AB999');

-- [sub_17] sub-queries tied to nobody | deny | an argument of an allowed function
SELECT upper((SELECT min(surname) FROM person));

-- [sub_18] sub-queries tied to nobody | deny | the bound of BETWEEN
SELECT district FROM district WHERE district BETWEEN 1 AND (SELECT count(*) FROM incident WHERE person_id = 3);

-- [sub_19] sub-queries tied to nobody | deny | what DISTINCT ON looks at
SELECT DISTINCT ON ((SELECT max(person_id) FROM person)) district FROM district;

-- [sub_20] sub-queries tied to nobody | deny | a WITH query inside a sub-query
SELECT district, (WITH w AS (SELECT plate FROM vehicle) SELECT max(plate) FROM w) FROM district;

-- [sub_21] sub-queries tied to nobody | deny | the default and the argument of a window function
SELECT lag(d.district, 1, (SELECT count(*)::int4 FROM person)) OVER (ORDER BY d.district) FROM district d;

-- [sub_22] sub-queries tied to nobody | deny | an aggregate's own order
SELECT string_agg(d.district_name, ',' ORDER BY d.district * (SELECT CASE WHEN city = 'City0' THEN 1 ELSE -1 END FROM person WHERE person_id = 42)) FROM district d;

-- [sub_23] sub-queries tied to nobody | deny | beside a union of public rows
SELECT district FROM district UNION ALL SELECT (SELECT count(*)::int4 FROM vehicle WHERE make = 'Volvo');

-- [tie_01] sub-queries with a loose tie | filtered | tied to the outer subject, as it must be
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM incident i WHERE i.person_id = p.person_id);

-- [tie_02] sub-queries with a loose tie | deny | a second table inside that nothing ties
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM vehicle v, incident i WHERE v.owner_id = p.person_id);

-- [tie_03] sub-queries with a loose tie | deny | the tie stands in the condition of an outer join and ties nothing
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM incident i LEFT JOIN vehicle v ON v.owner_id = p.person_id);

-- [tie_04] sub-queries with a loose tie | deny | the tie is one side of OR
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM vehicle v WHERE v.owner_id = p.person_id OR v.plate = 'AB101');

-- [tie_05] sub-queries with a loose tie | deny | the tie is negated
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM vehicle v WHERE NOT (v.owner_id = p.person_id));

-- [tie_06] sub-queries with a loose tie | deny | everybody but the outer subject
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM vehicle v WHERE v.owner_id <> p.person_id AND v.make = 'Ford');

-- [tie_07] sub-queries with a loose tie | deny | tied to a number that is no subject
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM incident i WHERE i.incident_id = p.person_id + 20000);

-- [tie_08] sub-queries with a loose tie | deny | tied to the neighbour of the outer subject
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM vehicle v WHERE v.owner_id = p.person_id + 1);

-- [tie_09] sub-queries with a loose tie | deny | the inner of two levels is tied by what is no subject
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM incident i WHERE i.person_id = p.person_id AND EXISTS (SELECT FROM vehicle v WHERE v.make = i.kind));

-- [tie_10] sub-queries with a loose tie | deny | only the inner of two levels is tied
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM incident i WHERE EXISTS (SELECT FROM vehicle v WHERE v.owner_id = p.person_id));

-- [tie_11] sub-queries with a loose tie | scrub | both levels are tied, the inner through the outer
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM incident i WHERE i.person_id = p.person_id AND EXISTS (SELECT FROM vehicle v WHERE v.owner_id = i.person_id));

-- [tie_12] sub-queries with a loose tie | deny | one arm of a union is tied, the other is not
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM vehicle v WHERE v.owner_id = p.person_id UNION ALL SELECT FROM incident i WHERE i.kind = 'THEFT');

-- [tie_13] sub-queries with a loose tie | deny | the tie goes to a public table's number
SELECT d.district FROM district d WHERE EXISTS (SELECT FROM person p WHERE p.person_id = d.district);

-- [tie_14] sub-queries with a loose tie | deny | an equality of a column with itself
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM vehicle v WHERE v.owner_id = v.owner_id AND v.make = p.surname);

-- [tie_15] sub-queries with a loose tie | deny | the inner name shadows the outer one, so the tie is to itself
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM person p WHERE p.person_id = p.person_id AND p.surname = 'Jones');

-- [tie_16] sub-queries with a loose tie | deny | tied inside a CASE, which may not look at it
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM vehicle v WHERE CASE WHEN v.make = 'Ford' THEN true ELSE v.owner_id = p.person_id END);

-- [tie_17] sub-queries with a loose tie | deny | tied in HAVING, when everybody has been counted already
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM vehicle v GROUP BY v.make HAVING max(v.owner_id) = p.person_id);

-- [tie_18] sub-queries with a loose tie | scrub | a count tied to the outer subject, in the select list
SELECT p.person_id, (SELECT count(*) FROM incident i WHERE i.person_id = p.person_id) FROM person p;

-- [tie_19] sub-queries with a loose tie | deny | the tie is a comparison of masks
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM person q WHERE q.ssn = p.ssn AND q.person_id <> p.person_id);

-- [tie_20] sub-queries with a loose tie | deny | a hidden column inside what is tied
SELECT p.person_id FROM person p WHERE EXISTS (SELECT FROM incident i WHERE i.person_id = p.person_id AND i.note LIKE '%Ψ%');

-- [tie_21] sub-queries with a loose tie | deny | tied, and the outer subject is itself left out of the answer by a group
SELECT count(*) FROM district d WHERE d.district IN (SELECT i.district FROM incident i WHERE i.person_id = 42);

-- [tie_22] sub-queries with a loose tie | deny | the outer row is a group, which is no one subject
SELECT p.city, (SELECT count(*) FROM incident i WHERE i.person_id = max(p.person_id)) FROM person p GROUP BY p.city;

-- [lat_01] lateral joins, VALUES and functions in FROM | filtered | each person with each of their vehicles
SELECT p.person_id, x.plate FROM person p, LATERAL (SELECT v.plate FROM vehicle v WHERE v.owner_id = p.person_id) AS x;

-- [lat_02] lateral joins, VALUES and functions in FROM | deny | a hidden column, found inside LATERAL
SELECT p.person_id, x.note FROM person p CROSS JOIN LATERAL (SELECT i.note FROM incident i WHERE i.person_id = p.person_id) AS x;

-- [lat_03] lateral joins, VALUES and functions in FROM | deny | one row of somebody else, chosen by a question
SELECT p.person_id, x.city FROM person p, LATERAL (SELECT q.city FROM person q ORDER BY q.person_id = 42 AND q.surname = 'Miller' LIMIT 1) AS x;

-- [lat_04] lateral joins, VALUES and functions in FROM | deny | a whole row goes into LATERAL
SELECT x.y FROM person p, LATERAL (SELECT p AS y) AS x;

-- [lat_05] lateral joins, VALUES and functions in FROM | filtered | values that are looked for beside what may be seen
SELECT p.person_id, w.word FROM person p JOIN (VALUES ('Smith', 'one'), ('Jones', 'two')) AS w (surname, word) ON w.surname = p.surname;

-- [lat_06] lateral joins, VALUES and functions in FROM | filtered | a probe for a hidden person's number finds nobody
SELECT p.person_id FROM (VALUES (42), (64001)) AS w (n) JOIN person p ON p.person_id = w.n;

-- [lat_07] lateral joins, VALUES and functions in FROM | deny | a column's values unrolled into characters
SELECT x FROM person p, LATERAL regexp_split_to_table(p.surname, '') AS x;

-- [lat_08] lateral joins, VALUES and functions in FROM | deny | keys of a whole row
SELECT k FROM person p, LATERAL json_each_text(to_json(p)) AS x (k, v);

-- [lat_09] lateral joins, VALUES and functions in FROM | deny | a function that reads a table by its name
SELECT * FROM query_to_xml('SELECT note FROM incident', true, false, '') AS x;

-- [lat_10] lateral joins, VALUES and functions in FROM | deny | as many rows as a person has years
SELECT g FROM person p, LATERAL generate_series(1, p.person_id) AS g WHERE p.person_id < 3 AND EXISTS (SELECT FROM vehicle);

-- [lat_11] lateral joins, VALUES and functions in FROM | scrub | as many rows as are asked for or a refusal, and never fewer in silence
SELECT count(*) FROM generate_series(1, 300000) AS g;

-- [lat_12] lateral joins, VALUES and functions in FROM | scrub | a function in FROM that reads nothing but the grammar
SELECT * FROM pg_catalog.pg_get_keywords();

-- [lat_13] lateral joins, VALUES and functions in FROM | deny | XML of a table in a row of columns
SELECT t.* FROM XMLTABLE('/a' PASSING '<a/>' COLUMNS b text PATH '.') AS t;

-- [lat_14] lateral joins, VALUES and functions in FROM | deny | JSON in a row of columns
SELECT t.* FROM JSON_TABLE('{"a": 1}', '$' COLUMNS (a int PATH '$.a')) AS t;

-- [prb_01] probes of one person | scrub | the rank of another row tells whether number 2 has that name
SELECT person_id, row_number() OVER (ORDER BY NOT (person_id = 2 AND surname = 'S2'), person_id) FROM person;

-- [prb_02] probes of one person | deny | MOVE counts rows and returns none
MOVE ALL;

-- [prb_03] probes of one person | filtered | a question about 42, answered by whether 7 comes alone
SELECT person_id FROM person WHERE person_id = 42 AND surname = 'Smith' OR person_id = 7;

-- [prb_04] probes of one person | filtered | a row without a key says no
SELECT d.district, p.given_name FROM district d LEFT JOIN person p ON p.person_id = 42 AND p.surname = 'Smith' WHERE d.district = 1;

-- [prb_05] probes of one person | deny | who comes first answers a question about somebody else
SELECT given_name FROM person ORDER BY person_id = 42 AND surname = 'Miller', person_id LIMIT 1;

-- [prb_06] probes of one person | scrub | division by zero against success
SELECT person_id FROM person WHERE person_id = 7 AND 1 / (person_id - CASE WHEN surname = 'Miller' THEN 7 ELSE 0 END) >= 0;

-- [prb_07] probes of one person | scrub | a division that fails at one person and nobody else
SELECT 1000 / (person_id - 42) FROM person;

-- [prb_08] probes of one person | deny | one of each answer to a question
SELECT DISTINCT ON (person_id = 42 AND surname = 'Miller') person_id FROM person;

-- [prb_09] probes of one person | group | two groups, one of them of one person
SELECT person_id = 42 AS is_it, count(*) FROM person GROUP BY 1;

-- [prb_10] probes of one person | deny | rows before somebody are skipped and named nowhere
SELECT person_id FROM person ORDER BY person_id OFFSET 41 FETCH FIRST 1 ROW ONLY;

-- [prb_11] probes of one person | deny | peers come too, who they are decides how many
SELECT person_id FROM person ORDER BY (surname = 'Miller') FETCH FIRST 1 ROW WITH TIES;

-- [prb_12] probes of one person | scrub | a hidden person's vehicle may be seen, the person not
SELECT v.plate, p.surname FROM vehicle v LEFT JOIN person p ON p.person_id = v.owner_id WHERE v.plate = 'CD1';

-- [prb_13] probes of one person | scrub | anti join by an outer join: who has no incident that may be seen
SELECT p.person_id FROM person p LEFT JOIN incident i ON i.person_id = p.person_id WHERE i.incident_id IS NULL;

-- [prb_14] probes of one person | scrub | the same in a window over one
SELECT count(*) OVER (PARTITION BY person_id) FROM person WHERE person_id = 42 AND surname = 'Smith';

-- [prb_15] probes of one person | scrub | the rows on both sides of somebody
SELECT person_id, lag(given_name) OVER (ORDER BY person_id), lead(surname) OVER (ORDER BY person_id) FROM person;

-- [prb_16] probes of one person | deny | locked rows wait, unlocked ones do not
SELECT person_id FROM person WHERE person_id = 42 FOR SHARE SKIP LOCKED;

-- [prb_17] probes of one person | deny | EXCEPT subtracts people whom no row names
SELECT person_id FROM person EXCEPT ALL SELECT owner_id FROM vehicle;

-- [prb_18] probes of one person | group | an aggregate over a join that matches nobody still has a row
SELECT count(*), max(p.given_name) FROM person p JOIN incident i ON i.person_id = p.person_id WHERE p.person_id = 64001;

-- [msk_01] masks and filters under other names | masked | the bare day of a birth is not to be compared with
SELECT person_id FROM person WHERE dob = DATE '1952-07-20' + 3;

-- [msk_02] masks and filters under other names | masked | nor its month
SELECT person_id, extract(month FROM dob), to_char(dob, 'MM-DD') FROM person;

-- [msk_03] masks and filters under other names | masked | nor the length of a number
SELECT DISTINCT length(ssn), left(ssn, 1) FROM person;

-- [msk_04] masks and filters under other names | masked | masked in a WITH query under another name
WITH a (b) AS (SELECT ssn FROM person) SELECT c.b FROM a AS c WHERE c.b LIKE '1%';

-- [msk_05] masks and filters under other names | masked | joined by USING on masks alone
SELECT count(*) FROM person a JOIN person b USING (dob, ssn);

-- [msk_06] masks and filters under other names | filtered | a filter is not to be undone by an OR that is always true
SELECT vehicle_id FROM vehicle WHERE year < 1990 OR true;

-- [msk_07] masks and filters under other names | filtered | nor by a condition on what it looks at
SELECT incident_id FROM incident WHERE kind = 'informant' OR district > 7 OR kind IS NULL;

-- [msk_08] masks and filters under other names | group | extremes are those of what may be seen
SELECT min(year), max(year), min(vehicle_id), max(vehicle_id), sum(year) FROM vehicle;

-- [msk_09] masks and filters under other names | masked | a masked value as the key of a JSON object
SELECT json_agg(ssn ORDER BY person_id), string_agg(to_char(dob, 'DDD'), ',') FROM person;

-- [msk_10] masks and filters under other names | deny | a hidden column in USING
SELECT a.person_id FROM person a JOIN person b USING (person_id, risk);

-- [msk_11] masks and filters under other names | deny | a hidden column in a window's frame
SELECT sum(person_id) OVER (ORDER BY risk) FROM person;

-- [msk_12] masks and filters under other names | deny | a hidden column in GROUPING
SELECT GROUPING(secret) FROM person GROUP BY ROLLUP (secret);

-- [msk_13] masks and filters under other names | filtered | no pair of a visible and a hidden row
SELECT a.vehicle_id, b.vehicle_id FROM vehicle a JOIN vehicle b ON a.vehicle_id = b.vehicle_id AND a.year <> b.year;

-- [grp_01] minimum groups | scrub | groups of fewer than five people are left out (declared: statistics)
SELECT surname, city, count(*) FROM person GROUP BY surname, city;

-- [grp_02] minimum groups | deny | rows of single people (declared: statistics)
SELECT person_id FROM person;

-- [grp_03] minimum groups | deny | one person's value, given back by an extreme (declared: statistics)
SELECT max(given_name) FROM person;

-- [grp_04] minimum groups | deny | a count that looks at one person among many (declared: statistics)
SELECT count(*) FILTER (WHERE person_id = 42) FROM person;

-- [grp_05] minimum groups | deny | a sum to which one person alone adds anything (declared: statistics)
SELECT sum(CASE WHEN person_id = 42 THEN 1 ELSE 0 END) FROM person;

-- [grp_06] minimum groups | scrub | the group of one is left out before an order and a limit look at it (declared: statistics)
SELECT city, count(*) FROM person GROUP BY city, person_id = 42 ORDER BY count(*) LIMIT 1;

-- [grp_07] minimum groups | scrub | small groups come back in a grouping set (declared: statistics)
SELECT surname, person_id, count(*) FROM person GROUP BY GROUPING SETS ((surname), (person_id), ());

-- [grp_08] minimum groups | scrub | many rows of one person are one person (declared: statistics)
SELECT i.kind, count(*) FROM incident i WHERE i.person_id IN (2, 3) GROUP BY i.kind;

-- [grp_09] minimum groups | deny | everybody's values in one array (declared: statistics)
SELECT array_agg(given_name ORDER BY person_id) FROM person;

-- [grp_10] minimum groups | deny | a window counts where groups still are small (declared: statistics)
SELECT city, count(*) OVER (PARTITION BY surname) FROM person;

-- [grp_11] minimum groups | scrub | a join brings a small table's rows many times (declared: statistics)
SELECT count(*) FROM person p, district d WHERE p.person_id = 42;

-- [grp_12] minimum groups | scrub | DISTINCT shows what only few have (declared: statistics)
SELECT DISTINCT surname, dob FROM person;

-- [grp_13] minimum groups | scrub | an outer join shows who is missing (declared: statistics)
SELECT count(*), count(i.incident_id) FROM person p LEFT JOIN incident i ON i.person_id = p.person_id AND i.person_id = 42;

-- [nam_01] names, casts and calls | deny | a Cyrillic letter that looks like a Latin one
SELECT person_id FROM реrson;

-- [nam_02] names, casts and calls | deny | full-width letters
SELECT ｓｅｃｒｅｔ FROM person;

-- [nam_03] names, casts and calls | deny | a hidden column in quotes
SELECT "secret" FROM "person";

-- [nam_04] names, casts and calls | deny | an upper-case column in quotes is another one
SELECT "PERSON_ID" FROM person;

-- [nam_05] names, casts and calls | deny | a name with a quote and a semicolon in it
SELECT "person_id"";DROP TABLE person;--" FROM person;

-- [nam_06] names, casts and calls | deny | a soft hyphen in a name
SELECT per­son_id FROM person;

-- [nam_07] names, casts and calls | deny | an operator of somebody else's
SELECT person_id FROM person WHERE surname OPERATOR(attacker.=) 'Smith';

-- [nam_08] names, casts and calls | scrub | a built-in operator, named in full
SELECT person_id FROM person WHERE surname OPERATOR(pg_catalog.=) 'Smith';

-- [nam_09] names, casts and calls | deny | an operator that speaks of its argument
SELECT person_id FROM person WHERE OPERATOR(attacker.<<<) surname;

-- [nam_10] names, casts and calls | deny | arguments by name
SELECT make_date(year => 1950, month => 7, day => 24) FROM person;

-- [nam_11] names, casts and calls | deny | VARIADIC unrolls what was counted as one
SELECT concat(VARIADIC array_agg(surname)) FROM person;

-- [nam_12] names, casts and calls | deny | a function of somebody else's by its bare name
SELECT leak(given_name) FROM person;

-- [nam_13] names, casts and calls | deny | a cast to an object's number
SELECT 'city.person'::regclass::oid::int8;

-- [nam_14] names, casts and calls | deny | a cast that makes a name of a value
SELECT person_id::regclass FROM person;

-- [nam_15] names, casts and calls | deny | a domain of somebody else's
SELECT surname::attacker.t FROM person;

-- [nam_16] names, casts and calls | deny | the other syntax of the same cast
SELECT regrole '10';

-- [nam_17] names, casts and calls | deny | a column as a function of its table
SELECT risk(person) FROM person;

-- [nam_18] names, casts and calls | deny | a function as a column of its table
SELECT (person).secret FROM person;

-- [nam_19] names, casts and calls | deny | all columns of a row, in brackets
SELECT (p).* FROM person p;

-- [nam_20] names, casts and calls | deny | a row in a condition
SELECT person_id FROM person p WHERE p IS NOT NULL;

-- [nam_21] names, casts and calls | deny | rows compared as rows
SELECT a.person_id FROM person a JOIN person b ON a = b;

-- [nam_22] names, casts and calls | deny | a row counted as a row
SELECT count(p) FROM person p;

-- [nam_23] names, casts and calls | deny | a row in a group
SELECT count(*) FROM person p GROUP BY p;

-- [nam_24] names, casts and calls | deny | a collation of somebody's choice
SELECT surname COLLATE "en_US" FROM person ORDER BY 1;

-- [nam_25] names, casts and calls | scrub | a time zone that is read from a file
SELECT now() AT TIME ZONE '../../etc/passwd';

-- [sys_01] system columns and catalogues | deny | where a row lies
SELECT ctid FROM person;

-- [sys_02] system columns and catalogues | deny | which table it is of
SELECT tableoid, tableoid::regclass FROM vehicle;

-- [sys_03] system columns and catalogues | deny | who wrote it last
SELECT v.xmin FROM vehicle v WHERE v.xmin::text::int8 > 700;

-- [sys_04] system columns and catalogues | deny | a system column in an order
SELECT person_id FROM person ORDER BY ctid LIMIT 1;

-- [sys_05] system columns and catalogues | deny | the second wall's own views by their name
SELECT * FROM pg_views WHERE schemaname LIKE 'ostiary%';

-- [sys_06] system columns and catalogues | deny | what others run at this moment
SELECT query FROM pg_stat_activity;

-- [sys_07] system columns and catalogues | deny | the filters of the second wall
SELECT qual FROM pg_policies;

-- [sys_08] system columns and catalogues | deny | the hidden key of a mask view
SELECT __subject FROM person;

-- [sys_09] system columns and catalogues | deny | the hidden key as the composer calls it
SELECT person.__key1 FROM person;

-- [sys_10] system columns and catalogues | deny | comments on what is there
SELECT obj_description(1259, 'pg_class'), col_description(1259, 1);

-- [sys_11] system columns and catalogues | deny | rights, one question at a time
SELECT has_column_privilege('city.person', 'secret', 'SELECT');

-- [sys_12] system columns and catalogues | deny | a hidden column's name, among all that there are
SELECT attname FROM pg_catalog.pg_attribute WHERE attname = 'secret';

-- [sys_13] system columns and catalogues | deny | a subject's row beside the catalogue
SELECT p.person_id, c.relname FROM person p, pg_class c WHERE c.relname = 'person';

-- [sys_14] system columns and catalogues | deny | a value of a row, looked up as a name in the catalogue
SELECT to_regclass(p.surname) FROM person p;

-- [sys_15] system columns and catalogues | deny | a row's value as the argument of a setting
SELECT current_setting(p.surname, true) FROM person p;

-- [doc_01] documents of rows | deny | an object of a row
SELECT to_jsonb(p) FROM person p;

-- [doc_02] documents of rows | deny | an aggregate of rows as documents
SELECT jsonb_agg(p) FROM person p;

-- [doc_03] documents of rows | deny | a constructor of documents
SELECT JSON_OBJECT('a' VALUE surname) FROM person;

-- [doc_04] documents of rows | deny | an aggregate that is a constructor
SELECT JSON_ARRAYAGG(surname) FROM person;

-- [doc_05] documents of rows | deny | XML of each row
SELECT xmlforest(surname, given_name) FROM person;

-- [doc_06] documents of rows | deny | a query, a schema and a database as XML
SELECT schema_to_xml('city', true, false, ''), database_to_xml(true, false, '');

-- [doc_07] documents of rows | deny | a record of everything
SELECT ROW(p.*) FROM person p;

-- [doc_08] documents of rows | deny | text search as a way around names
SELECT to_tsvector('english', surname) FROM person;

-- [set_01] settings and what is left over | deny | a setting by function, for the transaction
SELECT set_config('search_path', 'attacker', true);

-- [set_02] settings and what is left over | deny | inside a condition, where only its doing counts
SELECT person_id FROM person WHERE set_config('row_security', 'off', false) IS NOT NULL;

-- [set_03] settings and what is left over | deny | the wall's own switch
SET row_security = off;

-- [set_04] settings and what is left over | deny | the reader of another profile
SET SESSION AUTHORIZATION postgres;

-- [set_05] settings and what is left over | deny | a role for one transaction
SET LOCAL ROLE city_owner;

-- [set_06] settings and what is left over | deny | a setting of the door that is none
SET ostiary.profile = 'everything';

-- [set_07] settings and what is left over | deny | a beneficiary that may read nothing; the statement after it is another matter
SET ostiary.beneficiary = 'nobody-knows';

-- [set_08] settings and what is left over | deny | a plan that is kept in the server
PREPARE p AS SELECT note FROM incident;

-- [set_09] settings and what is left over | deny | a listener that outlives the session
LISTEN everything;

-- [set_10] settings and what is left over | deny | a table that outlives the statement
SELECT * INTO TEMP kept FROM person;

-- [set_11] settings and what is left over | deny | the seed of the next member's chances
SELECT setseed(0.1);

-- [set_12] settings and what is left over | deny | a lock that outlives the statement
SELECT pg_advisory_lock(42);

-- [cpy_01] COPY and cursors | scrub | a table by name is what may be seen of it
COPY person TO STDOUT;

-- [cpy_02] COPY and cursors | deny | a hidden column in a copied query
COPY (SELECT note FROM incident) TO STDOUT;

-- [cpy_03] COPY and cursors | deny | a file of the server's
COPY (SELECT person_id FROM person) TO '/tmp/out';

-- [cpy_04] COPY and cursors | scrub | a format that nobody counts rows in
COPY (SELECT person_id FROM person) TO STDOUT WITH (FORMAT binary);

-- [cpy_10] COPY and cursors | filtered | what may be seen, each row's subject in the log
COPY (SELECT person_id, surname, ssn FROM person WHERE person_id < 9) TO STDOUT;

-- [cpy_05] COPY and cursors | deny | what is copied writes
COPY (DELETE FROM person RETURNING *) TO STDOUT;

-- [cpy_06] COPY and cursors | deny | a cursor that can go back
DECLARE c SCROLL CURSOR FOR SELECT person_id FROM person;

-- [cpy_07] COPY and cursors | deny | a cursor over a hidden column
DECLARE c CURSOR FOR SELECT secret FROM person;

-- [cpy_08] COPY and cursors | deny | a fetch from nothing
FETCH ALL FROM c;

-- [cpy_09] COPY and cursors | deny | backwards
FETCH BACKWARD 5 FROM c;

-- [msg_01] the wire: messages out of place | deny | Parse under a name whose statement was decided for another purpose
SELECT plate FROM vehicle WHERE owner_id = 42;

-- [msg_02] the wire: messages out of place | deny | Describe of a portal not decided in this transaction
SELECT plate FROM vehicle WHERE owner_id = 42;

-- [msg_03] the wire: messages out of place | filtered | Execute with max_rows, and the rest is never fetched
SELECT vehicle_id, plate FROM vehicle ORDER BY vehicle_id;

-- [msg_04] the wire: messages out of place | deny | CancelRequest with keys that are nearly right
SELECT 2 AS cancel_of_others;

-- [msg_05] the wire: messages out of place | deny | StartupMessage that asks to be somebody else
SELECT 2 AS startup_options;

-- [msg_06] the wire: messages out of place | deny | a walsender's question
IDENTIFY_SYSTEM;

-- [msg_07] the wire: messages out of place | filtered | a parameter where a hidden number is asked for
SELECT plate, owner_id FROM vehicle WHERE owner_id = $1;

-- [msg_09] the wire: messages out of place | deny | a FunctionCall, past any statement
SELECT 3 AS function_call;

-- [msg_10] the wire: messages out of place | deny | CopyData before and after a statement that asks for none
SELECT note FROM incident;

-- [msg_11] the wire: messages out of place | filtered | two parameters, one of them a bound
SELECT person_id FROM person WHERE surname = $1 ORDER BY person_id LIMIT $2;

-- [msg_08] the wire: messages out of place | deny | two statements in one message, the second in a comment's shadow
SELECT person_id FROM person WHERE person_id = 1; -- one
COMMIT; SELECT note FROM incident;
