// SPDX-License-Identifier: Apache-2.0
/** Custom properties, set on the element so that a host page overrides any. The scheme is the page's; `theme` overrides it. */
import { css } from 'lit';

export const tokens = css`
  :host {
    --_surface: var(--cairn-surface, light-dark(#ffffff, #11181f));
    --_sunken: var(--cairn-sunken, light-dark(#f4f6f8, #1a232c));
    --_text: var(--cairn-text, light-dark(#1b2733, #e8edf2));
    --_muted: var(--cairn-muted, light-dark(#52606d, #a7b3bf));
    --_accent: var(--cairn-accent, light-dark(#1d5a9e, #8cbcf0));
    --_on-accent: var(--cairn-on-accent, light-dark(#ffffff, #0d1720));
    --_line: var(--cairn-line, light-dark(#d6dce2, #303c48));
    --_line-strong: var(--cairn-line-strong, light-dark(#75828f, #7a8793));
    --_held: var(--cairn-held, light-dark(#3b4f63, #a9bccf));
    --_met: var(--cairn-met, light-dark(#085867, #84d3de));
    --_near: var(--cairn-near, light-dark(#b5771a, #f7d07a));
    --_gap: var(--cairn-gap, light-dark(#9b2c1a, #e8694f));
    --_expired: var(--cairn-expired, light-dark(#804bbd, #bd83f6));
    --_unknown: var(--cairn-unknown, light-dark(#80848b, #7f838b));
    --_small: var(--cairn-small, max(0.8125em, 12px));
    --_radius: var(--cairn-radius, 4px);
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  @media print {
    :host {
      color-scheme: light;
    }
  }
  @media (forced-colors: active) {
    :host {
      --_surface: Canvas;
      --_sunken: Canvas;
      --_text: CanvasText;
      --_muted: CanvasText;
      --_accent: LinkText;
      --_on-accent: Canvas;
      --_line: GrayText;
      --_line-strong: CanvasText;
      --_held: CanvasText;
      --_met: CanvasText;
      --_near: CanvasText;
      --_gap: CanvasText;
      --_expired: CanvasText;
      --_unknown: CanvasText;
    }
  }
`;
