"""What the link reader tells fetch of pages that stand in a title's place."""

import pytest

from extract.read import read_links
from extract.read.profile import parse_profile
from extract.records import Capture

LOGIN = """<!doctype html><html lang="en"><head><title>Log In</title></head><body class="login">
<h1>Log in</h1><p>You must be logged in to view this page.</p>
<form action="/login" method="post"><input type="text" name="log"><input type="password" name="pwd"></form>
</body></html>"""
CHALLENGE = """<!doctype html><html><head><title>Just a moment...</title></head><body>
<h1>Checking your browser before accessing films.example</h1><p>Please enable JavaScript and cookies to continue.</p>
</body></html>"""
TITLE = """<!doctype html><html lang="en"><head><title>Paper Boats</title></head><body><h1>Paper Boats</h1>
<p>A film about folding.</p><ol class="comment-list"><li class="comment" id="comment-1"><article>
<footer><b class="fn">Ada</b> <time datetime="2025-03-08T10:00:00+00:00">March 8, 2025</time></footer>
<div class="comment-content"><p>I folded along, and had a boat at the end of it.</p></div></article></li></ol>
</body></html>"""


@pytest.mark.parametrize(
    ("body", "reason"), [(LOGIN, "blocked/login"), (CHALLENGE, "blocked/challenge"), (TITLE, None)]
)
def test_a_page_in_the_place_of_a_title_says_so(body, reason):
    links = read_links(Capture(url="https://films.example/a", body=body.encode()))
    assert links.blocked == reason


def test_a_next_page_from_a_template_is_a_guess():
    profile = parse_profile('name = "films"\n[thread]\nitem = "li.comment"\npage_template = "?page={page}"\n')
    links = read_links(Capture(url="https://films.example/a", body=TITLE.encode()), profile=profile)
    assert links.next_pages == ("https://films.example/a?page=2",)
    assert links.next_is_guessed
