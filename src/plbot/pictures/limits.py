"""Every number of the pictures, each with its reason."""

FONT = 48  # pixels of a formula's letters: 14 points where a phone shows 1,280 pixels across its chat, as large as text
MARGIN = 24  # pixels of white around a formula: half a letter, so that it is not glued to the bubble's edge
WIDEST = 1_280  # pixels: Telegram makes larger photos smaller by itself; a phone's chat has about 1,100
LEAST_WIDTH = 480  # pixels: a narrower picture is blown up by phones until one letter fills the bubble
LEAST_HEIGHT = 96  # pixels: with the width at most 1 to 14; Telegram refuses photos beyond 1 to 20
TALLEST = 1_600  # pixels: two screens of a phone; beyond, one scrolls and sees no whole

GROWING_FENCES = 4  # within each other: no school formula has more, and each doubles the work of what is in it

LONGEST_FILE = 500_000  # bytes: content that was checked holds no larger picture (content/folder.py)
ELEMENTS = 20_000  # of one SVG: a map of a country has fewer; beyond, drawing takes seconds
DEEPEST = 100  # elements within elements: drawing programs stay under 30, and resvg ends its process near 500
PHOTO_PIXELS = 16_000_000  # of a photo before it is made smaller: as many as a phone's camera takes, 64 MB while drawn

SECONDS = 5.0  # for one drawing: the slowest real one takes 0.2 s on a busy machine; a monster blocks others no longer
START_SECONDS = 20.0  # for starting the painter: 0.4 s on a machine with time, and one that swaps is given some
MEMORY = 1_000_000_000  # bytes of address space of the painter, which needs 60 MB of it: a monster ends it alone
SHELF_BYTES = 16_000_000  # about 4,000 formulas of 4 KB, a school day's; one that fell out is drawn again in 25 ms
REFUSAL_BYTES = 200  # what remembering that nothing came of it counts for, so that these are bounded too

DRAWING = "1"  # part of every key: count up when pictures come out differently, so that old ones are not used on
