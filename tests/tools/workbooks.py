"""Workbooks to read: plain ones, and what can be wrong with one."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook

from maturity_core import MaturityError, Problem
from maturity_tools.rubric_template import template

Rows = Sequence[Sequence[Any]]

STANDARD = [
    ("项目", "内容"),
    ("编号", "laundry-2026"),
    ("名称", "洗涤服务"),
    ("总分", 10),
]
CLAUSES = [
    ("条款号", "标题", "分值"),
    ("1", "卫生", 4),
    ("2", "服务", None),
    ("2.1", "交付", 2),
    ("2.10", "修补", 4),
]
GRADES = [
    ("编号", "名称", "序", "分数线"),
    ("unqualified", "不合格", 0, None),
    ("silver", "银", 1, 7),
]
SHEETS: Mapping[str, Rows] = {"标准": STANDARD, "条款": CLAUSES, "等级": GRADES}


def saved(workbook: Workbook) -> bytes:
    """A workbook as a file."""
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def book(sheets: Mapping[str, Rows] = SHEETS, /, **changes: Rows) -> bytes:
    """A workbook of sheets; what starts with = is text, unless it is a formula by ``edited``."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in {**sheets, **changes}.items():
        worksheet = workbook.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = worksheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    return saved(workbook)


def edited(change: Callable[[Workbook], object], data: bytes | None = None) -> bytes:
    """A workbook after somebody has changed it."""
    workbook = load_workbook(io.BytesIO(book() if data is None else data))
    change(workbook)
    return saved(workbook)


def with_cell(sheet: str, cell: str, value: Any) -> bytes:
    """The plain workbook with something else in a cell."""

    def change(workbook: Workbook) -> None:
        workbook[sheet][cell] = value

    return edited(change)


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(
    parts: Mapping[str, bytes] | Iterable[tuple[str, bytes]], method: int = ZIP_DEFLATED
) -> bytes:
    """A zip file of parts."""
    data = io.BytesIO()
    with ZipFile(data, "w", method) as archive:
        for name, part in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(name, part)
    return data.getvalue()


def replaced(part: str, old: bytes, new: bytes, data: bytes | None = None) -> bytes:
    """The plain workbook with other bytes in a part."""
    parts = parts_of(book() if data is None else data)
    assert old in parts[part]
    return packed({**parts, part: parts[part].replace(old, new)})


def filled(language: str, sheets: Mapping[str, Rows]) -> bytes:
    """The template with rows written below its headings, or values beside its items."""
    workbook = load_workbook(io.BytesIO(template(language)))
    for name, rows in sheets.items():
        worksheet = workbook[name]
        titles = [cell.value for cell in worksheet[1]]
        items = [cell.value for cell in worksheet["A"]]
        for number, row in enumerate(rows, start=2):
            if len(titles) == 3 and row[0] in items:  # item, value, remark
                worksheet.cell(items.index(row[0]) + 1, 2).value = row[1]
            else:
                for title, value in row:
                    worksheet.cell(number, titles.index(title) + 1).value = value
    return saved(workbook)


def told(call: Callable[[], object]) -> list[Problem]:
    """What a call refuses."""
    try:
        call()
    except MaturityError as error:
        return list(error.problems)
    raise AssertionError


def shown(problem: Problem) -> tuple[str, str, str]:
    """A problem by its cell, its code and its sentence."""
    return (str(problem.position or ""), problem.code, problem.message())
