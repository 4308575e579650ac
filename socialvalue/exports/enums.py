"""The forms a file is made in."""

from django.db import models


class Form(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel workbook"
    # Of several tables and files together; never of one table
    ZIP = "zip", "ZIP archive"


# What one table can be made into
OF_A_TABLE = (Form.CSV, Form.XLSX)


CONTENT_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.ZIP: "application/zip",
}
