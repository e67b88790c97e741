"""What each command of the generator says, a room for each. Pure but for reading the files that it is pointed to."""
