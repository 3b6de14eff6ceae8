"""Reads a Word file: its paragraphs with the letters' looks, tracked changes, footnotes and comments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lxml import etree

from press.base.errors import InputError
from press.journal.word_back.model import PLAIN, THING, Block, By, Cell, Look, Run, WordFile
from press.journal.word_back.word_file import archive, margin_comments, styles
from press.journal.word_back.word_file.styles import Styles
from press.journal.word_back.word_file.word_xml import MC, RELATIONS, M, R, W, on, parsed, value

KEY_MARK = "num-"
"""How the bookmarks begin that tell which number a stretch prints; "num-12-DIGEST" (word_numbers.lua)."""
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
WRAPPERS = ("sdt", "sdtContent", "smartTag", "customXml", "dir", "bdo", "ruby", "rubyBase", "fldSimple")
PICTURES = ("drawing", "pict", "object")
TRACKED = {"ins": "inserted", "moveTo": "inserted", "del": "deleted", "moveFrom": "deleted"}
DC = "{http://purl.org/dc/terms/}"
CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"


@dataclass(frozen=True, slots=True)
class _State:
    """What holds for the letters below an element."""

    link: str = ""
    fate: Mapping[str, Any] = field(default_factory=dict)


def read_file(file: Path, name: str) -> WordFile:
    """Read a Word file that somebody sent; `name` is how the user calls it.

    Raises
    ------
    InputError
        It is none, is damaged or dangerous.
    """
    return read(archive.parts_of(file, name), name)


def read(parts: Mapping[str, bytes], name: str) -> WordFile:
    """Read a Word file.

    Parameters
    ----------
    parts : mapping
        Its parts, by their names.
    name : str
        What messages call the file.

    Raises
    ------
    InputError
        A part cannot be read, or is no document.
    """

    def tree(part: str) -> etree._Element | None:
        return parsed(parts[part], f"{name}, {part}") if part in parts else None

    document = tree(archive.MAIN)
    if document is None or document.tag != W + "document" or document.find(W + "body") is None:
        raise InputError.at(name, f"{archive.MAIN} that is no document", archive.EXPECTED)
    known = styles.read(tree("word/styles.xml"), tree("word/numbering.xml"))
    endnotes = _texts_of(tree("word/endnotes.xml"))
    body = _Reader(known, _links(tree("word/_rels/document.xml.rels")), endnotes)
    blocks = body.blocks(document.find(W + "body"))
    notes = _Reader(known, _links(tree("word/_rels/footnotes.xml.rels")), {})
    blocks += notes.notes(tree("word/footnotes.xml"))
    said = margin_comments.read(tree("word/comments.xml"), tree("word/commentsExtended.xml"))
    return WordFile(tuple(blocks), said, _saved_by(tree("docProps/core.xml")))


def _links(relations: etree._Element | None) -> dict[str, str]:
    if relations is None:
        return {}
    return {
        one.get("Id", ""): one.get("Target", "") for one in relations.iter(f"{{{RELATIONS}}}Relationship")
    }


def _texts_of(endnotes: etree._Element | None) -> dict[str, str]:
    """Return what endnotes say, which the files that are made here do not have."""
    return {
        note.get(W + "id", ""): "".join(note.itertext(W + "t")).strip()
        for note in (() if endnotes is None else endnotes.iter(W + "endnote"))
    }


def _saved_by(core: etree._Element | None) -> By:
    if core is None:
        return By("")
    return By(core.findtext(CORE + "lastModifiedBy") or "", core.findtext(DC + "modified") or "")


class _Reader:
    """Walks through a part; what runs over several paragraphs (fields, comments) is remembered here."""

    def __init__(self, known: Styles, links: Mapping[str, str], endnotes: Mapping[str, str]) -> None:
        self.known, self.links, self.endnotes = known, links, endnotes
        self.tables = 0
        self.fields: list[list[str]] = []  # of each field that is open: "code" or "result", and its code
        self.keys: dict[str, str] = {}  # bookmarks of numbers that are open
        self.waiting: list[str] = []  # bookmarks that begin between paragraphs
        self.open: dict[str, None] = {}  # comments that are open
        self.moved: dict[str, str] = {}

    # Blocks

    def blocks(
        self, holder: etree._Element | None, cell: Cell | None = None, note: str = "", fate: Any = None
    ) -> list[Block]:
        """Return the blocks below an element."""
        found: list[Block] = []
        for child in () if holder is None else holder:
            found += self._blocks_of(child, cell, note, fate or {})
        return found

    def _blocks_of(self, child: etree._Element, cell: Cell | None, note: str, fate: Any) -> list[Block]:
        name = _local(child)
        if name == "p":
            return [self._paragraph(child, cell, note, fate)]
        if name == "tbl":
            return self._table(child, note)
        if name in WRAPPERS:
            return self.blocks(child, cell, note, fate)
        if name in TRACKED:
            return self.blocks(child, cell, note, fate | self._fate(child, name))
        if name == "AlternateContent":
            return self.blocks(_chosen(child), cell, note, fate)
        self._note_range(child, name, None)
        return []

    def _table(self, table: etree._Element, note: str) -> list[Block]:
        self.tables += 1
        number, found = self.tables, []
        for row_number, row in enumerate(table.iter(W + "tr"), 1):
            if next(row.iterancestors(W + "tbl")) is not table:
                continue
            told = row.find(W + "trPr")
            fate = (
                {}
                if told is None
                else _merged(self._fate(one, _local(one)) for one in told if _local(one) in TRACKED)
            )
            column = 1
            for cell in row.iter(W + "tc"):
                if next(cell.iterancestors(W + "tr")) is row:
                    found += self.blocks(cell, Cell(number, row_number, column), note, fate)
                    column += max(1, styles.whole(value(cell.find(W + "tcPr"), "gridSpan", "1")))
        return found

    def notes(self, part: etree._Element | None) -> list[Block]:
        """Return the blocks of footnotes, without those that draw lines."""
        found: list[Block] = []
        for note in () if part is None else part.iter(W + "footnote"):
            if note.get(W + "type", "normal") == "normal":
                found += self.blocks(note, None, note.get(W + "id", ""))
        return [_without_mark(block) for block in found]

    def _paragraph(self, paragraph: etree._Element, cell: Cell | None, note: str, fate: Any) -> Block:
        form = styles.form_of(paragraph, self.known, in_cell=cell is not None, in_note=bool(note))
        marks, self.waiting = self.waiting, []
        line = _Line(marks, {name: 0 for name in self.open})
        self._inlines(paragraph, _State(fate=fate), line)
        line.comments += [(name, start, line.length) for name, start in line.opened.items()]
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        ends = dict(fate) | (
            {}
            if mark is None
            else _merged(self._fate(one, _local(one)) for one in mark if _local(one) in TRACKED)
        )
        return Block(
            form.kind, tuple(_joined(line.runs)), form.level, form.style, cell, note, tuple(line.marks),
            ends.get("inserted"), ends.get("deleted"), tuple(line.comments), form.ordered,
        )  # fmt: skip

    # Inlines

    def _inlines(self, holder: etree._Element, state: _State, line: "_Line") -> None:
        for child in holder:
            name = _local(child)
            if name == "r":
                self._run(child, state, line)
            elif name in TRACKED:
                self._inlines(child, replace(state, fate={**state.fate, **self._fate(child, name)}), line)
            elif name == "hyperlink":
                self._inlines(child, replace(state, link=self._address(child) or state.link), line)
            elif name in WRAPPERS:
                self._inlines(child, state, line)
            elif name == "AlternateContent" and (one := _chosen(child)) is not None:
                self._inlines(one, state, line)
            elif child.tag in (M + "oMath", M + "oMathPara"):
                letters = "".join(child.itertext(M + "t"))
                line.add(Run(THING, PLAIN, f"math {letters}", **state.fate))
            else:
                self._note_range(child, name, line)

    def _run(self, run: etree._Element, state: _State, line: "_Line") -> None:
        told = run.find(W + "rPr")
        look, was, by = self._looks(told, self._field_link() or state.link)
        for child in run:
            text, thing = self._content(child)
            if text and self._shows():
                key = next(reversed(self.keys.values()), "")
                line.add(Run(text, look, thing, key, was=was, relooked=by, **state.fate))
            elif _local(child) == "commentReference" and not line.has(child.get(W + "id", "")):
                line.comments.append((child.get(W + "id", ""), line.length, line.length))

    def _content(self, child: etree._Element) -> tuple[str, str]:
        """Return the text of a part of a run, and what the text stands for."""
        name = _local(child)
        if name in ("t", "delText"):
            return child.text or "", ""
        if name in SIGNS:
            return ("" if child.get(W + "type") in ("page", "column") else SIGNS[name]), ""
        if name == "footnoteReference":
            return THING, f"note {child.get(W + 'id', '')}"
        if name == "endnoteReference":
            return THING, f"endnote {self.endnotes.get(child.get(W + 'id', ''), '')}"
        if name in PICTURES:
            return THING, _picture(child)
        if name == "sym":
            sign = _symbol(child.get(W + "char", ""))
            return (sign, "") if sign != THING else (THING, "sign of another font")
        if name == "AlternateContent" and (one := _chosen(child)) is not None:
            return next((found for part in one if (found := self._content(part))[0]), ("", ""))
        if name == "fldChar":
            self._field(child.get(W + "fldCharType", ""))
        elif name == "instrText" and self.fields:
            self.fields[-1][1] += child.text or ""
        return "", ""

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(["code", ""])
        elif kind == "separate" and self.fields:
            self.fields[-1][0] = "result"
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _shows(self) -> bool:
        return all(kind == "result" for kind, _ in self.fields)

    def _field_link(self) -> str:
        for _, code in self.fields:
            words = code.split()
            if words[:1] == ["REF"] and len(words) > 1:
                return "#" + words[1]
            if words[:1] == ["HYPERLINK"]:
                target = next((word.strip('"') for word in words[1:] if not word.startswith("\\")), "")
                return "#" + target if "\\l" in words else target
        return ""

    def _address(self, link: etree._Element) -> str:
        anchor = link.get(W + "anchor", "")
        return f"#{anchor}" if anchor else self.links.get(link.get(R + "id", ""), "")

    def _looks(self, told: etree._Element | None, link: str) -> tuple[Look, Look | None, By | None]:
        look = self._look(told, link)
        change = None if told is None else told.find(W + "rPrChange")
        if change is None:
            return look, None, None
        was = self._look(change.find(W + "rPr"), link)
        return look, (None if was == look else was), _by(change)

    def _look(self, told: etree._Element | None, link: str) -> Look:
        if told is None:
            return Look(link=link) if link else PLAIN
        style = self.known.name(value(told, "rStyle"))
        raised = value(told, "vertAlign")
        return Look(
            bold=on(told.find(W + "b")) or style in styles.STRONG,
            italic=on(told.find(W + "i")) or style in styles.EMPHASIS,
            strike=on(told.find(W + "strike")) or on(told.find(W + "dstrike")),
            superscript=raised == "superscript",
            subscript=raised == "subscript",
            small_caps=on(told.find(W + "smallCaps")),
            code=style in styles.CODE,
            link=link,
        )

    # What stands at a point

    def _fate(self, element: etree._Element, name: str) -> dict[str, Any]:
        """Return what became of what stands below a tracked change."""
        fate: dict[str, Any] = {TRACKED[name]: _by(element)}
        if name.startswith("move"):
            fate["moved"] = next(reversed(self.moved.values()), "move")
        return fate

    def _note_range(self, child: etree._Element, name: str, line: "_Line | None") -> None:
        """Note where bookmarks, comments and moves begin and end."""
        number = child.get(W + "id", "")
        if name == "bookmarkStart":
            mark = child.get(W + "name", "")
            if mark.startswith(KEY_MARK):
                self.keys[number] = mark.rpartition("-")[2]
            else:
                (self.waiting if line is None else line.marks).append(mark)
        elif name == "bookmarkEnd":
            self.keys.pop(number, None)
        elif name in ("moveFromRangeStart", "moveToRangeStart"):
            self.moved[number] = child.get(W + "name", "move")
        elif name in ("moveFromRangeEnd", "moveToRangeEnd"):
            self.moved.pop(number, None)
        elif name == "commentRangeStart":
            self.open[number] = None
            if line is not None:
                line.opened[number] = line.length
        elif name == "commentRangeEnd":
            self.open.pop(number, None)
            if line is not None and number in line.opened:
                line.comments.append((number, line.opened.pop(number), line.length))


@dataclass(slots=True)
class _Line:
    """A paragraph while it is read."""

    marks: list[str]
    opened: dict[str, int]
    runs: list[Run] = field(default_factory=list)
    comments: list[tuple[str, int, int]] = field(default_factory=list)
    length: int = 0

    def add(self, run: Run) -> None:
        self.runs.append(run)
        self.length += len(run.text)

    def has(self, comment: str) -> bool:
        """Whether a comment hangs on words of the paragraph."""
        return comment in self.opened or any(comment == name for name, _, _ in self.comments)


def _picture(child: etree._Element) -> str:
    """Return what a drawing is: a text box with its words, else a picture with its description."""
    if words := "".join(child.itertext(W + "t")).strip():
        return f"box {words}"
    told = next((one.get("descr") or one.get("name") or "" for one in child.iter("{*}docPr")), "")
    return f"picture {told}"


def _symbol(code: str) -> str:
    """Return the sign of a hexadecimal number; what no program writes is a thing."""
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return THING
    return sign if sign.isprintable() and not "\ue000" <= sign <= "\uf8ff" else THING


def _by(element: etree._Element) -> By:
    return By(element.get(W + "author", ""), element.get(W + "date", ""))


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _chosen(alternatives: etree._Element) -> etree._Element | None:
    """Return the content that every program understands, else the first."""
    found = alternatives.find(MC + "Fallback")
    return found if found is not None else alternatives.find(MC + "Choice")


def _merged(fates: Iterator[dict[str, Any]]) -> dict[str, Any]:
    return {name: by for fate in fates for name, by in fate.items()}


def _joined(runs: list[Run]) -> Iterator[Run]:
    """Yield runs, those that are alike in one."""
    held: Run | None = None
    for run in runs:
        if (
            held is not None
            and not held.thing
            and not run.thing
            and replace(held, text="") == replace(run, text="")
        ):
            held = replace(held, text=held.text + run.text)
            continue
        if held is not None:
            yield held
        held = run
    if held is not None:
        yield held


def _without_mark(block: Block) -> Block:
    """Return a footnote's paragraph without the blank behind its mark."""
    if not block.runs or block.runs[0].thing or not block.runs[0].text.startswith((" ", "\u00a0")):
        return block
    first = replace(block.runs[0], text=block.runs[0].text[1:])
    moved = tuple((name, max(start - 1, 0), max(end - 1, 0)) for name, start, end in block.comments)
    return replace(block, runs=((first,) if first.text else ()) + block.runs[1:], comments=moved)
