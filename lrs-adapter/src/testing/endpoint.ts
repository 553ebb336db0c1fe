// SPDX-License-Identifier: Apache-2.0
/** For tests: the endpoint over HTTP on a store of its own, and senders made from presets. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { SourceSettings } from '@cairn/store';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import express from 'express';
import { createXapiRouter, type Measured, newSource, type XapiRouterOptions } from '../index.ts';

export const cairnUrl = 'http://cairn.example';

export interface Sender {
  readonly id: string;
  readonly key: string;
  readonly authorization: string;
  /** To /xapi/statements, with what is named and nothing else. */
  readonly send: (request: {
    readonly method?: 'GET' | 'POST' | 'PUT';
    readonly query?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array<ArrayBuffer>;
  }) => Promise<Response>;
}
export interface Endpoint {
  readonly own: TestStore;
  readonly url: string;
  readonly measured: Measured[];
  readonly sender: (id: string, preset: string, settings?: Partial<SourceSettings>) => Promise<Sender>;
  /** @throws when there was an error that nobody expected. */
  readonly close: () => Promise<void>;
}

export async function openEndpoint(
  options: Pick<XapiRouterOptions, 'budget' | 'slowest'> = {},
): Promise<Endpoint> {
  const own = await openTestStore();
  const measured: Measured[] = [];
  const unexpected: unknown[] = [];
  const router = createXapiRouter({
    store: own.store,
    url: cairnUrl,
    ...options,
    onUnexpected: (error) => unexpected.push(error),
    onMeasured: (one) => measured.push(one),
  });
  const server = express().use('/xapi', router).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/xapi`;
  return {
    own,
    url,
    measured,
    sender: async (id, preset, settings = {}) => {
      const { key, secret } = await own.store.sources.add(newSource({ id, title: id, preset, settings }));
      const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
      return {
        id,
        key,
        authorization,
        send: ({ method = 'POST', query = '', headers = {}, body }) =>
          fetch(`${url}/statements${query}`, {
            method,
            headers: { authorization, ...headers },
            ...(body === undefined ? {} : { body }),
          }),
      };
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      await own.drop();
      if (unexpected.length > 0) throw new AggregateError(unexpected, 'something unexpected happened');
    },
  };
}

export const json = { 'content-type': 'application/json' } as const;
export const version103 = { 'x-experience-api-version': '1.0.3' } as const;
