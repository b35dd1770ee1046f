"""`_headers`: what Netlify and Cloudflare Pages tell browsers beside each file; other hosts publish it as a file.

The policy is the one that the pages name themselves (overrides/main.html says it), and what only a host can say: that
no page stands in another site's frame. The formats: docs.netlify.com/routing/headers,
developers.cloudflare.com/pages/configuration/headers (100 rules, 2,000 characters a line).
"""

from __future__ import annotations

import re

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
EVERYWHERE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}
LASTING = {"Cache-Control": "public, max-age=31536000, immutable"}
RULES = {
    "/essays/:slug/text.txt": {"Content-Type": "text/plain; charset=utf-8"},
    # Only files whose names change with their content: the theme's, and Pagefind's.
    "/assets/stylesheets/*": LASTING,
    "/pagefind/fragment/*": LASTING,
    "/pagefind/index/*": LASTING,
}


def headers(page: str) -> str:
    """The file, one rule after the other, for a site of which `page` is one."""
    policy = [told[1] for told in [POLICY.search(page)] if told]
    everywhere = {"Content-Security-Policy": "; ".join([*policy, "frame-ancestors 'none'"]), **EVERYWHERE}
    rules = {"/*": everywhere, **RULES}
    told = (
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in held.items()) for path, held in rules.items()
    )
    return "\n".join(told)
