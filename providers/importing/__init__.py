"""Open data into the catalogue.

``rows`` reads and writes basic providers by the hundred, ``meeting`` says which record
is whose, ``companies`` and ``sites`` are the two imports, ``yielding`` makes way for a
pack. Records meet by official domain. What is researched is never touched; what an
editor has changed is kept. Call inside a transaction.
"""
