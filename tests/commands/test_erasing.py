"""erase_expired clears what sending and signing in leave behind, once it is of no use."""

import io
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import now

from initiatives.models import Nonce, Throttle

pytestmark = pytest.mark.django_db(transaction=True)


def cached() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache")
        return cursor.fetchone()[0]


def test_expired_sessions_go_and_others_stay():
    for name, hours in (("old", -1), ("new", 1)):
        Session.objects.create(
            session_key=name, session_data="", expire_date=now() + timedelta(hours=hours)
        )
    output = io.StringIO()
    call_command("erase_expired", stdout=output)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert "0 texts erased" in output.getvalue()


def test_rows_of_the_cache_that_are_over_go_and_others_stay():
    cache.clear()
    cache.set("short", "x", timeout=1)
    cache.set("lasting", "x", timeout=3600)
    cache.set("for-ever", "x", timeout=None)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cache SET expires = %s WHERE cache_key LIKE %s",
            [
                connection.ops.adapt_datetimefield_value(
                    (now() - timedelta(seconds=2)).replace(microsecond=0)
                ),
                "%short%",
            ],
        )
    before = cached()
    call_command("erase_expired", stdout=io.StringIO())
    assert (before, cached()) == (3, 2)
    assert (cache.get("lasting"), cache.get("for-ever")) == ("x", "x")


def test_used_up_nonces_and_throttles_go():
    Nonce.objects.create(hash="a" * 64, expires_at=now())
    Throttle.objects.create(network_hash="b" * 64, hour=now(), expires_at=now())
    output = io.StringIO()
    call_command("erase_expired", stdout=output)
    assert not Nonce.objects.exists()
    assert not Throttle.objects.exists()
    assert output.getvalue().startswith("0 contacts")
