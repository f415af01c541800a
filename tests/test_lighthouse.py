"""What we print of Lighthouse: its scores, but for what we do on purpose."""

from __future__ import annotations

import pytest

from cancelhub.lighthouse import CATEGORIES, score, tell


def report(*, crawlable=1, title=1):
    """Return as much of a report as counts."""
    refs = {
        "seo": [("is-crawlable", 4), ("document-title", 1), ("link-text", 3)],
        "performance": [("speed-index", 1), ("not-measured", 1)],
        "accessibility": [("document-title", 1)],
        "best-practices": [("document-title", 1), ("only-told", 0)],
    }
    scores = {
        "is-crawlable": crawlable,
        "document-title": title,
        "link-text": 1,
        "speed-index": 1,
        "not-measured": None,
        "only-told": 0,
    }
    return {
        "audits": {key: {"score": one, "title": key} for key, one in scores.items()},
        "categories": {
            name: {"auditRefs": [{"id": key, "weight": by} for key, by in audits]}
            for name, audits in refs.items()
        },
    }


@pytest.mark.parametrize(
    ("crawlable", "title", "points"),
    [
        (1, 1, (100, False)),
        (0, 1, (100, True)),
        (1, 0, (75, False)),
        (0, 0, (75, True)),
    ],
)
def test_seo_is_told_without_what_we_do_on_purpose(crawlable, title, points):
    assert score(report(crawlable=crawlable, title=title), "seo") == points


def test_a_page_below_the_bar_fails_and_says_why(capsys):
    assert tell({"home": report(), "letter": report(crawlable=0)}) == 0
    assert "100*" in capsys.readouterr().out
    assert tell({"guide": report(title=0)}) == 1
    assert "guide: document-title" in capsys.readouterr().out


def test_every_category_is_asked_for():
    assert set(CATEGORIES) == set(report()["categories"])
