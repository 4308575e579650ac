"""The page of a contract and period: rows, saving with and without a script, the check, the sending, the way back."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contracts.evidence.services import add_evidence
from contracts.obligations import services as commitments
from contracts.returns import services
from contracts.returns.models import Return
from contracts.returns.services.period import CHANGED
from contracts.schedule.services import waive
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.typed import SIGNED_OUT
from socialvalue.documents.models import Document
from tests.builders import contracts as build
from tests.builders import people

from .stage import ENDS_ON, TODAY, begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(client):
    with clock.at(TODAY):
        found = begin()
        client.force_login(found.who.reporter)
        yield found


def fields(page, **more):
    """The form as the page has it, as a browser sends it; ``more``: what somebody typed, by its name."""
    sent = {"page": page.context["shared"].initial["page"]}
    for form in page.context["forms"]:
        for name, field in form.fields.items():
            value = form.get_initial_for_field(field, name)
            if value is not False and value not in (None, "") and name not in ("photo", "file"):
                sent[form.add_prefix(name)] = "on" if value is True else value
    return sent | more


FILLED = ({"value": "3"}, {"numerator": "9", "denominator": "10"}, {"no_cases": "on"}, {"value": "1"}, {"value": "42"})


def filled(stage, rows=range(5)):
    return {name: value for row in rows for name, value in stage.typed(row, **FILLED[row]).items()}


def chosen(page):
    return {"chosen": [f"{one['latest'].pk}:{one['latest'].version}" for one in page.context["found"].ready]}


def values():
    return {one.due.kpi.number: (one.value, one.no_cases) for one in Return.objects.select_related("due__kpi")}


def words(page):
    """The page as it is read: without its tags, each space a plain one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.content.decode()))


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_a_row_a_kpi_with_target_last_time_and_the_fields_of_its_kind(stage, client):
    with clock.at(TODAY.replace(month=10)):
        build.verified_return(stage.dues[0], stage.who, "4")
        page = client.get(stage.url(day=date(2025, 9, 30)))
        rows = page.context["to_fill"]
        assert [(one["kpi"].wording, one["target"], one["before"]) for one in rows] == [
            ("Apprenticeships started", "3 apprenticeships, minimum 2 apprenticeships", "4 apprenticeships"),
            ("Calls answered in time", "90\u00a0%, minimum 80\u00a0%", ""),
            ("Satisfaction of carers", "8 points", ""),
            ("Newsletter sent", rows[3]["target"], ""),
            ("Hours volunteered", "40 hours, minimum 10 hours", ""),
        ]
        figure = [[n for n in one["form"].fields if n in ("value", "numerator", "denominator", "no_cases")] for one in rows]
        assert figure == [["value"], ["numerator", "denominator", "no_cases"], ["value", "no_cases"], ["value"], ["value"]]
        html = page.content.decode()
        assert len(re.findall(r'role="group"\s+id="row-', html)) == 5
        assert html.count("<details") >= 5
        assert html.count('capture="environment"') == 5
        assert "1 July 2025 to 30 September 2025. Due 20 October 2025" in words(page)


@pytest.mark.parametrize("count", [5, 12])
def test_opening_checking_and_saving_as_typed_ask_the_same_number_of_questions(client, django_assert_num_queries, count):
    with clock.at(TODAY):
        stage = begin(count, kind="sum", unit="hours", target=Decimal(40), minimum=None)
        services.save_return(stage.dues[0], by=stage.who.reporter, value=Decimal(40))
        client.force_login(stage.who.reporter)
        page = client.get(stage.url())
        with django_assert_num_queries(14):
            client.get(stage.url())
        with django_assert_num_queries(14):
            client.get(stage.url("returns-period-check"))
        typed = {f"r{due.pk}-value": "40" for due in stage.dues}
        with django_assert_num_queries(29):
            client.post(stage.url("returns-period-save"), fields(page, **typed))
        assert Return.objects.count() == count


def test_one_save_keeps_every_row_that_was_typed_in_and_begins_no_other(stage, client):
    page = client.get(stage.url())
    after = client.post(stage.url(), fields(page, **filled(stage, (0, 2))), follow=True)
    assert said(after) == ["What you typed is saved. Nobody on the other side sees it until you submit it."]
    assert values() == {1: (3, False), 3: (None, True)}
    again = client.post(stage.url(), fields(client.get(stage.url()), **filled(stage, (1,))), follow=True)
    assert again.status_code == 200
    assert values() == {1: (3, False), 2: (90, False), 3: (None, True)}
    assert [one.version for one in Return.objects.order_by("due__kpi__number")] == [1, 1, 1]


def test_what_cannot_be_read_keeps_all_that_was_typed_on_the_page_and_saves_nothing(stage, client):
    page = client.get(stage.url())
    wrong = {**filled(stage), **stage.typed(0, value="about three"), **stage.typed(1, denominator="")}
    answer = client.post(stage.url(), fields(page, **wrong))
    html = answer.content.decode()
    assert values() == {}
    assert 'value="about three"' in html
    assert 'value="42"' in html
    summary = re.findall(r'govuk-error-summary__list">(.*?)</ul>', html, re.S)[0]
    assert re.findall(r'href="([^"]+)"', summary) == [f"#id_r{stage.dues[0].pk}-value"]
    answer = client.post(stage.url(), fields(page, **{**wrong, **stage.typed(0, value="3")}))
    summary = re.findall(r'govuk-error-summary__list">(.*?)</ul>', answer.content.decode(), re.S)[0]
    assert re.findall(r"<a href=\"([^\"]+)\">(.*?)</a>", summary) == [
        (f"#id_r{stage.dues[1].pk}-denominator", "Enter both numbers, such as 12 of 15 (KPI 2)")
    ]
    assert values() == {}


def test_a_colleagues_row_is_neither_overwritten_nor_in_the_way_of_the_others(stage, client):
    page, opened_too = client.get(stage.url()), client.get(stage.url())
    colleague = people.person(stage.who.supplier, "supplier")
    services.save_return(stage.dues[0], by=colleague, value=Decimal(8), narrative="Eight in Deal")
    # A row in which nobody typed is left as it is stored now
    client.post(stage.url(), fields(opened_too, **filled(stage, (4,))))
    assert values() == {1: (8, False), 5: (42, False)}
    # One in which both typed is shown with both, and nothing of the page is lost
    answer = client.post(stage.url(), fields(page, **filled(stage, (0, 1))))
    assert values() == {1: (8, False), 5: (42, False)}
    html = answer.content.decode()
    assert "As your colleague saved it" in html
    assert "8 apprenticeships" in html
    assert "Eight in Deal" in html
    assert f'href="#latest-{stage.dues[0].pk}"' in html
    assert f'id="latest-{stage.dues[0].pk}"' in html
    # Saved again, knowing both, it replaces theirs
    client.post(stage.url(), fields(page, **filled(stage, (0, 1))) | stage.typed(0, version="1"))
    assert values() == {1: (3, False), 2: (90, False), 5: (42, False)}


def test_saving_as_typed_keeps_the_rows_that_can_be_and_names_the_others(stage, client):
    page = client.get(stage.url())
    wrong = {**filled(stage, (1, 2)), **stage.typed(0, value="three"), **stage.typed(4, value="-1")}
    answer = client.post(stage.url("returns-period-save"), fields(page, **wrong)).content.decode()
    assert values() == {2: (90, False), 3: (None, True)}
    assert "Not saved yet. KPI 1: a value cannot be read; KPI 5: The value cannot be negative" in answer
    found = dict(re.findall(r'name="r(\d+)-version"\s+value="(\d+)"', answer))
    assert found == {str(stage.dues[1].pk): "1", str(stage.dues[2].pk): "1"}
    right = {**filled(stage)}
    assert client.post(stage.url("returns-period-save"), fields(page, **right)).content.decode().startswith("Saved ")
    assert len(values()) == 5


def test_a_figure_that_was_saved_by_itself_and_then_cleared_is_cleared(stage, client):
    page = client.get(stage.url())
    sent = fields(page, **filled(stage, (0,)))
    client.post(stage.url("returns-period-save"), sent)
    assert values() == {1: (3, False)}
    client.post(stage.url("returns-period-save"), sent | stage.typed(0, value=""))
    assert values() == {1: (None, False)}


def test_whoever_is_signed_out_is_told_so_while_typing(stage, client):
    page = client.get(stage.url())
    client.logout()
    answer = client.post(stage.url("returns-period-save"), fields(page, **filled(stage)))
    assert SIGNED_OUT in answer.content.decode()
    assert values() == {}


def test_the_check_names_what_is_missing_once_what_is_unusual_and_what_stays_due(stage, client):
    page = client.get(stage.url())
    typed = filled(stage, (0, 1, 2)) | stage.typed(0, value="30")
    check = client.post(stage.url(), fields(page, **typed) | {"next": "check"}, follow=True)
    found = check.context["found"]
    assert [(one["kpi"].number, one["figure"], one["missing"]) for one in found.ready] == [
        (
            1,
            "30 apprenticeships",
            ["30 apprenticeships is more than three times the 3 apprenticeships promised. Is the figure right?"],
        ),
        (2, "90\u00a0% (9 of 10)", []),
    ]
    assert found.in_all == [
        "No evidence: no file, and no note of where it is kept",
        "Not answered: was it a direct result of this work, or did another service help?",
        "Not answered: would it have happened anyway?",
    ]
    assert [(one["kpi"].number, one["why_not"]) for one in found.not_yet] == [(3, "it says “no cases” and not why")]
    assert [one["kpi"].number for one in found.empty] == [4, 5]
    html = words(check)
    assert "Not submitted: 3 stay due" in html
    assert html.count("No evidence: no file") == 1
    assert "Submit 2 returns" in html
    done = client.post(stage.url("returns-period-check"), chosen(check), follow=True)
    assert said(done)[0].startswith("2 returns are submitted. Somebody at the council will verify them. 3 stay due.")
    assert sorted(Return.objects.values_list("due__kpi__number", "status")) == [(1, "submitted"), (2, "submitted"), (3, "draft")]


def test_what_changed_after_the_check_keeps_all_of_it_back_and_says_so(stage, client):
    page = client.get(stage.url())
    check = client.post(stage.url(), fields(page, **filled(stage, (0, 1))) | {"next": "check"}, follow=True)
    services.save_return(stage.dues[0], by=stage.who.reporter, value=Decimal(9))
    answer = client.post(stage.url("returns-period-check"), chosen(check))
    assert CHANGED in answer.content.decode()
    assert set(Return.objects.values_list("status", flat=True)) == {"draft"}
    # What is shown now is what is asked about
    assert client.post(stage.url("returns-period-check"), chosen(answer)).status_code == 302
    assert values() == {1: (9, False), 2: (90, False)}


def test_before_the_end_one_reason_is_asked_for_all_of_them(stage, client):
    with clock.at(TODAY.replace(month=6, day=20)):
        page = client.get(stage.url())
        check = client.post(stage.url(), fields(page, **filled(stage, (0, 1))) | {"next": "check"}, follow=True)
        assert check.context["form"].fields["final"].label == (
            "These are the final figures although the period runs until 30 June 2025"
        )
        answer = client.post(stage.url("returns-period-check"), chosen(check))
        assert answer.context["form"].errors == {
            "early_reason": [
                "This period runs until 30 June 2025: submit it from 1 July 2025, or say why the figure is final already"
            ]
        }
        why = {"final": "on", "early_reason": "The centre closes for good on 21 June."}
        assert client.post(stage.url("returns-period-check"), chosen(check) | why).status_code == 302
        assert {one.early_reason for one in Return.objects.all()} == {why["early_reason"]}


def test_one_button_takes_back_what_was_submitted_together(stage, client):
    page = client.get(stage.url())
    check = client.post(stage.url(), fields(page, **filled(stage, (0, 1, 4))) | {"next": "check"}, follow=True)
    done = client.post(stage.url("returns-period-check"), chosen(check), follow=True)
    undo = done.context["undo"]
    assert [one["figure"] for one in done.context["others"]] == ["3 apprenticeships", "90\u00a0% (9 of 10)", "42 hours"]
    back = client.post(undo.url, follow=True)
    assert said(back) == ["Undone. Nothing of it is submitted: change what you like, then submit it again."]
    assert set(Return.objects.values_list("status", flat=True)) == {"draft"}
    assert back.context["undo"] is None
    refused = client.post(undo.url, follow=True)
    assert said(refused) == ["This cannot be undone: the return is “Draft”"]


def test_ten_minutes_later_there_is_no_button(stage, client):
    page = client.get(stage.url())
    check = client.post(stage.url(), fields(page, **filled(stage, (0,))) | {"next": "check"}, follow=True)
    client.post(stage.url("returns-period-check"), chosen(check))
    for minute, there in ((9, True), (10, False)):
        with clock.at(TODAY.replace(minute=minute)):
            assert (client.get(stage.url()).context["undo"] is not None) == there


def test_a_return_that_was_sent_back_is_on_the_same_page_with_its_question(stage, client):
    sent = build.submitted_return(stage.dues[0], stage.who)
    services.query_return(sent, by=stage.who.manager, comment="Which schools were these?")
    page = client.get(stage.url())
    assert [one["kpi"].number for one in page.context["to_fill"]] == [1, 2, 3, 4, 5]
    assert "Which schools were these?" in page.content.decode()
    answered = fields(page, **stage.typed(0, narrative="Three schools in Dover."), next="check")
    check = client.post(stage.url(), answered, follow=True)
    assert "Sent back with a question: Which schools were these?" in words(check)
    why = {"change_reason": "The schools were left out by mistake."}
    client.post(stage.url("returns-period-check"), chosen(check) | why)
    assert Return.objects.get().status == "submitted"


def test_the_council_makes_its_own_duties_here_and_reads_the_rest(stage, client):
    body = build.obligation(
        stage.contract, stage.who, kpi={"wording": "Referrals sent", "unit": "referrals", "client_side": True}
    )
    body = commitments.agree(body, by=stage.who.reporter)
    commitments.agree(body, by=stage.who.manager)
    numbers = {}
    with clock.at(TODAY.replace(month=10)):
        for label in ("reporter", "manager"):
            client.force_login(getattr(stage.who, label))
            page = client.get(stage.url(day=date(2026, 3, 31)))
            numbers[label] = [[one["kpi"].wording for one in page.context[part]] for part in ("to_fill", "others")]
    five = [due.kpi.wording for due in stage.dues]
    assert numbers == {"reporter": [five, []], "manager": [["Referrals sent"], five]}


def test_it_is_a_page_only_for_who_reports_and_only_where_something_is_owed(stage, client):
    assert client.get(stage.url(day=date(2025, 6, 29))).status_code == 404
    assert client.get(stage.url().replace("06-30", "02-30")).status_code == 404
    for person, status in ((build.parties().reporter, 404), (stage.who.member, 403), (stage.who.director, 403)):
        client.force_login(person)
        assert client.get(stage.url()).status_code == status
    client.force_login(stage.who.reporter)
    for due in stage.dues[1:]:
        waive(due, by=stage.who.manager, reason="The school was closed for the whole quarter.")
    assert [one["kpi"].number for one in client.get(stage.url()).context["to_fill"]] == [1]


def test_a_photograph_is_kept_as_soon_as_it_is_taken_and_begins_the_return(stage, client):
    page = client.get(stage.url())
    address = reverse("evidence-add", args=[stage.dues[0].pk])
    note = SimpleUploadedFile("list.txt", b"Eight started in Deal")
    answer = client.post(address, {"page": page.context["shared"].initial["page"], f"r{stage.dues[0].pk}-photo": note})
    version = Return.objects.get()
    assert [one.name for one in Document.objects.of(version)] == ["list.txt"]
    assert (version.due, version.value, version.version) == (stage.dues[0], None, 1)
    assert "list.txt" in answer.content.decode()
    assert f'id="id_r{stage.dues[0].pk}-version"' in answer.content.decode()
    # What the page has typed of that row is its own, and no conflict
    client.post(stage.url(), fields(page, **filled(stage, (0,))))
    assert values() == {1: (3, False)}


def test_a_file_that_is_refused_says_why_in_its_row(stage, client):
    address = reverse("evidence-add", args=[stage.dues[0].pk])
    assert words(client.post(address)).strip() == "Choose a file first"
    assert Return.objects.count() == 0
    wrong = words(client.post(address, {"r-photo": SimpleUploadedFile("list.exe", b"MZ")})).strip()
    with pytest.raises(Refused) as refusal:
        add_evidence(Return.objects.get(), by=stage.who.reporter, upload=SimpleUploadedFile("list.exe", b"MZ"))
    assert wrong == refusal.value.message
    build.submitted_return(stage.dues[4], stage.who)
    late = reverse("evidence-add", args=[stage.dues[4].pk])
    answer = client.post(late, {"r-photo": SimpleUploadedFile("list.txt", b"As counted")})
    assert "This return can no longer be changed: it is “Waiting to be verified”" in words(answer)
    client.force_login(stage.who.director)
    assert client.post(address).status_code == 403
    assert Document.objects.count() == 0


def test_files_come_with_the_button_where_no_script_runs(stage, client):
    page = client.get(stage.url())
    typed = fields(page, **filled(stage, (0,)))
    typed |= {f"r{stage.dues[row].pk}-file": SimpleUploadedFile(f"list{row}.txt", b"As counted") for row in (0, 4)}
    after = client.post(stage.url(), typed, follow=True)
    assert said(after)[:2] == ["The file list0.txt was added.", "The file list4.txt was added."]
    assert {one.due.kpi.number: [d.name for d in Document.objects.of(one)] for one in Return.objects.all()} == {
        1: ["list0.txt"], 5: ["list4.txt"],
    }  # fmt: skip


def test_every_way_to_a_return_leads_to_its_period(stage, client):
    home = client.get("/").content.decode()
    owed = client.get(reverse("returns")).content.decode()
    listed = client.get(reverse("contract-returns", args=[stage.contract.pk]))
    contract = listed.content.decode()
    single = client.get(reverse("return", args=[stage.dues[0].pk])).content.decode()
    overview = client.get(reverse("contract", args=[stage.contract.pk])).content.decode()
    for page in (home, owed, contract, single, overview):
        assert f'href="{stage.url()}"' in page
    assert "Make the 5 returns of 1 April 2025 to 30 June 2025" in words(listed)
    assert "Report on 5 KPIs for Carers’ short breaks" in owed
    period = client.get(stage.url()).content.decode()
    assert all(f'href="{reverse("return", args=[due.pk])}"' in period for due in stage.dues)
    client.force_login(stage.who.manager)
    assert stage.url() not in client.get(reverse("contract", args=[stage.contract.pk])).content.decode()
    client.force_login(stage.who.member)
    assert stage.url() not in client.get(reverse("return", args=[stage.dues[0].pk])).content.decode()
    assert ENDS_ON.isoformat() in stage.url()
