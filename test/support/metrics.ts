/** The metrics of all capabilities, by name: for tests that have no scenario. */
import { capabilities } from '../../src/capabilities/index.ts';
import { metricTable } from '../../src/result/metric-table.ts';

export const metricsByName = metricTable(capabilities);
