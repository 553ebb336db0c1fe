// SPDX-License-Identifier: Apache-2.0
/** Why: the server's sentences, then what it stands on, each piece down to the statement as it was received; then what comes next. */
import type { Explanation } from '@cairn/api/contract';
import { html, nothing, type TemplateResult } from 'lit';
import { stone } from '../drawing/marks.ts';
import { sparkline } from '../drawing/sparkline.ts';
import { words } from '../localisation/words.ts';
import { levelName, textIn } from '../standing/standing.ts';

export interface Reader {
  readonly locale: string;
  readonly day: (instant: string | number, timeZone?: string) => string;
  readonly moment: (instant: string) => string;
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
}
type Piece = Explanation['evidence'][number];

const activityName = ({ activity }: Piece, locale: string) =>
  textIn(activity?.name, locale) || (activity?.id ?? words.anActivity());
const rankOf = ({ scales }: Explanation, levelId: string | null) =>
  scales[0]?.levels.find(({ id }) => id === levelId)?.rank ?? null;

function effectText(why: Explanation, piece: Piece, { locale }: Reader): string {
  const [scale] = why.scales;
  const level = scale ? levelName(scale, rankOf(why, piece.levelId) ?? 0, locale) : '';
  return words.effectWord[piece.effect](level);
}

/** Senders write "Completed" as well as "completed"; within a sentence it is small. */
const verbText = ({ verb }: Piece, locale: string) => {
  const text = textIn(verb.display, locale) || (verb.id.split('/').at(-1) ?? '');
  return text.charAt(0).toLocaleLowerCase(locale) + text.slice(1);
};
function statementSentence(why: Explanation, piece: Piece, { locale, moment, number }: Reader): string {
  const who = why.person.name;
  const what = `${verbText(piece, locale)} ${activityName(piece, locale)}`;
  const when = moment(piece.occurredAt);
  return piece.points
    ? words.happenedWith(who, what, number(piece.points.raw), number(piece.points.max), when)
    : words.happened(who, what, when);
}
function pieceView(why: Explanation, piece: Piece, reader: Reader): TemplateResult {
  const { locale, day, percent } = reader;
  const name = activityName(piece, locale);
  const facts = [
    day(piece.occurredAt),
    words.kind[piece.kind]?.() ?? piece.kind,
    piece.by === null ? '' : words.by(piece.by),
    piece.value === null ? '' : words.worth(percent(piece.value)),
  ].filter((text) => text !== '');
  return html`<li>
    <details class="piece">
      <summary>
        ${stone(piece.effect === 'counts' || piece.effect === 'superseded')}
        <span class="piece-name"><span>${name}</span><span class="muted">${facts.join(', ')}</span></span>
        <span class="muted piece-effect">${effectText(why, piece, reader)}</span>
      </summary>
      <dl>
        <dt>${words.statement()}</dt>
        <dd>
          ${statementSentence(why, piece, reader)} ${words.sentBy(piece.source.title)}
          <details class="received">
            <summary>${words.asReceived()}</summary>
            <pre dir="ltr" tabindex="0">${piece.statement.text}</pre>
          </details>
        </dd>
        <dt>${words.rule()}</dt>
        <dd>
          ${textIn(piece.rule.title, locale)}
          <p class="muted">${words.ruleVersion(piece.rule.policyVersion, day(piece.rule.publishedAt))}</p>
        </dd>
        <dt>${words.effect()}</dt>
        <dd>${piece.sentence}</dd>
      </dl>
    </details>
  </li>`;
}

/** What it would take, tried by the model: said by the server, in the reader's language. */
function nextLevel({ next, competency }: Explanation, { locale }: Reader): TemplateResult | typeof nothing {
  if (!next) return nothing;
  const indicators = competency.indicators.filter(({ levelId }) => levelId === next.levelId);
  return html`<div class="next">
    <h4>${next.sentence}</h4>
    ${indicators.map(({ text }) => html`<p>${textIn(text, locale)}</p>`)}
    <ul class="ways">
      ${next.ways.map(({ sentence }) => html`<li>${sentence}</li>`)}
    </ul>
  </div>`;
}

function overTime(why: Explanation, { locale, day }: Reader): TemplateResult | typeof nothing {
  const [scale] = why.scales;
  const past = why.history.filter(({ from }) => from <= why.at);
  const [first] = past;
  if (!scale || !first) return nothing;
  const stretches = past.map(({ from, to, rank, status }) => ({
    from: Date.parse(from),
    to: Math.min(Date.parse(why.at), to === null ? Number.POSITIVE_INFINITY : Date.parse(to)),
    rank: status === 'expired' || status === 'revoked' ? null : rank,
  }));
  const last = past.at(-1);
  return html`<div class="over-time">
    <h4>${words.overTime()}</h4>
    ${sparkline(stretches, scale.levels.length)}
    <p class="muted">
      ${words.fromTo(`${levelName(scale, first.rank, locale)} (${day(first.from)})`, levelName(scale, last?.rank ?? null, locale))}
    </p>
  </div>`;
}

export const whyPanel = (why: Explanation, reader: Reader): TemplateResult =>
  html`<p class="because">${why.sentences.join(' ')}</p>
    ${why.competency.context ? html`<p class="muted where">${textIn(why.competency.context, reader.locale)}</p>` : nothing}
    <div class="why-columns">
      <div>
        ${
          why.evidence.length === 0
            ? nothing
            : html`<h4>${words.standsOn()}</h4>
                <ul class="pieces">
                  ${why.evidence.map((piece) => pieceView(why, piece, reader))}
                </ul>`
        }
      </div>
      <div>${nextLevel(why, reader)} ${overTime(why, reader)}</div>
    </div>`;
