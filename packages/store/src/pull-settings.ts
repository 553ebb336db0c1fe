// SPDX-License-Identifier: Apache-2.0
/**
 * How statements are pulled from somebody else's LRS. The words for each, its default and its range stand in
 * `pullSettingsSchema` of @cairn/api; a test of the server holds the two together.
 */
import type { XapiVersion } from '@cairn/xapi';

export interface PullSettings {
  /** Address of the remote's xAPI endpoint, without `/statements`. */
  readonly endpoint: string;
  readonly version: XapiVersion;
  /** Cron, seconds first where there are six fields. */
  readonly schedule: string;
  readonly follows: boolean;
  readonly overlapSeconds: number;
  readonly pageSize: number;
  readonly requestsPerMinute: number | null;
  readonly attachments: boolean;
  /** RFC 3339; null: from the beginning. */
  readonly since: string | null;
  readonly verbs: readonly string[];
  readonly activity: string | null;
  readonly orderedBy: 'stored' | 'timestamp';
  readonly reconcileDays: number;
  /** PEM of who signed the remote's certificate; null: the authorities that Node knows. */
  readonly certificate: string | null;
  readonly checksCertificate: boolean;
}

export const usualPullSettings: Omit<PullSettings, 'endpoint'> = {
  version: '1.0.3',
  schedule: '* * * * *',
  follows: true,
  overlapSeconds: 60,
  pageSize: 500,
  requestsPerMinute: null,
  attachments: true,
  since: null,
  verbs: [],
  activity: null,
  orderedBy: 'stored',
  reconcileDays: 2,
  certificate: null,
  checksCertificate: true,
};
