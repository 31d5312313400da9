"""动态更新: the sheet of one person asked by questions, at the counter, at home or from a paper form."""
