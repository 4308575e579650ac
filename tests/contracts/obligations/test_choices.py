"""What an obligation can be tied to: priorities and measures in the framework's order, each under its own priority."""

import pytest

from contracts.obligations.forms import ObligationForm
from socialvalue.framework.models import Priority
from tests.builders import framework, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return people.council()


def choices(council):
    form = ObligationForm(None, council=council)
    return list(form.fields["priority"].choices), list(form.fields["measure"].choices)


def test_one_framework_is_not_named(council):
    version = framework.published(framework.editor(council), measures=2)
    priority = version.priorities.get()
    first, second = priority.outcomes.get().measures.order_by("order", "code")
    assert choices(council) == (
        [("", "None of them"), (priority.pk, priority.name)],
        [("", "None of them"), (priority.name, [(first.pk, first.name), (second.pk, second.name)])],
    )


def test_two_frameworks_with_a_priority_of_one_name_stay_two(council):
    """They were one heading, and a measure of the one went with the priority of the other."""
    old, new = (framework.published(framework.editor(council)) for _ in range(2))
    for version, name in ((old, "Beta"), (new, "Alpha")):
        version.framework.name = name
        version.framework.save(update_fields=["name"])
    alpha, beta = Priority.objects.get(version=new), Priority.objects.get(version=old)
    assert alpha.name == beta.name
    priorities, measures = choices(council)
    assert priorities == [("", "None of them"), (alpha.pk, f"{alpha.name} (Alpha)"), (beta.pk, f"{beta.name} (Beta)")]
    assert [(name, len(group)) for name, group in measures[1:]] == [(f"{alpha.name} (Alpha)", 1), (f"{beta.name} (Beta)", 1)]
