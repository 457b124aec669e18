"""Files: asked for a URL, uploaded to it, completed; and given out to who shows the token."""

from collections.abc import Callable
from mimetypes import guess_type

from aiohttp import web
from tests.fakes.slack_views import RefusedError
from tests.fakes.slack_workspace import BOT_USER, File, Json, Message, Workspace


class Files:
    """`slow`: how often a picture that was just completed is refused in a block because Slack still processes it."""

    def __init__(self, workspace: Workspace, object_to: Callable[[str, str], None]) -> None:
        self.address = ""  # where this server is, without a slash at the end
        self.slow = 0
        self._workspace = workspace
        self._object = object_to
        self._refusals: dict[str, int] = {}

    def find(self, named: str) -> File | None:
        """The file of that id or URL; None when there is none, or none yet."""
        files = self._workspace.files.values()
        file = next((file for file in files if named in {file.id, file.url}), None)
        if file and self._refusals.get(file.id, 0) > 0:
            self._refusals[file.id] -= 1
            return None
        return file

    def get_url(self, args: Json) -> Json:
        name, length = str(args.get("filename") or ""), str(args.get("length") or "")
        if not name or not length.isdecimal() or int(length) < 1:
            raise RefusedError("invalid_arguments")
        file = self.make(name, BOT_USER)
        file.size, file.alt = int(length), str(args.get("alt_txt") or "")
        return {"upload_url": f"{self.address}/upload/{file.id}", "file_id": file.id}

    def make(self, name: str, owner: str) -> File:
        file_id = self._workspace.new_id("F")
        url = f"{self.address}/files/{file_id}/{name}"
        file = File(file_id, name, guess_type(name)[0] or "application/octet-stream", owner, url)
        self._workspace.files[file_id] = file
        return file

    def complete(self, args: Json) -> Json:
        told = args.get("files")
        if not isinstance(told, list) or not told:
            raise RefusedError("invalid_arguments")
        done = [self._finish(each) for each in told]
        if channel_id := args.get("channel_id"):
            self._share(done, str(channel_id), str(args.get("initial_comment") or ""), str(args.get("thread_ts") or ""))
        return {"files": [file.payload() for file in done]}

    def _finish(self, told: Json) -> File:
        file = self._workspace.files.get(str(told.get("id")))
        if file is None or not file.content:
            raise RefusedError("file_not_found")
        file.title, file.complete = str(told.get("title") or ""), True
        self._refusals[file.id] = self.slow
        return file

    def _share(self, files: list[File], channel_id: str, comment: str, thread_ts: str) -> None:
        channel = self._workspace.channels.get(channel_id)
        if channel is None or BOT_USER not in channel.members:
            raise RefusedError("channel_not_found")
        ts = self._workspace.new_ts()
        message = Message(channel, ts, BOT_USER, comment, by_app=True, files=files, thread_ts=thread_ts)
        self._workspace.keep(message)

    def info(self, args: Json) -> Json:
        file = self._workspace.files.get(str(args.get("file")))
        if file is None:
            raise RefusedError("file_not_found")
        return {"file": file.payload()}

    # over HTTP

    async def take(self, request: web.Request) -> web.Response:
        """The upload itself: the bare bytes, or a form with one file."""
        file = self._workspace.files.get(request.match_info["file"])
        if file is None or file.complete:
            return web.Response(status=404, text="not found")
        file.content = await _bytes_of(request)
        if len(file.content) != file.size:
            self._object("upload", f"{len(file.content)} bytes were sent where {file.size} were announced")
        return web.Response(text=f"OK - {len(file.content)}")

    def give(self, request: web.Request, token: str) -> web.Response:
        """The content, to who shows the token; anybody else is shown the page to sign in, with status 200."""
        file = self._workspace.files.get(request.match_info["file"])
        if request.headers.get("Authorization") != f"Bearer {token}":
            return web.Response(text="<!DOCTYPE html><html>Sign in to School</html>", content_type="text/html")
        if file is None or not file.complete:
            return web.Response(status=404)
        return web.Response(body=file.content, content_type=file.mimetype)


async def _bytes_of(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for part in (await request.post()).values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""
