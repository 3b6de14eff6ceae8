"""What a number format does to a number: nothing, or something that makes a reader see another one."""

import re

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General)|'
    r"(?P<power>E[+-])|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
SCALED = re.compile(r"[0#?],+(?![0#?,])")
"""Commas behind the last digit of the whole part: each divides by 1,000."""
ZEROS = frozenset(["-", "–", "—", "0", ""])
UNITS = frozenset(
    ["г", "гг", "год", "года", "чел", "человек", "ж", "жыл", "адам", "persons", "people", "inhabitants"]
)
"""Words behind a number that leave it what it is."""
HIDDEN = "nothing"


def seen_as(value: float, code: str) -> str:
    """Return what a reader sees in place of a number, or nothing where the number itself is to be seen.

    Parameters
    ----------
    value
        The number that the cell holds.
    code
        The number format as workbooks keep it: `#,##0,"thousand"`.
    """
    section, position = _section(value, _sections(code))
    literal, skeleton = _parts(section)
    if not re.search("[0#?]", skeleton) and "general" not in skeleton:
        return "" if value == 0 and literal.strip() in ZEROS - {""} else _quoted(literal)
    if "%" in skeleton:
        return "a percentage"
    if SCALED.search(skeleton):
        return "a number of thousands"
    if value < 0 and position == 1 and not re.search("[-(]", skeleton + literal):
        return "a number without its sign"
    words = re.findall(r"\w+", literal)
    return "" if all(word.casefold() in UNITS for word in words) else f'a number and "{literal.strip()}"'


def hides_text(code: str) -> bool:
    """Say whether a format shows nothing of a text."""
    sections = _sections(code)
    return len(sections) > 3 and "@" not in sections[3]


def years_alone(code: str) -> bool:
    """Say whether a format shows of a date its year and nothing else."""
    skeleton = re.sub(r'\[[^\]]*\]|\\.|"[^"]*"|[\s;@]', "", code)
    return bool(re.fullmatch("[yYгГ]+[.]?", skeleton))


def _sections(code: str) -> list[str]:
    """Return the sections of a format: for positive and negative numbers, nought and text."""
    sections = [""]
    for match in TOKEN.finditer(code):
        if match["sign"] == ";":
            sections.append("")
        else:
            sections[-1] += match[0]
    return sections


def _section(value: float, sections: list[str]) -> tuple[str, int]:
    """Return the section that a number is shown by, and its place."""
    conditions = [_condition(section) for section in sections[:3]]
    if any(conditions):
        for place, condition in enumerate(conditions):
            if condition is None or _holds(value, *condition):
                return sections[place], 0
    if value < 0 and len(sections) > 1:
        return sections[1], 1
    return (sections[2], 2) if value == 0 and len(sections) > 2 else (sections[0], 0)


def _condition(section: str) -> tuple[str, float] | None:
    for match in TOKEN.finditer(section):
        if match["bracket"] and (found := CONDITION.fullmatch(match["bracket"].strip())):
            return found[1], float(found[2])
    return None


def _holds(value: float, sign: str, bound: float) -> bool:
    return {
        "<": value < bound,
        ">": value > bound,
        "=": value == bound,
        "<=": value <= bound,
        ">=": value >= bound,
        "<>": value != bound,
    }[sign]


def _parts(section: str) -> tuple[str, str]:
    """Return what a section adds in letters, and its signs for digits without them."""
    literal, skeleton = "", ""
    for match in TOKEN.finditer(section):
        if match["general"]:
            skeleton += "general"
        elif (added := match["quoted"] or match["escaped"]) is not None:
            literal += added
        elif match["sign"]:
            skeleton += match["sign"]
            literal += match["sign"] if match["sign"].isalpha() or match["sign"] in "-–—" else ""
    return literal, skeleton


def _quoted(literal: str) -> str:
    return f'"{literal.strip()}"' if literal.strip() else HIDDEN
