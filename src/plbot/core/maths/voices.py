"""The words in which formulas are read aloud, one `Voice` a language. Another language is another entry in `VOICES`."""

from collections.abc import Mapping

import msgspec


class Voice(msgspec.Struct, frozen=True):
    """One language's words. Sentences hold `{base}`, `{of}`, `{top}`, `{bottom}`, `{number}` ... where a formula goes.

    The `..._long` sentences say where something ends that the ear would otherwise lose.
    """

    signs: Mapping[str, str]  # sign -> words; what is missing is silent
    before_number: Mapping[str, str]  # a sum sign that belongs to one number
    numbers: Mapping[str, str]  # tops of named fractions
    parts: Mapping[str, tuple[str, str]]  # bottoms of named fractions: one, several
    fraction: str
    fraction_long: str
    mixed: str
    power: str
    power_long: str
    powers: Mapping[str, str]
    whole: str  # around a base that is more than one thing
    index: str
    root: str
    roots: Mapping[str, str]
    root_long: str
    absolute: str
    absolute_long: str
    segment: str
    repeating: str
    bar: str
    times: str
    point: str
    dollar: tuple[str, str]
    degree: tuple[str, str]


ENGLISH = Voice(
    signs={
        "+": "plus",
        "-": "minus",
        r"\pm": "plus or minus",
        "*": "times",
        r"\times": "times",
        r"\cdot": "times",
        r"\div": "divided by",
        "/": "over",
        ":": "to",
        "=": "equals",
        "<": "is less than",
        ">": "is greater than",
        r"\le": "is less than or equal to",
        r"\leq": "is less than or equal to",
        r"\ge": "is greater than or equal to",
        r"\geq": "is greater than or equal to",
        r"\ne": "is not equal to",
        r"\neq": "is not equal to",
        r"\approx": "is about",
        r"\to": "goes to",
        "|": "such that",
        "(": "open parenthesis",
        ")": "close parenthesis",
        "[": "open bracket",
        "]": "close bracket",
        ",": ",",
        ";": ";",
        ".": ".",
        "?": "what",
        "!": "factorial",
        r"\pi": "pi",
        r"\infty": "infinity",
        r"\ldots": "and so on",
        r"\%": "percent",
        r"\$": "dollars",
        r"\angle": "angle",
        r"\triangle": "triangle",
    },
    before_number={"+": "positive", "-": "negative", r"\pm": "plus or minus"},
    numbers={
        "1": "one",
        "2": "two",
        "3": "three",
        "4": "four",
        "5": "five",
        "6": "six",
        "7": "seven",
        "8": "eight",
        "9": "nine",
        "10": "ten",
        "11": "eleven",
        "12": "twelve",
    },
    parts={
        "2": ("half", "halves"),
        "3": ("third", "thirds"),
        "4": ("quarter", "quarters"),
        "5": ("fifth", "fifths"),
        "6": ("sixth", "sixths"),
        "7": ("seventh", "sevenths"),
        "8": ("eighth", "eighths"),
        "9": ("ninth", "ninths"),
        "10": ("tenth", "tenths"),
        "11": ("eleventh", "elevenths"),
        "12": ("twelfth", "twelfths"),
        "15": ("fifteenth", "fifteenths"),
        "16": ("sixteenth", "sixteenths"),
        "20": ("twentieth", "twentieths"),
        "100": ("hundredth", "hundredths"),
        "1000": ("thousandth", "thousandths"),
    },
    fraction="{top} over {bottom}",
    fraction_long="the fraction {top}, over {bottom}, end of fraction",
    mixed="{whole} and {part}",
    power="{base} to the power of {up}",
    power_long="{base} to the power of {up}, end of power",
    powers={"2": "{base} squared", "3": "{base} cubed"},
    whole="{base}, all",
    index="{base} sub {down}",
    root="the root of order {index} of {of}",
    roots={
        "2": "the square root of {of}",
        "3": "the cube root of {of}",
        "4": "the fourth root of {of}",
        "5": "the fifth root of {of}",
        "6": "the sixth root of {of}",
        "n": "the nth root of {of}",
    },
    root_long="{root}, end of root",
    absolute="the absolute value of {of}",
    absolute_long="the absolute value of {of}, end of absolute value",
    segment="segment {of}",
    repeating="{of} repeating",
    bar="{of} bar",
    times="times",
    point="point",
    dollar=("{number} dollar", "{number} dollars"),
    degree=("degree", "degrees"),
)

VOICES: Mapping[str, Voice] = {"en": ENGLISH}


def voice_for(language: str) -> Voice:
    """Choose the voice for `es-MX`, else for `es`, else English: a formula is never left unsaid."""
    return VOICES.get(language) or VOICES.get(language.partition("-")[0]) or ENGLISH
