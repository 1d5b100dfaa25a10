"""Asks Django the questions of questions/ and writes what it answers to answers.json.

    python3 test/orm/django/answer.py postgresql://postgres@127.0.0.1:5432/postgres

Needs Django 5.2, psycopg, node, and a PostgreSQL server on which it may create a database. It is run by
hand when questions change; the tests only read answers.json. Options: --only TEXT prints the
answers to the questions with that text in their name, with their SQL, and writes nothing.

Both databases are asked. Where they agree, one answer is kept, else one for each.
"""

import argparse
import json
import subprocess
import sys
import traceback
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings

from answers.encode import encode
from answers.evaluate import current, evaluate

FOLDER = Path(__file__).resolve().parent


def configure(url):
    parts = urlsplit(url)
    postgresql = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": parts.username,
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname,
        "PORT": parts.port or 5432,
        "TEST": {"NAME": "django_answers", "TEMPLATE": "template0"},
    }
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    settings.configure(
        DATABASES={"default": sqlite, "postgresql": postgresql},
        DATABASE_ROUTERS=["answers.evaluate.Router"],
        INSTALLED_APPS=["django.contrib.postgres", "answers"],
        USE_TZ=True,
        TIME_ZONE="UTC",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()


def load(alias):
    """Fills the tables; ids count from 1 in the order of the file."""
    from django.apps import apps

    data = json.loads((FOLDER / "data.json").read_text("utf-8"))
    models = {model.__name__: model for model in apps.get_app_config("answers").get_models()}
    for name, rows in data.items():
        fill(models[name], alias, rows)


def fill(model, alias, rows):
    many = {field.name for field in model._meta.many_to_many}
    created = [create(model, alias, values, many) for values in rows]
    for row, values in zip(created, rows):
        for key in many & values.keys():
            getattr(row, key).add(*values[key])


def create(model, alias, values, many):
    columns = {
        (f"{key}_id" if model._meta.get_field(key).is_relation else key): value
        for key, value in values.items()
        if key not in many
    }
    row = model(**columns)
    row.save(using=alias, force_insert=True)
    return row


def questions():
    listed = subprocess.run(
        ["node", str(FOLDER / "list-questions.ts")], check=True, stdout=subprocess.PIPE
    )
    return json.loads(listed.stdout)


def ask(alias, asked, is_loud):
    """The answers of one database, which is created for this and dropped."""
    from django.db import connections

    creation = connections[alias].creation
    name = connections[alias].settings_dict["NAME"]
    creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        current["alias"] = alias
        if alias == "postgresql":
            # Django asks it for SHA1 and its sisters.
            connections[alias].cursor().execute("CREATE EXTENSION pgcrypto")
        load(alias)
        return answers(alias, asked, is_loud)
    finally:
        creation.destroy_test_db(name, verbosity=0)


def answers(alias, asked, is_loud):
    found = {}
    for question in asked:
        value, queries = evaluate(question["django"], alias)
        try:
            found[question["name"]] = encode(value)
        except Exception:
            print(f"{question['name']} on {alias}", file=sys.stderr)
            traceback.print_exc()
            raise
        if is_loud:
            print(f"\n{question['name']} ({alias})\n  {question['django']}")
            for query in queries:
                print(f"  {query}")
            print(f"  -> {json.dumps(found[question['name']], ensure_ascii=False)}")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("postgresql", metavar="URL")
    parser.add_argument("--only", default=None)
    options = parser.parse_args()
    configure(options.postgresql)
    from django.db import connections

    asked = questions()
    if options.only is not None:
        asked = [each for each in asked if options.only in each["name"]]
    by_database = {alias: ask(alias, asked, options.only is not None) for alias in connections}
    if options.only is None:
        write(asked, by_database["default"], by_database["postgresql"])


def write(asked, sqlite, postgresql):
    """One question a line, so that a change shows as one."""
    lines = []
    for question in asked:
        name = question["name"]
        same = sqlite[name] == postgresql[name]
        answer = (
            {"answer": sqlite[name]}
            if same
            else {"sqlite": sqlite[name], "postgresql": postgresql[name]}
        )
        entry = {"django": question["django"], **answer}
        lines.append(f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(entry, ensure_ascii=False)}")
    (FOLDER / "answers.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    print(f"{len(lines)} answers of Django {django.get_version()}")


if __name__ == "__main__":
    main()
