// SPDX-License-Identifier: Apache-2.0
/** `<cairn-profile>`: what my role asks and what I hold, by group; each row opens into why. */
import type { Client } from '@cairn/api/client';
import type { GapView, Profile, RollUpView } from '@cairn/api/contract';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ladder } from '../drawing/ladder.ts';
import { hourglass, mark, pile, type Status } from '../drawing/marks.ts';
import { Opened } from '../cairn-evidence/opened.ts';
import { opened } from '../cairn-evidence/opened.styles.ts';
import { CairnElement } from '../element/cairn-element.ts';
import { define } from '../element/define.ts';
import { askGapIfRole } from '../element/questions.ts';
import { words } from '../localisation/words.ts';
import {
  type Fact,
  factOf,
  hasEnded,
  heldText,
  isFound,
  levelName,
  type Standing,
  standingsOf,
  statuses,
  summary,
  textIn,
} from '../standing/standing.ts';
import { countText, standingCount, standingTable, statusText } from '../standing/standing-table.ts';
import { styles } from './cairn-profile.styles.ts';

interface Data {
  readonly profile: Profile;
  /** null = no role. */
  readonly gap: GapView | null;
}
/** How a competency was before it last changed under the reader's eyes. */
interface Move {
  readonly text: string;
  readonly rank: number;
  /** How many moves there have been: each is drawn anew. */
  readonly count: number;
}
const mostAnnounced = 3;
/** More than these can be searched. */
const fewToSearch = 15;
const announceEveryMs = 5000;

export class CairnProfile extends CairnElement<Data> {
  static override styles = [...CairnElement.styles, opened, styles];
  static override properties = {
    ...CairnElement.properties,
    filter: { state: true },
    wanted: { state: true },
    announcement: { state: true },
  };
  declare filter: Status | null;
  /** What is looked for among many. */
  declare wanted: string;
  declare announcement: string;
  /** What changed since the page was loaded, by id. */
  readonly #moves = new Map<string, Move>();
  /** What changed and has not been said yet. */
  readonly #unsaid = new Set<string>();
  #announcedAt = 0;
  readonly #opened = new Opened(this);

  constructor() {
    super();
    this.filter = null;
    this.wanted = '';
    this.announcement = '';
  }

  protected async load(client: Client): Promise<Data> {
    const { person, framework, asOf, connection } = this;
    const [profile, gap] = await Promise.all([
      connection.ask(JSON.stringify(['profile', person, framework, asOf.at]), () =>
        client.profile(person, { framework, ...asOf }),
      ),
      askGapIfRole(connection, this),
    ]);
    return { profile, gap };
  }
  protected override reset(): void {
    this.#opened.close();
    this.filter = null;
    this.wanted = '';
    this.announcement = '';
    this.#moves.clear();
    this.#unsaid.clear();
    this.#announcedAt = 0;
  }
  protected override changed(before: Data, now: Data): void {
    const old = new Map(standingsOf(before.profile, before.gap, this.locale).map((one) => [one.id, one]));
    for (const one of standingsOf(now.profile, now.gap, this.locale)) {
      const was = old.get(one.id);
      if (!was) continue;
      const text = heldText(was, this.locale);
      const isMoved =
        text !== heldText(one, this.locale) || was.state.evidenceCount !== one.state.evidenceCount;
      if (isMoved) {
        const count = (this.#moves.get(one.id)?.count ?? 0) + 1;
        this.#moves.set(one.id, { text, rank: was.state.rank ?? 0, count });
        this.#unsaid.add(one.id);
      }
    }
    this.#announce();
  }
  /** At most every few seconds; what changes meanwhile is said then. */
  #announce(): void {
    if (this.#unsaid.size === 0 || !this.data) return;
    const wait = this.#announcedAt + announceEveryMs - Date.now();
    if (wait > 0) return this.later(wait, () => this.#announce());
    const { profile, gap } = this.data;
    const moved = standingsOf(profile, gap, this.locale).filter(({ id }) => this.#unsaid.has(id));
    this.#unsaid.clear();
    this.#announcedAt = Date.now();
    this.announcement =
      moved.length > mostAnnounced
        ? words.announceSome(moved.length)
        : moved.map((one) => this.#announcementOf(one)).join(' ');
  }

  #announcementOf(one: Standing): string {
    const held = heldText(one, this.locale);
    return this.#moves.get(one.id)?.text === held
      ? words.announceSame(one.label, held)
      : words.announceOne(one.label, held, statusText(one, this.#fact(one)));
  }
  #moveText(one: Standing, { text }: Move): string {
    const held = heldText(one, this.locale);
    return text === held ? words.evidenceNow() : words.changedNow(text, held);
  }

  readonly #fact = (one: Standing) =>
    this.data ? factOf(one, this.data.profile, this.dates) : { text: '', isSoon: false };

  protected skeleton(): TemplateResult {
    return html`<span class="title-line"></span
      ><span class="long"></span> ${Array.from({ length: 8 }, () => html`<span class="tall"></span>`)}`;
  }

  protected view({ profile, gap }: Data): TemplateResult {
    const standings = standingsOf(profile, gap, this.locale);
    const asked = standings.filter(({ status }) => status !== null);
    const main = gap ? asked : standings;
    // A status that nothing has any more has no button to let go of it.
    const filter = asked.some(({ status }) => status === this.filter) ? this.filter : null;
    const isWanted = (one: Standing) => isFound(one, this.wanted);
    const shown = main.filter((one) => (filter === null || one.status === filter) && isWanted(one));
    const others = gap ? standings.filter((one) => one.status === null && isWanted(one)) : [];
    const isEmpty = standings.every(({ state }) => state.status === 'unknown');
    const known = standings.filter(({ state }) => state.status !== 'unknown').length;
    const unknown = main.filter(({ state }) => state.status === 'unknown').length;
    return html`
      <h2 part="title">${gap ? textIn(gap.role.title, this.locale) : words.competencies()}</h2>
      ${this.person === 'me' ? nothing : html`<p class="muted">${words.forWhom(profile.person.name)}</p>`}
      ${
        isEmpty
          ? html`<p class="empty">
              <strong>${words.emptyTitle()}</strong> ${words.empty()} ${words.openOne()}
            </p>`
          : html`<p>
              ${gap ? summary(standings) : words.knownOf(known, standings.length)}
              ${unknown * 2 > main.length ? words.openOne() : nothing}
            </p>`
      }
      ${gap ? this.#tally(asked, filter) : nothing}
      ${standings.length > fewToSearch ? this.#search(shown.length + (filter === null ? others.length : 0)) : nothing}
      <div class="head" aria-hidden="true">
        <span>${words.competency()}</span><span>${words.level()}</span><span>${words.status()}</span
        ><span>${words.evidence()}</span>
      </div>
      ${this.#groups(shown, profile)}
      ${
        others.length === 0
          ? nothing
          : html`<details class="others" .open=${this.wanted.trim() !== ''}>
              <summary>${words.others(this.number(others.length))}</summary>
              ${this.#groups(others, profile)}
            </details>`
      }
      ${standingTable(shown, this.locale, words.requiredAndHeld(), this.#fact)}
      ${this.isCurrent ? html`<p class="muted foot">${words.upToDate(this.readAtText)}</p>` : nothing}
      <p class="visually-hidden" role="status" aria-live="polite">${this.announcement}</p>
    `;
  }

  #search(found: number): TemplateResult {
    return html`<div class="search" part="search">
      <label
        ><span class="muted">${words.findCompetency()}</span
        ><input
          type="search"
          maxlength="100"
          .value=${this.wanted}
          @input=${(event: Event) => (this.wanted = (event.target as HTMLInputElement).value)}
      /></label>
      <p class="muted" role="status">
        ${this.wanted.trim() === '' ? nothing : words.found(this.number(found))}
      </p>
    </div>`;
  }
  /** Summary, key and filter in one. */
  #tally(asked: readonly Standing[], filter: Status | null): TemplateResult {
    const count = (wanted: Status) => asked.filter(({ status }) => status === wanted).length;
    return html`<div class="tally" part="tally">
      ${statuses
        .filter((status) => count(status) > 0)
        .map(
          (status) =>
            html`<button
              type="button"
              aria-pressed=${filter === status}
              @click=${() => (this.filter = filter === status ? null : status)}
            >
              ${mark(status)}<strong class="tabular">${this.number(count(status))}</strong>
              ${words.statusWord[status]()}
            </button>`,
        )}
    </div>`;
  }

  #groups(standings: readonly Standing[], { groups }: Profile): TemplateResult[] {
    return [null, ...groups]
      .map((group) => ({ group, own: standings.filter(({ groupId }) => groupId === (group?.id ?? null)) }))
      .filter(({ own }) => own.length > 0)
      .map(
        ({ group, own }) =>
          html`${
              group
                ? html`<h3 class="group">${textIn(group.label, this.locale)}${this.#parts(group.rollUp)}</h3>`
                : nothing
            }
            <ul part="rows">
              ${own.map((one) => this.#row(one))}
            </ul>`,
      );
  }

  /** What a group comes to by its parts, where the organisation says so. */
  #parts(rollUp: RollUpView | null): TemplateResult | typeof nothing {
    return rollUp
      ? html` <span class="muted"
          >${words.partsProficient(this.number(rollUp.proficient), this.number(rollUp.total))}</span
        >`
      : nothing;
  }

  #row(one: Standing): TemplateResult {
    const fact = this.#fact(one);
    const move = this.#moves.get(one.id);
    const { scale, state, requiredRank } = one;
    const standing = standingCount(state);
    return html`<li class="item ${move ? 'changed' : ''}">
      <div class="row">
        <div class="title">
          ${this.#opened.button(one.id, one.label)}
          <p class="about muted">
            ${move ? html`<strong>${this.#moveText(one, move)}</strong>` : one.statement}
          </p>
        </div>
        <div class="ladder">
          ${keyed(
            move?.count,
            ladder({
              levels: scale.levels.length,
              rank: state.rank,
              required: requiredRank,
              isExpired: hasEnded(state),
              ...(move ? { freshAbove: move.rank } : {}),
            }),
          )}
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
        <div class="status state">${this.#state(one, fact)}</div>
        <div class="stones">
          ${keyed(move?.count, pile(standing, state.evidenceCount, move !== undefined))}
          <span class="tabular ${standing === 0 ? 'muted' : ''}"
            >${countText(state, (value) => this.number(value))}${
              standing > 0 ? html`<span class="visually-hidden"> ${words.pieces(standing)}</span>` : nothing
            }</span
          >
        </div>
      </div>
      ${this.#opened.id === one.id ? this.#opened.view(one.groupId === null ? 3 : 4) : nothing}
    </li>`;
  }
  #state(one: Standing, fact: Fact): TemplateResult {
    const { state, status } = one;
    return status === null
      ? hasEnded(state)
        ? html`${mark('expired')}<span class="two"
              ><span class="word">${state.status === 'expired' ? words.statusWord.expired() : nothing}</span
              ><span class="muted">${fact.text}</span></span
            >`
        : html`<span class="muted">${fact.text}</span>`
      : html`${mark(status)}<span class="two"
            ><span class="word">${words.statusWord[status]()}</span>
            <span class=${fact.isSoon ? 'soon' : 'muted'}
              >${fact.isSoon ? hourglass() : nothing}${status === 'unknown' ? this.#wayButton(one) : fact.text}</span
            ></span
          >`;
  }
  /** Unknown is a kept place, with a way to fill it. */
  #wayButton(one: Standing): TemplateResult {
    return html`<button
      type="button"
      class="way"
      aria-expanded=${this.#opened.id === one.id}
      @click=${() => this.#opened.toggle(one.id)}
    >
      ${words.waysToShow()}<span class="visually-hidden">: ${one.label}</span>
    </button>`;
  }
}
define('cairn-profile', CairnProfile);
