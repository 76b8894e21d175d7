"""Going through the words of a text."""

from __future__ import annotations

from collections.abc import Sequence

from landbridge.service.workflows.catalogue import Group
from landbridge.service.workflows.filters import tokens as t
from landbridge.service.workflows.notation.names import netsuite_name, spp_name
from landbridge.service.workflows.notation.words import NEWLINE, Word, words


class Cursor:
    """A place in a text about the mapping of ``group``. What is not as wanted raises ``FilterSyntaxError`` at its place."""

    def __init__(self, text: str, group: Group) -> None:
        self.text = text
        self.group = group
        self.words: Sequence[Word] = list(words(text))
        self.at = 0

    def target(self) -> str:
        """Take a field of SuiteProjects Pro, by the name that the mapping has for it."""
        word = self.word("a field of SuiteProjects Pro")
        name = spp_name(self.group.spp_type, word.text)
        if name is None:
            raise word.error(f"expected a field of {self.group.spp_type}, not {word.shown}.")
        return name

    def netsuite(self, wanted: str) -> str:
        """Take a NetSuite field. ``wanted`` is what a message says was expected."""
        return netsuite_name(self.group, self.word(wanted).text)

    def word(self, wanted: str) -> Word:
        """Take a word."""
        if self.next.kind != t.WORD:
            raise self.next.error(f"expected {wanted}, not {self.next.shown}.")
        return self.taken()

    @property
    def next(self) -> Word:
        """The word that comes."""
        return self.words[self.at]

    def taken(self) -> Word:
        """Take the word that comes, whatever it is."""
        word = self.next
        if word.kind != t.END:
            self.at += 1
        return word

    def took(self, text: str, *, past_newlines: bool = False) -> bool:
        """Take the word that comes if it is ``text``, and say whether it was."""
        if past_newlines:
            self.past_newlines()
        if self.next.kind in (t.WORD, t.OPERATOR) and self.next.text == text:
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Take ``text``."""
        if not self.took(text):
            raise self.next.error(f"expected {text}, not {self.next.shown}.")

    def end_of_line(self) -> None:
        """Take the end of the line, and the empty lines after it."""
        if self.next.kind not in (NEWLINE, t.END):
            raise self.next.error(f"expected the end of the line, not {self.next.shown}.")
        self.past_newlines()

    def past_newlines(self) -> Word:
        """Go on to the next word that is no end of a line, and return it."""
        while self.next.kind == NEWLINE:
            self.at += 1
        return self.next
