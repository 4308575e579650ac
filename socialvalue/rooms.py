"""The rooms of the ground floor: what each of them registers when it starts, listed here and nowhere else."""

from socialvalue.accounts import timelines as accounts_timelines
from socialvalue.framework import timelines as framework_timelines
from socialvalue.framework import workflow as framework_workflow
from socialvalue.jobs import workflow as jobs_workflow
from socialvalue.jobs.services import handler
from socialvalue.jobs.tasks import self_check

# What timelines may show of changes
TIMELINES = (accounts_timelines, framework_timelines)
# The tables of states, drawn in docs/states.md
WORKFLOWS = (framework_workflow, jobs_workflow)


def register() -> None:
    """Called once, by the storey's ``ready``."""
    for timelines in TIMELINES:
        timelines.register()
    handler(self_check.KIND, title="Check of the worker")(self_check.run)
