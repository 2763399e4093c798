"""Files are written whole or not at all, whatever happens on the way."""

import errno
import os
import stat
from pathlib import Path
from typing import NoReturn

import pytest

from maturity_core import FileNotOpened
from maturity_tools.output import one_line, write_whole
from tests.tools.papers import names, written


def codes(error: pytest.ExceptionInfo[FileNotOpened]) -> list[str]:
    return [problem.code for problem in error.value.problems]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("江北", "江北"),
        ("a\nb", "a b"),
        ("a\r\n\tb \u3000 c", "a b c"),
        ("a\u2028b\u2029c\x85d\x0be\x0cf\x1cg", "a b c d e f g"),
        ("  a  ", "a"),
        ("\n", ""),
    ],
)
def test_one_line_is_one_line(text: str, line: str) -> None:
    assert one_line(text) == line
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize("over", [True, False])
def test_a_new_file_is_utf_8_with_plain_line_ends(folder: Path, *, over: bool) -> None:
    file = folder / "江北 厂.txt"
    write_whole(file, "得分\nzwei\r\n", over=over)
    assert file.read_bytes() == "得分\nzwei\r\n".encode()
    assert names(folder) == [file.name]


def test_a_new_file_has_the_usual_permissions(folder: Path) -> None:
    write_whole(folder / "a.txt", "", over=True)
    usual = written(folder / "b.txt", "")
    assert (folder / "a.txt").stat().st_mode == usual.stat().st_mode


def test_an_old_file_keeps_its_permissions(folder: Path) -> None:
    file = written(folder / "a.txt", "old")
    file.chmod(0o600)
    write_whole(file, "new", over=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text(encoding="utf-8") == "new"


def test_what_links_to_a_file_still_does(folder: Path) -> None:
    file = written(folder / "a.txt", "old")
    link = folder / "link.txt"
    link.symlink_to(file.name)
    write_whole(link, "new", over=True)
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == "new"


def test_a_file_that_exists_is_left_alone(folder: Path) -> None:
    file = written(folder / "a.txt", "old")
    with pytest.raises(FileNotOpened) as error:
        write_whole(file, "new", over=False)
    assert codes(error) == ["file.exists"]
    assert file.read_text(encoding="utf-8") == "old"
    assert names(folder) == ["a.txt"]


def test_a_file_that_comes_to_be_meanwhile_is_left_alone_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two writers: what the other one wrote while this one did is not lost."""
    file = folder / "a.txt"
    monkeypatch.setattr(os, "fsync", lambda _: written(file, "theirs"))
    with pytest.raises(FileNotOpened) as error:
        write_whole(file, "mine", over=False)
    assert codes(error) == ["file.exists"]
    assert file.read_text(encoding="utf-8") == "theirs"
    assert names(folder) == ["a.txt"]


def fail_with(monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException) -> None:
    def fails(*_: object, **__: object) -> NoReturn:
        raise error

    match step:
        case "sync":
            monkeypatch.setattr(os, "fsync", fails)
        case "replace":
            monkeypatch.setattr(Path, "replace", fails)
        case _:
            monkeypatch.setattr(os, "link", fails)


@pytest.mark.parametrize("step", ["sync", "replace"])
def test_a_full_disk_leaves_the_old_file_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    file = written(folder / "a.txt", "old")
    fail_with(monkeypatch, step, OSError(28, "No space left on device"))
    with pytest.raises(FileNotOpened) as error:
        write_whole(file, "new", over=True)
    assert codes(error) == ["file.not-written"]
    assert error.value.problems[0].message("en") == (
        f"The file {file} cannot be written: No space left on device. Nothing was changed."
    )
    assert file.read_text(encoding="utf-8") == "old"
    assert names(folder) == ["a.txt"]


@pytest.mark.parametrize("step", ["sync", "link"])
def test_a_full_disk_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    fail_with(monkeypatch, step, OSError(28, "No space left on device"))
    with pytest.raises(FileNotOpened) as error:
        write_whole(folder / "a.txt", "new", over=False)
    assert codes(error) == ["file.not-written"]
    assert names(folder) == []


def test_an_interrupted_writer_leaves_the_old_file_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(folder / "a.txt", "old")
    fail_with(monkeypatch, "sync", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        write_whole(file, "new", over=True)
    assert file.read_text(encoding="utf-8") == "old"
    assert names(folder) == ["a.txt"]


def test_text_that_is_no_unicode_leaves_the_old_file_whole(folder: Path) -> None:
    file = written(folder / "a.txt", "old")
    with pytest.raises(FileNotOpened) as error:
        write_whole(file, "new \ud800", over=True)
    assert codes(error) == ["file.not-written"]
    assert file.read_text(encoding="utf-8") == "old"
    assert names(folder) == ["a.txt"]


@pytest.mark.parametrize("over", [True, False])
@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "nowhere/a.txt"], ids=["long", "nul", "away"])
def test_a_name_that_no_system_takes_is_refused(folder: Path, name: str, *, over: bool) -> None:
    with pytest.raises(FileNotOpened) as error:
        write_whole(folder / name, "new", over=over)
    assert codes(error) == ["file.not-written"]
    assert names(folder) == []


@pytest.mark.parametrize("over", [True, False])
def test_a_long_name_that_the_system_takes_is_taken(folder: Path, *, over: bool) -> None:
    """The temporary name beside it must not be longer than the name itself may be."""
    for name in ("x" * 255, "污" * 85, "\U0001f3ed" * 63):
        write_whole(folder / name, "new", over=over)
        assert (folder / name).read_text(encoding="utf-8") == "new"


def test_a_file_system_without_hard_links_takes_new_files_and_keeps_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", link)
    file = tmp_path / "a.txt"
    write_whole(file, "first", over=False)
    with pytest.raises(FileNotOpened, match="exists"):
        write_whole(file, "second", over=False)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.txt"]
    assert file.read_text("utf-8") == "first"
