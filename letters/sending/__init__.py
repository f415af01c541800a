"""Sending a letter for somebody who has proved that the address is theirs.

In the order of things:

- ``allowed`` knows to which addresses we send, ``offer`` says so in words, and
  ``throttling`` how much is too much.
- ``opening`` freezes the letter as a case, ``codes`` makes the code and the link that
  ``notices`` mails, and ``proving`` lets the letter go.
- ``dispatching`` sends it and writes down what happened; ``message`` and ``sealing``
  make its bytes, ``stamping`` asks an authority for the time, ``transport`` is the way
  out.
- ``receipt`` tells what we did and what that shows, ``bundle`` holds all of a case.
- ``bouncing`` is what comes back: ``mailbox`` fetches it, ``reports`` reads it, ``esp``
  hears it from a provider of mail.
- ``sweeping`` puts right what killed workers leave; ``erasing`` leaves nothing behind.
"""
