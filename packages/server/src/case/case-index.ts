// SPDX-License-Identifier: Apache-2.0
/** The frameworks in force as CASE resources, found by identifier. Made once a policy version, when somebody asks. */
import type { CompiledPolicy } from '@cairn/engine';
import {
  type CfAssociation,
  type CfDocument,
  type CfItem,
  type CfPackage,
  writePackage,
} from '@cairn/frameworks';

type Link = NonNullable<CfDocument['CFPackageURI']>;
interface Defined {
  readonly identifier: string;
  readonly hierarchyCode?: string;
}
export type Resource = object;

export interface CaseIndex {
  readonly documents: readonly CfDocument[];
  /** By the name of the resource and the identifier; undefined: there is none. */
  readonly find: (kind: ResourceKind, identifier: string) => Resource | undefined;
}
export const resourceKinds = [
  'CFDocuments',
  'CFPackages',
  'CFItems',
  'CFAssociations',
  'CFItemAssociations',
  'CFItemTypes',
  'CFConcepts',
  'CFSubjects',
  'CFLicenses',
  'CFAssociationGroupings',
  'CFRubrics',
] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** Those of which the answer is a set: what was asked for, then what lies below it by its hierarchy code. */
const sets = ['CFItemTypes', 'CFConcepts', 'CFSubjects'] as const;
const singles = ['CFLicenses', 'CFAssociationGroupings'] as const;

const linkTo = ({ title, identifier, uri }: CfDocument): Link => ({ title, identifier, uri });

function withBelow<T extends Defined>(one: T, all: readonly T[]): readonly T[] {
  const { hierarchyCode: code = '' } = one;
  if (code === '') return [one];
  const below = all.filter(({ hierarchyCode = '' }) => hierarchyCode.startsWith(`${code}.`));
  return [one, ...below.toSorted((a, b) => ((a.hierarchyCode ?? '') < (b.hierarchyCode ?? '') ? -1 : 1))];
}

class Resources {
  readonly documents: CfDocument[] = [];
  readonly #byKind = new Map<ResourceKind, Map<string, () => Resource>>();
  /** Associations of each item, of whatever framework. */
  readonly #ofItem = new Map<string, CfAssociation[]>();

  #add(kind: ResourceKind, identifier: string, make: () => Resource): void {
    const own = this.#byKind.get(kind) ?? new Map<string, () => Resource>();
    this.#byKind.set(kind, own);
    own.set(identifier.toLowerCase(), make);
  }

  addPackage(own: CfPackage, base: string): void {
    const { CFDocument: document } = own;
    const { identifier, title } = document;
    const CFPackageURI = { title, identifier, uri: `${base}/CFPackages/${identifier}` };
    const alone: CfDocument = { CFPackageURI, ...document };
    const CFDocumentURI = linkTo(document);
    this.documents.push(alone);
    this.#add('CFDocuments', identifier, () => alone);
    this.#add('CFPackages', identifier, () => own);
    for (const item of own.CFItems ?? []) this.#addItem(item, CFDocumentURI);
    for (const one of own.CFAssociations ?? []) {
      this.#add('CFAssociations', one.identifier, () => ({ CFDocumentURI, ...one }));
      const ends = [one.originNodeURI.identifier, one.destinationNodeURI.identifier];
      for (const end of new Set(ends.map((id) => id.toLowerCase()))) {
        const list = this.#ofItem.get(end);
        if (list) list.push(one);
        else this.#ofItem.set(end, [one]);
      }
    }
    this.#addDefinitions(own);
  }

  #addItem(item: CfItem, CFDocumentURI: Link): void {
    const alone = () => ({ CFDocumentURI, ...item });
    this.#add('CFItems', item.identifier, alone);
    this.#add('CFItemAssociations', item.identifier, () => ({
      CFItem: alone(),
      CFAssociations: (this.#ofItem.get(item.identifier.toLowerCase()) ?? []).map(
        ({ CFDocumentURI: _uri, ...one }) => one,
      ),
    }));
  }

  #addDefinitions({ CFDefinitions, CFRubrics = [] }: CfPackage): void {
    for (const kind of sets) {
      const all: readonly Defined[] = CFDefinitions?.[kind] ?? [];
      for (const one of all) this.#add(kind, one.identifier, () => ({ [kind]: withBelow(one, all) }));
    }
    for (const kind of singles)
      for (const one of CFDefinitions?.[kind] ?? []) this.#add(kind, one.identifier, () => one);
    for (const one of CFRubrics) this.#add('CFRubrics', one.identifier, () => one);
  }

  find(kind: ResourceKind, identifier: string): Resource | undefined {
    return this.#byKind.get(kind)?.get(identifier.toLowerCase())?.();
  }
}

/** @param url address that others see, without a slash at its end. */
export function createCaseIndexes(url: string): (policy: CompiledPolicy) => CaseIndex {
  // One is enough: the version before is asked for by nobody once another is in force.
  let last: { readonly version: string; readonly index: CaseIndex } | null = null;
  return ({ policy }) => {
    if (last?.version === policy.version) return last.index;
    const resources = new Resources();
    for (const framework of policy.frameworks)
      resources.addPackage(writePackage(framework, url), `${url}/ims/case/v1p1`);
    const index: CaseIndex = {
      documents: resources.documents,
      find: (kind, identifier) => resources.find(kind, identifier),
    };
    last = { version: policy.version, index };
    return index;
  };
}
