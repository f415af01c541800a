"""Open data into the catalogue: whose record is whose, and what is never touched."""

from __future__ import annotations

import json
import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from providers.models import Note, Provider, Redirect
from refunds.datapack import Pack
from refunds.models import DataProvision
from refunds.packing import EditedInAdmin, load, pack_of
from refunds.statutes import law_of

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent.parent / "providers/data"
DAY = date(2026, 7, 21)


def bring_in(source, path=None, **options):
    """Import the made-up data, or some other; return what the command says."""
    path = path or DATA / (
        "datenanfragen" if source == "datenanfragen" else "sites.json"
    )
    out = StringIO()
    options = {"as_of": DAY} | options
    call_command("import_open_data", source, str(path), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def imported(packs):
    """The shipped packs with both made-up data sets beside them."""
    bring_in("datenanfragen")
    bring_in("jdm")


def rows():
    """Return everything an import writes, with its keys."""
    basic = Provider.objects.filter(tier="basic").order_by("slug")
    parts = [
        list(getattr(one, name).values())
        for one in basic
        for name in ("names", "domains", "sources", "contacts")
    ]
    tables = (basic, Redirect.objects.all(), DataProvision.objects.all())
    return [list(table.values()) for table in tables], parts


def test_companies_become_basic_providers(imported):
    alder = Provider.objects.get(slug="alder-audio")
    assert (alder.tier, alder.checked_on) == ("basic", DAY)
    assert alder.summary_sv
    assert alder.summary_en
    assert [one.name for one in alder.domains.all()] == [
        "alder-audio.example",
        "app.alder-audio.example",
    ]
    assert {one.purpose for one in alder.contacts.all()} == {"privacy", "deletion"}
    assert {one.name for one in alder.names.all()} == {
        "Alder Radio",
        "Birch Audio AB",
        "Alder",
    }
    assert Provider.objects.get(slug="birke-verlag").website == ""
    assert Provider.objects.get(slug="cedar-chat").tier == "basic"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        pytest.param(
            "datenanfragen",
            [
                "2 created",
                "1 no contact we could use: nowhere",
                "1 researched already, left as it is: coursera-europe",
                "2 e-mail outside the official domain (kept, marked): birke-verlag",
                "2 one of several in its country: dex, dey",
                "1 an authority is named already: SE",
                "1 authorities named",
                "3 redirects made",
            ],
            id="Datenanfragen.de",
        ),
        pytest.param(
            "jdm",
            [
                "2 created",
                "1 researched already, left as it is: Coursera",
                "1 deletion page outside the company's domains, or not https: Dogwood",
            ],
            id="JustDeleteMe, alone",
        ),
    ],
)
def test_the_report_says_what_was_done_and_what_was_left_out(packs, source, lines):
    said = bring_in(source)
    assert "State of the data: 2026-07-21" in said
    assert [line for line in lines if line not in said] == []


def test_the_second_time_changes_nothing(imported):
    before = rows()
    for source in ("datenanfragen", "jdm"):
        said = bring_in(source)
        assert "0 created" in said
        assert "0 updated" in said
    assert rows() == before


def test_a_dry_run_writes_nothing(packs):
    before = rows()
    assert "3 redirects made" in bring_in("datenanfragen", dry_run=True)
    bring_in("jdm", dry_run=True)
    assert rows() == before


def test_newer_data_brings_its_day(imported):
    later = date(2026, 9, 1)
    assert "2 updated" in bring_in("datenanfragen", as_of=later)
    alder = Provider.objects.get(slug="alder-audio")
    assert alder.checked_on == DAY, "what JustDeleteMe says is older"
    bring_in("jdm", as_of=later)
    alder.refresh_from_db()
    assert alder.checked_on == later


def test_the_other_order_ends_the_same(packs):
    bring_in("jdm")
    assert Provider.objects.get(slug="alder").summary_en
    bring_in("datenanfragen")
    bring_in("jdm")
    alder = Provider.objects.get(slug="alder-audio")
    assert {one.purpose for one in alder.contacts.all()} == {"privacy", "deletion"}
    assert not Provider.objects.filter(slug="alder").exists()
    assert Redirect.objects.get(old_slug="alder").provider == alder


def test_curated_rows_are_never_touched(packs):
    before = {one.slug: pack_of(one) for one in Provider.objects.all()}
    bring_in("datenanfragen")
    bring_in("jdm")
    after = {one.slug: pack_of(one) for one in Provider.objects.filter(tier="curated")}
    assert after == before


def test_what_an_editor_changed_is_kept(imported):
    Provider.objects.filter(slug="alder-audio").update(name="Alder Audio")
    cedar = Provider.objects.get(slug="cedar-chat")
    Note.objects.create(
        provider=cedar,
        source=cedar.sources.get(),
        topic="data",
        text_sv="Bra att veta.",
        text_en="Good to know.",
    )
    later = {"as_of": date(2026, 9, 1)}
    assert "changed by an editor, left as it is: alder-audio" in bring_in(
        "datenanfragen", **later
    )
    said = bring_in("jdm", **later)
    assert "changed by an editor, left as it is: cedar-chat, alder-audio" in said
    assert Provider.objects.get(slug="alder-audio").name == "Alder Audio"


def test_a_record_that_is_gone_is_kept_and_named(imported, tmp_path):
    shutil.copytree(DATA / "datenanfragen", tmp_path / "data")
    (tmp_path / "data/companies/birke-verlag.json").unlink()
    said = bring_in("datenanfragen", tmp_path / "data")
    assert "no longer in the data, left as it is: birke-verlag" in said
    assert Provider.objects.filter(slug="birke-verlag").exists()


def test_a_company_that_becomes_obsolete_leads_on(imported, tmp_path):
    shutil.copytree(DATA / "datenanfragen", tmp_path / "data")
    (tmp_path / "data/companies/birke-verlag.json").unlink()
    gone = {
        "slug": "birke-verlag",
        "name": "Birke Verlag GmbH",
        "reason": "company-acquired",
        "redirect-to": "alder-audio",
    }
    file = tmp_path / "data/obsolete-records/birke-verlag.json"
    file.write_text(json.dumps(gone), encoding="utf-8")
    bring_in("datenanfragen", tmp_path / "data")
    assert not Provider.objects.filter(slug="birke-verlag").exists()
    leads = Redirect.objects.get(old_slug="birke-verlag")
    assert leads.provider.slug == "alder-audio"


@pytest.mark.parametrize(
    ("old", "target"),
    [
        pytest.param("elm-radio", "alder-audio", id="to a company of the data"),
        pytest.param("old-courses", "coursera", id="to the researched one instead"),
        pytest.param("fir-films", None, id="to nobody"),
    ],
)
def test_obsolete_records_become_redirects(imported, old, target):
    leads = Redirect.objects.get(old_slug=old)
    assert (leads.provider.slug if leads.provider else None) == target
    assert leads.reason_sv
    assert leads.reason_en


def test_authorities_go_where_none_is_named(imported):
    law = law_of([], DataProvision.objects.all(), DAY)
    austria = law.data_in("AT", DAY)
    assert austria.authority["en"] == "Behörde für Daten (Data Authority)"
    assert austria.right == law.data_in("BE", DAY).right
    assert "Någon annan" not in law.data_in("SE", DAY).authority["sv"]


def pack_for(slug, domain):
    """Return Coursera's pack as if it were another company's."""
    data = pack_of(Provider.objects.get(slug="coursera")).model_dump(mode="json")
    return Pack.model_validate(data | {"slug": slug, "domains": [domain]})


@pytest.mark.parametrize(
    "slug", ["alder-audio", "alder"], ids=["same slug", "same domain"]
)
def test_a_pack_turns_a_basic_provider_into_a_curated_one(imported, slug):
    key = Provider.objects.get(slug="alder-audio").pk
    load(pack_for(slug, "alder-audio.example"))
    alder = Provider.objects.get(slug=slug)
    assert (alder.pk, alder.tier) == (key, "curated")
    assert pack_of(alder) == pack_for(slug, "alder-audio.example")
    moved = Redirect.objects.filter(old_slug="alder-audio", provider=alder)
    assert moved.exists() is (slug != "alder-audio")
    before = pack_of(alder)
    bring_in("datenanfragen")
    bring_in("jdm")
    assert pack_of(Provider.objects.get(slug=slug)) == before


def test_a_pack_does_not_swallow_an_editors_work(imported):
    Provider.objects.filter(slug="alder-audio").update(name="Alder Audio")
    pack = pack_for("alder-audio", "alder-audio.example")
    with pytest.raises(EditedInAdmin):
        load(pack)
    load(pack, force=True)
    assert Provider.objects.get(slug="alder-audio").tier == "curated"


@pytest.mark.parametrize(
    ("source", "make"),
    [
        pytest.param("datenanfragen", lambda path: path, id="no folder companies"),
        pytest.param("jdm", lambda path: path / "none.json", id="no such file"),
    ],
)
def test_a_path_that_holds_no_data(packs, tmp_path, source, make):
    with pytest.raises(CommandError):
        bring_in(source, make(tmp_path))


def test_a_broken_list_changes_nothing(packs, tmp_path):
    file = tmp_path / "sites.json"
    file.write_text((DATA / "sites.json").read_text(encoding="utf-8")[:-20])
    before = rows()
    with pytest.raises(CommandError):
        bring_in("jdm", file)
    assert rows() == before


def test_a_name_from_open_data_is_free_for_a_pack(packs, tmp_path):
    basic = Provider.objects.create(
        slug="other-one",
        name="Courseria",
        tier="basic",
        category="other",
        summary_sv="x",
        summary_en="x",
        checked_on=DAY,
    )
    assert not [
        claim for claim in Provider.objects.claims() if claim.slug == basic.slug
    ]
