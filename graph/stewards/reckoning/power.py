"""A priori voting power: how often a player with so many votes decides, were nothing known of what each will vote.

A weighted majority game has players, each with a whole number of votes, and a quota: a coalition wins when its votes
reach the quota. A player swings a coalition that loses without the player and wins with it.

The Banzhaf index counts the coalitions a player swings: L. S. Penrose, The Elementary Statistics of Majority Voting,
1946; J. F. Banzhaf, Weighted Voting Doesn't Work, 1965. The Shapley–Shubik index counts the orders of all players in
which the player is the one whose votes make the quota: L. S. Shapley and M. Shubik, A Method for Evaluating the
Distribution of Power in a Committee System, 1954. Coalitions are not listed but counted by their size and votes, as
with the generating functions of S. J. Brams and P. J. Affuso, Power and Size: A New Paradox, 1976.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, comb, floor

#: How many coalitions have so many members (the place in the list) and so many votes (the key).
Counts = list[dict[int, int]]


@dataclass(frozen=True, slots=True)
class Majority:
    """A rule by which motions are carried: a share of the votes, which is to be reached or, if strict, exceeded.

    Raise :class:`ValueError` if the share is not between 0 and 1, or all votes are to be exceeded.
    """

    share: Fraction
    strict: bool

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"a majority is a share between 0 and 1, not {self.share}")
        if self.strict and self.share == 1:
            raise ValueError("no motion can have more than all votes: ask for a share of 1 that is not strict")

    def quota(self, votes: int) -> int:
        """Return the least number of votes, out of ``votes``, that carries a motion.

        It is never below 1, since nothing is carried without a vote. Where there are no votes it cannot be reached.
        Raise :class:`ValueError` if ``votes`` is negative.
        """
        if votes < 0:
            raise ValueError(f"there cannot be {votes} votes")
        wanted = self.share * votes
        return max(1, floor(wanted) + 1 if self.strict else ceil(wanted))


#: More than one half.
SIMPLE = Majority(Fraction(1, 2), strict=True)


@dataclass(frozen=True, slots=True)
class Power:
    """The power of one player, each index between 0 and 1.

    ``banzhaf`` is the player's part of the swings of all players, and sums to 1 over the players if anyone swings
    anything. ``shapley_shubik`` is the part of all orders of the players in which this one makes the quota, and sums to
    1 likewise.
    """

    banzhaf: Fraction
    shapley_shubik: Fraction


POWERLESS = Power(Fraction(0), Fraction(0))


def voting_power(weights: Mapping[str, int], quota: int) -> dict[str, Power]:
    """Return the exact power of each player of a weighted majority game, in the order given.

    ``weights`` are the votes of each player, ``quota`` the votes that a coalition needs to win. A player without votes
    has no power. Where the quota is more than all votes together, nobody can decide anything, and nobody has power.
    The work grows with the square of the number of players, times the quota or, if less, the number of different sums.
    Raise :class:`ValueError` if a weight is negative or the quota below 1.
    """
    _check(weights, quota)
    # Players without votes change nobody's index, so that they need not be counted.
    votes = [weight for weight in weights.values() if weight]
    counts = _count_losing(votes, quota)
    swings = {weight: _swings(_without(counts, weight), weight, quota) for weight in set(votes)}
    everyone = sum(sum(swings[weight]) for weight in votes)
    powers = {weight: _power(found, everyone) for weight, found in swings.items()} if everyone else {}
    return {player: powers.get(weight, POWERLESS) for player, weight in weights.items()}


def _check(weights: Mapping[str, int], quota: int) -> None:
    if quota < 1:
        raise ValueError(f"a quota is at least 1 vote, not {quota}")
    for player, weight in weights.items():
        if weight < 0:
            raise ValueError(f"{player} cannot have {weight} votes")


def _count_losing(votes: Sequence[int], quota: int) -> Counts:
    """Count the coalitions that lose: only from these can a player swing one, so the others are left out."""
    counts: Counts = [{0: 1}, *({} for _ in votes)]
    for joined, weight in enumerate(votes):
        # From the largest coalitions down, so that nobody joins one twice.
        for size in range(joined, -1, -1):
            larger = counts[size + 1]
            for total, count in counts[size].items():
                if total + weight < quota:
                    larger[total + weight] = larger.get(total + weight, 0) + count
    return counts


def _without(counts: Counts, weight: int) -> Counts:
    """Take one player of a weight out of the counts: the inverse of the step that put the player in."""
    left: Counts = [counts[0]]
    for larger in counts[1:-1]:
        smaller = left[-1]
        left.append({total: count - smaller.get(total - weight, 0) for total, count in larger.items()})
    return left


def _swings(others: Counts, weight: int, quota: int) -> list[int]:
    """Return how many coalitions of the others a player of a weight swings, by their size."""
    return [sum(count for total, count in row.items() if total >= quota - weight) for row in others]


def _power(swings: Sequence[int], everyone: int) -> Power:
    """Turn swings by size of coalition into indices.

    The player makes the quota in the orders in which the members of a swung coalition come first, then the player, then
    the others. Of all orders of n players, a coalition of s members has s! (n - 1 - s)! / n! of them, which is
    1 / (n C(n - 1, s)).
    """
    players, own = len(swings), sum(swings)
    orders = sum((Fraction(count, players * comb(players - 1, size)) for size, count in enumerate(swings)), Fraction(0))
    return Power(Fraction(own, everyone), orders)
