"""What a check reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one check.

    Attributes
    ----------
    name
        What was looked at.
    figure
        How much there was, with its unit.
    finds
        What is to mend, a sentence each.
    """

    name: str
    figure: str
    finds: tuple[str, ...] = ()
