"""How many examples a test takes: all in `make test`, a tenth in the quick `make check`."""

import os
from collections.abc import Sequence
from typing import TypeVar

Example = TypeVar("Example")

QUICK = os.environ.get("TESTS") == "quick"


def rounds(number: int) -> int:
    """So many, or a tenth of them in the quick round."""
    return max(number // 10, 1) if QUICK else number


def some(examples: Sequence[Example]) -> Sequence[Example]:
    """All that are written down, or every tenth of them in the quick round."""
    return examples[::10] if QUICK else examples
