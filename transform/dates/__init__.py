"""What dates under comments say: one value with its rule and precision, or all readings that remain.

The rules, as `DateReading.rule` names them:
- written so: iso, epoch, year-first, month-name, month, year, persian-calendar, east-asian-yearless, dateparser;
- one order is left: only-order, same-in-every-order, weekday-agrees, twin-agrees, before-capture;
- an order settles it: order-dmy (named from outside), evidence-dmy, leaning-dmy, habit-dmy (the site's dates),
  thread-dmy (this thread's dates, on a site that mixes), assumed-dmy (a profile's assumption); mdy and ymd likewise;
- counted from the capture: relative, relative-clock, weekday, month-name-yearless, yearless;
- not settled: ambiguous-order, ambiguous-language, ambiguous-words, relative-vague, and those above without a capture.
"datetime/", "content/", "title/" and "data/" before a rule name the attribute of markup; "-neighbours" behind it says
that they gave the year, "-unlike-text" that a machine's date contradicts the visible one.

Vetoes (`rejected_by`): empty, too-long, no-date, prose, impossible-date, clock-only, fraction, numbered, duration,
two-dates, future, after-capture, unbelievable, ambiguous-words, ambiguous-language.
"""

from transform.dates.date import read_date
from transform.dates.locales import order_of_locale
from transform.dates.markup import read_date_markup
from transform.dates.order import OrderDecision, settle_order
from transform.dates.posted import Posted, localise, read_posted
from transform.dates.reading import DateReading, Order, Precision
from transform.dates.recognise import looks_like_date
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
