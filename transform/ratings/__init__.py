"""Ratings: from a text, a piece of markup or stated values to one comparable reading."""

from transform.ratings.lines import RatingLine, rating_lines
from transform.ratings.reading import RatingReading
from transform.ratings.text import looks_like_rating, read_rating

__all__ = ["RatingLine", "RatingReading", "looks_like_rating", "rating_lines", "read_rating"]
