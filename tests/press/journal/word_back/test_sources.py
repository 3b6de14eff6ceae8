"""Passages of documents: every piece, cut out of its file, is what was typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from press.base.errors import InputError
from press.journal.word_back.model import Branch, Passage, Piece
from press.journal.word_back.source import sources, syntax
from tests.copies import ROOT

SENTENCES = """\
s:
  effect: a.b
  up: "It *rose* by {a.b.c}."
  down:
    when: a.b.d > 2
    yes: It fell.
    no: >-
      It fell
      a "little".
  none: ""
l:
  - First {sentence.s} part.
  - synthetic: S
    authors: A {sentence.l}
"""
ABSTRACTS = """\
ru:
  folded: Аннотация
  title: Заголовок
  label: Аннотация
  keywords-label: Слова
  keywords: [раз, "два слова"]
  abstract: >-
    Начало
    {sentence.s} конец.
  sentences:
    s:
      up: Больше на {a.b.c}.
      down:
        yes: Меньше.
        no: Немного меньше.
      none: Ничего.
"""
SMART = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "--", "—": "---", "…": "..."}


class Project:
    """A project of a few files, and the passages of its document."""

    def __init__(self, document: str, **others: str) -> None:
        self.files = {
            "paper/index.qmd": document,
            "paper/sentences.yml": SENTENCES,
            "paper/abstracts.yml": ABSTRACTS,
            **{name.replace("__", "/") + ".qmd": text for name, text in others.items()},
        }
        self.passages = sources.read("paper/index.qmd", self.files.get)
        for passage in self.passages:
            for piece in passage.pieces:
                self.check(piece)

    def check(self, piece: Piece) -> None:
        """Compare what a piece prints with what stands in its place."""
        typed = self.files[piece.file][piece.start : piece.end]
        if piece.text == " ":
            assert not typed.removeprefix("\\u0020").strip("> #|,\r\n")
        elif piece.text is not None and typed not in ("&amp;", "\\ ", "\\u0020", "''"):
            assert typed.removeprefix("\\") in (piece.text, SMART.get(piece.text))
        if piece.made_by and piece.made_by not in ("label", "separator") and piece.file.endswith(".qmd"):
            assert typed

    def one(self, words: str) -> Passage:
        """Return the passage that prints some words."""
        return next(passage for passage in self.passages if words in shown(passage.pieces))


def shown(pieces: tuple[Piece, ...]) -> str:
    """Return what pieces print, made ones in angle brackets."""
    return "".join(f"<{piece.made_by}>" if piece.text is None else piece.text for piece in pieces)


def made(passage: Passage) -> list[str]:
    return [piece.made_by for piece in passage.pieces if piece.made_by]


def looks(passage: Passage, look: str) -> str:
    return "".join(piece.text or "" for piece in passage.pieces if getattr(piece.look, look))


def branches(passage: Passage) -> dict[str, Branch]:
    return {branch.name: branch for piece in passage.pieces for branch in piece.branches}


def test_words_and_looks() -> None:
    one = Project(
        "A **bold *both***, ~~gone~~ x^2^ H~3~O [Caps]{.smallcaps} [қаз]{lang=kk} `a b` _it_\n"
        "[a *link*](http://x.y/z).\n"
    ).passages[0]
    assert shown(one.pieces) == "A bold both, gone x2 H3O Caps қаз a b it a link."
    assert (looks(one, "bold"), looks(one, "italic"), looks(one, "strike")) == (
        "bold both",
        "bothitlink",
        "gone",
    )
    assert (looks(one, "superscript"), looks(one, "subscript"), looks(one, "code")) == ("2", "3", "a b")
    assert looks(one, "small_caps") == "Caps"
    assert {piece.text: piece.look.language for piece in one.pieces}["қаз"] == "kk"
    assert {piece.look.link for piece in one.pieces if piece.text == "link"} == {"http://x.y/z"}


def test_typography_escapes_and_breaks() -> None:
    project = Project("It's \"quoted 'in' it\" -- 5--6 --- so...\\\nnew\\* &amp; a\\ b\nsoft\n")
    assert shown(project.passages[0].pieces) == "It’s “quoted ‘in’ it” – 5–6 — so…\nnew* & a\xa0b soft"


def test_a_soft_break_in_a_quotation_and_an_item_has_the_place_of_its_sign() -> None:
    text = "> one\n> two\n\n- three\n  four\n"
    project = Project(text)
    found = [
        text[piece.start : piece.end] for one in project.passages for piece in one.pieces if piece.text == " "
    ]
    assert found == ["\n> ", "\n  "]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("A [@a1; see @b2, p. 3] b", ["citation [@a1; see @b2, p. 3]"]),
        ("A [-@a1], @b.2, @c's", ["citation [-@a1]", "citation @b.2", "citation @c"]),
        ("@a [p. 3] says", ["citation @a [p. 3]"]),
        ("See @fig-x and [-@tbl-y].", ["reference @fig-x", "reference [-@tbl-y]"]),
        ("[@a1;\n@b2].", ["citation [@a1;\n@b2]"]),
        ('`{python} num("a.b", 2)`', ["number a.b"]),
        ('`{python} say("s")`', ["sentence s"]),
        ("`{python} 1 + 2`", ["code 1 + 2"]),
        ("{{< var num.a.b >}} {{< meta x >}}", ["number a.b", "variable x"]),
        ("{{< var sentence.s >}} {{< var edition.e >}}", ["sentence s", "variable edition.e"]),
        ("$a + b$ costs $5", ["math"]),
        ("A ![pic](a.png) b", ["picture"]),
        ("me@example.org and `@code`", []),
        ("`a {{< var num.a.b >}} {c.d}`", ["number a.b"]),
        ("a <!-- @x --> b", []),
        ("[a @b](http://c.d/@e)", ["citation @b"]),
    ],
)
def test_what_is_made(markdown: str, expected: list[str]) -> None:
    assert made(Project(markdown + "\n").passages[0]) == expected


def test_words_beside_what_is_made_keep_their_places() -> None:
    text = "**Who.** @a1 find *that\n[@b2]* goes`{python} x`s (@fig-x)[@c].\n"
    one = Project(text).passages[0]
    assert shown(one.pieces) == (
        "Who. <citation @a1> find that <citation [@b2]> goes<code x>s (<reference @fig-x>)<citation [@c]>."
    )
    assert [text[piece.start : piece.end] for piece in one.pieces if piece.made_by] == [
        "@a1", "[@b2]", "`{python} x`", "@fig-x", "[@c]",
    ]  # fmt: skip
    assert one.pieces[-5].text == "("
    assert next(piece for piece in one.pieces if piece.made_by == "citation [@b2]").look.italic


def test_notes_have_passages_of_their_own_behind_the_paragraph() -> None:
    project = Project(
        "One^[Inside *it*] two[^n] three.\n\n[^n]: A note\n    in lines.\n\n    And more.\n\nNext.\n"
    )
    assert [one.kind for one in project.passages] == ["text", "note", "note", "note", "text"]
    assert made(project.passages[0]) == ["note", "note n"]
    assert [(one.note, shown(one.pieces)) for one in project.passages[1:4]] == [
        ("", "Inside it"), ("n", "A note in lines."), ("n", "And more."),
    ]  # fmt: skip
    assert [(one.first, one.last) for one in project.passages[2:4]] == [(3, 4), (6, 6)]


def test_headings_items_and_their_lines() -> None:
    text = (
        "# A *first* one {#sec-a .x}\n\nText.\n\n- one\n  more\n  1. deep\n\n     again\n- two\n\n"
        "Title\n=====\n"
    )
    project = Project(text)
    assert [(one.kind, one.level, shown(one.pieces), one.first, one.last) for one in project.passages] == [
        ("heading", 1, "A first one", 1, 1),
        ("text", 0, "Text.", 3, 3),
        ("item", 0, "one more", 5, 6),
        ("item", 1, "deep", 7, 7),
        ("item", 1, "again", 9, 9),
        ("item", 0, "two", 10, 10),
        ("heading", 1, "Title", 12, 13),
    ]
    assert text[project.passages[2].start : project.passages[2].end] == "- one\n  more"


def test_divisions_callouts_and_conditions() -> None:
    text = (
        '::: {.callout-tip title="A **title** of @tbl-t"}\nInside.\n:::\n\n'
        "See [the *page*](o.html){.x}[[web](w.html)]{.content-visible when-format=html}"
        "[print]{.content-visible unless-format=html}.\n"
    )
    project = Project(text)
    assert [shown(one.pieces) for one in project.passages] == [
        "A title of <reference @tbl-t>", "Inside.", "See the pageprint.",
    ]  # fmt: skip
    assert project.passages[0].first == 1
    assert looks(project.passages[0], "bold") == "title"


def test_tables_and_captions() -> None:
    text = (
        "| a | *b* c |\n|---|---|\n| `d` | e @x |\n\n: Caption of *it* {#tbl-t}\n\n"
        "![A *cap*](p.png){#fig-x}\n"
    )
    project = Project(text)
    assert [(one.kind, shown(one.pieces)) for one in project.passages] == [
        ("cell", "a"), ("cell", "b c"), ("cell", "d"), ("cell", "e <citation @x>"),
        ("caption", "Caption of it"), ("text", "<picture>"), ("caption", "A cap"),
    ]  # fmt: skip


def test_a_displayed_formula_parts_a_paragraph_whatever_its_lines_begin_with() -> None:
    project = Project('Before\n$$\n- x\n= y\n# z\n$$ {#eq-z alt="x"}\nand behind.\n')
    assert [(shown(one.pieces), one.first, one.last) for one in project.passages] == [
        ("Before", 1, 1), ("<math>", 2, 6), ("and behind.", 7, 7),
    ]  # fmt: skip


def test_cells_and_their_captions() -> None:
    text = (
        '```{python}\n#| label: fig-z\n#| fig-cap: "A \\"cap\\" of @tbl-t: {{< var num.a.b >}}"\n'
        "#| fig-subcap:\n#|   - One\n#|   - >-\n#|     Two\n#|     lines\nprint('@x')\n```\n\n"
        "```{python}\n#| include: false\n1\n```\n\n```python\nx\n```\n"
    )
    project = Project(text)
    assert [(one.kind, one.holder, one.made_by, shown(one.pieces)) for one in project.passages] == [
        ("text", "markdown", "cell fig-z", "<cell fig-z>"),
        ("caption", "double", "", "A “cap” of <reference @tbl-t>: <number a.b>"),
        ("caption", "plain", "", "One"),
        ("caption", "folded", "", "Two lines"),
        ("text", "markdown", "code", "x"),
    ]
    assert [(one.first, one.last) for one in project.passages[:4]] == [(1, 10), (3, 3), (5, 5), (7, 8)]


def test_front_matter_in_every_style() -> None:
    text = (
        "---\ntitle: 'It''s *so*'\nsubtitle: \"A \\\"b\\\"\\u0020c\"\n"
        "abstract: |\n  One\n  line.\n\n  {{< var sentence.s >}}\n"
        "keywords: [one, 'two words']\nthanks: >\n  We thank\n  all.\n---\n\nBody.\n"
    )
    project = Project(text)
    assert [(one.kind, one.holder, shown(one.pieces)) for one in project.passages] == [
        ("title", "single", "It’s so"),
        ("title", "double", "A “b” c"),
        ("text", "literal", "One line."),
        ("text", "literal", "<sentence s>"),
        ("text", "plain", "<label>one<separator>two words"),
        ("text", "folded", "We thank all."),
        ("text", "markdown", "Body."),
    ]
    assert [one.first for one in project.passages] == [2, 3, 5, 8, 9, 11, 15]


def test_a_sentence_has_the_pieces_of_every_branch() -> None:
    project = Project('A `{python} say("s")` b.\n')
    found = branches(project.passages[0])
    assert {name: shown(branch.pieces) for name, branch in found.items()} == {
        "s: up": "It rose by <number a.b.c>.",
        "s: down, yes": "It fell.",
        "s: down, no": "It fell a “little”.",
        "s: none": "",
    }
    assert {name: branch.line for name, branch in found.items()} == {
        "s: up": 3, "s: down, yes": 6, "s: down, no": 8, "s: none": 10,
    }  # fmt: skip
    word = found["s: down, no"].pieces[-3]
    assert SENTENCES[word.start : word.end] == word.text == "little"
    assert word.file == "paper/sentences.yml"
    assert found["s: up"].pieces[2].look.italic


def test_a_sentence_has_numbers_in_code() -> None:
    files = {"index.qmd": '`{python} say("s")`\n', "sentences.yml": "s: SHA `x {a.b}z` and $n = {a.c}$.\n"}
    (branch,) = sources.read("index.qmd", files.get)[0].pieces[0].branches
    assert shown(branch.pieces) == "SHA x <number a.b>z and <math>."
    assert [piece.text for piece in branch.pieces if piece.look.code] == ["x", " ", None, "z"]


def test_lists_and_inserted_entries_are_not_multiplied() -> None:
    (piece,) = Project('`{python} say("l")`\n').passages[0].pieces
    (whole,) = piece.branches
    assert shown(whole.pieces) == "First <sentence s> part. <sentence l>"
    assert [branch.name for branch in whole.pieces[2].branches] == [
        "s: up",
        "s: down, yes",
        "s: down, no",
        "s: none",
    ]
    assert [branch.name for branch in whole.pieces[-1].branches] == ["l: synthetic", "l: authors"]
    assert whole.pieces[-1].branches[1].pieces[-1].branches == (), "an entry that holds itself ends"


def test_translations_have_the_sentences_of_their_language() -> None:
    project = Project("{{< var translation.ru.abstract >}} {{< var translation.ru.keywords >}}\n")
    abstract, _, keywords = project.passages[0].pieces
    assert shown(abstract.branches[0].pieces) == "Начало <sentence s> конец."
    assert [shown(one.pieces) for one in abstract.branches[0].pieces[2].branches] == [
        "Больше на <number a.b.c>.", "Меньше.", "Немного меньше.", "Ничего.",
    ]  # fmt: skip
    assert shown(keywords.branches[0].pieces) == "раз<separator>два слова"


def test_included_files_are_read_in_their_place() -> None:
    project = Project(
        "One.\n\n{{< include parts/_more.qmd >}}\n\nTwo.\n", paper__parts___more="Within *it*.\n"
    )
    assert [(one.file, shown(one.pieces)) for one in project.passages] == [
        ("paper/index.qmd", "One."), ("paper/parts/_more.qmd", "Within it."), ("paper/index.qmd", "Two."),
    ]  # fmt: skip


def test_files_that_include_each_other_end() -> None:
    project = Project("One.\n\n{{< include index.qmd >}}\n")
    assert len(project.passages) <= 25


@pytest.mark.parametrize("front", ["", "---\ntitle: T\n---\n\n"])
def test_a_byte_order_mark_is_no_letter(front: str) -> None:
    project = Project(f"\ufeff{front}One *two*.\n")
    assert [shown(one.pieces) for one in project.passages] == [*(["T"] if front else []), "One two."]


def test_a_return_within_a_line_moves_nothing() -> None:
    Project("One \rtwo *three* four.\n")


def test_a_broken_file_of_sentences_is_one_sentence() -> None:
    files = {"paper/index.qmd": "A\n", "paper/sentences.yml": "s: []\n"}
    with pytest.raises(InputError, match=r"sentences.yml, line 1"):
        sources.read("paper/index.qmd", files.get)


def test_lines_that_end_as_windows_ends_them() -> None:
    document = "---\ntitle: >\n  A\n  b\n---\n\n# H *x*\n\nA [@k]\nc `{python} say('s')`.\n\n- one\n  two\n"
    plain = {"paper/index.qmd": document, "paper/sentences.yml": SENTENCES}
    long = {name: text.replace("\n", "\r\n") for name, text in plain.items()}

    def typed(files: dict[str, str]) -> list[list[str]]:
        found = sources.read("paper/index.qmd", files.get)
        pieces = [one.pieces for one in found]
        pieces += [branch.pieces for one in found for piece in one.pieces for branch in piece.branches]
        return [
            [files[piece.file][piece.start : piece.end].replace("\r", "") for piece in row] for row in pieces
        ]

    assert typed(long) == typed(plain)
    first, second = (sources.read("paper/index.qmd", files.get) for files in (plain, long))
    assert [(one.first, one.last) for one in first] == [(one.first, one.last) for one in second]
    assert [long["paper/index.qmd"][one.start : one.end].count("\r") for one in second] == [
        one.last - one.first for one in second
    ]


def text_of(name: str) -> str | None:
    return (ROOT / name).read_text() if (ROOT / name).is_file() else None


def all_pieces(passages: tuple[Passage, ...]) -> Iterator[Piece]:
    """Yield the pieces of passages, those of branches too, each branch once."""
    seen: set[int] = set()
    waiting = [piece for passage in passages for piece in passage.pieces]
    while waiting:
        piece = waiting.pop()
        yield piece
        for branch in piece.branches:
            if id(branch) not in seen:
                seen.add(id(branch))
                waiting += branch.pieces


@pytest.mark.parametrize("document", sorted(path.name for path in (ROOT / "paper").glob("*.qmd")))
def test_every_word_of_the_article_and_its_pages_stands_in_its_place(document: str) -> None:
    passages = sources.read(f"paper/{document}", text_of)
    count = 0
    for piece in all_pieces(passages):
        typed = Path(ROOT / piece.file).read_text()[piece.start : piece.end]
        if piece.text == " ":
            assert not typed.strip("> \n")
        elif piece.text is not None:
            count += 1
            assert typed in (piece.text, SMART.get(piece.text))
    assert count > 20
    for passage in passages:
        own = [piece for piece in passage.pieces if piece.file == passage.file]
        assert all(passage.start <= piece.start <= piece.end <= passage.end for piece in own)
        assert [piece.start for piece in own] == sorted(piece.start for piece in own)


def test_what_pandoc_may_take_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    # as a text would exceed it that has no end to pandoc
    monkeypatch.setattr(syntax, "PANDOC_MEMORY", ("-M1m",))
    with pytest.raises(InputError, match="Markdown that pandoc cannot read in time"):
        Project("# A heading\n\n" + "Some *words* of a text.\n\n" * 8_000)
