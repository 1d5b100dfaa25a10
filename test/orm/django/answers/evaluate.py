"""Evaluates the Django form of a question: statements, the last of which is the answer."""

import ast
import datetime
import textwrap
from decimal import Decimal
from types import ModuleType

current = {"alias": "default"}


class Router:
    """Sends every query to the database that is being asked."""

    def db_for_read(self, model, **hints):
        return current["alias"]

    def db_for_write(self, model, **hints):
        return current["alias"]

    def allow_relation(self, one, other, **hints):
        return True


class Undone(Exception):
    """Raised to roll back what a question changed."""


def evaluate(text, alias):
    """The value of the last statement, or the error it raised, and the SQL of all queries."""
    from django.db import connections, transaction
    from django.db.models import QuerySet
    from django.test.utils import CaptureQueriesContext

    current["alias"] = alias
    value = None
    with CaptureQueriesContext(connections[alias]) as captured:
        try:
            with transaction.atomic(using=alias):
                value = run(text)
                if isinstance(value, QuerySet):
                    len(value)
                raise Undone
        except Undone:
            pass
        except Exception as error:
            value = error
    return value, [query["sql"] for query in captured.captured_queries]


def run(text):
    program = ast.parse(textwrap.dedent(text).strip())
    *statements, last = program.body
    names = dict(namespace())
    exec(compile(ast.Module(statements, []), "<question>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<question>", "eval"), names)


def namespace():
    from django.contrib.postgres import aggregates
    from django.db import models as orm
    from django.db.models import functions

    from answers import models

    names = {}
    for module in (aggregates, orm, functions, models):
        names.update(
            (name, value)
            for name, value in vars(module).items()
            if name[0] != "_" and not isinstance(value, ModuleType)
        )
    names.update(datetime=datetime, Decimal=Decimal, utc=utc)
    return names


def utc(*parts):
    return datetime.datetime(*parts, tzinfo=datetime.timezone.utc)
