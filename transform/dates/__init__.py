"""What dates under comments say: one value with its rule and precision, or all readings that remain."""

from transform.dates.locales import order_of_locale
from transform.dates.markup import read_date_markup
from transform.dates.order import OrderDecision, settle_order
from transform.dates.posted import Posted, localise, read_posted
from transform.dates.reading import DateReading, Order, Precision
from transform.dates.recognise import looks_like_date
from transform.dates.resolve import read_date
from transform.dates.thread import read_thread
from transform.dates.votes import DatedText, Votes, date_votes, pool

__all__ = [
    "DateReading",
    "DatedText",
    "Order",
    "OrderDecision",
    "Posted",
    "Precision",
    "Votes",
    "date_votes",
    "localise",
    "looks_like_date",
    "order_of_locale",
    "pool",
    "read_date",
    "read_date_markup",
    "read_posted",
    "read_thread",
    "settle_order",
]
