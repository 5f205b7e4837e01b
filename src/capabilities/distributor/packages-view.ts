/** What became of packages, for what tells of one node. */
import { view } from '../../capability/views.ts';
import type { PackageState } from './state.ts';

export interface PackagesView {
  packages(): readonly PackageState[];
}

export const packagesView = view<PackagesView>('packages');
