"""What the migration to warnings keeps: whom the old notices of an end told, the new ones do not tell again."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest

from contracts.register.models import Contract
from tests.builders import contracts as build

from .warnings.steps import BEGUN, LAST, at, look, told

pytestmark = pytest.mark.django_db
MIGRATION = import_module("contracts.migrations.0024_warnings_and_documents")


class OldContracts:
    """The table as the migration finds it: with the number of notices that are behind each contract."""

    def __init__(self, behind: dict[int, int]):
        self.behind = behind

    def filter(self, **asked):
        assert asked == {"end_notices__gt": 0, "ends_on__isnull": False}
        self.found = list(Contract.objects.filter(pk__in=[key for key, count in self.behind.items() if count]).order_by("pk"))
        return self

    def iterator(self, chunk_size: int):
        for contract in self.found:
            contract.end_notices = self.behind[contract.pk]
            yield contract


def migrated(behind: dict[int, int]) -> None:
    rows = OldContracts(behind)
    apps = SimpleNamespace(get_model=lambda *name: SimpleNamespace(objects=SimpleNamespace(all=lambda: rows)))
    MIGRATION.what_was_told(apps, None)


@pytest.mark.parametrize("notices, day, heard", [(0, date(2028, 1, 5), 2), (1, date(2028, 1, 5), 0), (1, date(2028, 3, 1), 2)])
def test_who_was_told_of_an_end_is_told_of_the_next_stage_alone(notices, day, heard):
    with at(BEGUN):
        contract, who = build.active_contract()
    migrated({contract.pk: notices})
    assert look(day) == heard
    assert told(who.manager) == [f"{contract.title} ends on 31 March 2028"] * (heard // 2)


def test_each_number_of_notices_is_the_stage_that_was_told_and_one_owner_is_one():
    with at(BEGUN):
        contract, who = build.active_contract()
    Contract.objects.update(lead_director=None)
    found = []
    for notices in (1, 2, 3):
        migrated({contract.pk: notices})
        found.append(Contract.objects.get().told)
    assert found == [[f"ends.{LAST}.{stage}.:{who.manager.pk}"] for stage in (90, 30, 0)]
