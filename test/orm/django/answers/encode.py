"""Answers as JSON that encode.ts can compare with its own."""

import datetime
import json
import uuid
from decimal import Decimal

from django.db.models import Model, QuerySet


def encode(value):
    if isinstance(value, QuerySet):
        rows = [encode(row) for row in value]
        return rows if value.ordered else unordered(rows)
    if isinstance(value, Exception):
        return {"raises": type(value).__name__}
    if isinstance(value, Model):
        return {"row": value.pk}
    if isinstance(value, dict):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return unordered([encode(item) for item in value])
    if isinstance(value, (list, tuple)) or hasattr(value, "__next__"):
        return [encode(item) for item in value]
    return encode_scalar(value)


def unordered(rows):
    """Sorted, so that the file stays as it is while the rows do."""
    return {"unordered": sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))}


def encode_scalar(value):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else {"integer": str(value)}
    if isinstance(value, float):
        return value
    if isinstance(value, Decimal):
        return {"decimal": format(value.normalize(), "f")}
    if isinstance(value, datetime.datetime):
        assert value.tzinfo is not None and value.microsecond % 1000 == 0, value
        instant = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        return {"datetime": instant.isoformat(timespec="milliseconds") + "Z"}
    if isinstance(value, datetime.timedelta):
        return {"duration": round(value / datetime.timedelta(microseconds=1))}
    if isinstance(value, datetime.time):
        return value.isoformat().rstrip("0").rstrip(".") if value.microsecond else str(value)
    if isinstance(value, (datetime.date, uuid.UUID)):
        return str(value)
    raise TypeError(f"{value!r} has no encoding")
