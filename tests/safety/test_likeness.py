"""What no list holds is found by what was learned: words and their neighbours, wherever in a text they stand."""

from collections.abc import Mapping
from zlib import crc32

import numpy as np

from plbot.core.screen.likeness import NOTHING, Likeness, Lines, Weights
from plbot.core.screen.lists import read_list
from plbot.core.screen.look import Screen
from plbot.core.screen.net import Net, pieces_of

PLACES = 2**16
SPARE = Weights(bytes([NOTHING]) * PLACES, 1.0, 0.0)
LETTER = " ".join(f"word{number}" for number in range(150))


def neighbours(before: str, after: str, *, base: float = -5) -> Net:
    """A network that knows two words, and tells danger where one stands right before the other; `base` is what it tells else."""
    rows = 2**12
    pieces = np.zeros((rows, 2))
    for number, word in enumerate((before, after)):
        pieces[pieces_of(word, rows), number] = 1
    near = np.zeros((6, 2))
    near[0, 0] = near[3, 0] = 1
    each = [np.sqrt(len(pieces_of(word, rows))) for word in (before, after)]
    hidden = np.zeros((4, 1))
    hidden[0, 0] = 1
    out = np.array([[10 / min(each), 0, 0]])
    return Net(
        {
            "pieces": pieces, "near": near, "near_base": np.array([-max(each) - 0.1, 0]), "far": np.zeros((6, 2)),
            "far_base": np.zeros(2), "hidden": hidden, "hidden_base": np.zeros(1), "out": out, "out_base": np.array([base, 0, 0]),
        },
        unit=1.0,
    )  # fmt: skip


SILENT = neighbours("quagga", "dodo", base=0)


def learned(worth: Mapping[str, float], *, grave: bool = False) -> Likeness:
    """These words (and neighbours, joined by an underscore) are worth so much, all others nothing."""
    places = bytearray([NOTHING]) * PLACES
    for word, weight in worth.items():
        places[crc32(word.replace("_", " ").encode()) % PLACES] = NOTHING + int(weight)
    lines = Lines(Weights(bytes(places), 1.0, 0.0), SPARE._replace(base=2.0 * grave), SPARE)
    return Likeness(lines, SILENT, alone=2.0, ordinary={"S2": -1.0})


def test_what_no_list_holds_is_found() -> None:
    only = Screen([], learned({"nobody_knows": 60}))
    found = only.look("nobody knows")
    assert found is not None
    assert (found.severity, found.kind) == ("S2", "unclear")
    assert only.look("everybody knows") is None


def test_a_phrase_of_the_list_passes_in_a_text_that_is_all_too_ordinary() -> None:
    sad = read_list("xx", "[S2 distress]\nso sad\n")
    assert Screen([sad], learned({})).look("so sad") is not None
    assert Screen([sad], learned({"triangle": -60})).look("so sad triangle") is None


def test_a_worry_is_danger_where_the_whole_text_is_grave_unless_it_is_denied() -> None:
    sad = read_list("xx", "[S1 self-harm]\nthe end\n[S2 distress]\nso sad\n[soften]\nnot\nnot the end\n")
    grave = learned({"tonight": 60}, grave=True)
    for text, severity in (("so sad", "S2"), ("so sad tonight", "S1"), ("not the end tonight", "S2")):
        found = Screen([sad], grave).look(text)
        assert found is not None
        assert found.severity == severity


def test_one_bad_sentence_does_not_drown_in_a_long_letter() -> None:
    only = Screen([], learned({"nobody_knows": 60}))
    assert only.look(f"{LETTER} and nobody knows that {LETTER}") is not None


def test_the_network_hears_what_stands_near_what_wherever_it_stands() -> None:
    danger = neighbours("nobody", "knows")
    for text in (
        "nobody knows",
        "i think nobody knows it",
        f"{LETTER} nobody knows",
        f"{LETTER} nobody knows {LETTER}",
    ):
        assert danger.of(text.split())[0] > 0, text
    for text in ("knows nobody", "nobody really knows", "nobody", "knows", LETTER):
        assert danger.of(text.split())[0] < 0, text


def test_weights_and_network_are_added_up() -> None:
    lines = learned({"nobody_knows": 4}).lines
    assert Screen([], Likeness(lines, SILENT, alone=5.0, ordinary={})).look("nobody knows") is None
    both = Likeness(lines, neighbours("nobody", "knows"), alone=5.0, ordinary={})
    assert Screen([], both).look("nobody knows") is not None
