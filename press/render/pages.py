"""The pages of a build: converted beside the cells of other documents, and proved against each other."""

from __future__ import annotations

import time
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from press.base.errors import PressError
from press.render import execution, manuscripts, proved, publish
from press.render.document import Executed
from press.render.longest_first import LongestFirst
from press.render.manuscripts import Manuscript

if TYPE_CHECKING:
    from press.render.build import Build


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a build, converted beside the cells of other documents.

    Attributes
    ----------
    build : Build
    manuscripts : list of Manuscript
        In the project's order.
    waiting : LongestFirst
        What is to be converted.
    claimed : dict
        The number of the document that has each page's name.
    under_way : dict
        Conversions, by the document's number and the format's; a document's proof comes behind its last one.
    """

    build: Build
    manuscripts: list[Manuscript]
    waiting: LongestFirst
    claimed: dict[str, int] = field(default_factory=dict)
    under_way: dict[tuple[int, int], Future[Any]] = field(default_factory=dict)

    def begin(self, index: int, run: execution.Run) -> None:
        """Begin the pages of a document whose cells have run."""
        executed = manuscripts.write_markdown(self.build, self.manuscripts[index], run)
        self._claim_names(index, executed)
        pages = {
            format: self.waiting.submit(
                _length_of(executed, format), partial(_convert_page, self.build, executed, format)
            )
            for format in executed.body
        }
        self.under_way.update({(index, number): page for number, page in enumerate(pages.values())})
        if self.build.prove and len(pages) > 1:
            prove = partial(_prove_pages, self.build, executed, pages)
            self.under_way[index, len(pages)] = self.waiting.submit(0, prove)

    def begin_again(self) -> None:
        """Forget what has been begun."""
        self.cancel()
        wait(self.under_way.values())
        self.claimed.clear()
        self.under_way.clear()

    def finish(self) -> None:
        """Wait for all pages; the first one of the project that cannot be made ends the build."""
        for place in sorted(self.under_way):
            self.under_way[place].result()

    def cancel(self) -> None:
        """Begin no further page."""
        for page in self.under_way.values():
            page.cancel()

    def _claim_names(self, index: int, executed: Executed) -> None:
        """Refuse a page that has the name of another document's page, as many file systems compare names."""
        for place in (_page_path(self.build, executed, format).as_posix() for format in executed.body):
            other = self.claimed.setdefault(publish.fold_name(place), index)
            if other != index:
                first, second = (self.build.sources[one] for one in sorted((index, other)))
                raise PressError(
                    f"its page {place} has the name of a page of {self.build.shown(first)}, or one that many "
                    "file systems take for that; rename the document, or set output-file.",
                    second,
                )


def _length_of(executed: Executed, format: str) -> int:
    """Return a guess of how long a page takes, from its text alone; a PDF has to be set as well."""
    return (1 + len(executed.markdown(format))) * (2 if format == "typst" else 1)


def _page_path(build: Build, executed: Executed, format: str) -> Path:
    """Return a page's path from the output folder."""
    inside = executed.source.parent.relative_to(build.project.root) if build.project.file else Path()
    return inside / executed.output_name(format)


def _convert_page(build: Build, executed: Executed, format: str) -> bool:
    """Make a page; return whether it is that of an earlier build."""
    from press.render.convert import convert

    started = time.perf_counter()
    place = _page_path(build, executed, format)
    (build.staged / place.parent).mkdir(parents=True, exist_ok=True)
    warnings, known = build.pages.make(
        executed, format, place, lambda destination, memory: convert(executed, format, destination, memory)
    )
    build.report_warnings(executed.source, format, warnings)
    build.report_done(
        f"{build.shown(executed.source)} -> {place.name}{' (unchanged)' if known else ''}", started
    )
    return known


def _prove_pages(build: Build, executed: Executed, pages: dict[str, Future[bool]]) -> None:
    """Prove a document's pages as soon as all are made: they are longer, so under way."""
    unchanged = all([page.result() for page in pages.values()])
    made = {format: build.staged / _page_path(build, executed, format) for format in pages}
    proved.prove_pages(build, executed, made, unchanged)
