"""The same hits in the same order on both engines: both are compared with what stands in a file.

Where the search changed on purpose, `make searching ARGS="--order"` writes the file anew; its
difference then shows what changed.
"""

from __future__ import annotations

import pytest

from initiatives.catalogue.snapshot import current
from tests.search.measuring import ORDER, order, queries

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("real_data")]


def test_hits_come_in_the_order_of_the_file():
    assert order(current(), queries()) == ORDER.read_text(encoding="utf-8")
