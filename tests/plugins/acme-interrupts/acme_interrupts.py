"""What it looks like when a person stops the program while this plugin is being imported."""

raise KeyboardInterrupt
