"""The command line of the analysis: `python -m analysis COMMAND`.

What it computes, and nothing that it publishes.

check     say what a panel file holds and what the official statistics still lack, without building
audit FILE  check a printed difference-in-differences table, and recover the design behind it
stand-in  calibrate the synthetic stand-in panel anew
size      count anew how often each method rejects where nothing happened
honest-did  compute the sensitivity to parallel trends anew (needs moderndid, see `make external`)
outlines FILE  make the map's outlines anew (data/geo/README.md says from what)
"""

import argparse
import sys

from press.base import environment
from press.base.command_line import named, status_of

WRITERS = {
    "stand-in": "analysis.estimates.standin.write_panel",
    "size": "analysis.estimates.rejection_rates.write_rates",
    "honest-did": "analysis.estimates.honest_did.write_intervals",
}
"""Commands that write a file of data/, and the functions that do it."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; bad input ends with one sentence and status 1."""
    return status_of(lambda: (chosen := _parser().parse_args(arguments)).command(chosen))


def _check(chosen: argparse.Namespace) -> None:
    from analysis.inputs import years
    from analysis.panel.load import describe, load_panel, locate_panel

    print(describe(load_panel(), locate_panel()[1]))
    print(years.report())


def _audit(chosen: argparse.Namespace) -> None:
    from analysis.audit import command

    options = {name: getattr(chosen, name) for name in ("rows", "most_rows", "counts", "level")}
    print(command.run(chosen.file, **options), end="")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("check").set_defaults(command=_check)
    for name, function in WRITERS.items():
        commands.add_parser(name).set_defaults(command=named(function))
    outlines = commands.add_parser("outlines")
    outlines.set_defaults(command=named("analysis.inputs.outlines.write_outlines"))
    outlines.add_argument("file", metavar="FILE")
    audit = commands.add_parser("audit")
    audit.set_defaults(command=_audit)
    audit.add_argument("file", metavar="FILE")
    audit.add_argument("--rows", type=int, metavar="N", help="rows of the panel, if the paper says it")
    audit.add_argument("--most-rows", type=int, metavar="N", help="search panels of up to N rows (else 5000)")
    audit.add_argument("--counts", action="store_true", help="the outcome counts whole units")
    audit.add_argument("--level", type=float, default=0.95, help="level of the intervals (else 0.95)")
    return parser


if __name__ == "__main__":
    environment.leave()
    sys.exit(main())
