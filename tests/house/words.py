"""Words and phrases that nobody should read in this service, each with the better one.

Whoever finds a page that no English officer would have written adds a line here, with the words that were on it.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    """``now``: what was read. ``pattern`` finds it and its kind, in any case; where it is left out, the words themselves."""

    now: str
    better: str
    pattern: str = ""

    @property
    def found_by(self) -> re.Pattern[str]:
        return re.compile(self.pattern or re.escape(self.now), re.I)


def whole(words: str) -> str:
    """A heading, label or tag that says these words and nothing else."""
    return rf"^[‖ ]*{words}[‖ ]*$"


P = Phrase
STANDING = (
    P("Says who?", "Source", r"^[‖ ]*says who\b"),
    P("Who says so", "Source"),
    P("Above the floor", "Below target", r"\bfloor\b"),
    P("KPI below its floor", "Below minimum", r"\bfloor\b"),
    P("65 of 95 rated", "65 of 95 targets met", r"of (\d+|{}) rated|^rated$"),
    P("281 of 304 owed", "281 of 304 returns due were verified", r"\bowed\b"),
    P("10 verified by somebody else.", "10 verified by the council", r"({}|\d) verified by somebody else"),
    P("Part delivered 120.5 %", "Delivered as % of target", r"^part delivered|part of what was promised"),
    P("Promised in all", "Target for the whole contract", r"(promised|due by now) in all"),
    P("Promised for the same periods", "Target so far", whole("promised for the same periods")),
    P("Together", "Total", whole("together")),
    P(
        "Each unit stands alone: unlike units are never added.",
        "People, homes and pounds are not added together.",
        r"\bstands alone|unlike units",
    ),
)
CLOCKS = (
    P("By the server’s clock it is 11:17am.", "Time now: 11:17am", r"server.s clock"),
    P("The server’s clock counts: it says 11:17:25am.", "Time now 11:17:25am. This clock decides.", r"server.s clock"),
    P("the next one by itself on 15 April 2027", "Next automatic report: 15 April 2027", r"\bby (itself|themselves)\b"),
    P("Have reports made by themselves", "Schedule reports", r"\bby (itself|themselves)\b"),
)
BIDS = (
    P("Counts", "Current bid", whole("counts")),
    P("The award has been decided", "You won / Not successful", whole("the award has been decided")),
    P("winner’s answers", "successful supplier’s answers", r"\bwinners?\b|\bwinning\b|\bwhoever wins\b"),
    P("winning bid", "most advantageous tender", r"\bwinning\b"),
    P("Out of the ranking", "Excluded bids"),
    P("What would turn it", "What would change the result", r"\b(turns? it|turn the (evaluation|order))\b"),
    P("Part of its group", "Share of section"),
    P("counts for nothing in this mark", "earns no marks here", r"counts? for nothing in"),
)
REPORTS = (
    P("Ask for a report", "Create a report"),
    P("Produce the report", "Create report", r"produce the report|being produced"),
    P("How sure is it?", "Check the figures"),
    P("Compute them again from their returns", "Recalculate them from their returns", r"comput(e|ed) (them )?again"),
    P("Freeze the figures again", "Update the figures", r"freeze (the figures )?again"),
    P("Write the words", "Edit the text", r"(write|save) the words|the words of the report"),
    P("Return with a reason", "Send back"),
    P(
        "SVR-0003 Cabinet: six-monthly report waits for its words",
        "… is ready for your commentary",
        r"waits? for (its|their) words",
    ),
    P("Every how many months", "Repeat every (months)"),
    P("A quarter in which nothing was verified is a gap, not nought.", "… a gap, not 0.", r"\bnought\b"),
    P("The PDF is being made anew.", "The PDF is being made again.", r"\banew\b"),
)
FILES = (
    P("Bring in a register", "Import contracts", r"\b(bring|brings|brought|bringing)( \w+){0,3} (in|into|back)\b"),
    P("Bring back a filled template", "Upload completed template", r"\bbring( \w+)? back\b"),
    P("brought in as drafts", "imported as drafts", r"\bbrought in\b"),
    P("Show what it would do", "Check the file"),
    P(
        "Put these cells right and choose the file again.",
        "Correct these cells, then upload the file again.",
        r"\bput th(e|o)se \w+ right\b",
    ),
    P("One row a KPI and period", "One row for each KPI in each period", r"\b(row|one) a (KPI|line)\b"),
    P("Name; several are parted by a semicolon", "… separated by semicolons", r"\bparted\b"),
    P("The file is no JSON", "The file is not JSON", r"\bis no (number|JSON|goal|framework)\b"),
)
CONTRACTS = (
    P(
        "Leave empty to draw the next number.",
        "Leave blank and we will give it a number.",
        r"\b(leave|left)( (it|this|both|all|a group))? empty\b",
    ),
    P("How it came about", "Procurement route"),
    P("May be extended by: Not at all", "Extension: none", r"^may be extended by|^not at all$"),
    P(
        "There is no tender here: … What was asked and offered before is not recorded.",
        "This contract was added from the register, so it has no tender or bid.",
        r"there is no tender here",
    ),
    P("Promote to core", "Make standard in the next contract", r"\bpromote to core\b|\bit core in the next\b"),
    P("Make something proven core", "Make a proven outcome standard", r"\bproven core\b|\bcan become core\b"),
    P("Handed in", "Submitted", r"\bhand(s|ed|ing)?( \w+){0,3} in\b"),
    P("Hand in the return", "Submit return", r"\bhand(s|ed|ing)?( \w+){0,3} in\b"),
    P(
        "0 is a value. Leave it empty while it is not known.",
        "Enter 0 if none. Leave blank if you do not know yet.",
        r"is a value\.",
    ),
    P("Tell a story", "Add a case study", r"\b(tell|told|add|keep) (a|the) story\b"),
    P("Running", "Open", whole("running")),
    P("Later", "Not due yet", whole("later")),
    P(
        "Do the obligations stand in a contract that both sides signed?",
        "Are these obligations already in a signed contract?",
        r"\bstands? (in a contract|as (signed|they were|it was))",
    ),
    P("They stand as signed", "Record as signed", r"\bstands? (in a contract|as (signed|they were|it was))"),
    P("It holds once the council and the supplier have both agreed it.", "It takes effect once …", r"\bholds? once\b"),
    P("What stands behind it today", "Evidence today", r"\bstands? behind\b"),
    P("1 return was given up, with reason", "A return was waived", r"\bgiven up\b|\bgave up the return\b"),
)
COMMISSIONS = (
    P("Add a difference", "Add an outcome"),
    P("No difference is chosen yet.", "No outcomes yet.", r"no difference is"),
    P("Rests on no remark.", "No evidence from engagement.", r"\brest(s|ing)? on\b"),
    P(
        "It rests on no remark: nobody is on record as asking for it.",
        "Nobody is recorded as asking for this.",
        r"\brest(s|ing)? on\b",
    ),
    P("It leads nowhere yet", "Not used yet", r"\bleads? nowhere\b"),
    P("Nothing stands against this timetable.", "No problems found", r"\bstands against\b"),
    P(
        "Publishing is refused before these are recorded:",
        "Before you can publish, record the points marked “Not recorded” below.",
        r"publishing (a tender )?is refused",
    ),
    P("No remark is like that.", "No results. Change or clear the filters.", r"\bis like that\b"),
    P("Nothing open is like that.", "No results. Change or clear the filters.", r"\bis like that\b"),
    P("Lately closed", "Recently closed", r"\blately\b"),
    P("Come and talk to us", "Events"),
    P("What is coming", "Future opportunities", r"^[‖ ]*what is coming"),
    P("Services that look alike", "Similar services", r"\blooks? alike\b"),
    P("Until then its requirements rest.", "Until then the requirements cannot be changed.", r"requirements rest\b"),
    P("The council’s own least is 28", "The council’s own minimum is 28 days", r"\bown least\b"),
    P("The target cannot be less than nothing", "The target must be 0 or more", r"\bthan nothing\b"),
    P("make it an unscored indicator", "make it an unscored KPI", r"\bindicators?\b"),
)
EVERYWHERE = (
    P("You act as", "Your role", whole("you act as")),
    P("What we told you", "Notifications"),
    P("What has happened", "Activity"),
    P("Or be somebody in the demonstration", "Try the demonstration as", r"be somebody in"),
    P("The table the service itself asks", "Generated from the live permissions", r"(table|one) the service itself asks"),
    P(
        "the mark is worked out, the same for every bidder, and nobody types it",
        "marks are calculated automatically …",
        r"nobody types it\. a tender|the same for every bidder, and nobody",
    ),
    P("3 lead nowhere yet / not open to you", "you do not have access", r"\bnot open to you\b|\bleads? nowhere\b"),
    P("Take away the link", "Remove the link", r"\b(take|takes|took|taken)( \w+){0,2} away\b"),
    P("Confirm your e-mail address", "Confirm your email address", r"\be-mail"),
    P("An address, a form or a telephone number", "An address, a form or a phone number", r"\btelephones?\b"),
    P("whoever submitted the plan is told", "the officer who sent the plan is told", r"\bwho(so)?ever\b"),
    P("of the persons who bid", "of the people who bid", r"\bpersons\b"),
    P("What to ask at each stage of the cycle, whom, and why", "What to ask, who to ask, and why", r"\bask( \w+)*, whom\b"),
)
GLOSSARY = (
    P("award letter", "assessment summary"),
    P("debrief letter", "assessment summary", r"\bdebrief"),
    P("the whole lifecycle", "cycle", r"\blife-?cycle\b"),
    P("monitoring form", "return"),
    P("most economically advantageous tender", "most advantageous tender", r"\beconomically advantageous\b"),
)
PHRASES = (*GLOSSARY, *STANDING, *CLOCKS, *BIDS, *REPORTS, *FILES, *CONTRACTS, *COMMISSIONS, *EVERYWHERE)

EARLIER = "a paper that was approved keeps the words it was approved with"
FORMULA = "the two ends of a price formula, as the evaluation record and the published tender name them"
# Where a word is right: (beginning of the file's path, pattern) and why
RIGHT: dict[tuple[str, str], str] = {
    ("measurement/reports/documents/earlier.py", "floor"): EARLIER,
    ("measurement/reports/documents/sections/introduction.py", "floor"): EARLIER,
    ("measurement/reports/documents/sections/introduction.py", "indicator"): EARLIER,
    ("templates/procurement/tendering/opportunity.html", "floor"): FORMULA,
    ("procurement/scoring/", "floor"): FORMULA,
    ("procurement/tendering/", "floor"): FORMULA,
    ("docs/words.md", "indicator"): "what the letters of KPI stand for",
    ("templates/socialvalue/help/kpi.html", "indicator"): "what the letters of KPI stand for",
    ("docs/architecture.md", "floor"): "the ground floor is the lowest storey of the code",
    ("docs/testing.md", "leads nowhere"): "a link without a target, told to developers",
    ("measurement/dashboards/", "Later"): "a group of tasks by their date, not the state of a return",
    ("socialvalue/jobs/workflow.py", "Running"): "the state of a job, which does run",
    ("contracts/performance/rows.py", "Counts"): "the name of a class",
    ("contracts/returns/calculations/answers.py", "nought"): "what people type into a file",
    ("contracts/returns/services/bringing_back.py", "bring back"): "a verb of the audit record, which past entries have",
}
