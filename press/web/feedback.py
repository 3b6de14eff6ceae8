"""A link at each heading to comment on its section; the style shows it where a reader points."""

from collections.abc import Iterator
from html import escape
from urllib.parse import quote, urlsplit

from press.base.edition import Work, current_work
from press.trace.page_record import Piece, Section
from press.web.view import View

DEEPEST = 3
"""Sections below this level of heading have no link of their own."""


def pieces(view: View) -> Iterator[Piece]:
    """Yield a link for each section that has text of its own, where somebody reads comments."""
    work = current_work()
    for section in view.page.sections if work.repository or work.feedback else ():
        if section.level <= DEEPEST:
            told = f'Comment<span class="visually-hidden"> on the section “{escape(section.heading)}”</span>'
            address = escape(target(work, view.name, section))
            yield (
                f"comment:{section.id}",
                f'<a class="feedback" id="{escape(identifier(section))}" href="{address}">{told}</a>\n',
            )


def identifier(section: Section) -> str:
    """Return the id of a section's link."""
    return f"feedback-{section.id}"


def target(work: Work, page: str, section: Section) -> str:
    """Tell where a comment goes: to a new issue of the repository, else by mail to whom the edition names."""
    subject = f"{section.heading} ({page}#{section.id}, {state(work)})"
    if not work.repository:
        return f"mailto:{work.feedback}?subject={quote(f'Comment: {subject}')}"
    if "gitlab" in (urlsplit(work.repository).hostname or ""):
        return f"{work.repository}/-/issues/new?issue%5Btitle%5D={quote(subject)}"
    return f"{work.repository}/issues/new?title={quote(subject)}"


def state(work: Work) -> str:
    """Return version and commit."""
    return f"version {work.version}" + (f", commit {work.short_commit}" if work.commit else "")
