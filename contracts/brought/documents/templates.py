"""The empty files to begin with: the headings, what each means, and an example that is passed over when it is read."""

from contracts.brought.documents.columns import HEADINGS
from socialvalue.common.tables import write_csv, write_xlsx

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WIDE = {"wording": 50, "kpi wording": 40, "narrative": 50, "evidence note": 40, "contract": 18, "reported from": 16}


def template(holds: str, kind: str) -> bytes:
    """The template of obligations or returns as “csv” or “xlsx”. The line beneath the headings is the example."""
    names = [heading.name for heading in HEADINGS[holds]]
    example = [heading.example for heading in HEADINGS[holds]]
    if kind == "csv":
        return write_csv(names, [example])
    return write_xlsx(names, [example], title=f"Running contracts {holds}", widths=WIDE)
