"""The sections of Help, and which of them is about which address. The one description of both."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """``anchor`` is its place on the page and the name of its template in ``templates/socialvalue/help/``."""

    anchor: str
    title: str

    @property
    def template(self) -> str:
        return f"socialvalue/help/{self.anchor}.html"


@dataclass(frozen=True)
class Chapter:
    title: str
    sections: tuple[Section, ...]


CHAPTERS = (
    Chapter(
        "Getting started",
        (
            Section("start", "What this service does"),
            Section("access", "How do I get access?"),
            Section("sign-in", "How do I sign in, and stay signed in?"),
            Section("who-sees-what", "Who sees what?"),
            Section("messages", "How do I hear that something needs me?"),
        ),
    ),
    Chapter(
        "Plan",
        (
            Section("plan", "How do we plan what we buy?"),
            Section("engagement", "How do people have a say?"),
            Section("forward-plan", "How do I see what is planned?"),
            Section("frameworks", "What is a framework?"),
        ),
    ),
    Chapter(
        "Buy",
        (
            Section("opportunities", "Where do I find opportunities?"),
            Section("tender", "How do I publish a tender?"),
            Section("bid", "How do I bid?"),
            Section("scoring", "How is a bid scored?"),
            Section("award", "How is an award decided?"),
        ),
    ),
    Chapter(
        "Deliver",
        (
            Section("contract", "How does a promise become part of a contract?"),
            Section("kpi", "What is a KPI?"),
            Section("report", "What must I report?"),
            Section("correct", "How do I correct a return?"),
            Section("verify", "How do I verify a return?"),
        ),
    ),
    Chapter(
        "See",
        (
            Section("oversight", "What was promised and what came of it?"),
            Section("figures", "Where do the figures come from?"),
            Section("cabinet-reports", "How are reports for Cabinet made?"),
            Section("open-data", "May I use the data?"),
        ),
    ),
    Chapter("Run the service", (Section("administration", "How do I look after people and settings?"),)),
)
SECTIONS: dict[str, Section] = {section.anchor: section for chapter in CHAPTERS for section in chapter.sections}

# The beginning of an address → the section about it. The longest that fits counts; “*” stands for one part.
PLACES: dict[str, str] = {
    "/": "start",
    "/account/": "sign-in",
    "/account/invite/": "access",
    "/account/people/": "access",
    "/account/invitations/": "access",
    "/account/organisation/": "access",
    "/account/messages/": "messages",
    "/administration/": "administration",
    "/answers/": "bid",
    "/awards/": "award",
    "/bids/": "bid",
    "/commissions/": "plan",
    "/commissions/*/chain/": "figures",
    "/commissions/*/events/": "engagement",
    "/commissions/*/ideas/": "engagement",
    "/commissions/*/losses/": "contract",
    "/commissions/*/proven/": "contract",
    "/commissions/*/questions/": "engagement",
    "/commissions/*/remarks/": "engagement",
    "/commissions/*/tenders/": "tender",
    "/commissions/*/timetable/": "forward-plan",
    "/commissions/*/you-said/": "engagement",
    "/contracts/": "contract",
    "/contracts/*/returns": "report",
    "/demo/": "messages",
    "/diary/": "forward-plan",
    "/documents/": "who-sees-what",
    "/evaluations/": "scoring",
    "/events/": "engagement",
    "/figures/": "figures",
    "/forward-plan": "forward-plan",
    "/frameworks/": "frameworks",
    "/ideas/": "engagement",
    "/invitation/": "access",
    "/jobs/": "administration",
    "/kpi-changes/": "kpi",
    "/kpis/": "kpi",
    "/messages/": "messages",
    "/obligations/": "contract",
    "/obligations/*/chain/": "figures",
    "/obligations/*/kpis/": "kpi",
    "/open-data/": "open-data",
    "/opportunities/": "opportunities",
    "/opportunities/*/bid/": "bid",
    "/oversight/": "oversight",
    "/oversight/figures": "figures",
    "/password/": "sign-in",
    "/register/": "access",
    "/reports/": "cabinet-reports",
    "/reports/*/figures/": "figures",
    "/returns/": "report",
    "/returns/*/correct/": "correct",
    "/returns/*/verify/": "verify",
    "/search/": "start",
    "/session/": "sign-in",
    "/sign-in/": "sign-in",
    "/sign-out/": "sign-in",
    "/stories/": "report",
    "/tenders/": "tender",
    "/tenders/*/opening/": "bid",
    "/you-said/": "engagement",
}


def section_for(path: str) -> Section:
    """The section about a page, from its address. Every page has one: at least “what this service does”."""
    parts = path.strip("/").split("/")
    fitting = (place for place in PLACES if _fits(place.strip("/").split("/"), parts))
    return SECTIONS[PLACES[max(fitting, key=len, default="/")]]


def _fits(place: list[str], parts: list[str]) -> bool:
    """Whether an address begins with a place; the last part of a place may be the beginning of a file's name."""
    if place == [""]:
        return True
    if len(place) > len(parts):
        return False
    whole, last = list(zip(place, parts, strict=False))[:-1], (place[-1], parts[len(place) - 1])
    return all(wanted in ("*", part) for wanted, part in whole) and (
        last[1] == last[0] or last[1].startswith((f"{last[0]}.", f"{last[0]}-"))
    )


# Tasks of each role, in the order in which somebody meets them
TASKS: dict[str, tuple[str, ...]] = {
    "supplier": ("access", "opportunities", "bid", "scoring", "contract", "report", "correct"),
    "commissioner": ("plan", "engagement", "frameworks", "tender", "forward-plan"),
    "procurement_officer": ("tender", "bid", "award", "opportunities", "forward-plan"),
    "evaluator": ("scoring", "who-sees-what", "messages"),
    "evaluation_lead": ("scoring", "award", "who-sees-what"),
    "contract_manager": ("contract", "kpi", "verify", "cabinet-reports", "figures"),
    "lead_director": ("plan", "award", "verify", "cabinet-reports", "oversight"),
    "member": ("oversight", "figures", "cabinet-reports", "forward-plan"),
    "partner": ("opportunities", "access", "messages"),
    "administrator": ("administration", "access", "who-sees-what"),
}
