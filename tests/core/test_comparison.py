from fractions import Fraction

from attrs import evolve

from maturity_core import (
    Adjustment,
    AdjustmentCount,
    Clause,
    Dimension,
    Exclusion,
    GradeBand,
    Scope,
    Veto,
    get_rubric,
    score,
)
from maturity_core.comparison import Change, Share, carried_over, changes, parts_of, shares
from tests.core.samples import RUBRIC, item, rated, text


def told(*found: Change) -> list[tuple[str, str, str, str]]:
    return [(change.kind, change.part, change.id, change.key) for change in found]


def test_a_rubric_does_not_differ_from_itself_or_by_its_names() -> None:
    other = evolve(RUBRIC, id="other", family="x", aliases=["y"])
    assert changes(RUBRIC, other) == ()
    assert shares(RUBRIC, other) == ()


def test_every_kind_of_difference_is_told_once() -> None:
    one, _ = RUBRIC.clauses
    bands = [*RUBRIC.grades.bands[:2], GradeBand(grade="excellent", above=True, floor=9)]
    other = evolve(
        RUBRIC,
        total=12,
        clauses=[evolve(one, excludable=True), item("3", 8)],
        grades=evolve(RUBRIC.grades, bands=bands),
        vetoes=[RUBRIC.vetoes[0], Veto(id="fire", title=text("Fire"))],
        dimensions=[Dimension(id="side", title=text("Side"))],
    )
    assert told(*changes(RUBRIC, other)) == [
        ("changed", "rubric", "total", ""),
        ("changed", "clauses", "1", "excludable"),
        ("removed", "clauses", "2", ""),
        ("added", "clauses", "3", ""),
        ("changed", "grades", "excellent", "at_least"),
        ("changed", "grades", "excellent", "above"),
        ("removed", "vetoes", "other", ""),
        ("added", "vetoes", "fire", ""),
        ("changed", "dimensions", "side", ""),
    ]
    assert told(*changes(evolve(RUBRIC, readings=[]), RUBRIC)) == []


def test_values_are_those_of_the_files() -> None:
    [change] = changes(RUBRIC, evolve(RUBRIC, maximum="12.5"))
    assert change == Change("changed", "rubric", "maximum", "", None, "12.5")


def test_the_parts_of_the_total_are_exact() -> None:
    old, new = get_rubric("qbjkb-009-2026"), get_rubric("qbjkb-006-2026")
    moved = {share.clause: share for share in shares(old, new)}
    assert moved["5.5"] == Share("5.5", Fraction(5, 100), Fraction(5, 88))
    assert moved["5.12"] == Share("5.12", Fraction(12, 100), None)
    weakest = evolve(RUBRIC, clauses=[evolve(RUBRIC.clauses[0], combine="min"), RUBRIC.clauses[1]])
    assert shares(RUBRIC, weakest) == (
        Share("1.1", Fraction(1, 10), None),
        Share("1.2", Fraction(3, 10), None),
    )


def test_every_clause_has_its_part_of_the_total_but_those_below_the_weakest() -> None:
    weakest = evolve(RUBRIC, clauses=[evolve(RUBRIC.clauses[0], combine="min"), RUBRIC.clauses[1]])
    assert [(part.clause.id, part.depth, part.share) for part in parts_of(weakest)] == [
        ("1", 0, Fraction(4, 10)),
        ("1.1", 1, None),
        ("1.2", 1, None),
        ("2", 0, Fraction(6, 10)),
    ]


def test_an_assessment_is_carried_over_with_what_the_other_rubric_knows() -> None:
    one, two = RUBRIC.clauses
    more = Clause(id="3", title=text("More"), points=1, excludable=True)
    old = evolve(
        RUBRIC,
        clauses=[one, two, more],
        total=11,
        scopes=[Scope(id="site", title=text("Site"))],
        adjustments=[Adjustment(id="award", kind="bonus", points=1)],
    )
    assessment = evolve(
        rated(80, 80, 80),
        scope="site",
        exclusions=[Exclusion(clause="3", reason="none")],
        adjustments=[AdjustmentCount(adjustment="award", count=0)],
    )
    assert score(old, assessment).grade.id == "good"
    new = evolve(RUBRIC, id="new-2026", vetoes=RUBRIC.vetoes[:1])
    carried = carried_over(assessment, new)
    assert (carried.rubric, carried.scope) == ("new-2026", "")
    assert (carried.exclusions, carried.adjustments) == ((), ())
    assert [finding.veto for finding in carried.vetoes] == ["fraud"]
    assert score(new, carried).score == 8
    assert carried_over(assessment, old) == assessment
