// SPDX-License-Identifier: Apache-2.0
/**
 * Mastery is put together from kinds of evidence: "an observation on the job and a passed test". A part without a level lends its
 * own: of `all` the lowest decides, of `any` the highest. A part with a level is a gate: it must be passed, and lends none.
 */
import { idSchema } from '@cairn/frameworks';
import { z } from 'zod';
import type { GradedEvidence, Reading } from '../../../mastery.types.ts';
import { evidenceKinds } from '../../../evidence/evidence-kinds.ts';
import { proficientFrom } from '../../graded-evidence.ts';
import { defineModel, type ModelFold, type ReasonPart } from '../../model.types.ts';

const partSchema = z.strictObject({
  kinds: z.array(z.enum(evidenceKinds)).min(1),
  /** How many pieces of these kinds it takes. */
  count: z.int().min(1).max(20).default(1),
  /** Level that each of them must show. */
  level: idSchema.optional(),
  /** Which of them count: the best, or the last ones by event time. */
  take: z.enum(['best', 'latest']).default('best'),
});
type Part = z.infer<typeof partSchema>;

/** How deep parts may stand in each other. */
const maxDepth = 8;
type Asked = Part | { readonly all: readonly Asked[] } | { readonly any: readonly Asked[] };
const askedSchema: z.ZodType<Asked> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(askedSchema).min(1).max(20) }),
    z.strictObject({ any: z.array(askedSchema).min(1).max(20) }),
    partSchema,
  ]),
);
function isDeeperThan(asked: unknown, most: number): boolean {
  if (typeof asked !== 'object' || asked === null) return false;
  if (most === 0) return true;
  return ['all', 'any'].some((key) => {
    const list: unknown = Reflect.get(asked, key);
    return Array.isArray(list) && list.some((one) => isDeeperThan(one, most - 1));
  });
}
const parameters = z.strictObject({
  // Looked at before the schema, which follows all parts into their depth.
  requires: z
    .unknown()
    .refine((asked) => !isDeeperThan(asked, maxDepth), `parts may stand in each other ${maxDepth} deep`)
    .pipe(askedSchema),
  /** Level held when only gates are asked for; absent: the first proficient one. */
  level: idSchema.optional(),
});

const partsOf = (asked: Asked): readonly Part[] =>
  'all' in asked ? asked.all.flatMap(partsOf) : 'any' in asked ? asked.any.flatMap(partsOf) : [asked];

type Piece = Pick<GradedEvidence, 'id' | 'rank' | 'occurredAt' | 'validTo'>;
/** By part: the pieces that it would stand on, at most as many as it asks for. */
type Taken = readonly (readonly Piece[])[];

/** What is asked for lends no level of its own. */
const gate = Number.POSITIVE_INFINITY;
interface Outcome {
  /** null: not enough is known. */
  readonly rank: number | null;
  readonly pieces: readonly Piece[];
}

function take(earlier: readonly Piece[], later: readonly Piece[], part: Part): readonly Piece[] {
  const both = [...earlier, ...later];
  // A stable sort: of the same rank the later goes first.
  return part.take === 'latest'
    ? both.slice(-part.count)
    : both
        .toReversed()
        .sort((a, b) => b.rank - a.rank)
        .slice(0, part.count)
        .toReversed();
}

function outcomeOf(
  asked: Asked,
  next: () => { readonly pieces: readonly Piece[]; readonly level: number | null },
): Outcome {
  if ('all' in asked) {
    const parts = asked.all.map((one) => outcomeOf(one, next));
    const pieces = parts.flatMap((one) => one.pieces);
    if (parts.some(({ rank }) => rank === null)) return { rank: null, pieces };
    return { rank: Math.min(...parts.map(({ rank }) => rank ?? gate)), pieces };
  }
  if ('any' in asked) {
    const outcomes = asked.any.map((one) => outcomeOf(one, next));
    const known = outcomes.filter(({ rank }) => rank !== null);
    const best = known.reduce<Outcome | null>(
      (held, one) => (held && (held.rank ?? 0) >= (one.rank ?? 0) ? held : one),
      null,
    );
    return best ?? { rank: null, pieces: outcomes.flatMap((one) => one.pieces) };
  }
  const { pieces, level } = next();
  if (pieces.length < asked.count) return { rank: null, pieces };
  const lowest = Math.min(...pieces.map(({ rank }) => rank));
  return { rank: level === null ? lowest : lowest >= level ? gate : 0, pieces };
}

function readingOf(rank: number, pieces: readonly Piece[]): Reading {
  const distinct = [...new Map(pieces.map((piece) => [piece.id, piece])).values()];
  const ends = distinct.flatMap(({ validTo }) => validTo ?? []);
  return {
    score: null,
    rank,
    lastAt: Math.max(...distinct.map(({ occurredAt }) => occurredAt)),
    validTo: ends.length > 0 ? Math.min(...ends) : null,
    countedCount: distinct.length,
    certainty: { n: distinct.length },
  };
}

export const composed = defineModel({
  id: 'composed',
  version: 1,
  title: 'Composed of kinds',
  source:
    'Totara achievement paths and Open edX competency criteria, as trees of AND and OR; counts and gates are our own',
  parameters,
  readsScores: false,
  levelsNamed: ({ requires, level }) =>
    [level, ...partsOf(requires).map((part) => part.level)].filter((id) => id !== undefined),
  open: ({ requires, level }, { scale }): ModelFold<Taken> => {
    const parts = partsOf(requires);
    const rankOf = (id: string | undefined) => scale.levels.find((one) => one.id === id)?.rank ?? null;
    const levels = parts.map((part) => rankOf(part.level));
    const held = rankOf(level) ?? proficientFrom(scale);
    const of = (piece: GradedEvidence): Taken | null => {
      const { id, rank, occurredAt, validTo } = piece;
      const own = parts.map(({ kinds }) =>
        kinds.includes(piece.kind) ? [{ id, rank, occurredAt, validTo }] : [],
      );
      return own.some((some) => some.length > 0) ? own : null;
    };
    const join = (a: Taken, b: Taken): Taken => parts.map((part, i) => take(a[i] ?? [], b[i] ?? [], part));
    const outcome = (taken: Taken): Outcome => {
      let i = -1;
      return outcomeOf(requires, () => {
        i += 1;
        return { pieces: taken[i] ?? [], level: levels[i] ?? null };
      });
    };
    const rankHeld = (rank: number) => (rank === gate ? held : rank);
    return {
      of,
      join,
      read: (taken) => {
        const { rank, pieces } = outcome(taken);
        return rank === null ? null : readingOf(rankHeld(rank), pieces);
      },
      account: (evidence) => {
        const [first, ...rest] = evidence.map(of).filter((one) => one !== null);
        const taken = first ? rest.reduce(join, first) : parts.map(() => []);
        const ids = new Set(outcome(taken).pieces.map(({ id }) => id));
        const reasonParts = parts.map((part, i): ReasonPart => {
          const own = taken[i] ?? [];
          const least = levels[i] ?? null;
          const have = own.filter((piece) => least === null || piece.rank >= least).length;
          return {
            kinds: part.kinds,
            count: part.count,
            have,
            levelId: part.level ?? null,
            isMet: have >= part.count,
          };
        });
        return {
          contributions: evidence
            .filter(({ id }) => ids.has(id))
            .map(({ id }) => ({ evidenceId: id, share: null, amount: null })),
          base: 0,
          reasons: [{ code: 'composed', parts: reasonParts }],
        };
      },
    };
  },
});
