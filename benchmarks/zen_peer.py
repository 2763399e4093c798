"""The rubric as a decision model for zen-engine, in two ways."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import zen

from maturity_core import Clause, Rubric
from peer import Peer, Result
from samples import Answers, plain

__all__ = ["drawn", "tuned"]

_Expressions = Sequence[tuple[str, str]]


def drawn(rubric: Rubric) -> Peer:
    """Return the model as its editor draws it: an expression per line, a table of the grades."""
    items = list(rubric.leaves())
    lines = [
        *((f"lines.{_key(i)}", f"ratings.{_key(i)} * {i.points} / 100") for i in items),
        *(
            (f"lines.{_key(s)}", " + ".join(f"$.lines.{_key(child)}" for child in s.clauses))
            for s in rubric.clauses
            if s.clauses
        ),
        ("score", " + ".join(f"$.lines.{_key(section)}" for section in rubric.clauses)),
    ]
    return _peer(
        "zen-engine, as drawn",
        [_expressions("lines", lines), _table(rubric), _expressions("vetoes", [_capped(rubric)])],
        {item.id: _key(item) for item in items},
    )


def tuned(rubric: Rubric) -> Peer:
    """Return the quickest model found: one node, all lines in one literal."""
    items = list(rubric.leaves())
    earned = ", ".join(f'"{item.id}": ratings["{item.id}"] * {item.points} / 100' for item in items)
    sections = ", ".join(
        f'"{section.id}": ' + " + ".join(f'$.lines["{child.id}"]' for child in section.clauses)
        for section in rubric.clauses
        if section.clauses
    )
    expressions = [
        ("lines", f"{{{earned}}}"),
        ("sections", f"{{{sections}}}"),
        ("score", "sum(values($.lines))"),
        ("grade_by_score", _ladder(rubric)),
        _capped(rubric, "$.grade_by_score"),
    ]
    names = {item.id: item.id for item in items}
    node = _expressions("all", expressions, inputs_too=False)
    return _peer("zen-engine, tuned by hand", [node], names)


def _peer(name: str, nodes: Sequence[dict[str, Any]], names: dict[str, str]) -> Peer:
    # With the static loader the model is compiled once; `create_decision` is many times slower.
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"model": _model(nodes)}}})

    def take(answers: Answers) -> dict[str, Any]:
        ratings = {names[item]: plain(rating) for item, rating in answers.ratings.items()}
        return {"ratings": ratings, "vetoes": answers.findings}

    def read(output: Any) -> Result:
        result = output["result"]
        return Result(Fraction(str(result["score"])), result["grade"])

    def run(context: dict[str, Any]) -> Any:
        return engine.evaluate("model", context)

    return Peer(name, exact=True, take=take, run=run, read=read)


def _key(clause: Clause) -> str:
    return "c" + clause.id.replace(".", "_")


def _bands(rubric: Rubric) -> list[tuple[Fraction, str]]:
    return sorted(((band.floor, band.grade) for band in rubric.grades.bands), reverse=True)


def _ladder(rubric: Rubric) -> str:
    *better, (_, lowest) = _bands(rubric)
    return "".join(f"$.score >= {floor} ? '{grade}' : " for floor, grade in better) + f"'{lowest}'"


def _capped(rubric: Rubric, grade: str = "grade_by_score") -> tuple[str, str]:
    [cap] = {veto.caps_at for veto in rubric.vetoes}
    return "grade", f"some(values(vetoes), # == 'fired') ? '{cap}' : {grade}"


def _expressions(
    name: str, expressions: _Expressions, *, inputs_too: bool = True
) -> dict[str, Any]:
    rows = [
        {"id": f"{name}-{index}", "key": key, "value": value}
        for index, (key, value) in enumerate(expressions)
    ]
    return _node(name, "expressionNode", {"expressions": rows, "passThrough": inputs_too})


def _table(rubric: Rubric) -> dict[str, Any]:
    rules = [
        {"_id": grade, "score": f">= {floor}", "grade": f"'{grade}'"}
        for floor, grade in _bands(rubric)
    ]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": "score", "name": "score", "field": "score"}],
        "outputs": [{"id": "grade", "name": "grade", "field": "grade_by_score"}],
        "rules": rules,
        "passThrough": True,
    }
    return _node("grades", "decisionTableNode", content)


def _node(name: str, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    place = {"x": 0, "y": 0}
    return {"id": name, "type": kind, "name": name, "position": place, "content": content}


def _model(between: Iterable[dict[str, Any]]) -> dict[str, Any]:
    nodes = [_node("in", "inputNode", {}), *between, _node("out", "outputNode", {})]
    edges = [
        {"id": f"{a['id']}-{b['id']}", "type": "edge", "sourceId": a["id"], "targetId": b["id"]}
        for a, b in pairwise(nodes)
    ]
    return {"nodes": nodes, "edges": edges}
