"""The command line of press: `python -m press COMMAND`.

Here the rooms are joined: each command is imported when it is asked for. `render` and `preview` are press;
`build` takes the engine that the environment variable ENGINE names: auto (unless it is set), quarto or press.
"""

import argparse
import re
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from press.base import environment
from press.base.command_line import Command, named, status_of
from press.base.errors import PressError
from press.render.document import FORMATS, Executed

RENDERING = ("render", "preview", "build")
"""Commands whose sentences begin with file and line, as compilers' do."""
Commands = argparse._SubParsersAction


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    0 if all is well, 1 (or an engine's own status) after one sentence on standard error.
    """
    words = sys.argv[1:] if arguments is None else arguments
    prefix = "" if words[:1] and words[0] in RENDERING else "error: "
    return status_of(lambda: (chosen := _parser().parse_args(words)).command(chosen), prefix)


# Rendering ---------------------------------------------------------------------------------------


def _render(chosen: argparse.Namespace) -> None:
    from press.base import kept
    from press.render.build import render, report_on_stderr

    _end_tidily()
    if chosen.fresh:
        kept.forget()
    made = render(
        chosen.file,
        tuple(dict.fromkeys(chosen.to)),
        chosen.output_dir,
        report_on_stderr,
        chosen.fresh,
        _prove,
    )
    pages = [file for file in made if file.suffix in (".html", ".pdf", ".docx", ".xml")]
    print("\n".join(f"Output created: {page}" for page in pages))


def _prove(executed: Executed, pages: Mapping[str, Path]) -> list[str]:
    """Prove the formats of a page against each other; what reads them is imported beside the conversion."""
    from press.proof.formats.prove import prove

    return prove(executed, pages)


def _build(chosen: argparse.Namespace) -> int | None:
    from press.render import engine

    used, root = engine.choose(engine.asked_for()), engine.project_here()
    if chosen.preview:
        if used.program:
            return engine.preview_with_quarto(used.program, root, chosen.port)
        return _preview(chosen)
    print(used.why, flush=True)
    engine.say_if_undated(root)
    _end_tidily()
    if used.program:
        return engine.render_with_quarto(used.program, root, chosen.to, chosen.output_dir)
    formats = [chosen.to] if chosen.to else []
    return _render(argparse.Namespace(file=None, to=formats, output_dir=chosen.output_dir, fresh=False))


def _preview(chosen: argparse.Namespace) -> None:
    from press.render.preview.session import run

    run(Path.cwd(), chosen.port, tuple(chosen.watch))


def _end_tidily() -> None:
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(1))


# Everything else ---------------------------------------------------------------------------------


def _deliver(chosen: argparse.Namespace) -> None:
    from press.web import finish

    finish.deliver()
    if _has_made("xml"):
        from press.journal import jats

        jats.finish_site(finish.output_folder())
    if _has_made("docx"):
        from press.journal.word_back import tracing

        tracing.finish_site(finish.output_folder())


def _has_made(ending: str) -> bool:
    """Whether the rendered site has a page in a format, whose code need not be loaded otherwise."""
    from press.web import finish

    return any(finish.output_folder().glob(f"paper/*.{ending}"))


def _ahead(chosen: argparse.Namespace) -> None:
    if chosen.of == "prepare":
        from press.web import prepared

        prepared.work_ahead()
    elif _has_made("docx"):
        from press.journal.word_back import tracing
        from press.web import finish

        tracing.work_ahead(finish.output_folder())


def _publish_check(chosen: argparse.Namespace) -> int:
    from press.base.paths import ROOT
    from press.proof import publish_check

    return max(publish_check.run(folder) for folder in chosen.folders or [ROOT / "_site"])


def _submission(chosen: argparse.Namespace) -> None:
    from press.base.edition import current_work
    from press.journal import package
    from press.journal.by_quarto import ByQuarto
    from press.render import convert, engine

    used = engine.choose(engine.asked_for())
    print(used.why, flush=True)
    by_engine = ByQuarto(used.program) if used.program else convert.convert
    counts = map(str, package.write_submission(convert=by_engine))
    print(*filter(None, [*counts, current_work().declared.told_empty()]), sep="\n")


def _file_list(chosen: argparse.Namespace) -> None:
    from press.base import project_files
    from press.base.paths import ROOT

    project_files.write_list(ROOT, project_files.tracked())


SIMPLE: dict[str, tuple[Command | str, str]] = {
    "prepare": (
        "web.prepared.write_all",
        "compute everything and write what the documents need (before rendering)",
    ),
    "deliver": (
        _deliver,
        "finish the rendered pages: numbers led to their origins, JATS made whole (after rendering)",
    ),
    "reproduce": (
        "proof.reproduce.main",
        "rebuild the paper in a clean folder and compare it with what was published",
    ),
    "sentences": (
        "proof.proofread.run",
        "print every branch of the sentences with this build's numbers, each in its place",
    ),
    "submission": (
        _submission,
        "make what a journal asks for, in _submission (settings: paper/submission.yml)",
    ),
    "reference-docx": (
        "journal.template.write_template",
        "make the template of the submission's Word files anew",
    ),
    "metadata": (
        "archive.metadata.write_all",
        "write CITATION.cff, .zenodo.json and the other descriptions of the edition",
    ),
    "package": (
        "archive.package.make.main",
        "pack what a data editor needs to run it all again, into _package",
    ),
    "crate": (
        "archive.metadata.ro_crate.write_crate",
        "write ro-crate-metadata.json, which a package carries",
    ),
    "check-package": (
        "archive.package.check.main",
        "unpack that elsewhere, run it, compare every output, judge it line by line",
    ),
    "measure-package": (
        "archive.package.check.measure",
        "run it and keep how long that takes, for its README",
    ),
    "file-list": (
        _file_list,
        "write docs/files.txt, which tells an unpacked archive which files are the project's",
    ),
    "codebook": (
        "tables.codebook.write_codebook",
        "write the codebook of the data, data/README.md, from its schema",
    ),
    "verify-build": (
        "proof.same_bytes.main",
        "build twice in different surroundings and compare every byte",
    ),
    "licences": (
        "archive.pinned.print_licences",
        "list every pinned package with its licence and why it is there",
    ),
    "parts": ("archive.pinned.write_parts", "write the same as an SPDX list into sbom.spdx.json"),
    "wheels": (
        "archive.pinned.print_wheels",
        "ask the registry for a file of every pinned package on every platform (needs the network)",
    ),
}
"""Commands that take no words: a function, or the name of one in a room, and what it does."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="press", description="Renders Quarto documents (.qmd), proves, publishes and archives them."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_rendering(commands)
    for name, (command, what) in SIMPLE.items():
        _add(commands, name, command, what)
    pins = "write name and version of everything that is pinned into lists for an audit"
    _add(commands, "pins", "archive.pinned.write_pins", pins).add_argument(
        "folder", type=Path, metavar="FOLDER"
    )
    checking = _add(
        commands,
        "check-numbers",
        "proof.check_numbers.run",
        "find numbers typed by hand, wrong roundings, false claims",
    )
    checking.add_argument("files", nargs="*", type=Path, metavar="FILE", help="some files, else the project")
    checking.add_argument("--hints", dest="with_hints", action="store_true", help="list number words too")
    beside = "set the paper beside what it was at a git tag or commit"
    _add(commands, "diff", "proof.diff.main", beside).add_argument("reference", metavar="REF")
    marking = "write the article with its changes since a git tag or commit marked, as Word and as PDF"
    _add(commands, "marked-up", "journal.marked_up.command.main", marking).add_argument(
        "since", metavar="SINCE"
    )
    sharing = _add(
        commands, "ahead", _ahead, "compute and keep a share of what `prepare` or `deliver` needs, beside it"
    )
    sharing.add_argument("of", choices=("prepare", "deliver"))
    _add_word_back(commands)
    telling = "tell of a number what it is, where it stands, what made it and from which rows"
    _add(commands, "number", "trace.number.main", telling).add_argument("key", metavar="KEY")
    publishing = _add(
        commands, "publish-check", _publish_check, "see whether the built site can be published"
    )
    publishing.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="sites, else _site")
    timing = _add(
        commands, "bench", "bench.measure.main", "measure how long builds take, into press/bench/results.md"
    )
    timing.add_argument("--rounds", type=int, default=5, metavar="N")
    return parser


def _add_word_back(commands: Commands) -> None:
    what = "carry the edits of a Word file back into the sources"
    returning = _add(commands, "word-back", "journal.word_back.command.main", what)
    returning.add_argument("file", metavar="FILE", help="the edited .docx")
    returning.add_argument("--apply", dest="applied", action="store_true", help="apply what was found")
    returning.add_argument(
        "--comments",
        choices=("listed", "into-source"),
        default="listed",
        help="into-source: put them into the sources too, as comments of HTML",
    )
    returning.add_argument(
        "--comments-into-source", dest="comments", action="store_const", const="into-source"
    )
    returning.add_argument(
        "--no-build",
        dest="unbuilt",
        action="store_true",
        help="do not compare the file with a build of the patched sources",
    )


def _add(commands: Commands, name: str, command: Command | str, what: str) -> argparse.ArgumentParser:
    """Add a command: a function, or the name of one in a room, which takes the options as arguments."""
    parser = commands.add_parser(name, help=what)
    parser.set_defaults(command=named(f"press.{command}") if isinstance(command, str) else command)
    return parser


def _add_rendering(commands: Commands) -> None:
    render = _add(commands, "render", _render, "render a document or the project")
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
    preview = _add(
        commands, "preview", _preview, "show the project's pages in a browser, anew after every save"
    )
    build = _add(
        commands,
        "build",
        _build,
        "build the project with genuine Quarto where it is installed, else with press",
    )
    build.add_argument("--preview", action="store_true", help="show its pages in a browser instead")
    build.add_argument("--to", choices=FORMATS, default="", help="one format of every page")
    build.add_argument("--output-dir", type=Path, help="in place of the project's output folder")
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
