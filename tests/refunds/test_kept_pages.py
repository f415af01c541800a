"""A browser may keep a page, and asks each time whether it still holds."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override

from providers.models import Provider


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_until_an_editor_changes_something(client, packs, encoding):
    with override("en"):
        where = reverse("refunds:guide", args=["coursera"])
    accepts = {"accept-encoding": encoding}
    first = client.get(where, headers=accepts)
    assert first["Cache-Control"] == "no-cache"
    known = accepts | {"if-none-match": first["ETag"]}
    again = client.get(where, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Vary"]) == (first["ETag"], first["Vary"])
    provider = Provider.objects.get(slug="coursera")
    provider.summary_en = provider.summary_sv = "Something else."
    provider.save()
    changed = client.get(where, headers=known)
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert "Something else." in client.get(where).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepts", "packed"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("gzip;q=0, identity", False),
        ("gzip; q=0.0", False),
        ("identity", False),
        ("", False),
    ],
)
def test_compressed_for_those_who_take_it(client, packs, accepts, packed):
    with override("en"):
        where = reverse("refunds:guide", args=["coursera"])
    answer = client.get(where, headers={"accept-encoding": accepts})
    assert ("Content-Encoding" in answer) is packed
