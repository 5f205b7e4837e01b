/** The rows of a block: what its runs gave, as bytes that are the same on every machine. */
import type { Columns } from './columns.ts';

const valueLength = 8;
/** The upper half of the one NaN that stands for null: others differ from machine to machine. */
const upperHalfOfNull = 0x7ff80000;

/** Rows of all variants side by side, by run: little-endian doubles. */
export function rowBytes(rows: readonly Float64Array[], count: number): Uint8Array {
  const width = rows[0]!.length / count;
  const bytes = new Uint8Array(rows.length * rows[0]!.length * valueLength);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (let run = 0; run < count; run += 1) {
    for (const ofVariant of rows) {
      for (let index = run * width; index < (run + 1) * width; index += 1, at += valueLength) {
        const value = ofVariant[index]!;
        if (Number.isNaN(value)) view.setUint32(at + 4, upperHalfOfNull, true);
        else view.setFloat64(at, value, true);
      }
    }
  }
  return bytes;
}

/** Appends the rows of some runs to the columns of each variant; false if a value is none that a run can give. */
export function appendRows(bytes: Uint8Array, columns: readonly Columns[], width: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const row = new Float64Array(width);
  for (let at = 0; at < bytes.length; ) {
    for (const ofVariant of columns) {
      for (let index = 0; index < width; index += 1, at += valueLength) {
        const value = view.getFloat64(at, true);
        if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) return false;
        row[index] = value;
      }
      ofVariant.append(row);
    }
  }
  return true;
}
