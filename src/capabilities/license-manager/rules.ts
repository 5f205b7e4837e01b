/**
 * What automated discovery makes of the inventory of a node, as functions of plain values.
 *
 * AWS: https://docs.aws.amazon.com/license-manager/latest/userguide/automated-discovery.html
 */

/** From `atMs` on the reports of a node had the product, or no longer did. The first of a node is one that had it. */
export interface Change {
  readonly atMs: number;
  readonly has: boolean;
}

/** A node stays associated when the software is uninstalled, unless the license says otherwise. */
export function isDiscovered(
  changes: readonly Change[],
  seenMs: number,
  disassociateWhenNotFound = false,
): boolean {
  const seen = changes.filter(({ atMs }) => atMs <= seenMs);
  return disassociateWhenNotFound ? seen.at(-1)?.has === true : seen.some(({ has }) => has);
}

/**
 * A node counts for as long as Systems Manager has its inventory, whether it answers or not. A terminated instance and a hybrid
 * node that was deregistered use no license.
 *
 * AWS: https://docs.aws.amazon.com/license-manager/latest/userguide/inventory.html
 */
export function isReleased(node: {
  readonly isTerminated: boolean;
  readonly isDeregistered: boolean;
  readonly hasInventory: boolean;
}): boolean {
  return node.isTerminated || node.isDeregistered || !node.hasInventory;
}
