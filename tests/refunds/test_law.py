"""The law as files and rows: read whole, kept when edited, and followed at once."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.translation import override

from providers.countries import EEA
from providers.datapack import PackError
from refunds import catalogue
from refunds.engine.law import NoProvisionInForce, Right
from refunds.lawfiles import read_law
from refunds.models import DataProvision, Provision
from refunds.statutes import law_in_files, load_law

ROW = """
[[provisions]]
key = "nowhere"
countries = ["SE"]
right = "withdrawal"
since = 2020-01-01
certain = true
name = { sv = "lagen", en = "the act" }
cite_withdraw = { sv = "1 §", en = "Section 1" }
cite_refund = { sv = "2 §", en = "Section 2" }
source_title = "The act"
checked_on = 2026-11-23
"""


def verdict(*args):
    out = StringIO()
    call_command("verdict", "coursera", "--channel=web", *args, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_every_state_of_the_eea_has_the_right_from_2014_on():
    law = law_in_files()
    first, today = date(2014, 6, 13), date(2026, 11, 23)
    for country in EEA | {"GB"}:
        for day in (first, today):
            assert law.withdrawal_in(country, day).right is Right.WITHDRAWAL
        with pytest.raises(NoProvisionInForce):
            law.withdrawal_in(country, first - timedelta(days=1))
    assert {law.data_in(country, today).right for country in EEA} == {"gdpr"}


def test_every_right_can_be_cited_in_every_language():
    for dated in law_in_files().withdrawal.values():
        for provision in dated:
            texts = [provision.name, *provision.citations.values()]
            if provision.right is not Right.WITHDRAWAL:
                texts = [provision.name, provision.explanation]
            assert all(text.keys() == {"sv", "en"} for text in texts), provision.key
            assert provision.certain or provision.doubt, provision.key


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("since = 2020-01-01\n", ""), "provisions[0].since: Field required"),
        (('["SE"]', '["QQ"]'), "provisions[0].countries[0]: 'QQ' is neither"),
        (('["SE"]', "[]"), "provisions[0].countries: "),
        (('"withdrawal"', '"perhaps"'), "provisions[0].right: "),
        (("certain = true", "certain = false"), "say in doubt why it is not certain"),
        (('cite_refund = { sv = "2 §", en = "Section 2" }', ""), "needs cite_withdraw"),
        (("certain", "sure"), "provisions[0].certain: Field required"),
        (
            ("certain = true", 'certain = true\nholiday_categories = "bogus"'),
            "holiday_categories: not known for SE: bogus",
        ),
        (("2020-01-01", "1066-10-14"), "provisions[0].since: "),
        (('sv = "lagen", ', ""), "provisions[0].name.sv: Field required"),
        (("[[", "[["[:1]), "not valid TOML"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_place(tmp_path, change, problem):
    (tmp_path / "law.toml").write_text(ROW.replace(*change))
    with pytest.raises(PackError) as error:
        read_law(tmp_path)
    assert problem in str(error.value)
    assert "law.toml: " in str(error.value)


def test_two_acts_for_one_country_from_one_day(tmp_path):
    (tmp_path / "a.toml").write_text(ROW)
    (tmp_path / "b.toml").write_text(ROW.replace("nowhere", "elsewhere"))
    with pytest.raises(PackError, match="nowhere holds for SE from 2020-01-01 as well"):
        read_law(tmp_path)


def test_loading_twice_changes_nothing(packs):
    assert load_law() == (0, [])
    assert Provision.history.filter(key="sweden").count() == 1


def test_a_wrong_file_stops_loading_with_its_place(packs, settings, tmp_path):
    (tmp_path / "law.toml").write_text(ROW.replace("2020-01-01", "soon"))
    settings.LAW_DIR = tmp_path
    with pytest.raises(CommandError, match=r"law\.toml: not valid TOML"):
        call_command("load_packs", stdout=StringIO())


def test_an_editors_change_is_kept_until_forced(packs):
    Provision.objects.filter(key="sweden").update(days=30)
    assert load_law() == (0, ["sweden"])
    err = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("load_packs", stdout=StringIO(), stderr=err)
    assert error.value.returncode == 3
    assert "law/sweden: changed by an editor" in err.getvalue()
    assert "--force law" in err.getvalue()
    call_command("load_packs", "--force", "law", stdout=StringIO())
    assert Provision.objects.get(key="sweden").days == 14


@pytest.mark.parametrize(
    ("model", "changes", "said"),
    [
        (Provision, {"cite_refund_sv": ""}, "needs both citations"),
        (Provision, {"certain": False}, "Say why it is only probable"),
        (Provision, {"countries": "SE XX"}, "use two-letter country codes"),
        (Provision, {"more_holidays": "13-01"}, "use month-day, such as 12-24"),
        (Provision, {"key": "no"}, "Use small letters"),
        (Provision, {"holiday_categories": "bogus"}, "no such holidays: SE: bogus."),
        (
            Provision,
            {"countries": "SE JP", "holiday_categories": "public de_facto"},
            "no such holidays: JP: de_facto.",
        ),
        (Provision, {"countries": "NO"}, "norway already holds for NO then"),
        (DataProvision, {"source_url": "http://imy.se"}, "begins with https://"),
    ],
)
def test_a_broken_row_is_explained_and_refused(packs, model, changes, said):
    row = model.objects.get(key="sweden" if model is Provision else "gdpr-se")
    for field, value in changes.items():
        setattr(row, field, value)
    with override("en"):
        with pytest.raises(ValidationError) as error:
            row.full_clean()
        assert said in " ".join(error.value.messages)


def test_a_change_in_admin_changes_the_verdict_and_is_remembered(editor):
    bought = [
        "--product=plus_monthly",
        "--country=SE",
        "--charge=first",
        "--paid-on=2026-03-02",
        "--signed-up-on=2026-03-02",
        "--today=2026-03-20",
        "--fact=withdrawal_information_given=yes",
        "--fact=early_start_requested=no",
    ]
    assert verdict(*bought)["outcome"] == "not_refundable"
    row = Provision.objects.get(key="sweden")
    address = reverse("admin:refunds_provision_change", args=[row.pk])
    form = editor.get(address).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    data = {
        name: "" if value is None else value
        for name, value in data.items()
        if value is not False
    }
    response = editor.post(address, data | {"days": 20})
    assert response.status_code == 302, response.context["adminform"].form.errors
    answer = verdict(*bought)
    assert (answer["outcome"], answer["deadline"]) == ("refundable", "2026-03-22")
    history = reverse("admin:refunds_provision_history", args=[row.pk])
    page = editor.get(history).content.decode()
    assert get_user_model().objects.get().username in page
    changed = Provision.history.filter(key="sweden").first()
    assert changed.diff_against(changed.prev_record).changed_fields == ["days"]
    assert "<strong>Days:</strong>" in page


@pytest.mark.parametrize("model", [Provision, DataProvision])
def test_admin_pages_open_within_a_budget(editor, model, django_assert_max_num_queries):
    name = f"admin:refunds_{model._meta.model_name}"
    for address in (
        reverse(f"{name}_changelist"),
        reverse(f"{name}_add"),
        reverse(f"{name}_change", args=[model.objects.first().pk]),
    ):
        with django_assert_max_num_queries(8):
            assert editor.get(address).status_code == 200


def test_the_law_is_read_again_when_a_row_changes(packs):
    before = catalogue.find("coursera").law
    assert catalogue.find("coursera").law is before
    row = Provision.objects.get(key="germany")
    row.days = 15
    row.save()
    assert catalogue.find("coursera").law.withdrawal["DE"][0].days == 15


def test_law_that_was_checked_long_ago_is_stale(packs, settings):
    settings.FRESHNESS_DAYS = -10_000
    assert all(
        provision.stale
        for dated in catalogue.find("coursera").law.withdrawal.values()
        for provision in dated
    )
