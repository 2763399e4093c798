"""The rubric in CEL, in JsonLogic and in pandas: three ways whose numbers are floats."""

from fractions import Fraction
from typing import Any

import cel
import pandas as pd
from json_logic import jsonLogic

from maturity_core import Rubric
from peer import Peer, Result
from samples import Answers, plain

__all__ = ["with_cel", "with_json_logic", "with_pandas"]


def with_cel(rubric: Rubric) -> Peer:
    """Return two compiled expressions: the score, then the grade; CEL makes no lines here."""
    score = cel.compile(
        " + ".join(
            f"ratings['{leaf.id}'] * {float(leaf.points or 0)} / 100.0" for leaf in rubric.leaves()
        )
    )
    ladder = "".join(f"score >= {float(floor)} ? '{name}' : " for floor, name in _ladder(rubric))
    cap, lowest = _cap(rubric), _lowest(rubric)
    grade = cel.compile(f"vetoes.exists(v, v == 'fired') ? '{cap}' : ({ladder}'{lowest}')")

    def take(answers: Answers) -> tuple[dict[str, Any], list[str]]:
        ratings = {item: float(rating) for item, rating in answers.ratings.items()}
        return {"ratings": ratings}, list(answers.findings.values())

    def run(given: tuple[dict[str, Any], list[str]]) -> tuple[float, str]:
        ratings, vetoes = given
        reached = score.execute(ratings)
        return reached, grade.execute({"score": reached, "vetoes": vetoes})

    return Peer("CEL (score and grade, no lines)", exact=False, take=take, run=run, read=_pair)


def with_json_logic(rubric: Rubric) -> Peer:
    """Return three rules: the lines, the score, the grade."""
    leaves = list(rubric.leaves())
    lines = {
        "merge": [
            {"/": [{"*": [{"var": f"ratings.{index}"}, int(leaf.points or 0)]}, 100]}
            for index, leaf in enumerate(leaves)
        ]
    }
    score = {
        "reduce": [{"var": ""}, {"+": [{"var": "current"}, {"var": "accumulator"}]}, 0],
    }
    branches: list[Any] = [{"in": ["fired", {"var": "vetoes"}]}, _cap(rubric)]
    for floor, name in _ladder(rubric):
        branches += [{">=": [{"var": "score"}, int(floor)]}, name]
    grade = {"if": [*branches, _lowest(rubric)]}

    def take(answers: Answers) -> dict[str, Any]:
        ratings = [plain(answers.ratings[leaf.id]) for leaf in leaves]
        return {"ratings": ratings, "vetoes": list(answers.findings.values())}

    def run(given: dict[str, Any]) -> tuple[float, str, list[float]]:
        earned = jsonLogic(lines, given)
        reached = jsonLogic(score, earned)
        return reached, jsonLogic(grade, {"score": reached, "vetoes": given["vetoes"]}), earned

    return Peer("JsonLogic", exact=False, take=take, run=run, read=_pair)


def with_pandas(rubric: Rubric) -> Peer:
    """Return one assessment as a frame: merge, multiply, add up by section, cut into grades."""
    rows = [
        {"clause": leaf.id, "section": section.id, "points": float(leaf.points or 0)}
        for section in rubric.clauses
        for leaf in section.walk()
        if not leaf.clauses
    ]
    points = pd.DataFrame(rows)
    floors = list(reversed(_ladder(rubric)))
    bins = [0.0, *(float(floor) for floor, _ in floors), float("inf")]
    labels = [_lowest(rubric), *(name for _, name in floors)]
    cap = _cap(rubric)

    def take(answers: Answers) -> tuple[dict[str, Any], list[str]]:
        ratings = [float(rating) for rating in answers.ratings.values()]
        frame = {"clause": list(answers.ratings), "rating": ratings}
        return frame, list(answers.findings.values())

    def run(given: tuple[dict[str, Any], list[str]]) -> tuple[float, str, Any, Any]:
        columns, vetoes = given
        lines = points.merge(pd.DataFrame(columns), on="clause")
        lines["earned"] = lines["points"] * lines["rating"] / 100
        sections = lines.groupby("section", sort=False)["earned"].sum()
        reached = sections.sum()
        grade = pd.cut([reached], bins, right=False, labels=labels)[0]
        return float(reached), cap if "fired" in vetoes else str(grade), lines, sections

    return Peer("pandas, one frame per assessment", exact=False, take=take, run=run, read=_pair)


def _ladder(rubric: Rubric) -> list[tuple[Fraction, str]]:
    bands = [(band.floor, band.grade) for band in rubric.grades.bands if band.floor > 0]
    return sorted(bands, reverse=True)


def _lowest(rubric: Rubric) -> str:
    return min(rubric.grades.bands, key=lambda band: band.floor).grade


def _cap(rubric: Rubric) -> str:
    [cap] = {veto.caps_at for veto in rubric.vetoes}
    return cap


def _pair(output: tuple[Any, ...]) -> Result:
    return Result(Fraction(output[0]), output[1])
