"""What is filled in when a template is loaded reads as if it had been said for each page."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.template import Context, Engine
from django.test import Client
from django.utils import translation

from tests.plain_templates import plain_templates

LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
    "directory": "initiatives.templatetags.directory",
}
PLAIN = "django.template.loaders.locmem.Loader"
LOAD = "{% load i18n static directory %}"
SAME = "parts/same.html"
# Text, words, addresses, what varies, and what holds them.
SNIPPETS = [
    'a {% translate "Home" %} b {{ x }} c {% translate "Closed" %}',
    '{% translate "Home" as home %}{{ home }} {% translate x %}',
    "{% blocktranslate trimmed %}Show fewer{% endblocktranslate %}",
    "{% blocktranslate count n=number %}{{ n }} one{% plural %}{{ n }} two{% endblocktranslate %}",
    '{% url "pages:home" %} {% url "pages:entry" x %} {% url "pages:home" as there %}{{ there }}',
    "{% static 'css/site.css' %} {% static x %} {% static 'css/site.css' as sheet %}{{ sheet }}",
    '{% icon "check" %}{% icon x %}{% icon "exit" as drawn %}[{{ drawn }}]',
    '{% filter nbsp %}{% translate "Home" %} in a {{ x }}{% endfilter %}',
    "{% filter nbsp %}a house — of 12 rooms{% endfilter %}",
    "{% comment %}no{% endcomment %}{# no #}{% if x %}{% translate 'Home' %}{% else %}-{% endif %}",
    "{% for one in 'abc' %}{{ forloop.counter }}{% translate 'Home' %}{% empty %}-{% endfor %}",
    "{% language 'ru' %}{% translate 'Home' %} {% url 'pages:home' %}{% endlanguage %}",
    "{% with home='x' %}{% translate home %}{% translate 'Closed' %}{% endwith %}",
    "{% autoescape off %}{% translate '<Home>' %}{{ y }}{% endautoescape %}{{ y }}",
    f'{{% include "{SAME}" %}}{{% include "{SAME}" with x="z" %}}',
    '{% include "parts/varies.html" %}{% include "parts/itself.html" with depth=2 %}',
    '{% extends "base.html" %}{% block title %}{{ block.super }}{% icon "exit" %}{% endblock %}',
]
OTHERS = {
    SAME: LOAD + '{% translate "Home" %}',
    "parts/varies.html": LOAD + '{% translate "Home" %}{{ x }}',
    "parts/itself.html": LOAD + '{% translate "Home" %}'
    '{% if depth %}{% include "parts/itself.html" with depth=0 %}{% endif %}',
    "base.html": LOAD + '<{% block title %}{% translate "Home" %}{% endblock %}{{ x }}>',
}


def engine(*, ours: bool) -> Engine:
    """Of the snippets, each as a template named by its number."""
    templates = {**OTHERS, **{str(n): _loading(one) for n, one in enumerate(SNIPPETS)}}
    plain = (PLAIN, templates)
    loader = ("directory.template_loader.Loader", [plain]) if ours else plain
    return Engine(loaders=[loader], libraries=LIBRARIES)


def _loading(snippet: str) -> str:
    """With its tags; what extends another template has to say that first."""
    if not snippet.startswith("{% extends"):
        return LOAD + snippet
    first, end, rest = snippet.partition("%}")
    return first + end + LOAD + rest


@pytest.mark.parametrize("number", range(len(SNIPPETS)))
def test_snippet_says_what_django_makes_it_say(number):
    ours, plain = engine(ours=True), engine(ours=False)
    # One after the other, as two readers ask one process; and the first again.
    for language in ("en", "ru", "en"):
        for x in ("meduza", ""):
            values = {"x": x or "a", "y": "<b>", "number": len(x), "depth": 0}
            with translation.override(language):
                expected = plain.get_template(str(number)).render(Context(values))
                assert ours.get_template(str(number)).render(Context(values)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["", "initiatives/", "countries/", "regions/", "about/safety/", "status/", "nowhere/"]
)
def test_page_has_the_bytes_that_django_makes(path):
    for language in ("en", "ru"):
        made = Client().get(f"/{language}/{path}").content
        with plain_templates():
            assert Client().get(f"/{language}/{path}").content == made


def test_a_template_that_others_are_loading_is_shown_whole():
    """Threads that ask for it at once; a half filled one lacked its end, and was kept as a page."""
    pieces = '{% translate "Home" %} {{ x }} {% icon "check" %}' * 40
    templates = {
        "base": f"{LOAD}{pieces}{{% block a %}}{{% endblock %}}{pieces}",
        "page": f'{{% extends "base" %}}{LOAD}{{% block a %}}{pieces}{{% include "part" %}}'
        "{% endblock %}",
        "part": f"{LOAD}{pieces}{{% if x %}}{pieces}{{% endif %}}",
    }
    loader = ("directory.template_loader.Loader", [(PLAIN, templates)])
    plain = Engine(loaders=[(PLAIN, templates)], libraries=LIBRARIES)
    whole = plain.get_template("page").render(Context({"x": "-"}))
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(20):
            ours = Engine(loaders=[loader], libraries=LIBRARIES)
            begin = threading.Barrier(6)

            def shown(ours: Engine = ours, begin: threading.Barrier = begin) -> str:
                begin.wait()
                return ours.get_template("page").render(Context({"x": "-"}))

            with ThreadPoolExecutor(6) as pool:
                asked = [pool.submit(shown) for _ in range(6)]
                assert {one.result() == whole for one in asked} == {True}
    finally:
        sys.setswitchinterval(interval)
