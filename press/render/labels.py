"""The words that a page prints of itself, in the document's language: those of Quarto, under Quarto's names.

Russian words are Quarto's. It has no Kazakh ones: those here are press's own, and a document that genuine
Quarto shall print alike says them below `language:`.
"""

import re
from collections.abc import Mapping, Sized
from typing import Any

ENGLISH = {
    "toc-title-document": "Table of contents",
    "related-formats-title": "Other Formats",
    "section-title-abstract": "Abstract",
    "section-title-footnotes": "Footnotes",
    "section-title-references": "References",
    "section-title-reuse": "Reuse",
    "section-title-copyright": "Copyright",
    "section-title-citation": "Citation",
    "appendix-attribution-bibtex": "BibTeX citation:",
    "appendix-attribution-cite-as": "For attribution, please cite this work as:",
    "appendix-view-license": "View License",
    "title-block-author-single": "Author",
    "title-block-author-plural": "Authors",
    "title-block-affiliation-single": "Affiliation",
    "title-block-affiliation-plural": "Affiliations",
    "title-block-published": "Published",
    "title-block-keywords": "Keywords",
    "callout-note-title": "Note",
    "callout-tip-title": "Tip",
    "callout-warning-title": "Warning",
    "callout-important-title": "Important",
    "callout-caution-title": "Caution",
    "code-summary": "Code",
    "crossref-fig-title": "Figure",
    "crossref-tbl-title": "Table",
    "crossref-lst-title": "Listing",
    "crossref-sec-prefix": "Section",
    "crossref-eq-prefix": "Equation",
}
RUSSIAN = {
    "toc-title-document": "Содержание",
    "related-formats-title": "Другие форматы",
    "section-title-abstract": "Аннотация",
    "section-title-footnotes": "Сноски",
    "section-title-references": "использованная литература",
    "section-title-reuse": "Повторное использование",
    "section-title-copyright": "Авторские права",
    "section-title-citation": "Цитата",
    "appendix-attribution-bibtex": "BibTeX",
    "appendix-attribution-cite-as": "Пожалуйста, цитируйте эту работу как:",
    "appendix-view-license": "Просмотреть Лицензию",
    "title-block-author-single": "Автор",
    "title-block-author-plural": "Авторы",
    "title-block-affiliation-single": "принадлежность",
    "title-block-affiliation-plural": "Принадлежности",
    "title-block-published": "Дата публикации",
    "title-block-keywords": "Ключевые слова",
    "callout-note-title": "Уведомление",
    "callout-tip-title": "Совет",
    "callout-warning-title": "Предупреждение",
    "callout-important-title": "Важное уведомление",
    "callout-caution-title": "Осторожность",
    "code-summary": "Код",
    "crossref-fig-title": "Рисунок",
    "crossref-tbl-title": "Таблица",
    "crossref-lst-title": "Список",
    "crossref-sec-prefix": "Глава",
    "crossref-eq-prefix": "Уравнение",
}
KAZAKH = {
    "toc-title-document": "Мазмұны",
    "related-formats-title": "Басқа форматтар",
    "section-title-abstract": "Аңдатпа",
    "section-title-footnotes": "Ескертпелер",
    "section-title-references": "Әдебиеттер тізімі",
    "section-title-reuse": "Қайта пайдалану",
    "section-title-copyright": "Авторлық құқық",
    "section-title-citation": "Дәйексөз",
    "appendix-attribution-bibtex": "BibTeX дәйексөзі:",
    "appendix-attribution-cite-as": "Бұл жұмысқа былай сілтеме жасаңыз:",
    "appendix-view-license": "Лицензияны қарау",
    "title-block-author-single": "Автор",
    "title-block-author-plural": "Авторлар",
    "title-block-affiliation-single": "Мекеме",
    "title-block-affiliation-plural": "Мекемелер",
    "title-block-published": "Жарияланған күні",
    "title-block-keywords": "Түйін сөздер",
    "callout-note-title": "Ескерту",
    "callout-tip-title": "Кеңес",
    "callout-warning-title": "Абайлаңыз",
    "callout-important-title": "Маңызды",
    "callout-caution-title": "Сақ болыңыз",
    "code-summary": "Код",
    "crossref-fig-title": "Сурет",
    "crossref-tbl-title": "Кесте",
    "crossref-lst-title": "Листинг",
    "crossref-sec-prefix": "Бөлім",
    "crossref-eq-prefix": "Теңдеу",
}
LANGUAGES = {"en": ENGLISH, "ru": RUSSIAN, "kk": KAZAKH}
OWN = {"title-block-author-corresponding"}
"""Words that no language has of itself: what they would name is marked where a document gives them."""
CALLOUTS = {"nte": "note", "tip": "tip", "wrn": "warning", "imp": "important", "cau": "caution"}
_TAG = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z0-9]{2,8})*")


def main_language(tag: str) -> str:
    """Return the language of a tag without script and region: "en" of "en-GB"; empty for what is no tag."""
    found = _TAG.fullmatch(tag)
    return found[1].lower() if found else ""


def is_known(tag: Any) -> bool:
    """Whether press has the words of a language, in any of its regions."""
    return isinstance(tag, str) and main_language(tag) in LANGUAGES


def number_of(those: Sized) -> str:
    """Return how names of words tell one author or affiliation from several."""
    return "plural" if len(those) > 1 else "single"


def labels_in(tag: str, own: Mapping[str, Any]) -> dict[str, str]:
    """Return the words in a language.

    Parameters
    ----------
    tag
        The document's language, as `is_known` knows it.
    own
        The document's own words (`language:`), also those that it gives below the tag of a language.
    """
    language = main_language(tag)
    found = dict(LANGUAGES[language])
    for level in (own, own.get(language), own.get(tag)):
        if isinstance(level, Mapping):
            found.update({name: str(word) for name, word in level.items() if name in found or name in OWN})
    return found


def words_of_kinds(labels: Mapping[str, str]) -> dict[str, str]:
    """Return the word of each kind of label, by the kind's prefix (`fig` of `fig-x`)."""
    return {
        **{kind: labels[f"crossref-{kind}-title"] for kind in ("fig", "tbl", "lst")},
        **{kind: labels[f"crossref-{kind}-prefix"] for kind in ("sec", "eq")},
        **{kind: labels[f"callout-{name}-title"] for kind, name in CALLOUTS.items()},
    }
