// SPDX-License-Identifier: Apache-2.0
/**
 * The xAPI statement as a sender writes it (xAPI 1.0.3 part 2, Data; 2.0.0). Every field is what arrived: nothing is defaulted here.
 * Multi-valued context slots may be a single object or an array in the wild; `contextActivities()` makes them arrays.
 */
export type LanguageMap = Readonly<Record<string, string>>;
export type Extensions = Readonly<Record<string, unknown>>;

export interface Account {
  readonly homePage: string;
  readonly name: string;
}

export interface Actor {
  readonly objectType?: 'Agent' | 'Group';
  readonly name?: string;
  readonly mbox?: string;
  readonly mbox_sha1sum?: string;
  readonly openid?: string;
  readonly account?: Account;
  readonly member?: readonly Actor[];
}

export interface Verb {
  readonly id: string;
  readonly display?: LanguageMap;
}

export interface InteractionComponent {
  readonly id: string;
  readonly description?: LanguageMap;
}
export type ComponentList = 'choices' | 'scale' | 'source' | 'target' | 'steps';

export interface ActivityDefinition extends Readonly<
  Partial<Record<ComponentList, readonly InteractionComponent[]>>
> {
  readonly name?: LanguageMap;
  readonly description?: LanguageMap;
  readonly type?: string;
  readonly moreInfo?: string;
  readonly extensions?: Extensions;
  readonly interactionType?: string;
  readonly correctResponsesPattern?: readonly string[];
}

export interface Activity {
  readonly objectType?: 'Activity';
  readonly id: string;
  readonly definition?: ActivityDefinition;
}

export interface StatementRef {
  readonly objectType: 'StatementRef';
  readonly id: string;
}

export interface SubStatement extends Omit<Statement, 'id' | 'object' | 'stored' | 'version' | 'authority'> {
  readonly objectType: 'SubStatement';
  readonly object: Activity | Actor | StatementRef;
}

export type StatementObject = Activity | Actor | StatementRef | SubStatement;

export interface Score {
  readonly scaled?: number;
  readonly raw?: number;
  readonly min?: number;
  readonly max?: number;
}

export interface Result {
  readonly score?: Score;
  readonly success?: boolean;
  readonly completion?: boolean;
  readonly response?: string;
  readonly duration?: string;
  readonly extensions?: Extensions;
}

export type ContextSlot = 'parent' | 'grouping' | 'category' | 'other';

/** 2.0.0: someone with a part in the experience, and in which roles. */
export interface ContextAgent {
  readonly objectType: 'contextAgent';
  readonly agent: Actor;
  readonly relevantTypes?: readonly string[];
}
export interface ContextGroup {
  readonly objectType: 'contextGroup';
  readonly group: Actor;
  readonly relevantTypes?: readonly string[];
}

export interface Context {
  readonly registration?: string;
  readonly instructor?: Actor;
  readonly team?: Actor;
  readonly contextActivities?: Readonly<Partial<Record<ContextSlot, Activity | readonly Activity[]>>>;
  readonly revision?: string;
  readonly platform?: string;
  readonly language?: string;
  readonly statement?: StatementRef;
  readonly extensions?: Extensions;
  readonly contextAgents?: readonly ContextAgent[];
  readonly contextGroups?: readonly ContextGroup[];
}

export interface Attachment {
  readonly usageType: string;
  readonly display: LanguageMap;
  readonly description?: LanguageMap;
  readonly contentType: string;
  readonly length: number;
  readonly sha2: string;
  readonly fileUrl?: string;
}

export interface Statement {
  readonly id?: string;
  readonly actor: Actor;
  readonly verb: Verb;
  readonly object: StatementObject;
  readonly result?: Result;
  readonly context?: Context;
  readonly timestamp?: string;
  readonly stored?: string;
  readonly authority?: Actor;
  readonly version?: string;
  readonly attachments?: readonly Attachment[];
}
