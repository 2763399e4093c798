"""Pages that stand alone: one file of HTML, no script, nothing from elsewhere, both languages."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache
from hashlib import sha256
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from maturity_core import Text
from maturity_core.errors import printable
from maturity_core.exact import shown
from maturity_core.words import say

__all__ = ["Told", "each_in_both", "in_both", "length_text", "page", "text_told", "words"]


class Told(NamedTuple):
    """What a page says in both languages; one of them is empty where there is no such text.

    >>> str(escape(Told("人员", "R & D")))
    '<span class="zh" lang="zh">人员</span> <span class="en" lang="en">R &amp; D</span>'
    """

    zh: str
    en: str

    def __html__(self) -> str:
        """Return it as HTML; the switch of the page hides neither where there is but one."""
        if self.zh == self.en:
            return escape(self.zh)
        if self.zh and self.en:
            each = Markup('<span class="{0}" lang="{0}">{1}</span>')
        else:
            each = Markup('<span lang="{0}">{1}</span>')
        pieces = (each.format(language, text) for language, text in self.by_language() if text)
        return Markup(" ").join(pieces)

    def by_language(self) -> tuple[tuple[str, str], ...]:
        """Return each language with what is said in it."""
        return ("zh", self.zh), ("en", self.en)

    def plain(self) -> str:
        """Return it where no language can be marked, as in the title of a page."""
        return " / ".join(dict.fromkeys(text for text in self if text))


def in_both(write: Callable[[str], str]) -> Told:
    """Write something in Chinese and in English."""
    return Told(write("zh"), write("en"))


def each_in_both(write: Callable[[str], Iterable[str]]) -> list[Told]:
    """Write several things in Chinese and in English, as many in both."""
    return [Told(*pair) for pair in zip(write("zh"), write("en"), strict=True)]


def text_told(text: Text) -> Told:
    """Return a text of a rubric."""
    return Told(text.zh, text.en)


def words(code: str, **values: str) -> Told:
    """Return a sentence of ``words.py`` in both languages."""
    return in_both(lambda language: say(code, language, values))


def length_text(length: Fraction) -> str:
    """Write how long a bar is, from 0 to 1, as SVG has it."""
    return f"{shown(length * 100)}%"


def page(template: str, *, title: str, **values: object) -> str:
    """Return a page of HTML: a template that extends ``page.html``, filled in.

    Whatever is filled in is escaped, and so are signs that steer. The policy of the page lets a
    browser load nothing and run nothing; it knows the one style sheet by its digest.

    Args:
        template: name of a file in ``templates``.
        title: of the window.
        values: what the template lays out.
    """
    environment = _environment()
    style = environment.get_template("page.css").render()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    text = environment.get_template(template).render(title=title, policy=policy, **values)
    return "".join(f"{printable(line)}\n" for line in text.split("\n"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("maturity_tools"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["words"] = words  # pyright: ignore[reportArgumentType] -- jinja knows only its own
    environment.filters["told"] = text_told  # pyright: ignore[reportArgumentType] -- the same
    return environment
