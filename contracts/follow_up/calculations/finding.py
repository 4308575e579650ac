"""What one look through the returns of a contract finds: a question, a rule, a fact, and the sentence about it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """``rule`` tells apart what may be found of one return; ``fact`` is what it rests on: another one is another finding."""

    due: int
    question: str
    rule: str
    fact: str
    sentence: str

    @property
    def key(self) -> tuple[int, str, str]:
        return (self.due, self.question, self.rule)


def stands_again(*, fact: str, found_fact: str, gone: bool) -> bool:
    """Whether something that was done with comes back: it had gone and is found once more, or now rests on another fact."""
    return gone or fact != found_fact
