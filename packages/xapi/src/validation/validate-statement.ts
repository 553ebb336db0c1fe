// SPDX-License-Identifier: Apache-2.0
/**
 * Is this a statement of xAPI 1.0.3, or of 2.0.0? Flow: scan → [here] → store. Says everything that is wrong, each with where and what
 * to send instead. Strict where the standard says MUST.
 */
import type { Fault } from '../fault.types.ts';
import { isUuid } from '../times.ts';
import { voidedVerb } from '../statement.ts';
import { versionRules, type XapiVersion } from '../versions.ts';
import { activity, contextActivitiesCheck } from './activities.ts';
import { actor, agent, authority, contextAgents, contextGroups, group } from './actors.ts';
import {
  anyText,
  arrayOf,
  at,
  type Check,
  type Checking,
  constant,
  has,
  isObject,
  note,
  number,
  object,
  text,
  truth,
} from './checks.ts';
import { duration, extensions, iri, languageMap, languageTag, sha2Hex, timestamp, uuid } from './values.ts';

const verb = object({
  required: { id: iri('Data 2.4.3') },
  optional: { display: languageMap },
  rule: 'Data 2.4.3',
});
const statementRef = object({
  required: { objectType: constant(['StatementRef'], 'Data 2.4.4.3'), id: uuid('Data 2.4.4.3') },
  rule: 'Data 2.4.4.3',
});

const scoreRule = 'Data 2.4.5.1';
const scoreShape = object({
  optional: {
    scaled: number(scoreRule, (value) => value >= -1 && value <= 1, 'between -1 and 1'),
    raw: number(scoreRule),
    min: number(scoreRule),
    max: number(scoreRule),
  },
  rule: scoreRule,
});
const score: Check = (value, pointer, checking) => {
  scoreShape(value, pointer, checking);
  if (!isObject(value)) return;
  const { raw, min, max } = value;
  if (typeof min === 'number' && typeof max === 'number' && min >= max)
    note(checking, at(pointer, 'max'), 'SCORE_RANGE', '"max" must be greater than "min".', scoreRule);
  if (typeof raw !== 'number') return;
  if (typeof min === 'number' && raw < min)
    note(checking, at(pointer, 'raw'), 'SCORE_RANGE', '"raw" must not be less than "min".', scoreRule);
  if (typeof max === 'number' && raw > max)
    note(checking, at(pointer, 'raw'), 'SCORE_RANGE', '"raw" must not be greater than "max".', scoreRule);
};

const resultRule = 'Data 2.4.5';
const result = object({
  optional: {
    score,
    success: truth(resultRule),
    completion: truth(resultRule),
    response: anyText(resultRule),
    duration,
    extensions,
  },
  rule: resultRule,
});

const contextRule = 'Data 2.4.6';
const contextMembers = {
  registration: uuid(contextRule),
  instructor: actor,
  team: group,
  contextActivities: contextActivitiesCheck,
  revision: anyText(contextRule),
  platform: anyText(contextRule),
  language: languageTag(contextRule),
  statement: statementRef,
  extensions,
};
const plainContext = object({ optional: contextMembers, rule: contextRule });
const contextWithActors = object({
  optional: { ...contextMembers, contextAgents, contextGroups },
  rule: contextRule,
});
const context: Check = (value, pointer, checking) =>
  (checking.rules.hasContextActors ? contextWithActors : plainContext)(value, pointer, checking);

const attachmentRule = 'Data 2.4.11';
const attachment = object({
  required: {
    usageType: iri(attachmentRule),
    display: languageMap,
    contentType: text(
      (value) => /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;.*)?$/.test(value),
      'NOT_A_MEDIA_TYPE',
      'a media type like "application/pdf"',
      attachmentRule,
    ),
    length: number(
      attachmentRule,
      (value) => Number.isInteger(value) && value >= 0,
      'a whole number of bytes',
    ),
    sha2: sha2Hex,
  },
  optional: { description: languageMap, fileUrl: iri(attachmentRule) },
  rule: attachmentRule,
});

const objectTypes: Readonly<Record<string, Check>> = {
  Activity: activity,
  Agent: agent,
  Group: group,
  StatementRef: statementRef,
};

function statementObject(nested: Check | null): Check {
  return (value, pointer, checking) => {
    const kind = isObject(value) && has(value, 'objectType') ? value['objectType'] : 'Activity';
    if (kind === 'SubStatement' && nested) return nested(value, pointer, checking);
    const check =
      typeof kind === 'string' && Object.hasOwn(objectTypes, kind) ? objectTypes[kind] : undefined;
    if (check) return check(value, pointer, checking);
    const allowed = [...Object.keys(objectTypes), ...(nested ? ['SubStatement'] : [])].join(', ');
    note(
      checking,
      at(pointer, 'objectType'),
      'OBJECT_TYPE',
      `The object's objectType must be one of ${allowed}.`,
      'Data 2.4.4',
    );
  };
}

const body = {
  required: { actor, verb },
  optional: {
    result,
    context,
    timestamp: timestamp('Data 2.4.7'),
    attachments: arrayOf(attachment, attachmentRule),
  },
};
const subRule = 'Data 2.4.4.3';
const subStatementShape = object({
  required: {
    ...body.required,
    objectType: constant(['SubStatement'], subRule),
    object: statementObject(null),
  },
  optional: body.optional,
  rule: subRule,
});
const subStatement: Check = (value, pointer, checking) => {
  subStatementShape(value, pointer, checking);
  if (isObject(value)) onlyForActivities(value, pointer, checking);
};
const version: Check = (value, pointer, checking) => {
  const { statementVersion, statementVersionInWords } = checking.rules;
  const isAllowed = (one: string) => statementVersion.test(one);
  text(isAllowed, 'VERSION', statementVersionInWords, 'Data 2.4.10')(value, pointer, checking);
};
const statementShape = object({
  required: { ...body.required, object: statementObject(subStatement) },
  optional: {
    ...body.optional,
    id: text(
      isUuid,
      'NOT_A_UUID',
      'a UUID like "fd41c918-b88b-4b20-a0a5-a4c32391aaa0", or be left out',
      'Data 2.4.1',
    ),
    stored: timestamp('Data 2.4.8'),
    authority,
    version,
  },
  rule: 'Data 2.2',
});

const objectKind = (value: Readonly<Record<string, unknown>>): unknown =>
  isObject(value['object']) ? (value['object']['objectType'] ?? 'Activity') : undefined;

/** Revision and platform belong to an Activity, a SubStatement's to its own object. */
function onlyForActivities(
  value: Readonly<Record<string, unknown>>,
  pointer: string,
  checking: Checking,
): void {
  const kind = objectKind(value);
  if (!isObject(value['context']) || kind === undefined || kind === 'Activity') return;
  for (const key of ['revision', 'platform'])
    if (has(value['context'], key))
      note(
        checking,
        `${pointer}/context/${key}`,
        'ONLY_FOR_ACTIVITIES',
        `"${key}" is allowed only when the object is an Activity.`,
        contextRule,
      );
}

/** Of a statement alone: a SubStatement voids nothing. */
function voidTarget(value: Readonly<Record<string, unknown>>, pointer: string, checking: Checking): void {
  const { verb } = value;
  if (isObject(verb) && verb['id'] === voidedVerb && objectKind(value) !== 'StatementRef')
    note(
      checking,
      at(pointer, 'object'),
      'VOID_TARGET',
      'A voiding statement must have a StatementRef as its object.',
      'Data 2.3.2',
    );
}

/** All faults of one statement; empty when it is good. `pointer`: where it lies in the request body. Never throws. */
export function validateStatement(
  value: unknown,
  pointer = '',
  version: XapiVersion = '1.0.3',
): readonly Fault[] {
  const checking: Checking = { faults: [], rules: versionRules[version] };
  statementShape(value, pointer, checking);
  if (isObject(value)) {
    onlyForActivities(value, pointer, checking);
    voidTarget(value, pointer, checking);
  }
  return checking.faults;
}
