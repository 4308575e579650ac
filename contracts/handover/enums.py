from django.db import models


class Point(models.TextChoices):
    """What both sides settle before the first return is due; after the Select Committee and the thirteen measuring principles."""

    MEANING = "meaning", "What each obligation means"
    CONTACTS = "contacts", "Who speaks for each side"
    BURDEN = "burden", "Whether the returns ask for no more than is needed"
    OWN_RECORDS = "own_records", "What the supplier’s own records already hold"
    ELSEWHERE = "elsewhere", "What a regulator is told already"
    EVIDENCE = "evidence", "What will show that a figure is right"
    STORIES = "stories", "Stories, and who consents to them"
    TROUBLE = "trouble", "What happens when something goes wrong"


# What the meeting is to answer, beside the fact that the page counts
ASKED: dict[str, str] = {
    Point.MEANING: "Read each obligation and KPI together. Write down what was unclear, and how both sides read it now.",
    Point.CONTACTS: "One person on each side, and who stands in.",
    Point.BURDEN: "Say what is dropped or asked less often, or why all of it is needed.",
    Point.OWN_RECORDS: "If its own report has the figures, that file can be used.",
    Point.ELSEWHERE: "What the Care Quality Commission, Ofsted or another body holds is not asked for twice.",
    Point.EVIDENCE: "For each KPI: a list, an invoice, a photograph, a visit.",
    Point.STORIES: "How people are asked before their story is used, and what is never written down.",
    Point.TROUBLE: "Whom the supplier rings, how soon, and what the council does first.",
}
