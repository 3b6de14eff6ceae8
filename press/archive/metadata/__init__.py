"""What archives, libraries and programs read about the project: files all written from one description.

`make metadata` writes them. The description is `press.base.edition.Work`, the abstract of the
article, and the schema of the data (data/schema.yaml); nothing is typed here a second time. The files speak
of a version, not of a commit, so that they change with the version and the words alone.
"""

from pathlib import Path

from press.archive.metadata import cff, data_package, zenodo
from press.archive.metadata.release import Release, current_release
from press.base import citation
from press.base.paths import ROOT

CFF = "CITATION.cff"
BIBTEX = "docs/citation.bib"
RIS = "docs/citation.ris"
ZENODO = ".zenodo.json"
DATA_PACKAGE = "data/datapackage.json"


def texts(release: Release, root: Path = ROOT) -> dict[str, bytes]:
    """Return the files by their paths from the root.

    Parameters
    ----------
    release
        What they say.
    root
        The folder of the files that they describe.
    """
    written = {
        CFF: cff.text(release),
        BIBTEX: citation.bibtex(release.work, release.panel),
        RIS: citation.ris(release.work, release.panel),
        ZENODO: zenodo.text(release),
        DATA_PACKAGE: data_package.text(release, root / "data"),
    }
    return {name: text.encode("utf-8") for name, text in written.items()}


def write_all(root: Path = ROOT) -> None:
    """Write every file that does not already say the same, each in one step."""
    for name, text in texts(current_release(), root).items():
        target = root / name
        if not (target.is_file() and target.read_bytes() == text):
            target.parent.mkdir(parents=True, exist_ok=True)
            aside = target.with_name(f"{target.name}.new")
            aside.write_bytes(text)
            aside.replace(target)
            print(f"Wrote {name}.")
