"""Where a Word file comes from: its trace, or that of a Word file built here, and the sources as of then."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from press.base import checkout
from press.base.checkout import CheckoutError
from press.base.errors import InputError
from press.journal.word_back.differences.letters import words_of
from press.journal.word_back.model import Block, TextIfThere, WordFile
from press.journal.word_back.word_file import archive, embedding
from press.journal.word_back.word_file.trace import Trace

LEAST = 0.5
"""So much of its words must a text have in common with this paper's to be one of it."""
LEAST_BROUGHT = 0.1
"""And so much, if it brought a trace along: less is a file whose text was lost."""
BUILT = ("_site", "_draft")


def origin_of(parts: Mapping[str, bytes], said: WordFile, name: str, root: Path, title: str) -> Trace:
    """Return where a Word file comes from: what it brought along, or of that built here that is most like it.

    Parameters
    ----------
    parts : mapping
        Its parts.
    said : WordFile
        What it says.
    name : str
        What the user calls it.
    root : Path
        The project's folder.
    title : str
        The paper's title.

    Raises
    ------
    InputError
        It is of another paper, or cannot be told from one.
    """
    found = embedding.trace_in(parts, name)
    if found is not None:
        if found.paper != title and not _knows(root, found.commit):
            raise InputError.at(name, f"the Word file of another paper, “{found.paper}”", f"one of “{title}”")
        if not _is_in(root, found.document):
            raise InputError.at(
                name, f"a Word file of {found.document}, which is not here", "one of this paper's"
            )
        if _likeness([one.block for one in found.blocks], said.blocks) < LEAST_BROUGHT:
            lost = "next to nothing of the text that it was made with"
            raise InputError.at(name, lost, "an edited Word file")
        return found
    return _built_here(said, name, root, title)


def _built_here(said: WordFile, name: str, root: Path, title: str) -> Trace:
    """Return the trace of the Word file that was built here and is most like one without a trace."""
    files = [file for folder in BUILT for file in sorted(root.glob(f"{folder}/paper/*.docx"))]
    traces = [
        found for file in files if (found := embedding.trace_in(archive.parts_of(file, file.name), file.name))
    ]
    if not traces:
        raise InputError(
            f"{name}: found no note of where the file comes from, and no Word file built here to compare "
            "it with; run make paper first."
        )
    likeness = [_likeness([one.block for one in trace.blocks], said.blocks) for trace in traces]
    best = max(range(len(traces)), key=likeness.__getitem__)
    if likeness[best] < LEAST:
        raise InputError.at(name, "a text that is not this paper's", f"a Word file of “{title}”")
    return traces[best]


def _likeness(one: Sequence[Block], other: Sequence[Block]) -> float:
    first, second = (
        Counter(word for block in side for word in words_of(block.text)) for side in (one, other)
    )
    return 2 * sum((first & second).values()) / max(1, sum(first.values()) + sum(second.values()))


def _knows(root: Path, commit: str) -> bool:
    try:
        return bool(commit) and checkout.find_commit(root, commit) == commit
    except CheckoutError:
        return False


def _is_in(root: Path, document: str) -> bool:
    path = root / document
    return path.suffix == ".qmd" and path.resolve().is_relative_to(root.resolve()) and path.is_file()


# The sources ------------------------------------------------------------------------------------


def text_now(root: Path) -> TextIfThere:
    """Return what gives the text of a file of the project as it is now; None where there is none."""

    def text_of(file: str) -> str | None:
        path = root / file
        if not path.resolve().is_relative_to(root.resolve()) or not path.is_file():
            return None
        return _decoded(path.read_bytes())

    return text_of


def text_then(trace: Trace, root: Path) -> TextIfThere:
    """Return what gives the text of a file as it was when the Word file was made.

    That is what git holds at the trace's commit or, where the file was made of sources that were not
    committed, what stands here; its checksum tells. A file that neither is gives what git holds.
    """
    now = text_now(root)

    @cache
    def text_of(file: str) -> str | None:
        held = checkout.file_at(root, trace.commit, file) if trace.commit else None
        then = None if held is None else _decoded(held)
        digest = trace.sources.get(file)
        if digest and (then is None or digest_of(then) != digest):
            here = now(file)
            if here is not None and (then is None or digest_of(here) == digest):
                return here
        return now(file) if then is None else then

    return text_of


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _decoded(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")
