"""Lists, statistics and exports of any kind of record from one description of columns."""
