"""Records which lines of which files run: `sys.monitoring` on Python 3.12 and later, `sys.settrace` on 3.11.

Stands alone (standard library only, no relative imports): the shim loads it by path into the interpreters that tests start.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Mapping
from types import CodeType, FrameType
from typing import Any

__all__ = ["LineRecorder", "recorder", "write_lines"]


_Trace = Callable[[FrameType, str, Any], Any]


class LineRecorder:
    """Collects lines between calls of `take`. One is active in a process at a time."""

    def __init__(self, files: Mapping[str, str]) -> None:
        """`files` maps the real path of each file of interest to the name under which its lines are kept."""
        self._files = dict(files)
        self._keys: dict[str, str | None] = {}
        self.lines: dict[str, set[int]] = {}
        self.codes: dict[int, CodeType] = {}
        """The code objects that ran, by identity: equal code objects may stand for different functions."""
        self.on_line: Callable[[str, int], None] | None = None
        """Called for each line that is new since the last `take`."""

    def watch(self, files: Mapping[str, str]) -> None:
        """Records these files, too, from now on."""
        self._files.update(files)
        self._keys.clear()

    def key(self, filename: str) -> str | None:
        """The name of the file that a code object says it comes from, or None when nobody asked for it."""
        try:
            return self._keys[filename]
        except KeyError:
            key = self._files.get(filename)
            if key is None and not filename.startswith("<"):
                key = self._files.get(os.path.realpath(filename))
            self._keys[filename] = key
            return key

    def start(self) -> None:
        """Begins to record in this and all later threads."""
        raise NotImplementedError

    def stop(self) -> None:
        """Ends it."""
        raise NotImplementedError

    def take(self) -> dict[str, set[int]]:
        """The lines since the last call, by file."""
        lines, self.lines = self.lines, {}
        self.codes = {}
        return lines

    def _note(self, key: str, line: int) -> None:
        seen = self.lines.setdefault(key, set())
        if line not in seen:
            seen.add(line)
            if self.on_line is not None:
                self.on_line(key, line)


class _MonitoringRecorder(LineRecorder):
    """A line costs one call when it first runs and nothing afterwards."""

    def __init__(self, files: Mapping[str, str]) -> None:
        super().__init__(files)
        self._monitoring: Any = sys.monitoring  # type: ignore[attr-defined,unused-ignore] # 3.12 and later
        self._tool = -1

    def start(self) -> None:
        monitoring = self._monitoring
        self._tool = next(tool for tool in (4, 3, 1, 5, 0, 2) if monitoring.get_tool(tool) is None)
        monitoring.use_tool_id(self._tool, "earnest")
        monitoring.register_callback(self._tool, monitoring.events.PY_START, self._on_start)
        monitoring.register_callback(self._tool, monitoring.events.PY_RESUME, self._on_start)  # generators begun before
        monitoring.register_callback(self._tool, monitoring.events.LINE, self._on_line)
        monitoring.set_events(self._tool, monitoring.events.PY_START | monitoring.events.PY_RESUME)
        monitoring.restart_events()

    def stop(self) -> None:
        self._monitoring.set_events(self._tool, 0)
        self._monitoring.register_callback(self._tool, self._monitoring.events.LINE, None)
        self._monitoring.free_tool_id(self._tool)

    def take(self) -> dict[str, set[int]]:
        line = self._monitoring.events.LINE
        for code in self.codes.values():
            # Switching the event off and on makes the lines report again that have answered DISABLE.
            self._monitoring.set_local_events(self._tool, code, 0)
            self._monitoring.set_local_events(self._tool, code, line)
        return super().take()

    def _on_start(self, code: CodeType, _offset: int) -> Any:
        if self.key(code.co_filename) is not None:
            self.codes[id(code)] = code
            self._monitoring.set_local_events(self._tool, code, self._monitoring.events.LINE)
        return self._monitoring.DISABLE

    def _on_line(self, code: CodeType, line: int) -> Any:
        key = self.key(code.co_filename)
        if key is not None:
            self.codes[id(code)] = code
            self._note(key, line)
        return self._monitoring.DISABLE


class _TraceRecorder(LineRecorder):
    """A line costs a call each time it runs."""

    def start(self) -> None:
        threading.settrace(self._on_call)
        system: Any = sys
        self._settrace, self._gettrace = system.settrace, system.gettrace
        self._theirs: Any = None
        self._settrace(self._on_call)
        system.settrace = self._share
        system.gettrace = lambda: self._theirs

    def stop(self) -> None:
        system: Any = sys
        system.settrace = self._settrace
        system.gettrace = self._gettrace
        sys.settrace(None)
        threading.settrace(None)

    def _share(self, function: _Trace | None) -> None:
        """Takes the place of `sys.settrace`: a test that traces something itself must not end the recording."""
        self._theirs = function
        self._settrace(self._on_call if function is None else _both(self._on_call, function))

    def _on_call(self, frame: FrameType, _event: str, _argument: object) -> Any:
        key = self.key(frame.f_code.co_filename)
        if key is None:
            return None
        self.codes[id(frame.f_code)] = frame.f_code
        self._note(key, frame.f_lineno)

        def on_line(inner: FrameType, event: str, _argument: object) -> Any:
            if event == "line":
                self._note(key, inner.f_lineno)
            return on_line

        return on_line


def _both(first: _Trace, second: _Trace) -> _Trace:
    """A trace function that calls two, for as long as each of them wants to be called in a frame."""

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        wanted = [inner for function in (first, second) if (inner := function(frame, event, argument)) is not None]
        return _both(*wanted) if len(wanted) == 2 else next(iter(wanted), None)

    return trace


def recorder(files: Mapping[str, str]) -> LineRecorder:
    """The recorder for this Python."""
    return _MonitoringRecorder(files) if sys.version_info >= (3, 12) else _TraceRecorder(files)


def write_lines(lines: LineRecorder, directory: str) -> None:
    """Has each new line appended to the file `lines` in `directory` as it runs: a killed process loses nothing.

    The file `test` beside it names the test that runs.
    """
    target, current = os.path.join(directory, "lines"), os.path.join(directory, "test")
    open_, read, write, close = os.open, os.read, os.write, os.close  # tests replace them in the module

    def append(key: str, line: int) -> None:
        # Opened each time: a process that becomes a daemon closes all descriptors, and uses their numbers for others.
        try:
            source = open_(current, os.O_RDONLY | os.O_CLOEXEC)
            test = read(source, 20).strip()
            close(source)
            sink = open_(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            write(sink, b"%s\t%d\t%s\n" % (test, line, os.fsencode(key)))
            close(sink)
        except OSError:
            pass  # the program has given its rights or its root directory away, and must not notice us

    lines.on_line = append
