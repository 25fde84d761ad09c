"""Templates as Django alone renders them, with nothing filled in when they are loaded."""

import copy

from django.conf import settings
from django.test import override_settings


def plain_templates() -> override_settings:
    """For tests that watch a template while it is rendered."""
    templates = copy.deepcopy(settings.TEMPLATES)
    [(_ours, loaders)] = templates[0]["OPTIONS"]["loaders"]
    templates[0]["OPTIONS"]["loaders"] = loaders
    return override_settings(TEMPLATES=templates)
