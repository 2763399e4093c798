"""A script that somebody offered as a plugin: it ends the program when it is imported."""

import sys

sys.exit("usage: acme_exits FILE")
