"""Keys in the order in which they were typed, however fast they come.

Textual hands a key on to the focused field. What the field does not take travels back to the app,
and only there its binding is looked up: a Backspace is carried out after letters that were typed
later, and a letter typed after the key that opens a dialog lands behind the dialog. Here keys,
pastes and clicks wait in one line. Each is carried out, and all that it leads to has happened,
before the next one is looked at.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from .pastes import read_pastes_as_text
from .widgets.text_field import TextField

_PATIENCE_S = 10.0
"""What a key leads to has happened by then; if not, the next key is taken all the same."""
_LOOK_AGAIN_S = 0.005


class KeysInOrder(App[None]):
    """An app that carries out what is typed, pasted and clicked in its order."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: asyncio.Queue[events.InputEvent | events.Paste] = asyncio.Queue()
        self._hand: asyncio.Task[None] | None = None

    def get_driver_class(self) -> type[Driver]:
        """The driver of this platform, which hands on each paste as one text."""
        driver = super().get_driver_class()
        read_pastes_as_text(driver)
        return driver

    async def on_event(self, event: events.Event) -> None:
        """Let what is typed, pasted or clicked wait in line; everything else goes its way."""
        if not isinstance(event, events.InputEvent | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._waiting.put_nowait(event)
        if self._hand is None:
            self._hand = asyncio.create_task(self._carry_out_all())

    def on_unmount(self) -> None:
        if self._hand is not None:
            self._hand.cancel()
        while not self._waiting.empty():
            self._waiting.get_nowait()
            self._waiting.task_done()

    async def all_carried_out(self) -> None:
        """Wait until all that was typed so far has led to where it leads."""
        await self._waiting.join()

    async def _carry_out_all(self) -> None:
        while True:
            event = await self._waiting.get()
            try:
                if not self._exit:
                    await self._carry_out(event)
            except Exception as error:
                self._handle_exception(error)
            finally:
                self._waiting.task_done()

    async def _carry_out(self, event: events.InputEvent | events.Paste) -> None:
        field = self.focused
        if isinstance(field, TextField) and await self._edited(field, event):
            return
        if isinstance(event, events.Key | events.Paste | events.MouseDown | events.MouseUp):
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_S):
                    await self._form_changed()
            before, at, at_work = self.screen, self.focused or self.screen, set(self.workers)
            if not (isinstance(event, events.Key) and await self._bound(event.key)):
                await super().on_event(event)
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_S):
                    await self._arrived(before, at, at_work)
        else:
            await super().on_event(event)

    async def _edited(self, field: TextField, event: events.Event) -> bool:
        """Whether a key or a paste is only for the text of the field, and then it is in it."""
        if isinstance(event, events.Paste) and not field.leaves_paste(event.text):
            field.take(event.text)
        elif isinstance(event, events.Key) and event.is_printable and event.character:
            field.take(event.character)
        elif isinstance(event, events.Key) and event.key in field.editing_keys:
            return await self._bound(event.key)
        else:
            return False
        return True

    async def _form_changed(self) -> None:
        """Wait until fields that a text or a key has brought are in their places, and those that it
        took away are gone: Tab goes by the places."""
        screen = self.screen
        # A text is drawn before what follows from it.
        await self._called(self.call_after_refresh)
        while any(node._pruning or not node.is_mounted for node in screen.walk_children(Widget)):
            await asyncio.sleep(_LOOK_AGAIN_S)
        await self._called(screen.call_after_refresh)

    async def _bound(self, key: str) -> bool:
        """Whether the key is bound here, and then it is carried out."""
        return await self._check_bindings(key, priority=True) or await self._check_bindings(key)

    async def _arrived(
        self, before: Screen[object], at: Widget, at_work: set[Worker[object]]
    ) -> None:
        """Wait until what was sent has been dealt with, and a screen that it opens can be typed
        into. A dialog is open for as long as the worker is at work that asks for it."""
        for pump in at.ancestors_with_self:
            await self._dealt_with(pump)
        while self.screen is before and any(
            worker.state in (WorkerState.PENDING, WorkerState.RUNNING)
            for worker in set(self.workers) - at_work
            if worker.group == "files"
        ):
            await asyncio.sleep(_LOOK_AGAIN_S)
        while not self.screen.is_mounted:
            await asyncio.sleep(_LOOK_AGAIN_S)
        if self.screen is not before:
            await self._dealt_with(self.screen)
        # Some places ask for the focus once they are laid out, and they get it from the app.
        await self._called(self.screen.call_after_refresh)
        await self._dealt_with(self)

    async def _dealt_with(self, pump: MessagePump) -> None:
        """Wait until this has dealt with all that was sent to it so far."""
        if pump.is_running:
            await self._called(pump.call_later)

    async def _called(self, later: Callable[[Callable[[], None]], bool]) -> None:
        """Wait until what is put off by `later` is called; not in an app that is about to end."""
        done = asyncio.Event()
        if later(done.set):
            while not (done.is_set() or self._exit):
                with suppress(TimeoutError):
                    await asyncio.wait_for(done.wait(), 0.1)
