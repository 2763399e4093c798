"""What is still possible: no completion lies outside, both ends are reached, guarantees hold."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from typing import Literal, NamedTuple

import pytest
from attrs import evolve
from hypothesis import event, given
from hypothesis import strategies as st

from maturity_core import (
    AdjustmentCount,
    Assessment,
    Rating,
    Requirement,
    Rubric,
    Scorecard,
    VetoFinding,
    outlook,
    score,
)
from maturity_core.account import lay_out
from maturity_core.assessment import MOST_COUNTED
from maturity_core.outlook import Bound, OpenItem
from maturity_core.testing.plain import ON_RECORD, fired
from tests.strategies import Case, cases, cases_of_009, cases_of_all_kinds

Name = tuple[Literal["rating", "veto", "adjustment"], str]
State = Literal["as it was", "worst", "best"]


class Unfinished(NamedTuple):
    """A complete case, what was opened in it again, and what is left."""

    rubric: Rubric
    complete: Assessment
    opened: list[Name]
    left: Assessment

    def with_states(self, states: Mapping[Name, State]) -> Scorecard:
        """Score it with all that is open completed: as it was, at its worst or at its best."""
        told = self.complete
        ratings = {rating.clause: rating for rating in told.ratings}
        vetoes = {finding.veto: finding for finding in told.vetoes}
        counts = {stated.adjustment: stated for stated in told.adjustments}
        for (kind, name), state in states.items():
            if state == "as it was":
                continue
            if kind == "rating":
                ratings[name] = self._rating(name, is_best=state == "best")
            elif kind == "veto":
                clear = VetoFinding(veto=name, finding="clear")
                vetoes[name] = clear if state == "best" else fired(name)
            else:
                count = self._count(name, is_best=state == "best")
                counts[name] = AdjustmentCount(adjustment=name, count=count, reason=ON_RECORD)
        return score(
            self.rubric,
            evolve(
                told,
                ratings=ratings.values(),
                vetoes=vetoes.values(),
                adjustments=counts.values(),
            ),
        )

    def at_best(self, best: set[Name]) -> Scorecard:
        """Score it with some at their best, and all others that are open at their worst."""
        return self.with_states({name: "best" if name in best else "worst" for name in self.opened})

    def _rating(self, name: str, *, is_best: bool) -> Rating:
        scale = self.rubric.scale_of(next(c for c in self.rubric.leaves() if c.id == name))
        levels = [b.low for b in scale.bands] if scale.is_discrete else [Fraction(0), Fraction(1)]
        return Rating(clause=name, ratio=max(levels) if is_best else min(levels))

    def _count(self, name: str, *, is_best: bool) -> int:
        extra = next(extra for extra in self.rubric.adjustments if extra.id == name)
        return (extra.times or MOST_COUNTED) if is_best == (extra.kind == "bonus") else 0


def _everything(told: Assessment) -> list[Name]:
    return [
        *(("rating", rating.clause) for rating in told.ratings),
        *(("veto", finding.veto) for finding in told.vetoes),
        *(("adjustment", stated.adjustment) for stated in told.adjustments),
    ]


@st.composite
def unfinished(
    draw: st.DrawFn, complete: st.SearchStrategy[Case], most: int | None = None
) -> Unfinished:
    """Open some of what a complete case says: it is left out, or only its note is left."""
    rubric, told = draw(complete)
    opened = draw(st.sets(st.sampled_from(_everything(told)), max_size=most))
    ratings = [r for r in told.ratings if ("rating", r.clause) not in opened]
    vetoes = [f for f in told.vetoes if ("veto", f.veto) not in opened]
    in_order = sorted(opened)
    for kind, name in in_order:
        if kind == "rating" and draw(st.booleans()):
            ratings.append(Rating(clause=name, note="等记录"))
        elif kind == "veto" and draw(st.booleans()):
            vetoes.append(VetoFinding(veto=name))
    left = evolve(
        told,
        ratings=ratings,
        vetoes=vetoes,
        adjustments=[a for a in told.adjustments if ("adjustment", a.adjustment) not in opened],
    )
    return Unfinished(rubric, told, in_order, left)


@st.composite
def demanding(draw: st.DrawFn) -> Case:
    """Rubrics whose bands all require much besides: of dimensions, and of clauses at any depth."""
    rubric, told = draw(cases_of_all_kinds())
    places = lay_out(rubric).places
    sides = {p.dimension for p in places if p.counts and p.is_item and p.dimension is not None}
    clauses = draw(st.lists(st.sampled_from([place.clause.id for place in places]), max_size=4))
    requires = [
        Requirement(
            of="dimension" if name in sides else "clause",
            name=name,
            limit=Fraction(draw(st.integers(0, 60)), 100),
            above=draw(st.booleans()),
            excluded="met",
        )
        for name in (*sorted(sides), *clauses)
    ]
    bands = [evolve(band, requires=[*band.requires, *requires]) for band in rubric.grades.bands]
    return Case(evolve(rubric, grades=evolve(rubric.grades, bands=bands)), told)


OF_MANY_RUBRICS = pytest.mark.parametrize(
    "complete",
    [
        pytest.param(cases_of_009(), id="009"),
        pytest.param(cases(), id="sums"),
        pytest.param(cases_of_all_kinds(), id="every operator"),
        pytest.param(demanding(), id="demanding"),
    ],
)


def _bound(card: Scorecard) -> Bound:
    return Bound(card.score, card.grade_by_score, card.grade)


@OF_MANY_RUBRICS
@given(data=st.data())
def test_no_completion_lies_outside(complete: st.SearchStrategy[Case], data: st.DataObject) -> None:
    """Whatever comes of what is open, score and grade stay within the bounds."""
    case = data.draw(unfinished(complete))
    ahead = outlook(case.rubric, case.left)
    states: list[State] = ["as it was", "worst", "best"]
    card = case.with_states({name: data.draw(st.sampled_from(states)) for name in case.opened})
    assert ahead.lowest.score <= card.score <= ahead.highest.score
    assert ahead.certain_grade.rank <= card.grade.rank <= ahead.highest.grade.rank
    by_score = card.grade_by_score.rank
    assert ahead.lowest.grade_by_score.rank <= by_score <= ahead.highest.grade_by_score.rank


@OF_MANY_RUBRICS
@given(data=st.data())
def test_both_ends_are_reached(complete: st.SearchStrategy[Case], data: st.DataObject) -> None:
    """The lowest is the completion with all at the worst, the highest that with all at the best."""
    case = data.draw(unfinished(complete))
    ahead = outlook(case.rubric, case.left)
    assert ahead.lowest == _bound(case.at_best(set()))
    assert ahead.highest == _bound(case.at_best(set(case.opened)))


@OF_MANY_RUBRICS
@given(data=st.data())
def test_every_open_item_is_there_with_what_it_moves(
    complete: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Nothing that is open is left out, and what it brings and costs is what scoring says."""
    case = data.draw(unfinished(complete))
    ahead = outlook(case.rubric, case.left)
    assert sorted((item.kind, item.id) for item in ahead.open) == case.opened
    moves = [(item.kind != "veto", -item.moves) for item in ahead.open]
    assert moves == sorted(moves)
    for item in ahead.open:
        name = (item.kind, item.id)
        alone, without = case.at_best({name}), case.at_best({*case.opened} - {name})
        assert item.brings == alone.score - ahead.lowest.score
        assert item.costs == ahead.highest.score - without.score
        caps = {veto.id: veto.caps_at for veto in case.rubric.vetoes}
        assert item.kind != "veto" or item.caps_at == case.rubric.grades.grade(caps[item.id])


@OF_MANY_RUBRICS
@given(data=st.data())
def test_guarantees_hold_and_are_the_fewest(
    complete: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """With all of them at their best the grade is certain; with any fewer items it is not."""
    case = data.draw(unfinished(complete, most=8))
    ahead = outlook(case.rubric, case.left)
    better = [g for g in case.rubric.grades.grades if g.rank > ahead.certain_grade.rank]
    assert [way.grade for way in ahead.guarantees] == sorted(better, key=lambda g: g.rank)
    for grade, items in ahead.guarantees:
        if items is None:
            assert grade.rank > ahead.highest.grade.rank
            continue
        names = _names(items)
        assert case.at_best(names).grade.rank >= grade.rank
        # One more item at its best never lowers the grade, so no smaller set has to be tried.
        for fewer in combinations(case.opened, len(names) - 1):
            assert case.at_best({*fewer}).grade.rank < grade.rank
        event(f"{len(names)} items")


@OF_MANY_RUBRICS
@given(data=st.data())
def test_guarantees_hold_whatever_the_others_come_to(
    complete: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """The others may come to anything."""
    case = data.draw(unfinished(complete))
    states: list[State] = ["as it was", "worst", "best"]
    for grade, items in outlook(case.rubric, case.left).guarantees:
        if items is not None:
            drawn = {name: data.draw(st.sampled_from(states)) for name in case.opened}
            card = case.with_states(drawn | dict.fromkeys(_names(items), "best"))
            assert card.grade.rank >= grade.rank


def _names(items: tuple[OpenItem, ...]) -> set[Name]:
    return {(item.kind, item.id) for item in items}


@OF_MANY_RUBRICS
@given(data=st.data())
def test_of_a_finished_assessment_nothing_is_open(
    complete: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Both bounds are its score, and no better grade is in reach."""
    case = data.draw(complete)
    ahead = outlook(*case)
    assert ahead.open == ()
    assert ahead.lowest == ahead.highest == _bound(score(*case))
    assert {way.items for way in ahead.guarantees} <= {None}
