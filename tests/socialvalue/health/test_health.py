"""The two addresses that machines ask: is the process alive, and can somebody be sent to it?"""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.health import selectors, services
from socialvalue.health.models import Heartbeat
from socialvalue.health.selectors.roles import role_warning
from tests.builders import people
from tests.fixtures.roles import AS_ROLE
from tests.reading import as_read

TOKEN = {"authorization": "Bearer a token of the settings"}
# The tests connect as the owner; without PostgreSQL there are no roles
OWNER = "its statements may run without an end, it owns the tables, or may become who does"
ROLE = OWNER if connection.vendor == "postgresql" and not AS_ROLE else "ok"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def token(settings):
    settings.HEALTH_TOKEN = "a token of the settings"


@pytest.fixture
def worker_seen():
    services.record_heartbeat(service=selectors.WORKER, at=clock.now())


def test_live_answers_without_asking_the_database(client):
    # No database mark: pytest-django would refuse any query.
    response = client.get("/health/live")
    assert response.status_code == 200
    assert response.content == b"live\n"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_everything_answers(client, worker_seen):
    response = client.get("/health/ready", headers=TOKEN)
    assert response.json() == {
        "ready": True,
        "checks": {"database": "ok", "migrations": "ok", "broker": "ok", "worker": "ok"},
        "scanner": "not set up",
        "role": ROLE,
    }
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.skipif(AS_ROLE != "", reason="the tests have another role")
def test_in_production_who_runs_it_is_told_of_a_role_that_may_too_much(settings):
    assert role_warning() == ""
    settings.PRODUCTION = True
    told = (
        f"The role that is connected to the database is not as it should be: {OWNER}. "
        "Run “manage.py database_roles --apply” as the owner to put this right."
    )  # fmt: skip
    assert role_warning() == (told if connection.vendor == "postgresql" else "")


@pytest.mark.django_db
def test_not_ready_before_any_worker_was_seen(client):
    response = client.get("/health/ready", headers=TOKEN)
    assert response.status_code == 503
    assert response.json()["ready"] is False
    assert response.json()["checks"]["worker"] == "never seen"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "silence, state",
    [
        (timedelta(0), "ok"),
        (selectors.WORKER_MAY_BE_SILENT_FOR, "ok"),
        (selectors.WORKER_MAY_BE_SILENT_FOR + timedelta(seconds=1), "silent for 121 seconds"),
    ],
)
def test_worker_may_be_silent_for_two_minutes_and_not_longer(silence, state):
    services.record_heartbeat(service=selectors.WORKER, at=NOON)
    with clock.at(NOON + silence):
        assert selectors.worker_state() == state


@pytest.mark.django_db
def test_each_heartbeat_replaces_the_one_before():
    services.record_heartbeat(service=selectors.WORKER, at=NOON)
    services.record_heartbeat(service=selectors.WORKER, at=NOON + timedelta(seconds=30))
    assert [row.seen_at for row in Heartbeat.objects.all()] == [NOON + timedelta(seconds=30)]


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_is_counted():
    if not MigrationRecorder(connection).has_table():
        pytest.skip("this run makes its tables without migrations")
    MigrationRecorder.Migration.objects.filter(app="contenttypes", name__startswith="0002").delete()
    assert selectors.migrations_state() == "1 not applied"


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "nonsense://nowhere"])
def test_a_redis_that_does_not_answer_is_named(settings, url):
    settings.REDIS_URL = url
    assert selectors.broker_state() == "not reachable"


def test_a_broker_folder_that_is_gone_is_named(settings, tmp_path):
    settings.REDIS_URL = ""
    settings.BROKER_DIR = tmp_path / "gone"
    assert selectors.broker_state() == "not reachable"


@pytest.mark.postgres
def test_a_real_redis_answers(settings):
    assert settings.REDIS_URL
    assert selectors.broker_state() == "ok"


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_database_that_is_away_makes_a_503_and_not_a_traceback():
    """Through a connection of its own, to a port where nobody listens; the nights' work of ``client`` needs one that answers."""
    client = Client()
    here = connections["default"]
    elsewhere = here.copy()
    elsewhere.settings_dict = {**here.settings_dict, "PORT": "1"}
    connections["default"] = elsewhere
    try:
        response = client.get("/health/ready", headers=TOKEN)
    finally:
        elsewhere.close()
        connections["default"] = here
    assert response.status_code == 503
    assert response.json()["checks"] | {"broker": ""} == {
        "database": "not reachable",
        "migrations": "not known",
        "broker": "",
        "worker": "not known",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
@pytest.mark.django_db
def test_only_reading_is_answered(client, method, address):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.worker
def test_a_starting_worker_reports_through_the_broker(celery_worker_process, client):
    from tests.fixtures.worker import wait_until

    wait_until(lambda: selectors.worker_state() == "ok", what="the worker's first heartbeat")
    assert client.get("/health/ready", headers=TOKEN).status_code == 200


@pytest.mark.worker
def test_a_killed_worker_comes_back_and_takes_what_waited(celery_worker_process):
    from socialvalue.health.tasks import heartbeat
    from tests.fixtures.worker import wait_until

    wait_until(lambda: selectors.worker_state() == "ok", what="the first heartbeat")
    celery_worker_process.kill()
    Heartbeat.objects.all().delete()
    heartbeat.delay()
    assert not Heartbeat.objects.exists()
    celery_worker_process.start()
    wait_until(Heartbeat.objects.exists, what="the heartbeat that waited")


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer wrong"}, {"authorization": "Bearer "}, {"authorization": ""}])
def test_a_stranger_reads_whether_it_is_ready_and_not_what_is_missing(client, worker_seen, headers):
    assert client.get("/health/ready", headers=headers).json() == {"ready": True}
    Heartbeat.objects.all().delete()
    answer = client.get("/health/ready", headers=headers)
    assert (answer.status_code, answer.json()) == (503, {"ready": False})


@pytest.mark.django_db
def test_without_a_token_of_the_settings_nobody_reads_more(client, settings, worker_seen):
    settings.HEALTH_TOKEN = ""
    assert client.get("/health/ready", headers={"authorization": "Bearer "}).json() == {"ready": True}


@pytest.mark.django_db
def test_where_a_weakness_is_reported(client, settings):
    settings.SECURITY_CONTACT, settings.SITE_URL = "mailto:security@council.example", "https://sv.council.example"
    with clock.at(NOON):
        answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "Contact: mailto:security@council.example",
        "Expires: 2027-05-19T12:00:00Z",
        "Preferred-Languages: en",
        "Canonical: https://sv.council.example/.well-known/security.txt",
    ]
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.django_db
@pytest.mark.skipif(AS_ROLE != "", reason="the tests have another role")
def test_administrators_read_it_beside_the_jobs_in_production_alone(client, settings):
    client.force_login(people.person(people.council(), Role.ADMINISTRATOR))
    told = (
        f"{OWNER}. Run “manage.py database_roles --apply” as the owner to put this right. Tell the people who run this service."
    )
    assert told not in as_read(client.get("/administration/jobs/"))
    settings.PRODUCTION = True
    page = client.get("/administration/jobs/")
    assert page.status_code == 200
    assert (told in as_read(page)) == (connection.vendor == "postgresql")
