from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve

from maturity_core import (
    Adjustment,
    Clause,
    Dimension,
    Grade,
    GradeBand,
    GradeBands,
    Guidance,
    RatingBand,
    RatingScale,
    Reading,
    Requirement,
    Rubric,
    Scope,
    Standard,
    Text,
    Veto,
    check_rubric,
    dump_rubric,
    get_rubric,
)
from maturity_core.rubric_checks import require_valid
from tests.core.samples import RUBRIC, item, ladder, refusal, text, told


def found(rubric: Rubric) -> list[tuple[str, str]]:
    return told(check_rubric(rubric))


def with_clauses(*clauses: Clause) -> Rubric:
    return evolve(RUBRIC, clauses=clauses)


def part(clause_id: str, *clauses: Clause, points: int | None = None) -> Clause:
    return Clause(id=clause_id, title=text(clause_id), points=points, clauses=clauses)


def weighted(clause_id: str, weight: int | None, points: int | None = None) -> Clause:
    return Clause(id=clause_id, title=text(clause_id), weight=weight, points=points)


def test_nothing_is_wrong_with_a_good_rubric() -> None:
    assert found(RUBRIC) == []
    assert found(get_rubric("qbjkb-009-2026")) == []
    require_valid(RUBRIC)


def test_an_id_is_used_once_in_its_group() -> None:
    twice = Scope(id="a", title=text("a"))
    rubric = evolve(
        with_clauses(part("1", item("1.1", 4), points=4), item("2", 3), item("1.1", 3)),
        scopes=[twice, twice, twice],
        vetoes=[*RUBRIC.vetoes, RUBRIC.vetoes[0]],
        dimensions=[Dimension(id="a", title=text("a"))] * 2,
        adjustments=[Adjustment(id="a", kind="bonus", points=1, title=text("a"))] * 2,
    )
    assert found(rubric) == [
        ("rubric.id-twice", "/clauses/1.1"),
        ("rubric.id-twice", "/vetoes/fraud"),
        ("rubric.id-twice", "/adjustments/a"),
        ("rubric.id-twice", "/scopes/a"),
        ("rubric.id-twice", "/dimensions/a"),
    ]


def test_a_grade_is_there_once() -> None:
    grade = Grade(id="a", rank=1, label=text("a"))
    rubric = evolve(RUBRIC, vetoes=[], grades=GradeBands(grades=[grade, grade]))
    assert ("rubric.id-twice", "/grades/a") in found(rubric)


def test_a_rubric_has_clauses_and_grades() -> None:
    empty = evolve(RUBRIC, clauses=[], vetoes=[], grades=GradeBands(grades=[]))
    assert found(empty) == [("rubric.no-clauses", "/clauses"), ("rubric.no-grades", "/grades")]


@pytest.mark.parametrize("total", [0, -1])
def test_the_total_is_above_zero(total: int) -> None:
    assert ("rubric.total", "/rubric/total") in found(evolve(RUBRIC, total=total, grades=ladder()))


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ([item("1", 4), item("2", 6)], []),
        ([item("1", "10/3"), item("2", "20/3")], []),
        ([item("1", 4), item("2", 7)], [("rubric.points-sum", "/rubric/total")]),
        ([part("1", item("1.1", 4)), item("2", 6)], []),
        ([part("1", item("1.1", 5)), item("2", 6)], [("rubric.points-sum", "/rubric/total")]),
        (
            [part("1", item("1.1", 1), item("1.2", 2), points=4), item("2", 6)],
            [("clause.points-sum", "/clauses/1/points")],
        ),
        (
            [part("1", part("1.1", item("1.1.1", 3), points=4), points=4), item("2", 6)],
            [("clause.points-sum", "/clauses/1.1/points")],
        ),
        ([item("1", None), item("2", 10)], [("clause.no-points", "/clauses/1")]),
        (
            [part("1", item("1.1", None), item("1.2", 4), points=4), item("2", 6)],
            [("clause.no-points", "/clauses/1.1")],
        ),
        (
            [part("1", item("1.1", None)), item("2", 10)],
            [("clause.no-points", "/clauses/1.1")],
        ),
        (
            [item("1", 0), item("2", 10)],
            [("clause.points-not-positive", "/clauses/1/points")],
        ),
        (
            [item("1", -2), item("2", 12)],
            [("clause.points-not-positive", "/clauses/1/points")],
        ),
    ],
)
def test_points_add_up(clauses: list[Clause], expected: list[tuple[str, str]]) -> None:
    assert found(with_clauses(*clauses)) == expected


def test_points_need_not_add_up_where_the_rubric_says_so() -> None:
    clauses = [part("1", item("1.1", 1), points=4), item("2", 7)]
    assert found(evolve(with_clauses(*clauses), scaled=True)) == []


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (weighted("1", 2), []),
        (weighted("1", 2, points=7), []),
        (weighted("1", None), [("clause.no-weight", "/clauses/1")]),
        (weighted("1", None, points=4), [("clause.no-weight", "/clauses/1")]),
        (weighted("1", 0), [("clause.weight-not-positive", "/clauses/1/weight")]),
        (weighted("1", -1), [("clause.weight-not-positive", "/clauses/1/weight")]),
    ],
)
def test_under_a_mean_every_child_has_a_weight(
    clause: Clause, expected: list[tuple[str, str]]
) -> None:
    assert found(evolve(with_clauses(clause, weighted("2", 1)), combine="mean")) == expected
    branch = evolve(part("9", clause, weighted("2", 1), points=10), combine="mean")
    assert found(with_clauses(branch)) == expected


def test_under_a_minimum_a_child_needs_neither_points_nor_weight() -> None:
    branch = evolve(part("1", item("1.1", None), item("1.2", None), points=10), combine="min")
    assert found(with_clauses(branch)) == []
    assert found(evolve(with_clauses(item("1", None)), combine="min")) == []


def test_dimensions_of_clauses_are_declared() -> None:
    clauses = [evolve(item("1", 4), dimension="proces"), evolve(item("2", 6), dimension="process")]
    rubric = evolve(
        with_clauses(*clauses), dimensions=[Dimension(id="process", title=text("Process"))]
    )
    [problem] = check_rubric(rubric)
    assert told([problem]) == [("rubric.dangling", "/clauses/1/dimension")]
    assert (problem.values["kind"], problem.values["nearest"]) == ("dimension", "process")


def scale(*ends: tuple[object, object], aspects: Iterable[str] = ()) -> RatingScale:
    return RatingScale(
        bands=[
            RatingBand(low=Fraction(str(low)), high=Fraction(str(high)), label=text(f"from {low}"))
            for low, high in ends
        ],
        aspects=[Dimension(id=aspect, title=text(aspect)) for aspect in aspects],
    )


SCALES: dict[str, tuple[RatingScale, list[tuple[str, str]]]] = {
    "none": (scale(), []),
    "one": (scale((0, 1)), []),
    "two": (scale((0, "1/3"), ("1/3", 1)), []),
    "levels": (scale((0, 0), ("0.5", "0.5"), (1, 1)), []),
    "starts late": (scale(("0.1", "0.5"), ("0.5", 1)), [("scale.gap", "/bands/0")]),
    "ends early": (scale((0, "0.5"), ("0.5", "0.9")), [("scale.gap", "/bands/1")]),
    "gap": (scale((0, "0.5"), ("0.6", 1)), [("scale.gap", "/bands/1")]),
    "overlap": (scale((0, "0.5"), ("0.4", 1)), [("scale.overlap", "/bands/1")]),
    "falling": (
        scale(("0.5", 1), (0, "0.5")),
        [
            ("scale.gap", "/bands/0"),
            ("scale.overlap", "/bands/1"),
            ("scale.gap", "/bands/1"),
        ],
    ),
    "above 100": (
        scale((0, "1.2")),
        [("scale.band", "/bands/0"), ("scale.overlap", "/bands/0")],
    ),
    "below 0": (
        scale(("-0.1", 1)),
        [("scale.band", "/bands/0"), ("scale.overlap", "/bands/0")],
    ),
    "upside down": (
        scale((0, "0.6"), ("0.6", "0.4"), ("0.4", 1)),
        [("scale.band", "/bands/1")],
    ),
}


@pytest.mark.parametrize("name", SCALES)
def test_the_bands_of_a_scale(name: str) -> None:
    of, expected = SCALES[name]
    assert found(evolve(RUBRIC, scale=of)) == [(code, f"/scale{path}") for code, path in expected]
    own = evolve(RUBRIC, clauses=[RUBRIC.clauses[0], evolve(RUBRIC.clauses[1], scale=of)])
    assert found(own) == [(code, f"/clauses/2/scale{path}") for code, path in expected]


def test_guidance_is_about_an_aspect_of_the_scale() -> None:
    guidance = [Guidance(aspect="levle", text=text("a")), Guidance(aspect="level", text=text("b"))]
    of = scale((0, 1), aspects=["level", "trend"])
    rubric = evolve(RUBRIC, scale=evolve(of, bands=[evolve(of.bands[0], guidance=guidance)]))
    [problem] = check_rubric(rubric)
    assert told([problem]) == [("rubric.dangling", "/scale/bands/0/guidance")]
    assert (problem.values["kind"], problem.values["nearest"]) == ("aspect", "level")


def graded(*bands: GradeBand, **ranks: int) -> Rubric:
    """A rubric with the grades named, and these bands."""
    grades = [Grade(id=name, rank=rank, label=text(name)) for name, rank in ranks.items()]
    if any(band.grade == "a" for band in bands):  # so that it is not the lowest
        grades.append(Grade(id="lowest", rank=0, label=text("lowest")))
    return evolve(RUBRIC, vetoes=[], grades=GradeBands(grades=grades, bands=bands))


def pooled(rubric: Rubric) -> Rubric:
    """The rubric with a pool of bonus points up to 12."""
    return evolve(rubric, maximum=12, adjustments=[Adjustment(id="x", kind="bonus", points=1)])


def band(grade: str, floor: int, *, upto: int | None = None, above: bool = False) -> GradeBand:
    return GradeBand(grade=grade, floor=floor, upto=upto, above=above)


HALF = Requirement(of="section", limit="0.5")
LESS_THAN_HALF = Requirement(of="section", limit="0.4", above=True)
BASE_OF_7 = Requirement(of="score", limit=7)
GRADES: dict[str, tuple[Rubric, list[tuple[str, str]]]] = {
    "ladder": (graded(band("a", 0), band("b", 6), band("c", 9), a=1, b=2, c=3), []),
    "no bands": (graded(a=1), []),
    "floor at the total": (graded(band("b", 10), a=1, b=2), []),
    "rank twice": (
        graded(band("a", 5), band("b", 6), band("c", 7), a=1, b=1, c=2),
        [("grade.rank-twice", "/grades")],
    ),
    "above the total": (graded(band("b", 11), a=1, b=2), [("grade.out-of-reach", "/grades/b")]),
    "above only": (
        graded(band("b", 10, above=True), a=1, b=2),
        [("grade.out-of-reach", "/grades/b")],
    ),
    "in a bonus pool": (pooled(graded(band("b", 11), a=1, b=2)), []),
    "beyond a bonus pool": (
        pooled(graded(band("b", 13), a=1, b=2)),
        [("grade.out-of-reach", "/grades/b")],
    ),
    "same floor": (
        graded(band("a", 6), band("b", 6), a=1, b=2),
        [("grade.never-reached", "/grades/a")],
    ),
    "wrong order": (
        graded(band("a", 8), band("b", 6), a=1, b=2),
        [("grade.never-reached", "/grades/a")],
    ),
    "order of the bands": (graded(band("b", 8), band("a", 6), a=1, b=2), []),
    "above the same floor": (graded(band("a", 6), band("b", 6, above=True), a=1, b=2), []),
    "below an open floor": (
        graded(band("a", 6, above=True), band("b", 6), a=1, b=2),
        [("grade.never-reached", "/grades/a")],
    ),
    "touching": (graded(band("a", 0, upto=6), band("b", 6), a=1, b=2), []),
    "gap": (
        graded(band("a", 0, upto=5), band("b", 6), a=1, b=2),
        [("grade.gap", "/grades/a/upto")],
    ),
    "overlap": (
        graded(band("a", 0, upto=7), band("b", 6), a=1, b=2),
        [("grade.overlap", "/grades/a/upto")],
    ),
    "end of the best": (graded(band("a", 0), band("b", 6, upto=10), a=1, b=2), []),
    "two ways to one grade": (
        graded(band("a", 6), GradeBand(grade="a", floor=5), band("b", 8), a=1, b=2),
        [],
    ),
    "no such grade": (
        graded(band("bb", 6), a=1, b=2),
        [("rubric.dangling", "/grades/bb")],
    ),
    "base scores are another ladder": (
        pooled(graded(band("a", 8), GradeBand(grade="b", floor=6, score="base"), a=1, b=2)),
        [],
    ),
    "but not where nothing is added": (
        graded(band("a", 8), GradeBand(grade="b", floor=6, score="base"), a=1, b=2),
        [("grade.never-reached", "/grades/a")],
    ),
    "nor where nothing is taken away": (
        pooled(graded(GradeBand(grade="a", floor=8, score="base"), band("b", 6), a=1, b=2)),
        [("grade.never-reached", "/grades/a")],
    ),
    "a base that is met along with the final score": (
        graded(
            GradeBand(grade="a", floor=8, score="base"),
            GradeBand(grade="b", floor=6, score="base", requires=[BASE_OF_7]),
            a=1,
            b=2,
        ),
        [("grade.never-reached", "/grades/a")],
    ),
    "a base that is not": (
        graded(
            GradeBand(grade="a", floor=6, score="base", above=True),
            GradeBand(grade="b", floor=6, score="base", requires=[BASE_OF_7]),
            a=1,
            b=2,
        ),
        [],
    ),
    "behind a requirement that is met all the same": (
        graded(
            GradeBand(grade="a", floor=8, requires=[HALF, BASE_OF_7]),
            GradeBand(grade="b", floor=6, requires=[LESS_THAN_HALF]),
            a=1,
            b=2,
        ),
        [("grade.never-reached", "/grades/a")],
    ),
    "behind one that fails where clauses are excluded": (
        graded(
            GradeBand(grade="a", floor=8, requires=[evolve(HALF, excluded="met")]),
            GradeBand(grade="b", floor=6, requires=[evolve(HALF, excluded="unmet")]),
            a=1,
            b=2,
        ),
        [],
    ),
    "one of two ways is open": (
        graded(band("a", 8), GradeBand(grade="a", floor=5, score="base"), band("b", 6), a=1, b=2),
        [],
    ),
    "gap behind requirements": (
        graded(
            GradeBand(grade="a", floor=0, upto=5, requires=[HALF]),
            GradeBand(grade="b", floor=6, requires=[LESS_THAN_HALF]),
            a=1,
            b=2,
        ),
        [("grade.gap", "/grades/a/upto")],
    ),
    "gap at the top": (
        graded(band("a", 0), band("b", 6, upto=9), a=1, b=2),
        [("grade.top", "/grades/b/upto")],
    ),
    "end of a bonus pool": (
        pooled(graded(band("a", 0, upto=6), band("b", 6, upto=12), a=1, b=2)),
        [],
    ),
    "end of the total below a bonus pool": (
        pooled(graded(band("a", 0, upto=6), band("b", 6, upto=10), a=1, b=2)),
        [],
    ),
    "a pool that no bonus fills": (
        evolve(graded(band("a", 0), band("b", 11), a=1, b=2), maximum=12),
        [("grade.out-of-reach", "/grades/b")],
    ),
    "one of the floors of the next grade": (
        graded(
            band("a", 0, upto=8),
            band("b", 8),
            GradeBand(grade="b", floor=7, requires=[HALF]),
            a=1,
            b=2,
        ),
        [],
    ),
    "an end before a grade by the base": (
        graded(band("a", 0, upto=8), GradeBand(grade="b", floor=8, score="base"), a=1, b=2),
        [],
    ),
    "behind a minimum of one section": (
        graded(
            GradeBand(grade="a", floor=6, requires=[HALF]),
            GradeBand(
                grade="b", floor=6, requires=[Requirement(of="clause", name="2", limit="0.5")]
            ),
            a=1,
            b=2,
        ),
        [("grade.never-reached", "/grades/a")],
    ),
    "below zero": (
        graded(band("a", -1), band("b", 6), a=1, b=2),
        [("grade.below-zero", "/grades/a")],
    ),
    "no way": (graded(band("c", 6), a=1, b=2, c=3), [("grade.no-way", "/grades/b")]),
    "no way but a veto": (
        evolve(
            graded(band("c", 6), a=1, b=2, c=3),
            vetoes=[Veto(id="v", title=text("v"), caps_at="b")],
        ),
        [],
    ),
    "so are requirements": (
        graded(
            band("a", 8),
            GradeBand(grade="b", floor=6, requires=[Requirement(of="section", limit="0.5")]),
            a=1,
            b=2,
        ),
        [],
    ),
}


@pytest.mark.parametrize("name", GRADES)
def test_the_ladder_of_grades(name: str) -> None:
    rubric, expected = GRADES[name]
    assert told(p for p in check_rubric(rubric) if p.severity == "error") == expected


def test_the_example_of_bands_with_gaps() -> None:
    """A >= 85, B 70-84, C < 69: 84.5 and 69.5 are in no band."""
    rubric = evolve(
        graded(band("C", 0, upto=69), band("B", 70, upto=84), band("A", 85), C=1, B=2, A=3),
        total=100,
        clauses=[item("1", 100)],
    )
    assert found(rubric) == [("grade.gap", "/grades/C/upto"), ("grade.gap", "/grades/B/upto")]


def test_what_is_named_is_there() -> None:
    required = [
        Requirement(of="clause", name="1.3", limit="0.5"),
        Requirement(of="clause", name="1.2", limit="0.5"),
        Requirement(of="dimension", name="process", limit="0.5"),
        Requirement(of="adjustment", name="award", limit=1),
        Requirement(of="section", limit="0.5"),
        Requirement(of="score", limit=1),
    ]
    grades = evolve(
        RUBRIC.grades,
        bands=[*RUBRIC.grades.bands[:2], GradeBand(grade="excellent", floor=9, requires=required)],
    )
    rubric = evolve(
        RUBRIC,
        grades=grades,
        vetoes=[*RUBRIC.vetoes, Veto(id="v", title=text("v"), caps_at="fiar")],
        adjustments=[
            Adjustment(id="a", kind="bonus", points=1, on="3", title=text("a")),
            Adjustment(id="b", kind="bonus", points=1, on="1", title=text("b")),
            Adjustment(id="c", kind="bonus", points=1, title=text("c")),
        ],
    )
    problems = check_rubric(rubric)
    assert [(p.code, p.pointer, p.values["kind"], p.values["nearest"]) for p in problems] == [
        ("rubric.dangling", "/grades/excellent/requires/0", "clause", "1.2"),
        ("rubric.dangling", "/grades/excellent/requires/2", "dimension", ""),
        ("rubric.dangling", "/grades/excellent/requires/3", "adjustment", ""),
        ("rubric.dangling", "/vetoes/v/caps_at", "grade", "fair"),
        ("rubric.dangling", "/adjustments/a/on", "clause", ""),
    ]


def test_a_missing_language_is_a_warning_wherever_it_is_missing() -> None:
    zh, en = Text(zh="只有"), Text(en="only")
    of = RatingScale(
        bands=[RatingBand(low=0, high=1, label=zh, guidance=[Guidance(aspect="level", text=zh)])],
        aspects=[Dimension(id="level", title=en)],
    )
    rubric = evolve(
        RUBRIC,
        title=en,
        standard=Standard(code="T 1", issuer=zh),
        scale=of,
        clauses=[
            evolve(RUBRIC.clauses[0], title=zh),
            evolve(RUBRIC.clauses[1], checkpoints=[text("a"), zh], evidence=[en], scale=of),
        ],
        vetoes=[evolve(RUBRIC.vetoes[0], title=en, condition=zh, checkpoints=[zh])],
        grades=evolve(
            RUBRIC.grades,
            grades=[*RUBRIC.grades.grades[:3], evolve(RUBRIC.grades.grades[3], label=zh)],
        ),
        adjustments=[Adjustment(id="a", kind="bonus", points=1, title=zh)],
        scopes=[Scope(id="s", title=en)],
        dimensions=[Dimension(id="d", title=en)],
        readings=[Reading(question=zh, reading=text("a"), reason=en)],
    )
    problems = check_rubric(rubric)
    assert {problem.code for problem in problems} == {"text.missing-language"}
    assert {problem.severity for problem in problems} == {"warning"}
    assert sorted((p.pointer, p.values["language"]) for p in problems) == [
        ("/adjustments/a/title", "en"),
        ("/clauses/1/title", "en"),
        ("/clauses/2/checkpoints/1", "en"),
        ("/clauses/2/evidence/0", "zh"),
        ("/clauses/2/scale/aspects/level", "zh"),
        ("/clauses/2/scale/bands/0/guidance/level", "en"),
        ("/clauses/2/scale/bands/0/label", "en"),
        ("/dimensions/d", "zh"),
        ("/grades/excellent/label", "en"),
        ("/readings/0/question", "en"),
        ("/readings/0/reason", "zh"),
        ("/rubric/title", "zh"),
        ("/scale/aspects/level", "zh"),
        ("/scale/bands/0/guidance/level", "en"),
        ("/scale/bands/0/label", "en"),
        ("/scopes/s/title", "zh"),
        ("/standard/issuer", "en"),
        ("/vetoes/fraud/checkpoints/0", "en"),
        ("/vetoes/fraud/condition", "en"),
        ("/vetoes/fraud/title", "zh"),
    ]
    require_valid(rubric)
    dump_rubric(rubric)


def test_only_errors_make_a_rubric_invalid_and_all_are_told() -> None:
    rubric = evolve(RUBRIC, title=Text(zh="小"), total=11, clauses=[item("1", 5), item("1", 5)])
    assert told(refusal(require_valid, rubric).problems) == [
        ("rubric.id-twice", "/clauses/1"),
        ("rubric.points-sum", "/rubric/total"),
    ]


@pytest.mark.parametrize(
    "rubric",
    [
        pytest.param(graded(band("b", -5), a=1, b=2), id="floor below 0"),
        pytest.param(evolve(graded(a=1), maximum=5), id="maximum below the total"),
        pytest.param(
            evolve(RUBRIC, scale=RatingScale(bands=scale((0, 1)).bands, step=0)), id="step of 0"
        ),
        pytest.param(
            evolve(
                RUBRIC,
                adjustments=[Adjustment(id="a", kind="bonus", points=-1, title=text("a"))],
            ),
            id="negative bonus",
        ),
    ],
)
def test_a_check_of_numbers_that_mean_nothing_is_no_traceback(rubric: Rubric) -> None:
    check_rubric(rubric)


def requiring(clauses: list[Clause], **required: object) -> list[tuple[str, str]]:
    """The problems of a rubric whose grade ``good`` requires this."""
    band = GradeBand(grade="good", floor=6, requires=[Requirement(limit="0.5", **required)])  # type: ignore[arg-type] # fields by name
    rubric = evolve(
        RUBRIC,
        clauses=clauses,
        dimensions=[Dimension(id=name, title=text(name)) for name in ("all", "some", "none")],
        grades=evolve(RUBRIC.grades, bands=[*RUBRIC.grades.bands[::2], band]),
        adjustments=[
            Adjustment(id="on-1", kind="bonus", points=1, on="1"),
            Adjustment(id="on-2", kind="bonus", points=1, on="2"),
            Adjustment(id="whole", kind="bonus", points=1),
        ],
    )
    return told(p for p in check_rubric(rubric) if p.severity == "error")


SOME_MAY_GO = [
    Clause(
        id="1",
        title=text("One"),
        clauses=[
            evolve(item("1.1", 1), excludable=True, dimension="all"),
            evolve(item("1.2", 3), excludable=True, dimension="some"),
        ],
    ),
    Clause(
        id="2",
        title=text("Two"),
        dimension="some",
        clauses=[
            evolve(item("2.1", 2), excludable=True, excluded="full", dimension="all"),
            evolve(item("2.2", 4), excludable=True),
        ],
    ),
]
EXCLUDABLE = [("grade.requires-excludable", "/grades/good/requires/0")]


@pytest.mark.parametrize(
    ("required", "expected"),
    [
        ({"of": "clause", "name": "1.1"}, EXCLUDABLE),
        ({"of": "clause", "name": "1.1", "excluded": "met"}, []),
        ({"of": "clause", "name": "1.1", "excluded": "unmet"}, []),
        ({"of": "clause", "name": "1"}, EXCLUDABLE),
        ({"of": "clause", "name": "2"}, []),
        ({"of": "clause", "name": "2.1"}, []),
        ({"of": "clause", "name": "2.2"}, EXCLUDABLE),
        ({"of": "section"}, EXCLUDABLE),
        ({"of": "dimension", "name": "all"}, []),
        ({"of": "dimension", "name": "some"}, EXCLUDABLE),
        ({"of": "dimension", "name": "none"}, [("grade.requires-nothing", EXCLUDABLE[0][1])]),
        ({"of": "adjustment", "name": "on-1"}, EXCLUDABLE),
        ({"of": "adjustment", "name": "on-2"}, []),
        ({"of": "adjustment", "name": "whole"}, []),
        ({"of": "score"}, []),
    ],
)
def test_a_requirement_says_what_holds_where_all_of_it_can_be_excluded(
    required: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    assert requiring(SOME_MAY_GO, **required) == expected


def test_what_stands_below_an_excludable_branch_may_go_with_it() -> None:
    branch = evolve(RUBRIC.clauses[0], excludable=True)
    assert requiring([branch, RUBRIC.clauses[1]], of="clause", name="1.2") == EXCLUDABLE
    assert requiring(list(RUBRIC.clauses), of="clause", name="1.2") == []


@pytest.mark.parametrize(
    ("ids", "alike"),
    [
        (["a", "A"], ["A"]),
        (["I", "l", "1"], ["1"]),
        (["I", "II", "1", "11"], []),
        (["O1", "0l"], ["0l"]),
        (["a_b", "a-b"], ["a-b"]),
        (["5.1", "5.10", "51", "5-1"], []),
    ],
)
def test_ids_are_told_apart_at_a_glance(ids: list[str], alike: list[str]) -> None:
    rubric = evolve(RUBRIC, dimensions=[Dimension(id=name, title=text(name)) for name in ids])
    expected = [("rubric.ids-alike", f"/dimensions/{name}") for name in alike]
    assert told(check_rubric(rubric)) == expected


@pytest.mark.parametrize(
    ("withdrawn", "expected"),
    [
        (date(2025, 12, 31), [("standard.never-in-force", "/standard/withdrawn")]),
        (date(2026, 1, 1), [("standard.never-in-force", "/standard/withdrawn")]),
        (date(2026, 1, 2), []),
        (None, []),
    ],
)
def test_an_edition_is_in_force_for_a_day_at_least(
    withdrawn: date | None, expected: list[tuple[str, str]]
) -> None:
    standard = Standard(code="T 1", effective=date(2026, 1, 1), withdrawn=withdrawn)
    assert told(check_rubric(evolve(RUBRIC, standard=standard))) == expected


def doubts(rubric: Rubric) -> list[tuple[str, str, str]]:
    return [(p.severity, p.code, p.pointer) for p in check_rubric(rubric)]


def test_a_lowest_grade_with_a_floor_is_doubtful() -> None:
    """Who stays below the floor gets the lowest grade all the same."""
    low = [Grade(id=name, rank=rank, label=text(name)) for rank, name in enumerate("ab")]
    floors = GradeBands(grades=low, bands=[band("a", 6), band("b", 8)])
    rubric = evolve(RUBRIC, vetoes=[], grades=floors)
    assert doubts(rubric) == [("warning", "grade.lowest-has-floor", "/grades/a")]
    assert doubts(evolve(rubric, grades=evolve(floors, bands=[band("a", 0), band("b", 8)]))) == []


def test_floors_that_fall_behind_requirements_are_doubtful() -> None:
    swapped = graded(band("a", 6), GradeBand(grade="b", floor=5, requires=[HALF]), a=1, b=2)
    assert doubts(swapped) == [("warning", "grade.floors-fall", "/grades/b")]


def test_ratios_below_one_percent_are_doubtful() -> None:
    few = Requirement(of="section", limit="0.006")
    bands = [*RUBRIC.grades.bands[:2], GradeBand(grade="excellent", floor=9, requires=[HALF, few])]
    early = Adjustment(id="early", kind="bonus", points=1, from_ratio="0.008")
    rubric = evolve(RUBRIC, grades=evolve(RUBRIC.grades, bands=bands), adjustments=[early])
    assert doubts(rubric) == [
        ("warning", "value.below-one", "/grades/excellent/requires/1"),
        ("warning", "value.below-one", "/adjustments/early/from_ratio"),
    ]


@pytest.mark.parametrize("combine", ["sum", "mean", "min"])
def test_points_and_weights_are_above_zero_wherever_they_are_said(combine: str) -> None:
    one = Clause(id="1", title=text("One"), points=-5, weight=0)
    two = Clause(id="2", title=text("Two"), points=5, weight=1)
    rubric = evolve(RUBRIC, clauses=[one, two], scaled=True, combine=combine)  # type: ignore[arg-type] # one of the three
    assert found(rubric) == [
        ("clause.points-not-positive", "/clauses/1/points"),
        ("clause.weight-not-positive", "/clauses/1/weight"),
    ]


def test_a_requirement_below_any_says_which_one() -> None:
    wrong = Requirement(of="section", limit=2)
    ways = [band("b", 6), GradeBand(grade="b", floor=5, requires=[HALF, wrong])]
    assert found(graded(band("a", 4), *ways, a=1, b=2)) == [
        ("grade.requires-too-much", "/grades/b/any/1/requires/1")
    ]
