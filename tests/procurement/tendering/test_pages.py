"""Every page of a tender: who reaches it."""

import pytest
from django.urls import reverse

from socialvalue.accounts.enums import Role
from tests.builders import tendering as build
from tests.builders.people import council, person, supplier
from tests.procurement.tendering.steps import url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["draft", "checking"])
def test_an_unpublished_tender_is_not_there_for_outsiders(client, state):
    tender = build.draft() if state == "draft" else build.checking_tender()
    outsiders = [person(supplier(), Role.SUPPLIER), person(council(), Role.COMMISSIONER, Role.PROCUREMENT_OFFICER)]
    assert client.get(url("opportunity", tender)).status_code == 404
    for user in outsiders:
        client.force_login(user)
        for name in ("opportunity", "tender", "tender-criteria", "tender-check", "tender-preview", "tender-details"):
            assert client.get(url(name, tender)).status_code == 404, name


def test_what_officers_do_stays_inside_even_when_published(client):
    tender = build.published_tender()
    for user in (person(supplier(), Role.SUPPLIER), person(council(), Role.PROCUREMENT_OFFICER)):
        client.force_login(user)
        assert client.get(url("opportunity", tender)).status_code == 200
        for name in ("tender", "tender-criteria", "tender-scale", "tender-check", "tender-amend", "tender-terminate"):
            assert client.get(url(name, tender)).status_code == 404, name


def test_an_insider_without_the_permission_is_told_why(client):
    tender = build.checking_tender()
    manager = person(tender.council, Role.CONTRACT_MANAGER)
    client.force_login(manager)
    assert client.get(url("tender", tender)).status_code == 200
    for name in ("tender-details", "tender-timetable", "criterion-add", "tender-amend", "tender-terminate"):
        page = client.get(url(name, tender))
        assert page.status_code == 403, name
        assert "This is for " in page.content.decode()
    assert client.post(url("tender-publish", tender), {"publish-version": tender.version}).status_code == 403
    client.force_login(person(tender.council, Role.MEMBER))
    assert client.get(reverse("tenders")).status_code == 403
