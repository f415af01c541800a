"""The receipt and the file with everything: honest, whole, and the same bytes twice."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from letters.models import Case, Dispatch, Event
from letters.models.dispatches import State
from letters.sending import receipt
from letters.sending.bundle import to_zip
from refunds.checking import CLAIMS

pytestmark = pytest.mark.django_db

ABOUT_US = re.compile(
    r"\b(certif\w+|registered|delivered|guarant\w+|levererat|garanter\w+"
    r"|rekommendera\w+|intyga\w*)\b",
    re.IGNORECASE,
)
NOT_READ = re.compile(r"that anybody has read it|att någon har läst det")


def text_of(pdf):
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def shown(case):
    return text_of(receipt.to_pdf(Case.objects.get(pk=case.pk)))


def bounce(dispatch, why="550 5.1.1 no such user"):
    """Do what the reader of bounces does."""
    Dispatch.objects.filter(pk=dispatch.pk).update(state=State.BOUNCED)
    Event.objects.create(
        case=dispatch.case, dispatch=dispatch, what=Event.What.BOUNCED, note=why
    )


@pytest.fixture
def outcome(client, proved, opened, worker, post, settings, tmp_path):
    """Bring a letter to one of its ends."""

    def bring(how, language="en"):
        if how == "no server":
            settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
            settings.EMAIL_FILE_PATH = str(tmp_path / "out")
            case, where = opened(language)
            worker()
            (mail,) = (tmp_path / "out").glob("*.eml")
            lines = mail.read_text().splitlines()
            code = next(line for line in lines if "code:" in line or "kod:" in line)
            client.post(f"{where}code/", {"code": code.partition(":")[2]})
            worker()
            return case.dispatches.get()
        script = {"failed": ["550 5.7.1 we take no mail"], "waiting": ["451 later"]}
        dispatch, where = proved(*script.get(how, []), language=language)
        if how == "came back":
            bounce(dispatch)
        if how == "stopped":
            Dispatch.objects.update(state=State.CANCELLED)
        dispatch.refresh_from_db()
        return dispatch

    return bring


ENDS = [
    pytest.param("taken over", "Sent. The mail server", True, id="taken over"),
    pytest.param("came back", "It came back. The mail server", True, id="came back"),
    pytest.param("failed", "Not sent. No mail server took it", False, id="failed"),
    pytest.param("waiting", "Not sent yet.", False, id="waiting"),
    pytest.param("no server", "Not sent. This installation", False, id="no server"),
]


@pytest.mark.parametrize(("how", "says", "left"), ENDS)
def test_it_says_what_became_of_the_letter(outcome, how, says, left):
    dispatch = outcome(how)
    text = shown(dispatch.case)
    assert says in text
    assert ("Which message left us" in text) == left
    assert ("That the letter has been sent." in text) != left
    assert ("can check it at" in text) == left
    assert ("We handed it over" in text) == left


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("how", [end.values[0] for end in ENDS])
def test_it_claims_nothing_that_we_cannot_keep(outcome, how, language):
    text = shown(outcome(how, language).case)
    assert not CLAIMS.search(text)
    assert not ABOUT_US.search(text)
    assert not re.search(r"\bread\b|\bläst\b", NOT_READ.sub("", text))


def test_it_lists_everything_that_the_row_knows(outcome):
    dispatch = outcome("taken over")
    text = shown(dispatch.case).replace(" ", "")
    for known in (
        dispatch.case.reference,
        "Åsa Öberg, asa@mail.example",
        dispatch.recipient,
        dispatch.addressee,
        dispatch.subject,
        dispatch.message_id,
        dispatch.server,
        "250 2.0.0 queued as 4711",
        dispatch.pdf_sha256,
        dispatch.mime_sha256,
        "https://cancelhub.example/en/check/",
        "None. This installation used no time-stamp authority.",
    ):
        assert known.replace(" ", "") in text, known
    zones = re.findall(r"\d\d:\d\d:\d\d(CET|CEST)", text)
    assert len(zones) >= 4, "asked, proved, handed over, as of"


def test_the_authority_and_its_time_are_named(authority, outcome):
    text = shown(outcome("taken over").case)
    assert "In the PDF (RFC 3161), by Test time-stamp authority:" in text
    assert "only if the EU’s trusted list has the authority" in text
    assert "says somebody other than us" in text


def test_it_speaks_the_language_of_the_case(outcome):
    dispatch = outcome("taken over", "sv")
    with override("en"):
        pdf = receipt.to_pdf(Case.objects.get(pk=dispatch.case_id))
    assert PdfReader(BytesIO(pdf)).trailer["/Root"]["/Lang"] == "sv"
    text = text_of(pdf)
    assert "Vad det här inte visar" in text
    assert "https://cancelhub.example/sv/kontrollera/" in text
    assert "What" not in text


def test_it_tells_that_a_letter_may_have_gone_twice(outcome):
    dispatch = outcome("taken over")
    assert "Sent twice" not in shown(dispatch.case)
    Event.objects.create(
        case=dispatch.case, dispatch=dispatch, what=Event.What.REPEATED
    )
    assert "Sent twice" in shown(dispatch.case)


@pytest.mark.parametrize(
    ("reply", "printed"),
    [
        pytest.param("250 ok \u4f60\u597d", r"250 ok \u{4f60}\u{597d}", id="no glyph"),
        pytest.param("250 \x1b[31mok", r"250 \u{1b}[31mok", id="control characters"),
        pytest.param("250 <b>ok</b> {{x}}", "250 <b>ok</b> {{x}}", id="markup"),
        pytest.param("550 " + "x" * 490, "550 " + "x" * 20, id="long"),
    ],
)
def test_whatever_a_server_says_can_be_printed(outcome, reply, printed):
    dispatch = outcome("taken over")
    Dispatch.objects.update(reply=reply)
    assert printed in shown(dispatch.case)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_it_stays_on_one_sheet(authority, outcome, language):
    pdf = receipt.to_pdf(outcome("taken over", language).case)
    assert len(PdfReader(BytesIO(pdf)).pages) == 1


# Everything


def opened_zip(content):
    archive = ZipFile(BytesIO(content))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("how", [end.values[0] for end in ENDS])
def test_everything_is_in_the_zip_and_in_its_manifest(outcome, how):
    dispatch = outcome(how)
    case = Case.objects.get(pk=dispatch.case_id)
    files = opened_zip(to_zip(case))
    manifest = json.loads(files.pop("manifest.json"))
    assert set(manifest["files"]) == set(files)
    for name, content in files.items():
        listed = manifest["files"][name]
        assert listed["sha256"] == hashlib.sha256(content).hexdigest()
        assert listed["bytes"] == len(content)
    (letter,) = manifest["letters"]
    assert letter["message_id"] == dispatch.message_id
    assert letter["outcome"] == how.replace(" ", "_")
    assert letter["reply"] == dispatch.reply
    by_ending = {name.rpartition(".")[2]: name for name in letter["files"]}
    assert files[by_ending["pdf"]] == bytes(dispatch.pdf)
    assert files[by_ending["txt"]].decode() == dispatch.text
    assert files[by_ending["eml"]] == bytes(dispatch.mime)
    assert manifest["files"][by_ending["eml"]]["sha256"] == dispatch.mime_sha256
    left = how in ("taken over", "came back")
    assert bool(letter["taken_over_at"]) == left
    times = [event["at"] for event in manifest["events"]]
    assert all(re.fullmatch(r"\S+T\S+\.\d{3}\+00:00", time) for time in times)
    assert manifest["asked_at"] in times
    assert manifest["made_by"]["pyHanko"]


def test_two_letters_do_not_share_a_name(proved):
    dispatch, _where = proved()
    dispatch.pk, dispatch.about_data = None, True
    dispatch.filename = f"{dispatch.case.provider}-data-2026-11-20"
    dispatch.message_id, dispatch.bounce_token = "<another@cancelhub.example>", "x"
    dispatch.save()
    files = opened_zip(to_zip(dispatch.case))
    letters = dispatch.case.dispatches.count()
    assert letters == 2
    assert len(files) == letters * 3 + 2
    assert "personal data" in text_of(files["receipt.pdf"])


def test_the_same_case_gives_the_same_bytes(outcome):
    dispatch = outcome("taken over")
    first, again = (Case.objects.get(pk=dispatch.case_id) for _n in range(2))
    packed = to_zip(first)
    assert to_zip(again) == packed
    bounce(dispatch)
    assert to_zip(Case.objects.get(pk=dispatch.case_id)) != packed


def test_other_programs_can_open_it(outcome, tmp_path):
    dispatch = outcome("taken over")
    path = tmp_path / "receipt.pdf"
    path.write_bytes(receipt.to_pdf(dispatch.case))
    checked = subprocess.run(  # noqa: S603 -- a file of ours
        ["qpdf", "--check", path],  # noqa: S607 -- wherever it is
        capture_output=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


# The way to them


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_case_page_leads_to_both(client, proved, language):
    _dispatch, where = proved(language=language)
    page = client.get(where).content.decode()
    with override(language):
        links = re.findall(r'href="([^"]+(?:\.pdf|\.zip))"', page)
    kinds = {}
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200, link
        assert answer["Referrer-Policy"] == "same-origin"
        assert "no-store" in answer["Cache-Control"]
        kinds[answer["Content-Type"]] = answer.content
    assert kinds["application/zip"][:2] == b"PK"
    assert kinds["application/pdf"][:5] == b"%PDF-"


def test_there_is_no_receipt_before_the_address_is_proved(client, opened, worker):
    _case, where = opened()
    worker()
    assert client.get(f"{where}receipt.pdf").status_code == 404
    assert client.get(f"{where}everything.zip").status_code == 404


def test_nothing_of_it_is_left_when_the_case_is_erased(client, proved, post):
    _dispatch, where = proved()
    assert client.get(f"{where}receipt.pdf").status_code == 200
    client.post(f"{where}erase/")
    assert client.get(f"{where}receipt.pdf").status_code == 404
    assert client.get(f"{where}everything.zip").status_code == 404
