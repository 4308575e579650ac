"""A requirement on its pages: sized, measured, tested, reworded."""

import pytest
from django.urls import reverse

from procurement.commissioning.models import Requirement
from tests.builders import commissioning as build

pytestmark = pytest.mark.django_db
TYPED = {
    "wording": "Four people gain a qualification.",
    "use": "scored",
    "measure_text": "Qualifications",
    "unit": "people",
    "evidence": "Certificates",
    "per": "term",
}


def test_the_target_is_worked_out_without_saving_anything(client):
    body = build.commission()
    sought = build.outcome(body)
    client.force_login(body.lead)
    url = reverse("requirement-new", args=[body.reference, sought.pk])
    page = client.post(url, {**TYPED, "pounds_per_unit": "250,000", "in_area": "True", "work_out": "1"}).content.decode()
    assert "One for every £250,000 of £1,000,000 is 4." in page
    assert 'name="target" value="4"' in page
    assert TYPED["wording"] in page
    assert not Requirement.objects.exists()
    assert "Enter an amount of pounds" in client.post(url, {**TYPED, "pounds_per_unit": "many", "work_out": "1"}).content.decode()
    assert client.post(url, {**TYPED, "pounds_per_unit": "250,000"}).status_code == 302
    assert Requirement.objects.get().target == 4


def test_a_measure_brings_its_own_words_and_without_one_they_are_asked_for(client):
    version = build.framework()
    body = build.commission(framework=version)
    sought = build.outcome(body)
    client.force_login(body.lead)
    url = reverse("requirement-new", args=[body.reference, sought.pk])
    bare = {**TYPED, "measure_text": "", "unit": "", "evidence": ""}
    page = client.post(url, bare).content.decode()
    for words in ("say how it will be measured", "Say what is counted", "Say what the provider"):
        assert words in page
    measure = version.priorities.get().outcomes.get().measures.get()
    assert client.post(url, {**bare, "measure": measure.pk}).status_code == 302
    made = Requirement.objects.get()
    assert (made.measure, made.measure_text, made.unit, made.evidence) == (measure, "Jobs kept", "people", "Payroll")


def test_a_failing_test_is_refused_beside_the_use_and_everything_typed_is_kept(client):
    body = build.commission()
    sought = build.outcome(body)
    client.force_login(body.lead)
    page = client.post(
        reverse("requirement-new", args=[body.reference, sought.pk]), {**TYPED, "in_scale": "False"}
    ).content.decode()
    assert 'href="#id_use_0"' in page
    assert "cannot be scored" in page
    assert TYPED["evidence"] in page


def test_the_versions_of_a_reworded_requirement_are_shown_with_their_reasons(client):
    body = build.commission()
    first = build.requirement(body)
    client.force_login(body.lead)
    url = reverse("requirement-edit", args=[body.reference, first.pk])
    assert "Say why the requirement changes" in client.post(url, {**TYPED, "version": "1"}).content.decode()
    client.post(url, {**TYPED, "target": "2", "version": "1", "reason": "Small providers were heard"})
    page = client.get(reverse("requirement", args=[body.reference, first.pk])).content.decode()
    assert "Small providers were heard" in page
    assert build.SOUND["wording"] in page
