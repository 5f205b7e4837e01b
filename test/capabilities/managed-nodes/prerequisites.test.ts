/** Every prerequisite that is missing, in the one order of causes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { causes } from '../../../src/capabilities/index.ts';
import {
  type Allowed,
  missingToBeManaged,
  missingToBePatched,
  type NodeState,
} from '../../../src/capabilities/managed-nodes/rules-prerequisites.ts';

const healthy: NodeState = {
  machine: 'up',
  isAgentRunning: true,
  hasCredentials: true,
  activationBlock: null,
  isNetworkCut: false,
  isListed: true,
};
const allowsAll: Allowed = {
  credentialCause: null,
  lacksMessages: false,
  networkBlocks: [],
  patchingNetworkBlocks: [],
  lacksPatching: false,
};

function missing(node: Partial<NodeState>, allowed: Partial<Allowed> = {}): string[] {
  const given = [
    { ...healthy, ...node },
    { ...allowsAll, ...allowed },
  ] as const;
  return [...missingToBeManaged(...given), ...missingToBePatched(...given)];
}

test('a healthy node lacks nothing', () => {
  expect(missing({})).toEqual([]);
});

test('where there is no machine nothing else is said', () => {
  expect(missing({ machine: 'terminated', hasCredentials: false }, { lacksPatching: true })).toEqual([
    'TERMINATED',
  ]);
});

test('a cut network is no way to Systems Manager, and is told once', () => {
  expect(missing({ isNetworkCut: true })).toEqual(['NO_ROUTE']);
  expect(missing({ isNetworkCut: true }, { networkBlocks: ['NO_ROUTE'] })).toEqual(['NO_ROUTE']);
});

test('a node waits for credentials only where nothing else keeps it from them', () => {
  expect(missing({ hasCredentials: false })).toEqual(['CREDENTIALS_PENDING']);
  expect(missing({ hasCredentials: false }, { lacksMessages: true })).toEqual(['PROFILE_LACKS_SSM']);
  expect(missing({ isListed: false })).toEqual(['CREDENTIALS_PENDING']);
  expect(missing({ isListed: false, isNetworkCut: true })).toEqual(['NO_ROUTE']);
  expect(missing({ isListed: false }, { networkBlocks: ['ENDPOINT_MISSING_MESSAGES'] })).toEqual([
    'CREDENTIALS_PENDING',
    'ENDPOINT_MISSING_MESSAGES',
  ]);
});

test('whatever is missing is in the order of causes, and each once', () => {
  const node = fc.record({
    machine: fc.constantFrom('not launched', 'terminated', 'stopped', 'down', 'up' as const),
    isAgentRunning: fc.boolean(),
    hasCredentials: fc.boolean(),
    activationBlock: fc.constantFrom('ACTIVATION_EXPIRED', 'ACTIVATION_FULL', 'CREDENTIALS_PENDING', null),
    isNetworkCut: fc.boolean(),
    isListed: fc.boolean(),
  }) as fc.Arbitrary<NodeState>;
  const allowed = fc.record({
    credentialCause: fc.constantFrom('NO_INSTANCE_PROFILE', 'PROFILE_LACKS_SSM', null),
    lacksMessages: fc.boolean(),
    networkBlocks: fc.subarray([
      'NO_ROUTE',
      'EGRESS_BLOCKED',
      'ENDPOINT_MISSING_SSM',
      'ENDPOINT_MISSING_MESSAGES',
    ]),
    patchingNetworkBlocks: fc.subarray(['ENDPOINT_MISSING_S3', 'REPOSITORY_UNREACHABLE']),
    lacksPatching: fc.boolean(),
  }) as fc.Arbitrary<Allowed>;
  fc.assert(
    fc.property(node, allowed, (state, allows) => {
      const order: readonly string[] = causes;
      const places = missing(state, allows).map((cause) => order.indexOf(cause));
      expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
    }),
  );
});
