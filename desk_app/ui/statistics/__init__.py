"""统计: counts by column and week; each figure opens the list behind it."""
