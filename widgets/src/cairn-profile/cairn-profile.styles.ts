// SPDX-License-Identifier: Apache-2.0
import { css } from 'lit';

export const styles = css`
  .row,
  .head {
    display: grid;
    grid-template-columns: minmax(12em, 1fr) 5.5em 9.5em 12em 5em;
    gap: 4px 16px;
    align-items: start;
  }
  .head {
    padding-block-end: 4px;
    border-block-end: 1px solid var(--_line);
  }
  .head span {
    color: var(--_muted);
    font-size: var(--_small);
  }
  .head span:last-child {
    text-align: end;
  }
  .head span:nth-child(2) {
    grid-column: 2 / span 2;
  }
  .group {
    margin-block: 16px 0;
    padding-block-end: 4px;
    font-size: 1em;
  }
  .group .muted {
    margin-inline-start: 4px;
    font-family: var(--cairn-font, inherit);
    font-weight: 400;
  }
  .item {
    border-block-end: 1px solid var(--_line);
    padding-block: 8px;
  }
  .item.changed {
    border-inline-start: 3px solid var(--_accent);
    padding-inline-start: 8px;
  }
  .name {
    display: flex;
    align-items: flex-start;
    gap: 8px;
    min-height: 24px;
    width: 100%;
    padding: 0;
    border: 0;
    text-align: start;
    font-weight: 600;
  }
  .name > span {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .name:hover {
    background: none;
    text-decoration: underline;
  }
  .chevron {
    flex: none;
    margin-block-start: 0.4em;
    transition: transform 120ms;
  }
  [aria-expanded='true'] .chevron {
    transform: rotate(90deg);
  }
  [dir='rtl'] [aria-expanded='false'] .chevron {
    transform: scaleX(-1);
  }
  .about {
    padding-inline-start: calc(0.75em + 8px);
  }
  .ladder {
    padding-block-start: 0.15em;
  }
  .two {
    display: flex;
    flex-direction: column;
  }
  .held-level,
  .state .word {
    font-weight: 600;
  }
  .soon {
    font-size: var(--_small);
    font-weight: 600;
    color: var(--_text);
  }
  .way {
    border: 0;
    padding: 0;
    min-height: 24px;
    color: var(--_accent);
    text-decoration: underline;
    text-align: start;
    line-height: 1.3;
  }
  .stones {
    display: flex;
    gap: 0.4em;
    align-items: baseline;
    text-align: end;
    justify-content: flex-end;
  }
  .why {
    margin-block: 8px 12px;
    margin-inline-start: 0.3em;
    padding-inline-start: 16px;
    border-inline-start: 2px solid var(--_held);
  }
  .because {
    font-size: 1.125em;
    margin-block-end: 4px;
  }
  .where {
    margin-block-end: 12px;
  }
  .why-columns {
    display: grid;
    grid-template-columns: 2fr 1fr;
    gap: 12px 32px;
  }
  .pieces > li {
    border-block-end: 1px solid var(--_line);
  }
  .piece > summary {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: flex-start;
    padding-block: 6px;
    color: var(--_text);
  }
  .piece > summary svg {
    margin-block-start: 0.45em;
  }
  .piece-name {
    display: flex;
    flex-direction: column;
    flex: 1 1 10em;
    overflow-wrap: anywhere;
  }
  .piece-effect {
    flex: 0 1 auto;
  }
  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 4px 16px;
    padding: 0 0 12px 1.5em;
    font-size: var(--_small);
  }
  dt {
    color: var(--_muted);
  }
  dd {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  pre {
    max-height: 16em;
    overflow: auto;
    margin: 4px 0 0;
    padding: 8px;
    background: var(--_sunken);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .next,
  .over-time {
    margin-block-end: 16px;
  }
  .ways {
    list-style: disc;
    padding-inline-start: 1.2em;
  }
  .others > summary {
    margin-block: 16px 8px;
  }
  .foot {
    margin-block-start: 12px;
  }
  @container (max-width: 46em) {
    .row {
      grid-template-columns: 5.5em 1fr auto;
    }
    .head {
      display: none;
    }
    .title {
      grid-column: 1 / -1;
    }
    .state {
      grid-column: 1 / span 2;
    }
    .why-columns {
      grid-template-columns: 1fr;
    }
  }
  @container (max-width: 15em) {
    .row {
      grid-template-columns: minmax(0, 1fr);
    }
    .title,
    .state {
      grid-column: 1;
    }
    .stones {
      justify-content: flex-start;
    }
  }
  @media print {
    .received,
    .chevron {
      display: none;
    }
  }
`;
