"""Shortcodes in text and metadata."""

import pytest

from press.base.errors import PressError
from press.render.shortcodes import Shortcodes, look_up

VALUES = {
    "n": 8,
    "on": True,
    "team": {"name": "Steppe *Lab*"},
    "list": ["a", {"b": "c"}],
    "num.key": "[1]{.num}",
    "url": "https://example.org",
}


@pytest.fixture
def shortcodes():
    return Shortcodes("html", VALUES, {"place": "Kazakhstan"})


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("{{< var n >}} and {{<meta place>}}", "8 and Kazakhstan"),
        ("{{< var team.name >}}", "Steppe *Lab*"),
        ("{{< var list.1 >}}{{< var list.2.b >}}", "ac"),
        ("{{< var num.key >}}", "[1]{.num}"),
        ("{{< var on >}}", "true"),
        ("[x]({{< var url >}}) `{{< var n >}}`", "[x](https://example.org) `8`"),
        ("{{{< meta place >}}}", "{{< meta place >}}"),
        ('::: {.a b="{{< var n >}}"}', '::: {.a b="8"}'),
        ("no shortcode { { <", "no shortcode { { <"),
    ],
)
def test_expansion(shortcodes, text, expanded):
    assert shortcodes.expand(text) == expanded
    assert not shortcodes.warnings


@pytest.mark.parametrize(
    "name", ["var nothere", "meta nothere.at.all", "env NO_SUCH_ENV", "var team", "var list.0", "var list.3"]
)
def test_a_missing_name_is_printed_bold_and_warned_of(shortcodes, name):
    assert shortcodes.expand(f"{{{{< {name} >}}}}") == f"**?{name.replace(' ', ':')}**"
    assert name in shortcodes.warnings[0]


def test_env_and_its_default(shortcodes, monkeypatch):
    monkeypatch.setenv("PRESS_TEST", "here")
    assert shortcodes.expand("{{< env PRESS_TEST >}} {{< env NO_SUCH_ENV 'else' >}}") == "here else"


def test_a_page_break_is_each_formats_own(shortcodes):
    assert "page-break-after" in shortcodes.expand("{{< pagebreak >}}")
    assert Shortcodes("jats", {}, {}).expand("{{< pagebreak >}}") == ""
    assert "pagebreak" in Shortcodes("typst", {}, {}).expand("{{< pagebreak >}}")


@pytest.mark.parametrize("name", ["embed", "video", "kbd", "lipsum", "nosuch"])
def test_other_shortcodes_are_refused_by_name(shortcodes, name):
    with pytest.raises(PressError, match=f"shortcode `{name}` is not supported"):
        shortcodes.expand(f"a {{{{< {name} x >}}}}")


def test_look_up_prefers_a_key_that_holds_the_dots_itself():
    assert look_up({"a.b": 1, "a": {"b": 2}}, "a.b") == 1
    assert look_up({"a": {"b.c": 3}}, "a.b.c") == 3
