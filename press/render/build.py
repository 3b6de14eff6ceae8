"""Renders documents: reads, runs and converts them in a temporary folder, from where `publish` takes them."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from press.base.checkout import version_around
from press.base.errors import PressError, sentence_of
from press.base.store import open_store
from press.render import (
    build_folders,
    bytecode,
    execution,
    hooks,
    kernel as kernels,
    manuscripts,
    project as projects,
    proved,
    publish,
    side_by_side,
)
from press.render.cache import Cache
from press.render.document import Executed, Project
from press.render.document_runs import run_documents
from press.render.inputs import Inputs
from press.render.kept_pages import KeptPages
from press.render.known_parts import KnownParts
from press.render.longest_first import LongestFirst
from press.render.pages import Pages

Report = Callable[[str], None]
MOST_AT_ONCE = 3
"""So many pages are made at once: one more than kernels, since some wait for a disk."""


@dataclass(slots=True)
class Build:
    """One call of press: what it renders, and the folders it works in.

    Attributes
    ----------
    project : Project
    sources : list of Path
        The documents.
    formats : tuple of str
        The formats asked for; empty for all that each document declares.
    whole : bool
        Whether the project as a whole is rendered, and its output folder replaced.
    staged : Path
        Folder in which the output folder's new content grows.
    scratch : Path
        Folder for figures.
    cache : Cache
        Earlier runs.
    pages : KeptPages
        Pages of earlier builds.
    report : callable
        Takes progress lines and warnings.
    held : tuple of int
        Descriptors of the project's lock, which the kernel holds too.
    prove : callable or None
        Proves the formats of a page against each other.
    """

    project: Project
    sources: list[Path]
    formats: tuple[str, ...]
    whole: bool
    staged: Path
    scratch: Path
    cache: Cache
    pages: KeptPages
    report: Report
    held: tuple[int, ...] = ()
    prove: proved.Prove | None = None
    running: list[kernels.Kernel] = field(default_factory=list)

    def running_kernels(self, number: int = 1) -> list[kernels.Kernel]:
        """Return so many kernels of the build, started when first needed; the first runs commands too."""
        while len(self.running) < number:
            self.running.append(kernels.Kernel(self.project.root, self.held))
        return self.running[:number]

    def stop_kernels(self) -> None:
        """End all kernels."""
        while self.running:
            self.running.pop().stop()

    def shown(self, source: Path) -> str:
        """Return how messages call a document."""
        inside = source.is_relative_to(self.project.root)
        return str(source.relative_to(self.project.root)) if inside else source.name

    def report_warnings(self, source: Path, format: str, warnings: Iterable[str]) -> None:
        """Report what a document's page in a format is doubtful in, each thing once."""
        for warning in dict.fromkeys(warnings):
            self.report(f"warning: {self.shown(source)} ({format}): {warning}")

    def report_done(self, what: str, started: float) -> None:
        """Report what has been done since a time."""
        self.report(f"{what}, {time.perf_counter() - started:.1f} s")


def render(
    target: Path | None,
    formats: tuple[str, ...] = (),
    output_dir: Path | None = None,
    report: Report = lambda line: None,
    fresh: bool = False,
    prove: proved.Prove | None = None,
) -> list[Path]:
    """Render a document, or the whole project that holds the working folder.

    Parameters
    ----------
    target : Path or None
        A .qmd, a project's folder, or None for the project around the working folder.
    formats : tuple of str
        html, typst, docx, jats; empty for all formats that each document declares.
    output_dir : Path or None
        In place of the project's output folder.
    report : callable
        Takes progress lines.
    fresh : bool
        Run everything, also what has not changed since an earlier build.
    prove : callable, optional
        Proves the formats of each page against each other, once these are made.

    Returns
    -------
    list of Path
        The files made, in place. On an error nothing in the output folder has changed.

    Raises
    ------
    PressError
        Anything that an author can mend.
    """
    target = (target or Path.cwd()).resolve()
    if not target.exists():
        raise PressError("this file does not exist.", target)
    if target.is_file() and target.suffix != ".qmd":
        raise PressError("only .qmd documents can be rendered.", target)
    with _in_a_sentence(), _begin_build(target, formats, report, output_dir, fresh) as build:
        build.prove = prove
        publish.check_place(build.project.output_dir)
        if not build.cache.holds_records():
            _start_kernels(build)
        _render_all(build)
        return publish.put_in_place(build.project, build.whole, build.staged, build.scratch, report)


def _start_kernels(build: Build) -> None:
    """Let kernels boot while the documents are read."""
    texts = (source.read_text("utf-8", errors="replace") for source in build.sources)
    if with_code := sum("{python}" in text for text in texts):
        build.running_kernels(side_by_side.kernels_for(with_code))


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    """End the build in one sentence where a file cannot be read or written (a full disk, say)."""
    try:
        yield
    except OSError as error:
        raise PressError(sentence_of(error)) from None


@contextmanager
def _begin_build(
    target: Path,
    formats: tuple[str, ...],
    report: Report,
    output_dir: Path | None = None,
    fresh: bool = False,
) -> Iterator[Build]:
    """Yield a build that is alone in its project; its kernel and its folders end with it."""
    project = _find_project(target, output_dir)
    with build_folders.lock_project(project.root, report) as lock:
        if lock.waited:
            project = _find_project(target, output_dir)
        sources = projects.pages(project) if target.is_dir() else [target]
        if "SOURCE_DATE_EPOCH" not in os.environ:
            os.environ["SOURCE_DATE_EPOCH"] = _seconds_of_change(project.file or target)
        with build_folders.temporary_folders(project, lock) as (staged, scratch):
            store = open_store(project.root, report) if project.file else None
            inputs = Inputs(project.root, staged, project.output_dir, KnownParts(store))
            build = Build(
                project,
                sources,
                formats,
                target.is_dir(),
                staged,
                scratch,
                Cache(store, fresh, inputs),
                KeptPages(project.root, store, staged, fresh, project.output_dir),
                report,
                lock.held,
            )
            try:
                yield build
            finally:
                build.stop_kernels()


def _find_project(target: Path, output_dir: Path | None) -> Project:
    project = projects.with_output_dir(projects.find_project(target), output_dir)
    if target.is_dir() and project.file is None:
        raise PressError("there is no _quarto.yml here or above; name a .qmd.", target)
    return project


def _seconds_of_change(file: Path) -> str:
    """Return the time that dates figures and pages: that of the commit, or else that of a file."""
    return version_around(file.resolve().parent).seconds or str(int(file.stat().st_mtime))


@contextmanager
def executed(
    source: Path, formats: tuple[str, ...], report: Report = lambda line: None
) -> Iterator[Executed]:
    """Yield a document of a project after its cells have run, for those who make other files of it.

    Its figures last as long as the block.

    Parameters
    ----------
    source : Path
        A .qmd.
    formats : tuple of str
        What it is to be made ready for: html, typst, docx, jats.
    report : callable
        Takes progress lines.

    Raises
    ------
    PressError
        Anything that an author can mend.
    """
    with _begin_build(source.resolve(), formats, report) as build:
        _run_preparations(build)
        manuscript = manuscripts.read(build, build.sources[0])
        runs: list[execution.Run] = []
        run_documents(build, [manuscript], lambda _, run: runs.append(run), runs.clear)
        yield manuscripts.write_markdown(build, manuscript, runs[0])


def _run_preparations(build: Build) -> None:
    """Run the project's own preparations, and read the variables that these may write."""
    if build.project.file:
        bytecode.forget_stale(str(build.project.root))
    hooks.run_commands("pre-render", build.project.pre_render, build)
    build.project = replace(build.project, variables=projects.read_variables(build.project.root))


def _render_all(build: Build) -> None:
    _run_preparations(build)
    documents = [manuscripts.read(build, source) for source in build.sources]
    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        pages = Pages(build, documents, LongestFirst(pool))
        try:
            run_documents(build, documents, pages.begin, pages.begin_again)
            pages.finish()
        finally:
            pages.cancel()
    if build.whole:
        publish.add_resources(build.project, build.sources, build.staged)
    hooks.run_commands("post-render", build.project.post_render, build)


def report_on_stderr(line: str) -> None:
    """Print a progress line."""
    print(line, file=sys.stderr, flush=True)
