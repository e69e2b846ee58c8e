import io

from rich.console import Console

from extract.fetch import FetchEvent
from flows.progress import LogProgress, TerminalProgress, progress_for


def tell(progress):
    for what, detail in (
        ("thread/due", "3"),
        ("page/ok", ""),
        ("thread/done", ""),
        ("page/error", "http/503"),
        ("host/pause", "http/503: 12.0 s"),
    ):
        progress.fetched(FetchEvent(what, "films", "https://films.example/a", detail))


def test_a_terminal_shows_pages_titles_to_come_and_what_waits():
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    progress = progress_for(console)
    assert isinstance(progress, TerminalProgress)
    with progress:
        progress.step("fetch")
        tell(progress)
        shown = Console(file=io.StringIO(), width=100)
        shown.print(progress._draw())
    words = shown.file.getvalue().split()
    assert words[words.index("films") + 1 :][:2] == ["2", "2"]
    assert "waits: http/503: 12.0 s" in shown.file.getvalue()
    assert "1 in trouble" in shown.file.getvalue()


def test_a_log_gets_plain_lines(capsys):
    progress = progress_for(Console(file=io.StringIO()))
    assert isinstance(progress, LogProgress)
    with progress:
        progress.step("fetch")
        tell(progress)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].endswith("step=fetch")
    assert "site=films pages=1 titles_to_come=3" in lines[1]
    assert len(lines) == 2, "a site has one line every half minute, not one a page"
