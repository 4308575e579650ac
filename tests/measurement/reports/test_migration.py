"""Reports frozen before keep their sources: a row each becomes rows of keys, and back."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from contracts.returns.models import Return
from measurement.reports import selectors
from measurement.reports.models import FrozenSources, Report
from tests.builders import measurement as build

MIGRATION = import_module("measurement.migrations.0008_sources_as_keys")
BEFORE = [("measurement", "0006_search_indexes")]


def back():
    """The tables as they were before, and the models of then."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    return executor.loader.project_state(BEFORE).apps


def forward() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
def test_a_report_frozen_before_rests_on_the_same_returns(monkeypatch):
    scene = build.scene()
    build.contract(scene, {"values": ["3", "1"]}, title="Home care")
    build.contract(scene, {"measure": "GS2.1", "values": ["4", None]}, title="Boilers")
    report = build.approved(scene)
    nothing = build.frozen(scene, starts_on=date(2025, 10, 1), ends_on=date(2025, 10, 31), kind="scrutiny")
    expected = {figure.pk: build.keys_behind(figure) for figure in report.figures.all()}
    old = back()
    try:
        through = old.get_model("measurement", "FrozenFigure").sources.through
        found = {pk: [] for pk in expected}
        for figure, key in through.objects.order_by("return").values_list("frozenfigure", "return"):
            found[figure].append(key)
        assert found == expected
        monkeypatch.setattr(MIGRATION, "MOST", 2)
    finally:
        forward()
    assert {figure.pk: build.keys_behind(figure) for figure in report.figures.all()} == expected
    total = report.figures.order_by("pk").first()
    assert [len(row.keys) for row in total.sources.order_by("first")] == [2, 1]
    assert selectors.check(Report.objects.get(pk=report.pk)).equal
    assert Report.objects.get(pk=report.pk).looked_at is not None
    assert not FrozenSources.objects.filter(figure__report=nothing).exists()
    assert selectors.why_it_stands(Return.objects.get(pk=expected[total.pk][0]))
