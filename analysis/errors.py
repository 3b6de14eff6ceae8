"""Errors whose message is for the person who gave the data."""

from __future__ import annotations

from analysis.plain_text import visible


class InputError(Exception):
    """Input that cannot be used; the message is one sentence that says where, what was found and what was expected."""

    @classmethod
    def at(
        cls,
        file: str,
        found: object,
        expected: str,
        *,
        row: int | None = None,
        column: str | None = None,
    ) -> InputError:
        """Build the sentence for one place of a table.

        Parameters
        ----------
        file
            The file as the user named it.
        found
            What stands there, ready to be read after "found".
        expected
            What should stand there, ready to be read after "expected".
        row
            The row as a spreadsheet numbers it (the header is row 1).
        column
            The column's header.
        """
        place = [file]
        if row is not None:
            place.append(f"row {row}")
        if column is not None:
            place.append(f"column {column}")
        return cls(visible(f"{', '.join(place)}: found {found}, expected {expected}."))
