"""The law as data: matters, the unified form, materials and the rules that read them."""
