"""What the terminal says of a Word file that came back."""

from __future__ import annotations

from press.journal.word_back.model import By, Change, Comment, Edit, PlacedComment, RoundTrip
from press.journal.word_back.telling.report import report_of
from tests.press.journal.word_back.examples import CHANGES, COMMENTS, TRIP

EXPECTED = """\
paper/index.qmd:7  words  Jane Doe  `depends in part` -> `hangs partly`
paper/index.qmd:8  words  Марат Сейітов  `better` -> `much better`
paper/index.qmd:8  words  not tracked  `of it` -> `of it all`
paper/index.qmd:10  paragraph moved  Jane Doe  `A second paragraph, which is short.` -> \
`A second paragraph, which is short.`
paper/sentences.yml:7  words  Jane Doe  `did not change` -> `stayed as they were`
paper/index.qmd:18  paragraph added  Jane Doe  (nothing) -> \
`Another one,\\nof <b>two</b> lines & a [object].`

Not applied:
  paper/index.qmd:8  number  Марат Сейітов  `0.79` -> `0.81`  (Introduction, paragraph 1): comes from a.b
  paper/index.qmd:7  words  not tracked  `hangs` -> `depends`  (Introduction, paragraph 1): \
it touches what change 1 changes
  Table 2, Program, Coefficient  table cell  Jane Doe  `0.79` -> `0.81`: \
comes from inflow.program_post.estimate

Comments:
  paper/index.qmd:7  on `where people live`  Jane Doe, 2026-11-20: Is that so? I doubt it.
    Марат Сейітов, 2026-11-21: It is -- see <Todaro>.
  paper/index.qmd:10  on `short`  Марат Сейітов, 2026-11-21  resolved: Керемет!
  on `lost words`  Jane Doe, 2026-11-20: Where does this belong?

A build of the patched sources differs from the reviewer's file:
  `What the reviewer wants` is in the build `What the build says`

9 changes: 6 in the patch, 3 listed; 3 comments with 1 reply; 211 of 214 blocks say what the reviewer's \
file says, 2 differ as listed, 1 differs otherwise."""


def test_the_whole_report():
    assert report_of(CHANGES, COMMENTS, TRIP) == EXPECTED


def test_a_file_without_changes():
    assert report_of((), (), RoundTrip(3, 3, 0)) == (
        "no changes; no comments; 3 of 3 blocks say what the reviewer's file says."
    )
    assert report_of((), ()) == "no changes; no comments."


def test_one_of_each():
    change = Change(
        1, "words", "", "a", "b", By("Ann"), True, file="a.qmd", line=1, edits=(Edit("a.qmd", 0, 1, "b"),)
    )
    comment = PlacedComment(Comment("1", By("Ann"), "Why?"), "a", "")
    last = report_of((change,), (comment,), RoundTrip(1, 1, 0)).splitlines()[-1]
    assert last == (
        "1 change: 1 in the patch, 0 listed; 1 comment; 1 of 1 blocks say what the reviewer's file says."
    )


def test_nothing_of_strangers_moves_the_cursor_or_adds_a_line():
    evil = "a\x1b[2J\r\nb\u202ec\x07\u2028"
    change = Change(1, evil, evil, evil, evil, By(evil, evil), True, file=evil, line=3, reason=evil)
    comment = PlacedComment(Comment("1", By(evil, evil), evil), evil, evil, evil, 2)
    told = report_of((change,), (comment,), RoundTrip(2, 1, 0, ((evil, evil),)))
    assert len(told.split("\n")) == 10
    assert all(letter.isprintable() for line in told.split("\n") for letter in line)


def test_long_text_of_what_is_listed_is_whole():
    words = "слово " * 500 + "end"
    told = report_of((Change(1, "paragraph added", "Somewhere", "", words, By(""), False),), ())
    assert words in told
