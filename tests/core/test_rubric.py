import copy
import pickle
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from maturity_core import (
    Adjustment,
    Clause,
    Dimension,
    Grade,
    GradeBand,
    GradeBands,
    Provenance,
    RatingBand,
    RatingScale,
    Requirement,
    Rubric,
    Scope,
    Source,
    Standard,
    Text,
    Veto,
    score,
)
from tests.core.samples import RUBRIC, assessed, item, refusal, text


def scale(*ends: tuple[str, str]) -> RatingScale:
    return RatingScale(
        bands=[RatingBand(low=low, high=high, label=text(f"{low}-{high}")) for low, high in ends]
    )


QUARTERS = scale(("0", "0.25"), ("0.25", "0.5"), ("0.5", "1"))


@pytest.mark.parametrize(
    ("languages", "picked"),
    [
        ({"zh": "人员", "en": "Staff"}, {"zh": "人员", "en": "Staff", "fr": "Staff"}),
        ({"zh": "人员"}, {"zh": "人员", "en": "人员"}),
        ({"en": "Staff"}, {"zh": "Staff", "en": "Staff"}),
    ],
)
def test_a_text_falls_back_to_the_other_language(
    languages: dict[str, str], picked: dict[str, str]
) -> None:
    assert {language: Text(**languages).pick(language) for language in picked} == picked


@pytest.mark.parametrize("languages", [{}, {"zh": ""}, {"zh": " \n", "en": "\t"}])
def test_a_text_says_something(languages: dict[str, str]) -> None:
    [problem] = refusal(Text, **languages).problems
    assert problem.code == "text.empty"


@pytest.mark.parametrize(
    ("ratio", "label"),
    [
        ("0", "0-0.25"),
        ("0.2499", "0-0.25"),
        ("0.25", "0.25-0.5"),
        ("0.5", "0.5-1"),
        ("1", "0.5-1"),
    ],
)
def test_the_higher_band_owns_the_limit(ratio: str, label: str) -> None:
    band = QUARTERS.band(Fraction(ratio))
    assert band is not None
    assert band.label.en == label


@pytest.mark.parametrize("ratio", ["0.3", "-0.1", "1.1"])
def test_a_ratio_may_be_in_no_band(ratio: str) -> None:
    assert scale(("0", "0.2"), ("0.4", "1")).band(Fraction(ratio)) is None
    assert RatingScale().band(Fraction(ratio)) is None


def test_the_limits_are_what_two_bands_share() -> None:
    assert QUARTERS.limits() == {Fraction(1, 4), Fraction(1, 2)}
    assert RatingScale().limits() == frozenset()


def test_discrete_levels_share_no_limit() -> None:
    levels = scale(("0", "0"), ("0.5", "0.5"), ("1", "1"))
    assert levels.limits() == frozenset()
    assert levels.band(Fraction(1, 2)) == levels.bands[1]
    assert levels.band(Fraction(1, 4)) is None


def test_clauses_are_walked_in_the_order_of_the_standard() -> None:
    assert [clause.id for clause in RUBRIC.walk()] == ["1", "1.1", "1.2", "2"]
    assert [clause.id for clause in RUBRIC.leaves()] == ["1.1", "1.2", "2"]
    assert [clause.id for clause in RUBRIC.clauses[0].walk()] == ["1", "1.1", "1.2"]


def test_a_grade_is_found_by_its_id() -> None:
    assert RUBRIC.grades.grade("good").rank == 2
    with pytest.raises(KeyError):
        RUBRIC.grades.grade("better")


def test_a_rubric_answers_to_its_id_and_its_aliases() -> None:
    rubric = evolve(RUBRIC, aliases=["T 1-2026"])
    names = ["tiny-2026", "T 1-2026", "tiny", "TINY-2026", ""]
    assert [name for name in names if rubric.answers_to(name)] == ["tiny-2026", "T 1-2026"]


def test_only_a_rubric_that_follows_the_text_is_official() -> None:
    assert not RUBRIC.is_official
    assert evolve(RUBRIC, provenance=Provenance(status="official")).is_official


def test_collections_are_tuples_whatever_was_passed() -> None:
    a, b = text("a"), text("b")
    clause = Clause(id="1", title=a, clauses=[item("1.1")], checkpoints=[a, b], evidence=iter([a]))
    assert clause.clauses == (item("1.1"),)
    assert (clause.checkpoints, clause.evidence) == ((a, b), (a,))
    assert Veto(id="v", title=a, rests_on=["4.2"]).rests_on == ("4.2",)
    assert Standard(code="Q/X 1", references=["GB/T 1"]).references == ("GB/T 1",)


def test_one_text_is_not_taken_for_a_list_of_letters() -> None:
    assert Veto(id="v", title=text("a"), rests_on="4.2").rests_on == ("4.2",)
    assert Standard(code="Q/X 1", references="GB/T 1").references == ("GB/T 1",)
    assert evolve(RUBRIC, aliases="T 1-2026").aliases == ("T 1-2026",)


def test_numbers_become_exact() -> None:
    clause = Clause(id="1", title=text("a"), points="2.50", weight=Decimal("0.1"))
    assert (clause.points, clause.weight) == (Fraction(5, 2), Fraction(1, 10))
    assert GradeBand(grade="good", floor="259/3").floor == Fraction(259, 3)
    assert RatingBand(low=0, high="0.2", label=text("a")).high == Fraction(1, 5)
    assert evolve(RUBRIC, total="10.0", maximum=12).maximum == 12


A = text("a")

INEXACT: dict[str, Callable[[float], object]] = {
    "clause points": lambda number: Clause(id="1", title=A, points=number),
    "clause weight": lambda number: Clause(id="1", title=A, weight=number),
    "total": lambda number: evolve(RUBRIC, total=number),
    "maximum": lambda number: evolve(RUBRIC, maximum=number),
    "floor": lambda number: GradeBand(grade="g", floor=number),
    "upto": lambda number: GradeBand(grade="g", floor=1, upto=number),
    "required": lambda number: Requirement(of="score", limit=number),
    "low": lambda number: RatingBand(low=number, high=1, label=A),
    "step": lambda number: RatingScale(step=number),
    "adjustment": lambda number: Adjustment(id="a", kind="bonus", points=number),
}


@pytest.mark.parametrize("name", INEXACT)
def test_a_float_is_refused_everywhere(name: str) -> None:
    [problem] = refusal(INEXACT[name], 0.5).problems
    assert problem.code == "number.float"


REFUSED: dict[str, tuple[Callable[[], object], str, str]] = {
    "clause id": (lambda: item("五"), "value.id", "id"),
    "veto id": (lambda: Veto(id="", title=A), "value.id", "id"),
    "grade id": (lambda: Grade(id="a b", rank=1, label=A), "value.id", "id"),
    "rubric id": (lambda: evolve(RUBRIC, id="Q/X 1"), "value.id", "id"),
    "scope id": (lambda: Scope(id="-", title=A), "value.id", "id"),
    "dimension id": (lambda: Dimension(id="-", title=A), "value.id", "id"),
    "adjustment id": (lambda: Adjustment(id="-", kind="bonus", points=1), "value.id", "id"),
    "band grade": (lambda: GradeBand(grade="-", floor=1), "value.id", "grade"),
    "format": (lambda: evolve(RUBRIC, format=2), "value.format", "format"),
    "digits": (lambda: evolve(RUBRIC, digits=13), "value.whole", "digits"),
    "rank": (lambda: Grade(id="g", rank=-1, label=A), "value.whole", "rank"),
    "times": (
        lambda: Adjustment(id="a", kind="bonus", points=1, times=0),
        "value.whole",
        "times",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_field_that_breaks_its_rule_is_refused_by_name(name: str) -> None:
    call, code, field = REFUSED[name]
    [problem] = refusal(call).problems
    assert (problem.code, problem.path) == (code, (field,))


WORDS: dict[str, Callable[[], object]] = {
    "combine": lambda: evolve(RUBRIC, combine="max"),  # type: ignore[arg-type] # refused here too
    "rounding": lambda: evolve(RUBRIC, rounding="up"),  # type: ignore[arg-type] # the same
    "clause": lambda: Clause(id="1", title=A, combine="max"),  # type: ignore[arg-type] # the same
    "excluded": lambda: Clause(id="1", title=A, excluded="x"),  # type: ignore[arg-type] # the same
    "status": lambda: Provenance(status="x"),  # type: ignore[arg-type] # the same
    "kind": lambda: Adjustment(id="a", kind="x", points=1),  # type: ignore[arg-type] # the same
    "scaling": lambda: Adjustment(id="a", kind="bonus", points=1, scaling="x"),  # type: ignore[arg-type] # the same
    "of": lambda: Requirement(of="x", limit=1),  # type: ignore[arg-type] # the same
    "score": lambda: GradeBand(grade="g", floor=1, score="x"),  # type: ignore[arg-type] # the same
}


@pytest.mark.parametrize("name", WORDS)
def test_a_word_that_a_field_does_not_know_is_refused(name: str) -> None:
    [problem] = refusal(WORDS[name]).problems
    assert problem.code == "value.choice"


def test_what_nobody_said_has_a_careful_default() -> None:
    veto, clause = Veto(id="v", title=A), Clause(id="1", title=A)
    assert veto.caps_at == "unqualified"
    assert (clause.combine, clause.excludable, clause.excluded) == ("sum", False, "drop")
    assert Provenance().status == "reconstructed"
    assert (RUBRIC.rounding, RUBRIC.digits) == ("half-even", 2)


def test_fields_are_named_never_counted() -> None:
    with pytest.raises(TypeError):
        Text("人员", "Staff")  # type: ignore[call-arg] # refused by the type checker too


@pytest.mark.parametrize(
    "part",
    [
        RUBRIC,
        RUBRIC.clauses[0],
        RUBRIC.vetoes[0],
        RUBRIC.grades,
        RUBRIC.grades.grades[0],
        RUBRIC.grades.bands[0],
        RUBRIC.title,
        RUBRIC.scale,
        RUBRIC.provenance,
        Source(part="grades", taken_from="6.2"),
        Standard(code="Q/X 1", effective=date(2026, 4, 1)),
    ],
    ids=lambda part: type(part).__name__,
)
def test_no_part_can_be_changed(part: object) -> None:
    for name in ("id", "anything"):
        with pytest.raises((FrozenInstanceError, AttributeError)):
            setattr(part, name, "other")


def pickled(rubric: Rubric) -> object:
    return pickle.loads(pickle.dumps(rubric))  # noqa: S301 -- our own bytes


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_a_rubric_can_be_copied_and_pickled(again: Callable[[Rubric], Rubric]) -> None:
    score(RUBRIC, assessed())
    assert again(RUBRIC) == RUBRIC
    assert hash(again(RUBRIC)) == hash(RUBRIC)
    assert score(again(RUBRIC), assessed()).score == 8


def test_what_scoring_remembers_is_no_part_of_what_a_rubric_says() -> None:
    fresh = evolve(RUBRIC, id=RUBRIC.id)
    score(RUBRIC, assessed())
    assert fresh.memo == {}
    assert fresh == RUBRIC
    assert "memo" not in repr(RUBRIC)


def test_a_changed_rubric_remembers_nothing_of_the_old_one() -> None:
    score(RUBRIC, assessed())
    half = evolve(RUBRIC, vetoes=[], grades=GradeBands(grades=RUBRIC.grades.grades[:1]))
    assert score(half, assessed(vetoes={})).grade_by_score.id == "unqualified"
