"""An address that asks for TLS gets it, with a certificate that is looked at: of the database, the queue, the cache and the check."""

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.fixtures.worker import ROOT, wait_until

SETTINGS = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name, None) for name in %r}, default=str))
"""
# Hands a job over, asks the cache, and the check of health, each by its own library
ASKS = """
import django
django.setup()
from django.core.cache import cache
from socialvalue.celery import app
from socialvalue.health.selectors import broker_state
def tried(ask):
    try:
        return str(ask())
    except Exception as problem:
        return type(problem).__name__
def hand_over():
    with app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=0, timeout=5)
        return "handed over"
def remember():
    cache.set("a", "b")
    return cache.get("a")
print(tried(hand_over), tried(remember), broker_state(), sep=" | ")
"""


def say(tmp_path, program: str, **environment: str) -> str:
    env = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "socialvalue.settings",
        "PROCESS": "",
        **environment,
    }
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=True
    )
    return run.stdout.splitlines()[-1]


def settings_of(tmp_path, *names: str, **environment: str) -> dict:
    return json.loads(say(tmp_path, SETTINGS % (names,), **environment))


def test_the_database_s_address_says_how_its_certificate_is_looked_at(tmp_path):
    url = "postgres://socialvalue_web:secret@db.council.example:5432/socialvalue?sslmode=verify-full&sslrootcert=/etc/ca.pem"
    read = settings_of(tmp_path, "DATABASES", DATABASE_URL=url, REDIS_URL="")["DATABASES"]["default"]
    assert read["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}
    assert (read["USER"], read["HOST"], read["NAME"]) == ("socialvalue_web", "db.council.example", "socialvalue")


def test_the_queue_asks_for_a_good_certificate_where_the_address_asks_for_tls(tmp_path):
    names = ("CELERY_BROKER_URL", "CELERY_BROKER_USE_SSL")
    plain = settings_of(tmp_path, *names, REDIS_URL="redis://:secret@redis:6379/0", DATABASE_URL="")
    assert plain == {"CELERY_BROKER_URL": "redis://:secret@redis:6379/0", "CELERY_BROKER_USE_SSL": None}
    secure = "rediss://:secret@redis.council.example:6380/0"
    asked = {"ssl_cert_reqs": int(ssl.CERT_REQUIRED), "ssl_check_hostname": True}
    assert settings_of(tmp_path, *names, REDIS_URL=secure, DATABASE_URL="") == {
        "CELERY_BROKER_URL": secure, "CELERY_BROKER_USE_SSL": asked,
    }  # fmt: skip
    own = settings_of(tmp_path, *names, REDIS_URL=f"{secure}?ssl_ca_certs=/etc/ca.pem", DATABASE_URL="")
    assert own == {"CELERY_BROKER_URL": secure, "CELERY_BROKER_USE_SSL": asked | {"ssl_ca_certs": "/etc/ca.pem"}}


@pytest.fixture(scope="module")
def redis_with_tls(tmp_path_factory):
    """A real server that speaks TLS alone, with a certificate for the name localhost: (port, file of who signed it)."""
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("no redis-server on this machine")
    folder = tmp_path_factory.mktemp("redis")
    certificate, key = _certificate(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    tls = [
        "--port",
        "0",
        "--tls-port",
        str(port),
        "--tls-cert-file",
        certificate,
        "--tls-key-file",
        key,
        "--tls-ca-cert-file",
        certificate,
    ]
    server = subprocess.Popen(
        [program, *tls, "--tls-auth-clients", "no", "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_until(lambda: _answers(port) or server.poll() is not None, what="the server")
    if server.poll() is not None:
        pytest.skip("the redis-server of this machine does not speak TLS")
    yield port, certificate
    server.terminate()
    server.wait(15)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _certificate(folder) -> tuple[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )  # fmt: skip
    return str(folder / "cert.pem"), str(folder / "key.pem")


def test_a_certificate_that_somebody_trusted_signed_is_taken(tmp_path, redis_with_tls):
    port, certificate = redis_with_tls
    url = f"rediss://localhost:{port}/0?ssl_ca_certs={certificate}"
    assert say(tmp_path, ASKS, REDIS_URL=url, DATABASE_URL="") == "handed over | b | ok"


def test_one_that_nobody_knows_or_that_is_another_s_is_refused_by_all_three(tmp_path, redis_with_tls):
    port, certificate = redis_with_tls
    refused = "OperationalError | ConnectionError | not reachable"
    assert say(tmp_path, ASKS, REDIS_URL=f"rediss://localhost:{port}/0", DATABASE_URL="") == refused
    another = f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={certificate}"
    assert say(tmp_path, ASKS, REDIS_URL=another, DATABASE_URL="") == refused
