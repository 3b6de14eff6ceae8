"""Makes `_submission/`: everything beside it is made first and put there in one step."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from press.archive.package.manifest import files_below
from press.base import zip_archive
from press.base.edition import Work, current_work
from press.base.errors import InputError, PressError
from press.base.paths import ROOT, shown
from press.base.project_files import listed
from press.journal import author_traces, exhibit_files, front, jats, manuscript, references
from press.journal.front import Count
from press.journal.hiding import Hiding
from press.journal.manuscript import Manuscript, Twin
from press.journal.numbering import Numbered, read_numbered
from press.journal.settings import Settings, read_settings
from press.journal.word_back import tracing
from press.paper import current
from press.render.build import executed
from press.render.convert import Convert, convert as by_press
from press.render.dates import build_time
from press.render.document import Executed

ARTICLE = ROOT / "paper" / "index.qmd"
TARGET = ROOT / "_submission"
DAY = 24 * 60 * 60
"""Seconds of a day."""


def write_submission(target: Path = TARGET, convert: Convert = by_press) -> list[Count]:
    """Make the submission; return how long its texts are, and how long they may be.

    Parameters
    ----------
    target
        The folder that it becomes.
    convert
        What makes Word, PDF and JATS of the article.

    Raises
    ------
    InputError
        When the article or the settings cannot be used, or the anonymous files name an author.
    """
    with tempfile.TemporaryDirectory(prefix=".press-submission-", dir=target.parent) as aside:
        made = Path(aside, "new")
        made.mkdir()
        try:
            with executed(ARTICLE, (*manuscript.FORMATS, "jats")) as article:
                found = _write_all(made, article, read_settings(), current_work(), convert)
        except PressError as error:
            raise InputError(str(error)) from None
        if target.exists():
            os.replace(target, Path(aside, "old"))
        os.replace(made, target)
    return found


def _write_all(
    folder: Path, article: Executed, settings: Settings, work: Work, convert: Convert
) -> list[Count]:
    twin = manuscript.without_authors(article, settings, work.authors, work.declared)
    highlights = front.highlights(current().statements)
    named = manuscript.with_authors(article, settings)
    marked = _write_manuscript(folder, named, convert)
    texts = _write_texts(folder, article, settings, highlights)
    numbered = read_numbered(named.executed)
    exhibit_files.write_figures(folder / "figures", numbered, current(), article)
    docx = tracing.traced(marked, shown(article.source), tracing.made_of(current().results))
    (folder / "manuscript.docx").write_bytes(docx)
    found = front.count_all(docx, texts["abstract.txt"], highlights, len(work.keywords), settings.limits)
    front.write_title_page(folder / "title-page.docx", article, work, settings, found)
    _write_jats(folder / "jats", article, convert)
    _write_anonymous(folder, twin, settings, work, highlights, numbered, convert)
    return found


def _write_manuscript(folder: Path, made: Manuscript, convert: Convert) -> bytes:
    """Write the manuscript, its tables and its references; return its Word file with marks at the numbers."""
    folder.mkdir(exist_ok=True)
    marked = made.write(folder, convert)
    exhibit_files.write_tables(folder / "tables", (folder / "manuscript.docx").read_bytes())
    (folder / "references.bib").write_text(references.bibtex(made.references), encoding="utf-8")
    (folder / "references.ris").write_text(references.ris(made.references), encoding="utf-8", newline="")
    return marked


def _write_texts(
    folder: Path,
    article: Executed,
    settings: Settings,
    highlights: Sequence[str],
    hiding: Hiding | None = None,
) -> dict[str, str]:
    """Write what stands beside the manuscript as plain text; return it by file name."""
    texts = {
        "abstract.txt": front.abstract(article),
        "highlights.txt": "".join(f"• {sentence}\n" for sentence in highlights),
        **{f"{name}.txt": front.part_as_text(article, name) for name in settings.texts_apart},
    }
    for name, text in texts.items():
        text = hiding.hide_in_text(text, name) if hiding else text
        (folder / name).write_text(text, encoding="utf-8")
    return texts


def _write_anonymous(
    folder: Path,
    made: Twin,
    settings: Settings,
    work: Work,
    highlights: Sequence[str],
    numbered: Sequence[Numbered],
    convert: Convert,
) -> None:
    """Write the twin without authors, as a folder and as an archive.

    Its files tell the day of the commit, not the second, which a public repository tells too.
    """
    twin, second = folder / "anonymous", int(build_time().timestamp())
    with dated(second - second % DAY):
        _write_manuscript(twin, made.manuscript, convert)
    _write_texts(twin, made.article, settings, highlights, made.hiding)
    left = read_numbered(made.manuscript.executed)
    exhibit_files.copy_figures(folder / "figures", twin / "figures", numbered, left, made.hiding)
    words = {
        *author_traces.telling_words(work, made.hiding.finder),
        *author_traces.forms_of_moment(second),
        *made.hiding.thanks.numbers,
    }
    words -= {*map(author_traces.squeezed, settings.anonymity.may_stay)}
    if found := author_traces.find_traces(twin, sorted(words), made.hiding.finder):
        raise InputError(
            f"the anonymous manuscript: found {found[0]}, expected no trace of its authors "
            "(words that are none: paper/submission.yml, may_stay)."
        )
    zip_archive.write(folder / "anonymous.zip", twin, files_below(twin))
    if made.hiding.hidden:
        print(f"Hidden in the anonymous twin: {listed([*made.hiding.hidden])}.")


@contextmanager
def dated(seconds: int) -> Iterator[None]:
    """Let what is made be dated so, in seconds since 1970."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(seconds)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _write_jats(folder: Path, article: Executed, convert: Convert) -> None:
    """Write the article as publishers take JATS, with its figures."""
    with tempfile.TemporaryDirectory(prefix="jats-") as site:
        file = Path(site, jats.SOURCE)
        file.parent.mkdir()
        convert(article, "jats", file)
        jats.write_jats(Path(site), folder)
