"""Rubrics and assessments for property tests: drawn so that they are valid, never filtered."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import NamedTuple

import pytest
from attrs import evolve
from hypothesis import event
from hypothesis import strategies as st

from maturity_core import (
    AdjustmentCount,
    Assessment,
    Clause,
    Deduction,
    Dimension,
    Exclusion,
    Grade,
    GradeBand,
    GradeBands,
    Guidance,
    Person,
    Provenance,
    Rating,
    RatingBand,
    RatingScale,
    Reading,
    Requirement,
    Rubric,
    Sample,
    Scope,
    Scorecard,
    Source,
    Standard,
    Subject,
    Text,
    Veto,
    VetoFinding,
    get_rubric,
    score,
)
from maturity_core.testing import assessments, rubrics
from maturity_core.testing.plain import fired_in, ratios_of
from maturity_core.testing.strategies import (
    STEPS,
    Fineness,
    denominators,
    ids_of,
    rating_as_written,
    scales_of_levels,
    some_findings,
    some_lines,
    some_names,
    some_points,
    some_ratios,
    some_texts,
    trees,
)

QBJKB_009 = get_rubric("qbjkb-009-2026")


_days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


class Case(NamedTuple):
    """A rubric and a complete assessment by it."""

    rubric: Rubric
    assessment: Assessment

    def __repr__(self) -> str:
        """As a counterexample shows it: 009 by its id, what was drawn in full."""
        rubric = self.rubric.id if self.rubric.id == QBJKB_009.id else repr(self.rubric)
        return f"Case({rubric}, {self.assessment!r})"


def plain_score(rubric: Rubric, ratios: Sequence[Fraction]) -> Fraction:
    """The score of ratios in the order of the leaves: where floors are put."""
    points = [leaf.points or Fraction(0) for leaf in rubric.leaves()]
    earned = sum((p * r for p, r in zip(points, ratios, strict=True)), Fraction(0))
    return rubric.total * earned / sum(points, Fraction(0))


@st.composite
def _scales(draw: st.DrawFn) -> RatingScale:
    """Bands that touch, from 0 to 100 %; with guidance in the aspects of the scale."""
    aspects = draw(st.lists(st.sampled_from(["level", "trend", "data"]), unique=True))
    label = draw(some_texts)
    cuts = sorted(draw(st.sets(st.integers(1, 999), max_size=4)))
    ends = [Fraction(cut, 1000) for cut in (0, *cuts, 1000)]
    return RatingScale(
        aspects=[Dimension(id=aspect, title=label) for aspect in aspects],
        bands=[
            RatingBand(
                low=low,
                high=high,
                label=label,
                guidance=[Guidance(aspect=aspect, text=label) for aspect in aspects],
            )
            for low, high in pairwise(ends)
        ],
    )


@st.composite
def _ungraded(draw: st.DrawFn) -> Rubric:
    """A rubric that adds up, with a single grade and without vetoes."""
    parents = draw(trees())
    ids = draw(ids_of(parents))
    titles = draw(st.lists(some_texts, min_size=1, max_size=3))
    dimensions = [Dimension(id=name, title=titles[0]) for name in draw(some_names("side"))]
    sides = st.sampled_from([None, None, *(dimension.id for dimension in dimensions)])
    scaled = draw(st.booleans())
    parts = draw(st.lists(denominators, min_size=1, max_size=3))
    with_own_scale = draw(st.integers(0, 3 * len(parents)))
    made: dict[int, Clause] = {}
    sums: dict[int, Fraction] = {}
    for index in reversed(range(len(parents))):
        below = [child for child, above in enumerate(parents) if above == index]
        if below:
            sums[index] = sum((sums[child] for child in below), Fraction(0))
            printed = draw(some_points) if scaled else sums[index]
            points = draw(st.sampled_from([None, printed]))
        else:
            points = sums[index] = Fraction(draw(st.integers(1, 60)), parts[index % len(parts)])
        made[index] = Clause(
            id=ids[index],
            title=titles[index % len(titles)],
            points=points,
            clauses=[made[child] for child in below],
            dimension=draw(sides),
            scale=draw(_scales()) if index == with_own_scale else None,
        )
    sections = [index for index, above in enumerate(parents) if above < 0]
    total = sum((sums[index] for index in sections), Fraction(0))
    return Rubric(
        id="drawn-2026",
        title=titles[0],
        total=draw(some_points) * 10 if scaled else total,
        scaled=scaled,
        clauses=[made[index] for index in sections],
        scale=draw(st.one_of(st.just(RatingScale()), _scales())),
        dimensions=dimensions,
        grades=GradeBands(grades=[Grade(id="only", rank=0, label=titles[0])]),
        rounding=draw(st.sampled_from(["half-even", "half-up", "truncate", "none"])),
        digits=draw(st.integers(0, 3)),
    )


@st.composite
def _reachable(draw: st.DrawFn, rubric: Rubric) -> set[Fraction]:
    """Scores that assessments reach: all items alike but one, which may be finer than 0.01 %."""
    leaves = list(rubric.leaves())
    scores: set[Fraction] = set()
    for _ in range(draw(st.integers(0, 4))):
        ratios = [Fraction(draw(st.integers(0, STEPS)), STEPS)] * len(leaves)
        other = draw(st.integers(0, len(leaves) - 1))
        ratios[other] = Fraction(draw(st.integers(0, 3 * STEPS)), 3 * STEPS)
        scores.add(plain_score(rubric, ratios))
    return scores


@st.composite
def _graded(draw: st.DrawFn, rubric: Rubric, floors: Iterable[Fraction]) -> Rubric:
    """The rubric with a grade for every floor, some that no score gives, and vetoes."""
    ladder = sorted(floors)
    label = rubric.title
    ranks = list(accumulate(draw(st.integers(1, 3)) for _ in range(len(ladder) + 2)))
    grades = [Grade(id=f"g{rank}", rank=rank, label=label) for rank in ranks]
    # Two grades have no floor: no score gives them, unless the lowest of all is among them.
    places = st.integers(0, len(grades) - 1)
    spare = draw(st.sets(places, min_size=2, max_size=2))
    reached = [grade for index, grade in enumerate(grades) if index not in spare]
    tops = [*ladder, None][1:]
    bands = [
        GradeBand(grade=grade.id, floor=floor, upto=draw(st.sampled_from([None, top])))
        for grade, floor, top in zip(reached, ladder, tops, strict=True)
    ]
    order = draw(st.permutations(grades))
    vetoes = [
        Veto(
            id=name,
            title=label,
            caps_at=draw(st.sampled_from([grade.id for grade in grades])),
            needs_reason=draw(st.booleans()),
        )
        for name in draw(some_names("veto", most=4))
    ]
    unreached = [grades[index] for index in sorted(spare) if index > 0]
    vetoes += [Veto(id=f"to-{grade.id}", title=label, caps_at=grade.id) for grade in unreached]
    return evolve(rubric, grades=GradeBands(grades=order, bands=bands), vetoes=vetoes)


@st.composite
def plain_rubrics(draw: st.DrawFn) -> Rubric:
    """Rubrics that can be scored today: sums of points, floors that assessments reach, vetoes."""
    rubric = draw(_ungraded())
    return draw(_graded(rubric, draw(_reachable(rubric))))


@st.composite
def _complete(draw: st.DrawFn, rubric: Rubric, ratios: Sequence[Fraction]) -> Assessment:
    """An assessment with these ratios, and a finding for every veto; it starts anywhere."""
    written = [
        rating_as_written(leaf, ratio, draw(st.integers(0, 15)))
        for leaf, ratio in zip(rubric.leaves(), ratios, strict=True)
    ]
    start = draw(st.integers(0, len(written)))
    findings = draw(some_findings(rubric))
    return Assessment(
        rubric=draw(st.sampled_from([rubric.id, *rubric.aliases])),
        ratings=[*written[start:], *written[:start]],
        vetoes=findings if start % 2 else reversed(findings),
    )


@st.composite
def plain_assessments(draw: st.DrawFn, rubric: Rubric, fineness: Fineness = "any") -> Assessment:
    """Complete assessments by a rubric."""
    return draw(_complete(rubric, draw(some_ratios(rubric, fineness))))


# Where the score of an assessment stands; the first is what shrinking leads to. Hypothesis tries
# variants of what it has drawn, so that shares swing far: this is to keep them above a third.
_stands = st.sampled_from([*["on a floor"] * 8, "a step below", "a step above", "anywhere"])


@st.composite
def _beside(draw: st.DrawFn, ratios: Sequence[Fraction], stand: str) -> list[Fraction]:
    """The ratios, or those with one item a step of 0.01 % lower or higher, if there is room."""
    moved = list(ratios)
    step = {"a step below": Fraction(-1, STEPS), "a step above": Fraction(1, STEPS)}.get(stand)
    if step is not None:
        index = draw(st.integers(0, len(moved) - 1))
        moved[index] = min(max(moved[index] + step, Fraction(0)), Fraction(1))
    return moved


@st.composite
def cases(draw: st.DrawFn, fineness: Fineness = "any") -> Case:
    """Random rubrics with an assessment each; more than half of the scores stand on a floor."""
    rubric = draw(_ungraded())
    ratios = draw(some_ratios(rubric, fineness))
    floors = draw(_reachable(rubric))
    stand = draw(_stands)
    if stand != "anywhere":
        floors.add(plain_score(rubric, ratios))
    rubric = draw(_graded(rubric, floors))
    assessment = draw(_complete(rubric, draw(_beside(ratios, stand))))
    return _told("random", Case(rubric, assessment))


@st.composite
def _ratios_on_a_floor(draw: st.DrawFn, rubric: Rubric) -> list[Fraction]:
    """All at the floor's share of the total; then from pair to pair, what one wins another loses.

    For whole points and floors that are a whole number of steps, as 009 has them.
    """
    weights = [int(leaf.points or 0) for leaf in rubric.leaves()]
    floors = [band.floor for band in rubric.grades.bands if band.floor > 0]
    steps = [int(draw(st.sampled_from(floors)) / rubric.total * STEPS)] * len(weights)
    indices = st.integers(0, len(weights) - 1)
    for _ in range(draw(st.integers(0, 20))):
        up, down = draw(indices), draw(indices)
        most = min((STEPS - steps[up]) // weights[down], steps[down] // weights[up])
        moved = draw(st.integers(0, most))
        steps[up] += moved * weights[down]
        steps[down] -= moved * weights[up]
    return [Fraction(step, STEPS) for step in steps]


@st.composite
def cases_of_009(draw: st.DrawFn, fineness: Fineness = "any") -> Case:
    """Assessments by 009; more than half of the scores stand exactly on 70, 80, 90 or 95."""
    stand = draw(_stands)
    anywhere = stand == "anywhere"
    ratios = draw(some_ratios(QBJKB_009, fineness) if anywhere else _ratios_on_a_floor(QBJKB_009))
    assessment = draw(_complete(QBJKB_009, draw(_beside(ratios, stand))))
    return _told("009", Case(QBJKB_009, assessment))


def levels_of(clauses: Sequence[Clause]) -> int:
    """How many levels a tree of clauses has."""
    return 1 + max(levels_of(clause.clauses) for clause in clauses) if clauses else 0


def stands_on_a_floor(case: Case) -> bool:
    """Whether the exact score equals one of the floors."""
    ratios = ratios_of(*case)
    score = plain_score(case.rubric, [ratios[leaf.id] for leaf in case.rubric.leaves()])
    return score in {band.floor for band in case.rubric.grades.bands}


def _told(kind: str, case: Case) -> Case:
    """Show the shares under ``--hypothesis-show-statistics``."""
    event(f"{kind}: on a floor: {'yes' if stands_on_a_floor(case) else 'no'}")
    event(f"{kind}: levels: {levels_of(case.rubric.clauses)}")
    event(f"{kind}: vetoes fired: {'some' if fired_in(case.assessment) else 'none'}")
    return case


FOR_009_AND_RANDOM_RUBRICS = pytest.mark.parametrize(
    "cases",
    [pytest.param(cases_of_009(), id="009"), pytest.param(cases(), id="random")],
)
"""A law is shown with the cases of 009, and with those of random rubrics."""

FOR_009_AND_RANDOM_RUBRICS_IN_STEPS = pytest.mark.parametrize(
    "cases",
    [pytest.param(cases_of_009("0.01 %"), id="009"), pytest.param(cases("0.01 %"), id="random")],
)
"""The same with ratings in whole steps of 0.01 %, which is what a plan takes."""


@st.composite
def _numbers(draw: st.DrawFn) -> Fraction:
    """Any number, below zero and long ones too: a file keeps what was written."""
    return Fraction(draw(st.integers(-(10**20), 10**20)), draw(st.integers(1, 10**6)))


@st.composite
def _open_scales(draw: st.DrawFn) -> RatingScale:
    """Scales with a step, or of discrete levels."""
    if draw(st.booleans()):
        return evolve(draw(_scales()), step=Fraction(1, draw(st.integers(1, 10_000))))
    return draw(scales_of_levels())


@st.composite
def _ids(draw: st.DrawFn) -> list[str]:
    return draw(st.lists(st.sampled_from(["1", "5.1", "5.10", "5.1.2", "a-b", "A_9"]), unique=True))


@st.composite
def assessments_with_everything(draw: st.DrawFn) -> Assessment:
    """Assessments as files keep them, for no rubric in particular: finished, open or wrong."""
    optional_number = st.none() | _numbers()
    few_lines = st.lists(some_lines, max_size=2)
    counts = st.integers(0, 1_000_000)
    samples = st.builds(Sample, conform=counts, of=st.integers(1, 1_000_000))
    deductions = st.builds(Deduction, points=_numbers(), count=counts, reason=some_lines)
    return Assessment(
        rubric=draw(some_lines),
        kind=draw(st.sampled_from([None, "self", "internal", "third-party"])),
        scope=draw(some_lines),
        scope_text=draw(some_lines),
        assessed_on=draw(st.none() | _days),
        period=draw(some_lines),
        subject=draw(st.builds(Subject, name=some_lines, address=some_lines, sites=few_lines)),
        assessors=draw(st.lists(st.builds(Person, name=some_lines, role=some_lines), max_size=2)),
        reviewer=draw(some_lines),
        decided_by=draw(some_lines),
        ratings=[
            Rating(
                clause=clause,
                ratio=draw(optional_number),
                points=draw(optional_number),
                level=draw(some_lines),
                sample=draw(st.none() | samples),
                deductions=draw(st.lists(deductions, max_size=2)),
                note=draw(some_lines),
                evidence=draw(few_lines),
                finding=draw(some_lines),
                assessor=draw(some_lines),
                rated_on=draw(st.none() | _days),
            )
            for clause in draw(_ids())
        ],
        vetoes=[
            VetoFinding(
                veto=veto,
                finding=draw(st.sampled_from(["clear", "fired", "undetermined"])),
                legal_basis=draw(some_lines),
                period=draw(some_lines),
                note=draw(some_lines),
                evidence=draw(few_lines),
                determined_by=draw(some_lines),
            )
            for veto in draw(_ids())
        ],
        exclusions=[Exclusion(clause=clause, reason=draw(some_lines)) for clause in draw(_ids())],
        adjustments=[
            AdjustmentCount(
                adjustment=name, count=draw(st.integers(0, 1_000_000)), reason=draw(some_lines)
            )
            for name in draw(_ids())
        ],
    )


@st.composite
def cases_of_all_kinds(draw: st.DrawFn, fineness: Fineness = "any") -> Case:
    """Rubrics that use every operator, each with an assessment; many stand on a limit."""
    rubric = draw(rubrics())
    assessment = draw(assessments(rubric, fineness=fineness))
    if draw(st.integers(0, 3)):
        bands = draw(_on_a_limit(rubric, score(rubric, assessment)))
        rubric = evolve(rubric, grades=evolve(rubric.grades, bands=bands))
    return Case(rubric, assessment)


def _most_of(rubric: Rubric, band: GradeBand) -> Fraction:
    """The most of what a band is compared with."""
    has_bonus = any(extra.kind == "bonus" and extra.on is None for extra in rubric.adjustments)
    is_more = band.score == "final" and has_bonus and rubric.maximum is not None
    return (rubric.maximum if is_more else None) or rubric.total


@st.composite
def _on_a_limit(draw: st.DrawFn, rubric: Rubric, card: Scorecard) -> list[GradeBand]:
    """The bands of a rubric, with the floor and a requirement of one of them just where it stands.

    The floor that is moved is the highest one below the score, so that the ladder still rises.
    """
    bands = list(rubric.grades.bands)
    reached = {"final": card.score, "base": card.base}
    below = [i for i, b in enumerate(bands) if b.floor <= reached[b.score]]
    if not below:
        return bands
    index = max(below, key=lambda i: bands[i].floor)
    band = bands[index]
    most = _most_of(rubric, band)
    floor = reached[band.score]
    band = evolve(band, floor=floor, above=band.above and floor < most)
    lines = [line for line in card.lines if line.ratio is not None]
    if draw(st.booleans()):
        line = draw(st.sampled_from(lines))
        limit = line.ratio or Fraction(0)
        above = draw(st.booleans()) and limit < 1
        required = Requirement(
            of="clause", name=line.clause.id, limit=limit, above=above, excluded="met"
        )
        band = evolve(band, requires=[*band.requires, required])
    return [*bands[:index], band, *bands[index + 1 :]]


@st.composite
def _told_in_full(draw: st.DrawFn, clause: Clause, texts: st.SearchStrategy[Text]) -> Clause:
    """The clause and all below it, with what only people read, and scales of their own."""
    few_texts = st.lists(texts, max_size=2)
    return evolve(
        clause,
        title=draw(texts),
        title_added=draw(st.booleans()),
        checkpoints=draw(few_texts),
        evidence=draw(few_texts),
        scale=draw(_open_scales()) if draw(st.integers(0, 9)) == 0 else None,
        clauses=[draw(_told_in_full(child, texts)) for child in clause.clauses],
    )


def _end_of(rubric: Rubric, band: GradeBand) -> Fraction:
    """Where a band ends: at the next floor of the same score, or at the most that there is."""
    ranks = {grade.id: grade.rank for grade in rubric.grades.grades}
    floors = [
        other.floor
        for other in rubric.grades.bands
        if other.score == band.score and ranks[other.grade] > ranks[band.grade]
    ]
    return min(floors, default=_most_of(rubric, band))


@st.composite
def rubrics_with_everything(draw: st.DrawFn) -> Rubric:
    """Rubrics in all that the model can say."""
    rubric = draw(rubrics())
    texts = st.sampled_from(draw(st.lists(some_texts, min_size=1, max_size=5)))
    parts = draw(st.lists(some_lines, unique=True, max_size=3))
    few_lines = st.lists(some_lines, max_size=2)
    days = st.none() | _days
    standards = st.builds(
        Standard,
        code=some_lines,
        edition=some_lines,
        issuer=st.none() | texts,
        issued=days,
        effective=days,
        transition_ends=days,
        withdrawn=st.none() | st.dates(date(2061, 1, 1), date(2080, 12, 31)),
        references=few_lines,
    )
    bands = [
        evolve(band, upto=_end_of(rubric, band) if draw(st.booleans()) else None)
        for band in rubric.grades.bands
    ]
    grades = [
        evolve(grade, label=draw(texts), symbol=draw(some_lines)) for grade in rubric.grades.grades
    ]
    vetoes = [
        evolve(
            veto,
            condition=draw(st.none() | texts),
            rests_on=draw(few_lines),
            needs_reason=draw(st.booleans()),
            checkpoints=draw(st.lists(texts, max_size=2)),
        )
        for veto in rubric.vetoes
    ]
    adjustments = [evolve(extra, title=draw(st.none() | texts)) for extra in rubric.adjustments]
    return evolve(
        rubric,
        id=draw(st.sampled_from(["r", "all-of-it-2026", "A_1.b"])),
        family=draw(some_lines),
        aliases=draw(few_lines),
        title=draw(texts),
        standard=draw(st.none() | standards),
        clauses=[draw(_told_in_full(section, texts)) for section in rubric.clauses],
        scale=draw(st.one_of(_scales(), _open_scales())),
        vetoes=vetoes,
        grades=GradeBands(grades=grades, bands=bands),
        adjustments=adjustments,
        scopes=[
            Scope(id=name, title=draw(texts), needs_text=draw(st.booleans()))
            for name in draw(some_names("scope"))
        ],
        readings=draw(
            st.lists(st.builds(Reading, question=texts, reading=texts, reason=texts), max_size=2)
        ),
        rounding=draw(st.sampled_from(["half-even", "half-up", "truncate", "none"])),
        digits=draw(st.integers(0, 12)),
        provenance=Provenance(
            status=draw(st.sampled_from(["official", "reconstructed"])),
            sources=[Source(part=part, taken_from=draw(some_lines)) for part in parts],
        ),
    )
