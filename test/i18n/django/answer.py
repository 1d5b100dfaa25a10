"""Asks Django which language it chooses for a request; writes language-choice.json.

    python3 test/i18n/django/answer.py

Needs Django 5.2. Run by hand when questions change, then `npm run format`.
"""

import json
from pathlib import Path

import django
from django.conf import settings

LANGUAGES = ["en", "de", "fr-ca", "pt-br", "zh-hans", "sr-latn"]

HEADERS = [
    "de", "de-AT", "de-at,en;q=0.5", "en;q=0.5,de;q=0.8", "fr", "fr-FR", "fr-be;q=0.3, de;q=0.2",
    "zh-tw", "zh-cn", "zh", "zh-hant-tw", "pt", "pt-pt", "*", "de;q=0", "de;q=1.5", "de;q=0.12345",
    "de, *", "*,de", "de;q=a", "xx,yy", "xx, de", "DE", "sr", "sr-cyrl", "no", "de,", "de,,en",
    "de ; q=0.5", "de ; q = 0.5", "de;q=0.5,en;q=0.5", "en;q=0.5,de;q=0.5", "en-us", "aaaaaaaaa,de",
    "de_AT", "", "%", "de" + ",xx" * 300, "xx," * 200 + "de", "de;q=0.1,en;q=", "1", "de-aaaaaaaaa",
    "x" * 600, "fr-fr-x-y", "de;level=1", "de;q=1.", "de;q=0.", "de;q=1.000", "de;q=1.0000",
    "de;q=0.999,en;q=0.9991", "../de", "de\u0000", "d\u00e9", "de\n,en", ", de", "de-de-de-de-de",
    "en-gb;q=0.8, de-ch, fr;q=0.9, *;q=0.1",
]

COOKIES = ["de", "de-at", "xx", "fr", "../de", "pt-pt", "", "DE", "zh-cn", "de;", "x" * 600]


def main():
    settings.configure(LANGUAGES=[(code, code) for code in LANGUAGES], LANGUAGE_CODE="en")
    django.setup()
    from django.http import HttpRequest
    from django.utils.translation import get_language_from_request

    def ask(accepted, remembered=None):
        request = HttpRequest()
        request.META["HTTP_ACCEPT_LANGUAGE"] = accepted
        if remembered is not None:
            request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = remembered
        return {"accepted": accepted, "remembered": remembered, "language": get_language_from_request(request)}

    answers = [*(ask(header) for header in HEADERS), *(ask("de", cookie) for cookie in COOKIES)]
    lines = ",\n".join(json.dumps(answer) for answer in answers)
    Path(__file__).with_name("language-choice.json").write_text(f"[\n{lines}\n]\n")
    print(f"{len(answers)} answers of Django {django.get_version()}")


if __name__ == "__main__":
    main()
