"""Receipts, the secrets that open a status page, and references, the public names of submissions.

A receipt has 28 characters of Crockford's base 32 in seven groups of four: 27 random ones (135
bits) and a check character (Luhn, mod 32). Only a hash of it is stored.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

from django.conf import settings

from initiatives.models import Submission

# Crockford's base 32: no i, l, o (read as 1, 1, 0) and no u.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6


def draw_references(number: int) -> list[str]:
    """As many random references, of which no submission has one yet."""
    drawn: set[str] = set()
    while len(drawn) < number:
        some = {
            "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
            for _ in range(min(500, number - len(drawn)))
        }
        taken = Submission.objects.filter(reference__in=some).values_list("reference", flat=True)
        drawn |= some - set(taken)
    return sorted(drawn, key=lambda _: secrets.randbits(64))


CHARACTERS = 28
GROUP = 4

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
# What people write for characters that the alphabet leaves out.
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_receipt(nonce: str) -> str:
    """The receipt that belongs to a form's nonce: a keyed hash, so that a double click is given
    the same receipt again though neither is stored."""
    key = settings.SECRET_KEY.encode()
    digest = hmac.digest(key, b"receipt\0" + nonce.encode(), hashlib.sha256)
    number = int.from_bytes(digest, "big")
    characters = ""
    for _ in range(CHARACTERS - 1):
        number, rest = divmod(number, 32)
        characters += ALPHABET[rest]
    return _grouped(characters + _check_character(characters))


def read_receipt(text: str) -> str | None:
    """A receipt as typed -> its canonical form; None when its check character does not fit."""
    # Hyphens and whitespace of every kind: receipts are copied from emails and from paper.
    typed = (s for s in text.upper() if not s.isspace() and unicodedata.category(s) != "Pd")
    characters = "".join(typed).translate(_READ_AS)
    if len(characters) != CHARACTERS or any(character not in _VALUE for character in characters):
        return None
    if _check_character(characters[:-1]) != characters[-1]:
        return None
    return _grouped(characters)


def receipt_hash(token: str) -> str:
    """What is stored of a receipt in its canonical form."""
    return hashlib.sha256(b"receipt\0" + token.encode()).hexdigest()


def find_by_receipt(text: str) -> Submission | None:
    """The submission whose receipt this is, as typed; None for any other text."""
    token = read_receipt(text)
    wanted = receipt_hash(token or "")
    found = Submission.objects.filter(token_hash=wanted).first()
    if found is None or token is None or found.token_hash is None:
        return None
    # The look-up went by a hash of 135 random bits; the comparison leaks nothing either.
    return found if hmac.compare_digest(found.token_hash, wanted) else None


def _check_character(characters: str) -> str:
    """Luhn's algorithm, mod N = 32."""
    total = 0
    for place, character in enumerate(reversed(characters)):
        doubled = _VALUE[character] * (2 if place % 2 == 0 else 1)
        total += doubled // 32 + doubled % 32
    return ALPHABET[-total % 32]


def _grouped(characters: str) -> str:
    return "-".join(characters[start : start + GROUP] for start in range(0, CHARACTERS, GROUP))
