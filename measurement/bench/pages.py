"""The pages that are measured, each with the SQL that its figures need at the least."""

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.urls import reverse

from contracts.overview.selectors import contracts_for
from contracts.performance.spans import usual
from contracts.standing.selectors.kpis import attention
from measurement.bench.rows import Made
from measurement.figures import selectors
from measurement.figures.selectors.league import ContractLines
from measurement.figures.selectors.scope import Scope, last_months
from socialvalue.common import clock


def pages(made: Made, today: date) -> list[tuple[str, Callable, Callable]]:
    """(name, the page through Django's client, the bare SQL)."""
    client = Client(headers={"host": "localhost"})
    client.force_login(made.member)
    scope = Scope(made.council.pk, *last_months(12, today), today)
    found = [("Oversight dashboard", _get(client, reverse("oversight")), captured(lambda: _dashboard(scope)))]
    found.append(("Contract list", _get(client, reverse("contracts")), captured(lambda: _contracts(made))))
    found.append(
        ("Contracts side by side", _get(client, reverse("oversight-contracts")), captured(lambda: ContractLines(scope)[0:25]))
    )
    # Its SQL is all that it does with the database
    search = _get(client, f"{reverse('search')}?q=home+care")
    found.append(("Search", search, captured(search)))
    return found


def _get(client: Client, path: str) -> Callable:
    def run():
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")
        return response

    return run


def _dashboard(scope: Scope) -> None:
    """The three sets of figures on the page: promised and delivered, worst first, and the trend."""
    selectors.achievement(scope)
    ContractLines(scope, attention=True)[0:6]
    selectors.quarters(scope)


def _contracts(made: Made) -> None:
    """How many contracts there are, one page of them, and what of each needs attention."""
    rows = contracts_for(made.member)
    rows.count()
    attention([c.pk for c in rows[:25]], usual(clock.today()))


def captured(run: Callable) -> Callable:
    """The statements that ``run`` sends, as a function that sends them again through the driver and reads every row."""
    sent: list[tuple[str, tuple]] = []

    def keep(execute, sql, params, many, context):
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        run()

    def again():
        for sql, params in sent:
            with connection.cursor() as cursor:
                cursor.execute(sql, params)
                cursor.fetchall()

    return again
