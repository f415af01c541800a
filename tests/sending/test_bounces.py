"""A letter that comes back: the person, the next visitor and the editors are told."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override

from letters.models import Event
from letters.models.dispatches import State
from letters.sending.bouncing import Learned, take_in
from providers.models import Bounce, Contact, Provider
from refunds.packing import pack_of
from tests.sending.conftest import BOUGHT, last_code, last_link
from tests.sending.test_erasing import everything, traces_in
from tests.sending.test_reports import of, sample

pytestmark = pytest.mark.django_db
ADDRESS = "letters-for-tests@coursera.org"
OFFERED = 'value="send"'
WORDS = {
    "en": {
        "subject": "Your letter to Coursera came back",
        "mail": f"Your letter to {ADDRESS} came back: the address does not take it.",
        "state": "The letter: came back",
        "event": f"The letter came back ({ADDRESS})",
        "next": "Send it yourself instead, today if you can",
        "said": "The mail server said: 550 5.1.1",
        "refused": "A letter to that address came back, so we do not send to it",
    },
    "sv": {
        "subject": "Ditt brev till Coursera kom tillbaka",
        "mail": f"Ditt brev till {ADDRESS} kom tillbaka: adressen tar inte emot det.",
        "state": "Brevet: kom tillbaka",
        "event": f"Brevet kom tillbaka ({ADDRESS})",
        "next": "Skicka det själv i stället, helst i dag",
        "said": "E-postservern svarade: 550 5.1.1",
        "refused": "Ett brev till den adressen kom tillbaka, så vi skickar inget dit",
    },
}


@pytest.fixture
def sent(client, opened, worker, post):
    """A letter that went the whole way to a mail server; its row and its page."""

    def send(language="en"):
        case, where = opened(language)
        worker()
        client.post(last_link(post).removeprefix("https://cancelhub.example"))
        worker()
        dispatch = case.dispatches.get()
        assert dispatch.state == State.ACCEPTED
        return dispatch, where

    return send


def letter_page(client, language="en"):
    with override(language):
        where = reverse("letters:letter", args=["coursera"], query=BOUGHT)
    return unescape(client.get(where).content.decode())


@pytest.mark.parametrize("language", ["en", "sv"])
def test_from_the_report_to_the_person(client, sent, worker, post, language):
    words = WORDS[language]
    dispatch, where = sent(language)
    assert OFFERED in letter_page(client, language)
    assert words["refused"] not in letter_page(client, language)
    before = len(post.got)
    assert take_in(sample("postfix-unknown", **of(dispatch))) == Learned.BOUNCED
    worker()
    assert len(post.got) == before + 1, "one mail to the person, and none elsewhere"
    assert post.got[-1].rcpt_tos == ["asa@mail.example"]
    notice = post.notices()[-1]
    text = notice.get_content()
    assert words["subject"] in notice["Subject"]
    assert words["mail"] in text
    assert words["said"] in text
    assert words["next"] in text
    for page in (where, last_link(post).removeprefix("https://cancelhub.example")):
        shown = unescape(client.get(page).content.decode())
        for part in ("state", "event", "next", "said"):
            assert words[part] in shown
    assert words["refused"] in letter_page(client, language)
    assert OFFERED not in letter_page(client, language)


def test_our_mail_has_no_header_of_theirs(sent, worker, post):
    dispatch, _where = sent()
    take_in(sample("odd-charset", **of(dispatch)))
    worker()
    notice = post.notices()[-1]
    assert notice["Bcc"] is None
    assert "victim" not in str(notice["Subject"])
    assert "?= bad unknown" in notice.get_content()


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("postfix-delayed", "The letter is late: a mail server is still trying"),
        ("copy", "Your copy did not reach you; the letter itself is not affected"),
    ],
)
def test_what_is_no_bounce_is_an_event_and_no_mail(
    client, sent, worker, post, name, event
):
    dispatch, where = sent()
    before = len(post.got)
    take_in(sample(name, **of(dispatch)))
    worker()
    assert len(post.got) == before
    shown = unescape(client.get(where).content.decode())
    assert event in shown
    assert "The letter: taken over by a mail server" in shown


def test_a_late_letter_may_still_come_back(sent):
    dispatch, _where = sent()
    take_in(sample("postfix-delayed", **of(dispatch)))
    assert take_in(sample("postfix-gave-up", **of(dispatch))) == Learned.BOUNCED
    events = dispatch.events.values_list("what", flat=True)
    assert list(events)[-2:] == [Event.What.DELAYED, Event.What.BOUNCED]


def test_a_letter_that_waits_does_not_go_where_another_came_back(
    client, opened, worker, post, letter
):
    case, where = opened()
    worker()
    take_in(sample("postfix-unknown", **of(letter)))
    client.post(f"{where}code/", {"code": last_code(post)})
    worker()
    dispatch = case.dispatches.get()
    assert dispatch.state == State.FAILED
    assert not post.letters()
    reason = WORDS["en"]["refused"]
    assert reason in unescape(client.get(where).content.decode())
    assert "could not be sent" in post.notices()[-1]["Subject"]
    assert reason in post.notices()[-1].get_content()


# Editors


@pytest.fixture
def bounced(letter):
    """The address of a contact, after a letter came back."""
    provider = Provider.objects.get(slug="coursera")
    provider.contacts.create(
        purpose="support", email=letter.recipient, source=provider.sources.first()
    )
    take_in(sample("postfix-unknown", **of(letter)))
    return Bounce.objects.get()


def admin(view, *args, **query):
    return reverse(f"admin:providers_{view}", args=args, query=query or None)


def test_editors_see_it_where_they_work(admin_client, bounced):
    admin_client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    queue = admin_client.get(admin("bounce_changelist")).content.decode()
    assert ADDRESS in queue
    assert "Coursera" in queue
    assert "5.1.1" in queue
    one = admin_client.get(admin("bounce_change", bounced.pk))
    assert "Coursera" in one.content.decode()
    found = admin_client.get(admin("provider_changelist", came_back="yes"))
    assert [one.slug for one in found.context["cl"].queryset] == ["coursera"]
    key = Provider.objects.get(slug="coursera").pk
    page = admin_client.get(admin("provider_change", key)).content.decode()
    assert page.count("A letter came back") > 1


def test_an_editor_says_that_the_address_is_right(admin_client, bounced, client):
    assert WORDS["en"]["refused"] in letter_page(client)
    data = {
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-id": bounced.pk,
        "form-0-settled": "on",
        "_save": "Save",
    }
    assert admin_client.post(admin("bounce_changelist"), data).status_code == 302
    assert not Bounce.objects.against(ADDRESS)
    assert OFFERED in letter_page(client)
    assert WORDS["en"]["refused"] not in letter_page(client)
    found = admin_client.get(admin("provider_changelist", came_back="yes"))
    assert not found.context["cl"].queryset


def test_it_comes_back_again(letter, bounced):
    Bounce.objects.update(settled=True)
    letter.state = State.ACCEPTED
    letter.save()
    take_in(sample("postfix-gave-up", **of(letter)))
    bounced.refresh_from_db()
    assert (bounced.times, bounced.status, bounced.settled) == (2, "4.4.1", False)


def test_another_address_is_free(client, bounced):
    contact = Contact.objects.get(email__iexact=ADDRESS)
    contact.email = "new@coursera.org"
    contact.save()
    assert WORDS["en"]["refused"] not in letter_page(client)


def test_a_pack_that_is_loaded_again_changes_nothing(bounced, tmp_path):
    before = list(Bounce.objects.values())
    call_command("load_packs", force=["coursera"], verbosity=0)
    assert list(Bounce.objects.values()) == before
    assert "bounce" not in str(pack_of(Provider.objects.get(slug="coursera"))).lower()


def test_the_flag_says_nothing_about_the_person(bounced):
    kept = str(Bounce.objects.values())
    assert "asa" not in kept
    assert "User unknown" not in kept


def test_erased_with_all_that_came_back(client, sent, worker):
    dispatch, where = sent()
    take_in(sample("copy", **of(dispatch)))
    take_in(sample("postfix-unknown", **of(dispatch)))
    worker()
    assert traces_in(everything())
    client.post(f"{where}erase/")
    assert traces_in(everything()) == []
    assert Bounce.objects.against(ADDRESS)
    assert take_in(sample("postfix-unknown", **of(dispatch))) == Learned.NOT_OURS
