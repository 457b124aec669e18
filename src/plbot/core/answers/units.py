"""The units of school, their spellings and how they convert. Factors are exact: NIST SP 811 (2008), appendix B."""

import re
from fractions import Fraction
from functools import lru_cache

import msgspec

Dimension = tuple[tuple[str, int], ...]  # (("length", 1), ("time", -1)) for a speed; () for a bare number


class Measure(msgspec.Struct, frozen=True):
    """A unit that was read: how many base units it is, and of what."""

    factor: Fraction
    dimension: Dimension

    def times(self, other: "Measure", power: int = 1) -> "Measure":
        powers = dict(self.dimension)
        for name, exponent in other.dimension:
            powers[name] = powers.get(name, 0) + exponent * power
        kept = tuple(sorted((name, exponent) for name, exponent in powers.items() if exponent))
        return Measure(self.factor * other.factor**power, kept)


BARE = Measure(Fraction(1), ())
# symbol and other spellings | how many of the base | dimension. A word in English also works with -s.
TABLE = """
mm millimeter millimetre milimetro | 0.001 | length
cm centimeter centimetre centimetro | 0.01 | length
dm decimeter decimetre | 0.1 | length
m meter metre metro mtr | 1 | length
dam dekameter decameter | 10 | length
hm hectometer hectometre | 100 | length
km kilometer kilometre kilometro | 1000 | length
in inch inches pulgada | 0.0254 | length
ft foot feet pie | 0.3048 | length
yd yard yarda | 0.9144 | length
mi mile milla | 1609.344 | length
mg milligram miligramo | 0.001 | mass
g gram gramme gramo gr | 1 | mass
kg kilogram kilogramme kilo kilogramo | 1000 | mass
t tonne | 1000000 | mass
oz ounce onza | 28.349523125 | mass
lb pound libra | 453.59237 | mass
ton | 907184.74 | mass
mL ml milliliter millilitre mililitro | 0.000001 | length^3
cL cl centiliter centilitre | 0.00001 | length^3
dL dl deciliter decilitre | 0.0001 | length^3
L l liter litre litro | 0.001 | length^3
tsp teaspoon | 0.00000492892159375 | length^3
tbsp tablespoon | 0.00001478676478125 | length^3
floz fluidounce | 0.0000295735295625 | length^3
cup taza | 0.0002365882365 | length^3
pt pint | 0.000473176473 | length^3
qt quart | 0.000946352946 | length^3
gal gallon | 0.003785411784 | length^3
ha hectare | 10000 | length^2
acre | 4046.8564224 | length^2
s sec second segundo | 1 | time
min minute minuto | 60 | time
h hr hour hora | 3600 | time
d day dia | 86400 | time
wk week semana | 604800 | time
mo month mes meses | 2629746 | time
yr year año ano | 31556952 | time
$ dollar buck usd dólar dolar | 100 | dollar
¢ cent penny pennies | 1 | dollar
€ euro eur | 1 | euro
£ quid gbp | 1 | sterling
° deg degree grado | 1 | angle
°C celsius | 1 | celsius
°F fahrenheit | 1 | fahrenheit
K kelvin | 1 | kelvin
N newton | 1 | force
J joule | 1 | energy
kJ kilojoule | 1000 | energy
cal calorie | 4.184 | energy
kcal kilocalorie | 4184 | energy
W watt | 1 | power
kW kilowatt | 1000 | power
V volt | 1 | voltage
A amp ampere | 1 | current
Hz hertz | 1 | frequency
bit | 1 | data
B byte | 8 | data
KB kB kilobyte | 8000 | data
MB megabyte | 8000000 | data
GB gigabyte | 8000000000 | data
% percent pct porciento | 0.01 |
"""
WHOLE_PHRASES = {
    "mph": "mi/h", "kph": "km/h", "kmh": "km/h", "mps": "m/s", "fps": "ft/s", "fl oz": "floz", "fl. oz": "floz",
    "fluid ounce": "floz", "fluid ounces": "floz", "per cent": "%", "por ciento": "%", "degrees celsius": "°C",
    "degrees fahrenheit": "°F", "degree celsius": "°C", "degree fahrenheit": "°F", "degrees c": "°C",
    "degrees f": "°F", "° c": "°C", "° f": "°F", "cc": "cm^3", "sq. ft": "ft^2", "sq. in": "in^2",
}  # fmt: skip
POWERS = {
    "square": 2, "sq": 2, "sq.": 2, "2": 2, "squared": 2, "cuadrado": 2, "cuadrados": 2,
    "cubic": 3, "cu": 3, "cu.": 3, "3": 3, "cubed": 3, "cúbico": 3, "cúbicos": 3, "cubico": 3, "cubicos": 3,
}  # fmt: skip
PER = re.compile(r"\s*/\s*|\b(?:per|por)\b", re.IGNORECASE)
PIECE = re.compile(
    r"(?:(?P<before>square|sq\.?|cubic|cu\b\.?)\s*(?=\w))?(?P<word>[^\W\d_]+\.?|°[CF]?|[$¢€£%])"
    r"(?:\s*\^?\{?(?P<sign>[23])\}?)?(?:\s+(?P<after>squared|cubed|cuadrados?|c[úu]bicos?))?",
    re.IGNORECASE,
)
LONGEST = 40  # characters: `kilometers per hour squared` has 27


def _spellings() -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    for line in TABLE.strip().splitlines():
        spelled, factor, of = (part.strip() for part in line.split("|"))
        name, _, power = of.partition("^")
        measure = Measure(Fraction(factor), ((name, int(power or 1)),) if name else ())
        for word in spelled.split():
            found.setdefault(word, measure)
            if len(word) > 2 and word.isalpha():  # noqa: PLR2004 - symbols take no plural
                found.setdefault(word + "s", measure)
    return found | {word + "s": found[word] for word in ("lb", "hr", "yd", "mo", "yr", "wk", "gal", "qt", "pt", "in")}


SPELLINGS = _spellings()


@lru_cache(maxsize=256)  # short texts only; a lesson uses a handful of units
def read_unit(text: str) -> Measure | None:
    """The unit that `text` names, alone and whole (`cm`, `square feet`, `km/h`, `/min`), or None."""
    text = " ".join(text.split())
    text = WHOLE_PHRASES.get(text.lower(), text)
    if not text or len(text) > LONGEST:
        return None
    parts = [part.strip() for part in PER.split(text)]
    if len(parts) > 2:  # noqa: PLR2004 - `m/s/s` is written m/s^2 in school
        return None
    top = _powered(parts[0]) if parts[0] else BARE
    if len(parts) == 1 or top is None:
        return top
    bottom = _powered(parts[1])
    return bottom and top.times(bottom, -1)


def _powered(text: str) -> Measure | None:
    """`cm`, `square feet`, `m^2`, `cubic meters`, `cm squared`."""
    piece = PIECE.fullmatch(text)
    unit = piece and _spelled(piece["word"])
    if not piece or not unit:
        return None
    said = [POWERS[word.lower()] for word in (piece["before"], piece["sign"], piece["after"]) if word]
    return BARE.times(unit, said[0] if said else 1) if len(said) <= 1 else None


def _spelled(word: str) -> Measure | None:
    word = word.rstrip(".")
    return SPELLINGS.get(word) or SPELLINGS.get(word.lower()) or SPELLINGS.get(word.capitalize())
