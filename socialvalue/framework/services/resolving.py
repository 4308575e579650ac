"""Find what the links of a JSON file point at. A link to nothing is a problem of the file, told with its path."""

from typing import Any

from socialvalue.framework.calculations.reading_tree import Link, PathProblem
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Goal, Outcome, StrategicOutcome


def resolved(links: dict[str, list[Link]], council, problems: list[PathProblem]) -> dict[str, list[dict]]:
    """The links' fields by outcome code, each once; what is not found is added to ``problems``."""
    goals = dict(Goal.objects.values_list("number", "pk"))
    strategic = {code.casefold(): pk for code, pk in StrategicOutcome.objects.filter(council=council).values_list("code", "pk")}
    elsewhere = _outcomes({link.framework for told in links.values() for link in told if link.outcome})
    found: dict[str, list[dict]] = {}
    already = {problem.path.rpartition(".")[0] for problem in problems} | {problem.path for problem in problems}
    for code, told in links.items():
        told = [link for link in told if link.path not in already]
        fields = found.setdefault(code, [])
        for link in told:
            wrong: tuple[str, object, str]
            one: dict[str, Any] = {"to_goal_id": None, "to_strategic_outcome_id": None, "to_outcome_id": None, "note": link.note}
            if link.goal is not None:
                one["to_goal_id"] = goals.get(link.goal)
                wrong = "goal", link.goal, "is no goal of the United Nations"
            elif link.strategic_outcome:
                one["to_strategic_outcome_id"] = strategic.get(link.strategic_outcome.casefold())
                wrong = "strategic_outcome", link.strategic_outcome, "is not the code of a strategic outcome of the council"
            else:
                one["to_outcome_id"] = elsewhere.get((link.framework, link.version, link.outcome))
                wrong = "outcome", link.outcome, f"is no outcome of a published version {link.version} of “{link.framework}” here"
            if not any(one[key] for key in ("to_goal_id", "to_strategic_outcome_id", "to_outcome_id")):
                problems.append(PathProblem(f"{link.path}.{wrong[0]}", str(wrong[1]), wrong[2]))
            elif one not in fields:
                fields.append(one)
    return found


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
