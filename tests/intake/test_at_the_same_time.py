"""Many presses of one button at one moment: one submission, and everybody gets its receipt."""

import threading

import pytest
from django.db import connections
from django.test import Client
from django.utils import translation

from initiatives.models import Nonce, Submission
from tests.factories.words import make_words
from tests.intake.visitor import Visitor, filled, hidden

PRESSES = 6


@pytest.mark.django_db(transaction=True)
def test_presses_at_one_moment_send_once_and_lead_to_one_receipt(clock, waited):
    make_words()
    nonce = hidden(Visitor(Client(), clock).preview(), "nonce")
    ready, found = threading.Barrier(PRESSES), []

    def press() -> None:
        try:
            with translation.override("en"):
                ready.wait(10)
                found.append(Visitor(Client(), clock).press("send", filled(nonce=nonce)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(PRESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [answer.status_code for answer in found] == [303] * PRESSES
    assert len({answer["Location"] for answer in found}) == 1
    assert Submission.objects.count() == Nonce.objects.count() == 1
