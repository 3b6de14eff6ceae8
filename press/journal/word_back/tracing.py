"""Traces the Word files that are made: finds the lines of every block, and puts them into the file."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from press.base.edition import current_work
from press.base.errors import InputError
from press.base.kept import MadeFrom, kept
from press.base.paths import PREPARED, ROOT
from press.journal.word_back import origin
from press.journal.word_back.match import locating
from press.journal.word_back.model import Block, Match, TextIfThere
from press.journal.word_back.source import sources
from press.journal.word_back.word_file import embedding, trace
from press.journal.word_back.word_file.trace import Trace, Traced
from press.numbers.results import Results


@dataclass(frozen=True, slots=True)
class Made:
    """What a Word file is made from: paper, commit, panel, and the keys of all numbers."""

    paper: str
    commit: str
    panel: str
    panel_sha256: str
    keys: tuple[str, ...]


def finish_site(output: Path, prepared: Path = PREPARED) -> None:
    """Give every Word file of a rendered site its trace, unless it has one.

    Parameters
    ----------
    output : Path
        The site.
    prepared : Path
        The folder with results.json and origins.json.
    """
    for file, docx, found in traces(output, prepared):
        file.write_bytes(embedding.marked(docx, found))


def work_ahead(output: Path, prepared: Path = PREPARED) -> None:
    """Keep the traces that `finish_site` will want."""
    for _ in traces(output, prepared):
        pass


def traces(output: Path, prepared: Path) -> Iterator[tuple[Path, bytes, Trace]]:
    """Yield the Word files of a site that have no trace, each with its content and the one it is to have."""
    files = {file: file.read_bytes() for file in sorted(output.glob("paper/*.docx"))}
    bare = {file: docx for file, docx in files.items() if not embedding.has_trace(docx)}
    comes_from = made_from(prepared) if bare else None
    for file, docx in bare.items():
        document = f"paper/{file.stem}.qmd"
        if (ROOT / document).is_file():
            yield file, docx, trace_once(docx, document, comes_from)


def trace_once(docx: bytes, document: str, made: Made) -> Trace:
    """Return a Word file's trace, which is not looked for again where all is as at a build before."""
    said = [hashlib.sha256(docx).hexdigest(), document, *asdict(made).values()]
    from_files = MadeFrom([Path(__file__).parent, (ROOT / document).parent], said)
    name = f"trace-{Path(document).stem}"
    found = kept(name, from_files, lambda: trace.to_xml(trace_of(docx, document, made)).decode())
    return trace.from_xml(found.encode(), name)


def made_from(prepared: Path = PREPARED) -> Made:
    """Return what a build's Word files are made from."""
    panel = json.loads((prepared / "results.json").read_text(encoding="utf-8"))["panel"]
    known = json.loads((prepared / "origins.json").read_text(encoding="utf-8"))["numbers"]
    return _made(panel["name"], panel["sha256"], known)


def made_of(results: Results) -> Made:
    """Return what Word files are made from that are made of results at hand."""
    return _made(results.panel.name, results.panel.sha256, {*results.values, *results.all_keys()})


def _made(panel: str, sha256: str, keys: Iterable[str]) -> Made:
    work = current_work()
    return Made(work.title, work.commit, panel, sha256, tuple(keys))


def traced(docx: bytes, document: str, made: Made) -> bytes:
    """Return a Word file with its trace, as `trace_of` finds it."""
    return embedding.marked(docx, trace_of(docx, document, made))


def trace_of(docx: bytes, document: str, made: Made) -> Trace:
    """Return the trace of a Word file.

    Parameters
    ----------
    docx : bytes
        The file, whose numbers word_numbers.lua marked.
    document : str
        The document that it was made from, by its path from the project's folder.
    made : Made
    """
    blocks = embedding.blocks_of(docx, made.keys)
    text_of = origin.text_now(ROOT)
    matches = _matches(document, text_of, blocks)
    digests, found = _digests(matches, document, text_of), tuple(_traced(blocks, matches))
    about = (made.paper, document, made.commit, made.panel, made.panel_sha256)
    return Trace(*about, digests, found)


def _matches(document: str, text_of: TextIfThere, blocks: Sequence[Block]) -> Sequence[Match | None]:
    """Return which passage prints each block; none, and a line that says why, where that cannot be told."""
    try:
        passages = sources.read(document, text_of)
    except InputError as error:
        print(f"The Word file of {document} knows no lines of its sources: {error}", flush=True)
        return [None] * len(blocks)
    return locating.locate(passages, [block.text for block in blocks])


def _traced(blocks: Sequence[Block], matches: Sequence[Match | None]) -> Iterable[Traced]:
    for number, (block, match) in enumerate(zip(blocks, matches, strict=True), 1):
        if match is None or match.passage.made_by:
            yield Traced(replace(block, marks=()))
        else:
            passage = match.passage
            marks = () if block.note else (f"{embedding.MARK}{number}",)
            yield Traced(replace(block, marks=marks), passage.file, passage.first, passage.last)


def _digests(matches: Sequence[Match | None], document: str, text_of: TextIfThere) -> dict[str, str]:
    """Return the checksum of every source that prints something."""
    files = {document}
    for match in matches:
        if match is not None:
            files |= {match.passage.file} | {span.piece.file for span in match.spans if span.piece.file}
    return {file: origin.digest_of(text) for file in sorted(files) if (text := text_of(file)) is not None}
