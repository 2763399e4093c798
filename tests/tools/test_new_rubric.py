"""`maturity rubric new`: every way to start a rubric gives one that can be used at once."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from maturity_core import check_rubric, get_rubric, load_rubric
from maturity_core.testing import check_vector, load_vectors
from maturity_tools.package import write_folder
from maturity_tools.rubric_forms import edition_of, new_edition, teaching_toml
from tests.core.samples import refusal
from tests.tools.command import environment, run

VECTORS = """# mine
rubric = "acme-101-2026"
[[vectors]]
name = "all"
all = 100
score = 100
"""


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATURITY_LANG", "en")


# A file that teaches.


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_file_that_teaches_is_a_rubric_that_can_be_used_at_once(language: str) -> None:
    result = run("rubric", "new", "acme-101-2026", "-o", "acme.toml", "--lang", language)
    assert (result.exit_code, result.stderr) == (0, "")
    rubric = load_rubric("acme.toml")
    assert (rubric.id, rubric.family) == ("acme-101-2026", "acme-101")
    assert rubric.standard
    assert rubric.standard.edition == "2026"
    assert {p.code for p in check_rubric(rubric)} == {"text.one-language"}
    done = run("new", "acme.toml", "-o", "assessment.toml")
    assert done.exit_code == 0
    checked = run("check", "--rubric", "acme.toml", "assessment.toml")
    assert checked.exit_code == 0


def test_it_says_what_to_do_next() -> None:
    result = run("rubric", "new", "acme-101-2026", "-o", "my rubric.toml")
    assert result.stdout == (
        "my rubric.toml: written. Change it, then `maturity check 'my rubric.toml'`; "
        "an assessment by it: `maturity new 'my rubric.toml' -o assessment.toml`.\n"
    )
    assert "已生成" in run("rubric", "new", "b-1", "-o", "b.toml", "--lang", "zh").stdout


def test_both_languages_teach_the_same_rubric() -> None:
    """Numbers, ids and keys are the same; only texts and comments differ."""
    zh, en = (tomllib.loads(teaching_toml("a-1", language)) for language in ("zh", "en"))
    assert zh["clauses"].keys() == en["clauses"].keys()
    assert zh["vetoes"].keys() == en["vetoes"].keys()
    points = [[entry["points"] for entry in tree["clauses"].values()] for tree in (zh, en)]
    assert points[0] == points[1]
    assert [g.get("at_least") for g in zh["grades"].values()] == [
        g.get("at_least") for g in en["grades"].values()
    ]


def test_it_is_never_written_over_a_file_unless_told_to() -> None:
    Path("acme.toml").write_text("mine", "utf-8")
    refused = run("rubric", "new", "acme-1", "-o", "acme.toml")
    assert (refused.exit_code, Path("acme.toml").read_text("utf-8")) == (2, "mine")
    assert "[file.exists]" in refused.stderr
    assert run("rubric", "new", "acme-1", "-o", "acme.toml", "--force").exit_code == 0
    assert load_rubric("acme.toml").id == "acme-1"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (["acme-1"], "exactly one of -o, --package, --template must be given"),
        (["acme-1", "-o", "a.toml", "--package", "b"], "exactly one of -o, --package, --template"),
        (["-o", "a.toml"], "ID: an id is 1 to 64 ASCII letters"),
        (["acme 1", "-o", "a.toml"], "ID: an id is 1 to 64 ASCII letters"),
        (["acme-1", "--template", "a.xlsx"], "The option ID is for -o, --package only."),
        (["--from", "x", "--template", "a.xlsx"], "The option --from is for -o, --package only."),
        (["a-1", "--package", "a", "--force"], "The option --force is for -o, --template only."),
        (["a-1", "--from", "b.xlsm", "-o", "a.toml"], "There is no file b.xlsm"),
        (["acme-1", "-o", "a.txt"], "the suffix must be one of .toml"),
        (["--template", "a.xls"], "the suffix must be one of .xlsx"),
        (["acme-1", "--from", "nobody-1", "-o", "a.toml"], 'No rubric "nobody-1" is installed'),
        (["acme-1", "--from", "gone.xlsx", "-o", "a.toml"], "There is no file gone.xlsx"),
    ],
)
def test_a_wrong_call_is_refused_with_what_to_do(call: list[str], told: str) -> None:
    result = run("rubric", "new", *call)
    assert result.exit_code == 2
    assert told in result.stderr
    assert list(Path().iterdir()) == []


# A new edition.


def test_a_new_edition_is_a_draft_under_a_new_id_with_what_differs_shown() -> None:
    result = run("rubric", "new", "qbjkb-009-2029", "--from", "qbjkb-009-2026", "-o", "new.toml")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "~ code: Q/BJKB 009-2026 -> Q/BJKB 009-2029" in result.stdout
    assert "~ status: official -> -" in result.stdout
    new, old = load_rubric("new.toml"), get_rubric("qbjkb-009-2026")
    assert (new.id, new.family, new.aliases) == ("qbjkb-009-2029", "qbjkb-009", ())
    assert new.clauses == old.clauses
    assert new.grades == old.grades
    assert not new.is_official
    assert new.standard
    assert (new.standard.edition, new.standard.effective) == ("2029", None)
    assert {source.taken_from for source in new.provenance.sources} == {"qbjkb-009-2026"}


def test_a_new_edition_of_a_file_is_never_written_over_it() -> None:
    run("rubric", "new", "acme-1", "-o", "old.toml")
    before = Path("old.toml").read_bytes()
    same = run("rubric", "new", "acme-2", "--from", "old.toml", "-o", "old.toml", "--force")
    assert (same.exit_code, Path("old.toml").read_bytes()) == (2, before)
    assert "[file.is-input]" in same.stderr
    assert run("rubric", "new", "acme-2", "--from", "old.toml", "-o", "new.toml").exit_code == 0
    assert load_rubric("new.toml").family == "acme"


def test_the_base_of_what_is_read_is_never_written_over() -> None:
    run("rubric", "new", "base-1", "-o", "base.toml")
    before = Path("base.toml").read_bytes()
    Path("over.toml").write_text('base = "base.toml"\nrubric = { id = "over-1" }\n', "utf-8")
    refused = run("rubric", "new", "a-2", "--from", "over.toml", "-o", "base.toml", "--force")
    assert (refused.exit_code, "[file.is-input]" in refused.stderr) == (2, True)
    assert Path("base.toml").read_bytes() == before


def test_a_new_edition_needs_a_new_id() -> None:
    result = run("rubric", "new", "qbjkb-009-2026", "--from", "qbjkb-009-2026", "-o", "a.toml")
    assert result.exit_code == 2
    assert "[overlay.same-id]" in result.stderr


def test_a_rubric_without_document_or_edition_has_a_new_edition_too() -> None:
    old = load_rubric(Path(__file__).parents[1] / "foreign/items.toml")
    new = new_edition(old, "items-next")
    assert (new.id, new.family, new.standard) == ("items-next", "items-next", None)
    named = new_edition(get_rubric("qbjkb-009-2026"), "draft")
    assert named.standard
    assert (named.standard.code, named.standard.edition) == ("Q/BJKB 009-2026", "")
    assert edition_of("draft") == ""


# A workbook.


def fill_in(sheet: Any, *rows: dict[str, object]) -> None:
    """Write rows below the headings of a sheet."""
    columns = {str(cell.value).split(" / ")[0]: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, start=2):
        for heading, value in row.items():
            sheet.cell(number, columns[heading], value)


def filled(path: Path, *, points: int = 6) -> None:
    """A template with two clauses and two grades."""
    run("rubric", "new", "--template", path)
    book = load_workbook(path)
    for item, value in book["standard"].iter_rows(min_row=2, max_col=2):
        if str(item.value).split(" / ")[0] in {"name", "total"}:
            value.value = 10 if item.value == "total" else "Repair"
    fill_in(
        book["clauses"],
        {"clause": "1", "title": "Reception", "points": 4},
        {"clause": "2", "title": "Repair", "points": points},
    )
    fill_in(
        book["grades"],
        {"id": "low", "name": "low", "rank": 0},
        {"id": "high", "name": "high", "rank": 1, "at least": 6},
    )
    book.save(path)


def test_a_template_that_was_filled_in_becomes_a_rubric() -> None:
    filled(Path("book.xlsx"))
    result = run("rubric", "new", "repair-1", "--from", "book.xlsx", "-o", "repair.toml")
    assert result.exit_code == 0, result.stderr
    rubric = load_rubric("repair.toml")
    assert [(c.id, str(c.points)) for c in rubric.leaves()] == [("1", "4"), ("2", "6")]
    assert result.stderr == (
        "book.xlsx:standard!B5: warning: Both languages are wanted, zh is missing in all 5 texts. "
        "Add it where somebody reads it. [text.one-language]\n"
    )


def test_what_is_wrong_in_a_workbook_is_told_by_its_cell() -> None:
    filled(Path("book.xlsx"), points=7)
    result = run("rubric", "new", "repair-1", "--from", "book.xlsx", "-o", "repair.toml")
    assert result.exit_code == 2
    assert "book.xlsx:standard!" in result.stderr
    assert "[rubric.points-sum]" in result.stderr
    assert not Path("repair.toml").exists()


def test_an_empty_template_says_what_is_missing() -> None:
    result = run("rubric", "new", "--template", "t.xlsx")
    assert result.stdout == (
        "t.xlsx: written. Fill it in, then: "
        "`maturity rubric new ID --from t.xlsx -o rubric.toml`.\n"
    )
    refused = run("rubric", "new", "repair-1", "--from", "t.xlsx", "-o", "repair.toml")
    assert refused.exit_code == 2
    assert "[item.missing]" in refused.stderr


# A plugin project.


def project(rubric_id: str, *more: str) -> Path:
    result = run("rubric", "new", rubric_id, "--package", "project", *more)
    assert (result.exit_code, result.stderr) == (0, "")
    return Path("project")


def test_what_was_written_is_told() -> None:
    result = run("rubric", "new", "acme-1", "--package", "project")
    assert result.stdout == (
        "project: written, files: 7. project/README.md tells how to install and test it.\n"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_project_installs_and_passes_its_tests_as_it_is_written(language: str) -> None:
    """Beside this library, as pip installs it."""
    folder = project("acme-101-2026", "--lang", language)
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "install"]
    alone = ["-qq", "--no-build-isolation", "--no-deps", "--no-index", "--target", "there"]
    subprocess.run([*pip, *alone, str(folder.absolute())], check=True, timeout=300)
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=folder,
        env=environment(PYTHONPATH=str(Path("there").absolute())),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "17 passed" in tested.stdout


def test_a_project_around_a_rubric_at_hand_takes_it_as_it_is_with_its_vectors() -> None:
    run("rubric", "new", "acme-101-2026", "-o", "acme.toml")
    vectors = Path("acme.vectors.toml")
    vectors.write_text(VECTORS, "utf-8")
    for named in ([], ["acme-101-2026"]):
        folder = Path(f"project{len(named)}")
        done = run("rubric", "new", *named, "--from", "acme.toml", "--package", folder)
        assert (done.exit_code, done.stdout.count("\n")) == (0, 1)
        source = folder / "src/rubric_acme_101_2026"
        assert (source / "acme-101-2026.toml").read_bytes() == Path("acme.toml").read_bytes()
        assert (source / "acme-101-2026.vectors.toml").read_text("utf-8") == VECTORS


def test_a_project_around_an_overlay_holds_the_whole_rubric() -> None:
    """What an overlay leaves unsaid is said, so that the project needs no base."""
    Path("over.toml").write_text(
        'base = "qbjkb-009-2026"\nrubric = { id = "over-1", digits = 1 }\n', "utf-8"
    )
    assert run("rubric", "new", "--from", "over.toml", "--package", "project").exit_code == 0
    assert load_rubric("project/src/rubric_over_1/over-1.toml") == load_rubric("over.toml")


def test_an_installed_rubric_is_not_offered_once_more() -> None:
    """Two that offer one id hide each other: a project of it needs an id of its own."""
    refused = run("rubric", "new", "--from", "qbjkb-009-2026", "--package", "project")
    assert (refused.exit_code, "[value.id]" in refused.stderr) == (2, True)
    again = run("rubric", "new", "qbjkb-009-2026", "--from", "qbjkb-009-2026", "--package", "p")
    assert (again.exit_code, "[overlay.same-id]" in again.stderr) == (2, True)
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("vectors", "told"),
    [
        ("hello = [", "[file.syntax]"),
        (b"\xff\xfe", "[file.not-utf8]"),
        (VECTORS.replace("acme", "other"), "vectors for acme-101-2026 are required"),
    ],
)
def test_vectors_that_would_fail_are_not_taken_along(vectors: str | bytes, told: str) -> None:
    run("rubric", "new", "acme-101-2026", "-o", "acme.toml")
    data = vectors.encode() if isinstance(vectors, str) else vectors
    Path("acme.vectors.toml").write_bytes(data)
    refused = run("rubric", "new", "--from", "acme.toml", "--package", "project")
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert not Path("project").exists()


def test_a_project_of_a_new_edition_keeps_what_the_old_one_says() -> None:
    folder = project("qbjkb-009-2029", "--from", "qbjkb-009-2026")
    rubric = load_rubric(folder / "src/rubric_qbjkb_009_2029/qbjkb-009-2029.toml")
    assert rubric.clauses == get_rubric("qbjkb-009-2026").clauses
    file = load_vectors(folder / "src/rubric_qbjkb_009_2029/qbjkb-009-2029.vectors.toml")
    assert [(v.name, str(v.score), v.grade) for v in file.vectors] == [
        ("everything at its best", "100", "five-star"),
        ("everything at its worst", "0", "one-star"),
    ]


def test_the_first_vectors_know_levels_and_adjustments() -> None:
    """Whatever the scale, the best and the worst are ratings that it takes."""
    foreign = Path(__file__).parents[1] / "foreign"
    Path("mixed.toml").write_text(
        teaching_toml("mixed-1", "en").replace(
            "excludable = true",
            'scale = { bands = [ { low = 50, high = 50, label = "so" },'
            ' { low = 90, high = 90, label = "well" } ] }',
        ),
        "utf-8",
    )
    for name in ("staged", "tiers", "farm-tourism", "process-capability", "mixed"):
        file = Path("mixed.toml") if name == "mixed" else foreign / f"{name}.toml"
        result = run("rubric", "new", "a-1", "--from", file, "--package", name)
        assert result.exit_code == 0, result.stderr
        rubric = load_rubric(Path(name) / "src/rubric_a_1/a-1.toml")
        vectors = load_vectors(Path(name) / "src/rubric_a_1/a-1.vectors.toml").vectors
        for vector in vectors:
            check_vector(rubric, vector)
        assert vectors[0].score != vectors[1].score


def test_a_project_is_never_written_over_a_folder_that_holds_something() -> None:
    Path("project").mkdir()
    Path("project/mine").write_text("mine", "utf-8")
    refused = run("rubric", "new", "acme-1", "--package", "project")
    assert refused.exit_code == 2
    assert "[package.exists]" in refused.stderr
    assert [path.name for path in Path("project").iterdir()] == ["mine"]
    Path("empty").mkdir()
    assert run("rubric", "new", "acme-1", "--package", "empty").exit_code == 0
    assert Path("empty/pyproject.toml").is_file()


def test_an_id_that_no_module_can_have_gets_one_that_is_nobody_elses() -> None:
    project("27922.b")
    assert Path("project/src/rubric_27922_b/27922.b.toml").is_file()


def test_a_folder_that_cannot_be_written_leaves_nothing_behind() -> None:
    Path("file").write_text("", "utf-8")
    [problem] = refusal(lambda path: write_folder(path, {"a": "b"}), Path("file/inside")).problems
    assert problem.code == "file.not-written"
    [problem] = refusal(lambda path: write_folder(path, {"a\0": "b"}), Path("there")).problems
    assert problem.code == "file.not-written"
    assert [path.name for path in Path().iterdir()] == ["file"]
