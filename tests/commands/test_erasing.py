"""erase_expired clears what signing in leaves behind: sessions."""

import io
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils.timezone import now

pytestmark = pytest.mark.django_db


def test_expired_sessions_go_and_others_stay():
    for name, hours in (("old", -1), ("new", 1)):
        Session.objects.create(
            session_key=name, session_data="", expire_date=now() + timedelta(hours=hours)
        )
    output = io.StringIO()
    call_command("erase_expired", stdout=output)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert "0 texts erased" in output.getvalue()
