"""The class's cheers of one day: who said yes to being cheered, in which words, and how many clapped. One message, counted up."""

import msgspec


class Cheered(msgspec.Struct, frozen=True, array_like=True):
    """Somebody who said yes to these words: a name, and the standard where it is to be named; `helped`: for helping."""

    person: str
    name: str
    standard: str = ""
    helped: bool = False


class Cheers(msgspec.Struct, frozen=True, omit_defaults=True):
    """`day` is the class's local day (`2026-09-07`). `clapped`: who did, never shown. `due`: when the count is said anew (ms)."""

    day: str = ""
    people: tuple[Cheered, ...] = ()
    clapped: tuple[str, ...] = ()
    due: int = 0

    def with_clap(self, person: str) -> "Cheers":
        """One clap a person and day, however often they press."""
        return self if person in self.clapped else msgspec.structs.replace(self, clapped=(*self.clapped, person))

    def without(self, person: str) -> "Cheers":
        return msgspec.structs.replace(
            self,
            people=tuple(each for each in self.people if each.person != person),
            clapped=tuple(each for each in self.clapped if each != person),
        )
