"""Makes the HTML of tables that objects bring (statsmodels, pandas, Great Tables) readable for pandoc.

Browsers forgive rows that are never closed, and show no styles as text; pandoc would lose the table.
"""

from lxml import etree, html

UNSEEN = ("style", "script", "link", "meta", "colgroup")
KEPT = {"colspan", "rowspan", "style", "align", "href", "src", "alt"}
"""Attributes that say something outside HTML; names would meet those of the page."""
CELLS = ("td", "th")
GROUPS = ("table", "thead", "tbody", "tfoot")


def tidied(text: str) -> str:
    """Return HTML with whole rows, with headers where a table's first row is one, and no styles and names.

    Parameters
    ----------
    text : str
        HTML that holds at least one table.
    """
    top = html.fragment_fromstring(text, create_parent="div")
    etree.strip_tags(top, etree.Comment)
    for element in list(top.iter(*UNSEEN)):
        element.drop_tree()
    for element in top.iter(etree.Element):
        for name in set(element.attrib) - KEPT:
            del element.attrib[name]
    for group in list(top.iter(*GROUPS)):
        _close_rows(group)
    for table in top.iter("table"):
        _name_header(table)
    return html.tostring(top, encoding="unicode")


def _close_rows(group: html.HtmlElement) -> None:
    """Put cells that stand outside of rows into rows, and leave out rows without cells."""
    row = None
    for child in list(group):
        if child.tag in CELLS:
            if row is None:
                child.addprevious(row := group.makeelement("tr"))
            row.append(child)
        else:
            row = None
            if child.tag == "tr" and not len(child):
                child.drop_tree()


def _name_header(table: html.HtmlElement) -> None:
    """Make a header of the first row of a table that has none, where its cells with text are headings."""
    first = next((row for row in table.iter("tr")), None)
    if first is None or table.find("thead") is not None:
        return
    said = [cell for cell in first if cell.text_content().strip()]
    if said and all(cell.tag == "th" for cell in said):
        head = table.makeelement("thead")
        head.append(first)
        table.insert(1 if table.find("caption") is not None else 0, head)
