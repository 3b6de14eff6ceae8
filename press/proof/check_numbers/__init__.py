"""Finds numbers typed by hand, wrong roundings and false claims of significance: `make check-numbers`.

A number in a document or figure has to be one of

* **computed**: printed by inline code, a key in braces or `{{< var num... >}}`;
* **cited**: in a sentence with a citation, or marked `[247 million]{.cited}`; what the article or the press
  printed is marked `[35.8%]{.quoted}`;
* **structural**: see the rules of `allowed`.

A rounding that is typed on purpose is marked `[about 36%]{.rounded data-key="obligation.broken_share"}` and
held to the computed number. Only digits count as numbers; number words are listed as hints on request.

What a document includes is read as a part of it. In the code of cells numbers count where they are shown:
`reading_python` tells which.

Sentences that documents ask for must be there, those of sentences.yml asked for, and their keys known.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from press.base.paths import ROOT
from press.proof.check_numbers import asked, built, claims, reading, rounding, typed
from press.proof.check_numbers.finds import Find
from press.proof.check_numbers.sentences import Sentence, sentences
from press.proof.check_numbers.values import Values


def check(files: Sequence[Path], values: Values) -> list[Find]:
    """Return every find in some files, in order.

    Parameters
    ----------
    files
        Documents (.qmd), YAML or Python.
    values
        The results to hold roundings and claims to.

    Raises
    ------
    InputError
        When a file is missing or cannot be read.
    """
    return collect_finds(
        files,
        lambda sentence: [
            *rounding.find_wrong_roundings(sentence, values),
            *typed.find_typed(sentence),
            *claims.finds(sentence, values),
        ],
    )


def hints(files: Sequence[Path]) -> list[Find]:
    """Return number words that may stand for results."""
    return collect_finds(files, typed.hints)


def collect_finds(
    files: Sequence[Path], finds: Callable[[Sentence], Iterator[Find] | list[Find]]
) -> list[Find]:
    """Return what a check finds in some files, in their order, what they include at its place.

    Of two finds of the same words the first, which says more.
    """
    names = reading.names_of_sentences(files)
    found: dict[tuple[Path, int, str, str], Find] = {}
    for file in files:
        document = reading.read_file(file)
        of_file = [one for sentence in sentences(document, names) for one in finds(sentence)]
        for one in sorted(of_file, key=lambda one: one.line):
            home, line = document.place_of(one.file, one.line)
            found.setdefault((home, line, one.digits, one.sentence), replace(one, file=home, line=line))
    return list(found.values())


def run(files: Sequence[Path] = (), *, with_hints: bool = False) -> int:
    """Check some files, or the project and the pages that it has built; print the finds.

    Returns
    -------
    int
        The exit status: 1 when something was found.
    """
    chosen = [file.resolve() for file in files] or reading.project_files(ROOT)
    values = Values()
    found = [*check(chosen, values), *asked.find_slips(chosen, values)]
    if not files:
        found += [*asked.find_unused(ROOT), *built.find_wrong_numbers(ROOT / "_site")]
    for line in (*found, *(hints(chosen) if with_hints else ())):
        print(line)
    if not found:
        print(f"Nothing to mend in {len(chosen)} files.")
    else:
        print(
            f"{len(found)} to mend: compute, cite or mark each number (press/proof/check_numbers tells how).",
            file=sys.stderr,
        )
    return 1 if found else 0
