"""The client for endpoints: what it sends, when it asks again, and what it says when it gives up."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from socket import socket
from urllib.parse import parse_qs

import pytest

from stewards.endpoints.access import Access
from stewards.endpoints.remote import AGENT, Endpoint, RemoteStore
from stewards.endpoints.transport import Patience
from stewards.errors import QueryError, RequestError, StoreError
from stewards.terms import Blank, Iri, Table, Text, Triples
from tests.endpoints import (
    Behaviour,
    Call,
    Server,
    answer,
    cut,
    cut_halfway,
    dribble,
    dribble_headers,
    free_place,
    oxigraph,
    refuse,
    rows,
    stay_silent,
)

SELECT = "SELECT ?name WHERE { ?s ?p ?name }"
QUICK = Patience(time_limit=0.5, attempts=3, first_wait=0.01, longest_wait=1.5)
DATA = """
@prefix ex: <https://example.org/> .
ex:ada ex:name "Ada" ; ex:greeting "bonjour"@fr ; ex:born 1815 ; ex:knows [] .
"""


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOKEN", "USER", "PASSWORD", "AUTH"):
        monkeypatch.delenv(f"STEWARDS_ENDPOINT_{name}", raising=False)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), DATA) as url:
        yield url


def names(endpoint: Endpoint) -> list[str]:
    table = endpoint.query(SELECT)
    assert isinstance(table, Table)
    return [str(row[0]) for row in table.rows]


def message(*behaviours: Behaviour, patience: Patience = QUICK) -> str:
    """Return what the client says when it gives up, with the place left out."""
    with Server(list(behaviours)) as server, pytest.raises((StoreError, QueryError)) as caught:
        Endpoint(server.url, patience).query(SELECT)
    said = str(caught.value)
    assert "\n" not in said
    return said.replace(server.url, "URL")


def asked(behaviour: Behaviour) -> int:
    """Return how often the client asks a server that always behaves in one way."""
    with Server([behaviour]) as server, pytest.raises((StoreError, QueryError)):
        Endpoint(server.url, QUICK).query(SELECT)
    return len(server.calls)


@pytest.mark.parametrize(
    ("property", "kind", "value"),
    [("name", Text, "Ada"), ("greeting", Text, "bonjour"), ("born", Text, "1815"), ("knows", Blank, None)],
)
def test_terms_keep_their_kind(real: str, property: str, kind: type, value: str | None) -> None:
    table = Endpoint(real).query(f"SELECT ?s ?o {{ ?s <https://example.org/{property}> ?o }}")

    assert isinstance(table, Table)
    subject, found = table.rows[0]
    assert isinstance(subject, Iri)
    assert type(found) is kind
    assert value is None or found == value


def test_language_and_datatype_arrive(real: str) -> None:
    table = Endpoint(real).query(
        "PREFIX ex: <https://example.org/> SELECT ?greeting ?born { ?s ex:greeting ?greeting ; ex:born ?born }"
    )

    assert isinstance(table, Table)
    greeting, born = table.rows[0]
    assert isinstance(greeting, Text)
    assert isinstance(born, Text)
    assert greeting.language == "fr"
    assert born.datatype == "http://www.w3.org/2001/XMLSchema#integer"


def test_ask_gives_yes_or_no(real: str) -> None:
    assert Endpoint(real).query('ASK { ?s ?p "Ada" }') is True
    assert Endpoint(real).query('ASK { ?s ?p "Eve" }') is False


def test_construct_gives_n_triples(real: str) -> None:
    found = Endpoint(real).query('CONSTRUCT { ?s a ?p } WHERE { ?s ?p "Ada" }')

    assert isinstance(found, Triples)
    assert found.text.split() == [
        "<https://example.org/ada>",
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
        "<https://example.org/name>",
        ".",
    ]


def test_store_declares_the_known_prefixes(real: str) -> None:
    assert RemoteStore(real).query('ASK { ?s ?p "Ada" FILTER NOT EXISTS { ?s a stw:Seat } }') is True


@pytest.mark.parametrize(
    "query", ["# Load the address\n# and describe it\nASK {}", "BASE <https://e.org/CLEAR> ASK {}"]
)
def test_words_in_comments_and_addresses_do_not_change_the_form(real: str, query: str) -> None:
    assert Endpoint(real).query(query) is True


def test_long_queries_arrive(real: str) -> None:
    values = " ".join(f'"{number}"' for number in range(20_000))

    assert Endpoint(real).query(f"ASK {{ VALUES ?n {{ {values} }} }}") is True


def test_bad_query_is_refused_with_the_servers_words(real: str) -> None:
    with pytest.raises(QueryError, match=r"does not accept the query: .*expected"):
        Endpoint(real).query("SELECT ?name WHERE { ?s ?p }")


@pytest.mark.parametrize("query", ["INSERT DATA { <a:b> <a:b> <a:b> }", "DROP ALL", "", "hello"])
def test_what_is_no_query_is_never_sent(query: str) -> None:
    with (
        Server([answer]) as server,
        pytest.raises(QueryError, match=r"no SELECT, ASK, CONSTRUCT or DESCRIBE|only reads"),
    ):
        Endpoint(server.url).query(query)

    assert server.calls == []


def test_agent_says_who_asks() -> None:
    with Server([answer]) as server:
        Endpoint(server.url).query(SELECT)

    assert server.calls[0].headers["User-Agent"] == AGENT
    assert "https://" in AGENT


def test_form_holds_the_query_and_nothing_that_a_strict_server_refuses() -> None:
    with Server([answer]) as server:
        Endpoint(server.url).query(SELECT)

    assert parse_qs(server.calls[0].body.decode()) == {"query": [SELECT]}


@pytest.mark.parametrize("passing", [refuse(code) for code in (429, 502, 503, 504)] + [cut, cut_halfway, stay_silent])
def test_passing_failure_is_asked_again(passing: Behaviour) -> None:
    with Server([passing, answer]) as server:
        assert names(Endpoint(server.url, QUICK)) == ["Ada"]

    assert len(server.calls) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_lasting_failure_is_not_asked_again(status: int) -> None:
    assert asked(refuse(status)) == 1


def test_answer_that_breaks_off_is_asked_again() -> None:
    def break_off(call: Call) -> None:
        call.reply(200, rows("Ada")[:-9] + "\njava.util.concurrent.TimeoutException", "application/json")

    with Server([break_off, answer]) as server:
        assert names(Endpoint(server.url, QUICK)) == ["Ada"]


def test_number_of_attempts_is_bounded() -> None:
    assert asked(refuse(503)) == QUICK.attempts


def test_pause_that_the_endpoint_asks_for_is_kept() -> None:
    with Server([refuse(429, Retry_After="1"), answer]) as server:
        began = time.monotonic()
        Endpoint(server.url, QUICK).query(SELECT)

    assert time.monotonic() - began >= 1


def test_pause_given_as_a_past_date_is_none() -> None:
    with Server([refuse(503, Retry_After="Sun, 06 Nov 1994 08:49:37 GMT"), answer]) as server:
        assert names(Endpoint(server.url, QUICK)) == ["Ada"]


def test_longer_pause_than_allowed_ends_the_attempt() -> None:
    assert message(refuse(429, Retry_After="3600")) == "URL asks for fewer requests (429), and wants a pause of 3600 s"


@pytest.mark.parametrize("slow", [stay_silent, dribble, dribble_headers])
def test_time_limit_holds(slow: Behaviour) -> None:
    began = time.monotonic()

    said = message(slow, patience=Patience(time_limit=0.4, attempts=1))

    assert time.monotonic() - began < 2
    assert said == "URL gave no answer within 0.4 s"


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        (refuse(401), "URL refuses access (401): set STEWARDS_ENDPOINT_TOKEN, or STEWARDS_ENDPOINT_USER and "
            "STEWARDS_ENDPOINT_PASSWORD"),
        (refuse(404, "<p>lost</p>", "text/html"), "there is no endpoint at URL (404): check the address"),
        (refuse(429), "URL asks for fewer requests (429), asked 3 times"),
        (refuse(500, "\nout of memory\n  at line 3"), "URL failed on the query (500): out of memory"),
        (refuse(500, "\x1b[31mred"), "URL failed on the query (500):  [31mred"),
        (refuse(200, "<html>", "text/html"), "URL answers with a web page: is it the address of a SPARQL endpoint?"),
        (refuse(200, "name\nAda", "text/csv"), "URL answers with text/csv, not with SPARQL results in JSON"),
        (refuse(200, '{"results": 1}', "application/json"), "URL answers with JSON that is no SPARQL result"),
        (refuse(308, Location="https://k:s@example.org/new?key=1"), "URL has moved to https://example.org/new (308): "
            "give the new address"),
        (cut, "URL cut the connection, asked 3 times"),
        (cut_halfway, "URL cut the connection, asked 3 times"),
    ],
)  # fmt: skip
def test_failure_is_one_clear_line(behaviour: Behaviour, expected: str) -> None:
    assert message(behaviour) == expected


def test_server_that_is_down_is_asked_once() -> None:
    with socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/sparql"
        with pytest.raises(StoreError) as caught:
            Endpoint(url).query(SELECT)

    assert str(caught.value) == f"{url} cannot be reached: connection refused"


def test_redirection_carries_no_credentials_away() -> None:
    with Server([answer]) as other, Server([refuse(302, Location=other.url)]) as server, pytest.raises(StoreError):
        Endpoint(server.url.replace("http://", "http://ada:secret@"), QUICK).query(SELECT)

    assert other.calls == []


def sent_authorization(url_start: str = "http://") -> str | None:
    with Server([answer]) as server:
        Endpoint(server.url.replace("http://", url_start), QUICK).query(SELECT)
    return server.calls[0].headers.get("Authorization")


def test_token_of_the_environment_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARDS_ENDPOINT_TOKEN", "s3cr3t\n")

    assert sent_authorization() == "Bearer s3cr3t"


def test_user_and_password_of_the_environment_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARDS_ENDPOINT_USER", "ada")
    monkeypatch.setenv("STEWARDS_ENDPOINT_PASSWORD", "s3cr3t:ü")

    assert sent_authorization() == "Basic " + b64encode("ada:s3cr3t:ü".encode()).decode()


def test_credentials_in_the_address_are_sent_before_those_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARDS_ENDPOINT_TOKEN", "s3cr3t")

    assert sent_authorization("http://ada:p%40ss@") == "Basic " + b64encode(b"ada:p@ss").decode()


def test_environment_is_kept_back_from_public_endpoints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARDS_ENDPOINT_TOKEN", "s3cr3t")
    with Server([answer]) as server:
        Endpoint(server.url, QUICK, authenticate=False).query(SELECT)

    assert "Authorization" not in server.calls[0].headers


def test_no_secret_is_shown() -> None:
    def repeat(call: Call) -> None:
        call.reply(500, f"you sent {call.headers['Authorization']} and geheim77")

    with Server([repeat]) as server:
        endpoint = Endpoint(f"http://ada:hunter22@{server.place}/sparql?key=geheim77", QUICK)
        with pytest.raises(StoreError) as caught:
            endpoint.query(SELECT)

    coded = b64encode(b"ada:hunter22").decode()
    for secret in ("hunter22", coded, "geheim77"):
        assert secret not in f"{caught.value} {endpoint.access!r} {RemoteStore(server.url).url}"


def test_refused_credentials_are_told_apart_from_missing_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARDS_ENDPOINT_TOKEN", "s3cr3t")

    assert message(refuse(401)) == "URL refuses access with these credentials (401)"


@pytest.mark.parametrize(
    "location", ["ftp://e.org/sparql", "http://", "http://e.org:port/", "http://[::1/", "http://a b/", "e.org/sparql"]
)
def test_what_is_no_address_is_refused(location: str) -> None:
    with pytest.raises(RequestError, match="not a plain http or https address"):
        Access.to(location)


def test_token_that_no_header_can_carry_is_refused_unseen() -> None:
    with pytest.raises(RequestError) as caught:
        Access.to("https://e.org/", {"STEWARDS_ENDPOINT_TOKEN": "s3cr3t\r\nX-Other: 1"})

    assert "s3cr3t" not in str(caught.value)


UPDATE = "INSERT DATA { <http://x/a> <http://x/b> <http://x/c> }"


def done(call: Call) -> None:
    """Say of an update that it was done, as Virtuoso does."""
    call.reply(200, "<html>Insert into graph, 1 triples -- done", "text/html")


def update_message(*behaviours: Behaviour, patience: Patience = QUICK) -> str:
    """Return what the client says when it gives up an update, with the place left out."""
    with Server(list(behaviours)) as server, pytest.raises((StoreError, QueryError)) as caught:
        Endpoint(server.url, patience).update(UPDATE)
    said = str(caught.value)
    assert "\n" not in said
    return said.replace(server.url, "URL")


def test_an_update_is_a_form_that_says_who_sends_it() -> None:
    with Server([done]) as server:
        Endpoint(server.url).update(UPDATE)

    assert parse_qs(server.calls[0].body.decode()) == {"update": [UPDATE]}
    assert server.calls[0].headers["User-Agent"] == AGENT


@pytest.mark.parametrize("passing", [refuse(code) for code in (429, 502, 503, 504)] + [cut, cut_halfway, stay_silent])
def test_an_update_that_fails_in_passing_is_sent_again(passing: Behaviour) -> None:
    with Server([passing, done]) as server:
        Endpoint(server.url, QUICK).update(UPDATE)

    assert len(server.calls) == 2


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        (refuse(400, "no GRAPH"), "URL does not accept the update: no GRAPH"),
        (refuse(401), "URL refuses access (401): set STEWARDS_ENDPOINT_TOKEN, or STEWARDS_ENDPOINT_USER and "
            "STEWARDS_ENDPOINT_PASSWORD"),
        (refuse(404, "<p>lost</p>", "text/html"), "there is no endpoint at URL (404): check the address"),
        (refuse(429), "URL asks for fewer requests (429), asked 3 times"),
        (refuse(429, Retry_After="3600"), "URL asks for fewer requests (429), and wants a pause of 3600 s"),
        (refuse(500, "<html>oops", "text/html"), "URL failed on the update (500)"),
        (refuse(500, "Virtuoso 42000 Error SR186:SECURITY: No permission to execute"), "URL refuses access (403): set "
            "STEWARDS_ENDPOINT_TOKEN, or STEWARDS_ENDPOINT_USER and STEWARDS_ENDPOINT_PASSWORD"),
        (refuse(504), "URL needs too long for the update (504), asked 3 times"),
        (cut, "URL cut the connection, asked 3 times"),
    ],
)  # fmt: skip
def test_a_failed_update_is_one_clear_line(behaviour: Behaviour, expected: str) -> None:
    assert update_message(behaviour) == expected


@pytest.mark.parametrize("slow", [stay_silent, dribble, dribble_headers])
def test_the_time_limit_holds_for_updates(slow: Behaviour) -> None:
    began = time.monotonic()

    assert update_message(slow, patience=Patience(time_limit=0.4, attempts=1)) == "URL gave no answer within 0.4 s"
    assert time.monotonic() - began < 2


def test_an_update_to_a_server_that_is_down_is_sent_once() -> None:
    place = free_place()
    with pytest.raises(StoreError, match=f"http://{place}/update cannot be reached: connection refused"):
        Endpoint(f"http://{place}/update").update(UPDATE)


CHALLENGE = 'Digest realm="SPARQL", nonce="abc", qop="auth", algorithm="MD5"'


def test_a_challenge_is_answered_without_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARDS_ENDPOINT_AUTH", "digest")
    with Server([refuse(401, WWW_Authenticate=CHALLENGE), done]) as server:
        Endpoint(server.url.replace("http://", "http://ada:hunter22@"), QUICK).update(UPDATE)

    first, second = (call.headers.get("Authorization", "") for call in server.calls)
    assert first == ""
    assert second.startswith('Digest username="ada", realm="SPARQL", nonce="abc"')
    assert "hunter22" not in second


def test_the_proof_goes_with_later_requests_unasked() -> None:
    with Server([refuse(401, WWW_Authenticate=CHALLENGE), done]) as server:
        endpoint = Endpoint(server.url.replace("http://", "http://ada:hunter22@"), QUICK)
        endpoint.update(UPDATE)
        endpoint.update(UPDATE)

    schemes = [call.headers["Authorization"].split()[0] for call in server.calls]
    assert schemes == ["Basic", "Digest", "Digest"]


def test_a_wrong_password_is_tried_once() -> None:
    refused = pytest.raises(StoreError, match=r"refuses access with these credentials \(401\)")
    with Server([refuse(401, WWW_Authenticate=CHALLENGE)]) as server, refused:
        Endpoint(server.url.replace("http://", "http://ada:hunter22@"), QUICK).update(UPDATE)

    assert len(server.calls) == 2


def test_an_unknown_way_to_authenticate_is_refused() -> None:
    with pytest.raises(RequestError, match="STEWARDS_ENDPOINT_AUTH is neither basic nor digest"):
        Access.to("https://ada:s@e.org/", {"STEWARDS_ENDPOINT_AUTH": "kerberos"})


def test_rows_that_a_server_left_out_are_told() -> None:
    def cut_short(call: Call) -> None:
        call.reply(200, rows("Ada", "Eve"), "application/sparql-results+json", X_SPARQL_MaxRows="2")

    assert message(cut_short) == "URL cuts its answers after 2 rows: raise ResultSetMaxRows there"


def test_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="is a remote store"):
        RemoteStore("https://ada:secret@example.org/sparql").export(tmp_path / "graph.nq", "nq")
