"""What a picture of a formula costs, drawn and kept, and whether anybody waits meanwhile: see --help."""

import argparse
import asyncio
import json
import sys
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from plbot.pictures import Picture, Pictures

FORMS = (
    r"\frac{{x + {a}}}{{{b}}}",
    r"{a}\frac{{{b}}}{{{c}}} \div \frac{{{b}}}{{x + {c}}}",
    r"\frac{{{a} \times {b}}}{{{c}}} = \frac{{?}}{{{b}}}",
    r"x = \frac{{-{a} \pm \sqrt{{{b}^2 - 4 \times {c}}}}}{{2 \times {a}}}",
)  # as in questions of grades 5 to 9, each with fresh numbers
BEAT = 0.001  # seconds between two looks at the clock


def formulas(count: int) -> list[str]:
    chance = Random(5)  # noqa: S311 # the same formulas each time
    numbers = ({name: chance.randint(2, 99) for name in "abc"} for _ in range(count))
    return [FORMS[place % len(FORMS)].format(**each) for place, each in enumerate(numbers)]


class Beat:
    """How late the loop comes back to somebody who asked for a moment."""

    def __init__(self) -> None:
        self.worst = 0.0
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while True:
            began = perf_counter()
            await asyncio.sleep(BEAT)
            self.worst = max(self.worst, perf_counter() - began - BEAT)

    async def stop(self) -> float:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        return self.worst * 1000


async def _timed(pictures: Pictures, tex: str) -> tuple[Picture, float]:
    began = perf_counter()
    picture = await pictures.formula(tex)
    assert picture is not None, "no picture: pip install 'plbot[math]'"
    return picture, (perf_counter() - began) * 1000


async def measure(count: int) -> dict[str, Any]:
    """Draw `count` formulas one by one, again from the shelf, and 20 others at once."""
    pictures = Pictures()
    beat = Beat()
    try:
        _, first = await _timed(pictures, "1")
        starting = await beat.stop()
        asked = formulas(count + 20)
        drawn = [await _timed(pictures, tex) for tex in asked[:count]]
        kept = [await _timed(pictures, tex) for tex in asked[:count]]
        beat, began = Beat(), perf_counter()
        await asyncio.gather(*(_timed(pictures, tex) for tex in asked[count:]))
        together = (perf_counter() - began) * 1000
        lag = await beat.stop()
    finally:
        await pictures.close()
    sizes = [len(picture.png) for picture, _ in drawn]
    return {
        "first_ms": first,
        "drawn_ms": median(took for _, took in drawn),
        "drawn_worst_ms": max(took for _, took in drawn),
        "kept_ms": median(took for _, took in kept),
        "bytes": median(sizes),
        "bytes_worst": max(sizes),
        "twenty_ms": together,
        "lag_twenty_ms": lag,
        "lag_start_ms": starting,
    }


ROWS = {
    "first_ms": "the first picture, which starts the painter: ms",
    "drawn_ms": "a picture drawn: ms, median",
    "drawn_worst_ms": "a picture drawn: ms, slowest",
    "kept_ms": "a picture from the shelf: ms, median",
    "bytes": "bytes, median",
    "bytes_worst": "bytes, largest",
    "twenty_ms": "20 others asked for at once, all there after: ms",
    "lag_twenty_ms": "loop held up meanwhile, at most: ms (aim: under 100)",
    "lag_start_ms": "loop held up while the painter starts, at most: ms (aim: under 100)",
}


def main() -> int:
    """Measure, and print the figures."""
    asked = argparse.ArgumentParser(prog="pictures.py", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="few pictures: only to see that everything runs")
    asked.add_argument("--json", action="store_true", help="print all figures as JSON")
    options = asked.parse_args()
    found = asyncio.run(measure(8 if options.quick else 200))
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        print("\n".join(f"{found[name]:>10,.2f}  {row}" for name, row in ROWS.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
