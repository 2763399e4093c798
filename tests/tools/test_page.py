"""What every page keeps: two languages, everything escaped, one style sheet, nothing loaded."""

import re
from fractions import Fraction

import pytest
from jinja2 import UndefinedError
from markupsafe import escape

from maturity_core import Text
from maturity_tools.page import Told, each_in_both, in_both, length_text, page, text_told, words
from maturity_tools.rubric_page import rubric_page
from tests.tools.markup import read
from tests.tools.papers import QBJKB_009


@pytest.mark.parametrize(
    ("told", "html"),
    [
        (
            Told("人员", "Staff"),
            '<span class="zh" lang="zh">人员</span> <span class="en" lang="en">Staff</span>',
        ),
        (Told("", "Staff"), '<span lang="en">Staff</span>'),
        (Told("人员", ""), '<span lang="zh">人员</span>'),
        (Told("90", "90"), "90"),
        (Told("<b>", "<b>"), "&lt;b&gt;"),
        (Told("", '"><script>'), '<span lang="en">&#34;&gt;&lt;script&gt;</span>'),
    ],
    ids=["both", "english", "chinese", "the-same", "the-same-escaped", "escaped"],
)
def test_what_is_told_is_marked_by_its_language_and_hidden_only_where_there_are_two(
    told: Told, html: str
) -> None:
    assert str(escape(told)) == html


def test_a_title_has_both_languages_once() -> None:
    assert Told("人员", "Staff").plain() == "人员 / Staff"
    assert (Told("R", "R").plain(), Told("", "R").plain()) == ("R", "R")


def test_what_is_written_in_both_languages_is_in_both() -> None:
    assert text_told(Text(zh="甲", en="a")) == Told("甲", "a")
    assert in_both(str.upper) == Told("ZH", "EN")
    assert each_in_both(lambda language: language) == [Told("z", "e"), Told("h", "n")]
    assert words("form.step", step="5").en == "a percentage is a multiple of 5 %"


def test_a_bar_is_as_long_as_its_part() -> None:
    assert [length_text(Fraction(part)) for part in ("0", "1/3", "1")] == ["0%", "33.33%", "100%"]


def test_the_languages_are_switched_without_a_script() -> None:
    """Radio buttons before all else, and rules that look back at them."""
    text = rubric_page(QBJKB_009)
    style = read(text).style
    assert "#show-zh:checked ~ * .en, #show-en:checked ~ * .zh { display: none; }" in style
    buttons = re.findall(r'<input type="radio" name="language" id="show-(\w+)"( checked)?>', text)
    assert buttons == [("both", " checked"), ("zh", ""), ("en", "")]
    assert re.findall(r'<label for="show-(\w+)"', text) == ["both", "zh", "en"]
    assert text.index("<header>") > text.rindex("<label")


def test_it_prints_on_a4_with_the_heads_of_tables_repeated_and_knows_dark_screens() -> None:
    style = read(rubric_page(QBJKB_009)).style
    assert "@page { size: A4;" in style
    assert "thead { display: table-header-group; }" in style
    assert "@media screen and (prefers-color-scheme: dark)" in style


def test_a_template_says_nothing_that_is_not_there() -> None:
    with pytest.raises(UndefinedError):
        page("rubric.html", title="a", contents={})
