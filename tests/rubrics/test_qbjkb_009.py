"""The rubric of Q/BJKB 009-2026 says what the standard says: numbers, titles, points, grades."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
from attrs import asdict

from maturity_core import Clause, check_rubric, get_rubric

RUBRIC = get_rubric("qbjkb-009-2026")
CLAUSES = {clause.id: clause for clause in RUBRIC.walk()}
VETOES = {veto.id: veto for veto in RUBRIC.vetoes}
ELEMENTS: dict[str, dict[str, int | str]] = tomllib.loads(
    Path(__file__).with_name("qbjkb_009_elements.toml").read_text(encoding="utf-8")
)

# Clause 5 of the standard, as printed; 5.1.2 has no title there.
PRINTED = {
    "5.1": (3, "基础合规与环保守法"),
    "5.1.2": (3, None),
    "5.2": (8, "服务与运营管理体系"),
    "5.2.1": (3, "组织与岗位"),
    "5.2.2": (2, "跨部门协同"),
    "5.2.3": (3, "体系化建设"),
    "5.3": (9, "人员能力与专业配置"),
    "5.3.1": (3, "人员配置"),
    "5.3.2": (3, "培训提升"),
    "5.3.3": (3, "考核激励"),
    "5.4": (10, "基础设施与环保装备保障"),
    "5.4.1": (3, "场地与装备"),
    "5.4.2": (3, "资产与装备管理"),
    "5.4.3": (2, "资产管理制度"),
    "5.4.4": (2, "信息化管控"),
    "5.5": (5, "服务设计与环保运营方案"),
    "5.6": (7, "服务目录与运维服务清单"),
    "5.7": (7, "服务级别与运维履约管控"),
    "5.8": (8, "供应商与外协运维管理"),
    "5.9": (9, "安全、应急与服务连续性"),
    "5.10": (8, "环保运营项目与变更管理"),
    "5.10.1": (4, "项目管理"),
    "5.10.2": (4, "变更管理"),
    "5.11": (9, "事件、故障与环保问题管理"),
    "5.12": (12, "环保运营绩效与运行效果"),
    "5.12.1": (6, "污染物达标与环保性能"),
    "5.12.2": (3, "资源能源消耗"),
    "5.12.3": (3, "装备与运行状况"),
    "5.13": (5, "监督、满意度与持续改进"),
}


def test_it_breaks_no_rule_and_lacks_no_language() -> None:
    assert check_rubric(RUBRIC) == ()


def test_it_names_the_standard_and_says_that_it_follows_its_text() -> None:
    assert (RUBRIC.id, RUBRIC.family) == ("qbjkb-009-2026", "qbjkb-009")
    assert RUBRIC.is_official
    assert RUBRIC.title.zh == "环境保护设施运营组织服务成熟度评价技术规范"
    assert RUBRIC.standard is not None
    assert RUBRIC.standard.code == "Q/BJKB 009-2026"
    assert RUBRIC.standard.edition == "2026"
    assert RUBRIC.standard.effective == RUBRIC.standard.issued == date(2026, 4, 1)
    assert RUBRIC.standard.issuer is not None
    assert RUBRIC.standard.issuer.zh == "北京坤标检验认证有限公司"


@pytest.mark.parametrize("spelling", ["Q/BJKB 009-2026", "QBJKB 009-2026", "qbjkb-009-2026"])
def test_both_spellings_of_the_code_find_it(spelling: str) -> None:
    assert get_rubric(spelling) is RUBRIC or get_rubric(spelling) == RUBRIC
    assert RUBRIC.answers_to(spelling)


def test_there_are_23_scored_items_in_13_sections_with_100_points() -> None:
    leaves = list(RUBRIC.leaves())
    assert len(leaves) == 23
    assert len(RUBRIC.clauses) == 13
    assert RUBRIC.total == sum((leaf.points or 0 for leaf in leaves), Fraction(0)) == 100
    assert RUBRIC.combine == "sum"
    assert not RUBRIC.scaled
    assert RUBRIC.maximum is None


def test_the_clauses_stand_in_the_order_of_the_standard() -> None:
    assert list(CLAUSES) == list(PRINTED)
    assert [clause.id for clause in RUBRIC.clauses] == [f"5.{n}" for n in range(1, 14)]
    for clause in CLAUSES.values():
        assert all(child.id.rpartition(".")[0] == clause.id for child in clause.clauses)


@pytest.mark.parametrize("number", PRINTED)
def test_points_and_titles_are_those_printed(number: str) -> None:
    points, title = PRINTED[number]
    assert CLAUSES[number].points == points
    if title is not None:
        assert CLAUSES[number].title.zh == title


def test_only_the_title_of_5_1_2_is_added() -> None:
    assert [clause.id for clause in CLAUSES.values() if clause.title_added] == ["5.1.2"]


def test_nothing_may_be_left_out_added_or_rated_by_another_scale() -> None:
    """The standard has no word on exclusions, bonuses or deductions."""
    assert not any(clause.excludable for clause in CLAUSES.values())
    assert {clause.combine for clause in CLAUSES.values()} == {"sum"}
    assert {clause.scale for clause in CLAUSES.values()} == {None}
    assert RUBRIC.adjustments == ()


def test_every_scored_item_says_what_to_look_for_and_what_to_ask_for() -> None:
    for leaf in RUBRIC.leaves():
        assert leaf.checkpoints, leaf.id
        assert leaf.evidence, leaf.id
    assert len({point for leaf in RUBRIC.leaves() for point in leaf.checkpoints}) == sum(
        len(leaf.checkpoints) for leaf in RUBRIC.leaves()
    )


def test_the_operating_outcome_is_5_12_and_all_else_is_service_process() -> None:
    def sides(clause: Clause, above: str | None) -> Iterator[tuple[str, str | None]]:
        own = clause.dimension or above
        if not clause.clauses:
            yield clause.id, own
        for child in clause.clauses:
            yield from sides(child, own)

    assert [dimension.id for dimension in RUBRIC.dimensions] == ["process", "outcome"]
    side_of = {item: side for section in RUBRIC.clauses for item, side in sides(section, None)}
    assert {item for item, side in side_of.items() if side == "outcome"} == {
        "5.12.1",
        "5.12.2",
        "5.12.3",
    }
    assert set(side_of.values()) == {"process", "outcome"}


def test_the_grades_are_those_of_6_2() -> None:
    assert [
        (grade.id, grade.rank, grade.label.zh, grade.symbol) for grade in RUBRIC.grades.grades
    ] == [
        ("unqualified", 0, "不合格", ""),
        ("one-star", 1, "一星级", "★"),
        ("two-star", 2, "二星级", "★★"),
        ("three-star", 3, "三星级", "★★★"),
        ("four-star", 4, "四星级", "★★★★"),
        ("five-star", 5, "五星级", "★★★★★"),
    ]
    assert RUBRIC.grades.grade("unqualified").label.en == "not qualified (vetoed)"


def test_the_floors_are_those_of_6_2_and_include_their_number() -> None:
    assert [(band.grade, int(band.floor)) for band in RUBRIC.grades.bands] == [
        ("one-star", 0),
        ("two-star", 70),
        ("three-star", 80),
        ("four-star", 90),
        ("five-star", 95),
    ]
    for band in RUBRIC.grades.bands:
        assert band.floor.denominator == 1
        assert not band.above
        assert band.score == "final"
        assert band.requires == ()


def test_the_five_vetoes_are_those_of_4_2_and_5_1_1() -> None:
    assert [(veto.id, veto.rests_on) for veto in RUBRIC.vetoes] == [
        ("4.2-violation", ("4.2", "5.1.1")),
        ("4.2-incident", ("4.2", "5.1.1")),
        ("4.2-falsification", ("4.2",)),
        ("5.1.1-accident", ("5.1.1",)),
        ("4.2-other", ("4.2",)),
    ]
    assert {veto.caps_at for veto in RUBRIC.vetoes} == {"unqualified"}
    assert [veto.id for veto in RUBRIC.vetoes if veto.needs_reason] == ["4.2-other"]
    assert all(veto.condition and veto.checkpoints for veto in RUBRIC.vetoes)


def test_the_scopes_are_the_five_of_1_2_and_others_in_words() -> None:
    assert [(scope.id, scope.title.zh) for scope in RUBRIC.scopes][:5] == [
        ("municipal-sewage", "城镇污水"),
        ("industrial-wastewater", "工业废水"),
        ("flue-gas", "烟气治理"),
        ("solid-waste", "固废处理"),
        ("environmental-monitoring", "环境监测"),
    ]
    assert len(RUBRIC.scopes) == 6
    assert [scope.id for scope in RUBRIC.scopes if scope.needs_text] == ["other"]


def test_the_scale_is_that_of_6_1_with_three_aspects_in_each_band() -> None:
    assert [(band.low, band.high) for band in RUBRIC.scale.bands] == [
        (Fraction(n, 5), Fraction(n + 1, 5)) for n in range(5)
    ]
    aspects = [aspect.id for aspect in RUBRIC.scale.aspects]
    assert aspects == ["level", "trend", "data"]
    for band in RUBRIC.scale.bands:
        assert [guidance.aspect for guidance in band.guidance] == aspects
    assert RUBRIC.scale.step is None


def test_where_the_text_is_open_its_reading_is_told() -> None:
    assert len(RUBRIC.readings) >= 15
    assert len({reading.question for reading in RUBRIC.readings}) == len(RUBRIC.readings)
    told = " ".join(text.zh for r in RUBRIC.readings for text in (r.question, r.reading, r.reason))
    for word in ("5.1.1", "5.1.2", "4.2", "4.3", "6.1", "6.2", "70", "89.9%", "不合格", "QBJKB"):
        assert word in told, word


def test_scores_show_two_decimals_half_to_even() -> None:
    assert (RUBRIC.rounding, RUBRIC.digits) == ("half-even", 2)


def texts(tree: object) -> Iterator[dict[str, str]]:
    """Every text of the rubric as a dict, however deep."""
    if isinstance(tree, dict):
        if tree.keys() == {"zh", "en"}:
            yield tree
        else:
            yield from texts(list(tree.values()))
    elif isinstance(tree, list | tuple):
        for item in tree:
            yield from texts(item)


def test_every_text_is_there_in_both_languages() -> None:
    said = asdict(RUBRIC, filter=lambda attribute, _: attribute.init)
    found = list(texts(said))
    assert len(found) > 300
    for text in found:
        assert re.search(r"[\u4e00-\u9fff]", text["zh"]), text
        assert re.search(r"[A-Za-z]{2}", text["en"]), text


class Cover(NamedTuple):
    """What covers an element of the text: a clause or veto, and the number of its checkpoint."""

    owner: str
    number: int | None


def cover_of(clause: str, value: int | str) -> Cover:
    """Read an entry of the table: a number, ``veto`` or ``veto/number``."""
    if isinstance(value, int):
        return Cover(clause, value)
    owner, _, number = value.partition("/")
    return Cover(owner, int(number) if number else None)


COVERS = [
    (clause, element, cover_of(clause, value))
    for clause, elements in ELEMENTS.items()
    for element, value in elements.items()
]


def test_the_table_lists_elements_of_every_scored_clause_and_of_the_vetoes_grounds() -> None:
    assert set(ELEMENTS) == {"4.2", "5.1.1"} | {leaf.id for leaf in RUBRIC.leaves()}
    assert all(ELEMENTS.values())


@pytest.mark.parametrize(
    ("clause", "element", "cover"), COVERS, ids=[f"{c}: {element}" for c, element, _ in COVERS]
)
def test_every_element_of_the_text_is_covered(clause: str, element: str, cover: Cover) -> None:
    """No element of any clause is missing: each has a checkpoint, or a veto that rests on it."""
    if clause in CLAUSES:
        assert cover.owner == clause, element
        points = CLAUSES[clause].checkpoints
    else:
        assert clause in VETOES[cover.owner].rests_on, element
        points = VETOES[cover.owner].checkpoints
    assert cover.number is None or 1 <= cover.number <= len(points), element


def test_every_checkpoint_covers_an_element() -> None:
    """Nothing is looked for that the text does not ask for."""
    named = {cover for _, _, cover in COVERS}
    for leaf in RUBRIC.leaves():
        for number, point in enumerate(leaf.checkpoints, start=1):
            assert Cover(leaf.id, number) in named, point
    for veto in RUBRIC.vetoes:
        for number, point in enumerate(veto.checkpoints, start=1):
            assert Cover(veto.id, number) in named, point


@pytest.mark.parametrize("ground", ["4.2", "5.1.1"])
def test_every_veto_that_rests_on_a_ground_is_named_by_one_of_its_elements(ground: str) -> None:
    assert ground not in CLAUSES
    resting = {veto.id for veto in RUBRIC.vetoes if ground in veto.rests_on}
    assert {cover.owner for clause, _, cover in COVERS if clause == ground} == resting
