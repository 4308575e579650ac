"""Who hears of what: for each change of a state by the tables of ``workflow.py``, and for everything else that is told.

A kind is the key of a message with a star for each value in it. Whoever adds a transition says here who is told of it, or why
nobody is; whoever adds a message says here who gets it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    who: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Nobody:
    """``because``: why nobody waits for it."""

    because: str


@dataclass(frozen=True)
class Missing:
    """Somebody should be told and is not yet."""

    who: str


Answer = Told | Nobody | Missing


def told(who: str, *kinds: str) -> Told:
    return Told(who, kinds)


OWN = Nobody("whoever does it goes on with it")

TRANSITIONS: dict[tuple[str, str], Answer] = {
    ("framework version", "publish"): Nobody("the library shows it; nobody waits for it"),
    ("framework version", "retire"): Nobody("the library shows it; what uses it keeps its version"),
    ("job", "start"): Nobody("the worker's own step"),
    ("job", "finish"): Nobody("what the job was for tells its people"),
    ("job", "fail"): Nobody("the page that asked for it says so; administrators see the list"),
    ("job", "requeue"): Nobody("the worker's own step"),
    ("commission", "plan"): OWN,
    ("commission", "go back to analyse"): OWN,
    ("commission", "do"): OWN,
    ("commission", "review"): OWN,
    ("commission", "close"): OWN,
    ("commissioning plan", "submit"): told("everybody else who approves plans", "plan:*:waits:*"),
    ("commissioning plan", "return"): told("who sent it, and the commission's lead", "plan:*:*:*"),
    ("commissioning plan", "approve"): told("who sent it, and the commission's lead", "plan:*:*:*"),
    ("commissioning plan", "reopen"): OWN,
    ("sought outcome", "approve"): Nobody("it follows from the approval of the plan, which is told"),
    ("sought outcome", "drop"): OWN,
    ("sought outcome", "take up again"): OWN,
    ("tender", "send for checking"): told("everybody else who checks tenders", "tender-check:*:*"),
    ("tender", "return"): told("who drafted and who sent it", "tender-returned:*:*"),
    ("tender", "publish"): told("who drafted and who sent it", "tender-published:*"),
    ("tender", "close"): told("everybody who opens bids", "bids-to-open:*"),
    ("tender", "open bids"): told("the lead, or everybody who leads evaluations", "opening-begun:*", "bids-opened:*"),
    ("tender", "close evaluation"): Nobody("the lead closes it, and the lead recommends the award next"),
    ("tender", "decide"): told("everybody who checks tenders, to tell the bidders", "award-decided:*"),
    ("tender", "make contract"): told("the successful bidder's people, to agree the obligations", "handover:*"),
    ("tender", "terminate"): told("the people of every bidder, and who asked a question", "terminated:*"),
    ("bid", "submit"): told("who sent it; their colleagues as news", "bid-receipt:*", "bid-sent:*"),
    ("bid", "replace"): told("who sent it; their colleagues as news", "bid-receipt:*", "bid-sent:*"),
    ("bid", "confirm"): told("who sent it; their colleagues as news", "bid-receipt:*", "bid-sent:*"),
    ("bid", "withdraw"): told("everybody of the bidder", "bid-withdrawn:*"),
    ("bid", "open"): Nobody("the bidder hears of the result; of the opening its tender tells"),
    ("bid", "leave out"): told("everybody of the bidder", "bid-left-out:*"),
    ("bid", "lapse"): told("everybody of the bidder", "bid-lapsed:*"),
    ("evaluation", "start scoring"): told("everybody with questions to score", "scoring-started:*"),
    ("evaluation", "start moderation"): OWN,
    ("evaluation", "close"): OWN,
    ("score", "finalise"): told("the lead, once all are final", "all-final:*:*"),
    ("score", "undo finalise"): told("the lead, where all were final and they were told so, as news", "not-all-final:*:*:*"),
    ("score", "reopen"): told("who gave the score", "score-reopened:*:*"),
    ("award", "return"): told("who recommended it", "award-returned:*:*"),
    ("award", "propose again"): told("everybody else who decides awards", "award-proposed:*:*"),
    ("award", "decide"): told("everybody who checks tenders, to tell the bidders", "award-decided:*"),
    ("award", "tell bidders"): told("everybody of each bidder", "assessment-summary:*:*"),
    ("award", "make contract"): told("the successful bidder's people, to agree the obligations", "handover:*"),
    ("posted opportunity", "submit"): told("everybody else who approves opportunities", "posting:*:waits:*"),
    ("posted opportunity", "return"): told("who posted it", "posting:*:*:*"),
    ("posted opportunity", "publish"): told("who posted it", "posting:*:*:*"),
    ("posted opportunity", "withdraw"): Nobody("who posted it takes it back; it leaves the list of those who decide"),
    ("obligation", "agree"): told("the side that has still to agree; the manager, once both have", "obligations-agreed:*:*:*"),
    ("obligation", "reword"): told("the supplier's people, who have to agree it again", "obligation-reworded:*:*"),
    ("obligation", "end"): told("the supplier's people", "obligation-ended:*"),
    ("obligation", "withdraw"): told("the supplier's people: a proposed change is taken back", "kpi-change-withdrawn:*"),
    ("contract", "start"): told("the supplier's people: returns are owed from now on", "contract-started:*"),
    ("contract", "carry on"): told("the supplier's people", "contract-*:*:*"),
    ("contract", "end"): told("the supplier's people", "contract-ended:*:*"),
    ("KPI return", "submit"): told("the contract manager, or who verifies in their place, once a day", "returns-handed-in:*:*"),
    ("KPI return", "query"): told("who handed it in", "return-queried:*:*"),
    ("KPI return", "verify"): told("who handed it in, as news", "return-verified:*:*"),
    ("KPI return", "undo submit"): told("who was told of the day's returns of the contract, as news", "return-taken-back:*:*"),
    ("KPI return", "undo answer"): told("who was told of the day's returns of the contract, as news", "return-taken-back:*:*"),
    ("KPI return", "undo verify"): told("who handed it in, as news", "return-verification-undone:*:*"),
    ("KPI return", "undo replace"): Nobody("it follows from the undoing of the correction's verification"),
    ("KPI return", "replace"): Nobody("it follows from the verification of the correction"),
    ("report", "freeze"): told("who asked for it, or everybody who prepares reports", "report-frozen:*:*"),
    ("report", "submit"): told("everybody else who approves reports", "report-waits:*:*"),
    ("report", "return"): told("who sent it for approval", "report-returned:*:*"),
    ("report", "approve"): told("members, who read it", "report-approved:*"),
    ("report", "replace"): Nobody("it follows from the approval of the report that replaces it, which is told"),
    ("report", "build again"): OWN,
}

# What is told without a change of a state
BESIDES: dict[str, str] = {
    "virus-refused:*": "the administrators of the council whose officer uploaded it; of a bidder's file nobody but the bidder",
    "virus-found:*": "who uploaded it: found later, in a file that had been kept unread",
    "scanner-silent:*": "the administrators of every council, once a day, while files wait for an hour or more",
    "file-checked:*": "who uploaded it, as news: nothing was found",
    "returns-lock-set:*:*": "the council's contract managers, as news: returns lock otherwise from a day on",
    "lock-exception-asked:*": "the contract's manager and lead director who may answer; where there is none, everybody who may",
    "lock-exception-*:*": "both sides of the contract, and who asked: it is open until a day, stays locked, or is locked again",
    "who-benefited:*:*": "the supplier's people: a KPI asks who benefited",
    "returns-chased:*:*": "the supplier's people: the contract manager asks for what is overdue, once a day at most",
    "bank-holiday-waits:*": "every other administrator of every council: the day counts once one of them confirms it",
    "bank-holiday-confirmed:*:*": "who entered the day, as news",
    "asks-to-join:*": "the supplier’s people; officers where it has none, and beside them where nobody has confirmed who they are",
    "join-decided:*": "who asked to act for the supplier, as news",
    "join-decided:*:news": "the supplier’s other people, as news",
    "supplier-change:*:waits": "who confirms suppliers in the councils that deal with this one",
    "supplier-change:*:decided": "the supplier’s people, as news",
    "supplier-confirmed:*": "the supplier’s people, as news",
    "supplier-change-of:*:waits": "who decides on awards: another supplier for a contract is proposed",
    "supplier-change-of:*:decided": "who proposed another supplier, and who answers for the contract, as news",
    "supplier-change-of:*:*": "both suppliers’ people: who delivers the contract from which day on",
    "joining:*:waits": "other officers who confirm suppliers: of another council, where that deals with one of the two",
    "joining:*:decided": "the officer who proposed that two suppliers are one, or two after all, as news",
    "joining:*:officers": "the other officers of the councils that deal with them, as news",
    "joining:*:*": "both suppliers’ people, as news",
    "contract-opened:*": "the supplier’s people: an officer confirmed that the contract is with them",
    "delegation:*": "who was named to stand in for a colleague",
    "delegation-over:*": "the other of the two, when it was ended early or declined, as news",
    "access-undone:*:*:*": "whose access an administrator changed and changed back within ten minutes, as news",
    "linked:*:*": "whose account was linked to a provider of single sign-on",
    "new-device:*:*": "whoever signed in with a browser that their account had not seen before",
    "idea:*": "the commission's lead: a provider sent an idea in confidence",
    "idea:*:reply": "who sent the idea",
    "question-asked:*": "who checks tenders and who drafted this one",
    "clarification:*": "the people of every bidder, and who asked",
    "amendment:*:*": "the people of every bidder with a bid or a draft",
    "amendment:*:asked": "who asked a question and has begun no bid, as news",
    "bid-change-void:*": "everybody of the bidder: a change was not sent by the deadline, and what was sent counts",
    "bid-unfinished:*": "everybody of the bidder: what they asked in time was never finished, and was refused at the opening",
    "bid-copy-wanted:*": "everybody of the bidder: a part of what they sent does not open",
    "bid-copy:*": "who opens bids: a bidder sent a copy",
    "bid-copy-taken:*": "everybody of the bidder: the bid was opened from their copy",
    "receipts-differ:*:*": "who opens bids and who administers: receipts and bids held differ, so nothing is opened",
    "bid-deadline:*:*:*:*": "the bidder's people, two days and one day before the deadline",
    "panel:*": "who was put on the panel",
    "panel-more:*:*": "a panellist with more questions than before, once scoring has begun",
    "interest:*:*": "the lead; of the lead's own interest who decides awards",
    "interest-decided:*:*": "who declared the interest",
    "score-by:*:*:*": "panellists who have not finished, and the lead",
    "award-proposed:*:*": "everybody else who decides awards, when an award is recommended first",
    "standstill-longer:*:*": "every bidder's people and the officers",
    "standstill-over:*": "who manages contracts, and the successful bidder's people",
    "kpi-added:*": "the supplier's people: a KPI was added in a contract in force, which both sides have to agree",
    "kpis-added:*": "the supplier's people: several KPIs were added in one press, which both sides have to agree",
    "own-duties:*:*": "the supplier's people, who confirm what the council reported on its own duties, once a day",
    "objection:*": "the contract's manager, who answers what the supplier says is not what it offered",
    "objection-answered:*": "the supplier's people, who may agree it now or object again",
    "obligation-counted:*:*": "the supplier's people: it was said whether an obligation means the same people as another",
    "kick-off:*:*": "the supplier's people, who say whether this is what was settled",
    "contract-warning:*:*:*": "who answers for the contract, of its end, extension, review, documents, and whoever is missing "
    "beside them; of a supplier's document its people too",
    "regulator-reference:*:*": "the contract’s manager, who looks at the record and accepts it",
    "story-withdrawn:*": "the other side, which may have copies of its own: the supplier’s people, or who answers for the contract",
    "invited:*:*": "everybody who bids for a supplier that was invited, when a tender by invitation is published",
    "agreement-joined:*": "the people of a supplier that was added to a framework agreement, as news",
    "called-off:*": "the lead director of a framework agreement: somebody called off without a competition, as news",
    "agreement-warning:*:*": "who answers for the framework agreement: of its end and ceiling both, of a refresh or review its manager",
    "witness:*:*": "directors: whom the record is shown to was changed, as news",
    "record-head:*:*": "an office outside the administration, every morning",
    "record-late:*:*": "administrators: the program that links the record has stopped",
    "record-fault:*": "administrators and directors: the record is not as it was linked",
    "record-fault:*:witness:*": "an office outside the administration: the record is not as it was linked",
    "step-removed:*": "whose lost second step was removed from the command line",
    "step-removed-told:*": "the council’s administrators and directors, and who acts for the same supplier",
    "independent-asked:*": "the colleague who is asked to check a verified return",
    "independent-differs:*": "who answers for the contract and who verified the return: a figure is doubted",
    "independent-asks:*": "who submitted the return: an independent check comes to something else",
    "independent-settled:*": "who found that the figure does not agree, as news",
    "follow-up:*:*": "the contract manager who is asked to follow something up",
    "contract-paper:*": "the other side, as news: the manager of what a supplier adds, the supplier's people of what is shared",
    "grant-for:*:*:*": "the people of who holds a grant: what it is for was changed",
    "grant-evaluation-of:*:waits": "everybody who verifies returns: an evaluation of a grant waits for a second person",
    "grant-evaluation-of:*:decided": "who wrote the evaluation of a grant, and who manages it",
    "grant-evaluated:*": "the people of who holds a grant, as news: what its evaluation proposes",
    "innovation-project-of:*:*": "the contract's manager of a project that the supplier proposes or finishes, or that was decided; "
    "the supplier's people of what was decided on a project of theirs",
    "supply-period:*:sent": "the contract's manager, who confirms a quarter of the supply chain or sends it back",
    "supply-period:*:decided": "the supplier's people: a quarter of their supply chain was confirmed or sent back",
    "signed:*:*": "the supplier's people: obligations were recorded as standing in the signed contract",
    "brought-over-obligations:*:*": "the supplier's people: obligations were brought over from the council's earlier records",
    "brought-over-returns:*:*": "the supplier's people: past returns were brought over from the council's earlier records",
    "brought-over-verified:*:*": "who was named as saying that past returns were verified, as news",
    "brought-asks:*": "who is to say that past returns of a file were verified",
    "brought-answered:*": "who uploaded the file: the second person agreed, or did not",
    "kpi-change:*": "the supplier's people: a change of a KPI is proposed",
    "return-*:*:*": "the supplier's people: a return is no longer owed, or owed again",
    "export-ready:*": "who asked for the long file: it can be taken, and until when",
    "export-failed:*:*": "who asked for the long file that could not be made",
    "kept-figures:*:*": "the administrators of a council of which a kept figure was wrong, once a day",
    "report-failed:*:*": "who prepares the report, and administrators",
    "schedule-refused:*:*": "who prepares reports: one could not be made by itself",
    "returns-due:*:*:**": "the supplier's people and the contract manager",
    "confirm-address:*:*": "who registered",
    "set-password:*:*": "who registered twice with different passwords",
    "already-registered:*:*": "the owner of an address somebody registered with",
    "invitation:*": "the colleague who is invited",
    "invitation-accepted:*": "who sent the invitation",
    "membership-ended:*": "who no longer acts for the supplier",
    "welcome:*:*:*": "who was given access",
    "roles-changed:*:*:*": "whose roles were changed",
    "supplier-tie:*": "who works or worked for a supplier, as an administrator recorded",
    "supplier-tie-back:*": "who does not, as an administrator found, as news",
    "role-asked:*": "every other administrator and lead director: a second person confirms or refuses",
    "reset-asked:*": "every other administrator and lead director: a second person confirms or refuses",
    "reset-asked-of:*:*": "who acts for a supplier of the person’s: it is the whole account",
    "reset-done-of:*:*": "the same people, once it has happened",
    "reset-asked-elsewhere:*": "officers of the other councils that deal with the supplier, without the person’s name",
    "reset-begun:*": "whose second step it is, by email alone: they may not be able to sign in",
    "reset-done:*": "whose second step it was, by email alone",
    "reset-refused:*": "who asked for the reset",
    "role-given:*": "who has the role now",
    "role-taken-up:*": "who holds the same role, the lead directors and who asked for it, as news",
    "role-refused:*": "who asked for the role",
    "role-ends:*:*": "who holds a role for a time, and who gave and confirmed it, two weeks before its last day",
    "role-ended:*": "the same, once it has ended, as news",
    "role-kept:*": "the only administrator, whose role would have ended",
    "role-unanswered:*": "who asked for a role that nobody confirmed in 14 days",
    "administrator-made:*": "every administrator and lead director: the command line made one",
    "access-ended:*:*:*": "whose access ended",
    "digest:*:*": "who chose one email a day",
}

# What stays to be added where contracts and reports are written anew
MISSING: set[tuple[str, str]] = set()
