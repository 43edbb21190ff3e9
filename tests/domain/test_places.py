import pytest

from langaccess.domain.places import slug_of


@pytest.mark.parametrize(
    ("name", "taken", "slug"),
    [
        ("City Hall", [], "city-hall"),
        ("  Café «Ñandú» #2 ", [], "cafe-nandu-2"),
        ("市政府", [], "site"),
        ("City Hall", ["city-hall", "city-hall-2"], "city-hall-3"),
    ],
)
def test_a_place_has_an_address_of_its_own(name: str, taken: list[str], slug: str) -> None:
    assert slug_of(name, taken) == slug
