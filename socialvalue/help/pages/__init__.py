"""What every page says of help, and the beginning of Help by role."""

from django.http import HttpRequest

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.help.enums import SECTIONS, TASKS, Section, section_for
from socialvalue.help.pages.loading import loading


def every_page(request: HttpRequest) -> dict:
    """``help_section`` of the page, whether to offer the tour, and how far the demonstration is.

    Whom to ask stands in the footer: the person's own council, or ``about_council`` that a page about one council's tender or
    event says (``components/footer_help.html``).
    """
    match = request.resolver_match
    route = (match.url_name if match else None) or ""
    return {
        "help_section": section_for(route),
        "offers_tour": route == "home" and _is_new(getattr(request, "user", None)),
        "loading": loading(),
    }


def _is_new(person) -> bool:
    """Signed in, with a role, and neither through the tour nor tired of being asked."""
    return isinstance(getattr(person, "pk", None), int) and person.tour_ended_at is None and bool(person.current_memberships)


def tasks_by_role() -> list[tuple[str, list[Section]]]:
    """(role in words, the sections it needs), for the beginning of Help."""
    return [(str(role.label), [SECTIONS[anchor] for anchor in TASKS[role]]) for role in Role]


def roles_of(person: User) -> list[Role]:
    """The roles somebody has now, each once, in the order of the cycle."""
    held = {membership.role for membership in person.current_memberships}
    return [role for role in Role if role in held]
