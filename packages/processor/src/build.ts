// SPDX-License-Identifier: Apache-2.0
/**
 * Builds a published version, a step at a time: what its competencies stand on of earlier evidence is marked, its new rules read
 * the statements that they may be met by, and when what that has marked is folded, it comes into force.
 */
import { isOfStatement } from '@cairn/engine';
import type { BuildingPolicy, Store, StoredStatement, VersionedPolicy } from '@cairn/store';
import { standsAt } from '@cairn/store';
import { derive, mark, type Reading } from './derive.ts';
import { inHalves, messageOf } from './in-halves.ts';
import type { PoliciesAlive } from './policies-alive.ts';
import { noteFailed } from './rules-off.ts';

const batch = 1000;
/** Of statements that are held and parsed at once. */
const mostCharacters = 4 << 20;
/** Between two notes of how far the marking is. */
const rulesAtOnce = 100;

/** What this processor remembers of the version being built. */
export interface Noted {
  readonly version: string;
  /** The end of what was stored before the version was first seen here. */
  readonly until: bigint;
  /** When all of that had been read (ms). */
  replayedAt: number | null;
}
type Building = BuildingPolicy & { readonly compiled: VersionedPolicy };
export type BuildContext = Pick<Reading, 'store' | 'sources'>;

/** Rules whose evidence of before bears on what the version does not carry over. */
function rulesToMark({
  compiled,
  plan,
}: Building): readonly { readonly digest: string; readonly competency: string }[] {
  const { version } = compiled.policy;
  const isBuilt = (competency: string) =>
    [competency, ...compiled.replacements.successors(competency)].some(
      (id) => compiled.generationOf(id) === version,
    );
  const all = compiled.frameworks.competencies.map(({ competency }) => competency.id);
  return compiled.rulesInForce.flatMap((rule) => {
    // One that has read nothing yet has no evidence; what is left of a version that was dropped is read again with all.
    const isUnread = plan.after === 0n && (plan.digests?.has(compiled.digestOf(rule.id)) ?? true);
    if (isUnread) return [];
    return (isOfStatement(rule) ? all : [rule.competency]).filter(isBuilt).flatMap((competency) => {
      const digest = compiled.digestOfPiece(rule.id, competency);
      return digest === '' ? [] : [{ digest, competency }];
    });
  });
}

async function markStep({ store }: BuildContext, building: Building): Promise<boolean> {
  const rules = rulesToMark(building);
  if (building.marked >= rules.length) return false;
  const some = rules.slice(building.marked, building.marked + rulesAtOnce);
  for (const { digest, competency } of some)
    for await (const subjects of store.evidence.subjectsOfRule(digest)) {
      const touched = subjects.map((subject) => ({ subject, competencyId: competency }));
      const links = (await store.people.linksOf(subjects)).filter((link) => standsAt(link, null));
      await mark(store, touched, [building.compiled], links);
    }
  await store.policies.setMarked(building.version, building.marked + some.length);
  return true;
}

async function count(store: Store, { version, plan }: Building): Promise<void> {
  const after = plan.after === 0n ? {} : { after: plan.after };
  let total = 0;
  for (const part of plan.parts ?? []) total += await store.statements.count({ ...after, anyOf: [part] });
  await store.policies.setTotal(version, plan.parts ? total : await store.statements.count(after));
}

async function next(
  store: Store,
  { place, plan }: Building,
  until: bigint,
): Promise<readonly StoredStatement[]> {
  const statements: StoredStatement[] = [];
  let characters = 0;
  const part = plan.parts?.[place.part];
  for await (const statement of store.statements.query({
    limit: batch,
    ascending: true,
    after: place.to,
    withVoided: true,
    ...(part ? { anyOf: [part] } : {}),
  })) {
    // What came after the version was known to all is read by it as it comes.
    if (statement.seq >= until || characters >= mostCharacters) break;
    statements.push(statement);
    characters += statement.text.length;
  }
  return statements;
}

/** Whether there is something left to read: nothing for rules that have read all, or when the last part is done. */
const isReading = ({ plan, place }: Building) =>
  plan.digests?.size !== 0 && (plan.parts === null || place.part < plan.parts.length);

/** What the rules that have something to read give; null: all. */
const newOf = ({ plan: { digests }, compiled }: Building): NonNullable<Reading['only']> | null =>
  digests && (({ ruleId }) => digests.has(compiled.digestOf(ruleId)));

/** Reads the next statements; false: there are none. */
async function readStep(context: BuildContext, building: Building, { until }: Noted): Promise<boolean> {
  if (!isReading(building)) return false;
  const { store, sources } = context;
  const { version, plan, place, compiled } = building;
  if (building.total === null) await count(store, building);
  const statements = await next(store, building, until);
  const last = statements.at(-1);
  if (!last) {
    if (plan.parts === null) return false;
    await store.policies.setReplayed(version, place, { part: place.part + 1, to: plan.after }, 0);
    return true;
  }
  const aside = await store.inbox.setAside(statements.map(({ id }) => id));
  await inHalves(
    statements.filter(({ id }) => !aside.has(id)),
    {
      act: async (some) => {
        const reading = {
          store,
          sources,
          policiesOf: () => [compiled],
          alive: [compiled],
          only: newOf(building),
        };
        const { refused, failed } = await derive(reading, some);
        await noteFailed(store, failed);
        for (const { statement, ...reason } of refused) await store.inbox.quarantine(statement, reason);
      },
      refuse: (statement, error) =>
        store.inbox.quarantine(statement, { code: 'PROCESSING_FAILED', message: messageOf(error) }),
    },
  );
  await store.policies.setReplayed(version, place, { part: place.part, to: last.seq }, statements.length);
  return true;
}

/** One step of building a version; at its end, the switch. Returns whether there was anything to do. */
export async function build(
  context: BuildContext,
  { building }: PoliciesAlive,
  noted: Noted | null,
): Promise<boolean> {
  if (!building || !noted) return false;
  const { store } = context;
  const { horizon } = await store.statements.order();
  if (await markStep(context, building)) return true;
  if (await readStep(context, building, noted)) return true;
  if (horizon < noted.until) return false;
  noted.replayedAt ??= await store.now();
  // Under a stream without pause there is always something to fold: what the replay has marked must be done, no more.
  if (await store.mastery.isDirty(noted.replayedAt)) return true;
  await store.policies.switchTo(building.version);
  return true;
}
