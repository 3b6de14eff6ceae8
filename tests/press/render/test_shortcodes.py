"""Shortcodes in text and metadata."""

import pytest

from press.base.errors import PressError
from press.render.shortcodes import Shortcodes, look_up, variables_named

VALUES = {
    "n": 8,
    "on": True,
    "team": {"name": "Steppe *Lab*"},
    "list": ["a", {"b": "c"}],
    "num.key": "[1]{.num}",
    "url": "https://example.org",
    "a.b": {"key": "found"},
    "which": "n",
    "one": ["alone"],
    "tall": "First.\n\nSecond.",
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
        ("{{< var\n  team.name\n>}}.", "Steppe *Lab*."),
        (r"{{< var a\.b.key >}} {{< var a\\.b.key >}}", "found found"),
        ("{{< var a.b.key >}} {{< var 'team.name' >}}", "found Steppe *Lab*"),
        ("{{< var {{< var which >}} >}}", "8"),
        ("{{< var one >}}", "alone"),
        ("{{</* var n */>}}", "{{< var n >}}"),
        ("`{{< var num.key >}}` ${{< var num.key >}}$ {{< var num.key >}}", "`1` $1$ [1]{.num}"),
        ("`{{< var team.name >}}`, $5 and {{< var team.name >}} $5", "`Steppe Lab`, $5 and Steppe *Lab* $5"),
        ("in a line {{< var tall >}}", "in a line First.\\\nSecond."),
        ("{{< var tall >}}", "First.\n\nSecond."),
        ("open {{< var n and\n\nclosed >}}", "open {{< var n and\n\nclosed >}}"),
    ],
)
def test_expansion(shortcodes, text, expanded):
    assert shortcodes.expand(text) == expanded
    assert not shortcodes.warnings


@pytest.mark.parametrize(
    "name",
    [
        "var nothere",
        "meta nothere.at.all",
        "env NO_SUCH_ENV",
        "var list.0",
        "var list.3",
        "meta n\\.b",
    ],
)
def test_a_missing_name_is_printed_bold_and_warned_of(shortcodes, name):
    assert shortcodes.expand(f"{{{{< {name} >}}}}") == f"**?{name.replace(' ', ':')}**"
    assert name in shortcodes.warnings[0]


def test_what_holds_other_values_is_said_to_be_no_text(shortcodes):
    assert shortcodes.expand("{{< var team >}} {{< var list >}}") == (
        "**?invalid var type:team** **?invalid var type:list**"
    )
    assert "var team" in shortcodes.warnings[0]


def test_env_and_its_default(shortcodes, monkeypatch):
    monkeypatch.setenv("PRESS_TEST", "here")
    assert shortcodes.expand("{{< env PRESS_TEST >}} {{< env NO_SUCH_ENV 'else' >}}") == "here else"


def test_a_page_break_is_each_formats_own(shortcodes):
    assert "page-break-after" in shortcodes.expand("{{< pagebreak >}}")
    assert Shortcodes("jats", {}, {}).expand("{{< pagebreak >}}") == ""
    assert "pagebreak" in Shortcodes("typst", {}, {}).expand("{{< pagebreak >}}")


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("embed", "include"),
        ("video", "link to it"),
        ("lipsum", "write the text"),
        ("nosuch", "only var, meta"),
    ],
)
def test_other_shortcodes_are_refused_by_name_with_what_works(shortcodes, name, instead):
    with pytest.raises(PressError, match=f"shortcode `{name}` is not supported.*{instead}"):
        shortcodes.expand(f"a {{{{< {name} x >}}}}")


def test_a_shortcode_that_names_nothing_is_refused(shortcodes):
    with pytest.raises(PressError, match="`meta` names nothing"):
        shortcodes.expand("a {{< meta >}}")


@pytest.mark.parametrize(
    ("text", "html", "word"),
    [
        ("{{< kbd Ctrl-S >}}", r"[Ctrl\-S]{.kbd}", "`Ctrl-S`"),
        (
            "{{< kbd A mac=B win=C >}}",
            "[A]{.kbd} (mac: [B]{.kbd}; windows: [C]{.kbd})",
            "`A` (mac: `B`; windows: `C`)",
        ),
        ("{{< kbd mac=B linux='C d' >}}", "[B]{.kbd} (mac), [C d]{.kbd} (linux)", "`B` (mac), `C d` (linux)"),
        ("{{< kbd * mode=plain >}}", r"[\*]{.kbd}", "`*`"),
        ("`{{< kbd Ctrl-S >}}`", "`Ctrl-S`", "`Ctrl-S`"),
    ],
)
def test_keys_are_the_same_in_every_format(text, html, word):
    assert Shortcodes("html", {}, {}).expand(text) == html
    assert Shortcodes("docx", {}, {}).expand(text) == word


@pytest.mark.parametrize(
    "text", ["{{< kbd >}}", "{{< kbd A B >}}", "{{< kbd beos=A >}}", "{{< kbd mac=A mode=plain >}}"]
)
def test_keys_of_no_kind_are_refused(shortcodes, text):
    with pytest.raises(PressError, match="shortcode `kbd`"):
        shortcodes.expand(text)


def test_a_variable_of_the_environment_is_named_over_lines_too():
    assert variables_named(["{{< env\n  HOME_OF 'x' >}} {{< env B >}}"]) == {"HOME_OF", "B"}


def test_look_up_prefers_a_key_that_holds_the_dots_itself():
    assert look_up({"a.b": 1, "a": {"b": 2}}, "a.b") == 1
    assert look_up({"a": {"b.c": 3}}, "a.b.c") == 3
