"""Nationalities led to their countries, apart from mentions."""

from corpora import Article, run


def test_a_nationality_leads_to_its_country_and_is_no_mention() -> None:
    tables = run(
        [
            Article(
                "Israeli and Egyptian officials met two Turks in Israel. The Israeli Defense "
                "Forces left. Unisraeli things happened."
            )
        ]
    )
    rows = tables["nationalities"].select("sentence", "surface", "country", "entity_id").rows()
    assert rows == [
        (0, "Israeli", "Israel", "loc-israel"),
        (0, "Egyptian", "Egypt", None),
        (0, "Turks", "Turkey", None),
    ]
    assert not {"Israeli", "Egyptian", "Turks"} & set(tables["mentions"]["surface"])
