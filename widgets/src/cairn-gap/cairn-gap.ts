// SPDX-License-Identifier: Apache-2.0
/** `<cairn-gap>`: what a role requires against what is held, as radar (up to 12 axes) and as bars; by choice and by width. */
import type { Client } from '@cairn/api/client';
import type { GapView } from '@cairn/api/contract';
import { css, html, nothing, type TemplateResult } from 'lit';
import { bar } from '../drawing/bars.ts';
import { hourglass, mark } from '../drawing/marks.ts';
import { radar } from '../drawing/radar.ts';
import { CairnElement } from '../element/cairn-element.ts';
import { words } from '../localisation/words.ts';
import {
  factOf,
  gapSentence,
  hasEnded,
  heldText,
  levelName,
  type Standing,
  standingsOfGap,
  textIn,
} from '../standing/standing.ts';
import { standingTable } from '../standing/standing-table.ts';

type Chart = 'both' | 'radar' | 'bars';
const fewestAxes = 3;
const mostAxes = 12;
/** In em of the element's own font: both charts beside each other above, bars first and radar numbered below. */
const bothFromEm = 53.75;
const narrowBelowEm = 32.5;

export class CairnGap extends CairnElement<GapView> {
  static override properties = {
    ...CairnElement.properties,
    chart: { state: true },
    widthEm: { state: true },
  };
  declare chart: Chart | null;
  declare widthEm: number;
  #sizes: ResizeObserver | null = null;

  static override styles = [
    ...CairnElement.styles,
    css`
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
      .bars p {
        line-height: 1.25;
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
    `,
  ];

  constructor() {
    super();
    this.chart = null;
    this.widthEm = bothFromEm;
  }
  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes = new ResizeObserver(([entry]) => {
      if (entry) this.widthEm = entry.contentRect.width / Number.parseFloat(getComputedStyle(this).fontSize);
    });
    this.#sizes.observe(this);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes?.disconnect();
  }

  protected load(client: Client): Promise<GapView> {
    const { person, roleProfile, asOf } = this;
    const key = JSON.stringify(['gap', person, undefined, roleProfile, asOf.at]);
    return this.connection.ask(key, () => client.gap(person, { role: roleProfile, ...asOf }));
  }
  protected skeleton(): TemplateResult {
    return html`<span class="title-line"></span><span class="long"></span><span class="picture"></span>`;
  }

  protected view(gap: GapView): TemplateResult {
    const standings = standingsOfGap(gap, this.locale);
    const known = standings.filter(({ state }) => state.status !== 'unknown').length;
    const canRadar = standings.length >= fewestAxes && standings.length <= mostAxes;
    const chart: Chart = canRadar ? (this.chart ?? (this.widthEm >= bothFromEm ? 'both' : 'bars')) : 'bars';
    const isNarrow = this.widthEm < narrowBelowEm;
    const sentence = gapSentence(standings);
    const fact = (one: Standing) => factOf(one, gap, (ms, timeZone) => this.day(ms, timeZone));
    return html`<div class=${isNarrow ? 'narrow' : ''}>
      <h2 part="title">${words.requiredAndHeld()}</h2>
      <p class="muted">
        ${textIn(gap.role.title, this.locale)}${this.person === 'me' ? '' : `. ${words.forWhom(gap.person.name)}`}
      </p>
      <p>
        ${known === 0 ? html`<strong>${words.emptyTitle()}</strong> ${words.empty()}` : `${sentence} ${words.evidenceFor(known, standings.length)}`}
      </p>
      ${canRadar ? this.#choice(chart) : nothing}
      <div class="charts" part="charts" role="group" aria-label=${words.chartSays(sentence)}>
        ${chart === 'bars' ? nothing : this.#radar(standings, isNarrow)}
        ${chart === 'radar' ? nothing : this.#bars(standings, fact)}
      </div>
      ${this.#key(standings)}
      ${standingTable(standings, this.locale, textIn(gap.role.title, this.locale), fact)}
    </div>`;
  }

  #choice(chart: Chart): TemplateResult {
    const options: readonly Chart[] = ['both', 'radar', 'bars'];
    return html`<div class="choice" role="group" aria-label=${words.chartChoice()}>
      ${options.map(
        (one) =>
          html`<button type="button" aria-pressed=${chart === one} @click=${() => (this.chart = one)}>
            ${words[one]()}
          </button>`,
      )}
    </div>`;
  }

  #radar(standings: readonly Standing[], isNarrow: boolean): TemplateResult {
    const levels = Math.max(...standings.map(({ scale }) => scale.levels.length));
    return html`<div class="picture-part">
      ${radar(
        standings.map(({ label, state, requiredRank, status }) => ({
          label,
          rank: state.status === 'revoked' ? 0 : state.rank,
          required: requiredRank ?? 0,
          status: status ?? 'unknown',
        })),
        { levels, isNumbered: isNarrow, isRtl: this.isRtl },
      )}
      ${
        isNarrow
          ? html`<ol class="numbers" aria-hidden="true">
              ${standings.map(({ label }, i) => html`<li>${this.number(i + 1)} ${label}</li>`)}
            </ol>`
          : nothing
      }
    </div>`;
  }

  #bars(
    standings: readonly Standing[],
    fact: (one: Standing) => { readonly text: string; readonly isSoon: boolean },
  ): TemplateResult {
    const [first] = standings;
    const isOneScale = standings.every(({ scale }) => scale.id === first?.scale.id);
    return html`<div class="bars">
      ${
        first && isOneScale
          ? html`<div class="bands" aria-hidden="true">
              <ol>
                ${first.scale.levels.map(({ rank, name }) => html`<li>${this.number(rank)}<span class="band-name">${textIn(name, this.locale)}</span></li>`)}
              </ol>
            </div>`
          : nothing
      }
      <ul>
        ${standings.map((one, i) => {
          const { text, isSoon } = fact(one);
          const { scale, state, requiredRank, status } = one;
          return html`<li>
            <p>
              ${one.label}<span class="visually-hidden"
                >:
                ${heldText(one, this.locale)}${
                  requiredRank === null
                    ? nothing
                    : `, ${words.requiredLevel(levelName(scale, requiredRank, this.locale))}`
                }</span
              >
            </p>
            ${bar({ levels: scale.levels.length, rank: state.rank, required: requiredRank, isExpired: hasEnded(state) }, `hatch-${i}`)}
            <div class="status">
              ${status === null ? nothing : mark(status)}
              <span class="two"
                ><span>${status === null ? '' : words.statusWord[status]()}</span>${
                  // What is met and stays so needs no more words here; the table has its date.
                  status === 'met' && !isSoon
                    ? nothing
                    : html`<span class=${isSoon ? 'soon' : 'muted'}
                        >${isSoon ? hourglass() : nothing}${status === 'unknown' ? words.noEvidence() : text}</span
                      >`
                }</span
              >
            </div>
          </li>`;
        })}
      </ul>
    </div>`;
  }

  /** Only the textures that are there. */
  #key(standings: readonly Standing[]): TemplateResult {
    const has = (wanted: string) => standings.some(({ status }) => status === wanted);
    const swatch = (
      rank: number | null,
      required: number | null,
      isExpired: boolean,
      text: string,
      id: string,
    ) =>
      html`<li class="muted">
        <span class="swatch">${bar({ levels: 2, rank, required, isExpired }, id)}</span>${text}
      </li>`;
    return html`<ul class="key" aria-hidden="true">
      ${swatch(2, null, false, words.held(), 'key-held')}
      <li class="muted">
        <svg width="0.5em" height="1.4em" viewBox="0 0 8 22" aria-hidden="true">
          <rect x="3" width="2" height="22" class="tick" />
        </svg>
        ${words.required()}
      </li>
      ${has('near') || has('gap') ? swatch(0, 2, false, words.missing(), 'key-missing') : nothing}
      ${has('expired') ? swatch(2, 2, true, words.statusWord.expired(), 'key-expired') : nothing}
      ${has('unknown') ? swatch(null, 2, false, words.noEvidence(), 'key-unknown') : nothing}
    </ul>`;
  }
}
customElements.define('cairn-gap', CairnGap);
