"""A bundle leaves article text out unless the licence allows passing it on."""

import pytest

from analysis.pipeline.bundle import text_may_go


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("CC0-1.0", True),
        ("CC BY 4.0", True),
        ("CC-BY-SA-4.0", True),
        ("CC BY-ND 4.0", False),
        ("Public domain", True),
        ("OGL-UK-3.0", True),
        ("All rights reserved", False),
        ("", False),
        (None, False),
    ],
)
def test_licences(licence: str | None, allowed: bool) -> None:
    assert text_may_go(licence) is allowed
