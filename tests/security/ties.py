"""Which rules of who may do what refuse somebody who is, or lately was, with a bidder or the supplier: asked, each by its name.

Whoever adds a ``check_can_…`` to one of these rooms writes it down: in ``REFUSE`` with what it is called with, or in ``OPEN``
with the reason why a tie does not matter.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from contracts.call_offs.models import FrameworkAgreement, FrameworkLot, LotSupplier
from contracts.follow_up.models import FollowUp
from contracts.grants.models import GrantEvaluation
from contracts.independent.models import Confirmation
from contracts.innovation.models import InnovationPot, InnovationProject
from contracts.obligations.models import Objection
from contracts.papers.models import Paper
from contracts.register.enums import Side
from contracts.register.models import SupplierChange
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn, LockException
from contracts.supply.models import SupplyPeriod
from procurement.award.models import Award
from procurement.bidding.models import Bid, Opening
from procurement.panel.enums import EvaluationStatus
from procurement.panel.models import Evaluation, Panellist
from procurement.tendering.models import Tender
from socialvalue.accounts.models import User
from socialvalue.common import clock


def _project(case: "Case") -> InnovationProject:
    return InnovationProject(pot=InnovationPot(contract=case.contract), accepted=True)


@dataclass(frozen=True)
class Case:
    """One procurement that went all the way, a contract with a return, and somebody on the panel who holds every role."""

    user: User
    tender: Tender
    opening: Opening
    bid: Bid
    evaluation: Evaluation
    place: Panellist
    other_place: Panellist
    award: Award
    due: DueReturn
    kpi_return: Return

    @property
    def contract(self):
        return self.due.kpi.obligation.contract

    def of(self, user: User) -> "Case":
        return replace(self, user=user)


def _while_scoring(case: Case) -> Panellist:
    place = Panellist.objects.get(pk=case.place.pk)
    place.evaluation.status = EvaluationStatus.SCORING
    return place


def _agreement_with_its_supplier(case: Case) -> FrameworkAgreement:
    """In force, with the contract's supplier on it."""
    council, today = case.contract.council, clock.today()
    agreement = FrameworkAgreement.objects.create(
        reference=f"FA-{case.user.pk}-{FrameworkAgreement.objects.count()}", council=council, title="Repairs",
        directorate=council.directorates.first(), starts_on=today, ends_on=today, ceiling=1, no_guarantee="None.",
        manager=case.other_place.user, lead_director=case.user, created_by=case.user,
    )  # fmt: skip
    lot = FrameworkLot.objects.create(agreement=agreement, number=1)
    supplier = case.contract.suppliers.get()
    LotSupplier.objects.create(lot=lot, supplier=supplier, name_then=supplier.name, joined_on=today, added_by=case.user)
    return agreement


def _to_follow_up(case: Case) -> FollowUp:
    return FollowUp(council=case.contract.council, contract=case.contract)


REFUSE: dict[str, dict[str, Callable[[Case], tuple[Any, ...]]]] = {
    "procurement.panel": {
        "check_can_set_up": lambda case: (case.tender,),
        "check_can_lead": lambda case: (case.evaluation,),
        "check_can_change_panel": lambda case: (case.evaluation,),
        "check_can_name_scorer": lambda case: (case.evaluation,),
        "check_can_decide_interest": lambda case: (case.other_place,),
    },
    "procurement.bidding": {
        "check_can_open": lambda case: (case.tender,),
        "check_can_complete": lambda case: (case.opening,),
        "check_can_read_whole": lambda case: (case.bid,),
    },
    "procurement.evaluation": {
        "check_can_start": lambda case: (case.evaluation, "close"),
        "check_can_score": lambda case: (case.place,),
        "check_can_reopen": lambda case: (case.evaluation,),
        "check_can_undo_final": lambda case: (_while_scoring(case),),
        "check_can_moderate": lambda case: (case.evaluation,),
        "check_can_read_result": lambda case: (case.evaluation,),
    },
    "procurement.award": {
        "check_can_take_file": lambda case: (case.tender,),
        "check_can_recommend": lambda case: (case.evaluation,),
        "check_can_return": lambda case: (case.award,),
        "check_can_decide": lambda case: (case.award,),
        "check_can_tell": lambda case: (case.award,),
        "check_can_contract": lambda case: (case.award,),
    },
    "contracts.handover": {
        "check_can_make_contract": lambda case: (case.award,),
        "check_can_minute": lambda case: (case.contract,),
    },
    "contracts.register": {
        "check_can_carry_on": lambda case: (case.contract,),
        "check_can_confirm_link": lambda case: (case.contract.parties.get(),),
        "check_can_change_supplier": lambda case: (case.contract,),
        "check_can_say_why_no_kpis": lambda case: (case.contract,),
        "check_can_decide_supplier_change": lambda case: (SupplierChange(contract=case.contract, comes_id=0),),
    },
    "contracts.call_offs": {
        "check_can_change_agreement": lambda case: (_agreement_with_its_supplier(case),),
        "check_can_call_off": lambda case: (_agreement_with_its_supplier(case),),
        "check_can_start_competition": lambda case: (_agreement_with_its_supplier(case),),
        "check_can_record_call_off": lambda case: (case.contract,),
    },
    "contracts.independent": {
        "check_can_ask": lambda case: (case.kpi_return,),
        "check_can_record_outside": lambda case: (case.kpi_return,),
        "check_can_confirm": lambda case: (Confirmation(kpi_return=case.kpi_return, asked_of=case.user),),
        "check_can_settle": lambda case: (Confirmation(kpi_return=case.kpi_return),),
    },
    "contracts.follow_up": {
        "check_can_follow_up": lambda case: (_to_follow_up(case),),
        "check_can_be_given": lambda case: (_to_follow_up(case),),
    },
    "contracts.papers": {"check_can_set_aside_paper": lambda case: (Paper(contract=case.contract),)},
    "contracts.grants": {
        "check_can_shape_grant": lambda case: (case.contract,),
        "check_can_record_payment": lambda case: (case.contract,),
        "check_can_evaluate": lambda case: (case.contract,),
        "check_can_decide_evaluation": lambda case: (GrantEvaluation(contract=case.contract),),
    },
    "contracts.innovation": {
        "check_can_set_aside": lambda case: (case.contract,),
        "check_can_propose": lambda case: (case.contract,),
        "check_can_approve": lambda case: (_project(case),),
        "check_can_account": lambda case: (_project(case),),
    },
    "contracts.supply": {
        "check_can_confirm": lambda case: (SupplyPeriod(contract=case.contract),),
        "check_can_define": lambda case: (case.contract,),
    },
    "contracts.spend": {"check_can_say_spent": lambda case: (case.contract,)},
    "contracts.benefits": {"check_can_ask_who": lambda case: (case.due.kpi,)},
    "contracts.schedule": {
        "check_can_waive": lambda case: (case.due,),
        "check_can_ask_to_open": lambda case: (case.contract, Side.COUNCIL),
        "check_can_open": lambda case: (LockException(contract=case.contract),),
        "check_can_close": lambda case: (LockException(contract=case.contract, side=Side.COUNCIL),),
    },
    "contracts.obligations": {
        "check_can_shape": lambda case: (case.contract,),
        "check_can_set_baseline": lambda case: (case.due.kpi,),
        "check_can_agree": lambda case: (case.due.kpi.obligation,),
        "check_can_answer": lambda case: (Objection(obligation=case.due.kpi.obligation),),
    },
    "contracts.returns": {
        "check_can_decide": lambda case: (case.kpi_return,),
        "check_can_bring_over": lambda case: (case.due,),
        "check_can_stand_for_earlier": lambda case: (case.contract, case.kpi_return.submitted_by),
    },
}

OPEN: dict[str, dict[str, str]] = {
    "procurement.panel": {
        "check_can_sit": "having a place is what a tie is declared from",
        "check_can_declare": "this is where a tie is declared",
    },
    "procurement.bidding": {
        "check_can_bid_for": "the bidder’s own people",
        "check_can_write": "the bidder’s own people",
        "check_can_replace": "the bidder’s own people",
        "check_can_see_opening": "names and receipts, no content; the record of who opened is for everybody who could have",
    },
    "procurement.evaluation": {},
    "procurement.award": {},
    "contracts.handover": {"check_can_agree_minute": "the supplier’s own people"},
    "contracts.register": {
        "check_can_register_contract": "there is no supplier yet",
        "check_can_publish_kpis": "it records a day on which something was published",
        "check_can_edit_contract": "what the register says; what was promised is shaped and agreed, which asks for ties",
        "check_can_withdraw_supplier_change": "by whoever proposed it, and it changes nothing",
    },
    "contracts.call_offs": {"check_can_add_agreement": "there is no supplier on it yet"},
    "contracts.draws": {"check_can_choose_draw": "a share of all returns, whoever’s they are"},
    "contracts.independent": {},
    "contracts.follow_up": {"check_can_rule": "a rule for the measures of all contracts"},
    "contracts.papers": {
        "check_can_add_paper": "it adds to what is known, and takes nothing away",
        "check_can_replace_paper": "the one that is replaced stays readable",
    },
    "contracts.supply": {
        "check_can_enter": "the supplier’s own people",
        "check_can_change": "the supplier’s own people",
    },
    "contracts.spend": {},
    "contracts.innovation": {"check_can_take_back": "by whoever proposed it, and it changes nothing"},
    "contracts.grants": {"check_can_withdraw_evaluation": "by whoever wrote it, and it changes nothing"},
    "contracts.benefits": {"check_can_keep_lists": "lists of a council, whatever the contract"},
    "contracts.schedule": {
        "check_can_chase": "it asks the supplier for what is owed",
        "check_can_owe_again": "it asks the supplier for more, not for less",
        "check_can_set_lock": "when all returns of a council lock",
        "check_can_take_back_asking": "by whoever asked, and it changes nothing",
    },
    "contracts.obligations": {
        "check_can_copy": "it starts another contract, without a supplier",
        "check_can_object": "the supplier’s own people",
    },
    "contracts.returns": {
        "check_can_drop": "by the side that began the correction; nothing counts differently",
        "check_can_undo_submit": "by whoever submitted it, or the supplier",
        "check_can_undo_verify": "by whoever verified it, who had no tie ten minutes before",
    },
}
