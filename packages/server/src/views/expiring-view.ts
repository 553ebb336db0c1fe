// SPDX-License-Identifier: Apache-2.0
/** What of a person's competence has lapsed and what lapses next, each with what renews it. Shapes are the contract's. */
import type { Expiring } from '@cairn/api/contract';
import {
  createPersonMastery,
  explain,
  lapseOf,
  type Lapse,
  type LinkedEvidence,
  nextLevel,
  type PersonMastery,
  readForRole,
  sentencesOf,
  stateAt,
  withCarried,
} from '@cairn/engine';
import type { IndexedCompetency, RoleProfile } from '@cairn/frameworks';
import type { Store } from '@cairn/store';
import { nextView } from './explanation-view.ts';
import { competencyView, frameView } from './frame-view.ts';
import { type Frame, readEvidence, readMastery } from './mastery-reader.ts';
import { iso, stateView } from './state-view.ts';
import { noticeDaysOf, timelinesForRole } from './views.ts';

const dayMs = 86_400_000;

export interface ExpiringQuestion {
  readonly role: RoleProfile | null;
  /** Days ahead. */
  readonly within: number;
  /** One that `localeFor` gave. */
  readonly locale: string;
}
interface Lapsing {
  readonly indexed: IndexedCompetency;
  readonly lapse: Lapse;
}

/** Tried as of the moment at which it has lapsed: what would bring it back then renews it before, too. */
function renewalOf(
  frame: Frame,
  { indexed, lapse }: Lapsing,
  { role, locale }: ExpiringQuestion,
  reading: { readonly evidence: readonly LinkedEvidence[]; readonly mastery: PersonMastery },
): Expiring['items'][number]['renewal'] {
  const { policy } = frame;
  const { id } = indexed.competency;
  const own = withCarried(policy, id, reading.evidence).filter(
    ({ occurredAt }) => !frame.asOf || occurredAt <= frame.at,
  );
  const plain = policy.mastery(id);
  const asRead =
    (role && readForRole(policy, role.id, id, own)) ?? (plain && { context: plain, evidence: own });
  if (!asRead) return null;
  const { context, evidence } = asRead;
  const then = Math.max(lapse.changesAt, frame.at);
  const explained = explain(evidence, then, context);
  const rollUp = reading.mastery.rollUpAt(id, then);
  const state = rollUp ? reading.mastery.stateAt(id, then) : explained.state;
  const rules = policy.policy.mapping.rules.filter(({ competency }) => competency === id);
  const next = nextLevel(explained, rules, context, { state, isRolledUp: rollUp !== null });
  const told = { explained, context, next, rollUp, state, nameOf: () => null, labelOf: () => null };
  return nextView(next, sentencesOf(told, locale).next);
}

export async function expiringView(
  store: Store,
  frame: Frame,
  question: ExpiringQuestion,
): Promise<Expiring> {
  const { policy, at } = frame;
  const { role, within, locale } = question;
  const [timelines, ofRole] = await Promise.all([
    readMastery(store, frame),
    role ? timelinesForRole(store, frame, role) : null,
  ]);
  const mastery = createPersonMastery(policy, timelines);
  const timelineOf = (id: string) => ofRole?.get(id) ?? mastery.timeline(id);
  const lapsing = policy.frameworks.competencies
    .flatMap((indexed): Lapsing[] => {
      const lapse = lapseOf(timelineOf(indexed.competency.id), at, within * dayMs);
      return lapse ? [{ indexed, lapse }] : [];
    })
    .toSorted((a, b) => a.lapse.at - b.lapse.at);
  const ids = lapsing.map(({ indexed }) => indexed.competency.id);
  const before = ids.flatMap((id) => policy.replacements.predecessors(id).map((one) => one.id));
  const evidence = ids.length > 0 ? await readEvidence(store, frame, [...ids, ...before]) : [];
  return {
    ...frameView(
      frame,
      lapsing.map(({ indexed }) => indexed),
      null,
    ),
    within,
    role: role && { id: role.id, title: role.title },
    language: locale,
    items: lapsing.map((one) => {
      const { indexed, lapse } = one;
      const { id } = indexed.competency;
      const timeline = timelineOf(id);
      const asked = role?.requirements.find(({ competency }) => competency === id);
      const level = asked && policy.frameworks.level(id, asked.level);
      const own = ofRole?.get(id);
      const state = own ? stateAt(own, at) : mastery.stateAt(id, at);
      return {
        competency: competencyView(indexed),
        state: stateView(
          { state, timeline, at, noticeDays: noticeDaysOf(policy, id) },
          mastery.rollUpAt(id, at),
        ),
        kind: lapse.kind,
        endsAt: iso(lapse.at),
        changesAt: iso(lapse.changesAt),
        required: level ? { levelId: level.id, rank: level.rank } : null,
        renewal: renewalOf(frame, one, question, { evidence, mastery }),
      };
    }),
  };
}
