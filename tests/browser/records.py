"""What the pages of this folder show: a council with its framework library and its people, through the real services."""

from decimal import Decimal

from socialvalue.accounts.administration import services as administration
from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.accounts.services.ties import enter_tie
from socialvalue.framework import services
from socialvalue.framework.models import FrameworkVersion, Measure, Outcome
from socialvalue.framework.services import shipped
from socialvalue.jobs.tasks import self_check
from tests.builders import framework as build
from tests.builders import people


class Records:
    def __init__(self):
        self.council = people.council("Kent County Council")
        self.editor = people.person(self.council, Role.COMMISSIONER, name="Framework editor")
        self.administrator = people.person(self.council, Role.ADMINISTRATOR, name="Administrator")
        self.library()
        self.offices()

    def library(self) -> None:
        """A published version, a draft of the next with everything in it, one of another council, one without a version."""
        by = self.editor
        self.published = shipped.load_kent(self.council)
        shipped.load(shipped.MODEL_2025)
        other = build.published(by)
        self.draft = services.start_version(self.published.framework, by=by)
        self.measure = Measure.objects.filter(outcome__priority__version=self.draft).first()
        self.outcome = self.measure.outcome
        services.edit_part(self.measure, by=by, guidance="Ask early", unit="people who stay", direction="lower")
        proxy = {"unit": "job", "source": "A study", "licence": "OGL v3.0", "price_year": 2024, "area": "Kent"}
        self.proxy = services.add_proxy(self.measure, by=by, value=Decimal("12400.50"), **proxy)
        self.link = services.add_crosswalk(self.outcome, by=by, to=build.an_outcome(other), note="in part")
        services.remove_part(Outcome.objects.filter(priority__version=self.draft).last(), by=by)
        why = "Members decided in public to try it for one year on road contracts"
        services.decide_proxy_policy(self.council, by=by, proxies_may_score=True, justification=why)
        self.empty = services.create_framework(by=by, council=self.council, code="empty", name="Without a version yet")
        self.draft = FrameworkVersion.objects.get(pk=self.draft.pk)

    def offices(self) -> None:
        """People with and without access, a partner, and a job that waits."""
        by, council = self.administrator, self.council
        gone = people.person(council, Role.EVALUATOR, name="Somebody who left")
        administration.end_access(gone, council, by=by, reason="They left the council")
        self.person = people.person(council, Role.MEMBER, Role.CONTRACT_MANAGER, name="Somebody with two roles")
        administration.change_roles(self.person, council, by=by, roles=["member"], reason="A new post since Monday")
        self.directorate = council.directorates.get()
        administration.add_partner(
            council, by=by, organisation_name="A parish council", email="clerk@example.org", name="The clerk"
        )
        colleague = people.person(council, Role.ADMINISTRATOR, name="Another administrator")
        typed = {"email": "waits@example.org", "name": "Somebody who waits", "roles": [Role.EVALUATION_LEAD, Role.MEMBER]}
        typed["reason"] = "She leads the evaluation of repairs"
        self.grant = RoleGrant.objects.get(user=administration.add_person(council, by=colleague, **typed))
        self.gone = gone
        self.reset = people.lost_step(council, by=colleague)
        self.tie = enter_tie(self.person, by=by, supplier=people.supplier())
        self.partner = Membership.objects.get(user__email="clerk@example.org")
        self.job = self_check.ask(by=by)
