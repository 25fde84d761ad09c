"""A worker begins with what the server made before the fork."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.house.files import ROOT

CODE = """
import json, sys
import directory.wsgi
from directory.serving import when_ready
when_ready(None)
from django.template import Template
from django.test import Client
compiled, usual = [], Template.compile_nodelist
def compile_nodelist(template):
    compiled.append(template.name)
    return usual(template)
Template.compile_nodelist = compile_nodelist
before = set(sys.modules)
paths = ["/en/", "/ru/", "/ru/initiatives/", "/en/about/safety/", "/en/submit/", "/desk/sign-in/"]
statuses = [Client(HTTP_HOST="localhost").get(path).status_code for path in paths]
ours = [name for name in set(sys.modules) - before if name.startswith(("directory", "initiatives"))
        or name.endswith((".urls", ".views"))]
print(json.dumps([statuses, compiled, ours]))
"""


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the engine changes nothing here")
def test_first_request_imports_no_view_and_compiles_no_template(django_db_setup):
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "directory.settings",
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
    }
    result = subprocess.run(
        [sys.executable, "-c", CODE], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    statuses, compiled, imported = json.loads(result.stdout.splitlines()[-1])
    assert statuses == [200] * 6
    assert (compiled, imported) == ([], [])
