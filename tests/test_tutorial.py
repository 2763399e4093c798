"""The tutorial works word by word: in an empty folder, with the built wheel."""

import re
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.tools.command import environment

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/tutorial/first-rubric.md"
FENCE = re.compile(r"^```(\w+)(?: (\w+)=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INSTALL = 'python -m pip install "maturity-core[cli,report,testing]"'


class Block(NamedTuple):
    """A block of the page: a file, a line of a file, or commands with what they print."""

    kind: str
    verb: str
    file: str
    text: str


BLOCKS = [Block(*found) for found in FENCE.findall(PAGE.read_text("utf-8"))]


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment with the wheel, and with what it needs from this one."""
    room = tmp_path_factory.mktemp("newcomer")
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check"]
    offline = ["-q", "--no-build-isolation", "--no-deps", "--no-index"]
    subprocess.run([*pip, "wheel", *offline, "-w", str(room), str(ROOT)], check=True, timeout=300)
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(room / "venv")], check=True, timeout=300
    )
    names = {"base": str(room / "venv"), "platbase": str(room / "venv")}
    site, scripts = (Path(sysconfig.get_path(n, vars=names)) for n in ("purelib", "scripts"))
    (site / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    python = next(scripts.glob("python*"))
    [wheel] = room.glob("*.whl")
    install = [str(python), *pip[1:], "install", *offline, "--ignore-installed", str(wheel)]
    subprocess.run(install, check=True, timeout=300)
    return scripts


def test_the_tutorial_works_word_by_word(bin_folder: Path, tmp_path: Path) -> None:
    """Each file is written, each line changed and each command called, in order."""
    offline = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    variables = environment(PATH=str(bin_folder), LANG="C.UTF-8", **offline)
    for block in BLOCKS:
        file = tmp_path / block.file
        match block.kind, block.verb:
            case "toml", "file":
                file.write_text(block.text, "utf-8")
            case "toml", "line":
                line = re.compile(
                    rf"^{re.escape(block.text.partition(' = ')[0])} = .*\n", re.MULTILINE
                )
                text, count = line.subn(block.text, file.read_text("utf-8"))
                assert count == 1
                file.write_text(text, "utf-8")
            case _:
                for call, printed in follow(block):
                    words = shlex.split(call)
                    done = subprocess.run(
                        [str(bin_folder / words[0]), *words[1:]],
                        cwd=tmp_path,
                        env=variables,
                        capture_output=True,
                        text=True,
                        encoding="utf-8",
                        check=False,
                        timeout=300,
                    )
                    found = timeless(done.stdout + done.stderr)
                    assert found == timeless("".join(f"{line}\n" for line in printed)), call


def follow(block: Block) -> list[tuple[str, list[str]]]:
    """The commands of a block, but for the first, which the fixture did offline."""
    found: list[tuple[str, list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return [(call, printed) for call, printed in found if call != INSTALL]


def timeless(text: str) -> str:
    return re.sub(r" in [\d.]+s", " in 0s", text)
