"""What the tests of the road begin with."""

import pytest
from django.contrib.auth.models import User

from tests.factories.submission import person
from tests.factories.words import make_words


@pytest.fixture
def words(db: None) -> None:
    """The words that the factories' documents name."""
    make_words()


@pytest.fixture
def lasting_words(transactional_db: None) -> None:
    """The same where a test commits, and everything is emptied afterwards."""
    make_words()


@pytest.fixture
def nino(db: None) -> User:
    """A moderator."""
    return person("nino")


@pytest.fixture
def milan(db: None) -> User:
    """Another moderator."""
    return person("milan")
