// SPDX-License-Identifier: Apache-2.0
/** CASE package → framework, without anything lost. Flow: package → checked → [here] → framework. */
import type { z } from 'zod';
import { type FrameworkFault, refused, schemaFaults } from '../../faults.ts';
import type { Alignment, Competency, Framework, Relation } from '../../framework.schema.ts';
import { uuidOf } from '../../ids.ts';
import { kindOfWord } from '../../kind-words.ts';
import { parseFramework } from '../../parse-framework.ts';
import { scalesOf } from '../../usual-scale.ts';
import type { Holds, ReadFramework, ReadOptions } from '../format.types.ts';
import { codeOfIdentifier, languageTag, shortOf, statusOf } from './case-words.ts';
import { CaseWriter } from './case-writer.ts';
import type { CfAssociation, CfItem, CfPackage } from './case.schema.ts';
import { checkPackage } from './check-package.ts';
import { difference, ownExtension } from './kept-case.ts';
import {
  ownOfAlignmentSchema,
  ownOfCompetencySchema,
  ownOfFrameworkSchema,
  ownOfRelationSchema,
} from './own-extension.ts';
import type { KeptPackage } from './write-package.ts';

const holds: Holds = {
  framework: [
    'id',
    'uri',
    'title',
    'version',
    'publisher',
    'language',
    'description',
    'status',
    'lastChange',
    'alignments',
    'kept',
  ],
  competency: [
    'id',
    'uri',
    'code',
    'label',
    'statement',
    'kind',
    'validFrom',
    'validTo',
    'lastChange',
    'kept',
  ],
  relations: 'all',
};

type Draft<T> = { -readonly [K in keyof T]?: T[K] | undefined };
const defined = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Where a part of the framework stands in the package. */
interface Placed<T> {
  readonly value: T;
  readonly at: number;
}

class PackageReader {
  readonly faults: FrameworkFault[] = [];
  readonly language: string;
  readonly frameworkId: string;
  /** Identifier in lower case → id here: of the items, and of the document. */
  readonly ids = new Map<string, string>();
  /** Id here → identifier as it came. */
  readonly identifiers = new Map<string, string>();
  readonly relations: Placed<Relation>[] = [];
  readonly alignments: Placed<Alignment>[] = [];
  readonly loose: CfAssociation[] = [];
  readonly order: ['r' | 'a' | 'l', number][] = [];
  readonly #package: CfPackage;
  readonly #options: ReadOptions;
  readonly #own: z.infer<typeof ownOfFrameworkSchema>;
  readonly #ownOfItems: readonly z.infer<typeof ownOfCompetencySchema>[];
  readonly #parents = new Set<string>();

  constructor(read: CfPackage, options: ReadOptions) {
    this.#package = read;
    this.#options = options;
    const { CFDocument, CFItems = [], CFAssociations = [] } = read;
    this.#own = this.#ownOf(ownOfFrameworkSchema, CFDocument, '/CFDocument');
    this.#ownOfItems = CFItems.map((item, i) => this.#ownOf(ownOfCompetencySchema, item, `/CFItems/${i}`));
    this.language = languageTag(CFDocument.language) ?? options.language ?? 'en';
    const documentId = CFDocument.identifier.toLowerCase();
    this.frameworkId = options.id ?? this.#own.id ?? documentId;
    this.ids.set(documentId, this.frameworkId);
    this.identifiers.set(this.frameworkId, CFDocument.identifier);
    CFItems.forEach(({ identifier }, i) => {
      const id = this.#ownOfItems[i]?.id ?? identifier.toLowerCase();
      this.ids.set(identifier.toLowerCase(), id);
      this.identifiers.set(id, identifier);
    });
    for (const { associationType, destinationNodeURI } of CFAssociations)
      if (associationType === 'isChildOf') this.#parents.add(destinationNodeURI.identifier.toLowerCase());
    CFAssociations.forEach((association, i) => this.#sort(association, i));
  }

  #ownOf<T extends z.ZodObject>(
    schema: T,
    { extensions }: { readonly extensions?: Readonly<Record<string, unknown>> | undefined },
    at: string,
  ): z.output<T> | Record<string, never> {
    const own = extensions?.[ownExtension];
    if (own === undefined) return {};
    const parsed = schema.safeParse(own);
    if (parsed.success) return parsed.data;
    const place = `${at}/extensions/${ownExtension}`;
    this.faults.push(
      ...schemaFaults(parsed.error).map((fault) => ({ ...fault, pointer: place + fault.pointer })),
    );
    return {};
  }

  #note(list: 'r' | 'a' | 'l'): void {
    const last = this.order.at(-1);
    if (last?.[0] === list) last[1] += 1;
    else this.order.push([list, 1]);
  }

  #sort(association: CfAssociation, at: number): void {
    const { associationType: type, originNodeURI: from, destinationNodeURI: to } = association;
    const origin = this.ids.get(from.identifier.toLowerCase());
    const destination = this.ids.get(to.identifier.toLowerCase());
    const isTop = destination === this.frameworkId && (type === 'isChildOf' || type === 'isPartOf');
    const place = `/CFAssociations/${at}`;
    const words = {
      type,
      id: association.identifier.toLowerCase(),
      uri: association.uri,
      sequence: association.sequenceNumber,
      notes: association.notes,
      lastChange: association.lastChangeDateTime,
    };
    // What the document says of an item beyond its place at the top is no hierarchy either.
    const isWithin = origin !== this.frameworkId && (destination !== this.frameworkId || isTop);
    if (origin !== undefined && destination !== undefined && isWithin) {
      const own = this.#ownOf(ownOfRelationSchema, association, place);
      const value = defined({ ...words, origin, destination, ...own }) as Relation;
      this.relations.push({ value, at });
      return this.#note('r');
    }
    const end = origin === undefined || origin === this.frameworkId ? 'destination' : 'origin';
    const here = end === 'origin' ? origin : destination;
    if (here === undefined || here === this.frameworkId) {
      this.loose.push(association);
      return this.#note('l');
    }
    const own = this.#ownOf(ownOfAlignmentSchema, association, place);
    const other = { ...(end === 'origin' ? to : from) };
    const value = defined({ ...words, competency: here, end, other, ...own }) as Alignment;
    this.alignments.push({ value, at });
    this.#note('a');
  }

  #kindOf({ CFItemType, identifier }: CfItem): Competency['kind'] {
    const said = CFItemType === undefined ? undefined : kindOfWord(CFItemType);
    return said ?? (this.#parents.has(identifier.toLowerCase()) ? 'group' : 'skill');
  }

  #codes(items: readonly CfItem[]): readonly string[] {
    const taken = new Set<string>();
    return items.map(({ humanCodingScheme, identifier }, i) => {
      const code = this.#ownOfItems[i]?.code ?? humanCodingScheme?.trim().slice(0, 90);
      const wanted = code === undefined || code === '' ? codeOfIdentifier(identifier) : code;
      let free = wanted;
      for (let n = 2; taken.has(free); n += 1) free = `${wanted} (${n})`;
      taken.add(free);
      return free;
    });
  }

  competencies(): readonly Draft<Competency>[] {
    const { CFItems: items = [] } = this.#package;
    const codes = this.#codes(items);
    return items.map((item, i) => {
      const tongue = languageTag(item.language) ?? this.language;
      const { fullStatement, abbreviatedStatement = shortOf(fullStatement) } = item;
      return defined({
        id: this.ids.get(item.identifier.toLowerCase()),
        uri: item.uri,
        code: codes[i],
        label: { [tongue]: abbreviatedStatement },
        statement: { [tongue]: fullStatement },
        kind: this.#kindOf(item),
        validFrom: item.statusStartDate,
        validTo: item.statusEndDate,
        lastChange: item.lastChangeDateTime,
        ...this.#ownOfItems[i],
      });
    });
  }

  framework(): unknown {
    const { CFDocument: document } = this.#package;
    const { title, description } = document;
    const { scale, scales, ...own } = this.#own;
    return defined({
      uri: document.uri,
      title: { [this.language]: title },
      version: document.version?.slice(0, 60) || '1',
      publisher: (document.publisher ?? document.creator).slice(0, 200),
      language: this.language,
      description: description === undefined ? undefined : { [this.language]: description },
      status: statusOf(document.adoptionStatus),
      lastChange: document.lastChangeDateTime,
      ...own,
      id: this.frameworkId,
      ...(scale !== undefined && scales !== undefined ? { scale, scales } : scalesOf(this.#options.current)),
      competencies: this.competencies(),
      relations: this.relations.map(({ value }) => value),
      ...(this.alignments.length > 0 ? { alignments: this.alignments.map(({ value }) => value) } : {}),
    });
  }

  keptPackage(): KeptPackage {
    const { CFDefinitions, CFRubrics, extensions, CFAssociations } = this.#package;
    const members = defined({ CFDefinitions, CFRubrics, extensions });
    const isMixed = this.order.length > 1 || this.order[0]?.[0] === 'l';
    return {
      ...(Object.keys(members).length > 0 ? { members } : {}),
      ...(this.loose.length > 0 ? { loose: this.loose } : {}),
      ...(isMixed ? { order: this.order } : {}),
      ...(CFAssociations === undefined ? { without: true as const } : {}),
    };
  }

  /** Faults of the model → where the thing stands in the package. */
  placed(fault: FrameworkFault): FrameworkFault {
    const [, list = '', index = '', rest = ''] =
      /^\/(competencies|relations|alignments)(?:\/(\d+)(.*))?$/.exec(fault.pointer) ?? [];
    if (list === '') return { ...fault, pointer: `/CFDocument${fault.pointer}` };
    if (list === 'competencies')
      return { ...fault, pointer: index === '' ? '/CFItems' : `/CFItems/${index}${rest}` };
    const at = (list === 'relations' ? this.relations : this.alignments)[Number(index)]?.at;
    const place = index === '' || at === undefined ? '' : `/${at}`;
    return { ...fault, pointer: `/CFAssociations${place}` };
  }
}

const withKept = <T extends { readonly kept?: Framework['kept'] | undefined }>(
  thing: T,
  more: Readonly<Record<string, unknown>>,
): T => {
  const kept = { ...thing.kept, ...more };
  return Object.keys(kept).length === 0 ? thing : { ...thing, kept };
};

/** Beside each thing what writing it would not give. */
function keeping(framework: Framework, read: CfPackage, reader: PackageReader): Framework {
  const writer = new CaseWriter(framework, '', reader.identifiers);
  const kept = (came: object | undefined, written: object) => {
    const difference_ = came && difference(came, written);
    return difference_ ? { case: difference_ } : {};
  };
  const { CFItems = [], CFAssociations = [] } = read;
  // Of identifiers it is asked what would be made of the id alone.
  const document = { ...writer.document(), identifier: uuidOf(framework.id) };
  const cameAs = (list: readonly Placed<unknown>[], i: number) => CFAssociations[list[i]?.at ?? -1];
  const alignments = framework.alignments?.map((one, i) =>
    withKept(one, kept(cameAs(reader.alignments, i), writer.alignment(one))),
  );
  return withKept(
    {
      ...framework,
      competencies: framework.competencies.map((one, i) =>
        withKept(one, kept(CFItems[i], { ...writer.item(one), identifier: uuidOf(one.id, framework.id) })),
      ),
      relations: framework.relations.map((one, i) =>
        withKept(one, kept(cameAs(reader.relations, i), writer.relation(one))),
      ),
      ...(alignments ? { alignments } : {}),
    },
    { ...kept(read.CFDocument, document), casePackage: reader.keptPackage() },
  );
}

export function readPackage(document: unknown, options: ReadOptions): ReadFramework {
  const checked = checkPackage(document);
  if (!checked.ok) return checked;
  const { CFItems = [] } = checked.package;
  if (CFItems.length === 0)
    return refused([{ pointer: '/CFItems', code: 'NO_ITEMS', message: 'The package has no items.' }]);
  const reader = new PackageReader(checked.package, options);
  const parsed = parseFramework(reader.framework());
  const faults = [...reader.faults, ...(parsed.ok ? [] : parsed.faults.map((fault) => reader.placed(fault)))];
  if (!parsed.ok || faults.length > 0) return refused(faults, parsed.ok ? 0 : parsed.more);
  return { ok: true, framework: keeping(parsed.framework, checked.package, reader), holds };
}
