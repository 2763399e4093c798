"""Sensitivity is exact: at the stated limit the grade holds, and a step beyond it does not."""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from maturity_core import (
    Assessment,
    Rating,
    RatingScale,
    Scorecard,
    Sensitivity,
    score,
    sensitivity,
)
from maturity_core.assessment import RATING_STEPS
from maturity_core.sensitivity import Leeway
from maturity_core.testing.plain import Plain, fired_in, ratios_of
from tests.strategies import Case, cases, cases_of_009, cases_of_all_kinds

STEP = Fraction(1, RATING_STEPS)

FOR_EVERY_RUBRIC = pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(cases_of_009(), id="009"),
        pytest.param(cases(), id="random"),
        pytest.param(cases_of_all_kinds(), id="every operator"),
    ],
)


def best(scale: RatingScale) -> Fraction:
    """The best rating that a scale takes."""
    return max(band.low for band in scale.bands) if scale.is_discrete else Fraction(1)


def next_below(scale: RatingScale, ratio: Fraction) -> Fraction | None:
    """The next rating that a scale takes below one; None where it takes none."""
    if scale.is_discrete:
        return max((band.low for band in scale.bands if band.low < ratio), default=None)
    step = scale.step or STEP
    return (ceil(ratio / step) - 1) * step if ratio > 0 else None


def takes(scale: RatingScale, ratio: Fraction) -> bool:
    """Whether a rating is one that a limit may be."""
    if scale.is_discrete:
        return any(band.low == ratio for band in scale.bands)
    return (ratio / (scale.step or STEP)).denominator == 1


class Tried:
    """A scorecard, its sensitivity, and the grades of the same assessment with other ratings."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.card: Scorecard = score(*case)
        self.found: Sensitivity = sensitivity(self.card)
        self.rank = self.card.grade.rank
        self.ratios = ratios_of(*case)

    def plain(self, ratios: Mapping[str, Fraction]) -> int:
        """The rank of the grade after vetoes, found by plain fractions."""
        rubric = self.case.rubric
        fired = fired_in(self.case.assessment)
        caps = [rubric.grades.grade(v.caps_at).rank for v in rubric.vetoes if v.id in fired]
        return min([Plain(rubric, self.changed(ratios)).rank(), *caps])

    def changed(self, ratios: Mapping[str, Fraction]) -> Assessment:
        return evolve(
            self.case.assessment,
            ratings=[
                Rating(clause=rating.clause, ratio=ratios[rating.clause])
                if rating.clause in ratios
                else rating
                for rating in self.case.assessment.ratings
            ],
        )

    def alone(self, item: Leeway, ratio: Fraction) -> int:
        """The same with one rating changed; a scorecard says so too."""
        ratios = {item.clause.id: ratio}
        if ratio == item.ratio:
            return self.rank
        rank = score(self.case.rubric, self.changed(ratios)).grade.rank
        assert rank == self.plain(ratios)
        return rank

    def lowered(self, fall: Fraction) -> int:
        """The same with every rating lowered."""
        return self.plain({name: max(r - fall, Fraction(0)) for name, r in self.ratios.items()})


@FOR_EVERY_RUBRIC
@given(data=st.data())
def test_where_a_rating_falls_to_the_grade_holds_and_below_it_does_not(
    drawn: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """One limit per item that was rated; at the next rating below it, if any, the grade is lost."""
    tried = Tried(data.draw(drawn))
    rubric, found = tried.case.rubric, tried.found
    in_order = [leaf.id for leaf in rubric.leaves() if leaf.id in tried.ratios]
    assert [item.clause.id for item in found.items] == in_order
    assert {item.clause.id: item.ratio for item in found.items} == tried.ratios
    for item in found.items:
        scale = rubric.scale_of(item.clause)
        assert item.falls_to <= item.ratio
        assert item.falls_to == item.ratio or takes(scale, item.falls_to)
        assert tried.alone(item, item.falls_to) >= tried.rank
        beyond = next_below(scale, item.falls_to)
        assert beyond is None or tried.alone(item, beyond) < tried.rank


@FOR_EVERY_RUBRIC
@given(data=st.data())
def test_where_a_rating_rises_to_the_grade_is_better_and_below_it_is_not(
    drawn: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """None: not even the best rating lifts it; none does where a veto caps it."""
    tried = Tried(data.draw(drawn))
    rubric, found = tried.case.rubric, tried.found
    fired = fired_in(tried.case.assessment)
    caps = {veto.caps_at for veto in rubric.vetoes if veto.id in fired}
    assert found.is_capped == (tried.card.grade.id in caps)
    assert not found.is_capped or {item.rises_to for item in found.items} <= {None}
    for item in found.items:
        scale = rubric.scale_of(item.clause)
        if item.rises_to is None:
            assert tried.alone(item, max(best(scale), item.ratio)) <= tried.rank
            continue
        assert item.rises_to > item.ratio
        assert takes(scale, item.rises_to)
        assert tried.alone(item, item.rises_to) > tried.rank
        before = next_below(scale, item.rises_to)
        assert before is None or tried.alone(item, max(before, item.ratio)) <= tried.rank


@FOR_EVERY_RUBRIC
@given(data=st.data())
def test_the_margin_is_what_all_ratings_can_lose_at_once(
    drawn: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """By the margin the grade holds, by 0.01 % more not; None: it holds with nothing at all."""
    tried = Tried(data.draw(drawn))
    margin = tried.found.margin
    if margin is None:
        assert tried.lowered(Fraction(1)) >= tried.rank
        return
    assert (margin / STEP).denominator == 1
    assert 0 <= margin < 1
    assert tried.lowered(margin) >= tried.rank
    assert tried.lowered(margin + STEP) < tried.rank


@FOR_EVERY_RUBRIC
@given(data=st.data())
def test_the_floors_say_what_the_decision_says(
    drawn: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Every band once, the lowest first; the grade by score is the best one that is met."""
    card = score(*data.draw(drawn))
    found, decision = sensitivity(card), card.decision
    bands = list(card.rubric.grades.bands)
    assert sorted(bands.index(floor.band) for floor in found.floors) == list(range(len(bands)))
    ranks = [floor.grade.rank for floor in found.floors]
    assert ranks == sorted(ranks)
    met = [floor for floor in found.floors if floor.is_met]
    lowest = min(card.rubric.grades.grades, key=lambda grade: grade.rank)
    assert card.grade_by_score == (met[-1].grade if met else lowest)
    assert decision.band is None or decision.band in [floor.band for floor in met]
    for floor in found.floors:
        assert floor.compared == (card.score if floor.band.score == "final" else card.base)
        shown = Fraction(floor.distance_shown)
        assert side(shown) == side(floor.distance)
        assert floor.is_reached or not floor.is_met
        if floor.band == decision.next_band:
            assert decision.distance == max(-floor.distance, Fraction(0))
            assert decision.distance_shown is not None
            assert Fraction(decision.distance_shown) == max(-shown, Fraction(0))


def side(number: Fraction) -> int:
    """-1 below 0, 0 there, 1 above."""
    return (number > 0) - (number < 0)


@FOR_EVERY_RUBRIC
@given(data=st.data())
def test_what_the_items_lost_is_what_they_miss_and_the_costliest_lost_most(
    drawn: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Of items the maxima add up to the total, so what is lost and earned does too.

    Where the weakest decides the whole, no item has points.
    """
    card = score(*data.draw(drawn))
    items = [line for line in card.lines if line.place.counts and line.place.is_item]
    lost = sum((line.lost for line in items), Fraction(0))
    if card.rubric.combine == "min":
        assert items == []
    else:
        earned = sum((line.earned for line in items), Fraction(0))
        assert lost + earned == card.total
        assert card.rubric.adjustments or earned == card.score
    costliest = sensitivity(card).costliest
    assert {line.lost for line in costliest} <= {max((line.lost for line in items), default=None)}
    assert all(line in costliest or line.lost < costliest[0].lost for line in items if line.lost)
    for line in card.lines:
        assert line.lost == line.maximum - line.earned
        shown = (card.points_shown(line.maximum), card.points_shown(line.earned))
        assert Fraction(card.lost_shown(line)) == Fraction(shown[0]) - Fraction(shown[1])


@FOR_EVERY_RUBRIC
@given(data=st.data())
def test_a_shown_limit_is_on_the_safe_side(
    drawn: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """At the limit that people read the grade holds, or is better, as at the exact one."""
    tried = Tried(data.draw(drawn))
    for item in tried.found.items:
        falls = of_percent(item.falls_to_shown)
        assert item.falls_to <= falls <= item.ratio
        assert tried.plain({item.clause.id: falls}) >= tried.rank
        if item.rises_to is None or item.rises_to_shown is None:
            assert item.rises_to == item.rises_to_shown
            continue
        rises = of_percent(item.rises_to_shown)
        assert item.rises_to <= rises <= 1
        assert tried.plain({item.clause.id: rises}) > tried.rank


def of_percent(shown: str) -> Fraction:
    """The ratio that a shown percentage says."""
    return Fraction(shown.removesuffix(" %")) / 100
