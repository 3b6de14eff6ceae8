"""Both versions of the paper, built in clean folders: pages for their numbers, Word files for their text."""

import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from press.base import project_files
from press.base.errors import InputError
from press.base.plain_text import visible
from press.proof import clean_folder
from press.proof.diff import built
from press.trace.built_site import BuiltSite

PRESENT = "the present version"
ARTICLE = "index"
"""The name of the article's document."""


@dataclass(frozen=True, slots=True)
class Version:
    """A built version: its sources, its pages, its Word files by the names of their documents."""

    sources: Path
    site: BuiltSite
    word: Mapping[str, bytes]


def both(since: str, folder: Path) -> tuple[Version, Version]:
    """Build the version of a tag or commit, and the present one, below a folder.

    Raises
    ------
    InputError
        When git does not know the version, or one of the two cannot be built.
    """
    old, new = folder / "old", folder / "new"
    clean_folder.export(since, old, "SINCE")
    project_files.say(project_files.find())
    clean_folder.copy_sources(new)
    print(f"Building {visible(since)} and {PRESENT} in clean folders: pages and Word files.", flush=True)
    panels = clean_folder.panel_named(), clean_folder.panel_in_use()
    with ThreadPoolExecutor() as pool:
        first, second = pool.map(version, (old, new), (visible(since), PRESENT), panels)
    return first, second


def version(folder: Path, name: str, panel: Path | None = None) -> Version:
    """Build a version.

    Raises
    ------
    InputError
        When it cannot be built, or has no Word file of the article.
    """
    site = built(folder, name, panel)
    pages = folder.with_name(f"{folder.name}-pages")
    shutil.move(site.folder, pages)
    print(f"Pages of {name} are built.", flush=True)
    try:
        clean_folder.build(folder, "docx", panel=panel)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
    word = {file.stem: file.read_bytes() for file in sorted((site.folder / "paper").glob("*.docx"))}
    if ARTICLE not in word:
        raise InputError(f"{name}: its build gives no Word file of the article.")
    print(f"Word files of {name} are built.", flush=True)
    return Version(folder, BuiltSite(pages), word)
