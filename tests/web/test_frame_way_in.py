"""There is one way in to a face, and whatever fails on it ends in words and never in data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from ostiary.door.events import Event
from ostiary.web.frame.app import union
from ostiary.web.frame.assets import address_of, assets
from ostiary.web.frame.face import Face, why_no_origin
from ostiary.web.frame.visit import Answer, Served, Shown, Visit
from ostiary.web.guard.console_session import ConsoleSession
from ostiary.web.guard.form import MAX_BODY_BYTES
from ostiary.web.guard.headers import security_headers
from ostiary.web.guard.roles import Open, Role, Route
from web.faces import HOSTILE, OURS, PAGES, TABLE, RolesByToken, Told, client_of, face, signed_in

CONTENT = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def told() -> Told:
    return Told()


@pytest.fixture(scope="module")
def client(told: Told) -> Iterator[TestClient]:
    with client_of(face(), told) as client:
        yield client


def test_each_answer_bears_the_headers_that_browsers_must_heed(client: TestClient) -> None:
    """A page, a file, a refusal and a way on: all of them."""
    for path, who in (("/", Role.AUDITOR), ("/file.csv", Role.AUDITOR), ("/none", Role.AUDITOR), ("/", None)):
        reply = client.get(path, headers=signed_in(who))
        for name, value in security_headers(tls=True).items():
            assert reply.headers[name] == value


@pytest.mark.parametrize("path", ["/sign-in%0A/", "/%0A%0A", "/sign-in%3Fsay=x", "/sign-in%23"])
def test_no_address_gets_round_the_way_in(client: TestClient, path: str) -> None:
    """What no route fits is refused by us, under our headers; and what is written as a part of the path is one."""
    reply = client.get(path)
    assert (reply.status_code, reply.headers["location"]) == (303, "/sign-in")
    for name, value in security_headers(tls=True).items():
        assert reply.headers[name] == value


def test_strangers_do_not_fill_a_disk_with_refusals() -> None:
    """Some hundred are told of, and then one a second; each is refused all the same."""
    told = Told()
    with client_of(face(), told) as client:
        codes = {client.get("/sign-in", headers={"Host": "evil.example"}).status_code for _ in range(500)}
    assert codes == {421}
    assert 300 <= len(told.events) < 450


@pytest.mark.parametrize("host", ["evil.example", "console.example:444", "", "console.example.evil.example"])
def test_another_host_is_not_served(client: TestClient, host: str) -> None:
    """A name that was bound to our address by somebody else gets nothing, not even the sign-in."""
    reply = client.get("/sign-in", headers={"Host": host})
    assert reply.status_code == 421
    assert host == "" or host not in reply.text


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("route", TABLE, ids=str)
def test_each_route_is_reached_as_its_table_says(client: TestClient, role: Role | None, route: Route) -> None:
    """A stranger is led to the sign-in, another role is told whose page it is."""
    path = route.path.replace("{name}", "one")
    reply = client.request(
        route.method,
        path,
        headers=signed_in(role) | CONTENT,
        content="name=a&why=b" if route.method == "POST" else None,
    )
    reach = TABLE[route]
    if isinstance(reach, Open) or role in reach:
        assert reply.status_code not in {401, 403}
        assert reply.headers.get("Location") != "/sign-in"
    elif role is not None:
        assert reply.status_code == 403
        assert "It is done by" in reply.text
    elif route.method == "GET":
        assert (reply.status_code, reply.headers["Location"]) == (303, "/sign-in")
    else:
        assert reply.status_code == 401


def test_what_is_not_in_the_table_is_not_there(client: TestClient) -> None:
    """A stranger cannot tell it from what is; who is signed in gets a page in words."""
    assert client.get("/secret").headers["Location"] == "/sign-in"
    for method in ("GET", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
        reply = client.request(method, "/secret", headers=signed_in(Role.OFFICIAL))
        assert reply.status_code == 404
        assert "secret" not in reply.text


def test_head_asks_as_get_does(client: TestClient) -> None:
    """There is no second table for it."""
    assert client.head("/things/one", headers=signed_in(Role.AUDITOR)).status_code == 200
    assert client.head("/things/one", headers=signed_in(Role.OFFICIAL)).status_code == 403


def test_a_route_without_parts_wins_over_one_with(client: TestClient) -> None:
    """`/things/new` is no thing that is called new."""
    assert "<h1>new</h1>" in client.get("/things/new", headers=signed_in(Role.AUDITOR)).text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://console.example"},
    ],
)
def test_a_form_from_elsewhere_is_refused(client: TestClient, told: Told, headers: dict[str, str]) -> None:
    """Whoever has the cookie's owner click something elsewhere gets nothing done."""
    cookie = {"Cookie": signed_in(Role.OFFICIAL)["Cookie"]}
    reply = client.post("/act", headers=cookie | headers | CONTENT, content="name=a&why=b")
    assert reply.status_code == 403
    assert told.events[-1][0] is Event.PAGE_REFUSED


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"name=a&why=b", "application/x-www-form-urlencoded", 303),
        (b"name=a", "application/x-www-form-urlencoded", 400),
        (b"name=a&why=b&role=official", "application/x-www-form-urlencoded", 400),
        (b"name=a&name=b", "application/x-www-form-urlencoded", 400),
        (b"name=%00&why=b", "application/x-www-form-urlencoded", 400),
        (b"name=%ff&why=b", "application/x-www-form-urlencoded", 400),
        (b"name=a&why=b", "text/plain", 400),
        (b"name=a&why=" + MAX_BODY_BYTES * b"b", "application/x-www-form-urlencoded", 413),
    ],
)
def test_only_what_our_form_would_send_is_taken(
    client: TestClient, body: bytes, content_type: str, status: int
) -> None:
    """Each other body ends before the page is asked."""
    headers = signed_in(Role.OFFICIAL) | {"Content-Type": content_type}
    assert client.post("/act", headers=headers, content=body).status_code == status


def test_a_form_without_length_is_bounded_too(client: TestClient) -> None:
    """What counts is what comes, not what was said of it."""
    chunks = (b"x" * 4096 for _ in range(40))
    reply = client.post("/act", headers=signed_in(Role.OFFICIAL) | CONTENT, content=chunks)
    assert reply.status_code == 413


@pytest.mark.parametrize(
    "query", ["a=%00", "a=%ff", "&".join(f"a{n}=1" for n in range(60)), "a=" + 9000 * "b"]
)
def test_a_query_that_cannot_be_read_is_refused(client: TestClient, query: str) -> None:
    """No page has to look for these."""
    assert client.get(f"/?{query}", headers=signed_in(Role.AUDITOR)).status_code == 400


def test_whatever_a_page_says_is_escaped(client: TestClient) -> None:
    """The name of the account, what was asked, and what was found."""
    reply = client.get("/things/%3Cb%3E", params={"say": HOSTILE}, headers=signed_in(Role.AUDITOR))
    assert reply.status_code == 200
    assert "<script>" not in reply.text
    assert "<b>" not in reply.text
    assert "&lt;script&gt;" in reply.text


@pytest.mark.parametrize(("path", "status"), [("/broken", 500), ("/down", 503)])
def test_a_page_that_fails_says_nothing_of_data(
    client: TestClient, told: Told, path: str, status: int
) -> None:
    """The event has the kind of error and no more; the person a sentence."""
    reply = client.get(path, headers=signed_in(Role.AUDITOR))
    event, facts = told.events[-1]
    assert reply.status_code == status
    assert "secret" not in reply.text
    assert event is Event.PAGE_BROKEN
    assert "secret" not in str(facts)
    assert facts["route"] == f"GET {path}"


def test_a_template_that_is_not_given_what_it_uses_is_a_refusal() -> None:
    """Half a page is never sent."""
    pages = union(PAGES | {Route("GET", "/none"): Served(_half)})
    with client_of(face(pages=pages)) as client:
        assert client.get("/none", headers=signed_in(Role.AUDITOR)).status_code == 500


def _half(visit: Visit) -> Answer:
    return Shown("console/refusal.html", {"title": "x"})


def test_a_cookie_is_taken_only_when_there_is_one(client: TestClient) -> None:
    """Two of one name, none, or what cannot be a token: nobody."""
    good = signed_in(Role.AUDITOR)["Cookie"]
    for cookie in (f"{good}; {good}", "", "__Host-ostiary-console=auditor", good.replace("console", "desk")):
        assert client.get("/", headers={"Cookie": cookie}).headers["Location"] == "/sign-in"


def test_the_navigation_shows_what_a_role_reaches(client: TestClient) -> None:
    """And nothing else."""
    assert 'href="/things/new"' in client.get("/", headers=signed_in(Role.AUDITOR)).text
    assert 'href="/things/new"' not in client.get("/", headers=signed_in(Role.OFFICIAL)).text


def test_files_are_served_from_a_list_under_names_that_hold_their_digest(client: TestClient) -> None:
    """They may be kept for ever; every other name is not there."""
    for name in assets():
        reply = client.get(address_of(name))
        assert reply.status_code == 200
        assert "immutable" in reply.headers["Cache-Control"]
    for other in ("console.css", "..%2f..%2fpyproject.toml", "%2e%2e", "htmx-0.js"):
        assert client.get(f"/static/{other}").status_code in {303, 404}


def test_a_part_of_a_page_leads_the_whole_page_to_the_sign_in(client: TestClient) -> None:
    """The script that asks for the list does not put the sign-in into it."""
    reply = client.get("/", headers={"HX-Request": "true"})
    assert (reply.status_code, reply.headers["HX-Redirect"], reply.text) == (401, "/sign-in", "")


def test_nobody_is_let_in_while_sessions_cannot_be_looked_up() -> None:
    """The control database is away: 503, for whoever asks."""

    class Away(RolesByToken):
        def maybe_session(self, token: str) -> ConsoleSession | None:
            raise ConnectionError(token)

    with client_of(face(sessions=Away())) as client:
        assert client.get("/", headers=signed_in(Role.AUDITOR)).status_code == 500


def test_a_face_without_sessions_knows_no_cookie() -> None:
    """What a resident sees depends on nothing that tells residents apart."""
    table = dict.fromkeys(TABLE, Open.EVERYBODY)
    with client_of(face(table=table, sessions=None)) as client:
        assert (
            client.get("/things/one", headers=signed_in(Role.OFFICIAL)).text == client.get("/things/one").text
        )
        assert client.get("/elsewhere").status_code == 404
        assert "Set-Cookie" not in client.get("/", headers=OURS).headers


@pytest.mark.parametrize(
    "changes",
    [
        {"table": {**TABLE, Route("GET", "/more"): Open.EVERYBODY}},
        {"pages": union(PAGES, {Route("GET", "/more"): Served(_half)})},
        {"sessions": None},
        {"origin": "https://console.example/"},
    ],
)
def test_a_face_that_is_not_sound_is_not_served(changes: dict[str, object]) -> None:
    """Pages and table must agree before anybody is let in."""
    with pytest.raises(ValueError, match=r"."):
        face(**changes)


def test_two_areas_may_not_serve_the_same() -> None:
    """Which of them would win is nothing to guess."""
    with pytest.raises(ValueError, match="two areas serve the same"):
        union(PAGES, PAGES)


@pytest.mark.parametrize(
    "origin",
    [
        "console.example",
        "ftp://a.example",
        "https://A.example",
        "https://a.example:443",
        "http://a:80",
        "https://u@a",
        "https://a/x",
        "https://[",
        "https://a:x",
    ],
)
def test_an_origin_is_written_as_browsers_write_it(origin: str) -> None:
    """Otherwise no form would ever come from it."""
    assert why_no_origin(origin)
    assert not why_no_origin("http://127.0.0.1:8443")


def test_faces_are_values() -> None:
    """A face says its host by its origin."""
    one: Face = face(origin="http://127.0.0.1:8443")
    assert (one.host, one.is_secure) == ("127.0.0.1:8443", False)
