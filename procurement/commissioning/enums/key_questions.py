"""The cycle's key questions, in our words, after "Together for Social Value" (Kent, 2017): who is asked what, and when.

A remark names the question it answers by ``key``.
"""

from dataclasses import dataclass

from procurement.commissioning.enums import EntryKind, Stage


@dataclass(frozen=True)
class KeyQuestion:
    key: str
    stage: str
    wording: str
    why: str
    asked_of: str = "Providers, people who receive care and support, and others"
    # The section of the diagnostic report its answers feed
    feeds: str = ""


KEY_QUESTIONS = (
    KeyQuestion(
        "added-differences",
        Stage.ANALYSE,
        "While we achieve the best outcomes for the people this service is for, what else could it improve: "
        "for them, for other people, for communities, for the environment and the local economy?",
        "Finds the added differences that the commission could seek.",
        feeds=EntryKind.DIFFERENCE,
    ),
    KeyQuestion(
        "become-standard",
        Stage.ANALYSE,
        "Has the present service made an added difference that every provider of this service should now make?",
        "What begins as an innovation can become good practice for all.",
        feeds=EntryKind.BECOME_CORE,
    ),
    KeyQuestion(
        "at-risk",
        Stage.ANALYSE,
        "Is there an added difference being made now that we would disturb or lose by buying this service again?",
        "The loss is weighed before the decision, not discovered after it.",
        feeds=EntryKind.AT_RISK,
    ),
    KeyQuestion(
        "define",
        Stage.PLAN,
        "How should the added differences we want be written as specific requirements of this contract?",
        "Answers go into the specification and, where they relate to the service, into the award criteria.",
    ),
    KeyQuestion(
        "measure",
        Stage.PLAN,
        "How should each requirement be measured, and what evidence would show it?",
        "Measures are planned with providers before they are specified.",
    ),
    KeyQuestion(
        "core-quality",
        Stage.PLAN,
        "Could any of these requirements harm the quality of the core service?",
        "The core service comes first.",
    ),
    KeyQuestion(
        "exclusion",
        Stage.PLAN,
        "Could any of these requirements keep a good provider from bidding?",
        "Small and specialist providers are heard before the tender goes out.",
    ),
    KeyQuestion(
        "still-relevant",
        Stage.DO,
        "Are the social value outcomes in this contract still the right ones, or should they be revised?",
        "Needs and possibilities change during a contract.",
        asked_of="The provider and people who receive care and support",
    ),
    KeyQuestion(
        "proven",
        Stage.REVIEW,
        "Which added differences did this service prove that should become standard next time?",
        "What was proven goes into the next specification, with its evidence.",
        asked_of="The provider and people who receive care and support",
    ),
)
BY_KEY = {q.key: q for q in KEY_QUESTIONS}


def of_stage(stage: str) -> list[KeyQuestion]:
    """The key questions of one stage, in order."""
    return [q for q in KEY_QUESTIONS if q.stage == stage]
