"""What every scene is: a small frozen record with a tag that never changes."""

import msgspec


class SceneBase(msgspec.Struct, frozen=True, tag_field="scene", omit_defaults=True):
    pass
