// SPDX-License-Identifier: Apache-2.0
/** A row that opens into its evidence: the button that is its name, and the place below. */
import { css } from 'lit';

export const opened = css`
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
  .why {
    margin-block: 8px 12px;
    margin-inline-start: 0.3em;
    padding-inline-start: 16px;
    border-inline-start: 2px solid var(--_held);
  }
  @media print {
    .chevron {
      display: none;
    }
    .name {
      display: flex;
    }
  }
`;
