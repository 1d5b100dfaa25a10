"""Serves what Django's settings say, on a free port, until the standard input ends."""

import json
import sys
import threading

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application


class QuietHandler(WSGIRequestHandler):
    # Head and body are written apart; without this the client's delayed acknowledgement is measured.
    disable_nagle_algorithm = True

    def log_message(self, *arguments):
        pass


class Server(ThreadedWSGIServer):
    # Ten would make some of the bench's connections wait a second to be taken.
    request_queue_size = 128


def serve():
    """The first line of the output is {"port": n}."""
    server = Server(("127.0.0.1", 0), QuietHandler)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"port": server.server_port}), flush=True)
    sys.stdin.read()
