"""A print service that records what it is given."""

import stat
import sys
from pathlib import Path

import pytest

LP = """#!{python}
import sys
import tempfile
from pathlib import Path
folder = Path({folder!r})
(folder / "arguments").write_text("\\n".join(sys.argv[1:]), "utf-8")
(folder / "input").write_bytes(sys.stdin.buffer.read())
if "unknown" in sys.argv:
    sys.exit("lp: The printer or class does not exist. \\x1b[31m")
print("request id is ward-17 (1 file(s))")
"""


def print_service(parent: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an `lp` that records its arguments; the path has no other."""
    folder = parent / "service"
    folder.mkdir()
    lp = folder / "lp"
    lp.write_text(LP.format(python=sys.executable, folder=str(folder)), "utf-8")
    lp.chmod(lp.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder))
    return folder
