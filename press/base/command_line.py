"""How a command ends.

What goes wrong for reasons that a person can mend is one sentence on standard error, and status 1.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from press.base import memory
from press.base.errors import InputError, PressError, sentence_of


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
