from fractions import Fraction

import pytest
from attrs import evolve

from maturity_core import (
    Clause,
    Grade,
    GradeBand,
    GradeBands,
    Plan,
    Rubric,
    Veto,
    get_rubric,
    load_rubric,
    plan_of,
    score,
)
from maturity_core.account import lay_out
from maturity_core.plan import RATING_STEPS, Cap, Column, Comparison, PlanBand, Step, run
from tests.core.samples import FIRED, RUBRIC, item, ladder, rated, refusal, text, told

LOW = Grade(id="low", rank=1, label=text("low"))
HIGH = Grade(id="high", rank=2, label=text("high"))


def column(index: int) -> Step:
    return Step("column", (index,), (), 0, RATING_STEPS)


def const(number: int) -> Step:
    return Step("const", (), (number,), number, number)


def rating(name: str) -> Column:
    return Column("rating", name, RATING_STEPS)


def plan(*steps: Step, bands: tuple[PlanBand, ...] = (), caps: tuple[Cap, ...] = ()) -> Plan:
    """A plan whose score is its last step, over 1."""
    return Plan(
        rubric="t",
        semantics=1,
        columns=(rating("a"), rating("b")),
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
    thirds = Plan("t", 1, (rating("a"),), (column(0), const(30_000)), (0, 1), (), LOW, ())
    assert run(thirds, {"a": 10_000}) == (Fraction(1, 3), LOW)


def test_a_rating_that_is_missing_is_never_taken_for_zero() -> None:
    with pytest.raises(KeyError):
        run(plan(column(0)), {"b": 8000})
    with pytest.raises(KeyError):
        run(plan_of(load_rubric(CARE.encode())), dict.fromkeys(["1.1", "1.2", "2.1", "2.2"], 0))


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
    assert run(plan(column(0), const(5000), bands=(band,)), {**ROW, "a": rating})[1] == grade


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
        columns=(rating("1.1"), rating("1.2"), rating("2")),
        steps=(
            column(0),
            column(1),
            column(2),
            const(0),
            Step("linear", (0, 1, 2), (1, 3, 6), 0, 100_000),
            const(10_000),
            const(60_000),
            const(90_000),
        ),
        score=(4, 5),
        bands=(
            PlanBand(RUBRIC.grades.grade("excellent"), (Comparison(4, 7, strict=False),)),
            PlanBand(RUBRIC.grades.grade("good"), (Comparison(4, 6, strict=False),)),
            PlanBand(RUBRIC.grades.grade("fair"), (Comparison(4, 3, strict=False),)),
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
    assert plan_of(turned).columns == (rating("2"), rating("1.1"), rating("1.2"))
    one = Clause(id="1", title=A, points=10)
    assert plan_of(evolve(RUBRIC, clauses=[one])).columns == (rating("1"),)


CARE = """
language = "en"
rubric = { id = "care", title = "Care", total = 100, combine = "mean" }
[scale]
step = 5
[clauses]
"1" = { points = 10, weight = 2, title = "A" }
"1.1" = { points = 4, title = "a", excludable = true }
"1.2" = { points = 6, title = "b" }
"2" = { points = 20, weight = 1, title = "B", combine = "min", excludable = true }
"2.1" = { title = "c", excludable = true, excluded = "full" }
"2.2" = { title = "d", scale = { bands = [
    { low = 0, high = 0, label = "no" }, { low = "50", high = "50", label = "half" },
    { low = "200/3", high = "200/3", label = "most" }, { low = 100, high = 100, label = "yes" },
] } }
[grades]
"low" = { rank = 0, label = "low" }
"high" = { rank = 1, at_least = 60, label = "high", requires = [
    { clause = "2", above = "50%", excluded = "met" },
] }
[adjustments]
"extra" = { kind = "bonus", points = 1, times = 3 }
"""


def test_counts_and_exclusions_are_columns_too() -> None:
    assert plan_of(load_rubric(CARE.encode())).columns == (
        Column("rating", "1.1", 10_000, step=500, excluded_by=("1.1",)),
        Column("rating", "1.2", 10_000, step=500),
        Column("rating", "2.1", 10_000, step=500, excluded_by=("2", "2.1")),
        Column("rating", "2.2", 10_000, levels=(0, 5_000, 10_000), excluded_by=("2",)),
        Column("count", "extra", 1_000_000),
        Column("excluded", "1.1", 1),
        Column("excluded", "2", 1),
        Column("excluded", "2.1", 1),
    )


@pytest.mark.parametrize(
    ("excluded", "score", "grade"),
    [
        ([], Fraction(2 * 80 + 50, 3) + 3, "low"),
        (["2.1"], Fraction(2 * 80 + 100, 3) + 3, "high"),
        (["1.1"], Fraction(2 * 90 + 50, 3) + 3, "low"),
        (["2"], Fraction(80) + 3, "high"),
        (["2", "2.1", "1.1"], Fraction(90) + 3, "high"),
    ],
)
def test_what_is_left_out_needs_no_rating(excluded: list[str], score: Fraction, grade: str) -> None:
    """What is left out falls to its siblings; one that counts in full stays; nothing is 0."""
    plan = plan_of(load_rubric(CARE.encode()))
    left = {"1.1": 6_500, "1.2": 9_000, "2.1": 5_000, "2.2": 10_000}
    for clause in excluded:
        left = {leaf: n for leaf, n in left.items() if not f"{leaf}.".startswith(f"{clause}.")}
    found, reached = run(plan, left, counts={"extra": 4}, excluded=excluded)
    assert (found, reached.id) == (score, grade)


def test_few_divisors_need_no_open_quotient() -> None:
    """Excluding 1.1 leaves 6 of 10 points: both divide 30, so the score has one denominator."""
    plan = plan_of(load_rubric(CARE.encode()))
    recips = [step.numbers for step in plan.steps if step.op == "recip"]
    assert (15,) in recips  # in units of 2 points: 5 or 3
    assert plan.steps[plan.score[1]].op == "const"
    assert plan.largest < 2**53


def test_many_divisors_stay_below_the_line() -> None:
    """Where no common multiple is small, the denominator of the score is a step of its own."""
    clauses = [evolve(item(str(n), 2**n + 1), excludable=True) for n in range(11)]
    total = sum(2**n + 1 for n in range(11))
    rubric = evolve(RUBRIC, vetoes=[], clauses=clauses, total=total)
    plan = plan_of(rubric)
    assert "recip" not in {step.op for step in plan.steps}
    assert plan.steps[plan.score[1]].low < plan.steps[plan.score[1]].high
    ratings = {str(n): 1_000 * n for n in range(11)}
    left = [n for n in range(11) if n not in {3, 7}]
    expected = sum(Fraction((2**n + 1) * n, 10) for n in left) / sum(2**n + 1 for n in left)
    assert run(plan, ratings, excluded=["3", "7"])[0] == expected * total
