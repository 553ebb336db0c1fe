// SPDX-License-Identifier: Apache-2.0
/**
 * What an LRS knows of an activity, over all statements: definitions merged (xAPI 1.0.3 Communication 2.5). Languages and
 * extensions add up, and what comes later wins where both speak.
 */
import type { ActivityDefinition, ComponentList, InteractionComponent } from '../statement.types.ts';

export const componentLists: readonly ComponentList[] = ['choices', 'scale', 'source', 'target', 'steps'];
const ofInteraction = new Set<string>(['interactionType', 'correctResponsesPattern', ...componentLists]);

const added = <T>(key: string, known: T | undefined, incoming: T | undefined) =>
  known && incoming ? { [key]: { ...known, ...incoming } } : {};

/** The incoming list; a component that was known keeps the languages that it had. */
function mergeComponents(
  known: readonly InteractionComponent[],
  incoming: readonly InteractionComponent[],
): readonly InteractionComponent[] {
  const before = new Map(known.map((one) => [one.id, one]));
  return incoming.map((one) => ({
    ...one,
    ...added('description', before.get(one.id)?.description, one.description),
    ...(one.description === undefined && before.get(one.id)),
  }));
}

/** Of another interaction than the incoming one nothing is kept: its components mean something else. */
function kept(known: ActivityDefinition, incoming: ActivityDefinition): ActivityDefinition {
  const isOther =
    incoming.interactionType !== undefined && incoming.interactionType !== known.interactionType;
  if (!isOther) return known;
  return Object.fromEntries(Object.entries(known).filter(([key]) => !ofInteraction.has(key)));
}

/** `incoming` itself when nothing was known, `known` itself when nothing comes. */
export function mergeActivityDefinitions(
  known: ActivityDefinition | undefined,
  incoming: ActivityDefinition | undefined,
): ActivityDefinition | undefined {
  if (!known || !incoming) return incoming ?? known;
  const base = kept(known, incoming);
  const lists = componentLists.flatMap((key) => {
    const [before, after] = [base[key], incoming[key]];
    return before && after ? [[key, mergeComponents(before, after)] as const] : [];
  });
  return {
    ...base,
    ...incoming,
    ...added('name', base.name, incoming.name),
    ...added('description', base.description, incoming.description),
    ...added('extensions', base.extensions, incoming.extensions),
    ...Object.fromEntries(lists),
  };
}
