"""查找: one line that finds people, applications, drafts and records by anything."""
