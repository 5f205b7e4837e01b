export type { Distribution } from '../kernel/distributions.ts';
