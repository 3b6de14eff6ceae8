"""How a command ends.

What goes wrong for reasons that a person can mend is one sentence on standard error, and status 1.
"""

import argparse
import sys
from collections.abc import Callable
from importlib import import_module

from press.base import memory
from press.base.errors import InputError, PressError, sentence_of

Command = Callable[[argparse.Namespace], int | None]
"""What runs when a command was chosen with its options."""


def named(function: str) -> Command:
    """Return the command that imports a function by its full name and calls it with the options.

    A whole number that it gives back is the status; anything else it makes is none.
    """
    module, name = function.rsplit(".", 1)

    def run(chosen: argparse.Namespace) -> int | None:
        options = {option: value for option, value in vars(chosen).items() if option != "command"}
        made = getattr(import_module(module), name)(**options)
        return made if isinstance(made, int) else None

    return run


def status_of(command: Callable[[], int | None], prefix: str = "error: ") -> int:
    """Run a command; return its status, or 1 after one sentence.

    Parameters
    ----------
    prefix
        What stands before the sentence.
    """
    try:
        memory.check()
        return command() or 0
    except (InputError, PressError) as error:
        said = memory.sentence_of(error) or str(error)
    except OSError as error:
        said = memory.sentence_of(error) or sentence_of(error)
    except KeyboardInterrupt:
        prefix, said = "", "interrupted; nothing was changed."
    except (MemoryError, RuntimeError, ImportError, SystemError) as error:
        if not (said := memory.sentence_of(error)):
            raise
    print(f"{prefix}{said}", file=sys.stderr)
    return 1
