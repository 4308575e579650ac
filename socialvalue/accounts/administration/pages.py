"""The administrator's lists: people, jobs and the record; their columns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case, Value, When
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from socialvalue.accounts.administration import permissions, selectors
from socialvalue.accounts.administration.forms import AuditFilter
from socialvalue.accounts.administration.models import RoleGrant, StepReset
from socialvalue.accounts.models import Membership, Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.documents import export
from socialvalue.audit.documents.export import WITHHELD
from socialvalue.audit.enums import SYSTEM
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock, leaving
from socialvalue.common.counting import listed
from socialvalue.common.errors import DomainError, Refused
from socialvalue.common.lists import Column, Kind, Listing, from_template, with_under
from socialvalue.common.lists.keyset import Part
from socialvalue.common.templatetags.formats import moment, plain_day, plain_moment
from socialvalue.common.templatetags.govuk import tag
from socialvalue.exports.documents import Asked, Table, came_from, names_in
from socialvalue.jobs import services as job_services
from socialvalue.jobs.models import Job
from socialvalue.jobs.workflow import JobStatus
from socialvalue.second_word.enums import Outcome

T = "socialvalue/administration/"
STATUSES = Case(*(When(status=status, then=Value(number)) for number, status in enumerate(JobStatus.values)))


@dataclass(frozen=True)
class GrantPage:
    """One grant as the second person reads it, and who of those who see it may do what."""

    grant: RoleGrant
    heading: str
    facts: list[tuple[str, str]]
    opens: list[str]
    may_confirm: bool
    why_not: str
    may_withdraw: bool
    nobody_else: bool
    state: str


def grant_page(grant: RoleGrant, user: User) -> GrantPage:
    facts = [
        ("Person", f"{grant.user.name}, {grant.user.email}"),
        ("Job title", grant.user.job_title or "Not recorded"),
        ("Roles", capfirst(grant.role_names)),
        ("Directorate", str(grant.directorate or "None, or several")),
        ("Last day", plain_day(grant.until) if grant.until else "None: the roles last"),
        ("Asked by", f"{grant.asked_by}, {plain_day(grant.asked_at)}"),
        ("Why", grant.reason or "Not recorded"),
        ("Runs out", plain_day(grant.runs_out_at)),
    ]
    may_withdraw = permissions.can_withdraw(user, grant)
    return GrantPage(
        grant=grant,
        heading=f"{grant.user} becomes {grant.role_names}" if grant.accepted else f"Should {grant.user} be {grant.role_names}?",
        facts=facts,
        opens=selectors.opened_by(grant.roles),
        may_confirm=permissions.can_confirm(user, grant),
        why_not=_why_not(permissions.check_can_confirm, grant, user) if grant.is_open and not may_withdraw else "",
        may_withdraw=may_withdraw,
        nobody_else=grant.is_open and not selectors.who_could_confirm(grant),
        state=_state(grant, "14 days are over"),
    )


@dataclass(frozen=True)
class ResetPage:
    """A lost second step as the second person reads it, and who of those who see it may do what."""

    reset: StepReset
    facts: list[tuple[str, str]]
    may_confirm: bool
    why_not: str
    may_withdraw: bool
    nobody_else: bool
    state: str


def reset_page(reset: StepReset, user: User) -> ResetPage:
    may_withdraw = permissions.can_withdraw_reset(user, reset)
    return ResetPage(
        reset=reset,
        facts=[
            ("Person", f"{reset.user.name}, {reset.user.email}"),
            ("Asked by", f"{reset.asked_by}, {plain_day(reset.asked_at)}"),
            ("What happened", reset.reason),
            ("How they know who it is", reset.how),
            ("Runs out", plain_moment(reset.runs_out_at)),
        ],
        may_confirm=permissions.can_confirm_reset(user, reset),
        why_not=_why_not(permissions.check_can_confirm_reset, reset, user) if reset.is_open and not may_withdraw else "",
        may_withdraw=may_withdraw,
        nobody_else=reset.is_open and not selectors.who_could_confirm(reset),
        state=_state(reset, "three days are over"),
    )


@dataclass(frozen=True)
class Behind:
    """Some of what somebody leaves behind: its lines with the address of each, empty where this reader may not open it."""

    heading: str
    lines: list[tuple[str, str]]
    takers: str


def left_behind(person: User, council: Organisation, reader: User) -> list[Behind]:
    """What waits for somebody else now, of every kind that a room has said; and who could take it on."""
    found = []
    for kind in leaving.KINDS:
        rows = kind.find(person, council)
        if not rows:
            continue
        lines = [(text, url if reader.can(kind.opens, council) else "") for text, url in rows]
        takers = [str(one) for one in people_who(kind.takes, council) if one.pk != person.pk]
        found.append(Behind(kind.heading, lines, listed(takers) or "nobody yet: give somebody the role first"))
    return found


def _why_not(check: Callable, waits: RoleGrant | StepReset, user: User) -> str:
    try:
        check(user, waits)
    except DomainError as refusal:
        return refusal.message
    return ""


def _state(grant: RoleGrant | StepReset, over: str) -> str:
    if grant.decided_at is not None:
        word = "confirmed" if grant.accepted else "refused"
        why = f" Why: {grant.decision}" if grant.decision else ""
        return f"{grant.decided_by} {word} this on {plain_day(grant.decided_at)}.{why}"
    if grant.outcome == Outcome.TAKEN_BACK and grant.withdrawn_at is not None:
        return f"This was taken back on {plain_day(grant.withdrawn_at)}."
    return "" if grant.is_open else f"This ran out: {over}. An administrator can ask again."


def _roles(person) -> str:
    return "; ".join(_role(membership) for membership in person.current)


def _role(membership: Membership) -> str:
    """The role, and its last day where it was given for a time."""
    until = f", until {plain_day(membership.until)}" if membership.until else ""
    return f"{membership.get_role_display()}{until}"


def _directorate(person) -> str:
    return str(person.current[0].directorate or "") if person.current else ""


def _drawn_roles(person) -> SafeString:
    roles = ((_role(membership),) for membership in person.current)
    return format_html_join(SafeString("<br>"), "{}", roles) if person.current else tag("Access ended", "grey")


def _verbs(person: User) -> SafeString:
    return from_template(f"{T}_person_verbs.html", {"person": person})


PEOPLE = Listing(
    key="people",
    name="People",
    one="person",
    many="people",
    order=("-has_access", "name", "email"),
    order_words="name, those with access first",
    columns=(
        Column(
            key="name",
            heading="Person",
            read=lambda person: person.name,
            draw=lambda person: with_under(person.name, person.email),
            sort="name",
            said="name",
            parts=(("Name", lambda person: person.name), ("Email", lambda person: person.email)),
        ),
        Column(key="job", heading="Job title", read=lambda person: person.job_title, sort="job_title", shown=False),
        Column(key="roles", heading="Roles", read=_roles, draw=_drawn_roles),
        Column(key="directorate", heading="Directorate", read=_directorate, draw=lambda person: _directorate(person) or "–"),
        Column(key="verbs", heading="Change", read=lambda person: "", draw=_verbs, parts=(("Access", lambda p: p.has_access),)),
    ),
)


def jobs(request: HttpRequest) -> Listing:
    """Failed ones can be tried again from the list."""

    def status(job: Job) -> SafeString:
        said = tag(job.get_status_display(), "blue" if job.is_running else None)
        return format_html("{}<br>{}", said, job.error) if job.error else said

    def again(job: Job) -> SafeString | str:
        return from_template(f"{T}_job_again.html", {"job": job}, request) if job.is_failed else ""

    return Listing(
        key="jobs",
        name="Jobs",
        one="job",
        many="jobs",
        order=("-failed", "-requested_at", "-pk"),
        order_words="when they were asked for, failed ones first",
        prepare=_titled,
        columns=(
            Column(key="title", heading="Job", read=lambda job: job.title, draw=_job, parts=(("Job", lambda job: job.title),)),
            Column(
                key="status",
                heading="Status",
                read=lambda job: job.get_status_display(),
                draw=status,
                sort=STATUSES,
                kind=Kind.STEP,
                parts=(("Status", lambda job: job.get_status_display()), ("Error", lambda job: job.error)),
            ),
            Column(
                key="asked",
                heading="Asked for",
                read=lambda job: job.requested_at,
                draw=lambda job: format_html(
                    '{} <span class="sv-under">{}</span>', moment(job.requested_at), job.requested_by or SYSTEM
                ),
                kind=Kind.DAY,
                sort="requested_at",
                falls=True,
                parts=(("Asked for", lambda job: job.requested_at), ("By", lambda job: str(job.requested_by or SYSTEM))),
            ),
            Column(key="again", heading="Action", read=lambda job: "", draw=again, parts=None),
        ),
    )


def _titled(rows) -> Iterator[Job]:
    for job in rows:
        job.title = job_services.title(job.kind)
        yield job


def _job(job) -> SafeString:
    return format_html('<a class="govuk-link" href="{}">{}</a>', reverse("job", args=[job.pk]), job.title)


def _what(event: AuditEvent) -> SafeString:
    return from_template(f"{T}_event.html", {"event": event, "withheld": WITHHELD})


def _about(event: AuditEvent) -> SafeString | str:
    if event.confidential:
        return "–"
    links = ((urlencode({"about": subject.label}), subject.label) for subject in event.subjects.all())
    return format_html_join(SafeString("<br>"), '<a class="govuk-link" href="?{}#list">{}</a>', links)


RECORD = Listing(
    key="audit",
    name="The record",
    one="entry",
    many="entries",
    per_page=50,
    order_words="newest first",
    columns=(
        Column(key="at", heading="When", read=lambda event: event.at, kind=Kind.DAY),
        Column(key="who", heading="Who", read=lambda event: event.actor_label),
        Column(key="what", heading="What and why", read=lambda event: event.verb, draw=_what),
        Column(key="about", heading="About", read=lambda event: "", draw=_about),
    ),
)


def record_of(user: User, query: QueryDict) -> tuple[AuditFilter, list[Part]]:
    """The filter, and what of the record it lets this person see, in parts as ``keyset`` reads them.

    Nothing while the filter cannot be read. Somebody's own acts are in order by themselves; else each council's are.
    """
    form = AuditFilter(query or None, user=user)
    events = AuditEvent.objects.visible_to(user)
    if not form.is_bound:
        return form, events.parts(user)
    if not form.is_valid():
        return form, [Part(events.none())]
    asked = form.cleaned_data
    events = events.between(asked["since"], asked["until"])
    if asked["what"]:
        events = events.filter(verb=asked["what"])
    if asked["about"]:
        events = events.about(asked["about"])
    if form.actors is not None:
        return form, [events.done_by(form.actors)]
    return form, [Part(events)] if asked["about"] else events.parts(user)


def record_table(asked: Asked) -> Table:
    """The record as a file. Raises Refused while the filter cannot be read."""
    form, parts = record_of(asked.user, asked.GET)
    if form.errors:
        raise Refused([(name, str(message)) for name, messages in form.errors.items() for message in messages])
    return Table(
        f"audit-record-{clock.today().isoformat()}",
        "Who did what, when and why",
        lambda: export.rows(parts),
        [p.rows for p in parts],
        names_in(form),
        came_from(reverse("administration-audit"), asked.GET),
    )
