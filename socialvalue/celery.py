"""The Celery application. Tasks are found in the rooms' ``tasks.py`` files."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialvalue.settings")

ROOMS_WITH_TASKS = [
    "socialvalue.audit",
    "socialvalue.documents",
    "socialvalue.exports",
    "socialvalue.health",
    "socialvalue.jobs",
    "socialvalue.notifications",
    "socialvalue.sessions",
    "contracts.kept",
    "measurement.clockwork",
    "measurement.opendata",
    "measurement.reports",
]

app = Celery("socialvalue")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(ROOMS_WITH_TASKS)
