"""What `make chaos` and `make bench` run. Nothing here is a test, and nothing is timed in the tests."""
