"""What dates under comments say: one value with its rule and precision, or all readings that remain."""

from transform.dates.reading import DateReading, Order, Precision
from transform.dates.recognise import looks_like_date

__all__ = ["DateReading", "Order", "Precision", "looks_like_date"]
