"""The computer the window stands on: what of it an application would trip over, and what to do about it."""
