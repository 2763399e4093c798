"""Rubrics and assessments for property tests: drawn so that they are valid, never filtered."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple

import pytest
from attrs import evolve
from hypothesis import event
from hypothesis import strategies as st

from maturity_core import (
    Adjustment,
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

QBJKB_009 = get_rubric("qbjkb-009-2026")
STEPS = 10_000  # 100 % in steps of 0.01 %

Fineness = Literal["any", "0.01 %"]
Combine = Literal["sum", "mean", "min"]
Of = Literal["clause", "section", "dimension", "score", "adjustment"]

# All that a file may hold: no control characters but white space, nothing that hides text.
_ALPHABET = st.characters(
    codec="utf-8",
    exclude_categories=["Cc", "Cn", "Cs"],
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    include_characters="\t\n\r",
)
_lines = st.text(_ALPHABET, max_size=12)
_words = st.builds("{}{}".format, _lines, st.sampled_from("条x☆"))  # never blank
_texts = st.one_of(
    st.builds(Text, zh=_words, en=_words),
    st.builds(Text, zh=_words),
    st.builds(Text, en=_words),
)
_days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


class Case(NamedTuple):
    """A rubric and a complete assessment by it."""

    rubric: Rubric
    assessment: Assessment

    def __repr__(self) -> str:
        """As a counterexample shows it: 009 by its id, what was drawn in full."""
        rubric = self.rubric.id if self.rubric.id == QBJKB_009.id else repr(self.rubric)
        return f"Case({rubric}, {self.assessment!r})"


def ratios_of(case: Case) -> dict[str, Fraction]:
    """What was written, as ratios by clause, whichever way it was written."""
    leaves = {leaf.id: leaf for leaf in case.rubric.leaves()}
    return {r.clause: _ratio_of(r, leaves[r.clause], case.rubric) for r in case.assessment.ratings}


def _ratio_of(rating: Rating, leaf: Clause, rubric: Rubric) -> Fraction:
    if rating.ratio is not None:
        return rating.ratio
    if rating.sample is not None:
        return Fraction(rating.sample.conform, rating.sample.of)
    if rating.level:
        bands = (leaf.scale or rubric.scale).bands
        return next(b.low for b in bands if rating.level in {b.label.zh, b.label.en})
    points = leaf.points or Fraction(1)
    if rating.points is not None:
        return rating.points / points
    lost = sum((d.points * d.count for d in rating.deductions), Fraction(0))
    return max(points - lost, Fraction(0)) / points


def fired_in(assessment: Assessment) -> set[str]:
    """The ids of the vetoes that fired."""
    return {finding.veto for finding in assessment.vetoes if finding.finding == "fired"}


def plain_score(rubric: Rubric, ratios: Sequence[Fraction]) -> Fraction:
    """The score of ratios in the order of the leaves: where floors are put."""
    points = [leaf.points or Fraction(0) for leaf in rubric.leaves()]
    earned = sum((p * r for p, r in zip(points, ratios, strict=True)), Fraction(0))
    return rubric.total * earned / sum(points, Fraction(0))


@st.composite
def _parents(draw: st.DrawFn) -> list[int]:
    """A tree of 1 to 6 levels: per clause the index of the one above it, -1 for the whole."""
    depth = draw(st.integers(1, 6))
    parents = list(range(-1, depth - 1))
    levels = list(range(1, depth + 1))
    for _ in range(draw(st.integers(0, 12))):
        above = draw(st.sampled_from([-1, *(i for i, lev in enumerate(levels) if lev < depth)]))
        parents.append(above)
        levels.append(levels[above] + 1 if above >= 0 else 1)
    return parents


@st.composite
def _clause_ids(draw: st.DrawFn, parents: Sequence[int]) -> list[str]:
    """Numbers below those of the parent, past 9 too; some clauses have a name of their own."""
    first = draw(st.sampled_from([1, 8]))
    ids: list[str] = []
    for index, above in enumerate(parents):
        number = str(first + parents[:index].count(above))
        match draw(st.integers(0, 9)):
            case 0:
                ids.append(f"x{index}")
            case 1:  # reads as if it belonged to the first clause
                ids.append(f"{ids[0]}.x{index}" if ids else f"x{index}")
            case _:
                ids.append(number if above < 0 else f"{ids[above]}.{number}")
    return ids


# Points are more than nothing, with thirds, sevenths and decimals.
_denominators = st.sampled_from([1, 2, 3, 7, 10, 100])
_points = st.builds(Fraction, st.integers(1, 60), _denominators)


@st.composite
def _scales(draw: st.DrawFn) -> RatingScale:
    """Bands that touch, from 0 to 100 %; with guidance in the aspects of the scale."""
    aspects = draw(st.lists(st.sampled_from(["level", "trend", "data"]), unique=True))
    label = draw(_texts)
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
    parents = draw(_parents())
    ids = draw(_clause_ids(parents))
    titles = draw(st.lists(_texts, min_size=1, max_size=3))
    dimensions = [Dimension(id=name, title=titles[0]) for name in draw(_names("side"))]
    sides = st.sampled_from([None, None, *(dimension.id for dimension in dimensions)])
    scaled = draw(st.booleans())
    parts = draw(st.lists(_denominators, min_size=1, max_size=3))
    with_own_scale = draw(st.integers(0, 3 * len(parents)))
    made: dict[int, Clause] = {}
    sums: dict[int, Fraction] = {}
    for index in reversed(range(len(parents))):
        below = [child for child, above in enumerate(parents) if above == index]
        if below:
            sums[index] = sum((sums[child] for child in below), Fraction(0))
            printed = draw(_points) if scaled else sums[index]
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
        total=draw(_points) * 10 if scaled else total,
        scaled=scaled,
        clauses=[made[index] for index in sections],
        scale=draw(st.one_of(st.just(RatingScale()), _scales())),
        dimensions=dimensions,
        grades=GradeBands(grades=[Grade(id="only", rank=0, label=titles[0])]),
        rounding=draw(st.sampled_from(["half-even", "half-up", "truncate", "none"])),
        digits=draw(st.integers(0, 3)),
    )


@st.composite
def _names(draw: st.DrawFn, stem: str, *, least: int = 0, most: int = 3) -> list[str]:
    return [f"{stem}-{index}" for index in range(draw(st.integers(least, most)))]


@st.composite
def _ratios(draw: st.DrawFn, rubric: Rubric, fineness: Fineness) -> list[Fraction]:
    """One per leaf: many alike, so that scores lie everywhere; most in steps of 0.01 %."""
    alike = draw(st.integers(0, STEPS))
    one = st.one_of(
        st.just(Fraction(alike, STEPS)),
        st.builds(Fraction, st.integers(0, STEPS), st.just(STEPS)),
    )
    if fineness == "any":
        fractions = [Fraction(part, d) for d in (3, 7, 11, 23) for part in range(1, d)]
        one = st.one_of(one, one, st.sampled_from(fractions))
    return [draw(one) for _ in rubric.leaves()]


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
        for name in draw(_names("veto", most=4))
    ]
    unreached = [grades[index] for index in sorted(spare) if index > 0]
    vetoes += [Veto(id=f"to-{grade.id}", title=label, caps_at=grade.id) for grade in unreached]
    return evolve(rubric, grades=GradeBands(grades=order, bands=bands), vetoes=vetoes)


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    """Rubrics that can be scored today: sums of points, floors that assessments reach, vetoes."""
    rubric = draw(_ungraded())
    return draw(_graded(rubric, draw(_reachable(rubric))))


def _written(leaf: Clause, ratio: Fraction, form: int) -> Rating:
    """The ratio as a percentage, or now and then in another form; half of them with a note."""
    note = "看过记录" if form % 2 else ""
    if form == 0 and leaf.points is not None:
        return Rating(clause=leaf.id, points=ratio * leaf.points, note=note)
    if form == 1:
        conform, of = ratio.as_integer_ratio()
        return Rating(clause=leaf.id, sample=Sample(conform=conform, of=of), note=note)
    if form == 2 and leaf.points is not None and ratio < 1:
        lost = Deduction(points=leaf.points * (1 - ratio) / 2, count=2, reason="见记录")
        return Rating(clause=leaf.id, deductions=[lost], note=note)
    return Rating(clause=leaf.id, ratio=ratio, note=note)


@st.composite
def _findings(draw: st.DrawFn, rubric: Rubric) -> list[VetoFinding]:
    """A finding for every veto; one in four fired."""
    return [
        VetoFinding(veto=veto.id, finding="fired", legal_basis="法", period="2026", note="理由")
        if draw(st.integers(0, 3)) == 0
        else VetoFinding(veto=veto.id, finding="clear")
        for veto in rubric.vetoes
    ]


@st.composite
def _complete(draw: st.DrawFn, rubric: Rubric, ratios: Sequence[Fraction]) -> Assessment:
    """An assessment with these ratios, and a finding for every veto; it starts anywhere."""
    written = [
        _written(leaf, ratio, draw(st.integers(0, 15)))
        for leaf, ratio in zip(rubric.leaves(), ratios, strict=True)
    ]
    start = draw(st.integers(0, len(written)))
    findings = draw(_findings(rubric))
    return Assessment(
        rubric=draw(st.sampled_from([rubric.id, *rubric.aliases])),
        ratings=[*written[start:], *written[:start]],
        vetoes=findings if start % 2 else reversed(findings),
    )


@st.composite
def assessments(draw: st.DrawFn, rubric: Rubric, fineness: Fineness = "any") -> Assessment:
    """Complete assessments by a rubric."""
    return draw(_complete(rubric, draw(_ratios(rubric, fineness))))


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
    ratios = draw(_ratios(rubric, fineness))
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
    ratios = draw(_ratios(QBJKB_009, fineness) if anywhere else _ratios_on_a_floor(QBJKB_009))
    assessment = draw(_complete(QBJKB_009, draw(_beside(ratios, stand))))
    return _told("009", Case(QBJKB_009, assessment))


def levels_of(clauses: Sequence[Clause]) -> int:
    """How many levels a tree of clauses has."""
    return 1 + max(levels_of(clause.clauses) for clause in clauses) if clauses else 0


def stands_on_a_floor(case: Case) -> bool:
    """Whether the exact score equals one of the floors."""
    ratios = ratios_of(case)
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
def _shares(draw: st.DrawFn) -> Fraction:
    """Any ratio from 0 to 1."""
    most = draw(st.sampled_from([1, 3, 100, 10_000, 10**9 + 7]))
    return Fraction(draw(st.integers(0, most)), most)


@st.composite
def _numbers(draw: st.DrawFn) -> Fraction:
    """Any number, below zero and long ones too: a file keeps what was written."""
    return Fraction(draw(st.integers(-(10**20), 10**20)), draw(st.integers(1, 10**6)))


@st.composite
def _open_scales(draw: st.DrawFn) -> RatingScale:
    """Scales with a step, or of discrete levels."""
    if draw(st.booleans()):
        return evolve(draw(_scales()), step=Fraction(1, draw(st.integers(1, 10_000))))
    return draw(_scales_of_levels())


@st.composite
def _scales_of_levels(draw: st.DrawFn) -> RatingScale:
    """Levels, each with a name of its own."""
    levels = sorted(draw(st.sets(_shares(), max_size=4)) | {Fraction(1)})
    word = draw(_words)
    labels = [Text(zh=f"{word}{n}", en=f"level {n}") for n in range(len(levels))]
    pairs = zip(levels, labels, strict=True)
    return RatingScale(bands=[RatingBand(low=at, high=at, label=label) for at, label in pairs])


_WAYS: list[Combine] = ["sum", "mean", "min"]
_ways = st.sampled_from(_WAYS)


@st.composite
def _ids(draw: st.DrawFn) -> list[str]:
    return draw(st.lists(st.sampled_from(["1", "5.1", "5.10", "5.1.2", "a-b", "A_9"]), unique=True))


@st.composite
def assessments_with_everything(draw: st.DrawFn) -> Assessment:
    """Assessments as files keep them, for no rubric in particular: finished, open or wrong."""
    optional_number = st.none() | _numbers()
    few_lines = st.lists(_lines, max_size=2)
    counts = st.integers(0, 1_000_000)
    samples = st.builds(Sample, conform=counts, of=st.integers(1, 1_000_000))
    deductions = st.builds(Deduction, points=_numbers(), count=counts, reason=_lines)
    return Assessment(
        rubric=draw(_lines),
        kind=draw(st.sampled_from([None, "self", "internal", "third-party"])),
        scope=draw(_lines),
        scope_text=draw(_lines),
        assessed_on=draw(st.none() | _days),
        period=draw(_lines),
        subject=draw(st.builds(Subject, name=_lines, address=_lines, sites=few_lines)),
        assessors=draw(st.lists(st.builds(Person, name=_lines, role=_lines), max_size=2)),
        reviewer=draw(_lines),
        decided_by=draw(_lines),
        ratings=[
            Rating(
                clause=clause,
                ratio=draw(optional_number),
                points=draw(optional_number),
                level=draw(_lines),
                sample=draw(st.none() | samples),
                deductions=draw(st.lists(deductions, max_size=2)),
                note=draw(_lines),
                evidence=draw(few_lines),
                finding=draw(_lines),
                assessor=draw(_lines),
                rated_on=draw(st.none() | _days),
            )
            for clause in draw(_ids())
        ],
        vetoes=[
            VetoFinding(
                veto=veto,
                finding=draw(st.sampled_from(["clear", "fired", "undetermined"])),
                legal_basis=draw(_lines),
                period=draw(_lines),
                note=draw(_lines),
                evidence=draw(few_lines),
                determined_by=draw(_lines),
            )
            for veto in draw(_ids())
        ],
        exclusions=[Exclusion(clause=clause, reason=draw(_lines)) for clause in draw(_ids())],
        adjustments=[
            AdjustmentCount(
                adjustment=name, count=draw(st.integers(0, 1_000_000)), reason=draw(_lines)
            )
            for name in draw(_ids())
        ],
    )


@st.composite
def _scales_of_an_item(draw: st.DrawFn) -> RatingScale | None:
    """Mostly the rubric's own; else one with a step, or made of levels that have names."""
    match draw(st.integers(0, 9)):
        case 0:
            return RatingScale(step=Fraction(1, draw(st.sampled_from([2, 3, 20, 100]))))
        case 1:
            return draw(_scales_of_levels())
        case _:
            return None


@st.composite
def _clauses_of_all_kinds(
    draw: st.DrawFn, combine: Combine, dimensions: Sequence[str], title: Text
) -> list[Clause]:
    """Branches that add, average or take the least, in any depth; all of them can be scored."""
    parents = draw(_parents())
    ids = draw(_clause_ids(parents))
    ways = [draw(_ways) for _ in parents]
    alike = draw(st.sets(st.sampled_from([-1, *range(len(parents))]), max_size=2))
    low: list[bool] = []  # below a min branch, where no dimension may stand
    for above in parents:
        low.append(combine == "min" if above < 0 else ways[above] == "min" or low[above])
    made: dict[int, Clause] = {}
    for index in reversed(range(len(parents))):
        over = combine if parents[index] < 0 else ways[parents[index]]
        below = [made[child] for child, above in enumerate(parents) if above == index]
        adds_up = bool(below) and ways[index] == "sum"
        points = draw(_points)
        sides = [None] if low[index] else [None, None, *dimensions]
        made[index] = Clause(
            id=ids[index],
            title=title,
            points=draw(st.sampled_from([points, None])) if over != "sum" or adds_up else points,
            weight=draw(_points) if over == "mean" and parents[index] not in alike else None,
            clauses=below,
            combine=ways[index] if below else "sum",
            dimension=draw(st.sampled_from(sides)),
            excludable=draw(st.integers(0, 2)) == 0,
            excluded=draw(st.sampled_from(["drop", "drop", "full"])),
            scale=None if below else draw(_scales_of_an_item()),
        )
    return [made[index] for index, above in enumerate(parents) if above < 0]


def _all_points(clause: Clause) -> bool:
    """Whether a leaf of an adding branch can lack points: nothing may then act on the branch."""
    if clause.clauses and clause.combine == "sum":
        return all(_all_points(child) for child in clause.clauses)
    return clause.points is not None


@st.composite
def _extras(draw: st.DrawFn, clauses: Sequence[Clause]) -> list[Adjustment]:
    places = [None, None, *(clause.id for clause in clauses if _all_points(clause))]
    made: list[Adjustment] = []
    for name in draw(_names("extra", most=4)):
        kind = draw(st.sampled_from(["bonus", "deduction"]))
        made.append(
            Adjustment(
                id=name,
                kind="bonus" if kind == "bonus" else "deduction",
                points=draw(_points) / 10,
                times=draw(st.sampled_from([None, 1, 3])),
                on=draw(st.sampled_from(places)),
                scaling=draw(st.sampled_from(["inside", "outside"])),
                from_ratio=draw(st.none() | _shares()) if kind == "bonus" else None,
            )
        )
    return made


@st.composite
def _requirement_within_reach(draw: st.DrawFn, rubric: Rubric) -> Requirement:
    bonuses = [a for a in rubric.adjustments if a.kind == "bonus"]
    dimensions = _with_items(rubric)
    of: Of = draw(
        st.sampled_from(
            [
                "clause",
                "section",
                "score",
                *(["dimension"] if dimensions else []),
                *(["adjustment"] if bonuses else []),
            ]
        )
    )
    share = Fraction(draw(st.integers(0, 99)), 100)
    name, limit = "", share
    match of:
        case "clause":
            name = draw(st.sampled_from([clause.id for clause in rubric.walk()]))
        case "dimension":
            name = draw(st.sampled_from(dimensions))
        case "adjustment":
            bonus = draw(st.sampled_from(bonuses))
            name, limit = bonus.id, bonus.points * (bonus.times or 3) * share
        case "score":
            limit = rubric.total * share
        case "section":
            pass
    return Requirement(
        of=of,
        name=name,
        limit=limit,
        above=draw(st.booleans()),
        excluded=draw(st.sampled_from(["met", "unmet"])),
    )


def _with_items(rubric: Rubric) -> list[str]:
    """The dimensions to which a scored item belongs, or a min branch."""

    def below(clauses: Sequence[Clause], above: str | None) -> Iterable[str]:
        for clause in clauses:
            own = clause.dimension or above
            if clause.clauses and clause.combine != "min":
                yield from below(clause.clauses, own)
            elif own is not None:
                yield own

    return [] if rubric.combine == "min" else sorted(set(below(rubric.clauses, None)))


@st.composite
def rubrics_of_all_kinds(draw: st.DrawFn) -> Rubric:
    """Rubrics that use every operator, and that can be scored by."""
    title = draw(_texts)
    combine: Combine = draw(_ways)
    dimensions = [Dimension(id=name, title=title) for name in draw(_names("side"))]
    names = [] if combine == "min" else [dimension.id for dimension in dimensions]
    sections = draw(_clauses_of_all_kinds(combine, names, title))
    total = draw(_points) * 10
    rubric = Rubric(
        id="drawn-2026",
        title=title,
        total=total,
        maximum=draw(st.sampled_from([None, total, total * Fraction(6, 5)])),
        scaled=True,
        combine=combine,
        clauses=sections,
        dimensions=dimensions,
        adjustments=draw(_extras([c for section in sections for c in section.walk()])),
        grades=GradeBands(grades=[Grade(id="only", rank=0, label=title)]),
        rounding=draw(st.sampled_from(["half-even", "half-up", "truncate", "none"])),
        digits=draw(st.integers(0, 3)),
    )
    grades = [
        Grade(id=f"g{rank}", rank=rank, label=title) for rank in range(draw(st.integers(1, 5)))
    ]
    floors = sorted(draw(st.sets(st.integers(0, 99), min_size=10, max_size=10)))
    bands = [
        GradeBand(
            grade=grade.id,
            floor=total * floors[2 * number + way] / 100,
            above=draw(st.booleans()),
            score=draw(st.sampled_from(["final", "base"])) if way else "final",
            requires=draw(st.lists(_requirement_within_reach(rubric), max_size=2)),
        )
        for number, grade in enumerate(grades)
        for way in range(draw(st.integers(1, 2)) if number else 0)
    ]
    vetoes = [
        Veto(id=name, title=title, caps_at=draw(st.sampled_from([grade.id for grade in grades])))
        for name in draw(_names("veto", most=2))
    ]
    return evolve(rubric, grades=GradeBands(grades=grades, bands=bands), vetoes=vetoes)


def _needs_no_rating(clause: Clause, excluded: set[str]) -> bool:
    below = clause.clauses
    return clause.id in excluded or (
        bool(below) and all(_needs_no_rating(child, excluded) for child in below)
    )


def _on_scale(leaf: Clause, scale: RatingScale, ratio: Fraction, fineness: Fineness) -> Rating:
    """The nearest rating below, or level, that the scale takes, and an engine where it must."""
    if scale.step is not None:
        steps = scale.step if fineness == "any" else Fraction((scale.step * STEPS).numerator, STEPS)
        return Rating(clause=leaf.id, ratio=ratio // steps * steps)
    levels = [b for b in scale.bands if fineness == "any" or (b.low * STEPS).denominator == 1]
    level = levels[int(ratio * (len(levels) - 1))]
    if ratio < Fraction(1, 2):
        return Rating(clause=leaf.id, level=level.label.pick("en"))
    return Rating(clause=leaf.id, ratio=level.low)


@st.composite
def assessments_of_all_kinds(
    draw: st.DrawFn, rubric: Rubric, fineness: Fineness = "any"
) -> Assessment:
    """Complete assessments, with exclusions that the rubric allows, and adjustments."""
    excludable = [clause.id for clause in rubric.walk() if clause.excludable]
    excluded = draw(st.sets(st.sampled_from(excludable))) if excludable else set[str]()
    if all(_needs_no_rating(section, excluded) for section in rubric.clauses):
        excluded = set()
    under = {b.id for c in rubric.walk() if c.id in excluded for b in c.walk()}
    leaves = [leaf for leaf in rubric.leaves() if leaf.id not in under]
    ratios = draw(_ratios(rubric, fineness))
    written = [
        _on_scale(leaf, scale, ratio, fineness)
        if (scale := leaf.scale or rubric.scale).step or scale.is_discrete
        else _written(leaf, ratio, draw(st.integers(0, 15)))
        for leaf, ratio in zip(leaves, ratios, strict=False)
    ]
    findings = draw(_findings(rubric))
    return Assessment(
        rubric=rubric.id,
        ratings=draw(st.permutations(written)) if draw(st.booleans()) else written,
        vetoes=findings,
        exclusions=[Exclusion(clause=clause, reason="不适用") for clause in sorted(excluded)],
        adjustments=[
            AdjustmentCount(adjustment=extra.id, count=draw(st.integers(0, 5)), reason="见台账")
            for extra in rubric.adjustments
        ],
    )


@st.composite
def cases_of_all_kinds(draw: st.DrawFn, fineness: Fineness = "any") -> Case:
    """Rubrics that use every operator, each with an assessment; many stand on a limit."""
    rubric = draw(rubrics_of_all_kinds())
    assessment = draw(assessments_of_all_kinds(rubric, fineness))
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
    rubric = draw(rubrics_of_all_kinds())
    texts = st.sampled_from(draw(st.lists(_texts, min_size=1, max_size=5)))
    parts = draw(st.lists(_lines, unique=True, max_size=3))
    few_lines = st.lists(_lines, max_size=2)
    days = st.none() | _days
    standards = st.builds(
        Standard,
        code=_lines,
        edition=_lines,
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
        evolve(grade, label=draw(texts), symbol=draw(_lines)) for grade in rubric.grades.grades
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
        family=draw(_lines),
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
            for name in draw(_names("scope"))
        ],
        readings=draw(
            st.lists(st.builds(Reading, question=texts, reading=texts, reason=texts), max_size=2)
        ),
        rounding=draw(st.sampled_from(["half-even", "half-up", "truncate", "none"])),
        digits=draw(st.integers(0, 12)),
        provenance=Provenance(
            status=draw(st.sampled_from(["official", "reconstructed"])),
            sources=[Source(part=part, taken_from=draw(_lines)) for part in parts],
        ),
    )
