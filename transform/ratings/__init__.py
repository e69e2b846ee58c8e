"""Ratings: from a text, a piece of markup or stated values to one comparable reading."""

from transform.ratings.comment import CommentRating, read_comment_rating
from transform.ratings.lines import RatingLine, rating_lines
from transform.ratings.rating import read_rating
from transform.ratings.reading import RatingReading
from transform.ratings.scale import ScaleVotes, scale_votes, settle_scale
from transform.ratings.stated import read_stated, stated_number
from transform.ratings.text import looks_like_rating

__all__ = [
    "CommentRating",
    "RatingLine",
    "RatingReading",
    "ScaleVotes",
    "looks_like_rating",
    "rating_lines",
    "read_comment_rating",
    "read_rating",
    "read_stated",
    "scale_votes",
    "settle_scale",
    "stated_number",
]
