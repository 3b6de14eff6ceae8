"""Which files are checked, and how each kind is read."""

from collections.abc import Callable, Sequence
from pathlib import Path

from press.base.errors import InputError
from press.base.paths import shown
from press.paper import current
from press.proof.check_numbers import reading_python, reading_qmd, reading_yaml
from press.proof.check_numbers.texts import Document

SENTENCES, HIGHLIGHTS, ABSTRACTS = "sentences.yml", "highlights.yml", "abstracts.yml"
EDITION = "edition.yml"
WRITTEN = (
    "CHANGELOG.md",
    f"paper/{SENTENCES}",
    f"paper/{ABSTRACTS}",
    f"paper/{HIGHLIGHTS}",
    f"paper/{EDITION}",
    "paper/glossary.yml",
    "_quarto.yml",
    "data/schema.yaml",
)
"""What readers see beside the documents."""

READERS: dict[str, Callable[[Path], Document]] = {
    SENTENCES: reading_yaml.read_sentences,
    HIGHLIGHTS: reading_yaml.read_sentences,
    ABSTRACTS: reading_yaml.read_abstracts,
    EDITION: reading_yaml.read_statements,
    "schema.yaml": reading_yaml.read_variables,
    ".yml": reading_yaml.read_options,
    ".yaml": reading_yaml.read_options,
    ".qmd": reading_qmd.read_document,
    ".md": reading_qmd.read_document,
    ".py": reading_python.read_module,
}
"""What reads a file, by its name or by how the name ends."""


def project_files(root: Path) -> list[Path]:
    """Return everything of the project in which a reader's number can stand typed."""
    documents = [file for file in sorted(root.rglob("*.qmd")) if is_source(file.relative_to(root))]
    written = [file for file in map(root.joinpath, WRITTEN) if file.is_file()]
    code = (file for pattern in current().claims.code for file in sorted(root.glob(pattern)))
    return [*documents, *written, *code]


def is_source(path: Path) -> bool:
    """Whether a document belongs to the project's pages: no test's, and in no hidden or generated folder."""
    folders = path.parts[:-1]
    hidden = any(folder.startswith((".", "_")) for folder in folders)
    return not hidden and {"tests", "press"}.isdisjoint(folders[:1])


def read_file(file: Path) -> Document:
    """Read the texts of a file.

    Raises
    ------
    InputError
        When it is missing, of another kind, or broken.
    """
    kinds = "expected a .qmd, .md, .yml or .py file."
    if not file.is_file():
        raise InputError(f"{shown(file)}: found no such file, {kinds}")
    if (reader := READERS.get(file.name) or READERS.get(file.suffix)) is None:
        raise InputError(f"{shown(file)}: found a {file.suffix or 'nameless'} file, {kinds}")
    return reader(file)


def names_of_sentences(files: Sequence[Path]) -> dict[str, frozenset[str]]:
    """Return the sentences that front matter may name: those written beside the documents."""
    folders = dict.fromkeys(file.parent for file in files if file.suffix == ".qmd")
    written = [folder / SENTENCES for folder in folders if (folder / SENTENCES).is_file()]
    return {name: keys for file in written for name, keys in read_file(file).names.items()}
