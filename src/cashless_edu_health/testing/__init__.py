"""What the test suite of a product built on this library imports; the extra ``testing``."""

__all__: list[str] = []
