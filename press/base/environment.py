"""Keeps from a build what a shell, a container or an institute's machine hands down in the environment.

The Makefile keeps the same names from everything it starts; a test compares the two lists.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

HANDED_DOWN = (
    "PYTHON", "VIRTUAL_ENV", "CONDA_", "PIP_", "UV_", "JUPYTER", "IPYTHON", "MPL", "MATPLOTLIB", "GIT_",
    "TYPST_", "PANDOC", "LUA_", "GHCRTS", "XML_", "SGML_", "FONTCONFIG_", "BASH_ENV", "CDPATH",
)  # fmt: skip
"""How names of variables begin that would lead Python, Jupyter, matplotlib, git, Typst or pandoc astray."""
KEPT = ("PYTHONHASHSEED", "PYTHONUTF8")
"""Those that change nothing (builds with other hash seeds are compared) or that the Makefile itself sets."""
_OWN = str(Path(__file__).resolve().parents[2])


def without(environ: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without what would steer a build; of PYTHONPATH stays the folder of press."""
    return {
        name: value for name, value in environ.items() if name in KEPT or not name.startswith(HANDED_DOWN)
    } | ({"PYTHONPATH": _OWN} if _OWN in environ.get("PYTHONPATH", "").split(os.pathsep) else {})


def leave() -> None:
    """Forget, in this process and for those it starts, what Python was handed down.

    That includes the folders of PYTHONPATH, but for the one that press came from. Sums are taken by one
    thread, as the Makefile has it: several add in another order, and the last digit becomes another. What
    would lead other programs elsewhere is kept from them where they are started. Matplotlib keeps its list of
    fonts in the environment of press, as the Makefile has it too: results kept by either serve the other.
    """
    named = {os.path.abspath(one) for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one}
    sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) not in named - {_OWN}]
    for name in [name for name in os.environ if name.startswith("PYTHON") and name not in KEPT]:
        del os.environ[name]
    if _OWN in named:
        os.environ["PYTHONPATH"] = _OWN
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.environ["MPLCONFIGDIR"] = os.path.join(sys.prefix, "matplotlib")
