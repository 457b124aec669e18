"""From what a student says to the formula in it."""

import re

from plbot.core.answers.clean import unwrapped
from plbot.core.answers.number_words import in_digits

IS = re.compile(r"\b([A-Za-z])\s+(?:equals|is equal to|is)\s+(?=[-\d(.\\$])")


def as_formula(text: str, language: str) -> str:
    """`I think x is twenty-one.` -> `x = 21`. Raises CannotReadError for number words that make no number."""
    return IS.sub(r"\1 = ", in_digits(unwrapped(text, language)))
