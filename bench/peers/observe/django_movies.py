"""A page of 25 films with their directors in Django, with or without its debug toolbar.

    python3 django_movies.py toolbar|nobody FOLDER-OF-TEMPLATES

The first line of the output is {"port": n}; it ends with its standard input.
"""

import os
import sys
import tempfile

import django
from django.conf import settings

WITH_TOOLBAR = sys.argv[1] == "toolbar"
FOLDER = tempfile.mkdtemp()

settings.configure(
    # The toolbar shows itself in debug mode only, and that is how it is used; both run in it.
    DEBUG=True,
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["127.0.0.1"],
    INTERNAL_IPS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    STATIC_URL="/static/",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.path.join(FOLDER, "db"),
            "CONN_MAX_AGE": None,
        }
    },
    INSTALLED_APPS=["django.contrib.staticfiles"] + (["debug_toolbar"] if WITH_TOOLBAR else []),
    # Common sets Content-Length, without which no connection is kept open.
    MIDDLEWARE=(["debug_toolbar.middleware.DebugToolbarMiddleware"] if WITH_TOOLBAR else [])
    + ["django.middleware.common.CommonMiddleware"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [sys.argv[2]],
            "APP_DIRS": True,
        }
    ],
)
django.setup()

from django.db import connection, models
from django.shortcuts import render
from django.urls import include, path


class Director(models.Model):
    name = models.CharField(max_length=120)

    class Meta:
        app_label = "cinema"


class Movie(models.Model):
    title = models.CharField(max_length=200)
    votes = models.IntegerField(default=0)
    director = models.ForeignKey(Director, models.CASCADE)

    class Meta:
        app_label = "cinema"


def fill():
    with connection.schema_editor() as editor:
        editor.create_model(Director)
        editor.create_model(Movie)
    directors = Director.objects.bulk_create([Director(name=f"Director {n}") for n in range(100)])
    Movie.objects.bulk_create(
        [
            Movie(title=f"Film {n}", votes=n * 7919 % 1000, director=directors[n % 100])
            for n in range(1000)
        ]
    )


def movies(request):
    rows = Movie.objects.select_related("director").order_by("-votes")[:25]
    return render(request, "movies.html", {"movies": rows})


urlpatterns = [path("movies", movies)]
if WITH_TOOLBAR:
    urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))


fill()
sys.path.append(os.path.join(os.path.dirname(__file__), ".."))
from django_server import serve  # noqa: E402

serve()
