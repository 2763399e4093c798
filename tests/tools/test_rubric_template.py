"""The empty workbook: made for people, always the same, and read back as what was filled in."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from maturity_core import rubric_from, words
from maturity_tools.rubric_sheet import SHEETS, fields_of, rubric_tree_of
from maturity_tools.rubric_template import template
from maturity_tools.sheet_tables import LANGUAGES, heading_of
from tests.tools.workbooks import filled, parts_of, told

SENTENCES = words._SENTENCES  # noqa: SLF001 -- the table is what is tested
each_language = pytest.mark.parametrize("language", LANGUAGES)


def opened(language: str) -> Any:
    return load_workbook(io.BytesIO(template(language)))


@each_language
def test_the_same_bytes_every_time(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = template(language)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert template(language) == first
    assert b"1980-01-01T00:00:00Z" in parts_of(first)["docProps/core.xml"]


@each_language
def test_every_sheet_has_every_heading_and_it_stays_in_view(language: str) -> None:
    workbook = opened(language)
    assert workbook.sheetnames == [heading_of(name, language) for name in ("help", *SHEETS)]
    for role in SHEETS:
        worksheet = workbook[heading_of(role, language)]
        line = worksheet["A"][1:] if role == "standard" else worksheet[1][:-1]
        assert [cell.value for cell in line] == [
            heading_of(name, language) for _, name in fields_of(role, language)
        ]
        assert worksheet.freeze_panes == "A2"


def test_clause_numbers_stay_text() -> None:
    workbook = opened("zh")
    for sheet, column in (("条款", "A"), ("否决", "A"), ("等级", "A")):
        assert workbook[sheet].column_dimensions[column].number_format == "@"
    assert workbook["条款"].column_dimensions["D"].number_format == "General"
    assert workbook["标准"]["B15"].number_format == "@"
    day = next(row for row in workbook["标准"].iter_rows() if row[0].value == "实施日期")
    assert day[1].number_format == "yyyy-mm-dd"


def test_what_may_be_chosen_is_offered() -> None:
    workbook = opened("zh")
    offers = {
        str(offer.sqref): (offer.formula1, bool(offer.showErrorMessage))
        for offer in workbook["条款"].data_validations.dataValidation
    }
    assert offers == {
        "F2:F1000": ("'维度'!$A$2:$A$1000", False),
        "G2:G1000": ('"是,否"', True),
        "J2:J1000": ('"相加,加权平均,取最低"', True),
    }
    english = opened("en")["clauses"].data_validations.dataValidation
    assert [offer.formula1 for offer in english][1:] == ['"yes,no"', '"sum,mean,min"']


@each_language
def test_the_help_explains_every_column_in_both_languages(language: str) -> None:
    worksheet = opened(language)[heading_of("help", language)]
    text = "\n".join(str(cell.value) for row in worksheet.iter_rows() for cell in row)
    for role in SHEETS:
        for field, _ in fields_of(role, language):
            chinese, english = SENTENCES[f"guide.{field.name}"]
            assert chinese in text
            assert english in text
    assert "1.10" in text


@each_language
def test_what_is_not_filled_in_is_all_that_is_missing(language: str) -> None:
    problems = told(lambda: rubric_tree_of(template(language)))
    items = [problem.values["item"] for problem in problems]
    assert items == ["名称 / name", "总分 / total"]


def test_an_english_workbook_filled_in_is_a_rubric() -> None:
    data = filled(
        "en",
        {
            "standard": [("id", "tiny-2026"), ("name", "Tiny"), ("total", 10)],
            "clauses": [
                [("clause", "1"), ("title", "Staff"), ("points", 4), ("excludable", "yes")],
                [("clause", "2"), ("title", "Service"), ("title (zh)", "服务"), ("points", 6)],
            ],
            "grades": [
                [("id", "fail"), ("name", "fail"), ("rank", 0)],
                [("id", "pass"), ("name", "pass"), ("rank", 1), ("at least", 6)],
            ],
        },
    )
    rubric = rubric_from(rubric_tree_of(data).tree)
    assert [clause.title.both() for clause in rubric.clauses] == [("Staff",), ("服务", "Service")]
    assert [clause.excludable for clause in rubric.clauses] == [True, False]
