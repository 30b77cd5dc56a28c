"""The tables of schema `city` as DDL.

Knows: types, keys, references and indexes, in which order they are made, and the role that owns them.
Must not know: rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ostiary.demo.city.rows import (
    Arrest,
    Case,
    ContactCard,
    Incident,
    OffenceCode,
    Person,
    PlateRead,
    Vehicle,
    Warrant,
)

SCHEMA: Final = "city"
OWNER: Final = "city_owner"

COLUMNS: Final = {
    "persons": Person._fields,
    "incidents": Incident._fields,
    "arrests": Arrest._fields,
    "vehicles": Vehicle._fields,
    "plate_reads": PlateRead._fields,
    "warrants": Warrant._fields,
    "contact_cards": ContactCard._fields,
    "cases": Case._fields,
    "offence_codes": OffenceCode._fields,
}
"""The tables with their columns, in an order in which references can be loaded."""

CREATE_SCHEMA: Final = "CREATE SCHEMA city AUTHORIZATION city_owner"

CREATE_TABLES: Final = """
CREATE TABLE city.persons (
    person_id     int8 NOT NULL,
    surname       text NOT NULL,
    given_name    text NOT NULL,
    dob           date NOT NULL,
    ssn           text NOT NULL,
    sex           text NOT NULL,
    address       text NOT NULL,
    phone         text NOT NULL,
    birth_country text NOT NULL,
    juvenile      bool NOT NULL,
    sealed        bool NOT NULL
);
CREATE TABLE city.incidents (
    incident_id          int8 NOT NULL,
    case_number          text NOT NULL,
    occurred_at          timestamp NOT NULL,
    block                text NOT NULL,
    iucr                 text NOT NULL,
    primary_type         text NOT NULL,
    description          text NOT NULL,
    location_description text NOT NULL,
    arrest               bool NOT NULL,
    domestic             bool NOT NULL,
    district             text NOT NULL,
    fbi_code             text NOT NULL,
    person_id            int8 NULL,
    sealed               bool NOT NULL
);
CREATE TABLE city.arrests (
    arrest_id    int8 NOT NULL,
    case_number  text NOT NULL,
    person_id    int8 NOT NULL,
    arrested_at  timestamp NOT NULL,
    charge       text NOT NULL,
    district     text NOT NULL,
    release_date date NULL,
    juvenile     bool NOT NULL,
    sealed       bool NOT NULL
);
CREATE TABLE city.vehicles (
    vehicle_id int8 NOT NULL,
    plate      text NOT NULL,
    make       text NOT NULL,
    model      text NOT NULL,
    year       int4 NOT NULL,
    owner_id   int8 NULL
);
CREATE TABLE city.plate_reads (
    read_id   int8 NOT NULL,
    plate     text NOT NULL,
    camera    text NOT NULL,
    read_at   timestamp NOT NULL,
    latitude  float8 NOT NULL,
    longitude float8 NOT NULL,
    owner_id  int8 NULL
);
CREATE TABLE city.warrants (
    warrant_id     int8 NOT NULL,
    warrant_number text NOT NULL,
    kind           text NOT NULL,
    judicial       bool NOT NULL,
    issuing_court  text NOT NULL,
    person_id      int8 NOT NULL,
    offence        text NOT NULL,
    issued_on      date NOT NULL,
    served_on      date NULL,
    status         text NOT NULL,
    juvenile       bool NOT NULL,
    sealed         bool NOT NULL
);
CREATE TABLE city.contact_cards (
    card_id      int8 NOT NULL,
    card_number  text NOT NULL,
    person_id    int8 NULL,
    contacted_at timestamp NOT NULL,
    place        text NOT NULL,
    district     text NOT NULL,
    reason       text NOT NULL,
    officer      text NOT NULL,
    plate        text NULL,
    narrative    text NOT NULL,
    juvenile     bool NOT NULL,
    sealed       bool NOT NULL
);
CREATE TABLE city.cases (
    case_number text NOT NULL,
    opened_on   date NOT NULL,
    closed_on   date NULL,
    unit        text NOT NULL,
    lead_member text NOT NULL,
    offence     text NOT NULL
);
CREATE TABLE city.offence_codes (
    iucr         text NOT NULL,
    primary_type text NOT NULL,
    description  text NOT NULL,
    index_code   text NOT NULL
);
"""

KEYS_AND_INDEXES: Final[Mapping[str, Sequence[str]]] = {
    "persons": (
        "ALTER TABLE city.persons ADD PRIMARY KEY (person_id)",
        # Names are searched by their beginning: this operator class serves LIKE whatever the database's collation.
        "CREATE INDEX persons_surname ON city.persons (surname text_pattern_ops, given_name text_pattern_ops)",
    ),
    "incidents": (
        "ALTER TABLE city.incidents ADD PRIMARY KEY (incident_id)",
        "CREATE INDEX incidents_case_number ON city.incidents (case_number)",
        "CREATE INDEX incidents_person ON city.incidents (person_id)",
        "CREATE INDEX incidents_occurred ON city.incidents (occurred_at)",
    ),
    "arrests": (
        "ALTER TABLE city.arrests ADD PRIMARY KEY (arrest_id)",
        "CREATE INDEX arrests_case_number ON city.arrests (case_number)",
        "CREATE INDEX arrests_person ON city.arrests (person_id)",
    ),
    "vehicles": (
        "ALTER TABLE city.vehicles ADD PRIMARY KEY (vehicle_id), ADD UNIQUE (plate)",
        "CREATE INDEX vehicles_owner ON city.vehicles (owner_id)",
    ),
    "plate_reads": (
        "ALTER TABLE city.plate_reads ADD PRIMARY KEY (read_id)",
        "CREATE INDEX plate_reads_plate ON city.plate_reads (plate, read_at)",
        "CREATE INDEX plate_reads_owner ON city.plate_reads (owner_id)",
    ),
    "warrants": (
        "ALTER TABLE city.warrants ADD PRIMARY KEY (warrant_id)",
        "CREATE INDEX warrants_number ON city.warrants (warrant_number)",
        "CREATE INDEX warrants_person ON city.warrants (person_id)",
    ),
    "contact_cards": (
        "ALTER TABLE city.contact_cards ADD PRIMARY KEY (card_id)",
        "CREATE INDEX contact_cards_person ON city.contact_cards (person_id)",
        "CREATE INDEX contact_cards_plate ON city.contact_cards (plate)",
    ),
    "cases": ("ALTER TABLE city.cases ADD PRIMARY KEY (case_number)",),
    "offence_codes": ("ALTER TABLE city.offence_codes ADD PRIMARY KEY (iucr)",),
}
"""What is built on each table once its rows are there: sorting all keys at once is much faster than one by one."""

REFERENCES: Final = (
    ("incidents", "person_id"), ("arrests", "person_id"), ("vehicles", "owner_id"), ("warrants", "person_id"),
    ("contact_cards", "person_id"),
)  # fmt: skip
"""The columns that name a person who must be there; the owner of a plate that was read may have moved away."""

ANALYZE: Final = f"ANALYZE {', '.join(f'{SCHEMA}.{table}' for table in COLUMNS)}"
