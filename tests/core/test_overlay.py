from pathlib import Path
from typing import Any

import pytest

from maturity_core import (
    InvalidRubric,
    Rubric,
    UnknownRubric,
    check_rubric,
    dump_rubric,
    get_rubric,
    load_assessment,
    load_rubric,
    rubric_from,
)
from maturity_core.overlay import laid_over
from tests.core.samples import RUBRIC, both, refusal, told

OWN = {"rubric": {"id": "acme-2026"}}


def overlaid(base: Rubric = RUBRIC, **changes: Any) -> Rubric:
    return rubric_from(laid_over(base, OWN | changes))


def clauses_of(rubric: Rubric) -> list[str]:
    return [clause.id for clause in rubric.walk()]


def test_an_overlay_that_changes_nothing_says_what_its_base_says() -> None:
    rubric = overlaid()
    assert (rubric.id, rubric.family, rubric.aliases) == ("acme-2026", "", ())
    for name in ("title", "total", "clauses", "grades", "vetoes", "scale", "dimensions"):
        assert getattr(rubric, name) == getattr(RUBRIC, name)
    assert rubric.provenance.based_on == "tiny-2026"
    assert not rubric.is_official


def test_an_entry_changes_only_what_it_says() -> None:
    rubric = overlaid(clauses={"2": {"excludable": True}, "1.1": {"title": both("Posts")}})
    one, two = rubric.clauses
    assert (str(two.points), two.excludable, two.title.en) == ("6", True, "Service")
    assert (str(one.clauses[0].points), one.clauses[0].title.en) == ("1", "Posts")


def test_clauses_are_added_below_those_of_the_base_and_points_still_add_up() -> None:
    more = {"2.1": {"points": 2, "title": both("a")}, "2.2": {"points": 4, "title": both("b")}}
    assert clauses_of(overlaid(clauses=more)) == ["1", "1.1", "1.2", "2", "2.1", "2.2"]
    fewer = {"2.1": {"points": 2, "title": both("a")}}
    problems = refusal(overlaid, clauses=fewer).problems
    assert told(problems) == [("clause.points-sum", "/clauses/2/points")]


def test_a_branch_is_removed_with_all_below_it() -> None:
    left = overlaid(clauses={"1": {"remove": True}}, rubric={"id": "acme-2026", "scaled": True})
    assert clauses_of(left) == ["2"]
    again = {"1": {"remove": True}, "1.1": {"points": 4, "title": both("New")}}
    assert clauses_of(overlaid(clauses=again)) == ["2", "1.1"]


def test_floors_vetoes_and_other_tables_merge_by_key() -> None:
    rubric = overlaid(
        grades={
            "good": {"above": 7},
            "excellent": {"any": [{"at_least": 9}, {"at_least": 8, "score": "base"}]},
        },
        vetoes={"fraud": {"remove": True}, "fire": {"title": both("Fire"), "caps_at": "fair"}},
        dimensions={"side": both("Side")},
        adjustments={"award": {"kind": "bonus", "points": 1}},
        scale={"step": 5},
        readings=[{"question": both("q"), "reading": both("r"), "reason": both("w")}],
    )
    bands = [(band.grade, str(band.floor), band.above) for band in rubric.grades.bands]
    assert bands == [
        ("fair", "0", False),
        ("good", "7", True),
        ("excellent", "9", False),
        ("excellent", "8", False),
    ]
    assert [veto.id for veto in rubric.vetoes] == ["other", "fire"]
    assert [extra.id for extra in rubric.adjustments] == ["award"]
    assert [dimension.id for dimension in rubric.dimensions] == ["side"]
    assert len(rubric.readings) == 1
    back = overlaid(rubric, grades={"excellent": {"at_least": 9}}, rubric={"id": "b-2026"})
    assert [b.floor for b in back.grades.bands if b.grade == "excellent"] == [9]


def test_what_is_short_replaces_what_is_there() -> None:
    rubric = overlaid(dimensions={"side": both("Side")})
    assert (
        overlaid(rubric, dimensions={"side": {"en": "Other"}}, rubric={"id": "b"})
        .dimensions[0]
        .title.zh
        == ""
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"clauses": {"1.1": {"remove": 1}}}, [("overlay.remove", "/clauses/1.1/remove")]),
        ({"vetoes": {"frod": {"remove": True}}}, [("overlay.nothing-to-remove", "/vetoes/frod")]),
        ({"rubric": {"id": "tiny-2026"}}, [("overlay.same-id", "/rubric/id")]),
        ({"rubric": {}}, [("value.missing-key", "/rubric/id")]),
        ({"rubric": 5}, [("value.not-table", "/rubric")]),
        ({"clauses": 5}, [("value.not-table", "/clauses")]),
        ({"scale": 5}, [("value.not-table", "/scale")]),
        ({"provenance": 5}, [("value.not-table", "/provenance")]),
        ({"clauses": {"2": 5}}, [("value.not-table", "/clauses/2")]),
        ({"pionts": 5}, [("value.unknown-key", "/pionts")]),
    ],
)
def test_what_an_overlay_gets_wrong_is_told_with_its_path(
    changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert told(refusal(overlaid, **changes).problems) == expected


def test_an_overlay_is_official_only_where_it_cites_what_decides() -> None:
    cited = {
        part: {"code": "T 1", "edition": "2026", "page": "3"}
        for part in ("total", "clauses", "grades", "vetoes")
    }
    rubric = overlaid(provenance={"status": "official", "sources": cited})
    assert rubric.is_official
    assert load_rubric(dump_rubric(rubric).encode()) == rubric
    for part in cited:
        for gone in ("code", "edition", "page"):
            left = {key: "x" for key in ("code", "edition", "page") if key != gone}
            less = {**cited, part: left}
            sources = {"status": "official", "sources": less}
            assert told(refusal(overlaid, provenance=sources).problems) == [
                ("provenance.no-citation", f"/provenance/sources/{part}")
            ]
    more = {"status": "official", "sources": cited}
    extras = {"award": {"kind": "bonus", "points": 1}}
    problems = refusal(overlaid, provenance=more, adjustments=extras, scale={"step": 5}).problems
    assert {p.path[-1] for p in problems} == {"scale", "adjustments"}
    assert not overlaid(provenance={"status": "reconstructed"}).is_official


OVERLAY = """
base = "qbjkb-009-2026"
language = "en"
rubric = { id = "acme-009-2026", title = "ACME" }
[clauses]
"5.8" = { excludable = true }
"""


def test_a_file_names_an_installed_base(tmp_path: Path) -> None:
    file = tmp_path / "acme.toml"
    file.write_text(OVERLAY, "utf-8")
    base = get_rubric("qbjkb-009-2026")
    for rubric in (load_rubric(file), load_rubric(OVERLAY.encode())):
        assert [p for p in check_rubric(rubric) if p.severity == "error"] == []
        assert [c.id for c in rubric.walk() if c.excludable] == ["5.8"]
        assert rubric.standard is None
        assert rubric.total == base.total
        assert load_rubric(dump_rubric(rubric).encode()) == rubric
    with pytest.raises(UnknownRubric):
        load_rubric(OVERLAY.replace('009-2026"', '909"', 1).encode())


def test_a_file_names_a_file_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "base.toml").write_text(OVERLAY, "utf-8")
    text = (
        'base = "base.toml"\nrubric = { id = "x-2026" }\n[grades]\n"two-star" = { at_least = 72 }'
    )
    (tmp_path / "x.toml").write_text(text, "utf-8")
    rubric = load_rubric(tmp_path / "x.toml")
    assert rubric.provenance.based_on == "acme-009-2026"
    assert [b.floor for b in rubric.grades.bands if b.grade == "two-star"] == [72]
    monkeypatch.chdir(tmp_path)
    assert rubric_from({"base": "x.toml", "rubric": {"id": "y-2026"}}).title == rubric.title


def test_faults_have_the_lines_of_the_overlay(tmp_path: Path) -> None:
    file = tmp_path / "acme.toml"
    file.write_text(OVERLAY + '"5.9.1" = { points = "x", title = "x" }\n', "utf-8")
    with pytest.raises(InvalidRubric) as refused:
        load_rubric(file)
    [problem] = refused.value.problems
    assert (problem.code, problem.pointer) == ("number.form", "/clauses/5.9.1/points")
    assert problem.position is not None
    assert problem.position.line == 7


def test_no_file_is_its_own_base(tmp_path: Path) -> None:
    for one, two in (("a", "b"), ("b", "a")):
        text = f'base = "{two}.toml"\nrubric = {{ id = "{one}-2026" }}\n'
        (tmp_path / f"{one}.toml").write_text(text, "utf-8")
    with pytest.raises(InvalidRubric) as refused:
        load_rubric(tmp_path / "a.toml")
    [problem] = refused.value.problems
    assert (problem.code, problem.pointer) == ("overlay.circular", "/base")
    assert problem.message().endswith(
        "a.toml is its own base, by way of other files. Correct base."
    )


def test_a_base_that_is_no_text_is_refused() -> None:
    assert told(refusal(rubric_from, {"base": 5}).problems) == [("value.not-text", "/base")]


def test_an_overlay_is_no_assessment() -> None:
    [problem] = refusal(
        load_assessment, OVERLAY.split("[clauses]", maxsplit=1)[0].encode()
    ).problems
    assert problem.code == "file.is-rubric"


def test_a_base_at_hand_is_taken_only_where_it_is_the_one_named() -> None:
    base = get_rubric("qbjkb-009-2026")
    assert load_rubric(OVERLAY.encode(), base=base) == load_rubric(OVERLAY.encode())
    assert load_rubric(OVERLAY.encode(), base=RUBRIC).total == base.total
