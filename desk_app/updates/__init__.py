"""New releases that come on a stick: signed by TUF's rules where they are made, checked by them here."""
