"""Makes `_submission/`: everything beside it is made first and put there in one step."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from analysis.paper import data, statements
from press.base import zip_archive
from press.base.edition import Work, current_work
from press.base.errors import InputError, PressError
from press.base.paths import ROOT
from press.base.project_files import listed
from press.journal import author_traces, exhibit_files, front, jats, manuscript, parts, references
from press.journal.front import Count
from press.journal.manuscript import Manuscript, Twin
from press.journal.settings import Settings, read_settings
from press.render.build import executed
from press.render.convert import convert
from press.render.dates import build_time
from press.render.document import Executed

ARTICLE = ROOT / "paper" / "index.qmd"
TARGET = ROOT / "_submission"
DAY = 24 * 60 * 60
"""Seconds of a day."""


def write(target: Path = TARGET) -> list[Count]:
    """Make the submission; return how long its texts are, and how long they may be.

    Raises
    ------
    InputError
        When the article or the settings cannot be used, or the anonymous files name an author.
    """
    with tempfile.TemporaryDirectory(prefix=".press-submission-", dir=target.parent) as aside:
        made = Path(aside, "new")
        made.mkdir()
        warnings.filterwarnings(
            "ignore", "'press.trace.outline' found in sys.modules"
        )  # it runs here, where it is known already
        try:
            with executed(ARTICLE, (*manuscript.FORMATS, "jats")) as article:
                found = _write_all(made, article, read_settings(), current_work())
        except PressError as error:
            raise InputError(str(error)) from None
        if target.exists():
            os.replace(target, Path(aside, "old"))
        os.replace(made, target)
    return found


def _write_all(folder: Path, article: Executed, settings: Settings, work: Work) -> list[Count]:
    named, twin = manuscript.named(article, settings), manuscript.anonymous(article, settings, work.authors)
    _write_manuscript(folder, named)
    texts = _texts(article, settings)
    _write_texts(folder, texts)
    labels = [label for label in parts.exhibits(article.body["docx"]) if label.startswith("fig-")]
    exhibit_files.write_figures(folder / "figures", labels, data())
    docx = (folder / "manuscript.docx").read_bytes()
    found = front.counts(
        docx, texts["abstract.txt"], front.highlights(statements()), len(work.keywords), settings.limits
    )
    front.write_title_page(folder / "title-page.docx", article, work, settings, found)
    _write_jats(folder / "jats", article)
    _write_anonymous(folder, twin, settings, work)
    return found


def _texts(article: Executed, settings: Settings) -> dict[str, str]:
    """Return what stands beside the manuscript as plain text, by file name."""
    texts = {
        "abstract.txt": front.abstract(article),
        "highlights.txt": _listed(front.highlights(statements())),
    }
    return texts | {f"{name}.txt": front.text_apart(article, name) for name in settings.texts_apart}


def _write_manuscript(folder: Path, made: Manuscript) -> None:
    """The manuscript, its tables and its references."""
    folder.mkdir(exist_ok=True)
    made.write(folder)
    exhibit_files.write_tables(folder / "tables", (folder / "manuscript.docx").read_bytes())
    (folder / "references.bib").write_text(references.bibtex(made.references), encoding="utf-8")
    (folder / "references.ris").write_text(references.ris(made.references), encoding="utf-8", newline="")


def _write_texts(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _write_anonymous(folder: Path, made: Twin, settings: Settings, work: Work) -> None:
    """The twin without authors, as a folder and as an archive.

    Its files tell the day of the commit, not the second, which a public repository tells too.
    """
    twin, second = folder / "anonymous", int(build_time().timestamp())
    with dated(second - second % DAY):
        _write_manuscript(twin, made.manuscript)
    _write_texts(
        twin,
        {name: made.hiding.hide_in_text(text, name) for name, text in _texts(made.article, settings).items()},
    )
    shutil.copytree(folder / "figures", twin / "figures")
    words = twin / "figures" / exhibit_files.ALTERNATIVE_TEXTS
    words.write_text(
        made.hiding.hide_in_text(
            words.read_text(encoding="utf-8"), f"figures/{exhibit_files.ALTERNATIVE_TEXTS}"
        ),
        encoding="utf-8",
    )
    wanted = [
        *author_traces.telling_words(work, made.hiding.finder),
        *author_traces.forms_of_moment(second),
        *made.hiding.thanks.numbers,
    ]
    if found := author_traces.find_traces(
        twin,
        [word for word in wanted if word not in map(author_traces.squeezed, settings.anonymity.may_stay)],
        made.hiding.finder,
    ):
        raise InputError(
            f"the anonymous manuscript: found {found[0]}, expected no trace of its authors (words that are none: paper/submission.yml, may_stay)."
        )
    zip_archive.write(folder / "anonymous.zip", twin, _files(twin))
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


def _write_jats(folder: Path, article: Executed) -> None:
    """The article as publishers take JATS, with its figures."""
    with tempfile.TemporaryDirectory(prefix="jats-") as site:
        file = Path(site, jats.SOURCE)
        file.parent.mkdir()
        convert(article, "jats", file)
        jats.write_jats(Path(site), folder)


def _listed(sentences: Sequence[str]) -> str:
    return "".join(f"• {sentence}\n" for sentence in sentences)


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
