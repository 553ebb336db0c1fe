// SPDX-License-Identifier: Apache-2.0
/** The thread in which a large file is read and compared: one task, one answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { planUpload, type UploadTask } from './plan-upload.ts';

parentPort?.postMessage(planUpload(workerData as UploadTask));
