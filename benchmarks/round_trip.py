"""JSON text to scorecard to JSON text: this library, and pydantic with Decimal by hand."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from maturity_core import Rubric, Scorecard, dump_scorecard, load_assessment, score
from pydantic_peer import Scorer
from samples import away_from_floors
from timing import Contender, Times, interleaved

__all__ = ["CARD", "CARD_PEER", "TEXT", "TEXT_PEER", "measured"]

CARD = "maturity_core: JSON to scorecard"
CARD_PEER = "pydantic and Decimal by hand: JSON to scorecard"
TEXT = "maturity_core: JSON to scorecard to JSON"
TEXT_PEER = "pydantic and Decimal by hand: JSON to scorecard to JSON"

_CLOSE = Fraction(1, 10**20)


def measured(rubric: Rubric, rounds: int, count: int) -> dict[str, Times]:
    """Time both, after every number and text of their output was found to be the same."""
    files = [
        json.dumps(answers.file(), ensure_ascii=False).encode()
        for answers in away_from_floors(rubric, count)
    ]
    theirs = Scorer(rubric)

    def card(file: bytes) -> Scorecard:
        return score(rubric, load_assessment(file))

    def text(file: bytes) -> str:
        return dump_scorecard(card(file))

    for file in files:
        for where, mine, other in _differences(
            "", json.loads(text(file)), json.loads(theirs.text(file))
        ):
            message = f"The outputs differ at {where}, so nothing is measured: {mine!r}, {other!r}"
            raise SystemExit(message)
    ways: dict[str, Callable[[bytes], object]] = {
        CARD: card,
        CARD_PEER: theirs.scorecard,
        TEXT: text,
        TEXT_PEER: theirs.text,
    }
    return interleaved([Contender(name, lambda: files, way) for name, way in ways.items()], rounds)


def _differences(where: str, ours: Any, theirs: Any) -> Iterator[tuple[str, object, object]]:
    match ours, theirs:
        case dict(), dict() if ours.keys() == theirs.keys():
            for key in ours:
                yield from _differences(f"{where}/{key}", ours[key], theirs[key])
        case list(), list() if len(ours) == len(theirs):
            if where != "/decision":  # the sentences may be worded as anybody likes
                for index, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
                    yield from _differences(f"{where}/{index}", mine, other)
        case str(), str() if "/" in ours and where.endswith("/ratio"):  # 1/3 has no decimals
            if abs(Fraction(ours) - Fraction(Decimal(theirs))) > _CLOSE:
                yield where, ours, theirs
        case _ if ours != theirs:
            yield where, ours, theirs
        case _:
            pass
