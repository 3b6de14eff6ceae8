"""Whose the marks of `make marked-up` are, and how `make word-back` knows them again: by author and date.

In a Word file that comes back they are accepted; what stays marked is what the reviewer changed.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from press.base.checkout import CheckoutError, open_checkout
from press.base.errors import InputError
from press.base.plain_text import visible
from press.journal.word_back.model import By
from press.journal.word_back.word_file.word_xml import M, W, parsed

if TYPE_CHECKING:
    from dulwich.objects import Commit

UNCOMMITTED = "uncommitted"
"""The author of what is not committed."""
SECONDS = len("2026-01-02T03:04:05")
"""Letters of a date that every program keeps."""
CAME, WENT = W + "ins", W + "del"
LOOKS = (W + "rPrChange", W + "pPrChange")


def author_of(commit: "Commit") -> By:
    """Return who made a commit, and when (of Greenwich)."""
    name = visible(commit.author.decode("utf-8", "replace").partition("<")[0].strip())
    made = datetime.fromtimestamp(commit.author_time, UTC)
    return By(name or "unknown", made.strftime("%Y-%m-%dT%H:%M:%SZ"))


def without_own(parts: Mapping[str, bytes], root: Path) -> dict[str, bytes]:
    """Return the parts of a Word file, the changes accepted that commits of a checkout made."""
    marked = {name: content for name, content in parts.items() if has_marks(name, content)}
    if not marked:
        return dict(parts)
    own = commits_in(root)
    return dict(parts) | {name: accepted(content, own) for name, content in marked.items()}


def has_marks(name: str, content: bytes) -> bool:
    """Whether a part may hold tracked changes or comments."""
    told = (b":ins ", b":del ", b"PrChange ", b":comment ")
    return name.startswith("word/") and name.endswith(".xml") and any(one in content for one in told)


def commits_in(root: Path) -> frozenset[By]:
    """Return who made the commits of a checkout, and when, as far as it has them; none if there is none."""
    found: dict[bytes, By] = {}
    with suppress(CheckoutError, KeyError), open_checkout(root) as repository:
        waiting = [repository.head()]
        while waiting:
            digest = waiting.pop()
            if digest not in found and digest in repository.object_store:
                commit = repository[digest]
                found[digest] = to_seconds(author_of(commit))
                waiting += commit.parents
    return frozenset(found.values())


def to_seconds(by: By) -> By:
    """Return who and when as every program keeps it."""
    return By(by.author, by.date[:SECONDS])


def accepted(content: bytes, own: frozenset[By]) -> bytes:
    """Return a part with some people's changes accepted and their comments gone; others' stay."""
    try:
        root = parsed(content, "the part")
    except InputError:  # whoever reads the file says so
        return content

    def is_own(mark: etree._Element) -> bool:
        by = to_seconds(By(mark.get(W + "author", ""), mark.get(W + "date", "")))
        return by.author == UNCOMMITTED or by in own

    marks = [one for one in root.iter(CAME, WENT, *LOOKS, W + "comment") if is_own(one)]
    for mark in sorted(marks, key=_is_end):  # what a paragraph says first, whether it ends there last
        if mark.getparent() is not None:
            accept(mark)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _is_end(mark: etree._Element) -> bool:
    """Whether a mark tells what became of the end of a paragraph."""
    holder = mark.getparent()
    return holder.tag == W + "rPr" and holder.getparent().tag == W + "pPr"


def accept(mark: etree._Element) -> None:
    """Accept one change; take a comment away."""
    holder = mark.getparent()
    kind = holder.tag.removeprefix(W)
    if mark.tag == CAME and kind not in ("rPr", "trPr"):
        place = holder.index(mark)
        holder[place : place + 1] = list(mark)
    elif mark.tag == WENT and kind == "trPr":
        remove_row(holder.getparent())
    elif mark.tag == WENT and _is_end(mark):
        holder.remove(mark)
        join_with_next(holder.getparent().getparent())
    else:
        holder.remove(mark)


def remove_row(row: etree._Element) -> None:
    """Remove a row; a table without rows goes too."""
    table = row.getparent()
    table.remove(row)
    if table.find(W + "tr") is None:
        table.getparent().remove(table)


def join_with_next(paragraph: etree._Element) -> None:
    """Take away the end of a paragraph: what it says begins the next one."""
    following = next((one for one in paragraph.itersiblings() if one.tag in (W + "p", W + "tbl")), None)
    if following is not None and following.tag == W + "p":
        place = 0 if following.find(W + "pPr") is None else 1
        following[place:place] = [one for one in paragraph if one.tag != W + "pPr"]
        paragraph.getparent().remove(paragraph)
    elif next(paragraph.iter(W + "r", M + "oMath"), None) is None:
        paragraph.getparent().remove(paragraph)
