// SPDX-License-Identifier: Apache-2.0
/** A statement with each verb, activity and actor replaced by another form of it, in its context and SubStatement too. */
import { contextActivities, contextSlots, isActivity, isActor, isSubStatement } from '../statement.ts';
import type {
  Activity,
  Actor,
  Context,
  Statement,
  StatementObject,
  SubStatement,
  Verb,
} from '../statement.types.ts';

export interface PartMaps {
  readonly verb: (verb: Verb) => Verb;
  readonly activity: (activity: Activity) => Activity;
  readonly actor: (actor: Actor) => Actor;
  /** An object that is a person has to say its objectType (Data 2.4.4.2). */
  readonly actorAsObject: (actor: Actor) => Actor;
}

function mapContext(context: Context, maps: PartMaps): Context {
  const { instructor, team, contextAgents, contextGroups } = context;
  const used = contextSlots.filter((slot) => context.contextActivities?.[slot] !== undefined);
  const slots = used.map((slot) => [slot, contextActivities({ context }, slot).map(maps.activity)]);
  return {
    ...context,
    ...(instructor && { instructor: maps.actor(instructor) }),
    ...(team && { team: maps.actor(team) }),
    ...(context.contextActivities && {
      contextActivities: Object.fromEntries(slots) as NonNullable<Context['contextActivities']>,
    }),
    ...(contextAgents && {
      contextAgents: contextAgents.map((one) => ({ ...one, agent: maps.actor(one.agent) })),
    }),
    ...(contextGroups && {
      contextGroups: contextGroups.map((one) => ({ ...one, group: maps.actor(one.group) })),
    }),
  };
}

function mapObject(object: StatementObject, maps: PartMaps): StatementObject {
  if (isActivity(object)) return maps.activity(object);
  if (isActor(object)) return maps.actorAsObject(object);
  return isSubStatement(object) ? mapParts(object, maps) : object;
}

/** Everything that is no verb, activity or actor stays as it is; a context slot comes out as an array. */
export function mapParts<T extends Statement | SubStatement>(statement: T, maps: PartMaps): T {
  const { actor, verb, object, context, authority } = statement as Statement;
  return {
    ...statement,
    actor: maps.actor(actor),
    verb: maps.verb(verb),
    object: mapObject(object, maps),
    ...(context && { context: mapContext(context, maps) }),
    ...(authority && { authority: maps.actor(authority) }),
  };
}
