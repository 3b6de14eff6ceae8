"""Title, abstract and keywords in Russian and Kazakh say what the English ones do.

Their numbers are printed as these languages print them.
"""

import json
import re
from collections import Counter
from types import SimpleNamespace

import pandas as pd
import pytest
import yaml
from hypothesis import given, strategies as st

from press.base import edition
from press.base.errors import InputError
from press.base.paths import ROOT
from press.numbers import sentences, translations
from press.numbers.formatter import STYLES, format_number, spans_in
from press.numbers.languages import WITH_COMMA, as_typed, localised
from press.numbers.results import COLUMNS, Results
from press.numbers.statements import KEY_IN_BRACES, Statements
from press.proof.check_numbers import built, check
from press.trace.page_record import fill, read_page
from press.web import translations as folded
from press.web.view import View
from tests.recorded_pages import recorded

TERMS = ("inflow.program_post", "outflow.sender_post")
LANGUAGES = list(edition.read_yaml(translations.FILE))
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
ALPHABETS = {"ru": RUSSIAN, "kk": f"{RUSSIAN}әғқңөұүһі"}


def statements(estimate=0.79, p=0.8, synthetic=True, low=-5.83, high=10177.84, *, below="none", flow=0.39):
    rows = [
        dict.fromkeys(COLUMNS)
        | {
            "model": model,
            "term": term,
            "method": "classical",
            "estimate": estimate,
            "p": p,
            "ci_low": low,
            "ci_high": high,
        }
        for model, term in (key.split(".") for key in TERMS)
    ]
    counts = {
        "obligation.graduates": 8900.0,
        "obligation.broken": 3200.0,
        "published.obligation.broken_share": 0.358,
        "gravity_senders5.sender_host_post.two_way.estimate": flow,
        "gravity.percent": 0.48,
    }
    results = Results(
        SimpleNamespace(synthetic=synthetic),
        pd.DataFrame(rows, columns=list(COLUMNS)),
        counts,
        texts={"robustness.hosts.below": below},
    )
    styles = {"*obligation.*_share": "percent1", "obligation.*": "integer", "gravity.percent": "percent0"}
    return Statements(results, styles)


def leaves(branches):
    """Every text of an entry with the branches that lead to it."""
    for case, text in branches.items():
        if isinstance(text, dict):
            yield from ((f"{case}, {rest}", leaf) for rest, leaf in leaves(text))
        else:
            yield case, text


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("−5.83", "−5,83"),
        ("10,177.84", "10\u202f177,84"),
        ("2982.21", "2982,21"),
        ("36.0%", "36,0\u00a0%"),
        ("8,900", "8900"),
        ("866,484", "866\u202f484"),
        ("1,234,567", "1\u202f234\u202f567"),
        ("<0.001", "<0,001"),
        ("–", "–"),
        ("2e−5", "2e−5"),
    ],
)
@pytest.mark.parametrize("language", WITH_COMMA)
def test_numbers_are_printed_as_the_language_does(language, printed, expected):
    assert localised(printed, language) == expected
    assert localised(printed, "en") == printed


def test_a_language_whose_numbers_are_not_known_is_refused():
    with pytest.raises(KeyError, match="how 'tr' prints numbers"):
        localised("1.5", "tr")


def test_a_region_changes_nothing_of_a_language():
    assert localised("−10,177.84", "ru-KZ") == localised("−10,177.84", "ru") == "−10\u202f177,84"
    assert localised("1.5", "en-GB") == as_typed("1,5", "kk-KZ") == "1.5"


@given(st.floats(-1e9, 1e9), st.sampled_from(sorted(STYLES)), st.sampled_from(WITH_COMMA))
def test_a_number_comes_back_from_every_language(value, style, language):
    printed = format_number(value, style)
    assert as_typed(localised(printed, language), language) == as_typed(printed).replace(",", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("estimate", "p", "branch"), [(1.5, 0.01, "up"), (-1.5, 0.01, "down"), (1.5, 0.5, "none")]
)
@pytest.mark.parametrize(("synthetic", "panel"), [(True, "synthetic"), (False, "authors")])
def test_every_sentence_takes_the_branch_of_the_english_one(language, estimate, p, branch, synthetic, panel):
    written = edition.read_yaml(translations.FILE)[language]["sentences"]
    abstract = translations.choose_translations(statements(estimate, p, synthetic))[language]["abstract"]
    assert set(written) == {"inflow", "outflow", "verdict", "official_in_short", "panel"}
    chosen = {"official_in_short": "yes, yes", "panel": panel}
    for name, branches in written.items():
        for case, text in leaves(branches):
            stays = all(part in abstract for part in re.split(r"\{[^}]*\}", text))
            assert stays == (case == chosen.get(name, branch)), (name, case)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("below", ["none", "some", "all"])
@pytest.mark.parametrize("flow", [0.39, -0.39])
def test_what_official_statistics_say_is_said_in_every_language(language, below, flow):
    written = dict(leaves(edition.read_yaml(translations.FILE)[language]["sentences"]["official_in_short"]))
    told = translations.choose_translations(statements(below=below, flow=flow))[language]["abstract"]
    case = f"{'yes' if below == 'none' else 'no'}, {'yes' if flow > 0 else 'no'}"
    parts = {case: re.split(r"\{[^}]*\}", text) for case, text in written.items()}
    assert [one for one, texts in parts.items() if all(text in told for text in texts)] == [case]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_branch_prints_the_numbers_of_the_english_one(language):
    english, written = edition.read_yaml(sentences.FILE), edition.read_yaml(translations.FILE)[language]
    for name, branches in written["sentences"].items():
        models = dict(leaves({case: english[name][case] for case in branches}))
        for case, text in leaves(branches):
            assert Counter(KEY_IN_BRACES.findall(text)) == Counter(KEY_IN_BRACES.findall(models[case])), (
                name,
                case,
            )
    front = edition.front_matter(ROOT / edition.ARTICLE)
    wanted = re.findall(r"var (sentence\.\w+|num\.[\w.]+)", front["abstract"])
    given = KEY_IN_BRACES.findall(written["abstract"])
    assert given == [name.removeprefix("num.") for name in wanted]
    assert len(written["keywords"]) == len(front["keywords"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_of_an_abstract_are_in_its_language_and_keep_their_keys(language):
    printed = dict(spans_in(translations.choose_translations(statements())[language]["abstract"]))
    assert (
        printed["inflow.program_post.ci_low"] == "−5,83"
        and printed["outflow.sender_post.ci_high"] == "10\u202f177,84"
    )
    assert printed["published.obligation.broken_share"] == "35,8\u00a0%"
    assert printed["obligation.graduates"] == "8900" and printed["gravity.percent"] == "48\u00a0%"


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_those_of_the_language(language):
    parts = edition.read_yaml(translations.FILE)[language]
    texts = [parts[name] for name in ("folded", "title", "label", "keywords-label", "abstract")] + parts[
        "keywords"
    ]
    texts += [text for branches in parts["sentences"].values() for _, text in leaves(branches)]
    letters = set("".join(re.sub(r"\{[^}]*\}|Серпін", "", text) for text in texts).lower())
    assert {letter for letter in letters if letter.isalpha()} <= set(ALPHABETS[language])


def changed(tmp_path, change):
    """abstracts.yml with a change."""
    written = edition.read_yaml(translations.FILE)
    change(written)
    file = tmp_path / "abstracts.yml"
    file.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda all: all["ru"].pop("title"), "abstracts.yml, ru: found abstract, folded,"),
        (
            lambda all: all["kk"]["sentences"].pop("verdict"),
            "kk, sentences in the abstract: found inflow, official_in_short, outflow, panel, verdict,",
        ),
        (
            lambda all: all["kk"]["sentences"].update(strange="A."),
            "kk, sentences that sentences.yml has: found inflow, official_in_short, outflow, panel, strange,",
        ),
        (
            lambda all: all["kk"]["sentences"]["inflow"].pop("down"),
            ", inflow: found none, up, expected down, none, up.",
        ),
        (
            lambda all: all["ru"].update(abstract="{sentence.inflow}"),
            "abstracts.yml, ru, sentences in the abstract: found inflow, expected",
        ),
        (
            lambda all: all["ru"].update(abstract=all["ru"]["abstract"] + "{no.such}"),
            "abstracts.yml, ru: The results have no number",
        ),
        (
            lambda all: all.update(tr=all["ru"]),
            ", inflow: It is not known how 'tr' prints numbers",
        ),
    ],
)
def test_a_slip_of_the_author_is_told_in_one_sentence(tmp_path, change, words):
    with pytest.raises(InputError, match=re.escape(words)):
        translations.choose_translations(statements(), changed(tmp_path, change))


def test_a_number_typed_into_an_abstract_is_found(tmp_path):
    def plant(written):
        written["ru"]["sentences"]["verdict"]["none"] += " Приток вырос на 17,5 %."

    found = check([changed(tmp_path, plant)], SimpleNamespace())
    assert [one.digits for one in found] == ["17,5 %"]


@pytest.mark.parametrize(
    ("printed", "found"),
    [("10\u202f177,84", []), ("10,177.84", ["10,177.84"]), ("10\u202f178,84", ["10\u202f178,84"])],
)
def test_a_number_of_a_page_is_read_in_the_language_around_it(tmp_path, printed, found):
    row = dict.fromkeys(("estimate", "std_error", "t", "p", "ci_low", "n", "df", "clusters"))
    estimate = row | {"model": "outflow", "term": "sender_post", "method": "classical", "ci_high": 10177.84}
    (tmp_path / "results.json").write_text(
        json.dumps({"estimates": [estimate], "scalars": {}}), encoding="utf-8"
    )
    (tmp_path / "a.html").write_text(
        (
            '<html lang="en"><body><div lang="kk"><p><span class="num" '
            f'data-key="outflow.sender_post.ci_high">{printed}</span></p>'
        ),
        encoding="utf-8",
    )
    assert [one.digits for one in built.find_wrong_numbers(tmp_path)] == found


def test_an_abstract_is_folded(tmp_path):
    (tmp_path / "edition.json").write_text('{"translations": {"ru": "Аннотация"}}', encoding="utf-8")
    text = recorded('::: {#abstract-ru .translation lang="ru"}\nДа.\n:::\n')
    view = View("paper/index.html", tmp_path, tmp_path, {"paper/index.html": read_page(text)})
    assert re.search(
        r'<details class="translation-part" id="folded-abstract-ru"><summary>Аннотация</summary>\s*'
        r"<p>Да.</p>\s*</details>",
        fill(text, folded.pieces(view)),
    )
