// SPDX-License-Identifier: Apache-2.0
/** `<cairn-gap>`: what a role requires against what is held, as radar (up to 12 axes) and as bars; by choice and by width. */
import type { GapView } from '@cairn/api/contract';
import { html, nothing, type TemplateResult } from 'lit';
import { bar } from '../drawing/bars.ts';
import { hourglass, mark } from '../drawing/marks.ts';
import { radar } from '../drawing/radar.ts';
import { Opened } from '../cairn-evidence/opened.ts';
import { opened } from '../cairn-evidence/opened.styles.ts';
import { CairnElement } from '../element/cairn-element.ts';
import { define } from '../element/define.ts';
import { askGap } from '../element/questions.ts';
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
import { styles } from './cairn-gap.styles.ts';

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

  static override styles = [...CairnElement.styles, opened, styles];
  readonly #opened = new Opened(this);

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

  protected override reset(): void {
    this.#opened.close();
  }
  protected load(): Promise<GapView> {
    return askGap(this.connection, this);
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
    const fact = (one: Standing) => factOf(one, gap, this.dates);
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
            <div class="label">
              ${this.#opened.button(one.id, one.label)}<span class="visually-hidden">
                ${heldText(one, this.locale)}${
                  requiredRank === null
                    ? nothing
                    : `, ${words.requiredLevel(levelName(scale, requiredRank, this.locale))}`
                }</span
              >
            </div>
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
            ${this.#opened.id === one.id ? this.#opened.view(3) : nothing}
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
define('cairn-gap', CairnGap);
