from celery import shared_task

from socialvalue.notifications import services


@shared_task(name="socialvalue.notifications.send_outbox")
def send_outbox() -> int:
    return services.send_outbox()


@shared_task(name="socialvalue.notifications.forget_unsent")
def forget_unsent() -> int:
    return services.forget_unsent()
