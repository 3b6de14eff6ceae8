import pytest

from press.base.markdown_text import paragraphs, plain, without_notes


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Grants and *moves*^[We thank the *referees* [a](b); all errors are ours.]", "Grants and moves"),
        ("A note below[^1]\n\n[^1]: *Text.*", "A note below"),
        ("H~2~O, x^2^, <b>B</b>, $\\alpha$ and `code`", "H2O, x2, B, \\alpha and code"),
        ("[words]{.smallcaps} of a [link](https://example.org)", "words of a link"),
        ("\\*, R&D, a_b_c, x < 5", "*, R&D, a_b_c, x < 5"),
        ('Straight "quotes", 2020\'s -- *dashes*', 'Straight "quotes", 2020\'s -- dashes'),
        ("<script>alert(1)</script> *x*", "<script>alert(1)</script> x"),
        ("1. Not a list", "1. Not a list"),
        ("  two\n lines ", "two lines"),
        ("", ""),
    ],
)
def test_words_are_left_without_marks_links_and_notes(markdown, words):
    assert plain(markdown) == words


def test_every_block_gives_its_paragraphs():
    text = (
        "First, with *marks*.^[A note.]\n\n- one\n- two **bold**\n\n  more\n\n"
        "1. three\n\n> quoted\n\nTerm\n:   Meaning\n"
    )
    expected = ("First, with marks.", "one", "two bold", "more", "three", "quoted", "Term", "Meaning")
    assert paragraphs(text) == expected
    assert paragraphs("- 0.5 is\n  one item") == ("0.5 is one item",)


@pytest.mark.parametrize(
    ("markdown", "left"),
    [
        ("Grants^[We thank [them](x), all [1].] and *moves*^[More.]", "Grants and *moves*"),
        (r"Not \^[a note], x^2^[a \] note]", r"Not \^[a note], x^2"),
        ("Open^[note", "Open^[note"),
    ],
)
def test_notes_are_cut_out_with_their_brackets(markdown, left):
    assert without_notes(markdown) == left
