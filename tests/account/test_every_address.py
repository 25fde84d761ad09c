"""Every address of the desk is shut to those who have not signed in with both factors (SR-8).

The addresses are those of the URL configuration, so that a new one cannot be forgotten.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from initiatives.models import Role
from tests.account.signing import SIGN_IN, give_password, moderator, prove_again, sign_in
from tests.factories.submission import publish_new, send
from tests.factories.words import make_words

pytestmark = pytest.mark.django_db
# What one sees before the sign-in, or needs for it.
OPEN = {
    "account_login",
    "account_inactive",
    "account_reset_password_from_key",
}
WHOLE = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>")


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield (name, pattern) of everything below /desk/ and /admin/."""
    for one in (resolver or get_resolver()).url_patterns:
        pattern = before + str(one.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if isinstance(one, URLResolver):
            yield from addresses(one, pattern)
        elif pattern.startswith(("desk/", "admin/")):
            assert isinstance(one, URLPattern)
            yield one.name or "", f"/{pattern}"


EVERY = sorted(set(addresses()))


def filled(pattern: str, values: dict[str, str]) -> str:
    """An address of the pattern; parts that are not in `values` get "1"."""
    path = WHOLE.sub(lambda part: values.get(part[1] or part[2], "1"), pattern)
    return path.replace("\\", "").replace("?", "")


def shut(answer: Any) -> bool:
    if answer.status_code in {301, 302}:
        return answer["Location"].startswith((SIGN_IN, "/desk/"))
    return answer.status_code in {403, 404, 405}


@pytest.fixture
def values(db) -> dict[str, str]:
    """A submission that waits and an entry, so that no address fails for want of them."""
    make_words()
    entry = publish_new()
    waiting = send()
    return {
        "slug": entry.slug,
        "reference": str(getattr(waiting, "reference", waiting.pk)),
        "object_id": "1",
        "app_label": "initiatives",
        "url": "initiatives/country/",
        "uidb36": "1",
        "key": "x-y",
    }


def test_the_configuration_is_read_whole():
    names = {name for name, _ in EVERY}
    assert (
        OPEN | {"queue", "mfa_authenticate", "mfa_index", "admin", "initiatives_tag_add"} <= names
    )
    assert len(EVERY) > 40


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_sign_in_every_address_is_shut(values, method):
    for name, pattern in EVERY:
        if name not in OPEN:
            answer = getattr(Client(), method)(filled(pattern, values))
            assert shut(answer), f"{method} {pattern}: {answer.status_code}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_with_the_password_only_every_address_is_shut(values, method):
    moderator("nino", everywhere=True, role=Role.ADMINISTRATOR)
    client = Client()
    give_password(client)
    # The second step stands open, and the first may be taken back.
    for name, pattern in EVERY:
        if name not in OPEN | {"mfa_authenticate", "account_logout"}:
            answer = getattr(client, method)(filled(pattern, values))
            assert shut(answer), f"{method} {pattern}: {answer.status_code}"
    assert client.get("/desk/").status_code == 302


def test_before_enrolment_only_one_s_own_sign_in_is_open(values):
    moderator("nino", everywhere=True, role=Role.ADMINISTRATOR, enrolled=False)
    client = Client()
    give_password(client)
    for _name, pattern in EVERY:
        if not pattern.startswith(SIGN_IN):
            answer = client.get(filled(pattern, values))
            assert shut(answer), f"{pattern}: {answer.status_code}"


def test_out_of_scope_no_submission_is_shown(values):
    """Nino's countries are others than those of the submission and the entry."""
    client = sign_in(moderator("nino", countries=("AM",)))
    prove_again(client)
    seen = 0
    for _name, pattern in EVERY:
        if "reference>" in pattern:
            for method in ("get", "post"):
                answer = getattr(client, method)(filled(pattern, values))
                assert answer.status_code in {403, 404, 405}, f"{method} {pattern}"
            seen += 1
    assert seen > 3


@pytest.mark.whole
def test_no_answer_of_the_desk_is_kept(values):
    client = sign_in(moderator("nino", everywhere=True))
    for name, pattern in EVERY:
        if name != "account_logout":
            answer = client.get(filled(pattern, values))
            assert answer.status_code < 500, pattern
            assert "no-store" in answer.get("Cache-Control", ""), pattern
