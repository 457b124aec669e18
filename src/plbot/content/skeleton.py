"""A new standard to start from: complete in form, so that an author only replaces words."""

import json
import re
from pathlib import Path

from plbot.content.fields import CODE
from plbot.content.load import OVERLAY

_CCSS_MATH = re.compile(r"([K1-8]|HS[A-Z])[.-][A-Z]+\.[A-Z]\.\d+(\.[a-z])?")


class AlreadyThereError(ValueError):
    """A file of that name exists; an author's work is never written over."""


def new_standard(folder: Path, code: str, title: str, framework: str | None) -> Path:
    """Write a skeleton and say where. Raises AlreadyThereError; ValueError for a code that cannot be one."""
    if not re.fullmatch(CODE, code) or OVERLAY.fullmatch(code):
        raise ValueError(f"'{code}' cannot be a code; expected letters, digits, points and dashes, such as 4.NF.A.1")
    framework = framework or ("ccss-math" if _CCSS_MATH.fullmatch(code) else "own")
    file = folder / "standards" / framework / f"{code}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8") as page:
            page.write(skeleton(code, title, framework))
    except FileExistsError:
        raise AlreadyThereError(f"{file} is already there. Choose another code, or edit that file.") from None
    return file


def skeleton(code: str, title: str, framework: str) -> str:
    """The text of the file. A title may hold any sign, so it is written as JSON, which YAML reads."""
    shown = json.dumps(title, ensure_ascii=False)
    return _SKELETON.replace("CODE", code).replace("FRAMEWORK", framework).replace("TITLE", shown)


_SKELETON = """\
format: 1
code: CODE
framework: FRAMEWORK
title: TITLE
licence: CC-BY-4.0
authors: [your name]

i_can: I can ... (one sentence a student would say)
why: >
  Why does this matter outside of school? Two or three sentences to a student.
prerequisites: []                # codes this builds on
tags: []

resources:                       # at least three ways: read, see, do, talk, listen, watch
  - mode: read
    title: The idea in one minute
    minutes: 2
    text: Explain the idea with one example.
  - mode: do
    title: Try it with your hands
    minutes: 5
    text: Something to fold, count, build or draw.
  - mode: talk
    title: Tell a friend
    minutes: 5
    text: A question to ask a classmate, and what to listen for.

items:
  - id: first                    # a family of questions; replace it, and add at least five more
    kind: number
    use: [practice, check, reassess]
    level: 1
    params:
      a: {int: [2, 12]}
      b: {int: [2, 12]}
    where: ["a != b", "a + b != a * b"]
    ask: "What is {{a}} + {{b}}?"
    answer: "{{a + b}}"
    hints: ["Start at the larger number. Where do you land?"]
    mistakes:
      - {id: multiplied, answer: "{{a * b}}", tell: "That is {{a}} times {{b}}. What does the + ask for?"}
    solution: "{{a}} + {{b}} = **{{a + b}}**"

  - id: second
    kind: choice
    use: [practice, check, reassess]
    level: 2
    params:
      a: {int: [2, 9]}
      b: {int: [2, 9]}
    ask: "Which is the same as {{a}} + {{b}} + 1?"
    options:
      - {text: "{{a + b + 1}}", correct: true}
      - {text: "{{a + b}}", mistake: forgot-one, tell: "Almost: one more is still to come."}
      - {text: "{{a + b + 2}}", tell: "Count once more. How many ones are added?"}
    solution: "{{a}} + {{b}} = {{a + b}}, and one more is **{{a + b + 1}}**."

  - id: in-your-words
    kind: open
    use: [talk]
    level: 3
    ask: What would you tell a friend who gets stuck here?
    rubric:
      - {points: 1, look_for: names the step that is tricky}
      - {points: 1, look_for: says why the step works}

reflect:
  before: What do you already know about this?
  after: ["Which step was the tricky one?", "What helped you the most?"]

reassess:
  form: {1: 2, 2: 3}             # how many items of each level: 5
  pass: 4                        # right answers needed
  before: [corrected_mistake, resource]
"""
