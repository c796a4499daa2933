"""What a page may cost, with room for slow machines; ``tests/bench/bench_view.py`` measures it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from stewards.views.rendering import render
from tests.bench.bench_view import opening
from tests.bench.networks_made import made_network


@pytest.mark.parametrize("count", [500, 2000, 5000])
def test_a_file_has_at_most_1200_kilobytes_and_400_bytes_a_thing(count: int) -> None:
    assert len(render(made_network(count)).encode()) < 1_200_000 + 400 * count


def test_five_hundred_things_are_ready_to_use_after_little_work(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(render(made_network(500)), encoding="utf-8")
    assert min(opening(browser, page).work for _ in range(2)) < 2000
