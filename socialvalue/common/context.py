"""What every page needs to know about itself."""

from django.conf import settings

from socialvalue.accounts.enums import Permission as P
from socialvalue.common import clock

# (label, path, permissions of which one is needed; empty for everybody signed in)
NAVIGATION = [
    ("Home", "/", ()),
    ("Commissions", "/commissions/", (P.VIEW_COMMISSIONS,)),
    ("Tenders", "/tenders/", (P.VIEW_COMMISSIONS,)),
    ("My bids", "/bids/", (P.BID,)),
    ("Scoring", "/evaluations/", (P.SCORE_BIDS, P.LEAD_EVALUATION, P.CHECK_TENDERS, P.DECIDE_AWARDS)),
    ("Contracts", "/contracts/", (P.VIEW_CONTRACTS, P.BID)),
    ("Oversight", "/oversight/", (P.VIEW_OVERSIGHT,)),
    ("Reports", "/reports/", (P.VIEW_OVERSIGHT,)),
    ("Diary", "/diary/", (P.VIEW_COMMISSIONS,)),
    ("Frameworks", "/frameworks/", (P.VIEW_COMMISSIONS, P.EDIT_FRAMEWORKS, P.BID)),
    ("Opportunities", "/opportunities/", (P.BID, P.POST_OPPORTUNITIES, P.APPROVE_OPPORTUNITIES)),
    ("Forward plan", "/forward-plan/", (P.BID, P.POST_OPPORTUNITIES)),
    ("Administration", "/administration/", (P.ADMINISTER,)),
]
PUBLIC_NAVIGATION = [
    ("Opportunities", "/opportunities/"),
    ("Forward plan", "/forward-plan/"),
    ("Events", "/events/"),
    ("Frameworks", "/frameworks/"),
    ("Open data", "/open-data/"),
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
            {"label": label, "url": url, "active": request.path == url or (url != "/" and request.path.startswith(url))}
            for label, url in (_entries_of(person) if person else PUBLIC_NAVIGATION)
        ],
    }


def _entries_of(person) -> list[tuple[str, str]]:
    """(label, address) of what this person may open."""
    return [(label, url) for label, url, needs in NAVIGATION if not needs or any(person.can(need) for need in needs)]


def _organisation_of(person):
    """Whose page it is: of a council or supplier, or of what a partner's officer belongs to."""
    return person.council or person.supplier or next((m.organisation for m in person.current_memberships), None)
