"""What the scheduler asks for, a worker knows."""

from django.conf import settings

from socialvalue.celery import app


def test_every_task_of_the_schedule_is_one_that_a_worker_finds():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
