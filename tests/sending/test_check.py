"""The public page that knows our files: a yes with its limits, or "we do not know"."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from letters.models import Dispatch
from letters.models.dispatches import State
from letters.sending import throttling

pytestmark = pytest.mark.django_db

WHERE = {"en": "/en/check/", "sv": "/sv/kontrollera/"}
YES = {"en": "We sent this exact file on", "sv": "Vi skickade exakt den här filen"}
UNKNOWN = {"en": "We do not know this file", "sv": "Vi känner inte till den här filen"}


@pytest.fixture
def sent(proved):
    """A letter that a mail server took over."""
    dispatch, _where = proved()
    assert dispatch.state == State.ACCEPTED
    return dispatch


def by_hash(client, content, language="en"):
    digest = hashlib.sha256(content).hexdigest()
    return client.get(WHERE[language], {"sha256": digest})


def by_upload(client, content, language="en"):
    file = SimpleUploadedFile("letter.pdf", content, "application/pdf")
    return client.post(WHERE[language], {"file": file})


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("ask", [by_hash, by_upload], ids=["in the browser", "upload"])
@pytest.mark.parametrize("file", ["pdf", "mime"])
def test_our_files_are_known(client, sent, ask, file, language):
    answer = ask(client, bytes(getattr(sent, file)), language)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert YES[language] in page
    assert "coursera.org" in page
    assert sent.server in page
    assert re.search(r"\d\d:\d\d:\d\d CES?T", page)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("ask", [by_hash, by_upload], ids=["in the browser", "upload"])
@pytest.mark.parametrize("place", [0, 0.5, 0.999], ids="changed at {}".format)
def test_a_changed_byte_is_unknown(client, sent, ask, place):
    changed = bytearray(sent.pdf)
    changed[int(len(changed) * place)] ^= 1
    page = ask(client, bytes(changed)).content.decode()
    assert UNKNOWN["en"] in page
    assert YES["en"] not in page


def test_it_tells_nothing_about_people(client, sent):
    page = by_hash(client, bytes(sent.pdf)).content.decode()
    for secret in (
        "Öberg",
        "asa@",
        sent.recipient,
        sent.case.reference,
        sent.subject,
        sent.message_id,
        sent.reply,
        sent.case.company,
    ):
        assert secret not in page, secret


STATES = [
    (State.DRAFT, False),
    (State.QUEUED, False),
    (State.SENDING, False),
    (State.DEFERRED, False),
    (State.FAILED, False),
    (State.CANCELLED, False),
    (State.ACCEPTED, True),
    (State.BOUNCED, True),
]


@pytest.mark.parametrize(("state", "known"), STATES)
def test_only_what_a_server_took_over_is_known(client, sent, state, known):
    Dispatch.objects.update(state=state)
    page = by_hash(client, bytes(sent.pdf)).content.decode()
    assert (YES["en"] in page) == known
    assert ("Later it came back" in page) == (state == State.BOUNCED)


def test_a_folder_of_ours_is_no_server(client, sent):
    Dispatch.objects.update(server="", reply="")
    assert UNKNOWN["en"] in by_hash(client, bytes(sent.pdf)).content.decode()


@pytest.mark.parametrize("language", ["en", "sv"])
def test_an_erased_letter_is_unknown_and_the_page_says_why(
    client, sent, settings, language
):
    settings.RETENTION_DAYS = 41
    content = bytes(sent.pdf)
    sent.case.delete()
    page = by_hash(client, content, language).content.decode()
    assert UNKNOWN[language] in page
    assert re.search(r"\b41\b", page)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "x", "0" * 63, "0" * 65, "g" * 64, "%", "' OR 1=1", "\x00" * 64],
    ids=repr,
)
def test_what_is_no_checksum_is_asked_again(client, typed):
    assert client.get(WHERE["en"], {"sha256": typed}).status_code == 422


def test_a_checksum_may_be_typed_in_capitals(client, sent):
    answer = client.get(WHERE["en"], {"sha256": f" {sent.pdf_sha256.upper()}\n"})
    assert YES["en"] in answer.content.decode()


@pytest.mark.parametrize(
    ("size", "status"),
    [(0, 200), (1, 200), (3_000_000, 200), (3_000_001, 413), (9_000_000, 413)],
)
def test_uploads_have_a_limit(client, size, status):
    answer = by_upload(client, b"x" * size)
    assert answer.status_code == status
    assert YES["en"] not in answer.content.decode()


def test_no_byte_of_an_upload_is_kept(client, settings, tmp_path, monkeypatch):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    monkeypatch.setattr(
        "django.core.files.uploadedfile.TemporaryUploadedFile.__init__",
        lambda *_a, **_k: pytest.fail("a file on the disk"),
    )
    assert by_upload(client, b"x" * 2_900_000).status_code == 200
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "sent_as",
    [
        {},
        {"data": {"other": "x"}},
        {"data": b"rubbish", "content_type": "text/plain"},
        {"data": b"rubbish", "content_type": "application/octet-stream"},
        {"data": b"--x", "content_type": "multipart/form-data; boundary=x"},
    ],
    ids=["nothing", "another field", "text", "bytes", "half a form"],
)
def test_a_form_without_a_file_is_asked_again(client, sent_as):
    assert client.post(WHERE["en"], **sent_as).status_code == 422


def test_asking_needs_no_cookie_and_leaves_none():
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(WHERE["en"]).cookies == {}
    answer = by_upload(strict, b"some file")
    assert answer.status_code == 200
    assert answer.cookies == {}


def test_a_network_that_asks_very_much_waits(client):
    most, _window = throttling.CHECKS_PER_NETWORK
    for _n in range(most):
        assert by_hash(client, b"x").status_code == 200
    assert by_hash(client, b"x").status_code == 429
    assert by_upload(client, b"x").status_code == 429
    assert client.get(WHERE["en"]).status_code == 200, "the page itself is free"
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert by_hash(other, b"x").status_code == 200


def test_the_page_may_be_found_and_its_answers_not(client):
    plain = client.get(WHERE["en"])
    assert "X-Robots-Tag" not in plain
    assert "noindex" not in plain.content.decode()
    assert "noindex" in by_hash(client, b"x").content.decode()


def test_one_question_costs_one_query(client, sent, django_assert_num_queries):
    with django_assert_num_queries(1):
        by_hash(client, b"x")
    with django_assert_num_queries(0):
        client.get(WHERE["en"])
