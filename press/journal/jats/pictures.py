"""What pictures show, in words; and their names in a submission."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from lxml import etree

from press.journal.jats.elements import LINK, MAKE, text_of

PART = re.compile(r"(?P<label>\((?P<letter>[a-z])\))\s*")
"""How the caption of a figure's part begins."""
SHORT = 150
"""Letters of a text that is short enough to stand for a picture by itself."""
SENTENCE = re.compile(r"(?s).{10,}?[.!?](?=\s|$)")


def describe(article: etree._Element, alternatives: Mapping[str, str]) -> None:
    """Say of every picture what it shows: in short (`alt-text`), and where that is cut, whole (`long-desc`).

    Parameters
    ----------
    article
        The article, which is changed.
    alternatives
        What figures show, by their labels, where the engine does not tell.
    """
    for graphic in article.iter("graphic", "inline-graphic"):
        told = graphic.xpath("alt-text | long-desc")
        text = max((text_of(one) for one in told), key=len, default="")
        text = text or alternatives.get(label_of(graphic), "")
        for one in told:
            graphic.remove(one)
        graphic.text = None
        for place, said in enumerate(in_words(" ".join(text.split()))):
            graphic.insert(place, said)


def label_of(graphic: etree._Element) -> str:
    """Return the label of the figure that a picture is all of; empty where there is none."""
    float_ = next((one for one in graphic.iterancestors("fig", "table-wrap") if one.get("id")), None)
    alone = float_ is not None and len(list(float_.iter("graphic"))) == 1
    return float_.get("id") if alone else ""


def in_words(text: str) -> list[etree._Element]:
    """Return a text in short, and whole where that is more."""
    if len(text) <= SHORT:
        return [MAKE("alt-text", text)] if text else []
    return [MAKE("alt-text", in_short(text)), MAKE("long-desc", text)]


def in_short(text: str) -> str:
    """Return the first sentence of a text, or its first words where that is long."""
    found = SENTENCE.match(text)
    first = found[0] if found else text
    return first if len(first) <= SHORT else f"{first[:SHORT].rpartition(' ')[0].rstrip(',;:')} …"


def name_by_numbers(article: etree._Element) -> dict[str, str]:
    """Name each picture by the number of its figure or table.

    Returns
    -------
    dict
        The pictures: their names beside the article, and where they are, from the site's JATS.
    """
    named, graphics = {}, list(article.iter("graphic", "inline-graphic"))
    stems = [stem_of(next(graphic.iterancestors("fig", "table-wrap"), None)) for graphic in graphics]
    for place, (graphic, stem) in enumerate(zip(graphics, stems, strict=True)):
        number = stems[:place].count(stem)
        letter = chr(ord("a") + number) if stems.count(stem) > 1 else ""
        source = unquote(graphic.get(LINK))
        name = f"{stem}{letter}" if stem else f"picture-{number + 1}"
        name += f".{source.rpartition('.')[2]}"
        named[name] = source
        graphic.set(LINK, name)
    return named


def stem_of(float_: etree._Element | None) -> str:
    """Return the name of a figure's or table's files, with the letter of a part; empty without a number."""
    if float_ is None or not (label := float_.findtext("label") or ""):
        return ""
    if part := PART.fullmatch(f"{label} "):
        whole = stem_of(next(float_.iterancestors("fig-group", "table-wrap-group"), None))
        return whole and f"{whole}{part['letter']}"
    kind = "figure" if float_.tag in ("fig", "fig-group") else "table"
    return f"{kind}-{number[0]}" if (number := re.search(r"\d+$", label)) else ""
