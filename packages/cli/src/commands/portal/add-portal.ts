// SPDX-License-Identifier: Apache-2.0
/** The options of `cairn portal add` → a portal. Checked by the API's own schema, so that both refuse the same. */
import { portalRequestSchema } from '@cairn/api/contract';
import { InputError } from '../../input-error.ts';
import type { StoreOptions } from '../with-store.ts';

export interface AddOptions extends StoreOptions {
  readonly title?: string;
  readonly origin?: readonly string[];
  readonly right: readonly string[];
  readonly contact?: string;
  readonly keys?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly claim?: string;
  readonly homePage?: string;
}

const optionOf: Readonly<Record<string, string>> = {
  title: '--title',
  origins: '--origin',
  rights: '--right',
  contact: '--contact',
  'trust.jwksUrl': '--keys',
  'trust.issuer': '--issuer',
  'trust.audience': '--audience',
  'trust.claim': '--claim',
  'trust.identifier': '--home-page',
};

function trustOf({ keys, issuer, audience, claim, homePage }: AddOptions): object {
  const ofProvider = { audience, claim, identifier: homePage === undefined ? undefined : { homePage } };
  if (keys !== undefined && issuer !== undefined)
    throw new InputError('--keys and --issuer: one of them proves the tokens, not both.');
  if (issuer !== undefined) return { kind: 'oidc', issuer, ...ofProvider };
  if (Object.values(ofProvider).some((one) => one !== undefined))
    throw new InputError('--audience, --claim and --home-page go with --issuer.');
  return keys === undefined ? { kind: 'secret' } : { kind: 'keys', jwksUrl: keys };
}

/** @throws {InputError} naming every option that is wrong. */
export function addOf(id: string, options: AddOptions) {
  const parsed = portalRequestSchema.safeParse({
    id,
    title: options.title ?? id,
    origins: options.origin ?? [],
    contact: options.contact ?? null,
    rights: options.right,
    trust: trustOf(options),
  });
  if (parsed.success) return parsed.data;
  throw new InputError(
    parsed.error.issues
      .map(({ path, message }) => {
        const names = path.map(String);
        const option = optionOf[names.slice(0, 2).join('.')] ?? optionOf[names[0] ?? ''] ?? names.join('.');
        return `${option}: ${message}`;
      })
      .join('\n'),
  );
}
