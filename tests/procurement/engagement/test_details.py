"""What may be corrected of a remark and changed of an event is a list."""

import pytest
from django.urls import reverse

from procurement.engagement import services
from procurement.engagement.calculations.details import EVENT_EDITABLE, REMARK_EDITABLE
from procurement.engagement.forms.event import EventForm
from procurement.engagement.forms.remark import RemarkForm
from procurement.engagement.models import Event, Remark
from socialvalue.common import clock
from tests.builders import commissioning as build
from tests.builders import engagement as make

pytestmark = pytest.mark.django_db


def stored(row):
    return type(row).objects.values().get(pk=row.pk)


@pytest.mark.parametrize("name", ["commission", "recorded_by", "response", "responded_by", "nonsense"])
def test_a_remark_keeps_its_commission_and_who_took_it_down(name):
    remark = make.remark(build.commission())
    before = stored(remark)
    with pytest.raises(TypeError, match=f"cannot be edited: {name}"):
        services.edit_remark(remark, by=remark.commission.lead, **{name: None})
    assert stored(remark) == before


@pytest.mark.parametrize("name", ["commission", "advertised_at", "cancelled_at", "cancelled_reason"])
def test_an_event_is_not_advertised_or_cancelled_by_an_edit(name):
    event = make.event(build.commission())
    before = stored(event)
    with pytest.raises(TypeError, match=f"cannot be edited: {name}"):
        services.edit_event(event, by=event.commission.lead, **{name: clock.now()})
    assert stored(event) == before


def test_the_lists_are_fields_and_hold_what_the_forms_ask():
    assert {f.name for f in Remark._meta.get_fields()} >= REMARK_EDITABLE >= set(RemarkForm.Meta.fields)
    assert {f.name for f in Event._meta.get_fields()} >= EVENT_EDITABLE >= set(EventForm.Meta.fields)


def test_an_event_is_changed_and_the_page_keeps_its_name(client):
    event = make.event(build.commission(), title="Coffee morning")
    client.force_login(event.commission.lead)
    page = client.get(reverse("event-edit", args=[event.commission.reference, event.pk]))
    assert page.context["breadcrumbs"][-1][0] == "Coffee morning"
