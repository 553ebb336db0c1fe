// SPDX-License-Identifier: Apache-2.0
/** `<cairn-evidence>`: one competency opened. The sentence that explains it, each piece of evidence, what would come next. */
import type { Client } from '@cairn/api/client';
import type { Explanation, GapView } from '@cairn/api/contract';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { ladder } from '../drawing/ladder.ts';
import { hourglass, mark, pile } from '../drawing/marks.ts';
import { CairnElement, given } from '../element/cairn-element.ts';
import { define } from '../element/define.ts';
import { askGapIfRole } from '../element/questions.ts';
import { words } from '../localisation/words.ts';
import {
  type Fact,
  factOf,
  hasEnded,
  heldText,
  levelName,
  type Standing,
  standingOfExplanation,
} from '../standing/standing.ts';
import { countText, standingCount, statusText } from '../standing/standing-table.ts';
import { styles } from './cairn-evidence.styles.ts';
import { explanationView } from './evidence-view.ts';

interface Data {
  /** null = no competency is chosen yet. */
  readonly why: Explanation | null;
  /** null = no role; within a row also: the row says what it asks for. */
  readonly gap: GapView | null;
}

export class CairnEvidence extends CairnElement<Data> {
  static override styles = [...CairnElement.styles, styles];
  static override properties = {
    ...CairnElement.properties,
    competency: { converter: { fromAttribute: given } },
    announcement: { state: true },
    headingRank: { attribute: false },
  };
  /** Id of the competency; without one the element says that one is to be chosen. */
  declare competency: string | undefined;
  declare announcement: string;
  declare headingRank: 3 | 4;
  /** Language that the sentences were asked for in. */
  #askedIn = '';

  constructor() {
    super();
    this.announcement = '';
    this.headingRank = 3;
  }
  protected override get asks(): readonly string[] {
    return [...super.asks, 'competency'];
  }
  protected override reset(): void {
    this.announcement = '';
  }

  protected async load(client: Client): Promise<Data> {
    const { competency, person, asOf, locale } = this;
    if (competency === undefined) return { why: null, gap: null };
    this.#askedIn = locale;
    const key = JSON.stringify(['competency', person, competency, asOf.at, locale]);
    const [why, gap] = await Promise.all([
      this.connection.ask(key, () => client.competency(person, competency, { ...asOf, lang: locale })),
      this.isInner ? null : askGapIfRole(this.connection, this),
    ]);
    return { why, gap };
  }
  protected override updated(changes: PropertyValues): void {
    super.updated(changes);
    if (this.data?.why && this.#askedIn !== this.locale) void this.refresh();
  }
  protected override changed(before: Data, now: Data): void {
    if (this.isInner || !before.why || !now.why) return;
    const [old, one] = [this.#standing(before), this.#standing(now)];
    if (!old || !one) return;
    const held = heldText(one, this.locale);
    if (held !== heldText(old, this.locale))
      this.announcement = words.announceOne(one.label, held, statusText(one, this.#fact(one, now)));
    else if (before.why.evidence.length !== now.why.evidence.length)
      this.announcement = words.announceSame(one.label, held);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('beforeprint', this.#onPrint);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('beforeprint', this.#onPrint);
  }
  /** On paper nothing can be opened: what it stands on is, but for the statements' text. */
  readonly #onPrint = () => {
    for (const piece of this.renderRoot.querySelectorAll<HTMLDetailsElement>('details.piece'))
      piece.open = true;
  };

  readonly #standing = ({ why, gap }: Data): Standing | null =>
    why && standingOfExplanation(why, gap, this.locale);
  #fact(one: Standing, { why }: Data): Fact {
    return why ? factOf(one, why, this.dates) : { text: '', isSoon: false };
  }

  protected skeleton(): TemplateResult {
    return html`${this.isInner ? nothing : html`<span class="title-line"></span>`}<span class="long"></span
      ><span class="long"></span> ${[1, 2, 3].map(() => html`<span class="tall"></span>`)}`;
  }

  protected view(data: Data): TemplateResult {
    const { why } = data;
    if (!why) return html`<p class="muted" part="empty">${words.chooseOne()}</p>`;
    const title = (text: string) =>
      this.headingRank === 3 ? html`<h3>${text}</h3>` : html`<h4>${text}</h4>`;
    return html`${this.isInner ? nothing : this.#header(data)}
      ${explanationView(why, {
        locale: this.locale,
        day: (instant, timeZone) => this.day(instant, timeZone),
        moment: (instant) => this.moment(instant),
        number: (value) => this.number(value),
        percent: (share) => this.percent(share),
        title,
      })}
      ${
        this.isCurrent && !this.isInner
          ? html`<p class="muted">${words.upToDate(this.readAtText)}</p>`
          : nothing
      }
      <p class="visually-hidden" role="status" aria-live="polite">${this.announcement}</p>`;
  }

  #header(data: Data): TemplateResult | typeof nothing {
    const one = this.#standing(data);
    if (!one || !data.why) return nothing;
    const { state, scale, requiredRank } = one;
    return html`<h2 part="title">${one.label}</h2>
      <p class="muted">${one.statement}</p>
      ${this.person === 'me' ? nothing : html`<p class="muted">${words.forWhom(data.why.person.name)}</p>`}
      <div class="standing" part="standing">
        <div class="ladder">
          ${ladder({
            levels: scale.levels.length,
            rank: state.rank,
            required: requiredRank,
            isExpired: hasEnded(state),
          })}
        </div>
        <div class="two">
          <bdi class="held-level">${heldText(one, this.locale)}</bdi>
          ${
            requiredRank === null
              ? nothing
              : html`<span class="muted"
                  >${words.requiredLevel(levelName(scale, requiredRank, this.locale))}</span
                >`
          }
        </div>
        ${this.#state(one, this.#fact(one, data))}
        <div class="stones">
          ${pile(standingCount(state), state.evidenceCount)}
          <span class="tabular"
            >${countText(state, (value) => this.number(value))}
            ${standingCount(state) > 0 ? words.pieces(standingCount(state)) : nothing}</span
          >
        </div>
      </div>`;
  }
  #state({ state, status }: Standing, fact: Fact): TemplateResult {
    const shown = status ?? (state.status === 'expired' || state.status === 'unknown' ? state.status : null);
    return html`<div class="status">
      ${shown === null ? nothing : mark(shown)}
      <span class="two"
        >${shown === null ? nothing : html`<span class="word">${words.statusWord[shown]()}</span>`}<span
          class=${fact.isSoon ? 'soon' : 'muted'}
          >${fact.isSoon ? hourglass() : nothing}${fact.text}</span
        ></span
      >
    </div>`;
  }
}
define('cairn-evidence', CairnEvidence);
