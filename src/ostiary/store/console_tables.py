"""What the control database keeps for the console: who may sign in, and who is signed in.

Knows: the tables, and what each of two group roles may do with them.
Must not know: passwords, codes, tokens, keys: their digests and sealed forms are bytes here.

The console's own account can sign people in and out, and mark a code as used; it can make nobody an account, and change no
password and no role. Whoever takes the web process over gains no account that stays.
"""

from __future__ import annotations

from typing import Final

CONSOLE_ROLE: Final = "ostiary_console"
CONSOLE_KEEPER_ROLE: Final = "ostiary_console_keeper"

CONSOLE_TABLES: Final = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{CONSOLE_ROLE}') THEN CREATE ROLE {CONSOLE_ROLE} NOLOGIN; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{CONSOLE_KEEPER_ROLE}') THEN CREATE ROLE {CONSOLE_KEEPER_ROLE} NOLOGIN; END IF;
END $$;
CREATE TABLE IF NOT EXISTS ostiary.console_account (
    name text PRIMARY KEY CHECK (octet_length(name) BETWEEN 1 AND 200),
    role text NOT NULL CHECK (role IN ('custodian', 'auditor', 'official')),
    kept_password text NOT NULL CHECK (octet_length(kept_password) BETWEEN 0 AND 400),
    code_secret bytea NOT NULL CHECK (octet_length(code_secret) BETWEEN 0 AND 200),
    last_step bigint NOT NULL DEFAULT -1,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz
);
CREATE TABLE IF NOT EXISTS ostiary.console_session (
    digest bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    account text NOT NULL REFERENCES ostiary.console_account (name),
    began bigint NOT NULL,
    used bigint NOT NULL CHECK (used >= began)
);
-- A signing key closed under a passphrase. The console opens keys and keeps none; whoever keeps accounts puts them here.
CREATE TABLE IF NOT EXISTS ostiary.console_signing_key (
    account text PRIMARY KEY REFERENCES ostiary.console_account (name),
    official text NOT NULL CHECK (octet_length(official) BETWEEN 1 AND 240),
    vkey text NOT NULL CHECK (octet_length(vkey) BETWEEN 1 AND 1024),
    box bytea NOT NULL CHECK (octet_length(box) BETWEEN 1 AND 4096),
    put_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- A step is used once: whatever the web process has become, it cannot open an older code again.
CREATE OR REPLACE FUNCTION ostiary.code_step_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.last_step < OLD.last_step THEN RAISE EXCEPTION 'the step of a code never goes back'; END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER only_grows BEFORE UPDATE ON ostiary.console_account
    FOR EACH ROW EXECUTE FUNCTION ostiary.code_step_only_grows();
REVOKE ALL ON ostiary.console_account, ostiary.console_session, ostiary.console_signing_key
    FROM PUBLIC, {CONSOLE_ROLE}, {CONSOLE_KEEPER_ROLE};
GRANT USAGE ON SCHEMA ostiary TO {CONSOLE_ROLE}, {CONSOLE_KEEPER_ROLE};
GRANT SELECT, UPDATE (last_step) ON ostiary.console_account TO {CONSOLE_ROLE};
GRANT SELECT, INSERT, UPDATE (used), DELETE ON ostiary.console_session TO {CONSOLE_ROLE};
GRANT SELECT (name, role, made_at, ended_at), INSERT (name, role, kept_password, code_secret), UPDATE (ended_at)
    ON ostiary.console_account TO {CONSOLE_KEEPER_ROLE};
GRANT SELECT (account), DELETE ON ostiary.console_session TO {CONSOLE_KEEPER_ROLE};
GRANT SELECT ON ostiary.console_signing_key TO {CONSOLE_ROLE};
GRANT SELECT (account), INSERT (account, official, vkey, box), DELETE
    ON ostiary.console_signing_key TO {CONSOLE_KEEPER_ROLE};
"""  # noqa: S608 - the names are the constants above.
