"""The address decides the language; where it cannot, the browser does; a cookie never."""

import pytest

SAFETY = "about/safety/"


@pytest.mark.parametrize(
    ("header", "home"),
    [
        ("", "/en/"),
        ("ru", "/ru/"),
        ("RU-ru,en;q=0.5", "/ru/"),
        ("de,ka;q=0.9,ru;q=0.3,en;q=0.2", "/ru/"),
        ("de,fr;q=0.9,ru;q=0.3,en;q=0.2", "/ru/"),
        ("en;q=0.2,ru;q=0.1", "/en/"),
        ("ru;q=0,en", "/en/"),
        ("de", "/en/"),
        # Languages of Russia and of its neighbours, unless English is asked for first.
        ("tt-RU,tt", "/ru/"),
        ("sah", "/ru/"),
        ("uk-UA,uk;q=0.9,en;q=0.5", "/ru/"),
        ("kk", "/ru/"),
        ("ka,en;q=0.8", "/ru/"),
        ("de-RU", "/ru/"),
        ("ro-MD,ro", "/ru/"),
        ("ro-RO", "/en/"),
        ("en-US,tt;q=0.9,ru;q=0.8", "/en/"),
        ("tt;q=0.3,en;q=0.4", "/en/"),
        ("*", "/en/"),
        ("," * 10_000 + "ru", "/en/"),
        ("ru\x00;;q=nonsense", "/en/"),
    ],
)
def test_the_front_door_leads_to_the_accepted_language(client, header, home):
    response = client.get("/", headers={"accept-language": header})
    assert (response.status_code, response["Location"]) == (302, home)
    assert response["Vary"] == "Accept-Language"


def test_the_front_door_forgets_the_query(client):
    assert client.get("/?next=//evil.example")["Location"] == "/en/"


@pytest.mark.django_db
def test_the_address_outweighs_the_browser_and_no_cookie_counts(client):
    client.cookies["django_language"] = "ru"
    english = client.get(f"/en/{SAFETY}", headers={"accept-language": "ru"})
    russian = client.get(f"/ru/{SAFETY}", headers={"accept-language": "en"})
    assert (english["Content-Language"], russian["Content-Language"]) == ("en", "ru")
    assert b'<html lang="en"' in english.content
    assert b'<html lang="ru"' in russian.content
    for response in (english, russian):
        assert not {"cookie", "accept-language"} & {
            part.strip().lower() for part in response.get("Vary", "").split(",")
        }


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/initiatives/", "/EN/", "/de/", "/enx/"])
def test_an_address_without_a_language_is_none_of_ours(client, address):
    response = client.get(address, headers={"accept-language": "ru"})
    assert response.status_code == 404
    assert response["Content-Language"] == "ru"
    assert "Accept-Language" in response["Vary"]


@pytest.mark.django_db
def test_a_missing_slash_leads_no_further_than_to_itself(client):
    outward = client.get("/", PATH_INFO="//evil.example/en")
    assert (outward.status_code, "Location" in outward) == (404, False)
    response = client.get("/en/countries")
    assert (response.status_code, response["Location"]) == (301, "/en/countries/")
