"""Reads the comments of a Word file, with who answers whom."""

from lxml import etree

from press.journal.word_back.model import By, Comment
from press.journal.word_back.word_file.word_xml import W14, W15, W


def read(part: etree._Element | None, extended: etree._Element | None) -> tuple[Comment, ...]:
    """Return the comments in the order of the file.

    Parameters
    ----------
    part : Element or None
        comments.xml.
    extended : Element or None
        commentsExtended.xml, which knows replies and what is resolved; comments are named there by their
        last paragraph.
    """
    if part is None:
        return ()
    told = {} if extended is None else {one.get(W15 + "paraId", ""): one for one in extended}
    comments = list(part.iter(W + "comment"))
    owners = {
        paragraph.get(W14 + "paraId", ""): one.get(W + "id", "")
        for one in comments
        for paragraph in one.iter(W + "p")
    }
    return tuple(_comment(one, told, owners) for one in comments)


def _comment(one: etree._Element, told: dict[str, etree._Element], owners: dict[str, str]) -> Comment:
    paragraphs = list(one.iter(W + "p"))
    names = (paragraph.get(W14 + "paraId", "") for paragraph in paragraphs)
    about = next((told[name] for name in names if name in told), None)
    parent = "" if about is None else owners.get(about.get(W15 + "paraIdParent", ""), "")
    return Comment(
        one.get(W + "id", ""),
        By(one.get(W + "author", ""), one.get(W + "date", "")),
        "\n".join("".join(part.text or "" for part in paragraph.iter(W + "t")) for paragraph in paragraphs),
        parent,
        about is not None and about.get(W15 + "done", "0") in ("1", "true"),
    )
