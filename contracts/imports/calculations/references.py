"""When two references are one, however they were typed. Pure."""

import unicodedata


def plain_reference(text: str) -> str:
    """What spellings of a reference have in common: small letters, one kind of hyphen, no blanks, no letters nobody sees."""
    plain = unicodedata.normalize("NFKC", text)
    dashed = ("-" if unicodedata.category(sign) == "Pd" else sign for sign in plain)
    return "".join(sign for sign in dashed if not sign.isspace() and unicodedata.category(sign) != "Cf").casefold()
