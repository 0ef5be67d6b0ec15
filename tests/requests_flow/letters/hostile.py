"""What somebody who means harm could write into a field, and a server that hears whether it works.

The kinds are those that were measured against WeasyPrint (of 31, as it comes it fetched 19), and
what was thought of since. `{url}` is our server, `{file}` a file with a secret.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECRET = "KANARI-7f3a91"

KINDS: dict[str, str] = {
    "img": '<img src="{url}/img.png">',
    "img without marks": "<img src={url}/bare.png onerror=alert(1)>",
    "img srcset": '<img srcset="{url}/a.png 1x, {url}/b.png 2x">',
    "img redirected to a file": '<img src="{url}/redirect">',
    "img of a file": '<img src="file://{file}">',
    "img of a data address": '<img src="data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\'>'
    "<image href='{url}/nested.png'/></svg>\">",
    "image in svg": '<svg><image href="{url}/svg.png" width="9" height="9"/></svg>',
    "image in svg, old": '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{url}/x.png"/></svg>',
    "use in svg": '<svg><use href="{url}/use.svg#a"/></svg>',
    "style in svg": '<svg><style>@import "{url}/svg.css";</style></svg>',
    "foreign object": '<svg><foreignObject><img src="{url}/foreign.png"></foreignObject></svg>',
    "style sheet": '<link rel="stylesheet" href="{url}/link.css">',
    "style sheet of a file": '<link rel="stylesheet" href="file://{file}">',
    "attachment": '<link rel="attachment" href="file://{file}" title="x">',
    "attachment from afar": '<link rel="attachment" href="{url}/attachment">',
    "attachment by a link": '<a rel="attachment" href="file://{file}">a</a>',
    "icon": '<link rel="icon" href="{url}/icon.png">',
    "import": '<style>@import url("{url}/import.css");</style>',
    "import of a file": '<style>@import "file://{file}";</style>',
    "font": '<style>@font-face{{font-family:a;src:url({url}/font.ttf)}}*{{font-family:a}}</style>',
    "background": '<p style="background:url({url}/back.png)">a</p>',
    "list mark": '<ul style="list-style-image:url({url}/mark.png)"><li>a</ul>',
    "content": '<style>p::before{{content:url({url}/content.png)}}</style>',
    "border": '<p style="border-image:url({url}/border.png) 3">a</p>',
    "page background": '<style>@page{{background:url({url}/page.png)}}</style>',
    "out of the attribute": '1;background:url({url}/css.png);a:b" style="background:url({url}/out.png)',
    "object": '<object data="{url}/object.svg" type="image/svg+xml"></object>',
    "embed": '<embed src="{url}/embed.svg" type="image/svg+xml">',
    "frame": '<iframe src="{url}/frame.html"></iframe>',
    "frame with its own text": '<iframe srcdoc="<img src={url}/srcdoc.png>"></iframe>',
    "video": '<video poster="{url}/poster.png" src="{url}/video.mp4"></video>',
    "picture input": '<input type="image" src="{url}/input.png">',
    "script": '<script src="{url}/script.js"></script>',
    "base": '<base href="{url}/"><img src="base.png">',
    "refresh": '<meta http-equiv="refresh" content="0;url={url}/refresh">',
    "out of the title": '</title></style></textarea><img src="{url}/title.png">',
    "out of a comment": '--><img src="{url}/comment.png"><!--',
    "out of a section": ']]><img src="{url}/cdata.png"><![CDATA[',
    "entities": '&lt;img src="{url}/entities.png"&gt;',
    "numbered entities": "&#60;img src=&#34;{url}/numbers.png&#34;&#62;",
    "declared entity": '<!DOCTYPE a [<!ENTITY b SYSTEM "file://{file}">]>&b;',
    "included": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{file}" parse="text"/>',
    "server side include": '<!--#include virtual="{file}" -->',
    "template tags": '{{% include "letters/base.html" %}}{{{{ settings.SECRET_KEY }}}}{{% load static %}}',
    "link to a script": '<a href="javascript:app.alert(1)">a</a>',
    "link to a script, hidden": '<a href=" java&#9;script:alert(1)">a</a>',
    "link to a file": '<a href="file://{file}">a</a>',
    "link to a share": '<a href="smb://127.0.0.1/share/a">a</a>',
    "link to a share, as Windows writes it": '<a href="\\\\127.0.0.1\\share\\a">a</a>',
    "img of a share": '<img src="\\\\127.0.0.1\\share\\a.png">',
    "link without a scheme": '<a href="//127.0.0.1/a">a</a>',
    "other schemes": '<img src="ftp://127.0.0.1/a.png"><img src="gopher://127.0.0.1/1">',
    "an area": '<map name="m"><area href="javascript:alert(1)"></map>',
    "a form": '<form action="{url}/form"><button formaction="javascript:alert(1)">a</button></form>',
    "anchors": '<a name="seal" id="seal" href="#seal">a</a>',
    "a bare address": "{url}/bare",
    "a bare file": "file://{file}",
}  # fmt: skip


def payloads(url: str, file: Path) -> dict[str, str]:
    """Every kind, aimed at our server and our file."""
    return {kind: text.format(url=url, file=file) for kind, text in KINDS.items()}


@contextmanager
def listening(file: Path) -> Iterator[tuple[str, list[str]]]:
    """A server on this machine: its address, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if self.path == "/redirect":
                self.send_response(302)
                self.send_header("Location", f"file://{file}")
                self.end_headers()
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def log_message(self, *given: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
