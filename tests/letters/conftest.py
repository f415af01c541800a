"""A made-up provider, purchases for each kind of letter, and a sender."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from letters.clauses import offered
from letters.draft import draft_letter
from letters.letter import Options, Sender
from letters.matter import Matter
from letters.wording import say
from refunds.datapack import Pack
from refunds.engine.assess import assess
from refunds.rulebook import rulebook
from refunds.statutes import law_in_files
from tests.letters.purchases import PURCHASES

TODAY = date(2026, 11, 23)


def both(text):
    return {"sv": text, "en": text}


def rule(key, outcome, **scope):
    return {
        "key": key,
        "outcome": outcome,
        "explanation": both("-"),
        "source": "terms",
        **scope,
    }


@pytest.fixture(scope="session")
def pack():
    """Learnly sells in Europe through a Dutch company, elsewhere through a US one."""
    return Pack.model_validate(
        {
            "format": 1,
            "slug": "learnly",
            "name": "Learnly",
            "category": "learning",
            "website": "https://learnly.example",
            "checked_on": date(2026, 11, 1),
            "domains": ["learnly.example"],
            "letter_identifiers": ["payment_method", "user_id"],
            "summary": both("-"),
            "sources": {
                "terms": {
                    "title": "Terms",
                    "url": "https://learnly.example/terms",
                    "kind": "primary",
                }
            },
            "entities": [
                {
                    "name": "Learnly Europe B.V.",
                    "country": "NL",
                    "markets": ["EU", "EFTA", "GB"],
                    "role": both("-"),
                    "source": "terms",
                },
                {
                    "name": "Learnly, Inc.",
                    "country": "US",
                    "role": both("-"),
                    "source": "terms",
                },
            ],
            "contacts": [
                {
                    "purpose": "privacy",
                    "markets": ["EU", "EFTA", "GB"],
                    "lines": ["Learnly Europe B.V.", "Attn: Privacy", "Kade 1"],
                    "country": "NL",
                    "email": "privacy@learnly.example",
                    "source": "terms",
                },
                {
                    "purpose": "post",
                    "markets": ["EU", "EFTA", "GB"],
                    "lines": ["Learnly Europe B.V.", "Kade 1", "1118 BG Schiphol"],
                    "country": "NL",
                    "source": "terms",
                },
                {
                    "purpose": "post",
                    "lines": ["Learnly, Inc.", "1 Main Street"],
                    "country": "US",
                    "source": "terms",
                },
                {
                    "purpose": "cancellation",
                    "email": "bye@learnly.example",
                    "source": "terms",
                },
                {
                    "purpose": "support",
                    "url": "https://learnly.example/help",
                    "source": "terms",
                },
            ],
            "channels": [
                {"key": "web", "name": both("learnly.example"), "source": "terms"},
                {
                    "key": "store",
                    "name": both("Appfront"),
                    "billed_by": "appfront",
                    "source": "terms",
                },
            ],
            "products": [
                {
                    "key": "plan",
                    "name": both("Learnly Plus"),
                    "kind": "subscription",
                    "billing": "year",
                    "supply": "digital_service",
                    "source": "terms",
                },
                {
                    "key": "course",
                    "name": both("Learnly Solo"),
                    "kind": "one_time",
                    "supply": "contested",
                    "source": "terms",
                },
                {
                    "key": "month",
                    "name": both("Learnly Monthly"),
                    "kind": "subscription",
                    "billing": "month",
                    "supply": "digital_service",
                    "source": "terms",
                },
                {
                    "key": "lecture",
                    "name": both("Learnly Talk"),
                    "kind": "one_time",
                    "supply": "contested",
                    "source": "terms",
                },
            ],
            "events": [
                {
                    "key": "certificate",
                    "label": both("-"),
                    "question": both("-"),
                    "why": both("-"),
                    "happened": both("-"),
                    "not_happened": both("-"),
                    "in_letter": {
                        "sv": "Jag har inte fått något kursintyg.",
                        "en": "I have not earned a certificate.",
                    },
                }
            ],
            "rules": [
                rule(
                    "first-payment",
                    "full",
                    products=["plan"],
                    charge="first",
                    window={"days": 14, "start": "payment"},
                    ended_by=["certificate"],
                ),
                rule("renewal", "none", products=["plan"], charge="renewal"),
                rule("never", "none", products=["month", "lecture"]),
            ],
        },
        context=None,
    )


@pytest.fixture(params=PURCHASES)
def purchase(request):
    """Each purchase in turn, by its name."""
    return request.param


@pytest.fixture
def sender():
    """Somebody who filled in what is required."""
    return Sender(name="Åsa Öberg", account_email="asa@mail.example")


@pytest.fixture
def matter_of(pack):
    """Return a matter: a purchase of Learnly by somebody who lives somewhere."""
    rules = rulebook(pack, fresh_after=date(2026, 1, 1))
    law = law_in_files()

    def matter(name, country="SE", today=TODAY):
        purchase = replace(PURCHASES[name], country=country)
        verdict = assess(purchase, rules, law, today)
        return Matter(pack, purchase, verdict, law)

    return matter


@pytest.fixture
def drafted(matter_of, sender):
    """Return a draft; what is not said is as the page suggests it."""

    def draft(
        name="terms give the money",
        country="SE",
        writer=sender,
        today=TODAY,
        **chosen,
    ):
        matter = matter_of(name, country, today)
        suggested = frozenset(part for part, on in offered(matter).items() if on)
        options = Options(
            languages=frozenset(chosen.pop("languages", ("sv", "en"))),
            parts=frozenset(chosen.pop("parts", suggested)),
            dated=today,
            **chosen,
        )
        return draft_letter(matter, writer, options, say)

    return draft
