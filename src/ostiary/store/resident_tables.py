"""What the control database keeps for residents: sealed answers that wait for a code, sealed questions, and counts of days.

Knows: the tables, and which functions each account may call.
Must not know: what is sealed, codes, keys, pages.

No account may read these tables but an official's, and that one only those of questions. The site that residents reach has
functions: whoever takes that site over can try digests of 256 bits, ask one at a time, and add within the limits below. Names of
people, addresses and instants stand nowhere: days, and for a slip the hour at which it ends.
"""

from __future__ import annotations

from typing import Final

RESIDENT_ROLE: Final = "ostiary_resident_site"

MAX_SLIP_BYTES: Final = 4 * 1_024 * 1_024 + 64
"""A disclosure in one folder of 4 MiB, and what sealing adds."""
MAX_SLIPS: Final = 500
"""Waiting at once. A counter that issues one in three minutes has 160 in a day; 500 of the largest size are 2 GB."""
MAX_LETTER_BYTES: Final = 16 * 1_024 + 64
"""4,000 characters of at most four bytes each."""
MAX_LETTERS_A_DAY: Final = 200
"""What an office can read; 200 of the largest are 3 MB a day and 1.2 GB a year, beside the answers."""

_FUNCTION: Final = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp"

RESIDENT_TABLES: Final = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{RESIDENT_ROLE}') THEN CREATE ROLE {RESIDENT_ROLE} NOLOGIN; END IF;
END $$;
CREATE TABLE IF NOT EXISTS ostiary.resident_count (
    day date NOT NULL,
    what text NOT NULL CHECK (what IN ('issued', 'shown', 'expired')),
    count bigint NOT NULL CHECK (count > 0),
    PRIMARY KEY (day, what)
);
CREATE TABLE IF NOT EXISTS ostiary.slip (
    digest bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    sealed bytea NOT NULL CHECK (octet_length(sealed) BETWEEN 1 AND {MAX_SLIP_BYTES}),
    expires_at timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS ostiary.resident_letter (
    number bigint PRIMARY KEY CHECK (number > 0),
    digest bytea UNIQUE NOT NULL CHECK (octet_length(digest) = 32),
    answer_key bytea NOT NULL CHECK (octet_length(answer_key) = 32),
    kind text NOT NULL CHECK (kind IN ('question', 'complaint')),
    sealed bytea NOT NULL CHECK (octet_length(sealed) BETWEEN 1 AND {MAX_LETTER_BYTES}),
    received_on date NOT NULL,
    due_on date NOT NULL CHECK (due_on > received_on),
    answered_on date,
    answer bytea CHECK (octet_length(answer) BETWEEN 1 AND {MAX_LETTER_BYTES}),
    CHECK ((answered_on IS NULL) = (answer IS NULL))
);
CREATE OR REPLACE FUNCTION ostiary.today() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date
$$;
CREATE OR REPLACE FUNCTION ostiary.count_resident(a_what text, how_many bigint) RETURNS void {_FUNCTION} AS $$ BEGIN
    IF how_many > 0 THEN
        INSERT INTO ostiary.resident_count AS one VALUES (ostiary.today(), a_what, how_many)
        ON CONFLICT (day, what) DO UPDATE SET count = one.count + EXCLUDED.count;
    END IF;
END $$;
CREATE OR REPLACE FUNCTION ostiary.forget_slips() RETURNS void {_FUNCTION} AS $$ DECLARE gone bigint; BEGIN
    DELETE FROM ostiary.slip WHERE expires_at <= clock_timestamp();
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM ostiary.count_resident('expired', gone);
END $$;
-- The end is a full hour, so that it does not say at which minute somebody stood at the counter.
CREATE OR REPLACE FUNCTION ostiary.issue_slip(a_digest bytea, what_is_sealed bytea, hours integer)
RETURNS timestamptz {_FUNCTION} AS $$ DECLARE ends timestamptz; BEGIN
    LOCK TABLE ostiary.slip IN SHARE ROW EXCLUSIVE MODE;
    PERFORM ostiary.forget_slips();
    IF (SELECT count(*) FROM ostiary.slip) >= {MAX_SLIPS} THEN RETURN NULL; END IF;
    ends := date_trunc('hour', clock_timestamp()) + make_interval(hours => hours + 1);
    INSERT INTO ostiary.slip VALUES (a_digest, what_is_sealed, ends);
    PERFORM ostiary.count_resident('issued', 1);
    RETURN ends;
END $$;
-- Whoever comes first has it: the row is locked, and gone for everybody after.
CREATE OR REPLACE FUNCTION ostiary.take_slip(a_digest bytea) RETURNS bytea {_FUNCTION} AS $$ DECLARE found_one bytea; BEGIN
    PERFORM ostiary.forget_slips();
    DELETE FROM ostiary.slip WHERE digest = a_digest RETURNING sealed INTO found_one;
    IF found_one IS NOT NULL THEN PERFORM ostiary.count_resident('shown', 1); END IF;
    RETURN found_one;
END $$;
CREATE OR REPLACE FUNCTION ostiary.file_letter(a_digest bytea, a_key bytea, a_kind text, what_is_sealed bytea, days integer)
RETURNS TABLE (a_number bigint, a_received date, a_due date) {_FUNCTION} AS $$ DECLARE now_on date := ostiary.today(); BEGIN
    LOCK TABLE ostiary.resident_letter IN SHARE ROW EXCLUSIVE MODE;
    IF (SELECT count(*) FROM ostiary.resident_letter WHERE received_on = now_on) >= {MAX_LETTERS_A_DAY} THEN RETURN; END IF;
    RETURN QUERY INSERT INTO ostiary.resident_letter AS one
        SELECT coalesce(max(number), 0) + 1, a_digest, a_key, a_kind, what_is_sealed, now_on, now_on + days
        FROM ostiary.resident_letter
        RETURNING one.number, one.received_on, one.due_on;
END $$;
CREATE OR REPLACE FUNCTION ostiary.look_up_letter(a_number bigint, a_digest bytea)
RETURNS TABLE (a_kind text, a_received date, a_due date, an_answered date, an_answer bytea) {_FUNCTION} AS $$ BEGIN
    RETURN QUERY SELECT kind, received_on, due_on, answered_on, answer FROM ostiary.resident_letter
        WHERE number = a_number AND digest = a_digest;
END $$;
CREATE OR REPLACE FUNCTION ostiary.answer_letter(a_number bigint, an_answer bytea) RETURNS boolean {_FUNCTION} AS $$ BEGIN
    UPDATE ostiary.resident_letter SET answer = an_answer, answered_on = ostiary.today()
        WHERE number = a_number AND answered_on IS NULL;
    RETURN FOUND;
END $$;
CREATE OR REPLACE FUNCTION ostiary.letter_counts()
RETURNS TABLE (opened bigint, late bigint, in_time bigint, too_late bigint) {_FUNCTION} AS $$ BEGIN
    RETURN QUERY SELECT
        count(*) FILTER (WHERE answered_on IS NULL AND due_on >= ostiary.today()),
        count(*) FILTER (WHERE answered_on IS NULL AND due_on < ostiary.today()),
        count(*) FILTER (WHERE answered_on <= due_on),
        count(*) FILTER (WHERE answered_on > due_on)
    FROM ostiary.resident_letter;
END $$;
CREATE OR REPLACE FUNCTION ostiary.resident_counts()
RETURNS TABLE (a_day date, a_what text, a_count bigint) {_FUNCTION} AS $$ BEGIN
    PERFORM ostiary.forget_slips();
    RETURN QUERY SELECT day, what, count FROM ostiary.resident_count ORDER BY day, what;
END $$;
REVOKE ALL ON ostiary.resident_count, ostiary.slip, ostiary.resident_letter FROM PUBLIC, {RESIDENT_ROLE};
REVOKE ALL ON FUNCTION ostiary.count_resident, ostiary.forget_slips, ostiary.issue_slip, ostiary.take_slip, ostiary.file_letter,
    ostiary.look_up_letter, ostiary.answer_letter, ostiary.letter_counts, ostiary.resident_counts FROM PUBLIC, {RESIDENT_ROLE};
GRANT USAGE ON SCHEMA ostiary TO {RESIDENT_ROLE};
GRANT EXECUTE ON FUNCTION ostiary.take_slip, ostiary.file_letter, ostiary.look_up_letter, ostiary.letter_counts TO {RESIDENT_ROLE};
"""  # noqa: S608 - the names and numbers are the constants above.


def official_grants(role: str) -> str:
    """What lets an official's account issue slips and answer questions; all of these may be run again."""
    return f"""
GRANT SELECT ON ostiary.resident_letter TO {role};
GRANT EXECUTE ON FUNCTION ostiary.issue_slip, ostiary.answer_letter, ostiary.letter_counts, ostiary.resident_counts TO {role};
"""


def counting_grants(role: str) -> str:
    """What lets an account read the counts, and nothing else."""
    return f"GRANT EXECUTE ON FUNCTION ostiary.letter_counts, ostiary.resident_counts TO {role};"
