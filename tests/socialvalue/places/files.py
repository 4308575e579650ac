"""Miniatures of the official files: a few postcodes, as their publishers write them."""

import zipfile
from datetime import date
from pathlib import Path

from socialvalue.places.loading import Loaded, keep, load_postcodes
from socialvalue.places.models import PostcodeSector
from socialvalue.places.services import load_districts

MAIDSTONE, ASHFORD, CANTERBURY, SWALE, MEDWAY = "E07000110", "E07000105", "E07000106", "E07000113", "E06000035"
ELSEWHERE = "E09000006"
MAY = "May 2026"


def code_point(postcode: str, district: str, quality: int = 10) -> str:
    place = "0,0" if quality == 90 else "575000,155000"
    return f'"{postcode}",{quality},{place},"E92000001","E19000002","E18000010","E10000016","{district}","E05005000"'


# Written without an inner blank, with one, and with two: as the publisher does it by the length of the postcode
ME = [
    code_point("ME141XX", MAIDSTONE),
    code_point("ME14 1XZ", MAIDSTONE),
    code_point("ME2  3DS", MEDWAY),
    code_point("ME103SU", SWALE),
    code_point("ME991AA", "", quality=90),
]
TN = [code_point("TN235BY", ASHFORD), code_point("BR1 1AA", ELSEWHERE), code_point("BR1 1AB", ELSEWHERE)]
HEADINGS = "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\nPostcode,Positional_quality_indicator,Eastings,Northings,a,b,c,d,e,f"


def zipped(path: Path, tables: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tables.items():
            archive.writestr(name, content)
    return path


def code_point_zip(folder: Path) -> Path:
    return zipped(
        folder / "codepo_gb.zip",
        {
            "Data/CSV/me.csv": "\r\n".join(ME) + "\r\n",
            "Data/CSV/tn.csv": "\r\n".join(TN),
            "Doc/Code-Point_Open_Column_Headers.csv": HEADINGS,
            "Doc/licence.txt": "Open Government Licence",
            "Doc/Codelist.xlsx": b"PK",
        },
    )


def onspd(*rows: tuple[str, str, str], district: str = "oslaua", postcode: str = "pcds") -> str:
    """Rows of (postcode, month in which it ended or nothing, district)."""
    lines = [f"{postcode},dointr,doterm,{district},osward"]
    return "\n".join([*lines, *(f'"{one}",198001,{ended},{code},E05005000' for one, ended, code in rows)]) + "\n"


def plain(*rows: tuple[str, str]) -> str:
    return "postcode,lad_gss,lad_name\n" + "".join(f"{one},{code},Somewhere\n" for one, code in rows)


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def a_loaded_file(folder: Path) -> Loaded:
    """Code-Point Open of May 2026, and the districts it is about."""
    load_districts()
    return load_postcodes(code_point_zip(folder), month=MAY)


def packed(**sectors: dict[str, str]) -> Loaded:
    """Kept without a file: ``packed(ME14_1={MAIDSTONE: "XXXZ"})``."""
    load_districts()
    rows = [PostcodeSector(sector=name.replace("_", " "), districts=units) for name, units in sectors.items()]
    return keep(rows, name="Code-Point Open", day=date(2026, 5, 1), fewer=True)
