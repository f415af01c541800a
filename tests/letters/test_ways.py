"""Which way out comes first, and which are not there."""

from __future__ import annotations

import pytest

from letters.letter import Document
from letters.recipients import Recipient
from letters.ways import Way, ways

FORM, MAIL, SEND, POST, PASTE = Way.FORM, Way.MAIL, Way.SEND, Way.POST, Way.PASTE


@pytest.mark.parametrize(
    ("country", "email", "url", "by_us", "expected"),
    [
        pytest.param(
            "SE", "a@b.se", "https://b.se", True, [FORM, MAIL, SEND, POST], id="all"
        ),
        pytest.param(
            None, "a@b.se", None, True, [MAIL, SEND, PASTE], id="own mail before ours"
        ),
        pytest.param(None, "a@b.se", None, False, [MAIL, PASTE], id="we may not"),
        pytest.param("SE", None, None, False, [POST, PASTE], id="a street alone"),
        pytest.param(None, None, None, False, [PASTE], id="nothing known"),
    ],
)
def test_ways(country, email, url, by_us, expected):
    document = Document(Recipient(("B",), country, email, url), False, ())
    assert ways(document, offers_to_send=by_us) == expected
