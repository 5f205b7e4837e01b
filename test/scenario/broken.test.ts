/** Every fixture says in its first line what is wrong with it, and where: exactly that, and nothing else, is found. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadScenario } from '../../src/scenario/load.ts';

const folder = 'test/fixtures/broken';
const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml') && name !== 'same-patch.yaml')
  .sort();

test.each(fixtures)('%s has the problems that it announces', (name) => {
  const file = `${folder}/${name}`;
  const announced = /^# expect (.*)$/m.exec(readFileSync(file, 'utf8'))![1];
  const result = loadScenario({
    file,
    read: (path) => {
      try {
        return readFileSync(path);
      } catch {
        return { error: 'no such file' };
      }
    },
    overrides: [],
  });
  const problems = 'problems' in result ? result.problems : [];
  const found = problems.map((problem) => {
    const place = `${problem.line}:${problem.column}`;
    const other = problem.file === file ? '' : `${problem.file.slice(folder.length + 1)}:`;
    return `${other}${place} ${problem.code}`;
  });
  expect(found.join(', ')).toBe(announced);
});
