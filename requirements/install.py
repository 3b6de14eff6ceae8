"""Sets up an environment from a lock: `python3 -I requirements/install.py NAME READY [BASE]`.

Adds genuine Quarto to one: `... quarto ENVIRONMENT`.

NAME is a lock beside this file, READY the file that tells that the environment, which is READY's folder,
holds it. BASE is the same for a lock that NAME only adds to: where it is there, the environment is kept and
added to, else it is made anew.

What the lock pins is what is installed, whatever pip's and Python's settings say; from them only the way to
the packages is taken (index, certificates, proxy, constraints). uv installs, or pip where uv cannot.
Standard library only, since nothing else is there yet.
"""

from __future__ import annotations

import ast
import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
STEERING = ("PYTHON", "PIP_", "UV_", "VIRTUAL_ENV", "CONDA_", "__PYVENV", "BASH_ENV")
"""Beginnings of environment variables that would steer Python, pip or uv elsewhere."""
WAYS = {
    "index-url": "UV_DEFAULT_INDEX",
    "pypi-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "retries": "UV_HTTP_RETRIES",
    "keyring-provider": "UV_KEYRING_PROVIDER",
    "constraint": "UV_CONSTRAINT",
}
"""Options of pip that say how to get at packages, and uv's word for each."""
UVS_OWN = tuple(word for word in WAYS.values() if word.startswith("UV_") and word != "UV_CONSTRAINT") + (
    "UV_CACHE_DIR",
    "UV_EXTRA_INDEX_URL",
    "UV_INDEX_URL",
)
"""Variables of uv that are left as they are, since they too say how to get at packages."""
TOLD = ("Resolved", "Downloading", "Downloaded", "Prepared", "Installed")
"""Beginnings of uv's lines that a user is shown."""

HELD: list[int] = []
"""The descriptor that holds the lock, which what is started here holds too.

It lasts until that has ended, also where this was killed.
"""


class SetupError(Exception):
    """Ends the set-up with one sentence."""


def main(name: str, ready: Path, base: Path | None = None) -> None:
    """Install a lock into the folder of `ready`, unless another call has just done so."""
    environment = ready.parent
    if environment.is_symlink():
        raise SetupError(
            f"{environment} is a link to an environment that does not hold requirements/{name}.lock; "
            "remove the link, and make sets one up."
        )
    with alone(environment):
        if ready.exists() and (environment / "bin" / "python").exists():
            return
        unfinished = environment / "unfinished"
        if base is None or not base.exists() or unfinished.exists():
            print(f"Setting up Python packages in {environment} (once).", flush=True)
            make_anew(environment)
        else:
            print(f"Adding to the Python packages in {environment} (once).", flush=True)
        unfinished.touch()
        install(HERE / f"{name}.lock", environment)
        for file in filter(None, (base, ready)):
            file.touch()
        unfinished.unlink()


@contextlib.contextmanager
def alone(environment: Path):
    """Wait, after a sentence, until no other call sets up packages of this project.

    The lock is on a folder, and goes with its process.
    """
    descriptor = os.open(HERE, os.O_RDONLY)
    HELD.append(descriptor)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(
                f"Another call is setting up {environment}; this one goes on when that is done.", flush=True
            )
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            pass
        yield
    finally:
        HELD.remove(descriptor)
        os.close(descriptor)


def make_anew(environment: Path) -> None:
    """Make an empty environment with pip."""
    if os.path.lexists(environment) and not environment.is_dir():
        raise SetupError(f"{environment} is in the way: it is no folder.")
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise SetupError(
            "this Python cannot make environments; in Debian and Ubuntu the package python3-venv mends that."
        ) from None
    done = run([sys.executable, "-I", "-m", "venv", "--clear", str(environment)], bare(os.environ))
    if done.returncode:
        raise SetupError(f"no environment could be made in {environment}: {last_line(done)}")


def install(lock: Path, environment: Path) -> None:
    """Install with uv, or with pip where uv cannot be had or fails."""
    python = environment / "bin" / "python"
    ways = ways_of_pip(python)
    log = environment / "setup.log"
    log.write_text("")
    failed = get_uv(python, ways, log) or follow(
        [str(environment / "bin" / "uv"), *uv_words(lock, python, ways)], for_uv(ways), log
    )
    if failed:
        print(
            f"uv cannot be used here ({failed}); pip takes its place, which needs a minute or two.",
            flush=True,
        )
        if failed := follow(
            pip(
                python, "install", "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(lock)
            ),
            for_pip(ways),
            log,
        ):
            raise SetupError(f"the packages could not be installed: {failed} (the whole of it: {log}).")


def add_quarto(environment: Path) -> None:
    """Install genuine Quarto through pip, in the version that pyproject.toml names.

    Its package has no wheel that a lock could hold.
    """
    import tomllib

    python, log = environment / "bin" / "python", environment / "quarto.log"
    wanted = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]["quarto"]
    print("Installing genuine Quarto (a download of more than 100 MB).", flush=True)
    log.write_text("")
    with alone(environment):
        if follow(pip(python, "install", "--quiet", *wanted), for_pip(ways_of_pip(python)), log):
            raise SetupError(
                "quarto-cli could not be installed, since it downloads its program from outside the "
                f"package registry (pip's words are in {log})."
            )


def get_uv(python: Path, ways: dict[str, str], log: Path) -> str:
    """Install uv beside pip; why that failed, or nothing."""
    words = pip(
        python,
        "install",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--require-hashes",
        "--quiet",
        "--retries",
        ways.get("retries", "1"),
    )
    return follow([*words, "-r", str(HERE / "installer.lock")], for_pip(ways), log)


def uv_words(lock: Path, python: Path, ways: dict[str, str]) -> list[str]:
    """Uv's command line. Constraints carry no hashes, which uv then asks of them too.

    It verifies the lock's all the same.
    """
    hashes = "--verify-hashes" if "constraint" in ways else "--require-hashes"
    # safe: files are told by their hashes
    several = ["--index-strategy", "unsafe-best-match"] if "extra-index-url" in ways else []
    return [
        "pip",
        "install",
        "--no-config",
        "--no-deps",
        "--only-binary",
        ":all:",
        hashes,
        *several,
        "--python",
        str(python),
        "-r",
        str(lock),
    ]


def pip(python: Path, *words: str) -> list[str]:
    """Return a command line of pip."""
    return [str(python), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", *words]


def ways_of_pip(python: Path) -> dict[str, str]:
    """How pip is configured to get at packages.

    Options of `WAYS` and their values, where files and environment name them.

    As pip does, the environment goes before the section of `pip install`, which goes before the general one.
    """
    told = {name: value for name, value in os.environ.items() if is_way(name)} | {
        "PIP_QUIET": "0",  # says enough, itself
        "_PIP_RUNNING_IN_SUBPROCESS": "1",
    }
    done = run(pip(python, "config", "list"), bare(os.environ) | told)
    if done.returncode:
        raise SetupError(f"pip's configuration cannot be read: {last_line(done)}")
    found: dict[str, str] = {}
    lines = [line.partition("=") for line in done.stdout.splitlines() if "=" in line]
    for section in ("global.", "install.", ":env:."):
        for name, _, value in lines:
            if name.startswith(section) and name[len(section) :] in WAYS:
                found[name[len(section) :]] = ast.literal_eval(value)
    return found


def is_way(variable: str) -> bool:
    """Whether an environment variable tells pip how to get at packages, or which file does."""
    return (
        variable == "PIP_CONFIG_FILE"
        or variable.startswith("PIP_")
        and variable[4:].lower().replace("_", "-") in WAYS
    )


def for_pip(ways: dict[str, str]) -> dict[str, str]:
    """Return the environment of a call of pip: its configuration, and nothing else that would steer it."""
    told = {f"PIP_{name.upper().replace('-', '_')}": value for name, value in ways.items()}
    return bare(os.environ) | told | {"PIP_CONFIG_FILE": os.devnull}


def for_uv(ways: dict[str, str]) -> dict[str, str]:
    """Return the same of a call of uv; its own variables for the same things stay where pip has none."""
    told = {WAYS[name]: value for name, value in ways.items()}
    if "UV_FIND_LINKS" in told:
        told["UV_FIND_LINKS"] = ",".join(told["UV_FIND_LINKS"].split())
    if told.get("UV_NO_INDEX", "").lower() in ("0", "false", "no", "off", "n", "f"):
        del told["UV_NO_INDEX"]
    own = {name: os.environ[name] for name in UVS_OWN if name in os.environ}
    kept = {} if can_keep() else {"UV_NO_CACHE": "1"}
    return bare(os.environ) | own | told | kept | {"UV_PYTHON_DOWNLOADS": "never"}


def can_keep() -> bool:
    """Whether uv can keep what it downloads where it usually does."""
    folder = Path(
        os.environ.get("UV_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    )
    first = next(one for one in (folder, *folder.parents) if one.exists())
    return os.access(first, os.W_OK)


def bare(environ) -> dict[str, str]:
    """Return an environment without what steers Python, pip and uv."""
    return {name: value for name, value in environ.items() if not name.startswith(STEERING)}


def follow(words: list[str], environment: dict[str, str], log: Path) -> str:
    """Run a command, show its progress, keep its words in the log; why it failed, or nothing."""
    last, packages = "it said nothing", 0
    try:
        process = subprocess.Popen(
            words,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            pass_fds=HELD,
        )
    except OSError as error:
        return f"{Path(words[0]).name} does not run: {error.strerror}"
    with log.open("a") as kept, process:
        for line in process.stdout:
            kept.write(line)
            last = telling(line.strip()) or last
            packages += line.startswith("Collecting")
            if line.strip().startswith(TOLD) or line.startswith("Collecting") and packages % 20 == 0:
                print(f"  {line.strip()}" if packages == 0 else f"  {packages} packages found", flush=True)
    return last if process.returncode else ""


def telling(line: str) -> str:
    """Return a line of a failing program without its mark, if it tells what went wrong."""
    marks = ("error: ", "ERROR: ", "× ", "╰─▶ ", "Caused by: ")
    return next((line[len(mark) :].rstrip(".") for mark in marks if line.startswith(mark)), "")


def run(words: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command and keep what it says."""
    return subprocess.run(
        words,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        pass_fds=HELD,
    )


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    """Return the last thing a command said."""
    return ((done.stderr or done.stdout).strip().splitlines() or ["it said nothing"])[-1]


def newer_python() -> str | None:
    """Return a Python on the PATH that is new enough."""
    return next(filter(None, map(shutil.which, NEWER)), None)


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        if newer_python():
            os.execv(newer_python(), [newer_python(), "-I", *sys.argv])
        sys.exit("error: Python 3.11 or newer is needed, but python3 is " + sys.version.split()[0] + ".")
    try:
        add_quarto(Path(sys.argv[2])) if sys.argv[1] == "quarto" else main(
            sys.argv[1], *map(Path, sys.argv[2:])
        )
    except SetupError as error:
        sys.exit(f"error: {error}")
    except OSError as error:
        sys.exit(
            f"error: the environment cannot be set up: {error.filename or 'a file'} cannot be written "
            f"({error.strerror})."
        )
    except KeyboardInterrupt:
        sys.exit("interrupted; the next call begins again.")
