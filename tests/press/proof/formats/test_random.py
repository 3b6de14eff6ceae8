"""Random documents say the same in all formats: words, numbers and signs.

Many go into one page, so that pandoc and Typst start a few times for all; where a page has a difference, each
of its documents is made alone, and those that have it are shown.
"""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from press.base.errors import PressError
from press.proof.formats.prove import differences, sentence
from tests.press.proof.formats.grammar import documents
from tests.press.proof.formats.paper import document, made

PICTURE = Path(__file__).parents[2] / "render/contract/fixtures/d2-subfigures/north.png"
WORKS = [
    {"id": f"{name}{number}", "type": "book", "title": f"Volume {number}",
     "author": [{"family": name.title()}], "issued": {"date-parts": [[1970 + number % 30]]}}
    for name in ("harris", "todaro")
    for number in range(300)
]  # fmt: skip
A_PAGE = 25  # documents


def drawn(number: int) -> list[str]:
    """So many documents, the same on every machine."""
    found: list[str] = []

    @settings(
        max_examples=number, derandomize=True, database=None, phases=[Phase.generate], deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(documents)
    def draw(text: str) -> None:
        found.append(text.replace("§", str(len(found))))

    draw()
    return found


def faults(texts: list[str], folder: Path) -> list[str]:
    """What the formats of a page of these documents say otherwise."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "source").mkdir()
    shutil.copy(PICTURE, folder / "source")
    page = document(folder / "source", "\n\n".join(texts), references=WORKS, formats=dict.fromkeys(
        ("html", "typst", "docx", "jats"), {"citeproc": True, "suppress-bibliography": True}))  # fmt: skip
    try:
        pages = made(page, folder / "out")
    except PressError as error:
        return [str(error)]
    return [sentence(one) for one in differences({name: file.read_bytes() for name, file in pages.items()})]


def disagreeing(texts: list[str], folder: Path) -> list[str]:
    """The documents of a page whose formats differ, with what differs."""
    if not (found := faults(texts, folder)):
        return []
    if len(texts) == 1:
        return ["\n".join([*found, "", texts[0]])]
    half = len(texts) // 2
    alone = [*disagreeing(texts[:half], folder), *disagreeing(texts[half:], folder)]
    return alone or ["\n".join([*found, "", *texts])]


@pytest.mark.parametrize("number", [4, pytest.param(300, marks=pytest.mark.long)])
def test_random_documents_say_the_same_in_all_formats(tmp_path, number):
    texts = drawn(number)
    assert len(set(texts)) > number * 0.7
    pages = [texts[first : first + A_PAGE] for first in range(0, len(texts), A_PAGE)]
    assert [one for page in pages for one in disagreeing(page, tmp_path / "page")] == []
