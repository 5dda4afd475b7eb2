"""What the application does, and the services of other people that it uses."""
