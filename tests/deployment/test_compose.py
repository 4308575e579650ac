"""Each container has the role of the database, the password and the keys that its process uses, and no other."""

import os
import re
import subprocess
import sys

import pytest
import yaml

from socialvalue.health.calculations.roles import OWNER, SERVING, SETTINGS
from tests.fixtures.worker import ROOT

SECRETS = {
    "SECRET_KEY", "SEALING_KEY", "RECEIPT_KEY", "POSTGRES_PASSWORD", "POSTGRES_WEB_PASSWORD", "POSTGRES_WORKER_PASSWORD",
    "POSTGRES_LINKER_PASSWORD", "REDIS_PASSWORD",
}  # fmt: skip
KEYS = ("SECRET_KEY", "SEALING_KEY", "RECEIPT_KEY")
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
EXAMPLE = {
    line.split("=", 1)[0] for line in (ROOT / ".env.example").read_text().splitlines() if "=" in line and line[0].isalpha()
}
FILLED = {name: f"{name.lower()}-{'x9' * 25}" for name in SECRETS} | {
    "ALLOWED_HOSTS": "service.example",
    "SITE_URL": "https://service.example",
    "EMAIL_URL": "smtp+tls://mail.service.example:587",
    "DEFAULT_FROM_EMAIL": "social-value@service.example",
}
OURS = {name: service for name, service in COMPOSE["services"].items() if service.get("image") == "socialvalue"}


def environment(service: str, filled: dict[str, str] = FILLED) -> dict[str, str]:
    """What the container has: its ``env_file``, and over it ``environment``, as compose reads them."""

    def value(found) -> str:
        given = filled.get(found["name"], "")
        if found["op"] == "?" and not given:
            raise LookupError(found["text"])
        return given or (found["text"] if found["op"] == "-" else "")

    wanted = {
        name: re.sub(r"\$\{(?P<name>\w+):(?P<op>[?-])(?P<text>[^}]*)\}", value, text)
        for name, text in OURS[service]["environment"].items()
    }
    return filled | wanted


def secrets_of(service: str) -> set[str]:
    has = environment(service)
    return {secret for secret in SECRETS if any(FILLED[secret] in value for value in has.values())}


def test_every_container_of_ours_is_looked_at():
    assert set(OURS) == {"migrate", "web", "bids", "worker", "beat", "linker"}
    assert all(service["env_file"] == ".env" for service in OURS.values())


@pytest.mark.parametrize(
    "service, process, role, secrets",
    [
        ("migrate", "owner", "socialvalue", {name for name in SECRETS if name.startswith("POSTGRES_")}),
        ("web", "web", "socialvalue_web", {"POSTGRES_WEB_PASSWORD", *KEYS}),
        ("bids", "web", "socialvalue_web", {"POSTGRES_WEB_PASSWORD", *KEYS}),
        ("worker", "worker", "socialvalue_worker", {"POSTGRES_WORKER_PASSWORD", "SEALING_KEY"}),
        ("beat", "scheduler", "socialvalue_worker", {"POSTGRES_WORKER_PASSWORD"}),
        ("linker", "linker", "socialvalue_linker", {"POSTGRES_LINKER_PASSWORD"}),
    ],
)
def test_each_has_its_role_and_no_secret_that_it_does_not_use(service, process, role, secrets):
    has = environment(service)
    assert has["PROCESS"] == process
    assert re.match(r"postgres://(\w+):", has["DATABASE_URL"])[1] == role
    assert secrets_of(service) == secrets | {"REDIS_PASSWORD"}


@pytest.mark.parametrize("service", ["migrate", "web", "bids", "worker", "beat", "linker"])
def test_each_starts_with_what_it_has(service, tmp_path):
    """The settings themselves agree that nothing is missing."""
    program = (
        "import django; django.setup(); from django.conf import settings; "
        "print(settings.PROCESS, settings.DATABASES['default']['USER'], hasattr(settings, 'SEALING_KEY'))"
    )
    has = {**os.environ, **environment(service), "DATA_DIR": str(tmp_path), "UPLOAD_TEMP_DIR": str(tmp_path / "incoming")}
    has["DJANGO_SETTINGS_MODULE"] = "socialvalue.settings"
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=has, capture_output=True, text=True, timeout=60)
    assert said.returncode == 0, said.stderr
    role = re.match(r"postgres://(\w+):", has["DATABASE_URL"])[1]
    assert said.stdout.split() == [has["PROCESS"], role, str(has["PROCESS"] in ("web", "worker"))]
    assert not list(tmp_path.glob("*.txt")), "no secret may be made up"


@pytest.mark.parametrize("secret", sorted(SECRETS))
def test_without_a_secret_nothing_that_uses_it_starts(secret):
    assert secret in EXAMPLE
    without = FILLED | {secret: ""}
    refused = {}
    for service in OURS:
        try:
            environment(service, without)
        except LookupError as missing:
            refused[service] = str(missing)
    assert refused == {service: f"set {secret} in .env" for service in OURS if secret in secrets_of(service)}


def test_the_roles_are_made_after_every_migration_and_before_anything_serves():
    steps = OURS["migrate"]["command"][-1].split(" && ")
    assert [step.split()[2] for step in steps] == ["migrate", "database_roles", "collectstatic"]
    assert steps[1].endswith("--apply")
    for service in set(OURS) - {"migrate"}:
        assert OURS[service]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    owner = COMPOSE["services"]["db"]["environment"]["POSTGRES_USER"]
    assert {f"{owner}_{kind}" for kind in SERVING} == {"socialvalue_web", "socialvalue_worker", "socialvalue_linker"}


def test_the_deployment_page_says_what_each_role_is_given():
    page = (ROOT / "docs" / "deployment.md").read_text()
    [table] = re.findall(r"\| setting \| owner \| web \| worker \| linker \|\n\|[-|]+\n((?:\|.+\n)+)", page)
    said = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in table.splitlines()]
    assert said == [[name, *(SETTINGS[kind][name] for kind in (OWNER, *SERVING))] for name in SETTINGS[OWNER]]


def test_the_deployment_page_says_which_keys_each_process_holds():
    page = (ROOT / "docs" / "deployment.md").read_text()
    [table] = re.findall(r"\| process \| `SECRET_KEY` \| `SEALING_KEY` \| `RECEIPT_KEY` \| why \|\n\|[-|]+\n((?:\|.+\n)+)", page)
    services = {"web": "web", "bids": "bids", "worker": "worker", "scheduler": "beat", "linker": "linker", "migrate": "migrate"}
    said = {
        services[name.strip(" `")]: {key for key, yes in zip(KEYS, cells, strict=True) if yes == "yes"}
        for names, *cells in ([cell.strip() for cell in line.split("|")[1:5]] for line in table.splitlines())
        for name in names.split(",")
    }
    assert said == {service: secrets_of(service) & set(KEYS) for service in OURS}
