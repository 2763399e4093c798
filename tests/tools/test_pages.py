"""What the pages on outlook, safety and what-if show is what the command prints."""

import re
import shlex
from pathlib import Path

import pytest

from tests.tools.command import run

PAGES = Path(__file__).parents[2] / "docs/how-to"
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("see-what-is-still-possible.md", "en"),
        ("how-safe-is-the-grade.md", "en"),
        ("ask-what-if.md", "en"),
        ("before-the-grade.zh-CN.md", "zh"),
    ],
)
def test_a_page_shows_what_the_command_prints(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below a call stand lines of what it prints, in their order; some may be left out."""
    monkeypatch.chdir(PAGES.parents[1])
    printed: list[str] = []
    shown = 0
    for kind, block in BLOCK.findall((PAGES / name).read_text("utf-8")):
        if kind == "sh":
            printed = run(*shlex.split(block)[1:], "--lang", language).stdout.splitlines()
            continue
        lines = block.splitlines()
        left = iter(printed)
        assert [line for line in lines if line not in left] == []
        shown += len(lines)
    assert shown >= 20
