"""From one capture to raw records: the title, the comments, the links. Pure: no network, no clock, no state."""
