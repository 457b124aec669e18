"""Mark a `text` question: words, with the mercy that the author allowed."""

from functools import lru_cache
from typing import Protocol

import re2

from plbot.core.answers import limits
from plbot.core.answers.clean import visible
from plbot.core.answers.languages import either_pattern
from plbot.core.answers.tree import CannotReadError
from plbot.core.answers.typos import EDGES, folded, is_unsure, mixed_scripts, near, without_article, without_starter
from plbot.core.answers.verdicts import Missed, Right, Unreadable, Verdict
from plbot.core.questions import Question


class Pattern(Protocol):
    """A compiled author pattern."""

    def fullmatch(self, text: str) -> object: ...


@lru_cache(maxsize=limits.PATTERNS_KEPT)
def compiled(pattern: str) -> Pattern:
    """An author's pattern in RE2 (linear time), without regard to case. Raises re2.error when it is none."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = limits.PATTERN_MEMORY
    found: Pattern = re2.compile(pattern, options)
    return found


def matches(pattern: str, text: str) -> bool:
    """The whole text fits the pattern; a pattern that cannot be compiled fits nothing (the content check tells)."""
    if not pattern:
        return False
    try:
        return compiled(pattern).fullmatch(text) is not None
    except re2.error:
        return False


def _wordings(text: str, language: str) -> set[str]:
    """The folded answer, with and without what people say before an answer."""
    bare = text.strip(EDGES)
    core = folded(without_starter(bare, language))
    return {wording for wording in (folded(bare), core, without_article(core, language)) if wording}


def grade_text(question: Question, given: str, *, language: str) -> Verdict:
    """Right for a key or the pattern, Missed with a known mistake's words, Unreadable for nothing or a hedge."""
    try:
        text = visible(given)
    except CannotReadError:
        return Unreadable()
    wordings = _wordings(text, language)
    if not wordings or mixed_scripts(text) or is_unsure(text, language):
        return Unreadable()
    verdict = _verdict(question, text, wordings, language)
    if isinstance(verdict, Missed) and not verdict.mistake and _hedged(question, text, language):
        return Unreadable()
    return verdict


def _verdict(question: Question, text: str, wordings: set[str], language: str) -> Verdict:
    keys = [without_article(folded(answer), language) for answer in question.answers]
    if not wordings.isdisjoint(keys) or _fits(question.pattern, text, language):
        return Right()
    for typos in (0, question.typos):
        for mistake in question.mistakes:
            known = [without_article(folded(answer), language) for answer in mistake.answers]
            if any(near(wording, answer, typos) for wording in wordings for answer in known):
                return Missed(mistake.id, mistake.tell)
        if any(near(wording, key, question.typos) for wording in wordings for key in keys):
            return Right()
    return Missed()


def _fits(pattern: str, text: str, language: str) -> bool:
    bare = " ".join(text.strip(EDGES).split())
    core = without_starter(bare, language)
    return any(matches(pattern, wording) for wording in (bare, core, without_article(core, language)))


def _hedged(question: Question, text: str, language: str) -> bool:
    """`glucose or starch`: one of them is a key."""
    parts = either_pattern(language).split(text)
    if len(parts) == 1:
        return False
    return any(isinstance(_verdict(question, part, _wordings(part, language), language), Right) for part in parts)
