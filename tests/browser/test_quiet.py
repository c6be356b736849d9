"""Stands last: it looks back on all that was done in the other files."""

import pytest

from tests.browser.conftest import LOCAL, Explorer

pytestmark = pytest.mark.browser


def test_the_browser_did_not_complain_and_nothing_left_the_machine(explorer: Explorer) -> None:
    assert explorer.complaints == []
    assert explorer.box.locator("script, b").count() == 0
    assert [url for url in explorer.requests if not url.startswith(LOCAL)] == []
