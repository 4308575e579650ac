"""The numbers of a count of postcodes are kept with the version of a return they were made for; which of them count."""

from collections.abc import Collection

from django.db import transaction

from contracts.evidence.models import DistrictCount, PostcodeCount
from contracts.evidence.permissions import check_can_write, contract_of
from contracts.evidence.services.noting import note
from procurement.commissioning.selectors import districts_of
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.places.looking_up import Counted, attribution
from socialvalue.places.models import District, PostcodeEdition


@transaction.atomic
def keep_count(kpi_return, *, by, whose: str, used: PostcodeEdition, counted: Counted) -> PostcodeCount:
    """In the place of the count before. For the figure count the contract’s districts, or else the council’s."""
    fresh = locked(kpi_return, NOTHING_READ)
    check_can_write(by, fresh)
    contract = contract_of(fresh.due)
    area = {one.pk for one in districts_of(contract.council)}
    local = {one.pk for one in contract.districts.all()} or area
    known = [
        (one, counted.districts.get(one.gss_code, 0))
        for one in District.objects.all()
        if one.pk in area | local or counted.districts.get(one.gss_code)
    ]
    now = PostcodeCount.objects.filter(kpi_return=fresh).first()
    count = now or PostcodeCount(kpi_return=fresh, version=0)
    count.version += 1
    count.whose, count.given, count.ended = whose, counted.given, counted.ended
    count.elsewhere = sum(counted.districts.values()) - sum(many for _, many in known)
    count.unplaced, count.unknown, count.unread = counted.unplaced, counted.unknown, counted.unread
    count.edition, count.attribution, count.illustrative = str(used), attribution(used), used.illustrative
    count.counted_by, count.counted_at = by, clock.now()
    count.save()
    count.districts.all().delete()
    DistrictCount.objects.bulk_create(
        DistrictCount(count=count, district=one, many=many, in_area=one.pk in area, chosen=one.pk in local) for one, many in known
    )
    words = f"counted {count.given:,} postcodes by district with {count.edition}, kept none of them, for the return of"
    note(fresh, "count postcodes", words, by=by)
    return count


def choose(count: PostcodeCount, districts: Collection[District]) -> PostcodeCount:
    """Which districts count for the figure; in the caller's transaction, who has locked the count. Raises Refused without any."""
    keys = {one.pk for one in districts}
    rows = list(count.districts.select_related("district"))
    if not keys or not keys <= {row.district_id for row in rows}:
        raise Refused("Choose at least one of the districts that were counted", "districts")
    for row in rows:
        row.chosen = row.district_id in keys
    DistrictCount.objects.bulk_update(rows, ["chosen"])
    return PostcodeCount.objects.prefetch_related("districts__district").get(pk=count.pk)
