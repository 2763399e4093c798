import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from attrs import asdict, evolve

from maturity_core import (
    Assessment,
    FileNotOpened,
    GradeBand,
    InvalidAssessment,
    InvalidRubric,
    MaturityError,
    Rating,
    Rubric,
    UnreadableFile,
    VetoFinding,
    assessment_from,
    dump_assessment,
    dump_rubric,
    dump_scorecard,
    get_rubric,
    load_assessment,
    load_rubric,
    rubric_from,
    score,
)
from maturity_core.files import Inspection, inspect_assessment
from maturity_core.reading import MOST_BYTES
from tests.core.samples import (
    FIRED,
    RUBRIC,
    assessed,
    assessment_tree,
    clauses,
    head,
    item,
    lines,
    rated,
    refusal,
    rubric_tree,
    told,
)

TOML = b"""
rubric = "tiny-2026"
[ratings]
"1.1" = 80
"1.2" = "80%"
"2" = { rating = "80" }
[vetoes]
fraud = "clear"
other = { finding = "clear" }
"""
JSON = json.dumps(assessment_tree()).encode()


def inspected(source: bytes) -> Inspection:
    return inspect_assessment(source, lambda _: RUBRIC)


@pytest.mark.parametrize(("name", "data"), [("a.toml", TOML), ("a.json", JSON), ("A.JSON", JSON)])
def test_an_assessment_comes_from_a_path_or_from_bytes(
    tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    expected = assessed()
    assert load_assessment(path) == expected
    assert load_assessment(str(path)) == expected
    assert load_assessment(data) == expected


def test_a_rubric_comes_from_a_path_or_from_bytes(tmp_path: Path) -> None:
    path = tmp_path / "tiny.json"
    path.write_bytes(json.dumps(rubric_tree()).encode())
    assert load_rubric(path) == RUBRIC
    assert load_rubric(str(path)) == RUBRIC
    assert load_rubric(path.read_bytes()) == RUBRIC


def test_the_suffix_says_what_a_file_is(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(TOML)
    [problem] = refusal(load_assessment, path).problems
    assert (problem.code, problem.values["kind"]) == ("file.syntax", "JSON")


def test_without_a_suffix_the_first_character_says_it(tmp_path: Path) -> None:
    path = tmp_path / "答卷"
    path.write_bytes(JSON)
    assert load_assessment(path) == assessed()
    path.write_bytes(TOML)
    assert load_assessment(path) == assessed()


@pytest.mark.parametrize("load", [load_assessment, load_rubric])
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("missing.toml", "file.not-found"),
        ("no-folder/a.toml", "file.not-found"),
        (".", "file.not-a-file"),
        ("a\0b.toml", "file.not-opened"),
        ("x" * 300, "file.not-opened"),
    ],
)
def test_what_cannot_be_opened_is_said(
    tmp_path: Path, load: Callable[[Path], object], name: str, code: str
) -> None:
    error = refusal(load, tmp_path / name)
    assert isinstance(error, FileNotOpened)
    assert isinstance(error, OSError)
    assert [problem.code for problem in error.problems] == [code]


def test_a_file_that_may_not_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # to root, nothing is forbidden
    [problem] = refusal(load_assessment, tmp_path / "a.toml").problems
    assert problem.values["reason"] == "Permission denied"


@pytest.mark.parametrize("name", ["评价.toml", "\udcff.toml"])
def test_the_message_of_a_file_not_found_can_be_printed_anywhere(tmp_path: Path, name: str) -> None:
    error = refusal(load_assessment, tmp_path / name)
    str(error).encode("utf-8")
    error.message("zh").encode("gbk")


def test_a_file_too_large_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    with path.open("wb") as file:
        file.truncate(4 * MOST_BYTES)
    [problem] = refusal(load_assessment, path).problems
    assert (problem.code, problem.values["found"]) == ("file.too-large", str(MOST_BYTES + 1))


@pytest.mark.parametrize("load", [load_assessment, load_rubric])
def test_an_unreadable_file_is_one_error(load: Callable[[bytes], object]) -> None:
    for data in (b"", b"\xff", b"{", b"[" * 100_000, b'{"a": 1, "a": 2}'):
        assert isinstance(refusal(load, data), UnreadableFile)


@pytest.mark.parametrize("number", [f"1E+{'9' * 30}", f"1E-{'9' * 30}", f"-1.5e{'9' * 5000}"])
def test_an_exponent_beyond_every_decimal_is_no_traceback(number: str) -> None:
    for data in (
        f'{{"rubric": "t", "ratings": {{"1": {number}}}}}',
        f'rubric = "t"\n[ratings]\n1 = {number}',
    ):
        error = refusal(load_assessment, data.encode())
        assert len(error.problems) == 1
        assert "Infinity" not in str(error)  # nobody wrote that


@pytest.mark.parametrize("where", ["format", "reviewer", "assessed_on", "ratings.x", "vetoes.x"])
def test_a_number_of_thousands_of_digits_is_no_traceback(where: str) -> None:
    for number in ("9" * 4000, "9" * 5000, "0x" + "f" * 5000, f"[0x{'f' * 5000}]"):
        error = refusal(load_assessment, f'rubric = "t"\n{where} = {number}'.encode())
        assert len(error.problems) == 1
        assert len(str(error)) < 400


NUMBERS: dict[str, tuple[bytes, str]] = {
    "JSON NaN": (b"NaN", "number.not-finite"),
    "JSON Infinity": (b"-Infinity", "number.not-finite"),
    "1e400": (b"1e400", "number.too-long"),
    "huge exponent": (b"1E+999999999", "number.too-long"),
    "61 digits": (b"9" * 61, "number.too-long"),
    "5000 digits": (b"9" * 5000, "number.too-long"),
    "true": (b"true", "number.bool"),
    "full-width digits": ('"８０"'.encode(), "number.form"),
    "Arabic digits": ('"٨٠"'.encode(), "number.form"),
    "underline": (b'"8_0"', "number.form"),
    "blanks": (b'" 80 "', "number.form"),
    "plus": (b'"+80"', "number.form"),
    "minus sign": ('"−5"'.encode(), "number.form"),
    "comma": (b'"1,5"', "number.form"),
    "empty": (b'""', "number.form"),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_hostile_numbers_are_refused_with_line_and_column(name: str) -> None:
    number, code = NUMBERS[name]
    data = b'{"rubric": "t", "ratings": {\n "1": %s}}' % number
    error = refusal(load_assessment, data)
    assert isinstance(error, InvalidAssessment)
    [problem] = error.problems
    assert (problem.code, problem.pointer) == (code, "/ratings/1")
    assert problem.position is not None
    assert (problem.position.line, problem.position.column) == (2, 2)


def test_a_rating_just_below_a_floor_is_never_read_as_a_float() -> None:
    read = load_assessment(b'{"rubric": "t", "ratings": {"2": 79.99999999999999999}}')
    card = score(
        RUBRIC, evolve(rated(80, 80, 0), ratings=(*rated(80, 80, 0).ratings[:2], *read.ratings))
    )
    assert card.score < 8
    assert card.decision.score_shown == "8"


def test_all_faults_of_a_toml_file_are_told_with_their_lines() -> None:
    data = b"""format = 2
raitngs = {}
kind = "third"

[subject]
name = 5

[ratings]
"5.1" = "x"
"5.2" = { rating = 0.5, note = 5 }

[vetoes."4.2"]
finding = true
"""
    error = refusal(load_assessment, data)
    assert lines(error.problems) == [
        ("/rubric", None),
        ("/format", 1),
        ("/raitngs", 2),
        ("/kind", 3),
        ("/subject/name", 6),
        ("/ratings/5.1", 9),
        ("/ratings/5.2/note", 10),
        ("/vetoes/4.2/finding", 13),
    ]


def test_all_faults_of_a_json_file_are_told_with_their_lines() -> None:
    data = b"""{
  "rubric": "tiny-2026",
  "assessors": [{"name": "Li"},
    {"role": "x"}, {"name":
       7}],
  "ratings": {"1": true, "2": {
    "rating": "x"}}
}"""
    error = refusal(load_assessment, data)
    assert lines(error.problems) == [
        ("/assessors/1/name", 4),
        ("/assessors/2/name", 4),
        ("/ratings/1", 6),
        ("/ratings/2/rating", 7),
    ]


def test_all_faults_of_a_rubric_file_are_told_with_their_lines() -> None:
    data = b"""
[rubric]
id = "T 1"
title = { en = "T" }
total = 10
[clauses]
"1" = { points = "x", title = { en = "a" } }
[clauses."2"]
points = 6
title = "b"
[grades]
"a" = { rank = 1, at_least = "x", label = { en = "a" } }
[[scale.bands]]
low = 0
high = 100
"""
    error = refusal(load_rubric, data)
    assert isinstance(error, InvalidRubric)
    assert lines(error.problems) == [
        ("/rubric/id", 3),
        ("/clauses/1/points", 7),
        ("/clauses/2/title", 10),
        ("/grades/a/at_least", 12),
        ("/scale/bands/0/label", 13),
    ]


def test_each_clause_number_without_quotes_is_told_at_its_own_line() -> None:
    data = b'rubric = "t"\n[ratings]\n5.2.1 = 85\n5.2.2 = 85\n5.5 = { rating = 85 }\n'
    error = refusal(load_assessment, data)
    assert [(p.values["id"], p.position and p.position.line) for p in error.problems] == [
        ("5.2.1", 3),
        ("5.2.2", 4),
        ("5.5", 5),
    ]


def test_the_rules_between_the_parts_are_told_with_their_lines_too() -> None:
    data = b"""
[rubric]
id = "t-1"
title = { en = "T" }
total = 10
[clauses]
"1" = { points = 4, title = { en = "a" }, dimension = "x" }
[grades]
"a" = { rank = 1, at_least = 11, label = { en = "a" } }
[vetoes]
"v" = { title = { en = "v" } }
"""
    error = refusal(load_rubric, data)
    assert [
        (p.code, *place) for p, place in zip(error.problems, lines(error.problems), strict=True)
    ] == [
        ("rubric.points-sum", "/rubric/total", 5),
        ("rubric.dangling", "/clauses/1/dimension", 7),
        ("grade.out-of-reach", "/grades/a", 9),
        ("rubric.dangling", "/vetoes/v/caps_at", 11),
    ]


def test_floats_in_memory_are_refused_with_their_path() -> None:
    error = refusal(assessment_from, assessment_tree(ratings={"1.1": 80.0, "2": {"points": 0.5}}))
    assert isinstance(error, InvalidAssessment)
    assert told(error.problems) == [
        ("number.float", "/ratings/1.1"),
        ("number.float", "/ratings/2/points"),
    ]
    error = refusal(rubric_from, rubric_tree(rubric=head(total=10.0)))
    assert isinstance(error, InvalidRubric)
    assert told(error.problems) == [("number.float", "/rubric/total")]


@pytest.mark.parametrize("key", ["5", "name", None])
@pytest.mark.parametrize("where", ["scope", "ratings", "subject", "assessors", "rubric"])
def test_nesting_without_end_in_memory_is_refused_too(where: str, key: str | None) -> None:
    deep: object = 85
    for _ in range(5000):
        deep = [deep] if key is None else {key: deep}
    for build in (assessment_from, rubric_from):
        assert refusal(build, assessment_tree(**{where: deep})).problems


def test_a_rubric_in_memory_has_to_hold_the_rules_between_its_parts() -> None:
    error = refusal(rubric_from, rubric_tree(clauses=clauses(_2={"points": 7})))
    assert told(error.problems) == [("rubric.points-sum", "/rubric/total")]


def test_warnings_stop_nothing() -> None:
    assert rubric_from(rubric_tree(rubric=head(title={"zh": "小"}))).title.en == ""


def test_a_dumped_assessment_reads_as_an_equal_one() -> None:
    assessment = rated(
        80, {"points": "2.5", "note": "评"}, "100/3", fraud={**FIRED, "evidence": ["a"]}
    )
    written = dump_assessment(assessment)
    assert load_assessment(written.encode()) == assessment
    assert written.endswith("}\n")
    assert "评" in written
    assert dump_assessment(load_assessment(written.encode())) == written


def test_a_dumped_rubric_reads_as_an_equal_one() -> None:
    assert load_rubric(dump_rubric(RUBRIC).encode()) == RUBRIC
    rubric = get_rubric("qbjkb-009-2026")
    assert load_rubric(dump_rubric(rubric).encode()) == rubric


@pytest.mark.parametrize(
    "ratio", ["1/3", f"0.{'9' * 58}", f"{10**58 + 1}/{10**58 + 2}", f"0.{'0' * 57}1"]
)
def test_no_digit_of_a_rating_is_lost_in_a_file(ratio: str) -> None:
    assessment = Assessment(rubric="t", ratings=[Rating(clause="1", ratio=ratio)])
    assert load_assessment(dump_assessment(assessment).encode()) == assessment


def test_what_no_file_can_hold_is_not_written() -> None:
    twice = Assessment(
        rubric="t",
        ratings=[Rating(clause="1", ratio=1), Rating(clause="2"), Rating(clause="1", ratio=0)],
    )
    error = refusal(dump_assessment, twice)
    assert isinstance(error, InvalidAssessment)
    assert told(error.problems) == [("value.key-twice", "/ratings/1")]
    vetoes = [VetoFinding(veto="v"), VetoFinding(veto="v")]
    error = refusal(dump_assessment, Assessment(rubric="t", vetoes=vetoes))
    assert told(error.problems) == [("value.key-twice", "/vetoes/v")]
    rubric = evolve(RUBRIC, clauses=[item("1", 5), item("1", 5)])
    error = refusal(dump_rubric, rubric)
    assert isinstance(error, InvalidRubric)
    assert [problem.code for problem in error.problems] == ["value.key-twice"]


def test_a_dumped_scorecard_is_json_in_either_language() -> None:
    card = score(RUBRIC, rated(100, 100, 100))
    english = json.loads(dump_scorecard(card))
    chinese = json.loads(dump_scorecard(card, language="zh"))
    assert (english["score"], english["grade"], english["grade_label"]) == (
        "10",
        "excellent",
        "excellent",
    )
    assert chinese["grade_label"] == "excellent（中文）"
    assert "（中文）" in dump_scorecard(card, language="zh")


def test_an_inspection_of_a_finished_file() -> None:
    inspection = inspected(TOML)
    assert inspection == Inspection(rubric=RUBRIC, assessment=assessed())
    assert (inspection.faults, inspection.open_items, inspection.warnings) == ((), (), ())


def test_an_inspection_sorts_faults_open_items_and_warnings() -> None:
    inspection = inspected(b"""rubric = "tiny-2026"
kind = "third-party"
reviewer = "Li"
assessors = [ { name = "Li" } ]
[ratings]
"1.1" = 120
"1.2" = "0.5"
[vetoes]
fraud = "undetermined"
other = { finding = "fired", period = "2026" }
""")
    assert told(inspection.faults) == [
        ("rating.out-of-range", "/ratings/1.1"),
        ("veto.no-legal-basis", "/vetoes/other/legal_basis"),
        ("veto.no-reason", "/vetoes/other/note"),
    ]
    assert told(inspection.open_items) == [
        ("rating.missing", "/ratings/2"),
        ("veto.undetermined", "/vetoes/fraud"),
    ]
    assert told(inspection.warnings) == [
        ("assessment.reviewer-assessed", "/reviewer"),
        ("rating.below-one", "/ratings/1.2"),
    ]
    assert lines(inspection.problems) == [
        ("/reviewer", 3),
        ("/ratings/2", 5),
        ("/ratings/1.1", 6),
        ("/ratings/1.2", 7),
        ("/vetoes/fraud", 9),
        ("/vetoes/other/legal_basis", 10),
        ("/vetoes/other/note", 10),
    ]


def test_faults_of_form_and_of_content_are_told_together_and_nothing_twice() -> None:
    inspection = inspected(b"""rubric = "tiny-2026"
raitngs = {}
scope = "x"
[[assessors]]
nmae = "Li"
[ratings]
"1.1" = "x"
"1.2" = { rating = 120, note = 5 }
"9" = 80
[vetoes]
fraud = true
""")
    assert told(inspection.problems) == [
        ("value.unknown-key", "/raitngs"),
        ("scope.none", "/scope"),
        ("value.missing-key", "/assessors/0/name"),
        ("value.unknown-key", "/assessors/0/nmae"),
        ("rating.missing", "/ratings/2"),
        ("number.form", "/ratings/1.1"),
        ("value.not-text", "/ratings/1.2/note"),
        ("rating.unknown-clause", "/ratings/9"),
        ("veto.missing", "/vetoes/other"),
        ("veto.ambiguous", "/vetoes/fraud"),
    ]


@pytest.mark.parametrize("table", ["ratings", "vetoes"])
def test_a_table_that_is_none_is_told_once(table: str) -> None:
    inspection = inspected(json.dumps(assessment_tree(**{table: [85]})).encode())
    assert told(inspection.problems) == [("value.not-table", f"/{table}")]
    assert inspection.assessment is not None


@pytest.mark.parametrize("data", [b"", b"\xff", b'{"rubric": ', b"[" * 100_000])
def test_an_unreadable_file_is_inspected_too(data: bytes) -> None:
    inspection = inspected(data)
    assert len(inspection.faults) == 1
    assert (inspection.rubric, inspection.assessment) == (None, None)


def test_a_missing_file_is_inspected_too(tmp_path: Path) -> None:
    inspection = inspect_assessment(tmp_path / "a.toml", get_rubric)
    assert [problem.code for problem in inspection.faults] == ["file.not-found"]


@pytest.mark.parametrize(
    ("rubric", "code"), [("", "value.missing-key"), ("rubric = 5", "value.not-text")]
)
def test_a_file_that_names_no_rubric_still_tells_its_other_faults(rubric: str, code: str) -> None:
    inspection = inspect_assessment(f'{rubric}\n[ratings]\n"1" = "x"\n'.encode(), get_rubric)
    assert told(inspection.problems) == [(code, "/rubric"), ("number.form", "/ratings/1")]
    assert (inspection.rubric, inspection.assessment) == (None, None)


def test_an_unknown_rubric_is_told_where_the_file_names_it() -> None:
    inspection = inspect_assessment(b'\nrubric = "qbjkb-09"\n[ratings]\n1 = "x"', get_rubric)
    assert told(inspection.problems) == [
        ("rubric.unknown", "/rubric"),
        ("number.form", "/ratings/1"),
    ]
    assert lines(inspection.problems) == [("/rubric", 2), ("/ratings/1", 4)]
    assert inspection.rubric is None
    assert inspection.assessment is not None


def test_a_rubric_in_the_place_of_an_assessment_is_told_as_that_alone() -> None:
    data = dump_rubric(RUBRIC).encode()
    inspection = inspected(data)
    assert told(inspection.problems) == [("file.is-rubric", "")]
    assert (inspection.rubric, inspection.assessment) == (None, None)
    assert told(refusal(load_assessment, data).problems) == [("file.is-rubric", "")]


@pytest.mark.parametrize("tree", [None, 5, [], "clauses", ["clauses"], [("rubric", "t")]])
def test_what_is_no_table_in_memory_is_neither(tree: object) -> None:
    for build in (assessment_from, rubric_from):
        assert told(refusal(build, tree).problems) == [("value.not-table", "")]


def test_an_inspection_looks_the_rubric_up_by_the_name_in_the_file() -> None:
    asked: list[str] = []

    def find(name: str) -> Rubric:
        asked.append(name)
        return RUBRIC

    inspect_assessment(b'rubric = "T 1"', find)
    assert asked == ["T 1"]


def test_a_wrong_key_at_the_top_hides_no_other_fault() -> None:
    inspection = inspected(b'rubric = "tiny-2026"\nlanguage = "fr"\n[ratings]\n"1.1" = "x"\n')
    assert ("number.form", "/ratings/1.1") in told(inspection.problems)
    assert ("rating.missing", "/ratings/2") in told(inspection.problems)


def test_an_assessment_has_no_language() -> None:
    for language in ("zh", "fr"):
        error = refusal(assessment_from, assessment_tree(language=language))
        assert told(error.problems) == [("value.unknown-key", "/language")]


@pytest.mark.parametrize("load", [load_assessment, load_rubric])
def test_every_refusal_is_of_the_family(load: Callable[[bytes], object]) -> None:
    for data in (TOML, JSON, dump_rubric(RUBRIC).encode()):
        for position in range(0, len(data), 11):
            for inserted in (b"\x00", b"\xff", b'"', b"[", b"{", b"9" * 61, b"=", b"null"):
                with suppress(MaturityError):
                    load(data[:position] + inserted + data[position:])


def test_a_path_is_anything_that_the_system_takes_for_one(tmp_path: Path) -> None:
    class Named(os.PathLike[str]):
        def __fspath__(self) -> str:
            return str(tmp_path / "a.toml")

    (tmp_path / "a.toml").write_bytes(TOML)
    assert load_assessment(Named()) == assessed()


def test_a_text_that_no_file_may_hold_is_not_written() -> None:
    error = refusal(dump_assessment, Assessment(rubric="a", reviewer="a\x01b"))
    assert told(error.problems) == [("text.control", "/reviewer")]


def test_a_band_of_no_grade_is_not_lost_silently() -> None:
    rubric = rubric_from(rubric_tree())
    bands = [*rubric.grades.bands, GradeBand(grade="nix", floor=9)]
    error = refusal(dump_rubric, evolve(rubric, grades=evolve(rubric.grades, bands=bands)))
    assert told(error.problems) == [("rubric.dangling", "/grades/nix")]


def test_a_rubric_that_has_scored_is_still_plain_data() -> None:
    rubric = get_rubric("qbjkb-009-2026")
    score(rubric, load_assessment("examples/municipal-sewage.toml"))
    assert asdict(rubric) == asdict(load_rubric(dump_rubric(rubric).encode()))


def test_a_scorecard_whose_assessment_no_file_can_hold_is_refused() -> None:
    """An open rating beside the rating keeps its note, but the file has one entry per clause."""
    assessment = rated(80, 80, 80)
    both = evolve(assessment, ratings=[*assessment.ratings, Rating(clause="2", note="n")])
    card = score(RUBRIC, both)
    assert refusal(dump_scorecard, card).problems[0].code == "value.key-twice"
    assert isinstance(refusal(dump_scorecard, card), InvalidAssessment)
