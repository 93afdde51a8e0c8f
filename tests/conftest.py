"""What every test needs: no protocols but those that ship, in English, whatever the machine has."""

import gc
import signal
from pathlib import Path

import pytest

# A shell that starts a command in the background has it ignore Ctrl-C, and nohup a hangup; both are
# inherited. Tests send these signals to processes of their own.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_collection_finish() -> None:
    """What is loaded by now stays, as in the planner: looking through it again and again for what
    nothing uses takes a tenth of the suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def _no_site_of_this_machine(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty: Path = tmp_path_factory.getbasetemp() / "no-configuration"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(empty))
    monkeypatch.delenv("RECHALLENGE_PROTOCOLS", raising=False)
    monkeypatch.setenv("RECHALLENGE_LANGUAGE", "en")
