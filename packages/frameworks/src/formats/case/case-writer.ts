// SPDX-License-Identifier: Apache-2.0
/** The model → CASE 1.1, resource by resource. What came as CASE goes out as it came, where the model says nothing else. */
import type { Alignment, Competency, Framework, Relation, Text } from '../../framework.schema.ts';
import { uuidOf } from '../../ids.ts';
import { usualScale } from '../../usual-scale.ts';
import type { CfAssociation, CfDocument, CfItem } from './case.schema.ts';
import { adoptionOf, codeOfIdentifier, shortOf, typeOfKind } from './case-words.ts';
import { keptCase, ownExtension, restored } from './kept-case.ts';
import { ownOfCompetency, ownOfFramework, ownOfRelation } from './own-extension.ts';

/** Where nobody says when something was last changed. */
const longAgo = '1970-01-01T00:00:00Z';

const defined = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
const textIn = (text: Text, language: string) => text[language] ?? Object.values(text)[0] ?? '';
const extensionsOf = (own: object | undefined) => (own ? { extensions: { [ownExtension]: own } } : {});

const keptIdentifier = (thing: Parameters<typeof keptCase>[0]): string | undefined => {
  const identifier = keptCase(thing).set?.['identifier'];
  return typeof identifier === 'string' ? identifier : undefined;
};

export class CaseWriter {
  /** Identifier of the document, as it is written. */
  readonly documentId: string;
  readonly #framework: Framework;
  readonly #language: string;
  readonly #base: string;
  readonly #given: ReadonlyMap<string, string> | undefined;
  readonly #byId: ReadonlyMap<string, Competency>;
  readonly #changedAt: string;

  /**
   * @param url address that others see this Cairn under; for what has no URI of its own.
   * @param given identifiers as they came, by id of the competency; without it those that were kept, or made.
   */
  constructor(framework: Framework, url: string, given?: ReadonlyMap<string, string>) {
    this.#framework = framework;
    this.#language = framework.language ?? 'en';
    this.#base = `${url}/ims/case/v1p1`;
    this.#given = given;
    this.#byId = new Map(framework.competencies.map((one) => [one.id, one]));
    this.#changedAt = framework.lastChange ?? longAgo;
    this.documentId = given?.get(framework.id) ?? keptIdentifier(framework) ?? uuidOf(framework.id);
  }

  #languageOf({ statement }: Competency): string {
    const own = this.#language;
    return statement[own] === undefined ? (Object.keys(statement)[0] ?? own) : own;
  }

  identifierOf(id: string): string {
    const { id: own } = this.#framework;
    if (id === own) return this.documentId;
    const competency = this.#byId.get(id);
    return this.#given?.get(id) ?? (competency && keptIdentifier(competency)) ?? uuidOf(id, own);
  }

  #uriOf({ id, uri }: Competency): string {
    return uri ?? `${this.#base}/CFItems/${this.identifierOf(id)}`;
  }
  #documentUri(): string {
    return this.#framework.uri ?? `${this.#base}/CFDocuments/${this.documentId}`;
  }

  /** undefined: it came without one. */
  #codeOf({ id, code }: Competency): string | undefined {
    return code === codeOfIdentifier(this.identifierOf(id)) ? undefined : code;
  }

  #node(id: string) {
    const competency = this.#byId.get(id);
    if (!competency)
      return {
        title: textIn(this.#framework.title, this.#language),
        identifier: this.documentId,
        uri: this.#documentUri(),
      };
    const statement = textIn(competency.statement, this.#languageOf(competency));
    return {
      title: this.#codeOf(competency) ?? shortOf(statement),
      identifier: this.identifierOf(id),
      uri: this.#uriOf(competency),
    };
  }

  #claim(one: Relation | Alignment, names: readonly string[]) {
    const identifier = one.id ?? uuidOf(JSON.stringify(names), this.#framework.id);
    return {
      identifier,
      associationType: one.type,
      sequenceNumber: one.sequence,
      uri: one.uri ?? `${this.#base}/CFAssociations/${identifier}`,
      notes: one.notes,
      lastChangeDateTime: one.lastChange ?? this.#changedAt,
      ...extensionsOf(ownOfRelation(one)),
    };
  }

  document(): CfDocument {
    const { id, title, description, publisher, version, status, scale, scales } = this.#framework;
    const language = this.#language;
    const usualScales = scale === usualScale.id && JSON.stringify(scales) === JSON.stringify([usualScale]);
    const isOwnId = uuidOf(id) !== id;
    const written = defined({
      identifier: this.documentId,
      uri: this.#documentUri(),
      creator: publisher ?? 'Not known',
      title: textIn(title, language),
      lastChangeDateTime: this.#changedAt,
      caseVersion: '1.1' as const,
      publisher,
      description: description && textIn(description, language),
      language,
      version,
      adoptionStatus: status && adoptionOf(status),
      ...extensionsOf(ownOfFramework(this.#framework, language, { isOwnId, usualScales })),
    });
    return restored(written, keptCase(this.#framework));
  }

  item(competency: Competency): CfItem {
    const { id, kind, validFrom, validTo, lastChange } = competency;
    const tongue = this.#languageOf(competency);
    const fullStatement = textIn(competency.statement, tongue);
    const label = textIn(competency.label, tongue);
    const code = this.#codeOf(competency);
    const isOwnId = uuidOf(id, this.#framework.id) !== id;
    const isOwnCode = code !== undefined && code.trim() !== code;
    const written = defined({
      identifier: this.identifierOf(id),
      uri: this.#uriOf(competency),
      fullStatement,
      abbreviatedStatement: label === shortOf(fullStatement) ? undefined : label,
      humanCodingScheme: code,
      CFItemType: typeOfKind(kind),
      language: tongue === this.#language ? undefined : tongue,
      statusStartDate: validFrom,
      statusEndDate: validTo,
      lastChangeDateTime: lastChange ?? this.#changedAt,
      ...extensionsOf(ownOfCompetency(competency, tongue, { isOwnId, isOwnCode })),
    });
    return restored(written, keptCase(competency));
  }

  relation(relation: Relation): CfAssociation {
    const { type, origin, destination } = relation;
    const written = defined({
      ...this.#claim(relation, [type, origin, destination]),
      originNodeURI: this.#node(origin),
      destinationNodeURI: this.#node(destination),
    });
    return restored(written, keptCase(relation));
  }

  alignment(alignment: Alignment): CfAssociation {
    const { type, competency, end, other } = alignment;
    const here = this.#node(competency);
    const there = defined({
      title: other.title ?? other.identifier,
      identifier: other.identifier,
      uri: other.uri ?? other.identifier,
      targetType: other.targetType,
    });
    const ends =
      end === 'origin'
        ? { originNodeURI: here, destinationNodeURI: there }
        : { originNodeURI: there, destinationNodeURI: here };
    const claim = this.#claim(alignment, [type, end, competency, other.identifier]);
    return restored(defined({ ...claim, ...ends }), keptCase(alignment));
  }
}
