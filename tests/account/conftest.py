"""What every test of the sign-in begins with."""

import pytest

from tests.account.signing import forget_attempts


@pytest.fixture(autouse=True)
def _no_limit_is_used_up(db: None) -> None:
    forget_attempts()
