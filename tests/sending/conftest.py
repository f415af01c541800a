"""A real mail server on loopback that behaves as told, and a letter to send."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.core.cache import caches
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from letters.models import Case
from letters.models.dispatches import State
from letters.sending import transport
from providers.models import Provider
from tests.sending.authority import Authority, make_certificates

BOUGHT = {
    "product": "plus_annual",
    "channel": "web",
    "country": "SE",
    "charge": "first",
    "paid_on": "2026-11-20",
}
PERSON = {
    "name": "Åsa Öberg",
    "account_email": "asa@mail.example",
    "letter_language": "both",
    "erasure": "no",
    "part_refund": "on",
    "out": "send",
}


class Server(SMTP):
    """Offers DSN, as real servers do, and remembers what was asked of it."""

    async def smtp_MAIL(self, arg):
        self.event_handler.parameters.append(f"MAIL {arg}")
        if self.event_handler.refuses_senders:
            await self.push(self.event_handler.refuses_senders)
            return
        await super().smtp_MAIL(arg.partition(" RET=")[0])

    async def smtp_RCPT(self, arg):
        self.event_handler.parameters.append(f"RCPT {arg}")
        await super().smtp_RCPT(arg.partition(" NOTIFY=")[0])


class Post:
    """The mail server. ``script`` says what it answers, one entry a message."""

    def __init__(self):
        self.got, self.parameters, self.script = [], [], []
        self.refuses_senders = self.refuses_copies = ""

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):
        session.host_name = hostname
        return [*responses[:-1], "250-DSN", responses[-1]]

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        step = self.script[0] if self.script else ""
        if step[:3].isdigit() and not envelope.rcpt_tos:
            return self.script.pop(0)
        if self.refuses_copies and envelope.rcpt_tos:
            return self.refuses_copies
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):
        step = self.script.pop(0) if self.script else ""
        if step == "drop before the answer":
            server.transport.abort()
            return "250 never heard"
        if step == "take and drop":
            self.got.append(envelope)
            server.transport.abort()
            return "250 never heard"
        self.got.append(envelope)
        return step.removeprefix("data ") or "250 2.0.0 queued as 4711"

    @property
    def mails(self):
        return [
            message_from_bytes(one.original_content, policy=policy.default)
            for one in self.got
        ]

    def letters(self):
        return [
            (one, mail)
            for one, mail in zip(self.got, self.mails, strict=True)
            if any(True for _ in mail.iter_attachments())
        ]

    def notices(self):
        return [mail for mail in self.mails if not list(mail.iter_attachments())]


class Mailhouse(Controller):
    """Runs the server in a thread."""

    def factory(self):
        return Server(self.handler)


@pytest.fixture
def post(settings):
    """The mail server that the site sends through."""
    handler = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Mailhouse(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    transport.line().close()
    yield handler
    transport.line().close()
    controller.stop()


@pytest.fixture(autouse=True)
def _addresses_do_not_grow_old(settings):
    """On whichever day the suite runs; the limit has a test of its own."""
    settings.CONTACT_DAYS = 36_500


@pytest.fixture(autouse=True)
def _nobody_has_asked_before():
    caches["counts"].clear()


@pytest.fixture(autouse=True)
def _own_seal_and_outbox(settings, tmp_path_factory):
    settings.SEAL_CERTIFICATE = str(tmp_path_factory.getbasetemp() / "seal.p12")
    settings.EMAIL_FILE_PATH = str(tmp_path_factory.mktemp("outbox"))
    settings.MAIL_FROM = "letters@cancelhub.example"
    settings.SITE_URL = "https://cancelhub.example"


@pytest.fixture
def worker(db):
    """Do what a worker does, without its own transactions: all that is due now."""
    one = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    )

    def work():
        while (task := DBTaskResult.objects.ready().first()) is not None:
            task.claim(one.worker_id)
            one.run_task(task)
            task.refresh_from_db()
            assert task.status == TaskResultStatus.SUCCESSFUL, task.traceback

    return work


@pytest.fixture
def reachable(packs, monkeypatch):
    """Coursera has a mailbox for letters, which its real pack does not know of."""
    monkeypatch.setattr("letters.sending.dispatching.takes_mail", lambda _domain: True)
    provider = Provider.objects.get(slug="coursera")
    provider.contacts.create(
        purpose="support",
        email="letters-for-tests@coursera.org",
        source=provider.sources.first(),
    )


@pytest.fixture
def opened(client, reachable, post):
    """Ask for a letter to be sent; give the case and its page."""

    def ask(language="en", **more):
        with override(language):
            where = reverse("letters:letter", args=["coursera"], query=BOUGHT)
        asked = client.post(where, PERSON | more)
        assert asked.status_code == 302, asked.status_code
        return Case.objects.latest("pk"), asked["Location"]

    return ask


@pytest.fixture
def letter(packs):
    """A letter that a mail server has taken over, as its row only."""
    case = Case.objects.create(
        provider="coursera",
        company="Coursera",
        reference="CH-TEST",
        language="sv",
        sender_name="Åsa Öberg",
        sender_email="asa@mail.example",
        proved_at=timezone.now(),
    )
    return case.dispatches.create(
        about_data=False,
        recipient="Letters-for-tests@coursera.org",
        addressee="Coursera",
        bounce_token="0123456789abcdef" * 2,
        message_id=f"<{'ab' * 16}@cancelhub.example>",
        state=State.ACCEPTED,
        accepted_at=timezone.now(),
        first_attempt_at=timezone.now(),
        server="127.0.0.1",
        reply="250 ok",
        filename="coursera-2026-11-24",
        pdf=b"%PDF",
        mime=b"To: x",
    )


def code_page(where):
    """Return where the code goes, in the language of a case's page."""
    match = resolve(where)
    with override(where.split("/")[1]):
        return reverse("letters:code", kwargs=match.kwargs)


def last_code(post):
    text = post.notices()[-1].get_content()
    line = next(line for line in text.splitlines() if "code:" in line or "kod:" in line)
    return line.partition(":")[2].strip()


def last_link(post):
    text = post.notices()[-1].get_content()
    return next(line for line in text.splitlines() if line.startswith("http"))


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    """A folder with a CA, a time-stamp authority and a bought seal."""
    folder = tmp_path_factory.mktemp("certificates")
    make_certificates(folder)
    return folder


@pytest.fixture
def authority(certificates, settings):
    """A time-stamp authority, and the site uses it."""
    one = Authority(certificates)
    settings.TSA_URL = one.url
    yield one
    one.close()


@pytest.fixture
def proved(client, opened, worker, post):
    """A letter that is on its way; ``script`` is what the server does with it."""

    def prove(*script, language="en", **more):
        case, where = opened(language, **more)
        worker()
        post.script = list(script)
        client.post(code_page(where), {"code": last_code(post)})
        worker()
        return case.dispatches.first(), where

    return prove
