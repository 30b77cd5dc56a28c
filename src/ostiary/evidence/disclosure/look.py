"""How a disclosure's page looks: on a telephone, on a screen by day and by night, on paper.

Knows: the style sheet.
Must not know: what the page says.

Letters of the reader's own device, at least 17 pixels; colours have a contrast of at least 7 to 1 for text (WCAG 2.2, AAA).
State is always said in words, never by colour alone.
"""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root {
  color-scheme: light dark;
  --paper: #fdfcf9; --ink: #1b1a18; --soft: #474540; --line: #d6d0c3; --card: #f5f1e8; --mark: #14447a;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #151619; --ink: #eeede9; --soft: #bdbbb4; --line: #3c3e45; --card: #1f2126; --mark: #a9cdf2; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 0 1.25rem 4rem; max-width: 50rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, "Segoe UI", "Liberation Sans", sans-serif; overflow-wrap: break-word;
}
header { padding: 2.5rem 0 0.5rem; }
header .kind { margin: 0; color: var(--soft); }
h1 { margin: 0.35rem 0 0.9rem; font-size: 2rem; line-height: 1.2; letter-spacing: -0.01em; text-wrap: balance; }
header .lead { font-size: 1.2rem; line-height: 1.5; margin: 0 0 1rem; }
h2 { margin: 2.75rem 0 0.75rem; padding-top: 0.9rem; border-top: 2px solid var(--ink); font-size: 1.3rem; line-height: 1.3; }
h3 { margin: 0 0 0.35rem; font-size: 1.0625rem; line-height: 1.45; }
p { margin: 0.5rem 0; }
.note { color: var(--soft); font-size: 0.95rem; }
ul { margin: 0.5rem 0; padding-inline-start: 1.3rem; }
li { margin: 0.35rem 0; }
article { padding: 1rem 1.1rem; margin: 0.9rem 0; background: var(--card); border-inline-start: 4px solid var(--mark); break-inside: avoid; }
article.quiet { border-inline-start-color: var(--line); }
article p { margin: 0 0 0.4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1.25rem; margin: 0.5rem 0 0; font-size: 0.975rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.975rem; line-height: 1.45; }
th, td { padding: 0.45rem 1rem 0.45rem 0; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; }
tbody th { font-weight: 600; }
td.number { font-variant-numeric: tabular-nums; }
code, .command { font-family: ui-monospace, "Liberation Mono", monospace; font-size: 0.95em; }
.command { display: block; padding: 0.7rem 1rem; background: var(--card); overflow-wrap: anywhere; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 2px solid var(--ink); font-size: 0.95rem; }
@media (max-width: 34rem) {
  body { padding: 0 1rem 3rem; }
  header { padding-top: 1.5rem; }
  h1 { font-size: 1.55rem; }
  header .lead { font-size: 1.1rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dt { padding-top: 0.4rem; }
  article { padding: 0.85rem 0.9rem; }
  table, tbody, tr, th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
  th, td { padding: 0.05rem 0; border: 0; }
  td.number::before { content: attr(data-head) ": "; color: var(--soft); }
}
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #333; --line: #999; --card: #fff; --mark: #000; }
  @page { margin: 2cm; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  header { padding-top: 0; }
  h2 { break-after: avoid; }
  article { border: 1px solid var(--line); border-inline-start: 3px solid #000; }
  tr, li { break-inside: avoid; }
}
"""
