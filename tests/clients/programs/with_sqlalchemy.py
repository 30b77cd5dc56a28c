"""SQLAlchemy 2 as applications use it, reflection included."""

from __future__ import annotations

import os

import sqlalchemy
from sqlalchemy import Engine, MetaData, Table, create_engine, inspect, select, text
from sqlalchemy.orm import Session

from clients.programs.trials import CODES, attempt, expect, say


def engine_of(driver: str) -> Engine:
    return create_engine(f"postgresql+{driver}://", pool_pre_ping=True)


def tables(engine: Engine) -> None:
    names = inspect(engine).get_table_names()
    expect({"persons", "offence_codes"} <= set(names), wanted=True)


def columns(engine: Engine) -> None:
    found = {column["name"]: str(column["type"]) for column in inspect(engine).get_columns("persons")}
    expect(
        {name: found.get(name) for name in ("person_id", "surname", "dob")},
        {"person_id": "BIGINT", "surname": "TEXT", "dob": "DATE"},
    )


def constraints(engine: Engine) -> None:
    found = inspect(engine)
    found.get_pk_constraint("persons")
    found.get_foreign_keys("persons")
    found.get_indexes("persons")
    found.get_unique_constraints("persons")
    found.get_check_constraints("persons")
    found.get_table_comment("persons")


def names(engine: Engine) -> None:
    found = inspect(engine)
    expect(bool(found.get_schema_names()), wanted=True)
    expect(found.has_table("persons"), wanted=True)
    expect(found.has_table("nowhere"), wanted=False)
    found.get_view_names()
    found.get_materialized_view_names()
    found.get_sequence_names()
    found.get_enums()  # type: ignore[attr-defined]
    found.get_domains()  # type: ignore[attr-defined]


def autoload(engine: Engine) -> None:
    codes = Table("offence_codes", MetaData(), autoload_with=engine)
    with engine.connect() as connection:
        found = connection.execute(select(codes.c.iucr).where(codes.c.iucr == "0110")).all()
        expect([tuple(row) for row in found], [("0110",)])


def everything(engine: Engine) -> None:
    metadata = MetaData()
    metadata.reflect(engine)
    expect("persons" in metadata.tables, wanted=True)


def session(engine: Engine) -> None:
    with Session(engine) as unit:
        expect(len(unit.execute(text(CODES)).all()) > 10, wanted=True)
        unit.rollback()


def streaming(engine: Engine) -> None:
    with engine.connect() as connection:
        rows = connection.execution_options(yield_per=7).execute(text(CODES)).all()
        expect(len(rows) > 10, wanted=True)


def main() -> None:
    say("client", f"SQLAlchemy {sqlalchemy.__version__} on psycopg")
    # An empty address takes all that libpq's variables say; SQLAlchemy itself reads none of them.
    if "PGHOST" not in os.environ:
        raise SystemExit("set PGHOST and its kin")
    engine = engine_of("psycopg")
    attempt("session", lambda: session(engine))
    attempt("get_table_names", lambda: tables(engine))
    attempt("get_columns", lambda: columns(engine))
    attempt("keys and indexes", lambda: constraints(engine))
    attempt("schemas, views, enums", lambda: names(engine))
    attempt("Table(autoload_with)", lambda: autoload(engine))
    attempt("MetaData.reflect", lambda: everything(engine))
    attempt("yield_per", lambda: streaming(engine))
    engine.dispose()


if __name__ == "__main__":
    main()
