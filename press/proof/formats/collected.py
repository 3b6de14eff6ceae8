"""Puts pieces of text together to passages."""

from dataclasses import dataclass, field

from press.proof.formats.said import Part, Passage


@dataclass(slots=True)
class Collected:
    """The passages that have been read, and the text of the one that is being read."""

    done: list[Passage] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Take a piece of the passage's text."""
        self.text.append(text)

    def end(self, part: Part) -> None:
        """End the passage; one without text is none."""
        if said := "".join(self.text).strip():
            self.done.append(Passage(said, part))
        self.text.clear()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages."""
        self.end(Part.TEXT)
        return tuple(self.done)

    def drop_last(self) -> None:
        """Take the last passage back, the heading of something that is left out."""
        self.end(Part.TEXT)
        self.done[-1:] = []
