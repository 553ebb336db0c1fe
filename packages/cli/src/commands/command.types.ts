// SPDX-License-Identifier: Apache-2.0
import type { Command } from 'commander';

/** One command: adds itself to the program. */
export type AddCommand = (program: Command) => void;
