"""The closed lists in words, for editors and pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.vocabulary import Category, Purpose, Tier

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
