"""The list of Quarto's features in press/README.md, row by row.

A supported one is seen in the page, a refused one is refused by name, file and line.

`features.yaml` holds a snippet per row: `seen` is looked for in the page (in the canonical JSON where it is
no HTML), `refused` in the sentence.
"""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from press.base.errors import PressError
from press.render import build, features, options
from press.render.document import EXTENSIONS
from tests.press.render.contract import matter
from tests.press.render.contract.extract import extract

HERE = Path(__file__).parent
SNIPPETS = {entry["feature"]: entry for entry in yaml.safe_load((HERE / "features.yaml").read_text("utf-8"))}
README = (Path(build.__file__).parents[1] / "README.md").read_text("utf-8")
ROWS = [
    [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in README.splitlines()
    if line.startswith("|")
]
STATUS = {row[0]: row[1] for row in ROWS if row[1] in ("supported", "refused")}
IDLE = [re.sub("`", "", row[0]) for row in ROWS if row[1] == "accepted, no effect"]


@pytest.fixture
def render(tmp_path, shared_kernel):
    def render(snippet: dict) -> str:
        for name in ("contract/fixtures/d2-subfigures/north.png", "contract/common/refs.bib"):
            shutil.copy(HERE / name, tmp_path)
        text = (
            snippet["qmd"] if snippet["qmd"].startswith("---") else f"---\ntitle: T\n---\n\n{snippet['qmd']}"
        )
        source = tmp_path / snippet.get("name", "index.qmd")
        for path, content in {source.name: text, **snippet.get("files", {})}.items():
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(content, encoding="utf-8")
        format = snippet.get("format", "html")
        is_project = "_quarto.yml" in snippet.get("files", {})
        build.render(tmp_path if is_project else source, (format,))
        page = tmp_path / snippet.get("page", "index" + EXTENSIONS[format])
        if format == "html":
            return page.read_text("utf-8")
        around = matter.of_jats(str(page)) if format == "jats" else {}
        return json.dumps(extract(str(page)) | around, ensure_ascii=False)

    return render


def test_the_list_and_the_snippets_have_the_same_features():
    named_by_option = {f"`{name}`" for name in features.REFUSED} - SNIPPETS.keys()
    assert STATUS.keys() == SNIPPETS.keys() | named_by_option
    for feature, snippet in SNIPPETS.items():
        assert STATUS[feature] == ("supported" if "seen" in snippet else "refused"), feature


@pytest.mark.parametrize("feature", [feature for feature, snippet in SNIPPETS.items() if "seen" in snippet])
def test_a_supported_feature_is_seen(feature, render):
    assert re.search(SNIPPETS[feature]["seen"], render(SNIPPETS[feature]), re.DOTALL)


@pytest.mark.parametrize(
    "feature", [feature for feature, snippet in SNIPPETS.items() if "refused" in snippet]
)
def test_a_refused_feature_is_named_with_file_and_line(feature, render):
    with pytest.raises(PressError) as refusal:
        render(SNIPPETS[feature])
    assert SNIPPETS[feature]["refused"] in str(refusal.value)
    assert re.match(r"\S+:\d+: ", str(refusal.value))


@pytest.mark.parametrize("name", features.REFUSED)
def test_a_refused_option_is_named_with_its_reason_wherever_it_stands(name, render):
    for text in (f"title: T\n{name}: something", f"format:\n  html:\n    {name}: something"):
        with pytest.raises(PressError, match=rf"index.qmd:\d+: `{name}` is not supported: ") as refusal:
            render({"qmd": f"---\n{text}\n---\n\nText."})
        assert features.REFUSED[name] in str(refusal.value)
        assert refusal.value.line == text.split(f"{name}:")[0].count("\n") + 2


def test_what_has_no_effect_has_none(render):
    listed = [
        *features.NO_EFFECT,
        *(f"execute: {name}" for name in features.EXECUTE_NO_EFFECT if name != "enabled"),
    ]
    listed += [
        *(f"crossref: {name}" for name in sorted(features.CROSSREF_NO_EFFECT)),
        *(f"cell option {name}" for name in sorted(options.IDLE)),
    ]
    assert sorted(IDLE) == sorted(listed)
    stated = "\n".join(f"{name}: something" for name in features.NO_EFFECT)
    execute = "\n".join(f"  {name}: true" for name in features.EXECUTE_NO_EFFECT)
    crossref = "\n".join(f"  {name}: something" for name in features.CROSSREF_NO_EFFECT)
    cell = (
        "```{python}\n#| eval: false\n" + "\n".join(f"#| {name}: true" for name in options.IDLE) + "\n1\n```"
    )
    plain = "```{python}\n#| eval: false\n1\n```"
    with_all = render(
        {"qmd": f"---\ntitle: T\n{stated}\nexecute:\n{execute}\ncrossref:\n{crossref}\n---\n\n{cell}\n"}
    )
    assert with_all == render({"qmd": f"---\ntitle: T\n---\n\n{plain}\n"})
