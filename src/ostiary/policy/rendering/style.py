"""How the page of a policy looks: on a screen by day and by night, on a telephone, on paper.

Knows: the style sheet.
Must not know: what the page says.

Serifs for what is law, none for what is apparatus. Colours have a contrast of at least 7 to 1 for text (WCAG 2.2, AAA).
"""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root {
  color-scheme: light dark;
  --paper: #fdfcf9; --ink: #1c1b19; --soft: #4a4843; --line: #d9d4c8; --quote: #f3efe5; --link: #12406b;
  --mark: #8a1f11;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16171a; --ink: #ecebe7; --soft: #bab8b1; --line: #3b3d43; --quote: #202227; --link: #a9cdf2;
    --mark: #ffb4a6;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: auto; }
body {
  margin: 0 auto; padding: 0 1.25rem 4rem; max-width: 68rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 Charter, "Bitstream Charter", "Source Serif 4", Cambria, Georgia, "Liberation Serif", serif;
  overflow-wrap: break-word;
}
header, nav, footer, .law, .grid, dt, .code, .id, .note { font-family: system-ui, "Segoe UI", "Liberation Sans", sans-serif; }
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
header { padding: 3rem 0 1.25rem; }
header .kind { margin: 0; color: var(--soft); font-size: 0.875rem; letter-spacing: 0.04em; }
h1 {
  margin: 0.25rem 0 1.5rem; max-width: 44rem;
  font: 600 1.9rem/1.25 Charter, "Bitstream Charter", "Source Serif 4", Cambria, Georgia, "Liberation Serif", serif;
  text-wrap: balance;
}
h2 { margin: 3.25rem 0 0.75rem; padding-top: 0.9rem; border-top: 2px solid var(--ink); font-size: 1.35rem; line-height: 1.3; }
h3 { margin: 2rem 0 0.25rem; font-size: 1.0625rem; }
p { margin: 0.5rem 0; max-width: 44rem; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: 0.35rem 1.5rem; margin: 0.75rem 0; max-width: 58rem; }
dt { color: var(--soft); font-size: 0.9rem; padding-top: 0.12rem; overflow-wrap: anywhere; max-width: 15rem; }
dd { margin: 0; overflow-wrap: anywhere; }
header dl { font-size: 0.95rem; line-height: 1.5; }
.review { color: var(--mark); font-weight: 600; }
nav { padding: 1rem 0 0; border-top: 1px solid var(--line); font-size: 0.95rem; }
nav h2 { margin: 0 0 0.4rem; padding: 0; border: 0; font-size: 0.95rem; color: var(--soft); }
nav ol { margin: 0; padding-left: 1.75rem; columns: 2; column-gap: 2.5rem; max-width: 50rem; }
nav li { break-inside: avoid; padding: 0.1rem 0; }
.points { padding-left: 2.2rem; margin: 0.5rem 0; max-width: 46rem; }
.points li { margin: 0.35rem 0; padding-left: 0.3rem; }
article {
  display: grid; grid-template-columns: 4.25rem minmax(0, 1fr) minmax(0, 19rem); gap: 0 1.5rem;
  padding: 1.15rem 0; border-top: 1px solid var(--line); break-inside: avoid;
}
article:target { background: var(--quote); outline: 0.5rem solid var(--quote); }
.id { margin: 0; font-size: 0.95rem; font-weight: 700; line-height: 1.8; overflow-wrap: anywhere; }
.id a { color: inherit; text-decoration: none; }
.id a:hover { text-decoration: underline; }
.sentence { margin: 0; }
.items { list-style: none; margin: 0.35rem 0 0; padding: 0; }
.items li { margin: 0.25rem 0; padding-left: 1.45rem; text-indent: -1.45rem; }
.law { font-size: 0.875rem; line-height: 1.5; }
.law p { margin: 0; color: var(--soft); }
blockquote {
  margin: 0 0 0.5rem; padding: 0.55rem 0.85rem; border-left: 3px solid var(--line); background: var(--quote);
  font: italic 1rem/1.5 Charter, "Bitstream Charter", "Source Serif 4", Cambria, Georgia, "Liberation Serif", serif;
}
.code { color: var(--soft); font-size: 0.85em; }
.tree, .tree ul { list-style: none; margin: 0; padding: 0; }
.tree ul { margin-left: 0.45rem; padding-left: 1.15rem; border-left: 1px solid var(--line); }
.tree li { margin: 0.3rem 0; }
.tree .note { color: var(--soft); font-size: 0.875rem; }
table { border-collapse: collapse; margin: 0.5rem 0 0; font-size: 0.9rem; line-height: 1.45; width: 100%; max-width: 44rem; }
th, td { padding: 0.28rem 1rem 0.28rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
tbody th { color: var(--ink); font-weight: 400; }
.note { color: var(--soft); font-size: 0.9rem; }
.index li { margin: 0.45rem 0; max-width: 52rem; }
.index { list-style: none; padding: 0; }
footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 2px solid var(--ink); font-size: 0.9rem; }
footer dd { font-family: ui-monospace, "Liberation Mono", monospace; font-size: 0.85rem; }
@media (max-width: 46rem) {
  body { font-size: 1rem; padding: 0 1rem 3rem; }
  header { padding-top: 1.75rem; }
  h1 { font-size: 1.5rem; }
  nav ol { columns: 1; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dt { max-width: none; padding-top: 0.5rem; }
  article { grid-template-columns: minmax(0, 1fr); gap: 0.4rem; }
  .id { line-height: 1.3; }
  .law { margin-top: 0.35rem; }
  th, td { padding-right: 0.6rem; }
}
@media print {
  :root {
    --paper: #fff; --ink: #000; --soft: #333; --line: #999; --quote: #fff; --link: #000; --mark: #000;
  }
  @page { margin: 2.2cm 2cm 2.2cm 2.4cm; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; font-size: 1.05rem; line-height: 1.45; }
  header { padding-top: 0; }
  a { text-decoration: none; }
  h2 { break-after: avoid; margin-top: 2rem; }
  main h3:not(.id), .note { break-after: avoid; }
  table { font-size: 8.5pt; line-height: 1.3; }
  article { grid-template-columns: 2.6rem minmax(0, 1fr) minmax(0, 5.4cm); gap: 0 0.9rem; padding: 0.6rem 0; }
  tr, dd, .tree li, .points li { break-inside: avoid; }
}
"""
