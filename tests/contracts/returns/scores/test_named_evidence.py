"""“Good” needs named evidence: the gate says what is missing, the level falls until it is there, both sides read it."""

import copy
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from contracts.evidence.models import NamedEvidence
from contracts.evidence.services import Named, name_evidence, remove_evidence
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.returns.selectors import missing_in
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.documents.models import Document
from tests.builders import contracts as build
from tests.contracts.returns.scores.steps import OVER, SCORECARD, SITE, composite
from tests.reading import as_read

pytestmark = pytest.mark.django_db
ANSWERS = {"s1": "good", "s2": "1"}
POLICY = Named(words="Code of conduct of March 2025, in the tender file")
LIVING = Named(words="Our fleet plan and its figures, on the shared drive")
FELL = "“Responsible conduct”: counts as fair until evidence of ethical working and green practice is named"


@pytest.fixture(autouse=True)
def now():
    with clock.at(OVER):
        yield


@pytest.fixture(scope="module")
def made_once(module_database):
    return composite(SCORECARD)


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


def begun(due, who, answers=ANSWERS) -> Return:
    return returns.save_return(due, by=who.reporter, answers=answers)


def note(text=b"Audited in March 2025"):
    return SimpleUploadedFile("audit.txt", text)


def test_the_level_falls_until_each_kind_is_there(stage):
    """(3 × 50 + 1 × 100) ÷ 4 = 62.5 as fair, and 100 as good."""
    _, who, due = stage
    made = begun(due, who)
    assert (str(made.value), missing_in(made)[-1]) == ("62.5000", FELL)
    name_evidence(made, "s1", {"ethical": POLICY}, by=who.reporter)
    half = Return.objects.get()
    assert str(half.value) == "62.5000"
    assert missing_in(half)[-1].endswith("counts as fair until evidence of green practice is named")
    name_evidence(half, "s1", {"green": LIVING}, by=who.reporter)
    whole = Return.objects.get()
    assert str(whole.value) == "100.0000"
    assert not any("counts as" in line for line in missing_in(whole))
    # What is typed later keeps what was named
    assert str(begun(due, who, ANSWERS | {"s2": "4"}).value) == "87.5000"


def test_a_level_below_the_top_asks_for_nothing(stage):
    _, who, due = stage
    made = begun(due, who, ANSWERS | {"s1": "fair"})
    assert str(made.value) == "62.5000"
    assert not any("counts as" in line for line in missing_in(made))


def test_a_file_is_evidence_and_goes_with_it(stage):
    _, who, due = stage
    made = begun(due, who)
    name_evidence(made, "s1", {"ethical": Named(upload=note()), "green": LIVING}, by=who.reporter)
    kept = Return.objects.get()
    assert str(kept.value) == "100.0000"
    document = NamedEvidence.objects.get(kind="ethical").document
    assert (document.name, document.description) == ("audit.txt", "Evidence of Ethical working")
    remove_evidence(kept, by=who.reporter, document=document)
    assert [one.kind for one in NamedEvidence.objects.all()] == ["green"]
    assert str(Return.objects.get().value) == "62.5000"


def test_what_is_left_blank_is_taken_out_and_a_file_stays(stage):
    _, who, due = stage
    made = begun(due, who)
    name_evidence(made, "s1", {"ethical": Named(upload=note()), "green": LIVING}, by=who.reporter)
    made = Return.objects.get()
    name_evidence(made, "s1", {"ethical": Named(), "green": Named()}, by=who.reporter)
    assert [(one.kind, one.words, one.document.name) for one in NamedEvidence.objects.all()] == [("ethical", "", "audit.txt")]
    assert str(Return.objects.get().value) == "62.5000"
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert (verbs.count("name evidence"), verbs.count("drop named evidence")) == (2, 1)


@pytest.mark.parametrize(("typed", "field", "words"), [
    (Named(words="Yes"), "words_considerate", "say what it is and where it is kept, or add a file"),
    (Named(words="Registered site, Deal"), "number_considerate", "enter the registration number"),
    (Named(number="CCS-1"), "dated_on_considerate", "enter the day"),
    (Named(number="CCS-1", dated_on=date(2025, 7, 4)), "dated_on_considerate", "has not come yet"),
])  # fmt: skip
def test_a_registration_has_its_number_and_its_day(typed, field, words):
    _, who, due = composite(SITE)
    made = begun(due, who, {"s1": "good"})
    with pytest.raises(Refused, match=words) as refused:
        name_evidence(made, "s1", {"considerate": typed}, by=who.reporter)
    assert field in {name for name, _ in refused.value.problems}
    assert not NamedEvidence.objects.exists()


def test_a_number_with_its_day_is_enough():
    _, who, due = composite(SITE)
    made = begun(due, who, {"s1": "good"})
    (kept,) = name_evidence(made, "s1", {"considerate": Named(number="CCS-1", dated_on=date(2025, 7, 3))}, by=who.reporter)
    assert str(kept) == "Considerate Constructors Scheme: CCS-1"
    assert str(Return.objects.get().value) == "100.0000"


def test_all_of_a_line_or_nothing(stage):
    _, who, due = stage
    made = begun(due, who)
    with pytest.raises(Refused, match="Green practice: say what it is"):
        name_evidence(made, "s1", {"ethical": POLICY, "green": Named(words="Yes")}, by=who.reporter)
    assert not NamedEvidence.objects.exists()
    with pytest.raises(WrongState, match="does not ask for evidence of award"):
        name_evidence(made, "s1", {"award": POLICY}, by=who.reporter)
    with pytest.raises(WrongState, match="does not ask for evidence of ethical"):
        name_evidence(made, "s2", {"ethical": POLICY}, by=who.reporter)


def test_only_its_side_and_only_while_it_is_written(stage):
    _, who, due = stage
    made = begun(due, who)
    with pytest.raises(WrongState, match="The supplier has begun this return"):
        name_evidence(made, "s1", {"ethical": POLICY}, by=who.manager)
    with pytest.raises(NotAllowed, match="Returns are made by"):
        name_evidence(made, "s1", {"ethical": POLICY}, by=who.member)
    sent = returns.submit_return(made, by=who.reporter)
    with pytest.raises(WrongState, match="can no longer be changed"):
        name_evidence(sent, "s1", {"ethical": POLICY}, by=who.reporter)
    back = returns.query_return(sent, by=who.manager, comment="Which code of conduct do you mean?")
    name_evidence(back, "s1", {"ethical": POLICY, "green": LIVING}, by=who.reporter)
    assert str(Return.objects.get().value) == "100.0000"


def test_a_correction_begins_with_what_was_named(stage):
    _, who, due = stage
    made = begun(due, who)
    name_evidence(made, "s1", {"ethical": Named(upload=note()), "green": LIVING}, by=who.reporter)
    sent = returns.submit_return(Return.objects.get(), by=who.reporter)
    returns.verify_return(sent, by=who.manager, comment=build.SEEN, lines={"s1": returns.Said(shows=True)})
    fresh = returns.correct_return(due, by=who.reporter, reason="A complaint was counted twice by us.")
    assert [(one.kind, one.document_id is not None) for one in fresh.named.all()] == [("ethical", True), ("green", False)]
    # The file is the correction's own: it goes with it, and the verified version keeps the other
    assert fresh.named.get(kind="ethical").document == Document.objects.of(fresh).get()
    assert str(begun(due, who, ANSWERS | {"s2": "0"}).value) == "100.0000"
    returns.drop_correction(Return.objects.get(number=2), by=who.reporter)
    assert NamedEvidence.objects.count() == 2, "the verified version keeps its own"


def test_who_sees_the_return_sees_what_was_named(stage):
    _, who, due = stage
    made = begun(due, who)
    name_evidence(made, "s1", {"ethical": POLICY}, by=who.reporter)
    stranger = build.parties().reporter

    def seen(*people):
        return [NamedEvidence.objects.visible_to(person).count() for person in people]

    assert seen(who.reporter, who.manager, who.member, stranger) == [1, 0, 0, 0]
    returns.submit_return(Return.objects.get(), by=who.reporter)
    assert seen(who.reporter, who.manager, who.member, stranger) == [1, 1, 1, 0]


def test_the_table_holds_no_half_evidence(stage):
    _, who, due = stage
    made = begun(due, who)
    with pytest.raises(IntegrityError), transaction.atomic():
        NamedEvidence.objects.create(kpi_return=made, sub="s1", kind="green", named_by=who.reporter)
    NamedEvidence.objects.create(kpi_return=made, sub="s1", kind="green", words="A plan", named_by=who.reporter)
    with pytest.raises(IntegrityError), transaction.atomic():
        NamedEvidence.objects.create(kpi_return=made, sub="s1", kind="green", words="Two", named_by=who.reporter)


# Pages


def test_it_is_filled_in_named_checked_and_read_by_both(stage, client):
    contract, who, due = stage
    client.force_login(who.reporter)
    page = client.get(reverse("return", args=[due.pk]))
    said = as_read(page)
    assert "“Good” needs named evidence, which is asked for after you save" in said
    assert "Target: at most 2 complaints" in said
    form = {"answer_s1": "good", "answer_s2": "1", "version": "0", "narrative": "As agreed."}
    done = as_read(client.post(reverse("return", args=[due.pk]), form, follow=True))
    assert "Counts as fair until evidence of ethical working and green practice is named." in done
    address = reverse("return-proof", args=[due.pk, "s1"])
    page = client.get(address)
    assert "What shows that “Responsible conduct” is good?" in as_read(page)
    wrong = client.post(address, {"words_ethical": "Yes"})
    assert "Ethical working: say what it is and where it is kept, or add a file" in as_read(wrong)
    sent = {"words_ethical": POLICY.words, "file_green": note()}
    done = as_read(client.post(address, sent, follow=True))
    assert "The evidence is saved with the return, and the score is worked out again." in done
    assert "Counts as" not in done
    assert "audit.txt" in as_read(client.get(address))
    check = as_read(client.get(reverse("return-check", args=[due.pk])))
    assert "100 points" in check.replace("\u00a0", " ")
    returns.submit_return(Return.objects.get(), by=who.reporter)
    for person in (who.manager, who.reporter, who.member):
        client.force_login(person)
        read = as_read(client.get(reverse("return", args=[due.pk])))
        assert POLICY.words in read
        assert "Weighted mean of what had something to measure" in read
    client.force_login(who.manager)
    kpi = as_read(client.get(reverse("kpi", args=[due.kpi_id])))
    assert "“Good” needs named evidence of 2 kinds" in kpi
    assert "Rule of <time" in kpi


def test_only_lines_that_ask_have_a_page(stage, client):
    _, who, due = stage
    client.force_login(who.reporter)
    assert client.get(reverse("return-proof", args=[due.pk, "s2"])).status_code == 404
    assert client.get(reverse("return-proof", args=[due.pk, "s9"])).status_code == 404
    nothing_yet = client.get(reverse("return-proof", args=[due.pk, "s1"]))
    assert (nothing_yet.status_code, nothing_yet.url) == (302, reverse("return", args=[due.pk]))
    begun(due, who)
    client.force_login(build.parties().reporter)
    assert client.get(reverse("return-proof", args=[due.pk, "s1"])).status_code == 404
    client.force_login(who.member)
    assert client.get(reverse("return-proof", args=[due.pk, "s1"])).status_code == 403


def test_a_number_and_nothing_to_measure_are_not_both(stage, client):
    _, who, due = stage
    client.force_login(who.reporter)
    both = {"answer_s1": "good", "answer_s2": "1", "nothing_s2": "on", "version": "0"}
    said = as_read(client.post(reverse("return", args=[due.pk]), both))
    assert "Complaints: enter a value or tick that there was nothing to measure, not both" in said
    assert not Return.objects.exists()
    client.post(reverse("return", args=[due.pk]), {"answer_s1": "nothing", "nothing_s2": "on", "version": "0"})
    assert Return.objects.get().no_cases


def test_the_page_of_a_period_has_its_sub_scores(stage, client):
    contract, who, due = stage
    client.force_login(who.reporter)
    address = reverse("returns-period", args=[contract.pk, due.ends_on.isoformat()])
    page = client.get(address)
    (form,) = page.context["forms"]
    sent = {"page": page.context["shared"].initial["page"]} | {
        form.add_prefix(name): value
        for name, value in {"answer_s1": "good", "answer_s2": "1", "version": "0", "was": form.initial["was"]}.items()
    }
    done = as_read(client.post(address, sent, follow=True))
    assert Return.objects.get().answers == ANSWERS
    assert "Counts as fair until evidence of ethical working and green practice is named." in done
    # The same page sent again is nothing that anybody typed
    version = Return.objects.get().version
    page = client.get(address)
    (form,) = page.context["forms"]
    same = sent | {form.add_prefix("was"): form.initial["was"], form.add_prefix("version"): version}
    client.post(address, same | {"page": page.context["shared"].initial["page"]})
    assert Return.objects.get().version == version
    saved = as_read(client.post(reverse("returns-period-save", args=[contract.pk, due.ends_on.isoformat()]), sent))
    assert "Not saved" not in saved
