// SPDX-License-Identifier: Apache-2.0
/** Express: what answers over HTTP. */
export {
  createApp,
  type ListenOptions,
  type RunningServer,
  type ServerOptions,
  startServer,
} from './server.ts';
