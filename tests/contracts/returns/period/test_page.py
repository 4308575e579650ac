import pytest

from contracts.returns.models import Return
from socialvalue.common import clock

from .stage import TODAY, begin

pytestmark = pytest.mark.django_db


def page_fields(client, url):
    pass


def test_smoke(client):
    with clock.at(TODAY):
        s = begin()
        client.force_login(s.who.reporter)
        r = client.get(s.url())
        assert r.status_code == 200
        open("/tmp/period.html", "w").write(r.content.decode())
        data = {"page": "abc", "next": "check"}
        for f in r.context["forms"]:
            data |= {f.add_prefix(n): f.initial.get(n) or "" for n in ("was",)} | {f.add_prefix("version"): f.initial["version"]}
        data |= (
            s.typed(0, value="2")
            | s.typed(1, numerator="9", denominator="10")
            | s.typed(2, no_cases="on")
            | s.typed(3, value="1")
        )
        r = client.post(s.url(), data, follow=True)
        print([f.errors for f in (r.context.get("forms") or [])])
        print(Return.objects.values_list("due_id", "value"))
        open("/tmp/check.html", "w").write(r.content.decode())
        chosen = [f"{o['latest'].pk}:{o['latest'].version}" for o in r.context["found"].ready]
        assert len(chosen) == 3
        r = client.post(s.url("returns-period-check"), {"chosen": chosen}, follow=True)
        print([str(m) for m in r.context["messages"]])
        assert [x.status for x in Return.objects.order_by("pk")] == ["submitted", "submitted", "draft", "submitted"]
        open("/tmp/done.html", "w").write(r.content.decode())
        r = client.post(r.context["undo"].url, follow=True)
        print([str(m) for m in r.context["messages"]])
        assert {x.status for x in Return.objects.all()} == {"draft"}
