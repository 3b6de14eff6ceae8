"""Short texts of Markdown that are gathered first and then parsed together."""

from dataclasses import dataclass, field

from press.journal.word_back.source import syntax
from press.journal.word_back.source.masks import Mask, masked
from press.journal.word_back.source.syntax import Parsed, Source
from press.journal.word_back.source.written import Written


@dataclass(frozen=True, slots=True)
class Key:
    """Where a fragment stands."""

    file: str
    start: int
    end: int


@dataclass(slots=True)
class Fragments:
    """Texts to be parsed, and parsed ones, by where they stand."""

    sources: dict[Key, Source] = field(default_factory=dict)
    parsed: dict[Key, Parsed] = field(default_factory=dict)

    def add(self, written: Written, inline: bool = True, numbers: bool = False) -> tuple[Mask, ...]:
        """Gather a text; return what is made in it.

        Parameters
        ----------
        written
            The text.
        inline
            Whether it is one paragraph, whatever sign it begins with.
        numbers
            Whether keys in braces are numbers.
        """
        key = _key(written)
        if key not in self.sources:
            self.sources[key] = Source(written, masked(written.text, numbers, marks=True), inline)
        return self.sources[key].masked.masks

    def parse(self, bodies: list[Source]) -> list[Parsed]:
        """Parse all that was gathered, and whole documents beside it; return these."""
        wanted = {key: source for key, source in self.sources.items() if source.written.text.strip()}
        documents, short = syntax.parse(bodies, list(wanted.values()))
        self.parsed = dict(zip(wanted, short, strict=True))
        return documents

    def get(self, written: Written) -> Parsed | None:
        """Return a gathered text with its blocks; None for an empty one."""
        return self.parsed.get(_key(written))


def _key(written: Written) -> Key:
    return Key(written.file, *written.span(0, len(written.text)))
