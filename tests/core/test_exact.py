from decimal import Decimal
from fractions import Fraction

import pytest

from maturity_core import InexactNumber, InvalidValue
from maturity_core.exact import (
    Rounding,
    as_percent,
    as_text,
    displayed,
    exact,
    exact_percentage,
    shown,
)
from tests.core.samples import refusal

FLOORS = [Fraction(70), Fraction(80), Fraction(90), Fraction(95)]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (85, Fraction(85)),
        (-1, Fraction(-1)),
        (Fraction(259, 3), Fraction(259, 3)),
        (Decimal("79.99999999999999999"), Fraction("79.99999999999999999")),
        (Decimal("1E+2"), Fraction(100)),
        (Decimal("-0"), Fraction(0)),
        ("85", Fraction(85)),
        ("82.5", Fraction(165, 2)),
        ("0.10", Fraction(1, 10)),
        ("-3.25", Fraction(-13, 4)),
        ("-0.5", Fraction(-1, 2)),
        ("259/3", Fraction(259, 3)),
        ("9" * 60, Fraction(10**60 - 1)),
    ],
)
def test_numbers_come_in_exactly(value: object, number: Fraction) -> None:
    assert exact(value) == number


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.5, "number.float"),
        (80.0, "number.float"),
        (float("nan"), "number.float"),
        (True, "number.bool"),
        (False, "number.bool"),
        (None, "number.type"),
        ([80], "number.type"),
        (b"80", "number.type"),
    ],
)
def test_what_is_no_exact_number_is_refused_as_inexact(value: object, code: str) -> None:
    error = refusal(exact, value)
    assert isinstance(error, InexactNumber)
    assert isinstance(error, TypeError)
    assert [problem.code for problem in error.problems] == [code]


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        " 80 ",
        "80\n",
        "+80",
        "−5",
        "--5",
        "８０",
        "٨٠",
        "8_0",
        "1,5",
        "1 000",
        "1e5",
        "1E400",
        "0x50",
        "nan",
        "inf",
        "Infinity",
        ".5",
        "5.",
        "1/0",
        "1/-2",
        "1/2/3",
        "1.5/2",
        "85%",
        "eighty",
    ],
)
def test_text_that_is_no_plain_number_is_refused(value: str) -> None:
    error = refusal(exact, value)
    assert type(error) is InvalidValue
    assert [problem.code for problem in error.problems] == ["number.form"]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("9" * 5000, id="text of 5000 digits"),
        pytest.param("0." + "9" * 5000, id="text of 5000 decimals"),
        pytest.param("9" * 61, id="text of 61 digits"),
        pytest.param(Decimal("9" * 61), id="Decimal of 61 digits"),
        pytest.param(Decimal("1E+999999999"), id="Decimal, huge exponent"),
        pytest.param(Decimal("1E-61"), id="Decimal, 61 decimals"),
        pytest.param(Decimal("1E+60"), id="Decimal, one followed by 60 zeros"),
        pytest.param(10**60, id="int of 61 digits"),
        pytest.param(10**5000, id="int of 5001 digits"),
        pytest.param(-(10**60), id="negative int of 61 digits"),
    ],
)
def test_numbers_too_long_are_refused_as_that(value: object) -> None:
    [problem] = refusal(exact, value).problems
    assert problem.code == "number.too-long"
    assert problem.values["limit"] == "60"
    assert len(problem.values["found"]) < 100


@pytest.mark.parametrize(
    ("value", "limit"),
    [
        pytest.param(Fraction(1, 10**131), "130", id="Fraction"),
        pytest.param("1/" + "9" * 141, "140", id="quotient"),
    ],
)
def test_a_quotient_may_be_longer_than_a_decimal(value: object, limit: str) -> None:
    [problem] = refusal(exact, value).problems
    assert (problem.code, problem.values["limit"]) == ("number.too-long", limit)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(10**60, id="int"),
        pytest.param(Decimal("1E+60"), id="Decimal"),
        pytest.param(Fraction(1, 10**131), id="Fraction"),
    ],
)
def test_a_number_too_long_is_not_shown_as_something_that_nobody_wrote(value: object) -> None:
    [problem] = refusal(exact, value).problems
    assert "0x" not in problem.message()


def test_long_text_without_a_number_is_refused_for_its_form() -> None:
    [problem] = refusal(exact, "not rated yet, see the note " * 10).problems
    assert problem.code == "number.form"


@pytest.mark.parametrize("text", ["9" * 60, f"0.{'0' * 59}1", f"{'9' * 60}.{'9' * 60}"])
def test_what_the_door_took_once_it_takes_again(text: str) -> None:
    assert exact(exact(text)) == exact(text)


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_decimals_that_are_not_finite_are_refused(value: str) -> None:
    [problem] = refusal(exact, Decimal(value)).problems
    assert problem.code == "number.not-finite"
    assert problem.values["found"] == value


@pytest.mark.parametrize(
    ("value", "ratio"),
    [
        (85, Fraction(17, 20)),
        ("85", Fraction(17, 20)),
        ("85%", Fraction(17, 20)),
        ("82.5%", Fraction(33, 40)),
        ("0.85", Fraction(17, 2000)),
        ("100/3", Fraction(1, 3)),
        ("100/3%", Fraction(1, 3)),
        (Decimal("79.99"), Fraction(7999, 10000)),
        (120, Fraction(6, 5)),
    ],
)
def test_percentages_become_ratios(value: object, ratio: Fraction) -> None:
    assert exact_percentage(value) == ratio


@pytest.mark.parametrize("value", ["%", "85%%", "85 %", "85％", "%85", ""])
def test_odd_percentages_are_refused(value: str) -> None:
    [problem] = refusal(exact_percentage, value).problems
    assert problem.code == "number.form"


def test_a_refused_percentage_is_shown_as_it_was_written() -> None:
    [problem] = refusal(exact_percentage, "85 %").problems
    assert problem.values["found"] == "'85 %'"


def test_the_digits_of_a_float_are_not_guessed_in_a_percentage() -> None:
    assert isinstance(refusal(exact_percentage, 85.0), InexactNumber)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(90), "90"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(-1, 20), "-0.05"),
        (Fraction(8635, 100), "86.35"),
        (Fraction(259, 3), "259/3"),
        (Fraction(-1, 3), "-1/3"),
        (Fraction(1, 2**60), f"{5**60:060}".join(("0.", ""))),
        (Fraction(1, 2**61), f"1/{2**61}"),
    ],
)
def test_exact_text(number: Fraction, text: str) -> None:
    assert as_text(number) == text
    assert Fraction(as_text(number)) == number


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [
        ("12.1498", 1, "12.1"),
        ("10.5002", 0, "11"),
        ("1.050", 1, "1.0"),
        ("0.35", 1, "0.4"),
        ("28.175", 2, "28.18"),
        ("28.165", 2, "28.16"),
        ("28.350", 1, "28.4"),
        ("28.250", 1, "28.2"),
        ("-0.0365", 3, "-0.036"),
        ("8.53459", 2, "8.53"),
    ],
)
def test_half_even_is_the_rule_of_gb_t_8170(number: str, digits: int, expected: str) -> None:
    assert displayed(Fraction(number), digits=digits) == Fraction(expected)


@pytest.mark.parametrize(
    ("rounding", "number", "digits", "expected"),
    [
        ("half-up", "28.165", 2, "28.17"),
        ("half-up", "28.250", 1, "28.3"),
        ("half-up", "28.249", 1, "28.2"),
        ("half-up", "-0.5", 0, "-1"),
        ("truncate", "28.169", 2, "28.16"),
        ("truncate", "-28.169", 2, "-28.16"),
        ("none", "28.16999", 2, "28.16999"),
        ("half-even", "0.5", 0, "0"),
        ("half-even", "1.5", 0, "2"),
        ("half-even", "2.675", 2, "2.68"),
    ],
)
def test_rounding_follows_the_rule_named(
    rounding: Rounding, number: str, digits: int, expected: str
) -> None:
    assert displayed(Fraction(number), rounding=rounding, digits=digits) == Fraction(expected)


@pytest.mark.parametrize(
    ("number", "rounding", "expected"),
    [
        ("69.996", "half-even", "69.996"),
        ("69.9996", "half-up", "69.9996"),
        ("69.99", "half-even", "69.99"),
        ("94.95", "half-even", "94.95"),
        ("89.95", "half-even", "89.95"),
        ("94.996", "half-even", "94.996"),
        ("94.9951", "half-even", "94.995"),
        ("70", "half-even", "70"),
        ("70.001", "half-even", "70.001"),
        ("70.001", "truncate", "70.001"),
        ("70.006", "half-even", "70.01"),
        ("86.333", "half-even", "86.33"),
    ],
)
def test_a_score_shown_stands_to_every_floor_as_the_exact_one(
    number: str, rounding: Rounding, expected: str
) -> None:
    assert shown(Fraction(number), rounding=rounding, limits=FLOORS) == expected


@pytest.mark.parametrize(("score", "floor"), [("94.95", "95"), ("89.95", "90")])
def test_full_values_are_compared_whatever_digits_are_shown(score: str, floor: str) -> None:
    assert shown(Fraction(score), digits=1, limits=[Fraction(floor)]) == score


def test_as_many_digits_as_it_takes_are_shown() -> None:
    almost = Fraction(70) - Fraction(1, 10**30)
    assert shown(almost, limits=FLOORS) == f"69.{'9' * 30}"
    assert shown(Fraction(140) - almost, limits=FLOORS) == f"70.{'0' * 29}1"
    assert shown(almost) == "70"


@pytest.mark.parametrize(
    ("number", "expected"),
    [("2.50", "2.5"), ("3.00", "3"), ("-0.001", "0"), ("-1/3", "-0.33"), ("100", "100")],
)
def test_points_drop_trailing_zeros(number: str, expected: str) -> None:
    assert shown(Fraction(number)) == expected


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        ("0", "0.00 %"),
        ("1", "100.00 %"),
        ("24/25", "96.00 %"),
        ("1/3", "33.33 %"),
        ("2/3", "66.67 %"),
        ("0.89955", "89.96 %"),
        ("0.89945", "89.94 %"),
        ("-1/3", "-33.33 %"),
        ("-0.0001", "-0.01 %"),
    ],
)
def test_percentages_keep_two_digits(ratio: str, expected: str) -> None:
    assert as_percent(Fraction(ratio)) == expected


@pytest.mark.parametrize(
    ("ratio", "limit", "expected"),
    [
        ("0.599999", "0.6", "59.9999 %"),
        ("0.59994", "0.6", "59.99 %"),
        ("0.6", "0.6", "60.00 %"),
        ("0.62125", "0.62125", "62.125 %"),
        ("2/3", "2/3", "66.67 %"),
        ("0.66665", "2/3", "66.66 %"),
        ("0.66666", "2/3", "66.666 %"),
    ],
)
def test_a_percentage_stands_to_a_limit_as_the_ratio_does(
    ratio: str, limit: str, expected: str
) -> None:
    assert as_percent(Fraction(ratio), limits=[Fraction(limit)]) == expected


def test_numbers_that_str_refuses_are_written_all_the_same() -> None:
    number = Fraction(10**5000 + 1, 3**9000)
    text = as_text(number)
    numerator, denominator = text.split("/")
    assert (len(numerator), numerator[0], numerator[-1]) == (5001, "1", "1")
    assert denominator.isdecimal()


def test_a_whole_number_too_long_for_a_decimal_is_written_as_a_quotient() -> None:
    number = exact(f"1{'0' * 100}/1")
    assert exact(as_text(number)) == number


@pytest.mark.parametrize("text", [f"1/{'9' * 131}", f"{'9' * 131}/7", f"1/{'9' * 139}"])
def test_what_could_not_be_read_again_is_refused(text: str) -> None:
    """What is taken can be written, and taken again: as it is, and as a percentage."""
    for take in (exact, exact_percentage):
        assert refusal(take, text).problems[0].code == "number.too-long"


@pytest.mark.parametrize("text", [f"1/{'9' * 127}", f"{'9' * 127}/7", "9" * 60])
def test_what_is_taken_can_be_taken_again(text: str) -> None:
    number = exact(text)
    assert exact(as_text(number)) == exact(number) == number
    ratio = exact_percentage(text)
    assert exact_percentage(as_text(ratio * 100)) == exact(ratio) == ratio
