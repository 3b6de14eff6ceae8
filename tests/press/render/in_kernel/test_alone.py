"""What runs inside the kernel needs nothing of press, and stays where press lies in the project itself."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import press
from press.render import in_kernel

MODULES = sorted(Path(in_kernel.__file__).parent.glob("*.py"))
DRAWN_WITH = {"matplotlib"}
TWO_DOCUMENTS = """
from pathlib import Path
from press.render.kernel import Kernel

root = Path.cwd()
kernel = Kernel(root)
try:
    for folder in ("paper", "notes"):
        kernel.begin(root / folder, root / folder / "index.qmd", 6, 4, 96)
        kernel.begin_pieces()
        kernel.run(f"{folder} = 1")
        print(folder in kernel.names(), kernel.reached)
finally:
    kernel.stop()
"""


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
def test_it_imports_pythons_library_and_its_neighbours_alone(file):
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level <= 1
            names = [] if node.level else [node.module]
        else:
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
        assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names | DRAWN_WITH


def test_it_stays_where_documents_of_two_folders_run_in_a_project_that_holds_press(tmp_path):
    shutil.copytree(
        Path(press.__file__).parent, tmp_path / "press", ignore=shutil.ignore_patterns("__pycache__")
    )
    for folder in ("paper", "notes"):
        (tmp_path / folder).mkdir()
    run = subprocess.run(
        [sys.executable, "-c", TWO_DOCUMENTS], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.stdout.splitlines() == ["True {'entered': [], 'traces': True}"] * 2, run.stderr
