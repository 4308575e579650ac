from socialvalue.places.data import DISTRICTS
from socialvalue.places.models import District


def load_districts() -> int:
    """Make the shipped districts, once; the number of new ones."""
    made = 0
    for county, names in DISTRICTS.items():
        for gss_code, name in names.items():
            _, created = District.objects.get_or_create(gss_code=gss_code, defaults={"name": name, "county": county})
            made += created
    return made
