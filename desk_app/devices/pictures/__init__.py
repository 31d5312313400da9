"""Pictures of people and papers: read safely, cropped, judged; never retouched."""
