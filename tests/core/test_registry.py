import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from maturity_core import (
    AmbiguousRubric,
    BrokenPlugin,
    MaturityError,
    Problem,
    UnknownRubric,
    get_rubric,
    installed_rubrics,
)
from tests.core.samples import refusal

SHIPPED = "qbjkb-009-2026"
ALL_SHIPPED = ["qbjkb-006-2026", SHIPPED]
GROUP = "[maturity_core.rubrics]"

# A plugin's module: an author writes his rubric in Python or loads a file; here it is Python.
SOURCE = """
from datetime import date
from maturity_core import Clause, Grade, GradeBands, Rubric, Standard, Text

def make(id, **fields):
    a = Text(zh="甲", en="a")
    return Rubric(
        id=id, title=a, total=10, clauses=[Clause(id="1", title=a, points=10)],
        grades=GradeBands(grades=[Grade(id="g", rank=1, label=a)]), **fields)

def edition(id, effective=None, withdrawn=None):
    return make(id, family="tiny", standard=Standard(
        code=id, effective=effective, withdrawn=withdrawn))
"""

Offer = Callable[..., None]


@pytest.fixture
def offer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Offer:
    """Install distributions: metadata and a module ``{name}_plugin``, each in its own folder."""

    def install(  # noqa: PLR0913 -- each part of a distribution can be the broken one
        name: str,
        entries: str,
        source: str = "",
        *,
        version: str = "1.0",
        metadata: str | None = "",
        folder: str = "",
    ) -> None:
        module = f"{name.lower().replace('-', '_')}_plugin"
        site = tmp_path / (folder or name)
        info = site / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir(parents=True)
        if metadata is not None:
            named = metadata or f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
            (info / "METADATA").write_text(named, encoding="utf-8")
        text = entries.replace("=", f"= {module}:").replace(";", "\n")
        (info / "entry_points.txt").write_text(text, encoding="utf-8")
        (site / f"{module}.py").write_text(SOURCE + source, encoding="utf-8")
        monkeypatch.syspath_prepend(str(site))
        monkeypatch.delitem(sys.modules, module, raising=False)

    return install


def said(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.message() for problem in problems]


def test_the_shipped_rubric_comes_by_the_public_door() -> None:
    installed = installed_rubrics()
    assert [rubric.id for rubric in installed] == ALL_SHIPPED
    assert (len(installed), SHIPPED in installed, "x" in installed) == (2, True, False)
    offers = [(rubric.distribution, rubric.load().id) for rubric in installed]
    assert offers == [("maturity-core", name) for name in ALL_SHIPPED]
    assert installed.problems == ()


@pytest.mark.parametrize("name", [SHIPPED, "Q/BJKB 009-2026", "QBJKB 009-2026"])
def test_a_rubric_is_found_by_its_id_and_its_aliases(name: str) -> None:
    assert get_rubric(name).id == SHIPPED


def test_a_strangers_rubric_is_listed_without_importing_it(offer: Offer) -> None:
    offer("good", f"{GROUP};good-2026=rubric", 'rubric = make("good-2026")', version="2.5")
    installed = installed_rubrics()
    assert [(r.id, r.distribution, r.version) for r in installed] == [
        ("good-2026", "good", "2.5"),
        *((name, "maturity-core", installed.rubrics[-1].version) for name in ALL_SHIPPED),
    ]
    assert "good_plugin" not in sys.modules
    assert get_rubric("good-2026").id == "good-2026"
    assert "good_plugin" in sys.modules


def test_only_the_rubric_asked_for_is_imported(offer: Offer) -> None:
    offer("loud", f"{GROUP};loud-2026=rubric", "raise RuntimeError")
    offer("quiet", f"{GROUP};quiet-2026=rubric", 'rubric = make("quiet-2026")')
    assert get_rubric("quiet-2026").id == "quiet-2026"
    assert "loud_plugin" not in sys.modules


def test_the_value_of_an_entry_point_is_known_without_importing_it(offer: Offer) -> None:
    offer("good", f"{GROUP};good-2026=rubric", 'rubric = make("good-2026")')
    rubric = installed_rubrics().rubrics[0]
    assert rubric == ("good-2026", "good", "1.0", "good_plugin:rubric")


def test_a_function_may_offer_a_rubric(offer: Offer) -> None:
    source = 'def rubric():\n    return make("called-2026")'
    offer("called", f"{GROUP};called-2026=rubric", source)
    assert get_rubric("called-2026").id == "called-2026"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('raise RuntimeError("no data")', "RuntimeError: no data"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import no_such_module_anywhere", "No module named 'no_such_module_anywhere'"),
        ("rubric = (", "SyntaxError"),
        ("", "has no attribute 'rubric'"),
        ("def rubric():\n    return 1 / 0", "ZeroDivisionError: division by zero"),
        ("def rubric():\n    raise SystemExit", "SystemExit"),
        ('rubric = lambda: make("Q/X 1")', "value.id"),
        (
            """
class Liar:
    @property
    def __class__(self):
        raise ValueError("none of your business")
rubric = Liar()
""",
            "ValueError: none of your business",
        ),
    ],
)
def test_a_plugin_that_cannot_deliver_says_why(offer: Offer, source: str, reason: str) -> None:
    offer("broken", f"{GROUP};broken-2026=rubric", source)
    assert "broken-2026" in installed_rubrics()
    error = refusal(get_rubric, "broken-2026")
    assert isinstance(error, BrokenPlugin)
    [problem] = error.problems
    assert problem.code == "plugin.broken"
    assert (problem.values["id"], problem.values["distribution"]) == ("broken-2026", "broken")
    assert reason in problem.values["reason"]
    assert ": [" not in problem.message().removesuffix("]")


def test_whoever_stops_the_program_stops_it(offer: Offer) -> None:
    offer("stopped", f"{GROUP};stopped-2026=rubric", "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        get_rubric("stopped-2026")


def test_a_reason_that_says_nothing_ends_without_a_colon(offer: Offer) -> None:
    offer("silent", f"{GROUP};silent-2026=rubric", "raise RuntimeError")
    [problem] = refusal(get_rubric, "silent-2026").problems
    assert problem.values["reason"] == "RuntimeError"


@pytest.mark.parametrize(
    ("source", "code", "message"),
    [
        (
            "rubric = {}",
            "plugin.no-rubric",
            (
                'The rubric "broken-2026" of the distribution broken must be a Rubric, got dict. '
                "Tell its author, or uninstall it."
            ),
        ),
        (
            "def rubric():\n    return 'broken-2026'",
            "plugin.no-rubric",
            (
                'The rubric "broken-2026" of the distribution broken must be a Rubric, got str. '
                "Tell its author, or uninstall it."
            ),
        ),
        (
            'rubric = make("other-2026")',
            "plugin.other-id",
            (
                'The entry point "broken-2026" of the distribution broken must give the rubric of '
                'that id, got "other-2026". Tell its author, or uninstall it.'
            ),
        ),
        (
            "raise RuntimeError('no data')",
            "plugin.broken",
            (
                'The rubric "broken-2026" of the distribution broken cannot be loaded: '
                "RuntimeError: no data. Tell its author, or uninstall it."
            ),
        ),
    ],
)
def test_what_is_told_about_a_broken_plugin(
    offer: Offer, source: str, code: str, message: str
) -> None:
    offer("broken", f"{GROUP};broken-2026=rubric", source)
    error = refusal(get_rubric, "broken-2026")
    assert isinstance(error, BrokenPlugin)
    assert isinstance(error, ImportError)
    assert [problem.code for problem in error.problems] == [code]
    assert said(error.problems) == [message]


def test_a_broken_plugin_hurts_nobody_who_asks_for_another(offer: Offer) -> None:
    offer("broken", f"{GROUP};tiny-2020=rubric", "raise RuntimeError")
    offer("good", f"{GROUP};tiny-2026=rubric", 'rubric = edition("tiny-2026", date(2026, 1, 1))')
    assert get_rubric("tiny", on=date(2026, 6, 30)).id == "tiny-2026"
    assert get_rubric("Q/BJKB 009-2026").id == SHIPPED


def test_one_distribution_may_offer_several_rubrics(offer: Offer) -> None:
    source = 'a, b = make("a-2026"), make("b-2026")'
    offer("several", f"{GROUP};b-2026=b;a-2026=a", source)
    assert [rubric.id for rubric in installed_rubrics()] == ["a-2026", "b-2026", *ALL_SHIPPED]


def test_a_line_that_says_nothing_is_reported_and_hides_no_other_line(offer: Offer) -> None:
    entries = f"{GROUP};this line says nothing;good-2026=rubric;nor does this"
    offer("torn", entries, 'rubric = make("good-2026")')
    installed = installed_rubrics()
    assert [rubric.id for rubric in installed] == ["good-2026", *ALL_SHIPPED]
    assert [problem.code for problem in installed.problems] == ["plugin.broken"] * 2
    assert said(installed.problems)[0] == (
        "The rubric of the distribution torn cannot be loaded: "
        "entry_points.txt: 'this line says nothing'. Tell its author, or uninstall it."
    )
    assert get_rubric("good-2026").id == "good-2026"


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param(f"{GROUP[:-1]};good-2026=rubric", id="an open bracket"),
        pytest.param(f"[other];this line says nothing;{GROUP};good-2026=rubric", id="elsewhere"),
        pytest.param(f"{GROUP};# a comment; ;good-2026=rubric", id="a comment"),
    ],
)
def test_what_can_be_understood_is_no_fault(offer: Offer, entries: str) -> None:
    offer("lenient", entries, 'rubric = make("good-2026")')
    assert installed_rubrics().problems == ()
    assert get_rubric("good-2026").id == "good-2026"


def test_a_comment_may_begin_with_a_semicolon(offer: Offer, tmp_path: Path) -> None:
    offer("comment", f"{GROUP};good-2026=rubric", 'rubric = make("good-2026")')
    file = tmp_path / "comment/comment-1.0.dist-info/entry_points.txt"
    file.write_text(f"{file.read_text(encoding='utf-8')}\n; old = gone\n", encoding="utf-8")
    assert [rubric.id for rubric in installed_rubrics()] == ["good-2026", *ALL_SHIPPED]
    assert installed_rubrics().problems == ()


def test_a_file_that_is_no_text_is_reported_with_its_folder(offer: Offer, tmp_path: Path) -> None:
    offer("binary", f"{GROUP};good-2026=rubric")
    folder = tmp_path / "binary/binary-1.0.dist-info"
    (folder / "entry_points.txt").write_bytes(GROUP.encode("utf-16"))
    installed = installed_rubrics()
    assert [rubric.id for rubric in installed] == ALL_SHIPPED
    [problem] = installed.problems
    assert (problem.code, problem.values["distribution"]) == ("plugin.broken", str(folder))
    assert problem.values["reason"].startswith("UnicodeDecodeError: ")


def test_broken_metadata_that_do_not_name_our_group_are_none_of_our_business(offer: Offer) -> None:
    offer("elsewhere", "[console_scripts];this line says nothing")
    assert installed_rubrics().problems == ()


def test_other_groups_are_none_of_our_business(offer: Offer) -> None:
    offer("other", "[other.group];a-2026=rubric;[maturity_core.rubrics_more];b-2026=rubric")
    installed = installed_rubrics()
    assert [rubric.id for rubric in installed] == ALL_SHIPPED
    assert installed.problems == ()


@pytest.mark.parametrize(
    "metadata",
    [
        pytest.param(None, id="no file"),
        pytest.param("Metadata-Version: 2.1\nVersion: 1.0\n\nName: x\n", id="no name"),
        pytest.param("Metadata-Version: 2.1\nName:\nVersion: 1.0\n", id="an empty name"),
        pytest.param("Metadata-Version: 2.1\nName: nameless\n", id="no version"),
        pytest.param("\n", id="empty"),
    ],
)
def test_a_distribution_without_metadata_is_reported_by_its_folder(
    offer: Offer, tmp_path: Path, metadata: str | None
) -> None:
    offer("nameless", f"{GROUP};nameless-2026=rubric", 'rubric = make("x")', metadata=metadata)
    installed = installed_rubrics()
    assert [rubric.id for rubric in installed] == ALL_SHIPPED
    assert [problem.code for problem in installed.problems] == ["plugin.no-metadata"]
    [message] = said(installed.problems)
    assert message == (
        f"{tmp_path / 'nameless/nameless-1.0.dist-info'} offers a rubric: METADATA with Name and "
        "Version is required in it, none was found. Install the distribution anew, or remove the "
        "folder."
    )


def test_an_egg_has_its_metadata_elsewhere(offer: Offer, tmp_path: Path) -> None:
    offer("egg", f"{GROUP};egg-2026=rubric", 'rubric = make("egg-2026")', version="3.0")
    info = tmp_path / "egg/egg-3.0.dist-info"
    (info / "METADATA").rename(info / "PKG-INFO")
    info.rename(info.with_suffix(".egg-info"))
    rubric = installed_rubrics().rubrics[0]
    assert (rubric.id, rubric.distribution, rubric.version) == ("egg-2026", "egg", "3.0")


def test_what_a_description_says_is_no_metadata(offer: Offer) -> None:
    metadata = "Metadata-Version: 2.1\nName: told\nVersion: 1.0\n\nName: other\nVersion: 9\n"
    offer("told", f"{GROUP};told-2026=rubric", metadata=metadata)
    rubric = installed_rubrics().rubrics[2]
    assert (rubric.id, rubric.distribution, rubric.version) == ("told-2026", "told", "1.0")


def test_an_id_that_two_offer_belongs_to_none(offer: Offer) -> None:
    offer("first", f"{GROUP};same-2026=rubric", 'rubric = make("same-2026")')
    offer("second", f"{GROUP};same-2026=rubric", 'rubric = make("same-2026")', version="2.0")
    installed = installed_rubrics()
    assert "same-2026" not in installed
    assert said(installed.problems) == [
        (
            'The rubric "same-2026" is offered by more than one distribution: '
            "first 1.0, second 2.0. Uninstall all but one."
        )
    ]
    error = refusal(get_rubric, "same-2026")
    assert isinstance(error, AmbiguousRubric)
    assert error.problems == installed.problems


def test_a_shipped_rubric_cannot_be_shadowed(offer: Offer) -> None:
    offer("shadow", f"{GROUP};{SHIPPED}=rubric", f'rubric = make("{SHIPPED}")')
    error = refusal(get_rubric, SHIPPED)
    assert isinstance(error, AmbiguousRubric)
    assert "maturity-core" in error.problems[0].values["distributions"]
    assert "shadow 1.0" in error.problems[0].values["distributions"]


def test_ids_that_differ_in_case_only_are_one_id(offer: Offer) -> None:
    offer("louder", f"{GROUP};{SHIPPED.upper()}=rubric", f'rubric = make("{SHIPPED.upper()}")')
    assert [rubric.id for rubric in installed_rubrics()] == ["qbjkb-006-2026"]
    for name in (SHIPPED, SHIPPED.upper()):
        assert isinstance(refusal(get_rubric, name), AmbiguousRubric)


def test_the_same_distribution_further_down_the_path_is_hidden(offer: Offer) -> None:
    rubric = 'rubric = make("twice-2026")'
    offer("twice-one", f"{GROUP};twice-2026=rubric", rubric, folder="old", version="1.0")
    offer("twice-one", f"{GROUP};twice-2026=rubric", rubric, folder="new", version="2.0")
    installed = installed_rubrics()
    assert [r.version for r in installed if r.id == "twice-2026"] == ["2.0"]
    assert installed.problems == ()


def test_a_folder_that_is_twice_on_the_path_counts_once(
    offer: Offer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer("twice", f"{GROUP};twice-2026=rubric;this line says nothing;no id=rubric")
    offer("nameless", f"{GROUP};nameless-2026=rubric", metadata=None)
    once = installed_rubrics()
    assert len(once.problems) == 3
    for name in ("twice", "nameless"):
        monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / name)])
    assert installed_rubrics() == once


def test_a_distribution_that_borrows_the_name_of_another_takes_no_rubric_over(
    offer: Offer,
) -> None:
    offer("Maturity.Core", f"{GROUP};{SHIPPED}=rubric", f'rubric = make("{SHIPPED}")')
    installed = installed_rubrics()
    assert SHIPPED not in installed
    assert [problem.code for problem in installed.problems] == ["plugin.id-twice"]
    with pytest.raises(AmbiguousRubric):
        get_rubric(SHIPPED)


def test_an_entry_point_with_the_name_of_an_alias_hides_no_rubric(offer: Offer) -> None:
    offer("alias", f"{GROUP};Q/BJKB 009-2026=rubric", f'rubric = make("{SHIPPED}")')
    [problem] = installed_rubrics().problems
    assert problem.code == "plugin.no-id"
    assert problem.message() == (
        "The distribution alias offers a rubric as 'Q/BJKB 009-2026'; an id is 1 to 64 ASCII "
        "letters, digits, dots, dashes and underlines, with a letter or digit at both ends. "
        "Tell its author, or uninstall it."
    )
    assert get_rubric("Q/BJKB 009-2026").standard is not None


def test_a_rubric_with_faults_is_refused_with_its_distribution(offer: Offer) -> None:
    source = """
from attrs import evolve
rubric = make("odd-2026")
rubric = evolve(rubric, clauses=rubric.clauses * 2)
"""
    offer("odd", f"{GROUP};odd-2026=rubric", source)
    with pytest.raises(BrokenPlugin, match="odd-2026") as caught:
        get_rubric("odd-2026")
    assert "rubric.id-twice" in str(caught.value)


def test_an_exception_that_cannot_say_what_it_is_hides_no_other(offer: Offer) -> None:
    source = """
class Mute(Exception):
    def __str__(self):
        raise RuntimeError
raise Mute
"""
    offer("mute", f"{GROUP};mute-2026=rubric", source)
    with pytest.raises(BrokenPlugin, match="Mute"):
        get_rubric("mute-2026")


EDITIONS = """
old = edition("tiny-2020", date(2020, 1, 1), date(2026, 7, 1))
new = edition("tiny-2026", date(2026, 4, 1))
draft = edition("tiny-draft")
"""
EDITION_ENTRIES = f"{GROUP};tiny-2020=old;tiny-2026=new;tiny-draft=draft"


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2020, 1, 1), "tiny-2020"),
        (date(2026, 3, 31), "tiny-2020"),
        (date(2026, 7, 1), "tiny-2026"),
        (date(2099, 1, 1), "tiny-2026"),
    ],
)
def test_the_edition_in_force_on_a_day(offer: Offer, day: date, edition: str) -> None:
    offer("editions", EDITION_ENTRIES, EDITIONS)
    assert get_rubric("tiny", on=day).id == edition


@pytest.mark.parametrize(
    ("day", "kind", "code", "message"),
    [
        (
            None,
            AmbiguousRubric,
            "rubric.needs-date",
            (
                '"tiny" is a family: name the edition or the day. Installed editions: '
                "tiny-2020 (2020-01-01 - 2026-07-01), tiny-2026 (2026-04-01 - ), tiny-draft (? - )."
            ),
        ),
        (
            date(2026, 6, 30),
            AmbiguousRubric,
            "rubric.several-editions",
            (
                'More than one edition of "tiny" is in force on 2026-06-30: '
                "tiny-2020 (2020-01-01 - 2026-07-01), tiny-2026 (2026-04-01 - ). Name one of them."
            ),
        ),
        (
            date(2019, 12, 31),
            UnknownRubric,
            "rubric.no-edition",
            (
                'No edition of "tiny" is in force on 2019-12-31. Installed editions: '
                "tiny-2020 (2020-01-01 - 2026-07-01), tiny-2026 (2026-04-01 - ), tiny-draft (? - )."
            ),
        ),
    ],
)
def test_there_is_no_silent_latest(
    offer: Offer, day: date | None, kind: type[MaturityError], code: str, message: str
) -> None:
    offer("editions", EDITION_ENTRIES, EDITIONS)
    error = refusal(get_rubric, "tiny", on=day)
    assert type(error) is kind
    assert [problem.code for problem in error.problems] == [code]
    assert said(error.problems) == [message]


def test_an_edition_without_a_standard_is_never_picked(offer: Offer) -> None:
    offer("bare", f"{GROUP};tiny-2026=rubric", 'rubric = make("tiny-2026", family="tiny")')
    error = refusal(get_rubric, "tiny", on=date(2026, 6, 30))
    assert said(error.problems) == [
        'No edition of "tiny" is in force on 2026-06-30. Installed editions: tiny-2026 (? - ).'
    ]
    assert get_rubric("tiny-2026").id == "tiny-2026"


def test_an_id_is_no_family(offer: Offer) -> None:
    offer("bare", f"{GROUP};tiny-2026=rubric", 'rubric = make("tiny-2026", family="small")')
    assert isinstance(refusal(get_rubric, "tiny"), UnknownRubric)


def test_an_alias_of_two_rubrics_is_ambiguous(offer: Offer) -> None:
    source = 'a, b = make("a-2026", aliases=["T 1"]), make("b-2026", aliases=["T 1"])'
    offer("aliases", f"{GROUP};b-2026=b;a-2026=a", source)
    error = refusal(get_rubric, "T 1")
    assert isinstance(error, AmbiguousRubric)
    assert said(error.problems) == [
        '"T 1" stands for more than one installed rubric: a-2026, b-2026. Name one of them.'
    ]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            "qbjkb-09",
            (
                'No rubric "qbjkb-09" is installed. Installed: qbjkb-006-2026, qbjkb-009-2026. '
                'Did you mean "qbjkb-009-2026"?'
            ),
        ),
        ("zzz", 'No rubric "zzz" is installed. Installed: qbjkb-006-2026, qbjkb-009-2026.'),
    ],
)
def test_an_unknown_rubric_comes_with_the_nearest(asked: str, message: str) -> None:
    error = refusal(get_rubric, asked)
    assert isinstance(error, UnknownRubric)
    assert isinstance(error, LookupError)
    assert said(error.problems) == [message]


def test_an_unknown_rubric_may_be_in_what_could_not_be_read(offer: Offer) -> None:
    offer("torn", f"{GROUP};this line says nothing")
    problems = refusal(get_rubric, "torn-2026").problems
    assert [problem.code for problem in problems] == ["rubric.unknown", "plugin.broken"]


@pytest.mark.parametrize("asked", ["T 1", "torn"])
def test_an_unknown_rubric_may_be_the_one_that_is_broken(offer: Offer, asked: str) -> None:
    """Its aliases and its family are known only once it is imported."""
    offer("torn", f"{GROUP};torn-2026=rubric", "raise RuntimeError")
    problems = refusal(get_rubric, asked).problems
    assert [problem.code for problem in problems] == ["rubric.unknown", "plugin.broken"]


def test_where_no_edition_is_in_force_the_broken_one_might_be(offer: Offer) -> None:
    offer("editions", EDITION_ENTRIES, EDITIONS)
    offer("torn", f"{GROUP};tiny-2018=rubric", "raise RuntimeError")
    problems = refusal(get_rubric, "tiny", on=date(2019, 12, 31)).problems
    assert [problem.code for problem in problems] == ["rubric.no-edition", "plugin.broken"]
    assert problems[1].values["id"] == "tiny-2018"


def test_where_nothing_is_installed_the_message_still_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib_metadata.distributions", list)
    assert len(installed_rubrics()) == 0
    assert said(refusal(get_rubric, "a").problems) == ['No rubric "a" is installed. Installed: -.']


def test_a_look_alike_id_is_shown_as_such() -> None:
    [problem] = refusal(get_rubric, "qbjkb-009-2026\u200b").problems
    assert r"\u200b" in problem.message()


FAMILY = f"{GROUP};tiny-2026=rubric"
FAMILY_SOURCE = """
rubric = make("tiny-2026", family="tiny", aliases=["Tiny Standard", "tiny-std"], standard=Standard(
    code="T", effective=date(2026, 1, 1)))
"""


def test_an_id_takes_no_family_name(offer: Offer) -> None:
    offer("owner", FAMILY, FAMILY_SOURCE)
    offer("taker", f"{GROUP};tiny=rubric", 'rubric = make("tiny")')
    for on in (None, date(2026, 6, 30)):
        error = refusal(get_rubric, "tiny", on=on)
        assert isinstance(error, AmbiguousRubric)
        assert "tiny, tiny-2026" in str(error)
    assert get_rubric("tiny-2026").id == "tiny-2026"


def test_an_id_that_only_begins_alike_is_asked_for_as_ever(offer: Offer) -> None:
    offer("owner", f"{GROUP};tiny-2026=rubric", 'rubric = make("tiny-2026", family="other")')
    offer("short", f"{GROUP};tiny=rubric", 'rubric = make("tiny")')
    assert get_rubric("tiny").id == "tiny"


def test_what_could_be_an_id_is_no_alias(offer: Offer) -> None:
    """Else whoever installs a rubric of that id would silently take the name over."""
    offer("owner", FAMILY, FAMILY_SOURCE)
    assert get_rubric("Tiny Standard").id == "tiny-2026"
    assert refusal(get_rubric, "tiny-std").problems[0].code == "rubric.unknown"


@pytest.mark.parametrize("asked", ["Tiny Standard", "tiny"])
def test_nobody_takes_the_names_of_a_contested_rubric(offer: Offer, asked: str) -> None:
    """A decoy makes the id ambiguous; alias and family must not go to the next who has them."""
    offer("owner", FAMILY, FAMILY_SOURCE)
    offer(
        "taker",
        f"{GROUP};tiny-2026=decoy;tiny-9999=rubric",
        'decoy = make("tiny-2026")\n' + FAMILY_SOURCE.replace("tiny-2026", "tiny-9999"),
    )
    error = refusal(get_rubric, asked, on=date(2026, 6, 30))
    assert isinstance(error, AmbiguousRubric)
    assert [problem.code for problem in error.problems] == ["plugin.id-twice"]
    assert get_rubric("Q/BJKB 009-2026").id == SHIPPED


def test_a_plugin_that_asks_for_itself_is_told(offer: Offer) -> None:
    source = 'from maturity_core import get_rubric\ndef rubric(): return get_rubric("self-2026")'
    offer("self", f"{GROUP};self-2026=rubric", source)
    error = refusal(get_rubric, "self-2026")
    assert isinstance(error, BrokenPlugin)
    assert 'The rubric "self-2026" of the distribution self asks for itself' in str(error)


def test_plugins_that_look_for_a_base_among_all_end(offer: Offer) -> None:
    for name in ("one", "two", "three", "four", "five", "six"):
        source = f"""
from attrs import evolve
from maturity_core import get_rubric
def rubric():
    global calls
    calls = globals().get("calls", 0) + 1
    return evolve(get_rubric("Q/BJKB 009-2026"), id="{name}-2026", family="", aliases=())
"""
        offer(name, f"{GROUP};{name}-2026=rubric", source)
    assert get_rubric("Q/BJKB 009-2026").id == SHIPPED
    assert get_rubric("six-2026").id == "six-2026"
    assert refusal(get_rubric, "nothing").problems[0].code == "rubric.unknown"
    assert sys.modules["one_plugin"].calls < 20


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("class Stop(BaseException): pass\nraise Stop('now')", "Stop: now"),
        ("import asyncio\nraise asyncio.CancelledError", "CancelledError"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("import pytest\npytest.skip('not here', allow_module_level=True)", "Skipped: "),
        ("class E(Exception):\n    def __str__(self): raise SystemExit(3)\nraise E", "E"),
        ("raise RuntimeError('x' * 10**6)", f"RuntimeError: {'x' * 500}..."),
    ],
)
def test_whatever_a_plugin_raises_is_told_and_hurts_nobody(
    offer: Offer, source: str, reason: str
) -> None:
    offer("torn", f"{GROUP};torn-2026=rubric", source)
    assert get_rubric("Q/BJKB 009-2026").id == SHIPPED
    [problem] = refusal(get_rubric, "torn-2026").problems
    assert problem.values["reason"].startswith(reason)
    assert len(problem.message()) < 800


def test_who_interrupts_stops_also_where_an_error_is_put_into_words(offer: Offer) -> None:
    source = "class E(Exception):\n    def __str__(self): raise KeyboardInterrupt\nraise E"
    offer("torn", f"{GROUP};torn-2026=rubric", source)
    with pytest.raises(KeyboardInterrupt):
        get_rubric("torn-2026")


@pytest.mark.parametrize("head", ["\ufeff[maturity_core.rubrics]", f"{GROUP} # ours", f" {GROUP}"])
def test_a_mark_or_a_remark_at_the_group_hides_nothing(offer: Offer, head: str) -> None:
    offer("good", f"{head};good-2026=rubric", 'rubric = make("good-2026")')
    assert get_rubric("good-2026").id == "good-2026"


def test_an_id_that_one_distribution_repeats_is_told_of_it_alone(offer: Offer) -> None:
    offer("good", f"{GROUP};good-2026=a;GOOD-2026=b", 'a = make("good-2026")')
    [sentence] = said(installed_rubrics().problems)
    assert sentence == (
        'The distribution good 1.0 offers the rubric "good-2026" more than once. '
        "Tell its author, or uninstall it."
    )


def test_a_finder_that_fails_hides_no_one_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Finder:
        @staticmethod
        def find_distributions(*_: object) -> None:
            raise RuntimeError

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])
    installed = installed_rubrics()
    assert [rubric.id for rubric in installed] == ALL_SHIPPED
    [problem] = installed.problems
    assert problem.values == {"distribution": "sys.meta_path", "reason": "RuntimeError"}
