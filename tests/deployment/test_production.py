"""Production starts with secrets and a mail server of its own or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "PRODUCTION": "1",
    "SECRET_KEY": "a" * 25 + "b" * 25,
    "SEALING_KEY": "c" * 25 + "d" * 25,
    "RECEIPT_KEY": "e" * 25 + "f" * 25,
    "ALLOWED_HOSTS": "service.example",
    "SITE_URL": "https://service.example",
    "EMAIL_URL": "smtp+tls://user:password@mail.service.example:587",
    "DEFAULT_FROM_EMAIL": "social-value@service.example",
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "DEBUG": "0",
    "DEMONSTRATION": "0",
}


def start(tmp_path, **changes):
    environment = {**os.environ, **GOOD, "DATA_DIR": str(tmp_path), **changes}
    return subprocess.run(
        [sys.executable, "-c", "import socialvalue.settings"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_with_everything_set_it_starts(tmp_path):
    assert start(tmp_path).returncode == 0


@pytest.mark.parametrize("name", ["SECRET_KEY", "SEALING_KEY", "RECEIPT_KEY"])
@pytest.mark.parametrize("value", ["", "short", "change-me-" + "x" * 60])
def test_a_missing_short_or_example_secret_refuses_to_start(tmp_path, name, value):
    started = start(tmp_path, **{name: value})
    assert started.returncode != 0
    assert name in started.stderr.splitlines()[-1]
    assert not list(tmp_path.glob("*.txt")), "no secret may be made up in production"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("EMAIL_URL", "", "EMAIL_URL is missing or names no mail server"),
        ("EMAIL_URL", "consolemail://", "EMAIL_URL is missing or names no mail server"),
        ("EMAIL_URL", "dummymail://", "EMAIL_URL is missing or names no mail server"),
        ("EMAIL_URL", "mail.service.example", "EMAIL_URL is missing or names no mail server"),
        ("DEFAULT_FROM_EMAIL", "", "DEFAULT_FROM_EMAIL is missing"),
        ("SITE_URL", "", "SITE_URL is missing or does not begin with https://"),
        ("SITE_URL", "http://service.example", "SITE_URL is missing or does not begin with https://"),
    ],
)
def test_without_a_way_to_send_mail_whose_links_work_it_refuses_to_start(tmp_path, name, value, says):
    """Otherwise emails would be printed and count as sent, and their links would lead nowhere."""
    started = start(tmp_path, **{name: value})
    assert started.returncode != 0
    assert says in started.stderr.splitlines()[-1]


@pytest.mark.parametrize("url", ["smtp://mail.example:25", "smtps://mail.example", "smtp+ssl://u:p@mail.example:465"])
def test_every_kind_of_mail_server_will_do(tmp_path, url):
    assert start(tmp_path, EMAIL_URL=url).returncode == 0


def test_outside_production_mail_needs_nothing(tmp_path):
    assert start(tmp_path, PRODUCTION="0", EMAIL_URL="", DEFAULT_FROM_EMAIL="", SITE_URL="").returncode == 0


def test_a_mail_server_that_does_not_answer_is_given_up(settings):
    assert 0 < settings.EMAIL_TIMEOUT <= 30


@pytest.mark.parametrize("name", ["DEBUG", "DEMONSTRATION"])
def test_neither_debugging_nor_the_demonstration_is_for_production(tmp_path, name):
    assert start(tmp_path, **{name: "1"}).returncode != 0


def test_every_secret_of_the_example_file_is_refused(tmp_path):
    """Somebody who copies ``.env.example`` and starts gets an error, not a service with a public key."""
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if "=" in line and not line.startswith("#")
    )
    for name in ("SECRET_KEY", "SEALING_KEY", "RECEIPT_KEY"):
        assert start(tmp_path, **{name: example[name]}).returncode != 0


# What each kind of process is refused without, and what it starts without
HOLDS = {
    "": {"SECRET_KEY", "SEALING_KEY", "RECEIPT_KEY"},
    "web": {"SECRET_KEY", "SEALING_KEY", "RECEIPT_KEY"},
    "worker": {"SEALING_KEY"},
    "scheduler": set(),
    "owner": set(),
}


@pytest.mark.parametrize("name", ["SECRET_KEY", "SEALING_KEY", "RECEIPT_KEY"])
@pytest.mark.parametrize("process", HOLDS)
def test_a_process_is_asked_for_the_keys_that_it_uses(tmp_path, process, name):
    assert (start(tmp_path, PROCESS=process, **{name: ""}).returncode != 0) == (name in HOLDS[process])


@pytest.mark.parametrize("process", HOLDS)
def test_a_process_that_is_given_a_key_it_does_not_use_does_not_hold_it(tmp_path, process):
    program = (
        "from django.conf import settings\n"
        "from django.core.exceptions import ImproperlyConfigured\n"
        "for name in ('SECRET_KEY', 'SEALING_KEY', 'RECEIPT_KEY'):\n"
        "    try:\n"
        "        print(name, len(getattr(settings, name)))\n"
        "    except (AttributeError, ImproperlyConfigured) as missing:\n"
        "        print(name, type(missing).__name__)\n"
    )
    environment = {
        **os.environ,
        **GOOD,
        "DATA_DIR": str(tmp_path),
        "PROCESS": process,
        "DJANGO_SETTINGS_MODULE": "socialvalue.settings",
    }
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True
    ).stdout
    without = {"SECRET_KEY": "ImproperlyConfigured", "SEALING_KEY": "AttributeError", "RECEIPT_KEY": "AttributeError"}
    assert dict(line.split() for line in said.splitlines()) == {
        name: "50" if name in HOLDS[process] else error for name, error in without.items()
    }


def test_an_unknown_kind_of_process_is_refused(tmp_path):
    started = start(tmp_path, PROCESS="wroker")
    assert "PROCESS is wroker: it must be web, worker, scheduler, linker or owner" in started.stderr.splitlines()[-1]


def test_outside_production_the_made_up_secrets_are_for_the_owners_eyes(tmp_path):
    assert start(tmp_path, PRODUCTION="0", SECRET_KEY="", SEALING_KEY="", RECEIPT_KEY="").returncode == 0
    assert sorted(path.name for path in tmp_path.glob("*.txt")) == ["receipt_key.txt", "sealing_key.txt", "secret_key.txt"]
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*.txt")} == {0o600}


def test_cookies_are_this_hosts_alone_and_everything_is_https(tmp_path):
    names = (
        "SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE, SECURE_SSL_REDIRECT, "
        "SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS, SECOND_STEP_REQUIRED"
    )
    environment = {**os.environ, **GOOD, "DATA_DIR": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", f"from socialvalue.settings import {names}; print({names})"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True,
    ).stdout  # fmt: skip
    assert said.strip() == "__Host-sessionid __Host-csrftoken True True True 31536000 True True"
