"""`python -m press marked-up TAG`: writes Word file and PDF with their changes marked, and the numbers."""

import shutil
import tempfile
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
from press.proof.diff.conclusions import read_statements
from press.proof.diff.numbers import changed_numbers

TARGET = ROOT / "_marked_up"


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
        made = Path(folder, "made")
        made.mkdir()
        for name in sorted(new.word.keys() & old.word.keys(), key=lambda name: (name != ARTICLE, name)):
            docx = marked(old.word[name], new.word[name], authors)
            if name == ARTICLE or has_marks(docx):
                print(f"Marking the changes of {name}, as Word and as PDF.", flush=True)
                (made / f"{name}.docx").write_bytes(docx)
                (made / f"{name}.pdf").write_bytes(set_pdf(docx, between(since)))
        statements = (read_statements(version.sources / "paper") for version in (old, new))
        changed = changed_numbers(old.site, new.site, *statements)
        numbers.write(made, since, changed)
        shutil.rmtree(TARGET, ignore_errors=True)
        shutil.move(made, TARGET)
    print(f"{numbers.told(changed)}; see {shown(TARGET / 'index.docx')}, index.pdf and numbers.html there.")


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
