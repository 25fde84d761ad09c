"""What the public form does not ask for is said before, and given in the decision itself."""

import re

import pytest
from django.utils.timezone import now

from initiatives.models import By, Decision, Initiative, Submission
from initiatives.vetting.submitting import submit
from tests.account.signing import moderator, prove_again, signed_in
from tests.factories.content import least
from tests.factories.submission import publish_new, send, send_change

pytestmark = pytest.mark.django_db

SOURCE = "https://independent.example.org/about"


@pytest.fixture
def plain(words):
    """As the public form sends it when only what it requires is filled in."""
    return send(reach="", sources=[])


def address(one, act: str = "") -> str:
    return f"/desk/submissions/{one.reference}/" + (f"{act}/" if act else "")


def decide(client, one, act: str = "approve", **given):
    data = {"act": act, "version": one.versions.count(), **given}
    return client.post(address(one, "decide"), data)


def words_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


@pytest.mark.parametrize(
    ("language", "said", "labels"),
    [
        ("en", "To fill in or correct before it can be approved:", ["Reach", "Sources"]),
        ("ru", "", ["Охват", "Источники"]),
    ],
)
def test_what_is_missing_is_said_before_with_the_way_to_it(
    desk, nino, plain, language, said, labels
):
    nino.language = language
    nino.save()
    first = desk.get(address(plain)).context["checks"][0]
    assert first.kind == "care"
    assert said in first.text
    sheet = address(plain, "correct")
    assert [(one.label, one.url) for one in first.links] == [
        (labels[0], f"{sheet}#field-reach"),
        (labels[1], f"{sheet}#field-sources"),
    ]
    page = desk.get(sheet).content.decode()
    assert 'id="field-reach"' in page
    assert 'id="field-sources"' in page


def test_where_nothing_is_missing_that_is_said_and_nothing_asked(desk):
    one = send()
    response = desk.get(address(one))
    assert response.context["checks"][0].kind == "fine"
    assert response.context["given"] == []


def test_given_in_the_decision_it_is_a_correction_and_published_at_once(desk, nino, plain, client):
    page = words_of(desk.get(address(plain)))
    assert "It is saved as your correction and needs no second moderator." in page
    response = decide(desk, plain, reach="regional", sources=f"{SOURCE}\n")
    assert response.status_code == 302
    entry = Initiative.objects.get()
    assert (entry.reach, entry.sources) == ("regional", [SOURCE])
    assert [one.author for one in plain.versions.order_by("number")] == [None, nino.user]
    acts = Decision.objects.filter(submission=plain).order_by("pk")
    assert [one.action for one in acts] == ["submit", "correct", "approve"]
    assert client.get(entry.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({}, 2),
        ({"reach": "regional"}, 1),
        ({"sources": SOURCE}, 1),
        ({"reach": "everywhere", "sources": SOURCE}, 1),
        ({"reach": "regional", "sources": "javascript:alert(1)"}, 1),
        ({"sources": "javascript:alert(1)"}, 2),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_is_still_missing_is_told_in_words_and_nothing_is_kept(
    desk, nino, plain, given, faults, language
):
    nino.language = language
    nino.save()
    response = decide(desk, plain, note="A note of mine", **given)
    assert response.status_code == 422
    page = words_of(response)
    assert not re.search(r"\b(reach|sources): ", page)
    assert re.search(r"(Охват|Источники): " if language == "ru" else r"(Reach|Sources): ", page)
    raw = response.content.decode()
    assert 'value="A note of mine"' in raw
    assert given.get("sources", "") in raw
    if given.get("reach") == "regional":
        assert '<option value="regional" selected>' in raw
    assert raw.count('class="fault"') == faults
    assert plain.versions.count() == 1
    assert Submission.objects.get().state == "pending"


def test_a_text_that_changed_meanwhile_gets_no_correction(desk, plain):
    response = desk.post(
        address(plain, "decide"),
        {"act": "approve", "version": 7, "reach": "regional", "sources": SOURCE},
    )
    assert response.status_code == 409
    assert plain.versions.count() == 1
    assert SOURCE in response.content.decode()


def test_what_is_there_is_not_written_over(desk):
    one = send(sources=[])
    decide(desk, one, reach="national", sources=SOURCE)
    assert Initiative.objects.get().reach == "grassroots"


def test_where_two_are_needed_that_is_said_and_the_correction_is_no_second_person(desk, nino):
    own = submit(least(reach="", sources=[]), at=now(), by=By.MODERATOR, moderator=nino)
    page = words_of(desk.get(address(own)))
    assert "another moderator approves it with the rest" in page
    decide(desk, own, "endorse", reach="regional", sources=SOURCE)
    assert Submission.objects.get().state == "endorsed"
    assert decide(desk, own).status_code == 409
    other = signed_in(moderator("lena", countries=("GE",)))
    decide(other, own)
    assert Initiative.objects.get().reach == "regional"


def test_what_needs_the_sheet_is_not_offered_for_approval(desk):
    city = {"country": "GE", "name": "Kutaisi"}
    one = send(reach="", proposed={"cities": [city], "tags": []})
    page = desk.get(address(one)).content.decode()
    assert "It cannot be approved yet." in page
    assert f'{address(one, "correct")}#field-proposed"' in page
    assert "Approve and publish" not in page
    assert decide(desk, one, reach="regional").status_code == 422
    assert one.versions.count() == 1


def test_a_change_that_takes_it_away_is_led_to_the_sheet(desk):
    one = send_change(publish_new(), sources=[])
    page = desk.get(address(one)).content.decode()
    assert "It cannot be approved yet." in page
    decide(desk, one, sources=SOURCE)
    assert one.versions.count() == 1


def test_showing_again_that_is_refused_names_the_field_by_its_label(desk, office):
    """An entry of before a rule came may be hidden; what it lacks is said on showing it again."""
    entry = publish_new()
    Initiative.objects.update(sources=[])
    asked = desk.post(f"/desk/initiatives/{entry.slug}/hide/", {"reason": "Danger"})
    prove_again(desk, asked["Location"])
    again = Submission.objects.get(state="pending")
    path = f"/desk/submissions/{again.reference}/decide/"
    page = words_of(office.post(path, {"act": "endorse", "version": 1}))
    assert "Sources: Enter at least one address" in page
    assert "sources: " not in page
