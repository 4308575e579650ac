"""What is confirmed is what was shown, whatever somebody else says of the council's headings in between."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contracts.imports.calculations.mapping import Meaning
from contracts.imports.models import RegisterFile
from contracts.imports.services import large
from contracts.imports.services.headings import keep_meaning
from contracts.register.models import Contract
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import Refused
from socialvalue.common.tables.carrying import carried, carry
from socialvalue.jobs.services import run_job
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
PAGE = "/contracts/import/"
TEXT = (
    "Deal,What,Other,Directorate,Supplier,Start date,End date,Annual value\n"
    "A-1,Cleaning,Wrong,Corporate services,Clean Ltd,1/4/2024,31/3/2027,4000\n"
)
SHOWN = Meaning({"reference": "Deal", "title": "What"}, {"procurement": "quotation"})
LATER = Meaning({"reference": "Deal", "title": "Other"}, {"procurement": "grant"})


@pytest.fixture
def who():
    made = build.parties()
    made.council.directorates.create(name="Corporate services", code="CS")
    keep_meaning(made.council, by=made.manager, meaning=SHOWN)
    return made


def somebody_else_says(who, meaning: Meaning = LATER) -> None:
    keep_meaning(who.council, by=who.manager, meaning=meaning)


def upload(client):
    return client.post(PAGE, {"file": SimpleUploadedFile("r.csv", TEXT.encode())})


def brought() -> tuple[str, str, date]:
    contract = Contract.objects.get(reference="A-1")
    return contract.title, contract.route, contract.ends_on


AS_SHOWN = ("Cleaning", "quotation", date(2027, 3, 31))


def test_a_page_brings_in_what_it_showed(client, who):
    client.force_login(who.manager)
    shown = upload(client)
    assert shown.context["outcome"].summary == "1 created, 0 updated, 0 unchanged, 0 refused"
    somebody_else_says(who)
    assert client.post(PAGE, {"confirm": "1", "carried": shown.context["carried"]}).url == reverse("contracts")
    assert brought() == AS_SHOWN


def test_the_next_file_is_read_by_what_was_said_last(client, who):
    client.force_login(who.manager)
    somebody_else_says(who)
    client.post(PAGE, {"confirm": "1", "carried": upload(client).context["carried"]})
    assert brought()[:2] == ("Wrong", "grant")


def test_matching_again_begins_with_what_was_shown_and_holds_for_this_file(client, who):
    client.force_login(who.manager)
    shown = upload(client)
    somebody_else_says(who)
    asked = client.post(PAGE, {"again": "1", "carried": shown.context["carried"]})
    form = asked.context["headings_form"]
    assert (form["title"].initial, form["procurement_always"].initial) == ("What", "quotation")
    typed = {name: form[name].initial or "" for name in form.fields}
    matched = client.post(PAGE, {**typed, "map": "1", "title": "Other", "carried": asked.context["carried"]})
    somebody_else_says(who, SHOWN)
    client.post(PAGE, {"confirm": "1", "carried": matched.context["carried"]})
    assert brought()[:2] == ("Wrong", "quotation")


def test_a_worker_reads_and_brings_in_by_what_was_said_at_the_upload(client, who, monkeypatch):
    monkeypatch.setattr(large, "PAGE_LINES", 0)
    client.force_login(who.manager)
    page = upload(client).url
    kept = RegisterFile.objects.get()
    assert kept.meaning == {"headings": SHOWN.headings, "fixed": SHOWN.fixed, "words": {}}
    somebody_else_says(who)
    run_job(kept.job_id)
    somebody_else_says(who, Meaning({"reference": "What", "title": "Deal"}))
    assert client.post(page).status_code == 302
    run_job(RegisterFile.objects.get().job_id)
    assert brought() == AS_SHOWN


def test_the_record_says_by_which_headings_a_file_was_read(client, who):
    client.force_login(who.manager)
    client.post(PAGE, {"confirm": "1", "carried": upload(client).context["carried"]})
    event = AuditEvent.objects.get(verb="import contracts")
    assert event.changes == {
        "headings": [None, "reference: Deal; title: What"],
        "the same on every line": [None, "procurement: quotation"],
    }


def test_what_was_said_goes_with_the_file_and_is_nobody_elses(who):
    text = carry("r.csv", b"a,b", by=who.manager, said=SHOWN.kept)
    assert carried(text, by=who.manager) == ("r.csv", b"a,b", SHOWN.kept)
    assert carried(carry("r.csv", b"a,b", by=who.manager), by=who.manager)[2] == {}
    with pytest.raises(Refused, match="^The file is no longer here. Choose it again.$"):
        carried(text, by=people.person(who.council, Role.CONTRACT_MANAGER))


def test_a_meaning_comes_back_as_it_was_kept_and_is_told_in_words():
    words = {"procurement": {"openitt": "tender"}, "directorate": {"asc": "Adults"}}
    meaning = Meaning({"title": "What"}, {"procurement": "grant"}, words)
    assert Meaning.again(meaning.kept) == meaning
    assert Meaning.again({}) == Meaning()
    assert meaning.told == {
        "headings": "title: What",
        "the same on every line": "procurement: grant",
        "words of procurement": "openitt: tender",
        "words of directorate": "asc: Adults",
    }
    assert Meaning().told == {}
