"""The rooms of contracts: what each of them registers when the storey starts, listed here and nowhere else."""

from contracts.brought import tasks as brought_tasks
from contracts.call_offs import timelines as call_offs_timelines
from contracts.call_offs.selectors import agreements_of
from contracts.call_offs.services.bounding import why_past_ceiling
from contracts.evidence.models import StoryFile
from contracts.grants.services.bounding import why_less_than_paid
from contracts.handover import tasks as handover_tasks
from contracts.imports import tasks as import_tasks
from contracts.independent.models import Confirmation
from contracts.independent.selectors import why_it_stands as why_confirmed
from contracts.innovation.services import why_less_than_set_aside
from contracts.obligations import timelines as obligations_timelines
from contracts.obligations import workflow as obligations_workflow
from contracts.obligations.models import AgreedText
from contracts.overview.pages import export as contract_files
from contracts.own_data import pages as own_data
from contracts.papers.models import Paper
from contracts.register import timelines as register_timelines
from contracts.register import workflow as register_workflow
from contracts.register.selectors import contracts_of
from contracts.register.services.bounds import bounds_value
from contracts.returns import timelines as returns_timelines
from contracts.returns import workflow as returns_workflow
from contracts.returns.models import Return
from contracts.returns.permissions import HANDLE_RETURNS
from contracts.reviews.selectors import why_it_stands
from contracts.suppliers.selectors.waiting import with_contract
from socialvalue.accounts.enums import Duty
from socialvalue.accounts.enums import Permission as P
from socialvalue.audit.services import answered_for
from socialvalue.common import navigation
from socialvalue.common.leaving import LeftBehind, left_behind
from socialvalue.common.navigation import Place, Section
from socialvalue.common.undoing import holds_fast
from socialvalue.documents.visibility import owned_by
from socialvalue.exports.documents import Kind, exported
from socialvalue.jobs.services import handler
from socialvalue.suppliers.querysets.concern import concerned

# What timelines may show of changes
TIMELINES = (call_offs_timelines, register_timelines, obligations_timelines, returns_timelines)
# The tables of states, drawn in docs/states.md
WORKFLOWS = (obligations_workflow, register_workflow, returns_workflow)

SECTIONS = (
    Section(
        "contracts", "Contracts", Place.DELIVER, 10, frozenset({P.VIEW_CONTRACTS, P.BID}),
        (
            "contracts-export", "contracts-import", "contracts-import-*", "contracts-running", "contracts-running-*", "contract",
            "contract-*", "grants", "grant-*", "innovation-*", "supply-*",
            "obligation-*", "objection-*", "agreed-text", "agreed-text-*",
            "kpi", "kpi-*", "confirmation", "confirmation-*", "return", "return-*", "returns-*", "evidence-add",
            "evidence-remove", "scales", "scales-*", "scale-*",
        ),
    ),
    Section(
        "administration-benefits", "Who benefits", Place.ADMINISTRATION, 78, frozenset({P.ADMINISTER}),
        ("administration-benefit-*",),
    ),
    Section("administration-returns", "When returns lock", Place.ADMINISTRATION, 77, frozenset({P.ADMINISTER})),
    Section(
        "agreements", "Framework agreements", Place.DELIVER, 26, frozenset({P.VIEW_CONTRACTS, P.BID}),
        ("agreement", "agreement-*"),
    ),
    Section(
        "suppliers", "Suppliers", Place.DELIVER, 30, frozenset({P.CONFIRM_SUPPLIERS}), ("supplier", "supplier-*"),
    ),
    Section("own-data", "Your organisation’s data", Place.DELIVER, 90, frozenset({P.BID})),
    Section("stories", "Case studies", Place.DELIVER, 27, frozenset({P.VIEW_CONTRACTS, P.BID}), ("story", "story-*")),
    Section(
        "returns", "Returns", Place.DELIVER, 20, HANDLE_RETURNS,
        (
            "returns-to-verify", "returns-together", "returns-just-verified", "evidence-open", "returns-remind", "returns-draws",
            "returns-draws-choose",
        ),
    ),
    Section(
        "follow-up", "To follow up", Place.DELIVER, 25, frozenset({P.EDIT_CONTRACTS, P.VERIFY_RETURNS}),
        ("follow-up", "follow-up-item", "measure-rules", "measure-rule-*"),
    ),
)  # fmt: skip
# What a commission takes over from the contracts before it
BENEATH = {"promote": "commissions", "bring-losses": "commissions"}


def register() -> None:
    """Called once, by the storey's ``ready``."""
    for timelines in TIMELINES:
        timelines.register()
    owned_by("contracts.return", Return.objects.visible_to)
    owned_by("contracts.storyfile", StoryFile.objects.visible_to)
    owned_by("contracts.agreedtext", AgreedText.objects.visible_to)
    handler(handover_tasks.KIND, "The PDF of an agreed text")(handover_tasks.make_pdf)
    owned_by("contracts.paper", Paper.objects.visible_to)
    concerned(with_contract, path="organisation")
    handler(import_tasks.KIND_READ, "A register is read")(import_tasks.read_register)
    handler(import_tasks.KIND_BRING, "A register is imported")(import_tasks.bring_register)
    handler(brought_tasks.KIND_READ, "A file of obligations or returns is read")(brought_tasks.read_file)
    handler(brought_tasks.KIND_BRING, "Obligations or returns are imported")(brought_tasks.bring_file)
    sees = frozenset({P.VIEW_CONTRACTS, P.BID})
    exported(Kind(contract_files.REGISTER, sees, contract_files.register_table, contract_files.opened_by))
    exported(Kind(contract_files.LIST, sees, contract_files.list_table, contract_files.opened_by))
    exported(Kind(own_data.KEY, frozenset({P.BID}), own_data.own_data, own_data.seen_by))
    holds_fast("contracts.return", why_it_stands)
    holds_fast("contracts.return", why_confirmed)
    owned_by("contracts.confirmation", Confirmation.objects.files_visible_to)
    answered_for("contracts.contract", Duty.CONTRACTS, lambda contract: (contract.manager_id, contract.lead_director_id))
    answered_for("contracts.frameworkagreement", Duty.CONTRACTS, lambda one: (one.manager_id, one.lead_director_id))
    bounds_value(why_past_ceiling)
    bounds_value(why_less_than_paid)
    bounds_value(why_less_than_set_aside)
    navigation.add(SECTIONS, beneath=BENEATH)
    left_behind(
        LeftBehind("Contracts they manage or direct", P.EDIT_CONTRACTS, P.EDIT_CONTRACTS, contracts_of),
        LeftBehind("Framework agreements they manage or direct", P.EDIT_CONTRACTS, P.EDIT_CONTRACTS, agreements_of),
    )
