"""Asks Django the questions of questions/ and writes what it answers to answers/AREA.json.

    python3 test/templates/django/answer.py

Needs Django 5.2, node and gettext's msgfmt. It is run by hand when questions change; the tests only read the answers.
Then run `npm run format`. Option: --only TEXT prints the answers to the questions with that text in
their template and writes nothing.
"""

import argparse
import datetime
import decimal
import json
import subprocess
import tempfile
import warnings
from pathlib import Path

import django
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.template import Context, Engine, RequestContext
from django.utils.safestring import mark_safe

FOLDER = Path(__file__).resolve().parent
HUMANIZE = "django.contrib.humanize.templatetags.humanize"


def configure(locale):
    settings.configure(
        LOCALE_PATHS=[locale],
        USE_TZ=True,
        TIME_ZONE="UTC",
        INSTALLED_APPS=["django.contrib.humanize"],
        STATIC_URL="/static/",
        DEBUG=False,
    )
    django.setup()
    # What an answer says about a later version of Django is no part of it.
    warnings.simplefilter("ignore")


def compiled_locale(target):
    """The catalogues of locale/, which Django wants compiled."""
    for source in (FOLDER / "locale").glob("*/LC_MESSAGES/django.po"):
        compiled = (target / source.relative_to(FOLDER / "locale")).with_suffix(".mo")
        compiled.parent.mkdir(parents=True)
        subprocess.run(["msgfmt", "-o", compiled, source], check=True)
    return target


def decode(value):
    """A value of the questions as Python's."""
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        [(kind, inner)] = value.items()
        if kind in KINDS:
            return KINDS[kind](inner)
    return {key: decode(item) for key, item in value.items()}


KINDS = {
    "$safe": mark_safe,
    "$integer": int,
    "$float": float,
    "$decimal": decimal.Decimal,
    "$datetime": datetime.datetime.fromisoformat,
    "$query": QueryDict,
    "$map": lambda pairs: {decode(key): decode(item) for key, item in pairs},
    "$ago": lambda seconds: datetime.datetime.now(datetime.timezone.utc)
    - datetime.timedelta(seconds=seconds),
}


def engine(question):
    templates = {**question["templates"], question["name"]: question["template"]}
    return Engine(
        loaders=[("django.template.loaders.locmem.Loader", templates)],
        libraries={
            "humanize": HUMANIZE,
            "static": "django.templatetags.static",
            "i18n": "django.templatetags.i18n",
            "l10n": "django.templatetags.l10n",
            "tz": "django.templatetags.tz",
        },
    )


def context_of(question):
    context = decode(question["context"])
    if isinstance(context.get("query"), QueryDict):
        # What {% querystring %} reads; ours has `query` where Django has `GET`.
        request = HttpRequest()
        request.GET = context.pop("query")
        return RequestContext(request, context)
    return Context(context)


def answer(question):
    """The text, or the kind of error and where it came up."""
    try:
        template = engine(question).get_template(question["name"])
    except Exception as error:
        return {"parsing": type(error).__name__}
    try:
        return str(template.render(context_of(question)))
    except Exception as error:
        return {"rendering": type(error).__name__}


def questions():
    listed = subprocess.run(
        ["node", "--conditions=uptempo-source", str(FOLDER / "list-questions.ts")],
        check=True,
        stdout=subprocess.PIPE,
    )
    return json.loads(listed.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=None)
    options = parser.parse_args()
    folder = tempfile.TemporaryDirectory()
    configure(compiled_locale(Path(folder.name)))
    areas = {}
    for question in questions():
        if options.only is not None and options.only not in question["template"]:
            continue
        areas.setdefault(question["area"], {})[question["key"]] = answer(question)
    if options.only is None:
        write(areas)
    else:
        for answers in areas.values():
            for key, given in answers.items():
                print(f"{key}\n  -> {json.dumps(given, ensure_ascii=False)}")


def write(areas):
    """One question a line, so that a change shows as one."""
    folder = FOLDER / "answers"
    folder.mkdir(exist_ok=True)
    for stale in folder.glob("*.json"):
        stale.unlink()
    for area, answers in areas.items():
        lines = [
            f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(given, ensure_ascii=False)}"
            for key, given in answers.items()
        ]
        (folder / f"{area}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    total = sum(len(answers) for answers in areas.values())
    print(f"{total} answers of Django {django.get_version()}")


if __name__ == "__main__":
    main()
