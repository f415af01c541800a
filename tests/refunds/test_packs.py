"""Packs into the database and out again, and never over an editor's work."""

from __future__ import annotations

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from providers.models import Name, Price, Provider, Source
from refunds.datapack import Pack
from refunds.exporting import to_toml
from refunds.models import GoldenCase, RefundRule
from refunds.packing import pack_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SLUGS = sorted(path.stem for path in settings.PACKS_DIR.glob("*.toml"))


def run(command, *args, **options):
    """Return what a command prints, on both streams."""
    out, err = StringIO(), StringIO()
    call_command(command, *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def exported(coursera, tmp_path):
    """Coursera's pack as a file that tests may change."""
    path = tmp_path / "coursera.toml"
    path.write_text(to_toml(pack_of(coursera)))
    return path


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_loading_twice_changes_nothing(packs):
    before = {row.pk: row.updated_at for row in RefundRule.objects.all()}
    out, _err = run("load_packs")
    unchanged = [f"{slug}: unchanged" for slug in SLUGS]
    assert out.splitlines() == [*unchanged, "law: 0 act(s) changed"]
    assert {row.pk: row.updated_at for row in RefundRule.objects.all()} == before


@pytest.mark.parametrize("slug", SLUGS)
def test_load_export_load_is_a_fixed_point(packs, slug, tmp_path):
    out, _err = run("export_pack", slug)
    path = tmp_path / f"{slug}.toml"
    path.write_text(out)
    assert Pack.read(path) == Pack.read(settings.PACKS_DIR / f"{slug}.toml")
    assert run("load_packs", path)[0] == f"{slug}: unchanged\n"
    assert run("export_pack", slug)[0] == out


def test_export_of_nobody():
    with pytest.raises(CommandError, match="no provider 'nobody'"):
        run("export_pack", "nobody")


def test_an_update_keeps_what_stays_and_drops_what_is_gone(exported):
    rule = RefundRule.objects.get(key="course-2025-10")
    change(exported, 'key = "course-2025-10"', 'key = "course-2025"')
    change(exported, 'key = "c002"', 'key = "c002-renamed"')
    kept = RefundRule.objects.exclude(pk=rule.pk).first()

    assert run("load_packs", exported)[0] == "coursera: updated\n"
    assert RefundRule.objects.filter(pk=kept.pk, key=kept.key).exists()
    assert not RefundRule.objects.filter(key="course-2025-10").exists()
    assert RefundRule.objects.filter(key="course-2025").exists()
    assert GoldenCase.objects.filter(key="c002-renamed").exists()


def test_a_source_goes_when_nothing_names_it(exported, coursera):
    Source.objects.create(
        provider=coursera,
        key="old",
        title="Old",
        url="https://x.example",
        kind="primary",
    )
    run("load_packs", exported, force=["coursera"])
    assert not Source.objects.filter(key="old").exists()


def test_an_editors_change_is_kept_and_reported(exported, coursera):
    RefundRule.objects.filter(key="course-2025-10").update(window_days=10)
    change(exported, 'name = "Coursera"', 'name = "Coursera Inc"')
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as error:
        call_command("load_packs", exported, stdout=out, stderr=err)
    assert error.value.returncode == 3
    assert "changed by an editor" in err.getvalue()
    assert "--force coursera" in err.getvalue()
    assert RefundRule.objects.get(key="course-2025-10").window_days == 10
    assert Provider.objects.get(pk=coursera.pk).name == "Coursera"


def test_other_providers_load_beside_a_conflict(packs):
    Provider.objects.filter(slug="coursera").update(name="Edited")
    Provider.objects.filter(slug="app-store").delete()
    with pytest.raises(CommandError):
        run("load_packs")
    assert Provider.objects.filter(slug="app-store").exists()


def test_force_overwrites_one_provider(exported):
    RefundRule.objects.filter(key="course-2025-10").update(window_days=10)
    run("load_packs", exported, force=["coursera"])
    assert RefundRule.objects.get(key="course-2025-10").window_days == 7


def test_an_editor_who_was_first_to_the_same_change_is_no_conflict(exported):
    RefundRule.objects.filter(key="course-2025-10").update(window_days=10)
    path = exported
    path.write_text(to_toml(pack_of(Provider.objects.get(slug="coursera"))))
    assert run("load_packs", path)[0] == "coursera: unchanged\n"


def test_a_dry_run_is_taken_back(exported):
    change(exported, 'name = "Coursera"', 'name = "Coursera Inc"')
    out, _err = run("load_packs", exported, dry_run=True)
    assert "coursera: updated" in out
    assert "Nothing was written" in out
    assert Provider.objects.get(slug="coursera").name == "Coursera"


def test_a_pack_with_errors_changes_nothing(exported, tmp_path):
    change(exported, 'name = "Coursera"', 'name = "Coursera Inc"')
    (tmp_path / "wrong.toml").write_text('slug = "wrong"\nformat = 7\n')
    with pytest.raises(CommandError) as error:
        run("load_packs", tmp_path)
    assert "wrong.toml: format:" in str(error.value)
    assert "wrong.toml: name: Field required" in str(error.value)
    assert Provider.objects.get(slug="coursera").name == "Coursera"


def test_a_file_that_is_not_there():
    with pytest.raises(CommandError, match=r"nowhere.toml: No such file"):
        run("load_packs", "nowhere.toml")


def test_prices_are_exact(packs):
    price = Price.objects.get(amount=2699)
    assert str(price.amount) == "2699.00"
    assert str(price) == "2699.00 INR"


def test_shipped_packs_pass_their_check():
    out, err = run("check_packs")
    assert err == ""
    assert f"{len(SLUGS)} pack(s) checked, no errors." in out
    assert "warning: no rule today for plus_prepaid_1m, web, IN, first payment" in out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            'why.en = "It ends the right',
            'why.en = "Lorem It ends the right',
            "events[0].why.en: placeholder 'Lorem'",
            id="placeholder",
        ),
        pytest.param(
            'why.en = "It ends the right',
            'why.en = "Guaranteed. It ends the right',
            "events[0].why.en: claim 'Guaranteed'",
            id="claim",
        ),
        pytest.param(
            'billed_by = "app-store"',
            'billed_by = "apple"',
            "there is no pack 'apple'",
            id="unknown store",
        ),
        pytest.param(
            'outcome = "refundable"',
            'outcome = "not_refundable"',
            "cases.c002: expected not_refundable 2026-03-09, the rules give refundable"
            " 2026-03-09",
            id="failing case",
        ),
    ],
)
def test_check_packs_finds(exported, old, new, said):
    change(exported, old, new)
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("check_packs", exported, stdout=StringIO(), stderr=err)
    assert said in err.getvalue()


def test_check_packs_finds_a_rule_that_never_applies(exported):
    text = exported.read_text()
    start = text.index('[[rules]]\nkey = "course-2025-10"')
    rule = text[start : text.index("[[rules]]", start + 1)]
    exported.write_text(text + "\n" + rule.replace("course-2025-10", "late-copy"))
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("check_packs", exported, stdout=StringIO(), stderr=err)
    assert "'late-copy' never applies" in err.getvalue()


def test_check_packs_warns_of_age_and_few_cases(exported):
    text = exported.read_text()
    text = text[: text.index("[[cases]]")]
    exported.write_text(
        text.replace("checked_on = 2026-11-23", "checked_on = 2020-01-01")
    )
    out, _err = run("check_packs", exported)
    assert "checked_on: 2020-01-01 is older than the freshness limit" in out
    assert "cases: only 0" in out


def test_an_edit_that_came_back_as_a_pack_is_no_edit_any_more(exported, coursera):
    caveat = {"caveat_sv": "Fråga först.", "caveat_en": "Ask first."}
    RefundRule.objects.filter(key="course-2025-10").update(**caveat)
    exported.write_text(to_toml(pack_of(coursera)))
    run("load_packs", exported)
    change(exported, 'name = "Coursera"', 'name = "Coursera Inc"')
    assert run("load_packs", exported)[0] == "coursera: updated\n"


def test_two_rows_at_one_position_are_no_obstacle(exported, coursera):
    Name.objects.create(provider=coursera, name="Coursra", kind="alias", position=0)
    assert run("load_packs", exported, force=["coursera"])[0] == "coursera: updated\n"
    assert not Name.objects.filter(name="Coursra").exists()
