"""The command line of press: `python -m press COMMAND`.

Here the rooms are joined: each command is imported when it is asked for. `render` and `preview` are press; `build` takes the
engine that the environment variable ENGINE names: auto (unless it is set), quarto or press.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
from pathlib import Path

from press.base import environment
from press.base.command_line import status_of
from press.base.errors import PressError
from press.render.document import FORMATS

RENDERING = ("render", "preview", "build")
"""Commands whose sentences begin with file and line, as compilers' do."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; 0 if all is well, 1 (or an engine's own status) after one sentence on standard error."""

    def run() -> int | None:
        chosen = _parser().parse_args(arguments)
        return chosen.command(chosen)

    words = sys.argv[1:] if arguments is None else arguments
    return status_of(run, "" if words[:1] and words[0] in RENDERING else "error: ")


# Rendering ---------------------------------------------------------------------------------------


def _render(chosen: argparse.Namespace) -> None:
    from press.render.build import render, report_on_stderr

    _end_tidily()
    made = render(
        chosen.file, tuple(dict.fromkeys(chosen.to)), chosen.output_dir, report_on_stderr, chosen.fresh
    )
    pages = [file for file in made if file.suffix in (".html", ".pdf", ".docx", ".xml")]
    print("\n".join(f"Output created: {page}" for page in pages))


def _build(chosen: argparse.Namespace) -> int | None:
    from press.render import engine

    used, root = engine.choose(os.environ.get("ENGINE") or "auto"), engine.project_here()
    if chosen.preview:
        if used.program:
            return engine.preview_with_quarto(used.program, root, chosen.port)
        return _preview(chosen)
    print(used.why, flush=True)
    engine.say_if_undated(root)
    _end_tidily()
    if used.program:
        return engine.render_with_quarto(used.program, root)
    return _render(_parser().parse_args(["render"]))


def _preview(chosen: argparse.Namespace) -> None:
    from press.render.preview.session import run

    run(Path.cwd(), chosen.port, tuple(chosen.watch))


def _end_tidily() -> None:
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(1))


# Before and after rendering ----------------------------------------------------------------------


def _prepare(chosen: argparse.Namespace) -> None:
    from press.paper import current
    from press.web import prepared

    prepared.write_all(current())


def _deliver(chosen: argparse.Namespace) -> None:
    from press.web import finish

    finish.deliver(Path(os.environ.get("QUARTO_PROJECT_OUTPUT_DIR", "_site")))


# Proof -------------------------------------------------------------------------------------------


def _check_numbers(chosen: argparse.Namespace) -> int:
    from press.proof import check_numbers

    return check_numbers.run(chosen.files, with_hints=chosen.hints)


def _diff(chosen: argparse.Namespace) -> None:
    from press.proof import diff

    diff.main(chosen.reference)


def _reproduce(chosen: argparse.Namespace) -> int:
    from press.proof import reproduce

    return reproduce.main()


def _publish_check(chosen: argparse.Namespace) -> int:
    from press.base.paths import ROOT
    from press.proof import publish_check

    return max(publish_check.run(folder) for folder in chosen.folders or [ROOT / "_site"])


def _verify_build(chosen: argparse.Namespace) -> int:
    from press.proof import same_bytes

    return same_bytes.main()


# The journal, archives ---------------------------------------------------------------------------


def _submission(chosen: argparse.Namespace) -> None:
    from press.journal import package

    for count in package.write_submission():
        print(count)


def _reference_docx(chosen: argparse.Namespace) -> None:
    from press.journal import template

    template.write_template()


def _metadata(chosen: argparse.Namespace) -> None:
    from press.archive import metadata

    metadata.write_all()


def _package(chosen: argparse.Namespace) -> None:
    from press.archive.package import make

    make.main()


def _check_package(chosen: argparse.Namespace) -> int:
    from press.archive.package import check

    return check.main()


def _measure_package(chosen: argparse.Namespace) -> None:
    from press.archive.package import check

    check.measure()


def _file_list(chosen: argparse.Namespace) -> None:
    from press.base import project_files
    from press.base.paths import ROOT

    project_files.write_list(ROOT, project_files.tracked())


def _codebook(chosen: argparse.Namespace) -> None:
    from press.tables import codebook

    codebook.write()


def _locked(chosen: argparse.Namespace) -> int:
    from press.archive import pinned

    return pinned.write_pins(chosen.folder) if chosen.name == "pins" else pinned.COMMANDS[chosen.name]()


def _bench(chosen: argparse.Namespace) -> None:
    from press.bench import measure

    measure.main(chosen.rounds)


SIMPLE = {
    "prepare": (_prepare, "compute everything and write what the documents need (before rendering)"),
    "deliver": (_deliver, "link the rendered pages' numbers to their origins (after rendering)"),
    "reproduce": (_reproduce, "rebuild the paper in a clean folder and compare it with what was published"),
    "submission": (
        _submission,
        "make what a journal asks for, in _submission (settings: paper/submission.yml)",
    ),
    "reference-docx": (_reference_docx, "make the template of the submission's Word files anew"),
    "metadata": (_metadata, "write CITATION.cff, .zenodo.json and the other descriptions of the edition"),
    "package": (_package, "pack what a data editor needs to run it all again, into _package"),
    "check-package": (
        _check_package,
        "unpack that elsewhere, run it, compare every output, judge it line by line",
    ),
    "measure-package": (_measure_package, "run it and keep how long that takes, for its README"),
    "file-list": (
        _file_list,
        "write docs/files.txt, which tells an unpacked archive which files are the project's",
    ),
    "codebook": (_codebook, "write the codebook of the data, data/README.md, from its schema"),
    "verify-build": (_verify_build, "build twice in different surroundings and compare every byte"),
}
"""Commands that take no words, and what they do."""
LOCKED = {
    "licences": "list every pinned package with its licence and why it is there",
    "parts": "write the same as an SPDX list into sbom.spdx.json",
    "wheels": "ask the registry for a file of every pinned package on every platform (needs the network)",
    "pins": "write name and version of everything that is pinned into lists for an audit",
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="press", description="Renders Quarto documents (.qmd), proves, publishes and archives them."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_rendering(commands)
    for name, (command, what) in SIMPLE.items():
        commands.add_parser(name, help=what).set_defaults(command=command)
    for name, what in LOCKED.items():
        locked = commands.add_parser(name, help=what)
        locked.set_defaults(command=_locked, name=name)
        if name == "pins":
            locked.add_argument("folder", type=Path, metavar="FOLDER")
    checking = commands.add_parser(
        "check-numbers", help="find numbers typed by hand, wrong roundings, false claims"
    )
    checking.set_defaults(command=_check_numbers)
    checking.add_argument("files", nargs="*", type=Path, metavar="FILE", help="some files, else the project")
    checking.add_argument("--hints", action="store_true", help="list number words too")
    differing = commands.add_parser("diff", help="set the paper beside what it was at a git tag or commit")
    differing.set_defaults(command=_diff)
    differing.add_argument("reference", metavar="REF")
    publishing = commands.add_parser("publish-check", help="see whether the built site can be published")
    publishing.set_defaults(command=_publish_check)
    publishing.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="sites, else _site")
    timing = commands.add_parser("bench", help="measure how long builds take, into press/bench/results.md")
    timing.set_defaults(command=_bench)
    timing.add_argument("--rounds", type=int, default=5, metavar="N")
    return parser


def _add_rendering(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    render = commands.add_parser("render", help="render a document or the project")
    render.set_defaults(command=_render)
    render.add_argument(
        "file", nargs="?", type=Path, help="a .qmd; without it, the project around the working folder"
    )
    render.add_argument("--to", type=_formats, default=[], help=f"{', '.join(FORMATS)}; several with commas")
    render.add_argument("--output-dir", type=Path, help="in place of the project's output folder")
    render.add_argument(
        "--fresh",
        action="store_true",
        help="run everything, also what has not changed since an earlier build",
    )
    preview = commands.add_parser(
        "preview", help="show the project's pages in a browser, anew after every save"
    )
    preview.set_defaults(command=_preview)
    build = commands.add_parser(
        "build", help="build the project with genuine Quarto where it is installed, else with press"
    )
    build.set_defaults(command=_build)
    build.add_argument("--preview", action="store_true", help="show its pages in a browser instead")
    for one in (preview, build):
        one.add_argument(
            "--port", type=_port, default=0, metavar="N", help="where to serve; a free port if none is named"
        )
        one.add_argument(
            "--watch",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="a file outside the project that it reads",
        )


def _formats(text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in FORMATS:
            raise argparse.ArgumentTypeError(f"format {name} is not supported, only {', '.join(FORMATS)}")
    return names


def _port(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > 65535:
        raise PressError(f"{text or 'nothing'} is no port, which is a number from 0 to 65535.")
    return int(text)


if __name__ == "__main__":
    environment.leave()
    sys.exit(main())
