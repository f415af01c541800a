"""Every state of a page that people meet, as a table: what it is and how to get there.

A test asks for the fixture ``states`` and walks through all of them in one go: opening
a page is quick, preparing the database is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

LANGUAGES = ["sv", "en"]
COURSE = {"channel": "web", "country": "SE", "product": "course_one_time"}
PLUS = {"country": "SE", "product": "plus_annual", "charge": "first"}
GYM = {"company": "Gymkungen i Åmål AB", "country": "SE", "channel": "web"}
ASKED = dict.fromkeys(
    ["certificate_earned", "early_start_requested", "withdrawal_information_given"],
    "unknown",
)


def days_ago(number: int) -> str:
    return (timezone.localdate() - timedelta(days=number)).isoformat()


def verdicts() -> dict[str, tuple[str, dict[str, str]]]:
    """Return the answers that lead to a verdict of each colour."""
    return {
        "yes": (
            "coursera",
            COURSE | {"paid_on": days_ago(1), "certificate_earned": "no"},
        ),
        "by law": (
            "coursera",
            COURSE | {"paid_on": days_ago(10), "early_start_requested": "no"},
        ),
        "no": (
            "coursera",
            PLUS | {"channel": "web", "country": "US", "paid_on": days_ago(400)},
        ),
        "it depends": (
            "coursera",
            PLUS | {"channel": "web", "paid_on": "unknown"} | ASKED,
        ),
        "store": (
            "coursera",
            PLUS | {"channel": "google_play", "paid_on": days_ago(1)},
        ),
        "nothing charged": (
            "coursera",
            PLUS | {"channel": "web", "paid_on": "no", "trial_ends_on": days_ago(-3)},
        ),
        "unlisted": (
            "other-company",
            GYM
            | {"product": "service_subscription", "charge": "first"}
            | {"paid_on": days_ago(2), "early_start_requested": "yes"}
            | {"withdrawal_information_given": "yes"},
        ),
    }


@dataclass(frozen=True)
class State:
    """A page in a language, and what a person does there before it is looked at."""

    name: str
    address: str
    act: Callable = lambda _page: None
    status: int = 200

    def open(self, page, site: str) -> None:
        """Go there. Whatever else comes back, it is not the state that was meant."""
        response = page.goto(site + self.address)
        assert response.status == self.status, (self.name, response.status)
        self.act(page)


def submit(page) -> None:
    """Press the first button of the page's own form."""
    with page.expect_navigation():
        page.locator("main form:not(.search) button:visible").first.click()


def wrong_code(page) -> None:
    page.fill("#code", "000 000")
    submit(page)


def search(page) -> None:
    page.fill("input[type=search]", "co")
    page.wait_for_selector("#results a")


def fill_in(page) -> None:
    """Write the letter, with all that can be opened open."""
    open_all(page)
    page.fill("input[name=name]", "Åsa Öberg")
    page.fill("input[name=account_email]", "asa@mail.example")
    page.locator(".sheet .from", has_text="Åsa Öberg").first.wait_for()


def open_all(page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")


def states_in(language: str, sent, unproved, own) -> Iterator[State]:
    """Yield every state in a language. The others are letters."""

    def at(view: str, *args: str, **query: str) -> str:
        with override(language):
            return reverse(view, args=args, query=query)

    answers = verdicts()
    letter = at("letters:letter", "coursera", **answers["yes"][1])
    yield State("home", at("providers:home"))
    yield State("home, searched", at("providers:home"), search)
    yield State("list", at("providers:list"))
    yield State("list, a category", at("providers:list", category="streaming"))
    yield State("list, found", at("providers:list", q="co"))
    yield State("list, nothing found", at("providers:list", q="qwertzuiop"))
    yield State("sources", at("providers:sources"))
    yield State("suggestion", at("providers:suggest"))
    yield State("suggestion, with errors", at("providers:suggest"), submit)
    yield State("suggestion, thanks", at("providers:suggest", thanks=""))
    yield State("guide", at("refunds:guide", "coursera"), open_all)
    yield State("guide, another country", at("refunds:guide", "coursera", country="US"))
    yield State("guide, contacts only", at("refunds:guide", "alder-audio"))
    yield State("guide, a store", at("refunds:guide", "google-play"), open_all)
    yield State("guide, unlisted", at("refunds:guide", "other-company"))
    yield State("guide, gone", at("refunds:guide", "fir-films"), status=410)
    yield State("rules", at("refunds:rules", "coursera"))
    yield State("question", at("refunds:verdict", "coursera"))
    yield State("question, a day", at("refunds:verdict", "coursera", **COURSE))
    yield State(
        "question, with an error",
        at("refunds:verdict", "coursera", **COURSE, paid_on="2026-99-99"),
    )
    for tone, (slug, query) in answers.items():
        yield State(f"verdict, {tone}", at("refunds:verdict", slug, **query), open_all)
    yield State("letter", letter)
    yield State("letter, with errors", letter, submit)
    yield State("letter, filled in", letter, fill_in)
    yield State(
        "letter for a store",
        at("letters:letter", "coursera", **answers["store"][1]),
        open_all,
    )
    yield State(
        "letter, unlisted",
        at("letters:letter", "other-company", **answers["unlisted"][1]),
        open_all,
    )
    after = answers["yes"][1] | {"sent_on": days_ago(0)}
    yield State("after the letter", at("letters:after", "coursera", **after))
    for name in ("about", "privacy", "method", "words", "accessibility"):
        yield State(name, at(f"pages:{name}"))
    yield State("check", at("letters:check"))
    yield State("check, without a file", at("letters:check", sha256="x"), status=422)
    yield State("check, unknown", at("letters:check", sha256="0" * 64))
    yield State("check, found", at("letters:check", sha256=sent.pdf_sha256))
    proof = at("letters:case", unproved.case.new_link())
    yield State("code", proof)
    yield State("code, a wrong one", proof, wrong_code)
    yield State(
        "link from the mail",
        at("letters:confirm", unproved.case.new_link(), "link"),
    )
    yield State("case", at("letters:case", sent.case.new_link()), open_all)
    yield State("case, sent by oneself", at("letters:case", own.case.new_link()))
    yield State("case, unknown", at("letters:case", "nothing"), status=404)
    yield State("nothing there", f"/{language}/nothing/", status=404)
