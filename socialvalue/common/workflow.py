"""Transition tables: the one description of which status follows which, by what verb, done by whom.

The services ask the table; the diagrams in ``docs/states.md`` are generated from it; a test checks that every
status is reachable and every verb is used.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from socialvalue.common.errors import WrongState


@dataclass(frozen=True)
class Transition:
    verb: str
    sources: tuple[str, ...]
    target: str
    by: str


class Workflow:
    """A named table of transitions over a set of statuses (a ``TextChoices``)."""

    def __init__(self, name: str, statuses: type[TextChoices], initial: str, transitions: list[Transition]):
        self.name, self.statuses, self.initial, self.transitions = name, statuses, initial, transitions
        for transition in transitions:
            unknown = {*transition.sources, transition.target} - set(statuses.values)
            if unknown:
                raise ValueError(f"{name}: {transition.verb} names unknown statuses {unknown}")

    def target(self, verb: str, status: str) -> str:
        """The status that ``verb`` leads to. Raises WrongState with a sentence when it is not open now."""
        for transition in self.transitions:
            if transition.verb == verb and status in transition.sources:
                return transition.target
        raise WrongState(f"This cannot be done now: the {self.name} is “{self.statuses(status).label}”")

    def allows(self, verb: str, status: str) -> bool:
        """Whether ``verb`` is open in ``status``."""
        return any(t.verb == verb and status in t.sources for t in self.transitions)

    def unreachable(self) -> set[str]:
        """Statuses no chain of transitions reaches from the initial one (a test wants none)."""
        reached, frontier = {self.initial}, [self.initial]
        while frontier:
            status = frontier.pop()
            for t in self.transitions:
                if status in t.sources and t.target not in reached:
                    reached.add(t.target)
                    frontier.append(t.target)
        return set(self.statuses.values) - reached

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for t in self.transitions:
            lines += [f"    {source} --> {t.target}: {t.verb} ({t.by})" for source in t.sources]
        return "\n".join(lines)
