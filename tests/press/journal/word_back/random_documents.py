"""Documents of several blocks made at random: paragraphs, headings, lists, quotations, divisions."""

from random import Random

from press.journal.word_back.model import Match
from tests.press.journal.word_back.random_passages import Letters, offset, passage

HEADS = {"text": ("", "", "text"), "quote": ("> ", "> ", "text"), "heading": ("## ", "", "heading")}
GROUPS = ("text", "text", "text", "heading", "bullets", "loose", "numbers", "quote", "division")


class Document:
    """A document in the making: its text, and of each passage its match and letters."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.text = ""
        self.passages: list[tuple[Match, Letters]] = []
        for _ in range(random.randint(2, 5)):
            self._group(random.choice(GROUPS))
        self.text += "\n"

    def _add(self, head: tuple[str, str, str], parted: str) -> None:
        source, match, printed = "", None, []
        while match is None or not printed or "[^n]" in source:
            source, match, printed = passage(self.random, head)
        source = source.replace("sec-x", f"s{len(self.passages):04}")
        self.text += parted
        start = len(self.text)
        self.text += source
        self.passages.append((offset(self.text, match, start), printed))

    def _group(self, kind: str) -> None:
        parted = "\n\n" if self.text else ""
        if kind in HEADS:
            self._add(HEADS[kind], parted)
        elif kind == "division":
            self.text += parted + "::: {.note}\n"
            for number in range(self.random.randint(1, 2)):
                self._add(HEADS["text"], "\n\n" if number else "")
            self.text += "\n:::"
        else:
            self._list(kind, parted)

    def _list(self, kind: str, parted: str) -> None:
        if self.passages and self.passages[-1][0].passage.kind == "item":
            self._add(HEADS["text"], parted)  # or both lists would be one
            parted = "\n\n"
        for number in range(self.random.randint(1, 3)):
            head = (f"{number + 1}. ", "   ", "item") if kind == "numbers" else ("- ", "  ", "item")
            self._add(head, ("\n\n" if kind == "loose" else "\n") if number else parted)
