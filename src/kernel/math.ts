/**
 * The natural logarithm and the exponential function, the same to the last bit on every engine and machine.
 * ECMAScript lets `Math.log` and `Math.exp` differ between engines, and they have differed between versions of Node; a
 * run must be repeatable to the byte. Additions, multiplications, divisions and square roots are exact by IEEE 754, so
 * whatever is built of them alone is safe.
 *
 * Method: the argument reductions and minimax polynomials of fdlibm (K. C. Ng, Sun Microsystems, 1993),
 * https://www.netlib.org/fdlibm/e_log.c and https://www.netlib.org/fdlibm/e_exp.c; errors below 1 ulp.
 */

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

const exponentBias = 1023;
const significandMask = 0xfffff;
/** 2^54 and the smallest normal number. */
const two54 = 18014398509481984;
const normalMin = 2.2250738585072014e-308;

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
float[0] = 1;
/** Which of the two words carries sign and exponent: the byte order of the machine decides. */
const high = words[1] === 0 ? 0 : 1;

/**
 * 2^-1074 to 2^1023. A product with one of these is exact; writing an exponent into the bits of a number instead makes
 * the processor wait for its own store.
 */
const powersOfTwo = new Float64Array(2098);
const powerOfOne = 1074;
powersOfTwo[powerOfOne] = 1;
for (let i = powerOfOne + 1; i < powersOfTwo.length; i += 1) powersOfTwo[i] = powersOfTwo[i - 1]! * 2;
for (let i = powerOfOne - 1; i >= 0; i -= 1) powersOfTwo[i] = powersOfTwo[i + 1]! / 2;

/** Natural logarithm: -Infinity at 0, NaN below. */
export function ln(x: number): number {
  return x >= normalMin && x < Infinity ? lnOfNormal(x, 0) : lnOfOther(x);
}

function lnOfOther(x: number): number {
  if (x === 0) return -Infinity;
  if (x > 0) return x < Infinity ? lnOfNormal(x * two54, -54) : x;
  return Number.NaN;
}

/**
 * ln(x 2^shift); a subnormal number is lifted to where its exponent field says something. fdlibm treats k = 0 apart to
 * save two products; adding and subtracting 0 gives the same bits, and a branch that the processor cannot foresee costs
 * more. What is rare is in functions of its own, since small functions are inlined where they are called.
 */
function lnOfNormal(x: number, shift: number): number {
  float[0] = x;
  const highWord = words[high]!;
  const significand = highWord & significandMask;
  // x = 2^k (1 + f) with sqrt(2)/2 < 1 + f < sqrt(2): significands above sqrt(2) take an exponent one higher.
  const exponent = (highWord >> 20) - exponentBias + ((significand + 0x95f64) >> 20);
  const onePlusF = x * powersOfTwo[powerOfOne - exponent]!;
  const f = onePlusF - 1;
  const k = exponent + shift;
  if ((significandMask & (significand + 2)) < 3) return lnNearPowerOfTwo(f, k);

  // ln(1 + f) = 2s + 2/3 s^3 + 2/5 s^5 + ... with s = f/(2 + f); every other coefficient apart, to run side by side.
  const s = f / (1 + onePlusF);
  const z = s * s;
  const w = z * z;
  const series =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586))) +
    w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  // Close to sqrt(2), f - f^2/2 is taken out first: it loses less than f itself would.
  if (((significand - 0x6147a) | (0x6b851 - significand)) > 0) {
    const halfSquare = 0.5 * f * f;
    return k * ln2High - (halfSquare - (s * (halfSquare + series) + k * ln2Low) - f);
  }
  return k * ln2High - (s * (f - series) - k * ln2Low - f);
}

/** ln(2^k (1 + f)) for |f| < 2^-20: a few terms of the series do. */
function lnNearPowerOfTwo(f: number, k: number): number {
  if (f === 0) return k * ln2High + k * ln2Low;
  const rest = f * f * (0.5 - 0.3333333333333333 * f);
  return k * ln2High - (rest - k * ln2Low - f);
}

/** e to the power x: 0 far below, Infinity far above. */
export function exp(x: number): number {
  if (!(x <= 709.782712893384)) return x > 0 ? Infinity : x;
  if (x < -745.1332191019411) return 0;
  // |x| < 2^-28
  if (x > -3.725290298461914e-9 && x < 3.725290298461914e-9) return 1 + x;
  // x = k ln 2 + r with |r| <= ln(2)/2, r in two parts that together exceed double precision.
  const k = Math.trunc(x * Math.LOG2E + (x < 0 ? -0.5 : 0.5));
  const upper = x - k * ln2High;
  const lower = k * ln2Low;
  const r = upper - lower;
  const t = r * r;
  const polynomial =
    0.16666666666666602 +
    t *
      (-0.0027777777777015593 +
        t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8)));
  const c = r - t * polynomial;
  return scaleByPowerOfTwo(1 - (lower - (r * c) / (2 - c) - upper), k);
}

/** y 2^k for y near 1 and any result that a double can hold. */
function scaleByPowerOfTwo(y: number, k: number): number {
  if (k > -1022 && k < 1024) return y * powersOfTwo[powerOfOne + k]!;
  // In two steps; only the second rounds.
  return k > 0
    ? y * 2 * powersOfTwo[powerOfOne + k - 1]!
    : y * powersOfTwo[powerOfOne + k + 54]! * powersOfTwo[powerOfOne - 54]!;
}
