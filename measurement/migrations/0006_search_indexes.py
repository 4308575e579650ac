"""What the search needs of PostgreSQL: the extension pg_trgm, the folding of a text, and trigram indexes on folded texts.

SQLite needs none of it: its connection is given the functions when somebody searches (``measurement/search/selectors/matching.py``).
"""

from django.db import ProgrammingError, migrations

LETTERS = "áàâäãåāÁÀÂÄÃÅĀçÇéèêëēÉÈÊËĒíìîïīÍÌÎÏĪñÑóòôöõōÓÒÔÖÕŌúùûüūÚÙÛÜŪẃẁŵẅẂẀŴẄýỳŷÿÝỲŶŸ"
PLAIN = "a" * 14 + "c" * 2 + "e" * 10 + "i" * 10 + "n" * 2 + "o" * 12 + "u" * 10 + "w" * 8 + "y" * 8
SEPARATORS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~‘’“”«»–—−…·•£€§°\t\n\r\u00a0"

FOLD = """
CREATE OR REPLACE FUNCTION sv_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $fold$ SELECT ' ' || lower(translate($1, {letters}, {plain})) || ' ' $fold$
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
    quoted = [schema_editor.quote_value(text) for text in (LETTERS + SEPARATORS, PLAIN + " " * len(SEPARATORS))]
    schema_editor.execute(FOLD.format(letters=quoted[0], plain=quoted[1]), params=None)
    for name, table, text in INDEXES:
        schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin (sv_fold({text}) gin_trgm_ops)", params=None)


def take_off(apps, schema_editor):
    """The extension stays: something else may use it."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for name, _, _ in INDEXES:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")
    schema_editor.execute("DROP FUNCTION IF EXISTS sv_fold(text)")


class Migration(migrations.Migration):
    dependencies = [
        ("measurement", "0005_plain_words"),
        ("socialvalue", "0005_messages_that_can_be_acted_on"),
        ("procurement", "0005_scores_set_aside_and_reasons_of_decisions"),
        ("contracts", "0007_agreed_versions"),
    ]

    operations = [migrations.RunPython(put_on, take_off)]
