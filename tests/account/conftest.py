"""What every test of the sign-in begins with."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_limit_is_used_up(db: None) -> None:
    cache.clear()
