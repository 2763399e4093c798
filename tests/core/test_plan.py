from fractions import Fraction

import pytest
from attrs import evolve

from maturity_core import (
    Adjustment,
    Clause,
    Grade,
    GradeBand,
    GradeBands,
    Plan,
    RatingBand,
    RatingScale,
    Requirement,
    Rubric,
    Veto,
    get_rubric,
    plan_of,
    score,
)
from maturity_core.account import lay_out
from maturity_core.plan import (
    RATING_STEPS,
    Cap,
    Comparison,
    PlanBand,
    Step,
    require_supported,
    run,
)
from tests.core.samples import FIRED, RUBRIC, item, ladder, rated, refusal, text, told

LOW = Grade(id="low", rank=1, label=text("low"))
HIGH = Grade(id="high", rank=2, label=text("high"))


def column(index: int) -> Step:
    return Step("column", (index,), (), 0, RATING_STEPS)


def const(number: int) -> Step:
    return Step("const", (), (number,), number, number)


def plan(*steps: Step, bands: tuple[PlanBand, ...] = (), caps: tuple[Cap, ...] = ()) -> Plan:
    """A plan whose score is its last step, over 1."""
    return Plan(
        rubric="t",
        semantics=1,
        columns=("a", "b"),
        steps=(*steps, const(1)),
        score=(len(steps) - 1, len(steps)),
        bands=bands,
        lowest=LOW,
        caps=caps,
    )


ROW = {"a": 3000, "b": 8000}


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        pytest.param([const(7)], 7, id="const"),
        pytest.param([column(1)], 8000, id="column"),
        pytest.param(
            [column(0), column(1), Step("linear", (0, 1), (2, -1), -10_000, 20_000)],
            -2000,
            id="linear",
        ),
        pytest.param([Step("linear", (), (), 0, 0)], 0, id="linear of nothing"),
        pytest.param(
            [column(0), column(1), Step("mul", (0, 1, 1), (), 0, 10**12)],
            3000 * 8000 * 8000,
            id="mul",
        ),
        pytest.param([column(0), column(1), Step("min", (0, 1), (), 0, 10_000)], 3000, id="min"),
        pytest.param([column(0), column(1), Step("max", (0, 1), (), 0, 10_000)], 8000, id="max"),
        pytest.param([const(4), Step("recip", (0,), (12,), 3, 3)], 3, id="recip"),
    ],
)
def test_each_operation(steps: list[Step], value: int) -> None:
    assert run(plan(*steps), ROW) == (Fraction(value), LOW)


def test_the_score_is_a_quotient() -> None:
    thirds = Plan("t", 1, ("a",), (column(0), const(30_000)), (0, 1), (), LOW, ())
    assert run(thirds, {"a": 10_000}) == (Fraction(1, 3), LOW)


def test_a_rating_that_is_missing_is_never_taken_for_zero() -> None:
    with pytest.raises(KeyError):
        run(plan(column(0)), {"b": 8000})


@pytest.mark.parametrize(
    ("rating", "strict", "grade"),
    [
        (4999, False, LOW),
        (5000, False, HIGH),
        (5001, False, HIGH),
        (5000, True, LOW),
        (5001, True, HIGH),
    ],
)
def test_a_comparison_is_strict_or_not(rating: int, grade: Grade, *, strict: bool) -> None:
    band = PlanBand(HIGH, (Comparison(0, 1, strict),))
    assert run(plan(column(0), const(5000), bands=(band,)), {"a": rating})[1] == grade


@pytest.mark.parametrize(("a", "b", "grade"), [(50, 50, HIGH), (49, 50, LOW), (50, 49, LOW)])
def test_all_conditions_of_a_band_must_hold(a: int, b: int, grade: Grade) -> None:
    conditions = (Comparison(0, 2, strict=False), Comparison(1, 2, strict=False))
    both = plan(column(0), column(1), const(50), bands=(PlanBand(HIGH, conditions),))
    assert run(both, {"a": a, "b": b})[1] == grade


def test_the_first_band_that_holds_is_the_grade() -> None:
    best = Grade(id="best", rank=3, label=text("best"))
    always = (Comparison(0, 0, strict=False),)
    bands = (PlanBand(best, (Comparison(0, 0, strict=True),)), PlanBand(HIGH, always))
    assert run(plan(column(0), bands=(*bands, PlanBand(LOW, always))), ROW)[1] == HIGH


@pytest.mark.parametrize(
    ("fired", "grade"),
    [((), HIGH), (("v",), LOW), (("w",), HIGH), (("w", "v"), LOW), (("unknown",), HIGH)],
)
def test_a_veto_caps_the_grade(fired: tuple[str, ...], grade: Grade) -> None:
    always = PlanBand(HIGH, (Comparison(0, 0, strict=False),))
    capped = plan(column(0), bands=(always,), caps=(Cap("v", LOW), Cap("w", HIGH)))
    assert run(capped, ROW, fired)[1] == grade


def test_the_largest_number_is_known_beforehand() -> None:
    assert plan(column(0)).largest == 10_000
    assert plan(Step("linear", (), (), -(10**9), 5)).largest == 10**9
    assert plan_of(get_rubric("qbjkb-009-2026")).largest < 2**53


def test_the_plan_of_a_small_rubric() -> None:
    assert plan_of(RUBRIC) == Plan(
        rubric="tiny-2026",
        semantics=1,
        columns=("1.1", "1.2", "2"),
        steps=(
            column(0),
            column(1),
            column(2),
            Step("linear", (0, 1, 2), (1, 3, 6), 0, 100_000),
            const(10_000),
            const(0),
            const(60_000),
            const(90_000),
        ),
        score=(3, 4),
        bands=(
            PlanBand(RUBRIC.grades.grade("excellent"), (Comparison(3, 7, strict=False),)),
            PlanBand(RUBRIC.grades.grade("good"), (Comparison(3, 6, strict=False),)),
            PlanBand(RUBRIC.grades.grade("fair"), (Comparison(3, 5, strict=False),)),
        ),
        lowest=RUBRIC.grades.grade("unqualified"),
        caps=(
            Cap("fraud", RUBRIC.grades.grade("unqualified")),
            Cap("other", RUBRIC.grades.grade("fair")),
        ),
    )


def test_no_step_is_there_twice() -> None:
    steps = plan_of(get_rubric("qbjkb-009-2026")).steps
    assert len(set(steps)) == len(steps)


@pytest.mark.parametrize(
    ("percentages", "fired"),
    [((100, 100, 100), ()), ((0, 0, 0), ()), ((60, 60, 60), ()), ((90, 90, 90), ("other",))],
)
def test_a_plan_and_the_scorer_say_the_same(
    percentages: tuple[int, ...], fired: tuple[str, ...]
) -> None:
    vetoes = {veto: {**FIRED, "note": "n"} for veto in fired}
    card = score(RUBRIC, rated(*percentages, **vetoes))
    row = {leaf.id: p * 100 for leaf, p in zip(RUBRIC.leaves(), percentages, strict=True)}
    assert run(plan_of(RUBRIC), row, fired) == (card.score, card.grade)


def test_a_floor_with_a_fraction_stays_whole() -> None:
    grades = evolve(ladder(1), bands=[GradeBand(grade="g1", floor="20/3")])
    thirds = evolve(
        RUBRIC, vetoes=[], clauses=[item("1", "10/3"), item("2", "20/3")], grades=grades
    )
    compiled = plan_of(thirds)
    assert run(compiled, {"1": 0, "2": 10_000}) == (Fraction(20, 3), thirds.grades.grade("g1"))
    assert run(compiled, {"1": 0, "2": 9_999})[1] == thirds.grades.grade("g0")
    seventh = evolve(thirds, grades=evolve(grades, bands=[GradeBand(grade="g1", floor="50/7")]))
    assert run(plan_of(seventh), {"1": 1429, "2": 10_000})[1].id == "g1"
    assert run(plan_of(seventh), {"1": 1428, "2": 10_000})[1].id == "g0"


def test_points_scale_to_the_total() -> None:
    rubric = evolve(RUBRIC, scaled=True, total="20/3", vetoes=[], grades=ladder(1))
    layout = lay_out(rubric)
    assert [leaf.id for leaf in layout.leaves] == ["1.1", "1.2", "2"]
    assert Fraction(sum(layout.weights), layout.accounts[0].unit) == Fraction(20, 3)
    assert run(plan_of(rubric), dict.fromkeys(["1.1", "1.2", "2"], 5000))[0] == Fraction(10, 3)


A = text("a")
BAND = GradeBand(grade="good", floor=6)
NOT_YET: dict[str, tuple[Rubric, list[tuple[str, str]]]] = {
    "mean": (evolve(RUBRIC, combine="mean"), [("/rubric/combine", "mean")]),
    "maximum": (evolve(RUBRIC, maximum=12), [("/rubric/maximum", "maximum")]),
    "min": (
        evolve(RUBRIC, clauses=[evolve(RUBRIC.clauses[0], combine="min"), RUBRIC.clauses[1]]),
        [("/clauses/1/combine", "min")],
    ),
    "excludable": (
        evolve(RUBRIC, clauses=[RUBRIC.clauses[0], evolve(RUBRIC.clauses[1], excludable=True)]),
        [("/clauses/2/excludable", "excludable")],
    ),
    "adjustment": (
        evolve(RUBRIC, adjustments=[Adjustment(id="a", kind="bonus", points=1, title=A)]),
        [("/adjustments/a", "adjustments")],
    ),
    "any": (
        evolve(RUBRIC, grades=evolve(RUBRIC.grades, bands=[BAND, evolve(BAND, floor=5)])),
        [("/grades/good/any", "any")],
    ),
    "above": (
        evolve(RUBRIC, grades=evolve(RUBRIC.grades, bands=[evolve(BAND, above=True)])),
        [("/grades/good/above", "above")],
    ),
    "base": (
        evolve(RUBRIC, grades=evolve(RUBRIC.grades, bands=[evolve(BAND, score="base")])),
        [("/grades/good/score", "base")],
    ),
    "requires": (
        evolve(
            RUBRIC,
            grades=evolve(
                RUBRIC.grades,
                bands=[evolve(BAND, requires=[Requirement(of="section", limit="0.5")])],
            ),
        ),
        [("/grades/good/requires", "requires")],
    ),
    "step": (evolve(RUBRIC, scale=RatingScale(step="0.25")), [("/scale/step", "step")]),
    "levels": (
        evolve(
            RUBRIC,
            clauses=[
                RUBRIC.clauses[0],
                evolve(
                    RUBRIC.clauses[1],
                    scale=RatingScale(bands=[RatingBand(low=0, high=0, label=A)]),
                ),
            ],
        ),
        [("/clauses/2/scale/bands", "low = high")],
    ),
}


@pytest.mark.parametrize("name", NOT_YET)
def test_what_is_not_supported_yet_is_refused_and_never_scored_wrongly(name: str) -> None:
    rubric, expected = NOT_YET[name]
    for call in (plan_of, require_supported):
        problems = refusal(call, rubric).problems
        assert {problem.code for problem in problems} == {"rubric.not-supported-yet"}
        assert [(p.pointer, p.values["feature"]) for p in problems] == expected


def test_all_that_is_not_supported_yet_is_told_at_once() -> None:
    rubric = evolve(NOT_YET["excludable"][0], combine="mean", maximum=12)
    assert len(refusal(plan_of, rubric).problems) == 3
    require_supported(RUBRIC)


@pytest.mark.parametrize(
    ("rubric", "expected"),
    [
        pytest.param(
            evolve(RUBRIC, clauses=[]), [("rubric.no-clauses", "/clauses")], id="no clauses"
        ),
        pytest.param(
            evolve(RUBRIC, clauses=[item("1", 0), item("2", 10)]),
            [("clause.points-not-positive", "/clauses/1/points")],
            id="no points",
        ),
        pytest.param(
            evolve(RUBRIC, grades=evolve(RUBRIC.grades, bands=[GradeBand(grade="x", floor=1)])),
            [("rubric.dangling", "/grades/x")],
            id="no such grade",
        ),
        pytest.param(
            evolve(RUBRIC, vetoes=[Veto(id="v", title=A, caps_at="x")]),
            [("rubric.dangling", "/vetoes/v/caps_at")],
            id="no such cap",
        ),
        pytest.param(
            evolve(RUBRIC, vetoes=[], grades=GradeBands(grades=[])),
            [("rubric.no-grades", "/grades")],
            id="no grades",
        ),
    ],
)
def test_the_plan_of_an_invalid_rubric_is_refused_with_its_problems(
    rubric: Rubric, expected: list[tuple[str, str]]
) -> None:
    assert told(refusal(plan_of, rubric).problems) == expected


def test_the_order_of_the_columns_is_that_of_the_standard() -> None:
    turned = evolve(RUBRIC, clauses=RUBRIC.clauses[::-1])
    assert plan_of(turned).columns == ("2", "1.1", "1.2")
    one = Clause(id="1", title=A, points=10)
    assert plan_of(evolve(RUBRIC, clauses=[one])).columns == ("1",)
