// SPDX-License-Identifier: Apache-2.0
import { css } from 'lit';

export const styles = css`
  .standing {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 24px;
    align-items: flex-start;
    margin-block: 8px 12px;
  }
  .standing .two {
    display: flex;
    flex-direction: column;
  }
  .standing .ladder {
    padding-block-start: 0.15em;
  }
  .held-level,
  .word {
    font-weight: 600;
  }
  .soon {
    font-size: var(--_small);
    font-weight: 600;
  }
  .stones {
    display: flex;
    gap: 0.4em;
    align-items: baseline;
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
  .pieces {
    margin-block-end: 16px;
  }
  .reason {
    color: var(--_text);
  }
  @container (max-width: 46em) {
    .why-columns {
      grid-template-columns: 1fr;
    }
  }
  @media print {
    .received {
      display: none;
    }
    .piece > summary {
      list-style: none;
    }
  }
`;
