from enum import StrEnum


class Kind(StrEnum):
    """What a contract warns of."""

    ENDS = "ends"
    EXTENSION = "extension"
    REVIEW = "review"
    KPIS = "kpis"
    PAPER = "paper"
    EVALUATION = "evaluation"
    MANAGER = "manager"
    DIRECTOR = "director"
    HEAD = "head"
