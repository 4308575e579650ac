from celery import shared_task

from socialvalue.jobs import services


@shared_task(name="socialvalue.jobs.run")
def run(job_id: int) -> None:
    services.run_job(job_id)


@shared_task(name="socialvalue.jobs.requeue_stale")
def requeue_stale() -> int:
    return services.requeue_stale()
