// SPDX-License-Identifier: Apache-2.0
/** What a handler gets: the parts of the request, checked, and what it may use. */
import type { OperationId } from '@cairn/api/operations';
import type { OnUnexpected } from '@cairn/lrs-adapter';
import type { Store } from '@cairn/store';
import type { Request, Response } from 'express';
import type { PolicyReader } from '../views/policy-reader.ts';
import type { Previews } from './admin/one-preview.ts';
import type { Caller } from './auth/caller.ts';
import type { LiveHub } from './live/live-hub.ts';

export interface ApiServices {
  readonly store: Store;
  readonly policies: PolicyReader;
  readonly hub: LiveHub;
  readonly previews: Previews;
  /** Address that others see, without a slash at its end. */
  readonly url: string;
  readonly onUnexpected: OnUnexpected;
}
export interface ApiContext {
  readonly services: ApiServices;
  readonly request: Request;
  readonly response: Response;
  /** null where anyone may call. */
  readonly caller: Caller | null;
  readonly params: Readonly<Record<string, string>>;
  /** Parsed by the operation's schema. */
  readonly query: unknown;
  readonly body: unknown;
}
/** Returns what is answered; undefined where it has answered itself. */
export type Handler = (context: ApiContext) => Promise<unknown>;
/** Every operation has its handler: a missing one does not compile. */
export type Handlers = Readonly<Record<OperationId, Handler>>;

/** The caller of a route that does not let just anyone in. */
export function callerOf({ caller }: ApiContext): Caller {
  if (!caller) throw new Error('this operation has no guard');
  return caller;
}
