"""A letter that its owner sends: kept behind a link, with the day they sent it."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from letters.models import Case, Event
from letters.models.dispatches import State
from letters.sending import receipt
from tests.sending.conftest import BOUGHT, PERSON, code_page, last_code

pytestmark = pytest.mark.django_db


def case_address(name, where, *args, language="en"):
    token = where.strip("/").rpartition("/")[2]
    with override(language):
        return reverse(f"letters:{name}", args=[token, *args])


@pytest.fixture
def kept(client, opened, worker, post):
    """A letter that somebody keeps here; the address is proved."""
    case, where = opened(out="keep")
    worker()
    client.post(code_page(where), {"code": last_code(post)})
    worker()
    return case, where, case.dispatches.get()


def test_nothing_goes_to_the_company(client, kept, post):
    case, where, dispatch = kept
    case.refresh_from_db()
    assert case.proved_at
    assert dispatch.state == State.OWN
    assert post.letters() == []
    assert "wants us to keep a letter" in post.notices()[0].get_content()
    assert "for you to send" in client.get(where).content.decode()


def test_it_can_be_kept_where_we_may_not_send(client, packs, post, worker):
    """The real Coursera has no mailbox for this; keeping needs none."""
    with override("en"):
        page = reverse("letters:letter", args=["coursera"], query=BOUGHT)
    assert client.post(page, PERSON | {"out": "send"}).status_code == 422
    asked = client.post(page, PERSON | {"out": "keep"})
    assert asked.status_code == 302
    worker()
    shown = client.get(asked["Location"]).content.decode()
    assert "What will be kept" in shown
    assert Case.objects.get().dispatches.get().recipient == ""


@pytest.mark.parametrize(
    ("days", "status"),
    [
        pytest.param(0, 302, id="today"),
        pytest.param(-1, 422, id="before it was written"),
        pytest.param(1, 422, id="a day to come"),
        pytest.param(None, 422, id="no day"),
    ],
)
def test_the_day_it_was_sent(client, kept, days, status):
    _case, where, dispatch = kept
    told = timezone.localdate() + timedelta(days=days or 0)
    typed = "om ett tag" if days is None else told.isoformat()
    answer = client.post(case_address("sent", where, dispatch.pk), {"day": typed})
    assert answer.status_code == status
    dispatch.refresh_from_db()
    assert dispatch.sent_on == (told if status == 302 else None)
    page = client.get(where).content.decode()
    assert ("You sent it yourself on" in page) is (status == 302)
    assert (f"sent_on={told.isoformat()}" in page) is (status == 302)


def test_a_day_can_be_corrected_and_said_twice(client, kept):
    case, where, dispatch = kept
    case.created_at -= timedelta(days=2)
    case.save()
    today = timezone.localdate()
    for day in (today, today, today - timedelta(days=2)):
        client.post(case_address("sent", where, dispatch.pk), {"day": day.isoformat()})
    dispatch.refresh_from_db()
    assert dispatch.sent_on == today - timedelta(days=2)
    assert case.events.filter(what=Event.What.SENT).count() == 2


@pytest.mark.parametrize(
    ("state", "noted"),
    [
        (State.OWN, True),
        (State.FAILED, True),
        (State.BOUNCED, True),
        (State.CANCELLED, True),
        (State.QUEUED, False),
        (State.ACCEPTED, False),
    ],
)
def test_what_we_have_sent_or_will_send_is_not_sent_by_hand(client, kept, state, noted):
    _case, where, dispatch = kept
    type(dispatch).objects.filter(pk=dispatch.pk).update(state=state, server="mx")
    today = timezone.localdate()
    client.post(case_address("sent", where, dispatch.pk), {"day": today.isoformat()})
    dispatch.refresh_from_db()
    assert bool(dispatch.sent_on) is noted
    assert dispatch.state == state


def test_the_receipt_does_not_say_that_we_sent_it(client, kept):
    case, where, dispatch = kept
    today = timezone.localdate()
    client.post(case_address("sent", where, dispatch.pk), {"day": today.isoformat()})
    text = " ".join(
        page.extract_text() for page in PdfReader(BytesIO(receipt.to_pdf(case))).pages
    )
    text = " ".join(text.split())
    assert "Not sent by us" in text
    assert "as they told us" in text
    assert "That the letter has been sent" in text, "among what it does not show"


def test_a_letter_of_ones_own_never_gets_into_the_queue(kept, worker, post):
    _case, _where, dispatch = kept
    assert not dispatch.can_stop
    dispatch.next_attempt_at = timezone.now()
    dispatch.save()
    assert not type(dispatch).objects.due(timezone.now()).exists()
    worker()
    assert post.letters() == []


# Another address


def test_changing_the_address_erases_the_letter_and_leads_back(
    client, opened, worker, post
):
    case, where = opened()
    worker()
    old_code = last_code(post)
    answer = client.post(case_address("write_again", where))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/cancel/coursera/letter/?")
    assert "asa" not in answer["Location"]
    for key, value in BOUGHT.items():
        assert f"{key}={value}" in answer["Location"]
    assert not Case.objects.filter(pk=case.pk).exists()
    assert client.post(code_page(where), {"code": old_code}).status_code == 404
    assert client.get(answer["Location"]).status_code == 200
    assert post.letters() == []


def test_it_leads_back_in_the_language_of_the_page(client, opened):
    _case, where = opened()
    address = case_address("write_again", where, language="sv")
    assert client.post(address)["Location"].startswith("/sv/saga-upp/coursera/brev/?")


def test_what_is_on_its_way_is_not_written_again(client, kept):
    case, where, _dispatch = kept
    assert client.post(case_address("write_again", where))["Location"] == where
    assert Case.objects.filter(pk=case.pk).exists()


def test_a_get_changes_nothing(client, opened):
    case, where = opened()
    assert client.get(case_address("write_again", where)).status_code == 405
    key = case.dispatches.get().pk
    assert client.get(case_address("sent", where, key)).status_code == 405
    assert Case.objects.filter(pk=case.pk).exists()


UNKNOWN = {"country": "SE", "paid_on": "2026-11-20"}
TYPED = "Your account is locked: call 0800-12"


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_stranger_cannot_have_us_mail_their_words(
    client, packs, post, worker, language
):
    with override(language):
        page = reverse(
            "letters:letter", args=["other-company"], query=UNKNOWN | {"company": TYPED}
        )
    asked = client.post(page, PERSON | {"out": "keep"})
    assert asked.status_code == 302
    worker()
    (mail,) = post.notices()
    assert TYPED not in mail["Subject"] + mail.get_content()
    assert {"en": "for your letter", "sv": "för ditt brev"}[language] in mail["Subject"]
    assert TYPED in unescape(client.get(asked["Location"]).content.decode())


@pytest.mark.parametrize(
    ("company", "status"),
    [
        pytest.param("Gymkungen.example", 302, id="a domain as a name"),
        pytest.param("Locked: https://evil.example/login", 422, id="an address"),
        pytest.param("WWW.evil.example", 422, id="what programs take for one"),
        pytest.param("help@evil.example", 422, id="a mailbox"),
    ],
)
def test_a_company_s_name_is_no_address(client, packs, post, company, status):
    query = UNKNOWN | {"company": company}
    with override("en"):
        page = reverse("letters:letter", args=["other-company"], query=query)
    answer = client.post(page, PERSON | {"out": "keep"})
    assert answer.status_code == status
    if status == 422:
        assert "without a web or e-mail address" in answer.content.decode()
