"""A form that asks for words. The button carries what the form needs: Slack opens it only within three seconds of the press."""

from collections.abc import Mapping
from typing import Any

import msgspec

from plbot.core import maths
from plbot_slack.limits import FORM_INPUT, FORM_LABEL, FORM_TITLE, LABEL
from plbot_slack.wording import clean, cut

WRITTEN = "plbot_write"  # callback_id of the form that comes back
WORDS = ("write_title", "send", "close")  # the form's own words, in `words/`


class Form(msgspec.Struct, frozen=True, array_like=True):
    """What a button that asks for words carries. `mid` is that of the question."""

    mid: str
    longest: int
    label: str


def carried(form: Form) -> str:
    """The value of the form's button."""
    label = cut(clean(maths.plain(form.label)), LABEL)
    return msgspec.json.encode(msgspec.structs.replace(form, label=label)).decode()


def read_form(value: str) -> Form | None:
    """The form that a button carries; None for anything else."""
    try:
        return msgspec.json.decode(value, type=Form)
    except (msgspec.DecodeError, ValueError):
        return None


def view(form: Form, says: Mapping[str, str]) -> dict[str, Any]:
    """The form as Slack opens it; `says` are the sentences of `WORDS`."""
    label = form.label.strip() or "…"
    box = {
        "type": "plain_text_input",
        "action_id": WRITTEN,
        "multiline": True,
        "max_length": max(1, min(form.longest, FORM_INPUT)),
        "focus_on_load": True,
    }
    return {
        "type": "modal",
        "callback_id": WRITTEN,
        "private_metadata": form.mid,
        "title": _plain(says["write_title"], FORM_TITLE),
        "submit": _plain(says["send"], FORM_TITLE),
        "close": _plain(says["close"], FORM_TITLE),
        "blocks": [{"type": "input", "block_id": WRITTEN, "label": _plain(label, FORM_LABEL), "element": box}],
    }


def _plain(text: str, most: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": cut(text, most), "emoji": False}
