// SPDX-License-Identifier: Apache-2.0
/** `<cairn-expiring>`: what has run out and what runs out next, on a rail, each with what renews it; opens into its evidence. */
import type { Client } from '@cairn/api/client';
import type { Expiring } from '@cairn/api/contract';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Opened } from '../cairn-evidence/opened.ts';
import { opened } from '../cairn-evidence/opened.styles.ts';
import { hourglass, mark } from '../drawing/marks.ts';
import { rail } from '../drawing/rail.ts';
import { CairnElement, given } from '../element/cairn-element.ts';
import { define } from '../element/define.ts';
import { numbers } from '../localisation/formats.ts';
import { words } from '../localisation/words.ts';
import { textIn } from '../standing/standing.ts';
import { styles } from './cairn-expiring.styles.ts';
import { type LapseRow, lapseRows, lapseSentence } from './lapses.ts';

export class CairnExpiring extends CairnElement<Expiring> {
  static override styles = [...CairnElement.styles, opened, styles];
  static override properties = {
    ...CairnElement.properties,
    within: { converter: { fromAttribute: given } },
    announcement: { state: true },
  };
  /** Days that are looked ahead; the server's default is a year. */
  declare within: string | undefined;
  declare announcement: string;
  readonly #opened = new Opened(this);
  /** Language that the sentences were asked for in. */
  #askedIn = '';

  constructor() {
    super();
    this.announcement = '';
  }
  protected override get asks(): readonly string[] {
    return [...super.asks, 'within'];
  }
  protected override reset(): void {
    this.announcement = '';
    this.#opened.close();
  }
  protected load(client: Client): Promise<Expiring> {
    const { person, roleProfile: role, within, asOf, locale: lang } = this;
    this.#askedIn = lang;
    const key = JSON.stringify(['expiring', person, role, within, asOf.at, lang]);
    return this.connection.ask(key, () => client.expiring(person, { role, within, lang, ...asOf }));
  }
  protected override updated(changes: PropertyValues): void {
    super.updated(changes);
    if (this.data && this.#askedIn !== this.locale) void this.refresh();
  }
  protected override changed(before: Expiring, now: Expiring): void {
    const dates = ({ items }: Expiring) =>
      JSON.stringify(items.map(({ competency, endsAt }) => [competency.id, endsAt]));
    if (dates(before) === dates(now)) return;
    const rows = lapseRows(now, this.locale, this.dates);
    this.announcement = `${words.runsOut()}: ${lapseSentence(rows, (value) => this.number(value))}`;
  }

  protected skeleton(): TemplateResult {
    return html`<span class="title-line"></span><span class="long"></span
      ><span class="tall"></span> ${[1, 2, 3].map(() => html`<span class="tall"></span>`)}`;
  }

  protected view(expiring: Expiring): TemplateResult {
    const rows = lapseRows(expiring, this.locale, this.dates);
    const sentence = lapseSentence(rows, (value) => this.number(value));
    const days = this.#days(expiring.within);
    return html`<h2 part="title">${words.runsOut()}</h2>
      ${this.person === 'me' ? nothing : html`<p class="muted">${words.forWhom(expiring.person.name)}</p>`}
      ${
        rows.length === 0
          ? html`<p part="empty">${words.nothingRunsOut(days)}</p>`
          : html`<p>${sentence}</p>
              <div part="rail" role="img" aria-label=${words.railSays(sentence)}>
                ${this.#rail(rows, expiring)}
              </div>
              <ul part="rows">
                ${rows.map((row) => this.#row(row, expiring))}
              </ul>
              <p class="muted foot">${words.nothingElse(days)}</p>
              ${this.#table(rows, expiring)}`
      }
      ${this.isCurrent ? html`<p class="muted">${words.upToDate(this.readAtText)}</p>` : nothing}
      <p class="visually-hidden" role="status" aria-live="polite">${this.announcement}</p>`;
  }

  /** "30 days", as the language counts them. */
  readonly #days = (count: number): string =>
    numbers(this.locale, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(count);

  #rail(rows: readonly LapseRow[], { within, noticeDays }: Expiring): TemplateResult {
    return rail(
      rows.map(({ days, status, day, hasEnded }) => ({
        // What ended today is past all the same.
        days: hasEnded ? Math.min(-1, days) : days,
        status,
        text: day,
      })),
      {
        within,
        noticeDays,
        isRtl: this.isRtl,
        today: words.today(),
        notice: this.#days(noticeDays),
      },
    );
  }
  #row(row: LapseRow, { language }: Expiring): TemplateResult {
    const { id, label, level, status, text, isSoon, ways } = row;
    return html`<li class="item">
      <div class="line">
        ${status === null ? html`<span class="no-mark"></span>` : mark(status)}
        <div>
          <div class="name-and-level">${this.#opened.button(id, label)}<bdi class="muted">${level}</bdi></div>
          <div class="about">
            <p class=${isSoon ? 'soon' : ''}>${isSoon ? hourglass() : nothing}${text}</p>
            ${
              ways.length === 0
                ? nothing
                : html`<p class="muted">${words.renewedBy()}:</p>
                    <ul class="ways muted" lang=${language}>
                      ${ways.map((way) => html`<li>${way}</li>`)}
                    </ul>`
            }
          </div>
        </div>
      </div>
      ${this.#opened.id === id ? this.#opened.view(3) : nothing}
    </li>`;
  }
  #table(rows: readonly LapseRow[], { role, language }: Expiring): TemplateResult {
    return html`<details part="table">
      <summary>${words.asTable()}</summary>
      <table role="table" class="stacks">
        <caption>
          ${role ? textIn(role.title, this.locale) : words.runsOut()}
        </caption>
        <thead>
          <tr role="row">
            <th role="columnheader" scope="col">${words.competency()}</th>
            <th role="columnheader" scope="col">${words.held()}</th>
            <th role="columnheader" scope="col">${words.ends()}</th>
            <th role="columnheader" scope="col">${words.status()}</th>
            <th role="columnheader" scope="col">${words.renewedBy()}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ label, level, day, text, ways }) =>
              html`<tr role="row">
                <th role="rowheader" scope="row">${label}</th>
                <td role="cell" data-title=${words.held()}>${level}</td>
                <td role="cell" data-title=${words.ends()}>${day}</td>
                <td role="cell" data-title=${words.status()}>${text}</td>
                <td role="cell" data-title=${words.renewedBy()} lang=${language}>${ways.join('; ')}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>`;
  }
}
define('cairn-expiring', CairnExpiring);
