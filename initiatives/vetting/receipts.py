"""Receipts: the secret that opens a status page, typed or as a link (domain.md).

28 signs of Crockford's base 32 in seven groups of four: 27 random ones (135 bits) and a check
sign (Luhn, mod 32). Only a hash is stored.
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


SIGNS = 28
GROUP = 4

_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
# What people write for signs that the alphabet leaves out.
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_receipt(nonce: str) -> str:
    """The receipt that belongs to a form's nonce: a keyed hash, so that a double click is given
    the same receipt again though neither is stored."""
    key = settings.SECRET_KEY.encode()
    digest = hmac.digest(key, b"receipt\0" + nonce.encode(), hashlib.sha256)
    number = int.from_bytes(digest, "big")
    signs = ""
    for _ in range(SIGNS - 1):
        number, rest = divmod(number, 32)
        signs += ALPHABET[rest]
    return _grouped(signs + _check_sign(signs))


def read_receipt(text: str) -> str | None:
    """A receipt as it was typed -> its canonical form; None when its check sign does not fit."""
    # Hyphens and blanks of every kind: receipts are copied from letters and from paper.
    typed = (s for s in text.upper() if not s.isspace() and unicodedata.category(s) != "Pd")
    signs = "".join(typed).translate(_READ_AS)
    if len(signs) != SIGNS or any(sign not in _VALUE for sign in signs):
        return None
    if _check_sign(signs[:-1]) != signs[-1]:
        return None
    return _grouped(signs)


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


def _check_sign(signs: str) -> str:
    """Luhn's algorithm, mod N = 32."""
    total = 0
    for place, sign in enumerate(reversed(signs)):
        doubled = _VALUE[sign] * (2 if place % 2 == 0 else 1)
        total += doubled // 32 + doubled % 32
    return ALPHABET[-total % 32]


def _grouped(signs: str) -> str:
    return "-".join(signs[start : start + GROUP] for start in range(0, SIGNS, GROUP))
