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
  .search,
  .search label {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
    align-items: center;
  }
  .search {
    margin-block: 8px;
  }
  .search label {
    min-width: 0;
    max-width: 100%;
  }
  .item {
    border-block-end: 1px solid var(--_line);
    padding-block: 8px;
  }
  .item.changed {
    border-inline-start: 3px solid var(--_accent);
    padding-inline-start: 8px;
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
    .search {
      display: none;
    }
  }
`;
