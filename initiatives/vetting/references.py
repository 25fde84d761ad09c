"""References: the short public name of a submission, in letters, lists and the record."""

from __future__ import annotations

import secrets

from initiatives.models import Submission

# Crockford's base 32: no i, l, o (read as 1, 1, 0) and no u.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6


def draw(number: int) -> list[str]:
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
