// SPDX-License-Identifier: Apache-2.0
import { css } from 'lit';

export const styles = css`
  .charts {
    display: flex;
    flex-wrap: wrap;
    gap: 16px 24px;
    align-items: flex-start;
    margin-block: 12px;
  }
  .choice {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin-block: 12px 0;
  }
  .radar {
    width: 100%;
    max-width: 32em;
    height: auto;
    flex: 1 1 22em;
    direction: ltr;
  }
  .bars {
    flex: 2 1 26em;
    min-width: 0;
  }
  .bars li,
  .bands {
    display: grid;
    grid-template-columns: minmax(6em, 11em) minmax(0, 1fr) 11em;
    gap: 0 12px;
    align-items: center;
    min-height: 2.5em;
  }
  .bands {
    color: var(--_muted);
    font-size: var(--_small);
    grid-template-columns: minmax(7.4em, 13.5em) minmax(0, 1fr) 13.5em;
    min-height: 0;
  }
  .bands ol {
    grid-column: 2;
    display: flex;
  }
  .bands li {
    display: block;
    flex: 1 1 0;
    min-height: 0;
    min-width: 0;
    text-align: center;
    overflow-wrap: normal;
    hyphens: auto;
    line-height: 1.25;
  }
  .band-name {
    display: block;
  }
  .bars .name {
    font-weight: 400;
    line-height: 1.25;
  }
  .bars .chevron {
    margin-block-start: 0.25em;
  }
  .bars .why {
    grid-column: 1 / -1;
  }
  .two {
    display: flex;
    flex-direction: column;
    line-height: 1.25;
  }
  .soon {
    font-weight: 600;
    font-size: var(--_small);
    white-space: nowrap;
  }
  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    margin-block: 8px;
  }
  .picture-part {
    flex: 1 1 24em;
    min-width: 0;
  }
  .swatch {
    width: 2em;
  }
  .key li {
    display: flex;
    gap: 6px;
    align-items: center;
  }
  .narrow .bars li {
    grid-template-columns: minmax(0, 1fr) fit-content(60%);
    padding-block: 6px;
  }
  .narrow .bars .bar {
    grid-column: 1 / -1;
    grid-row: 2;
  }
  .narrow .soon {
    white-space: normal;
  }
  .narrow .bands {
    grid-template-columns: 1fr;
  }
  .narrow .bands ol {
    grid-column: 1;
  }
  .narrow .charts {
    flex-direction: column-reverse;
    flex-wrap: nowrap;
    align-items: stretch;
  }
  .narrow .bars,
  .narrow .picture-part {
    flex: none;
  }
  @container (max-width: 15em) {
    .band-name {
      display: none;
    }
    .narrow .bars li {
      grid-template-columns: minmax(0, 1fr);
    }
    .narrow .bars .bar {
      grid-row: auto;
    }
  }
  .numbers {
    columns: 2;
    font-size: var(--_small);
  }
  .ring {
    fill: none;
    stroke: var(--_line);
  }
  .band {
    stroke: var(--_line);
  }
  .band.origin {
    stroke: var(--_line-strong);
  }
  .bar .lapsed {
    stroke-width: 1.6;
  }
  .filled {
    fill-opacity: 1;
  }
  .edge-near.filled,
  .edge-gap.filled {
    fill: revert-layer;
  }
  .required {
    fill: none;
    stroke: var(--_text);
    stroke-width: 0.8;
    opacity: 0.55;
  }
  .area {
    fill: var(--_held);
    fill-opacity: 0.2;
  }
  .edge {
    stroke: var(--_held);
    stroke-width: 2.4;
    fill: none;
  }
  .lapsed-edge {
    stroke: var(--_expired);
    stroke-width: 1.4;
    stroke-dasharray: 4 3;
  }
  .hollow {
    fill: var(--_surface);
    stroke: var(--_expired);
    stroke-width: 1.6;
  }
  .missing-near {
    stroke: var(--_near);
    stroke-width: 3;
    stroke-dasharray: 4 3;
  }
  .missing-gap {
    stroke: var(--_gap);
    stroke-width: 3;
    stroke-dasharray: 4 3;
  }
  .mist {
    fill: url('#mist');
  }
  .axis {
    fill: var(--_text);
    font-size: 14px;
  }
`;
