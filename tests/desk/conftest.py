"""A few words, and moderators who have signed in with the second factor."""

from typing import Any

import pytest
from django.test import Client

from initiatives.models import Moderator, Role
from tests.account.signing import moderator, signed_in
from tests.factories.words import make_words


@pytest.fixture
def words(db: Any) -> None:
    make_words()


@pytest.fixture
def nino(words: None) -> Moderator:
    """Moderator for Georgia and Armenia."""
    return moderator("nino", countries=("GE", "AM"))


@pytest.fixture
def milan(words: None) -> Moderator:
    """Moderator for Serbia."""
    return moderator("milan", countries=("RS",))


@pytest.fixture
def editor(words: None) -> Moderator:
    return moderator("edita", role=Role.EDITOR)


@pytest.fixture
def desk(nino: Moderator) -> Client:
    """Nino's browser."""
    return signed_in(nino)


@pytest.fixture
def office(editor: Moderator) -> Client:
    """An editor's browser."""
    return signed_in(editor)
