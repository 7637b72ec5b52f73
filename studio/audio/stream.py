"""Chunks of frames into one MP3 stream, with the frame in front that speaks for all of them."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from studio.audio import mp3
from studio.audio.encoder import Encoded
from studio.kit.errors import StudioError
from studio.model.show import Encoding


class StreamWriter:
    """Writes a stream to a file, behind ``lead``; the sums of what was added are its attributes.

    Raises:
        StudioError: (from every use) the file cannot be written.
    """

    def __init__(self, output: Path, encoding: Encoding, lead: bytes = b"") -> None:
        self.frames = self.crc = self.limited_samples = self.lowpass_hz = 0
        self.true_peak = self.deepest_db = 0.0
        self.waveform = bytearray()
        self._encoding, self._output, self._lead = encoding, output, lead
        self._head_bytes = mp3.info_frame_bytes(encoding.channels, encoding.bitrate_kbps)
        self._music_bytes = 0
        self._file: BinaryIO

    @property
    def stream_bytes(self) -> int:
        """Size of the MP3 stream so far, in bytes, its Info frame included and the tag in front left out."""
        return self._head_bytes + self._music_bytes

    def __enter__(self) -> StreamWriter:
        try:
            self._file = self._output.open("wb")
            self._file.write(self._lead + bytes(self._head_bytes))
        except OSError as error:
            raise self._unwritable(error) from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self._file.close()
        except OSError as failure:
            raise self._unwritable(failure) from None

    def add(self, encoded: Encoded) -> None:
        """Append a chunk's frames, and count in what was noted while they were made."""
        try:
            self._file.write(encoded.stream)
        except OSError as error:
            raise self._unwritable(error) from None
        self._music_bytes += len(encoded.stream)
        self.crc = mp3.crc16_join(self.crc, encoded.crc, len(encoded.stream))
        self.frames += encoded.frames
        self.limited_samples += encoded.limited_samples
        self.true_peak = max(self.true_peak, encoded.true_peak)
        self.deepest_db = min(self.deepest_db, encoded.deepest_db)
        self.lowpass_hz = max(self.lowpass_hz, encoded.lowpass_hz)
        self.waveform += encoded.waveform

    def finish(self, length_samples: int) -> None:
        """Put the Info frame in front, now that everything it has to say is known.

        ``length_samples`` is the length of the episode at 44.1 kHz; what the encoder put around it is no part of it.
        """
        head = mp3.info_frame(
            channels=self._encoding.channels,
            kbps=self._encoding.bitrate_kbps,
            frames=self.frames,
            music_bytes=self._music_bytes,
            music_crc=self.crc,
            length_samples=length_samples,
            lowpass_hz=self.lowpass_hz,
        )
        try:
            self._file.seek(len(self._lead))
            self._file.write(head)
        except OSError as error:
            raise self._unwritable(error) from None

    def _unwritable(self, error: OSError) -> StudioError:
        message = f"cannot write the episode: {error.strerror}"
        return StudioError("output-unwritable", message, where=str(self._output))
