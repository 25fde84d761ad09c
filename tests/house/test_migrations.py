"""The migrations say what the models say."""

import io

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.engine


@pytest.mark.django_db
def test_no_migration_is_missing():
    output = io.StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=output)
    except SystemExit:
        pytest.fail(output.getvalue(), pytrace=False)
    assert "No changes detected" in output.getvalue()
