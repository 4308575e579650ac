"""Bringing a framework in: the service and the command."""

from decimal import Decimal

import pytest
from django.core.management import call_command

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import NotAllowed
from socialvalue.framework import services
from socialvalue.framework.documents.exporting import as_tree, export
from socialvalue.framework.models import Framework, FrameworkVersion, Goal, Measure, Outcome, Proxy
from socialvalue.framework.selectors import rows_of
from socialvalue.framework.services.shipped import load_goals
from tests.builders import framework as build
from tests.builders import people

pytestmark = pytest.mark.django_db
FILE = (
    "priority,outcome code,outcome,measure code,measure,unit,kind\n"
    "Local Employment,LE1,Lasting work,LE1.1,People in work,people,outcome\n"
    "Local Employment,LE1,Lasting work,LE1.2,Apprenticeships,apprenticeships,output\n"
    "Good Employer,GE1,Staff are well,,,,\n"
)
BAD = FILE.replace("people,outcome", ",outcome")


@pytest.fixture
def editor():
    return build.editor()


def bring(editor, text=FILE, framework=None, **more):
    new = None if framework else {"council": editor.council, "code": "care", "name": "Care"}
    data = text.encode() if isinstance(text, str) else text
    return services.import_framework(by=editor, data=data, name="care.csv", framework=framework, new=new, **more)


def test_a_file_becomes_a_draft(editor):
    done = bring(editor, source="Our strategy", licence="OGL v3")
    assert done.counts == {"priorities": 2, "outcomes": 2, "measures": 2, "proxies": 0}
    assert done.summary == "2 priorities, 2 outcomes, 2 measures, 0 proxies"
    version = FrameworkVersion.objects.get()
    assert (version.number, version.status, version.source, version.licence) == (1, "draft", "Our strategy", "OGL v3")
    assert [r.measure_code for r in rows_of(version)] == ["LE1.1", "LE1.2", ""]
    assert AuditEvent.objects.latest("pk").verb == "import"


def test_a_dry_run_shows_the_same_and_leaves_nothing(editor):
    done = bring(editor, dry_run=True)
    assert (done.summary, done.number, done.version) == ("2 priorities, 2 outcomes, 2 measures, 0 proxies", 1, None)
    assert not Framework.objects.exists()
    assert not AuditEvent.objects.exists()


def test_one_bad_row_and_nothing_comes_in(editor):
    done = bring(editor, BAD)
    assert [(p.line, p.column) for p in done.problems] == [(2, "unit")]
    assert done.refused == 1
    assert not Framework.objects.exists()
    good = bring(editor)
    before = rows_of(good.version)
    assert bring(editor, BAD, good.version.framework).problems
    assert rows_of(good.version) == before


def test_twice_doubles_nothing(editor):
    first = bring(editor).version
    seen = FrameworkVersion.objects.get().version
    again = bring(editor, framework=first.framework)
    assert (again.unchanged, again.version) == (True, first)
    assert FrameworkVersion.objects.get().version == seen
    services.edit_details(first, by=editor, source="s", licence="l")
    services.publish_version(first, by=editor)
    assert bring(editor, framework=first.framework).unchanged
    assert FrameworkVersion.objects.count() == 1
    assert Measure.objects.count() == 2


def test_a_changed_file_fills_the_draft_anew_and_says_what_differs(editor):
    first = bring(editor).version
    changed = FILE.replace("LE1.2,Apprenticeships", "LE1.3,Apprenticeships").replace("People in work", "People in jobs")
    shown = bring(editor, changed, first.framework, dry_run=True)
    assert shown.comparison.summary == "1 added, 1 changed, 1 removed, 1 unchanged"
    assert shown.replaces_draft
    assert Measure.objects.filter(code="LE1.2").exists()
    bring(editor, changed, first.framework)
    assert FrameworkVersion.objects.count() == 1
    assert sorted(Measure.objects.values_list("code", flat=True)) == ["LE1.1", "LE1.3"]


def test_filling_a_draft_anew_keeps_the_links_of_outcomes_that_stay(editor):
    load_goals()
    version = bring(editor).version
    for code in ("LE1", "GE1"):
        services.add_crosswalk(Outcome.objects.get(code=code), by=editor, to=Goal.objects.get(number=8))
    bring(editor, FILE.replace("GE1", "GE2"), version.framework)
    assert [list(o.crosswalks.values_list("to_goal__number", flat=True)) for o in Outcome.objects.order_by("code")] == [[], [8]]


def test_strategic_outcomes_are_the_councils_own(editor):
    text = FILE.replace(",kind", ",strategic outcome").replace(",outcome\n", ",S1\n").replace(",output\n", ",\n")
    assert [(p.column, p.value) for p in bring(editor, text).problems] == [("strategic outcome", "S1")]
    services.add_strategic_outcome(editor.council, by=editor, code="S1", name="Work for all")
    assert rows_of(bring(editor, text).version)[0].strategic_outcome == "S1"


@pytest.mark.parametrize("role", [Role.CONTRACT_MANAGER, Role.MEMBER, Role.EVALUATOR])
def test_only_editors_bring_in_and_only_their_own(editor, role):
    version = bring(editor).version
    for other in (people.person(editor.council, role), build.editor()):
        with pytest.raises(NotAllowed, match=r"Your role does not include: edit the framework library"):
            bring(other, FILE, version.framework)
        with pytest.raises(NotAllowed, match=r"Your role does not include: edit the framework library"):
            services.import_framework(
                by=other, data=FILE.encode(), name="f", new={"council": editor.council, "code": "mine", "name": "x"}
            )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_brought_back_gives_the_same_content(editor, kind):
    load_goals()
    version = build.draft(editor, measures=3)
    first = Measure.objects.order_by("pk").first()
    services.edit_part(first, by=editor, name="=HYPERLINK(“x”)", evidence="Two\r\nlines", guidance="'=quoted", direction="lower")
    for year in (2024, 2020):
        services.add_proxy(
            first, by=editor, value=Decimal("99.90"), unit="@job", source="-S", licence="OGL", price_year=year, area="+K"
        )
    services.add_priority(version, by=editor, code="BK", name="Buy local")
    data = export(version, kind)
    assert b'"=HYPER' not in data
    done = services.import_framework(
        by=editor, data=data, name=f"f.{kind}", new={"council": editor.council, "code": "copy", "name": "Copy"}
    )
    assert done.problems == []
    assert rows_of(done.version) == rows_of(version)
    assert Proxy.objects.count() == 4
    again = services.import_framework(by=editor, data=data, name=f"f.{kind}", framework=version.framework)
    assert again.unchanged


def test_the_json_tree_holds_everything(editor):
    load_goals()
    version = build.draft(editor)
    services.add_proxy(
        Measure.objects.get(), by=editor, value=Decimal("99.90"), unit="job", source="S", licence="OGL", price_year=2020
    )
    services.add_crosswalk(Outcome.objects.get(), by=editor, to=Goal.objects.get(number=8))
    tree = as_tree(version)
    outcome = tree["priorities"][0]["outcomes"][0]
    assert outcome["also_serves"] == [{"goal": 8, "name": "Decent work and economic growth"}]
    assert outcome["measures"][0]["proxies"][0] == {
        "value": "99.90", "unit": "job", "source": "S", "licence": "OGL", "price_year": 2020, "area": "",
    }  # fmt: skip
    assert (tree["status"], tree["licence"]) == ("draft", "Open Government Licence v3.0")


# The command


@pytest.fixture
def command(tmp_path, capsys):
    def run(text, *arguments, file="care.csv"):
        path = tmp_path / file
        path.write_text(text)
        code = 0
        try:
            call_command("import_framework", str(path), *arguments)
        except SystemExit as end:
            code = end.code
        return code, *capsys.readouterr()

    return run


def test_the_command_brings_in_and_says_so(editor, command):
    code, out, _ = command(FILE, "--framework", "care", "--name", "Care", "--source", "S", "--licence", "L")
    assert code == 0
    assert out.splitlines()[-1] == "care, version 1, holds: 2 priorities, 2 outcomes, 2 measures, 0 proxies"
    framework = Framework.objects.get()
    assert (framework.name, framework.council) == ("Care", editor.council)
    assert AuditEvent.objects.latest("pk").actor == editor
    code, out, _ = command(FILE, "--framework", "care")
    assert (code, FrameworkVersion.objects.count()) == (0, 1)
    assert "holds this already" in out


def test_the_command_refuses_with_line_and_column(editor, command):
    code, _, err = command(BAD, "--framework", "care")
    assert code == 2
    assert "line 2, unit: this is needed" in err
    assert not Framework.objects.exists()


def test_the_command_tries_without_doing(editor, command):
    code, out, _ = command(FILE.replace("kind", "sort"), "--framework", "care", "--dry-run")
    assert code == 0
    assert "Headings not known, and not imported: sort" in out
    assert "would hold" in out
    assert not Framework.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--council", "Nowhere"], "no council called"),
        (["--by", "nobody@example.org"], "no framework editor"),
        (["--framework", "Not A Code"], "small letters"),
    ],
)
def test_the_command_explains_what_it_lacks(editor, command, arguments, message):
    code, _, err = command(FILE, *arguments)
    assert code == 2
    assert message in err


def test_the_command_without_a_readable_file(editor, capsys):
    with pytest.raises(SystemExit) as end:
        call_command("import_framework", "/nowhere/at-all.csv")
    assert end.value.code == 2
    assert "cannot be opened" in capsys.readouterr().err


def test_the_command_makes_a_national_framework_and_publishes_it(command):
    code, _, err = command(FILE)
    assert (code, "There is no council yet" in err) == (2, True)
    arguments = ("--for-everybody", "--publish", "--source", "S", "--licence", "L")
    assert command(FILE, *arguments, file="National Model.csv")[0] == 0
    version = FrameworkVersion.objects.get()
    assert (version.framework.code, version.framework.council, version.status) == ("national-model", None, "published")
    assert command(FILE, *arguments, file="National Model.csv")[0] == 0
    assert FrameworkVersion.objects.count() == 1


def test_publishing_is_refused_without_a_licence_and_nothing_stays(command):
    code, _, err = command(FILE, "--for-everybody", "--publish")
    assert code == 2
    assert "licence" in err
    assert not Framework.objects.exists()
