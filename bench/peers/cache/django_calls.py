"""Gets and sets one key of a cache of Django's, as often as it is asked.

    python3 django_calls.py locmem|redis://... < requests

The first line of the input is {"value": ...}; each further one is {"call": "get"}, answered with the
value, or {"call": "get" | "set", "count": n}, answered with the milliseconds that n calls took.
"""

import json
import sys
import time

from django.conf import settings
from django_caches import settings_of

settings.configure(CACHES=settings_of(sys.argv[1]))

from django.core.cache import cache  # noqa: E402

value = json.loads(sys.stdin.readline())["value"]
cache.set("key", value, 300)
calls = {"get": lambda: cache.get("key"), "set": lambda: cache.set("key", value, 300)}
for line in sys.stdin:
    request = json.loads(line)
    call = calls[request["call"]]
    if "count" not in request:
        answer = call()
    else:
        started = time.perf_counter()
        for _ in range(request["count"]):
            call()
        answer = (time.perf_counter() - started) * 1000
    print(json.dumps(answer), flush=True)
