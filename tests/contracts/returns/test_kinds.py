"""Figures of every kind typed, handed in and verified: two numbers, yes and no, no cases, below nought, before the period is over."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contracts.evidence import services as evidence
from contracts.performance.enums import Kind
from contracts.returns import services
from contracts.returns.models import Return
from contracts.returns.selectors import asked_about, missing_in
from contracts.schedule.models import DueReturn
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
D = Decimal
WHY = "No carer was referred to the service in these months."


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


def stage(kind: str = Kind.SUM, **kpi):
    """The first due row of a contract with one KPI of this kind; and who is around it."""
    terms = {"kind": kind} | ({"unit": "%", "target": D(80), "minimum": D(60)} if kind in (Kind.RATIO, Kind.LEVEL) else {}) | kpi
    if kind in (Kind.YES_NO, Kind.MILESTONE):
        terms |= {"target": None, "minimum": None}
    contract, who = build.active_contract(kpi=terms)
    return build.first_due(contract), who


def test_a_share_keeps_its_two_numbers_and_its_value_is_worked_out():
    """Case fail-34: a yearly percentage is pooled from the numbers, so they are kept."""
    due, who = stage(Kind.RATIO)
    draft = services.save_return(due, by=who.reporter, numerator=D(2), denominator=D(3))
    assert (draft.value, draft.numerator, draft.denominator, draft.parts) == (D("66.6667"), 2, 3, "2 of 3")
    with pytest.raises(Refused, match="Enter both numbers, such as 12 of 15") as refusal:
        services.save_return(due, by=who.reporter, numerator=D(2))
    assert refusal.value.field == "denominator"
    assert services.submit_return(draft, by=who.reporter).status == "submitted"


def test_no_cases_is_an_answer_that_says_why():
    """Case fail-23."""
    due, who = stage(Kind.RATIO)
    draft = services.save_return(due, by=who.reporter, numerator=D(0), denominator=D(0), narrative="none")
    assert (draft.no_cases, draft.value, draft.numerator, draft.denominator) == (True, None, None, None)
    with pytest.raises(Refused, match="Say in “What happened” why there were no cases") as refusal:
        services.submit_return(draft, by=who.reporter)
    assert refusal.value.field == "narrative"
    services.save_return(due, by=who.reporter, no_cases=True, narrative=WHY)
    handed_in = services.submit_return(Return.objects.get(), by=who.reporter)
    assert missing_in(handed_in) == ["No cases: the period will count neither for nor against"]
    with pytest.raises(Refused, match="Something is missing or in question"):
        services.verify_return(handed_in, by=who.manager)
    assert services.verify_return(handed_in, by=who.manager, comment=build.SEEN).value is None


def test_a_number_that_is_added_up_has_no_no_cases():
    due, who = stage()
    with pytest.raises(Refused, match="Only a share or a level can have no cases. If nothing was achieved, the figure is 0"):
        services.save_return(due, by=who.reporter, no_cases=True, narrative=WHY)


@pytest.mark.parametrize("answer", [0, 1])
def test_yes_and_no_are_one_and_nought(answer):
    due, who = stage(Kind.YES_NO)
    assert services.save_return(due, by=who.reporter, value=D(answer)).value == answer
    with pytest.raises(Refused, match="Answer yes or no"):
        services.save_return(due, by=who.reporter, value=D(2))


def test_below_nought_where_the_kpi_says_that_it_may_be():
    due, who = stage()
    with pytest.raises(Refused, match="The value cannot be negative"):
        services.save_return(due, by=who.reporter, value=D(-3))
    due, who = stage(may_be_negative=True)
    assert services.save_return(due, by=who.reporter, value=D(-3)).value == -3


def test_a_correction_begins_with_all_that_was_said():
    due, who = stage(Kind.RATIO)
    draft = services.save_return(due, by=who.reporter, numerator=D(2), denominator=D(3), estimated=True, narrative="As counted")
    services.verify_return(services.submit_return(draft, by=who.reporter), by=who.manager, comment=build.SEEN)
    again = services.correct_return(due, by=who.reporter, reason="One was counted twice.")
    assert (again.numerator, again.denominator, again.value, again.estimated) == (2, 3, D("66.6667"), True)
    assert (again.narrative, again.first_submitted_at) == ("As counted", None)


# Before the period is over


FIRST_DAY_AFTER = datetime(2025, 7, 1, 0, 0)
LAST_DAY = datetime(2025, 6, 30, 23, 59)
RUNS = "This period runs until 30 June 2025: submit it from 1 July 2025, or say why the figure is final already"


def test_a_return_is_handed_in_from_the_day_after_its_period():
    due, who = stage()
    draft = services.save_return(due, by=who.reporter, value=D(3))
    with clock.at(LAST_DAY):
        with pytest.raises(Refused) as refusal:
            services.submit_return(draft, by=who.reporter)
        assert refusal.value.problems == [("early_reason", RUNS)]
    with clock.at(FIRST_DAY_AFTER):
        handed_in = services.submit_return(draft, by=who.reporter, early_reason="Not needed any more, so not kept.")
    assert (handed_in.status, handed_in.early_reason) == ("submitted", "")


def test_before_that_only_as_final_with_a_reason():
    """Finding 14, P5: a yearly return was handed in on day 26 of its year and closed the year."""
    due, who = stage()
    draft = services.save_return(due, by=who.reporter, value=D(3))
    with clock.at(LAST_DAY):
        with pytest.raises(Refused, match="Say why the figure is final although the period is not over: “ok” does not"):
            services.submit_return(draft, by=who.reporter, early_reason="ok")
        handed_in = services.submit_return(draft, by=who.reporter, early_reason="The last apprentice started in May.")
    assert handed_in.early_reason == "The last apprentice started in May."


@pytest.mark.parametrize(("reached", "may"), [(1, True), (0, False)])
def test_a_milestone_that_is_reached_stays_reached(reached, may):
    due, who = stage(Kind.MILESTONE, milestone_on=date(2025, 6, 30), frequency="")
    assert (due.ends_on, DueReturn.objects.count()) == (date(2025, 6, 30), 1)
    draft = services.save_return(due, by=who.reporter, value=D(reached))
    with clock.at(LAST_DAY):
        if may:
            assert services.submit_return(Return.objects.get(), by=who.reporter).status == "submitted"
        else:
            with pytest.raises(Refused, match="This period runs until 30 June 2025"):
                services.submit_return(draft, by=who.reporter)


def test_handing_in_many_leaves_out_what_is_not_over_and_says_so():
    contract, who = build.active_contract(obligations=2, kpi={"kind": Kind.LEVEL, "unit": "%", "target": D(80), "minimum": None})
    first, second, running, *_ = DueReturn.objects.order_by("starts_on", "kpi__number")
    services.save_return(first, by=who.reporter, value=D(80))
    services.save_return(second, by=who.reporter, no_cases=True)
    services.save_return(running, by=who.reporter, value=D(80))
    done = services.submit_together(contract, [(r.pk, r.version) for r in Return.objects.order_by("pk")], by=who.reporter)
    assert done.sentence == (
        "1 return is submitted. For 10 minutes you can undo it on its page. "
        "1 left out: it says “no cases” and not why. 1 left out: the period is not over."
    )
    assert [r.status for r in Return.objects.order_by("pk")] == ["submitted", "draft", "draft"]


# What was sent when


def test_the_first_handing_in_is_never_forgotten():
    """Finding 15: 15 days after the day it was due (20 July), sent back, sent again."""
    due, who = stage()
    with clock.at(datetime(2025, 8, 4, 9)):
        handed_in = build.submitted_return(due, who)
        first = handed_in.first_submitted_at
        assert (handed_in.days_late, handed_in.late_words) == (15, "Submitted 15 days late")
    with clock.at(datetime(2025, 8, 10, 9)):
        back = services.query_return(handed_in, by=who.manager, comment="Who else?")
        assert (back.sent_back_at, back.first_submitted_at) == (clock.now(), first)
    with clock.at(datetime(2025, 8, 12, 9)):
        again = services.submit_return(back, by=who.reporter)
        assert (again.first_submitted_at, again.submitted_at) == (first, clock.now())
        services.verify_return(again, by=who.manager, comment=build.SEEN)
        correction = services.correct_return(due, by=who.reporter, reason="One was counted twice.")
        services.verify_return(services.submit_return(correction, by=who.reporter), by=who.manager, comment=build.SEEN)
        replaced, verified = Return.objects.order_by("number")
        assert (replaced.status, replaced.replaced_at) == ("replaced", clock.now())
        assert (verified.status, verified.replaced_at, verified.late_words) == ("verified", None, "")


# What the verifier knows


MISSING = [
    "No evidence: no file, and no note of where it is kept",
    "Not answered: was it a direct result of this work, or did another service help?",
    "Not answered: would it have happened anyway?",
]
ALL_THERE = {"evidence_note": "Sheet in the contract file", "direct_result": "Yes, ours alone", "anyway": "Hardly any of it"}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ({}, MISSING),
        (ALL_THERE, []),
        (ALL_THERE | {"evidence_note": " "}, MISSING[:1]),
        (ALL_THERE | {"direct_result": ""}, MISSING[1:2]),
        (ALL_THERE | {"anyway": ""}, MISSING[2:]),
        (ALL_THERE | {"estimated": True}, ["The figure is an estimate"]),
        (ALL_THERE | {"value": "10"}, ["10 apprenticeships is more than three times the 3 apprenticeships promised. Is the figure right?"]),
    ],
)  # fmt: skip
def test_verifying_what_has_a_gap_needs_a_reason(typed, wanted):
    """Finding 14: verified without a narrative, evidence or an answer, and nothing said so."""
    due, who = stage()
    handed_in = build.submitted_return(due, who, **typed)
    assert missing_in(handed_in) == wanted
    if wanted:
        for comment in ("", "ok"):
            with pytest.raises(Refused, match="Say why it can be verified all the same") as refusal:
                services.verify_return(handed_in, by=who.manager, comment=comment)
            assert refusal.value.field == "comment"
        assert services.verify_return(handed_in, by=who.manager, comment=build.SEEN).decision_comment == build.SEEN
    else:
        assert services.verify_return(handed_in, by=who.manager).status == "verified"


def test_a_file_is_evidence(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    due, who = stage()
    draft = services.save_return(due, by=who.reporter, value=D(3), direct_result="Yes, ours alone", anyway="Hardly any of it")
    assert missing_in(draft) == MISSING[:1]
    evidence.add_evidence(draft, by=who.reporter, upload=SimpleUploadedFile("list.txt", b"Three"))
    assert missing_in(draft) == []


def test_a_figure_is_set_against_the_period_before_and_not_against_a_draft():
    contract, who = build.active_contract(kpi={"target": None, "minimum": None, "frequency": "month"})
    april, may, june, *_ = DueReturn.objects.order_by("starts_on")
    build.submitted_return(april, who, "20")
    services.save_return(may, by=who.reporter, value=D(500))
    draft = services.save_return(june, by=who.reporter, value=D(100))
    words = "100 apprenticeships, after 20 apprenticeships in the period before. Is the figure right?"
    assert asked_about(Return.objects.get(pk=draft.pk)) == [words]


# Pages


def page_of(client, user, name: str, due: DueReturn) -> str:
    client.force_login(user)
    return client.get(reverse(name, args=[due.pk])).content.decode()


def sent(client, due: DueReturn, **typed):
    address = reverse("return", args=[due.pk])
    form = client.get(address).context["form"]
    carried = {"version": form["version"].value(), "page": form["page"].value(), "next": "return-check"}
    return client.post(address, carried | typed)


FIELDS = {
    Kind.SUM: ["value", "estimated"],
    Kind.LEVEL: ["value", "no_cases", "estimated"],
    Kind.RATIO: ["numerator", "denominator", "no_cases", "estimated"],
    Kind.YES_NO: ["value"],
}


@pytest.mark.parametrize("kind", FIELDS)
def test_the_form_asks_what_its_kind_needs(client, kind):
    due, who = stage(kind)
    client.force_login(who.reporter)
    form = client.get(reverse("return", args=[due.pk])).context["form"]
    asked = [name for name in form.fields if name in ("value", "numerator", "denominator", "no_cases", "estimated")]
    assert sorted(asked) == sorted(FIELDS[kind])


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Kind.SUM, {"value": "1,250.5", "estimated": "on"}, (D("1250.5"), None, None, False, True)),
        (Kind.RATIO, {"numerator": "12", "denominator": "15"}, (D(80), 12, 15, False, False)),
        (Kind.RATIO, {"no_cases": "on", "narrative": WHY}, (None, None, None, True, False)),
        (Kind.LEVEL, {"value": "81.5"}, (D("81.5"), None, None, False, False)),
        (Kind.YES_NO, {"value": "1"}, (1, None, None, False, False)),
        (Kind.YES_NO, {"value": "0"}, (0, None, None, False, False)),
        (Kind.YES_NO, {}, (None, None, None, False, False)),
    ],
)
def test_what_is_typed_is_kept_and_shown_again(client, kind, typed, kept):
    due, who = stage(kind)
    client.force_login(who.reporter)
    assert sent(client, due, **typed).status_code == 302
    body = Return.objects.get()
    assert (body.value, body.numerator, body.denominator, body.no_cases, body.estimated) == kept
    form = client.get(reverse("return", args=[due.pk])).context["form"]
    for name, text in typed.items():
        shown = form[name].value()
        shown = form.fields[name].prepare_value(shown) if name in ("value", "numerator", "denominator") else shown
        assert str(shown).replace("True", "on") == text.replace(",", ""), name


@pytest.mark.parametrize(
    ("kind", "typed", "field", "words"),
    [
        (Kind.SUM, {"value": "1,9"}, "value", "“1,9” has a comma. Did you mean 1.9?"),
        (Kind.SUM, {"value": "-1"}, "value", "The value cannot be negative"),
        (Kind.RATIO, {"numerator": "12"}, "denominator", "Enter both numbers, such as 12 of 15"),
        (Kind.RATIO, {"numerator": "1", "denominator": "2", "no_cases": "on"}, "no_cases", "Either there were no cases or there is a figure: take one of them away"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_beside_its_field_and_stays_typed(client, kind, typed, field, words):
    due, who = stage(kind)
    client.force_login(who.reporter)
    page = sent(client, due, narrative="Long words about what happened", **typed)
    form = page.context["form"]
    assert form.errors == {field: [words]}
    assert form["narrative"].value() == "Long words about what happened"
    assert not Return.objects.exists()


def test_the_automatic_save_says_the_share(client):
    due, who = stage(Kind.RATIO)
    client.force_login(who.reporter)
    address = reverse("return-save", args=[due.pk])
    said = client.post(address, {"numerator": "12", "denominator": "15", "version": 0, "page": "one"}).content.decode()
    assert "12 of 15 is 80\u00a0%" in said.replace("&nbsp;", "\u00a0")
    half = client.post(address, {"numerator": "12", "version": 1, "page": "one"}).content.decode()
    assert "Not saved: Enter both numbers, such as 12 of 15" in half


def test_the_check_page_asks_and_does_not_block(client):
    due, who = stage()
    services.save_return(due, by=who.reporter, value=D(1500))
    page = page_of(client, who.reporter, "return-check", due)
    assert "Check these before you submit" in page
    assert "1,500 apprenticeships is more than three times the 3 apprenticeships promised. Is the figure right?" in page
    assert client.post(reverse("return-check", args=[due.pk]), {"version": Return.objects.get().version}).status_code == 302
    assert Return.objects.get().status == "submitted"
    read = page_of(client, who.manager, "return", due)
    assert "What is missing or in question" in read
    assert "is more than three times" in read
    # The supplier's own page and the member's do not tell what the verifier is told
    for user in (who.reporter, who.member):
        assert "What is missing or in question" not in page_of(client, user, "return", due)


def test_a_shown_figure_does_not_contradict_how_it_stands(client):
    """Case fail-22: 89.996 beside a target of 90 is not shown as 90."""
    due, who = stage(Kind.LEVEL, target=D(90), minimum=D(80))
    build.verified_return(due, who, "89.996")
    for name, key, query in (("return", due.pk, ""), ("contract-returns", due.kpi.obligation.contract_id, "?show=over")):
        client.force_login(who.member)
        page = client.get(reverse(name, args=[key]) + query).content.decode().replace("&nbsp;", "\u00a0")
        assert "89.996\u00a0%" in page, name


def test_a_figure_as_expected_is_not_asked_about(client):
    due, who = stage()
    services.save_return(due, by=who.reporter, value=D(3))
    assert "Check these before you submit" not in page_of(client, who.reporter, "return-check", due)


def test_the_check_page_takes_the_reason_why_it_is_final(client):
    due, who = stage()
    services.save_return(due, by=who.reporter, value=D(3))
    address = reverse("return-check", args=[due.pk])
    assert "This is the final figure" not in page_of(client, who.reporter, "return-check", due)
    with clock.at(LAST_DAY):
        page = page_of(client, who.reporter, "return-check", due)
        assert "This is the final figure although the period runs until 30 June 2025" in page
        refused = client.post(address, {"early_reason": "", "version": 1})
        assert refused.context["form"].errors == {"early_reason": [RUNS]}
        unticked = client.post(address, {"early_reason": "The last apprentice started in May.", "version": 1})
        assert unticked.context["form"].errors == {
            "final": ["Tick that this is the final figure, or submit it once the period is over"]
        }
        assert Return.objects.get().status == "draft"
        ticked = {"final": "on", "early_reason": "The last apprentice started in May.", "version": 1}
        assert client.post(address, ticked).status_code == 302
    read = page_of(client, who.manager, "return", due)
    assert "Final before the period was over" in read
    assert "The last apprentice started in May." in read


def test_verifying_without_a_reason_says_so_beside_the_comment(client):
    due, who = stage()
    body = build.submitted_return(due, who)
    client.force_login(who.manager)
    address = reverse("return-verify", args=[due.pk])
    refused = client.post(address, {"decision": "verify", "comment": "", "version": body.version})
    assert list(refused.context["form"].errors) == ["comment"]
    assert client.post(address, {"decision": "verify", "comment": build.SEEN, "version": body.version}).status_code == 302
    assert Return.objects.get().status == "verified"


def test_lateness_stays_on_every_page_of_a_return(client):
    due, who = stage()
    contract = due.kpi.obligation.contract
    with clock.at(datetime(2025, 8, 4, 9)):
        build.submitted_return(due, who)
        client.force_login(who.manager)
        assert "Submitted 15 days late" in client.get(reverse("returns")).content.decode()
        services.verify_return(Return.objects.get(), by=who.manager, comment=build.SEEN)
        for user in (who.manager, who.reporter, who.member):
            client.force_login(user)
            for address in (
                reverse("return", args=[due.pk]), reverse("contract-returns", args=[contract.pk]) + "?show=over",
                reverse("kpi", args=[due.kpi_id]),
            ):  # fmt: skip
                assert client.get(address).content.decode().count("Submitted 15 days late") == 1, address


def test_what_was_handed_in_on_the_due_day_is_not_late(client):
    due, who = stage()
    with clock.at(datetime(2025, 7, 20, 23, 30)):
        build.submitted_return(due, who)
    assert "Submitted 0 days late" not in (page := page_of(client, who.manager, "return", due))
    assert " late" not in page


def test_handing_in_many_says_what_was_left_out(client):
    contract, who = build.active_contract()
    first, running, *_ = DueReturn.objects.order_by("starts_on")
    for due in (first, running):
        services.save_return(due, by=who.reporter, value=D(3))
    client.force_login(who.reporter)
    chosen = [f"{r.pk}:{r.version}" for r in Return.objects.all()]
    page = client.post(reverse("returns-hand-in", args=[contract.pk]), {"chosen": chosen}, follow=True)
    assert [str(m) for m in page.context["messages"]] == [
        "1 return is submitted. For 10 minutes you can undo it on its page. 1 left out: the period is not over."
    ]
