"""What councils' registers call our columns. Facts about published registers; no Django."""

# Our column → what published registers call it: the Transparency Code of 2015, the schema of the Local Government Association,
# Contracts Finder, and what was seen in councils' own files
ALIASES = {
    "reference": (
        "contract ref no", "contract reference no", "reference no", "agreement reference",
        "contract reference number", "contract reference", "contract ref", "contract number", "contract no", "reference number",
        "ref", "contract id", "id tender", "register number",
    ),
    "title": ("title of agreement", "contract title", "contract name", "agreement title", "name of contract", "tender title"),
    "description": (
        "description of the goods and services", "description of the goods and/or services", "contract description", "details",
        "description of goods and services", "tender description",
    ),
    "directorate": (
        "directorate service", "directorate / department", "service area", "council directorate",
        "local authority department responsible", "department",
        "department responsible", "responsible department", "council department",
        "service", "department area", "responsible directorate",
    ),
    "supplier": (
        "vendor", "vendor name", "supplier name(s)", "contracted supplier", "awarded supplier",
        "supplier name", "suppliers", "contractor", "name of supplier",
        "provider", "suppliername", "contractor name", "supplier(s)",
    ),
    "supplier number": (
        "supplier registered company number", "company number", "company registration number", "supplier registration number",
        "registered company number", "companies house number",
    ),
    "charity number": (
        "supplier charity number", "charity registration number", "registered charity number", "charity no",
        "vcse number", "supplier vcse number",
    ),
    "sme": ("sme supplier type", "is sme", "small or medium enterprise", "sme?"),
    "vcse": ("vcse supplier type", "is vcse", "voluntary or community sector organisation", "vcs", "vcse?"),
    "start date": (
        "start of contract", "contract commencement date", "commencement",
        "contract start date", "start", "commencement date", "date of commencement", "contract start",
    ),
    "end date": (
        "finish", "finish date", "end of contract", "current end date", "contract finish date",
        "contract end date", "end", "expiry date", "contract end", "contract expiry date", "expiry",
    ),
    "status": ("contract status", "register status", "current status", "live or expired"),
    "review date": ("contract review date", "next review date", "review"),
    "extension": ("extension months", "extension period", "extension options", "extensions", "available extensions"),
    "annual value": (
        "annual value of contract", "estimated annual contract value", "value per year",
        "estimated annual value", "annual contract value", "value per annum", "yearly value", "annual spend",
    ),
    "total value": (
        "estimated contract value", "estimated total contract value", "whole life value",
        "contract value", "sum to be paid", "total contract value",
        "value", "estimated total value", "value over the length of the contract",
        "award value", "lifetime value",
    ),
    "irrecoverable vat": ("vat that cannot be recovered", "vat irrecoverable", "vat not recovered"),
    "value with vat": (
        "value including vat", "total value including vat", "value inc vat", "total value inc vat",
        "contract value including vat", "gross value", "total value with vat",
    ),
    "light touch": ("light touch regime", "light touch contract", "ltr"),
    "procurement": (
        "how procured", "award procedure", "procurement type", "procurement method used", "sourcing route",
        "route", "process type", "procurement route",
        "procurement process", "type of process", "route to market", "procedure type",
        "procurement method", "procurementmethoddetails", "tender process",
    ),
    "contract manager": ("contract manager email",),
    "lead director": ("lead director email",),
    "postcode": ("supplier postcode", "supplier post code", "post code"),
}  # fmt: skip
