"""Plugins as the world makes them: built and installed by pip, read by an interpreter of its own.

Their sources are the projects in tests/plugins.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from maturity_core import get_rubric
from tests.tools.command import EXAMPLES, environment, started

HERE = Path(__file__).parent
PROJECTS = HERE / "plugins"
SOUND = (
    "acme-elder-2024",
    "acme-elder-2026",
    "acme-water-2026",
    "qbjkb-006-2026",
    "qbjkb-009-2026",
)
BROKEN = (
    "acme-exits",
    "acme-letters",
    "acme-nameless",
    "acme-raises",
    "acme-torn",
    "acme-twin-a",
    "acme-twin-b",
    "acme-wrong",
)


def installed(folder: Path, *projects: Path) -> Path:
    """Let pip build projects and install them into a folder."""
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "install"]
    alone = ["-qq", "--no-build-isolation", "--no-deps", "--no-index", "--target", str(folder)]
    subprocess.run([*pip, *alone, *map(str, projects)], check=True, timeout=300)
    return folder


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two distributions with nothing wrong: one offers a rubric, one two editions."""
    folder = tmp_path_factory.mktemp("sound")
    return installed(folder, PROJECTS / "acme-elder", PROJECTS / "acme-water")


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is broken in one way each; two are sound projects, and damaged once installed."""
    folder = installed(tmp_path_factory.mktemp("broken"), *(PROJECTS / name for name in BROKEN))
    # No tool would install these two as they are now: a disk, an editor or a half-done uninstall
    # has been there since.
    (folder / "acme_nameless-1.0.dist-info/METADATA").unlink()
    entry_points = folder / "acme_torn-1.0.dist-info/entry_points.txt"
    entry_points.write_text("[maturity_core.rubrics]\nacme-torn-2026\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def shadow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that offers the id of the shipped rubric."""
    return installed(tmp_path_factory.mktemp("shadow"), PROJECTS / "shadows-009")


def on_path(*folders: Path) -> str:
    return os.pathsep.join(map(str, folders))


def command(*arguments: str | Path, path: str) -> "subprocess.CompletedProcess[bytes]":
    return started(*arguments, PYTHONPATH=path)


def python(code: str, path: str) -> str:
    """Run code in another interpreter; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=environment(PYTHONPATH=path, PYTHONIOENCODING="utf-8"),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


# Each fault with its code, who is named, and why, in English and in Chinese.
FAULTS = [
    ("plugin.broken", "acme-exits", "SystemExit: usage: acme_exits FILE", "SystemExit: "),
    ("plugin.broken", "acme-raises", "There is no file ", "not_in_the_wheel.toml"),
    ("plugin.broken", "acme-torn", "entry_points.txt: 'acme-torn-2026'", "'acme-torn-2026'"),
    ("plugin.broken", "acme-wrong", "ModuleNotFoundError: ", "acme_wrong_nowhere"),
    ("plugin.broken", "acme-wrong", "AttributeError: ", "nothing_of_this_name"),
    ("plugin.broken", "acme-wrong", "'acme_wrong:12 monkeys'", "'acme_wrong:12 monkeys'"),
    ("plugin.broken", "acme-wrong", "TypeError: wants_an_argument()", "'edition'"),
    ("plugin.no-rubric", "acme-wrong", "must be a Rubric, got dict", "应为 Rubric，现为 dict"),
    ("plugin.other-id", "acme-wrong", 'got "acme-another-2026"', "现为“acme-another-2026”"),
    ("plugin.other-id", "acme-letters", 'got "acme-letters-2026"', "现为“acme-letters-2026”"),
    ("plugin.no-id", "acme-letters", r"as '\u0430cme-letters-2026' (", r"以 '\u0430cme-letters"),
    ("plugin.no-metadata", "acme_nameless-1.0.dist-info", "METADATA with Name", "METADATA 应写明"),
    ("plugin.id-twice", "acme-twin-a 1.0, acme-twin-b 2.0", "more than one", "由多个安装包提供"),
]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_list_shows_the_sound_and_names_each_broken_one_with_its_reason(
    sound: Path, broken: Path, language: str
) -> None:
    done = command("rubric", "list", "--lang", language, path=on_path(broken, sound))
    assert done.returncode == 1
    rows = [re.split("  +", line) for line in done.stdout.decode().splitlines()]
    assert [row[0] for row in rows] == list(SOUND)
    assert [row[-1] for row in rows[:3]] == ["acme-elder 1.0"] * 2 + ["acme-water 2.1"]
    told = done.stderr.decode().splitlines()
    for code, distribution, english, chinese in FAULTS:
        reason = english if language == "en" else chinese
        [line] = [line for line in told if distribution in line and reason in line]
        assert line.endswith(f" [{code}]")
        told.remove(line)
    assert told == []


def test_list_for_programs(sound: Path, broken: Path) -> None:
    done = command("rubric", "list", "--json", path=on_path(broken, sound))
    assert (done.returncode, done.stderr) == (1, b"")
    *offers, refused = map(json.loads, done.stdout.decode().splitlines())
    assert [offer["id"] for offer in offers] == list(SOUND)
    assert [(offer["distribution"], offer["version"]) for offer in offers[:3]] == [
        ("acme-elder", "1.0"),
        ("acme-elder", "1.0"),
        ("acme-water", "2.1"),
    ]
    codes = sorted(problem["code"] for problem in refused["problems"])
    assert codes == sorted(code for code, *_ in FAULTS)


def test_where_nothing_is_broken_nothing_is_told(sound: Path) -> None:
    done = command("rubric", "list", path=on_path(sound))
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout.splitlines()) == len(SOUND)


@pytest.mark.parametrize("rubric_id", SOUND)
def test_the_broken_never_hurt_the_sound(
    sound: Path, broken: Path, tmp_path: Path, rubric_id: str
) -> None:
    path = on_path(broken, sound)
    file, shown = tmp_path / "a.json", b"Score 84 / 100   good"
    tree = {"ratings": {"1.1": 100, "1.2": 60, "2": 90}, "vetoes": {"accident": "clear"}}
    if rubric_id.startswith("qbjkb"):
        rubric, shown = get_rubric(rubric_id), b"Score 90 / 100   four stars"
        tree = {
            "ratings": {leaf.id: 90 for leaf in rubric.leaves()},
            "vetoes": {veto.id: "clear" for veto in rubric.vetoes},
        }
    file.write_text(json.dumps({"rubric": rubric_id, **tree}), encoding="utf-8")
    done = command("score", "--rubric", rubric_id, file, "--lang", "en", path=path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert shown in done.stdout
    done = command("rubric", "show", rubric_id, path=path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith(f"{rubric_id}   ")


REFUSED = {
    "acme-exits-2026": "plugin.broken",
    "acme-raises-2026": "plugin.broken",
    "acme-no-module-2026": "plugin.broken",
    "acme-no-name-2026": "plugin.broken",
    "acme-no-value-2026": "plugin.broken",
    "acme-wants-2026": "plugin.broken",
    "acme-no-rubric-2026": "plugin.no-rubric",
    "acme-other-id-2026": "plugin.other-id",
    "Acme-Letters-2026": "plugin.other-id",
    "acme-twin-2026": "plugin.id-twice",
    "acme-letters-2026": "rubric.unknown",
    "acme-nameless-2026": "rubric.unknown",
    "acme-torn-2026": "rubric.unknown",
}


def test_a_broken_one_that_is_asked_for_is_refused(sound: Path, broken: Path) -> None:
    code = f"""
import json
from maturity_core import MaturityError, get_rubric
refused = {{}}
for name in {list(REFUSED)}:
    try:
        get_rubric(name)
    except MaturityError as error:
        refused[name] = error.problems[0].code
print(json.dumps(refused))
"""
    assert json.loads(python(code, on_path(broken, sound))) == REFUSED


@pytest.mark.parametrize("rubric_id", ["acme-exits-2026", "acme-torn-2026", "acme-twin-2026"])
def test_the_command_refuses_a_broken_one(sound: Path, broken: Path, rubric_id: str) -> None:
    file = EXAMPLES / "municipal-sewage.toml"
    for arguments in (["rubric", "show", rubric_id], ["score", "--rubric", rubric_id, file]):
        done = command(*arguments, path=on_path(broken, sound))
        assert (done.returncode, done.stdout) == (2, b"")
        assert f"[{REFUSED[rubric_id]}]" in done.stderr.decode().splitlines()[0]


EDITIONS = """
import json
from datetime import date
from maturity_core import MaturityError, get_rubric
def asked(day):
    try:
        return get_rubric("acme-elder", on=day and date.fromisoformat(day)).id
    except MaturityError as error:
        return str(error)
days = "2023-12-31", "2024-01-01", "2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01", None
print(json.dumps({day: asked(day) for day in days}))
"""


def test_the_edition_of_a_family_is_picked_by_the_day(sound: Path, broken: Path) -> None:
    both = "acme-elder-2024 (2024-01-01 - 2026-07-01), acme-elder-2026 (2026-04-01 - )"
    in_force = 'More than one edition of "acme-elder" is in force on'
    assert json.loads(python(EDITIONS, on_path(broken, sound))) == {
        "2023-12-31": (
            f'No edition of "acme-elder" is in force on 2023-12-31. Installed editions: {both}. '
            "[rubric.no-edition]"
        ),
        "2024-01-01": "acme-elder-2024",
        "2026-03-31": "acme-elder-2024",
        "2026-04-01": (
            f"{in_force} 2026-04-01: {both}. Name one of them. [rubric.several-editions]"
        ),
        "2026-06-30": (
            f"{in_force} 2026-06-30: {both}. Name one of them. [rubric.several-editions]"
        ),
        "2026-07-01": "acme-elder-2026",
        "null": (
            '"acme-elder" is a family: name the edition or the day. '
            f"Installed editions: {both}. [rubric.needs-date]"
        ),
    }


def test_nobody_takes_the_id_of_a_shipped_rubric(sound: Path, shadow: Path) -> None:
    for path in (on_path(shadow, sound), on_path(sound, shadow)):
        done = command("rubric", "list", path=path)
        assert done.returncode == 1
        ids = [line.split()[0] for line in done.stdout.decode().splitlines()]
        assert ids == list(SOUND[:-1])
        [line] = done.stderr.decode().splitlines()
        assert re.search(r"maturity-core [0-9.]+, shadows-009 1\.0\. .*\[plugin\.id-twice\]$", line)
        for name in ("qbjkb-009-2026", "QBJKB-009-2026", "Q/BJKB 009-2026", "qbjkb-009"):
            done = command("rubric", "show", name, path=path)
            assert (done.returncode, done.stdout) == (2, b"")
            assert b"[plugin.id-twice]" in done.stderr


def test_of_a_distribution_in_two_folders_the_first_on_the_path_counts(
    sound: Path, tmp_path: Path
) -> None:
    newer = tmp_path / "acme-water"
    shutil.copytree(PROJECTS / "acme-water", newer)
    project = newer / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace('version = "2.1"', 'version = "2.2"'), encoding="utf-8")
    overlay = installed(tmp_path / "site", newer)
    for path, version in ((on_path(overlay, sound), "2.2"), (on_path(sound, overlay), "2.1")):
        done = command("rubric", "list", "--json", path=path)
        assert (done.returncode, done.stderr) == (0, b"")
        offers = [json.loads(line) for line in done.stdout.decode().splitlines()]
        assert [offer["id"] for offer in offers] == list(SOUND)
        assert offers[2]["version"] == version


def test_who_stops_the_program_while_a_plugin_is_imported_stops_it(tmp_path: Path) -> None:
    site = installed(tmp_path, PROJECTS / "acme-interrupts")
    code = """
from maturity_core import get_rubric, installed_rubrics
print(*(offer.id for offer in installed_rubrics()))
try:
    get_rubric("acme-interrupts-2026")
except KeyboardInterrupt:
    print("stopped")
"""
    assert python(code, str(site)).splitlines() == [
        "acme-interrupts-2026 qbjkb-006-2026 qbjkb-009-2026",
        "stopped",
    ]


def test_listing_imports_nothing(sound: Path, broken: Path, tmp_path: Path) -> None:
    """One that prints at import shows it: nothing is printed before its rubric is asked for."""
    loud = installed(tmp_path, PROJECTS / "acme-loud")
    code = """
import sys
from maturity_core import get_rubric, installed_rubrics
offers = [offer.id for offer in installed_rubrics()]
print(*offers, *(name for name in sys.modules if name.startswith("acme")))
print(get_rubric("acme-loud-2026").id)
"""
    listed, *asked = python(code, on_path(broken, sound, loud)).splitlines()
    assert {*SOUND, "acme-loud-2026"} < set(listed.split())
    assert "acme_" not in listed
    assert asked == ["Thank you for choosing Acme!", "Thank you again!", "acme-loud-2026"]


# Opening the metadata of one that offers nothing ends the scan; what is opened otherwise is told.
WATCHED = """
import sys
opened = []
def watch(event, arguments):
    if event == "open" and str(arguments[0]).endswith(("METADATA", "PKG-INFO")):
        if "unrelated" in str(arguments[0]):
            raise RuntimeError(f"{arguments[0]} was opened")
        opened.append(arguments[0])
sys.addaudithook(watch)
from maturity_core import installed_rubrics
installed = installed_rubrics()
import json
print(json.dumps([len(installed), len(installed.problems), list(map(str, opened))]))
"""


def test_metadata_are_read_only_of_what_offers_something(
    sound: Path, broken: Path, tmp_path: Path
) -> None:
    for number in range(100):
        info = tmp_path / f"unrelated_{number}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").touch()
        text = f"[console_scripts]\nunrelated-{number} = unrelated:main\n"
        (info / "entry_points.txt").write_text(text, encoding="utf-8")
    path = on_path(tmp_path, broken, sound)
    offers, problems, opened = json.loads(python(WATCHED, path))
    assert (offers, problems) == (14, 4)
    folders = [Path(name).parent.name.partition("-")[0] for name in opened]
    offering = {name.replace("-", "_") for name in (*BROKEN, "acme-elder", "acme-water")}
    assert set(folders) == {*offering, "maturity_core"}


PAGE = HERE.parent / "docs/how-to/install-a-rubric.md"


def shown_by_the_page(call: str) -> str:
    """The block of text behind a call on the page."""
    text = PAGE.read_text(encoding="utf-8").split(f"```sh\n{call}\n```\n")[1]
    return text.split("```text\n")[1].split("```")[0]


def matches(shown: str, real: bytes) -> re.Match[str] | None:
    """Whether the page shows what really comes; `...` stands for the rest of a line."""
    pattern = re.escape(shown).replace(re.escape("..."), ".*")
    return re.fullmatch(pattern, real.decode())


def test_the_page_on_plugins_shows_what_comes_out(sound: Path, broken: Path, shadow: Path) -> None:
    done = command("rubric", "list", "--lang", "en", path=on_path(sound))
    assert matches(shown_by_the_page("maturity rubric list"), done.stdout)
    for call, folder in (
        ("maturity rubric show acme-raises-2026", broken),
        ("maturity rubric show qbjkb-009-2026", shadow),
    ):
        done = command(*call.split()[1:], "--lang", "en", path=on_path(folder, sound))
        assert (done.returncode, done.stdout) == (2, b"")
        assert matches(shown_by_the_page(call), done.stderr)


def test_the_page_on_plugins_shows_a_real_project() -> None:
    page = PAGE.read_text(encoding="utf-8")
    [toml] = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    project = PROJECTS / "acme-elder"
    assert toml == (project / "pyproject.toml").read_text(encoding="utf-8")
    for name in ("__init__.py", "elder_2026.toml"):
        assert (project / "acme_elder" / name).read_text(encoding="utf-8") in page


def test_what_a_plugin_prints_is_no_result(tmp_path: Path) -> None:
    site = installed(tmp_path / "site", PROJECTS / "acme-loud")
    file = tmp_path / "a.toml"
    file.write_text('rubric = "acme-loud-2026"\nratings = { "1" = 85 }\n', encoding="utf-8")
    for arguments in (
        ["rubric", "list", "--json"],
        ["rubric", "show", "acme-loud-2026", "--json"],
        ["score", "--json", file],
        ["score", "--json", "--rubric", "acme-loud-2026", file],
    ):
        done = command(*arguments, path=str(site))
        assert done.returncode == 0
        assert done.stderr.splitlines() == [b"Thank you for choosing Acme!", b"Thank you again!"]
        assert b"acme-loud-2026" in done.stdout
        assert b"Thank you" not in done.stdout
