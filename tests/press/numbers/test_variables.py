"""What `_variables.yml` holds."""

from press.numbers.variables import without_references


def test_sentences_that_refer_to_an_exhibit_are_left_to_the_text():
    said = {
        "short": "It rose by [0.79]{.num data-key=a}.",
        "cited": "As @becker1964 has it.",
        "table": "See @tbl-power.",
        "section": "The answer stands in (@sec-answers).",
    }
    assert list(without_references(said)) == ["short", "cited"]
