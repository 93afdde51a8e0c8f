"""An audit in a process of its own. However long a table takes, no key waits for it; leaving ends
it at once; and a table that fills the memory ends nothing else."""

import os
import pickle
import sys
from asyncio import IncompleteReadError, create_subprocess_exec
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncGenerator
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Final

from rechallenge.files.find import Shelves
from rechallenge.words import _
from rechallenge.words.languages import VARIABLE, choose_language, language_in_use
from rechallenge.words.shown import reason_of

if TYPE_CHECKING:
    from .audits import Asked, Looked

# Without -P, a file in the folder that the planner was started in could take a module's place.
COMMAND: Final = [sys.executable, "-P", "-c", f"from {__name__} import answer; answer()"]
_SIZE = 8
"""Bytes before each answer that say how long it is."""


async def audited_apart(asked: "Asked", shelves: Shelves) -> AsyncGenerator["Looked", None]:
    """The table once it is read, and then with its audit, or with the reason why there is none."""
    from .audits import Looked

    try:
        process = await create_subprocess_exec(
            *COMMAND,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=environment_of_audit(),
        )
    except OSError as error:
        said = _("No audit could be begun: {reason}.").format(reason=reason_of(error))
        yield Looked(why=said)
        return
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        # The pipe stays open: where the planner ends, its end is read, and the audit ends too.
        process.stdin.write(pickle.dumps((asked, shelves)))
        is_over = False
        while not is_over:
            size = int.from_bytes(await process.stdout.readexactly(_SIZE), "big")
            looked: Looked = pickle.loads(await process.stdout.readexactly(size))
            is_over = looked.is_over
            yield looked
    except (IncompleteReadError, ConnectionError):
        said = _("The audit has ended before it was done; the table may be too large.")
        yield Looked(why=said)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def environment_of_audit() -> dict[str, str]:
    """The environment of the process, which names the language in use."""
    return {**os.environ, VARIABLE: language_in_use()}


def answer() -> None:
    """The other end: read what is asked, and write what follows."""
    asked, shelves = pickle.load(sys.stdin.buffer)
    Thread(target=_end_with_the_planner, daemon=True).start()
    choose_language()
    from .audits import look

    for looked in look(asked, shelves):
        content = pickle.dumps(looked)
        sys.stdout.buffer.write(len(content).to_bytes(_SIZE, "big") + content)
        sys.stdout.buffer.flush()


def _end_with_the_planner() -> None:
    sys.stdin.buffer.read()
    os._exit(1)
