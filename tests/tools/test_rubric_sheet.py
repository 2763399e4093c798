"""The workbook of a standard becomes a rubric, and every problem stands at its cell."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from maturity_core import (
    FileNotOpened,
    InvalidRubric,
    Problem,
    Rubric,
    Text,
    check_rubric,
    get_rubric,
    rubric_from,
)
from maturity_core.errors import Position
from maturity_core.exact import as_text
from maturity_tools.rubric_sheet import rubric_tree_of
from maturity_tools.show import Show
from maturity_tools.terminal import problem_line
from tests.tools.workbooks import (
    CLAUSES,
    GRADES,
    SHEETS,
    STANDARD,
    Rows,
    book,
    edited,
    filled,
    shown,
    told,
    with_cell,
)

QBJKB = get_rubric("qbjkb-009-2026")


def rubric_of(data: bytes) -> Rubric:
    return rubric_from(rubric_tree_of(data).tree)


def refused(data: bytes) -> list[tuple[str, str, str]]:
    """All that reading refuses, or the rubric with its cells."""

    def read() -> None:
        workbook = rubric_tree_of(data)
        try:
            rubric_from(workbook.tree)
        except InvalidRubric as error:
            raise InvalidRubric(workbook.placed(error.problems)) from None

    return [shown(problem) for problem in told(read)]


def test_a_plain_workbook_is_a_rubric() -> None:
    rubric = rubric_of(book())
    assert (rubric.id, rubric.title, as_text(rubric.total)) == (
        "laundry-2026",
        Text(zh="洗涤服务"),
        "10",
    )
    assert [(clause.id, clause.points) for clause in rubric.walk()] == [
        ("1", 4),
        ("2", None),
        ("2.1", 2),
        ("2.10", 4),
    ]
    assert [(band.grade, as_text(band.floor)) for band in rubric.grades.bands] == [("silver", "7")]
    assert {problem.code for problem in check_rubric(rubric)} == {"text.one-language"}


def test_a_path_is_read_like_bytes(folder: Path) -> None:
    file = folder / "standard.xlsx"
    file.write_bytes(book())
    assert rubric_tree_of(file) == rubric_tree_of(book())
    with pytest.raises(FileNotOpened):
        rubric_tree_of(folder / "nowhere.xlsx")


def test_the_workbook_says_what_a_rubric_file_says() -> None:
    standard = [
        ("item", "value"),
        ("language", "en"),
        ("id", "all-2026"),
        ("family", "all"),
        ("name", "All of it"),
        ("name (zh)", "全部"),
        ("total", "100"),
        ("maximum", 120.5),
        ("scaled", "yes"),
        ("combine", "mean"),
        ("rounding", "half-up"),
        ("digits", 1),
        ("step", "50%"),
        ("code", "T/XYZ 12-2026"),
        ("edition", 2026),
        ("issuer", "Somebody"),
        ("issued", "2026-01-31"),
        ("references", "GB/T 1\nGB/T 2"),
        ("status", "official"),
    ]
    clauses = [
        (
            "clause",
            "title",
            "title (zh)",
            "points",
            "weight",
            "combine",
            "excludable",
            "parent",
            "dimension",
            "checkpoints",
            "evidence",
            "remark",
        ),
        ("A", "Staff", "人员", 40, 2, "min", "Yes", None, "process", None, None, "a note"),
        ("B", "Posts", None, None, None, None, True, "A", None, "one\ntwo", "a list", None),
        ("C", "Rest", None, 60, 1, None, "no", None, "Outcome", None, None, None),
    ]
    rubric = rubric_of(
        book(
            {
                "standard": standard,
                "clauses": clauses,
                "dimensions": [("id", "name"), ("process", "Process"), ("outcome", "Outcome")],
                "scale": [
                    ("name", "low", "high", "aspect level Level", "Aspect: trend"),
                    ("none", 0, 0, "nothing", None),
                    ("half", 50, "50%", "some", "up"),
                    ("all", 100, 100, "all", None),
                ],
                "grades": [
                    ("id", "label", "rank", "at least", "above", "up to", "symbol"),
                    ("unqualified", "not qualified", 0, None, None, None, None),
                    ("one", "one star", 1, 50, None, 80, "*"),
                    ("two", "two stars", 2, None, 80, None, None),
                ],
                "vetoes": [
                    (
                        "id",
                        "title",
                        "condition",
                        "rests on",
                        "caps at",
                        "needs reason",
                        "checkpoints",
                    ),
                    ("v1", "Fraud", "when forged", "4.2、5.1.1", "one star", "yes", "look"),
                    ("v2", "Grave", None, "4.2", None, None, None),
                ],
            }
        )
    )
    a, c = rubric.clauses
    assert (a.id, a.title, a.points, a.weight, a.combine) == (
        "A",
        Text(zh="人员", en="Staff"),
        Fraction(40),
        Fraction(2),
        "min",
    )
    [b] = a.clauses
    assert (b.excludable, b.checkpoints) == (True, (Text(en="one"), Text(en="two")))
    assert (a.excludable, c.excludable, b.evidence) == (True, False, (Text(en="a list"),))
    assert (a.dimension, c.dimension) == ("process", "outcome")
    assert (rubric.maximum, rubric.scaled) == (Fraction(241, 2), True)
    assert (rubric.combine, rubric.rounding, rubric.digits) == ("mean", "half-up", 1)
    assert rubric.is_official
    standard_said = rubric.standard
    assert standard_said is not None
    assert (standard_said.edition, standard_said.references) == ("2026", ("GB/T 1", "GB/T 2"))
    assert str(standard_said.issued) == "2026-01-31"
    assert rubric.scale.step == Fraction(1, 2)
    assert [(x.id, x.title) for x in rubric.scale.aspects] == [
        ("level", Text(en="Level")),
        ("trend", Text(en="trend")),
    ]
    assert [[g.text.en for g in band.guidance] for band in rubric.scale.bands] == [
        ["nothing"],
        ["some", "up"],
        ["all"],
    ]
    assert [(band.floor, band.above, band.upto) for band in rubric.grades.bands] == [
        (Fraction(50), False, Fraction(80)),
        (Fraction(80), True, None),
    ]
    first, second = rubric.vetoes
    assert (first.rests_on, first.caps_at, first.needs_reason) == (("4.2", "5.1.1"), "one", True)
    assert (second.caps_at, second.condition, second.needs_reason) == ("unqualified", None, False)


def rows_of_009() -> Mapping[str, Rows]:
    """Q/BJKB 009-2026, as somebody would write it into the template."""
    standard = QBJKB.standard
    assert standard is not None
    clauses = [
        [
            ("条款号", clause.id),
            ("标题", clause.title.zh),
            ("英文标题", clause.title.en),
            ("分值", clause.points and float(clause.points)),
            ("评价要点", "\n".join(text.zh for text in clause.checkpoints)),
            ("查验资料", "\n".join(text.zh for text in clause.evidence)),
            (
                "维度",
                clause.dimension and "服务过程"
                if clause.dimension == "process"
                else clause.dimension,
            ),
            ("可删减", "是" if clause.excludable else None),
        ]
        for clause in QBJKB.walk()
    ]
    return {
        "标准": [
            ("编号", QBJKB.id),
            ("名称", QBJKB.title.zh),
            ("英文名称", QBJKB.title.en),
            ("总分", 100),
            ("标准号", standard.code),
            ("实施日期", standard.effective),
        ],
        "条款": clauses,
        "维度": [
            [("编号", d.id), ("名称", d.title.zh), ("英文名称", d.title.en)]
            for d in QBJKB.dimensions
        ],
        "评分档": [
            [
                ("名称", b.label.zh),
                ("英文名称", b.label.en),
                ("下限", as_text(b.low * 100)),
                ("上限", int(b.high * 100)),
            ]
            for b in QBJKB.scale.bands
        ],
        "等级": [
            [("编号", g.id), ("名称", g.label.zh), ("英文名称", g.label.en), ("序", g.rank)]
            + [("符号", g.symbol)]
            + [("分数线", int(b.floor)) for b in QBJKB.grades.bands if b.grade == g.id]
            for g in QBJKB.grades.grades
        ],
        "否决": [
            [
                ("编号", v.id),
                ("标题", v.title.zh),
                ("英文标题", v.title.en),
                ("条件", v.condition and v.condition.zh),
                ("依据条款", "、".join(v.rests_on)),
                ("封顶等级", "不合格"),
                ("须写理由", "是" if v.needs_reason else "否"),
            ]
            for v in QBJKB.vetoes
        ],
    }


def tree_of(rubric: Rubric) -> list[Any]:
    def one(clause: Any) -> tuple[Any, ...]:
        texts = [[text.zh for text in part] for part in (clause.checkpoints, clause.evidence)]
        below = [one(child) for child in clause.clauses]
        return (clause.id, clause.title, clause.points, clause.dimension, texts, below)

    return [one(clause) for clause in rubric.clauses]


def test_009_in_a_workbook_is_009() -> None:
    workbook = rubric_tree_of(filled("zh", rows_of_009()))
    rubric = rubric_from(workbook.tree)
    assert workbook.problems == ()
    assert tree_of(rubric) == tree_of(QBJKB)
    assert rubric.grades == QBJKB.grades
    assert rubric.dimensions == QBJKB.dimensions
    assert [(v.id, v.title, v.rests_on, v.caps_at, v.needs_reason) for v in rubric.vetoes] == [
        (v.id, v.title, v.rests_on, v.caps_at, v.needs_reason) for v in QBJKB.vetoes
    ]
    assert [(b.low, b.high, b.label) for b in rubric.scale.bands] == [
        (b.low, b.high, b.label) for b in QBJKB.scale.bands
    ]
    assert (rubric.title, rubric.total) == (QBJKB.title, QBJKB.total)
    assert rubric.standard is not None
    assert QBJKB.standard is not None
    assert rubric.standard.effective == QBJKB.standard.effective


def clauses_with(*rows: tuple[object, ...], head: tuple[str, ...] = CLAUSES[0]) -> bytes:  # type: ignore[assignment] # headings are text
    return book(条款=[head, *CLAUSES[1:], *rows])


def merged(cells: str) -> bytes:
    def change(workbook: Workbook) -> None:
        worksheet = workbook["条款"]
        assert hasattr(worksheet, "merge_cells")
        worksheet.merge_cells(cells)

    return edited(change)


def with_scale(*heads: str) -> bytes:
    rows = [("名称", "下限", "上限", *heads), ("全", 0, 100, *("x" for _ in heads))]
    return book({**SHEETS, "评分档": rows})


def without(name: str) -> bytes:
    return book({sheet: rows for sheet, rows in SHEETS.items() if sheet != name})


REFUSED: dict[str, tuple[bytes, list[tuple[str, str, str]]]] = {
    "several at once": (
        book(
            标准=[("项目", "内容"), ("总分", "十")],
            条款=[("条款号", "标题", "分值"), (5.1, "卫生", True), (None, None, "3分")],
        ),
        [
            (
                "标准!A1",
                "item.missing",
                "The item 名称 / name is required, but missing. Fill it in.",
            ),
            (
                "标准!B2",
                "cell.not-number",
                (
                    "总分: a number such as 3 or 2.5 is required, got '\\u5341' (十). "
                    "Correct it, and write no unit."
                ),
            ),
            (
                "条款!A2",
                "cell.number-as-text",
                (
                    "条款号: text is required, got the number 5.1; as a number 5.10 is 5.1. "
                    "Format the column as text (the template has it so) and type it again."
                ),
            ),
            (
                "条款!C2",
                "cell.not-number",
                (
                    "分值: a number such as 3 or 2.5 is required, got true. "
                    "Correct it, and write no unit."
                ),
            ),
            ("条款!A3", "cell.missing", "条款号: this cell is required, but blank. Fill it in."),
            ("条款!B3", "cell.missing", "标题: this cell is required, but blank. Fill it in."),
            (
                "条款!C3",
                "cell.not-number",
                (
                    "分值: a number such as 3 or 2.5 is required, got '3\\u5206' (3分). "
                    "Correct it, and write no unit."
                ),
            ),
        ],
    ),
    "formula": (
        with_cell("条款", "C2", "=2+2"),
        [
            (
                "条款!C2",
                "cell.formula",
                (
                    "分值: what was typed is required, got the formula '=2+2'. "
                    "Copy it, and paste it as values."
                ),
            )
        ],
    ),
    "error": (
        with_cell("条款", "C2", "#REF!"),
        [
            (
                "条款!C2",
                "cell.error",
                "分值: a value is required, got the error '#REF!'. Correct it.",
            )
        ],
    ),
    "merged": (
        merged("C2:C3"),
        [
            (
                "条款!C2",
                "cell.merged",
                (
                    "The cells 条款!C2:C3 must not be merged: nobody can tell what holds "
                    "for each row. "
                    "Unmerge them, and fill in every row."
                ),
            )
        ],
    ),
    "duplicate clause": (
        clauses_with(("2.1", "又一", 1)),
        [
            (
                "条款!A6",
                "row.twice",
                (
                    "条款号: '2.1' is in 条款!A4 already, and each row needs its own. "
                    "Correct it, or remove a row."
                ),
            )
        ],
    ),
    "unknown column": (
        clauses_with(head=("条款号", "标题", "分值", "评价要求")),
        [
            (
                "条款!D1",
                "column.unknown",
                (
                    "There is no column '\\u8bc4\\u4ef7\\u8981\\u6c42' (评价要求). Did you mean "
                    '"评价要点"? Correct the heading, or remove the column; notes go into a column '
                    '"remark".'
                ),
            )
        ],
    ),
    "column twice": (
        clauses_with(head=("条款号", "标题", "分值", "Points")),
        [
            (
                "条款!D1",
                "column.twice",
                "One column 'Points' is required, there is another. Remove one of them.",
            )
        ],
    ),
    "missing column": (
        book(条款=[row[:2] for row in CLAUSES]),
        [
            (
                "条款!A1",
                "column.missing",
                "The sheet 条款 needs a column 分值 / points, none was found. Add it.",
            )
        ],
    ),
    "no id column": (
        book(条款=[row[1:] for row in CLAUSES]),
        [
            (
                "条款!A1",
                "column.missing",
                "The sheet 条款 needs a column 条款号 / clause, none was found. Add it.",
            )
        ],
    ),
    "no heading": (
        clauses_with(("3", "x", 1, "lost")),
        [
            (
                "条款!D6",
                "cell.no-heading",
                (
                    "A column without a heading must be blank, got 'lost'. "
                    "Give it a heading, or clear the cell."
                ),
            )
        ],
    ),
    "empty sheet": (
        book(条款=[]),
        [
            (
                "条款!A1",
                "column.missing",
                f"The sheet 条款 needs a column {name}, none was found. Add it.",
            )
            for name in ("条款号 / clause", "标题 / title", "分值 / points")
        ],
    ),
    "missing sheet": (
        without("等级"),
        [
            (
                "",
                "sheet.missing",
                (
                    "A sheet named 等级 / grades is required, none was found. "
                    "Add it, or start from the template."
                ),
            )
        ],
    ),
    "sheet twice": (
        book(grades=GRADES),
        [
            (
                "grades!A1",
                "sheet.twice",
                (
                    "One sheet for the same thing is required, got 等级 and grades. "
                    "Remove one of them."
                ),
            )
        ],
    ),
    "item unknown": (
        book(标准=[*STANDARD, ("版次本", 1), (None, None)]),
        [
            (
                "标准!A5",
                "item.unknown",
                (
                    "There is no item '\\u7248\\u6b21\\u672c' (版次本). Did you mean \"版本\"? "
                    "Correct it, or remove the row."
                ),
            )
        ],
    ),
    "item twice": (
        book(标准=[*STANDARD, ("Total", 12), ("名称", None)]),
        [
            (
                "标准!A5",
                "item.twice",
                "The item 'Total' must be there once, but is there again. Remove one of the rows.",
            ),
            (
                "标准!A6",
                "item.twice",
                (
                    "The item '\\u540d\\u79f0' (名称) must be there once, but is there again. "
                    "Remove one of the rows."
                ),
            ),
        ],
    ),
    "value without an item": (
        book(标准=[*STANDARD, (None, 12)]),
        [("标准!A5", "cell.missing", "项目: this cell is required, but blank. Fill it in.")],
    ),
    "aspects": (
        with_scale("方面", "方面 level", "aspect: level x", "方面 level"),
        [
            (
                "评分档!D1",
                "column.aspect",
                (
                    'The heading of an aspect is "aspect ID NAME" such as "aspect level Level", '
                    "the id in ASCII letters and digits, got '\\u65b9\\u9762' (方面). Correct it."
                ),
            ),
            (
                "评分档!F1",
                "column.twice",
                "One column 'aspect: level x' is required, there is another. Remove one of them.",
            ),
            (
                "评分档!G1",
                "column.twice",
                (
                    "One column '\\u65b9\\u9762 level' (方面 level) is required, there is another. "
                    "Remove one of them."
                ),
            ),
        ],
    ),
    "choice": (
        clauses_with(("3", "x", 1, "可能"), head=("条款号", "标题", "分值", "可删减")),
        [
            (
                "条款!D6",
                "cell.choice",
                (
                    "可删减: must be one of 是, 否, yes, no, true, false, got "
                    "'\\u53ef\\u80fd' (可能). "
                    "Correct it."
                ),
            )
        ],
    ),
    "control": (
        with_cell("条款", "B2", "卫\u202e生"),
        [
            (
                "条款!B2",
                "text.control",
                (
                    "/clauses/1/title/zh: text must not hold invisible control characters, "
                    "got U+202E. "
                    "Remove it."
                ),
            )
        ],
    ),
    # what the rubric itself finds
    "blank points": (
        with_cell("条款", "C5", None),
        [
            (
                "条款!A5",
                "clause.no-points",
                "Clause 2.10: points are required, none were found. Add them.",
            )
        ],
    ),
    "no total": (
        with_cell("标准", "B4", 12),
        [
            (
                "标准!B4",
                "rubric.points-sum",
                (
                    "The points of the sections must add up to the total 12, got 10. "
                    "Correct points or "
                    "total, or say scaled = true."
                ),
            )
        ],
    ),
    "ambiguous grade": (
        book(
            {
                **SHEETS,
                "等级": [*GRADES, ("good", "合格", 2, 8), ("best", "合格", 3, 9)],
                "否决": [
                    ("编号", "标题", "封顶等级"),
                    ("v", "造假", " 合格"),
                    ("w", "事故", "good"),
                    ("x", "投诉", "银"),
                ],
            }
        ),
        [
            (
                "否决!C2",
                "cell.ambiguous",
                (
                    "封顶等级: the name must stand for one entry, but ' \\u5408\\u683c' ( 合格) "
                    "stands for good, best. Write the id instead."
                ),
            )
        ],
    ),
    "ambiguous dimension": (
        book(
            {
                **SHEETS,
                "条款": [("条款号", "标题", "分值", "维度"), ("1", "卫生", 10, "过程")],
                "维度": [("编号", "名称", "英文名称"), ("a", "过程", "过程"), ("b", "过程", "B")],
            }
        ),
        [
            (
                "条款!D2",
                "cell.ambiguous",
                (
                    "维度: the name must stand for one entry, but '\\u8fc7\\u7a0b' (过程) "
                    "stands for a, b. Write the id instead."
                ),
            )
        ],
    ),
    "dangling": (
        clauses_with(("3", "x", 1, "流程"), head=("条款号", "标题", "分值", "维度")),
        [
            (
                "标准!B4",
                "rubric.points-sum",
                (
                    "The points of the sections must add up to the total 10, got 11. "
                    "Correct points or "
                    "total, or say scaled = true."
                ),
            ),
            (
                "条款!D6",
                "rubric.dangling",
                "/clauses/3/dimension: there is no dimension 流程. Correct it.",
            ),
        ],
    ),
    "no unqualified": (
        book(
            {
                **SHEETS,
                "等级": [GRADES[0], ("none", "无", 0, None), GRADES[2]],
                "否决": [("编号", "标题"), ("v", "造假")],
            }
        ),
        [
            (
                "否决!A2",
                "rubric.dangling",
                "/vetoes/v/caps_at: there is no grade unqualified. Correct it.",
            )
        ],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_every_problem_stands_at_its_cell(name: str) -> None:
    data, expected = REFUSED[name]
    assert refused(data) == expected


def warned(data: bytes) -> list[tuple[str, str, str]]:
    return [shown(problem) for problem in rubric_tree_of(data).problems]


def test_what_is_repaired_is_taken_and_listed() -> None:
    data = with_cell("条款", "C2", "４ ")
    assert rubric_of(data).clauses[0].points == 4
    assert warned(data) == [
        (
            "条款!C2",
            "cell.repaired",
            (
                "分值: '\\uff14 ' (４ ) has full-width signs or blanks around it, and was "
                "taken for 4. "
                "Check it, and write it so."
            ),
        )
    ]
    assert [problem.severity for problem in rubric_tree_of(data).problems] == ["warning"]


def test_clause_numbers_are_repaired_too() -> None:
    data = with_cell("条款", "A4", "２．１")
    assert [clause.id for clause in rubric_of(data).walk()] == ["1", "2", "2.1", "2.10"]
    assert [code for _, code, _ in warned(data)] == ["cell.repaired"]


def test_a_warning_is_told_beside_a_fault() -> None:
    data = book(条款=[*CLAUSES[:2], ("2", None, "６")])
    assert [(place, code) for place, code, _ in refused(data)] == [
        ("条款!B3", "cell.missing"),
        ("条款!C3", "cell.repaired"),
    ]


def test_what_is_hidden_counts_and_what_is_not_read_is_told() -> None:
    def change(workbook: Workbook) -> None:
        clauses = workbook["条款"]
        assert hasattr(clauses, "row_dimensions")
        clauses.row_dimensions[5].hidden = True
        workbook["等级"].sheet_state = "hidden"

    sheets = {**SHEETS, "否决项目": [("x",)], "说明": [("x",)], "Sheet1": []}
    data = edited(change, book(sheets))
    assert len(list(rubric_of(data).walk())) == 4
    assert warned(data) == [
        (
            "条款!A1",
            "sheet.hidden",
            (
                "The sheet 条款 is hidden or has hidden rows or columns (5), "
                "which count all the same. Unhide and check them."
            ),
        ),
        (
            "等级!A1",
            "sheet.hidden",
            (
                "The sheet 等级 is hidden or has hidden rows or columns, "
                "which count all the same. Unhide and check them."
            ),
        ),
        (
            "否决项目!A1",
            "sheet.not-read",
            (
                "The sheet '\\u5426\\u51b3\\u9879\\u76ee' (否决项目) is none of those "
                "that are read. "
                'Did you mean "否决项"? If something in it counts, move it.'
            ),
        ),
    ]


def test_what_nobody_reads_is_told_once() -> None:
    def change(workbook: Workbook) -> None:
        for cell in ("A2", "A3"):
            workbook["条款"][cell].comment = Comment("看这里", "somebody")

    assert warned(edited(change)) == [
        (
            "",
            "workbook.not-read",
            (
                "The workbook has comments, drawings, pictures or text boxes, which are not read. "
                "If something in them counts, write it into cells."
            ),
        )
    ]


def test_reading_ends_after_many_problems_of_a_kind() -> None:
    lost = [(None, None, None, "lost")] * 2_000
    *found, last = refused(clauses_with(*lost))
    assert [code for _, code, _ in found] == ["cell.no-heading"] * 500
    assert last == (
        "条款!D505",
        "workbook.too-many-problems",
        (
            "There are 500 problems of one kind, and nothing was read any further. "
            "Correct those that are told first."
        ),
    )


def test_many_warnings_of_a_kind_end_nothing() -> None:
    data = clauses_with(*((f"2.{n}", "x", " 0") for n in range(11, 611)))
    assert [code for _, code, _ in warned(data)] == ["cell.repaired"] * 600


def test_a_title_may_stand_above_the_headings_also_merged() -> None:
    def change(workbook: Workbook) -> None:
        clauses = workbook["条款"]
        assert hasattr(clauses, "merge_cells")
        clauses.merge_cells("A1:C1")
        clauses.merge_cells("H2:H9")

    rows = [
        ("评分表",),
        (),
        ("标题*", "分 值", "条款号："),
        *((b, c, a) for a, b, c in CLAUSES[1:]),
    ]
    data = edited(change, book(条款=rows))
    assert rubric_of(data) == rubric_of(book())


def test_rows_with_nothing_but_a_remark_say_nothing() -> None:
    data = clauses_with((None, " ", None, "合计"), head=("条款号", "标题", "分值", "备注"))
    assert rubric_of(data) == rubric_of(book())


def test_a_missing_part_stands_where_the_part_that_lacks_it_is() -> None:
    data = book(标准=[row for row in STANDARD if row[0] != "编号"])
    assert refused(data) == [
        ("标准!A1", "value.missing-key", "/rubric/id: this is required, but missing. Add it.")
    ]


def test_a_problem_of_no_place_stays_without_one() -> None:
    workbook = rubric_tree_of(book())
    [problem] = workbook.placed([Problem("rubric.no-clauses", ("readings",))])
    assert problem.position is None
    assert workbook.places["clauses", "2.10", "points"] == Position(line=5, column=3, sheet="条款")


def test_a_problem_is_shown_with_its_cell() -> None:
    [problem] = told(lambda: rubric_tree_of(with_cell("条款", "C2", "四")))
    assert problem_line(problem, "standard.xlsx", "zh") == (
        "standard.xlsx:条款!C2: 错误: 分值：应为数值，如 3 或 2.5，现为 '\\u56db' (四)。"
        "请更正，不带单位。 [cell.not-number]"
    )
    [shown_to_programs] = Show(as_json=True, language="en").told([problem])
    assert shown_to_programs == {
        "code": "cell.not-number",
        "path": "/clauses/1/points",
        "message": problem.message(),
        "severity": "error",
        "line": 2,
        "column": 3,
        "cell": "条款!C2",
    }
