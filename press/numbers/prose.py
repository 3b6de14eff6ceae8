"""Markdown as cells and inline code give it."""

from IPython.display import Markdown


class Prose(Markdown):
    """Markdown that can also be put into a longer text.

    What it is given is always the text itself: IPython's own class reads the file or asks the network where a
    text names one.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.data = text

    def __str__(self) -> str:
        """Return the text, for a longer one that it is put into."""
        return self.data
