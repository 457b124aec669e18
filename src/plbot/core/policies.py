"""Change one number of a class's policy, within what makes sense. What each means stands in `limits.Policy`."""

from typing import Literal, get_args, get_origin, get_type_hints

import msgspec

from plbot.limits import POLICY_COUNTS, POLICY_SHARES, POLICY_ZERO, Policy


class PolicyError(ValueError):
    """The change cannot be made; the sentence says what can."""


_KINDS = get_type_hints(Policy)
_ORDER = (("ready_until", "ready_at"), ("check_solid", "check_questions"), ("form_passing", "form_questions"))


def changed(policy: Policy, changes: list[str]) -> Policy:
    """The policy with changes such as `ready_at=0.8`. Raises PolicyError."""
    made = msgspec.structs.replace(policy, **dict(_change(text) for text in changes))
    for less, more in _ORDER:
        if getattr(made, less) > getattr(made, more):
            raise PolicyError(
                f"{less} ({getattr(made, less)}) cannot be above {more} ({getattr(made, more)}). Change both, one --set each."
            )
    return made


def _change(text: str) -> tuple[str, object]:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals:
        raise PolicyError(f"{text!r} names no value. Write it like: --set ready_at=0.8")
    if name not in _KINDS:
        raise PolicyError(f"There is no number called {name!r}. There are: {', '.join(_KINDS)}.")
    return name, _value(name, value)


def _value(name: str, text: str) -> object:
    kind = _KINDS[name]
    if get_origin(kind) is Literal:
        return _one_of(name, text, {str(each): each for each in get_args(kind)})
    if kind is bool:
        return _one_of(name, text, {"true": True, "yes": True, "false": False, "no": False})
    low, high = POLICY_SHARES if kind is float else (0 if name in POLICY_ZERO else 1, POLICY_COUNTS)
    try:
        value = kind(text)
    except ValueError:
        value = None
    if value is None or not low <= value <= high:
        what = "a share" if kind is float else "a whole number"
        raise PolicyError(f"{name} is {what} from {low} to {high}; {text!r} is not.")
    return value


def _one_of(name: str, text: str, known: dict[str, object]) -> object:
    if text.lower() not in known:
        raise PolicyError(f"{name} is one of: {', '.join(known)}; not {text!r}.")
    return known[text.lower()]
