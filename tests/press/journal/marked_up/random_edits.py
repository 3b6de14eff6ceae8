"""Random edits of a small Word file, as a revision makes them."""

from __future__ import annotations

import copy
import io
import random
import zipfile

from lxml import etree

from tests.press.journal.marked_up.word_marks import DOCUMENT, FOOTNOTES, M, W

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
VOCABULARY = (
    *("river", "winter", "0.79", "−4,213.41", "Сенім", "жұмыс", "“quoted”", "don’t", "48%", "and", "the,"),
    "again.",
)


class Editor:
    """A Word file and the dice that edit it."""

    def __init__(self, docx: bytes, seed: int) -> None:
        self.dice = random.Random(seed)
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.document = etree.fromstring(self.parts[DOCUMENT])
        self.notes = etree.fromstring(self.parts[FOOTNOTES])
        self.body = self.document.find(W + "body")

    def edited(self, times: int) -> bytes:
        """The file after some edits."""
        edits = [getattr(self, name) for name in sorted(vars(Editor)) if name.startswith("edit_")]
        for _ in range(times):
            self.dice.choice(edits)()
        self.parts[DOCUMENT] = etree.tostring(self.document)
        self.parts[FOOTNOTES] = etree.tostring(self.notes)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return packed.getvalue()

    def one(self, *tags: str, root: etree._Element | None = None) -> etree._Element | None:
        found = list((self.body if root is None else root).iter(*tags))
        return self.dice.choice(found) if found else None

    def top(self, *tags: str) -> list[etree._Element]:
        return [child for child in self.body if child.tag in tags]

    def words(self, least: int = 1) -> str:
        return " ".join(self.dice.choices(VOCABULARY, k=self.dice.randint(least, 5)))

    def run(self, text: str) -> etree._Element:
        run = etree.Element(W + "r")
        etree.SubElement(run, W + "t", {SPACE: "preserve"}).text = text
        return run

    def edit_words(self) -> None:
        root = self.dice.choice([self.body, self.body, self.body, self.notes])
        if (text := self.one(W + "t", root=root)) is not None:
            words = (text.text or "").split(" ")
            at = self.dice.randrange(len(words))
            words[at : at + self.dice.randint(0, 2)] = (
                self.words(0).split() if self.dice.random() < 0.7 else []
            )
            text.text = " ".join(words)

    edit_words_again = edit_words_once_more = edit_words

    def edit_bold(self) -> None:
        if (run := self.one(W + "r")) is not None and run.find(W + "t") is not None:
            look = run.find(W + "rPr")
            if look is None:
                run.insert(0, look := etree.Element(W + "rPr"))
            if look.find(W + "b") is None and look.find(W + "i") is None:
                place = 0 if look.find(W + "rStyle") is None else 1
                look.insert(place, etree.Element(W + "b"))

    def edit_add_paragraph(self) -> None:
        place = self.dice.choice(self.top(W + "p", W + "tbl"))
        paragraph = etree.Element(W + "p")
        paragraph.append(self.run(self.words()))
        place.addnext(paragraph) if self.dice.random() < 0.5 else place.addprevious(paragraph)

    def edit_remove_block(self) -> None:
        blocks = self.top(W + "p", W + "tbl")
        if len(blocks) > 3:
            self.body.remove(self.dice.choice(blocks))

    def edit_split(self) -> None:
        paragraph = self.one(W + "p")
        runs = [child for child in paragraph if child.tag == W + "r"]
        if len(runs) > 2:
            start = paragraph.index(self.dice.choice(runs[1:]))
            second = etree.Element(W + "p")
            if (properties := paragraph.find(W + "pPr")) is not None:
                second.append(copy.deepcopy(properties))
            second.extend(list(paragraph)[start:])
            paragraph.addnext(second)

    def edit_join(self) -> None:
        pairs = [
            one for one in self.top(W + "p") if one.getnext() is not None and one.getnext().tag == W + "p"
        ]
        if pairs:
            first = self.dice.choice(pairs)
            second = first.getnext()
            first.extend([self.run(" "), *(child for child in second if child.tag != W + "pPr")])
            self.body.remove(second)

    def edit_swap(self) -> None:
        blocks = self.top(W + "p", W + "tbl")
        one = self.dice.choice(blocks)
        self.dice.choice(blocks).addnext(one) if len(blocks) > 1 else None

    def edit_style(self) -> None:
        if (style := self.one(W + "pStyle")) is not None:
            style.set(W + "val", self.dice.choice(["Heading1", "Heading2", "BodyText", "Compact"]))

    def edit_remove_row(self) -> None:
        if (row := self.one(W + "tr")) is not None and len(row.getparent().findall(W + "tr")) > 1:
            row.getparent().remove(row)

    def edit_add_row(self) -> None:
        if (row := self.one(W + "tr")) is not None:
            row.addnext(added := copy.deepcopy(row))
            for text in added.iter(W + "t"):
                text.text = self.words()

    def edit_column(self) -> None:
        if (table := self.one(W + "tbl")) is not None:
            grid = table.find(W + "tblGrid")
            if len(grid) > 1:
                grid.remove(grid[-1])
                for row in table.iter(W + "tr"):
                    row.remove(row.findall(W + "tc")[-1])

    def edit_cell_paragraph(self) -> None:
        if (cell := self.one(W + "tc")) is not None:
            paragraph = etree.SubElement(cell, W + "p")
            paragraph.append(self.run(self.words()))

    def edit_remove_note(self) -> None:
        if (mark := self.one(W + "footnoteReference")) is not None:
            for note in [one for one in self.notes if one.get(W + "id") == mark.get(W + "id")]:
                self.notes.remove(note)
            mark.getparent().getparent().remove(mark.getparent())

    def edit_add_note(self) -> None:
        ids = [int(one.get(W + "id")) for one in self.notes]
        known = [one for one in self.notes if not one.get(W + "type")]
        runs = [one for one in self.body.iter(W + "r") if one.getparent().tag == W + "p"]
        if known and runs:
            note = copy.deepcopy(known[0])
            note.set(W + "id", str(max(ids) + 1))
            list(note.iter(W + "t"))[-1].text = self.words()
            self.notes.append(note)
            run = etree.Element(W + "r")
            etree.SubElement(run, W + "footnoteReference", {W + "id": str(max(ids) + 1)})
            self.dice.choice(runs).addnext(run)

    def edit_formula(self) -> None:
        if (letter := self.one(M + "t")) is not None:
            letter.text = self.dice.choice("abcxyz")

    def edit_remove_formula(self) -> None:
        if (formula := self.one(M + "oMath")) is not None and formula.getparent().tag == W + "p":
            formula.getparent().remove(formula)

    def edit_remove_link(self) -> None:
        if (link := self.one(W + "hyperlink")) is not None:
            parent, place = link.getparent(), link.getparent().index(link)
            parent[place : place + 1] = list(link)

    def edit_remove_item(self) -> None:
        items = [one for one in self.top(W + "p") if one.find(f"{W}pPr/{W}numPr") is not None]
        if items:
            self.body.remove(self.dice.choice(items))

    def edit_picture(self) -> None:
        if (drawing := self.one(W + "drawing")) is not None and self.dice.random() < 0.5:
            drawing.getparent().getparent().remove(drawing.getparent())
        else:
            name = next(name for name in self.parts if name.endswith(".png"))
            self.parts[name] = self.parts[name] + bytes([self.dice.randrange(256)])


def is_paragraph(element: etree._Element | None) -> bool:
    return element is not None and element.tag == W + "p"
