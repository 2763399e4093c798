"""`pytest --rubric` holds a rubric to the laws without a test file; else it does nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from maturity_core import installed_rubrics

TINY = """
language = "en"
rubric = { id = "tiny-2026", title = "Tiny", total = 10 }
[clauses]
"1" = { points = 4, title = "Staff" }
"2" = { points = 6, title = "Service" }
[grades]
"fail" = { rank = 0, label = "fail" }
"pass" = { rank = 1, at_least = 6, label = "pass" }
"""
VECTORS = """
rubric = "tiny-2026"
[[vectors]]
name = "half"
all = 50
score = 5
grade = "fail"
"""


@pytest.fixture(autouse=True)
def _metadata_found_here_first() -> None:
    """importlib_metadata takes over the standard library's finder, which no inner session may."""
    installed_rubrics()


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    """A folder with a rubric and its vectors, and no test file."""
    (pytester.path / "tiny.toml").write_text(TINY, "utf-8")
    (pytester.path / "tiny.vectors.toml").write_text(VECTORS, "utf-8")
    return pytester.path


@pytest.mark.usefixtures("folder")
def test_a_file_is_held_to_the_laws_and_to_the_vectors_beside_it(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess("--rubric", "tiny.toml", "-v")
    result.assert_outcomes(passed=15)
    result.stdout.fnmatch_lines(
        [
            "rubric tiny.toml: tiny.vectors.toml",
            "*tiny.toml::check_bounded PASSED*",
            "*::vector: half PASSED*",
        ]
    )


def test_a_rubric_without_vectors_says_where_they_would_stand(
    pytester: pytest.Pytester, folder: Path
) -> None:
    (folder / "tiny.vectors.toml").rename(folder / "tny.vectors.toml")
    result = pytester.runpytest_inprocess("--rubric", "tiny.toml", "-k", "bounded")
    result.stdout.fnmatch_lines(["rubric tiny.toml: no vectors, tiny.vectors.toml is not there"])


def test_an_installed_rubric_is_found_by_its_id(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess("--rubric", "qbjkb-009-2026", "-k", "bounded")
    result.assert_outcomes(passed=1, deselected=13)


def test_vectors_in_the_package_of_an_installed_rubric_are_found(
    pytester: pytest.Pytester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "acme_tiny"
    package.mkdir()
    (package / "__init__.py").write_text(
        "from pathlib import Path\nfrom maturity_core import load_rubric\n"
        "RUBRIC = load_rubric(Path(__file__).with_name('tiny.toml'))\n",
        "utf-8",
    )
    (package / "tiny.toml").write_text(TINY, "utf-8")
    (package / "tiny-2026.vectors.toml").write_text(VECTORS, "utf-8")
    metadata = tmp_path / "acme_tiny-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Name: acme-tiny\nVersion: 1\n", "utf-8")
    (metadata / "entry_points.txt").write_text(
        "[maturity_core.rubrics]\ntiny-2026 = acme_tiny:RUBRIC\n", "utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    result = pytester.runpytest_subprocess("--rubric", "tiny-2026", "-k", "vector")
    result.assert_outcomes(passed=1, deselected=14)


def test_a_vector_that_fails_is_told_without_the_way_there(
    pytester: pytest.Pytester, folder: Path
) -> None:
    (folder / "tiny.vectors.toml").write_text(VECTORS.replace("score = 5", "score = 6"), "utf-8")
    result = pytester.runpytest_inprocess("--rubric", "tiny.toml", "-k", "vector")
    result.assert_outcomes(failed=1, deselected=14)
    result.stdout.fnmatch_lines(["tiny-2026, vector half:", "  score 5, 6 is required"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_an_error_that_is_no_broken_law_is_shown_whole(
    pytester: pytest.Pytester, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("maturity_core.testing.kit.check_vector", broken)
    assert folder.is_dir()
    result = pytester.runpytest_inprocess("--rubric", "tiny.toml", "-k", "vector")
    result.assert_outcomes(failed=1, deselected=14)
    result.stdout.fnmatch_lines(["*raise RuntimeError"])


@pytest.mark.parametrize(
    ("name", "vectors", "told"),
    [
        ("acme-9", VECTORS, '*--rubric acme-9*No rubric "acme-9" is installed*'),
        ("gone.toml", VECTORS, "*There is no file gone.toml*"),
        (
            "tiny.toml",
            'rubric = "other"\n' + VECTORS[21:],
            "*tiny.vectors.toml*these are for other*",
        ),
    ],
)
def test_what_cannot_be_tested_is_an_error_of_the_call(
    pytester: pytest.Pytester, folder: Path, name: str, vectors: str, told: str
) -> None:
    (folder / "tiny.vectors.toml").write_text(vectors, "utf-8")
    result = pytester.runpytest_inprocess("--rubric", name)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    whole = "\n".join((*result.errlines, *result.outlines))
    assert all(part in whole for part in told.strip("*").split("*"))


@pytest.mark.usefixtures("folder")
def test_what_cannot_be_tested_is_told_with_workers_too(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_subprocess("-n", "2", "--rubric", "gone.toml")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "There is no file gone.toml" in "\n".join((*result.errlines, *result.outlines))
    result = pytester.runpytest_subprocess("-n", "2", "--rubric", "tiny.toml", "-k", "vector")
    result.assert_outcomes(passed=1)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("missing", ["hypothesis", "attrs"])
def test_without_hypothesis_the_extra_is_named(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """What else is missing is no matter of the extra, and shown as it is."""

    def without(*_: object, **__: object) -> None:
        raise ModuleNotFoundError(missing, name=missing)

    monkeypatch.setattr("maturity_core.testing.conformance_tests", without)
    result = pytester.runpytest_inprocess("--rubric", "tiny.toml")
    told = "\n".join((*result.errlines, *result.outlines))
    assert ('pip install "maturity-core[testing]"' in told) == (missing == "hypothesis")
    assert result.ret != 0


def test_without_the_option_it_adds_nothing(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess()
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    result.stdout.no_fnmatch_line("rubric *")


def test_the_plugin_itself_imports_neither_hypothesis_nor_the_core() -> None:
    code = (
        "import sys, maturity_tools.pytest_plugin\n"
        "sys.exit(any(m.split('.')[0] in {'hypothesis', 'maturity_core'} for m in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
