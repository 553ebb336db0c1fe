// SPDX-License-Identifier: Apache-2.0
/**
 * The format `canonical` (xAPI 1.0.3 Communication 2.1.3): activities with the definition that the LRS holds, and one
 * language in each map of a definition or a verb's display, chosen map by map. Everything else as it was sent.
 */
import type { Activity, ActivityDefinition, LanguageMap, Statement } from '../statement.types.ts';
import { componentLists } from './activity-definitions.ts';
import { chooseLanguage, type LanguageRange } from './accept-language.ts';
import { mapParts } from './map-parts.ts';

export interface CanonicalOptions {
  readonly languages: readonly LanguageRange[];
  /** The definition merged over all statements; undefined leaves the statement's own. */
  readonly definitionOf: (activityId: string) => ActivityDefinition | undefined;
}

function oneLanguage(map: LanguageMap, languages: readonly LanguageRange[]): LanguageMap {
  const tag = chooseLanguage(map, languages);
  return tag === undefined ? {} : { [tag]: map[tag] ?? '' };
}

function definitionIn(
  definition: ActivityDefinition,
  languages: readonly LanguageRange[],
): ActivityDefinition {
  const { name, description } = definition;
  const lists = componentLists.flatMap((key) => {
    const list = definition[key];
    const reduced = list?.map((one) =>
      one.description ? { ...one, description: oneLanguage(one.description, languages) } : one,
    );
    return reduced ? [[key, reduced] as const] : [];
  });
  return {
    ...definition,
    ...(name && { name: oneLanguage(name, languages) }),
    ...(description && { description: oneLanguage(description, languages) }),
    ...Object.fromEntries(lists),
  };
}

export function toCanonical(statement: Statement, { languages, definitionOf }: CanonicalOptions): Statement {
  const canonicalActivity = (activity: Activity): Activity => {
    const definition = definitionOf(activity.id) ?? activity.definition;
    return definition ? { ...activity, definition: definitionIn(definition, languages) } : activity;
  };
  return mapParts(statement, {
    verb: (verb) => (verb.display ? { ...verb, display: oneLanguage(verb.display, languages) } : verb),
    activity: canonicalActivity,
    actor: (actor) => actor,
    actorAsObject: (actor) => actor,
  });
}
