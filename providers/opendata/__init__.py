"""Open data about companies, read into the words of our packs. No database, no Django.

``finding`` says what we take from a record, ``datenanfragen`` and ``justdeleteme`` how,
``places`` which country an address is in. ``providers.importing`` makes rows of it.
"""
