"""Where sealed dossiers lie, and how they are looked at again."""
