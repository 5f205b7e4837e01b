import type { DataPath } from '../diagnostics/problem.ts';
import type { LoadContext, ProblemOptions } from './context.ts';

/** The same context, but nothing is said of places that `isQuiet` names. */
export function quietAt(context: LoadContext, isQuiet: (path: DataPath) => boolean): LoadContext {
  return new Proxy(context, {
    get(target, key) {
      if (key === 'error' || key === 'warning') {
        return (path: DataPath, code: string, message: string, options?: ProblemOptions) => {
          if (!isQuiet(path)) target[key](path, code, message, options);
        };
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
