"""Asks Django for the names of its built-in tags and filters and writes them to builtin-names.json.

    python3 test/templates/django/builtin_names.py

Needs Django 5.2. It is run by hand for another version of Django; the tests only read the names.
"""

import json
from pathlib import Path

import django
from django.template.library import import_library

TAGS = "django.templatetags"

# What {% load %} calls it; the first needs no {% load %}.
LIBRARIES = {
    "builtins": [
        "django.template.defaulttags",
        "django.template.loader_tags",
        "django.template.defaultfilters",
    ],
    "cache": [f"{TAGS}.cache"],
    "humanize": ["django.contrib.humanize.templatetags.humanize"],
    "i18n": [f"{TAGS}.i18n"],
    "l10n": [f"{TAGS}.l10n"],
    "static": [f"{TAGS}.static"],
    "tz": [f"{TAGS}.tz"],
}


def names_of(modules):
    libraries = [import_library(module) for module in modules]
    return {
        "tags": sorted(name for library in libraries for name in library.tags),
        "filters": sorted(name for library in libraries for name in library.filters),
    }


def main():
    names = {library: names_of(modules) for library, modules in LIBRARIES.items()}
    target = Path(__file__).resolve().parent / "builtin-names.json"
    target.write_text(json.dumps(names, indent=2) + "\n", "utf-8")
    print(f"names of Django {django.get_version()}")


if __name__ == "__main__":
    main()
