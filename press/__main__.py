"""The command line: `python -m press render [FILE] [--to FORMAT,...] [--output-dir DIR]`, `... preview [--port N]`, `... build [--preview]`.

`render` and `preview` are press; `build` takes the engine that the environment variable ENGINE names: auto
(unless it is set), quarto or press.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
from pathlib import Path

from press.base import environment, memory
from press.base.errors import PressError, sentence_of
from press.render.document import FORMATS


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; 0 if everything was made, 1 (or an engine's own status) after one sentence on standard error."""
    try:
        chosen = _parser().parse_args(arguments)
        memory.check()
        return chosen.command(chosen) or 0
    except PressError as error:
        print(memory.sentence_of(error) or error, file=sys.stderr)
    except OSError as error:
        print(memory.sentence_of(error) or sentence_of(error), file=sys.stderr)
    except KeyboardInterrupt:
        print("interrupted; nothing was changed.", file=sys.stderr)
    except (MemoryError, RuntimeError, ImportError, SystemError) as error:
        if not (said := memory.sentence_of(error)):
            raise
        print(said, file=sys.stderr)
    return 1


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
        return (
            engine.preview_with_quarto(used.program, root, chosen.port) if used.program else _preview(chosen)
        )
    print(used.why, flush=True)
    engine.say_if_undated(root)
    _end_tidily()
    return (
        engine.render_with_quarto(used.program, root)
        if used.program
        else _render(_parser().parse_args(["render"]))
    )


def _preview(chosen: argparse.Namespace) -> None:
    from press.render.preview.session import run

    run(Path.cwd(), chosen.port, tuple(chosen.watch))


def _end_tidily() -> None:
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(1))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="press", description="Renders Quarto documents (.qmd).")
    commands = parser.add_subparsers(required=True, metavar="render | preview | build")
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
    return parser


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
