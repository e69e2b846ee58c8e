"""From an address to raw records: fetch, archive, read. Stores strings as the page had them."""
