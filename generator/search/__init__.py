"""The door of the search: the files that a citizen's browser searches in. Pure, but for the rules of a language.

It never decides what is found: it writes down which words stand where, and the page's script does the rest.
"""

from generator.search.entries import Entry, entries_of
from generator.search.files import SearchFiles, index_path, search_files, search_of

__all__ = ["Entry", "SearchFiles", "entries_of", "index_path", "search_files", "search_of"]
