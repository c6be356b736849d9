"""Puts articles into the containers of the sample corpus: web page, Markdown with front matter, CSV, JSON lines."""

from __future__ import annotations

import csv
import io
import json
from html import escape

FIELDS: tuple[str, ...] = ("id", "title", "published", "outlet", "byline", "url", "text")

_STYLE = (
    "body{font-family:Georgia,serif;margin:0 auto;max-width:60rem}.cookie{position:fixed;bottom:0}"
)
_SECTIONS = ("Home", "World", "Region", "Economy", "Culture", "Sport", "Opinion")
_RELATED = (
    "Olive harvest opens under cloudy skies",
    "Currency traders await the central bank's decision",
    "National side names squad for the qualifying round",
    "Ten books to read before the end of the year",
)


def record(article: dict[str, str], text: str) -> dict[str, str]:
    given = {**article, "published": article.get("date", ""), "text": text}
    return {name: given.get(name, "") for name in FIELDS}


def csv_file(records: list[dict[str, str]], newline: str) -> str:
    """Line ends inside a field stay LF whatever ends the rows."""
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, lineterminator=newline)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


def jsonl_file(records: list[dict[str, str]]) -> str:
    kept = ({name: value or None for name, value in one.items()} for one in records)
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in kept)


def front_matter(article: dict[str, str]) -> str:
    keys = ("title", "date", "outlet", "byline", "url", "lang")
    lines = (
        f"{key}: {article[key] if key in ('date', 'lang') else json.dumps(article[key], ensure_ascii=False)}\n"
        for key in keys
        if key in article
    )
    return f"---\n{''.join(lines)}---\n\n"


def html_page(article: dict[str, str], paragraphs: list[str]) -> str:
    """A page as news sites serve it: the article among navigation, cookie banner, share and related links."""
    outlet, title = article.get("outlet", ""), article.get("title", "")
    language = article.get("lang", "en")
    published = f"{article['date']}T12:00:00+02:00" if "date" in article else ""
    linked_data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "inLanguage": language,
        "datePublished": published,
        "author": {"@type": "Person", "name": article.get("byline", "")},
        "publisher": {"@type": "Organization", "name": outlet},
        "mainEntityOfPage": article.get("url", ""),
    }
    metas = [
        ("property", "og:type", "article"),
        ("property", "og:site_name", outlet),
        ("property", "og:title", title),
        ("property", "og:url", article.get("url", "")),
        ("property", "article:published_time", published),
        ("name", "author", article.get("byline", "")),
    ]
    head = [
        f'<meta {kind}="{name}" content="{escape(value)}">' for kind, name, value in metas if value
    ]
    if "url" in article:
        head.append(f'<link rel="canonical" href="{escape(article["url"])}">')
    byline = [f'<p class="byline">{escape(article["byline"])}</p>'] if "byline" in article else []
    if published:
        byline.append(f'<time datetime="{published}">{article["date"]}</time>')
    compact = json.dumps(
        {key: value for key, value in linked_data.items() if value}, ensure_ascii=False
    )
    lines = [
        "<!DOCTYPE html>",
        _html_tag(language),
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{escape(title)} | {escape(outlet)}</title>",
        *head,
        _script(compact),
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        '<div class="cookie" role="dialog"><p>We use cookies to improve your experience and measure our audience.</p>'
        "<button>Accept all</button> <button>Reject</button></div>",
        f'<header><a class="logo" href="/">{escape(outlet)}</a>',
        "<nav>"
        + "".join(f'<a href="/{name.lower()}">{name}</a>' for name in _SECTIONS)
        + "</nav></header>",
        "<main>",
        '<article class="story">',
        f"<h1>{escape(title)}</h1>",
        *byline,
        '<div class="share"><a href="#">Share</a> <a href="#">Copy link</a> <a href="#">Print</a></div>',
        '<div class="story-body">',
        *(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs),
        "</div>",
        "</article>",
        '<aside class="related"><h2>Read next</h2><ul>',
        *(
            f'<li><a href="/story/{number}">{escape(text)}</a></li>'
            for number, text in enumerate(_RELATED, 4101)
        ),
        "</ul></aside>",
        "</main>",
        f"<footer><p>&copy; {escape(outlet)}. All rights reserved.</p>"
        '<p><a href="/privacy">Privacy</a> <a href="/terms">Terms</a> <a href="/contact">Contact</a></p></footer>',
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _html_tag(language: str) -> str:
    return (
        f'<html lang="{language}" dir="rtl">' if language == "ar" else f'<html lang="{language}">'
    )


def _script(linked_data: str) -> str:
    closed = linked_data.replace("</", "<\\/")
    return f'<script type="application/ld+json">{closed}</script>'
