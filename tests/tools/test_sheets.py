"""Cells as they were typed: exact numbers, text that stays text, and refusals with their place."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zipfile import ZIP_STORED

import pytest
from attrs import evolve
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from maturity_core import InvalidValue, Position
from maturity_tools.sheets import Cell, Sheet, read_workbook
from tests.tools.workbooks import book, edited, packed, parts_of, replaced, saved, told

AT = Position(line=5, column=3, sheet="条款")
WORDS = {"yes": True, "no": False, "true": True}


def cell(value: str | int) -> Cell:
    return Cell(position=AT, value=value, kind="s", column="分值")


def read_back(value: Any, form: str = "") -> Cell:
    def change(workbook: Workbook) -> None:
        target = workbook["条款"]["C5"]
        target.value = value
        target.number_format = form or target.number_format

    [sheet] = [sheet for sheet in read_workbook(edited(change)) if sheet.name == "条款"]
    return evolve(sheet.cell(5, 3), column="分值")


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (9.0999999999999996, Decimal("9.1")),
        (0.1, Decimal("0.1")),
        (1e-7, Decimal("1e-7")),
        (3, 3),
        ("2.5", "2.5"),
        (" 2.5 ", "2.5"),
        ("８０．５", "80.5"),
        ("\u30003\u00a0", "3"),
        ("259/3", "259/3"),
    ],
)
def test_a_number_is_exact(value: object, number: object) -> None:
    found = read_back(value).number()
    assert (found, type(found)) == (number, type(number))


def test_excel_s_digits_are_a_number_as_people_see_it() -> None:
    data = replaced("xl/worksheets/sheet2.xml", b"<v>2</v>", b"<v>9.0999999999999996</v>", book())
    [_, clauses, _] = read_workbook(data)
    assert clauses.cell(4, 3).number() == Decimal("9.1")


def test_what_was_repaired_is_known() -> None:
    assert [cell(text).was_repaired for text in ("８", " 8", "8", 8)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("value", "form", "percentage"),
    [
        (0.2, "0%", Decimal(20)),
        (0.125, "0%", Decimal("12.5")),
        (1, "0.00%", Decimal(100)),
        (20, "General", 20),
        (0.5, '0.0"%"', Decimal("0.5")),
        (20, r"0\%", 20),
        (20, "0_%", 20),
        (20, "0*%", 20),
        (20, '0"%', 20),
        (20, "[$%]0", 20),
        (0.2, r'"a"\b0%;;@', Decimal(20)),
        ("20%", "[<1]0%;0", "20%"),
        ("20%", "0%", "20%"),
        ("２０％", "@", "20%"),
    ],
)
def test_a_percentage_is_what_the_cell_shows(value: object, form: str, percentage: object) -> None:
    found = read_back(value, form).percentage()
    assert (found, type(found)) == (percentage, type(percentage))


Telling = tuple[Callable[[], object], str, str]
REFUSED: dict[str, Telling] = {
    "formula": (
        read_back("=1+1").number,
        "cell.formula",
        (
            "分值: what was typed is required, got the formula '=1+1'. Copy it, and paste "
            "it as values."
        ),
    ),
    "array formula": (
        read_back(ArrayFormula("C5", "=SUM(A1:A2)")).text,
        "cell.formula",
        (
            "分值: what was typed is required, got the formula '=SUM(A1:A2)'. "
            "Copy it, and paste it as values."
        ),
    ),
    "error": (
        read_back("#REF!").number,
        "cell.error",
        "分值: a value is required, got the error '#REF!'. Correct it.",
    ),
    "boolean": (
        read_back(value=True).number,
        "cell.not-number",
        "分值: a number such as 3 or 2.5 is required, got true. Correct it, and write no unit.",
    ),
    "boolean as text": (
        read_back(value=True).text,
        "cell.not-text",
        (
            "分值: text is required, got the date or truth value true. "
            "Format the cell as text and type it again."
        ),
    ),
    "day as number": (
        read_back(date(2026, 6, 30)).number,
        "cell.not-number",
        (
            "分值: a number such as 3 or 2.5 is required, got 2026-06-30 00:00:00. "
            "Correct it, and write no unit."
        ),
    ),
    "time as text": (
        read_back(timedelta(hours=30), "[h]:mm").text,
        "cell.not-text",
        (
            "分值: text is required, got the date or truth value datetime.timedelta(days=1, "
            "seconds=21600). Format the cell as text and type it again."
        ),
    ),
    "unit": (
        read_back("3分").number,
        "cell.not-number",
        (
            "分值: a number such as 3 or 2.5 is required, got '3\\u5206' (3分). "
            "Correct it, and write no unit."
        ),
    ),
    "percent": (
        read_back(0.03, "0%").number,
        "cell.percent",
        (
            "分值: a number is required, got 0.03 shown in percent. "
            "Format the cell as general, and write points such as 3."
        ),
    ),
    "percent of some": (
        read_back(0.5, "[<1]0%;0").percentage,
        "cell.percent-unclear",
        (
            "分值: a number format must be in percent throughout or nowhere, but [<1]0%;0 differs "
            "by value, and nobody can tell what 0.5 means. Format the cell as general and type "
            "it again."
        ),
    ),
    "percent of some in points": (
        read_back(3, "General;-0%").number,
        "cell.percent-unclear",
        (
            "分值: a number format must be in percent throughout or nowhere, but General;-0% "
            "differs by value, and nobody can tell what 3 means. Format the cell as general and "
            "type it again."
        ),
    ),
    "5.10": (
        read_back(5.10).text,
        "cell.number-as-text",
        (
            "分值: text is required, got the number 5.1; as a number 5.10 is 5.1. "
            "Format the column as text (the template has it so) and type it again."
        ),
    ),
    "009": (
        read_back(9, "000").text,
        "cell.number-as-text",
        (
            "分值: text is required, got the number 9; as a number 5.10 is 5.1. "
            "Format the column as text (the template has it so) and type it again."
        ),
    ),
    "whole": (
        read_back(2.5).whole,
        "cell.not-whole",
        "分值: a whole number is required, got 2.5. Correct it.",
    ),
    "moment": (
        read_back(datetime(2026, 6, 30, 12)).day,  # noqa: DTZ001 -- Excel knows no zones
        "cell.not-date",
        "分值: a date such as 2026-06-30 is required, got 2026-06-30 12:00:00. Correct it.",
    ),
    "choice": (
        lambda: read_back("yess").one_of(WORDS),
        "cell.choice",
        "分值: must be one of yes, no, true, got 'yess'. Did you mean \"yes\"? Correct it.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_odd_is_refused_with_its_place(name: str) -> None:
    call, code, message = REFUSED[name]
    [problem] = told(call)
    assert problem.code == code
    assert problem.message() == message
    assert problem.message("zh") != message
    assert problem.position == AT


def test_text_is_what_was_typed() -> None:
    assert read_back("5.10").text() == "5.10"
    assert read_back(" 卫生\u3000").text() == "卫生"
    assert read_back(5).text() == "5"
    assert cell("=1+1").text() == "=1+1"
    assert cell("a\n\n b \r\nc").lines() == ["a", "b", "c"]


def test_text_that_starts_like_a_formula_is_text() -> None:
    [standard] = read_workbook(book({"标准": [("=1+1", "-2+3", "@SUM", "+1")]}))
    assert [found.text() for found in standard.rows[1].values()] == ["=1+1", "-2+3", "@SUM", "+1"]


def test_days_words_and_whole_numbers() -> None:
    assert read_back(date(2026, 6, 30)).day() == date(2026, 6, 30)
    assert read_back("2026-06-30").day() == "2026-06-30"
    assert read_back(7).whole() == 7
    assert read_back(7.0).whole() == 7
    assert read_back(value=True).one_of(WORDS) is True
    assert read_back("NO").one_of(WORDS) is False


def with_shared(text: str, rows: int = 1) -> bytes:
    """A workbook of a sheet whose first column refers to a text in a part of its own."""
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<si>{text}</si></sst>"
    )
    parts = parts_of(book({"标准": [("a",)]}))
    sheet = "xl/worksheets/sheet1.xml"
    parts["xl/sharedStrings.xml"] = shared.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    start, _, end = parts[sheet].partition(b"<sheetData>")
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, rows + 1)
    )
    middle = f"<sheetData>{cells}</sheetData>".encode()
    parts[sheet] = start + middle + end.partition(b"</sheetData>")[2]
    return packed(parts, ZIP_STORED)


def test_text_is_read_where_excel_keeps_it() -> None:
    """Excel keeps texts in a part of their own, with runs of formats and readings of signs."""
    text = '<r><t>卫</t></r><r><t xml:space="preserve">生 </t></r><rPh sb="0" eb="1"><t>x</t></rPh>'
    [found] = read_workbook(with_shared(f"{text}<r><t/></r>"))
    assert found.cell(1, 1).text() == "卫生"


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        ("a_x000D_\nb", "a\r\nb"),
        ("_x0041__x5355_", "A单"),
        ("_x005F_x0041_ x005F_ _x41_", "_x0041_ x005F_ _x41_"),
        ("_xD83D__xDE00_ _xD83D_", "\U0001f600 \ufffd"),
    ],
)
def test_escapes_of_excel_are_what_they_stand_for(escaped: str, text: str) -> None:
    [kept] = read_workbook(with_shared(f'<t xml:space="preserve">{escaped}</t>'))
    [inline] = read_workbook(book({"标准": [(escaped,)]}))
    assert kept.cell(1, 1).value == inline.cell(1, 1).value == text


def test_more_text_than_excel_allows_is_refused_once() -> None:
    start = time.monotonic()
    blanks = with_shared(f'<t xml:space="preserve">{" " * 20 * 2**20}</t>', 2_000)
    [problem] = told(lambda: read_workbook(blanks))
    assert time.monotonic() - start < 10
    assert (str(problem.position), problem.code, problem.message()) == (
        "标准!A1",
        "cell.too-long",
        (
            "A cell may have at most 32767 characters, as in Excel, this one has 20971520 and was "
            "not opened. Shorten it, or ask where the file came from."
        ),
    )
    [sheet] = read_workbook(with_shared(f"<t>{'_x0041_' * 32_767}</t>"))
    assert sheet.cell(1, 1).text() == "A" * 32_767


def test_a_formula_that_cells_share_is_not_worked_out_for_each() -> None:
    formula = "+".join(["A1"] * 2_500)
    cells = "".join(
        f'<row r="{row}"><c r="A{row}"><f t="shared" si="0">'
        f"{formula if row == 10 else ''}</f></c></row>"
        for row in range(10, 2_010)
    )
    part = "xl/worksheets/sheet1.xml"
    data = replaced(part, b"</sheetData>", f"{cells}</sheetData>".encode())
    start = time.monotonic()
    [standard, *_] = read_workbook(data)
    assert time.monotonic() - start < 10
    assert {row[1].kind for number, row in standard.rows.items() if number >= 10} == {"f"}


def test_more_text_than_anybody_writes_is_refused() -> None:
    [problem] = told(lambda: read_workbook(with_shared(f"<t>{'a' * 32_000}</t>", 700)))
    assert (problem.position, problem.code, problem.message()) == (
        None,
        "workbook.too-much-text",
        (
            "The texts of all cells may have at most 20000000 characters, these have more. "
            "Remove what is not needed, or ask where the file came from."
        ),
    )


def test_rows_and_columns_far_apart_cost_nothing() -> None:
    workbook = Workbook()
    [worksheet] = workbook.worksheets
    worksheet["A1"], worksheet["XFD1048576"] = 1, 2
    start = time.monotonic()
    [sheet] = read_workbook(saved(workbook))
    assert time.monotonic() - start < 2
    assert {row: list(cells) for row, cells in sheet.rows.items()} == {1: [1], 1048576: [16384]}
    assert sheet.cell(1048576, 16384).position.cell == "Sheet!XFD1048576"


def test_formatted_rows_without_content_cost_little() -> None:
    rows = "".join(
        f'<row r="{row}" spans="1:3" s="1" ht="15.{row % 7}"><c r="A{row}" s="{row % 3}"/></row>'
        for row in range(6, 300_001)
    )
    data = replaced(
        "xl/worksheets/sheet2.xml", b"</sheetData>", f"{rows}</sheetData>".encode(), book()
    )
    start = time.monotonic()
    [_, clauses, _] = read_workbook(data)
    assert time.monotonic() - start < 30
    assert list(clauses.rows) == [1, 2, 3, 4, 5]


def test_an_absurd_dimension_is_not_believed() -> None:
    data = replaced(
        "xl/worksheets/sheet2.xml", b'<dimension ref="A1:C5"', b'<dimension ref="A1:XFD1048576"'
    )
    [_, clauses, _] = read_workbook(data)
    assert list(clauses.rows) == [1, 2, 3, 4, 5]


def test_merged_and_hidden_cells_are_told() -> None:
    def change(workbook: Workbook) -> None:
        worksheet = workbook["条款"]
        assert hasattr(worksheet, "merge_cells")
        worksheet.merge_cells("A2:A3")
        worksheet.row_dimensions[4].hidden = True
        worksheet.row_dimensions[4].height = 20
        worksheet.row_dimensions[90].hidden = True
        worksheet.column_dimensions.group("B", "Z", hidden=True)
        workbook["等级"].sheet_state = "hidden"

    _, clauses, grades = read_workbook(edited(change))
    assert clauses.merged == ((1, 2, 1, 3),)
    assert clauses.hidden == ("4", "B", "C")
    assert (clauses.is_hidden, grades.is_hidden) == (False, True)
    assert clauses.cell(3, 1).is_blank
    assert not clauses.cell(4, 1).is_blank


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", b"sheetId", b"sheetIt"),
        ("xl/worksheets/sheet1.xml", b"<v>10</v>", b"<v>ten</v>"),
        ("xl/worksheets/sheet1.xml", b"<v>10</v>", b"<v>" + b"9" * 5000 + b"</v>"),
        ("xl/worksheets/sheet1.xml", b'r="B4"', b'r="4"'),
        ("[Content_Types].xml", b"spreadsheetml.sheet.main", b"nothing"),
    ],
)
def test_what_openpyxl_cannot_read_is_damaged(part: str, old: bytes, new: bytes) -> None:
    [problem] = told(lambda: read_workbook(replaced(part, old, new)))
    assert problem.code == "workbook.damaged"


def test_an_empty_sheet_has_no_rows() -> None:
    [sheet] = read_workbook(book({"标准": [(None, " ")]}))
    assert sheet == Sheet(name="标准", rows={})
    with pytest.raises(InvalidValue):
        sheet.cell(1, 1).number()
