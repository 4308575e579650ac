"""Two people, or two tabs, at one record: the second is shown what the first did, and nothing of it is lost."""

from datetime import timedelta

import pytest
from django.test import Client

from contracts.register.models import Contract
from measurement.reports import services as reports
from measurement.reports.models import Report
from procurement.commissioning.models import Commission
from procurement.evaluation.models import ModeratedScore, Score
from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.places.models import District
from tests.builders import commissioning, contracts, evaluation, measurement, people
from tests.security.pressing import Form, read

pytestmark = pytest.mark.django_db


class Tab(Client):
    """A browser's tab: it posts what its page holds, and nothing else."""

    def __init__(self, user: User):
        super().__init__()
        self.force_login(User.objects.get(pk=user.pk))

    def form(self, path: str, action: str = "") -> Form:
        html = self.get(path).content.decode()
        (found,) = [one for one in read(path, html).forms if one.action == (action or path)]
        return found

    def send(self, form: Form, **typed):
        return self.post(form.action, form.data | typed)


def told(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_supplier_that_a_colleague_added_stays_with_the_contract():
    """A adds a supplier; B, whose page is older, saves the title."""
    contract, who = contracts.draft_contract()
    second = people.supplier()
    contracts.draft_contract(contracts.parties(who.council, second))
    path = f"/contracts/{contract.pk}/edit/"
    a, b = Tab(who.manager), Tab(who.manager)
    first, later = a.form(path), b.form(path)
    assert a.send(first, suppliers=who.supplier.name, suppliers_2=second.name).status_code == 302
    refused = b.send(later, title="Home care")
    assert refused.status_code == 200
    assert "What is saved now" in told(refused)
    assert second.name in told(refused)
    assert 'value="Home care"' in told(refused)
    found = Contract.objects.get(pk=contract.pk)
    assert set(found.suppliers.all()) == {who.supplier, second}
    assert (found.title, found.version) == (contract.title, 2)
    changed = AuditEvent.objects.filter(verb="edit contract").first().changes
    names = sorted(map(str, (who.supplier, second)))
    assert changed == {"suppliers": [str(who.supplier), ", ".join(names)]}


def test_districts_that_a_colleague_chose_stay_with_the_commission():
    body = commissioning.commission()
    chosen = District.objects.create(gss_code="X00000001", name="Ashdown", county="Nowhere")
    path = f"/commissions/{body.reference}/edit/"
    a, b = Tab(body.lead), Tab(body.lead)
    first, later = a.form(path), b.form(path)
    assert a.send(first, districts=[str(chosen.pk)]).status_code == 302
    assert "Somebody else saved this while you were working on it" in told(b.send(later, title="Respite"))
    found = Commission.objects.get(pk=body.pk)
    assert (list(found.districts.all()), found.title) == ([chosen], body.title)


@pytest.fixture
def submitted():
    scene = measurement.scene()
    return scene, measurement.submitted(scene)


def rewritten(scene, report: Report) -> Report:
    """Returned, written anew and sent again while somebody has the old page before them."""
    with clock.at(measurement.NOW + timedelta(hours=1)):
        other = people.person(scene.council, Role.LEAD_DIRECTOR)
        report = reports.return_report(report, by=other, comment="The summary says too much.")
        report = reports.edit_words(report, by=scene.preparer, summary="Words that nobody has read.")
        return reports.submit_report(report, by=scene.preparer)


def test_a_report_is_approved_only_as_it_was_read(submitted):
    scene, report = submitted
    path = f"/reports/{report.reference}/"
    with clock.at(measurement.NOW):
        director = Tab(scene.approver)
        read_before = director.form(path, f"{path}approve/")
    rewritten(scene, report)
    with clock.at(measurement.NOW + timedelta(hours=2)):
        refused = director.send(read_before)
        assert refused.status_code == 409
        page = told(refused)
        assert "This was changed after you opened the page, so nothing was done." in page
        assert "What changed since you opened the page" in page
        for sentence in ("Returned ", "Changed the words of ", "Sent "):
            assert f"{sentence}{report.reference}" in page
        assert f'href="{path}">Read it as it is now</a>' in page
        assert Report.objects.get(pk=report.pk).status == "submitted"
        without = director.post(f"{path}approve/", {})
        assert (without.status_code, Report.objects.get(pk=report.pk).status) == (409, "submitted")
        assert director.send(director.form(path, f"{path}approve/")).status_code == 302
    assert Report.objects.get(pk=report.pk).status == "approved"


def test_the_reason_for_returning_a_report_stays_when_it_was_rewritten_meanwhile(submitted):
    scene, report = submitted
    path = f"/reports/{report.reference}/return/"
    with clock.at(measurement.NOW):
        director = Tab(scene.approver)
        form = director.form(path)
    rewritten(scene, report)
    with clock.at(measurement.NOW + timedelta(hours=2)):
        refused = director.send(form, comment="The summary is too long.")
        assert (refused.status_code, Report.objects.get(pk=report.pk).status) == (200, "submitted")
        assert "The summary is too long.</textarea>" in told(refused)
        assert f"Changed the words of {report.reference}" in told(refused)
        (again,) = [one for one in read(path, refused.content.decode()).forms if one.action == path]
        assert director.send(again).status_code == 302
    assert Report.objects.get(pk=report.pk).status == "returned"


def test_two_administrators_change_one_persons_roles():
    council = people.council()
    one, two = people.person(council, Role.ADMINISTRATOR), people.person(council, Role.ADMINISTRATOR)
    person = people.person(council, Role.COMMISSIONER)
    path = f"/administration/people/{person.pk}/roles/"
    a, b = Tab(one), Tab(two)
    first, later = a.form(path), b.form(path)
    roles = [Role.COMMISSIONER.value, Role.CONTRACT_MANAGER.value]
    assert a.send(first, roles=roles, reason="They cover for a colleague.").status_code == 302
    assert b.send(later, roles=[Role.MEMBER.value], reason="They were elected.").status_code == 200
    # The second role waits for its second person, and what waits was not taken back
    assert list(person.memberships.filter(ended_at=None).values_list("role", flat=True)) == [Role.COMMISSIONER]
    assert RoleGrant.objects.undecided().get(user=person).roles == [Role.CONTRACT_MANAGER.value]


def test_a_version_of_a_score_that_nobody_gave_is_a_conflict():
    """Not an error of the service: a changed hidden field where nothing was saved yet."""
    scene = evaluation.scoring()
    place, bid = scene.panel[0], scene.bids[0]
    path = f"/evaluations/{scene.tender.reference}/scores/{bid.opaque}/q4/"
    scorer = Tab(place.user)
    refused = scorer.send(scorer.form(path), value="3", level="3", reason="Well evidenced.", version="99")
    assert refused.status_code == 200
    assert "Somebody else saved this while you were working on it" in told(refused)
    assert "Well evidenced.</textarea>" in told(refused)
    assert Score.objects.count() == 0


def test_a_version_of_an_agreed_score_that_is_not_there_is_a_conflict():
    scene = evaluation.moderating()
    path = f"/evaluations/{scene.tender.reference}/moderation/{scene.bids[0].opaque}/q4/"
    lead = Tab(scene.lead)
    refused = lead.send(lead.form(path), value="3", level="3", reason="Agreed by the panel: well evidenced.", version="99")
    assert refused.status_code == 200
    assert "Somebody else saved this while you were working on it" in told(refused)
    assert ModeratedScore.objects.count() == 0


def test_an_evaluation_is_closed_with_the_scores_that_were_read():
    """A score is agreed anew between reading the last page and closing."""
    scene = evaluation.moderating()
    evaluation.moderate_all(scene)
    path = f"/evaluations/{scene.tender.reference}/close/"
    lead = Tab(scene.lead)
    form = lead.form(path)
    agreed = ModeratedScore.objects.filter(value=5).first()
    evaluation.services.moderate(
        scene.evaluation, by=scene.lead, bid=agreed.bid, criterion=agreed.criterion, value=4, reason="The panel agreed on less."
    )
    assert lead.send(form).status_code == 409
    scene.reload()
    assert scene.evaluation.status == "moderating"
    assert lead.send(lead.form(path)).status_code == 302
