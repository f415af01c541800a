"""The mailbox of letters that came back, read over a real IMAP conversation."""

from __future__ import annotations

import socket
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from letters.models.dispatches import State
from letters.sending.mailbox import NoMailbox, account_of, quoted
from letters.sending.reports import LARGEST
from providers.models import Bounce
from tests.sending.imapserver import Folder, ImapServer
from tests.sending.test_reports import of, sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(letter, settings):
    """A mailbox with a bounce between two messages that are none."""
    holds = Folder(
        sample("person", **of(letter)),
        sample("postfix-unknown", **of(letter)),
        sample("vacation", **of(letter)),
    )
    with ImapServer(holds) as server:
        settings.IMAP_URL = server.url
        yield holds


def poll():
    out = StringIO()
    try:
        call_command("poll_bounces", stdout=out)
    except CommandError as error:
        return str(error), out.getvalue()
    return "", out.getvalue()


def test_each_message_is_read_and_marked(folder, letter):
    error, said = poll()
    assert error == ""
    assert said == "Messages: 3\n  came back: 1\n  no report: 2\n"
    assert folder.unseen() == []
    letter.refresh_from_db()
    assert letter.state == State.BOUNCED
    assert poll() == ("", "Messages: 0\n")
    assert Bounce.objects.get().times == 1


@pytest.mark.parametrize(
    ("capabilities", "left"),
    [
        pytest.param(b"IMAP4rev1 MOVE", 0, id="moved"),
        pytest.param(b"IMAP4rev1", 3, id="copied, and marked as deleted"),
    ],
)
def test_read_messages_can_be_put_away(folder, settings, capabilities, left):
    settings.IMAP_DONE_FOLDER = 'Read "reports"'
    folder.capabilities = capabilities
    assert poll()[0] == ""
    assert len(folder.moved) == 3
    assert len(folder.messages) == left
    assert any(r'"Read \"reports\""' in line for line in folder.asked)
    assert folder.unseen() == []


@pytest.mark.parametrize(
    ("where", "unseen", "state"),
    [
        pytest.param("SELECT", [1, 2, 3], "accepted", id="before anything is read"),
        pytest.param("FETCH 2", [2, 3], "accepted", id="before the bounce is read"),
        pytest.param("STORE 2", [2, 3], "bounced", id="stored here, not marked there"),
        pytest.param("FETCH 3", [3], "bounced", id="after the bounce"),
    ],
)
def test_a_line_that_goes_dead_loses_nothing(folder, letter, where, unseen, state):
    folder.hang_up_at = where
    assert "broke off" in poll()[0]
    assert folder.unseen() == unseen
    letter.refresh_from_db()
    assert letter.state == state
    folder.hang_up_at = ""
    assert poll()[0] == ""
    assert folder.unseen() == []
    letter.refresh_from_db()
    assert letter.state == State.BOUNCED
    assert letter.events.count() == 1
    assert Bounce.objects.get().times == 1


def test_a_crash_of_ours_leaves_the_message_unread(folder, letter, monkeypatch):
    def crash(*_args, **_more):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr("letters.sending.bouncing.came_back", crash)
    with pytest.raises(RuntimeError):
        poll()
    assert folder.unseen() == [2, 3]
    letter.refresh_from_db()
    assert letter.state == State.ACCEPTED, "nothing of it was stored"
    monkeypatch.undo()
    assert poll()[0] == ""
    letter.refresh_from_db()
    assert letter.state == State.BOUNCED


def test_only_the_beginning_of_a_large_message_is_fetched(folder, letter):
    folder.messages[2] += b"x" * LARGEST
    poll()
    assert f"UID FETCH 2 (BODY.PEEK[]<0.{LARGEST}>)" in folder.asked
    letter.refresh_from_db()
    assert letter.state == State.BOUNCED


def test_a_message_that_is_gone_meanwhile(folder):
    folder.flags[4] = set()
    folder.unseen = lambda: [4]
    assert poll() == ("", "Messages: 0\n")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"password": b"other"}, "the name and the password", id="login"),
        pytest.param({"refuse": "SELECT"}, "has no folder INBOX", id="folder"),
        pytest.param({"refuse": "SEARCH"}, "refused the command SEARCH", id="search"),
        pytest.param({"refuse": "STORE"}, "refused the command STORE", id="read only"),
    ],
)
def test_a_mailbox_that_refuses_gets_a_sentence(folder, change, sentence):
    vars(folder).update(change)
    error, _said = poll()
    assert sentence in error
    assert "word" not in error.replace("password", ""), "never the password"


def test_nobody_there(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.IMAP_URL = f"imap://a:b@127.0.0.1:{port}/INBOX"
    error, said = poll()
    assert error.startswith("127.0.0.1 cannot be reached: Connection refused.")
    assert said == "Messages: 0\n"


def test_somebody_else_there(settings, post):
    settings.IMAP_URL = f"imap://a:b@127.0.0.1:{settings.EMAIL_PORT}/INBOX"
    assert "broke off" in poll()[0]


def test_without_a_mailbox(settings):
    settings.IMAP_URL = ""
    assert poll()[0] == "IMAP_URL is not set: there is no mailbox to read."


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("imaps://mail.example/INBOX", id="nobody"),
        pytest.param("imaps://user@mail.example/INBOX", id="no password"),
        pytest.param("https://user:secret@mail.example/", id="not IMAP"),
        pytest.param("imaps://user:secret@mail.example:99999/", id="no port"),
        pytest.param("imaps://user:secret@[mail.example/", id="no host"),
        pytest.param("imap://user:secret@mail.example/INBOX", id="in the clear"),
    ],
)
def test_an_address_that_will_not_do(url):
    with pytest.raises(NoMailbox) as caught:
        account_of(url)
    assert "secret" not in str(caught.value)


def test_an_address_with_everything():
    account = account_of("imaps://b%40unce:p%2Fw@mail.example/Bounces%20in")
    assert (account.host, account.port, account.tls) == ("mail.example", 993, True)
    assert (account.user, account.password) == ("b@unce", "p/w")
    assert account.folder == "Bounces in"
    assert "p/w" not in repr(account)
    assert quoted('a\\b"c') == '"a\\\\b\\"c"'
