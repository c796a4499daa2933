"""Quads as they are written: each once, and counted as often as it is written."""

from __future__ import annotations

import time
from io import StringIO

from stewards.identity.resolving import Identities
from stewards.model import Document, Profile, Reference
from stewards.quads.claims import Claim
from stewards.quads.writer import Quads, without_addresses, write_evidence

CHARTER = Document("charter", "A charter", "facts")
ADA = "http://x/ada"


def cited(*quotes: str) -> tuple[list[str], int]:
    """Return the lines that cite one place of a document with some quotes, and how many were counted."""
    stream = StringIO()
    quads = Quads(Identities(), frozenset(), stream)
    quads.begin(ADA)
    for quote in quotes:
        record = Profile(subject=Reference("person", "Ada"), locator="line 3", quote=quote)
        write_evidence(quads, ADA, Claim(CHARTER, record), ("",))
    quads.begin("")
    return stream.getvalue().splitlines(), sum(quads.counts.values())


def test_a_passage_cited_twice_is_described_once() -> None:
    assert cited("Chair", "Chair") == cited("Chair")


def test_two_ways_of_writing_one_quote_are_described_as_one_passage_without_doubled_lines() -> None:
    lines, counted = cited("Chair", "CHAIR")

    assert sorted(set(lines)) == sorted(lines)
    assert counted == len(lines)
    assert sum('#quote> "' in line for line in lines) == 2 * 2  # in the whole and in the document's own graph


def test_a_long_word_takes_no_long_look_for_addresses() -> None:
    began = time.process_time()
    assert without_addresses("n" * 1_000_000 + " at") == "n" * 1_000_000 + " at"
    assert without_addresses("n" * 1000 + "@example.org, Ada") == ", Ada"
    assert time.process_time() - began < 1
