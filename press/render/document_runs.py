"""Runs the cells of a build's documents, as far as nothing kept can stand in: side by side, or in turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from press.render import execution, hooks, side_by_side
from press.render.kernel import Kernel
from press.render.manuscripts import Manuscript

if TYPE_CHECKING:
    from press.render.build import Build, Report

Take = Callable[[int, execution.Run], None]
"""Takes the number of a document, and its run."""


def run_documents(
    build: Build, manuscripts: Sequence[Manuscript], take: Take, begin_again: Callable[[], None]
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


def _run_in_turn(build: Build, jobs: Sequence[execution.Job], take: Take) -> None:
    """Let each document find what those before it have done."""
    for index, job in enumerate(jobs):
        run = _find_run(build, job)
        if run is None:
            run = _run_document(build, job, build.running_kernels()[0], build.report)
        take(index, run)


def _run_side_by_side(build: Build, jobs: Sequence[execution.Job], take: Take) -> None:
    waiting, alone = {}, sum(not job.idle for job in jobs) == 1
    for index, job in enumerate(jobs):
        if run := _find_run(build, job):
            take(index, run)
        else:
            waiting[index] = job

    def run_one(index: int, kernel: Kernel, report: Report) -> execution.Run:
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


def _run_document(build: Build, job: execution.Job, kernel: Kernel, report: Report) -> execution.Run:
    started = time.perf_counter()
    run = build.cache.run_document(job, hooks.environment(build), kernel, report)
    report(f"{build.shown(job.document.source)} run, {time.perf_counter() - started:.1f} s")
    return run
