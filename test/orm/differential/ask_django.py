"""Asks Django the random queries of the differential test and compares it with the naive answers.

    python3 test/orm/differential/ask_django.py SEED SCHEMAS CASES

Needs Django 5.2 and node. It is run by hand when the naive implementation or the queries change:
it shows that what we compare with means what Django means. Where they differ, the query, its SQL
and both answers are printed. What is known to differ on SQLite: LIKE ignores the case of ASCII.
"""

import collections
import datetime
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import django
from django.conf import settings

FOLDER = Path(__file__).resolve().parent


def main(seed, schemas, cases):
    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=["django_app"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    command = ["node", str(FOLDER / "as-json.ts"), seed, schemas, cases]
    listed = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    counts = collections.Counter()
    for world in json.loads(listed.stdout):
        ask(world, counts)
    print(dict(counts))


def ask(world, counts):
    from django.apps import apps
    from django.db import connection

    models = {schema["name"]: declare(schema) for schema in world["schema"]}
    apps.clear_cache()
    with connection.schema_editor() as editor:
        for model in models.values():
            editor.create_model(model)
    for schema in world["schema"]:
        insert(schema, models[schema["name"]], world["data"][schema["name"]])
    for schema in world["schema"]:
        link(schema, models[schema["name"]], world["data"][schema["name"]])
    for asked in world["queries"]:
        counts[compare(models, **asked)] += 1
    with connection.schema_editor() as editor:
        for model in reversed(models.values()):
            editor.delete_model(model)
    apps.all_models["django_app"].clear()
    apps.clear_cache()


def declare(schema):
    from django.db import models

    attributes = {"__module__": "django_app.models"}
    for column in schema["columns"]:
        if column["kind"] != "id":
            attributes[column["name"]] = field(models, column)
    for relation in schema["relations"]:
        target = f"django_app.{relation['target']}"
        name = relation["name"]
        if relation["kind"] == "toOne":
            back = f"back{name.removeprefix('one')}"
            attributes[name] = models.ForeignKey(
                target, models.CASCADE, null=relation["isNull"], related_name=back
            )
        elif relation["kind"] == "manyToMany":
            attributes[name] = models.ManyToManyField(target, related_name="+")
    attributes["Meta"] = type("Meta", (), {"app_label": "django_app"})
    return type(schema["name"], (models.Model,), attributes)


def field(models, column):
    null = column["isNull"]
    return {
        "text": lambda: models.CharField(max_length=20, null=null),
        "number": lambda: models.IntegerField(null=null),
        "boolean": lambda: models.BooleanField(null=null),
        "date": lambda: models.DateField(null=null),
    }[column["kind"]]()


def insert(schema, model, rows):
    for row in rows:
        values = {column["name"]: row[column["name"]] for column in schema["columns"]}
        for relation in schema["relations"]:
            if relation["kind"] == "toOne" and not relation["isNull"]:
                values[f"{relation['name']}_id"] = row[relation["name"]]
        model.objects.create(**values)


def link(schema, model, rows):
    for row in rows:
        stored = model.objects.get(pk=row["id"])
        for relation in schema["relations"]:
            value = row[relation["name"]]
            if relation["kind"] == "toOne" and relation["isNull"]:
                setattr(stored, f"{relation['name']}_id", value)
            elif relation["kind"] == "manyToMany":
                getattr(stored, relation["name"]).set(value)
        stored.save()


def compare(models, query, expected):
    try:
        rows, sql = answer(models, query)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    found = [[plain(value) for value in row] for row in rows]
    wanted = [[plain(value) for value in row] for row in expected]
    if not query["orderBy"]:
        found.sort(key=json.dumps)
        wanted.sort(key=json.dumps)
    if found == wanted:
        return "same"
    print(json.dumps(query), sql, f"Django: {found}", f"naive:  {wanted}", sep="\n", end="\n\n")
    return "different"


def plain(value):
    if isinstance(value, datetime.date):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)
    return round(value, 9) if isinstance(value, float) else value


def answer(models, query):
    rows = models[query["model"]].objects.all()
    names = []
    for step in query["steps"]:
        rows = with_step(models, rows, step)
        if "name" in step:
            names.append(step["name"])
    if "output" in query:
        rows = rows.values_list(*map(key_of, query["output"]))
    if query["isDistinct"]:
        rows = rows.distinct()
    if query["orderBy"]:
        rows = rows.order_by(*map(term_of, query["orderBy"]))
    if "slice" in query:
        rows = rows[slice(*query["slice"])]
    found = list(rows)
    if "output" not in query:
        found = [[row.pk, *(getattr(row, name) for name in names)] for row in found]
    return found, rows.query


def with_step(models, rows, step):
    kind = step["kind"]
    if kind == "filter":
        return rows.filter(condition_of(models, step["condition"]))
    if kind == "exclude":
        return rows.exclude(condition_of(models, step["condition"]))
    if kind == "annotate":
        return rows.annotate(**{step["name"]: expression_of(models, step["expression"])})
    if kind == "aggregate":
        return rows.annotate(**{step["name"]: aggregate_of(models, step["aggregate"])})
    return rows.values(*map(key_of, step["paths"]))


def condition_of(models, condition):
    from django.db.models import Exists, OuterRef, Q

    kind = condition["kind"]
    if kind == "not":
        return ~condition_of(models, condition["operand"])
    if kind == "exists":
        inner = models[condition["model"]].objects.filter(**{condition["via"]: OuterRef("pk")})
        return Q(Exists(inner.filter(condition_of(models, condition["condition"]))))
    if kind == "lookup":
        value = condition["value"]
        if isinstance(value, dict):
            value = expression_of(models, value)
        key = key_of(condition["path"], condition["transform"], condition["lookup"])
        return Q(**{key: value})
    first, *others = (condition_of(models, operand) for operand in condition["operands"])
    for other in others:
        first = first & other if kind == "and" else first | other if kind == "or" else first ^ other
    return first


def expression_of(models, expression):
    from django.db.models import Case, F, IntegerField, Value, When
    from django.db.models.functions import Coalesce, Length

    def made(part):
        return expression_of(models, part)

    kind = expression["kind"]
    if kind == "path":
        return F(key_of(expression["path"]))
    if kind == "value":
        return Value(expression["value"])
    if kind == "arithmetic":
        left, right = made(expression["left"]), made(expression["right"])
        operator = expression["operator"]
        return left + right if operator == "add" else left - right if operator == "sub" else left * right
    if kind == "coalesce":
        return Coalesce(*map(made, expression["operands"]))
    if kind == "length":
        return Length(made(expression["operand"]))
    when = When(condition_of(models, expression["condition"]), then=made(expression["then"]))
    return Case(when, default=made(expression["otherwise"]), output_field=IntegerField())


def aggregate_of(models, aggregate):
    from django.db.models import Avg, Count, Max, Min, Sum

    options = {"distinct": True} if aggregate["isDistinct"] else {}
    if "filter" in aggregate:
        options["filter"] = condition_of(models, aggregate["filter"])
    function = {"Count": Count, "Sum": Sum, "Min": Min, "Max": Max, "Avg": Avg}[aggregate["name"]]
    return function(key_of(aggregate["path"]), **options)


def term_of(term):
    from django.db.models import F

    nulls = {f"nulls_{term['nulls']}": True} if "nulls" in term else {}
    path = F(key_of(term["path"]))
    return path.desc(**nulls) if term["isDescending"] else path.asc(**nulls)


def key_of(path, *more):
    return "__".join(part for part in (*path["relations"], path["column"], *more) if part)


if __name__ == "__main__":
    main(*sys.argv[1:])
