"""Names come apart at the right word, and contributions are those of CRediT."""

import pytest

from press.journal.jats.credit import address_of
from press.journal.jats.names import parted


@pytest.mark.parametrize(
    ("given", "family", "whole", "expected"),
    [
        ("Martin Luther King", "Jr.", "", ("Martin Luther", "King", "Jr.")),
        ("Martin Luther", "King Jr.", "", ("Martin Luther", "King", "Jr.")),
        ("John", "Smith, III", "", ("John", "Smith", "III")),
        ("Ludwig van", "Beethoven", "", ("Ludwig", "van Beethoven", "")),
        ("Ludwig", "Beethoven", "Ludwig van Beethoven", ("Ludwig", "van Beethoven", "")),
        ("Jan van der", "Berg", "", ("Jan", "van der Berg", "")),
        ("Gabriel", "García Márquez", "Gabriel García Márquez", ("Gabriel", "García Márquez", "")),
        ("José Ortega y", "Gasset", "", ("José", "Ortega y Gasset", "")),
        ("Charles de", "Gaulle", "", ("Charles", "de Gaulle", "")),
        ("bell", "hooks", "", ("bell", "hooks", "")),
        ("Anne-Marie", "Durand-Dupont", "", ("Anne-Marie", "Durand-Dupont", "")),
        ("Zulfiya", "Torebekova", "Zulfiya Torebekova", ("Zulfiya", "Torebekova", "")),
        ("", "Plato", "", ("", "Plato", "")),
    ],
)
def test_names_are_parted(given, family, whole, expected):
    assert parted(given, family, whole) == expected


def test_roles_have_addresses_of_their_own():
    """As credit.niso.org lists them."""
    assert address_of("Writing – review & editing").endswith("/contributor-roles/writing-review-editing/")
    assert address_of("Data curation").endswith("/contributor-roles/data-curation/")
