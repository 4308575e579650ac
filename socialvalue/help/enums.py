"""The sections of Help, and which of them is about which page. The one description of both."""

from dataclasses import dataclass
from fnmatch import fnmatchcase


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
            Section("framework-agreements", "What is a framework agreement?"),
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

# The section about a page → the names of its routes; “*” stands for any ending. The longest that fits counts.
PAGES: dict[str, tuple[str, ...]] = {
    "start": ("home", "help", "tour*", "words", "search", "view*", "accessibility", "record-check", "privacy", "cookies"),
    "sign-in": (
        "account",
        "account_*",
        "account-session*",
        "account-shortcut",
        "away*",
        "mfa_*",
        "openid_connect_*",
        "signed-out-elsewhere",
        "stay-signed-in",
        "throw-away-kept",
        "works-for",
    ),
    "access": ("account_signup", "account-*", "invitation", "join-request", "register-*", "supplier", "supplier-*", "suppliers"),
    "messages": ("message*", "demo-email*"),
    "administration": ("administration*", "role-grant*", "step-reset*", "job*"),
    "plan": ("commission*", "act-*", "diagnostic*", "outcome-*", "plan*", "requirement*", "sought-outcomes"),
    "engagement": ("commission-ideas", "event*", "idea*", "key-questions", "public-*", "remark*", "you-said*"),
    "frameworks": ("framework*", "proxy-policy", "strategic-*"),
    "tender": ("tender*", "criterion-*", "clarification-*"),
    "forward-plan": ("forward-plan*", "diary*", "timetable*"),
    "opportunities": ("opportunit*", "posting*"),
    "bid": ("bid*", "answer", "opening*", "receipts*"),
    "scoring": ("evaluation*",),
    "award": ("award*", "assessment-summary", "procurement-file"),
    "contract": (
        "contract*",
        "grants",
        "grant-*",
        "innovation-*",
        "supply-*",
        "obligation-*",
        "objection-*",
        "agreed-text*",
        "promote",
        "bring-losses",
    ),
    "framework-agreements": ("agreement*", "contract-call-off"),
    "kpi": ("kpi*", "scale*"),
    "report": ("contract-returns", "return*", "evidence-*", "stories", "story", "story-*"),
    "verify": ("return-verify", "return-independent*", "returns-draws*", "confirmation*", "follow-up*", "measure-rule*"),
    "correct": ("return-correct",),
    "oversight": ("oversight*",),
    "who-sees-what": ("document", "export*", "own-data"),
    "figures": ("figure*", "chain", "obligation-chain", "report-figure", "oversight-export"),
    "cabinet-reports": ("report*",),
    "open-data": ("open-data*",),
}


def section_for(route: str) -> Section:
    """The section about the page of a route, by the route's name. Every page has one: at least “what this service does”."""
    fitting = [(len(name), anchor) for anchor, names in PAGES.items() for name in names if fnmatchcase(route, name)]
    return SECTIONS[max(fitting, default=(0, "start"))[1]]


# Tasks of each role, in the order in which somebody meets them
TASKS: dict[str, tuple[str, ...]] = {
    "supplier": ("access", "opportunities", "bid", "scoring", "contract", "report", "correct"),
    "commissioner": ("plan", "engagement", "frameworks", "tender", "forward-plan"),
    "procurement_officer": ("tender", "bid", "award", "opportunities", "forward-plan"),
    "evaluator": ("scoring", "who-sees-what", "messages"),
    "evaluation_lead": ("scoring", "award", "who-sees-what"),
    "contract_manager": ("contract", "framework-agreements", "kpi", "verify", "cabinet-reports", "figures"),
    "lead_director": ("plan", "award", "verify", "cabinet-reports", "oversight"),
    "member": ("oversight", "figures", "cabinet-reports", "forward-plan"),
    "partner": ("opportunities", "access", "messages"),
    "administrator": ("administration", "access", "who-sees-what"),
}
