"""Asks an installed Django 5.2 for what src/i18n knows of languages, and writes it there.

    python3 scripts/i18n/ask_django.py

- data/languages.json: names and direction of every language Django knows
- data/formats.json: formats of dates and numbers, where a language differs from the defaults
- locale/LANGUAGE.po: the framework's own messages (months, units, names of languages, …)

Run by hand when a new version of Django is followed; needs Django and gettext's msgcat.
Then run `npm run format`.
Django's licence, under which its translations stand, lies beside them.
"""

import json
import subprocess
from pathlib import Path

import django
from django.conf import settings

settings.configure(USE_TZ=True, INSTALLED_APPS=["django.contrib.humanize"])
django.setup()

from django.conf.locale import LANG_INFO
from django.utils import formats, translation
from django.utils.translation import to_locale, trans_real

ROOT = Path(__file__).resolve().parents[2] / "src" / "i18n"

FORMATS = [
    "DATE_FORMAT",
    "TIME_FORMAT",
    "DATETIME_FORMAT",
    "YEAR_MONTH_FORMAT",
    "MONTH_DAY_FORMAT",
    "SHORT_DATE_FORMAT",
    "SHORT_DATETIME_FORMAT",
    "FIRST_DAY_OF_WEEK",
    "DECIMAL_SEPARATOR",
    "THOUSAND_SEPARATOR",
    "NUMBER_GROUPING",
]

MONTHS = "January February March April May June July August September October November December"
SHORT_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
AP_MONTHS = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec."
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
SHORT_DAYS = "Mon Tue Wed Thu Fri Sat Sun"
TIME_UNITS = "year month week day hour minute"
SIZES = "KB MB GB TB PB"

# Languages whose names are translated too; the others have only dates, numbers and units.
LANGUAGES = """ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nb nl pl pt
pt-br ro ru sk sl sr sv th tr uk vi zh-hans zh-hant""".split()


def core_messages():
    """(context, message, plural or None) of what the framework itself prints."""
    for word in f"{MONTHS} {SHORT_MONTHS} {DAYS} {SHORT_DAYS}".split():
        yield None, word, None
    for word in AP_MONTHS.split():
        yield "abbrev. month", word, None
    for word in MONTHS.split():
        yield "alt. month", word, None
    for word in ["a.m.", "p.m.", "AM", "PM", "midnight", "noon", ", ", "yes,no,maybe"]:
        yield None, word, None
    for unit in TIME_UNITS.split():
        yield None, f"%(num)d {unit}", f"%(num)d {unit}s"
    yield None, "%(size)d byte", "%(size)d bytes"
    for unit in SIZES.split():
        yield None, f"%s {unit}", None


def humanize_messages():
    """Whatever the catalogues of humanize have, by the one of German, which is complete."""
    catalog = translation_of("de")._catalog._catalogs[0]
    singular = {}
    for key in catalog:
        name, index = key if isinstance(key, tuple) else (key, None)
        if name and index in (None, 0):
            singular[name] = index is not None
    plurals = source_plurals()
    for name, is_plural in singular.items():
        context, _, message = name.rpartition("\x04")
        if message == "Humanize":
            continue
        yield context or None, message, plurals[name] if is_plural else None


def source_plurals():
    """The plural of each message, which compiled catalogues do not keep."""
    folder = Path(django.__file__).parent / "contrib/humanize/locale/de/LC_MESSAGES/django.po"
    wide = subprocess.run(["msgcat", "--no-wrap", folder], check=True, capture_output=True)
    found, context, message = {}, None, None
    for line in wide.stdout.decode().splitlines():
        keyword, _, text = line.partition(" ")
        if keyword == "msgctxt":
            context = json.loads(text)
        elif keyword == "msgid":
            message = json.loads(text)
        elif keyword == "msgid_plural":
            found[f"{context}\x04{message}" if context else message] = json.loads(text)
        elif not line:
            context = None
    return found


def translation_of(language):
    return trans_real.DjangoTranslation(language, domain="django")


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def entry(catalog, own, context, message, plural):
    key = f"{context}\x04{message}" if context else message
    if plural is None:
        text = catalog.get(key)
        lines = [] if text is None else [f"msgstr {quoted(text)}"]
    else:
        texts = [text for text in (catalog.get((key, index)) for index in range(6)) if text]
        lines = [f"msgstr[{index}] {quoted(text)}" for index, text in enumerate(texts)]
    # What the language has from another (en_GB from en) comes by its fallback here too.
    if not lines or not own:
        return None
    head = [f"msgctxt {quoted(context)}"] if context else []
    head.append(f"msgid {quoted(message)}")
    head += [f"msgid_plural {quoted(plural)}"] if plural else []
    return "\n".join(head + lines)


def write_catalog(language, messages):
    found = translation_of(language)
    plural_forms = found.info().get("plural-forms", "")
    header = [
        "Content-Type: text/plain; charset=UTF-8\\n",
        f"Language: {to_locale(language)}\\n",
        *([f"Plural-Forms: {plural_forms}\\n"] if plural_forms else []),
    ]
    entries = ['msgid ""\nmsgstr ""\n' + "\n".join(f'"{line}"' for line in header)]
    for message in messages:
        text = entry(found._catalog, True, *message)
        if text is not None:
            entries.append(text)
    if len(entries) > 1:
        (ROOT / "locale" / f"{to_locale(language)}.po").write_text("\n\n".join(entries) + "\n")
    return len(entries) - 1


def write_json(name, values):
    """A language a line, so that a change shows as one."""
    lines = [f"  {quoted(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in values]
    (ROOT / "data" / name).write_text("{\n" + ",\n".join(lines) + "\n}\n")


def language_data(code, listed):
    """`listed` is the name in the list of languages, which a language may have besides its own."""
    info = LANG_INFO[code]
    data = {key: info[key] for key in ("name", "name_local", "bidi", "fallback") if key in info}
    return data if listed is None else {**data, "listed": listed}


def own_formats(language, defaults):
    values = {name: formats.get_format(name, language) for name in FORMATS}
    return {name: value for name, value in values.items() if value != defaults[name]}


def main():
    listed = dict(settings.LANGUAGES)
    write_json(
        "languages.json",
        [
            (code, language_data(code, listed.get(code)))
            for code in [*listed, *sorted(LANG_INFO.keys() - listed.keys())]
        ],
    )
    defaults = {name: getattr(settings, name) for name in FORMATS}
    with_formats = sorted(
        path.parent.name.lower().replace("_", "-")
        for path in (Path(django.__file__).parent / "conf" / "locale").glob("*/formats.py")
    )
    write_json(
        "formats.json",
        [("", defaults), *((code, own_formats(code, defaults)) for code in with_formats)],
    )
    names = [(None, name, None) for name in listed.values()]
    names += [(None, info["name"], None) for info in LANG_INFO.values() if "name" in info]
    own = [*core_messages(), *humanize_messages()]
    for old in (ROOT / "locale").glob("*.po"):
        old.unlink()
    for language in listed:
        messages = [*own, *names] if language in LANGUAGES else own
        print(language, write_catalog(language, list(dict.fromkeys(messages))))


if __name__ == "__main__":
    main()
