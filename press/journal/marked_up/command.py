"""`python -m press marked-up TAG`: writes Word file and PDF with their changes marked, and the numbers."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from press.base import project_files
from press.base.checkout import CheckoutError
from press.base.errors import InputError
from press.base.paths import ROOT, shown
from press.base.plain_text import visible
from press.journal.marked_up import history, numbers, versions
from press.journal.marked_up.authorship import Authorship
from press.journal.marked_up.marked import has_marks, marked
from press.journal.marked_up.pdf import between, set_pdf
from press.journal.marked_up.versions import ARTICLE
from press.journal.written_files import replace_files
from press.proof.diff.conclusions import read_statements
from press.proof.diff.numbers import changed_numbers

TARGET = ROOT / "_marked_up"
ENDINGS = (".docx", ".pdf")


def main(since: str) -> None:
    """Write the Word file and the PDF with their changes marked, and the list of changed numbers.

    Raises
    ------
    InputError
        When no version is named, git does not know it, or one of the two cannot be built.
    """
    if not since.strip():
        raise InputError("say since when: make marked-up SINCE=tag, with a git tag or commit.")
    authors = authorship(since)  # first: where git lacks something, nothing is built in vain
    with tempfile.TemporaryDirectory(prefix="marked-up-") as folder:
        old, new = versions.both(since, Path(folder).resolve())
        files = documents(old.word, new.word, authors, since)
        statements = (read_statements(version.sources / "paper") for version in (old, new))
        changed = changed_numbers(old.site, new.site, *statements)
    files |= numbers.files_of(since, changed)
    known = {f"{name}{ending}" for name in old.word.keys() | new.word.keys() for ending in ENDINGS}
    replace_files(TARGET, files, known)
    print(f"{numbers.told(changed)}; see {shown(TARGET / 'index.docx')}, index.pdf and numbers.html there.")


def documents(
    old: Mapping[str, bytes], new: Mapping[str, bytes], authors: Authorship, since: str
) -> dict[str, bytes]:
    """Return the Word files and PDFs with their changes marked: the article's, and others that changed."""
    files: dict[str, bytes] = {}
    for name in sorted(new.keys() & old.keys(), key=lambda name: (name != ARTICLE, name)):
        docx = marked(old[name], new[name], authors)
        if name == ARTICLE or has_marks(docx):
            print(f"Marking the changes of {name}, as Word and as PDF.", flush=True)
            made = docx, set_pdf(docx, between(since))
            files |= {f"{name}{ending}": content for ending, content in zip(ENDINGS, made, strict=True)}
    return files


def authorship(since: str) -> Authorship:
    """Return what tells who made a change since a version.

    Raises
    ------
    InputError
        When the checkout cannot be read.
    """
    try:
        return Authorship(history.steps_since(ROOT, since, project_files.names()))
    except CheckoutError as error:
        raise InputError(f"SINCE={visible(since)}: {error}") from None
