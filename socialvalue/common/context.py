"""What every page needs to know about itself."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from socialvalue.accounts.enums import Permission
from socialvalue.common import clock, navigation
from socialvalue.common.navigation import Entry, Place, Section


def page(request) -> dict:
    """Names, navigation and the demonstration banner for the base template."""
    user = getattr(request, "user", None)
    person = user if user and user.is_authenticated else None
    organisation = _organisation_of(person) if person else None
    return {
        "service_name": settings.SERVICE_NAME,
        "council_name": organisation.name if organisation else "",
        "council_sheet": _sheet_of(organisation),
        "demo": settings.DEMONSTRATION,
        "now": clock.now(),
        "here": here(request.path, _name_of(request), person),
    }


@dataclass(frozen=True)
class Here:
    """Where a page is, for this person: the row of places, the one that is lit, and the sections beside a list."""

    path: str
    row: list[Entry]
    place: Place | None
    section: Section | None
    # Whether this is the page that an entry of the section opens, not one beneath it
    is_section: bool

    @property
    def entry(self) -> Entry | None:
        """The place this page belongs to, with its sections."""
        return next((one for one in self.row if one.place == self.place), None)

    @property
    def places(self) -> list[dict]:
        """The row: {label, url, active, current}; current is ``page`` on the page itself, else ``true`` beneath it."""
        shown = [one for one in self.row if not one.place.by_mark]
        return [_link(one.place.label, one.sections[0], one.place == self.place, self.path) for one in shown]

    @property
    def by_mark(self) -> bool:
        """Whether this page's place is home and has no entry: then the mark is what is lit."""
        return self.place is not None and self.place.by_mark

    @property
    def beside(self) -> list[dict]:
        """The entries at the left: on the lists and overviews of a place with several, and on no page beneath them."""
        if not self.is_section or self.entry is None or self.section not in self.entry.sections or len(self.entry.sections) < 2:
            return []
        return [_link(one.label, one, one == self.section, self.path) for one in self.entry.sections]

    def trail(self, between: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The breadcrumb: the place, its section, and what the page says lies between; home where nothing does.

        Nothing leads to the page itself, and nothing twice: a place whose first section follows it is a word without address.
        What the page says of an address counts, since it may carry what somebody filtered by.
        """
        given = {_path(url): str(url) for _, url in between}
        crumbs = [(label, given.get(url, url)) for label, url in self._above()]
        known = {_path(url) for _, url in crumbs}
        crumbs += [(label, str(url)) for label, url in between if _path(url) not in known]
        home = reverse("home")
        crumbs = [crumb for crumb in crumbs if _path(crumb[1]) != self.path]
        return crumbs or ([("Home", home)] if self.path != home else [])

    def _above(self) -> list[tuple[str, str]]:
        """(label, address or "") of the place and of the section in it."""
        if self.entry is None:
            return []
        front = self.entry.sections[0]
        place = (self.entry.place.label, reverse(front.route))
        if self.section is None or self.section not in self.entry.sections or len(self.entry.sections) == 1:
            return [place]
        section = (self.section.label, reverse(self.section.route))
        if self.section == front:
            # A place that is called as its first section is said once
            return [section] if self.is_section or front.label == place[0] else [(place[0], ""), section]
        return [place, section]


def here(path: str, name: str, person) -> Here:
    """Where the page of this name and path is, for a person or for somebody who is not signed in (None)."""
    held = frozenset(one for one in Permission if person.can(one)) if person else None
    section = next(iter(navigation.sections_of(name)), None)
    place = section.place_in(navigation.layout_of(held)) if section else None
    return Here(path, navigation.row_of(held), place, section, section is not None and section.route == name)


def _link(label: str, opens: Section, active: bool, path: str) -> dict:
    url = reverse(opens.route)
    return {"label": label, "url": url, "active": active, "current": "page" if url == path else "true"}


def _path(url: str) -> str:
    return str(url).partition("?")[0]


def _name_of(request) -> str:
    """The name of the page's route; empty for an address that leads nowhere."""
    match = getattr(request, "resolver_match", None)
    return match.view_name or "" if match else ""


def _sheet_of(organisation) -> str:
    """The address of the style sheet of a council's own colours; empty where it has none."""
    if organisation is None or not organisation.brand_colour:
        return ""
    return reverse("colours", args=[organisation.brand_colour[1:], organisation.accent_colour[1:]])


def _organisation_of(person):
    """Whose page it is: of a council or supplier, or of what a partner's officer belongs to."""
    return person.council or person.supplier or next((m.organisation for m in person.current_memberships), None)
