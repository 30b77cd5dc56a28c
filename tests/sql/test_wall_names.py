"""What the second wall calls its parts."""

from __future__ import annotations

from ostiary.sql.understanding.names import RESERVED_PREFIX
from ostiary.sql.wall_names import KEY_COLUMN, mask_role_of, reader_of, schema_of


def test_names_fit_and_differ() -> None:
    """Three names of one profile, none longer than PostgreSQL keeps."""
    names = {schema_of("0123456789ab"), mask_role_of("0123456789ab"), reader_of("0123456789ab")}
    assert len(names) == 3
    assert all(len(name) <= 63 for name in names)


def test_no_client_can_name_the_key() -> None:
    """The key's column has the reserved prefix."""
    assert KEY_COLUMN.startswith(RESERVED_PREFIX)
