"""What every page of a return needs."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse

from contracts.benefits.permissions import reads_exactly
from contracts.benefits.selectors import asked_of, note_of, rows_of
from contracts.draws.selectors import draws_of
from contracts.evidence.models import Story
from contracts.evidence.pages.attribution import own_work_of
from contracts.evidence.pages.individuals import people_part
from contracts.evidence.pages.postcodes import is_offered, part_of_version
from contracts.evidence.pages.regulators import regulator_part
from contracts.evidence.permissions import can_report, can_write, contract_of
from contracts.evidence.selectors.stories import with_files
from contracts.independent.pages import part_of
from contracts.register.permissions import check_no_tie_to_supplier
from contracts.returns.models import Return
from contracts.returns.pages import figure_text, undo_of
from contracts.returns.pages.progress import progress
from contracts.returns.pages.working import sent_text, workings_of
from contracts.returns.permissions import can_decide, can_drop
from contracts.returns.selectors import before, due_for, missing_in, state_of
from contracts.returns.selectors.period import made_by
from contracts.schedule.models import DueReturn
from contracts.schedule.pages import lock_notice
from contracts.schedule.permissions import can_owe_again, can_waive
from contracts.schedule.selectors import period_page
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import tied_words
from socialvalue.common import clock
from socialvalue.documents.models import Document

# Who verifies returns, and who says that one is no longer owed
DECIDES = (Permission.VERIFY_RETURNS, Permission.EDIT_CONTRACTS)


def seen_due(request, pk):
    """The due row with its returns, or 404 for whoever may not see its contract."""
    return get_object_or_404(due_for(request.user, pk))


def versions_of(due: DueReturn, user: User) -> list[Return]:
    """The versions of the return this person sees, newest first, with the stories and files they may see."""
    rows = (
        Return.objects.visible_to(user).filter(due=due).select_related("submitted_by", "decided_by", "created_by", "attribution")
    )
    rows = rows.select_related("postcode_count__counted_by").prefetch_related("postcode_count__districts__district")
    versions = list(rows.prefetch_related(Prefetch("stories", queryset=Story.objects.visible_to(user))).order_by("-number"))
    files = Document.objects.filter(owner_type="contracts.return", owner_id__in=[str(v.pk) for v in versions])
    by_owner: dict[str, list[Document]] = {}
    for document in files.order_by("uploaded_at"):
        by_owner.setdefault(document.owner_id, []).append(document)
    asked, exact = asked_of(due.kpi, due.ends_on), reads_exactly(user, due)
    workings = workings_of(versions)
    with_files([story for version in versions for story in version.stories.all()], user)
    told = _told_outside(versions)
    for version in versions:
        version.due = due
        version.lines = workings.get(version.pk, [])
        version.figure_text, version.sent_text = figure_text(version, due.kpi), sent_text(version, due.kpi)
        here = exact or version is told
        version.benefit_rows = [] if asked is None or not here else rows_of(asked, version.value, version.benefited, exact=exact)
        version.benefit_note = "" if asked is None else note_of(asked, version.value, version.benefited)
        version.postcodes = part_of_version(version, exact=exact) if here else None
        version.own_work = own_work_of(version, due.kpi)
        version.files = by_owner.get(str(version.pk), [])
    return versions


def _told_outside(versions: list[Return]) -> Return | None:
    """The one version whose parts others read with few people left out: of two of them the one would give away the other's."""
    return next((one for one in versions if one.is_verified), versions[0] if versions else None)


def _draw_of(version: Return | None, user: User, contract) -> str:
    """For the council's people: whether this version was drawn for a full look; empty where none was drawn."""
    if version is None or not user.can(Permission.VIEW_CONTRACTS, contract.council_id):
        return ""
    found = draws_of([(version.due_id, version.number)]).get((version.due_id, version.number))
    return found.words if found else ""


def _tied(user: User, contract) -> str:
    """Why a tie keeps this person from verifying or waiving, and who can."""
    told = (tied_words(user, one, contract.council, check_no_tie_to_supplier, contract) for one in DECIDES)
    return next(filter(None, told), "")


def page_context(request, due) -> dict:
    """Where the return belongs, what was promised, what the period before brought."""
    contract = contract_of(due)
    state = state_of(due, due.kpi, clock.today())
    versions = versions_of(due, request.user)
    latest = versions[0] if versions else None
    last = before(due, request.user)
    may_decide = latest is not None and can_decide(request.user, latest)
    hidden = state.latest is not None and (latest is None or latest.pk != state.latest.pk)
    reports = can_report(request.user, due)
    may_write = reports and not hidden and (latest is None or can_write(request.user, latest))
    may_correct = bool(state.counted) and state.latest == state.counted and reports
    return {
        "due": due,
        "state": state,
        "kpi": due.kpi,
        "contract": contract,
        "versions": versions,
        "latest": latest,
        "begun_by_other_side": hidden,
        "before": last,
        "independent": part_of(next((v for v in versions if v.is_verified), None), request.user),
        "draw": _draw_of(latest, request.user, contract),
        "progress": progress(latest, last),
        "before_text": figure_text(last, due.kpi) if last else "",
        "may_write": may_write,
        "may_drop": latest is not None and can_drop(request.user, latest),
        "may_decide": may_decide,
        "tied": _tied(request.user, contract),
        "missing": missing_in(latest) if latest is not None and may_decide else [],
        "may_count": may_write and is_offered(due.kpi, latest),
        "may_correct": may_correct,
        "lock": lock_notice(contract, due.ends_on, [due], request.user),
        "writes": may_write or may_correct or may_decide,
        "may_waive": can_waive(request.user, due),
        "may_owe_again": can_owe_again(request.user, due),
        "undo": undo_of(latest, request.user),
        "regulator_part": regulator_part(due, request.user),
        "people_part": people_part(due, request.user),
        "period_url": period_page(due) if made_by(request.user, due) and due.is_asked_of(due.kpi) else "",
        "today": clock.today(),
        "breadcrumbs": [
            (contract.title, reverse("contract", args=[contract.pk])),
            ("Returns", reverse("contract-returns", args=[contract.pk])),
        ],
    }
