"""Sending a letter for somebody who has proved that the address is theirs.

``opening`` freezes the letter as a case, ``proving`` lets it go, ``dispatching`` sends
it and writes down what happened, with ``message`` and ``sealing`` for its bytes and
``transport`` for the way out. ``notices`` are our mails to the sender, ``throttling``
says how much is too much, ``erasing`` leaves nothing behind. ``bouncing`` is what comes
back, as ``reports`` in a ``mailbox`` or from a provider of mail (``esp``).
"""
