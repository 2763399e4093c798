"""Exact numbers: bounded text to fractions at the door, fractions to text for people."""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Literal

from maturity_core.errors import InexactNumber, InvalidValue, Problem, quoted

__all__ = [
    "LONGEST",
    "NUMBER",
    "Exact",
    "Rounding",
    "as_percent",
    "as_text",
    "difference_text",
    "displayed",
    "exact",
    "exact_percentage",
    "percent_text",
    "points_text",
    "quotient_text",
    "shown",
    "signed",
]

Exact = int | Decimal | Fraction | str
Rounding = Literal["none", "half-even", "half-up", "truncate"]

_DIGITS = 60
_INTEGER_BOUND = 10**_DIGITS
_BOUND = 10**130  # a fraction may need more than one that is written as a decimal
_QUOTIENT_DIGITS = 140
_FEW_BITS = 10_000

NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+)|/(0*[1-9][0-9]*))?")
"""How an exact number is written in text."""

LONGEST = 2 * _QUOTIENT_DIGITS + len("-/")
"""No text of a number has more signs."""


def exact(value: object) -> Fraction:
    """Return ``value`` as a fraction, exactly, or refuse it.

    Takes ``int``, ``Decimal``, ``Fraction`` and text of plain ASCII digits (``"82.5"``,
    ``"259/3"``), of at most 60 digits before and after the point. A ``float`` has already lost
    digits and a ``bool`` is an answer, not a number: both are refused.

    Raises:
        InexactNumber: ``value`` is a float, a bool or no number at all.
        InvalidValue: the text is no plain number, or a number is too long or not finite.

    >>> exact("82.5"), exact("259/3"), exact(Decimal("0.7"))
    (Fraction(165, 2), Fraction(259, 3), Fraction(7, 10))
    """
    if (
        type(value) is Fraction
        and value.denominator < _BOUND
        and -_BOUND < value.numerator < _BOUND
    ):
        return value
    return _within(Fraction(*_quotient(value)))


def exact_percentage(value: object) -> Fraction:
    """Return the ratio of a percentage as a file writes it: ``85``, ``"85%"``, ``"82.5"``.

    Raises:
        InexactNumber, InvalidValue: as `exact`.

    >>> exact_percentage("85%"), exact_percentage(100)
    (Fraction(17, 20), Fraction(1, 1))
    """
    if type(value) is int and 0 <= value <= _PARTS:
        return _WHOLE_PERCENTAGES[value]
    if not isinstance(value, str):
        whole, parts = _quotient(value)
        return _within(Fraction(whole, parts * _PARTS))
    try:
        whole, parts = _of_text(value.removesuffix("%"))
        return _within(Fraction(whole, parts * _PARTS))
    except InvalidValue as error:
        found = {"found": quoted(value)}
        raise InvalidValue(
            Problem(problem.code, (), problem.values | found) for problem in error.problems
        ) from None


_PARTS = 100
_WHOLE_PERCENTAGES = tuple(Fraction(whole, _PARTS) for whole in range(_PARTS + 1))


def _quotient(value: object) -> tuple[int, int]:
    """Return numerator and denominator, bounded, but not always in lowest terms."""
    match value:
        case bool():
            raise InexactNumber([Problem("number.bool", (), {"found": quoted(value)})])
        case int():
            if not -_INTEGER_BOUND < value < _INTEGER_BOUND:
                raise InvalidValue([_too_long(value)])
            return value, 1
        case str():
            return _of_text(value)
        case Decimal():
            return _of_decimal(value)
        case float():
            raise InexactNumber([Problem("number.float", (), {"found": quoted(value)})])
        case Fraction():
            return value.numerator, value.denominator
        case _:
            raise InexactNumber([Problem("number.type", (), {"found": quoted(value)})])


def _of_text(text: str) -> tuple[int, int]:
    match = NUMBER.fullmatch(text)
    if match is None:
        raise InvalidValue([Problem("number.form", (), {"found": quoted(text)})])
    sign, whole, decimals, divisor = match.groups("")
    most = _QUOTIENT_DIGITS if divisor else _DIGITS
    if max(len(whole), len(decimals), len(divisor)) > most:
        raise InvalidValue([_too_long(text, most)])
    return int(sign + whole + decimals), int(divisor) if divisor else 10 ** len(decimals)


def _of_decimal(number: Decimal) -> tuple[int, int]:
    if not number.is_finite():
        raise InvalidValue([Problem("number.not-finite", (), {"found": str(number)})])
    _, digits, exponent = number.as_tuple()
    if len(digits) > _DIGITS or abs(int(exponent)) > _DIGITS or number.adjusted() >= _DIGITS:
        raise InvalidValue([_too_long(number)])
    return number.as_integer_ratio()


def _within(number: Fraction) -> Fraction:
    """Return a fraction that can be written and read again, in points and as a percentage."""
    if not (-_BOUND < number.numerator < _BOUND and number.denominator < _BOUND):
        raise InvalidValue([_too_long(number, len(str(_BOUND)) - 1)])
    return number


def _too_long(number: object, most: int = _DIGITS) -> Problem:
    return Problem("number.too-long", (), {"found": quoted(number), "limit": str(most)})


def as_text(number: Fraction) -> str:
    """Write a fraction exactly, as a file keeps it: a decimal where it is short, else a quotient.

    >>> as_text(Fraction(8635, 100)), as_text(Fraction(259, 3)), as_text(Fraction(90))
    ('86.35', '259/3', '90')
    """
    return quotient_text(*number.as_integer_ratio())


def quotient_text(number: int, parts: int) -> str:
    """Write ``number / parts`` as `as_text` does; they need not be in lowest terms.

    >>> quotient_text(863_500, 10_000)
    '86.35'
    """
    whole, rest = divmod(abs(number), parts)
    sign = "-" if number < 0 else ""
    common = gcd(rest, parts)
    rest, parts = rest // common, parts // common
    places = _places(parts)
    if places is None or whole >= _INTEGER_BOUND:
        return f"{sign}{_digits(whole * parts + rest)}/{_digits(parts)}"
    return f"{sign}{whole}.{rest * 10**places // parts:0{places}}" if rest else f"{sign}{whole}"


def _places(denominator: int) -> int | None:
    """Count the decimal places that 1/denominator needs; None where so many do not suffice."""
    if denominator in _PLACES:
        return _PLACES[denominator]
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    return places if rest == 1 and places <= _DIGITS else None


# Of the denominators that most numbers have.
_PLACES = {2**twos * 5**fives: max(twos, fives) for twos in range(7) for fives in range(7)}


def _digits(whole: int) -> str:
    """Write a whole number, also one of thousands of digits, which `str` refuses."""
    return str(whole) if whole.bit_length() < _FEW_BITS else format(Decimal(whole), "f")


def displayed(
    number: Fraction,
    *,
    rounding: Rounding = "half-even",
    digits: int = 2,
    limits: Iterable[Fraction] = (),
) -> Fraction:
    """Round for display by a named rule, but never onto or across one of ``limits``.

    The one rounding of this library. As many further digits are kept as it takes for the number
    shown to stand to every limit as the exact one does: 69.996 never looks like 70. A number that
    equals a limit is not rounded.

    >>> displayed(Fraction("69.996")), displayed(Fraction("69.996"), limits=[Fraction(70)])
    (Fraction(70, 1), Fraction(17499, 250))
    """
    limits = tuple(limits)
    if rounding == "none" or number in limits:
        return number
    while True:
        candidate = _rounded(number, rounding, digits)
        if all(_side(candidate, limit) == _side(number, limit) for limit in limits):
            return candidate
        digits += 1


def _rounded(number: Fraction, rounding: Rounding, digits: int) -> Fraction:
    scale = 10**digits
    return Fraction(_units(*number.as_integer_ratio(), rounding, scale), scale)


def _units(number: int, parts: int, rounding: Rounding, scale: int) -> int:
    """Round ``number / parts * scale`` to a whole number."""
    units, rest = divmod(abs(number) * scale, parts)
    twice = 2 * rest - parts
    if rest == 0 or rounding == "truncate":
        pass
    elif rounding == "half-even":
        units += twice > 0 or (twice == 0 and units % 2 == 1)
    else:
        units += twice >= 0
    return -units if number < 0 else units


def _side(number: Fraction, limit: Fraction) -> int:
    return (number > limit) - (number < limit)


def shown(
    number: Fraction,
    *,
    rounding: Rounding = "half-even",
    digits: int = 2,
    limits: Iterable[Fraction] = (),
) -> str:
    """Write points or a score for people, rounded as `displayed` does, without trailing zeros.

    >>> shown(Fraction(259, 3)), shown(Fraction("69.996"), limits=[Fraction(70)])
    ('86.33', '69.996')
    """
    return as_text(displayed(number, rounding=rounding, digits=digits, limits=limits))


def points_text(number: int, parts: int, rounding: Rounding, digits: int) -> str:
    """Write ``number / parts`` as `shown` does where there are no limits.

    >>> points_text(259, 3, "half-even", 2), points_text(863_500, 10_000, "half-even", 2)
    ('86.33', '86.35')
    """
    if rounding == "none":
        return quotient_text(number, parts)
    scale = 10**digits
    return quotient_text(_units(number, parts, rounding, scale), scale)


def difference_text(
    high: tuple[int, int], low: tuple[int, int], rounding: Rounding, digits: int
) -> str:
    """Write the difference of two quotients as that of the numbers that `points_text` writes.

    >>> difference_text((8, 3), (4, 3), "half-even", 1), difference_text((8, 3), (4, 3), "none", 0)
    ('1.4', '4/3')
    """
    (number, parts), (other, other_parts) = high, low
    if rounding == "none":
        return quotient_text(number * other_parts - other * parts, parts * other_parts)
    scale = 10**digits
    units = _units(number, parts, rounding, scale) - _units(other, other_parts, rounding, scale)
    return quotient_text(units, scale)


def signed(points: str) -> str:
    """Write a difference with its sign; none has no sign.

    >>> signed("0.5"), signed("-1/3"), signed("0")
    ('+0.5', '-1/3', '0')
    """
    return points if points == "0" or points.startswith("-") else f"+{points}"


def as_percent(ratio: Fraction, *, limits: Iterable[Fraction] = ()) -> str:
    """Write a ratio as a percentage with two digits, half to even (GB/T 8170).

    It has as many more digits as it takes for it to stand to ``limits`` as the ratio does.

    >>> as_percent(Fraction(24, 25)), as_percent(Fraction("0.599996"), limits=[Fraction("0.6")])
    ('96.00 %', '59.9996 %')
    """
    text = as_text(displayed(ratio * _PARTS, limits=[limit * _PARTS for limit in limits]))
    _, _, decimals = text.partition(".")
    has_more_than_two = bool(decimals[2:])
    return f"{text} %" if has_more_than_two else percent_text(*ratio.as_integer_ratio())


def percent_text(number: int, parts: int) -> str:
    """Write the ratio ``number / parts`` as `as_percent` does; it need not be in lowest terms."""
    hundredths = _units(number, parts, "half-even", 10_000)
    whole, rest = divmod(abs(hundredths), 100)
    return f"{'-' if hundredths < 0 else ''}{whole}.{rest:02} %"
