"""Content is read as its author wrote it, and everything that is the matter is said at once, with its line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from plbot.content import ContentFaults, ContentMissing, find_content, load
from plbot.content.load import read_folder

Pack = Callable[[dict[str, str]], Path]
BARE = "code: {}\ntitle: A title\ni_can: I can do it.\n"


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(ContentFaults) as told:
        load(folder)
    return [str(fault) for fault in told.value.faults]


def test_the_two_examples_are_read_whole(examples: Path) -> None:
    library = load(examples)
    fractions, plants = library.standards["4.NF.A.1"], library.standards["MS-LS1-6"]
    assert [item.kind for item in fractions.items] == ["number", "expression", "choices", "number", "number", "open"]
    assert [item.kind for item in plants.items] == ["choices", "text", "order", "match", "number", "open"]
    assert (fractions.reassess.form, fractions.reassess.passing) == ({1: 1, 2: 2, 3: 2}, 4)
    assert (plants.reassess.by, plants.reassess.item, plants.reassess.passing) == ("teacher", "willow", 2)
    assert Path(fractions.resources[1].image).is_file()
    assert plants.items[4].unit is not None


def test_without_a_path_every_framework_becomes_one_in_the_order_of_its_prerequisites(pack: Pack) -> None:
    folder = pack(
        {
            "standards/own/A.2.yaml": BARE.format("A.2") + "prerequisites: [A.10]\n",
            "standards/own/A.10.yaml": BARE.format("A.10"),
            "standards/own/A.9.yaml": BARE.format("A.9"),
        }
    )
    assert load(folder).paths["own"].standards == ("A.9", "A.10", "A.2")


def test_a_bare_standard_is_assessed_by_the_teacher_and_gets_the_shipped_themes_and_graph(pack: Pack) -> None:
    library = load(pack({"standards/art/clay.yaml": BARE.format("clay")}))
    assert library.standards["clay"].reassess.by == "teacher"
    assert library.standards["clay"].framework == "art"
    assert "soccer" in library.themes
    assert library.graph["4.NF.A.1"]


def test_texts_stay_what_the_author_wrote(pack: Pack) -> None:
    """YAML would make 184 of 3:4, False of no, 1000 of 1_000."""
    item = (
        "items: [{id: a, kind: text, use: [check], level: 1, ask: no, answer: [3:4, no, 1_000, 0x1F, ~, 1e3, 012]}]\n"
    )
    library = load(pack({"standards/own/A.yaml": BARE.format("A") + item}))
    assert library.standards["A"].items[0].answers == ("3:4", "no", "1_000", "0x1F", "~", "1e3", "012")
    assert library.standards["A"].items[0].ask == "no"


def test_prerequisites_and_paths_may_use_the_short_spelling(pack: Pack) -> None:
    files = {
        "standards/ccss-math/4.NF.A.1.yaml": BARE.format("4.NF.A.1") + "prerequisites: [3.NF.3, 4.oa.a.2]\n",
        "paths/p.yaml": "title: P\nunits: [{title: U, standards: [4.NF.1]}]\nextra: {4.NF.1: [3.NF.A.1]}\n",
    }
    library = load(pack(files))
    assert library.standards["4.NF.A.1"].prerequisites == ("3.NF.A.3", "4.OA.A.2")
    assert library.paths["p"].standards == ("4.NF.A.1",)
    assert library.paths["p"].extra == {"4.NF.A.1": ("3.NF.A.1",)}


TEN_FAULTS = """\
format: 1
code: A.1
titel: Sums
i_can: I can add.
i_can: I can add well.
resources:
  - {mode: reed, title: Read, text: Read this.}
  - {mode: see, title: See, minutes: five, text: Look, image: wall.svg}
items:
  - {id: Sum 1, kind: number, use: [practise], level: 7, ask: "{{a + }}", answer: 3}
  - id: pick
    kind: choice
    use: [check]
    level: 1
    ask: Which?
    option: [a, b]
"""


def test_a_file_with_ten_faults_reports_all_ten_with_their_lines(pack: Pack) -> None:
    told = faults_of(pack({"standards/own/A.1.yaml": TEN_FAULTS}))
    expected = [
        ("2:", "'title' is missing"),
        ("3:1", "'titel' is not known here; expected 'title'?"),
        ("5:1", "'i_can' was already given on line 4"),
        ("7:12", "'reed' stands here; expected 'read', 'see', 'do', 'talk', 'listen' or 'watch'"),
        ("8:38", "'five' stands here; expected a whole number such as 3"),
        ("10:10", "'Sum 1' stands here; expected a name of small letters, digits and dashes"),
        ("10:37", "'practise' stands here; expected 'practice', 'check', 'reassess', 'place' or 'talk'"),
        ("10:55", "'7' stands here; expected at most 4"),
        ("10:63", "expected a number, a parameter or '(', but here is the end"),
        ("11:5", "'options' is missing"),
        ("16:5", "'option' is not known here; expected 'options'?"),
    ]
    for place, what in expected[1:]:
        assert any(line.startswith(f"standards/own/A.1.yaml:{place}") and what in line for line in told), (place, told)
    assert any("'title' is missing" in line for line in told)
    assert len(told) == len(expected)


SENSE = """\
code: A.1
title: Sums
i_can: I can add.
resources:
  - {mode: see, title: See, text: Look, image: ../wall.svg}
items:
  - {id: one, kind: number, use: [check], level: 1, ask: "{{a + q}}", answer: 3, params: {a: {int: [1, 2]}}}
  - {id: one, kind: number, use: [check], level: 1, ask: x, answer: 3, params: {a: {int: [1, 2]}}, where: [a > 5]}
  - {id: two, kind: choice, use: [check], level: 1, ask: x, options: [{text: a}, {text: b}]}
  - {id: three, kind: text, use: [check], level: 1, ask: x, answer: y, pattern: "(a"}
reassess: {form: {2: 3}, pass: 4}
"""


def test_what_does_not_make_sense_is_told_too(pack: Pack) -> None:
    told = "\n".join(faults_of(pack({"standards/own/A.1.yaml": SENSE})))
    for place, what in [
        ("5:48", "has no 'alt'"),
        ("5:48", "leads out of the folder"),
        ("7:58", "'q' is not a parameter of this item; expected one of: a"),
        ("8:10", "the id 'one' is used 2 times"),
        ("8:107", "no numbers meet all these conditions"),
        ("9:70", "0 options are correct; expected exactly one"),
        ("10:81", "this pattern cannot be read"),
        ("11:22", "no item of level 2 has 'reassess'"),
        ("11:32", "4 right answers of 3 questions"),
    ]:
        assert any(
            line.startswith(f"standards/own/A.1.yaml:{place}:") and what in line for line in told.splitlines()
        ), what


def test_faults_of_all_files_come_together(pack: Pack) -> None:
    told = faults_of(
        pack(
            {
                "standards/own/A.yaml": BARE.format("A") + "x: 1\n",
                "standards/own/B.yaml": "[]",
                "standards/other/A.yaml": BARE.format("A"),
                "paths/p.yaml": "title: P\nunits: [{title: U, standards: [A, A, C]}]\n",
                "themes.yaml": "themes: [{name: x}]\n",
            }
        )
    )
    for what in ("'x' is not known", "a list stands here", "twice", "no file for C", "'label' is missing"):
        assert any(what in line for line in told), (what, told)


def test_a_picture_that_is_not_there_is_warned_of_and_its_words_stay(pack: Pack) -> None:
    resource = "resources: [{mode: see, title: S, text: T, image: w.svg, alt: A wall}]\n"
    shelf = read_folder(pack({"standards/own/A.yaml": BARE.format("A") + resource}))
    assert not shelf.faults
    assert "there is no file 'w.svg'" in str(shelf.warnings[0])
    assert (shelf.library.standards["A"].resources[0].image, shelf.library.standards["A"].resources[0].alt) == (
        "",
        "A wall",
    )


ADD = """\
code: A
title: Sums
i_can: I can add.
items:
  - id: add
    kind: number
    use: [check]
    level: 1
    params: {a: {int: [1, 50]}}
    ask: "{{a}} and 1?"
    answer: "{{a + 1}}"
    hints: [Count on.]
    mistakes: [{id: less, answer: "{{a - 1}}", tell: That is less.}]
    solution: "{{a + 1}}"
"""


def test_an_overlay_gives_the_same_standard_in_another_language(pack: Pack) -> None:
    overlay = """\
    title: Sumas
    i_can: Puedo sumar.
    items:
      add: {ask: "¿{{a}} y 1?", hints: [Sigue contando.], solution: "{{a + 1}}", mistakes: {less: Eso es menos.}}
    """
    library = load(pack({"standards/own/A.yaml": ADD, "standards/own/A.es.yaml": overlay}))
    spanish = library.in_language("es").standards["A"]
    assert (spanish.title, spanish.items[0].ask, spanish.items[0].mistakes[0].tell) == (
        "Sumas",
        "¿{{a}} y 1?",
        "Eso es menos.",
    )
    assert spanish.items[0].answers == library.standards["A"].items[0].answers
    assert library.in_language("fr") is library


def test_an_overlay_that_does_not_fit_is_refused(pack: Pack) -> None:
    overlay = """\
    items:
      sub: {ask: x}
      add: {ask: "{{b}}", hints: [uno, dos], mistakes: {more: x}}
    """
    files = {"standards/own/A.yaml": ADD, "standards/own/A.es.yaml": overlay, "standards/own/B.es.yaml": "title: B\n"}
    told = faults_of(pack(files))
    for place, what in [
        ("A.es.yaml:2:8", "'sub' is not an item of A; expected one of: add"),
        ("A.es.yaml:3:8", "'b' is not a parameter"),
        ("A.es.yaml:3:30", "2 stand here; expected 1"),
        ("A.es.yaml:3:59", "'more' is not a mistake of this item; expected one of: ['less']"),
        ("B.es.yaml:1:1", "there is no B.yaml for this overlay"),
    ]:
        assert any(place in line and what in line for line in told), (place, told)


def test_a_standard_with_items_and_no_word_on_reassessment_gets_five_questions_four_right(pack: Pack) -> None:
    items = "".join(
        f"  - {{id: i{level}, kind: number, use: [reassess], level: {level}, ask: x, answer: 1}}\n"
        for level in (1, 2, 3)
    )
    found = load(pack({"standards/own/A.yaml": BARE.format("A") + "items:\n" + items})).standards["A"].reassess
    assert (found.form, found.passing) == ({1: 1, 2: 2, 3: 2}, 4)


def test_the_shipped_content_is_found_and_is_without_fault() -> None:
    assert load(find_content()).standards


def test_a_folder_that_holds_no_content_says_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(ContentMissing, match="standards/<framework>/<code>"):
        find_content(tmp_path)
