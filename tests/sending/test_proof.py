"""Only who reads the mailbox lets a letter go, and a GET never does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from letters.models import Case, Dispatch
from letters.models.dispatches import State
from letters.sending import throttling
from letters.sending.notices import MOST_ATTEMPTS
from tests.sending.conftest import code_page, last_code, last_link

pytestmark = pytest.mark.django_db


def states():
    return set(Dispatch.objects.values_list("state", flat=True))


def test_the_code_works_however_it_is_typed(client, opened, worker, post):
    _case, where = opened()
    worker()
    digits = last_code(post).replace(" ", "")
    typed = f" {digits[:3]}-{digits[3:]}\n"
    assert client.post(f"{where}code/", {"code": typed}).status_code == 302
    assert states() == {State.QUEUED}


def test_a_link_opens_a_page_and_only_its_button_sends(client, opened, worker, post):
    opened()
    worker()
    link = last_link(post).removeprefix("https://cancelhub.example")
    for _scanner in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert states() == {State.DRAFT}
    assert client.post(link).status_code == 302
    assert states() == {State.QUEUED}
    again = client.get(link)
    assert again.status_code == 302, "used up: it leads to the case"
    worker()
    assert len(post.letters()) == 1


def test_ten_wrong_codes_end_it_and_a_new_one_begins_again(
    client, opened, worker, post
):
    _case, where = opened()
    worker()
    right = last_code(post)
    wrong = "000000" if right.replace(" ", "") != "000000" else "111111"
    for _n in range(10):
        assert client.post(f"{where}code/", {"code": wrong}).status_code == 422
    assert client.post(f"{where}code/", {"code": right}).status_code == 422
    assert states() == {State.DRAFT}
    client.post(f"{where}new-code/")
    worker()
    assert client.post(f"{where}code/", {"code": last_code(post)}).status_code == 302


def test_a_newer_code_replaces_the_older(client, opened, worker, post):
    _case, where = opened()
    worker()
    old_code, old_link = last_code(post), last_link(post)
    client.post(f"{where}new-code/")
    worker()
    if last_code(post) != old_code:
        assert client.post(f"{where}code/", {"code": old_code}).status_code == 422
    old = old_link.removeprefix("https://cancelhub.example")
    assert client.post(old).status_code == 422
    assert states() == {State.DRAFT}


@pytest.mark.parametrize(
    ("minutes", "status"), [(29, 302), (31, 422)], ids=["in time", "too late"]
)
def test_a_code_is_good_for_half_an_hour(client, opened, worker, post, minutes, status):
    case, where = opened()
    worker()
    made = timezone.now() + timedelta(minutes=30 - minutes)
    Case.objects.filter(pk=case.pk).update(proof_expires_at=made)
    answer = client.post(f"{where}code/", {"code": last_code(post)})
    assert answer.status_code == status


def test_two_tabs_send_once(client, opened, worker, post):
    _case, where = opened()
    worker()
    code = {"code": last_code(post)}
    link = last_link(post).removeprefix("https://cancelhub.example")
    assert client.post(f"{where}code/", code).status_code == 302
    assert client.post(f"{where}code/", code).status_code == 302
    assert client.post(link).status_code == 302
    worker()
    assert len(post.letters()) == 1


def test_no_row_and_no_task_holds_the_secrets(opened, worker, post, django_db_blocker):
    _case, where = opened()
    worker()
    code, link = last_code(post), last_link(post)
    secret_parts = {code, code.replace(" ", ""), *link.split("/")[-3:-1]}
    secret_parts |= {where.strip("/").rpartition("/")[2]}
    kept = repr(list(Case.objects.values())) + repr(list(DBTaskResult.objects.values()))
    for secret in secret_parts - {"confirm"}:
        assert secret not in kept


@pytest.mark.parametrize("token", ["x", "a" * 32, "..", "%00"])
def test_a_link_to_nothing(client, packs, token):
    answer = client.get(f"/en/case/{token}/")
    assert answer.status_code == 404


def test_too_many_letters_from_one_address_are_told_when(client, opened, post):
    for number in range(throttling.CODES_PER_ADDRESS[0]):
        opened(own_words=f"Letter {number}")
    with pytest.raises(AssertionError, match="429"):
        opened(own_words="One more")
    assert Case.objects.count() == throttling.CODES_PER_ADDRESS[0]


def test_a_third_letter_in_five_minutes_waits_its_turn(client, opened, worker, post):
    for number in range(3):
        case, where = opened(own_words=f"Letter {number}")
        worker()
        client.post(f"{where}code/", {"code": last_code(post)})
        worker()
    last = case.dispatches.get()
    assert last.state == State.QUEUED
    assert timedelta(minutes=4) < last.next_attempt_at - timezone.now()
    assert len(post.letters()) == 2
    shown = client.get(where).content.decode()
    assert "If you are in a hurry" in shown


def test_a_code_that_cannot_be_mailed_is_told(client, opened, worker, post):
    post.script = ["550 no such mailbox"]
    case, where = opened()
    worker()
    case.refresh_from_db()
    assert "no such mailbox" in case.proof_problem
    assert "no such mailbox" in client.get(where).content.decode()
    client.post(f"{where}new-code/")
    worker()
    assert client.post(f"{where}code/", {"code": last_code(post)}).status_code == 302


def test_the_same_submit_twice_is_one_letter(opened, worker, post):
    first, where = opened()
    again, other = opened()
    assert (again.pk, Case.objects.count()) == (first.pk, 1)
    assert other != where, "a link of its own"
    worker()
    assert len(post.notices()) == 1


def test_a_sender_with_letters_of_their_own_in_the_domain(client, opened, worker, post):
    case, where = opened(account_email="anna@exämple.se")
    worker()
    case.refresh_from_db()
    assert case.proof_problem == ""
    client.post(f"{where}code/", {"code": last_code(post)})
    worker()
    ((envelope, letter),) = post.letters()
    assert envelope.rcpt_tos[1] == "anna@xn--exmple-cua.se"
    assert letter["Reply-To"] == "Åsa Öberg <anna@xn--exmple-cua.se>"


def test_codes_can_be_had_again_after_an_hour(
    client, opened, worker, post, time_machine
):
    _case, where = opened()
    for _n in range(5):
        last = client.post(f"{where}new-code/")
        worker()
    assert last.status_code == 429
    time_machine.move_to(timezone.now() + timedelta(minutes=59))
    assert client.post(f"{where}new-code/").status_code == 429
    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    assert client.post(f"{where}new-code/").status_code == 302


def test_a_code_for_what_is_erased_meanwhile(client, opened, worker, post, monkeypatch):
    case, where = opened()
    worker()
    monkeypatch.setattr(
        "letters.caseviews.prove_by_code",
        lambda found, _code: found.delete() and Case.objects.get(pk=found.pk),
    )
    assert client.post(f"{where}code/", {"code": "1"}).status_code == 404
    assert not Case.objects.filter(pk=case.pk).exists()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_other_language_of_a_refused_code(client, opened, worker, language):
    _case, where = opened(language)
    refused = client.post(code_page(where), {"code": "1"}).content.decode()
    other = {"sv": "/en/case/", "en": "/sv/arende/"}[language]
    link = f'href="{other}{where.strip("/").rpartition("/")[2]}/"'
    assert link in refused


def waiting():
    """Let time pass for the tasks that wait; return how many there are."""
    tasks = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return tasks.update(run_after=timezone.now() - timedelta(seconds=1))


def test_a_code_that_a_busy_server_put_off_is_mailed_later(
    client, opened, worker, post
):
    post.script = ["451 4.7.1 greylisted"] * 2
    case, where = opened()
    for _attempt in range(2):
        worker()
        case.refresh_from_db()
        assert "greylisted" in case.proof_problem
        assert waiting() == 1
    worker()
    case.refresh_from_db()
    assert (case.proof_problem, waiting()) == ("", 0)
    assert case.accesses.filter(for_code=True).count() == 1, "asked for once"
    assert client.post(f"{where}code/", {"code": last_code(post)}).status_code == 302


def test_a_code_asked_for_meanwhile_is_the_last(client, opened, worker, post):
    post.script = ["451 4.7.1 greylisted"]
    _case, where = opened()
    worker()
    client.post(f"{where}new-code/")
    worker()
    code = last_code(post)
    assert waiting() == 1
    worker()
    assert len(post.notices()) == 1
    assert client.post(f"{where}code/", {"code": code}).status_code == 302


@pytest.mark.parametrize(
    ("answer", "attempts"),
    [
        pytest.param("550 no such mailbox", 1, id="refused"),
        pytest.param("451 later", MOST_ATTEMPTS, id="never taken"),
    ],
)
def test_a_code_is_not_tried_for_ever(opened, worker, post, answer, attempts):
    post.script = [answer] * 9
    opened()
    for _attempt in range(9):
        worker()
        waiting()
    assert len(post.script) == 9 - attempts
