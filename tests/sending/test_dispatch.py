"""From "send it for me" to a mail server's answer."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letters.models.dispatches import State
from tests.sending.conftest import last_code, last_link

pytestmark = pytest.mark.django_db


def test_the_whole_way(client, opened, worker, post):
    case, where = opened()
    assert not post.got, "nothing is mailed while the person waits"
    worker()
    assert len(post.got) == 1, "only the code"
    page = client.get(where)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"
    proved = client.post(f"{where}code/", {"code": last_code(post)})
    assert (proved.status_code, proved["Location"]) == (302, where)
    worker()
    ((envelope, letter),) = post.letters()
    assert letter["From"] == "Åsa Öberg via CancelHub <letters@cancelhub.example>"
    assert letter["Reply-To"] == "Åsa Öberg <asa@mail.example>"
    assert letter["Cc"] == "Åsa Öberg <asa@mail.example>"
    dispatch = case.dispatches.get()
    assert dispatch.state == State.ACCEPTED
    assert dispatch.reply == "250 2.0.0 queued as 4711"
    assert envelope.mail_from == f"bounce+{dispatch.bounce_token}@cancelhub.example"
    assert envelope.rcpt_tos == [dispatch.recipient, "asa@mail.example"]
    assert any("NOTIFY=FAILURE,DELAY" in one for one in post.parameters)
    assert bytes(dispatch.mime) == envelope.original_content
    notice = post.notices()[-1]
    assert "has left" in notice["Subject"]
    shown = client.get(last_link(post).removeprefix("https://cancelhub.example"))
    assert "queued as 4711" in shown.content.decode()


def test_the_page_leaves_the_files_in_the_database(client, proved):
    _dispatch, where = proved("451 later")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(where).content.decode()
    assert ".eml" in page, "and knows that there is one"
    fetched = [one["sql"] for one in asked if re.search(r'"(mime|pdf)"', one["sql"])]
    assert fetched == []
