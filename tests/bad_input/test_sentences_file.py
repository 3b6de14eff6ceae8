"""A bad paper/sentences.yml is refused in a sentence that names it."""

import pytest
from watch import problem, watched

from press.numbers import sentences

BAD = {
    "not YAML": (b"a: [", "line 1: this YAML cannot be read"),
    "empty": (b"", "no entries"),
    "a list": (b"- a", "no entries"),
    "a word": (b"word", "no entries"),
    "an entry without branches": (
        b"a:",
        "line 1, a: found nothing, expected a text, a list of parts, or one of",
    ),
    "an entry that is an empty list": (b"a: []", "line 1, a: found an empty list"),
    "an empty entry": (b"a: {}", "line 1, a: found an empty list"),
    "a branch too few": (b"a: {synthetic: x}", "found synthetic, expected authors, synthetic"),
    "a condition that is code": (b"a: {when: 'open(1)', yes: x, no: y}", "found open(1), expected keys,"),
    "a condition that is huge": (b"a: {when: '" + b"(" * 5000 + b"', yes: x, no: y}", "found no condition"),
    "not UTF-8": (b"a: \xff", "UTF-8"),
    "NUL": (b"a: \0", "holds a NUL"),
    "a Python object": (b"a: !!python/object/apply:os.system [ls]", "cannot be read"),
    "too large": (b"#" * 1_100_000, "MB"),
}


@pytest.mark.parametrize("case", BAD)
def test_sentences(tmp_path, case):
    content, expected = BAD[case]
    (tmp_path / "sentences.yml").write_bytes(content)
    outcome = watched(lambda: sentences.read(None, tmp_path / "sentences.yml"))
    assert not problem(outcome, expected), problem(outcome, expected)
    assert "sentences.yml" in outcome.words.split(": ")[0]
