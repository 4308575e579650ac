"""What somebody had read travels with the request, and the lock asks for it."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from contracts.register.models import Contract
from socialvalue.accounts.models import Directorate, Organisation
from socialvalue.common import clock, reading
from socialvalue.common.errors import Conflict
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.saving import check_none_read, check_read, locked, save_changes, set_first
from socialvalue.places.models import District
from tests.builders import contracts, people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)
CONFLICT = r"^Somebody else saved this while you were working on it\."


@pytest.fixture
def contract() -> Contract:
    return contracts.draft_contract()[0]


def shown(*values: str):
    return reading.as_shown(lambda: values)


def test_a_page_says_how_a_record_stood_and_when(contract):
    with clock.at(NOW):
        assert reading.written(contract) == [f"contracts.contract:{contract.pk}:{contract.version}:{int(NOW.timestamp())}"]
        with shown("x", *reading.written(contract), "a:b:c"):
            assert reading.read_of(contract) == reading.Read(str(contract.version), NOW)


@pytest.mark.parametrize("value", ["", "x", "contracts.contract:1:2", "contracts.contract:1:2:3:4"])
def test_what_cannot_be_read_counts_as_not_said(contract, value):
    with shown(value), pytest.raises(Conflict, match=CONFLICT) as conflict:
        locked(contract, AS_READ)
    assert (conflict.value.changed, conflict.value.since) == (contract, None)


def test_a_moment_nobody_can_read_says_not_since_when(contract):
    with shown(f"contracts.contract:{contract.pk}:99:yesterday"), pytest.raises(Conflict, match=CONFLICT) as conflict:
        locked(contract, AS_READ)
    assert conflict.value.since is None


@pytest.mark.parametrize(
    ("expected", "fits"),
    [
        (1, True),
        ("1", True),
        (2, False),
        (0, False),
        ("", False),
        ("one", False),
        (None, False),
        (NOTHING_READ, True),
        (AS_READ, True),
    ],
)
def test_what_each_lock_asks_outside_a_request(contract, expected, fits):
    """Nothing was read where nobody presses a button; a version that is said is compared all the same."""
    if fits:
        assert locked(contract, expected) == contract
    else:
        with pytest.raises(Conflict, match=CONFLICT):
            locked(contract, expected)


def test_within_a_request_the_page_has_to_have_shown_it(contract):
    other = contracts.draft_contract()[0]
    with clock.at(NOW):
        values = reading.written(contract)
    with shown(" ".join(values)):
        assert locked(contract, AS_READ) == contract
        assert locked(other, NOTHING_READ) == other
        with pytest.raises(Conflict, match=CONFLICT):
            locked(other, AS_READ)
        save_changes(contract, title="Another title")
        with pytest.raises(Conflict, match=CONFLICT) as conflict:
            locked(contract, AS_READ)
        assert conflict.value.since == NOW
        assert locked(contract, contract.version) == contract
    assert not reading.asked()


def test_a_record_without_a_version_is_marked_by_a_digest_of_its_columns(contract):
    directorate = contract.directorate
    mark = reading.mark_of(directorate)
    assert len(mark) == 16
    assert mark == reading.mark_of(Directorate.objects.get(pk=directorate.pk))
    with shown(*reading.written(directorate)):
        check_read(directorate)
        directorate.name = "Highways"
        assert reading.mark_of(directorate) != mark
        with pytest.raises(Conflict, match=CONFLICT):
            check_read(directorate)


@pytest.mark.parametrize(
    ("expected", "fits"), [(0, True), ("0", True), (NOTHING_READ, True), (1, False), ("", False), (99, False)]
)
def test_what_is_not_there_yet_was_on_no_page(expected, fits):
    if fits:
        check_none_read(expected)
    else:
        with pytest.raises(Conflict, match=CONFLICT):
            check_none_read(expected)


def drawn(request, form=None, *records) -> str:
    text = "{% load parts %}{% as_read records %}"
    return Template(text).render(Context({"request": request, "form": form, "records": list(records)}))


def test_a_form_that_was_refused_says_what_it_said_before(contract):
    with clock.at(NOW):
        (old,) = reading.written(contract)
        assert drawn(RequestFactory().get("/"), None, contract) == f'<input type="hidden" name="read" value="{old}">'
        save_changes(contract, title="Another title")
        (new,) = reading.written(contract)
        sent = RequestFactory().post("/", {"read": f"{old} a:1:1:1"})
        assert f'value="{old}"' in drawn(sent, None, contract)

        class Refused:
            conflict = Conflict()

        assert f'value="{new}"' in drawn(sent, Refused(), contract)


def test_a_many_to_many_field_counts_as_a_change(contract):
    ashford, swale = (
        District.objects.create(gss_code=f"X0000000{n}", name=name, county="Nowhere")
        for n, name in enumerate(("Ashdown", "Swale"))
    )
    set_first(contract, districts=[ashford])
    assert contract.version == 1
    assert save_changes(contract, m2m={"districts": [ashford]}) == {}
    assert save_changes(contract, m2m={"districts": None}, title=contract.title) == {}
    assert contract.version == 1
    changed = save_changes(contract, m2m={"districts": [swale, ashford]}, title="New")
    assert changed == {"title": [changed["title"][0], "New"], "districts": [str(ashford), f"{ashford}, {swale}"]}
    assert Contract.objects.get(pk=contract.pk).version == 2
    assert save_changes(contract, m2m={"districts": []})["districts"] == [f"{ashford}, {swale}", ""]
    assert Contract.objects.get(pk=contract.pk).version == 3


def test_the_digest_tells_a_row_of_another_kind_apart():
    body = people.council()
    assert reading.name_of(body) == f"socialvalue.organisation:{body.pk}"
    assert isinstance(body, Organisation)
