"""Parameters that mailers, social networks and advertisers add to addresses."""

_NAMES = frozenset(
    "_ga _gl dclid fbclid gbraid gclid igsh igshid mc_cid mc_eid msclkid si twclid wbraid "
    "yclid ysclid".split()
)


def is_tracking(name: str) -> bool:
    """Whether a parameter of this name says nothing about the page that is asked for."""
    return name in _NAMES or name.startswith("utm_")
