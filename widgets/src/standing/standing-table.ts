// SPDX-License-Identifier: Apache-2.0
/** The table behind every chart: same order, same words. */
import type { StateView } from '@cairn/api/contract';
import { html, nothing } from 'lit';
import { numbers } from '../localisation/formats.ts';
import { words } from '../localisation/words.ts';
import { type Fact, hasEnded, heldText, levelName, type Standing } from './standing.ts';

/** Pieces that something stands on now: none when all of it has lapsed. */
export const standingCount = (state: StateView): number => (hasEnded(state) ? 0 : state.evidenceCount);

/** The number of pieces, or in words that there are none: a zero would look like a result. */
export const countText = (state: StateView, number: (value: number) => string): string =>
  standingCount(state) > 0
    ? number(standingCount(state))
    : state.evidenceCount > 0
      ? words.noneNow()
      : words.noneYet();

export const statusText = ({ status }: Standing, { text }: Fact) =>
  [status === null ? words.notRequired() : words.statusWord[status](), text]
    .filter((part) => part !== '')
    .join('. ');

// The roles are said outright: a table that is laid out otherwise on narrow pages would lose them.
export const standingTable = (
  standings: readonly Standing[],
  locale: string,
  caption: string,
  factOf: (one: Standing) => Fact,
) =>
  html`<details part="table">
    <summary>${words.asTable()}</summary>
    <table role="table" class="stacks">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr role="row">
          <th role="columnheader" scope="col">${words.competency()}</th>
          <th role="columnheader" scope="col">${words.required()}</th>
          <th role="columnheader" scope="col">${words.held()}</th>
          <th role="columnheader" scope="col">${words.status()}</th>
          <th role="columnheader" scope="col">${words.evidence()}</th>
        </tr>
      </thead>
      <tbody>
        ${standings.map(
          (one) =>
            html`<tr role="row">
              <th role="rowheader" scope="row">${one.label}</th>
              <td role="cell" data-title=${words.required()}>
                ${one.requiredRank === null ? nothing : levelName(one.scale, one.requiredRank, locale)}
              </td>
              <td role="cell" data-title=${words.held()}>${heldText(one, locale)}</td>
              <td role="cell" data-title=${words.status()}>${statusText(one, factOf(one))}</td>
              <td role="cell" data-title=${words.evidence()} class="tabular">
                ${countText(one.state, (value) => numbers(locale).format(value))}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
