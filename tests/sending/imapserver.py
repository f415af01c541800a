"""A small IMAP server on loopback that holds messages and breaks down as told."""

from __future__ import annotations

import re
import socketserver
import threading

LITERAL = b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n%s)\r\n"


class Folder:
    """Messages by number, with their flags, and what was asked for."""

    def __init__(self, *messages):
        self.messages = dict(enumerate(messages, 1))
        self.flags = {number: set() for number in self.messages}
        self.moved, self.asked = {}, []
        self.capabilities = b"IMAP4rev1 MOVE"
        self.hang_up_at = ""  # such as "STORE 2": the line goes dead instead
        self.refuse = ""  # such as "SELECT"
        self.password = b"p@ss:word"

    def unseen(self):
        return [n for n in self.messages if b"\\Seen" not in self.flags[n]]


class Conversation(socketserver.StreamRequestHandler):
    """One client. Knows the commands that a poll needs."""

    def handle(self):
        self.folder = self.server.folder
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, _, rest = line.strip().partition(b" ")
            self.folder.asked.append(rest.decode())
            name = rest.upper().removeprefix(b"UID ").decode()
            if self.folder.hang_up_at and name.startswith(self.folder.hang_up_at):
                return
            if self.folder.refuse and name.startswith(self.folder.refuse):
                self.wfile.write(tag + b" NO not today\r\n")
                continue
            words = name.lower().split()
            answer = getattr(self, words[0])(rest) or b"OK done"
            self.wfile.write(tag + b" " + answer + b"\r\n")
            if words[0] == "logout":
                return

    def capability(self, _rest):
        self.wfile.write(b"* CAPABILITY " + self.folder.capabilities + b"\r\n")

    def login(self, rest):
        right = rest == b'LOGIN bounces "' + self.folder.password + b'"'
        return b"OK welcome" if right else b"NO wrong: " + rest

    def select(self, rest):
        if rest != b'SELECT "INBOX"':
            return b"NO no such folder"
        self.wfile.write(b"* %d EXISTS\r\n" % len(self.folder.messages))
        return b"OK [READ-WRITE]"

    def search(self, _rest):
        numbers = b" ".join(b"%d" % number for number in self.folder.unseen())
        self.wfile.write(b"* SEARCH " + numbers + b"\r\n")

    def fetch(self, rest):
        number = int(re.search(rb"FETCH (\d+)", rest)[1])
        most = int(re.search(rb"<0\.(\d+)>", rest)[1])
        if number in self.folder.messages:
            text = self.folder.messages[number][:most]
            self.wfile.write(LITERAL % (number, number, len(text), text))

    def store(self, rest):
        number = int(re.search(rb"STORE (\d+)", rest)[1])
        self.folder.flags[number] |= set(re.findall(rb"\\\w+", rest))

    def copy(self, rest):
        number = int(re.search(rb"\d+", rest)[0])
        self.folder.moved[number] = self.folder.messages[number]

    def move(self, rest):
        self.copy(rest)
        del self.folder.messages[int(re.search(rb"\d+", rest)[0])]

    def logout(self, _rest):
        self.wfile.write(b"* BYE\r\n")


class ImapServer(socketserver.ThreadingTCPServer):
    """Serves a folder to whoever comes; ``with`` starts and stops it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.folder = folder

    @property
    def url(self):
        return f"imap://bounces:p%40ss%3Aword@127.0.0.1:{self.server_address[1]}/INBOX"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.shutdown()
        self.server_close()
