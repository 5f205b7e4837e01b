/** Memory that is used again. */
let placesKept = new Uint32Array(0);
let unsortedKept = new Float64Array(0);

/**
 * Sorts numbers from 0 to below `limit`, ascending. Quick where they are spread evenly, as draws are: each goes to a bucket
 * of its own or nearly so, and what shares one is put in order there. Right in any case.
 */
export function sortEvenlySpread(numbers: Float64Array, limit: number): void {
  const count = numbers.length;
  const bucketOf = (number: number) => Math.min(count - 1, Math.floor((number / limit) * count));
  if (count + 1 > placesKept.length) {
    placesKept = new Uint32Array(count + 1);
    unsortedKept = new Float64Array(count + 1);
  }
  // Where each bucket begins, then where its next number goes.
  const places = placesKept.fill(0, 0, count + 1);
  for (let index = 0; index < count; index += 1) places[bucketOf(numbers[index]!) + 1]! += 1;
  for (let bucket = 0; bucket < count; bucket += 1) places[bucket + 1]! += places[bucket]!;
  const unsorted = unsortedKept;
  unsorted.set(numbers);
  for (let index = 0; index < count; index += 1) {
    const number = unsorted[index]!;
    const bucket = bucketOf(number);
    const place = places[bucket]!;
    places[bucket] = place + 1;
    numbers[place] = number;
  }
  sortByInsertion(numbers);
}

function sortByInsertion(numbers: Float64Array): void {
  for (let index = 1; index < numbers.length; index += 1) {
    const number = numbers[index]!;
    let place = index;
    while (place > 0 && numbers[place - 1]! > number) {
      numbers[place] = numbers[place - 1]!;
      place -= 1;
    }
    numbers[place] = number;
  }
}
