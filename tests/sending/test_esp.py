"""Letters that come back, as a provider of mail tells it: Mailgun's webhook."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import include, path

from cancelhub import urls
from letters.models.dispatches import State
from letters.sending.esp import webhooks
from providers.models import Bounce

ROOT = Path(__file__).parent.parent.parent
KEY = "signing-key"
WHERE = "/esp/mailgun/tracking/"


@pytest.fixture
def mailgun(settings, client):
    """Post what Mailgun posts, signed as Mailgun signs; give the status."""
    settings.ANYMAIL = {
        "WEBHOOK_SECRET": "mail:gun",
        "MAILGUN_WEBHOOK_SIGNING_KEY": KEY,
    }

    class Site:
        urlpatterns = [path("esp/", include(webhooks("mailgun"))), *urls.urlpatterns]

    settings.ROOT_URLCONF = Site

    def post(event, *, key=KEY, login="mail:gun"):
        signed = hmac.new(key.encode(), b"1795518000abc", hashlib.sha256).hexdigest()
        signature = {"timestamp": "1795518000", "token": "abc", "signature": signed}
        basic = base64.b64encode(login.encode()).decode()
        return client.post(
            WHERE,
            json.dumps({"signature": signature, "event-data": event}),
            content_type="application/json",
            headers={"Authorization": f"Basic {basic}"},
        ).status_code

    return post


def failed(letter, **more):
    """Return the event of a letter that could not be delivered."""
    return {
        "event": "failed",
        "severity": "permanent",
        "reason": "bounce",
        "id": "G9Bn5sl1TC6nu79C8C0bwg",
        "timestamp": 1795518000.1,
        "recipient": letter.recipient.lower(),
        "recipient-domain": "coursera.org",
        "envelope": {
            "sender": "bounce+x@cancelhub.example",
            "transport": "smtp",
            "targets": letter.recipient,
        },
        "message": {
            "headers": {
                "to": letter.recipient,
                "message-id": letter.message_id.strip("<>"),
                "from": "letters@cancelhub.example",
                "subject": "Withdrawal",
            },
            "attachments": [],
            "size": 111,
        },
        "delivery-status": {
            "attempt-no": 1,
            "message": "5.1.1 The email account that you tried to reach\r\ndoes not"
            " exist.",
            "code": 550,
            "description": "",
            "session-seconds": 0.4,
        },
        "user-variables": {},
        "tags": [],
    } | more


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "state", "events", "flagged"),
    [
        pytest.param({}, State.BOUNCED, ["bounced"], ["5.1.1"], id="bounced"),
        pytest.param(
            {"severity": "temporary"}, State.ACCEPTED, ["delayed"], [], id="deferred"
        ),
        pytest.param(
            {"event": "rejected", "reject": {"reason": "suppressed"}},
            State.BOUNCED,
            ["bounced"],
            ["5.1.1"],
            id="rejected",
        ),
        pytest.param(
            {"event": "complained", "delivery-status": None},
            State.ACCEPTED,
            ["unwanted"],
            ["unwanted"],
            id="called spam",
        ),
        pytest.param({"event": "delivered"}, State.ACCEPTED, [], [], id="delivered"),
        pytest.param({"event": "opened"}, State.ACCEPTED, [], [], id="opened"),
        pytest.param(
            {"recipient": "asa@mail.example"},
            State.ACCEPTED,
            ["no_copy"],
            [],
            id="the sender's copy",
        ),
        pytest.param(
            {"message": {"headers": {"message-id": "other@elsewhere.example"}}},
            State.ACCEPTED,
            [],
            [],
            id="no letter of ours",
        ),
    ],
)
def test_what_a_provider_of_mail_tells(mailgun, letter, change, state, events, flagged):
    event = failed(letter, **change)
    assert mailgun(event) == 200
    assert mailgun(event) == 200, "told twice"
    letter.refresh_from_db()
    assert letter.state == state
    assert [one.what for one in letter.events.all()] == events
    assert [one.status for one in Bounce.objects.filter(times=1)] == flagged
    if state == State.BOUNCED:
        assert letter.reply == (
            "5.1.1 The email account that you tried to reach does not exist."
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who",
    [
        pytest.param({"key": "guessed"}, id="a wrong signature"),
        pytest.param({"login": "mail:guessed"}, id="a wrong password"),
    ],
)
def test_strangers_are_not_believed(mailgun, letter, who):
    assert mailgun(failed(letter), **who) == 400
    letter.refresh_from_db()
    assert letter.state == State.ACCEPTED


@pytest.mark.django_db
def test_no_other_webhook_is_there(mailgun, client):
    for other in ("mailgun/inbound", "postmark/tracking", "mandrill"):
        assert client.post(f"/esp/{other}/").status_code == 404


def check(**environment):
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "SECRET_KEY": "x", "DEBUG": "1"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("esp", "options", "problem"),
    [
        pytest.param("mailgun", '{"WEBHOOK_SECRET": "a:b"}', "", id="in order"),
        pytest.param("mailgun", "{}", "needs a WEBHOOK_SECRET", id="open to all"),
        pytest.param(
            "pigeon",
            '{"WEBHOOK_SECRET": "a:b"}',
            "no webhook of 'pigeon'",
            id="unknown",
        ),
    ],
)
def test_the_site_starts_only_with_a_webhook_that_is_safe(esp, options, problem):
    done = check(ESP=esp, ANYMAIL=options)
    assert (done.returncode == 0) == (not problem), done.stderr
    assert problem in done.stderr
