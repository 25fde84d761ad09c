"""Fifty of the entries that come with the program: a directory small enough to be read often.

Each kind, state and oddity is among them: closed ones, hidden names (see journeys/rare.py),
designations of all types, entries without a city or online only, in one country and in many, with
partners among them, of each language that a page treats in its own way. More than a page of media
is online, so that a listing has a second page.
"""

from django.core.management import call_command
from django.utils.timezone import now

from initiatives.reference.samples import read_samples
from initiatives.vetting.importing import ImportRow, import_rows

MEDIA = """
    bumaga paper-kartuli people-of-baikal radio-svoboda meduza the-moscow-times current-time echo
    re-russia kit spektr roar idel-realii sibir-realii azatliq komi-daily arctida barents-observer
    rubezhi volna pskovskaya-guberniya tv2-media 7x7 govorit-nemoskva perito novosti-26
    conflict-intelligence-team astra kedr daptar
"""
CIVIC = """
    anti-war-committee anti-corruption-foundation free-buryatia asians-of-russia coming-out
    russian-democratic-community-cyprus demokrati-ja freies-russland-nrw dissident-books-tbilisi
    free-russia-argentina los-i-svetlyachok-tbilisi
"""
IT = "amnezia-vpn paper-vpn roskomsvoboda f0rthsp4ce-tbilisi letters-now"
MUTUAL_AID = """
    kovcheg volunteers-tbilisi choose-to-help vyvozhuk nc-sos marem helping-to-leave
    reforum-space-tbilisi ethos-yerevan institute-of-consuls conscientious-objectors labirint
    equal-postost
"""
SLUGS = frozenset(f"{MEDIA} {CIVIC} {IT} {MUTUAL_AID}".split())


def load() -> None:
    """Load the reference tables and these entries, by the road that all take."""
    call_command("load_reference", verbosity=0)
    rows = [one for one in read_samples() if one.values["slug"] in SLUGS]
    assert {one.values["slug"] for one in rows} == SLUGS
    import_rows([_among_themselves(one) for one in rows], at=now())


def _among_themselves(row: ImportRow) -> ImportRow:
    """The row with those other entries only that are loaded too."""
    values = dict(row.values)
    values["partners"] = [slug for slug in values["partners"] if slug in SLUGS]
    values["parent"] = values["parent"] if values["parent"] in SLUGS else ""
    values["designations"] = [
        {**one, "of": one.get("of", "") if one.get("of") in SLUGS else ""}
        for one in values["designations"]
    ]
    return ImportRow(row.file, row.number, values)
