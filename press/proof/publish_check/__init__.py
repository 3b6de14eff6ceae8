"""Sees whether a built site can be published as it is: `make publish-check`.

The formats of a page print the same numbers; every link leads to a file and an anchor of the site or to
another site; every file that a page loads is there; nothing is asked of another host; nothing names a place
on the machine that built it; pages and files keep their budgets; JATS keeps the rules of those who take it.
The site may come from either engine.
Statements that nobody made are named, and are no fault.
"""

from collections.abc import Callable
from pathlib import Path

from press.base.edition import current_work
from press.base.errors import InputError
from press.proof.publish_check import formats, jats, links, loads, machine, sizes, weight
from press.proof.publish_check.site import Outcome, SiteFiles

CHECKS: tuple[Callable[[SiteFiles], list[Outcome]], ...] = (
    formats.check_formats,
    jats.check_jats,
    links.check_links,
    loads.check_loads,
    machine.check_machine,
    sizes.check_sizes,
    weight.check_weight,
)


def check(folder: Path) -> list[Outcome]:
    """Return what every check makes of a site.

    Raises
    ------
    InputError
        When the folder holds no page.
    """
    site = SiteFiles(folder)
    if not site.pages:
        raise InputError(f"{folder} holds no page: `make paper` builds the site.")
    return [outcome for outcomes in CHECKS for outcome in outcomes(site)]


def run(folder: Path) -> int:
    """Print a line for every check, and below one for everything to mend.

    Returns
    -------
    int
        The exit status: 1 when something was found.
    """
    found = check(folder)
    width = max(len(outcome.name) for outcome in found)
    for outcome in found:
        verdict = f"{len(outcome.finds)} to mend" if outcome.finds else "good"
        print(f"{outcome.name:<{width}}  {outcome.figure:>20}  {verdict}")
    finds = [find for outcome in found for find in outcome.finds]
    print("\n".join(["", *finds, f"{len(finds)} to mend."] if finds else ["", "Nothing to mend."]))
    if empty := current_work().declared.told_empty():
        print(empty)
    return 1 if finds else 0
