"""Random bursts of keys in a real terminal, in each screen of the planner with fields, compared
with a plain model of an editor.

python -m tools.bursts NUMBER [SEED]        NUMBER bursts in all; the first that differs ends it
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.tui.bursts import in_every_screen

AT_ONCE = 50
"""Bursts for each screen from one start of the planner."""


def main(number: int, seed: int) -> None:
    """Run them, and say how many there were."""
    had: Counter[str] = Counter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        while had.total() < number:
            had += in_every_screen(Path(folder) / str(seed), AT_ONCE, seed)
            seed += 1
            print(f"{had.total():,} bursts in {time.monotonic() - began:.0f} s, none different")
    print(", ".join(f"{name} {count:,}" for name, count in had.items()))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 16)
