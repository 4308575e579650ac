"""Two councils on one installation, each with a whole procurement behind it: nothing of the one reaches anybody of the other.

Everybody of the first council asks for every address: those without a record, those of their own records, those of the other
council's. Every text of the other council carries a mark of its own. What a visitor may read is public; no other mark may
stand in an answer, whatever its form. Runs once, on the engine of production.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from procurement.bidding.models import Bid
from socialvalue.accounts.enums import OrganisationKind, Role
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.enums import REFUSED
from socialvalue.audit.models import AuditEvent
from socialvalue.common import reading
from tests.builders import people, pipeline
from tests.fixtures.client import ClosingClient, everything_as_it_is
from tests.security.records import addresses, keys_of_a_journey
from tests.socialvalue.test_every_route import VISITED

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

OURS = ("socialvalue", "procurement", "contracts", "measurement")
# Names made while the second council was built carry these numbers
NUMBERED = 770000000
MARK = re.compile(r"ZQX\d+Z|\b7700000\d\d\b")
# Stand in an address, or are compared with a list
KEYS = {"reference", "key", "code", "label", "email", "part", "verb", "kind", "status", "version", "postcode", "gss_code"}
# What concerns every council's administrators is told with the name of who did it
SHARED = {"administration-bank-holidays", "administration-bank-holiday-back", "administration-bank-holiday-confirm"}
# Councils share suppliers: that one is registered, and its name, is no secret of another council's; what it bids for is
NAMES_SUPPLIERS = {
    "contract-new", "contract-edit", "account-supplier-new", "administration-person-supplier-new", "suppliers", "supplier",
    "contract-supplier",
}  # fmt: skip
COUNCIL_ROLES = [role for role in Role if role not in (Role.SUPPLIER, Role.PARTNER)]


@dataclass
class Two:
    """Both councils' keys; the people of the first; the marks that a visitor reads."""

    ours: dict[str, dict[str, object]]
    theirs: dict[str, dict[str, object]]
    public: set[str] = field(default_factory=set)

    @property
    def registered(self) -> set[str]:
        """The marks in names of suppliers."""
        names = Organisation.objects.filter(kind=OrganisationKind.SUPPLIER).values_list("name", flat=True)
        return {mark for name in names for mark in MARK.findall(name)}

    @property
    def paths(self) -> list[tuple[str, str]]:
        plain = [(name, f"/{route}") for name, route in VISITED if not name.startswith(("account_logout", "demo"))]
        return plain + addresses(self.ours) + addresses(self.theirs)

    @property
    def their_paths(self) -> list[tuple[str, str]]:
        return sorted(set(addresses(self.theirs)) - set(addresses(self.ours)))


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in OURS and model._meta.managed]


def last_keys() -> dict[type[models.Model], object]:
    return {model: model._base_manager.order_by("-pk").values_list("pk", flat=True).first() for model in our_models()}


def texts_of(model: type[models.Model]) -> Iterator[models.Field]:
    for one in model._meta.concrete_fields:
        if isinstance(one, models.CharField | models.TextField) and not one.choices and not one.unique and one.name not in KEYS:
            yield one


def mark_what_is_new(before: dict[type[models.Model], object]) -> int:
    """Put a mark of its own behind every text that was written since; how many there are. Records that cannot change stay."""
    count = 0
    for model in our_models():
        if not isinstance(model._meta.pk, models.AutoField):
            continue
        rows = model._base_manager.filter(pk__gt=before[model] or 0)
        for one in texts_of(model):
            for key, text in rows.exclude(**{one.attname: ""}).values_list("pk", one.attname):
                mark = f" ZQX{count}Z"
                if text is None or (one.max_length and len(text) + len(mark) > one.max_length):
                    continue
                try:
                    with transaction.atomic():
                        model._base_manager.filter(pk=key).update(**{one.attname: text + mark})
                    count += 1
                except DatabaseError:
                    break
    return count


def marks_in(response) -> set[str]:
    """The marks in an answer of any form; of a workbook those of its parts."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            body = b"\n".join(file.read(name) for name in file.namelist())
    return set(MARK.findall(body.decode("utf-8", "replace"))) | set(MARK.findall(str(response.headers)))


@pytest.fixture(scope="module")
def two(module_database) -> Iterator[Two]:
    """Built once; what somebody does in a test goes with it."""
    with pytest.MonkeyPatch.context() as names:
        ours = keys_of_a_journey()
        before = last_keys()
        names.setattr(people, "_numbers", iter(range(NUMBERED, NUMBERED + 100)))
        theirs = keys_of_a_journey(proclaimed_in=310)
        names.setattr(people, "_numbers", iter(range(5_000_000, 6_000_000)))
        assert mark_what_is_new(before) > 200
        both, visitor = Two(ours, theirs), ClosingClient()
        for _, path in both.paths:
            both.public |= marks_in(visitor.get(path))
        visitor.close_downloads()
        yield both


def one_of(two: Two, role: Role) -> User:
    """Somebody of the first council, or of its supplier or partner, in this role."""
    if role == Role.SUPPLIER:
        return people.person(Bid.objects.get(pk=two.ours["bids/"]["pk"]).supplier, role)
    return people.person(pipeline.partner() if role == Role.PARTNER else two.ours["council"]["council"], role)


def test_the_marks_are_read_by_their_own_people(client, two):
    """Without this, the tests below could pass because no page shows any mark."""
    assert two.public, "an award notice, a tender or an opportunity is public"
    client.force_login(people.person(two.theirs["council"]["council"], *COUNCIL_ROLES))
    found = set().union(*(marks_in(client.get(path)) for _, path in two.their_paths))
    assert len(found - two.public) > 100
    client.force_login(people.person(Bid.objects.get(pk=two.theirs["bids/"]["pk"]).supplier, Role.SUPPLIER))
    assert set().union(*(marks_in(client.get(path)) for _, path in two.their_paths)) - two.public


@pytest.mark.parametrize("role", Role)
def test_nobody_of_the_one_council_reads_or_changes_what_is_the_others(client, two, role):
    client.force_login(one_of(two, role))
    leaks, registered = [], two.registered
    for name, path in two.paths:
        found = set() if name in SHARED else marks_in(client.get(path)) - two.public
        found -= registered if name in NAMES_SUPPLIERS else set()
        leaks += [f"GET {path} ({name}): {sorted(found)}"] if found else []
    assert leaks == []
    acts = AuditEvent.objects.exclude(verb=REFUSED)
    events, read = acts.count(), {reading.FIELD: everything_as_it_is()}
    for name, path in two.their_paths:
        if name not in SHARED:
            assert not marks_in(client.post(path, read)) - two.public, f"POST {path} ({name})"
    assert [event.sentence for event in acts.order_by("-pk")[: acts.count() - events]] == []
