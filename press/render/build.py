"""Renders documents: reads, runs and converts them in a temporary folder, from where `publish` takes them."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from press.base.checkout import version_around
from press.base.errors import PressError, sentence_of
from press.base.store import open_store
from press.render import (
    build_folders,
    bytecode,
    execution,
    hooks,
    kernel as kernels,
    options,
    project as projects,
    proved,
    publish,
    qmd,
    side_by_side,
)
from press.render.cache import Cache
from press.render.document import Executed, Project
from press.render.kept_pages import KeptPages
from press.render.longest_first import LongestFirst
from press.render.outputs import Writer, insert_values, warnings_of_front
from press.render.shortcodes import Shortcodes, map_texts, texts_in, variables_named

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
            kept = project.root, open_store(project.root, report) if project.file else None, staged, fresh
            build = Build(
                project,
                sources,
                formats,
                target.is_dir(),
                staged,
                scratch,
                Cache(*kept, project.output_dir),
                KeptPages(*kept, project.output_dir),
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
        manuscript = _read_document(build, build.sources[0])
        runs: list[execution.Run] = []
        _run_documents(build, [manuscript], lambda _, run: runs.append(run), runs.clear)
        yield _write_markdown(build, manuscript, runs[0])


def _run_preparations(build: Build) -> None:
    """Run the project's own preparations, and read the variables that these may write."""
    if build.project.file:
        bytecode.forget_stale(str(build.project.root))
    hooks.run_commands("pre-render", build.project.pre_render, build)
    build.project = replace(build.project, variables=projects.read_variables(build.project.root))


def _render_all(build: Build) -> None:
    _run_preparations(build)
    manuscripts = [_read_document(build, source) for source in build.sources]
    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        pages = Pages(build, manuscripts, LongestFirst(pool))
        try:
            _run_documents(build, manuscripts, pages.begin, pages.begin_again)
            pages.finish()
        finally:
            pages.cancel()
    if build.whole:
        publish.add_resources(build.project, build.sources, build.staged)
    hooks.run_commands("post-render", build.project.post_render, build)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A document that has been read, its options in general and in each format, and the formats to make."""

    document: qmd.Document
    general: dict[str, Any]
    formats: dict[str, dict[str, Any]]
    made: list[str]


def _read_document(build: Build, source: Path) -> Manuscript:
    document = qmd.read(source, build.project)
    levels = projects.levels_for(build.project, source, document.front)
    made = list(build.formats or levels.names)
    formats = {name: levels.of(name) for name in dict.fromkeys([*levels.names, *made])}
    return Manuscript(document, levels.general(), formats, made)


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a build, converted beside the cells of other documents.

    Attributes
    ----------
    build : Build
    manuscripts : list of Manuscript
        In the project's order.
    waiting : LongestFirst
        What is to be converted.
    claimed : dict
        The number of the document that has each page's name.
    under_way : dict
        Conversions, by the document's number and the format's; a document's proof comes behind its last one.
    """

    build: Build
    manuscripts: list[Manuscript]
    waiting: LongestFirst
    claimed: dict[str, int] = field(default_factory=dict)
    under_way: dict[tuple[int, int], Future[Any]] = field(default_factory=dict)

    def begin(self, index: int, run: execution.Run) -> None:
        """Begin the pages of a document whose cells have run."""
        executed = _write_markdown(self.build, self.manuscripts[index], run)
        self._claim_names(index, executed)
        pages = {
            format: self.waiting.submit(
                _length_of(executed, format), partial(_convert_page, self.build, executed, format)
            )
            for format in executed.body
        }
        self.under_way.update({(index, number): page for number, page in enumerate(pages.values())})
        if self.build.prove and len(pages) > 1:
            prove = partial(_prove_pages, self.build, executed, pages)
            self.under_way[index, len(pages)] = self.waiting.submit(0, prove)

    def begin_again(self) -> None:
        """Forget what has been begun."""
        self.cancel()
        wait(self.under_way.values())
        self.claimed.clear()
        self.under_way.clear()

    def finish(self) -> None:
        """Wait for all pages; the first one of the project that cannot be made ends the build."""
        for place in sorted(self.under_way):
            self.under_way[place].result()

    def cancel(self) -> None:
        """Begin no further page."""
        for page in self.under_way.values():
            page.cancel()

    def _claim_names(self, index: int, executed: Executed) -> None:
        """Refuse a page that has the name of another document's page, as many file systems compare names."""
        for place in (_page_path(self.build, executed, format).as_posix() for format in executed.body):
            other = self.claimed.setdefault(publish.fold_name(place), index)
            if other != index:
                first, second = (self.build.sources[one] for one in sorted((index, other)))
                raise PressError(
                    f"its page {place} has the name of a page of {self.build.shown(first)}, or one that many "
                    "file systems take for that; rename the document, or set output-file.",
                    second,
                )


def _length_of(executed: Executed, format: str) -> int:
    """Return a guess of how long a page takes, from its text alone; a PDF has to be set as well."""
    return (1 + len(executed.markdown(format))) * (2 if format == "typst" else 1)


def _run_documents(
    build: Build,
    manuscripts: list[Manuscript],
    take: Callable[[int, execution.Run], None],
    begin_again: Callable[[], None],
) -> None:
    """Run what has no good record, and hand over the run of each document with its number."""
    jobs = [_job_of(build, manuscript) for manuscript in manuscripts]
    if any(map(build.cache.has_effects, jobs)):
        _run_in_turn(build, jobs, take)
        return
    try:
        _run_side_by_side(build, jobs, take)
    except side_by_side.Effects as effects:
        build.report(f"{effects}, so that documents run one after another.")
        build.stop_kernels()
        begin_again()
        _run_in_turn(build, jobs, take)


def _run_in_turn(build: Build, jobs: list[execution.Job], take: Callable[[int, execution.Run], None]) -> None:
    """Let each document find what those before it have done."""
    for index, job in enumerate(jobs):
        run = _find_run(build, job)
        if run is None:
            run = _run_document(build, job, build.running_kernels()[0], build.report)
        take(index, run)


def _run_side_by_side(
    build: Build, jobs: list[execution.Job], take: Callable[[int, execution.Run], None]
) -> None:
    waiting, alone = {}, sum(not job.idle for job in jobs) == 1
    for index, job in enumerate(jobs):
        if run := _find_run(build, job):
            take(index, run)
        else:
            waiting[index] = job

    def run_one(index: int, kernel: kernels.Kernel, report: Report) -> execution.Run:
        try:
            return _run_document(build, waiting[index], kernel, report)
        finally:
            if not alone and kernel.is_alive() and kernel.has_effects():
                shown = build.shown(waiting[index].document.source)
                raise side_by_side.Effects(f"{shown} writes files or starts programs")

    weights = {index: side_by_side.weight_of(job) for index, job in waiting.items()}
    number = side_by_side.kernels_for(len(waiting)) if waiting else 0
    side_by_side.run_all(run_one, take, weights, build.running_kernels(number), build.report)


def _job_of(build: Build, manuscript: Manuscript) -> execution.Job:
    document, formats = manuscript.document, manuscript.formats
    return execution.Job(
        document,
        execution.expressions_of([manuscript.general, formats]),
        execution.settings_of_run(document, {name: formats[name] for name in manuscript.made}),
        build.project.root if build.project.execute_dir == "project" else document.source.parent,
        execution.pictures_for(manuscript.made),
    )


def _find_run(build: Build, job: execution.Job) -> execution.Run | None:
    """Return a document's run where nothing need run."""
    if job.idle:
        return execution.run_nothing(job.document)
    started = time.perf_counter()
    if run := build.cache.find_document(job, hooks.environment(build)):
        build.report_done(f"{build.shown(job.document.source)} unchanged", started)
    return run


def _run_document(build: Build, job: execution.Job, kernel: kernels.Kernel, report: Report) -> execution.Run:
    started = time.perf_counter()
    run = build.cache.run_document(job, hooks.environment(build), kernel, report)
    report(f"{build.shown(job.document.source)} run, {time.perf_counter() - started:.1f} s")
    return run


def _write_markdown(build: Build, manuscript: Manuscript, run: execution.Run) -> Executed:
    document, files = manuscript.document, Path(tempfile.mkdtemp(dir=build.scratch))
    formats = {
        name: _resolve_metadata(build, document, run, stated, name)
        for name, stated in manuscript.formats.items()
    }
    general = _resolve_metadata(build, document, run, manuscript.general, manuscript.made[0])
    body, warnings = {}, {}
    for name in manuscript.made:
        shortcodes = Shortcodes(
            name,
            build.project.variables,
            formats[name],
            _variables_named_in(document, manuscript.formats[name]),
        )
        body[name] = Writer(
            document, run, shortcodes, options.defaults_for_cells(formats[name]), files
        ).body()
        warnings[name] = [*warnings_of_front(document, run), *shortcodes.warnings]
    for warning in dict.fromkeys(one for said in warnings.values() for one in said):
        concerned = ", ".join(name for name, said in warnings.items() if warning in said)
        _report_warnings(build, document.source, concerned, [warning])
    return Executed(
        document.source, build.project, general, formats, body, files, document.lines, manuscript.formats
    )


def _resolve_metadata(
    build: Build, document: qmd.Document, run: execution.Run, metadata: dict[str, Any], format: str
) -> dict[str, Any]:
    shortcodes = Shortcodes(
        format, build.project.variables, metadata, _variables_named_in(document, metadata)
    )
    try:
        resolved = map_texts(metadata, lambda text: shortcodes.expand(insert_values(text, run.front, format)))
    except PressError as error:
        spelled = (line.origin for line in document.front_lines if "{{<" in line.text)
        raise PressError(error.message, *next(spelled, (document.source, 1))) from None
    _report_warnings(build, document.source, format, shortcodes.warnings)
    return resolved


def _page_path(build: Build, executed: Executed, format: str) -> Path:
    """Return a page's path from the output folder."""
    inside = executed.source.parent.relative_to(build.project.root) if build.project.file else Path()
    return inside / executed.output_name(format)


def _variables_named_in(document: qmd.Document, metadata: dict[str, Any]) -> frozenset[str]:
    """Return the variables of the environment that a document's own text and its options name."""
    return variables_named(["\n".join(line.text for line in document.lines), *texts_in(metadata)])


def _convert_page(build: Build, executed: Executed, format: str) -> bool:
    """Make a page; return whether it is that of an earlier build."""
    from press.render.convert import convert

    started = time.perf_counter()
    place = _page_path(build, executed, format)
    (build.staged / place.parent).mkdir(parents=True, exist_ok=True)
    warnings, known = build.pages.make(
        executed, format, place, lambda destination, memory: convert(executed, format, destination, memory)
    )
    _report_warnings(build, executed.source, format, warnings)
    build.report_done(
        f"{build.shown(executed.source)} -> {place.name}{' (unchanged)' if known else ''}", started
    )
    return known


def _prove_pages(build: Build, executed: Executed, pages: dict[str, Future[bool]]) -> None:
    """Prove a document's pages as soon as all are made: they are longer, so under way."""
    unchanged = all([page.result() for page in pages.values()])
    made = {format: build.staged / _page_path(build, executed, format) for format in pages}
    proved.prove_pages(build, executed, made, unchanged)


def _report_warnings(build: Build, source: Path, format: str, warnings: list[str]) -> None:
    for warning in dict.fromkeys(warnings):
        build.report(f"warning: {build.shown(source)} ({format}): {warning}")


def report_on_stderr(line: str) -> None:
    """Print a progress line."""
    print(line, file=sys.stderr, flush=True)
