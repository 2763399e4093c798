"""What people read agrees with what was decided."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import product
from math import floor
from typing import Literal

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from maturity_core import (
    Clause,
    Decision,
    Grade,
    GradeBand,
    GradeBands,
    Rubric,
    Scorecard,
    Text,
    assessment_from,
    dump_scorecard,
    score,
)
from tests.strategies import FOR_009_AND_RANDOM_RUBRICS, Case


@contextmanager
def soon(seconds: int = 2) -> Iterator[None]:
    """Interrupt what does not end: "as many further digits as it takes" must be a number."""

    def stop(*_: object) -> None:
        message = f"not done after {seconds} s"
        raise TimeoutError(message)

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def side(number: Fraction, limit: Fraction) -> int:
    """-1 below the limit, 0 on it, 1 above it."""
    return (number > limit) - (number < limit)


def rounded(number: Fraction, rule: str, digits: int) -> Fraction:
    """Round a number that is not negative by a named rule."""
    tens: int = 10**digits
    if rule == "half-even":
        return Fraction(round(number * tens), tens)
    half = Fraction(1, 2) if rule == "half-up" else 0
    return Fraction(floor(number * tens + half), tens)


def shown_in(card: Scorecard) -> Fraction:
    """The score as a reader of the report takes it."""
    with soon():
        return Fraction(card.decision.score_shown)


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_the_score_shown_stands_where_the_exact_one_stands(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """A displayed score must never look as if it had reached a floor that it missed."""
    case = data.draw(cases)
    card = score(*case)
    shown = shown_in(card)
    for limit in (case.rubric.total, *(band.floor for band in case.rubric.grades.bands)):
        assert side(shown, limit) == side(card.score, limit)


def expected(decision: Decision) -> Fraction:
    """The score rounded by the rule of the rubric, with the fewest decimals that keep its side."""
    rubric, exact = decision.rubric, decision.score
    limits = {rubric.total, *(band.floor for band in rubric.grades.bands)}
    if rubric.rounding == "none" or exact in limits:
        return exact
    digits = rubric.digits
    while True:
        shown = rounded(exact, rubric.rounding, digits)
        if all(side(shown, limit) == side(exact, limit) for limit in limits):
            return shown
        digits += 1


RULES: list[Literal["half-even", "half-up", "truncate", "none"]] = [
    "half-even",
    "half-up",
    "truncate",
    "none",
]


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_the_score_shown_is_rounded_once_by_the_rule_of_the_rubric(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """The named rule and its decimals; as many further digits as it takes, and no more."""
    rubric, assessment = data.draw(cases)
    decision = score(rubric, assessment).decision
    without_floors = evolve(rubric.grades, bands=[])
    with soon():
        assert Fraction(decision.score_shown) == expected(decision)
        for rule, digits in product(RULES, range(6)):
            for grades in (rubric.grades, without_floors):
                other = evolve(rubric, rounding=rule, digits=digits, grades=grades)
                ruled = evolve(decision, rubric=other)
                assert Fraction(ruled.score_shown) == expected(ruled)


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_the_distance_shown_is_the_difference_of_the_numbers_shown(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Every displayed gap is the difference of displayed numbers, to the nearest floor above."""
    case = data.draw(cases)
    card = score(*case)
    decision, shown = card.decision, shown_in(card)
    above = [band.floor for band in case.rubric.grades.bands if band.floor > card.score]
    if not above:
        assert (decision.next_band, decision.distance, decision.distance_shown) == (None,) * 3
        return
    assert decision.distance == min(above) - card.score
    assert decision.distance_shown is not None
    assert Fraction(decision.distance_shown) == min(above) - shown
    assert Fraction(decision.distance_shown) > 0


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_the_band_named_is_the_floor_that_was_reached(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """The decision says which floor was reached: the highest one at or below the exact score."""
    case = data.draw(cases)
    card = score(*case)
    reached = [band for band in case.rubric.grades.bands if band.floor <= card.score]
    assert card.decision.band == max(reached, key=lambda band: band.floor, default=None)
    if card.decision.band is not None:
        assert card.decision.band.grade == card.grade_by_score.id


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_a_written_scorecard_says_the_same(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """In files, exact values are text, with a shown form beside it."""
    case = data.draw(cases)
    card = score(*case)
    with soon():
        tree = json.loads(dump_scorecard(card))
        decision = card.decision
        assert tree["score_shown"] == decision.score_shown
        assert tree["distance_shown"] == decision.distance_shown
        assert tree["decision"] == list(decision.sentences("en"))
    assert Fraction(tree["score"]) == card.score
    assert (tree["grade"], tree["grade_by_score"]) == (card.grade.id, card.grade_by_score.id)
    assert tree["grade_rank"] == card.grade.rank
    assert tree["vetoes_fired"] == [finding.veto for finding in decision.fired]
    assert [Fraction(line["earned"]) for line in tree["lines"]] == [
        line.earned for line in card.lines
    ]
    sections = [line for line in tree["lines"] if line["depth"] == 0]
    assert sum(Fraction(line["earned"]) for line in sections) == Fraction(tree["score"])
    assert sum(Fraction(line["maximum"]) for line in sections) == Fraction(tree["total"])


THIRDS = Rubric(
    id="thirds-2026",
    title=Text(zh="三等分", en="Thirds"),
    total=100,
    scaled=True,
    clauses=[
        Clause(id="1", title=Text(zh="甲", en="A"), points=1),
        Clause(id="2", title=Text(zh="乙", en="B"), points=2),
    ],
    grades=GradeBands(
        grades=[
            Grade(id="fail", rank=0, label=Text(zh="不合格", en="fail")),
            Grade(id="pass", rank=1, label=Text(zh="合格", en="pass")),
        ],
        bands=[GradeBand(grade="pass", floor="200/3")],
    ),
)


def test_a_score_on_a_floor_that_no_decimal_writes_is_shown_exactly() -> None:
    """In files, exact values are text: "259/3" where no decimal is finite; so on the floor too."""
    assessment = assessment_from({"rubric": THIRDS.id, "ratings": {"1": 0, "2": 100}})
    card = score(THIRDS, assessment)
    assert (card.score, card.grade.id) == (Fraction(200, 3), "pass")
    with soon():
        assert card.decision.score_shown == "200/3"


LOWEST = evolve(THIRDS.grades, grades=THIRDS.grades.grades[:1], bands=[])


def test_a_full_score_that_no_decimal_writes_is_shown_exactly() -> None:
    """The total is a limit too: a full score never looks like less or more."""
    rubric = evolve(THIRDS, total=Fraction(100, 3), grades=LOWEST)
    card = score(rubric, assessment_from({"rubric": rubric.id, "ratings": {"1": 100, "2": 100}}))
    with soon():
        assert card.decision.score_shown == "100/3"
