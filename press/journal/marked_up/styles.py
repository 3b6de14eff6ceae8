"""Styles of two versions under one set of identifiers: people and programs know a style by its name."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from press.journal.marked_up.names import W
from press.journal.marked_up.word_package import WordPackage

STYLES = "word/styles.xml"
STYLE_LINKS = (W + "basedOn", W + "link", W + "next")
USES = {W + name for name in ("pStyle", "rStyle", "tblStyle", "styleLink", "numStyleLink")} | set(STYLE_LINKS)
"""What names a style by its identifier."""
EARLIER = " (earlier)"
"""What the name of an old style gets where the new version has another kind of style of this name."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its element, identifier, kind and name."""

    element: etree._Element
    identifier: str
    kind: str
    name: str


def share_identifiers(old: WordPackage, new: WordPackage) -> None:
    """Let the old file call its styles as the new one calls those of the same kind and name.

    Others get identifiers and names that no style of the new file has.
    """
    before, after = list(styles_of(old)), list(styles_of(new))
    folded = {(style.kind, style.name.casefold()): style.identifier for style in after}
    known = folded | {(style.kind, style.name): style.identifier for style in after}
    taken, names = {style.identifier for style in after}, {style.name.casefold() for style in after}
    given: dict[str, str] = {}
    for style in before:
        same = known.get((style.kind, style.name)) or known.get((style.kind, style.name.casefold()))
        given[style.identifier] = same or free(style.identifier, taken)
        taken.add(given[style.identifier])
        if not same and style.name.casefold() in names:
            named(style.element).set(W + "val", style.name + EARLIER)
    if any(before != after for before, after in given.items()):
        rename(old, given)


def styles_of(package: WordPackage) -> Iterator[Style]:
    """Yield the styles of a file that have a name."""
    styles = package.tree(STYLES)
    for one in () if styles is None else styles.iter(W + "style"):
        if one.find(W + "name") is not None:
            name = str(named(one).get(W + "val", ""))
            yield Style(one, one.get(W + "styleId", ""), one.get(W + "type", "paragraph"), name)


def named(style: etree._Element) -> etree._Element:
    """Return what names a style."""
    name = style.find(W + "name")
    assert name is not None
    return name


def free(identifier: str, taken: set[str]) -> str:
    """Return an identifier, with a number behind it where it is taken."""
    numbered = (f"{identifier}-{number}" for number in range(2, len(taken) + 3))
    return identifier if identifier not in taken else next(one for one in numbered if one not in taken)


def rename(package: WordPackage, given: dict[str, str]) -> None:
    """Give styles other identifiers, wherever they are named."""
    for tree in package.trees():
        for one in tree.iter(W + "style", *USES):
            attribute = W + ("styleId" if one.tag == W + "style" else "val")
            identifier = one.get(attribute, "")
            one.set(attribute, given.get(identifier, identifier))
