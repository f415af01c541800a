"""A pack survives rows and files whole, whatever its texts; what it drops is gone."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pydantic import ValidationError

from providers.countries import CODES
from providers.models import (
    Channel,
    Contact,
    Domain,
    Entity,
    Name,
    Note,
    Price,
    Product,
    Provider,
    Source,
)
from refunds.catalogue import TABLES
from refunds.datapack import Pack
from refunds.exporting import to_toml
from refunds.models import GoldenCase, RefundEvent, RefundRule
from refunds.packing import EditedInAdmin, Loaded, digest, load, pack_of

PACKS = {
    path.stem: Pack.read(path) for path in sorted(settings.PACKS_DIR.glob("*.toml"))
}
COURSERA = PACKS["coursera"]
LITTLE = COURSERA.model_dump(mode="json") | {
    "notes": [COURSERA.notes[0].model_dump(mode="json")],
    "contacts": [],
    "rules": [],
    "cases": [],
}
"""As much as a property needs, which tries many."""
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


def changed(**changes):
    """Return Coursera's pack with some of its tables replaced, checked again."""
    return Pack.checked(COURSERA.model_dump(mode="json") | changes)


def rows(pack, table):
    return [row.model_dump(mode="json") for row in getattr(pack, table)]


def without(table, key):
    return [row for row in rows(COURSERA, table) if row["key"] != key]


# Files


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS.keys())
def test_a_file_written_and_read_is_the_same_pack(pack):
    text = to_toml(pack)
    assert Pack.checked(tomllib.loads(text)) == pack
    assert to_toml(Pack.checked(tomllib.loads(text))) == text


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS.keys())
def test_a_file_is_written_as_people_write(pack):
    """Texts in two languages on lines of their own, and nothing that says nothing."""
    text = to_toml(pack)
    assert "\nsummary.sv = " in text
    assert "[[cases]]" in text
    assert "null" not in text.lower().split()
    assert not [line for line in text.splitlines() if line.endswith(("= []", '= ""'))]


@examples(max_examples=50, deadline=None)
@given(text=texts)
def test_any_text_survives_a_file(text):
    """Quotes, backslashes, line breaks and what looks like TOML are only text."""
    data = deepcopy(LITTLE)
    data["summary"] = {"sv": text, "en": f'"{text}"'}
    data["notes"][0]["text"] = {"sv": f"[[{text}]]", "en": f"a = {text}"}
    try:
        pack = Pack.checked(data)
    except ValidationError:
        return  # blank, or with control characters: no pack in the first place
    assert Pack.checked(tomllib.loads(to_toml(pack))) == pack


@examples(max_examples=50, deadline=None)
@given(cents=st.integers(min_value=0, max_value=99_999_999_99))
def test_any_price_survives_a_file(cents):
    data = deepcopy(LITTLE)
    price = next(item["prices"][0] for item in data["products"] if item["prices"])
    price["amount"] = str(Decimal(cents) / 100)
    pack = Pack.checked(data)
    again = Pack.checked(tomllib.loads(to_toml(pack)))
    assert again == pack
    assert digest(again) == digest(pack)


# Rows


@pytest.mark.django_db
@pytest.mark.parametrize("slug", PACKS)
def test_rows_hold_all_that_the_pack_says(packs, slug):
    provider = Provider.objects.get(slug=slug)
    assert pack_of(provider) == PACKS[slug]
    assert provider.loaded_digest == digest(PACKS[slug])


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["Rad ett.\nRad två.", '"<b>&amp;{{ x }}', "\u2028 x"])
def test_odd_texts_survive_the_database(packs, text):
    pack = changed(summary={"sv": text, "en": text})
    assert load(pack) is Loaded.UPDATED
    assert load(pack) is Loaded.UNCHANGED
    assert pack_of(Provider.objects.get(slug="coursera")) == pack


def identities():
    """Return the primary keys of all rows of Coursera, table by table."""
    return {
        model.__name__: set(
            model.objects.filter(provider__slug="coursera").values_list("pk", flat=True)
        )
        for model in TABLES
    }


@pytest.mark.django_db
def test_an_update_keeps_every_row_that_stays(packs):
    """Links and history point to rows: a new text must not make new ones."""
    before = identities()
    pack = changed(name="Coursera, Inc.", checked_on=date(2026, 12, 24))
    assert load(pack) is Loaded.UPDATED
    assert identities() == before


@pytest.mark.django_db
def test_a_new_order_is_kept_without_new_rows(packs):
    before = identities()
    pack = changed(
        rules=list(reversed(rows(COURSERA, "rules"))),
        products=list(reversed(rows(COURSERA, "products"))),
    )
    load(pack)
    assert pack_of(Provider.objects.get(slug="coursera")) == pack
    after = identities()
    assert after["RefundRule"] == before["RefundRule"]
    assert after["Product"] == before["Product"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "model"),
    [
        pytest.param(
            {"rules": without("rules", "project-not-refunded")}, RefundRule, id="rule"
        ),
        pytest.param({"cases": rows(COURSERA, "cases")[1:]}, GoldenCase, id="case"),
        pytest.param({"notes": rows(COURSERA, "notes")[:-1]}, Note, id="note"),
        pytest.param(
            {"contacts": rows(COURSERA, "contacts")[1:]}, Contact, id="contact"
        ),
        pytest.param({"entities": rows(COURSERA, "entities")[1:]}, Entity, id="entity"),
        pytest.param({"aliases": []}, Name, id="alias"),
        pytest.param(
            {"domains": [*COURSERA.domains[:-1]], "contacts": [], "channels": []}
            | {"rules": [], "cases": [], "website": f"https://{COURSERA.domains[0]}"},
            Domain,
            id="domain",
        ),
        pytest.param(
            {"channels": without("channels", "google_play"), "cases": []},
            Channel,
            id="channel",
        ),
        pytest.param(
            {"products": without("products", "premium_content"), "cases": []}
            | {"rules": without("rules", "premium-content")},
            Product,
            id="product",
        ),
        pytest.param(
            {
                "products": [
                    item | {"prices": []} for item in rows(COURSERA, "products")
                ]
            },
            Price,
            id="prices",
        ),
        pytest.param(
            {
                "products": [
                    item | {"prices": item["prices"][1:]}
                    for item in rows(COURSERA, "products")
                ]
            },
            Price,
            id="first price",
        ),
        pytest.param(
            {"events": without("events", "content_accessed"), "cases": []}
            | {"rules": without("rules", "premium-content")},
            RefundEvent,
            id="event",
        ),
    ],
)
def test_what_the_pack_drops_is_gone(packs, changes, model):
    before = identities()[model.__name__]
    pack = changed(**changes)
    load(pack)
    assert identities()[model.__name__] < before
    assert pack_of(Provider.objects.get(slug="coursera")) == pack


@pytest.mark.django_db
def test_a_source_nobody_names_any_more_is_gone(packs):
    """First the facts that rest on it, then the source: the database guards it."""
    used = {row["source"] for row in rows(COURSERA, "notes")}
    (kept,) = list(COURSERA.sources)[:1]
    everything = {
        table: [row | {"source": kept} for row in rows(COURSERA, table)]
        for table in ("entities", "contacts", "channels", "rules", "notes")
    }
    products = [
        row | {"source": kept, "prices": [p | {"source": kept} for p in row["prices"]]}
        for row in rows(COURSERA, "products")
    ]
    pack = changed(
        **everything,
        products=products,
        sources={kept: COURSERA.sources[kept].model_dump(mode="json")},
    )
    assert len(used) > 1
    load(pack)
    assert [row.key for row in Source.objects.filter(provider__slug="coursera")] == [
        kept
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("table", [Note, Contact, Product, RefundRule, GoldenCase])
def test_an_edit_of_any_part_is_noticed(packs, table):
    """Not only rules: whatever an editor touched is not overwritten in silence."""
    table.objects.filter(provider__slug="coursera").last().delete()
    with pytest.raises(EditedInAdmin):
        load(changed(name="Coursera, Inc."))


@pytest.mark.django_db
def test_another_providers_rows_are_left_alone(packs):
    store = Provider.objects.get(slug="app-store")
    load(changed(rules=[], cases=[], notes=[]))
    assert pack_of(store) == PACKS["app-store"]


@pytest.mark.django_db
def test_a_rule_may_name_every_country(packs):
    """A list of all countries fits its column, too."""
    (first, *rest) = rows(COURSERA, "rules")
    pack = changed(rules=[first | {"countries": sorted(CODES)}, *rest], cases=[])
    load(pack)
    assert pack_of(Provider.objects.get(slug="coursera")) == pack


@pytest.mark.django_db
def test_the_longest_address_of_a_website_fits(packs):
    """A column shorter than what packs may say would only show on PostgreSQL."""
    address = COURSERA.website.rstrip("/") + "/"
    load(changed(website=address + "x" * (500 - len(address))))
    website = Provider.objects.get(slug="coursera").website
    assert len(website) == 500
    assert Provider._meta.get_field("website").max_length >= 500


def test_a_field_that_is_new_makes_nobody_an_editor(packs):
    """Packs loaded before channels knew of premises keep the digest they had."""
    for pack in map(pack_of, Provider.objects.all()):
        told = any(channel.on_premises for channel in pack.channels)
        assert ("on_premises" in pack.model_dump_json()) is told
