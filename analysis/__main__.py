"""Command line: `python -m analysis COMMAND`.

prepare   check the panel, estimate everything, write what the documents need (before rendering)
deliver   link the rendered pages' numbers to their origins, and put results.json and its like beside them
check     say what a panel file holds, without building anything
standin   calibrate the synthetic stand-in panel anew
size      count anew how often each method rejects where nothing happened
honest-did  compute the sensitivity to parallel trends anew (needs moderndid, see `make external`)
outlines FILE  make the map's outlines anew (data/geo/README.md says from what)
submission  make what a journal asks for, in _submission (settings: paper/submission.yml)
reference-docx  make the template of the submission's Word files anew
reproduce rebuild the paper in a clean folder and compare it with the published article
audit FILE  check a printed difference-in-differences table, and recover the design behind it
diff REF  set the paper beside what it was at a git tag or commit
check-numbers [FILE...]  find numbers typed by hand, wrong roundings, false claims of significance
metadata  write CITATION.cff, .zenodo.json and the other descriptions for archives and libraries
replication-package  pack what a data editor needs to run it all again, into _package
check-package  unpack that elsewhere, run it, compare every output, judge it line by line
file-list write docs/files.txt, which tells an unpacked archive which files are the project's
measure-package  run it and keep how long that takes, for its README
publish-check [FOLDER]   see whether the built site can be published: links, files, network, sizes
"""

from __future__ import annotations

import argparse
import inspect
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from press.base import environment, memory
from press.base.errors import InputError, PressError, sentence_of
from press.base.paths import PREPARED, ROOT


def prepare() -> None:
    """Write `_variables.yml`, results.json and the PDF's running head; nothing when the panel is bad."""
    from analysis import prepared

    prepared.write_all()


def deliver() -> None:
    """In the folder that the engine names.

    Put results.json, reproduction.json and every number's origin beside the pages.
    """
    from press.web import finish as site

    output = Path(os.environ.get("QUARTO_PROJECT_OUTPUT_DIR", "_site"))
    for name in ("results.json", "reproduction.json"):
        shutil.copyfile(PREPARED / name, ROOT / output / name)
    site.finish(ROOT / output)


def check() -> None:
    """Print what was read from the panel, and notes."""
    from analysis.panel.load import describe, load_panel, locate_panel

    print(describe(load_panel(), locate_panel()[1]))


def standin() -> None:
    """Write data/standin/panel.csv."""
    from analysis.estimates.standin import write

    write()


def size() -> None:
    """Write data/derived/size.csv."""
    from analysis.estimates.rejection_rates import write

    write()


def honest_did() -> None:
    """Write data/derived/honest_did.csv."""
    from analysis.estimates.honest_did import write

    write()


def outlines(file: str) -> None:
    """Write data/geo/outlines.csv."""
    from analysis.inputs.outlines import write

    write(file)


def submission() -> None:
    """Write _submission/, and print how long its texts are."""
    from press.journal import package

    for count in package.write_submission():
        print(count)


def reference_docx() -> None:
    """Write paper/theme/reference.docx."""
    from press.journal import template

    template.write_template()


def reproduce() -> int:
    """Rebuild in a clean folder and compare; 1 where something that should match does not."""
    from press.proof import reproduce as rebuild

    return rebuild.main()


def diff(reference: str) -> None:
    """Write _diff/index.html: numbers and text beside those of a git tag or commit."""
    from press.proof import diff

    diff.main(reference)


def check_numbers(*files: str, hints: bool) -> int:
    """Print what is to mend in some files, or in the whole project; 1 where there is something."""
    from press.proof import check_numbers

    return check_numbers.run([Path(file) for file in files], with_hints=hints)


def publish_check(*folders: str) -> int:
    """Print what is to mend in a site (else _site) before it is published; 1 where there is something."""
    from press.proof import publish_check

    return max(publish_check.run(Path(folder)) for folder in folders or (ROOT / "_site",))


def metadata() -> None:
    """Write what archives, libraries and programs read about the project."""
    from press.archive import metadata as metadata_files

    metadata_files.write_all()


def replication_package() -> None:
    """Write _package/replication-package.zip."""
    from press.archive.package import make

    make.main()


def check_package() -> int:
    """Print a verdict for all that data editors ask; 1 where one is no."""
    from press.archive.package import check

    return check.main()


def measure_package() -> None:
    """Write press/archive/package/measured.yml."""
    from press.archive.package import check

    check.measure()


def file_list() -> None:
    """Write docs/files.txt."""
    from press.base import project_files

    project_files.write_list(ROOT, project_files.tracked())


def audit(file: str, *, rows: int | None, most_rows: int | None, counts: bool, level: float) -> None:
    """Print what a printed 2x2 table gives away."""
    from analysis.audit import command

    print(command.run(file, rows=rows, most_rows=most_rows, counts=counts, level=level), end="")


COMMANDS: dict[str, Callable[..., int | None]] = {
    command.__name__.replace("_", "-"): command
    for command in (
        prepare,
        deliver,
        check,
        standin,
        size,
        honest_did,
        outlines,
        submission,
        reference_docx,
        reproduce,
        diff,
        check_numbers,
        publish_check,
        metadata,
        replication_package,
        check_package,
        measure_package,
        file_list,
        audit,
    )
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; bad input ends with one sentence and status 1."""
    parser = argparse.ArgumentParser(
        prog="python -m analysis", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    parser.add_argument("words", nargs="*", metavar="WORD", help="what the command asks for")
    parser.add_argument("--hints", action="store_true", help="let check-numbers list number words too")
    of_audit = parser.add_argument_group("options of audit")
    of_audit.add_argument("--rows", type=int, metavar="N", help="rows of the panel, if the paper says it")
    of_audit.add_argument(
        "--most-rows", type=int, metavar="N", help="search panels of up to N rows (else 5000)"
    )
    of_audit.add_argument("--counts", action="store_true", help="the outcome counts whole units")
    of_audit.add_argument("--level", type=float, default=0.95, help="level of the intervals (else 0.95)")
    given = parser.parse_args(arguments)
    command = COMMANDS[given.command]
    parameters = inspect.signature(command).parameters.values()
    wanted = [one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
    takes_any_number = any(one.kind is one.VAR_POSITIONAL for one in parameters)
    if not takes_any_number and len(given.words) != len(wanted):
        parser.error(f"{given.command} takes {' '.join(wanted) or 'nothing'}")
    options = {one.name: getattr(given, one.name) for one in parameters if one.kind is one.KEYWORD_ONLY}
    try:
        memory.check()
        return command(*given.words, **options) or 0
    except (InputError, PressError) as error:
        print(f"error: {memory.sentence_of(error) or error}", file=sys.stderr)
    except OSError as error:
        print(f"error: {memory.sentence_of(error) or sentence_of(error)}", file=sys.stderr)
    except KeyboardInterrupt:
        print("interrupted; nothing was changed.", file=sys.stderr)
    except (MemoryError, RuntimeError, ImportError, SystemError) as error:
        if not (said := memory.sentence_of(error)):
            raise
        print(f"error: {said}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    environment.leave()
    sys.exit(main())
