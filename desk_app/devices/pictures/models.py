"""Limits of pictures taken in, and sizes of pages; sides in pixels, files in bytes."""

LEAST_PHOTO = (200, 280)
"""A cut-out smaller than this is refused: enlarged twofold, a face can no longer be compared."""

PAGE_DPI = 300
PAGE_SIDE = 3508
"""Longest side of a page: A4 (297 mm) at 300 dpi."""
PAGE_BYTES = 400_000
"""Largest file of a page: a form at 200 dpi, and a case of eight pages has less than 2 MB on the line."""

MOST_PAGES = 100
"""A file with more pages is refused: no material has so many, and a line would carry them for hours."""
MAX_PIXELS = 100_000_000
MAX_JPEG_PIXELS = 250_000_000
"""A JPEG that is not progressive is decoded smaller than it is, so large ones of telephones fit."""
MAX_BYTES = 100_000_000
FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP", "GIF")
"""Pillow's names of the only decoders that ever see a file from outside."""
