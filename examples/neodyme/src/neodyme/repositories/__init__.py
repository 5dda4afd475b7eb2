"""Where rows are read and written."""
