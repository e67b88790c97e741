"""Tests mirror the source, a file per module. Input and expected output stand side by side under `broken/`."""
