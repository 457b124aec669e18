"""What came of a refit."""

import msgspec


class Verdict(msgspec.Struct, frozen=True):
    """What is in force after a refit, and why. Log losses are of students whose answers the parameters had not seen."""

    better: bool
    why: str
    answers: int
    students: int
    before: float = 0.0  # log loss of the parameters that were in force
    after: float = 0.0  # log loss of the refitted ones
