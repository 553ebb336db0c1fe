// SPDX-License-Identifier: Apache-2.0
/** How an operator asks for a pull → how it is kept: the preset first, then what was said otherwise; credentials as a header. */
import type { Pull, PullSecrets, PullSettings, Store } from '@cairn/store';
import { ProblemError } from '../problem-error.ts';
import { isSchedule } from '../pull/schedule.ts';
import { presetById } from './registry.ts';

type Asked<T> = { readonly [K in keyof T]?: T[K] | undefined };
export interface AskedPull extends Asked<PullSettings> {
  readonly credentials?: RemoteCredentials | null | undefined;
  readonly proxy?: string | null | undefined;
}
export type RemoteCredentials =
  { readonly key: string; readonly secret: string } | { readonly token: string };

const authorizationOf = (credentials: RemoteCredentials) =>
  'token' in credentials
    ? `Bearer ${credentials.token}`
    : `Basic ${Buffer.from(`${credentials.key}:${credentials.secret}`).toString('base64')}`;

const wrong = (pointer: string, message: string) =>
  new ProblemError(400, 'PULL', 'This cannot be pulled', message, [{ pointer, code: 'PULL', message }]);

/** People copy the address of the statements. */
const endpointOf = (address: string) => address.replace(/\/+$/, '').replace(/\/statements$/, '');

/** @throws {ProblemError} 400 saying what is wrong. @throws {StoreError} SOURCE_UNKNOWN, SECRET_KEY */
export async function askedPull(store: Store, sourceId: string, asked: AskedPull): Promise<Pull> {
  const { credentials, proxy, ...settings } = asked;
  const source = await store.sources.find(sourceId);
  const isNew = source !== null && (await store.pulls.find(sourceId)) === null;
  if (isNew && settings.endpoint === undefined)
    throw wrong('/endpoint', 'Say where the remote LRS is: the endpoint that "/statements" is added to.');
  if (settings.schedule !== undefined && !isSchedule(settings.schedule))
    throw wrong('/schedule', `"${settings.schedule}" is no cron expression. Each five minutes: */5 * * * *`);
  const usual = isNew ? presetById(source.preset)?.pull : undefined;
  const said = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const secrets: Asked<PullSecrets> = {
    ...(credentials === undefined
      ? {}
      : { authorization: credentials === null ? null : authorizationOf(credentials) }),
    ...(proxy === undefined ? {} : { proxy }),
  };
  return store.pulls.configure(
    sourceId,
    {
      ...usual,
      ...said,
      ...(settings.endpoint === undefined ? {} : { endpoint: endpointOf(settings.endpoint) }),
    },
    secrets,
  );
}
