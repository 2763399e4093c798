"""The parts of a workbook: nothing is opened before it is known to be harmless."""

import io
import struct
import time
from zipfile import ZIP_BZIP2, ZipFile

import pytest

from maturity_core import UnreadableFile
from maturity_core.reading import MOST_BYTES
from maturity_tools import parts
from maturity_tools.parts import clean_workbook, has_notes, zipped
from tests.tools.workbooks import book, packed, parts_of, replaced, told

SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
PLAIN = book()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SAVE_AS = "Open it in Excel and save it as an Excel workbook (*.xlsx)."
DAMAGED = "Open it in Excel and save it again, or get the file again."


def bomb() -> bytes:
    return packed({**parts_of(PLAIN), "xl/media/a.bin": bytes(260 * 2**20)})


def many_parts() -> bytes:
    return packed({**parts_of(PLAIN), **{f"xl/media/{n}.bin": b"1" for n in range(2_001)}})


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return packed([*parts_of(PLAIN).items(), (SHEET, b"<worksheet/>")])


def lying() -> bytes:
    """A part that gives more bytes than the directory says."""
    data = bytearray(packed({**parts_of(PLAIN), SHEET: b"<a>" + b"x" * 5_000_000 + b"</a>"}))
    with ZipFile(io.BytesIO(data)) as archive:
        size = struct.pack("<I", archive.getinfo(SHEET).file_size)
    return bytes(data).replace(size, struct.pack("<I", 100))


def without_workbook(**parts: bytes) -> bytes:
    kept = {name: part for name, part in parts_of(PLAIN).items() if "workbook" not in name}
    return packed({**kept, **{name.replace("__", "/"): part for name, part in parts.items()}})


HOSTILE: dict[str, tuple[bytes, str, str]] = {
    "empty": (
        b"",
        "file.empty",
        "The file must say something, but is empty. Start one with `maturity new`.",
    ),
    "large": (
        b"PK\x03\x04" + bytes(MOST_BYTES),
        "file.too-large",
        "A file may have at most 67108864 bytes, this one has 67108868 or more. Split it.",
    ),
    "csv": (
        "条款号,标题\n1,卫生\n".encode("gbk"),
        "workbook.not-xlsx",
        f"An .xlsx workbook is required, this looks like plain text or CSV. {SAVE_AS}",
    ),
    "xls": (
        OLE,
        "workbook.not-xlsx",
        f"An .xlsx workbook is required, this looks like an old .xls workbook. {SAVE_AS}",
    ),
    "pdf": (
        b"%PDF-1.7",
        "workbook.not-xlsx",
        f"An .xlsx workbook is required, this looks like a PDF. {SAVE_AS}",
    ),
    "web page": (
        b"\n<html><table></table></html>",
        "workbook.not-xlsx",
        f"An .xlsx workbook is required, this looks like a web page or XML. {SAVE_AS}",
    ),
    "bytes": (
        b"\x00\x01\x02",
        "workbook.not-xlsx",
        f"An .xlsx workbook is required. {SAVE_AS}",
    ),
    "encrypted": (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "workbook.encrypted",
        (
            "The workbook must open without a password, but is encrypted. Remove the "
            "password in Excel "
            "(File, Info, Protect Workbook) and save it."
        ),
    ),
    "docx": (
        without_workbook(**{"word__document.xml": b""}),
        "workbook.not-xlsx",
        f"An .xlsx workbook is required, this looks like a Word document. {SAVE_AS}",
    ),
    "zip": (
        packed({"a.txt": b"1"}),
        "workbook.not-xlsx",
        f"An .xlsx workbook is required, this looks like another zip file. {SAVE_AS}",
    ),
    "ods": (
        packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "workbook.not-xlsx",
        (
            f"An .xlsx workbook is required, this looks like a file of another office program. "
            f"{SAVE_AS}"
        ),
    ),
    "xlsb": (
        without_workbook(**{"xl__workbook.bin": b""}),
        "workbook.not-xlsx",
        f"An .xlsx workbook is required, this looks like a binary .xlsb workbook. {SAVE_AS}",
    ),
    "macros": (
        packed({**parts_of(PLAIN), "xl/vbaProject.bin": b""}),
        "workbook.macros",
        (
            "A workbook must hold no macros, this one does and was not opened. "
            "Save it as an Excel workbook (*.xlsx)."
        ),
    ),
    "macros by type": (
        replaced(TYPES, b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"macroEnabled"),
        "workbook.macros",
        (
            "A workbook must hold no macros, this one does and was not opened. "
            "Save it as an Excel workbook (*.xlsx)."
        ),
    ),
    "strict": (
        replaced(
            "xl/workbook.xml",
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        "workbook.strict",
        (
            "An ordinary .xlsx workbook is required, this is Strict Open XML. "
            "Save it as an Excel workbook (*.xlsx)."
        ),
    ),
    "parts": (
        many_parts(),
        "workbook.too-large",
        (
            "A workbook may unpack to at most 256 MiB, 200 times its size and 2000 parts, "
            "this one has "
            "0 MiB, 1 times and 2012 parts and was not opened. Remove what is not needed, "
            "or ask where "
            "it came from."
        ),
    ),
    "truncated": (
        PLAIN[:-400],
        "workbook.damaged",
        f"The workbook must be whole, but is damaged. {DAMAGED}",
    ),
    "lying": (
        lying(),
        "workbook.damaged",
        f"The workbook must be whole, but is damaged. {DAMAGED}",
    ),
    "method": (
        packed(parts_of(PLAIN), ZIP_BZIP2),
        "workbook.damaged",
        f"The workbook must be whole, but is damaged. {DAMAGED}",
    ),
    "no xml": (
        replaced(SHEET, b"</worksheet>", b""),
        "workbook.damaged",
        f"The workbook must be whole, but is damaged ({SHEET}). {DAMAGED}",
    ),
    "doctype": (
        replaced(SHEET, b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "&#33;">]><worksheet', PLAIN),
        "workbook.doctype",
        (
            f"{SHEET}: it must declare no document type or entity (<!DOCTYPE), but does, "
            f"and was not "
            "opened. Excel writes none; ask where the file came from."
        ),
    ),
    "doctype in UTF-16": (
        packed({**parts_of(PLAIN), SHEET: "<!DOCTYPE a><worksheet/>".encode("utf-16")}),
        "workbook.doctype",
        (
            f"{SHEET}: it must declare no document type or entity (<!DOCTYPE), but does, "
            f"and was not "
            "opened. Excel writes none; ask where the file came from."
        ),
    ),
    "merged": (
        replaced(
            SHEET,
            b"</sheetData>",
            b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
        "workbook.merged",
        f"{SHEET}: at most 200000 cells may be merged, here are more. Unmerge them.",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_harmless_workbook_is_refused(name: str) -> None:
    data, code, message = HOSTILE[name]
    [problem] = told(lambda: clean_workbook(data))
    assert (problem.code, problem.message()) == (code, message)
    assert problem.message("zh") != message


def test_a_bomb_is_refused_by_its_directory_alone() -> None:
    data = bomb()
    start = time.monotonic()
    [problem] = told(lambda: clean_workbook(data))
    assert time.monotonic() - start < 3
    assert problem.code == "workbook.too-large"
    assert (problem.values["size"], problem.values["most_size"]) == ("260", "256")


def test_more_elements_than_anybody_writes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_MOST_ELEMENTS", 500)
    assert clean_workbook(book({}, a=[(1, 2)]))
    [problem] = told(lambda: clean_workbook(book({}, a=[range(400)])))
    assert (problem.code, problem.message()) == (
        "workbook.too-many-cells",
        (
            "A workbook may hold at most 500 elements, this one has more. "
            "Remove sheets, rows and columns that are not needed."
        ),
    )


def test_a_part_that_is_there_twice_is_refused() -> None:
    [problem] = told(lambda: clean_workbook(twice()))
    assert problem.code == "workbook.damaged"


@pytest.mark.parametrize("ref", ["nonsense", "", "A:C"])
def test_what_is_no_range_is_left_to_whoever_opens_the_workbook(ref: str) -> None:
    merged = f'</sheetData><mergeCells><mergeCell ref="{ref}"/></mergeCells>'.encode()
    sheet = parts_of(clean_workbook(replaced(SHEET, b"</sheetData>", merged)))[SHEET]
    assert f'ref="{ref}"'.encode() in sheet


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "utf-7", "nonsense"])
def test_a_part_in_an_encoding_that_nobody_reads_is_damaged(encoding: str) -> None:
    sheet = f'<?xml version="1.0" encoding="{encoding}"?><worksheet/>'.encode()
    [problem] = told(lambda: clean_workbook(packed({**parts_of(PLAIN), SHEET: sheet})))
    assert (problem.code, problem.values["part"]) == ("workbook.damaged", SHEET)


def test_a_part_that_nobody_reads_may_be_in_any_encoding() -> None:
    item = '<?xml version="1.0" encoding="gb2312"?><a>中</a>'.encode("gbk")
    names = ("customXml/item1.xml", "docProps/app.xml", "xl/externalLinks/externalLink1.xml")
    data = packed({**parts_of(PLAIN), **dict.fromkeys(names, item)})
    assert names[0] not in parts_of(clean_workbook(data))


def nested(depth: int) -> bytes:
    return replaced(SHEET, b"<sheetData>", b"<a>" * depth + b"</a>" * depth + b"<sheetData>")


def test_elements_in_each_other_end_somewhere() -> None:
    assert clean_workbook(nested(90))
    [problem] = told(lambda: clean_workbook(nested(2_000)))
    assert (problem.code, problem.values["part"]) == ("workbook.damaged", SHEET)


DOUBLED = {
    "cell": b'<row r="9"><c r="B9"><v>1</v></c><c r="b9"><v>2</v></c></row>',
    "unnumbered cell": (
        b'<row r="9"><c r="B9"><v>1</v></c><c r="A9"><v>1</v></c><c><v>2</v></c></row>'
    ),
    "row": b'<row r="9"><c r="A9"><v>1</v></c></row><row r="9"><c r="B9"><v>2</v></c></row>',
    "row before": b'<row r="2"><c r="Z2"><v>1</v></c></row>',
    "other row": b'<row r="9"><c r="B10"><v>1</v></c></row>',
    "no row": b'<row r="x"><c r="B10"><v>1</v></c></row>',
    "underscore": b'<row r="9"><c r="B9"><v>1_0</v></c></row>',
    "full width": '<row r="9"><c r="B9" t="n"><v>１</v></c></row>'.encode(),
    "no number": b'<row r="9"><c r="B9"><v>nan</v></c></row>',
    "last text": b'<row r="9"><c r="B9" t="s"><v>-1</v></c></row>',
    "truth": b'<row r="9"><c r="B9" t="b"><v>2</v></c></row>',
}


@pytest.mark.parametrize("name", DOUBLED)
def test_what_excel_never_writes_into_a_sheet_is_damaged(name: str) -> None:
    data = replaced(SHEET, b"</sheetData>", DOUBLED[name] + b"</sheetData>")
    [problem] = told(lambda: clean_workbook(data))
    assert (problem.code, problem.values["part"]) == ("workbook.damaged", SHEET)


def test_rows_and_cells_without_a_number_stand_behind_the_last() -> None:
    rows = (
        b'<row r="9"><c r="B9"><v>-1.5E-3</v></c><c><v>.5</v></c><c t="b"><v>1</v></c></row>'
        b'<row><c t="str"><v>1_0</v></c></row></sheetData>'
    )
    assert clean_workbook(replaced(SHEET, b"</sheetData>", rows))


@pytest.mark.parametrize(
    ("part", "noted"),
    [
        ("xl/comments1.xml", True),
        ("xl/comments/comment1.xml", True),
        ("xl/threadedComments/threadedComment1.xml", True),
        ("xl/drawings/drawing1.xml", True),
        ("xl/theme/theme1.xml", False),
    ],
)
def test_comments_and_drawings_are_known_and_go(part: str, *, noted: bool) -> None:
    data = packed({**parts_of(PLAIN), part: b"<"})
    assert has_notes(data) is noted
    assert part not in parts_of(clean_workbook(data))


def test_only_what_a_reader_needs_is_left() -> None:
    data = replaced(SHEET, b"</sheetData>", b'</sheetData><hyperlinks/><drawing r="rId1"/>', PLAIN)
    left = parts_of(clean_workbook(packed({**parts_of(data), "xl/drawings/drawing1.xml": b"<"})))
    assert "xl/drawings/drawing1.xml" not in left
    assert not [name for name in left if name.startswith("docProps/")]
    assert b"hyperlinks" not in left[SHEET]
    assert {"[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", SHEET} <= set(left)


def test_blank_cells_go_and_their_neighbours_stay_where_they_are() -> None:
    rows = (
        b'<row r="1"><c r="A1" s="1"/><c r="B1"><v>1</v></c></row>'
        b'<row r="2"><c r="A2"></c></row><row r="3" hidden="1"/>'
        b'<row r="9"><c r="C9"><v>2</v></c></row>'
    )
    plain = parts_of(PLAIN)
    start, _, end = plain[SHEET].partition(b"<sheetData>")
    sheet = start + b"<sheetData>" + rows + b"</sheetData>" + end.partition(b"</sheetData>")[2]
    left = parts_of(clean_workbook(packed({**plain, SHEET: sheet})))[SHEET]
    assert left.count(b"row r=") == 2
    assert left.count(b"c r=") == 2
    unnumbered = sheet.replace(b'<row r="9">', b"<row>")
    kept = parts_of(clean_workbook(packed({**plain, SHEET: unnumbered})))[SHEET]
    assert kept.count(b"c r=") == 4


def test_the_same_parts_are_the_same_bytes() -> None:
    made = {"a": b"1", "b": b"2"}
    assert zipped(made) == zipped(made)
    assert parts_of(zipped(made)) == made


def test_a_refusal_is_an_unreadable_file() -> None:
    with pytest.raises(UnreadableFile):
        clean_workbook(b"a,b\n")
