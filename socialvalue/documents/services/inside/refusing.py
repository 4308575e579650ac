"""How a file is refused: what was found in it, and what to do."""

from socialvalue.common.errors import Refused

FIELD = "file"


def carries(name: str, what: str, remedy: str) -> Refused:
    """“plan.pdf contains a program (JavaScript). Print it to a new PDF, and upload that.”"""
    return Refused(f"{name} contains {what}. {remedy}", FIELD)


def not_what_it_says(name: str) -> Refused:
    kind = name.rpartition(".")[2].upper()
    again = f"Open it, save it again as {'JPEG' if kind in ('HEIC', 'HEIF') else kind}, and upload that."
    return Refused(f"{name} is not what its ending says, or is damaged. {again}", FIELD)


def locked(name: str) -> Refused:
    return Refused(f"{name} is protected by a password. Upload a copy without one.", FIELD)


def two_files(name: str) -> Refused:
    return Refused(
        f"{name} has something else in front of it or behind it, as files do that are two things at once. "
        "Open it, save it again, and upload that.",
        FIELD,
    )
