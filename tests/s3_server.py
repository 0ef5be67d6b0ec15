"""A server that speaks S3 over HTTP inside the test process, and fails when it is told to."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from moto.moto_server.werkzeug_app import create_backend_app
from moto.s3.models import s3_backends
from werkzeug.serving import WSGIRequestHandler, make_server

BUCKET = "yishen"
_ERROR = "<?xml version='1.0'?><Error><Code>{}</Code><Message>no</Message></Error>"


class Quiet(WSGIRequestHandler):
    """The tests look at `asked`."""

    protocol_version = "HTTP/1.1"

    def log(self, *args: Any) -> None:
        """Nothing."""


class Server:
    """moto behind a gate that wants a signature, compares digests as S3 does, and can be at fault.

    `fault`: "500" answers nothing else; "lost" does as asked and then answers 500; "slow" waits
    longer than anybody; "cut" sends half. `only`: the methods that it strikes.
    """

    def __init__(self) -> None:
        self._backends, self._app = s3_backends, create_backend_app("s3")
        self._server = self._listening()
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"
        self.clear()

    def clear(self, *, with_bucket: bool = True) -> None:
        """An empty server that does what it is asked."""
        self.fault, self.only = "", ("GET", "HEAD", "PUT", "DELETE")
        self.is_public = False
        self.asked: list[tuple[str, str]] = []
        self.release = threading.Event()
        for account in self._backends.values():
            for backend in account.values():
                backend.reset()
        if with_bucket:
            self._backend.create_bucket(BUCKET, "us-east-1")

    def close(self) -> None:
        """Let go of the port."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def _backend(self) -> Any:
        return self._backends["123456789012"]["aws"]

    @contextmanager
    def behind_tls(self, certificate: Path) -> Iterator[str]:
        """The address of the same server with a certificate that signed itself, written there."""
        key = certificate.with_suffix(".key")
        _sign_itself(certificate, key)
        secret = (str(certificate), str(key))
        server = self._listening(ssl_context=secret)
        yield f"https://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()

    def _listening(self, **more: Any) -> Any:
        server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=Quiet, **more)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def keep_versions(self) -> None:
        """As an administrator would."""
        self._backend.put_bucket_versioning(BUCKET, "Enabled")

    def age(self, key: str, moment: datetime) -> None:
        """Have an object be put at `moment`."""
        for one in self._backend.buckets[BUCKET].keys.getlist(key):
            one.last_modified = moment.astimezone(UTC).replace(tzinfo=None)

    def write(self, key: str, data: bytes) -> None:
        """Put an object behind everybody's back."""
        self._backend.put_object(BUCKET, key, data)

    def bytes(self, key: str) -> bytes:
        """What lies under a key."""
        return self._backend.buckets[BUCKET].keys[key].value

    def lose(self, key: str) -> None:
        """Take it away, all versions of it."""
        self._backend.buckets[BUCKET].keys.pop(key)

    def versions(self, key: str) -> list[str]:
        """Every version of an object that still lies there."""
        return [one.version_id for one in self._backend.buckets[BUCKET].keys.getlist(key) or ()]

    def names(self) -> list[str]:
        """What lies there."""
        return sorted(self._backend.buckets[BUCKET].keys)

    def __call__(self, wsgi: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """The gate."""
        method = wsgi["REQUEST_METHOD"]
        self.asked.append((method, wsgi["PATH_INFO"]))
        if "AWS4-HMAC-SHA256" not in wsgi.get("HTTP_AUTHORIZATION", "") and not self.is_public:
            return _refused(start, "403 Forbidden", "AccessDenied")
        if method == "PUT" and not _is_as_signed(wsgi):
            return _refused(start, "400 Bad Request", "XAmzContentSHA256Mismatch")
        fault = self.fault if method in self.only else ""
        if fault == "slow":
            self.release.wait(10)
        if fault in ("500", "slow"):
            return _refused(start, "500 Internal Server Error", "InternalError")
        body = list(self._app(wsgi, start if not fault else lambda *_: None))
        if fault == "lost":
            return _refused(start, "500 Internal Server Error", "InternalError")
        if fault == "cut":
            start("200 OK", [("Content-Length", str(len(b"".join(body)) + 10))])
        return body


def _is_as_signed(wsgi: dict[str, Any]) -> bool:
    body = wsgi["wsgi.input"].read(int(wsgi.get("CONTENT_LENGTH") or 0))
    wsgi["wsgi.input"] = io.BytesIO(body)
    told = wsgi.get("HTTP_X_AMZ_CONTENT_SHA256")
    return told == hashlib.sha256(body).hexdigest() and "HTTP_CONTENT_MD5" in wsgi


def _sign_itself(certificate: Path, key: Path) -> None:
    own = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    day = timedelta(days=1)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - day)
        .not_valid_after(datetime.now(UTC) + day)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(own, hashes.SHA256())
    )
    pem, secret = serialization.Encoding.PEM, serialization.NoEncryption()
    certificate.write_bytes(built.public_bytes(pem))
    key.write_bytes(own.private_bytes(pem, serialization.PrivateFormat.PKCS8, secret))


def _refused(start: Callable[..., Any], status: str, code: str) -> list[bytes]:
    body = _ERROR.format(code).encode()
    start(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
    return [body]
