"""The few words of each language that surround an answer. A new language is a new entry here."""

import re
from functools import lru_cache

import msgspec


class Speech(msgspec.Struct, frozen=True):
    """`decimal`: the decimal sign. `starters`: what comes before an answer. `either`: words that hedge."""

    decimal: str
    starters: tuple[str, ...]
    articles: tuple[str, ...]
    either: tuple[str, ...]
    to: tuple[str, ...]
    unsure: tuple[str, ...]
    refusing: tuple[str, ...]


ENGLISH = Speech(
    decimal=".",
    starters=(
        "i think", "i guess", "i believe", "i got", "i get", "i say", "i would say", "my answer is", "the answer is",
        "answer is", "the answer", "answer:", "the result is", "it is", "it's", "its", "it was", "that is", "that's",
        "this is", "they are", "there are", "there is", "is", "are", "so", "so it is", "equals", "maybe", "probably",
        "because", "about", "approximately", "well", "um", "umm", "hmm", "ok", "okay", "oh", "is it",
    ),
    articles=("a", "an", "the", "some"),
    either=("or", "and/or"),
    to=("to", "is to"),
    unsure=("idk", "i don't know", "i dont know", "don't know", "dont know", "no idea", "not sure", "i'm not sure"),
    refusing=("or", "not", "no", "and", "but", "than", "less", "more", "plus", "minus", "times", "over", "of", "isn't",
              "to", "half"),
)  # fmt: skip
SPANISH = Speech(
    decimal=",",
    starters=("la respuesta es", "mi respuesta es", "respuesta:", "creo que", "creo que es", "pienso que", "es", "son",
              "hay", "a lo mejor", "igual a", "aproximadamente", "pues", "da", "me da"),
    articles=("el", "la", "los", "las", "un", "una", "unos", "unas", "lo"),
    either=("o", "u"),
    to=("a", "es a"),
    unsure=("no se", "no sé", "ni idea", "no lo se", "no lo sé"),
    refusing=("o", "u", "no", "y", "pero", "que", "menos", "más", "mas", "por", "entre", "de", "a", "medio", "media"),
)  # fmt: skip
FRENCH = Speech(
    decimal=",",
    starters=("la réponse est", "ma réponse est", "je pense que c'est", "je crois que c'est", "c'est", "il y a"),
    articles=("le", "la", "les", "un", "une", "des", "du", "de la"),
    either=("ou",),
    to=("à", "pour"),
    unsure=("je ne sais pas", "aucune idée"),
    refusing=("ou", "pas", "non", "et", "mais", "moins", "plus", "fois", "sur", "de", "demi"),
)
GERMAN = Speech(
    decimal=",",
    starters=("die antwort ist", "meine antwort ist", "ich denke", "ich glaube", "es ist", "es sind", "das ist", "ist"),
    articles=("der", "die", "das", "den", "dem", "ein", "eine", "einen"),
    either=("oder",),
    to=("zu",),
    unsure=("weiß nicht", "ich weiß nicht", "keine ahnung"),
    refusing=("oder", "nicht", "nein", "und", "aber", "weniger", "mehr", "mal", "von", "halb"),
)
SPEECH = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH, "de": GERMAN}
COMMA_LANGUAGES = frozenset([
    "bg", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fr", "gl", "hr", "hu", "id", "is",
    "it", "lt", "lv", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr",
    "uk", "vi",
])  # fmt: skip  # Unicode CLDR, decimal sign of the plain language tag


def base(language: str) -> str:
    """`es-MX` -> `es`."""
    return language.replace("_", "-").partition("-")[0].lower()


def speech(language: str) -> Speech:
    """The language's words, or English ones."""
    return SPEECH.get(base(language), ENGLISH)


def decimal_sign(language: str) -> str:
    return "," if base(language) in COMMA_LANGUAGES else "."


def both(language: str) -> tuple[Speech, ...]:
    """English is understood everywhere: it is what keyboards and classmates offer."""
    spoken = speech(language)
    return (spoken,) if spoken is ENGLISH else (spoken, ENGLISH)


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=32)  # one a language
def starter_pattern(language: str) -> re.Pattern[str]:
    """What may stand before an answer: `I think`, `the answer is`."""
    words = _any_of([word for spoken in both(language) for word in spoken.starters])
    subject = r"(?:the|my|la|el|mi) [a-z]{1,20}(?: [a-z]{1,20})? (?:is|are|es|son)"  # `the ratio is`
    return re.compile(rf"(?:{words}|{subject})(?![A-Za-z'])[\s,:=]*", re.IGNORECASE)


@lru_cache(maxsize=32)
def ratio_pattern(language: str) -> re.Pattern[str]:
    """`3 to 4`."""
    words = _any_of([word for spoken in both(language) for word in spoken.to])
    return re.compile(rf"(?<=[\d)\s])\s*\b(?:{words})\b\s*(?=[\d(.,])", re.IGNORECASE)


@lru_cache(maxsize=32)
def either_pattern(language: str) -> re.Pattern[str]:
    """`glucose or starch`."""
    words = _any_of([word for spoken in both(language) for word in spoken.either])
    return re.compile(rf"\s(?:{words})\s", re.IGNORECASE)


@lru_cache(maxsize=32)
def unsure_words(language: str) -> frozenset[str]:
    return frozenset(word for spoken in both(language) for word in spoken.unsure)


@lru_cache(maxsize=32)
def refusing_words(language: str) -> frozenset[str]:
    """Words that change what the number before them says; after them nothing is ignored."""
    return frozenset(word for spoken in both(language) for word in spoken.refusing)
