"""`make observatory`: MDN's HTTP Observatory scores home, form and sign-in.

The real data is served as production does, behind a proxy that speaks https and passes plain http
on. It ends with 1 when a page has fewer than 130 points or was not answered, and names the tests.
"""

from __future__ import annotations

import http.client
import json
import os
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.judges.programs import FOLDER, HERE, needed
from tests.journeys.site import serving

PAGES = ("/en/", "/ru/", "/en/submit/", "/ru/submit/", "/desk/sign-in/")
BAR = 130
# What its package would download after it is installed: who is on the browsers' own HSTS list.
LIST = FOLDER / "@mdn" / "mdn-http-observatory" / "conf" / "hsts-preload.json"


def main() -> int:
    """Serve, ask, print, return the exit code."""
    needed("node")
    LIST.write_text("{}")
    with (
        tempfile.TemporaryDirectory() as folder,
        proxies(Path(folder)) as (plain, secure),
        serving(
            SITE_URL=f"https://localhost:{secure.server_port}", ALLOWED_HOSTS="localhost"
        ) as site,
    ):
        plain.server = secure.server = urlsplit(site.url).netloc
        ports = [str(proxy.server_port) for proxy in (plain, secure)]
        run = subprocess.run(
            ["node", HERE / "observatory.mjs", *ports, *PAGES],
            env={**os.environ, "NODE_EXTRA_CA_CERTS": str(Path(folder) / "certificate")},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    found = [json.loads(line) for line in run.stdout.splitlines()]
    for page in found:
        print(f"{page['path']:<16}{page['grade']:<4}{page['score']}")
        for test in page["tests"]:
            if page["score"] < BAR and test["points"] <= 0:
                print(f"    {test['points']:>4} {test['name']}: {test['result']}")
    good = [page for page in found if page["score"] >= BAR]
    print(f"{len(good)} of {len(PAGES)} pages have {BAR} points or more")
    return 0 if len(good) == len(PAGES) and run.returncode == 0 else 1


class Proxy(ThreadingHTTPServer):
    """What README asks a proxy for. server: host and port of gunicorn; scheme: what it speaks."""

    daemon_threads = True
    server = ""
    scheme = "http"


class _Passing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Proxy)
        connection = http.client.HTTPConnection(self.server.server, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name != "Connection"}
        headers |= {"X-Forwarded-Proto": self.server.scheme, "X-Forwarded-For": "127.0.0.1"}
        connection.request(self.command, self.path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name not in ("Connection", "Transfer-Encoding", "Content-Length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        connection.close()

    do_OPTIONS = do_GET  # noqa: N815 - its parent asks for it by this name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its parent's name
        """Say nothing."""


@contextmanager
def proxies(folder: Path) -> Iterator[tuple[Proxy, Proxy]]:
    """Yield one for http and one for https, with a certificate made in the folder."""
    _write_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate", folder / "key")
    plain, secure = (Proxy(("127.0.0.1", 0), _Passing) for _ in range(2))
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    secure.scheme = "https"
    for proxy in (plain, secure):
        Thread(target=proxy.serve_forever, daemon=True).start()
    try:
        yield plain, secure
    finally:
        for proxy in (plain, secure):
            proxy.shutdown()
            proxy.server_close()


def _write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
