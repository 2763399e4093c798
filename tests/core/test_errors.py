import copy
import pickle
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import frozen
from attrs.exceptions import FrozenInstanceError

import maturity_core
from maturity_core import (
    AmbiguousRubric,
    BrokenPlugin,
    FileNotOpened,
    IncompleteAssessment,
    InexactNumber,
    InvalidAssessment,
    InvalidRubric,
    InvalidValue,
    MaturityError,
    Position,
    Problem,
    UnknownRubric,
    UnreadableFile,
)
from maturity_core.errors import printable, quoted

PROBLEM = Problem(
    "value.date",
    ("assessed_on",),
    {"found": "'June'"},
    severity="warning",
    position=Position(line=3, column=1),
)
FAMILY = [
    AmbiguousRubric,
    BrokenPlugin,
    FileNotOpened,
    IncompleteAssessment,
    InexactNumber,
    InvalidAssessment,
    InvalidRubric,
    InvalidValue,
    MaturityError,
    UnknownRubric,
    UnreadableFile,
]


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ((), ""),
        (("ratings", "5.10"), "/ratings/5.10"),
        (("assessors", 0, "name"), "/assessors/0/name"),
        (("a/b", "m~n"), "/a~1b/m~0n"),
        (("~1",), "/~01"),
        (("",), "/"),
        (("评分",), "/评分"),
    ],
)
def test_the_pointer_is_a_json_pointer(path: tuple[str | int, ...], pointer: str) -> None:
    assert Problem("file.empty", path).pointer == pointer


def test_a_problem_speaks_both_languages_and_english_first() -> None:
    english = "/assessed_on: a date such as 2026-06-30 is required, got 'June'. Correct it."
    assert PROBLEM.message() == PROBLEM.message("en") == english
    assert PROBLEM.message("zh") == "/assessed_on：应为日期，如 2026-06-30，现为 'June'。请更正。"


def test_a_problem_at_the_root_says_so() -> None:
    assert (
        Problem("value.missing-key").message()
        == "the value: this is required, but missing. Add it."
    )


def test_a_path_without_end_is_cut_in_the_message() -> None:
    problem = Problem("value.missing-key", ("x" * 100_000, "name"))
    assert len(problem.message()) < 1000
    assert len(problem.pointer) > 100_000


def test_a_problem_keeps_its_values() -> None:
    assert PROBLEM.values == {"found": "'June'"}
    PROBLEM.values["found"] = "other"
    assert PROBLEM.values == {"found": "'June'"}


def test_a_problem_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        PROBLEM.code = "other"  # type: ignore[misc] # what the type checker refuses, so does attrs


def test_a_problem_is_equal_by_what_it_says() -> None:
    same = Problem(
        "value.date",
        ("assessed_on",),
        {"found": "'June'"},
        severity="warning",
        position=Position(line=3, column=1),
    )
    assert same == PROBLEM
    assert len({PROBLEM, same, PROBLEM.at(None)}) == 2


def test_a_problem_is_an_error_unless_it_says_otherwise() -> None:
    assert Problem("file.empty").severity == "error"


def test_a_problem_moves_below_a_path_and_to_a_place() -> None:
    moved = PROBLEM.below("files", 0)
    assert moved.path == ("files", 0, "assessed_on")
    assert (moved.values, moved.severity) == (PROBLEM.values, PROBLEM.severity)
    assert moved.at(Position(line=1, column=2)).position == Position(line=1, column=2)


@pytest.mark.parametrize("copied", [copy.copy(PROBLEM), pickle.loads(pickle.dumps(PROBLEM))])  # noqa: S301 -- our own bytes
def test_a_problem_can_be_copied_and_pickled(copied: Problem) -> None:
    assert copied == PROBLEM
    assert copied.message() == PROBLEM.message()


@pytest.mark.parametrize("kind", FAMILY)
def test_an_error_can_be_copied_and_pickled(kind: type[MaturityError]) -> None:
    error = kind([PROBLEM])
    for again in (
        copy.copy(error),
        copy.deepcopy(error),
        pickle.loads(pickle.dumps(error)),  # noqa: S301 -- our own bytes
    ):
        assert type(again) is kind
        assert again.problems == error.problems
        assert str(again) == str(error)


@pytest.mark.parametrize("kind", FAMILY)
def test_an_error_lists_every_problem_with_its_code(kind: type[MaturityError]) -> None:
    error = kind(iter([PROBLEM, Problem("file.empty")]))
    assert error.problems == (PROBLEM, Problem("file.empty"))
    assert str(error) == error.message("en")
    assert error.message().splitlines() == [
        "/assessed_on: a date such as 2026-06-30 is required, got 'June'. Correct it. [value.date]",
        "The file must say something, but is empty. Start one with `maturity new`. [file.empty]",
    ]
    assert error.message("zh").splitlines() == [
        "/assessed_on：应为日期，如 2026-06-30，现为 'June'。请更正。 [value.date]",
        "文件应有内容，现为空。可用 maturity new 生成空白评价文件。 [file.empty]",
    ]


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (AmbiguousRubric, LookupError),
        (BrokenPlugin, ImportError),
        (FileNotOpened, OSError),
        (IncompleteAssessment, ValueError),
        (InexactNumber, TypeError),
        (InvalidAssessment, ValueError),
        (InvalidRubric, ValueError),
        (InvalidValue, ValueError),
        (UnknownRubric, LookupError),
        (UnreadableFile, ValueError),
    ],
)
def test_each_error_is_also_the_nearest_builtin(
    kind: type[MaturityError], builtin: type[Exception]
) -> None:
    assert issubclass(kind, MaturityError)
    assert issubclass(kind, builtin)


def test_the_whole_family_is_public() -> None:
    public = [getattr(maturity_core, name) for name in maturity_core.__all__]
    errors = [kind for kind in public if isinstance(kind, type) and issubclass(kind, Exception)]
    assert {kind.__name__ for kind in errors} == {kind.__name__ for kind in FAMILY}


@frozen
class Odd:
    def __repr__(self) -> str:
        return "Odd(八)"


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (1, "1"),
        ("80", "'80'"),
        ("８０", r"'\uff18\uff10' (８０)"),
        ("a\x00", r"'a\x00'"),
        (["五"], r"['\u4e94']"),
        (Odd(), r"Odd(\u516b)"),
    ],
)
def test_a_refused_value_is_quoted_in_ascii(found: object, text: str) -> None:
    assert quoted(found) == text


def test_a_value_within_itself_is_quoted_too() -> None:
    endless: list[object] = ["x"]
    endless.append(endless)
    assert len(quoted(endless)) < 100
    deep: object = []
    for _ in range(100_000):
        deep = [deep]
    assert len(quoted(deep)) < 100


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("评价 1.toml", "评价 1.toml"),
        (Path("a") / "b.toml", str(Path("a") / "b.toml")),
        ("a\0b\x1b[31m\n", r"a\x00b\x1b[31m\n"),
        ("\udcff\u202e", r"\udcff\u202e"),
    ],
)
def test_the_name_of_a_file_steers_no_terminal(name: object, shown: str) -> None:
    assert printable(name) == shown


def test_a_long_value_is_cut_and_measured() -> None:
    assert quoted("x" * 58) == f"'{'x' * 58}'"
    assert quoted("x" * 100) == f"'{'x' * 59}... (102 characters)"


def test_a_number_of_thousands_of_digits_is_quoted_too() -> None:
    for number in (10**5000, -(10**5000), Fraction(1, 10**5000), [10**5000], {"a": 10**5000}):
        assert len(quoted(number)) < 100


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (Decimal("8.50"), "8.50"),
        (Fraction(259, 3), "259/3"),
        (date(2026, 6, 30), "2026-06-30"),
        (time(12, 30), "12:30:00"),
        ([Decimal("8.50")], "[8.50]"),
    ],
    ids=["decimal", "quotient", "day", "time", "list"],
)
def test_a_refused_value_is_quoted_as_its_file_writes_it(found: object, text: str) -> None:
    assert quoted(found) == text


@pytest.mark.parametrize(
    ("sheet", "line", "column", "cell"),
    [
        ("", 3, 7, ""),
        ("条款", 5, 3, "条款!C5"),
        ("a", 1, 26, "a!Z1"),
        ("a", 1, 27, "a!AA1"),
        ("a", 1048576, 16384, "a!XFD1048576"),
        ("two words", 1, 1, "'two words'!A1"),
        ("it's", 1, 1, "'it''s'!A1"),
    ],
)
def test_a_position_in_a_workbook_is_a_cell(sheet: str, line: int, column: int, cell: str) -> None:
    position = Position(line=line, column=column, sheet=sheet)
    assert position.cell == cell
    assert str(position) == (cell or f"{line}:{column}")
