"""Every problem of the core, told once by a real call: its sentence is part of the product."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import maturity_core
from maturity_core import (
    Adjustment,
    AdjustmentCount,
    Clause,
    Dimension,
    Exclusion,
    Grade,
    GradeBand,
    GradeBands,
    Problem,
    Provenance,
    Rating,
    RatingBand,
    RatingScale,
    Requirement,
    Rubric,
    Scope,
    Source,
    Standard,
    Text,
    Veto,
    VetoFinding,
    assessment_from,
    check_assessment,
    check_rubric,
    dump_assessment,
    get_rubric,
    load_assessment,
    load_rubric,
    rubric_from,
    words,
)
from maturity_core.exact import exact
from maturity_core.overlay import laid_over
from maturity_core.reading import MOST_BYTES, read
from tests.core.samples import (
    FIRED,
    RUBRIC,
    assessed,
    assessment_tree,
    both,
    changes_checked,
    clauses,
    head,
    item,
    rated,
    refusal,
    rubric_tree,
    text,
)

PASS_OR_FAIL = RatingScale(
    bands=[
        RatingBand(low=0, high=0, label=text("fail")),
        RatingBand(low=1, high=1, label=text("pass")),
    ]
)
Telling = tuple[Callable[[], Iterable[Problem]], str, str]


def load(data: str) -> Iterable[Problem]:
    return refusal(load_assessment, data.encode()).problems


def read_from(**changes: object) -> Iterable[Problem]:
    return refusal(assessment_from, assessment_tree(**changes)).problems


def rubric_of(**changes: object) -> Iterable[Problem]:
    return refusal(rubric_from, rubric_tree(**changes)).problems


def checked(by: Rubric = RUBRIC, /, **changes: object) -> Iterable[Problem]:
    return check_assessment(by, assessed(**changes))


def made(**changes: object) -> Iterable[Problem]:
    return check_rubric(evolve(RUBRIC, **changes))  # type: ignore[arg-type] # fields by name


def optional(**changes: object) -> Rubric:
    """Clause 2 and all of clause 1 may be left out; there is a bonus on the whole."""
    one, two = RUBRIC.clauses
    clauses = [
        evolve(one, excludable=True),
        evolve(two, **{"excludable": True, **changes}),  # type: ignore[arg-type] # fields by name
    ]
    return evolve(RUBRIC, clauses=clauses)


AWARD = Adjustment(id="award", kind="bonus", points=1, times=2)
FAULT = Adjustment(id="fault", kind="deduction", points=1)


def adjusted(**changes: object) -> Iterable[Problem]:
    return made(adjustments=[evolve(AWARD, **changes)])  # type: ignore[arg-type] # fields by name


def requiring_rubric(**required: object) -> Rubric:
    band = GradeBand(grade="good", floor=6, requires=[Requirement(**required)])  # type: ignore[arg-type] # fields by name
    fair, _, excellent = RUBRIC.grades.bands
    return evolve(RUBRIC, grades=evolve(RUBRIC.grades, bands=[fair, band, excellent]))


def requiring(*adjustments: Adjustment, **required: object) -> Iterable[Problem]:
    return check_rubric(evolve(requiring_rubric(**required), adjustments=adjustments))


def overlaid(**changes: object) -> Iterable[Problem]:
    tree = {"rubric": {"id": "other-2026"}, **changes}
    return refusal(laid_over, RUBRIC, tree).problems


def graded(*bands: GradeBand, same_rank: bool = False) -> GradeBands:
    ranks = (1, 1) if same_rank else (1, 2)
    names = zip(("a", "b"), ranks, strict=True)
    return GradeBands(
        grades=[
            *RUBRIC.grades.grades[:1],
            *(Grade(id=name, rank=rank, label=text(name)) for name, rank in names),
        ],
        bands=bands,
    )


def scaled(*ends: tuple[str, str]) -> RatingScale:
    return RatingScale(
        bands=[RatingBand(low=low, high=high, label=text("band")) for low, high in ends]
    )


TWO_FLOORS = (GradeBand(grade="a", floor=6), GradeBand(grade="b", floor=8))
LOWEST_AT_2 = (GradeBand(grade="fair", floor=2), GradeBand(grade="good", floor=6))
NO_CAPS: tuple[Veto, ...] = ()
SCOPED = evolve(
    RUBRIC,
    scopes=[
        Scope(id="sewage", title=text("Sewage")),
        Scope(id="other", title=text("Other"), needs_text=True),
    ],
)
PARTIES: dict[str, Any] = {"kind": "third-party", "assessors": [{"name": "Li"}]}
EFFECTIVE = evolve(RUBRIC, standard=Standard(code="T 1", effective=date(2026, 4, 1)))
TWO_BANDS = evolve(RUBRIC, scale=scaled(("0", "0.5"), ("0.5", "1")))
WEIGHTED = evolve(RUBRIC, combine="mean", clauses=[Clause(id="1", title=text("Staff"), weight=1)])
RESTING = evolve(RUBRIC, vetoes=[evolve(RUBRIC.vetoes[0], rests_on=["4.2"]), RUBRIC.vetoes[1]])


MESSAGES: dict[str, Telling] = {
    # files
    "file.not-found": (
        lambda: refusal(load_assessment, "no-such-folder/a.toml").problems,
        "",
        "There is no file no-such-folder/a.toml. Check the path.",
    ),
    "file.not-a-file": (
        lambda: refusal(load_assessment, "/").problems,
        "",
        "/ is no regular file, but a folder, a pipe or a device, and was not read. Name a file.",
    ),
    "file.not-opened": (
        lambda: refusal(load_assessment, "a\0b").problems,
        "",
        (
            "The file a\\x00b cannot be opened: embedded null byte. "
            "Check the path and the permissions."
        ),
    ),
    "file.too-large": (
        lambda: refusal(read, bytes(MOST_BYTES + 1)).problems,
        "",
        "A file may have at most 67108864 bytes, this one has 67108865 or more. Split it.",
    ),
    "file.empty": (
        lambda: load(""),
        "",
        "The file must say something, but is empty. Start one with `maturity new`.",
    ),
    "file.is-workbook": (
        lambda: refusal(load_assessment, b"PK\x03\x04").problems,
        "",
        (
            "This is an Excel workbook, TOML or JSON is required. `maturity rubric new ID --from "
            "WORKBOOK -o FILE.toml` makes a rubric of the workbook of a standard."
        ),
    ),
    "file.not-utf8": (
        lambda: refusal(load_assessment, "a = '评'".encode("gbk")).problems,
        "",
        (
            "The file must be UTF-8, but has the byte 0xC6 at offset 5; it looks like GBK. "
            "Save it as UTF-8 (Notepad: File, Save as, Encoding: UTF-8)."
        ),
    ),
    "file.syntax": (
        lambda: load('{"a" "b"}'),
        "",
        "This is not valid JSON: a colon is missing here. Correct this place.",
    ),
    "syntax.sign": (
        lambda: load('[ratings]\n"5.5" ＝ 85'),
        "/ratings/5.5",
        (
            "/ratings/5.5: '=' is required here, got '\\uff1d' (＝). "
            "Type '=' instead, with the input method set to English."
        ),
    ),
    "syntax.no-quotes": (
        lambda: load('[ratings]\n"5.5" = 85%'),
        "/ratings/5.5",
        (
            "/ratings/5.5: text must be in quotes, got '85%' without them. "
            "If you mean 85, write that. Put text in quotes."
        ),
    ),
    "syntax.no-finding": (
        lambda: load('[vetoes]\n"4.2-other" = 否'),
        "/vetoes/4.2-other",
        (
            '/vetoes/4.2-other: a finding is "clear", "fired" or "undetermined", in quotes, '
            "got '\\u5426' (否). Write one of them."
        ),
    ),
    "syntax.no-number": (
        lambda: load('[ratings]\n"5.5" = 085'),
        "/ratings/5.5",
        (
            "/ratings/5.5: a number such as 85 or 82.5 is required, got '085'. "
            "Write the number; if it is text, put it in quotes."
        ),
    ),
    "syntax.null": (
        lambda: load('[ratings]\n"5.5" = null'),
        "/ratings/5.5",
        (
            "/ratings/5.5: TOML has no null. "
            "Remove the entry: what is left out is not yet filled in."
        ),
    ),
    "syntax.decimal-comma": (
        lambda: load('[ratings]\n"5.5" = 82,5'),
        "/ratings/5.5",
        "/ratings/5.5: decimals take a point, got '82,5'. Write 82.5.",
    ),
    "syntax.no-comma": (
        lambda: load('[ratings]\n"5.5" = 82,'),
        "/ratings/5.5",
        (
            "/ratings/5.5: no comma follows an entry, each stands on a line of its own, "
            "but one was found. Remove it."
        ),
    ),
    "syntax.no-separator": (
        lambda: load('[ratings]\n"5.5" = { rating = 85 note = "x" }'),
        "/ratings/5.5/rating",
        (
            "/ratings/5.5/rating: a comma or a new line is required before 'note', "
            "none was found. Add it."
        ),
    ),
    "syntax.open-quote": (
        lambda: load('[subject]\nname = "Li'),
        "/subject/name",
        (
            '/subject/name: each " needs a second one, but this one is alone. '
            "Check the quotes from here on."
        ),
    ),
    "syntax.no-value": (
        lambda: load('[ratings]\n"5.5" ='),
        "/ratings/5.5",
        ("/ratings/5.5: a value is required, none was found. Write one, or remove the entry."),
    ),
    "syntax.trailing-comma": (
        lambda: load('{"ratings": {"5.5": 85,}}'),
        "/ratings/5.5",
        "/ratings/5.5: no comma may follow the last entry, but one does. Remove it.",
    ),
    "file.too-deep": (
        lambda: load("a = " + "[" * 100_000),
        "",
        "At most 64 levels of nesting are allowed, this has more. Use fewer levels.",
    ),
    "file.duplicate-key": (
        lambda: load('{"ratings": {"5.5": 80,\n"5.5": 90}}'),
        "/ratings/5.5",
        (
            "The key '5.5' must be there once, but is there again (first in line 1). "
            "Remove one of the two."
        ),
    ),
    "file.not-a-table": (
        lambda: refusal(read, b"[1]", kind="json").problems,
        "",
        (
            "The top of the file must be a table (object), got [1]. "
            "Compare with what `maturity new` writes."
        ),
    ),
    "file.is-assessment": (
        lambda: refusal(rubric_from, {"rubric": "t", "ratings": {}}).problems,
        "",
        "This is an assessment, not a rubric. Name the file or the id of a rubric.",
    ),
    "file.is-rubric": (
        lambda: refusal(assessment_from, rubric_tree()).problems,
        "",
        (
            "This is a rubric, not an assessment. Name it with --rubric, "
            "or start an assessment with `maturity new`."
        ),
    ),
    "text.control": (
        lambda: load('{"subject": {"name": "a\\u202eb"}}'),
        "/subject/name",
        "/subject/name: text must not hold invisible control characters, got U+202E. Remove it.",
    ),
    "text.empty": (
        lambda: rubric_of(clauses=clauses(_2={"title": {"zh": " "}})),
        "/clauses/2/title",
        "/clauses/2/title: a text needs zh or en, both are empty. Write one of them.",
    ),
    "text.missing-language": (
        lambda: made(title=Text(zh="小")),
        "/rubric/title",
        "/rubric/title: both languages are wanted, en is missing (there is: 小). Add it.",
    ),
    "text.one-language": (
        lambda: check_rubric(load_rubric("tests/foreign/items.toml")),
        "/rubric/title",
        "Both languages are wanted, zh is missing in all 5 texts. Add it where somebody reads it.",
    ),
    # numbers and values
    "number.float": (
        lambda: read_from(ratings={"2": 85.5}),
        "/ratings/2",
        (
            "/ratings/2: an exact number is required, got the float 85.5, which has already lost "
            "digits. Pass text, a whole number, Decimal or Fraction."
        ),
    ),
    "number.bool": (
        lambda: load('{"rubric": "t", "ratings": {"2": true}}'),
        "/ratings/2",
        "/ratings/2: a number is required, got true. Write a number such as 85.",
    ),
    "number.type": (
        lambda: load('{"rubric": "t", "ratings": {"2": ["85"]}}'),
        "/ratings/2",
        "/ratings/2: a number is required, got ['85']. Write a number such as 85 or \"82.5\".",
    ),
    "number.form": (
        lambda: load('{"rubric": "t", "ratings": {"2": "８０"}}'),
        "/ratings/2",
        (
            "/ratings/2: a number must be plain ASCII digits such as 85, 82.5 or 259/3 (a rating "
            "also 85%), without blanks, plus sign, separators or exponent, "
            "got '\\uff18\\uff10' (８０). Correct it."
        ),
    ),
    "number.too-long": (
        lambda: refusal(exact, Decimal("1E+999")).problems,
        "",
        "the value: a number may have at most 60 digits, got 1E+999. Shorten it.",
    ),
    "number.not-finite": (
        lambda: load('{"rubric": "t", "ratings": {"2": NaN}}'),
        "/ratings/2",
        "/ratings/2: a finite number is required, got NaN. Correct it.",
    ),
    "value.not-text": (
        lambda: read_from(subject={"name": 5}),
        "/subject/name",
        "/subject/name: text is required, got 5. Write text in quotes, or leave it out.",
    ),
    "value.not-flag": (
        lambda: rubric_of(rubric=head(scaled="no")),
        "/rubric/scaled",
        "/rubric/scaled: true or false is required, got 'no'. Correct it.",
    ),
    "value.not-whole": (
        lambda: rubric_of(rubric=head(digits="2")),
        "/rubric/digits",
        "/rubric/digits: a whole number is required, got '2'. Correct it.",
    ),
    "value.format": (
        lambda: read_from(format=2),
        "/format",
        "/format: this version reads file format 1, got 2. Correct it, or use a newer version.",
    ),
    "value.whole": (
        lambda: rubric_of(rubric=head(digits=99)),
        "/rubric/digits",
        "/rubric/digits: a whole number from 0 to 12 is required, got 99. Correct it.",
    ),
    "value.not-table": (
        lambda: read_from(ratings=[85]),
        "/ratings",
        "/ratings: a table (object) is required, got [85]. Correct it.",
    ),
    "value.not-list": (
        lambda: read_from(assessors="Li"),
        "/assessors",
        "/assessors: a list is required, got 'Li'. Use square brackets.",
    ),
    "value.not-bilingual": (
        lambda: rubric_of(rubric=head(title="Tiny")),
        "/rubric/title",
        (
            '/rubric/title: { zh = "…", en = "…" } is required, got \'Tiny\'. Correct it, or name '
            'the language of plain texts at the top of the file: language = "zh" or "en".'
        ),
    ),
    "value.date": (
        lambda: read_from(assessed_on="30.06.2026"),
        "/assessed_on",
        "/assessed_on: a date such as 2026-06-30 is required, got '30.06.2026'. Correct it.",
    ),
    "value.id": (
        lambda: read_from(ratings={"5,1": 85}),
        "/ratings/5,1",
        (
            "/ratings/5,1: an id is 1 to 64 ASCII letters, digits, dots, dashes and underlines, "
            "with a letter or digit at both ends, got '5,1'. Correct it."
        ),
    ),
    "value.choice": (
        lambda: read_from(kind="slef"),
        "/kind",
        (
            "/kind: must be one of self, internal, third-party, got 'slef'. "
            'Did you mean "self"? Correct it.'
        ),
    ),
    "value.unquoted-id": (
        lambda: load('rubric = "t"\n[ratings]\n5.2.1 = 85'),
        "/ratings/5/2/1",
        '/ratings/5/2/1: the number must be in quotes, "5.2.1", but is not. Put it in quotes.',
    ),
    "value.one-of": (
        lambda: rubric_of(grades={"g": {"rank": 1, "label": both("g"), "upto": 5}}),
        "/grades/g",
        "/grades/g: exactly one of at_least, above must be given. Correct it.",
    ),
    "value.unknown-key": (
        lambda: read_from(raitngs={}),
        "/raitngs",
        "/raitngs: there is no key 'raitngs' here. Did you mean \"ratings\"? Correct or remove it.",
    ),
    "value.missing-key": (
        lambda: rubric_of(standard={}),
        "/standard/code",
        "/standard/code: this is required, but missing. Add it.",
    ),
    "value.key-twice": (
        lambda: (
            refusal(
                dump_assessment, evolve(rated(80, 80, 80), ratings=[Rating(clause="2")] * 2)
            ).problems
        ),
        "/ratings/2",
        "/ratings/2: the id 2 is there twice, and a file cannot hold both. Remove one.",
    ),
    # an assessment against its rubric
    "assessment.other-rubric": (
        lambda: checked(rubric="other-2026"),
        "/rubric",
        (
            "The assessment names the rubric other-2026, but is scored by tiny-2026. "
            "Correct its rubric, or choose the rubric that it names."
        ),
    ),
    "assessment.reviewer-assessed": (
        lambda: checked(reviewer="Li", **PARTIES),
        "/reviewer",
        (
            "The reviewer of a third-party assessment must not have assessed, but Li did. "
            "Name another reviewer."
        ),
    ),
    "assessment.decided_by-assessed": (
        lambda: checked(decided_by="Li", **PARTIES),
        "/decided_by",
        (
            "Whoever decides a third-party assessment must not have assessed, but Li did. "
            "Let somebody else decide."
        ),
    ),
    "assessment.before-effective": (
        lambda: checked(EFFECTIVE, assessed_on="2026-03-31"),
        "/assessed_on",
        (
            "The assessment should not be earlier than tiny-2026 came into force on 2026-04-01, "
            "got 2026-03-31. Check the date."
        ),
    ),
    "scope.unknown": (
        lambda: checked(SCOPED, scope="sewgae"),
        "/scope",
        (
            "tiny-2026: scope must be one of sewage, other, got 'sewgae'. "
            'Did you mean "sewage"? Correct it.'
        ),
    ),
    "scope.none": (
        lambda: checked(scope="sewage"),
        "/scope",
        "tiny-2026: this rubric names no scopes, so none may be given. Remove it.",
    ),
    "scope.needs-text": (
        lambda: checked(SCOPED, scope="other"),
        "/scope",
        "With scope other, scope_text must say what it is, but does not. Add it.",
    ),
    "period.form": (
        lambda: checked(period="2026"),
        "/period",
        'period must be "from/to", such as "2025-06-01/2026-05-31", got \'2026\'. Correct it.',
    ),
    "period.reversed": (
        lambda: checked(period="2026/2025"),
        "/period",
        "period must not start (2026) after it ends (2025). Correct it.",
    ),
    "rating.missing": (
        lambda: checked(ratings={"1.1": 80, "1.2": 80}),
        "/ratings/2",
        "tiny-2026, clause 2: a rating is required, none was found. Rate the clause.",
    ),
    "rating.out-of-range": (
        lambda: check_assessment(RUBRIC, rated(80, 80, 120)),
        "/ratings/2",
        "tiny-2026, clause 2: rating must be between 0 and 100 %, got 120. Correct the rating.",
    ),
    "rating.points-out-of-range": (
        lambda: check_assessment(RUBRIC, rated(80, 80, {"points": "6.5"})),
        "/ratings/2",
        "tiny-2026, clause 2: points must be between 0 and 6, got 6.5. Correct the rating.",
    ),
    "rating.below-one": (
        lambda: check_assessment(RUBRIC, rated(80, 80, "0.85")),
        "/ratings/2",
        "tiny-2026, clause 2: 0.85 means 0.85 %. Did you mean 85? Then correct it.",
    ),
    "rating.on-band-limit": (
        lambda: check_assessment(TWO_BANDS, rated(80, 80, 50)),
        "/ratings/2",
        (
            "tiny-2026, clause 2: 50 % is the limit of two bands and shows in the higher one. "
            "Say in its note why."
        ),
    ),
    "rating.two-forms": (
        lambda: check_assessment(RUBRIC, rated(80, 80, {"rating": 80, "points": 5})),
        "/ratings/2",
        (
            "tiny-2026, clause 2: give one of rating, points, level, sample, deductions, "
            "got rating, points. Keep one of them."
        ),
    ),
    "rating.unknown-level": (
        lambda: checked(
            optional(scale=PASS_OR_FAIL),
            ratings={"1.1": 80, "1.2": 80, "2": {"level": "pas"}},
        ),
        "/ratings/2/level",
        (
            "tiny-2026, clause 2: level must be one of fail（中文）, fail, pass（中文）, pass, "
            "got 'pas'. Did you mean \"pass\"? Correct it."
        ),
    ),
    "rating.no-levels": (
        lambda: check_assessment(RUBRIC, rated(80, 80, {"level": "good"})),
        "/ratings/2/level",
        (
            "tiny-2026, clause 2: its scale has no levels, so it is rated as a percentage, "
            "but level is 'good'. Use rating."
        ),
    ),
    "rating.sample": (
        lambda: check_assessment(RUBRIC, rated(80, 80, {"sample": {"conform": 21, "of": 20}})),
        "/ratings/2/sample/conform",
        ("tiny-2026, clause 2: of a sample of 20 at most 20 can conform, got 21. Correct it."),
    ),
    "rating.deduction-not-positive": (
        lambda: check_assessment(
            RUBRIC, rated(80, 80, {"deductions": [{"points": 0, "reason": "x"}]})
        ),
        "/ratings/2/deductions/0/points",
        ("tiny-2026, clause 2: the points of a deduction must be above 0, got 0. Correct them."),
    ),
    "rating.deduction-no-reason": (
        lambda: check_assessment(RUBRIC, rated(80, 80, {"deductions": [{"points": 1}]})),
        "/ratings/2/deductions/0/reason",
        "tiny-2026, clause 2: a deduction needs a reason, none was found. Add reason.",
    ),
    "rating.twice": (
        lambda: check_assessment(
            RUBRIC,
            evolve(
                rated(80, 80, 80),
                ratings=[*rated(80, 80, 80).ratings, Rating(clause="2", ratio=1)],
            ),
        ),
        "/ratings/2",
        "tiny-2026, clause 2: one rating is required, more were found. Remove the others.",
    ),
    "rating.of-branch": (
        lambda: checked(ratings={"1": 80, "1.1": 80, "1.2": 80, "2": 80}),
        "/ratings/1",
        (
            "tiny-2026, clause 1: the items below it are rated (1.1, 1.2), not the clause itself. "
            "Move the rating there."
        ),
    ),
    "rating.no-points": (
        lambda: check_assessment(WEIGHTED, assessed(ratings={"1": {"points": 4}})),
        "/ratings/1",
        (
            "tiny-2026, clause 1: it has no points of its own and is rated as a percentage, "
            "but points were given. Use rating."
        ),
    ),
    "rating.of-veto": (
        lambda: checked(RESTING, ratings={"1.1": 80, "1.2": 80, "2": 80, "4.2": 80}),
        "/ratings/4.2",
        (
            "tiny-2026: clause 4.2 is not scored, but what vetoes rest on: fraud. "
            "Determine these and remove the rating."
        ),
    ),
    "rating.unknown-clause": (
        lambda: checked(ratings={"1.1": 80, "1.2": 80, "2": 80, "1.11": 80}),
        "/ratings/1.11",
        'tiny-2026: there is no scored clause 1.11. Did you mean "1.1"? Correct the number.',
    ),
    "veto.missing": (
        lambda: checked(vetoes={"other": "clear"}),
        "/vetoes/fraud",
        (
            "tiny-2026, veto fraud: a finding is required, none was found. "
            "Determine it: clear or fired."
        ),
    ),
    "veto.undetermined": (
        lambda: check_assessment(RUBRIC, rated(80, 80, 80, fraud="undetermined")),
        "/vetoes/fraud",
        "tiny-2026, veto fraud: it is still undetermined. Determine it: clear or fired.",
    ),
    "veto.ambiguous": (
        lambda: read_from(vetoes={"fraud": True}),
        "/vetoes/fraud",
        (
            "/vetoes/fraud: true is ambiguous (was it looked at, or did it happen?). "
            'Write "clear", "fired" or "undetermined".'
        ),
    ),
    "veto.no-legal-basis": (
        lambda: check_assessment(RUBRIC, rated(80, 80, 80, fraud={**FIRED, "legal_basis": ""})),
        "/vetoes/fraud/legal_basis",
        (
            "tiny-2026, veto fraud: a veto that fired needs its legal_basis, none was found. "
            'Add it: { finding = "fired", legal_basis = "…", period = "…" }.'
        ),
    ),
    "veto.no-period": (
        lambda: check_assessment(RUBRIC, rated(80, 80, 80, fraud={**FIRED, "period": ""})),
        "/vetoes/fraud/period",
        "tiny-2026, veto fraud: a veto that fired needs its period, none was found. Add it.",
    ),
    "veto.no-reason": (
        lambda: check_assessment(RUBRIC, rated(80, 80, 80, other=FIRED)),
        "/vetoes/other/note",
        (
            "tiny-2026, veto other: when it fires, its note must give the reason, none was found. "
            "Add it."
        ),
    ),
    "veto.twice": (
        lambda: check_assessment(
            RUBRIC,
            evolve(
                rated(80, 80, 80),
                vetoes=[VetoFinding(veto=v, finding="clear") for v in ("fraud", "other", "fraud")],
            ),
        ),
        "/vetoes/fraud",
        "tiny-2026, veto fraud: one finding is required, more were found. Remove the others.",
    ),
    "veto.unknown": (
        lambda: check_assessment(RUBRIC, rated(80, 80, 80, frauds="clear")),
        "/vetoes/frauds",
        'tiny-2026: there is no veto frauds. Did you mean "fraud"? Correct the id.',
    ),
    "exclusion.not-allowed": (
        lambda: checked(exclusions={"2": "closed"}),
        "/exclusions/2",
        (
            "tiny-2026, clause 2: this rubric does not allow to exclude it. "
            "Rate it and remove the exclusion."
        ),
    ),
    "exclusion.unknown-clause": (
        lambda: checked(exclusions={"1.3": "closed"}),
        "/exclusions/1.3",
        'tiny-2026: there is no clause 1.3. Did you mean "1.2"? Correct the number.',
    ),
    "exclusion.twice": (
        lambda: check_assessment(
            optional(),
            evolve(
                assessed(ratings={"1.1": 80, "1.2": 80}),
                exclusions=[Exclusion(clause="2", reason="x")] * 2,
            ),
        ),
        "/exclusions/2",
        (
            "tiny-2026, clause 2: it must be excluded once, but is excluded again. "
            "Remove one of the two."
        ),
    ),
    "exclusion.no-reason": (
        lambda: checked(optional(), ratings={"1.1": 80, "1.2": 80}, exclusions={"2": " "}),
        "/exclusions/2",
        "tiny-2026, clause 2: an exclusion needs a reason, none was found. Add it.",
    ),
    "exclusion.everything": (
        lambda: checked(optional(), ratings={}, exclusions={"1": "x", "2": "x"}),
        "/exclusions",
        (
            "tiny-2026: something must be left to be rated, but every clause is excluded. "
            "Exclude less."
        ),
    ),
    "rating.of-excluded": (
        lambda: checked(optional(), exclusions={"2": "closed"}),
        "/ratings/2",
        (
            "tiny-2026, clause 2: it is excluded with clause 2 and needs no rating, but has one. "
            "Remove the rating or the exclusion."
        ),
    ),
    "rating.off-step": (
        lambda: checked(
            optional(scale=RatingScale(step="0.05")), ratings={"1.1": 80, "1.2": 80, "2": 82}
        ),
        "/ratings/2",
        "tiny-2026, clause 2: rating must be a multiple of 5 %, got 82 %. Correct the rating.",
    ),
    "rating.off-level": (
        lambda: checked(optional(scale=PASS_OR_FAIL)),
        "/ratings/2",
        (
            "tiny-2026, clause 2: rating must be one of the levels 0, 100 %, got 80 %. "
            "Correct the rating."
        ),
    ),
    "adjustment.unknown": (
        lambda: checked(adjustments={"award": 1}),
        "/adjustments/award",
        "tiny-2026: there is no bonus or deduction award. Correct it.",
    ),
    "adjustment.twice": (
        lambda: check_assessment(
            evolve(RUBRIC, adjustments=[AWARD]),
            evolve(assessed(), adjustments=[AdjustmentCount(adjustment="award", count=0)] * 2),
        ),
        "/adjustments/award",
        (
            "tiny-2026, award: its count must be stated once, but is stated again. "
            "Remove one of the two."
        ),
    ),
    "adjustment.no-reason": (
        lambda: checked(evolve(RUBRIC, adjustments=[AWARD]), adjustments={"award": 1}),
        "/adjustments/award",
        "tiny-2026, award: a count other than 0 needs a reason, none was found. Add reason.",
    ),
    "adjustment.missing": (
        lambda: checked(evolve(RUBRIC, adjustments=[AWARD])),
        "/adjustments/award",
        (
            "tiny-2026, award: how often it occurred is required, 0 included, none was found. "
            "State it."
        ),
    ),
    "change.unknown": (
        lambda: changes_checked(RUBRIC, rated(80, 80, 80), {"fruad": "fired"}),
        "/fruad",
        (
            "tiny-2026: there is no scored item, veto or adjustment 'fruad'. "
            'Did you mean "fraud"? Correct the id.'
        ),
    ),
    "change.ambiguous": (
        lambda: changes_checked(
            evolve(RUBRIC, vetoes=[Veto(id="2", title=text("Two"))]), rated(80, 80, 80), {"2": 80}
        ),
        "/2",
        (
            "tiny-2026: an id must stand for one thing, but '2' stands for several. "
            "Write one of ratings/2, vetoes/2."
        ),
    ),
    "change.twice": (
        lambda: changes_checked(RUBRIC, rated(80, 80, 80), {"2": 80, "ratings/2": 90}),
        "/ratings/2",
        "2 must be changed once, but is changed again. Remove one of the two.",
    ),
    # a rubric
    "rubric.id-twice": (
        lambda: made(scopes=[Scope(id="a", title=text("a"))] * 2),
        "/scopes/a",
        "/scopes/a: the id a must be used once, but is used again. Correct it.",
    ),
    "rubric.ids-alike": (
        lambda: made(scopes=[Scope(id=name, title=text("a")) for name in ("site-O1", "SITE_0l")]),
        "/scopes/SITE_0l",
        (
            "/scopes/SITE_0l: the ids SITE_0l and site-O1 look alike and must be easy to tell "
            "apart. Change one of them."
        ),
    ),
    "standard.never-in-force": (
        lambda: made(
            standard=Standard(code="T 1", effective=date(2026, 1, 1), withdrawn=date(2026, 1, 1))
        ),
        "/standard/withdrawn",
        (
            "standard: withdrawn must be later than effective, 2026-01-01, got 2026-01-01. "
            "Correct it."
        ),
    ),
    "provenance.no-citation": (
        lambda: made(
            provenance=Provenance(
                status="official",
                based_on="x",
                sources=[
                    Source(part=part, code="T 1", edition="2026", page="3")
                    for part in ("total", "grades", "vetoes")
                ],
            )
        ),
        "/provenance/sources/clauses",
        (
            "An overlay is official only where clauses cites code, edition and page, which are not "
            'all there. Add clauses = { code = "…", edition = "…", page = "…" } to sources, '
            "or say reconstructed."
        ),
    ),
    "overlay.same-id": (
        lambda: overlaid(rubric=head()),
        "/rubric/id",
        "An overlay needs an id of its own, got tiny-2026, which is that of its base. Change it.",
    ),
    "overlay.remove": (
        lambda: overlaid(clauses={"2": {"remove": True, "points": 6}}),
        "/clauses/2/remove",
        (
            "/clauses/2/remove: to remove 2, remove = true must stand alone, but there is more, "
            "or another value. Correct it."
        ),
    ),
    "overlay.nothing-to-remove": (
        lambda: overlaid(clauses={"1.3": {"remove": True}}),
        "/clauses/1.3",
        (
            "/clauses/1.3: the base has no 1.3 that could be removed. "
            'Did you mean "1.2"? Correct it.'
        ),
    ),
    "rubric.no-clauses": (
        lambda: made(clauses=[]),
        "/clauses",
        "A rubric needs at least one clause, none was found. Add [clauses].",
    ),
    "rubric.no-grades": (
        lambda: made(vetoes=[], grades=GradeBands(grades=[])),
        "/grades",
        "A rubric needs at least one grade, none was found. Add [grades].",
    ),
    "rubric.total": (
        lambda: made(
            vetoes=[],
            grades=GradeBands(grades=RUBRIC.grades.grades[:1]),
            total=0,
            scaled=True,
        ),
        "/rubric/total",
        "The total must be above 0, got 0. Correct it.",
    ),
    "rubric.points-sum": (
        lambda: made(total=11),
        "/rubric/total",
        (
            "The points of the sections must add up to the total 11, got 10. "
            "Correct points or total, or say scaled = true."
        ),
    ),
    "rubric.dangling": (
        lambda: made(vetoes=[Veto(id="v", title=text("v"), caps_at="fiar")]),
        "/vetoes/v/caps_at",
        '/vetoes/v/caps_at: there is no grade fiar. Did you mean "fair"? Correct it.',
    ),
    "rubric.maximum": (
        lambda: made(maximum=9),
        "/rubric/maximum",
        "The maximum must not be below the total 10, got 9. Correct it.",
    ),
    "rubric.dimension-below-min": (
        lambda: made(
            dimensions=[Dimension(id="side", title=text("Side"))],
            clauses=[
                evolve(
                    RUBRIC.clauses[0],
                    combine="min",
                    clauses=[evolve(item("1.1", None), dimension="side")],
                ),
                RUBRIC.clauses[1],
            ],
        ),
        "/clauses/1.1/dimension",
        "Clause 1.1: a dimension may stand on a min branch, but not below it. Move it up.",
    ),
    "scale.step": (
        lambda: made(scale=RatingScale(step=0)),
        "/scale/step",
        (
            "/scale/step: a step must be above 0 and go into 100 % without a rest, got 0 %. "
            "Correct it."
        ),
    ),
    "adjustment.points-not-positive": (
        lambda: adjusted(points=-1),
        "/adjustments/award/points",
        (
            "award: points per occurrence must be above 0, got -1; kind says whether they are "
            "given or taken. Correct them."
        ),
    ),
    "adjustment.deduction-from-ratio": (
        lambda: adjusted(kind="deduction", from_ratio="0.5"),
        "/adjustments/award/from_ratio",
        "award: only a bonus may depend on from_ratio, this is a deduction. Remove it.",
    ),
    "adjustment.from-ratio": (
        lambda: adjusted(from_ratio=2),
        "/adjustments/award/from_ratio",
        "award: from_ratio must be between 0 and 100 %, got 200 %. Correct it.",
    ),
    "adjustment.no-points": (
        lambda: made(
            clauses=[
                evolve(RUBRIC.clauses[0], combine="min", clauses=[item("1.1", None)]),
                RUBRIC.clauses[1],
            ],
            adjustments=[evolve(AWARD, on="1.1")],
        ),
        "/adjustments/award/on",
        (
            "award: clause 1.1, on which it acts, needs points, none were found. "
            "Add them, or change on."
        ),
    ),
    "grade.requires-deduction": (
        lambda: requiring(FAULT, of="adjustment", name="fault", limit=1),
        "/grades/good/requires/0",
        (
            "Grade good: it must not require the deduction fault, since more of it would raise "
            "the grade. Require a bonus."
        ),
    ),
    "grade.requires-too-much": (
        lambda: requiring(AWARD, of="adjustment", name="award", limit=3),
        "/grades/good/requires/0",
        (
            'Grade good: what it requires, adjustment = "award", at_least = 3, must be within '
            "reach, the most is 2. Correct it."
        ),
    ),
    "clause.points-sum": (
        lambda: made(
            clauses=[evolve(RUBRIC.clauses[0], clauses=[item("1.1", 5)]), RUBRIC.clauses[1]]
        ),
        "/clauses/1/points",
        (
            "Clause 1: the points below it must add up to its 4, got 5. "
            "Correct the points, or say scaled = true."
        ),
    ),
    "clause.no-points": (
        lambda: made(clauses=[item("1", None), item("2", 10)]),
        "/clauses/1",
        "Clause 1: points are required, none were found. Add them.",
    ),
    "clause.no-weight": (
        lambda: made(combine="mean", clauses=[item("1", 10), evolve(item("2", 10), weight=1)]),
        "/clauses/1",
        (
            "Clause 1: its siblings have weights for the mean, so it needs one too, none was "
            "found. Add it."
        ),
    ),
    "clause.points-not-positive": (
        lambda: made(clauses=[item("1", 0), item("2", 10)]),
        "/clauses/1/points",
        "Clause 1: points must be above 0, got 0. Correct them.",
    ),
    "clause.weight-not-positive": (
        lambda: made(combine="mean", clauses=[Clause(id="1", title=text("a"), weight="-0.5")]),
        "/clauses/1/weight",
        "Clause 1: the weight must be above 0, got -0.5. Correct it.",
    ),
    "clause.unknown-parent": (
        lambda: rubric_of(clauses=clauses(_2={"in": "1.11"})),
        "/clauses/2/in",
        (
            "Clause 2: in must be the id of the clause above it, got '1.11'. "
            'Did you mean "1.1"? Correct it.'
        ),
    ),
    "clause.no-way-up": (
        lambda: rubric_of(clauses=clauses(_2={"in": "2"})),
        "/clauses/2",
        (
            "Clause 2: it must belong to the whole within 32 levels, but the clauses above it form "
            "a circle or are too many. Correct in."
        ),
    ),
    "scale.band": (
        lambda: made(scale=scaled(("0", "0.6"), ("0.6", "0.4"), ("0.4", "1"))),
        "/scale/bands/1",
        "/scale/bands/1: a band needs 0 <= low <= high <= 100, got 60 to 40. Correct it.",
    ),
    "scale.level-twice": (
        lambda: made(scale=scaled(("0", "0"), ("1", "1"))),
        "/scale/bands/1",
        (
            "/scale/bands/1: each level needs a label of its own, but band（中文） is there again. "
            "Correct it."
        ),
    ),
    "scale.level-off-step": (
        lambda: made(
            scale=RatingScale(
                bands=[RatingBand(low="0.3", high="0.3", label=text("x"))], step="0.2"
            )
        ),
        "/scale/bands/0",
        "/scale/bands/0: a level must be a multiple of the step 20 %, got 30 %. Correct it.",
    ),
    "scale.gap": (
        lambda: made(scale=scaled(("0", "0.5"), ("0.6", "1"))),
        "/scale/bands/1",
        "/scale/bands/1: bands must touch, but nothing covers 50 to 60. Correct them.",
    ),
    "scale.overlap": (
        lambda: made(scale=scaled(("0", "0.5"), ("0.4", "1"))),
        "/scale/bands/1",
        "/scale/bands/1: bands must rise without overlap, but 40 comes after 50. Correct them.",
    ),
    "grade.rank-twice": (
        lambda: made(vetoes=[], grades=graded(*TWO_FLOORS, same_rank=True)),
        "/grades",
        "Each grade needs a rank of its own, but a, b all have 1. Correct them.",
    ),
    "grade.lowest-has-floor": (
        lambda: made(
            vetoes=[],
            grades=GradeBands(grades=RUBRIC.grades.grades[1:3], bands=LOWEST_AT_2),
        ),
        "/grades/fair",
        (
            "Grade fair is the lowest, so it is given below its floor 2 too. "
            "Add a grade below it, or remove the floor."
        ),
    ),
    "grade.floors-fall": (
        lambda: made(
            grades=evolve(
                RUBRIC.grades,
                bands=[
                    *RUBRIC.grades.bands[:2],
                    GradeBand(
                        grade="excellent", floor=5, requires=[Requirement(of="section", limit=1)]
                    ),
                ],
            )
        ),
        "/grades/excellent",
        (
            "Grade excellent: its floor 5 is below the floor 6 of good, a lower grade. "
            "Check whether the two were swapped."
        ),
    ),
    "value.below-one": (
        lambda: requiring(of="section", limit="0.006"),
        "/grades/good/requires/0",
        "/grades/good/requires/0: 0.6 means 0.6 %. Did you mean 60? Then correct it.",
    ),
    "grade.below-zero": (
        lambda: made(vetoes=[], grades=graded(GradeBand(grade="a", floor=-1), TWO_FLOORS[1])),
        "/grades/a",
        "Grade a: its floor must not be below 0, got -1. Correct it.",
    ),
    "grade.no-way": (
        lambda: made(vetoes=[], grades=graded(TWO_FLOORS[1])),
        "/grades/a",
        (
            "Grade a: a floor or a veto has to lead to it, but neither does, so it is never given. "
            "Add one, or remove the grade."
        ),
    ),
    "grade.top": (
        lambda: made(
            vetoes=[], grades=graded(TWO_FLOORS[0], GradeBand(grade="b", floor=8, upto=9))
        ),
        "/grades/b/upto",
        "Grade b: no better grade follows, so it must end at the most, 10, got 9. Correct it.",
    ),
    "grade.requires-nothing": (
        lambda: check_rubric(
            evolve(
                requiring_rubric(of="dimension", name="process", limit="0.5"),
                dimensions=[Dimension(id="process", title=text("Process"))],
            )
        ),
        "/grades/good/requires/0",
        (
            'Grade good: it requires dimension = "process", but no scored item belongs to it, so '
            "the requirement says nothing. Give clauses that dimension, or remove the requirement."
        ),
    ),
    "grade.requires-below-zero": (
        lambda: requiring(of="section", limit="-0.01"),
        "/grades/good/requires/0",
        (
            'Grade good: what it requires must not be below 0, got every = "section", '
            "at_least = -1 %. Correct it."
        ),
    ),
    "grade.requires-excludable": (
        lambda: check_rubric(
            evolve(
                requiring_rubric(of="clause", name="1.1", limit="0.5"), clauses=optional().clauses
            )
        ),
        "/grades/good/requires/0",
        (
            'Grade good: it requires clause = "1.1", which can be excluded, and must say what '
            'holds then, but does not. Add excluded = "met" or excluded = "unmet" to the '
            "requirement."
        ),
    ),
    "grade.out-of-reach": (
        lambda: made(vetoes=[], grades=graded(TWO_FLOORS[0], GradeBand(grade="b", floor="10.5"))),
        "/grades/b",
        "Grade b: its floor 10.5 must be within reach, the most is 10. Correct it.",
    ),
    "grade.never-reached": (
        lambda: made(
            vetoes=[],
            grades=graded(GradeBand(grade="a", floor=7), GradeBand(grade="b", floor=6)),
        ),
        "/grades/a",
        (
            "Grade a: whoever reaches its floor 7 reaches the better b too, so it is never given. "
            "Correct the floors."
        ),
    ),
    "grade.gap": (
        lambda: made(
            vetoes=[],
            grades=graded(GradeBand(grade="a", floor=0, upto=5), GradeBand(grade="b", floor=6)),
        ),
        "/grades/a/upto",
        (
            "Grade a: it ends at 5, b starts at 6, and no grade covers what lies between. "
            "Correct them."
        ),
    ),
    "grade.overlap": (
        lambda: made(
            vetoes=[],
            grades=graded(GradeBand(grade="a", floor=0, upto=7), GradeBand(grade="b", floor=6)),
        ),
        "/grades/a/upto",
        "Grade a: it ends at 7, above the start of b at 6. Correct them.",
    ),
    # installed rubrics; the others need distributions and stand in test_registry.py
    "rubric.unknown": (
        lambda: refusal(get_rubric, "qbjkb-09").problems,
        "",
        (
            'No rubric "qbjkb-09" is installed. Installed: qbjkb-006-2026, qbjkb-009-2026. '
            'Did you mean "qbjkb-009-2026"?'
        ),
    ),
    "rubric.needs-date": (
        lambda: refusal(get_rubric, "qbjkb-009").problems,
        "",
        (
            '"qbjkb-009" is a family: name the edition or the day. '
            "Installed editions: qbjkb-009-2026 (2026-04-01 - )."
        ),
    ),
    "rubric.no-edition": (
        lambda: refusal(get_rubric, "qbjkb-009", on=date(2026, 3, 31)).problems,
        "",
        (
            'No edition of "qbjkb-009" is in force on 2026-03-31. '
            "Installed editions: qbjkb-009-2026 (2026-04-01 - )."
        ),
    ),
}
IN_TEST_REGISTRY = {
    "plugin.broken",
    "plugin.circular",
    "plugin.id-repeated",
    "plugin.id-twice",
    "plugin.no-id",
    "plugin.no-metadata",
    "plugin.no-rubric",
    "plugin.other-id",
    "rubric.several-aliases",
    "rubric.several-editions",
}


@pytest.mark.parametrize("code", MESSAGES)
def test_a_problem_says_where_what_was_required_what_was_found_and_what_to_do(code: str) -> None:
    call, pointer, message = MESSAGES[code]
    [problem] = call()
    assert problem.code == code
    assert problem.pointer == pointer
    assert problem.message() == message
    assert problem.message("zh") != message


def test_no_problem_is_without_a_test_of_its_sentence() -> None:
    """Others have theirs in the tests of scorecards, outlooks, sensitivity and overlays."""
    core = Path(maturity_core.__file__).parent
    quoted = {
        code
        for path in core.glob("*.py")
        if path.name != "words.py"
        for code in re.findall(r'"([a-z]+\.[a-z0-9-]+)"', path.read_text(encoding="utf-8"))
    }
    spelled = {  # of several parts in the source
        "assessment.decided_by-assessed",
        "assessment.reviewer-assessed",
        "clause.no-points",
        "clause.no-weight",
        "clause.points-not-positive",
        "clause.weight-not-positive",
    }
    known = set(words._SENTENCES)  # noqa: SLF001 -- the table is what is tested
    told = {code for code in quoted | spelled if code in known and code != "where.here"}
    of_cards = ("assumed.", "decision.", "required.", "outlook.", "sensitivity.")
    decisions = {code for code in told if code.startswith(of_cards)}
    # Titles and the like in schemas, which test_schema.py looks at.
    shown = {code for code in told if code.startswith(("schema.", "field.", "form.", "written."))}
    assert told - decisions - shown == set(MESSAGES) | IN_TEST_REGISTRY | {"overlay.circular"}


def test_a_problem_of_a_rubric_file_says_the_same() -> None:
    error = refusal(load_rubric, b"[clauses]\n2 = { in = '3' }")
    assert "Clause 2: in must be the id of the clause above it, got '3'. Correct it." in str(error)
