"""The sections of ``ostiary.toml``: one class each.

Knows: the keys of each section, their defaults, what each is for.
Must not know: how a file of settings is read, where a home is, what is done with any of them.

A key whose type is a ``Secret...`` names a file that only the gateway's account may open.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

Port: TypeAlias = Annotated[int, Meta(ge=1, le=65_535)]
Days: TypeAlias = Annotated[int, Meta(ge=1, le=3_650)]
Count: TypeAlias = Annotated[int, Meta(ge=1, le=100_000)]
Seconds: TypeAlias = Annotated[float, Meta(gt=0, le=86_400)]
"""A day is longer than anything here should wait."""
FilePath: TypeAlias = Annotated[str, Meta(min_length=1, extra={"kind": "path"})]
SecretFile: TypeAlias = Annotated[str, Meta(min_length=1, extra={"kind": "secret file"})]
SecretFolder: TypeAlias = Annotated[str, Meta(min_length=1, extra={"kind": "secret folder"})]


class DatabaseTls(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the gateway's readers reach a database on another machine; without this section, in the clear."""

    root_certificate_file: Annotated[
        FilePath,
        Meta(
            description="the root certificates (PEM) that the database's own is verified with; it must bear the name under"
            " `host`"
        ),
    ]


class Database(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The records database."""

    host: Annotated[str, Meta(description="a host, or a folder of Unix sockets (begins with `/`)")]
    name: Annotated[str, Meta(description="the database's name")]
    keeper_dsn_file: Annotated[
        SecretFile,
        Meta(
            description="the connection string of the wall keeper, with which the gateway compares the walls; an"
            " account that may only connect is enough, and `wall apply --dsn-file` takes another that may build"
        ),
    ]
    port: Annotated[Port, Meta(description="its port; for a folder of sockets the number in the name")] = 5432
    tls: DatabaseTls | None = None


class ListenTls(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How clients are spoken to over TLS; without this section, not at all. Both files are looked at when they change."""

    certificate_file: Annotated[
        FilePath,
        Meta(description="the door's certificate (PEM), then those that lead to its root"),
    ]
    key_file: Annotated[SecretFile, Meta(description="the certificate's key (PEM, without a passphrase)")]
    required: Annotated[bool, Meta(description="whether log-ins in the clear are refused")] = True


class Listen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where clients connect."""

    host: Annotated[str, Meta(description="the address to listen on")] = "127.0.0.1"
    port: Annotated[Port, Meta(description="the port to listen on")] = 6432
    login_seconds: Annotated[Seconds, Meta(description="how long a stranger has for the log-in")] = 15.0
    max_connections: Annotated[
        Count, Meta(description="how many connections each worker has at once, log-ins included")
    ] = 4_000
    max_agency_sessions: Annotated[
        Count, Meta(description="how many sessions the members of one agency have at once, in each worker")
    ] = 1_500
    max_member_failures: Annotated[
        Count,
        Meta(
            description="how many questions of one member an hour may fail in the records database, in each worker; beyond"
            " it nothing is answered until time has passed"
        ),
    ] = 60
    tls: ListenTls | None = None


class Metrics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where monitoring asks: `/metrics` for Prometheus, `/livez` and `/readyz`. There is no log-in."""

    host: Annotated[
        str, Meta(description="the address to listen on; keep it where only monitoring comes")
    ] = "127.0.0.1"
    port: Annotated[
        Port | None, Meta(description="the port to listen on; nobody listens where it is not set")
    ] = None


class Witnesses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the witnesses are asked that `trust.policy` in the log's folder names with a URL. Only what widens access waits for them."""

    interval_seconds: Annotated[
        Seconds, Meta(description="how much time lies between two checkpoints that they are shown, at least")
    ] = 5.0
    answer_seconds: Annotated[Seconds, Meta(description="how long one of them has for its answer")] = 5.0
    quorum_seconds: Annotated[
        Seconds,
        Meta(description="how long entries may be without the quorum of that file before an event tells it"),
    ] = 60.0
    cover_seconds: Annotated[
        Seconds,
        Meta(
            description="how old the quorum's last cosignature may be while members are served: so long may witnesses be away,"
            " and so long may a city that was set back to an older state as a whole go unnoticed while they are"
        ),
    ] = 14_400.0


class Log(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the log lies on the disk, and where its head stands besides; without this section, in the clear and here alone."""

    master_key_file: Annotated[
        SecretFile | None,
        Meta(
            description="the master key, under which the key of each entry is kept: a file that `log create` or `log encrypt`"
            " has drawn, or one that names a key in a PKCS#11 token; it belongs on another disk than the log"
        ),
    ] = None
    head_dsn_file: Annotated[
        SecretFile | None,
        Meta(
            description="the log writer's connection string for the control database, where the last signed checkpoint stands"
            " as well: so that no second writer and no restored backup goes on from an older one; without it, it stands on this"
            " machine alone"
        ),
    ] = None
    scrub_hours: Annotated[
        int,
        Meta(
            ge=0,
            le=8_784,
            description="how old the last good `log scrub` may be before an event and doctor tell it; 0: nobody asks",
        ),
    ] = 0
    mode: Annotated[
        Literal["default", "strict"],
        Meta(
            description="`strict`: nothing is released before a quorum of the peers in `peers.policy`, in the log's folder, has"
            " acknowledged how far the journal goes; without that file the gateway does not start"
        ),
    ] = "default"


class Disclosures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What people are told of accesses about them, and when."""

    delay_days: Annotated[
        int,
        Meta(
            ge=0,
            le=60,
            description="how many days must lie between an access and the answer to whom it was about; until then two"
            " officials can hold it back. 0 is for demonstrations alone",
        ),
    ] = 10
    third_party_purposes: Annotated[
        tuple[str, ...],
        Meta(
            description="purposes, with all under them, that mostly concern somebody else: the person is told that there was"
            " an access, and neither who asked nor why"
        ),
    ] = ()


class WebTls(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The certificate of a face; without this section it is served in the clear, which is allowed on this machine alone."""

    certificate_file: Annotated[
        FilePath, Meta(description="the certificate (PEM), then those that lead to its root")
    ]
    key_file: Annotated[SecretFile, Meta(description="the certificate's key (PEM, without a passphrase)")]


class WebPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where one face is served."""

    host: Annotated[
        str,
        Meta(
            description="the address to listen on; any other than this machine's own needs `tls`; a reverse proxy on this"
            " machine may do that instead"
        ),
    ] = "127.0.0.1"
    port: Annotated[
        Port | None, Meta(description="the port to listen on; nothing is served where it is not set")
    ] = None
    origin: Annotated[
        str,
        Meta(
            description="what people type, as a browser writes it: `https://console.city.example`; requests under another"
            " name are refused. Empty: `http://` with the host and the port, for trying it on this machine"
        ),
    ] = ""
    tls: WebTls | None = None


class WebOidc(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An OpenID provider through which people sign in to the console, besides or instead of passwords here."""

    issuer: Annotated[
        str,
        Meta(min_length=1, description="its address, exactly as it calls itself; https, but on this machine"),
    ]
    client_id: Annotated[str, Meta(min_length=1, description="what it knows the console as")]
    client_secret_file: Annotated[
        SecretFile, Meta(description="the secret that it shares with the console, in one line")
    ]
    label: Annotated[
        str, Meta(min_length=1, max_length=60, description="what people call it, as the sign-in shows it")
    ] = "the city's sign-in"
    name_claim: Annotated[
        str,
        Meta(
            min_length=1,
            description="the claim that is the name of the account here; an `email` must be verified",
        ),
    ] = "email"
    role_claim: Annotated[str, Meta(min_length=1, description="the claim whose values stand for roles")] = (
        "groups"
    )
    custodians: Annotated[tuple[str, ...], Meta(description="values that stand for the custodian")] = ()
    auditors: Annotated[tuple[str, ...], Meta(description="values that stand for the auditor")] = ()
    officials: Annotated[tuple[str, ...], Meta(description="values that stand for the official")] = ()


class Web(WebPlace, frozen=True, forbid_unknown_fields=True):
    """The oversight console, which `ostiary web serve` serves; without a port there is none."""

    idle_seconds: Annotated[
        int, Meta(ge=60, le=86_400, description="how long a session holds without a request")
    ] = 1_800
    whole_seconds: Annotated[
        int,
        Meta(ge=60, le=604_800, description="how long a session holds at most, whatever is asked meanwhile"),
    ] = 36_000
    console_dsn_file: Annotated[
        SecretFile | None,
        Meta(
            description="the console's connection string for the control database: it reads accounts, and keeps who is signed in;"
            " required with a port"
        ),
    ] = None
    code_key_file: Annotated[
        SecretFile | None,
        Meta(
            description="the key under which the secrets of one-time codes are sealed: the first `web user add` draws it;"
            " required with a port"
        ),
    ] = None
    oidc: WebOidc | None = None


class Desk(WebPlace, frozen=True, forbid_unknown_fields=True):
    """The query desk, which `ostiary desk serve` serves; without a port there is none. It has no account anywhere."""

    searches_file: Annotated[FilePath, Meta(description="what can be searched")] = "desk.toml"
    door_host: Annotated[
        str,
        Meta(description="where the desk finds the door, at the port under `[listen]`"),
    ] = "127.0.0.1"
    door_root_file: Annotated[
        FilePath | None,
        Meta(
            description="the root certificates (PEM) that the door's own is verified with; without it the desk speaks in the"
            " clear, which is allowed on this machine alone"
        ),
    ] = None
    agency_certificate_file: Annotated[
        FilePath | None,
        Meta(description="the certificate (PEM) that proves the agency of everybody at this desk"),
    ] = None
    agency_key_file: Annotated[SecretFile | None, Meta(description="that certificate's key (PEM)")] = None
    idle_seconds: Annotated[
        int, Meta(ge=60, le=86_400, description="without a request for so long, the desk is locked")
    ] = 600
    whole_seconds: Annotated[
        int, Meta(ge=60, le=86_400, description="after so long everybody signs in again")
    ] = 43_200


class Portal(WebPlace, frozen=True, forbid_unknown_fields=True):
    """The resident portal, which `ostiary portal serve` serves; without a port there is none."""

    texts_dir: Annotated[
        FilePath | None,
        Meta(description="the folder of its texts; those that come with Ostiary where it is not set"),
    ] = None
    dsn_file: Annotated[
        SecretFile | None,
        Meta(
            description="the portal's connection string for the control database: it opens slips and takes letters in, and can"
            " list neither; required with a port"
        ),
    ] = None
    letters_sealed_to: Annotated[
        str,
        Meta(
            description="the public key of the oversight office, as `ostiary complaint key` prints it; questions and complaints"
            " are sealed to it. Empty: the portal takes none"
        ),
    ] = ""
    answer_days: Annotated[
        int,
        Meta(
            ge=1,
            le=365,
            description="within how many days the office answers; pages show it as the office's own limit",
        ),
    ] = 30
    counter_key_file: Annotated[
        SecretFile | None,
        Meta(
            description="the signing key of an official, with which disclosures are signed that the console's counter makes;"
            " it lies open for the console's process, which can sign as that official then. Without it slips are issued at a"
            " terminal alone"
        ),
    ] = None
