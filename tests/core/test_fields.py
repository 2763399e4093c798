import attrs
import pytest
from attrs import field, frozen

from maturity_core import VetoFinding
from maturity_core.fields import Value, Whole, file_format, identifier, nearest, one_of, texts
from tests.core.samples import refusal


@frozen
class Model:
    name: object = field(default="a", validator=identifier)
    choice: object = field(default="self", validator=one_of("self", "internal"))
    number: int = field(default=1, validator=Whole(1, 9))
    format: int = field(default=1, validator=file_format)


@frozen(kw_only=True, repr=False, eq=False)
class Said(Value):
    name: str
    note: str = ""
    memo: int = field(default=0, eq=False, repr=False)


@frozen(kw_only=True, repr=False, eq=False)
class SaidToo(Value):
    name: str
    note: str = ""


def test_what_says_the_same_is_equal() -> None:
    one, same, other = Said(name="a", memo=1), Said(name="a", memo=2), Said(name="b")
    assert one == same
    assert one != other
    assert one != Said(name="a", note="n")
    assert len({one, same, other}) == 2
    assert SaidToo(name="a") not in (one, "a", None)
    assert len({SaidToo(name="a"), one}) == 2


def test_what_is_written_makes_an_equal_object() -> None:
    assert repr(Said(name="a", memo=1)) == "Said(name='a')"
    assert repr(Said(name="a", note="n")) == "Said(name='a', note='n')"


@pytest.mark.parametrize("name", ["a", "5", "5.10", "5.1.1-accident", "a_b", "Q-9", "x" * 64])
def test_ids_are_short_ascii(name: str) -> None:
    assert Model(name).name == name


@pytest.mark.parametrize(
    "name",
    ["", " ", "5 1", ".5", "5.", "-a", "a_", "5.1\n", "А", "五", "a/b", "a~b", "x" * 65, 5, None],
)
def test_other_ids_are_refused(name: object) -> None:
    [problem] = refusal(Model, name).problems
    assert (problem.code, problem.path) == ("value.id", ("name",))


def test_one_of_a_few_words() -> None:
    assert Model(choice="internal").choice == "internal"


@pytest.mark.parametrize(
    ("value", "nearest_one"),
    [("slef", "self"), ("Internal", "internal"), ("x", ""), (None, ""), (["self"], "")],
)
def test_another_word_is_refused_with_the_nearest(value: object, nearest_one: str) -> None:
    [problem] = refusal(Model, choice=value).problems
    assert (problem.code, problem.path) == ("value.choice", ("choice",))
    assert problem.values["choices"] == "self, internal"
    assert problem.values["nearest"] == nearest_one


def test_a_word_that_people_write_is_refused_with_what_it_means() -> None:
    [problem] = refusal(VetoFinding, veto="4.2", finding="未发现").problems
    assert problem.values["nearest"] == "clear"
    [problem] = refusal(VetoFinding, veto="4.2", finding="claer").problems
    assert problem.values["nearest"] == "clear"
    [problem] = refusal(VetoFinding, veto="4.2", finding="否").problems
    assert problem.values["nearest"] == ""


@pytest.mark.parametrize("value", [1, 9])
def test_whole_numbers_from_least_to_most(value: int) -> None:
    assert Model(number=value).number == value


@pytest.mark.parametrize("value", [0, 10, -1, True, 1.0, "1", None])
def test_other_numbers_are_refused(value: object) -> None:
    [problem] = refusal(Model, number=value).problems
    assert (problem.code, problem.path) == ("value.whole", ("number",))
    assert (problem.values["least"], problem.values["most"]) == ("1", "9")


@pytest.mark.parametrize("name", ["name", "choice", "number"])
def test_a_number_of_thousands_of_digits_is_refused_like_any_other(name: str) -> None:
    [problem] = refusal(Model, **{name: 10**5000}).problems
    assert problem.path == (name,)
    assert len(problem.message()) < 300


@pytest.mark.parametrize("value", [0, 2, -1, True, 1.0, "1", None])
def test_there_is_one_file_format(value: object) -> None:
    [problem] = refusal(Model, format=value).problems
    assert (problem.code, problem.path) == ("value.format", ("format",))
    assert Model(format=1).format == 1


def test_texts_become_a_tuple_and_one_text_is_one() -> None:
    assert texts(["a", "b"]) == texts(name for name in "ab") == ("a", "b")
    assert texts("ab") == ("ab",)
    assert texts([]) == ()


def test_the_fields_of_a_model_are_still_checked_when_it_is_changed() -> None:
    assert refusal(attrs.evolve, Model(), number=0).problems[0].code == "value.whole"


@pytest.mark.parametrize(
    ("word", "found"),
    [("raitngs", "ratings"), ("veto", "vetoes"), ("x", ""), ("", "")],
)
def test_the_nearest_word(word: str, found: str) -> None:
    assert nearest(word, ["ratings", "vetoes"]) == found
    assert not nearest(word, [])


def test_among_many_only_the_likely_ones_are_compared() -> None:
    many = [f"c{number}" for number in range(5000)]
    assert nearest("x4999", many) == ""
    assert nearest("c49999", many) == "c4999"
