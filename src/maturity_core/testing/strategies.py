"""What the kit draws: rubrics that use every operator, and complete assessments by any rubric."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

from attrs import evolve
from hypothesis import strategies as st

from maturity_core.assessment import (
    MOST_COUNTED,
    AdjustmentCount,
    Assessment,
    Deduction,
    Exclusion,
    Rating,
    Sample,
    VetoFinding,
)
from maturity_core.rubric import (
    Adjustment,
    Clause,
    Combine,
    Dimension,
    Grade,
    GradeBand,
    GradeBands,
    RatingBand,
    RatingScale,
    Requirement,
    Rubric,
    Text,
    Veto,
)

__all__ = [
    "STEPS",
    "Fineness",
    "assessments",
    "denominators",
    "ids_of",
    "rating_as_written",
    "rubrics",
    "scales_of_levels",
    "some_findings",
    "some_lines",
    "some_names",
    "some_points",
    "some_ratios",
    "some_texts",
    "trees",
]

STEPS = 10_000  # 100 % in steps of 0.01 %


Fineness = Literal["any", "0.01 %"]


_Of = Literal["clause", "section", "dimension", "score", "adjustment"]


# All that a file may hold: no control characters but white space, nothing that hides text.
_ALPHABET = st.characters(
    codec="utf-8",
    exclude_categories=["Cc", "Cn", "Cs"],
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    include_characters="\t\n\r",
)


some_lines = st.text(_ALPHABET, max_size=12)


_words = st.builds("{}{}".format, some_lines, st.sampled_from("条x☆"))  # never blank


some_texts = st.one_of(
    st.builds(Text, zh=_words, en=_words),
    st.builds(Text, zh=_words),
    st.builds(Text, en=_words),
)


# Points are more than nothing, with thirds, sevenths and decimals.
denominators = st.sampled_from([1, 2, 3, 7, 10, 100])


some_points = st.builds(Fraction, st.integers(1, 60), denominators)


_WAYS: list[Combine] = ["sum", "mean", "min"]


_ways = st.sampled_from(_WAYS)


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    """Rubrics without errors that use every operator, up to six levels deep.

    >>> from hypothesis import given
    >>> @given(rubrics().flatmap(assessments))
    ... def test_is_complete(assessment):
    ...     assert all(rating.forms for rating in assessment.ratings)
    >>> test_is_complete()
    """
    title = draw(some_texts)
    combine: Combine = draw(_ways)
    dimensions = [Dimension(id=name, title=title) for name in draw(some_names("side"))]
    names = [] if combine == "min" else [dimension.id for dimension in dimensions]
    sections = draw(_clauses(combine, names, title))
    total = draw(some_points) * 10
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
        for name in draw(some_names("veto", most=2))
    ]
    return evolve(rubric, grades=GradeBands(grades=grades, bands=bands), vetoes=vetoes)


def assessments(rubric: Rubric, *, fineness: Fineness = "any") -> st.SearchStrategy[Assessment]:
    """Complete assessments by a rubric: in every form, with the exclusions that it allows.

    Args:
        rubric: without errors.
        fineness: of the ratings: ``"any"``, or ``"0.01 %"`` for engines that take whole steps.

    >>> from hypothesis import given
    >>> from maturity_core import get_rubric, score
    >>> rubric = get_rubric("qbjkb-009-2026")
    >>> @given(assessments(rubric))
    ... def test_scores_stay_bounded(assessment):
    ...     assert 0 <= score(rubric, assessment).score <= 100
    >>> test_scores_stay_bounded()
    """
    # Deferred: else Hypothesis may show the whole rubric as an argument.
    return st.deferred(lambda: _assessments(rubric, fineness))


@st.composite
def _assessments(draw: st.DrawFn, rubric: Rubric, fineness: Fineness) -> Assessment:
    excludable = [clause.id for clause in rubric.walk() if clause.excludable]
    excluded: set[str] = draw(st.sets(st.sampled_from(excludable))) if excludable else set()
    if all(_needs_no_rating(section, excluded) for section in rubric.clauses):
        excluded = set()
    under = {b.id for c in rubric.walk() if c.id in excluded for b in c.walk()}
    leaves = [leaf for leaf in rubric.leaves() if leaf.id not in under]
    ratios = draw(some_ratios(rubric, fineness))
    written = [
        _on_scale(leaf, scale, ratio, fineness)
        if (scale := leaf.scale or rubric.scale).step or scale.is_discrete
        else rating_as_written(leaf, ratio, draw(st.integers(0, 15)))
        for leaf, ratio in zip(leaves, ratios, strict=False)  # those that are left are rated
    ]
    start = draw(st.integers(0, len(written)))
    return Assessment(
        rubric=rubric.id,
        ratings=[*written[start:], *written[:start]],
        vetoes=draw(some_findings(rubric)),
        exclusions=[Exclusion(clause=clause, reason="不适用") for clause in sorted(excluded)],
        adjustments=[
            AdjustmentCount(adjustment=extra.id, count=draw(st.integers(0, 5)), reason="见台账")
            for extra in rubric.adjustments
        ],
    )


@st.composite
def trees(draw: st.DrawFn) -> list[int]:
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
def ids_of(draw: st.DrawFn, parents: Sequence[int]) -> list[str]:
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


@st.composite
def some_names(draw: st.DrawFn, stem: str, *, least: int = 0, most: int = 3) -> list[str]:
    """``stem-0``, ``stem-1`` and so on."""
    return [f"{stem}-{index}" for index in range(draw(st.integers(least, most)))]


@st.composite
def _shares(draw: st.DrawFn) -> Fraction:
    """Any ratio from 0 to 1."""
    most = draw(st.sampled_from([1, 3, 100, 10_000, 10**9 + 7]))
    return Fraction(draw(st.integers(0, most)), most)


@st.composite
def scales_of_levels(draw: st.DrawFn) -> RatingScale:
    """Levels, each with a name of its own."""
    levels = sorted(draw(st.sets(_shares(), max_size=4)) | {Fraction(1)})
    word = draw(_words)
    labels = [Text(zh=f"{word}{n}", en=f"level {n}") for n in range(len(levels))]
    pairs = zip(levels, labels, strict=True)
    return RatingScale(bands=[RatingBand(low=at, high=at, label=label) for at, label in pairs])


@st.composite
def _scales_of_an_item(draw: st.DrawFn) -> RatingScale | None:
    """Mostly the rubric's own; else one with a step, or made of levels that have names."""
    match draw(st.integers(0, 9)):
        case 0:
            return RatingScale(step=Fraction(1, draw(st.sampled_from([2, 3, 20, 100]))))
        case 1:
            return draw(scales_of_levels())
        case _:
            return None


@st.composite
def _clauses(
    draw: st.DrawFn, combine: Combine, dimensions: Sequence[str], title: Text
) -> list[Clause]:
    """Branches that add, average or take the least, in any depth; all of them can be scored."""
    parents = draw(trees())
    ids = draw(ids_of(parents))
    ways: list[Combine] = [draw(_ways) for _ in parents]
    alike = draw(st.sets(st.sampled_from([-1, *range(len(parents))]), max_size=2))
    low: list[bool] = []  # below a min branch, where no dimension may stand
    for above in parents:
        low.append(combine == "min" if above < 0 else ways[above] == "min" or low[above])
    made: dict[int, Clause] = {}
    for index in reversed(range(len(parents))):
        over = combine if parents[index] < 0 else ways[parents[index]]
        below = [made[child] for child, above in enumerate(parents) if above == index]
        adds_up = bool(below) and ways[index] == "sum"
        points = draw(some_points)
        sides = [None] if low[index] else [None, None, *dimensions]
        made[index] = Clause(
            id=ids[index],
            title=title,
            points=draw(st.sampled_from([points, None])) if over != "sum" or adds_up else points,
            weight=draw(some_points) if over == "mean" and parents[index] not in alike else None,
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
    for name in draw(some_names("extra", most=4)):
        kind = draw(st.sampled_from(["bonus", "deduction"]))
        made.append(
            Adjustment(
                id=name,
                kind="bonus" if kind == "bonus" else "deduction",
                points=draw(some_points) / 10,
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
    of: _Of = draw(
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
    if of == "clause":
        name = draw(st.sampled_from([clause.id for clause in rubric.walk()]))
    elif of == "dimension":
        name = draw(st.sampled_from(dimensions))
    elif of == "adjustment":
        bonus = draw(st.sampled_from(bonuses))
        name, limit = bonus.id, bonus.points * (bonus.times or 3) * share
    elif of == "score":
        limit = rubric.total * share
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
def some_ratios(draw: st.DrawFn, rubric: Rubric, fineness: Fineness) -> list[Fraction]:
    """One per leaf: all or many alike, on a floor too; most in steps of 0.01 %."""
    shares = [band.floor / rubric.total for band in rubric.grades.bands]
    floors = [share for share in shares if 0 < share < 1]
    steps = st.builds(Fraction, st.integers(0, STEPS), st.just(STEPS))
    alike: Fraction = draw(steps)
    if floors:
        alike = draw(st.sampled_from([alike, *floors]))
    if fineness != "any":
        alike = Fraction(int(alike * STEPS), STEPS)
    leaves = list(rubric.leaves())
    if draw(st.integers(0, 3)) == 0:
        return [alike] * len(leaves)
    one = st.just(alike) | steps
    if fineness == "any":
        fractions = [Fraction(part, d) for d in (3, 7, 11, 23) for part in range(1, d)]
        one = st.one_of(one, one, st.sampled_from(fractions))
    return [draw(one) for _ in leaves]


def rating_as_written(leaf: Clause, ratio: Fraction, form: int) -> Rating:
    """The ratio as a percentage, or now and then in another form; half of them with a note."""
    note = "看过记录" if form % 2 else ""
    match form:
        case 15 if leaf.points is not None:
            return Rating(clause=leaf.id, points=ratio * leaf.points, note=note)
        case 14 if ratio.denominator <= MOST_COUNTED:
            conform, of = ratio.as_integer_ratio()
            return Rating(clause=leaf.id, sample=Sample(conform=conform, of=of), note=note)
        case 13 if leaf.points is not None and ratio < 1:
            lost = Deduction(points=leaf.points * (1 - ratio) / 2, count=2, reason="见记录")
            return Rating(clause=leaf.id, deductions=[lost], note=note)
        case _:
            return Rating(clause=leaf.id, ratio=ratio, note=note)


@st.composite
def some_findings(draw: st.DrawFn, rubric: Rubric) -> list[VetoFinding]:
    """A finding for every veto; one in four fired."""
    return [
        VetoFinding(veto=veto.id, finding="fired", legal_basis="法", period="2026", note="理由")
        if draw(st.integers(0, 3)) == 3  # noqa: PLR2004 -- one in four, and none in the simplest
        else VetoFinding(veto=veto.id, finding="clear")
        for veto in rubric.vetoes
    ]
