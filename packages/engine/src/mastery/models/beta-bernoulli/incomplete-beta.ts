// SPDX-License-Identifier: Apache-2.0
/**
 * Regularised incomplete beta function I_x(a, b) and its inverse, the quantile of Beta(a, b). By the continued fraction of
 * NIST DLMF 8.17.22 (evaluated after Lentz 1976) and log Γ after Lanczos 1964 (coefficients of Godfrey 2001).
 */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** log Γ(x) for x > 0. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  const t = z + 7.5;
  const series = lanczos.reduce((sum, c, i) => (i === 0 ? c : sum + c / (z + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series);
}

const logBeta = (a: number, b: number) => logGamma(a) + logGamma(b) - logGamma(a + b);

const tiny = 1e-300;
const awayFromZero = (x: number) => (Math.abs(x) < tiny ? tiny : x);

/** Converges in about √max(a, b) steps where x < (a + 1)/(a + b + 2). */
function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  const most = 200 + 10 * Math.ceil(Math.sqrt(Math.max(a, b)));
  for (let m = 1; m <= most; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return value;
}

/** I_x(a, b) = P(θ ≤ x) for θ ~ Beta(a, b); a, b > 0; 0 at or below 0, 1 at or above 1. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b));
  return x < (a + 1) / (a + b + 2)
    ? (front * continuedFraction(x, a, b)) / a
    : 1 - (front * continuedFraction(1 - x, b, a)) / b;
}

/** x with I_x(a, b) = p, for 0 ≤ p ≤ 1. Newton's steps, each kept inside the bracket that still holds it. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  const scale = logBeta(a, b);
  let low = 0;
  let high = 1;
  const mean = a / (a + b);
  // Near 0 the distribution is x^a / (a·B): where that says less than the mean it is the better beginning, and may be very small.
  const small = Math.exp((Math.log(p) + Math.log(a) + scale) / a);
  if (small === 0) return 0;
  let x = Math.min(small, mean);
  for (let i = 0; i < 100; i += 1) {
    const over = incompleteBeta(x, a, b) - p;
    if (over === 0) return x;
    if (over > 0) high = x;
    else low = x;
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - scale);
    const step = x - over / density;
    const next = step > low && step < high ? step : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-15 * x) return next;
    x = next;
  }
  return x;
}
