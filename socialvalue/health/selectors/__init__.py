"""What a load balancer, a container engine and the start script ask before they send anybody here."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import redis
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.db.migrations.executor import MigrationExecutor

from socialvalue.common import clock
from socialvalue.health.models import Heartbeat

WORKER = "worker"
# Four rounds of the scheduler: one lost beat, or a minute's report before the beat, is no outage.
WORKER_MAY_BE_SILENT_FOR = timedelta(seconds=120)
BROKER_MAY_TAKE_SECONDS = 2

OK = "ok"


def database_state() -> str:
    """``"ok"``, or why not, in words that give nothing away to a stranger."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "not reachable"
    return OK


def migrations_state() -> str:
    """``"ok"`` when every migration of this version of the code is applied."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (Error, MigrationSchemaMissing):
        return "not known"
    return f"{len(waiting)} not applied" if waiting else OK


def broker_state() -> str:
    """``"ok"`` when a job could be handed over now: Redis answers, or the broker's folder can be written."""
    if settings.REDIS_URL:
        try:
            client = redis.Redis.from_url(
                settings.REDIS_URL,
                socket_connect_timeout=BROKER_MAY_TAKE_SECONDS,
                socket_timeout=BROKER_MAY_TAKE_SECONDS,
            )
            with client:
                client.ping()
        except (redis.RedisError, ValueError):
            return "not reachable"
        return OK
    queue = Path(settings.BROKER_DIR) / "queue"
    return OK if queue.is_dir() and os.access(queue, os.W_OK) else "not reachable"


def worker_state() -> str:
    """``"ok"`` when a worker did the scheduler's last jobs."""
    try:
        seen_at = Heartbeat.objects.filter(service=WORKER).values_list("seen_at", flat=True).first()
    except Error:
        return "not known"
    if seen_at is None:
        return "never seen"
    silent_for = clock.now() - seen_at
    if silent_for > WORKER_MAY_BE_SILENT_FOR:
        return f"silent for {int(silent_for.total_seconds())} seconds"
    return OK


CHECKS: dict[str, Callable[[], str]] = {
    "database": database_state,
    "migrations": migrations_state,
    "broker": broker_state,
    "worker": worker_state,
}


def readiness() -> dict[str, str]:
    """Each check's name and its state, in the order in which somebody would repair them."""
    return {name: check() for name, check in CHECKS.items()}
