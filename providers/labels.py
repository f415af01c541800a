"""The closed lists in words, for editors and pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.vocabulary import Category, Identifier, Purpose, SourceKind, Tier

CATEGORIES: dict[Category, str | Promise] = {
    Category.LEARNING: _("Courses"),
    Category.STREAMING: _("Streaming"),
    Category.BOOKS: _("Books and audiobooks"),
    Category.NEWS: _("Newspapers and magazines"),
    Category.SOFTWARE: _("Software"),
    Category.FITNESS: _("Gyms"),
    Category.DATING: _("Dating"),
    Category.TELECOM: _("Phone and broadband"),
    Category.FOOD: _("Food boxes"),
    Category.GAMING: _("Games"),
    Category.MARKETPLACE: _("App stores"),
    Category.OTHER: _("Other"),
}
PURPOSES: dict[Purpose, str | Promise] = {
    Purpose.POST: _("Letters"),
    Purpose.CANCELLATION: _("Cancelling"),
    Purpose.PRIVACY: _("Your personal data"),
    Purpose.WITHDRAWAL: _("Withdrawal from the contract"),
    Purpose.REFUND: _("Refunds"),
    Purpose.SUPPORT: _("Customer service"),
    Purpose.LEGAL: _("Legal notices"),
    Purpose.DELETION: _("Deleting your account"),
}
TIERS: dict[Tier, str | Promise] = {
    Tier.CURATED: _("researched, with rules"),
    Tier.BASIC: _("contacts only, from open data"),
}
IDENTIFIERS: dict[Identifier, str | Promise] = {
    Identifier.ACCOUNT_EMAIL: _("The e-mail address of your account."),
    Identifier.ORDER_ID: _("The order or transaction number, from the receipt."),
    Identifier.PURCHASE_DATE: _("The day you bought it."),
    Identifier.PAYMENT_METHOD: _("How you paid. Leave out the card number."),
    Identifier.PRODUCT_NAME: _("The name of what you bought."),
    Identifier.USER_ID: _("Your user ID."),
    Identifier.CUSTOMER_NUMBER: _("Your customer number."),
    Identifier.PHONE_NUMBER: _("The phone number of the subscription."),
}
DISTANCES: dict[SourceKind, str | Promise] = {
    SourceKind.PRIMARY: "",
    SourceKind.PRIMARY_OUTDATED: _("older text"),
    SourceKind.SECONDARY: _("not the company’s own"),
    SourceKind.SECONDARY_OUTDATED: _("older, not the company’s own"),
}
"""How far a source is from what the company says today."""
