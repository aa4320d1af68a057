"""What train.py stands on: the same for every network that rnc writes."""
