// SPDX-License-Identifier: Apache-2.0
import { css } from 'lit';

export const styles = css`
  :host {
    min-height: 100vh;
    color: var(--_text);
    background: var(--_surface);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 24px;
    padding: 8px 24px 0;
    border-block-end: 1px solid var(--_line);
  }
  .logo {
    display: flex;
    align-items: center;
    gap: 8px;
    font-weight: 600;
    font-size: 1.125em;
    padding-block: 8px;
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    flex: 1;
  }
  nav a {
    color: var(--_text);
    text-decoration: none;
    padding-block: 10px;
    border-block-end: 2px solid transparent;
  }
  nav a:hover {
    text-decoration: underline;
  }
  nav a[aria-current='page'] {
    font-weight: 600;
    border-color: var(--_text);
  }
  .who {
    display: flex;
    gap: 12px;
    align-items: center;
    font-size: var(--_small);
  }
  main {
    padding: 16px 24px 48px;
  }
  h1:focus-visible {
    outline: none;
  }
  @media (max-width: 40em) {
    nav {
      order: 3;
      flex-basis: 100%;
    }
    .who {
      margin-inline-start: auto;
      overflow-wrap: anywhere;
    }
    header,
    main {
      padding-inline: 16px;
    }
  }
  h1 {
    font-size: 1.5em;
    line-height: 1.3;
    margin: 0 0 4px;
  }
  .table {
    overflow-x: auto;
    margin-block-start: 16px;
  }
  table {
    font-size: 0.9375em;
    min-width: 34em;
  }
  th,
  td {
    padding: 10px 16px 10px 0;
  }
  .number {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  /* Too narrow for columns: each row is a list of what it has, with the columns' titles. */
  @media (max-width: 40em) {
    table {
      min-width: 0;
    }
    thead {
      position: absolute;
      display: block;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    tbody,
    tr,
    td {
      display: block;
    }
    tr {
      padding-block: 8px;
      border-block-end: 1px solid var(--_line);
    }
    td,
    td.number {
      border: 0;
      padding: 2px 0;
      text-align: start;
    }
    td:not(:first-child)::before {
      content: attr(data-title) ' ';
      color: var(--_muted);
      font-size: var(--_small);
    }
  }
  .address {
    overflow-wrap: anywhere;
  }
  a {
    color: var(--_accent);
  }
  .line {
    margin-block-start: 6px;
    max-width: 28em;
  }
  .solid {
    stroke: var(--_held);
    stroke-width: 4;
  }
  .dots {
    stroke: var(--_unknown);
    stroke-width: 2;
    stroke-dasharray: 2 3;
  }
  pre {
    max-width: 60em;
    max-height: 20em;
    overflow: auto;
    padding: 8px;
    background: var(--_sunken);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  form {
    display: grid;
    gap: 16px;
    max-width: 22em;
    margin: 12vh auto 0;
    padding: 0 16px;
  }
  label {
    display: grid;
    gap: 4px;
    font-size: var(--_small);
  }
  input {
    font: inherit;
    font-size: 1rem;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    min-height: 40px;
    padding: 4px 10px;
  }
  .primary {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
    min-height: 40px;
    font-weight: 600;
  }
  .primary:hover {
    background: var(--_accent);
    text-decoration: underline;
  }
  .error {
    color: var(--_gap);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  dialog {
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    max-width: 28em;
  }
  dialog form {
    margin: 0;
    padding: 8px;
    max-width: none;
  }
  dialog h2 {
    margin: 0;
    font-size: 1.125em;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }
  .danger {
    color: var(--_gap);
    border-color: currentColor;
  }
  .more {
    margin-block-start: 12px;
  }
`;
