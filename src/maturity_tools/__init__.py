"""What stands around the core: the command line and, later, papers, bulk engines and archive."""
