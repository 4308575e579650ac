"""Import a framework: ``manage.py import_framework FILE [--framework CODE] [--dry-run] …``. Exit 0 or, when refused, 2."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.text import slugify

from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.common import clock
from socialvalue.common.errors import DomainError, Refused
from socialvalue.framework.calculations.reading_tree import code_and_name
from socialvalue.framework.models import Framework
from socialvalue.framework.services import Import, import_framework, publish_version


class Command(BaseCommand):
    help = "Import a social value framework (CSV, XLSX or JSON) as a new draft version, all of it or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--framework", metavar="CODE", help="An existing framework’s code, or a new one.")
        parser.add_argument("--name", help="What a new framework is called.")
        parser.add_argument("--council", help="Whose a new framework is; needed only where there are several councils.")
        parser.add_argument("--for-everybody", action="store_true", help="A new framework that every council may use.")
        parser.add_argument("--source", default="", help="The document it comes from.")
        parser.add_argument("--licence", default="", help="The licence under which it may be used.")
        parser.add_argument("--by", help="The email address of the framework editor who imports it.")
        parser.add_argument("--publish", action="store_true", help="Publish the version at once; it is frozen then.")
        parser.add_argument("--dry-run", action="store_true", help="Check the file, and do nothing.")

    def handle(self, *args, **options):
        try:
            # Together, so that a version that cannot be published is not brought in either
            with clock.fixed(), transaction.atomic():
                done = self.bring(options)
        except DomainError as refusal:
            for message in [m for _, m in refusal.problems] if isinstance(refusal, Refused) else [refusal.message]:
                self.stderr.write(message)
            sys.exit(2)
        self.tell(done)
        if done.problems:
            sys.exit(2)

    def bring(self, options) -> Import:
        path = Path(options["file"])
        try:
            data = path.read_bytes()
        except OSError as problem:
            raise Refused(f"{path.name} cannot be opened: {problem.strerror}") from None
        code, name = code_and_name(data, path.name)
        code = options["framework"] or code or slugify(path.stem)[:30] or "framework"
        framework = Framework.objects.filter(code__iexact=code).first()
        council = framework.council if framework else self.council(options)
        by = self.person(options["by"], council) if council else None
        new = None
        if framework is None:
            name = options["name"] or name or code.replace("-", " ").capitalize()
            new = {"council": council, "code": code, "name": name}
        done = import_framework(
            by=by,
            data=data,
            name=path.name,
            framework=framework,
            new=new,
            source=options["source"],
            licence=options["licence"],
            dry_run=options["dry_run"],
        )
        if options["publish"] and done.version and not done.unchanged:
            publish_version(done.version, by=by)
        return done

    def tell(self, done: Import) -> None:
        if done.unknown:
            self.stdout.write(f"Headings not known, and not imported: {', '.join(done.unknown)}")
        for problem in done.problems:
            self.stderr.write(str(problem))
        if done.problems:
            self.stderr.write("Nothing was imported: correct these first.")
            self.stdout.write(f"0 imported, {done.refused} {'values' if done.tree else 'lines'} refused")
            return
        if done.dry_run:
            self.stdout.write("Nothing was imported: this was a dry run.")
        if done.comparison:
            self.stdout.write(f"Lines: {done.comparison.summary}")
        state = "holds this already" if done.unchanged else "would hold" if done.dry_run else "holds"
        self.stdout.write(f"{done.code}, version {done.number}, {state}: {done.summary}")

    def council(self, options) -> Organisation | None:
        councils = Organisation.objects.filter(kind=OrganisationKind.COUNCIL).order_by("pk")
        if options["for_everybody"]:
            return None
        if options["council"]:
            found = councils.filter(name__iexact=options["council"]).first()
            if found is None:
                raise Refused(
                    f"There is no council called “{options['council']}”. There is: {', '.join(c.name for c in councils)}."
                )
            return found
        found = councils.first()
        if found is None:
            raise Refused("There is no council yet. Add one first, or say --for-everybody.")
        return found

    def person(self, address: str | None, council: Organisation) -> User:
        """Who answers for the import in the audit record: the person named, or the council's first framework editor."""
        editors = User.objects.holding(Permission.EDIT_FRAMEWORKS, council).order_by("pk")
        found = editors.filter(email__iexact=address).first() if address else editors.first()
        if found is None:
            whose = f"{address} is no" if address else "Nobody is a"
            raise Refused(f"{whose} framework editor of {council.name}")
        return found
