from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyoxigraph
import pytest

from stewards.errors import QueryError
from stewards.stores.guard import refuse_reaching_out

# Each of these makes the engine ask the server at %s; the second group hides the keyword from a careless reader.
REACHING_OUT = [
    "SELECT * { SERVICE <%s> { ?a ?b ?c } }",
    "select * { service silent <%s> { ?a ?b ?c } }",
    "PREFIX : <%s> SELECT * { SERVICE:x { ?a ?b ?c } }",
    "PREFIX e: <%s> SELECT * { SERVICEe:x { ?a ?b ?c } }",
    "SELECT * { ?s ?p 1SERVICE<%s> { ?a ?b ?c } }",
    "SELECT * { # a comment ends here\r SERVICE <%s> { ?a ?b ?c } }",
    'SELECT * { BIND("""\\""" # """ AS ?z) SERVICE <%s> { ?a ?b ?c } #"""\n }',
    "SELECT * { BIND('''\\''' # ''' AS ?z) SERVICE <%s> { ?a ?b ?c } #'''\n }",
    'SELECT * { BIND("\\u0022 # " AS ?z) SERVICE <%s> { ?a ?b ?c } #"\n }',
    'SELECT * { BIND("\\\\" AS ?z) SERVICE <%s> { ?a ?b ?c } #"\n }',
    "PREFIX ex: <%s> SELECT * { ?s ?p ex:.SERVICE<%s> { ?a ?b ?c } }",
    "PREFIX ex: <%s> SELECT * { OPTIONAL { ?s ex:x\\# ?o } SERVICE <%s> { ?a ?b ?c } }",
    "PREFIX ex: <%s> SELECT * { OPTIONAL { ?s ex:x\\' ?o } SERVICE <%s> { ?a ?b ?c } FILTER('x'='x') }",
]
#: Of these, too, but an IRI is where the keyword, or what hides it, seems to be.
IN_AN_IRI = [
    "SELECT * { FILTER(1<2)SERVICE#>\n<%s> { ?a ?b ?c } }",
    'SELECT * { FILTER(1<2)#>"""\n SERVICE <%s> { ?a ?b ?c } #"""\n }',
]


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a server and the list of the requests it has had."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    Listener.do_POST = Listener.do_GET  # type: ignore[attr-defined]
    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()


@pytest.mark.parametrize("query", REACHING_OUT)
def test_a_query_that_reaches_out_is_refused(query: str, listener: tuple[str, list[str]]) -> None:
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        refuse_reaching_out(query.replace("%s", listener[0]))


@pytest.mark.parametrize("query", IN_AN_IRI)
def test_what_may_be_no_iri_is_refused(query: str, listener: tuple[str, list[str]]) -> None:
    with pytest.raises(QueryError, match="can be read in two ways"):
        refuse_reaching_out(query.replace("%s", listener[0]))


@pytest.mark.parametrize(
    "query",
    [
        'SELECT (bif:http_get("http://example.org/") AS ?x) {}',
        'PREFIX f: <bif:> SELECT (f:http_get("http://example.org/") AS ?x) {}',
        'SELECT (<http://www.openlinksw.com/schemas/bif#http_get>("http://example.org/") AS ?x) {}',
        'SELECT (SQL:file_to_string("/etc/passwd") AS ?x) {}',
    ],
)
def test_functions_of_virtuoso_are_refused(query: str) -> None:
    with pytest.raises(QueryError, match="functions of Virtuoso"):
        refuse_reaching_out(query)


@pytest.mark.parametrize("query", REACHING_OUT + IN_AN_IRI)
def test_the_engine_would_have_reached_out(query: str, listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    store = pyoxigraph.Store()
    node = pyoxigraph.NamedNode(address)
    store.extend([pyoxigraph.Quad(node, node, pyoxigraph.Literal(1)), pyoxigraph.Quad(node, node, node)])
    before = len(asked)

    with suppress(OSError):  # the server has nothing to say
        found = store.query(query.replace("%s", address))
        assert isinstance(found, pyoxigraph.QuerySolutions)
        list(found)

    assert len(asked) > before


@pytest.mark.parametrize(
    "query",
    [
        "LOAD <http://example.org/> INTO GRAPH <http://example.org/g>",
        "SELECT * FROM <http://example.org/> { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o SERVICE ?s { ?a ?b ?c } }",
        "SELECT * FROM NAMED <http://example.org/> { ?s ?p ?o }",
        "\\u0053ERVICE",
        "\\U00000053ERVICE",
        "# \\U0011FFFF\nSERVICE <http://example.org/> {}",
    ],
)
def test_other_ways_out_are_refused(query: str) -> None:
    with pytest.raises(QueryError, match="is not allowed"):
        refuse_reaching_out(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s skos:prefLabel 'SERVICE <http://example.org/>' }",
        'SELECT * { ?s skos:prefLabel """Load "from" service""" }',
        'SELECT * { ?s skos:prefLabel "a \\" SERVICE" }',
        "SELECT * { <https://example.org/service/from/load> ?p ?o }",
        "SELECT ?from ?load $service { ?from stw:fromSteward ?load . ?load stw:service $service }",
        "# SERVICE, LOAD and FROM in a comment\nSELECT * { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o FILTER(?o < 5 && ?s > 3) }",
        "SELECT * { ?s ex:a\\-from ?o . ?o ex:load\\#from ?p # from here on\n }",
        "ASK { GRAPH source:facts { ?s ?p ?o } }",
        "SELECT * { <https://example.org/service#from> ?p ?o FILTER(?o < 5 && ?s > 3) }",
        "PREFIX p: <http://example.org/ns#> SELECT * { ?s p:subsql ?o . ?o p:from.load p:x:service }",
    ],
)
def test_words_in_names_and_texts_are_allowed(query: str) -> None:
    refuse_reaching_out(query)


def test_a_query_that_is_too_long_is_refused_at_once() -> None:
    with pytest.raises(QueryError, match="2,000,001 characters are too many: at most 2,000,000"):
        refuse_reaching_out("SELECT * {}".ljust(2_000_001))
