"""A bad paper/sentences.yml is refused in a sentence that names it."""

import pytest
from watch import problem, watched

from press.numbers.sentences import choose_sentences

BAD = {
    "not YAML": (b"a: [", "text that is not YAML"),
    "empty": (b"", "no entries"),
    "a list": (b"- a", "no entries"),
    "a word": (b"word", "no entries"),
    "an entry without branches": (b"a:", "no branches of text"),
    "an entry that is a list": (b"a: [x]", "no branches of text"),
    "a branch that is a list": (b"a: {synthetic: [x], authors: y}", "no branches of text"),
    "a branch too few": (b"a: {synthetic: x}", "found synthetic"),
    "not UTF-8": (b"a: \xff", "not in UTF-8"),
    "NUL": (b"a: \0", "text that is not YAML"),
    "a Python object": (b"a: !!python/object/apply:os.system [ls]", "text that is not YAML"),
    "too large": (b"#" * 1_100_000, "MB, expected at most"),
}


@pytest.mark.parametrize("case", BAD)
def test_sentences(tmp_path, case):
    content, expected = BAD[case]
    (tmp_path / "sentences.yml").write_bytes(content)
    outcome = watched(lambda: choose_sentences(None, tmp_path / "sentences.yml"))
    assert not problem(outcome, expected), problem(outcome, expected)
    assert outcome.words.startswith("sentences.yml")
