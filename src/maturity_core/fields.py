"""What a single field of a model may hold: an id, one of a few words, a whole number."""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from attrs import fields

from maturity_core.errors import InvalidValue, Problem, quoted

if TYPE_CHECKING:
    from attrs import Attribute, AttrsInstance

__all__ = [
    "ID",
    "Value",
    "Whole",
    "file_format",
    "identifier",
    "is_identifier",
    "nearest",
    "one_of",
    "texts",
]

_MANY = 50
_LONGEST = 64

ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
"""How an id is written."""


class Value:
    """An attrs object that is no more than what its fields say.

    Its methods are made once for all classes: attrs compiles those that it makes, class by class,
    at each import, and that is most of what an import of this library costs.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        """Write it as a call that makes an equal object; what holds its default is left out."""
        said = (
            f"{field.name}={value!r}"
            for field in _fields(self)
            if field.repr and (value := getattr(self, field.name)) != field.default
        )
        return f"{type(self).__name__}({', '.join(said)})"

    def __eq__(self, other: object) -> bool:
        """Whether the other is of the same class and says the same."""
        if not isinstance(other, Value) or type(other) is not type(self):
            return NotImplemented
        return self is other or self._said() == other._said()

    def __hash__(self) -> int:
        """Return the same number for all that are equal."""
        return hash((type(self), self._said()))

    def _said(self) -> tuple[object, ...]:
        return tuple([getattr(self, field.name) for field in _fields(self) if field.eq])


def _fields(value: Value) -> "tuple[Attribute[Any], ...]":
    own: tuple[Attribute[Any], ...] = fields(cast("type[AttrsInstance]", type(value)))
    return own


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that looks most like ``word``, or nothing where none does.

    >>> nearest("raitngs", ["ratings", "vetoes"])
    'ratings'
    """
    from difflib import get_close_matches

    candidates = list(known)
    if len(candidates) > _MANY:  # comparing takes time, so look at the likely ones only
        beginning = word[: len(word) // 2 + 1]
        candidates = list(islice((k for k in candidates if k.startswith(beginning)), _MANY))
    return next(iter(get_close_matches(word[:_LONGEST], candidates, n=1)), "")


def texts(items: Iterable[str]) -> tuple[str, ...]:
    """Return texts as a tuple; one text alone is not taken for a list of its letters."""
    return (items,) if isinstance(items, str) else tuple(items)


def is_identifier(text: object) -> bool:
    """Whether something is an id: what `identifier` accepts."""
    return isinstance(text, str) and ID.fullmatch(text) is not None


def identifier(_: object, attribute: "Attribute[Any]", value: Any) -> None:
    """Accept 1 to 64 ASCII letters, digits, dots, dashes and underlines; first and last no sign."""
    if not is_identifier(value):
        raise InvalidValue([Problem("value.id", (attribute.name,), {"found": quoted(value)})])


def one_of(*choices: str, meant: Mapping[str, str] = MappingProxyType({})) -> Any:
    """Return a validator that accepts just these words.

    Typed as Any: of a more exact type, checkers conclude that the field's default is any text.

    Args:
        choices: the words.
        meant: other words that people write, each with the choice that they mean; it is named.
    """

    def check(_: object, attribute: "Attribute[Any]", value: Any) -> None:
        if value not in choices:
            values = {
                "choices": ", ".join(choices),
                "found": quoted(value),
                "nearest": meant.get(value) or nearest(value, choices)
                if isinstance(value, str)
                else "",
            }
            raise InvalidValue([Problem("value.choice", (attribute.name,), values)])

    return check


def file_format(_: object, attribute: "Attribute[int]", value: Any) -> None:
    """Accept the one version of the file format that there is."""
    if type(value) is not int or value != 1:
        raise InvalidValue([Problem("value.format", (attribute.name,), {"found": quoted(value)})])


class Whole:
    """A validator that accepts a whole number from ``least`` to ``most``."""

    __slots__ = ("least", "most")

    def __init__(self, least: int, most: int) -> None:
        """Keep both ends, which are accepted too."""
        self.least, self.most = least, most

    def __call__(self, _: object, attribute: "Attribute[Any]", value: Any) -> None:
        """Refuse any other value."""
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or not self.least <= value <= self.most:
            ends = {"least": str(self.least), "most": str(self.most)}
            values = {**ends, "found": quoted(value)}
            raise InvalidValue([Problem("value.whole", (attribute.name,), values)])
