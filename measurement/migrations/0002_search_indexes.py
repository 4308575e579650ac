"""What the search needs of PostgreSQL: the extension pg_trgm, the folding of a text, and trigram indexes on folded texts.

SQLite needs none of it: its connection is given the functions when somebody searches (``measurement/search/selectors/matching.py``).
"""

from django.db import ProgrammingError, migrations

LETTERS = "áàâäãåāÁÀÂÄÃÅĀçÇéèêëēÉÈÊËĒíìîïīÍÌÎÏĪñÑóòôöõōÓÒÔÖÕŌúùûüūÚÙÛÜŪẃẁŵẅẂẀŴẄýỳŷÿÝỲŶŸ"
PLAIN = "a" * 14 + "c" * 2 + "e" * 10 + "i" * 10 + "n" * 2 + "o" * 12 + "u" * 10 + "w" * 8 + "y" * 8
SEPARATORS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~‘’“”«»–—−…·•£€§°\t\n\r\u00a0"

PLAIN_SEPARATORS = "".join(letter for letter in SEPARATORS if letter.isascii())

# A text of plain letters, as nearly all are, is folded in less than half the time: accented letters are not looked for
FOLD = """
CREATE OR REPLACE FUNCTION sv_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $fold$ SELECT ' ' || lower(CASE WHEN octet_length($1) = char_length($1) THEN translate($1, {plain}, {spaces})
ELSE translate($1, {letters}, {folded}) END) || ' ' $fold$
"""
# (name, table, the text as the search writes it)
INDEXES = (
    ("search_commission", "procurement_commission", "reference || ' ' || title"),
    ("search_tender", "procurement_tender", "reference || ' ' || title"),
    ("search_posting", "procurement_posting", "reference || ' ' || title"),
    ("search_event", "procurement_event", "title || ' ' || place"),
    ("search_contract", "contracts_contract", "reference || ' ' || title"),
    ("search_obligation", "contracts_obligation", "code || ' ' || wording"),
    ("search_kpi", "contracts_kpi", "'KPI ' || number::text || ' ' || wording"),
    ("search_organisation", "socialvalue_organisation", "name || ' ' || registration_number"),
)
REFUSED = (
    "The database's role may not create the extension pg_trgm, which the search needs. Let a role that may run "
    "“CREATE EXTENSION pg_trgm” once in this database, in the schema public, then migrate again. docs/deployment.md says more."
)


def put_on(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except ProgrammingError as error:
        raise ProgrammingError(REFUSED) from error
    texts = {
        "plain": PLAIN_SEPARATORS,
        "spaces": " " * len(PLAIN_SEPARATORS),
        "letters": LETTERS + SEPARATORS,
        "folded": PLAIN + " " * len(SEPARATORS),
    }
    quoted = {name: schema_editor.quote_value(text) for name, text in texts.items()}
    schema_editor.execute(FOLD.format(**quoted), params=None)
    for name, table, text in INDEXES:
        schema_editor.execute(
            f"CREATE INDEX IF NOT EXISTS {name} ON {table} USING gin (sv_fold({text}) gin_trgm_ops)", params=None
        )


def take_off(apps, schema_editor):
    """The extension stays: something else may use it."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for name, _, _ in INDEXES:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")
    schema_editor.execute("DROP FUNCTION IF EXISTS sv_fold(text)")


class Migration(migrations.Migration):
    dependencies = [
        ("measurement", "0001_initial"),
        ("socialvalue", "0001_initial"),
        ("procurement", "0001_initial"),
        ("contracts", "0001_initial"),
    ]

    operations = [migrations.RunPython(put_on, take_off)]
