"""Who may do what, and who sees what: every role, here and elsewhere."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from procurement.pipeline import permissions, services
from procurement.pipeline.enums import PostingKind
from procurement.pipeline.models import Posting
from socialvalue.accounts.enums import Role
from socialvalue.common.errors import NotAllowed
from tests.builders import people
from tests.builders import pipeline as build

pytestmark = pytest.mark.django_db

R = Role
PLANS = {R.COMMISSIONER}
DECIDES = {R.PROCUREMENT_OFFICER}
SEES_COMMISSIONS = {R.COMMISSIONER, R.PROCUREMENT_OFFICER, R.EVALUATION_LEAD, R.CONTRACT_MANAGER, R.LEAD_DIRECTOR}


@pytest.fixture
def council():
    return people.council()


@pytest.mark.parametrize("role", Role)
def test_in_the_council(role, council):
    user, waiting = people.person(council, role), build.posting(council=council)
    body = build.commission(council)
    assert permissions.can_edit(user, body) == (role in PLANS)
    assert permissions.can_decide_posting(user, waiting) == (role in DECIDES)
    assert not permissions.can_edit_posting(user, waiting)
    assert not permissions.can_withdraw_posting(user, waiting)
    assert Posting.objects.visible_to(user).filter(pk=waiting.pk).exists() == (role in DECIDES)


@pytest.mark.parametrize("role", Role)
def test_in_another_council(role, council):
    user, waiting = people.person(people.council(), role), build.posting(council=council)
    assert not permissions.can_edit(user, build.commission(council))
    assert not permissions.can_decide_posting(user, waiting)
    assert not Posting.objects.visible_to(user).exists()
    with pytest.raises(NotAllowed, match=r"You can post opportunities for your own organisation only"):
        permissions.check_can_post(user, council)


@pytest.mark.parametrize("role", Role)
def test_who_posts_for_a_body(role):
    body = build.partner()
    user = people.person(body, role)
    may = role in {R.PARTNER, R.SUPPLIER, R.COMMISSIONER}
    if may:
        permissions.check_can_post(user, body)
    else:
        with pytest.raises(NotAllowed, match="own organisation only"):
            permissions.check_can_post(user, body)
    waiting = build.posting(body=body)
    assert permissions.can_withdraw_posting(user, waiting) == may
    assert not permissions.can_edit_posting(user, waiting)
    returned = services.decide_posting(
        waiting, by=people.person(waiting.council, R.PROCUREMENT_OFFICER), publish=False, comment="Say more."
    )
    assert permissions.can_edit_posting(user, returned) == may


def test_services_ask(council):
    stranger, waiting = people.person(council, R.EVALUATOR), build.posting(council=council)
    body = build.commission(council)
    drafts, own = "Your role does not include: draft commissions", "You can post opportunities for your own organisation only"
    for do, words in (
        (lambda: services.plan_timetable(body, by=stranger, phases={}), drafts),
        (
            lambda: services.overrule(body, by=stranger, warning="engagement-none", reason="The school year fixes the day."),
            drafts,
        ),
        (lambda: services.decide_posting(waiting, by=stranger, publish=True), "does not include: approve opportunities"),
        (lambda: services.edit_posting(waiting, by=stranger, title="Other"), own),
        (lambda: services.withdraw_posting(waiting, by=stranger), own),
        (lambda: build.posting(council=council, body=council, by=stranger, kind=PostingKind.QUOTATION), own),
    ):
        with pytest.raises(NotAllowed, match=words):
            do()


def test_what_waits_is_there_for_its_own_body_and_the_approver_only(client, council):
    body = people.supplier()
    own = people.person(body, R.SUPPLIER)
    waiting = build.posting(council=council, body=body, by=own)
    address = reverse("posting", args=[waiting.reference])

    def status(user):
        client.logout()
        if user is not None:
            client.force_login(user)
        return client.get(address).status_code

    rival = people.person(people.supplier(), R.SUPPLIER)
    approver = people.person(council, R.PROCUREMENT_OFFICER)
    others = [None, rival, people.person(council, R.COMMISSIONER), people.person(build.partner(), R.PARTNER)]
    assert [status(u) for u in (own, people.person(body, R.SUPPLIER), approver)] == [200, 200, 200]
    assert [status(u) for u in others] == [404, 404, 404, 404]
    services.decide_posting(waiting, by=approver, publish=True)
    assert [status(u) for u in [own, approver, *others]] == [200] * 6
    services.withdraw_posting(Posting.objects.get(), by=own)
    assert [status(u) for u in others] == [404, 404, 404, 404]


def test_the_public_reads_the_words_and_not_the_record(client):
    found = build.published_posting()
    page = client.get(reverse("posting", args=[found.reference])).content.decode()
    assert "Cleaning of three village halls" in page
    assert found.posted_by.name not in page
    assert "What happened" not in page


@pytest.mark.parametrize("role", Role)
def test_pages_of_a_timetable(client, role, council):
    """Readers read, planners plan; insiders are told why not, outsiders find nothing."""
    body = build.planned(build.commission(council), date(2028, 2, 14))
    client.force_login(people.person(council, role))
    read = client.get(reverse("timetable", args=[body.reference])).status_code
    assert read == (200 if role in SEES_COMMISSIONS else 404)
    for name in ("timetable-plan", "timetable-edit"):
        status = client.get(reverse(name, args=[body.reference])).status_code
        assert status == (200 if role in PLANS else 403 if role in SEES_COMMISSIONS else 404)
    assert client.get("/diary/").status_code == (200 if role in SEES_COMMISSIONS else 403)
    assert client.get("/forward-plan/?version=officers").status_code == (200 if role in SEES_COMMISSIONS else 403)
    client.force_login(people.person(people.council(), role))
    assert client.get(reverse("timetable", args=[body.reference])).status_code == 404


def test_nobody_signed_in_decides_nothing():
    assert not permissions.can_decide_posting(AnonymousUser(), build.posting())
    assert not Posting.objects.to_decide(AnonymousUser()).exists()
    assert not Posting.objects.own(AnonymousUser()).exists()
