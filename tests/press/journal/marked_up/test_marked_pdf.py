"""The PDF with the marks, and the list of numbers, as referees get them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from press.base.markdown_text import program
from press.journal.marked_up.marked import marked
from press.journal.marked_up.numbers import as_markdown, as_page
from press.journal.marked_up.pdf import set_pdf
from press.proof import pdf_file
from press.proof.diff.numbers import ChangedNumber
from tests.press.journal.marked_up.test_marked import by_ana, word

OLD = """# Rivers

It carried 21,972 tons. The study combines methods.[^n] It is $a + b$.

A paragraph that is taken out.

![Figure 1: A map](grey.png)

| Variable | Coefficient |
|---|--:|
| Program | 0.79 |

[^n]: A note about "seas" \\ and lakes.
"""
NEW = (
    OLD.replace("21,972", "22,072").replace("combines", "needs few").replace("$a + b$", "$a + c$")
    .replace("A paragraph that is taken out.\n\n", "").replace("0.79", "0.81").replace("seas", "oceans")
)  # fmt: skip


def pdf(folder: Path, about: str = "Changes between v1 and now.") -> bytes:
    return set_pdf(marked(word(folder, OLD), word(folder, NEW, 90), by_ana), about)


def text_of(made: bytes) -> str:
    return " ".join(pdf_file.text_of(made).split())


def test_its_text_has_the_old_words_and_the_new_ones(tmp_path: Path) -> None:
    text = text_of(pdf(tmp_path))
    for words in (
        "Changes between v1 and now.",
        "21,972 22,072",
        "combines needs few methods",
        "A paragraph that is taken out.",
        "0.79 0.81",
        "Figure 1 was redrawn",
        "Ana Kim (2026-01-02)",
    ):
        assert words in text
    assert "seas" in text and "oceans" in text


def test_it_is_set_in_the_papers_type_and_the_same_each_time(tmp_path: Path) -> None:
    first, second = pdf(tmp_path), pdf(tmp_path)
    assert first == second
    assert b"LibertinusSerif" in first and b"pdfuaid:part" in first
    with pdf_file.opened(first) as document:
        assert [round(side) for side in document[0].get_size()] == [595, 842]


def test_words_that_mean_something_to_typst_are_words(tmp_path: Path) -> None:
    text = text_of(pdf(tmp_path, 'Changes between v1"#panic()$makers$\\ and now.'))
    assert 'v1"#panic()$makers$\\ and now.' in text


NUMBERS = [
    ChangedNumber("a.b", "0.79", "0.81", ("abstract", "Table | 2"), "the conclusion is the same"),
    ChangedNumber("c", "1", "1", (), "no conclusion hangs on it"),
]


def test_the_list_of_numbers_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "numbers.md").write_text(as_markdown("v_1", NUMBERS))
    html = subprocess.run(
        [program(), "numbers.md", "--to", "html"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert "1 printed number changed." in html and html.count("<tr") == 2
    assert "<td>0.79</td>" in html and "<td>abstract; Table | 2</td>" in html and "v_1" in html
    assert "1 more number of the results changed" in html


def test_the_page_of_numbers_has_both(tmp_path: Path) -> None:
    page = as_page("<v1>", NUMBERS)
    assert "&lt;v1&gt;" in page and "<del>0.79</del>" in page and "<code>c</code>" in page
