"""Tables that people bring (CSV, XLSX) and take away. Knows no model."""

from socialvalue.common.tables.amounts import is_without_vat, read_amount, read_months, read_yearly
from socialvalue.common.tables.cells import (
    plain_heading,
    read_choice,
    read_money,
    read_number,
    read_text,
    read_whole,
    read_yes_no,
)
from socialvalue.common.tables.dates import read_date, read_written_date
from socialvalue.common.tables.files import raw_table
from socialvalue.common.tables.reading import missing_headings, read_into, read_table, table_of
from socialvalue.common.tables.sending import csv_response
from socialvalue.common.tables.shapes import Column, HeadingsMissing, Problem, Raw, Row, Table
from socialvalue.common.tables.suggesting import suggested_headings
from socialvalue.common.tables.weighing import TooLarge
from socialvalue.common.tables.writing import csv_lines, guarded, write_csv, write_xlsx

__all__ = [
    "Column",
    "HeadingsMissing",
    "Problem",
    "Raw",
    "Row",
    "Table",
    "TooLarge",
    "csv_lines",
    "csv_response",
    "guarded",
    "is_without_vat",
    "missing_headings",
    "plain_heading",
    "raw_table",
    "read_amount",
    "read_choice",
    "read_date",
    "read_money",
    "read_into",
    "read_months",
    "read_number",
    "read_table",
    "read_text",
    "read_whole",
    "suggested_headings",
    "read_written_date",
    "read_yearly",
    "read_yes_no",
    "table_of",
    "write_csv",
    "write_xlsx",
]
