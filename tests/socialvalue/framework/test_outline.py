"""A draft of several priorities is an outline in which one is edited at a time."""

import pytest
from django.urls import reverse

from socialvalue.framework import services
from socialvalue.framework.models import FrameworkVersion, Priority
from tests.builders import framework as build
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(client):
    """A draft with two priorities that have an outcome each, and its editor signed in."""
    by = build.editor()
    version = build.draft(by, measures=2)
    second = services.add_priority(version, by=by, code="GS", name="Greener and sustainable", description="Less waste")
    services.add_outcome(second, by=by, code="GS1", name="Less goes to landfill")
    client.force_login(by)
    return by, FrameworkVersion.objects.get(pk=version.pk)


def page(client, version, edit: object = "") -> str:
    address = reverse("framework-version", args=[version.framework.code, version.number])
    return as_read(client.get(f"{address}?edit={edit}"))


def test_nothing_is_open_until_somebody_opens_one(client, stage):
    _, version = stage
    shown = page(client, version)
    assert "LE1 People are in lasting work" in shown
    assert "(2 measures)" in shown
    assert "(0 measures)" in shown
    assert "Add an outcome" not in shown
    assert shown.count("?edit=") == 2


def test_one_is_open_and_the_others_stay_folded(client, stage):
    _, version = stage
    first, second = Priority.objects.filter(version=version).order_by("code")
    shown = page(client, version, second.pk)
    assert shown.count("Add an outcome") == 1
    assert f"?edit={second.pk}" not in shown
    # Of one priority that has two measures and of the other that has none
    assert shown.count("Add a measure") == (1 if second.outcomes.count() == 1 else 0)
    assert page(client, version, first.pk).count("Add an outcome") == 1


def test_the_only_one_is_open_and_so_is_one_that_has_nothing_yet(client, stage):
    by, version = stage
    services.add_priority(version, by=by, code="NN", name="New and empty", description="Nothing yet")
    shown = page(client, version)
    assert shown.count("Add an outcome") == 1
    assert "to New and empty" in shown
    alone = build.draft(by)
    assert page(client, alone).count("Add an outcome") == 1


def test_after_a_change_its_priority_is_still_open(client, stage):
    _, version = stage
    outcome = build.an_outcome(version)
    code, number = version.framework.code, version.number
    address = reverse("framework-remove", args=[code, number, "measure", outcome.measures.first().pk])
    answer = client.post(address, {"version": version.version})
    assert answer.url.endswith(f"?edit={outcome.priority_id}")
    assert "Add a measure" in as_read(client.get(answer.url))


@pytest.mark.parametrize("asked", ["", "none", "0", "-1", "9" * 30])
def test_what_is_not_there_opens_nothing(client, stage, asked):
    _, version = stage
    assert "Add an outcome" not in page(client, version, asked)


def test_a_published_version_is_read_whole(client, stage):
    by, _ = stage
    version = build.published(by)
    shown = page(client, version)
    assert "People in work, kind 1" in shown
    assert "?edit=" not in shown
