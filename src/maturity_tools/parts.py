"""The parts of an .xlsx file, each looked at before anything opens it as a workbook."""

import io
import re
import zlib
from collections.abc import Mapping
from typing import NoReturn
from xml.etree import ElementTree as ET
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from maturity_core import Problem, UnreadableFile
from maturity_core.errors import printable
from maturity_core.reading import MOST_BYTES

__all__ = ["clean_workbook", "has_notes", "zipped"]

_MIB = 2**20
_MOST_UNPACKED = 256 * _MIB
_MOST_RATIO = 200
_SMALL = _MIB  # what unpacks to no more is no bomb, however well it packs
_MOST_PARTS = 2_000
_MOST_ELEMENTS = 2_000_000
_MOST_DEPTH = 100
_MOST_MERGED = 200_000
_EPOCH = (1980, 1, 1, 0, 0, 0)

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_KEPT = {
    "worksheet": {"cols", "sheetData", "mergeCells"},
    "workbook": {"workbookPr", "sheets"},
}
# What needs no look: properties, drawings, comments, and what leads to them.
_NOT_READ = re.compile(
    r"(docProps|customXml|customUI|_xmlsignatures)/.*|.*/(comments|calcChain|connections).*"
    r"|(.*/)?(worksheets/_rels|chartsheets|charts|drawings|theme|externalLinks|tables"
    r"|threadedComments|persons|pivotTables|pivotCache|queryTables|richData)/.*"
)
_NOTES = re.compile(r".*/(comments.*|threadedComments/.*|drawings/drawing[^/]*)\.xml")
_VALUES = {
    "n": re.compile(r"\s*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][-+]?[0-9]+)?\s*"),
    "s": re.compile(r"[0-9]+"),
    "b": re.compile(r"[01]"),
}
"""What may stand in a cell, by its type, where Python takes more for a number."""
_UNNUMBERED = re.compile(rb"<(?:\w+:)?(?:c|row)(?!\s+r=)[\s/>]")  # stands behind the one before it
_BLANK_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^<>]*)?(?:/>|>\s*</(?:\w+:)?c>)")
_BLANK_ROW = re.compile(rb"<(?:\w+:)?row(?:\s[^<>]*)?(?:/>|>\s*</(?:\w+:)?row>)")


def clean_workbook(data: bytes) -> bytes:
    """Return an .xlsx file with only what a reader of cells needs, every part of it checked.

    Cells without content, and rows of them, are left out: a sheet that is formatted to its last
    row costs no more than what is written in it.

    Args:
        data: the bytes of a file.

    Raises:
        UnreadableFile: it is no .xlsx workbook, unpacks to too much, has macros or a document type,
            is encrypted or damaged.
    """
    if len(data) > MOST_BYTES:
        _refuse("file.too-large", found=str(len(data)), most=str(MOST_BYTES))
    if not data:
        _refuse("file.empty")
    if not data.startswith(b"PK\x03\x04"):
        _refuse_other(data)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            infos = _checked(archive)
            parts = {info.filename: archive.read(info) for info in infos if _is_read(info.filename)}
    except UnreadableFile:
        raise
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        _refuse("workbook.damaged", part="")
    left = _MOST_ELEMENTS
    for name, part in parts.items():
        parts[name], count = _clean(name, part, left)
        left -= count
    return zipped(parts)


def has_notes(data: bytes) -> bool:
    """Whether a workbook has what nobody reads here: comments, drawings, pictures, text boxes."""
    with ZipFile(io.BytesIO(data)) as archive:
        return any(map(_NOTES.fullmatch, archive.namelist()))


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip file of parts by name; the same parts give the same bytes."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            info = ZipInfo(name, _EPOCH)
            info.create_system = 0  # the same on every system
            archive.writestr(info, part, ZIP_DEFLATED)
    return packed.getvalue()


def _refuse(code: str, **values: str) -> NoReturn:
    raise UnreadableFile([Problem(code, (), values)])


def _is_read(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and not _NOT_READ.fullmatch(name)


_OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS = ((_OLD_FORMAT, "xls"), (b"%PDF", "pdf"), (b"<", "web page"))


def _refuse_other(data: bytes) -> NoReturn:
    """Refuse what is no zip file, and say what it looks like."""
    if data.startswith(_OLD_FORMAT) and "EncryptedPackage".encode("utf-16-le") in data:
        _refuse("workbook.encrypted")
    kinds = (kind for beginning, kind in _BEGINNINGS if data.lstrip().startswith(beginning))
    kind = next(kinds, "" if b"\0" in data else "csv")
    _refuse("workbook.not-xlsx", kind=kind)


def _checked(archive: ZipFile) -> list[ZipInfo]:
    """Return the parts as the directory of the zip file tells them, if they may be unpacked.

    Nothing is unpacked for it, and no part gives more bytes later than the directory says.
    """
    infos = archive.infolist()
    names = {info.filename for info in infos}
    unpacked = sum(info.file_size for info in infos)
    packed = max(1, sum(info.compress_size for info in infos))
    is_dense = unpacked > _SMALL and unpacked > packed * _MOST_RATIO
    if is_dense or unpacked > _MOST_UNPACKED or len(infos) > _MOST_PARTS:
        _refuse(
            "workbook.too-large",
            size=str(unpacked // _MIB),
            ratio=str(unpacked // packed),
            parts=str(len(infos)),
            most_size=str(_MOST_UNPACKED // _MIB),
            most_ratio=str(_MOST_RATIO),
            most_parts=str(_MOST_PARTS),
        )
    if "[Content_Types].xml" not in names or not any("workbook." in name for name in names):
        kinds = (kind for part, kind in _OTHER_ZIPS if part in names)
        _refuse("workbook.not-xlsx", kind=next(kinds, "zip"))
    if "xl/workbook.bin" in names:
        _refuse("workbook.not-xlsx", kind="xlsb")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        _refuse("workbook.macros")
    known = {ZIP_STORED, ZIP_DEFLATED}
    if len(names) != len(infos) or any(info.compress_type not in known for info in infos):
        _refuse("workbook.damaged", part="")
    return infos


_OTHER_ZIPS = (("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx"), ("mimetype", "ods"))


def _clean(name: str, part: bytes, most: int) -> tuple[bytes, int]:
    """Return a part without what nobody reads, and how many elements it has."""
    if b"sheetData>" in part and not _UNNUMBERED.search(part):
        part = _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", part))
    count = _checked_elements(name, part, most)
    if b"macroEnabled" in part and name == "[Content_Types].xml":
        _refuse("workbook.macros")
    root = ET.fromstring(part)  # noqa: S314 -- it declares no entity, and its elements are counted
    kept = _KEPT.get(root.tag.removeprefix(_MAIN))
    if kept is None:
        if root.tag.startswith(_STRICT):
            _refuse("workbook.strict")
        return (_shared(root) if root.tag == f"{_MAIN}sst" else part), count
    for child in [child for child in root if child.tag.removeprefix(_MAIN) not in kept]:
        root.remove(child)
    refs = (merged.get("ref", "") for merged in root.iter(f"{_MAIN}mergeCell"))
    if sum(map(_area, refs)) > _MOST_MERGED:
        _refuse("workbook.merged", part=printable(name), most=str(_MOST_MERGED))
    for formula in root.iter(f"{_MAIN}f"):
        formula.attrib.clear()  # openpyxl works out a shared one for each cell
    try:
        _check_cells(root)
    except ValueError:
        _refuse("workbook.damaged", part=printable(name))
    return ET.tostring(root), count


def _shared(root: ET.Element) -> bytes:
    """Return the shared texts so that openpyxl, which cuts ``x005F_`` out of each, leaves all."""
    for text in root.iter(f"{_MAIN}t"):
        text.text = (text.text or "").replace("x005F_", "x00x005F_5F_")
    return ET.tostring(root)


def _check_cells(root: ET.Element) -> None:
    """Look at the cells of a sheet.

    Raises:
        ValueError: a row or a cell is there twice, or stands elsewhere than it says; or a value is
            none of its type.
    """
    from openpyxl.utils.cell import coordinate_to_tuple

    seen: set[int | tuple[int, int]] = set()
    number = 0
    for row in root.iter(f"{_MAIN}row"):
        number = int(row.get("r", number + 1))
        places: list[int | tuple[int, int]] = [number]
        column = 0
        for cell in row:
            ref = cell.get("r")
            line, column = coordinate_to_tuple(ref) if ref else (number, column + 1)
            places.append((line, column))
            value = cell.findtext(f"{_MAIN}v")
            form = _VALUES.get(cell.get("t", "n"))
            is_elsewhere = "r" in row.attrib and line != number
            if is_elsewhere or (value and form and not form.fullmatch(value)):
                raise ValueError(ref)
        if len(set(places)) < len(places) or not seen.isdisjoint(places):
            raise ValueError(number)
        seen.update(places)


def _area(ref: str) -> int:
    from openpyxl.utils.cell import range_boundaries

    try:
        left, top, right, bottom = (bound or 0 for bound in range_boundaries(ref))
    except ValueError:
        return 0  # no range: whoever opens the workbook refuses it
    return (right - left + 1) * (bottom - top + 1)


def _checked_elements(name: str, part: bytes, most: int) -> int:
    """Return how many elements a part has.

    A document type, too many elements or too deep ones, and what is no XML are refused.
    """
    count = depth = 0

    def element(*_: object) -> None:
        nonlocal count, depth
        count += 1
        depth += 1
        if count > most:
            _refuse("workbook.too-many-cells", most=str(_MOST_ELEMENTS))
        if depth > _MOST_DEPTH:
            _refuse("workbook.damaged", part=printable(name))

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        _refuse("workbook.doctype", part=printable(name))

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(part, True)  # noqa: FBT003 -- expat takes it by place
    except UnreadableFile:
        raise
    except (expat.ExpatError, LookupError, ValueError):  # the latter for an encoding
        _refuse("workbook.damaged", part=printable(name))
    return count
