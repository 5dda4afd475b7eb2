"""What tests see of their database, whichever engine it is: the fixtures, the sessions, and the watch that takes back."""
