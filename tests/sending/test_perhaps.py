"""A server took a letter and never answered: since then we do not know, and say so."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils.translation import override

from letters.models import Dispatch, Event
from letters.models.dispatches import State
from letters.sending import dispatching
from letters.sending.bouncing import Learned, note
from letters.sending.bundle import to_zip
from letters.sending.receipt import to_html
from letters.sending.reports import Kind, Outcome
from tests.sending.test_faults import later
from tests.sending.test_own import case_address

pytestmark = pytest.mark.django_db
UNSURE = {
    "en": ("We do not know whether they have got it", "Perhaps sent."),
    "sv": ("Vi vet inte om de har fått det", "Kanske skickat."),
}
SURE = {
    "en": ("Nobody has got it from us", "Not sent."),
    "sv": ("Ingen har fått det från oss", "Inte skickat."),
}


@pytest.fixture
def ended(client, proved, worker, post):
    """Bring a letter to an end of which its sender is told, or that they made."""

    def end(*script, by="server", language="en"):
        dispatch, where = proved(script[0], language=language)
        for answer in script[1:]:
            later(dispatch, hours=7)
            post.script = [answer]
            dispatching.sweep()
            worker()
        if by == "sender":
            with override(language):
                client.post(case_address("stop", where, dispatch.pk))
        dispatch.refresh_from_db()
        return dispatch, where

    return end


REFUSED = "550 5.7.1 seen it already"
ENDS = [
    pytest.param(("take and drop", REFUSED), "server", True, id="then refused"),
    pytest.param(("take and drop", "451 no", REFUSED), "server", True, id="in between"),
    pytest.param(("take and drop",), "sender", True, id="then stopped"),
    pytest.param(("take and drop", "451 no"), "sender", True, id="stopped after a no"),
    pytest.param((REFUSED,), "server", False, id="refused at once"),
    pytest.param(("451 no", REFUSED), "server", False, id="never handed over"),
    pytest.param(("451 no",), "sender", False, id="stopped before it left"),
]


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize(("script", "by", "unsure"), ENDS)
def test_what_is_said_of_it(client, ended, post, language, script, by, unsure):
    dispatch, where = ended(*script, by=by, language=language)
    assert dispatch.state == (State.FAILED if by == "server" else State.CANCELLED)
    page, receipt = client.get(where).content.decode(), to_html(dispatch.case)
    said, outcome = (UNSURE if unsure else SURE)[language]
    assert (UNSURE[language][0] in page) is unsure
    assert f"          {outcome}" in receipt
    if by == "server":
        mail = post.notices()[-1].get_content()
        assert said in mail
        assert (SURE if unsure else UNSURE)[language][0] not in mail
    manifest = json.loads(ZipFile(BytesIO(to_zip(dispatch.case))).read("manifest.json"))
    assert (manifest["letters"][0]["outcome"] == "unknown") is unsure


@pytest.mark.parametrize(("script", "by", "unsure"), ENDS)
def test_it_can_still_come_back(ended, script, by, unsure):
    dispatch, _where = ended(*script, by=by)
    learned = note(dispatch, Outcome(Kind.FAILED, frozenset(), "5.1.1", "no such user"))
    assert learned is (Learned.BOUNCED if unsure else Learned.KNOWN)
    dispatch.refresh_from_db()
    assert (dispatch.state == State.BOUNCED) is unsure
    assert note(dispatch, Outcome(Kind.FAILED, frozenset(), "5.1.1", "again")) is (
        Learned.KNOWN
    )


def test_once_a_server_answers_we_know(ended):
    dispatch, _where = ended("take and drop", "")
    assert dispatch.state == State.ACCEPTED
    assert not dispatch.may_be_there
    assert "Perhaps sent." not in to_html(dispatch.case)


def test_a_worker_that_died_may_have_handed_it_over(proved, post):
    dispatch, _where = proved("451 later")
    later(dispatch, minutes=3)
    Dispatch.objects.update(
        in_flight=True, attempts=dispatching.MOST_ATTEMPTS, first_attempt_at=None
    )
    dispatching.attempt(dispatch.pk)
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.may_be_there) == (State.FAILED, True)
    assert Event.objects.filter(what=Event.What.REPEATED).exists()
