"""`manage.py score FILE`: computes an evaluation again from its record alone, without a database."""

import sys

from django.core.management.base import BaseCommand

from procurement.scoring import BadRecord, compute, differences, read_record, result_json
from procurement.scoring.source import MOST_BYTES

DIFFERENT, BAD_INPUT = 1, 2


class Command(BaseCommand):
    """Exit 0: computed, or equal. 1: the record's result is another (`--check`). 2: the record cannot be
    computed.
    """

    help = "Compute the result of an evaluation record (evaluation-record/1) and print it as JSON."
    requires_system_checks = ()  # the file is all that matters, not the state of this installation

    def add_arguments(self, parser):
        """One file; `--check` compares instead of printing."""
        parser.add_argument("file", help="the evaluation record, or - for standard input")
        parser.add_argument(
            "--check",
            action="store_true",
            help="compare with the result in the record: exit 0 equal, 1 different",
        )

    def handle(self, *args, file: str, check: bool, **options):
        """Prints the result, or the differences; leaves with the exit code."""
        try:
            record = read_record(_content(file), with_result=check)
        except OSError as error:
            self._stop(BAD_INPUT, [f"{file}: cannot be read: {error.strerror or error}"])
        except BadRecord as error:
            self._stop(BAD_INPUT, error.problems)
        result = compute(record)
        if not check:
            self.stdout.write(result_json(result))
            return
        lines = differences(record.result, result.as_dict())
        if lines:
            self._stop(DIFFERENT, lines)

    def _stop(self, code: int, lines: list[str]):
        for line in lines:
            self.stderr.write(line)
        sys.exit(code)


def _content(file: str) -> bytes:
    """At most one byte more than may be read, so that an endless file is refused and not read to its end."""
    if file == "-":
        if sys.stdin is None:
            raise OSError("standard input is closed")
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with open(file, "rb") as opened:
        return opened.read(MOST_BYTES + 1)
