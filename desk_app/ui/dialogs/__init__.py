"""Windows in front of the counter: papers to print, pictures to crop, the camera. None ever blocks."""
