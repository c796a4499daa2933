"""Claims: what one document says of one situation, and how the dates of several are weighed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from stewards.events import Event, Statement
from stewards.model import Document, Record, Situation
from stewards.validity import Times, slip_until
from stewards.values import Period

#: The end of what is not known to end.
OPEN = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Claim:
    """One record in one document."""

    document: Document
    record: Record
    #: Where the document lists everything of its kind: the day of its next version, which lists it again or does not.
    next_version: str = OPEN

    @property
    def period(self) -> tuple[str, str]:
        """The earliest and the latest day the claim can be about, as far as it says."""
        record, as_of = self.record, self.document.as_of
        begin, end = (as_of.first if as_of else ""), self.next_version
        if isinstance(record, Situation):
            begin = record.seen[0] if record.seen else begin
            end = slip_until(record.gone) if record.gone else end
            if record.end:
                begin, end = min(begin, record.end.first), record.end.last
            begin = record.start.first if record.start else begin
        return begin, end

    @property
    def is_glimpse(self) -> bool:
        """Whether the claim only shows that something holds on the document's date."""
        record = self.record
        return isinstance(record, Situation) and not (record.start or record.end or record.seen)

    @property
    def is_term(self) -> bool:
        """Whether both ends are stated, as those of a term of office are."""
        return isinstance(self.record, Situation) and self.record.start is not None and self.record.end is not None


def resolve_times(claims: Iterable[Claim]) -> Times:
    """Weigh the dates that claims give, counting for each publisher only the latest document that gives one.

    The most precise wins, then the one most publishers give; then the earliest start, and the end given last: terms
    are prolonged.
    """
    claims = list(claims)
    held = [(claim.document, claim.record) for claim in claims if isinstance(claim.record, Situation)]
    happened = [(c.document, c.record) for c in claims if isinstance(c.record, Event | Statement)]
    times = Times(
        start=_weigh([(document, record.start) for document, record in held if record.start]),
        end=_weigh([(document, record.end) for document, record in held if record.end], earliest=False),
        on=_weigh([(document, record.on) for document, record in happened if record.on]),
    )
    if times.start and times.end and times.start.first > times.end.last:
        times.end = None  # one of the two is wrong; the documents' own graphs keep both
    seen = [day for claim in claims for day in observations(claim)]
    times.first_observed = min(seen, key=lambda period: (period.first, period.last), default=None)
    times.last_observed = max(seen, key=lambda period: (period.first, period.last), default=None)
    times.absent = _dropped(claims, times.last_observed)
    return times


def observations(claim: Claim) -> list[Period]:
    """Return the dates for which a claim reports its situation as holding: none when it reports the past or future."""
    record, as_of = claim.record, claim.document.as_of
    if not isinstance(record, Situation) or not record.observed or as_of is None:
        return []
    return [
        day
        for day in ([Period(day, day) for day in record.seen] if record.seen else [as_of])
        if not (record.end and record.end.first <= day.first) and not (record.start and record.start.first > day.last)
    ]


def places(claim: Claim) -> list[Claim]:
    """Return the claim once for each document that shows it: the one it is made in, or the revisions of its history."""
    record = claim.record
    if not isinstance(record, Situation) or not record.shown:
        return [claim]
    return [
        Claim(
            replace(claim.document, name=name),
            replace(record, locator=locator, quote=record.quote if locator == record.locator else ""),
        )
        for name, locator in record.shown
    ]


def _dropped(claims: list[Claim], last: Period | None) -> Period | None:
    """Return the first day on which a history that listed the situation lists it in no form, unless seen later."""
    if last is None:
        return None
    days: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if isinstance(claim.record, Situation) and claim.record.seen:
            days[claim.document.name].append(claim.record.gone)
    ends = [max(gone) for gone in days.values() if all(gone)]
    return min((Period(day, day) for day in ends if day >= last.last), key=lambda day: day.first, default=None)


_PRECISION = {"day": 0, "month": 1, "year": 2}


def _weigh(dated: list[tuple[Document, Period]], *, earliest: bool = True) -> Period | None:
    if len(dated) < 2 or len({period for _, period in dated}) < 2:
        return dated[0][1] if dated else None
    votes, spoken = _votes(dated)
    best = min(votes, key=lambda p: (_PRECISION[p.precision], -votes[p]), default=None)
    rivals = [p for p in votes if best and (p.precision, votes[p]) == (best.precision, votes[best])]
    if not earliest:
        rivals = [p for p in rivals if spoken[p] == max(spoken[rival] for rival in rivals)]
    return min(rivals, key=lambda p: p.first, default=None)


def _votes(dated: Iterable[tuple[Document, Period]]) -> tuple[Counter[Period], dict[Period, str]]:
    """Return how many publishers give each period, and when each was last given."""
    latest: dict[str, tuple[str, list[Period]]] = {}
    for document, period in dated:
        as_of = document.as_of.last if document.as_of else ""
        witness, known = _witness(document), latest.get(_witness(document), ("", []))
        if as_of >= known[0]:
            latest[witness] = (as_of, [*(known[1] if as_of == known[0] else []), period])
    votes: Counter[Period] = Counter()
    spoken: dict[Period, str] = {}
    for as_of, periods in latest.values():
        for period in set(periods):
            votes[period] += 1
            spoken[period] = max(as_of, spoken.get(period, ""))
    return votes, spoken


def _witness(document: Document) -> str:
    """Return who speaks in a document: ten versions of one publisher's list are one witness."""
    return document.publisher or series_of(document)


def series_of(document: Document) -> str:
    """Return the name that the versions of one document share."""
    return document.name.split("/")[0]
