// SPDX-License-Identifier: Apache-2.0
/** The registry of pages: one line in `pages` each. A page says where its rows come from and how one is drawn. */
import type { ActivityView, QuarantineView, SourceView, UnresolvedView } from '@cairn/api/contract';
import { html, nothing, type TemplateResult } from 'lit';
import { ago, count, moment, textOf } from './format.ts';

export interface Actions {
  readonly retry: (quarantineId: string) => void;
  /** After the question is answered. `consequence`: what dropping it means. */
  readonly drop: (quarantineId: string, consequence: string) => void;
}
export interface Page<T> {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** Below /api/v1. */
  readonly path: string;
  readonly columns: readonly { readonly title: string; readonly isNumber?: boolean }[];
  readonly empty: string;
  /** Parts of the list, the first at the start: what is added to the query. */
  readonly filters?: readonly { readonly title: string; readonly query: string }[];
  /** Cells in the order of the columns. */
  readonly row: (
    item: T,
    now: number,
    actions: Actions,
  ) => readonly (TemplateResult | string | typeof nothing)[];
}
const page = <T>(one: Page<T>) => one as Page<unknown>;
const when = (instant: string | null, now: number) =>
  instant === null
    ? 'Never yet'
    : html`<time datetime=${instant} title=${moment(instant)}>${ago(instant, now)}</time>`;
/** A solid line is mapped, a dotted one is not yet; its length is its share of the longest. */
const line = (share: number, isMapped: boolean) =>
  html`<svg class="line" width="100%" height="4" aria-hidden="true">
    <line x1="0" x2="${Math.max(2, share * 100)}%" y1="2" y2="2" class=${isMapped ? 'solid' : 'dots'} />
  </svg>`;
const stateWords: Readonly<Record<SourceView['state'], string>> = {
  silent: 'Nothing came yet',
  active: 'Active',
  failing: 'Failing',
  paused: 'Paused',
};
const sourceState = (state: SourceView['state'], fault: SourceView['lastFault'], now: number) =>
  state === 'failing' && fault
    ? html`<strong class="error">${stateWords[state]}</strong>
        <details>
          <summary>${count(fault.inARow)} bad requests in a row, the last ${when(fault.at, now)}</summary>
          ${fault.code}: ${fault.message}
        </details>`
    : stateWords[state];
let longest = 1;

const kindWords: Readonly<Record<string, string>> = {
  attempt: 'Attempts',
  question: 'Answers to questions',
  submission: 'Work handed in',
  grading: 'Grades',
  'module-completion': 'Part of a course finished',
  'course-completion': 'Course finished',
  progress: 'Progress',
  view: 'Views',
  launch: 'Starts',
  session: 'Signing in and out',
  enrolment: 'Enrolments',
  observation: 'Observations',
  attestation: 'Attestations',
  administration: 'Administration',
  other: 'Other',
};

export const pages: readonly Page<unknown>[] = [
  page<SourceView>({
    id: 'sources',
    title: 'Sources',
    about: 'Who sends statements, and when they last did.',
    path: '/sources',
    columns: [
      { title: 'Source' },
      { title: 'State' },
      { title: 'Dialect' },
      { title: 'Last statement' },
      { title: 'Statements', isNumber: true },
      { title: 'In quarantine', isNumber: true },
    ],
    empty:
      'Nobody sends statements yet. Make a source with “cairn source add”, and give its key and secret to the sender.',
    row: ({ id, title, state, lastFault, dialect, lastStatementAt, statements, quarantined }, now) => [
      html`<strong>${title}</strong><br /><span class="muted">${id}</span>`,
      sourceState(state, lastFault, now),
      dialect,
      when(lastStatementAt, now),
      count(statements),
      quarantined === 0 ? '0' : html`<a href="#quarantine">${count(quarantined)}</a>`,
    ],
  }),
  page<ActivityView>({
    id: 'activities',
    title: 'Activities seen',
    about: 'Most statements first. A solid line is mapped: a rule names it. A dotted one is not yet.',
    path: '/activities',
    filters: [
      { title: 'All', query: '' },
      { title: 'Unmapped', query: 'unmapped=true' },
    ],
    columns: [
      { title: 'Activity' },
      { title: 'What it tells' },
      { title: 'Statements', isNumber: true },
      { title: 'Evidence', isNumber: true },
      { title: 'Last' },
    ],
    empty: 'No statement has been processed yet. They show here as soon as a source sends some.',
    row: ({ id, name, kinds, statements, evidence, rules, lastAt }, now) => {
      longest = Math.max(longest, statements);
      return [
        html`<strong>${textOf(name) || id}</strong><br /><span class="muted address">${id}</span
          >${line(statements / longest, rules > 0 || evidence > 0)}`,
        kinds.map((kind) => kindWords[kind] ?? kind).join(', '),
        count(statements),
        rules === 0 && evidence === 0
          ? html`<span class="muted">Unmapped</span>`
          : html`${count(evidence)}<br /><span class="muted"
                >${rules === 1 ? '1 rule' : `${count(rules)} rules`}</span
              >`,
        when(lastAt, now),
      ];
    },
  }),
  page<UnresolvedView>({
    id: 'unresolved',
    title: 'Unresolved people',
    about:
      'Identifiers that nobody is known by. Their statements are kept and count as soon as somebody is linked.',
    path: '/unresolved',
    columns: [
      { title: 'Identifier' },
      { title: 'Called' },
      { title: 'Statements', isNumber: true },
      { title: 'Last' },
    ],
    empty: 'Everybody who learns is known. When a statement names somebody who is not, they wait here.',
    row: ({ identifier, names, statements, lastAt }, now) => [
      html`<span class="address">${identifier}</span>`,
      names.join(', ') || html`<span class="muted">No name sent</span>`,
      count(statements),
      when(lastAt, now),
    ],
  }),
  page<QuarantineView>({
    id: 'quarantine',
    title: 'Quarantine',
    about:
      'What could not be stored or processed. It is kept and nothing waits for it: mend the cause, then try it again.',
    path: '/quarantine',
    columns: [
      { title: 'Reason' },
      { title: 'Kind' },
      { title: 'Source' },
      { title: 'Since' },
      { title: 'Tries', isNumber: true },
      { title: '' },
    ],
    empty: 'Nothing is in quarantine: everything that came could be stored and processed.',
    row: ({ id, kind, sourceId, reason, since, attempts, statement, isCut }, now, { retry, drop }) => [
      html`${reason.message} <br /><span class="muted"
          >${reason.code}${reason.pointer ? html` at <code>${reason.pointer}</code>` : nothing}</span
        >
        <details>
          <summary>Show the text</summary>
          <pre tabindex="0">${statement}</pre>
          ${isCut ? html`<p class="muted">Only its beginning was kept; it cannot be tried again.</p>` : nothing}
        </details>`,
      kind === 'refused' ? 'Not stored' : 'Stored, not processed',
      sourceId,
      when(since, now),
      count(attempts),
      html`<div class="buttons">
        <button
          type="button"
          ?disabled=${isCut}
          aria-label="Try again: ${reason.code} of ${sourceId}"
          @click=${() => retry(id)}
        >
          Try again
        </button>
        <button
          type="button"
          aria-label="Drop: ${reason.code} of ${sourceId}"
          @click=${() =>
            drop(
              id,
              kind === 'refused'
                ? `This text of ${sourceId} was never stored. Dropped, it is gone for good.`
                : `This statement of ${sourceId} stays stored, but will never be processed.`,
            )}
        >
          Drop
        </button>
      </div>`,
    ],
  }),
];
