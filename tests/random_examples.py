"""How many random examples a test tries.

Every run tries other ones, and as many as find a fault at once; `make test-deep` tries many more.
"""

import os

_TIMES = int(os.environ.get("TIMES_THE_EXAMPLES", "1"))


def tries(number: int) -> int:
    """The number that an ordinary run tries, or so many times it."""
    return number * _TIMES
