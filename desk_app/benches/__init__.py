"""What ``desk-app bench`` measures, one file a part."""
