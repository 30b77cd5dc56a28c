"""The system relations that are answered for: those that clients ask in order to find tables, columns and types.

Knows: names of PostgreSQL's relations.
Must not know: their columns, what they say.

A relation belongs here when a client that is on our list asks it. Whatever shows values of columns, what others do at this
moment, or what is a superuser's to see has no place here, and is refused like a table that is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ANSWERED: Final[Mapping[str, frozenset[str]]] = {
    "pg_catalog": frozenset(
        "pg_aggregate pg_am pg_amop pg_amproc pg_attrdef pg_attribute pg_auth_members pg_available_extensions pg_cast "
        "pg_class pg_collation pg_constraint pg_conversion pg_database pg_db_role_setting pg_default_acl pg_depend "
        "pg_description pg_enum pg_event_trigger pg_extension pg_foreign_data_wrapper pg_foreign_server pg_foreign_table "
        "pg_group pg_index pg_indexes pg_inherits pg_language pg_matviews pg_namespace pg_opclass pg_operator "
        "pg_opfamily pg_partitioned_table pg_policies pg_policy pg_proc pg_publication pg_publication_namespace "
        "pg_publication_rel pg_publication_tables pg_range pg_replication_slots pg_rewrite pg_roles pg_rules pg_seclabel pg_seclabels "
        "pg_sequence pg_sequences pg_settings pg_shdescription pg_shseclabel pg_stat_gssapi pg_statistic_ext pg_tables pg_tablespace "
        "pg_trigger pg_ts_config pg_ts_config_map pg_ts_dict pg_ts_parser pg_ts_template pg_type pg_user pg_views".split()
    ),
    "information_schema": frozenset(
        "applicable_roles character_sets check_constraints collations column_privileges columns "
        "constraint_column_usage constraint_table_usage domain_constraints domains element_types enabled_roles "
        "information_schema_catalog_name key_column_usage parameters referential_constraints role_table_grants routines "
        "schemata sequences table_constraints table_privileges tables triggers view_column_usage view_table_usage "
        "views".split()
    ),
}
