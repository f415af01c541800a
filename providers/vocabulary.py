"""The closed lists of words that packs and rows share."""

from __future__ import annotations

from enum import StrEnum

UNLISTED = "other-company"
"""Stands in addresses for the company that a visitor names; no provider may have it."""

UNLISTED_IN = {"en": UNLISTED, "sv": "annat-foretag"}
"""The same in the words of each language."""

RESERVED_SLUGS = frozenset({"law", *UNLISTED_IN.values()})
"""``law`` stands for the acts in ``load_packs --force``."""


class Category(StrEnum):
    """Groups of the catalogue."""

    LEARNING = "learning"
    STREAMING = "streaming"
    BOOKS = "books"
    NEWS = "news"
    SOFTWARE = "software"
    FITNESS = "fitness"
    DATING = "dating"
    TELECOM = "telecom"
    FOOD = "food"
    GAMING = "gaming"
    MARKETPLACE = "marketplace"
    OTHER = "other"


class Tier(StrEnum):
    """How much we know about a provider."""

    CURATED = "curated"  # researched: a pack, or an editor's own work
    BASIC = "basic"  # imported from open data: contacts only, no rules


class SourceKind(StrEnum):
    """How close a source is to the provider itself."""

    PRIMARY = "primary"
    PRIMARY_OUTDATED = "primary_outdated"
    SECONDARY = "secondary"
    SECONDARY_OUTDATED = "secondary_outdated"


class Purpose(StrEnum):
    """What a contact is published for."""

    POST = "post"
    CANCELLATION = "cancellation"
    PRIVACY = "privacy"
    WITHDRAWAL = "withdrawal"
    REFUND = "refund"
    SUPPORT = "support"
    LEGAL = "legal"
    DELETION = "deletion"  # the page where one deletes the account oneself


class Kind(StrEnum):
    """How a product is bought."""

    ONE_TIME = "one_time"
    PRE_ENROLMENT = "pre_enrolment"
    PREPAID = "prepaid"
    SUBSCRIPTION = "subscription"
    PROJECT = "project"
    PROGRAMME = "programme"
    UPGRADE = "upgrade"


class Billing(StrEnum):
    """How often money is taken."""

    ONCE = "once"
    MONTH = "month"
    YEAR = "year"


class Supply(StrEnum):
    """What the law sees in a product (legal-facts 1.2)."""

    DIGITAL_SERVICE = "digital_service"
    DIGITAL_CONTENT = "digital_content"
    CONTESTED = "contested"
    PHYSICAL = "physical"
    SERVICE = "service"  # telephony, a gym: a service that is not digital


class Topic(StrEnum):
    """Sections of the guide page that are written, not computed."""

    OVERVIEW = "overview"
    HOW_SOLD = "how_sold"
    REFUNDS = "refunds"
    AFTER_CANCELLING = "after_cancelling"
    DATA = "data"
    CHECKLIST = "checklist"
    CHECKLIST_HELPFUL = "checklist_helpful"
    MISTAKES = "mistakes"
    CHANGES = "changes"
    LAW = "law"


class Identifier(StrEnum):
    """What the provider asks for to find a customer; names fields of the letter."""

    ACCOUNT_EMAIL = "account_email"
    ORDER_ID = "order_id"
    PURCHASE_DATE = "purchase_date"
    PAYMENT_METHOD = "payment_method"
    PRODUCT_NAME = "product_name"
    USER_ID = "user_id"
    CUSTOMER_NUMBER = "customer_number"
    PHONE_NUMBER = "phone_number"
