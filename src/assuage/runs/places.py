"""Where a library is, when nobody says."""

import os
from pathlib import Path

from platformdirs import user_cache_path, user_data_path


def library_folder(named: Path | None = None) -> Path:
    """The folder named, else $ASSUAGE_LIBRARY, else the user's data folder of this system."""
    if named is not None:
        return named
    told = os.environ.get("ASSUAGE_LIBRARY")
    return Path(told) if told else user_data_path("assuage") / "library"


def cache_folder() -> Path:
    """Where answers of sources are kept: $ASSUAGE_CACHE, else the user's cache folder."""
    told = os.environ.get("ASSUAGE_CACHE")
    return Path(told) if told else user_cache_path("assuage")
