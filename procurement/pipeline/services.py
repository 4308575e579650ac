"""Timetables, overruled warnings, and opportunities that others post."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from procurement.commissioning.models import Commission
from procurement.pipeline import permissions, selectors
from procurement.pipeline.calculations import timetable
from procurement.pipeline.enums import KINDS_OF
from procurement.pipeline.models import Overrule, Posting, TimetablePhase
from procurement.pipeline.workflow import POSTING
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason, check_request
from socialvalue.common.references import next_reference
from socialvalue.common.saving import locked, save_changes, set_first
from socialvalue.common.templatetags.formats import plain_moment
from socialvalue.notifications.services import tell, tell_all
from socialvalue.places.models import District

LEAST_VALUE = Decimal("5000")


@transaction.atomic
def plan_timetable(
    commission: Commission,
    *,
    by,
    phases: dict[str, tuple[date, date]],
    contract_starts_on: date | None = None,
    expected_version: Shown = AS_READ,
) -> Commission:
    """Replace the timetable: {phase: (first day, last day)}. Refused when phases overlap or run backwards; staff transfer and
    mobilisation may run at the same time.

    ``contract_starts_on`` moves the contract's start with it.
    """
    commission = locked(commission, expected_version)
    permissions.check_can_edit(by, commission)
    spans = [timetable.Span(phase, first, last) for phase, (first, last) in phases.items()]
    problems = timetable.faults(spans)
    if problems:
        raise Refused([(None, p) for p in problems])
    before = {p.phase: f"{p.starts_on} to {p.ends_on}" for p in commission.phases.all()}
    commission.phases.all().delete()
    TimetablePhase.objects.bulk_create(
        TimetablePhase(commission=commission, phase=s.phase, starts_on=s.starts_on, ends_on=s.ends_on) for s in spans
    )
    changed = {} if contract_starts_on is None else save_changes(commission, starts_on=contract_starts_on)
    if not changed:
        commission.version += 1
        commission.save(update_fields=["version"])
    after = {s.phase: f"{s.starts_on} to {s.ends_on}" for s in spans}
    changes = {p: [before.get(p), after.get(p)] for p in timetable.ORDER if before.get(p) != after.get(p)}
    about = {"by": by, "about": commission, "council": commission.council}
    record("timetable", "planned the timetable", **about, changes={**changes, **changed})
    return commission


@transaction.atomic
def overrule(commission: Commission, *, by, warning: str, reason: str) -> Overrule:
    """Live with a warning, in writing. ``warning`` is the key of one that stands today; any other is refused."""
    commission = locked(commission, AS_READ)
    permissions.check_can_edit(by, commission)
    check_reason(reason, "Say why the timetable stays as it is")
    standing = {w.key: w for w in selectors.entry(commission, clock.today()).warnings}
    if warning not in standing:
        raise Refused("This warning no longer applies. Look at the timetable again.")
    text = standing[warning].text
    overruled = Overrule.objects.create(
        commission=commission, warning=warning, text=text, reason=reason.strip(), by=by, at=clock.now()
    )
    sentence = f"overruled a warning about the timetable: {text}"
    record("overrule", sentence, by=by, about=commission, council=commission.council, reason=reason)
    return overruled


@transaction.atomic
def post_opportunity(
    *,
    by,
    council,
    posted_for,
    kind: str,
    title: str,
    description: str,
    closes_at: datetime,
    how_to_respond: str,
    value: Decimal | None = None,
    districts: Iterable[District] = (),
) -> Posting:
    """Post an opportunity for approval. ``value``: pounds over the term, VAT included, from £5,000 when it is known.
    ``districts``: where the work is; none stands for the whole area.

    Refused for a kind the body does not post (``KINDS_OF``) and for a closing time that is not in the future.
    """
    permissions.check_can_post(by, posted_for)
    _check(posted_for, kind, closes_at, value)
    posting = Posting.objects.create(
        reference=next_reference("OPP"),
        council=council,
        posted_for=posted_for,
        kind=kind,
        title=title,
        description=description,
        value=value,
        closes_at=closes_at,
        how_to_respond=how_to_respond,
        posted_by=by,
        status=POSTING.target("submit", POSTING.initial),
    )
    set_first(posting, districts=districts)
    record("post", f"posted the opportunity “{title}” for approval", by=by, about=posting, council=council)
    _tell_approvers(posting)
    return posting


@transaction.atomic
def edit_posting(posting: Posting, *, by, expected_version: Shown = AS_READ, districts=None, **changes) -> Posting:
    """Change a returned posting and send it again. ``districts`` as in ``post_opportunity``; None leaves them."""
    posting = locked(posting, expected_version)
    permissions.check_can_edit_posting(by, posting)
    target = POSTING.target("submit", posting.status)
    council = changes.get("council", posting.council)
    _check(
        posting.posted_for,
        changes.get("kind", posting.kind),
        changes.get("closes_at", posting.closes_at),
        changes.get("value", posting.value),
    )
    changed = save_changes(posting, {"districts": districts}, **changes, status=target, decided_by=None, decided_at=None)
    record("post", "changed the opportunity and sent it again", by=by, about=posting, council=council, changes=changed)
    _tell_approvers(posting)
    return posting


@transaction.atomic
def decide_posting(posting: Posting, *, by, publish: bool, comment: str = "", expected_version: Shown = AS_READ) -> Posting:
    """Publish it, or return it with reasons. By somebody of the council who did not post it."""
    posting = locked(posting, expected_version)
    permissions.check_can_decide_posting(by, posting)
    target = POSTING.target("publish" if publish else "return", posting.status)
    if not publish:
        check_request(comment, "Say what has to change")
    if publish and posting.closes_at <= clock.now():
        raise Refused("Its closing time has passed. Return it, so that another can be set.")
    save_changes(posting, status=target, decided_by=by, decided_at=clock.now(), decision_comment=comment)
    word = "published" if publish else "returned"
    record(word, f"{word} the opportunity", by=by, about=posting, council=posting.council, reason=comment)
    said = f"{posting.council} {word} your opportunity “{posting.title}”."
    if not publish:
        said += " Read what has to change, put it right, and send it again."
    elif comment:
        said += " There is a comment on it."
    tell(
        posting.posted_by,
        key=f"posting:{posting.pk}:{word}:{posting.version}",
        subject=f"{'Published' if publish else 'Returned to you'}: your opportunity {posting.title}",
        body=said,
        url=reverse("posting", args=[posting.reference]),
        action="See your opportunity" if publish else "Change the opportunity and send it again",
        by=None if publish or posting.closes_at <= clock.now() else posting.closes_at,
        why="You get this because you posted the opportunity.",
        private=comment,
        council=posting.council,
        for_information=publish,
    )
    return posting


@transaction.atomic
def withdraw_posting(posting: Posting, *, by) -> Posting:
    """Take it back, also from the public page. There is no way back."""
    posting = locked(posting, AS_READ)
    permissions.check_can_withdraw_posting(by, posting)
    save_changes(posting, status=POSTING.target("withdraw", posting.status))
    record("withdraw", "withdrew the opportunity", by=by, about=posting, council=posting.council)
    return posting


def _tell_approvers(posting: Posting) -> None:
    tell_all(
        [p for p in people_who(Permission.APPROVE_OPPORTUNITIES, posting.council) if p.pk != posting.posted_by_id],
        key=f"posting:{posting.pk}:waits:{posting.version}",
        subject=f"An opportunity to decide on: {posting.title}",
        body=(
            f"{posting.posted_for} posted the opportunity “{posting.title}”. Publish it, or return it with a comment. "
            f"It closes {plain_moment(posting.closes_at)}: people need time to respond before that."
        ),
        url=reverse("posting", args=[posting.reference]),
        action="Publish or return the opportunity",
        by=posting.closes_at,
        why=f"You get this because you approve opportunities for {posting.council}.",
    )


def _check(body, kind: str, closes_at: datetime, value: Decimal | None) -> None:
    problems = []
    if kind not in KINDS_OF[body.kind]:
        problems.append(("kind", f"{body.get_kind_display()}: this kind of opportunity is not theirs to post"))
    if closes_at <= clock.now():
        problems.append(("closes_at", "The closing time has to lie in the future"))
    if value is not None and value < LEAST_VALUE:
        problems.append(("value", "Opportunities are published from £5,000. Leave the value empty when it is not known."))
    if problems:
        raise Refused(problems)
