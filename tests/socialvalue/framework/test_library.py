"""What ships, against the sources it was taken from; and the command that loads it."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from socialvalue.common.errors import Refused
from socialvalue.framework.enums.goals import GOALS
from socialvalue.framework.models import Crosswalk, Framework, Goal, Outcome, Proxy, StrategicOutcome
from socialvalue.framework.selectors import content_of
from socialvalue.framework.services import shipped
from socialvalue.places.data import DISTRICTS
from socialvalue.places.models import District
from tests.builders import people

# The files the shipped rows were taken from; they stand beside the repository and are no part of it
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def source(path):
    if not (DATA / path).exists():
        pytest.skip(f"the source files ({path}) are not beside this repository")
    with (DATA / path).open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def test_the_model_of_2020_says_what_its_source_says():
    found = [r for r in source("social-value-model/ppn0620_themes_outcomes.csv") if r["status"].startswith("found")]
    ours = shipped.rows_in(shipped.MODEL.file, {})
    assert [(r.priority_code, r.priority, r.outcome_code, r.outcome) for r in ours] == [
        (f"T{f['theme_order']}", f["theme"], f["outcome_order"], f["policy_outcome"]) for f in found
    ]


def test_the_model_of_2025_ships_only_what_was_found():
    ours = shipped.rows_in(shipped.MODEL_2025.file, {})
    missions = [r for r in ours if r.priority_code.startswith("M")]
    assert [r.priority for r in missions] == [
        f"Mission {m['mission_no']}: {m['mission']}" for m in source("social-value-model/ppn002_missions.csv")
    ]
    assert not any(r.outcome_code for r in missions)
    outcomes = source("social-value-model/ppn002_outcomes.csv")
    confirmed = [o for o in outcomes if o["status"] == "found"]
    others = dict.fromkeys(r.priority for r in ours if r not in missions)
    assert list(others) == [f"Outcome {o['outcome_no']}: {o['outcome']}" for o in confirmed]
    criteria = confirmed[0]["award_criteria_found"].split(" (")[0].split("; ")
    assert [f"{r.outcome_code} {r.outcome}" for r in ours if r.priority_code == "O1"] == criteria
    for unconfirmed in (o["outcome"] for o in outcomes if o["status"] != "found"):
        assert unconfirmed not in str(ours)


def test_the_goals_are_the_seventeen():
    assert [g["short"] for g in source("sdg/sdg_goals.csv")] == list(GOALS)


def test_districts_are_those_of_the_sources():
    found = {r["gss-code"]: r for r in source("geo/uk_local_authorities_current.csv")}
    for code, name in ((c, n) for names in DISTRICTS.values() for c, n in names.items()):
        assert found[code]["nice-name"] == name


@pytest.mark.django_db
def test_kent_is_whole_and_no_proxy_ships():
    council = people.council()
    version = shipped.load_kent(council)
    for one in (*shipped.NATIONAL, shipped.DERBYSHIRE):
        shipped.load(one)
    assert [p.name for p in content_of(version)] == [
        "Local Employment", "Buy Kent First", "Community Development", "Good Employer", "Green and Sustainable",
    ]  # fmt: skip
    assert not any(p.only_outputs for p in content_of(version) if p.name != "Buy Kent First")
    assert StrategicOutcome.objects.filter(council=council, parent=None).count() == 3
    assert set(Outcome.objects.filter(priority__version=version).values_list("strategic_outcome__council", flat=True)) == {
        council.pk
    }
    assert Crosswalk.objects.filter(to_strategic_outcome__code="K2a", outcome__code="GE1").exists()
    assert not Crosswalk.objects.filter(to_outcome__isnull=False).exists()
    assert not Proxy.objects.exists()
    assert {f.versions.get().status for f in Framework.objects.all()} == {"published"}


@pytest.mark.django_db
def test_the_library_loads_once(capsys):
    call_command("load_library")
    assert capsys.readouterr().out.startswith("22 new districts\n17 new goals\n")
    assert set(Framework.objects.values_list("code", "council")) == {(s.code, None) for s in shipped.NATIONAL}
    council = people.council("Example County Council")
    call_command("load_library", "--kent-for", "example county council", "--derbyshire")
    counts = Framework.objects.count(), District.objects.count(), Goal.objects.count(), Outcome.objects.count()
    assert Framework.objects.get(code="kent").council == council
    linked = Crosswalk.objects.filter(to_outcome__priority__version__framework__code=shipped.MODEL.code)
    assert set(linked.values_list("outcome__code", flat=True)) == set(shipped.KENT_MODEL)
    capsys.readouterr()
    call_command("load_library", "--kent-for", "example county council", "--derbyshire")
    assert "loaded" not in capsys.readouterr().out
    assert counts == (Framework.objects.count(), District.objects.count(), Goal.objects.count(), Outcome.objects.count())


@pytest.mark.django_db
def test_the_library_for_a_council_that_is_not_there_is_left_unloaded():
    with pytest.raises(CommandError, match="no council"):
        call_command("load_library", "--kent-for", "Nowhere")
    assert not Framework.objects.exists()


@pytest.mark.django_db
def test_a_draft_under_a_shipped_code_is_no_shipped_framework():
    Framework.objects.create(code=shipped.MODEL.code, name="Somebody’s own")
    message = f"^A framework with the code “{shipped.MODEL.code}” is here already, without a published version$"
    with pytest.raises(Refused, match=message) as caught:
        shipped.load(shipped.MODEL)
    assert caught.value.field == "code"
