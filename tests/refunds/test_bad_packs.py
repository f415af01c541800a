"""Bad packs: told by file and key path, by both commands, and nothing half-loaded."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
import tomlkit
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from providers.datapack import MAX_BYTES
from providers.models import Name, Provider
from refunds.packing import pack_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
GYM, NEWS = "fitness24seven", "readly"
RULE = {
    "key": "late",
    "outcome": "none",
    "products": ["monthly"],
    "channels": ["web"],
    "countries": ["SE"],
    "explanation": {"sv": "Nej.", "en": "No."},
    "source": "member_terms",
}


@pytest.fixture
def folder(packs, tmp_path):
    """Two packs as files: the gym's to be spoilt, the news' with a good change."""
    for slug in (GYM, NEWS):
        text = (settings.PACKS_DIR / f"{slug}.toml").read_text(encoding="utf-8")
        (tmp_path / f"{slug}.toml").write_text(text, encoding="utf-8")
    change(tmp_path, put("summary", {"sv": "Tidningar.", "en": "News."}), slug=NEWS)
    return tmp_path


def change(folder, edit, slug=GYM):
    path = folder / f"{slug}.toml"
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    edit(document)
    path.write_text(tomlkit.dumps(document), encoding="utf-8")


def put(path, value):
    """Return a change that puts a value in a place such as ``rules.0.products``."""

    def edit(document):
        place = document
        *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        for part in way:
            place = place[part]
        if value is None:
            del place[last]
        else:
            place[last] = value

    return edit


def add_rule(place, **changes):
    """Return a change that inserts a rule."""

    def edit(document):
        document["rules"].insert(place, tomlkit.item(RULE | changes))

    return edit


def add_contact(document):
    row = {"purpose": "privacy", "email": "a@gym24.test", "source": "member_terms"}
    document["contacts"] = tomlkit.aot()
    document["contacts"].append(tomlkit.item(row))


def rows():
    """Return every row of the catalogue and of the rules, with its last save."""
    models = [
        *apps.get_app_config("providers").get_models(),
        *apps.get_app_config("refunds").get_models(),
    ]
    return {model: sorted(model.objects.values_list(), key=str) for model in models}


def said_by(command, *paths):
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as error:
        call_command(command, *paths, stdout=out, stderr=err)
    assert error.value.returncode == 1
    return f"{err.getvalue()}{error.value}"


@pytest.mark.parametrize("command", ["check_packs", "load_packs"])
@pytest.mark.parametrize(
    ("edit", "place", "words"),
    [
        pytest.param(
            put("rules.0.countries", ["SWE"]),
            "rules[0].countries[0]",
            "'SWE' is neither a country code nor EU, EEA or EFTA",
            id="unknown country",
        ),
        pytest.param(
            put("products.0.prices.0.as_of", None),
            "products[0].prices[0].as_of",
            "Field required",
            id="a price without its day",
        ),
        pytest.param(
            add_contact,
            "contacts[0].email",
            "gym24.test is not under the official domains of this pack",
            id="e-mail outside the official domains",
        ),
        pytest.param(
            put("rules.0.products", ["weekly"]),
            "rules[0].products[0]",
            "'weekly' is not in [products] of this pack",
            id="a rule for a product that does not exist",
        ),
        pytest.param(
            add_rule(1),
            "rules[1]",
            "'late' never applies, earlier rules cover it",
            id="a rule wholly hidden by an earlier one",
        ),
        pytest.param(
            add_rule(0, products=[], channels=[], countries=[]),
            "rules[1]",
            "'distance-14-days' never applies, earlier rules cover it",
            id="a rule for all before the exception",
        ),
        pytest.param(
            add_rule(0),
            "rules[1].products",
            "'monthly' is named in vain, decided before by rules[0] 'late'",
            id="a product named in vain",
        ),
        pytest.param(
            put("channels.0.billed_by", "apple"),
            "channels[0].billed_by",
            "there is no pack 'apple'",
            id="a store that does not exist",
        ),
        pytest.param(
            put("cases.0.outcome", "not_refundable"),
            "cases.c01",
            "expected not_refundable",
            id="a golden case that fails",
        ),
        pytest.param(
            put("summary.en", "Guaranteed."),
            "summary.en",
            "claim 'Guaranteed'",
            id="a claim nobody may make",
        ),
        pytest.param(
            put("aliases", ["Net-Flix"]),
            "aliases[0]",
            "'Net-Flix' is a name in netflix",
            id="the name of another, spelt otherwise",
        ),
        pytest.param(
            put("former_names", ["Coursera"]),
            "former_names[0]",
            "'Coursera' is a name in coursera",
            id="a former name that another has now",
        ),
        pytest.param(
            put("aliases", ["DN"]),
            "aliases[0]",
            "'DN' is a name in dagens-nyheter",
            id="an alias that another has",
        ),
        pytest.param(
            put("name", "HBO Max"),
            "name",
            "'HBO Max' is a name in hbo-max",
            id="the name of another",
        ),
        pytest.param(
            put("aliases", ["Gymmet", "Gymmet"]),
            "aliases[1]",
            "'Gymmet' stands here twice (aliases[0]: 'Gymmet')",
            id="an alias twice",
        ),
    ],
)
def test_a_bad_pack_changes_nothing(folder, command, edit, place, words):
    change(folder, edit)
    before = rows()
    said = said_by(command, folder)
    assert f"{GYM}.toml: {place}: " in said
    assert words in said
    assert f"{NEWS}.toml: " not in said.replace(f"{GYM}.toml", "")
    assert rows() == before


@pytest.mark.parametrize("command", ["check_packs", "load_packs"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("#" * 1_000_000, f"larger than {MAX_BYTES} bytes", id="1 MB"),
        pytest.param("slug = ", "not valid TOML", id="no TOML"),
        pytest.param('a = "\n', "at line 1, column 6", id="the line of the mistake"),
    ],
)
def test_a_file_that_is_no_pack_changes_nothing(folder, command, content, words):
    (folder / f"{GYM}.toml").write_text(content)
    before = rows()
    said = said_by(command, folder)
    assert f"{GYM}.toml: (file): " in said
    assert words in said
    assert rows() == before


@pytest.mark.parametrize("command", ["check_packs", "load_packs"])
def test_two_files_with_one_slug_name_both(folder, command):
    other = folder / "other"
    other.mkdir()
    (folder / f"{GYM}.toml").rename(other / f"{GYM}.toml")
    shipped = settings.PACKS_DIR / f"{GYM}.toml"
    before = rows()
    said = said_by(command, shipped, other)
    assert f"{other / GYM}.toml: slug: '{GYM}' is the slug of {shipped}, too" in said
    assert rows() == before


def test_a_file_named_twice_is_read_once(folder):
    out = StringIO()
    call_command("check_packs", folder, folder / f"{NEWS}.toml", stdout=out)
    assert "2 pack(s) checked, no errors." in out.getvalue()


def test_two_new_packs_with_one_alias_name_both_files(folder):
    for slug in (GYM, NEWS):
        change(folder, put("aliases", ["Sjuan"]), slug)
    said = said_by("load_packs", folder)
    assert (
        "readly.toml: aliases[0]: 'Sjuan' is a name in fitness24seven.toml as well"
        " (aliases[0]: 'Sjuan')"
    ) in said


def test_check_packs_tells_all_files_at_once(folder):
    """One that cannot be read does not hide what is wrong with the next."""
    (folder / f"{GYM}.toml").write_text("slug = ")
    change(folder, put("summary.en", "Guaranteed."), NEWS)
    said = said_by("check_packs", folder)
    assert f"{GYM}.toml: (file): not valid TOML" in said
    assert f"{NEWS}.toml: summary.en: claim" in said
    assert "2 error(s)" in said


# Names against the database


@pytest.fixture
def editors_own(packs):
    """A company that an editor added in admin, with a name of its own."""
    return Provider.objects.create(
        slug="gymmet",
        name="Gymmet",
        category="fitness",
        website="https://gymmet.test",
        checked_on=date(2026, 11, 23),
    )


def test_a_name_that_only_the_database_has(folder, editors_own):
    change(folder, put("aliases", ["gymmet"]))
    before = rows()
    said = said_by("load_packs", folder)
    assert (
        "fitness24seven.toml: aliases[0]: 'gymmet' is a name in"
        " gymmet (in the database) as well"
    ) in said
    assert rows() == before


def test_an_editors_clash_does_not_stop_the_site_from_starting(editors_own):
    """The packs are as they were; loading them changes nothing and judges nothing."""
    Name.objects.create(provider=editors_own, name="Coursera", kind="alias")
    call_command("load_packs", stdout=StringIO())


def test_what_an_editor_keeps_still_claims_its_names(folder, packs):
    """The gym's own pack is not loaded, so the name in its rows counts."""
    gym = Provider.objects.get(slug=GYM)
    Name.objects.create(provider=gym, name="Sjuan", kind="alias", position=5)
    change(folder, put("checked_on", date(2026, 11, 24)))
    change(folder, put("aliases", ["Sjuan"]), NEWS)
    said = said_by("load_packs", folder)
    assert "readly.toml: aliases[0]: 'Sjuan' is a name in fitness24seven (in" in said
    assert pack_of(gym).aliases == ("Fitness 24 Seven", "Sjuan")
