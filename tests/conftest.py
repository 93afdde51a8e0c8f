"""What every test needs: no protocols but those that ship, whatever the machine has."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _no_site_of_this_machine(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty: Path = tmp_path_factory.getbasetemp() / "no-configuration"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(empty))
    monkeypatch.delenv("RECHALLENGE_PROTOCOLS", raising=False)
