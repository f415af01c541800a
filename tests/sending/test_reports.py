"""Reports as mail servers write them, and what a letter's row says afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters.models import Event
from letters.models.dispatches import State
from letters.sending.bouncing import Learned, take_in
from letters.sending.message import bounce_address, bounce_tokens
from letters.sending.reports import LARGEST, MOST_RECIPIENTS, one_line, read_report
from providers.models import Bounce

SAMPLES = Path(__file__).parent / "bounces"
TOKEN = "0123456789abcdef" * 2


def sample(name, **more):
    """Return a message as it would arrive for a letter."""
    text = (SAMPLES / f"{name}.eml").read_text(encoding="utf-8")
    values = {"token": TOKEN, "recipient": "help@company.example"} | more
    values.setdefault("TOKEN", values["token"].upper())
    values.setdefault("sender", "asa@mail.example")
    values.setdefault("message_id", f"<{'ab' * 16}@cancelhub.example>")
    for word, value in values.items():
        text = text.replace(f"{{{word}}}", value)
    return text.encode()


def of(letter):
    return {
        "token": letter.bounce_token,
        "message_id": letter.message_id,
        "recipient": letter.recipient,
        "sender": letter.case.sender_email,
    }


BOUNCED = [
    pytest.param(
        "postfix-unknown",
        "5.1.1",
        "550 5.1.1 <help@company.example>: Recipient address rejected: User unknown",
        id="Postfix",
    ),
    pytest.param(
        "postfix-gave-up",
        "4.4.1",
        "connect to mx.company.example[192.0.2.25]:25: Connection timed out",
        id="failed at last, after days of 4.4.1",
    ),
    pytest.param(
        "exchange-not-found",
        "5.1.10",
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP"
        " address lookup",
        id="Exchange: in capitals, with a page in HTML and our whole letter",
    ),
    pytest.param(
        "gmail-not-found",
        "5.1.1",
        "550-5.1.1 The email account that you tried to reach does not exist. Please"
        " try 550-5.1.1 double-checking the recipient's email address for typos or"
        " 550 5.1.1 unnecessary spaces. - gsmtp",
        id="Gmail: an answer of several lines",
    ),
    pytest.param(
        "qmail",
        "5.1.1",
        "Sorry, no mailbox here by that name. (#5.1.1)",
        id="qmail: plain words, and a letter that says 'will keep'",
    ),
    pytest.param(
        "exim",
        "",
        "(ultimately generated from info@company.example) mailbox is full: retry"
        " timeout exceeded",
        id="Exim: a header names whom it did not reach",
    ),
    pytest.param(
        "only-message-id",
        "5.2.1",
        "550 5.2.1 mailbox disabled",
        id="to nobody, known by our message id alone",
    ),
    pytest.param(
        "rewritten",
        "5.7.1",
        "554 5.7.1 Message refused by policy",
        id="our address wrapped by a forwarder; the one behind it refused",
    ),
    pytest.param(
        "global",
        "5.1.6",
        "550 5.1.6 brevlådan har flyttat",
        id="RFC 6533, which Python does not divide",
    ),
    pytest.param(
        "both", "5.1.1", "550 5.1.1 unknown", id="letter and copy in one report"
    ),
    pytest.param(
        "odd-charset",
        "5.1.1",
        "550 5.1.1 =?utf-8?q?=0D=0ABcc:_victim=40mail.example?= bad unknown",
        id="charsets that there are not, and characters nobody sees",
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "status", "words"), BOUNCED)
def test_a_letter_that_came_back(letter, name, status, words):
    assert take_in(sample(name, **of(letter))) == Learned.BOUNCED
    letter.refresh_from_db()
    assert letter.state == State.BOUNCED
    assert letter.reply == words.replace("help@company.example", letter.recipient)
    flag = Bounce.objects.get()
    assert flag.email == letter.recipient.lower()
    assert flag.status == (status or "failed")
    assert letter.events.filter(what=Event.What.BOUNCED).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "learned", "events"),
    [
        pytest.param("postfix-delayed", Learned.DELAYED, ["delayed"], id="late"),
        pytest.param(
            "sendmail-warning", Learned.DELAYED, ["delayed"], id="late, in plain words"
        ),
        pytest.param("copy", Learned.NO_COPY, ["no_copy"], id="the sender's copy"),
        pytest.param(
            "copy-under-another-name",
            Learned.NO_COPY,
            ["no_copy"],
            id="the sender's copy, under the name of their server",
        ),
        pytest.param("delivered", Learned.NO_REPORT, [], id="it arrived"),
        pytest.param("read-receipt", Learned.NO_REPORT, [], id="a read receipt"),
        pytest.param("vacation", Learned.NO_REPORT, [], id="an automatic reply"),
        pytest.param("person", Learned.NO_REPORT, [], id="a person"),
        pytest.param("postmaster-writes", Learned.NO_REPORT, [], id="a postmaster"),
    ],
)
def test_what_is_no_bounce(letter, name, learned, events):
    assert take_in(sample(name, **of(letter))) == learned
    letter.refresh_from_db()
    assert letter.state == State.ACCEPTED
    assert letter.reply == "250 ok"
    assert [event.what for event in letter.events.all()] == events
    assert not Bounce.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["postfix-unknown", "postfix-delayed", "copy"])
def test_told_twice_it_is_told_once(letter, name):
    take_in(sample(name, **of(letter)))
    assert take_in(sample(name, **of(letter))) == Learned.KNOWN
    assert letter.events.count() == 1
    assert [one.times for one in Bounce.objects.all()] in ([], [1])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "after"),
    [
        pytest.param("sending", "bounced", id="faster than the server's own answer"),
        pytest.param("deferred", "bounced", id="taken, then the line went dead"),
        pytest.param("draft", "draft", id="never sent"),
        pytest.param("queued", "queued", id="not sent yet"),
        pytest.param("failed", "failed", id="the person knows already"),
        pytest.param("cancelled", "cancelled", id="stopped by the person"),
    ],
)
def test_only_what_has_left_can_come_back(letter, state, after):
    letter.state = state
    letter.save()
    take_in(sample("postfix-unknown", **of(letter)))
    letter.refresh_from_db()
    assert letter.state == after


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["postfix-unknown", "only-message-id", "copy"])
def test_of_an_erased_letter_nothing_is_kept(letter, name, caplog, capsys):
    raw = sample(name, **of(letter))
    letter.case.delete()
    assert take_in(raw) == Learned.NOT_OURS
    assert not Event.objects.exists()
    assert not Bounce.objects.exists()
    assert (caplog.text, capsys.readouterr().out) == ("", "")


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("bounce+{}@cancelhub.example", id="as we wrote it"),
        pytest.param("<Bounce+{}@CancelHub.example>", id="in brackets and capitals"),
        pytest.param("bounce={}@cancelhub.example", id="= for +"),
        pytest.param("bounce-{}@cancelhub.example", id="- for +"),
        pytest.param("SRS0=a=b=cancelhub.example=bounce+{}@f.example", id="SRS"),
        pytest.param("prvs=1234abcdef=bounce+{}@cancelhub.example", id="BATV"),
        pytest.param('"bounce+{}"@cancelhub.example', id="quoted"),
        pytest.param("rfc822;bounce+{}@cancelhub.example", id="typed"),
    ],
)
@pytest.mark.parametrize("token", [TOKEN, TOKEN.upper()], ids=["small", "capitals"])
def test_a_token_is_found_however_it_is_written(written, token, settings):
    settings.MAIL_FROM = "letters@cancelhub.example"
    assert bounce_tokens(written.format(token)) == (TOKEN,)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"bounce+{TOKEN[:-1]}@cancelhub.example", id="too short"),
        pytest.param(f"bounce+{TOKEN}0@cancelhub.example", id="too long"),
        pytest.param(f"rebounce+{TOKEN}@cancelhub.example", id="another prefix"),
        pytest.param("bounce@cancelhub.example", id="without one: our own notices"),
    ],
)
def test_what_is_no_token(text):
    assert bounce_tokens(text) == ()


def test_the_address_we_write_is_one_we_read():
    assert bounce_tokens(bounce_address(TOKEN)) == (TOKEN,)


def nested(kind, times):
    opened = b"".join(
        b"Content-Type: %s; boundary=b%d\n\n--b%d\n" % (kind, n, n)
        for n in range(times)
    )
    return b"From: mailer-daemon@x.example\nMIME-Version: 1.0\n" + opened


HEADER = b"Content-Type: multipart/report; boundary=b\n\n--b\n"
HOSTILE = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"\x00\xff" * 1000, id="no mail at all"),
    pytest.param(nested(b"multipart/mixed", 5000), id="boxes in boxes"),
    pytest.param(nested(b"multipart/mixed", 39) + b"x\n" * LARGEST, id="just not too"),
    pytest.param(b"Content-Type: message/rfc822\n\n" * 5000, id="letters in letters"),
    pytest.param(b"From: mailer-daemon\n\n" + b"a" * 10**7, id="ten megabytes"),
    pytest.param(b"From: mailer-daemon\n\n" + b"a@" * 10**5, id="addresses, nearly"),
    pytest.param(b"From: mailer-daemon\n\n" + b"5.1.1" * 10**5, id="codes, nearly"),
    pytest.param(b"From: mailer-daemon\n\n" + b"-" * 10**6, id="one long line"),
    pytest.param(
        HEADER + b"Content-Type: message/delivery-status\n\n" + b"a: b\n\n" * 40_000,
        id="forty thousand recipients",
    ),
    pytest.param(
        HEADER
        + b"Content-Type: message/delivery-status\n\nAction: failed\nStatus: "
        + b"5." * 10**5,
        id="a status without end",
    ),
    pytest.param(
        HEADER
        + b"Content-Type: text/plain; charset*0*=;charset*99999999999=x\n\n5.1.1",
        id="a charset in pieces",
    ),
]


@pytest.mark.parametrize("raw", HOSTILE)
def test_reading_ends_and_raises_nothing(raw):
    report = read_report(raw)
    assert report is None or len(report.outcomes) <= MOST_RECIPIENTS + 1


@given(data=st.data())
@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
def test_a_damaged_report_raises_nothing(data):
    name = data.draw(st.sampled_from(sorted(path.stem for path in SAMPLES.iterdir())))
    raw = bytearray(sample(name))
    for _n in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 9))] = data.draw(
            st.sampled_from(
                [b"", b"\n", b"\r\n\r\n", b"\x00", b"\xff", b'"', b";*=", b"("]
            )
        )
    report = read_report(bytes(raw))
    for outcome in report.outcomes if report else ():
        assert outcome.words == one_line(outcome.words)
        assert outcome.words.isprintable()
