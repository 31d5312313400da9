"""From the words on a picture to what it is a picture of, and to the answers it carries."""
