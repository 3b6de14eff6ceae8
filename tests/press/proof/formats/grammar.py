"""Random documents of everything that press supports, each of a few blocks; `§` stands for its number.

Every word and number may stand at the start of whatever holds it, with a sign before it that a format may
take for a mark of its own.
"""

from hypothesis import strategies as st

SIGNS = (
    "",
    "",
    "",
    "- ",
    "-",
    "\u2212",
    "+ ",
    "= ",
    "== ",
    "/ ",
    "/ a: ",
    "1. ",
    "2) ",
    "# ",
    "* ",
    "\u2013 ",
    "~ ",
    "@ ",
)
WORDS = (
    "rate", "the net", "Almaty", "Қостанай", "область", "Ὅμηρος", "naïve", "don't", "in-migration", "R&D",
    "a/b", "C++", "x_y", "per\u00a0cent", "№", "<b>", '"quoted"', "e.g.", "...", "a -- b", "n = 16", "5 < 6",
)  # fmt: skip
SPECIAL = set("\\`*_{}[]()<>#+-=.!|@~^$\"'/:%&")
number = st.one_of(
    st.integers(-9999, 99999).map(str),
    st.decimals(-99, 9999, places=2).map(str),
    st.integers(1000, 9_999_999).map("{:,}".format),
    st.decimals(0, 100, places=1).map("{}%".format),
    st.integers(2000, 2030).map(lambda year: f"{year}\u2013{year + 5}"),
)


def literal(text: str) -> str:
    """Text as Markdown that prints just it."""
    return "".join(f"\\{letter}" if letter in SPECIAL else letter for letter in text)


words = st.lists(st.one_of(st.sampled_from(WORDS), number), min_size=1, max_size=4).map(" ".join)
plain = st.builds(lambda sign, text: literal(sign + text), st.sampled_from(SIGNS), words)
formula = st.builds(
    lambda form, one, two: "$" + form.format(one, two) + "$",
    st.sampled_from(
        ["x_{{{}}}^{{{}}}", "\\frac{{{}}}{{{}}}", "{} - {}", "-{} + y_{{{}}}", "\\sum_{{i={}}}^{{{}}} x_i"]
    ),
    st.integers(0, 99),
    st.integers(0, 99),
)
marked = st.one_of(
    plain.map("*{}*".format),
    plain.map("**{}**".format),
    plain.map("[{}]{{.num data-key=\"a.b\"}}".format),
    plain.map("[{}](https://example.org/)".format),
    plain.map("~~{}~~".format),
    plain.map("[{}]{{.smallcaps}}".format),
    st.builds("{}^{}^ and H~{}~".format, number.map(literal), st.integers(0, 99), st.integers(0, 99)),
    st.builds(lambda sign, one: f"`{sign}{one}`", st.sampled_from(SIGNS), number),
    formula,
    plain.map("^[{}]".format),
    st.sampled_from(["[@harris§, p. 3]", "@harris§", "[-@harris§]", "@sec-a§", "[see @harris§; @todaro§]"]),
)  # fmt: skip


def apart(text: str) -> str:
    """The text with a comma between a reference and brackets: together they mix, which is refused."""
    return text.replace("@sec-a§ [", "@sec-a§, [")


inline = st.lists(st.one_of(plain, marked), min_size=1, max_size=4).map(" ".join).map(apart)
noted = inline.filter(lambda text: "^[" not in text)  # a note in a note is lost on the way to HTML
cell = st.one_of(
    plain, plain, number.map(literal), formula, marked.filter(lambda text: "|" not in text), st.just("")
)


@st.composite
def table(draw) -> str:
    """A pipe table with or without a caption and a label."""
    columns = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=1, max_size=4))
    head, *others = ("| " + " | ".join(row) + " |" for row in [["A", "B", "C", "D"][:columns], *rows])
    caption = draw(st.one_of(st.just(""), inline.map("\n: {} {{#tbl-t§-¤}}\n".format)))
    return "\n".join([head, "|" + "---|" * columns, *others, caption])


@st.composite
def grid(draw) -> str:
    """A table whose cells hold lists and paragraphs."""
    left, right = draw(st.lists(plain, min_size=1, max_size=3)), draw(plain)
    width = max(len(text) for text in [*left, right]) + 6
    rule, rows = f"+{'-' * width}+{'-' * width}+", [f"- {text}" for text in left]
    body = [
        f"| {row:<{width - 2}} | {right if not index else '':<{width - 2}} |"
        for index, row in enumerate(rows)
    ]
    return "\n".join([rule, *body, rule])


@st.composite
def items(draw, level: int = 0) -> str:
    """A list, which may hold lists."""
    mark, lines = draw(st.sampled_from(["-   ", "1.  ", "a.  "])), []
    for text in draw(st.lists(inline, min_size=1, max_size=3)):
        lines.append("    " * level + mark + text)
        if level < 2 and draw(st.booleans()):
            lines.append(draw(items(level=level + 1)))
    return "\n".join(lines)


def cells(text: str) -> str:
    """What a cell printed, as it is handed to pandoc."""
    return f"::: {{.cell}}\n::: {{.cell-output .cell-output-stdout}}\n```\n{text}\n```\n:::\n:::"


output = st.lists(st.builds("{}{}".format, st.sampled_from(SIGNS), number), min_size=1, max_size=3).map(
    "\n".join
)
small = st.integers(0, 99)
shown = "::: {{.cell}}\n::: {{.cell-output .cell-output-display .cell-output-markdown}}\n{}\n:::\n:::"
block = st.one_of(
    inline,
    inline,
    table(),
    table(),
    table().map(shown.format),
    grid(),
    items(),
    output.map(cells),
    inline.map("## {}".format),
    inline.map("> {}".format),
    st.builds("Term {}\n:   {}\n\n:   {}".format, plain, inline, inline),
    st.builds("| {}\n| {}".format, plain, plain),
    st.builds('::: {{.callout-note title="Box {}"}}\n{}\n:::'.format, small, inline),
    st.builds("::: {{#tip-b§-¤ .callout-tip}}\n## Box {}\n\n{}\n:::".format, small, inline),
    st.builds("$$ y = {} - x_{{{}}} $$ {{#eq-e§-¤}}".format, small, small),
    st.builds("![{}](north.png){{#fig-f§-¤ fig-alt=\"A picture\"}}".format, inline),
    st.builds("A note.[^n§-¤]\n\n[^n§-¤]: {}\n\n    {}".format, noted, noted),
)  # fmt: skip


def joined(blocks: list[str]) -> str:
    """A document of some blocks; `¤` is the number of a block in it."""
    numbered = (text.replace("¤", str(index)) for index, text in enumerate(blocks))
    return "\n\n".join(["# Section §.0 {#sec-a§}", *numbered])


documents = st.lists(block, min_size=1, max_size=5).map(joined)
