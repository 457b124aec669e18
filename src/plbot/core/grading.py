"""Mark one answer to one question. What cannot be read is not missed: only `Right` and `Missed` count."""

from plbot.core.answers.clean import plain
from plbot.core.answers.formulas import grade_formula, grade_ratio
from plbot.core.answers.guesses import guess
from plbot.core.answers.keys import Key, key_of
from plbot.core.answers.languages import decimal_sign
from plbot.core.answers.numbers import judge, read_given, simple
from plbot.core.answers.numerals import two_readings
from plbot.core.answers.phrases import grade_text
from plbot.core.answers.picks import grade_choice, grade_choices, grade_match, grade_order
from plbot.core.answers.tree import CannotReadError, Ratio
from plbot.core.answers.typos import is_unsure
from plbot.core.answers.verdicts import (
    Ambiguous,
    AskedForm,
    Missed,
    OtherForm,
    Right,
    UnitMissing,
    Unmarked,
    Unreadable,
    Verdict,
)
from plbot.core.questions import Question

__all__ = [
    "Ambiguous",
    "AskedForm",
    "Missed",
    "OtherForm",
    "Right",
    "UnitMissing",
    "Unmarked",
    "Unreadable",
    "Verdict",
    "grade",
]


def grade(question: Question, given: str, *, language: str = "en", salt: bytes = b"", asked: bool = False) -> Verdict:
    """Mark `given`; never raises, whatever the text.

    `language` decides the decimal sign and the small words. `salt` is the school's secret: it moves the points at
    which formulas are compared, so that nobody outside can foresee them. `asked`: the student has already been asked
    which of two readings was meant, and this is the reply; it is read in the student's language without asking again.
    """
    match question.kind:
        case "open":
            return Unmarked()
        case "choice":
            return grade_choice(question, given, language=language, asked=asked)
        case "choices":
            return grade_choices(question, given, language=language, asked=asked)
        case "order":
            return grade_order(question, given, language=language, asked=asked)
        case "match":
            return grade_match(question, given, language=language)
        case "text":
            return grade_text(question, given, language=language)
        case _:
            return _grade_maths(question, given, language=language, salt=salt, asked=asked)


def _grade_maths(question: Question, given: str, *, language: str, salt: bytes, asked: bool) -> Verdict:
    try:
        key = key_of(question, question.answers[0])
    except (CannotReadError, IndexError):
        return Unreadable()  # the author's fault, which the content check reports; the student pays nothing
    sign = decimal_sign(language)
    quick = _quick(question, key, given, sign)
    if quick is not None:
        return quick
    try:
        text = plain(given)
        verdict = _read_and_judge(question, key, text, language=language, sign=sign, salt=salt)
    except (CannotReadError, RecursionError):
        return _unreadable(given, language=language, sign=sign)
    if isinstance(verdict, Missed) and not asked and two_readings(text):
        other = _other_reading(question, key, text, language=language, sign=sign, salt=salt)
        return other or verdict
    return verdict


def _quick(question: Question, key: Key, given: str, sign: str) -> Verdict | None:
    """The short way for a plain number, which is nearly every answer to a number question. None: take the long way."""
    if key.value is None or question.kind == "ratio":
        return None
    read = simple(given.strip())
    if read is None or ("." in given and (sign == "," or two_readings(given))):
        return None
    return judge(question, key, read)


def _read_and_judge(question: Question, key: Key, text: str, *, language: str, sign: str, salt: bytes) -> Verdict:
    if not text or is_unsure(text, language):
        raise CannotReadError
    if question.kind == "ratio" or isinstance(key.statement, Ratio):
        return grade_ratio(question, key, text, language=language, sign=sign, salt=salt)
    if key.value is None:
        return grade_formula(question, key, text, language=language, sign=sign, salt=salt)
    return judge(question, key, read_given(text, key, language=language, sign=sign))


def _unreadable(given: str, *, language: str, sign: str) -> Unreadable:
    return Unreadable(guess(given, language=language, sign=sign))


def _other_reading(
    question: Question, key: Key, text: str, *, language: str, sign: str, salt: bytes
) -> Ambiguous | None:
    """`3.125` is missed with a decimal point but right as thousands (or the other way round): ask which was meant."""
    other = "," if sign == "." else "."
    try:
        verdict = _read_and_judge(question, key, text, language=language, sign=other, salt=salt)
    except CannotReadError:
        return None
    if isinstance(verdict, Missed):
        return None
    return Ambiguous(_spelled_out(text, sign))


def _spelled_out(text: str, sign: str) -> tuple[str, str]:
    """Both readings of `3.125` in the student's own signs: `3125` and, with a decimal comma, `3,125`."""
    return (text.replace(".", "").replace(",", ""), text.replace(".", sign).replace(",", sign))
