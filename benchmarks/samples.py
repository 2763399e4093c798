"""What is scored: assessments drawn at random, also ones that sit exactly on a floor."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

from maturity_core import Assessment, Rubric, assessment_from

__all__ = ["Answers", "away_from_floors", "on_floors", "score_of"]

_STEPS = 200  # ratings are multiples of 0.5 %
_NEAR = Fraction(1, 1000)
_PAPER: dict[str, Any] = {
    "kind": "third-party",
    "scope": "municipal-sewage",
    "assessed_on": "2026-06-30",
    "period": "2025-06-01/2026-05-31",
    "assessors": [{"name": "沈砚秋", "role": "组长"}, {"name": "马立群", "role": "组员"}],
    "reviewer": "邵文柏",
    "decided_by": "葛静宜",
    "subject": {
        "name": "江北污水处理厂",
        "address": "江北区柳堤路 18 号",
        "sites": ["江北厂区", "泵站"],
    },
}


class Answers(NamedTuple):
    """What assessors found: a percentage per scored item, and the vetoes that fired."""

    rubric: Rubric
    ratings: dict[str, Decimal]
    fired: tuple[str, ...] = ()

    @property
    def findings(self) -> dict[str, str]:
        """Every veto with its finding."""
        return {v.id: "fired" if v.id in self.fired else "clear" for v in self.rubric.vetoes}

    def assessment(self) -> Assessment:
        """Return them as an assessment of ours."""
        return assessment_from(
            {
                "rubric": self.rubric.id,
                "ratings": self.ratings,
                "vetoes": {veto: _finding(found) for veto, found in self.findings.items()},
            }
        )

    def file(self) -> dict[str, Any]:
        """Return them as the tree of a JSON file: with all the paper around, and some notes."""
        ratings: dict[str, Any] = {}
        for index, (clause, rating) in enumerate(self.ratings.items()):
            number = plain(rating)
            match index % 3:
                case 0:
                    ratings[clause] = number
                case 1:
                    ratings[clause] = {"rating": number, "note": "台账齐全，抽查 20 份均属实"}
                case _:
                    evidence = ["自查整改台账", "监测年报"]
                    ratings[clause] = {"rating": number, "note": "两项待改", "evidence": evidence}
        vetoes = {veto: _finding(found) for veto, found in self.findings.items()}
        return {"rubric": self.rubric.id, **_PAPER, "ratings": ratings, "vetoes": vetoes}


def plain(rating: Decimal) -> int | float:
    """Return a percentage as `json` would read it."""
    return int(rating) if rating == int(rating) else float(rating)


def _finding(found: str) -> str | dict[str, str]:
    if found == "clear":
        return found
    reason = {"legal_basis": "水污染防治法 第八十三条", "period": "2026-01/2026-03", "note": "处罚"}
    return {"finding": found, **reason}


def score_of(answers: Answers) -> Fraction:
    """Return the score by the plain formula: the points times the ratings."""
    items = answers.rubric.leaves()
    return sum(
        ((item.points or Fraction(0)) * Fraction(answers.ratings[item.id]) / 100 for item in items),
        Fraction(0),
    )


def away_from_floors(rubric: Rubric, count: int, seed: int = 9) -> list[Answers]:
    """Draw assessments of which a float cannot lose the grade; a veto fired in one of eight."""
    random = Random(seed)  # noqa: S311 -- samples, no secrets
    floors = [band.floor for band in rubric.grades.bands]
    drawn: list[Answers] = []
    while len(drawn) < count:
        fired = (random.choice(rubric.vetoes).id,) if random.randrange(8) == 0 else ()
        answers = Answers(rubric, _percentages(_drawn(rubric, random, random.uniform(60, 99))))
        score = score_of(answers)
        if all(abs(score - floor) > _NEAR for floor in floors):
            drawn.append(answers._replace(fired=fired))
    return drawn


def on_floors(rubric: Rubric, count: int, seed: int = 9) -> Iterator[tuple[Answers, str]]:
    """Draw assessments whose score is exactly a floor above 0, with the grade that they reach."""
    random = Random(seed)  # noqa: S311 -- samples, no secrets
    bands = [band for band in rubric.grades.bands if band.floor > 0]
    for index in range(count):
        band = bands[index % len(bands)]
        steps = _drawn(rubric, random, float(band.floor))
        _move(rubric, steps, int(band.floor * _STEPS), random)
        yield Answers(rubric, _percentages(steps)), band.grade


def _drawn(rubric: Rubric, random: Random, middle: float) -> dict[str, int]:
    return {
        leaf.id: min(_STEPS, max(0, round(random.gauss(middle, 6) * _STEPS / 100)))
        for leaf in rubric.leaves()
    }


def _move(rubric: Rubric, steps: dict[str, int], goal: int, random: Random) -> None:
    """Change ratings by single steps until points times steps are exactly ``goal``."""
    points = {leaf.id: int(leaf.points or 0) for leaf in rubric.leaves()}
    items = list(steps)
    while missing := goal - sum(points[item] * steps[item] for item in items):
        item = random.choice(items)
        up = missing > 0 if abs(missing) >= points[item] else random.choice((True, False))
        steps[item] = min(_STEPS, max(0, steps[item] + (1 if up else -1)))


def _percentages(steps: dict[str, int]) -> dict[str, Decimal]:
    return {item: Decimal(step) * 100 / _STEPS for item, step in steps.items()}
