"""The schema as Arrow has it.

Knows: which Arrow type each kind of column is.
Must not know: files, engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyarrow as pa

from ostiary.watch.events.schema import Kind, Schema

TYPES: Final[Mapping[Kind, pa.DataType]] = {
    "text": pa.string(),
    "int16": pa.int16(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "real": pa.float64(),
    "bool": pa.bool_(),
}


def arrow_schema(schema: Schema) -> pa.Schema:
    """The same columns in the same order; those that may be empty are nullable."""
    return pa.schema([pa.field(each.name, TYPES[each.kind], nullable=bool(each.empty)) for each in schema])
