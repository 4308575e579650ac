"""What somebody gave to be counted is nowhere afterwards: no column, log, message, session, cookie, file or error page has it."""

import logging
import traceback

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, models
from django.urls import reverse
from django.views.debug import SafeExceptionReporterFilter, get_exception_reporter_filter

from contracts.evidence.models import PostcodeCount
from contracts.returns import services
from contracts.returns.services import counting
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.places import looking_up
from socialvalue.places.models import PostcodeSector
from socialvalue.sessions.calculations.kept import worth_keeping
from tests.builders import contracts as build

from . import local
from .local import LIST, NOW, TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def stage():
    return local.stage()


def forms_of(entries) -> set[str]:
    """Each as it was given, without its blank, and small."""
    whole = {one.strip() for one in entries}
    return {way for one in whole for way in (one, one.replace(" ", ""), one.lower(), one.replace(" ", "").lower())}


def text_of_the_database() -> str:
    """Every value of every column of every table, the sectors of the official file as they are kept."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy or model is PostcodeSector:
            continue
        names = [field.attname for field in model._meta.concrete_fields if not isinstance(field, models.BinaryField)]
        binary = [field.attname for field in model._meta.concrete_fields if isinstance(field, models.BinaryField)]
        found += [str(row) for row in model._base_manager.values_list(*names)]
        found += (
            [bytes(cell or b"").decode("latin-1") for row in model._base_manager.values_list(*binary) for cell in row]
            if binary
            else []
        )
    return "\n".join(found)


def has_any(text: str) -> set[str]:
    return {one for one in forms_of(LIST) if one in text}


def test_the_search_itself_finds_what_is_there(stage):
    services.save_return(stage.due, by=stage.who.reporter, narrative="One lives at me141xz.")
    assert has_any(text_of_the_database()) == {"me141xz"}


@pytest.mark.parametrize("by_file", [False, True])
def test_after_counting_it_is_nowhere(client, stage, caplog, by_file):
    caplog.set_level(logging.DEBUG)
    client.force_login(stage.who.reporter)
    address = reverse("return-postcodes", args=[stage.due.pk])
    given = {"file": SimpleUploadedFile("people.csv", TEXT.encode())} if by_file else {"postcodes": TEXT}
    answer = client.post(address, {"whose": "people", **given})
    assert answer.status_code == 302
    assert not has_any("".join(str(one) for one in get_messages(answer.wsgi_request)))
    assert not has_any(" ".join(cookie.OutputString() for cookie in answer.cookies.values()))
    shown = client.get(address).content.decode()
    services.take_from_postcodes(
        stage.due, by=stage.who.reporter, districts=[row.district for row in PostcodeCount.objects.get().districts.all()]
    )
    assert not has_any(shown)
    assert not has_any(text_of_the_database())
    assert not has_any(caplog.text)
    assert not has_any(str(dict(client.session)))
    said = AuditEvent.objects.get(verb="count postcodes").sentence
    assert said.startswith(
        "counted 12 postcodes by district with Code-Point Open of May 2026, kept none of them, for the return of KPI"
    )


def test_a_refused_list_stands_in_its_own_field_and_nowhere_else(client, stage, caplog):
    caplog.set_level(logging.DEBUG)
    client.force_login(stage.who.reporter)
    names = "ME14 1XX\nNobody knows\nNor these"
    answer = client.post(reverse("return-postcodes", args=[stage.due.pk]), {"whose": "people", "postcodes": names})
    page = answer.content.decode()
    assert answer.status_code == 200
    before, _, after = page.partition("Nor these")
    assert before.rindex("<textarea") > before.rindex("</") or before.rindex("<textarea") > before.rindex("<label")
    assert "Nor these" not in after
    assert "Nobody knows" not in page.replace(names.replace("\n", "\r\n"), "").replace(names, "")
    assert not has_any(text_of_the_database())
    assert "Nor these" not in text_of_the_database() + caplog.text


def test_a_refused_file_is_not_shown_again(client, stage):
    client.force_login(stage.who.reporter)
    file = SimpleUploadedFile("people.csv", b"Nobody knows\nNor these\nME14 1XX")
    answer = client.post(reverse("return-postcodes", args=[stage.due.pk]), {"whose": "people", "file": file})
    assert answer.status_code == 200
    assert not has_any(answer.content.decode())


def test_the_form_that_saves_itself_has_no_such_field(client, stage):
    client.force_login(stage.who.reporter)
    period = reverse("returns-period", args=[stage.due.kpi.obligation.contract_id, stage.due.ends_on.isoformat()])
    for address in (reverse("return", args=[stage.due.pk]), period):
        assert 'name="postcodes"' not in client.get(address).content.decode()
    counting_page = client.get(reverse("return-postcodes", args=[stage.due.pk])).content.decode()
    assert "hx-post" not in counting_page
    assert 'autocomplete="off"' in counting_page
    client.post(reverse("return-save", args=[stage.due.pk]), {"numerator": "1", "denominator": "2", "postcodes": TEXT})
    client.post(f"{period}save/", {f"{stage.due.pk}-numerator": "1", "postcodes": TEXT})
    assert not has_any(text_of_the_database())


@pytest.mark.parametrize(
    ("name", "kept"), [("postcodes", False), ("k3-postcodes", False), ("postcode", True), ("address-postcode", True)]
)
def test_nothing_of_it_is_kept_for_after_signing_in(name, kept):
    fields = [("whose", ["people"]), (name, [TEXT])]
    assert (worth_keeping(fields) == fields) == kept


def test_sent_after_the_session_ended_it_is_not_kept(client, stage):
    address = reverse("return-postcodes", args=[stage.due.pk])
    client.force_login(stage.who.reporter)
    client.get(address)
    for name in [name for name in client.cookies if "session" in name.lower()]:
        del client.cookies[name]
    answer = client.post(address, {"whose": "people", "postcodes": TEXT})
    assert answer.status_code == 302
    assert not has_any(text_of_the_database() + str(dict(client.session)))
    assert "typed_before" not in dict(client.session)


def test_a_database_that_gives_up_keeps_nothing(client, stage, monkeypatch, caplog):
    """What is typed elsewhere is kept then, and given back."""

    class GivenUp(Exception):
        pgcode = "57014"

    def gives_up(*args, **kwargs):
        raise OperationalError("canceling statement due to statement timeout") from GivenUp()

    monkeypatch.setattr(counting, "count", gives_up)
    client.force_login(stage.who.reporter)
    answer = client.post(reverse("return-postcodes", args=[stage.due.pk]), {"whose": "people", "postcodes": TEXT})
    assert answer.status_code == 503
    assert not has_any(answer.content.decode() + caplog.text + str(dict(client.session)) + text_of_the_database())


def test_an_error_report_hides_the_field_and_the_variables(rf, stage, monkeypatch):
    from contracts.returns.views.postcodes import return_postcodes

    def breaks(*args, **kwargs):
        raise RuntimeError("something else")

    monkeypatch.setattr(counting, "keep_count", breaks)
    request = rf.post(reverse("return-postcodes", args=[stage.due.pk]), {"whose": "people", "postcodes": TEXT})
    request.user, request.session = stage.who.reporter, {}
    with pytest.raises(RuntimeError) as broken:
        return_postcodes(request, stage.due.pk)
    hides = get_exception_reporter_filter(request)
    assert isinstance(hides, SafeExceptionReporterFilter)
    monkeypatch.setattr(type(hides), "is_active", lambda self, request: True)
    assert hides.get_post_parameters(request)["postcodes"] == hides.cleansed_substitute
    assert hides.get_post_parameters(request)["whose"] == "people"
    frames = [frame for frame, _ in traceback.walk_tb(broken.tb)]
    of_ours = [frame for frame in frames if frame.f_code.co_name == "count_postcodes"]
    assert of_ours
    for frame in of_ours:
        shown = dict(hides.get_traceback_frame_variables(request, frame))
        assert not has_any(str({name: str(value) for name, value in shown.items()}))
    assert not has_any("".join(traceback.format_exception(broken.value)))


def test_what_comes_out_of_the_look_up_has_no_postcode_in_it(stage):
    _, found = looking_up.count(LIST)
    assert not has_any(repr(found))
    assert not has_any(repr(build))
