"""The site that is built again and again, for what is run again and for what is kept."""

import sys

import pytest


@pytest.fixture
def site(tmp_path, monkeypatch):
    def convert(executed, format, destination, memory):
        destination.write_text(executed.markdown(format))
        return []

    monkeypatch.setattr("press.render.convert.convert", convert)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    monkeypatch.setenv("SCALE", "1")
    # compiled modules, too, must never be out of date
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    root = tmp_path / "site"
    for folder in ("paper", "study", "data/more"):
        (root / folder).mkdir(parents=True)
    files = {
        "_quarto.yml": (
            "project:\n  type: website\n  render: [paper/*.qmd]\n  execute-dir: project\n"
            "  pre-render: python -m study.prepare\n  post-render: python after.py\n"
        ),
        "requirements.lock": "a==1\n",
        "data/flows.csv": "3\n",
        "data/more/a.csv": "1\n",
        "study/__init__.py": "",
        "study/sums.py": (
            "import os, pathlib\n\ndef total():\n"
            "    files = [pathlib.Path('data/flows.csv'), *pathlib.Path('data/more').glob('*.csv')]\n"
            "    return sum(int(open(file).read()) for file in files) * int(os.environ['SCALE'])\n"
        ),
        "study/prepare.py": "import pathlib\npathlib.Path('_variables.yml').write_text('k: kay\\n')\n",
        "after.py": (
            "import os, pathlib\n"
            "pathlib.Path(os.environ['QUARTO_PROJECT_OUTPUT_DIR'], 'results.json').write_text('{}')\n"
        ),
        "paper/index.qmd": (
            "---\ntitle: T\n---\n\nOld prose {{< var k >}}, `{python} 1 + 1`.\n\n```{python}\n"
            "#| label: cell\n#| echo: true\nfrom study.sums import total\nprint('total', total())\n```\n"
        ),
    }
    for name, text in files.items():
        (root / name).write_text(text)
    return root
