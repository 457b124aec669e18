"""What stands on the wall gives nobody away."""

import msgspec
from tests.stage import Stage

from plbot.core.wall import Appearance


def test_a_standard_of_another_path_is_not_named_on_the_wall() -> None:
    """Somebody in grade 6 who moved up in a grade 4 standard just moved up."""
    stage = Stage()
    room = stage.found_class()
    for number in range(6):
        for text in (room.code, f"Student {number}", "skip", "skip"):
            stage.write(f"s{number}", text)
    one = stage.person("s0").id
    room = stage.classroom(room.id)
    wall = msgspec.structs.replace(room.wall, people={one: Appearance("Comet", "comet")}).at(stage.now, room.zone)
    for standard in ("4.NF.A.1", "6.RP.A.1"):
        wall = wall.told(one, standard)
    stage.docs[room.id] = msgspec.json.encode(msgspec.structs.replace(room, wall=wall))
    stage.write("s1", "wall")
    assert "Comet moved up" in stage.last("s1")
    assert "Comet: What a ratio says" in stage.last("s1")
    assert stage.content.standards["4.NF.A.1"].title not in stage.last("s1")
