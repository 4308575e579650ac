"""A service that takes a reason asks the one rule whether it says anything; those that do not are written down, with why."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.reading import ROOT, STOREYS

NAMES = {"reason", "comment", "how", "early_reason", "because"}
RULES = {"check_reason", "check_request", "problem_with_reason"}
OPTIONAL = "nobody has to say anything here: what was read and the decision say it"
CHECKED_BEFORE = "whoever calls it has asked the rule, in the same transaction"
UNCHECKED: dict[str, str] = {
    "socialvalue.audit.services.record": "it keeps what a service was given",
    "socialvalue.accounts.administration.services.granting.ask_for": CHECKED_BEFORE,
    "socialvalue.accounts.administration.services.granting.decide": "refuse asks the rule",
    "socialvalue.accounts.administration.services.resetting.decide": "refuse asks the rule",
    "socialvalue.accounts.administration.services.resetting.ask": "ask_for asks the rule",
    "socialvalue.suppliers.services.second_step.ask_for_second_step": "ask_for of the resets asks the rule",
    "socialvalue.suppliers.services.identity.confirm_numbers": CHECKED_BEFORE,
    "contracts.suppliers.services.propose_parting": "propose_parting of the ground floor asks the rule",
    "contracts.returns.services.handing_in.submit_return": "submit_each asks the rule",
    "contracts.returns.services.period.submit_period": "submit_each asks the rule",
    "contracts.evidence.services.noting.noted": "it keeps what a service was given",
    "contracts.evidence.services.noting.note": "it keeps what a service was given",
    "contracts.obligations.services.changes.propose_change": CHECKED_BEFORE,
    "contracts.obligations.services.dates.carry_on": "mark_carried_on of the register asks the rule",
    "contracts.obligations.services.dates.run_on": "mark_running_on of the register asks the rule",
    "contracts.obligations.services.obligations.open_again": CHECKED_BEFORE,
    "contracts.register.services.entries.record_entry": CHECKED_BEFORE,
    "contracts.schedule.services.opening.grant": OPTIONAL,
    "contracts.schedule.services.ending.end_contract": "mark_ended of the register asks the rule",
    "contracts.schedule.services.making.cut_rows": CHECKED_BEFORE,
    "contracts.schedule.services.making.set_waived": CHECKED_BEFORE,
    "contracts.schedule.services.making.waive_open": CHECKED_BEFORE,
    "procurement.commissioning.services.plan.approve_plan": OPTIONAL,
    "procurement.tendering.services.publishing.publish": OPTIONAL,
    "procurement.tendering.services.inviting.invite": "the room above works it out from the agreement that it rests on",
    "procurement.evaluation.services.interests.decide_interest": "keep_decision of the panel asks the rule",
    "procurement.evaluation.services.moderating.moderate": "keep_moderated asks the rule",
    "procurement.evaluation.services.proxies.mark_by_proxies": "the lead’s words follow a reason that is worked out",
    "procurement.evaluation.services.scores.save_score": "half a sentence is kept while somebody writes; made final, the rule is asked",
    "procurement.evaluation.services.setting_aside.set_aside": CHECKED_BEFORE,
    "measurement.reports.services.deciding.approve_report": OPTIONAL,
}


def _functions(path: Path) -> Iterator[tuple[ast.FunctionDef, dict[str, ast.FunctionDef]]]:
    body = ast.parse(path.read_text()).body
    own = {one.name: one for one in body if isinstance(one, ast.FunctionDef)}
    yield from ((one, own) for name, one in own.items() if not name.startswith("_"))


def _takes_a_reason(function: ast.FunctionDef) -> bool:
    given = function.args.args + function.args.kwonlyargs
    return any(one.arg in NAMES for one in given)


def _asks(function: ast.FunctionDef, own: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()) -> bool:
    """Whether it names the rule, itself or in a private function beside it that it calls."""
    called = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    helpers = [own[name] for name in called & own.keys() - seen if name.startswith("_")]
    return bool(called & RULES) or any(_asks(one, own, seen | called) for one in helpers)


def _unchecked() -> Iterator[str]:
    for storey in STOREYS:
        for path in sorted((ROOT / storey).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "services" not in parts:
                continue
            module = ".".join(part for part in parts if part != "__init__")
            for function, own in _functions(path):
                if _takes_a_reason(function) and not _asks(function, own):
                    yield f"{module}.{function.name}"


def test_every_service_that_takes_a_reason_asks_the_one_rule_or_says_why_not():
    """Ask ``common/reasons`` in it, or write it down above with the reason."""
    assert sorted(_unchecked()) == sorted(UNCHECKED)


def test_a_service_that_only_looks_for_something_is_found(tmp_path):
    path = tmp_path / "services.py"
    path.write_text(
        "def _ask(text):\n    check_reason(text, 'Say why')\n\n\n"
        "def loose(*, by, reason):\n    if not reason.strip():\n        raise ValueError\n\n\n"
        "def through(*, by, comment):\n    _ask(comment)\n\n\n"
        "def silent(*, by):\n    _ask('')\n"
    )
    found = {one.name: (_takes_a_reason(one), _asks(one, own)) for one, own in _functions(path)}
    assert found == {"loose": (True, False), "through": (True, True), "silent": (False, True)}


def test_what_is_written_down_says_why():
    assert [name for name, why in UNCHECKED.items() if len(why.split()) < 4] == []
