"""What PDF and Word share for tables that are wider than their page: the smallest type, and the warning."""

from press.render.page import Page

SMALLEST = 6
"""Points of the smallest type of a table that can be read (in the PDF: press-smallest in press.typ)."""


def wide_table(page: Page, label: str, width: float, room: float, size: float) -> str:
    """Return the warning for a table that had to be set in smaller type than can be read.

    Parameters
    ----------
    page : Page
    label : str
        The table's; empty where it has none.
    width, room : float
        Centimetres that it would take in the smallest type that can be read, and that are free.
    size : float
        Points of the type in which it is set.
    """
    spelled = (f"label: {label}", f"#{label}")
    lines = [line.number for line in page.executed.lines if any(word in line.text for word in spelled)]
    name = f"{f'line {lines[0]}: ' if lines else ''}the table {label}" if label else "a table without label"
    return (
        f"{name} is too wide for its page by {width - room:.1f} cm: in type of {SMALLEST} pt it takes "
        f"{width:.1f} cm of {room:.1f} cm, so that it is set in {size:.1f} pt; leave columns out, or part it"
    )
