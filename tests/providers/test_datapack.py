"""The pack format: every problem of a file at once, each with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomlkit
from django.conf import settings

from providers.datapack import MAX_BYTES, PackError
from refunds.datapack import Pack

SMALL = """
format = 1
slug = "small"
name = "Small"
category = "learning"
website = "https://www.small.example"
checked_on = 2026-11-23
domains = ["small.example"]
summary = { sv = "Liten.", en = "Small." }

[sources.terms]
title = "Terms"
url = "https://www.small.example/terms"
kind = "primary"

[[contacts]]
purpose = "privacy"
email = "privacy@small.example"
source = "terms"

[[channels]]
key = "web"
name = { sv = "Webben", en = "The web" }
cancel_url = "https://www.small.example/cancel"
source = "terms"

[[products]]
key = "course"
name = { sv = "Kurs", en = "Course" }
kind = "one_time"
supply = "contested"
source = "terms"

[[products.prices]]
amount = 10
currency = "SEK"
country = "SE"
period = "once"
as_of = 2026-11-23
source = "terms"

[[events]]
key = "opened"
label = { sv = "Öppnad", en = "Opened" }
question = { sv = "Öppnad?", en = "Opened?" }
why = { sv = "Därför.", en = "Because." }
happened = { sv = "Öppnad", en = "Opened" }
not_happened = { sv = "Inte öppnad", en = "Not opened" }
in_letter = { sv = "Jag har inte öppnat den.", en = "I have not opened it." }

[[rules]]
key = "seven-days"
outcome = "full"
products = ["course"]
channels = ["web"]
window = { days = 7, start = "payment" }
ended_by = ["opened"]
explanation = { sv = "Sju dagar.", en = "Seven days." }
source = "terms"
"""


def read(tmp_path: Path, text: str, name: str = "small.toml") -> Pack:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return Pack.read(path)


def problems(tmp_path, change):
    """Return the problems of the small pack after a change to its data."""
    document = tomlkit.parse(SMALL)
    change(document)
    with pytest.raises(PackError) as error:
        read(tmp_path, tomlkit.dumps(document))
    return error.value.problems


def test_the_small_pack_is_right(tmp_path):
    pack = read(tmp_path, SMALL)
    assert pack.rules[0].window.days == 7
    assert str(pack.products[0].prices[0].amount) == "10.00"


def set_in(*path, value):
    def change(document):
        place = document
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value

    return change


def drop(*path):
    def change(document):
        place = document
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        pytest.param(
            set_in("contacts", 0, "email", value="hi@small-help.example"),
            "contacts[0].email",
            "not under the official domains",
            id="an impostor's mailbox",
        ),
        pytest.param(
            set_in("contacts", 0, "email", value="nobody"),
            "contacts[0].email",
            "must be an e-mail address",
            id="no mailbox at all",
        ),
        pytest.param(
            set_in(
                "channels", 0, "cancel_url", value="https://small.example.evil.test/"
            ),
            "channels[0].cancel_url",
            "not under the official domains",
            id="an impostor's page",
        ),
        pytest.param(
            set_in("website", value="http://www.small.example"),
            "website",
            "https://",
            id="a page without TLS",
        ),
        pytest.param(
            set_in("rules", 0, "products", value=["coarse"]),
            "rules[0].products[0]",
            "'coarse' is not in [products]",
            id="a rule for a product that does not exist",
        ),
        pytest.param(
            set_in("rules", 0, "channels", value=["fax"]),
            "rules[0].channels[0]",
            "'fax' is not in [channels]",
            id="a rule for a channel that does not exist",
        ),
        pytest.param(
            set_in("rules", 0, "ended_by", value=["closed"]),
            "rules[0].ended_by[0]",
            "'closed' is not in [events]",
            id="a rule ended by an event nobody asks for",
        ),
        pytest.param(
            set_in("rules", 0, "source", value="hearsay"),
            "rules[0].source",
            "'hearsay' is not in [sources]",
            id="a rule without its source",
        ),
        pytest.param(
            set_in("rules", 0, "countries", value=["SWE"]),
            "rules[0].countries[0]",
            "neither a country code nor EU, EEA or EFTA",
            id="an unknown country",
        ),
        pytest.param(
            drop("products", 0, "prices", 0, "as_of"),
            "products[0].prices[0].as_of",
            "Field required",
            id="a price without its day",
        ),
        pytest.param(
            set_in("products", 0, "prices", 0, "currency", value="SKR"),
            "products[0].prices[0].currency",
            "'SKR' is not a currency code",
            id="an unknown currency",
        ),
        pytest.param(
            drop("rules", 0, "explanation", "sv"),
            "rules[0].explanation.sv",
            "Field required",
            id="a text without Swedish",
        ),
        pytest.param(
            set_in("rules", 0, "window", "days", value=-1),
            "rules[0].window.days",
            "greater than or equal to 0",
            id="a window of minus one day",
        ),
        pytest.param(
            set_in("rules", 0, "windows", value=1),
            "rules[0].windows",
            "Extra inputs are not permitted",
            id="a misspelt key",
        ),
        pytest.param(
            drop("contacts", 0, "email"),
            "contacts[0]",
            "needs lines, email, url or phone",
            id="a contact one cannot reach",
        ),
        pytest.param(
            set_in("contacts", 0, "lines", value=["Street 1"]),
            "contacts[0]",
            "an address needs its country",
            id="an address without country",
        ),
        pytest.param(
            set_in("slug", value="Small!"), "slug", "should match", id="not a slug"
        ),
    ],
)
def test_a_problem_names_its_place(tmp_path, change, place, words):
    (problem,) = problems(tmp_path, change)
    where, _, what = problem.partition(": ")
    assert where == place
    assert words in what


def test_all_problems_of_a_file_come_at_once(tmp_path):
    def spoil(document):
        set_in("rules", 0, "source", value="hearsay")(document)
        set_in("rules", 0, "products", value=["coarse"])(document)
        set_in("checked_on", value="yesterday")(document)
        drop("summary", "en")(document)

    places = {line.partition(": ")[0] for line in problems(tmp_path, spoil)}
    assert places == {
        "rules[0].source",
        "rules[0].products[0]",
        "checked_on",
        "summary.en",
    }


def test_valid_from_comes_before_valid_to(tmp_path):
    text = SMALL.replace(
        'key = "seven-days"',
        'key = "seven-days"\nvalid_from = 2026-02-01\nvalid_to = 2026-01-31',
    )
    with pytest.raises(PackError, match=r"rules\[0\]: valid_from comes after"):
        read(tmp_path, text)


@pytest.mark.parametrize("table", ["products", "channels", "rules", "events"])
def test_a_key_stands_only_once(tmp_path, table):
    def repeat(document):
        document[table].append(tomlkit.parse(tomlkit.dumps(document[table][0])))

    (problem,) = problems(tmp_path, repeat)
    assert problem.startswith(f"{table}: ")
    assert "stands here twice" in problem


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        pytest.param("format = ", "small.toml", "not valid TOML", id="no TOML"),
        pytest.param(SMALL, "other.toml", "must be the file's name", id="wrong name"),
        pytest.param(
            "#" * (MAX_BYTES + 1), "small.toml", "larger than", id="too large"
        ),
    ],
)
def test_a_file_that_cannot_be_a_pack(tmp_path, text, name, words):
    with pytest.raises(PackError, match=words):
        read(tmp_path, text, name)


@pytest.mark.parametrize(
    "path", sorted(settings.PACKS_DIR.glob("*.toml")), ids=lambda p: p.stem
)
def test_shipped_packs_are_right(path):
    assert Pack.read(path).slug == path.stem
