"""A `plbot serve` of its own process, with birds for platforms. What the birds do arrives over a pipe, so nobody needs to wait and see."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

import httpx
from tests.reading import ROOT
from tests.web.pigeon import install

ENDS_WITHIN = 10  # seconds from SIGTERM: what process keepers give


class Program:
    """`with Program(folder, PLBOT_PIGEON_TOKEN=...) as program`: runs until the block ends."""

    def __init__(self, folder: Path, *words: str, **environment: str) -> None:
        birds = folder / "birds"
        if not birds.exists():
            install(birds)
        told, self._sky = os.pipe()
        self.events = os.fdopen(told)
        self._errors = folder / "stderr"
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PLBOT_")}
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen(  # noqa: S603 # our own program
                [sys.executable, "-m", "plbot", "serve", "--data", str(folder / "data"), "--port", "0", *words],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                pass_fds=[self._sky],
                env=clean
                | {"PYTHONPATH": f"{birds}:{ROOT}", "PLBOT_SKY": f"/dev/fd/{self._sky}"}
                | {f"PLBOT_{name}": value for name, value in environment.items()},
            )
        os.close(self._sky)
        self.greeting: list[str] = []
        self.url = ""

    def __enter__(self) -> Self:
        assert self.process.stdout
        for line in self.process.stdout:
            self.greeting.append(line.rstrip("\n"))
            if line.startswith("http: "):
                self.url = line.split()[1]
                break
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()
        self.events.close()

    def until(self, event: str) -> str:
        """Wait until a bird does something that begins like this; gives the whole line."""
        seen = []
        for line in self.events:
            seen.append(line)
            if line.startswith(event):
                return line.rstrip("\n")
        raise AssertionError(f"{event!r} never came; but: {seen}\n{self.stderr}")

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path)

    def health(self, name: str) -> Any:
        return self.get("/healthz").json()["adapters"][name]

    def write(self, text: str, *, event: str = "e1", to: str = "pigeon") -> int:
        """A child writes something; the status that the platform is answered with."""
        return httpx.post(f"{self.url}/{to}", json={"id": event, "from": "ana", "text": text}).status_code

    def terminate(self) -> int:
        """Send SIGTERM, and wait no longer than process keepers do; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=ENDS_WITHIN)

    @property
    def stderr(self) -> str:
        return self._errors.read_text()
