"""Find what the links of a JSON file point at. A link to nothing is a problem of the file, told with its path."""

from dataclasses import dataclass

from socialvalue.accounts.models import Organisation
from socialvalue.framework.calculations.reading_tree import Link, PathProblem
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Goal, Outcome, StrategicOutcome


def resolved(links: dict[str, list[Link]], council: Organisation | None, problems: list[PathProblem]) -> dict[str, list[dict]]:
    """The links' fields by outcome code, each once; what is not found is added to ``problems``."""
    places = _Places(
        dict(Goal.objects.values_list("number", "pk")),
        {code.casefold(): pk for code, pk in StrategicOutcome.objects.filter(council=council).values_list("code", "pk")},
        _outcomes({link.framework for told in links.values() for link in told if link.outcome}),
    )
    found: dict[str, list[dict]] = {}
    already = {problem.path.rpartition(".")[0] for problem in problems} | {problem.path for problem in problems}
    for code, told in links.items():
        fields = found.setdefault(code, [])
        for link in told:
            if link.path in already:
                continue
            where, pk, wrong = places.of(link)
            if pk is None:
                problems.append(wrong)
                continue
            one = {"to_goal_id": None, "to_strategic_outcome_id": None, "to_outcome_id": None, "note": link.note, where: pk}
            if one not in fields:
                fields.append(one)
    return found


@dataclass(frozen=True)
class _Places:
    """What a link can point at: the keys of goals by number, of strategic outcomes by code, of outcomes elsewhere."""

    goals: dict[int, int]
    strategic: dict[str, int]
    elsewhere: dict[tuple[str, int | None, str], int]

    def of(self, link: Link) -> tuple[str, int | None, PathProblem]:
        """(the field that points, the key or None, what to say when there is none)."""
        if link.goal is not None:
            wrong = PathProblem(f"{link.path}.goal", str(link.goal), "is not a goal of the United Nations")
            return "to_goal_id", self.goals.get(link.goal), wrong
        if link.strategic_outcome:
            message = "is not the code of a strategic outcome of the council"
            wrong = PathProblem(f"{link.path}.strategic_outcome", str(link.strategic_outcome), message)
            return "to_strategic_outcome_id", self.strategic.get(link.strategic_outcome.casefold()), wrong
        message = f"is no outcome of a published version {link.version} of “{link.framework}” here"
        wrong = PathProblem(f"{link.path}.outcome", str(link.outcome), message)
        return "to_outcome_id", self.elsewhere.get((link.framework, link.version, link.outcome)), wrong


def _outcomes(frameworks: set[str]) -> dict[tuple[str, int | None, str], int]:
    """(framework, version, code) → key, of versions that are no drafts: a draft may still change."""
    found = Outcome.objects.filter(priority__version__framework__code__in=frameworks).exclude(
        priority__version__status=VersionStatus.DRAFT
    )
    return {
        (framework, number, code): pk
        for framework, number, code, pk in found.values_list(
            "priority__version__framework__code", "priority__version__number", "code", "pk"
        )
    }
