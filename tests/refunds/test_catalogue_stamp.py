"""Pages are never older than the rows, whichever row changed."""

from __future__ import annotations

from datetime import date

import pytest

from providers.models import Provider
from refunds.catalogue import TABLES, find, stamp

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
@pytest.mark.parametrize("slug", ["coursera", "app-store"])
def test_saving_deleting_and_adding_are_noticed(packs, model, slug):
    """A store's rows count for everybody who sells through it."""
    before = stamp("coursera")
    row = model.objects.filter(provider__slug=slug).first()
    if row is None:
        pytest.skip("this provider has none")
    row.save()
    saved = stamp("coursera")
    assert saved != before
    last = model.objects.filter(provider__slug=slug).last()
    last.pk, last._state.adding = None, True
    for field in ("key", "name", "email"):
        if hasattr(last, field):
            setattr(last, field, "new")
    if hasattr(last, "as_of"):
        last.as_of = date(2001, 1, 1)
    last.save()
    added = stamp("coursera")
    assert added != saved
    last.delete()
    assert stamp("coursera") not in (added, before)


def test_another_providers_rows_do_not_matter(packs):
    before = stamp("app-store")
    Provider.objects.get(slug="coursera").save()
    assert stamp("app-store") == before


def test_the_provider_itself_matters(coursera):
    before = stamp("coursera")
    coursera.save()
    assert stamp("coursera") != before


def test_nobody():
    with pytest.raises(Provider.DoesNotExist):
        find("nobody")


def test_nothing_is_read_again_without_need(packs, django_assert_num_queries):
    find("coursera")
    with django_assert_num_queries(1):
        find("coursera")
