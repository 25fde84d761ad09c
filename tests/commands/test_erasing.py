"""erase_expired clears what sending and signing in leave behind, once it is of no use."""

import io
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils.timezone import now

from initiatives.models import Nonce, Throttle

pytestmark = pytest.mark.django_db(transaction=True)


def test_expired_sessions_go_and_others_stay():
    for name, hours in (("old", -1), ("new", 1)):
        Session.objects.create(
            session_key=name, session_data="", expire_date=now() + timedelta(hours=hours)
        )
    output = io.StringIO()
    call_command("erase_expired", stdout=output)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert "0 texts erased" in output.getvalue()


def test_used_up_nonces_and_throttles_go():
    Nonce.objects.create(hash="a" * 64, expires_at=now())
    Throttle.objects.create(key="b" * 64, expires_at=now())
    output = io.StringIO()
    call_command("erase_expired", stdout=output)
    assert not Nonce.objects.exists()
    assert not Throttle.objects.exists()
    assert output.getvalue().startswith("0 contacts")
