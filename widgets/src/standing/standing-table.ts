// SPDX-License-Identifier: Apache-2.0
/** The table behind every chart: same order, same words. */
import type { StateView } from '@cairn/api/contract';
import { html, nothing } from 'lit';
import { words } from '../localisation/words.ts';
import { type Fact, heldText, levelName, type Standing } from './standing.ts';

/** Pieces that something stands on now: none when all of it has lapsed. */
export const standingCount = ({ status, evidenceCount }: StateView): number =>
  status === 'expired' ? 0 : evidenceCount;

export const statusText = ({ status }: Standing, { text }: Fact) =>
  [status === null ? words.notRequired() : words.statusWord[status](), text]
    .filter((part) => part !== '')
    .join('. ');

export const standingTable = (
  standings: readonly Standing[],
  locale: string,
  caption: string,
  factOf: (one: Standing) => Fact,
) =>
  html`<details part="table">
    <summary>${words.asTable()}</summary>
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.competency()}</th>
          <th scope="col">${words.required()}</th>
          <th scope="col">${words.held()}</th>
          <th scope="col">${words.status()}</th>
          <th scope="col">${words.evidence()}</th>
        </tr>
      </thead>
      <tbody>
        ${standings.map(
          (one) =>
            html`<tr>
              <th scope="row">${one.label}</th>
              <td>${one.requiredRank === null ? nothing : levelName(one.scale, one.requiredRank, locale)}</td>
              <td>${heldText(one, locale)}</td>
              <td>${statusText(one, factOf(one))}</td>
              <td class="tabular">${new Intl.NumberFormat(locale).format(standingCount(one.state))}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
