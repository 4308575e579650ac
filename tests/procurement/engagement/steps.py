"""What several tests of this room do: read a page, answer a remark, publish an edition."""

from django.urls import reverse

from procurement.engagement import services
from procurement.engagement.models import Remark, YouSaid
from tests.builders import engagement as make


def text(client, url, data=None) -> str:
    response = client.post(url, data) if data is not None else client.get(url)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def answered(body, text="Regular times would let me work.", response="Times are regular now.", **details) -> Remark:
    return services.respond(make.remark(body, text=text, **details), by=body.lead, response=response)


def published(body, *remarks, **details) -> YouSaid:
    return services.publish_you_said(body, by=body.lead, remarks=remarks or [answered(body)], **details)


def public(body) -> str:
    return reverse("public-you-said", args=[body.reference])
