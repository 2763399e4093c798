"""What README shows of the command is what the command says."""

import re
from pathlib import Path

import pytest

from tests.tools.command import run

ROOT = Path(__file__).parents[1]


def blocks(page: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_first_grade_comes_out_as_the_page_shows_it(
    name: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / name).read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MATURITY_LANG", language)
    assert run("new", "qbjkb-009-2026", "-o", "my.toml").exit_code == 0

    [sed] = re.findall(r"^sed -i\.bak -E '(.*)' my\.toml$", page, re.MULTILINE)
    text = Path("my.toml").read_text("utf-8")
    for command in sed.split("; "):
        _, pattern, replacement, _ = command.split("/")
        text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
    [lines] = [block for block in blocks(page, "toml") if block.startswith('"5.2.1" =')]
    for line in lines.splitlines():
        number = line.partition(" =")[0]
        text, replaced = re.subn(rf"(?m)^{re.escape(number)} = .*$", line, text)
        assert replaced == 1
    Path("my.toml").write_text(text, "utf-8")

    shown = blocks(page, "text")
    assert run("check", "my.toml").stdout in shown
    assert run("score", "my.toml").stdout in shown


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_demo_begins_as_the_page_shows_it(name: str, language: str) -> None:
    page = (ROOT / name).read_text("utf-8")
    card = run("score", ROOT / "examples/municipal-sewage.toml", "--lang", language).stdout
    begins = [block.removesuffix("  ...\n") for block in blocks(page, "text") if "  ...\n" in block]
    assert [begin for begin in begins if card.startswith(begin)] != []
