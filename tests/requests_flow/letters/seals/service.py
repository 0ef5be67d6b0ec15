"""A seal service to talk to over real HTTP. It seals honestly unless it is told to do otherwise."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pyhanko.sign.signers import SimpleSigner

from requests_flow.letters.seals import pades
from requests_flow.letters.seals.port import Order
from requests_flow.management.demo.authority import Authority

TOKEN = "a token"


class SealService:
    """`answers` may replace what is answered to a path: a function of what was asked."""

    def __init__(self, authority: Authority, order: Order) -> None:
        self.order = order  # for the picture, which a real service has of its own
        p12 = authority.give(order.organ.names[0], "x")
        self.signer = SimpleSigner.load_pkcs12_data(p12, other_certs=[], passphrase=b"x")
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.answers: dict[str, Callable[[dict[str, Any]], Any]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/seals"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def certificate(self) -> str:
        return base64.b64encode(self.signer.signing_cert.dump()).decode()

    def sealed(self, said: dict[str, Any]) -> bytes:
        """What an honest service makes of it."""
        order = replace(self.order, pdf=base64.b64decode(said["document"]), number=said["number"])
        order = replace(order, place=replace(order.place, page=said["page"] - 1))
        return pades._signed(order, tuple(said["box"]), self.signer)

    def answer_with(self, pdf: bytes, **instead: Any) -> dict[str, Any]:
        return {
            "document": base64.b64encode(pdf).decode(),
            "sha256": hashlib.sha256(pdf).hexdigest(),
            "certificate": self.certificate,
        } | instead

    def answer(self, path: str, said: dict[str, Any]) -> Any:
        if path in self.answers:
            return self.answers[path](said)
        if path == "seal":
            return self.answer_with(self.sealed(said))
        return {"intact": True, "certificate": self.certificate}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked.append((self.path, dict(self.headers), said))
                answer = service.answer(self.path.rsplit("/", 1)[1], said)
                if callable(answer):
                    answer(self)
                    return
                status, body = answer if isinstance(answer, tuple) else (200, answer)
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args: Any) -> None:
                pass

        return Handler
