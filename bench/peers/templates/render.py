"""Renders the pages of a bench with Jinja2 or Django, as often as it is asked.

    python3 render.py jinja2|django < requests

The first line of the input is {"templates": {...}, "data": {...}}; each further one is
{"page": "table.html"}, answered with the page, or {"page": ..., "count": n, "isCold": false},
answered with the milliseconds that n renders took. Answers are lines of JSON.
"""

import json
import sys
import time


def jinja2(templates):
    from jinja2 import DictLoader, Environment

    def compile():
        environment = Environment(loader=DictLoader(templates), autoescape=True)
        return lambda page, data: environment.get_template(page).render(data)

    return compile


def django(templates):
    import django
    from django.conf import settings
    from django.template import Context, Engine

    settings.configure()
    django.setup()
    memory = ("django.template.loaders.locmem.Loader", templates)

    def compile():
        engine = Engine(loaders=[("django.template.loaders.cached.Loader", [memory])])
        return lambda page, data: engine.get_template(page).render(Context(data))

    return compile


def main():
    first = json.loads(sys.stdin.readline())
    compile = {"jinja2": jinja2, "django": django}[sys.argv[1]](first["templates"])
    data = first["data"]
    render = compile()
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(answer(request, compile, render, data)), flush=True)


def answer(request, compile, render, data):
    page = request["page"]
    if "count" not in request:
        return render(page, data)
    started = time.perf_counter()
    for _ in range(request["count"]):
        (compile() if request["isCold"] else render)(page, data)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
