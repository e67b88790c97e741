"""The preview: the site on this machine, new at each save, with what is wrong on top of it."""
