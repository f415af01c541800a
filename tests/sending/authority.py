"""A time-stamp authority (RFC 3161): openssl behind a small web server on loopback."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SEAL_PASSWORD = "sealing-wax"  # noqa: S105 -- opens nothing but a test
REPLY = "application/timestamp-reply"
SETTINGS = """
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[seal]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
[authority]
serial = serial
signer_cert = tsa.pem
certs = ca.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def openssl(folder: Path, *arguments: str, stdin: bytes | None = None) -> bytes:
    done = subprocess.run(  # noqa: S603 -- our own arguments
        ["openssl", *arguments],  # noqa: S607 -- wherever it is
        cwd=folder,
        input=stdin,
        capture_output=True,
        check=False,
        env={"PATH": os.environ["PATH"], "OPENSSL_CONF": str(folder / "settings.cnf")},
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def make_certificates(folder: Path) -> None:
    """Make a CA, its time-stamp authority, and a seal that could have been bought."""
    (folder / "settings.cnf").write_text(SETTINGS)
    (folder / "serial").write_text("01\n")
    key = ("-newkey", "rsa:2048", "-noenc", "-days", "30")
    for name, subject in (
        ("ca", "/O=Tests/CN=Test CA"),
        ("tsa", "/O=Tests/CN=Test time-stamp authority"),
        ("seal", "/O=Bought/CN=A bought seal"),
    ):
        issuer = () if name == "ca" else ("-CA", "ca.pem", "-CAkey", "ca.key")
        files = ("-keyout", f"{name}.key", "-out", f"{name}.pem")
        about = ("-subj", subject, "-extensions", name)
        openssl(folder, "req", "-x509", *key, *files, *about, *issuer)
    source = ("-inkey", "seal.key", "-in", "seal.pem", "-certfile", "ca.pem")
    to = ("-out", "seal.p12", "-passout", f"pass:{SEAL_PASSWORD}")
    openssl(folder, "pkcs12", "-export", *source, *to)


class Authority:
    """Answers as ``behaviour`` says; ``asked`` counts."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.behaviour, self.asked = folder, "honest", 0
        self.lock = threading.Lock()  # openssl counts in a file
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = self.rfile.read(int(self.headers["Content-Length"]))
                status, kind, body = outer.answer(query)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                for start in range(0, len(body), 400):
                    if outer.behaviour == "drips":
                        time.sleep(0.2)
                    self.wfile.write(body[start : start + 400])

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_args: None  # clients that hang up
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.05,)).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def reply(self, query: bytes) -> bytes:
        with self.lock:
            (self.folder / "query.tsq").write_bytes(query)
            options = ("-config", "settings.cnf", "-section", "authority")
            return openssl(
                self.folder, "ts", "-reply", *options, "-queryfile", "query.tsq"
            )

    def answer(self, query: bytes) -> tuple[int, str, bytes]:
        self.asked += 1
        match self.behaviour:
            case "broken":
                return 500, "text/html", b"<h1>Sorry</h1>"
            case "a web page":
                return 200, "text/html", b"<h1>Welcome to our authority</h1>"
            case "rubbish":
                return 200, REPLY, b"\x30\x82\xff\xffrubbish"
            case "nothing":
                return 200, REPLY, b""
            case "refuses":
                return 200, REPLY, self.reply(query.replace(b"\x04\x20", b"\x04\x1f"))
            case "on another file":
                digest = query[query.index(b"\x04\x20") + 2 :][:32]
                return 200, REPLY, self.reply(query.replace(digest, bytes(32)))
            case "badly signed":
                reply = self.reply(query)
                return 200, REPLY, reply[:-5] + bytes([reply[-5] ^ 1]) + reply[-4:]
            case "slow":
                time.sleep(1)
        return 200, REPLY, self.reply(query)
