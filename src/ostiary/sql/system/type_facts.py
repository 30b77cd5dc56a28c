"""PostgreSQL's built-in types, and the OIDs of its system tables. Written by tools/system_relations.py; not by hand.

Knows: names, types and OIDs that PostgreSQL's own sources assign, for the majors 15, 16, 17, 18.
Must not know: what any database holds.
"""

from __future__ import annotations

from typing import Final

TYPES: Final = """\
16|bool|boolean|1|True|b|B|True|,|0|1000|boolin|boolout|boolrecv|boolsend|c|p|0
17|bytea|bytea|-1|False|b|U|False|,|0|1001|byteain|byteaout|bytearecv|byteasend|i|x|0
18|char|"char"|1|True|b|Z|False|,|0|1002|charin|charout|charrecv|charsend|c|p|0
19|name|name|64|False|b|S|False|,|18|1003|namein|nameout|namerecv|namesend|c|p|950
20|int8|bigint|8|True|b|N|False|,|0|1016|int8in|int8out|int8recv|int8send|d|p|0
21|int2|smallint|2|True|b|N|False|,|0|1005|int2in|int2out|int2recv|int2send|s|p|0
22|int2vector|int2vector|-1|False|b|A|False|,|21|1006|int2vectorin|int2vectorout|int2vectorrecv|int2vectorsend|i|p|0
23|int4|integer|4|True|b|N|False|,|0|1007|int4in|int4out|int4recv|int4send|i|p|0
24|regproc|regproc|4|True|b|N|False|,|0|1008|regprocin|regprocout|regprocrecv|regprocsend|i|p|0
25|text|text|-1|False|b|S|True|,|0|1009|textin|textout|textrecv|textsend|i|x|100
26|oid|oid|4|True|b|N|True|,|0|1028|oidin|oidout|oidrecv|oidsend|i|p|0
27|tid|tid|6|False|b|U|False|,|0|1010|tidin|tidout|tidrecv|tidsend|s|p|0
28|xid|xid|4|True|b|U|False|,|0|1011|xidin|xidout|xidrecv|xidsend|i|p|0
29|cid|cid|4|True|b|U|False|,|0|1012|cidin|cidout|cidrecv|cidsend|i|p|0
30|oidvector|oidvector|-1|False|b|A|False|,|26|1013|oidvectorin|oidvectorout|oidvectorrecv|oidvectorsend|i|p|0
114|json|json|-1|False|b|U|False|,|0|199|json_in|json_out|json_recv|json_send|i|x|0
142|xml|xml|-1|False|b|U|False|,|0|143|xml_in|xml_out|xml_recv|xml_send|i|x|0
143|_xml|xml[]|-1|False|b|A|False|,|142|0|array_in|array_out|array_recv|array_send|i|x|0
199|_json|json[]|-1|False|b|A|False|,|114|0|array_in|array_out|array_recv|array_send|i|x|0
650|cidr|cidr|-1|False|b|I|False|,|0|651|cidr_in|cidr_out|cidr_recv|cidr_send|i|m|0
651|_cidr|cidr[]|-1|False|b|A|False|,|650|0|array_in|array_out|array_recv|array_send|i|x|0
700|float4|real|4|True|b|N|False|,|0|1021|float4in|float4out|float4recv|float4send|i|p|0
701|float8|double precision|8|True|b|N|True|,|0|1022|float8in|float8out|float8recv|float8send|d|p|0
705|unknown|unknown|-2|False|p|X|False|,|0|0|unknownin|unknownout|unknownrecv|unknownsend|c|p|0
790|money|money|8|True|b|N|False|,|0|791|cash_in|cash_out|cash_recv|cash_send|d|p|0
791|_money|money[]|-1|False|b|A|False|,|790|0|array_in|array_out|array_recv|array_send|d|x|0
869|inet|inet|-1|False|b|I|True|,|0|1041|inet_in|inet_out|inet_recv|inet_send|i|m|0
1000|_bool|boolean[]|-1|False|b|A|False|,|16|0|array_in|array_out|array_recv|array_send|i|x|0
1001|_bytea|bytea[]|-1|False|b|A|False|,|17|0|array_in|array_out|array_recv|array_send|i|x|0
1002|_char|"char"[]|-1|False|b|A|False|,|18|0|array_in|array_out|array_recv|array_send|i|x|0
1003|_name|name[]|-1|False|b|A|False|,|19|0|array_in|array_out|array_recv|array_send|i|x|950
1005|_int2|smallint[]|-1|False|b|A|False|,|21|0|array_in|array_out|array_recv|array_send|i|x|0
1006|_int2vector|int2vector[]|-1|False|b|A|False|,|22|0|array_in|array_out|array_recv|array_send|i|x|0
1007|_int4|integer[]|-1|False|b|A|False|,|23|0|array_in|array_out|array_recv|array_send|i|x|0
1008|_regproc|regproc[]|-1|False|b|A|False|,|24|0|array_in|array_out|array_recv|array_send|i|x|0
1009|_text|text[]|-1|False|b|A|False|,|25|0|array_in|array_out|array_recv|array_send|i|x|100
1010|_tid|tid[]|-1|False|b|A|False|,|27|0|array_in|array_out|array_recv|array_send|i|x|0
1011|_xid|xid[]|-1|False|b|A|False|,|28|0|array_in|array_out|array_recv|array_send|i|x|0
1012|_cid|cid[]|-1|False|b|A|False|,|29|0|array_in|array_out|array_recv|array_send|i|x|0
1013|_oidvector|oidvector[]|-1|False|b|A|False|,|30|0|array_in|array_out|array_recv|array_send|i|x|0
1014|_bpchar|character[]|-1|False|b|A|False|,|1042|0|array_in|array_out|array_recv|array_send|i|x|100
1015|_varchar|character varying[]|-1|False|b|A|False|,|1043|0|array_in|array_out|array_recv|array_send|i|x|100
1016|_int8|bigint[]|-1|False|b|A|False|,|20|0|array_in|array_out|array_recv|array_send|d|x|0
1021|_float4|real[]|-1|False|b|A|False|,|700|0|array_in|array_out|array_recv|array_send|i|x|0
1022|_float8|double precision[]|-1|False|b|A|False|,|701|0|array_in|array_out|array_recv|array_send|d|x|0
1028|_oid|oid[]|-1|False|b|A|False|,|26|0|array_in|array_out|array_recv|array_send|i|x|0
1033|aclitem|aclitem|16|False|b|U|False|,|0|1034|aclitemin|aclitemout|-|-|d|p|0
1034|_aclitem|aclitem[]|-1|False|b|A|False|,|1033|0|array_in|array_out|array_recv|array_send|d|x|0
1041|_inet|inet[]|-1|False|b|A|False|,|869|0|array_in|array_out|array_recv|array_send|i|x|0
1042|bpchar|character|-1|False|b|S|False|,|0|1014|bpcharin|bpcharout|bpcharrecv|bpcharsend|i|x|100
1043|varchar|character varying|-1|False|b|S|False|,|0|1015|varcharin|varcharout|varcharrecv|varcharsend|i|x|100
1082|date|date|4|True|b|D|False|,|0|1182|date_in|date_out|date_recv|date_send|i|p|0
1083|time|time without time zone|8|True|b|D|False|,|0|1183|time_in|time_out|time_recv|time_send|d|p|0
1114|timestamp|timestamp without time zone|8|True|b|D|False|,|0|1115|timestamp_in|timestamp_out|timestamp_recv|timestamp_send|d|p|0
1115|_timestamp|timestamp without time zone[]|-1|False|b|A|False|,|1114|0|array_in|array_out|array_recv|array_send|d|x|0
1182|_date|date[]|-1|False|b|A|False|,|1082|0|array_in|array_out|array_recv|array_send|i|x|0
1183|_time|time without time zone[]|-1|False|b|A|False|,|1083|0|array_in|array_out|array_recv|array_send|d|x|0
1184|timestamptz|timestamp with time zone|8|True|b|D|True|,|0|1185|timestamptz_in|timestamptz_out|timestamptz_recv|timestamptz_send|d|p|0
1185|_timestamptz|timestamp with time zone[]|-1|False|b|A|False|,|1184|0|array_in|array_out|array_recv|array_send|d|x|0
1186|interval|interval|16|False|b|T|True|,|0|1187|interval_in|interval_out|interval_recv|interval_send|d|p|0
1187|_interval|interval[]|-1|False|b|A|False|,|1186|0|array_in|array_out|array_recv|array_send|d|x|0
1231|_numeric|numeric[]|-1|False|b|A|False|,|1700|0|array_in|array_out|array_recv|array_send|i|x|0
1266|timetz|time with time zone|12|False|b|D|False|,|0|1270|timetz_in|timetz_out|timetz_recv|timetz_send|d|p|0
1270|_timetz|time with time zone[]|-1|False|b|A|False|,|1266|0|array_in|array_out|array_recv|array_send|d|x|0
1560|bit|bit|-1|False|b|V|False|,|0|1561|bit_in|bit_out|bit_recv|bit_send|i|x|0
1561|_bit|bit[]|-1|False|b|A|False|,|1560|0|array_in|array_out|array_recv|array_send|i|x|0
1562|varbit|bit varying|-1|False|b|V|True|,|0|1563|varbit_in|varbit_out|varbit_recv|varbit_send|i|x|0
1563|_varbit|bit varying[]|-1|False|b|A|False|,|1562|0|array_in|array_out|array_recv|array_send|i|x|0
1700|numeric|numeric|-1|False|b|N|False|,|0|1231|numeric_in|numeric_out|numeric_recv|numeric_send|i|m|0
1790|refcursor|refcursor|-1|False|b|U|False|,|0|2201|textin|textout|textrecv|textsend|i|x|0
2201|_refcursor|refcursor[]|-1|False|b|A|False|,|1790|0|array_in|array_out|array_recv|array_send|i|x|0
2205|regclass|regclass|4|True|b|N|False|,|0|2210|regclassin|regclassout|regclassrecv|regclasssend|i|p|0
2206|regtype|regtype|4|True|b|N|False|,|0|2211|regtypein|regtypeout|regtyperecv|regtypesend|i|p|0
2210|_regclass|regclass[]|-1|False|b|A|False|,|2205|0|array_in|array_out|array_recv|array_send|i|x|0
2211|_regtype|regtype[]|-1|False|b|A|False|,|2206|0|array_in|array_out|array_recv|array_send|i|x|0
2249|record|record|-1|False|p|P|False|,|0|2287|record_in|record_out|record_recv|record_send|d|x|0
2278|void|void|4|True|p|P|False|,|0|0|void_in|void_out|void_recv|void_send|i|p|0
2287|_record|record[]|-1|False|p|P|False|,|2249|0|array_in|array_out|array_recv|array_send|d|x|0
2950|uuid|uuid|16|False|b|U|False|,|0|2951|uuid_in|uuid_out|uuid_recv|uuid_send|c|p|0
2951|_uuid|uuid[]|-1|False|b|A|False|,|2950|0|array_in|array_out|array_recv|array_send|i|x|0
3220|pg_lsn|pg_lsn|8|True|b|U|False|,|0|3221|pg_lsn_in|pg_lsn_out|pg_lsn_recv|pg_lsn_send|d|p|0
3221|_pg_lsn|pg_lsn[]|-1|False|b|A|False|,|3220|0|array_in|array_out|array_recv|array_send|d|x|0
3614|tsvector|tsvector|-1|False|b|U|False|,|0|3643|tsvectorin|tsvectorout|tsvectorrecv|tsvectorsend|i|x|0
3615|tsquery|tsquery|-1|False|b|U|False|,|0|3645|tsqueryin|tsqueryout|tsqueryrecv|tsquerysend|i|p|0
3643|_tsvector|tsvector[]|-1|False|b|A|False|,|3614|0|array_in|array_out|array_recv|array_send|i|x|0
3645|_tsquery|tsquery[]|-1|False|b|A|False|,|3615|0|array_in|array_out|array_recv|array_send|i|x|0
3802|jsonb|jsonb|-1|False|b|U|False|,|0|3807|jsonb_in|jsonb_out|jsonb_recv|jsonb_send|i|x|0
3807|_jsonb|jsonb[]|-1|False|b|A|False|,|3802|0|array_in|array_out|array_recv|array_send|i|x|0
3904|int4range|int4range|-1|False|r|R|False|,|0|3905|range_in|range_out|range_recv|range_send|i|x|0
3905|_int4range|int4range[]|-1|False|b|A|False|,|3904|0|array_in|array_out|array_recv|array_send|i|x|0
3906|numrange|numrange|-1|False|r|R|False|,|0|3907|range_in|range_out|range_recv|range_send|i|x|0
3907|_numrange|numrange[]|-1|False|b|A|False|,|3906|0|array_in|array_out|array_recv|array_send|i|x|0
3908|tsrange|tsrange|-1|False|r|R|False|,|0|3909|range_in|range_out|range_recv|range_send|d|x|0
3909|_tsrange|tsrange[]|-1|False|b|A|False|,|3908|0|array_in|array_out|array_recv|array_send|d|x|0
3910|tstzrange|tstzrange|-1|False|r|R|False|,|0|3911|range_in|range_out|range_recv|range_send|d|x|0
3911|_tstzrange|tstzrange[]|-1|False|b|A|False|,|3910|0|array_in|array_out|array_recv|array_send|d|x|0
3912|daterange|daterange|-1|False|r|R|False|,|0|3913|range_in|range_out|range_recv|range_send|i|x|0
3913|_daterange|daterange[]|-1|False|b|A|False|,|3912|0|array_in|array_out|array_recv|array_send|i|x|0
3926|int8range|int8range|-1|False|r|R|False|,|0|3927|range_in|range_out|range_recv|range_send|d|x|0
3927|_int8range|int8range[]|-1|False|b|A|False|,|3926|0|array_in|array_out|array_recv|array_send|d|x|0
4072|jsonpath|jsonpath|-1|False|b|U|False|,|0|4073|jsonpath_in|jsonpath_out|jsonpath_recv|jsonpath_send|i|x|0
4073|_jsonpath|jsonpath[]|-1|False|b|A|False|,|4072|0|array_in|array_out|array_recv|array_send|i|x|0
"""
"""oid|typname|its name in SQL|typlen|typbyval|typtype|typcategory|typispreferred|typdelim|typelem|typarray|
typinput|typoutput|typreceive|typsend|typalign|typstorage|typcollation. What is no type's input is ``-``."""

OIDS: Final = """\
pg_aggregate|2600
pg_am|2601
pg_amop|2602
pg_amproc|2603
pg_attrdef|2604
pg_attribute|1249
pg_auth_members|1261
pg_authid|1260
pg_cast|2605
pg_class|1259
pg_collation|3456
pg_constraint|2606
pg_conversion|2607
pg_database|1262
pg_db_role_setting|2964
pg_default_acl|826
pg_depend|2608
pg_description|2609
pg_enum|3501
pg_event_trigger|3466
pg_extension|3079
pg_foreign_data_wrapper|2328
pg_foreign_server|1417
pg_foreign_table|3118
pg_index|2610
pg_inherits|2611
pg_init_privs|3394
pg_language|2612
pg_largeobject|2613
pg_largeobject_metadata|2995
pg_namespace|2615
pg_opclass|2616
pg_operator|2617
pg_opfamily|2753
pg_parameter_acl|6243
pg_partitioned_table|3350
pg_policy|3256
pg_proc|1255
pg_publication|6104
pg_publication_namespace|6237
pg_publication_rel|6106
pg_range|3541
pg_replication_origin|6000
pg_rewrite|2618
pg_seclabel|3596
pg_sequence|2224
pg_shdepend|1214
pg_shdescription|2396
pg_shseclabel|3592
pg_statistic|2619
pg_statistic_ext|3381
pg_statistic_ext_data|3429
pg_subscription|6100
pg_subscription_rel|6102
pg_tablespace|1213
pg_transform|3576
pg_trigger|2620
pg_ts_config|3602
pg_ts_config_map|3603
pg_ts_dict|3600
pg_ts_parser|3601
pg_ts_template|3764
pg_type|1247
pg_user_mapping|1418
"""
"""name|oid."""
