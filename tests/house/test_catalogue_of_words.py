"""The Russian catalogue is complete and fresh, and its tool finds what it should."""

import ast
import contextlib
import gettext
import importlib.util
import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.files import ROOT

# Ends of the names that sentences go through.
GETTEXTS = ("_", "gettext", "gettext_lazy")
MO = ROOT / "locale" / "ru" / "LC_MESSAGES" / "django.mo"


def update(root: Path, *arguments: object) -> tuple[int, str]:
    """Call a project's own update.py; return its exit code and what it printed."""
    spec = importlib.util.spec_from_file_location("update", root / "locale" / "update.py")
    tool = importlib.util.module_from_spec(spec)
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(printed):
        patch.setitem(sys.modules, "update", tool)
        spec.loader.exec_module(tool)
        code = tool.main([str(one) for one in arguments])
    return code, printed.getvalue()


def test_every_sentence_has_its_russian():
    result = subprocess.run(
        [sys.executable, ROOT / "locale" / "update.py", "--check"], capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout
    assert "is complete" in result.stdout


def test_no_sentence_hides_in_a_formatted_string():
    """There the tool that gathers sentences does not look."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in ("initiatives", "directory")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(GETTEXTS)
    ]
    assert hidden == []


def test_the_compiled_catalogue_is_read_by_gettext_with_three_forms():
    russian = gettext.GNUTranslations(io.BytesIO(MO.read_bytes()))
    forms = [russian.plural(n) for n in (1, 2, 5, 11, 21, 22, 25, 101, 111)]
    assert forms == [0, 1, 2, 2, 0, 1, 2, 0, 2]


@pytest.fixture
def copy(tmp_path):
    """The tool in a small project of its own, with a complete catalogue."""
    for folder in ("locale", "directory", "initiatives", "templates"):
        (tmp_path / folder).mkdir()
    tool = (ROOT / "locale" / "update.py").read_text()
    (tmp_path / "locale" / "update.py").write_text(tool)
    (tmp_path / "initiatives" / "a.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy\n"
        'A = _("Hello, %(name)s")\nB = pgettext_lazy("month", "May")\n'
    )
    (tmp_path / "templates" / "a.html").write_text(
        "{% load i18n %}<p>{% translate 'Quote \"this\"' %}</p>\n"
        "  {% blocktranslate count n=n trimmed %}\n    {{ n }} entry\n"
        "  {% plural %}\n    {{ n }} entries\n  {% endblocktranslate %}\n"
        "{% blocktranslate with x=y context 'sum' %}100% of {{ x }}{% endblocktranslate %}\n"
    )
    other = tmp_path / "other.po"
    other.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Hello, %(name)s"\nmsgstr "Привет, %(name)s"\n\n'
        'msgctxt "month"\nmsgid "May"\nmsgstr "май"\n\n'
        'msgid "Quote \\"this\\""\nmsgstr "Цитата"\n\n'
        'msgid "%(n)s entry"\nmsgid_plural "%(n)s entries"\n'
        'msgstr[0] "%(n)s запись"\nmsgstr[1] "%(n)s записи"\nmsgstr[2] "%(n)s записей"\n\n'
        'msgctxt "sum"\nmsgid "100%% of %(x)s"\nmsgstr "100%% от %(x)s"\n'
    )
    _code, printed = update(tmp_path, "--from", other)
    assert "complete: 5 entries" in printed
    assert update(tmp_path, "--check")[0] == 0
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('msgstr "май"', 'msgstr ""', "not translated: 'May'"),
        ("Привет, %(name)s", "Привет", "other placeholders: 'Hello"),
        ('%(n)s записи"', 'записи"', "other placeholders: '%(n)s entry'"),
        ('msgctxt "month"', '#, fuzzy\nmsgctxt "month"', "fuzzy: 'May'"),
        ('msgstr "май"', 'msgstr "мая"', "django.mo is stale"),
        ('msgid "May"', 'msgid "June"', "django.po is stale"),
    ],
)
def test_a_fault_in_the_catalogue_is_found(copy, old, new, complaint):
    po = copy / "locale" / "ru" / "LC_MESSAGES" / "django.po"
    text = po.read_text()
    assert text.count(old) == 1
    po.write_text(text.replace(old, new))
    code, printed = update(copy, "--check")
    assert code == 1
    assert complaint in printed


def test_a_new_sentence_is_found_and_an_old_one_goes(copy):
    (copy / "initiatives" / "a.py").write_text('A = _("New %s")\n')
    _code, printed = update(copy, "--check")
    assert "not translated: 'New %s'" in printed
    update(copy)
    po = (copy / "locale" / "ru" / "LC_MESSAGES" / "django.po").read_text()
    assert "Hello" not in po
    assert 'msgctxt "sum"' in po


def test_compiling_twice_gives_the_same_bytes(copy):
    mo = copy / "locale" / "ru" / "LC_MESSAGES" / "django.mo"
    before = mo.read_bytes()
    mo.unlink()
    update(copy)
    assert mo.read_bytes() == before
