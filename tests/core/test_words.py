import re
from string import Formatter

import pytest

from maturity_core import words

SENTENCES = words._SENTENCES  # noqa: SLF001 -- the table is what is tested
OPTIONAL = re.compile(r"\[\[.*?\]\]")


def names(*templates: str) -> set[str]:
    return {
        name
        for template in templates
        for _, name, _, _ in Formatter().parse(template)
        if name is not None
    }


def test_codes_have_one_form() -> None:
    assert [code for code in SENTENCES if not re.fullmatch(r"[a-z]+\.[a-z0-9_-]+", code)] == []


def test_every_code_has_two_languages() -> None:
    only_values = re.compile(r"[\W\d_]|\{\w+\}")
    without = [
        code
        for code, (zh, en) in SENTENCES.items()
        if not re.search(r"[\u4e00-\u9fff]", zh) and only_values.sub("", zh)
        if not re.search(r"[a-z]", en) and only_values.sub("", en)
    ]
    assert without == []


def test_english_is_plain() -> None:
    odd = {code: set(re.findall(r"[^\x20-\x7e\n]", en)) for code, (_, en) in SENTENCES.items()}
    assert set().union(*odd.values()) <= {"…"}


def test_chinese_fits_a_gbk_console() -> None:
    for zh, _ in SENTENCES.values():
        zh.encode("gbk")


def test_both_languages_name_the_same_values() -> None:
    assert [code for code, (zh, en) in SENTENCES.items() if names(zh) != names(en)] == []


def test_both_languages_leave_out_the_same() -> None:
    different = [
        code
        for code, (zh, en) in SENTENCES.items()
        if names(*OPTIONAL.findall(zh)) != names(*OPTIONAL.findall(en))
    ]
    assert different == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_shows_all_its_values(language: str) -> None:
    for code, templates in SENTENCES.items():
        values = {name: f"<{name}>" for name in names(*templates)}
        sentence = words.say(code, language, values)
        assert [value for value in values.values() if value not in sentence] == []
        assert not re.search(r"\[\[|\]\]|\{\w+\}", sentence)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", [code for code, (zh, _) in SENTENCES.items() if "[[" in zh])
def test_an_optional_part_without_its_value_leaves_nothing_behind(code: str, language: str) -> None:
    template = SENTENCES[code][0 if language == "zh" else 1]
    required = dict.fromkeys(names(OPTIONAL.sub("", template)), "x")
    sentence = words.say(code, language, required)
    assert not re.search(r"\[\[|\]\]|\{\w+\}|[“\"]{2}|\s$", sentence)
    assert sentence == words.say(code, language, dict.fromkeys(names(template), "") | required)


def test_an_optional_part_with_its_value() -> None:
    values = {"asked": "qbjkb-09", "installed": "qbjkb-009-2026", "nearest": "qbjkb-009-2026"}
    assert words.say("rubric.unknown", "zh", values) == (
        "未安装准则“qbjkb-09”。已安装：qbjkb-009-2026。是否指“qbjkb-009-2026”？"
    )


def test_a_value_is_shown_as_it_is() -> None:
    sentence = words.say("file.not-found", "en", {"file": "a{b}[[c]].toml"})
    assert sentence == "There is no file a{b}[[c]].toml. Check the path."


def test_the_reason_of_a_parser_is_told_in_both_languages_where_it_is_known() -> None:
    values = {"kind": "TOML", "reason": "Unclosed array"}
    assert words.say("file.syntax", "en", values) == (
        "This is not valid TOML: a comma or ] is missing in a list. Correct this place."
    )
    assert words.say("file.syntax", "zh", values) == (
        "不是有效的 TOML：列表中应有逗号，或缺 ]。请更正此处。"
    )
    unknown = values | {"reason": "Illegal character '\\x01'"}
    assert "Illegal character '\\x01'" in words.say("file.syntax", "zh", unknown)


def test_any_other_language_is_english() -> None:
    assert words.say("file.empty", "fr", {}) == words.say("file.empty", "en", {})


def test_a_missing_value_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        words.say("file.not-found", "en", {})
