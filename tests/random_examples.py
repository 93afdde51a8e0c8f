"""How many random examples a test tries.

Every run tries other ones. `make test` tries half, but not fewer than find nearly every fault at
once (decision 039); `make test-slow` tries all of them, and `make test-deep` many more.
"""

import os

_TIMES = float(os.environ.get("TIMES_THE_EXAMPLES", "1"))
_ENOUGH = 20


def tries(number: int) -> int:
    """The number of examples, or so many times it."""
    return max(min(number, _ENOUGH), round(number * _TIMES))
