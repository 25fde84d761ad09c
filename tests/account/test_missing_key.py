"""Where the key is missing that something was sealed with, it is said so; nothing breaks."""

import pytest
from cryptography.fernet import Fernet
from django.test import Client
from django.utils.timezone import now

from initiatives.models import ContactOpening, Role
from initiatives.vetting.submitting import submit
from tests.account.signing import (
    CODE,
    SIGN_IN,
    code,
    give_password,
    moderator,
    prove_again,
    recovery_codes,
    sign_in,
)
from tests.account.test_enrolment import FACTORS, choose_password, invite
from tests.account.test_every_address import EVERY, filled, values  # noqa: F401
from tests.factories.content import least

pytestmark = pytest.mark.django_db
FORMER, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture(autouse=True)
def _former_key(settings):
    settings.CONTACT_KEYS = [FORMER]


@pytest.fixture
def inside(values, settings) -> Client:  # noqa: F811
    """An administrator who signed in while both keys were there; now the former one is gone."""
    row = moderator("anna", role=Role.ADMINISTRATOR, everywhere=True)
    settings.CONTACT_KEYS = [NEW, FORMER]
    client = sign_in(row)
    prove_again(client)
    settings.CONTACT_KEYS = [NEW]
    return client


@pytest.mark.parametrize("of_app", [True, False])
def test_the_sign_in_says_that_a_key_is_missing(client, settings, caplog, of_app):
    row = moderator()
    given = code() if of_app else recovery_codes(row)[0]
    settings.CONTACT_KEYS = [NEW]
    assert give_password(client).status_code == 302
    answer = client.post(CODE, {"code": given})
    assert answer.status_code == 200
    assert "is missing the key" in answer.content.decode()
    assert "CONTACT_KEYS" in caplog.text
    assert given not in caplog.text
    settings.CONTACT_KEYS = [NEW, FORMER]
    assert client.post(CODE, {"code": given})["Location"] == "/desk/"


def test_proving_again_says_that_a_key_is_missing(inside):
    answer = inside.post(f"{SIGN_IN}again/code/", {"code": code(1)})
    assert answer.status_code == 200
    assert "is missing the key" in answer.content.decode()


@pytest.mark.whole
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_page_of_the_desk_answers_without_the_key(inside, values, method):  # noqa: F811
    told = set()
    for name, pattern in EVERY:
        if name == "account_logout" or "deactivate" in pattern or "anew" in pattern:
            continue
        answer = getattr(inside, method)(filled(pattern, values))
        assert answer.status_code != 500, pattern
        if answer.status_code == 503:
            assert "A key is missing" in answer.content.decode()
            told.add(name)
    if method == "get":
        assert {"mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"} <= told


def test_a_contact_that_cannot_be_opened_is_not_recorded_as_opened(inside, settings):
    settings.CONTACT_KEYS = [FORMER]
    one = submit(least(), at=now(), contact="nino@example.org")
    settings.CONTACT_KEYS = [NEW]
    answer = inside.post(f"/desk/submissions/{one.reference}/contact/", {"reason": "A call"})
    assert answer.status_code == 503
    assert "A key is missing" in answer.content.decode()
    assert "Nothing was changed" in answer.content.decode()
    assert not ContactOpening.objects.exists()
    settings.CONTACT_KEYS = [NEW, FORMER]
    answer = inside.post(f"/desk/submissions/{one.reference}/contact/", {"reason": "A call"})
    assert "nino@example.org" in answer.content.decode()


def test_an_enrolment_begun_with_another_key_begins_anew(client, settings):
    choose_password(client, invite("anna", "--everywhere"))
    assert client.get(f"{FACTORS}app/").status_code == 200
    settings.CONTACT_KEYS = [NEW]
    answer = client.post(f"{FACTORS}app/", {"code": "123456"})
    assert answer["Location"].startswith(SIGN_IN)
    give_password(client, "anna")
    assert client.get(f"{FACTORS}app/").status_code == 200
