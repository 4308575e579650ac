"""The pages in the hands of the people they are for: planning, overruling, posting, approving, reading."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from procurement.commissioning.models import Commission
from procurement.pipeline.enums import Phase, PostingStatus
from procurement.pipeline.models import Overrule, Posting
from socialvalue.accounts.enums import Role
from socialvalue.common import clock, reading
from socialvalue.places.models import District
from socialvalue.places.services import load_districts
from tests.builders import people
from tests.builders import pipeline as build
from tests.builders.tendering import published_tender

pytestmark = pytest.mark.django_db
START = date(2027, 2, 15)


@pytest.fixture(autouse=True)
def in_july():
    with clock.at(datetime(2026, 7, 1, 12)):
        yield


def text(response) -> str:
    return response.content.decode()


def test_a_commissioner_plans_backwards_changes_a_day_and_overrules_what_is_left(client):
    body = build.commission()
    client.force_login(body.lead)
    address = reverse("timetable", args=[body.reference])
    assert "Plan backwards" in text(client.get(address))
    form = client.get(reverse("timetable-plan", args=[body.reference]))
    assert form.context["form"]["tender"].value() == 35
    typed = {"starts_on": START.isoformat(), "engagement": 56, "notice": 21, "tender": 24, "evaluation": 28, "transfer": 0}
    missing = client.post(reverse("timetable-plan", args=[body.reference]), typed | {"version": body.version})
    assert "Enter “Mobilisation”" in text(missing) or "Enter mobilisation" in text(missing)
    page = client.post(
        reverse("timetable-plan", args=[body.reference]), typed | {"mobilisation": 30, "version": body.version}, follow=True
    )
    assert page.redirect_chain[-1][0] == address
    assert "The law asks for at least 25" in text(page)
    assert ", 8 of them working days" in text(page)
    body.refresh_from_db()
    assert body.starts_on == START
    edit = reverse("timetable-edit", args=[body.reference])
    days = {}
    for phase in body.phases.all():
        days |= {f"{phase.phase}_from": phase.starts_on.isoformat(), f"{phase.phase}_to": phase.ends_on.isoformat()}
    wrong = client.post(edit, days | {"tender_to": "2026-12-24", "version": body.version})
    assert "Evaluation and approval starts before tender period has ended" in text(wrong)
    backwards = client.post(edit, days | {"tender_to": "2026-01-01", "version": body.version})
    assert "Tender period: the last day lies before the first" in text(backwards)
    unreal = client.post(edit, days | {"tender_to": "2026-13-01", "notice_from": "", "version": body.version})
    assert "Documents and notice: enter both days, or none" in text(unreal)
    half = client.post(edit, days | {"tender_to": "", "version": body.version})
    assert "Tender period: enter both days, or none" in text(half)
    stale = client.post(edit, days | {"version": body.version - 1})
    assert "Somebody else saved this" in text(stale)
    body.refresh_from_db()
    days["tender_from"] = (date.fromisoformat(days["tender_from"]) - timedelta(days=1)).isoformat()
    days["notice_to"] = (date.fromisoformat(days["notice_to"]) - timedelta(days=1)).isoformat()
    page = client.post(edit, days | {"version": body.version}, follow=True)
    assert "The tender period is 25 days. The council’s own minimum is 28" in text(page)
    rule = reverse("timetable-overrule", args=[body.reference, "window-own-25"])
    assert "Say why" in text(client.post(rule, {"reason": ""}))
    page = client.post(rule, {"reason": "The specification has been public since May."}, follow=True)
    assert "No problems found, apart from what was overruled" in text(page)
    assert "The specification has been public since May." in text(page)
    assert Overrule.objects.get().by == body.lead
    assert client.get(rule).status_code == 404


def test_staff_transfer_is_planned_during_mobilisation_and_the_choice_is_kept(client):
    body = build.commission()
    client.force_login(body.lead)
    lengths = {"engagement": 84, "notice": 21, "tender": 35, "evaluation": 42, "transfer": 28, "mobilisation": 60}
    typed = lengths | {"starts_on": START.isoformat(), "transfer_meanwhile": "meanwhile", "version": body.version}
    url = reverse("timetable-plan", args=[body.reference])
    assert 'value="after" checked' in " ".join(text(client.get(url)).split())
    client.post(url, typed)
    days = {p.phase: (p.starts_on, p.ends_on) for p in body.phases.all()}
    assert days["transfer"][1] == days["mobilisation"][1] == START - timedelta(days=1)
    assert days["standstill"][1] < days["mobilisation"][0] < days["transfer"][0]
    assert 'value="meanwhile" checked' in " ".join(text(client.get(url)).split())


def test_opportunities_of_others_are_found_by_place(client):
    load_districts()
    ashford, swale = District.objects.get(name="Ashford"), District.objects.get(name="Swale")
    there = build.published_posting(title="In Ashford", districts=[ashford])
    build.published_posting(title="In Swale", districts=[swale])
    build.published_posting(title="Anywhere")
    page = text(client.get("/opportunities/", {"district": ashford.pk}))
    assert "In Ashford" in page
    assert "Anywhere" in page
    assert "In Swale" not in page
    assert "Ashford" in text(client.get(reverse("posting", args=[there.reference]))).split("Where</dt>")[1].split("</dd>")[0]


def test_an_in_house_timetable_has_no_standstill(client):
    body = build.commission(kind="in_house")
    client.force_login(body.lead)
    lengths = {"engagement": 84, "notice": 0, "tender": 0, "evaluation": 0, "transfer": 0, "mobilisation": 30}
    typed = lengths | {"starts_on": START.isoformat(), "version": body.version}
    page = client.post(reverse("timetable-plan", args=[body.reference]), typed, follow=True)
    assert set(body.phases.values_list("phase", flat=True)) == {Phase.ENGAGEMENT, Phase.MOBILISATION}
    assert "No problems found" in text(page)


def test_a_supplier_posts_and_the_council_returns_and_publishes(client):
    council, body = people.council(), people.supplier("Medway Bridge")
    contractor, officer = people.person(body, Role.SUPPLIER), people.person(council, Role.PROCUREMENT_OFFICER)
    client.force_login(contractor)
    typed = {
        "posted_for": body.pk, "council": council.pk, "kind": "subcontract", "title": "Brickwork", "description": "Two schools.",
        "value": "£4,000", "closes_at": "2026-08-01T12:00", "how_to_respond": "Write to us.", "version": 1,
    }  # fmt: skip
    refused = client.post("/opportunities/post/", typed)
    assert "published from £5,000" in text(refused)
    assert 'value="£4,000"' in text(refused)
    sent = client.post("/opportunities/post/", typed | {"value": "£64,000"}, follow=True)
    assert "Sent. It is published once the council has approved it." in text(sent)
    found = Posting.objects.get()
    address = reverse("posting", args=[found.reference])
    assert "Publish it" not in text(sent)
    assert client.get(reverse("posting-edit", args=[found.reference])).status_code == 403
    client.force_login(officer)
    assert "1 posted opportunity waits for your decision" in text(client.get("/opportunities/"))
    assert "Brickwork" in text(client.get("/opportunities/posted/"))
    send_back = reverse("posting-return", args=[found.reference])
    assert "Say what has to change" in text(client.post(send_back, {"reason": ""}))
    client.post(send_back, {"reason": "Which schools?"})
    client.force_login(contractor)
    assert "Which schools?" in text(client.get(address))
    found.refresh_from_db()
    changed = typed | {"value": "", "description": "Two schools in Ashford.", "version": found.version}
    assert "Sent again." in text(client.post(reverse("posting-edit", args=[found.reference]), changed, follow=True))
    found.refresh_from_db()
    client.force_login(officer)
    publish = reverse("posting-publish", args=[found.reference])
    assert client.get(publish).status_code == 405
    read = reading.written(found)[0]
    old = read.replace(f":{found.version}:", f":{found.version - 1}:")
    refused = client.post(publish, {"read": old})
    assert (refused.status_code, "This was changed after you opened the page" in text(refused)) == (409, True)
    assert "The opportunity is published." in text(client.post(publish, {"read": read}, follow=True))
    client.logout()
    public = text(client.get("/opportunities/"))
    assert "Brickwork" in public
    assert "not known yet" in public
    assert "Two schools in Ashford." in text(client.get(address))
    client.force_login(contractor)
    client.post(reverse("posting-withdraw", args=[found.reference]), {})
    assert Posting.objects.get().status == PostingStatus.WITHDRAWN
    client.logout()
    assert "Brickwork" not in text(client.get("/opportunities/"))


def test_a_commissioner_posts_a_quotation_of_the_council_for_somebody_else_to_approve(client):
    council = people.council()
    client.force_login(people.person(council, Role.COMMISSIONER))
    typed = {
        "posted_for": council.pk, "council": council.pk, "kind": "quotation", "title": "Printing", "description": "Leaflets.",
        "value": "5000", "closes_at": "2026-08-01T12:00", "how_to_respond": "Write to us.", "version": 1,
    }  # fmt: skip
    client.post("/opportunities/post/", typed)
    assert Posting.objects.get().posted_for == council
    foreign = client.post("/opportunities/post/", typed | {"posted_for": people.council().pk})
    assert foreign.status_code == 200
    assert Posting.objects.count() == 1


def test_opportunities_are_filtered_and_the_next_deadline_comes_first(client):
    build.published_posting(title="Late", closes_at=clock.now() + timedelta(days=40))
    build.published_posting(title="Soon", closes_at=clock.now() + timedelta(days=4), value=None)
    build.published_posting(title="Grant for gardens", kind="grant", value=6000)
    tender = published_tender(deadline=clock.now() + timedelta(days=35))
    with clock.at(datetime(2026, 7, 3)):
        page = client.get("/opportunities/")
        assert [r.title for r in page.context["page"].object_list] == ["Soon", "Grant for gardens", tender.title, "Late"]
        assert text(page).count("Closes soon") == 1

    def titles(**query):
        return [r.title for r in client.get("/opportunities/", query).context["page"].object_list]

    assert titles(kind="grant") == ["Grant for gardens"]
    assert titles(kind="tender") == [tender.title]
    assert titles(q="gardens") == ["Grant for gardens"]
    assert titles(up_to="10,000") == ["Grant for gardens"]
    assert "No results. Change or clear the filters" in text(client.get("/opportunities/", {"q": "nothing"}))
    with clock.at(datetime(2026, 12, 1)):
        assert "Nothing is open just now" in text(client.get("/opportunities/"))


def test_a_supplier_reads_what_is_open_before_what_it_may_post_itself(client):
    posted = build.published_posting(title="Sandwiches for a conference")
    user = people.person(people.supplier(), Role.SUPPLIER)
    order = (posted.title, "Do you have work to offer?", "Post an opportunity", "What you posted")
    client.force_login(user)
    page = client.get(reverse("opportunities")).content.decode()
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    client.logout()
    public = client.get(reverse("opportunities")).content.decode()
    assert [words for words in order if words in public] == [posted.title]


def test_the_forward_plan_is_by_directorate_and_year_and_the_officers_see_more(client):
    council = people.council()
    build.planned(build.commission(council, title="Carers"), START)
    build.planned(build.commission(council, title="Dementia"), date(2027, 4, 1))
    build.commission(council, title="Not dated")
    hidden = build.commission(council, title="Hidden", in_forward_plan=False)
    reviewed = build.commission(council, title="Reviewed")
    Commission.objects.filter(pk=reviewed.pk).update(stage="review")
    page = client.get("/forward-plan/")
    lists = [(year, [r["commission"].title for r in rows]) for _, year, rows in page.context["lists"]]
    assert lists == [("2026–27", ["Carers"]), ("2027–28", ["Dementia"]), ("No start planned yet", ["Not dated"])]
    assert "officers’ version" not in text(page)
    assert client.get(reverse("forward-plan-entry", args=[hidden.reference])).status_code == 404
    assert "not planned any more" in text(client.get(reverse("forward-plan-entry", args=[reviewed.reference])))
    assert [r[1] for r in client.get("/forward-plan/", {"year": "2027"}).context["lists"]] == ["2027–28"]
    assert client.get("/forward-plan/", {"q": "dementia"}).context["page"].paginator.count == 1
    client.force_login(people.person(council, Role.CONTRACT_MANAGER))
    page = client.get("/forward-plan/?version=officers")
    assert "Hidden" in text(page)
    assert "Not public" in text(page)
    assert "Reviewed" not in text(page)
    assert "Hidden" not in text(client.get("/forward-plan/"))
    assert b"Hidden" in client.get("/forward-plan/forward-plan.csv?version=officers").getvalue()
    assert b"Hidden" not in client.get("/forward-plan.ics?version=officers").getvalue()
    client.force_login(people.person(people.council(), Role.CONTRACT_MANAGER))
    assert client.get("/forward-plan/?version=officers").context["page"].paginator.count == 0


def test_the_diary_is_the_councils_own_and_of_the_year_asked_for(client):
    council = people.council()
    build.planned(build.commission(council, title="Carers"), START)
    build.planned(build.commission(council, title="Later", category="Highways"), date(2029, 2, 14))
    build.planned(build.commission(title="Elsewhere"), START)
    client.force_login(people.person(council, Role.PROCUREMENT_OFFICER))

    def titles(**query):
        return [e.commission.title for e in client.get("/diary/", query).context["entries"]]

    assert titles() == ["Carers"]
    assert titles(year=2028) == ["Later"]
    assert titles(category="Highways") == []
    assert titles(year=2028, category="Highways") == ["Later"]
    page = text(client.get("/diary/"))
    assert "<svg" in page
    assert "1 commission from 1 July 2026 to 30 June 2027: 1 with bids asked for, 0 with a warning" in page
    assert "No results. Change or clear the filters" in text(client.get("/diary/", {"category": "Highways"}))


def test_only_the_public_plan_knows_a_planned_commission(client):
    body = build.planned(build.commission(), START)
    address = reverse("forward-plan-entry", args=[body.reference])
    page = text(client.get(address))
    assert "Tender period" in page
    assert "Timetable with its warnings" not in page
    client.force_login(body.lead)
    assert reverse("timetable", args=[body.reference]) in text(client.get(address))
