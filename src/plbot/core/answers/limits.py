"""How much of an answer we are willing to read. Every figure bounds time or memory against a hostile answer."""

CHARACTERS: int = 200  # the longest formula in 8,910 real algebra answers had 120 characters
TEXT_CHARACTERS: int = 1000  # several option texts in one answer; longer is an essay, which `open` questions are for
DEPTH: int = 40  # nested brackets; a hundred Python frames a level would still fit, no student writes above 6
EXPONENT: int = 64  # 2^64 is the grain-on-a-chessboard question, the largest in school
EXACT_BITS: int = 4096  # one exact number; 9^64 needs 203 bits, so honest work never meets it
ROOT_BITS: int = 512  # under a root that is worked out exactly: about 170 steps of bisection for a cube root
DEGREE: int = 1024  # of the difference of two formulas: at most 1024 roots among 2^61 points
SPLIT_LETTERS: int = 4  # `xyz` is x·y·z, but a run of five letters is a word
FIELD_POINTS: int = 2  # chance that two unequal formulas agree at both: below (1024 / 2^61)^2
FLOAT_POINTS: int = 4  # four real points of a formula with roots
FLOAT_TRIES: int = 16  # points outside the domain (a root of a negative) are thrown away, at most so many
RELATION_POINTS: int = 3  # proportional at three points: a formula in disguise would have to guess the ratio twice
UNIT_STARTS: int = 12  # places in an answer where a unit is looked for
TAIL_WORDS: int = 4  # `5 red apples each please`: more words than this is a sentence, not a noun
FLOAT_MARGIN: float = 16.0  # times the rounding error that was counted while working in floats
KEYS_KEPT: int = 1024  # keys read once and kept: about three lessons for a class of thirty
PATTERNS_KEPT: int = 128  # compiled author patterns
PATTERN_MEMORY: int = 1 << 20  # bytes for one author pattern; RE2 refuses to compile what needs more
