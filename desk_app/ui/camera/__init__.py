"""Taking and cropping pictures."""
