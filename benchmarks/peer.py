"""What every other way to score one assessment offers to the benchmark."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from samples import Answers

__all__ = ["Peer", "Result"]


class Result(NamedTuple):
    """What a peer made of an assessment: the score as it shows it, and the id of the grade."""

    score: Fraction
    grade: str


class Peer(NamedTuple):
    """Another way to score; everything that is done once per rubric was done before.

    Attributes:
        name: of its row.
        exact: its scores are decimals; otherwise they are floats.
        take: brings answers into the form that it takes. Not timed.
        run: scores them. Timed.
        read: reads its output. Not timed.
    """

    name: str
    exact: bool
    take: Callable[[Answers], Any]
    run: Callable[[Any], Any]
    read: Callable[[Any], Result]
