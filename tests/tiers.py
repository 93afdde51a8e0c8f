"""Which cases of a test are slow: decision 053 says what `slow` means."""

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def slow_but(quick: Collection[Any], cases: Iterable[Any]) -> list[Any]:
    """The cases for `parametrize`, where those that are not among the quick ones are marked slow; a
    tuple has a value for each name."""
    cases = list(cases)
    assert any(case in quick for case in cases), "no case is left to `make test`"
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            marks=[] if case in quick else pytest.mark.slow,
        )
        for case in cases
    ]
