// SPDX-License-Identifier: Apache-2.0
/** What all elements share: type, buttons, notices, the marks' colours and textures. */
import { css } from 'lit';

export const base = css`
  :host {
    display: block;
    container-type: inline-size;
    font: inherit;
    font-family: var(--cairn-font, inherit);
    line-height: 1.5;
    overflow-wrap: break-word;
    color: var(--_text);
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  h2,
  h3,
  h4 {
    font-weight: 600;
    line-height: 1.3;
  }
  h2,
  h3 {
    font-family: var(--cairn-heading-font, inherit);
  }
  h2 {
    font-size: 1.375em;
  }
  h3 {
    font-size: 1.125em;
  }
  h4 {
    font-size: 1em;
  }
  ul,
  ol {
    list-style: none;
  }
  p {
    max-width: 62ch;
  }
  .muted {
    color: var(--_muted);
    font-size: var(--_small);
  }
  .tabular {
    font-variant-numeric: tabular-nums;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  button {
    font: inherit;
    color: var(--_text);
    background: none;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    min-height: 2rem;
    padding: 0.125em 0.75em;
    cursor: pointer;
  }
  select,
  input {
    font: inherit;
    font-size: 1rem;
    min-height: 2.25rem;
    width: 16em;
    min-width: 0;
    max-width: 100%;
    padding: 0.125em 0.5em;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
  }
  button:hover {
    background: var(--_sunken);
  }
  button[aria-pressed='true'] {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
  }
  @media (forced-colors: active) {
    button[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
  @media (pointer: coarse) {
    button,
    summary,
    select,
    input {
      min-height: 44px !important;
    }
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  summary {
    cursor: pointer;
    color: var(--_accent);
  }
  summary:hover {
    text-decoration: underline;
  }
  .notice {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: center;
    margin-block-end: 16px;
    padding: 8px 12px;
    background: var(--_sunken);
    border-inline-start: 3px solid var(--_line-strong);
  }
  .notice p {
    flex: 1 1 20em;
  }
  svg {
    display: block;
    overflow: visible;
    flex: none;
  }
  [dir='rtl'] svg.mirrors {
    transform: scaleX(-1);
  }
  .held {
    fill: var(--_held);
  }
  @keyframes filled {
    from {
      opacity: 0;
    }
  }
  @keyframes dropped {
    from {
      translate: 0 -4px;
    }
  }
  [class*='fresh-'] {
    animation: filled 160ms both;
  }
  .fresh-2 {
    animation-delay: 160ms;
  }
  .fresh-3 {
    animation-delay: 320ms;
  }
  .fresh-4 {
    animation-delay: 480ms;
  }
  .fresh-5 {
    animation-delay: 640ms;
  }
  .fresh-6 {
    animation-delay: 800ms;
  }
  .fresh-7 {
    animation-delay: 960ms;
  }
  .dropped {
    animation: dropped 200ms ease-in both;
  }
  .rest {
    fill: none;
    stroke: var(--_line-strong);
    opacity: 0.55;
  }
  .lapsed {
    fill: none;
    stroke: var(--_expired);
    stroke-dasharray: 3 2;
  }
  .dotted {
    fill: none;
    stroke: var(--_unknown);
    stroke-linecap: round;
    stroke-width: 1.7;
  }
  .hatch-near {
    stroke: var(--_near);
    stroke-width: 1.4;
  }
  .hatch-gap {
    stroke: var(--_gap);
    stroke-width: 1.4;
  }
  .edge-near {
    fill: none;
    stroke: var(--_near);
  }
  .edge-gap {
    fill: none;
    stroke: var(--_gap);
  }
  .tick {
    fill: var(--_text);
  }
  .halo {
    fill: var(--_surface);
  }
  .mark-met {
    fill: var(--_met);
  }
  .mark-near {
    fill: var(--_near);
    stroke: var(--_near);
  }
  .mark-gap {
    fill: var(--_gap);
    stroke: var(--_gap);
  }
  .mark-expired {
    fill: none;
    stroke: var(--_expired);
  }
  .mark-unknown {
    fill: var(--_unknown);
  }
  .inner {
    fill: none;
    stroke: var(--_surface);
  }
  .status {
    display: flex;
    gap: 0.5em;
    align-items: flex-start;
  }
  .status > svg {
    margin-block-start: 0.25em;
  }
  .hourglass {
    display: inline;
    margin-inline-end: 0.35em;
  }
  .hourglass .line {
    stroke: currentcolor;
  }
  .hourglass .ink {
    fill: currentcolor;
  }
  .tally {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    margin-block: 8px 4px;
  }
  .tally button {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    border-color: transparent;
    padding-inline: 0.4em;
  }
  .tally button[aria-pressed='true'] {
    background: var(--_sunken);
    color: var(--_text);
    border-color: var(--_line-strong);
  }
  .skeleton span {
    display: block;
    height: 1em;
    margin-block: 0.5em;
    border-radius: var(--_radius);
    background: var(--_sunken);
  }
  .skeleton .title-line {
    width: 30%;
    height: 1.4em;
  }
  .skeleton .long {
    width: 70%;
  }
  .skeleton .tall {
    height: 2.2em;
  }
  .skeleton .picture {
    height: 22em;
  }
  /* In a page that runs the other way, text that does not keeps its own direction. */
  [dir='rtl'] :is(p, span, bdi, h2, h3, h4, li, dd, dt, summary, button, caption, th, td) {
    unicode-bidi: plaintext;
    text-align: right;
  }
  table {
    border-collapse: collapse;
    width: 100%;
    margin-block-start: 8px;
    font-size: var(--_small);
  }
  caption {
    text-align: start;
    color: var(--_muted);
  }
  th,
  td {
    text-align: start;
    padding: 4px 8px 4px 0;
    border-block-end: 1px solid var(--_line);
    font-weight: 400;
    vertical-align: top;
  }
  thead th {
    color: var(--_muted);
  }
  /* Too narrow for columns: each row is a small list of its own. */
  @container (max-width: 30em) {
    .stacks thead {
      position: absolute;
      display: block;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .stacks tr {
      display: grid;
      grid-template-columns: minmax(6em, auto) 1fr;
      gap: 0 12px;
      padding-block: 6px;
      border-block-end: 1px solid var(--_line);
    }
    .stacks :is(th, td) {
      border: 0;
      padding: 1px 0;
      overflow-wrap: anywhere;
    }
    .stacks tbody th {
      grid-column: 1 / -1;
      font-weight: 600;
    }
    .stacks td {
      display: contents;
    }
    .stacks td::before {
      content: attr(data-title);
      color: var(--_muted);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
  @media print {
    button,
    details:not([open]) {
      display: none;
    }
    .tally button {
      display: inline-flex;
      border: 0;
    }
  }
`;
