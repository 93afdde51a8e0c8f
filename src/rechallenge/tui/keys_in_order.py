"""Keys in the order in which they were typed, however fast they come.

Textual hands a key on to the focused field. What the field does not take travels back to the app,
and only there its binding is looked up: a Backspace is carried out after letters that were typed
later. Here the app carries out each key that is typed into a field itself, one after another, and
takes the next one only when the key before has led to where it leads.
"""

import asyncio
from contextlib import suppress

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from .widgets.text_field import TextField

_PATIENCE_S = 1.0
"""A key that leads to no screen by then leads to none: the next one is taken."""


class KeysInOrder(App[None]):
    """An app that carries out the keys typed into its text fields in their order."""

    async def on_event(self, event: events.Event) -> None:
        """Take a key or a paste for the field in use; everything else goes its usual way."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            field = self.focused
            if isinstance(field, TextField) and await self._taken(field, event):
                return
        await super().on_event(event)

    async def _taken(self, field: TextField, event: events.Key | events.Paste) -> bool:
        """Take the text of a key or a paste into the field, or carry out what a key is bound to."""
        if isinstance(event, events.Paste):
            field.take(event.text)
        elif event.is_printable and event.character:
            field.take(event.character)
        else:
            return await self._bound(event.key)
        return True

    async def _bound(self, key: str) -> bool:
        """Carry out what a key is bound to, and wait for where it leads."""
        before, field, at_work = self.screen, self.focused, set(self.workers)
        bound = await self._check_bindings(key, priority=True) or await self._check_bindings(key)
        if bound and field is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_S):
                    await self._arrived(before, field, at_work)
        return bound

    async def _arrived(
        self, before: Screen[object], field: MessagePump, at_work: set[Worker[object]]
    ) -> None:
        """Wait until what the key sent has been dealt with, and a screen that it opens can be typed
        into. A dialog is open for as long as the worker is `at_work` that asks for it."""
        at: MessagePump | None = field
        while at is not None and at is not self:
            await _dealt_with(at)
            at = at._parent
        while self.screen is before and any(
            worker.state in (WorkerState.PENDING, WorkerState.RUNNING)
            for worker in set(self.workers) - at_work
            if worker.group == "files"
        ):
            await asyncio.sleep(0.005)
        if self.screen is not before:
            while not self.screen.is_running:
                await asyncio.sleep(0.005)
            await _dealt_with(self.screen)


async def _dealt_with(pump: MessagePump) -> None:
    """Wait until this has dealt with all that was sent to it so far."""
    if not pump.is_running:
        return
    done = asyncio.Event()
    if pump.call_later(done.set):
        await done.wait()
