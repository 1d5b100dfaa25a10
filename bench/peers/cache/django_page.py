"""A page that Django's cache_page keeps.

    python3 django_page.py locmem|redis://... PAGE

The first line of the output is {"port": n}; it ends with its standard input.
"""

import os
import sys

import django
from django.conf import settings
from django_caches import settings_of

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    CACHES=settings_of(sys.argv[1]),
    # Common sets Content-Length, without which no connection is kept open.
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
)
django.setup()

from django.http import HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.cache import cache_page  # noqa: E402

sys.path.append(os.path.join(os.path.dirname(__file__), ".."))
from django_server import serve  # noqa: E402


@cache_page(900)
def page(request):
    return HttpResponse(sys.argv[2])


urlpatterns = [path("", page)]
serve()
