"""load_demo and demo_code: two moderators and a queue, once, and in the demonstration only."""

import io
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from directory import checks
from initiatives.models import By, Moderator, Submission, SubmissionState
from initiatives.vetting.audit_log import verify
from tests.account.signing import CODE, SIGN_IN
from tests.directory.terminal import printed_for
from tests.house.files import ROOT

pytestmark = pytest.mark.usefixtures("some_data")


@pytest.fixture
def demonstration(settings, tmp_path, some_data, db):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    return tmp_path


def say(*command: str) -> str:
    output = io.StringIO()
    call_command(*command, stdout=output)
    return output.getvalue()


def sent():
    return Submission.objects.filter(by=By.SUBMITTER).order_by("pk")


def test_the_queue_holds_eight_invented_submissions_of_every_kind(demonstration):
    assert say("load_demo") == "2 moderators and 8 submissions added.\n"
    states = [one.state for one in sent()]
    assert states.count(SubmissionState.PENDING) == 7
    assert states.count(SubmissionState.NEEDS_INFO) == 1
    for one in sent():
        host = urlsplit(one.content["website"]).hostname
        assert host is not None
        assert host.endswith(".example")
        if one.base_id is None:
            name = one.content["name_en"] + one.content["name_ru"]
            assert "Example" in name or "Пример" in name
    assert sum(one.base_id is not None for one in sent()) == 1
    assert sum(bool(one.content["proposed"]["cities"]) for one in sent()) == 1
    assert sum(one.content["remote_for"] == ["*"] for one in sent()) == 1
    dates = [one.submitted_at for one in sent()]
    assert dates == sorted(dates)
    verify()


def test_with_other_keys_the_digits_are_not_printed(demonstration, settings):
    say("load_demo")
    settings.CONTACT_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="other keys"):
        say("demo_code")


def test_a_second_call_changes_nothing(demonstration):
    say("load_demo")
    file = demonstration / "demo-moderators.json"
    before = file.read_text()
    call_command("load_demo", verbosity=0)
    assert say("load_demo") == "0 moderators and 0 submissions added.\n"
    assert file.read_text() == before
    assert sent().count() == 8


def test_nino_decides_in_two_countries_and_milan_everywhere(demonstration):
    say("load_demo")
    nino, milan = Moderator.objects.order_by("pk")
    assert nino.country_codes() == {"GE", "AM"}
    assert (nino.role, nino.decides_everywhere) == ("moderator", False)
    assert (milan.role, milan.decides_everywhere) == ("editor", True)


@pytest.mark.parametrize("name", ["nino", "milan"])
def test_what_is_printed_opens_the_desk(demonstration, name):
    say("load_demo")
    who = printed_for(name, say("demo_code"))
    for code in (who.digits, *who.recovery_codes):
        client = Client()
        client.post(SIGN_IN, {"login": who.name, "password": who.password})
        assert client.post(CODE, {"code": code})["Location"] == "/desk/"
        assert client.get("/desk/").status_code == 200
    later = printed_for(name, say("demo_code"))
    assert later.digits != who.digits
    assert not {*later.recovery_codes} & {*who.recovery_codes}


def test_secrets_lie_in_the_folder_of_the_demonstration_alone(demonstration):
    say("load_demo")
    assert [path.name for path in demonstration.iterdir()] == ["demo-moderators.json"]
    assert (demonstration / "demo-moderators.json").stat().st_mode & 0o777 == 0o600


def test_a_lost_file_gives_new_secrets_and_no_second_queue(demonstration):
    say("load_demo")
    old = printed_for("nino", say("demo_code"))
    (demonstration / "demo-moderators.json").unlink()
    assert say("load_demo") == "0 moderators and 0 submissions added.\n"
    new = printed_for("nino", say("demo_code"))
    assert new.password != old.password
    client = Client()
    assert client.post(SIGN_IN, {"login": "nino", "password": old.password}).status_code == 200


@pytest.mark.parametrize(("demo", "known"), [("0", False), ("1", True)])
def test_outside_the_demonstration_its_commands_are_not_there(demo, known):
    environment = {"PATH": os.environ["PATH"], "DEMO": demo, "SECRET_KEY": "some"}
    result = subprocess.run(
        [sys.executable, "manage.py", "help"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert {"load_demo", "demo_code"}.isdisjoint(result.stdout.split()) is not known
    assert "load_samples" in result.stdout


def test_before_anybody_was_invented_no_digits_are_printed(demonstration):
    with pytest.raises(CommandError, match="make demo"):
        say("demo_code")
    assert not Moderator.objects.exists()


def test_outside_the_demonstration_its_moderators_are_found_and_kept_out(demonstration, settings):
    say("load_demo")
    who = printed_for("nino", say("demo_code"))
    assert checks.no_demonstration_accounts(None, databases=["default"]) == []
    settings.DEMO = False
    found = checks.no_demonstration_accounts(None, databases=["default"])
    assert [one.id for one in found] == ["directory.E012"]
    assert "nino, milan" in found[0].msg
    client = Client()
    answer = client.post(SIGN_IN, {"login": who.name, "password": who.password})
    assert answer["Location"] == f"{SIGN_IN}inactive/"
    client.post(CODE, {"code": who.digits})
    assert client.get("/desk/").status_code == 302
    User.objects.update(is_active=False)
    assert checks.no_demonstration_accounts(None, databases=["default"]) == []


def test_somebody_of_the_same_name_is_left_alone(demonstration):
    User.objects.create_user("nino", password="a password of their own")
    assert say("load_demo") == "1 moderators and 8 submissions added.\n"
    assert "nino" not in say("demo_code")
    assert User.objects.get(username="nino").check_password("a password of their own")
