"""What runs by itself is known to the worker that is to run it."""

import json
import subprocess
import sys
from pathlib import Path

from socialvalue.celery import ROOMS_WITH_TASKS

ROOT = Path(__file__).resolve().parent.parent.parent
# As the worker starts: nothing is imported but what it looks for
WORKER = """
import json, os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "socialvalue.settings"
from socialvalue.celery import app
django.setup()
app.loader.import_default_modules()
from django.conf import settings
print(json.dumps([entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"] not in app.tasks]))
"""


def test_every_room_with_tasks_is_looked_into():
    found = {
        str(path.relative_to(ROOT)).partition("/tasks")[0].replace("/", ".")
        for storey in ("socialvalue", "procurement", "contracts", "measurement")
        for path in [*(ROOT / storey).rglob("tasks.py"), *(ROOT / storey).rglob("tasks/*.py")]
        if "@shared_task" in path.read_text()
    }
    assert found - set(ROOMS_WITH_TASKS) == set(), "add these to ROOMS_WITH_TASKS: a worker does not know their tasks"
    assert set(ROOMS_WITH_TASKS) - found == set()


def test_a_worker_knows_everything_the_clock_asks_of_it():
    """Two jobs were asked for every minute, and no worker knew them."""
    told = subprocess.run([sys.executable, "-c", WORKER], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout.splitlines()[-1]) == []
