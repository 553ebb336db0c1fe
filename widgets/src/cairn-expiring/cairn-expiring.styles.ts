// SPDX-License-Identifier: Apache-2.0
import { css } from 'lit';

export const styles = css`
  .rail {
    margin-block: 12px 8px;
    direction: ltr;
  }
  .rail-line,
  .rail-notice {
    stroke: var(--_line-strong);
  }
  .rail-notice {
    fill: var(--_sunken);
  }
  .rail-today {
    stroke: var(--_text);
    stroke-width: 2;
  }
  .rail-label,
  .rail-count {
    fill: var(--_muted);
    font-size: max(0.75em, 12px);
    /* The rail is laid out by hand, from left to right; what is written on it keeps its own direction. */
    unicode-bidi: plaintext;
  }
  .rail-count {
    fill: var(--_text);
    font-weight: 600;
  }
  .tight {
    display: none;
  }
  @container (min-width: 40em) {
    .tight {
      display: inline;
    }
  }
  .item {
    padding-block: 6px;
  }
  .line {
    display: grid;
    grid-template-columns: 1.25em minmax(0, 1fr);
    gap: 0 8px;
  }
  .line > svg,
  .line > .no-mark {
    margin-block-start: 0.3em;
  }
  .name-and-level {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    align-items: baseline;
  }
  .name-and-level .name {
    width: auto;
  }
  .about {
    padding-inline-start: calc(0.75em + 8px);
  }
  .soon {
    font-weight: 600;
  }
  .ways li {
    margin-inline-start: 1.2em;
    list-style: disc;
  }
  .foot {
    margin-block-start: 8px;
  }
`;
