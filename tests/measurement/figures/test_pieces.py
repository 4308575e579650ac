"""figures.json from kept rows: the statement's text byte for byte, a piece at a time, and not sent again to whoever has it."""

import copy
import hashlib
import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.kept.calculations.windows import months_of
from contracts.kept.selectors import asked
from contracts.kept.services import keep, roll
from contracts.register.models import Contract
from measurement.figures.documents.data import figures_data, figures_json, figures_pieces
from measurement.figures.selectors import every
from measurement.figures.selectors.every import every_kpi
from measurement.figures.selectors.scope import Scope, usual_scope, with_window
from socialvalue.accounts.models import Directorate
from socialvalue.common import clock
from socialvalue.places.models import District
from tests.builders import measurement as build

pytestmark = pytest.mark.django_db
TODAY = build.NOW.date()


@pytest.fixture(scope="module")
def made_once(module_database):
    """Three contracts of two directorates, one in a district; one has a duty of the council's own."""
    made = build.scene()
    other = made.council.directorates.create(name="Growth", code="GT")
    build.contract(made, {"values": ["3", "4"]}, {"measure": "CD2.1", "values": ["1", None]}, title="Home care", reference="B-2")
    second = build.contract(made, {"values": [None, "9"]}, title="Meals", reference="A-1")
    build.contract(made, {"values": ["3", "3"], "client_side": True}, {"values": ["2", "2"]}, directorate=other, reference="£-3")
    second.districts.add(District.objects.create(gss_code="X00000011", name="Ashdown", county="Nowhere"))
    with clock.at(build.NOW):
        keep(*Contract.objects.values_list("pk", flat=True))
        roll()
    return made


@pytest.fixture
def scene(made_once):
    with clock.at(build.NOW):
        yield copy.deepcopy(made_once)


def scopes(council):
    for first, last in months_of(TODAY).values():
        whole = with_window(Scope(council.pk, first, last, TODAY))
        assert whole.window
        yield whole
        for directorate in Directorate.objects.filter(council=council):
            yield replace(whole, directorate_id=directorate.pk)
        yield replace(whole, district_id=District.objects.get(name="Ashdown").pk)
        yield replace(whole, supplier_kind="unknown")


def test_kept_rows_say_what_the_statement_says(scene):
    for scope in scopes(scene.council):
        assert figures_json(scope) == figures_json(replace(scope, window="")), scope


def test_the_pieces_are_the_text(scene, monkeypatch):
    for together in (1, 2, 500):
        monkeypatch.setattr(every, "SET", together)
        for scope in scopes(scene.council):
            assert "".join(figures_pieces(scope)) == figures_json(scope), (scope, together)


def test_a_scope_without_any_kpi_is_the_same_text_too(scene):
    empty = scene.council.directorates.create(name="Nothing", code="NO")
    scope = replace(usual_scope(scene.council.pk), directorate_id=empty.pk)
    text = "".join(figures_pieces(scope))
    assert text == figures_json(scope)
    assert json.loads(text)["kpis"] == []


def test_kpis_come_by_reference_however_many_are_read_together(scene, monkeypatch):
    scope = usual_scope(scene.council.pk)
    monkeypatch.setattr(every, "SET", 1)
    found = [(line.reference, line.number) for line in every_kpi(scope)]
    assert found == sorted(found)
    assert {reference for reference, _ in found} == {"A-1", "B-2", "£-3"}


def test_the_statement_is_not_asked(scene):
    with CaptureQueriesContext(connection) as sent:
        figures_data(usual_scope(scene.council.pk))
    assert not [one["sql"] for one in sent if "judged" in one["sql"]]


@pytest.mark.parametrize("more", [0, 4])
def test_as_many_queries_for_more_contracts(scene, more):
    for number in range(more):
        build.contract(scene, {"values": ["3", "4"]}, reference=f"M-{number}")
    roll()
    with CaptureQueriesContext(connection) as sent:
        figures_data(usual_scope(scene.council.pk))
    # One set of contracts, one of their KPIs, and a look for another set
    assert len(sent) == 12


def get(client, scene, **headers):
    client.force_login(scene.who.member)
    return client.get(reverse("oversight-export", args=["json"]), headers=headers)


def test_whoever_has_the_file_is_not_sent_it_again(client, scene):
    answer = get(client, scene)
    tag = answer.headers["ETag"]
    assert tag == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = get(client, scene, **{"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)


def test_after_a_change_it_is_another_file(client, scene):
    tag = get(client, scene).headers["ETag"]
    contract = Contract.objects.get(reference="A-1")
    Contract.objects.filter(pk=contract.pk).update(reference="A-9")
    keep(contract.pk)
    answer = get(client, scene, **{"if-none-match": tag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag
    assert "A-9" in answer.content.decode()


def test_of_a_large_council_it_is_sent_in_pieces(client, scene, monkeypatch):
    whole = get(client, scene)
    monkeypatch.setattr(asked, "AT_ONCE", 1)
    answer = get(client, scene)
    assert answer.streaming
    assert "ETag" not in answer.headers
    assert b"".join(answer.streaming_content) == whole.content
    assert answer.headers["Content-Disposition"] == whole.headers["Content-Disposition"]
