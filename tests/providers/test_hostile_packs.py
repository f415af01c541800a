"""Files that break the rules of TOML, addresses or good faith: told, not raised."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import tomlkit
from django.conf import settings

from providers.datapack import PackError, ProviderPack
from refunds.datapack import Pack

SHIPPED = settings.PACKS_DIR / "coursera.toml"


def problems_with(tmp_path, change):
    """Return the problems of Coursera's pack after a change to its data."""
    document = tomlkit.parse(SHIPPED.read_text(encoding="utf-8"))
    change(document)
    path = tmp_path / "coursera.toml"
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
    try:
        Pack.read(path)
    except PackError as error:
        return error.problems
    return []


def setting(path, value):
    """Return a change of one place, such as ``contacts.0.email``."""

    def change(document):
        place = document
        *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        for part in way:
            place = place[part]
        place[last] = value

    return change


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("privacy@coursera.org.evil.test", id="domain that begins alike"),
        pytest.param("privacy@notcoursera.org", id="domain that ends alike"),
        pytest.param("a@evil.test,b@coursera.org", id="two addresses"),
        pytest.param("a@evil.test>b@coursera.org", id="an address in an address"),
        pytest.param("privacy@coursera.org\nBcc: a@evil.test", id="header in address"),
        pytest.param('"a b"@coursera.org', id="quoted words"),
        pytest.param("@coursera.org", id="nobody at all"),
        pytest.param("privacy@", id="nowhere"),
    ],
)
def test_no_mail_goes_to_an_impostor(tmp_path, address):
    (problem,) = problems_with(tmp_path, setting("contacts.0.email", address))
    assert problem.startswith("contacts[0].email: ")


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://www.coursera.org/", id="without TLS"),
        pytest.param("javascript:alert(1)//www.coursera.org", id="script"),
        pytest.param("https://www.coursera.org.evil.test/", id="begins alike"),
        pytest.param("https://evilcoursera.org/", id="ends alike"),
        pytest.param("https://evil.test/www.coursera.org", id="domain in the path"),
        pytest.param("https://coursera.org@evil.test/", id="domain as a user"),
        pytest.param("https://evil.test\\@coursera.org/", id="backslash"),
        pytest.param("https://evil.test#@coursera.org/", id="fragment"),
        pytest.param("https://[coursera.org/", id="half a bracket"),
        pytest.param("//www.coursera.org/", id="without scheme"),
        pytest.param("https://www.coursera.org/a b", id="blank"),
        pytest.param("https://www.coursera.org/a\nb", id="line break"),
        pytest.param("https:///", id="no host"),
    ],
)
def test_no_link_leads_to_an_impostor(tmp_path, url):
    (problem,) = problems_with(tmp_path, setting("website", url))
    assert problem.startswith("website: ")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param("products.0.key", ["a", "list"], id="a key that is a list"),
        pytest.param("channels.0.key", {"a": "table"}, id="a key that is a table"),
        pytest.param("events.0.key", 7, id="a key that is a number"),
        pytest.param("products", "none", id="a table that is a text"),
        pytest.param("products", ["none"], id="rows that are texts"),
        pytest.param("sources", ["tos"], id="sources that are a list"),
        pytest.param("domains", "coursera.org", id="domains that are a text"),
        pytest.param("rules.0.window", 7, id="a window that is a number"),
        pytest.param("cases.0.purchase", [], id="a purchase that is a list"),
        pytest.param("cases.0.purchase.product", "coarse", id="unknown product"),
        pytest.param("cases.0.purchase.channel", "fax", id="unknown channel"),
        pytest.param("cases.0.purchase.country", "SWE", id="unknown country"),
        pytest.param("cases.0.purchase.events", {"closed": True}, id="unknown event"),
        pytest.param("cases.0.outcome", "perhaps", id="unknown outcome"),
        pytest.param("cases.0.today", "today", id="not a day"),
        pytest.param("entities.0.country", "UK", id="a country of that code is none"),
        pytest.param("entities.0.country", "se", id="small letters"),
        pytest.param("entities.0.markets", "EU", id="markets that are a text"),
        pytest.param("products.0.trial_days", 0, id="a trial of no days"),
        pytest.param("products.0.supply", "unclear", id="a supply the law has not"),
        pytest.param("letter_identifiers", ["shoe_size"], id="unknown identifier"),
        pytest.param("category", "shops", id="unknown category"),
        pytest.param("format", 2, id="a format of the future"),
        pytest.param(
            "checked_on", datetime(2026, 3, 2, 14, tzinfo=UTC), id="a time of day"
        ),
        pytest.param("domains", [], id="no domain"),
        pytest.param("domains", ["https://coursera.org"], id="an address as a domain"),
        pytest.param("name", "", id="no name"),
        pytest.param("name", "a\x07b", id="a bell in a name"),
        pytest.param("summary", {"sv": "En.", "en": "One.", "da": "Et."}, id="Danish"),
    ],
)
def test_nonsense_is_told_with_its_place(tmp_path, path, value):
    found = problems_with(tmp_path, setting(path, value))
    assert found
    assert any(line.startswith(path.partition(".")[0]) for line in found)


@pytest.mark.parametrize(
    ("path", "length"),
    [
        ("name", 120),
        ("aliases.0", 120),
        ("sources.tos.title", 250),
        ("entities.0.name", 160),
        ("channels.0.name.en", 120),
        ("products.0.name.sv", 120),
        ("events.0.label.sv", 60),
        ("events.0.question.en", 200),
        ("events.0.in_letter.sv", 200),
        ("cases.0.why", 300),
    ],
)
def test_a_text_fits_its_column(tmp_path, path, length):
    """PostgreSQL would raise in the middle of loading; the file is told before."""
    assert problems_with(tmp_path, setting(path, "x" * length)) == []
    (problem,) = problems_with(tmp_path, setting(path, "x" * (length + 1)))
    assert problem.endswith(f"longer than {length} characters")


@pytest.mark.parametrize(
    "amount",
    [
        pytest.param(-1, id="negative"),
        pytest.param(float("nan"), id="not a number"),
        pytest.param(float("inf"), id="infinite"),
        pytest.param(1e12, id="more than there is"),
        pytest.param(0.001, id="less than an öre"),
        pytest.param("about ten", id="words"),
    ],
)
def test_a_price_is_an_amount(tmp_path, amount):
    document = tomlkit.parse(SHIPPED.read_text(encoding="utf-8"))
    place = next(n for n, item in enumerate(document["products"]) if "prices" in item)
    where = f"products.{place}.prices.0.amount"
    (problem,) = problems_with(tmp_path, setting(where, amount))
    assert problem.startswith(f"products[{place}].prices[0].amount: ")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(b"name = \x00", id="NUL"),
        pytest.param(b"", id="empty"),
        pytest.param(b"a = " + b"[" * 50_000, id="brackets without end"),
        pytest.param(b'slug = "coursera"\nslug = "coursera"', id="a key twice"),
        pytest.param("name = “Coursera”".encode(), id="quotes from a word processor"),
    ],
)
def test_a_file_that_is_no_toml(tmp_path, content):
    path = tmp_path / "coursera.toml"
    path.write_bytes(content)
    with pytest.raises(PackError) as error:
        Pack.read(path)
    assert str(error.value).startswith("coursera.toml: ")


def test_each_line_of_the_message_names_the_file(tmp_path):
    path = tmp_path / "club.toml"
    path.write_text('format = 1\nslug = "club"\n')
    with pytest.raises(PackError) as error:
        Pack.read(path)
    lines = str(error.value).splitlines()
    assert len(lines) == len(error.value.problems) > 5
    assert all(line.startswith("club.toml: ") for line in lines)


def test_problems_of_every_kind_come_at_once(tmp_path):
    """Types, references, domains, dates and the wrong slug: one reading tells all."""

    def spoil(document):
        setting("slug", "corsera")(document)
        setting("website", "https://evil.test")(document)
        setting("contacts.0.source", "hearsay")(document)
        setting("products.0.kind", "rental")(document)
        setting("rules.0.outcome", "perhaps")(document)
        setting("rules.1.window.start", "yesterday")(document)
        setting("cases.0.purchase.product", "coarse")(document)
        setting("cases.1.today", "soon")(document)

    places = [line.partition(": ")[0] for line in problems_with(tmp_path, spoil)]
    assert places == [
        "website",
        "contacts[0].source",
        "products[0].kind",
        "rules[0].outcome",
        "rules[1].window.start",
        "cases[0].purchase.product",
        "cases[1].today",
        "slug",
    ]


def test_the_providers_part_stands_alone():
    """Who it is can be read by those who know nothing of refunds."""
    pack = Pack.read(SHIPPED)
    data = pack.model_dump(mode="json", exclude={"events", "rules", "cases"})
    assert ProviderPack.checked(data).name == pack.name
    assert ProviderPack.checked(data).checked_on >= date(2026, 1, 1)
