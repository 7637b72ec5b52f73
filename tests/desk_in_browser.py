"""The desk in a real browser: its server as a process that can go and come back, and a page that somebody writes in."""

from __future__ import annotations

import base64
import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr
from listener import Listener
from playwright.sync_api import TimeoutError

_RUN = "from studio.cli import main; main()"
_SPY = """(() => {
  const heard = window.heard = [];
  const take = new Map();
  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    const response = await fetched(...asked);
    const key = /takes\\/([^/]+)\\.wav$/.exec(String(asked[0]));
    if (key) {
      const whole = response.arrayBuffer.bind(response);
      response.arrayBuffer = async () => { const data = await whole(); take.set(data, key[1]); return data; };
    }
    return response;
  };
  const decode = AudioContext.prototype.decodeAudioData;
  const keys = new Map();
  AudioContext.prototype.decodeAudioData = async function (data) {
    const key = take.get(data);
    const buffer = await decode.call(this, data);
    keys.set(buffer, key);
    return buffer;
  };
  addEventListener("keydown", (event) => { window.pressed = event.timeStamp; }, { capture: true });
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...when) {
    const { context, buffer } = this;
    const sounds = performance.now() + Math.max(0, (when[0] ?? 0) - context.currentTime) * 1000;
    heard.push({ key: keys.get(buffer), buffer, sounds, latency: context.outputLatency * 1000, state: context.state });
    return start.apply(this, when);
  };
})();"""
"""Keeps what the page decodes and starts, and of which take it is; the page itself knows nothing of it."""


class DeskServer:
    """``studio desk`` as a process of its own, at an address that stays its own when it is started again.

    Args:
        root: the show's folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> DeskServer:
        """Begin, and wait until it answers."""
        command = [sys.executable, "-c", _RUN, "desk", "--no-open", "--port", str(self.port), "--format", "json"]
        self._process = subprocess.Popen(
            command, cwd=self.root, stdout=subprocess.PIPE, text=True, env=dict(os.environ, PYTHONUNBUFFERED="1")
        )
        assert self._process.stdout
        told = ""
        while not told.rstrip().endswith("}"):
            line = self._process.stdout.readline()
            assert line, "the desk did not start"
            told += line
        assert "address" in told, told
        return self

    @property
    def pid(self) -> int:
        """Of its process, without those that make takes."""
        assert self._process
        return self._process.pid

    def stop(self) -> None:
        """End it."""
        if self._process:
            self._process.terminate()
            self._process.wait(20)
            self._process.stdout.close()  # type: ignore[union-attr]
            self._process = None


class Writer(Listener):
    """A page of the desk, and what somebody does on it.

    Args:
        browser: Chromium.
        server: the desk.
        episode: id of the script.
        options: of the browser's context.
    """

    def __init__(self, browser: object, server: DeskServer, episode: str, **options: Any) -> None:
        super().__init__(browser, **options)
        self.page.add_init_script(_SPY)
        self.script = server.root / "scripts" / f"{episode}.md"
        self.address = f"{server.address}/episodes/{episode}"
        self.server = server

    def begin(self) -> Writer:
        """Open the page, and wait until the text is known to the server and the server's view of it to the page."""
        self.page.goto(self.address)
        self.page.locator("#line[data-up=true]").wait_for()
        self.page.locator(".cm-gutter.segments .first .length:not(:empty)").nth(1).wait_for(state="attached")
        return self

    def told(self, selector: str, text: str) -> None:
        """Wait until an element's text holds something."""
        self._wait(self.page.locator(selector, has_text=text).first, "attached")

    def saved(self) -> None:
        """Wait until nothing of the text is unsaved."""
        self._wait(self.page.locator("#unsaved[data-unsaved=false]"))

    def _wait(self, what: Any, state: str = "visible") -> None:
        try:
            what.wait_for(state=state)
        except TimeoutError as error:
            shown = self.page.locator("dialog[open], #conflict:not([hidden]), .note, #unsaved, #doing, [aria-live]")
            told = [text for text in shown.all_inner_texts() if text.strip()]
            raise AssertionError(f"waited in vain; the page shows {told}") from error

    def behind(self, words: str) -> None:
        """Put the caret behind some words of a line of the script, which is short enough not to be broken."""
        self.page.locator(".cm-line", has_text=words).first.click()
        self.page.keyboard.press("Home")
        line = next(one for one in self.text.split("\n") if words in one)
        for _ in range(line.index(words) + len(words)):
            self.page.keyboard.press("ArrowRight")

    @property
    def text(self) -> str:
        """What stands on disk."""
        return self.script.read_text(encoding="utf-8")

    def heard(self, count: int, *, forget: bool = False) -> list[dict[str, Any]]:
        """The sounds that were started, so many at least, each with its key, its samples and its rate.

        Those that are forgotten are told no more.
        """
        if count:
            self.page.wait_for_function(f"() => window.heard.length >= {count}")
        told = self.page.evaluate(
            """forget => (forget ? window.heard.splice(0) : window.heard).map(one => {
              const samples = new Uint8Array(one.buffer.getChannelData(0).buffer.slice(0));
              let text = '';
              for (let i = 0; i < samples.length; i += 32768)
                text += String.fromCharCode(...samples.subarray(i, i + 32768));
              const { key, state, shown } = one;
              return { key, state, shown, rate: one.buffer.sampleRate, samples: btoa(text) };
            })""",
            forget,
        )
        for one in told:
            one["samples"] = np.frombuffer(base64.b64decode(one["samples"]), np.float32)
        return list(told)

    def take(self, key: str) -> bytes:
        """A take's file, as anybody may fetch it."""
        return bytes(self.context.request.get(f"{self.server.address}/api/takes/{key}.wav").body())

    def segments(self) -> list[str]:
        """The states beside the lines of the script, from the top of what is shown."""
        return [
            next(one for one in ("fresh", "stale", "making", "failed") if one in name.split())
            for name in self.page.locator(".cm-gutter.segments .segment.first").evaluate_all(
                "all => all.filter(one => one.offsetHeight).map(one => one.className)"
            )
        ]

    def close(self) -> None:
        """Leave, and hold the page to what every page is held to."""
        foreign = [one for one in self.requests if not one.startswith((self.server.address, "blob:", "data:"))]
        complaints = list(self.complaints)
        self.context.close()
        assert complaints == [], json.dumps(complaints, indent=1)
        assert foreign == []


def alike(heard: dict[str, object], take: bytes) -> float:
    """How well what was played fits a take: correlation, 1 for the same sound."""
    samples, rate_hz = soundfile.read(io.BytesIO(take), dtype="float32")
    wanted = soxr.resample(samples, rate_hz, heard["rate"])
    played = heard["samples"]
    assert isinstance(played, np.ndarray)
    length = min(len(wanted), len(played))
    assert abs(len(wanted) - len(played)) < 100
    return float(np.corrcoef(wanted[:length], played[:length])[0, 1])
