"""The steps of a night, one file each; flows/night.py says their order."""
