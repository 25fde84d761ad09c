"""How many random examples a test takes: all in `make test`, a tenth in the quick `make check`."""

import os

QUICK = os.environ.get("TESTS") == "quick"


def rounds(number: int) -> int:
    """So many, or a tenth of them in the quick round."""
    return max(number // 10, 1) if QUICK else number
