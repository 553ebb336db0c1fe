// SPDX-License-Identifier: Apache-2.0
import chromium from '@sparticuz/chromium';
await chromium.executablePath();
