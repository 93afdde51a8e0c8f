"""From the end of the bag to the vein: the line, what moves through it, what arrives and when."""
