"""Which files are ours."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NOT_OURS = {".git", ".venv", "var", "node_modules", "__pycache__", ".hypothesis"}


def ours(suffix: str = "") -> list[Path]:
    """Return every file of the project whose name ends with `suffix`."""
    found: list[Path] = []
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if path.is_dir() and path.name not in _NOT_OURS:
                folders.append(path)
            elif path.is_file() and path.name.endswith(suffix):
                found.append(path)
    return found
