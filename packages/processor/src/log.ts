// SPDX-License-Identifier: Apache-2.0
import type { Logger } from 'pino';

/** What is said of the work, to whoever runs it. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;
