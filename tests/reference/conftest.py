"""The folder of reference files that the tests of this room load."""

import pytest

from tests.reference.small_files import Files


@pytest.fixture
def files(db, tmp_path):
    return Files(tmp_path)
