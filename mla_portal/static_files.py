"""Third-party files for pages, each named one by one, served from where npm put them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core import checks
from django.core.files.storage import FileSystemStorage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class VendorFinder(BaseFinder):
    """Finds exactly the files of `settings.VENDOR_FILES`: static name to path under `node_modules/`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.files: Mapping[str, str] = settings.VENDOR_FILES
        self.folder = Path(settings.NODE_MODULES)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in self.files:
            return [] if find_all else None
        found = str(self.folder / self.files[path])
        return [found] if find_all else found

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        missing = [path for path in self.files.values() if not (self.folder / path).is_file()]
        if not missing:
            return []
        return [
            checks.Warning(f"Not installed: {', '.join(missing)}. Run `make setup`.", id="mla_portal.W001")
        ]

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, "VendorStorage"]]:
        storage = VendorStorage(self.folder, self.files)
        for name in self.files:
            yield name, storage


class VendorStorage(FileSystemStorage):
    """Gives collectstatic the file behind a static name."""

    prefix = ""

    def __init__(self, folder: Path, files: Mapping[str, str]) -> None:
        super().__init__(location=folder)
        self.files = files

    def path(self, name: str) -> str:
        return super().path(self.files[name])


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """Names by content, and compressed copies. Source maps are not served: references to them stay."""

    patterns = tuple(
        (extension, tuple(pattern for pattern in found if "sourceMappingURL" not in str(pattern)))
        for extension, found in CompressedManifestStaticFilesStorage.patterns
    )

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """Brotli takes most of a minute; only production, which collects once per image, waits for it."""
        return Compressor(  # type: ignore[no-untyped-call]
            use_brotli=settings.IS_PRODUCTION, **kwargs
        )
