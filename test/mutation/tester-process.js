/** The process that runs the tests, and how long it may take. It is started anew when a mutant has sent it into a loop. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

/** In time of the CPU, which other work on the machine does not use up: a loop without end uses it all the time. */
const patience = { leastMs: 30_000, factor: 5 };
/** A loop that collects something is to fill this, not the machine. */
const heapMb = 2000;

export class Tester {
  #folder;
  #child = null;

  constructor(folder) {
    this.#folder = folder;
  }

  /** What failed, or `no end`: more time than `usualMs` explains, or a process that died. */
  async ask(question, usualMs) {
    this.#child ??= await started(this.#folder);
    const child = this.#child;
    const answer = await new Promise((settle) => {
      child.removeAllListeners('message');
      child.once('exit', () => settle('no end'));
      child.on('message', (message) => {
        if ('failures' in message) settle(message);
        else if (message.cpuMs > patience.leastMs + patience.factor * usualMs) settle('no end');
      });
      child.send(question);
    });
    child.removeAllListeners('exit');
    if (answer === 'no end') this.end();
    return answer;
  }

  end() {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }
}

function started(folder) {
  const child = fork(join(folder, 'test/mutation/tester.js'), {
    cwd: folder,
    execArgv: [`--max-old-space-size=${heapMb}`],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((ready) => child.once('message', () => ready(child)));
}
