"""What every page needs to know about itself."""

from django.conf import settings
from django.urls import reverse

from socialvalue.accounts.enums import Permission as P
from socialvalue.common import clock

# (label, name of the page, permissions of which one is needed; empty for everybody signed in)
NAVIGATION = [
    ("Home", "home", ()),
    ("Commissions", "commissions", (P.VIEW_COMMISSIONS,)),
    ("Tenders", "tenders", (P.VIEW_COMMISSIONS,)),
    ("My bids", "bids", (P.BID,)),
    ("Scoring", "evaluations", (P.SCORE_BIDS, P.LEAD_EVALUATION, P.CHECK_TENDERS, P.DECIDE_AWARDS)),
    ("Contracts", "contracts", (P.VIEW_CONTRACTS, P.BID)),
    ("Oversight", "oversight", (P.VIEW_OVERSIGHT,)),
    ("Reports", "reports", (P.VIEW_OVERSIGHT,)),
    ("Diary", "diary", (P.VIEW_COMMISSIONS,)),
    ("Frameworks", "frameworks", (P.VIEW_COMMISSIONS, P.EDIT_FRAMEWORKS, P.BID)),
    ("Opportunities", "opportunities", (P.BID, P.POST_OPPORTUNITIES, P.APPROVE_OPPORTUNITIES)),
    ("Forward plan", "forward-plan", (P.BID, P.POST_OPPORTUNITIES)),
    ("Administration", "administration", (P.ADMINISTER,)),
]
PUBLIC_NAVIGATION = [
    ("Opportunities", "opportunities"),
    ("Forward plan", "forward-plan"),
    ("Events", "public-events"),
    ("Frameworks", "frameworks"),
    ("Open data", "open-data"),
]


def page(request) -> dict:
    """Names, navigation and the demonstration banner for the base template."""
    user = getattr(request, "user", None)
    person = user if user and user.is_authenticated else None
    organisation = _organisation_of(person) if person else None
    return {
        "service_name": settings.SERVICE_NAME,
        "council_name": organisation.name if organisation else "",
        "demo": settings.DEMONSTRATION,
        "now": clock.now(),
        "navigation": [
            _entry(request.path, label, reverse(name)) for label, name in (_entries_of(person) if person else PUBLIC_NAVIGATION)
        ],
    }


def _entry(path: str, label: str, url: str) -> dict:
    """One entry; it is the active one on every page below its own, but home is on its own page alone."""
    return {"label": label, "url": url, "active": path == url or (url != reverse("home") and path.startswith(url))}


def _entries_of(person) -> list[tuple[str, str]]:
    """(label, route) of what this person may open."""
    return [(label, name) for label, name, needs in NAVIGATION if not needs or any(person.can(need) for need in needs)]


def _organisation_of(person):
    """Whose page it is: of a council or supplier, or of what a partner's officer belongs to."""
    return person.council or person.supplier or next((m.organisation for m in person.current_memberships), None)
