"""How long a test waits for what must come: one limit, that of a busy computer.

What comes ends its wait at once, so the limit makes no test slower: it only tells when a fault is given up.
"""

from typing import Final

PATIENCE_S: Final = 60
PATIENCE_MS: Final = PATIENCE_S * 1000
